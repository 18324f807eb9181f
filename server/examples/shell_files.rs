//! Writes the man pages and the completions of every shell into a directory, for packages:
//! `cargo run --example shell_files -- target/shell-files`. The program itself carries none, since that would be a tenth of
//! a megabyte for what is asked for once.

#![allow(dead_code, reason = "the commands need only be described here")]

use std::path::PathBuf;
use std::{env, fs, io};

use clap::{CommandFactory, ValueEnum};
use clap_complete::Shell;

#[path = "../src/cli/args.rs"]
mod args;

fn main() -> io::Result<()> {
    let directory = PathBuf::from(env::args_os().nth(1).unwrap_or_else(|| "target/shell-files".into()));
    fs::create_dir_all(&directory)?;
    // `help` repeats every page.
    let mut command = args::CommandLine::command().disable_help_subcommand(true);
    let name = command.get_name().to_owned();
    for shell in Shell::value_variants() {
        clap_complete::generate_to(*shell, &mut command, &name, &directory)?;
    }
    clap_mangen::generate_to(command, &directory)
}
