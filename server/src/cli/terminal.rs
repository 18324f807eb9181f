//! Standard output: colours, and readers that leave early.

use std::env;
use std::io::{self, IsTerminal, Write};

/// Writes text to standard output. A reader that has gone away, such as `head`, is no error.
///
/// # Errors
///
/// Any other error of the operating system, such as a full disk.
pub fn print(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    quiet_when_broken(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()))
}

/// Writes bytes to standard output, with the same care.
///
/// # Errors
///
/// Any error of the operating system but a reader that has gone away.
pub fn print_bytes(bytes: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    quiet_when_broken(stdout.write_all(bytes).and_then(|()| stdout.flush()))
}

/// Writes one line to standard error; nothing can be done where that fails.
pub fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

fn quiet_when_broken(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Whether standard output shows colours: on a terminal, unless `NO_COLOR` is set; anywhere with `CLICOLOR_FORCE`.
pub fn has_colours() -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
    let is_forced = env::var_os("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty() && value != "0");
    !is_set("NO_COLOR") && (is_forced || (io::stdout().is_terminal() && !is_dumb))
}
