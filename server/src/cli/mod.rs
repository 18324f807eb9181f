//! The command line.

mod api;
mod args;
mod check;
mod doctor;
mod output;
mod rule;
mod terminal;

/// Applying repairs until none is left; the editor offers it too.
pub(crate) use self::check::repair;
use std::io::{self, IsTerminal};
use std::process::ExitCode;

use clap::Parser;

use crate::lsp;
use args::{Command, CommandLine, ServerArguments};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    /// Nothing to say.
    Clean,
    /// Something was found.
    Findings,
    /// The command could not do its work, or not all of it.
    Failed,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        match status {
            Status::Clean => Self::SUCCESS,
            Status::Findings => Self::from(1),
            Status::Failed => Self::from(2),
        }
    }
}

/// Does what the command line asks for.
pub fn run() -> ExitCode {
    let command_line = CommandLine::parse();
    let outcome = match command_line.command {
        None => return serve(command_line.server),
        Some(Command::Server(arguments)) => return serve(arguments),
        Some(Command::Check(arguments)) => check::run(&arguments),
        Some(Command::Rule(arguments)) => rule::run(&arguments),
        Some(Command::Api(arguments)) => api::run(&arguments),
        Some(Command::Doctor(arguments)) => doctor::run(&arguments),
        Some(Command::Version) => terminal::print(&version_line()).map(|()| Status::Clean).map_err(Into::into),
    };
    match outcome {
        Ok(status) => status.into(),
        Err(error) => {
            terminal::say(&format!("error: {error:#}"));
            Status::Failed.into()
        }
    }
}

/// Name and version, as `--version` prints them.
fn version_line() -> String {
    format!("{} {}\n", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))
}

fn serve(arguments: ServerArguments) -> ExitCode {
    if !arguments.stdio && io::stdin().is_terminal() {
        terminal::say(
            "This is a language server that waits for an editor; `numpy-capi-lsp --help` lists the commands.",
        );
    }
    lsp::run(lsp::ServerOptions { config_file: arguments.config })
}
