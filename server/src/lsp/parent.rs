//! Ending with the process that started the session.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;
use tracing::{info, warn};

use super::ending::{Ending, Endings};

/// How long the server may outlive its client.
const INTERVAL: Duration = Duration::from_secs(2);

/// Announces the end of the session when a process is gone. Returns at once.
///
/// A process that cannot be seen from the start is not watched: the client may run outside the container that the
/// server runs in. The end of standard input still ends the session then.
pub(super) fn watch(process_id: u32, endings: Arc<Endings>) {
    tokio::spawn(async move {
        let first = observe(process_id).await;
        if first.is_none() {
            warn!("process {process_id}, which started the session, cannot be seen and is not watched");
            return;
        }
        while observe(process_id).await == first {
            sleep(INTERVAL).await;
        }
        info!("process {process_id}, which started the session, is gone");
        endings.announce(Ending::ParentGone);
    });
}

/// What tells a process from a later one with the same number; `None` where there is no such process.
#[cfg(target_os = "linux")]
async fn observe(process_id: u32) -> Option<String> {
    let text = tokio::task::spawn_blocking(move || std::fs::read_to_string(format!("/proc/{process_id}/stat")));
    start_of_living(&text.await.ok()?.ok()?)
}

/// The start time in a line of `/proc/PID/stat`; `None` where the process has ended and only waits to be noticed.
#[cfg(target_os = "linux")]
fn start_of_living(stat: &str) -> Option<String> {
    // The name, in parentheses, may contain anything.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_ascii_whitespace();
    let state = fields.next()?;
    // The state is the third field of the line, the start time the 22nd.
    let since = fields.nth(18)?;
    (!matches!(state, "Z" | "X")).then(|| since.to_owned())
}

/// What tells a process from a later one with the same number; `None` where there is no such process.
#[cfg(all(unix, not(target_os = "linux")))]
async fn observe(process_id: u32) -> Option<String> {
    let list = move || std::process::Command::new("ps").args(["-o", "lstart=", "-p", &process_id.to_string()]).output();
    let output = tokio::task::spawn_blocking(list).await.ok()?.ok()?;
    let start = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (output.status.success() && !start.is_empty()).then_some(start)
}

/// Elsewhere processes cannot be seen without unsafe code; the end of standard input has to do.
#[cfg(not(unix))]
async fn observe(_process_id: u32) -> Option<String> {
    std::future::ready(None).await
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[tokio::test]
    async fn this_process_lives_and_number_zero_does_not() {
        let this = std::process::id();
        assert!(observe(this).await.is_some());
        assert_eq!(observe(this).await, observe(this).await);
        assert_eq!(observe(0).await, None);
    }

    #[test]
    fn the_start_time_is_found_behind_any_name() {
        let line =
            |state: &str| format!("7 (a) b ({state}) c) {state} 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4711 20");
        assert_eq!(start_of_living(&line("S")).as_deref(), Some("4711"));
        assert_eq!(start_of_living(&line("Z")), None);
    }
}
