//! Validates the data files and compiles them into static tables. A mistake stops the build with file, line and a hint.

mod check;
mod emit;
#[path = "../src/index.rs"]
#[allow(dead_code, reason = "The build fills slots, and looks nothing up.")]
mod index;
mod read;
mod signature;
mod slots;
mod texts;
#[path = "../src/words.rs"]
#[allow(dead_code, reason = "The tables use words that the validation does not.")]
mod words;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use texts::Texts;

#[expect(clippy::print_stdout, reason = "Cargo reads the standard output of a build script")]
fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=data");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/index.rs");
    println!("cargo::rerun-if-changed=src/words.rs");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    let mut database = read::database(Path::new("data"));
    let mut problems = std::mem::take(&mut database.problems);
    problems.extend(check::problems(&database.data));
    if problems.is_empty() {
        let texts = Texts::default();
        let tables = emit::tables(&database.data, &texts);
        let written = std::fs::write(out.join("tables.rs"), tables)
            .and_then(|()| std::fs::write(out.join("texts.txt"), texts.into_string()));
        return match written {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("cannot write the tables: {error}");
                ExitCode::FAILURE
            }
        };
    }
    for problem in &problems {
        eprintln!("api-db/{problem}");
    }
    eprintln!("{} mistakes in the database; api-db/SCHEMA.md explains every word", problems.len());
    ExitCode::FAILURE
}
