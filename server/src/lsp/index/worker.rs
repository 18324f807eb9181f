//! The work of the index: looking at files that have changed, and passing on what is new.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Batch;
use super::project::Project;
use super::scan::Homes;
use crate::lsp::configuration;
use crate::lsp::diagnostics::current;
use crate::lsp::documents::DocKey;
use crate::lsp::progress::OwnProgress;
use crate::lsp::server::Server;
use crate::lsp::snapshot::on_worker;

/// How many files are looked at in one go.
const FILES_AT_ONCE: usize = 8;

/// What the task of the index works with.
pub(super) struct Worker {
    server: Arc<Server>,
    /// By their folder.
    projects: HashMap<PathBuf, Project>,
    /// The folders of projects with too many files, which are left alone for the rest of the session.
    too_large: HashSet<PathBuf>,
}

/// What is to be done about a project.
enum Task {
    /// It is known; documents may have changed.
    Documents,
    /// These are its files.
    Files(Vec<PathBuf>),
    /// It has too many files.
    None,
}

impl Worker {
    /// Nothing is known yet.
    pub(super) fn new(server: Arc<Server>) -> Self {
        Self { server, projects: HashMap::new(), too_large: HashSet::new() }
    }

    /// Brings up to date what the news concern.
    pub(super) async fn work_on(&mut self, batch: Batch) {
        let open = self.server.documents.paths();
        let files = open.iter().cloned().chain(batch.wanted).collect();
        for (folder, task) in self.tasks(files, batch.concerns_disk).await {
            if matches!(task, Task::None) {
                self.too_large.insert(folder.clone());
            }
            let known = self.projects.remove(&folder);
            if let Some(project) = self.bring_up_to_date(&folder, known, task).await {
                self.projects.insert(folder, project);
            } else {
                self.server.index.settled.remove(&folder);
            }
        }
        self.introduce(open).await;
        for done in batch.waiting {
            // Whoever waited may have been cancelled.
            let _ = done.send(());
        }
    }

    /// What is to be done about the projects of some files. Those that nobody looks at any more are forgotten.
    async fn tasks(&mut self, files: Vec<PathBuf>, concerns_disk: bool) -> BTreeMap<PathBuf, Task> {
        let roots = self.server.roots();
        let mut known: HashSet<PathBuf> = self.projects.keys().cloned().collect();
        let too_large = self.too_large.clone();
        let tasks = on_worker(move || {
            let mut homes = Homes::new(roots.clone());
            let mut folders: HashSet<PathBuf> = files.iter().filter_map(|file| homes.of(file)).collect();
            let is_around =
                |folder: &PathBuf| roots.iter().any(|root| root.starts_with(folder) || folder.starts_with(root));
            known.retain(|folder| folders.contains(folder) || is_around(folder));
            if concerns_disk {
                folders.extend(known.iter().cloned());
            }
            folders.retain(|folder| !too_large.contains(folder));
            let task = |folder: PathBuf| {
                let task = if known.contains(&folder) && !concerns_disk {
                    Task::Documents
                } else {
                    homes.files(&folder).map_or(Task::None, Task::Files)
                };
                (folder, task)
            };
            (folders.into_iter().map(task).collect(), known)
        });
        let Ok((tasks, known)) = tasks.await else { return BTreeMap::new() };
        self.projects.retain(|folder, _| known.contains(folder));
        self.server.index.settled.retain(|folder, _| known.contains(folder));
        tasks
    }

    /// Looks at the files of a project that have changed, and lets the others hear of it. `None` where nothing is to be
    /// known of it, or where the session ends.
    async fn bring_up_to_date(&self, folder: &Path, project: Option<Project>, task: Task) -> Option<Project> {
        let server = Arc::clone(&self.server);
        let mut project = project.unwrap_or_default();
        let (project, changed) = on_worker(move || {
            let changed = match task {
                Task::Documents => project.edited(&server),
                Task::Files(files) => project.follow(&files, &server),
                Task::None => return None,
            };
            Some((project, changed))
        })
        .await
        .ok()??;
        let mut progress = OwnProgress::start(&self.server, "Comparing the files of the project");
        let project = self.each(project, changed, Project::look_at, &mut progress).await?;
        if !project.has_news() {
            return Some(project);
        }
        let (project, unheard) = on_worker(move || project.compared()).await.ok()?;
        let project = self.each(project, unheard, Project::hear, &mut progress).await?;
        let home = folder.to_owned();
        let (project, settled) = on_worker(move || project.settled(&home)).await.ok()?;
        self.server.index.settled.insert(folder.to_owned(), settled);
        progress.end().await;
        Some(project)
    }

    /// Does something with some files of a project, a few at a time, so that other work gets its turn. `None` where the
    /// session ends.
    async fn each(
        &self,
        mut project: Project,
        files: Vec<PathBuf>,
        act: fn(&mut Project, &Path, &Server),
        progress: &mut OwnProgress<'_>,
    ) -> Option<Project> {
        for (number, group) in files.chunks(FILES_AT_ONCE).enumerate() {
            if self.server.endings.is_ending() {
                return None;
            }
            let (server, group) = (Arc::clone(&self.server), group.to_vec());
            project = on_worker(move || {
                for path in &group {
                    act(&mut project, path, &server);
                }
                project
            })
            .await
            .ok()?;
            progress.report((number + 1) * FILES_AT_ONCE, files.len()).await;
        }
        Some(project)
    }

    /// Gives the open documents what they learn. Those are analysed again to which it is new.
    async fn introduce(&self, open: Vec<PathBuf>) {
        let server = Arc::clone(&self.server);
        let is_new_to_client = on_worker(move || {
            let pulls = server.abilities().pulls_diagnostics;
            let mut is_new = false;
            for path in open {
                let neighbours = server.index.neighbours_of(&path);
                let changed = server.documents.introduce(&DocKey::File(path), neighbours);
                // A client that pulls is told only where it would get other findings.
                if let Some((before, after)) = changed.filter(|_| pulls) {
                    is_new |= current(&server, &before) != current(&server, &after);
                }
            }
            is_new
        });
        if is_new_to_client.await.unwrap_or(false) {
            let server = Arc::clone(&self.server);
            tokio::spawn(async move { configuration::refresh_diagnostics(&server).await });
        }
    }
}
