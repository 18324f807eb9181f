//! The C and C++ compiler of the machine, which says whether a text is right C against the real headers.

use std::env;
use std::fmt;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use numpy_capi_analysis::Language;

/// Names the directories of the NumPy and Python headers, as a list like PATH; `scripts/test` sets it.
const INCLUDES: &str = "NUMPY_CAPI_INCLUDES";

/// Names directories with the headers of other releases of NumPy, each beside a file `version`; `scripts/test` sets it.
const RELEASES: &str = "NUMPY_CAPI_RELEASES";

/// A compiler with the headers that extension modules need.
#[derive(Debug)]
pub struct Compiler {
    includes: Vec<PathBuf>,
}

/// Why a text does not compile.
#[derive(Debug)]
pub enum CompilerError {
    /// The compiler could not be run.
    NotRun(std::io::Error),
    /// What it said.
    Refused(String),
}

impl fmt::Display for CompilerError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRun(error) => write!(formatter, "the compiler cannot be run: {error}; install gcc or clang"),
            Self::Refused(said) => formatter.write_str(said),
        }
    }
}

impl Compiler {
    /// The compiler, where the headers are known. Otherwise says on standard error that the test is skipped and how to
    /// run it.
    pub fn find(test: &str) -> Option<Self> {
        let includes = env::var_os(INCLUDES).filter(|list| !list.is_empty());
        if includes.is_none() {
            let mut stderr = std::io::stderr();
            // Nobody reads it: no reason to fail.
            let _ = writeln!(stderr, "skipped: {test} needs the directories of the headers in {INCLUDES}");
        }
        includes.map(|list| Self { includes: env::split_paths(&list).collect() })
    }

    /// The compiler with the headers of other releases of NumPy, each with the release. Says on standard error where there
    /// are none.
    pub fn of_releases(test: &str) -> Vec<(String, Self)> {
        let Some(own) = Self::find(test) else { return Vec::new() };
        let folders = env::var_os(RELEASES).unwrap_or_default();
        let found: Vec<(String, Self)> = env::split_paths(&folders)
            .filter_map(|folder| Some((fs::read_to_string(folder.join("version")).ok()?, own.with_numpy(folder))))
            .collect();
        if found.is_empty() {
            let mut stderr = std::io::stderr();
            // Nobody reads it: no reason to fail.
            let _ = writeln!(stderr, "skipped: {test} needs headers of other releases of NumPy in {RELEASES}");
        }
        found
    }

    /// The same with other headers of NumPy, which are found first.
    fn with_numpy(&self, folder: PathBuf) -> Self {
        Self { includes: std::iter::once(folder).chain(self.includes.iter().cloned()).collect() }
    }

    /// Reads a text as a compiler does, with warnings as errors; writes nothing.
    ///
    /// # Errors
    ///
    /// What the compiler says against the text.
    pub fn accepts(&self, text: &str, language: Language) -> Result<(), CompilerError> {
        let (variable, program, arguments) = match language {
            Language::C => ("CC", "cc", ["-xc", "-std=gnu11"]),
            Language::Cpp => ("CXX", "c++", ["-xc++", "-std=c++17"]),
        };
        let mut command = Command::new(env::var_os(variable).unwrap_or_else(|| program.into()));
        command.args(arguments).args(["-fsyntax-only", "-Wall", "-Werror", "-Wno-unused-function", "-Wno-cpp"]);
        for directory in &self.includes {
            // As a system's directory: warnings in the headers are not ours.
            command.arg("-isystem").arg(directory);
        }
        run(command.arg("-"), text)
    }
}

fn run(command: &mut Command, text: &str) -> Result<(), CompilerError> {
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(CompilerError::NotRun)?;
    if let Some(mut input) = child.stdin.take() {
        // A compiler that ends early says why on standard error.
        let _ = input.write_all(text.as_bytes());
    }
    let output = child.wait_with_output().map_err(CompilerError::NotRun)?;
    if output.status.success() {
        return Ok(());
    }
    Err(CompilerError::Refused(String::from_utf8_lossy(&output.stderr).into_owned()))
}
