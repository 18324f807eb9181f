//! The program: the command line, the configuration and the language server around the analysis.

mod api_json;
mod baseline;
mod cli;
mod config;
mod lsp;
mod project;
mod rule_page;
mod shared_tables;
mod suggest;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
