//! What the files of a project tell each other, kept up to date in the background.
//!
//! One task does all the work, on one worker thread at a time: no document waits for it. It learns of changes by
//! [`Index::touch`] and [`Index::rescan`], looks at the files that have changed, and gives the open documents that learn
//! something new from them their [`Neighbours`].

mod project;
mod scan;
mod worker;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use dashmap::DashMap;
use numpy_capi_analysis::Neighbours;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::sync::oneshot;
use tokio::time::sleep;

use self::project::Settled;
use self::worker::Worker;
use super::server::Server;

/// How long the task waits for more news after the first: what a user types comes in pieces.
const PAUSE: Duration = Duration::from_millis(30);

/// How the other threads see the index.
pub(super) struct Index {
    news: UnboundedSender<News>,
    /// What is known of projects, by their folder.
    settled: DashMap<PathBuf, Settled>,
}

/// The other end of the index, for the task that works on it.
pub(super) type Inbox = UnboundedReceiver<News>;

/// Why there may be something to do.
pub(super) enum News {
    /// A document was opened, changed or closed.
    Documents,
    /// Files on the disk may have changed, or what is configured for them.
    Files,
    /// Somebody waits until all is known that concerns some files.
    Wanted(Vec<PathBuf>, oneshot::Sender<()>),
    /// The session ends.
    End,
}

impl Index {
    /// An index in which nothing is known.
    pub(super) fn new() -> (Self, Inbox) {
        let (news, inbox) = mpsc::unbounded_channel();
        (Self { news, settled: DashMap::default() }, inbox)
    }

    /// A document was opened, changed or closed. Returns at once.
    pub(super) fn touch(&self) {
        self.tell(News::Documents);
    }

    /// Files on the disk may have changed, or what is configured for them. Returns at once.
    pub(super) fn rescan(&self) {
        self.tell(News::Files);
    }

    /// The session ends.
    pub(super) fn end(&self) {
        self.tell(News::End);
    }

    /// Waits until all is known that concerns some files.
    pub(super) async fn ready_for(&self, files: Vec<PathBuf>) {
        let (done, ready) = oneshot::channel();
        self.tell(News::Wanted(files, done));
        // An error means that the session ends.
        let _ = ready.await;
    }

    /// What a file learns from the others of its project, as far as that is known already. Waits for nothing.
    pub(super) fn neighbours_of(&self, path: &Path) -> Option<Arc<Neighbours>> {
        self.settled.iter().find_map(|settled| settled.neighbours_of(path))
    }

    fn tell(&self, news: News) {
        // The task ends only with the session.
        let _ = self.news.send(news);
    }
}

/// Starts the task. Returns at once.
pub(super) fn start(server: &Arc<Server>, mut inbox: Inbox) {
    let server = Arc::clone(server);
    tokio::spawn(async move {
        let mut worker = Worker::new(server);
        while let Some(first) = inbox.recv().await {
            sleep(PAUSE).await;
            let mut batch = Batch::default();
            batch.add(first);
            while let Ok(news) = inbox.try_recv() {
                batch.add(news);
            }
            if batch.is_last {
                return;
            }
            worker.work_on(batch).await;
        }
    });
}

/// All news of one moment.
#[derive(Default)]
struct Batch {
    is_last: bool,
    concerns_disk: bool,
    wanted: Vec<PathBuf>,
    waiting: Vec<oneshot::Sender<()>>,
}

impl Batch {
    fn add(&mut self, news: News) {
        match news {
            News::Documents => {}
            News::Files => self.concerns_disk = true,
            News::Wanted(files, done) => {
                self.concerns_disk = true;
                self.wanted.extend(files);
                self.waiting.push(done);
            }
            News::End => self.is_last = true,
        }
    }
}
