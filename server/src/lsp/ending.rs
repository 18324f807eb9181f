//! How a session ends.

use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::watch;

/// Why the process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// The client sent `exit`.
    Exit,
    /// The client's stream ended.
    InputClosed,
    /// The client no longer reads.
    OutputClosed,
    /// The process that started the session is gone.
    ParentGone,
}

impl Ending {
    /// Whether somebody may still wait for answers.
    pub(super) const fn has_listener(self) -> bool {
        matches!(self, Self::Exit | Self::InputClosed)
    }
}

/// Collects the reasons to end; the first one counts.
pub(super) struct Endings {
    first: watch::Sender<Option<Ending>>,
    shut_down: AtomicBool,
}

impl Endings {
    /// Nothing has ended yet.
    pub(super) fn new() -> Self {
        Self { first: watch::Sender::new(None), shut_down: AtomicBool::new(false) }
    }

    /// Tells that there is a reason to end.
    pub(super) fn announce(&self, ending: Ending) {
        self.first.send_if_modified(|first| {
            let is_first = first.is_none();
            first.get_or_insert(ending);
            is_first
        });
    }

    /// Waits for the first reason.
    pub(super) async fn wait(&self) -> Ending {
        let mut first = self.first.subscribe();
        match first.wait_for(Option::is_some).await {
            Ok(ending) => ending.unwrap_or(Ending::InputClosed),
            // The sender lives as long as `self`.
            Err(_) => Ending::InputClosed,
        }
    }

    /// Tells that the client asked for `shutdown` in due form.
    pub(super) fn shut_down(&self) {
        self.shut_down.store(true, Ordering::Release);
    }

    /// Whether the session ends, so that work nobody waits for should stop.
    pub(super) fn is_ending(&self) -> bool {
        self.shut_down.load(Ordering::Acquire) || self.first.borrow().is_some()
    }

    /// The exit code that the protocol asks for: 0 after `shutdown`, otherwise 1.
    pub(super) fn exit_code(&self) -> ExitCode {
        if self.shut_down.load(Ordering::Acquire) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}
