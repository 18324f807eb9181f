//! Which files a `check` reads.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use numpy_capi_analysis::Language;

/// How standard input is called on the command line.
const STDIN: &str = "-";

/// The name of standard input where the user gives none; its ending says that it is C.
const STDIN_NAME: &str = "stdin.c";

/// One thing to check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The file, or the name that standard input goes by.
    pub path: PathBuf,
    /// Whether the text comes on standard input.
    pub is_stdin: bool,
    /// Whether the user named it, rather than a directory above it.
    pub is_explicit: bool,
}

impl Input {
    /// The path as output shows it.
    pub fn shown(&self) -> String {
        self.path.display().to_string()
    }

    /// The language by the ending, of a header by its text; files with a strange ending, which the user must have
    /// named, read as C.
    pub fn language(&self, text: &str) -> Language {
        Language::of_file(&self.path.to_string_lossy(), text).unwrap_or(Language::C)
    }
}

/// The files to check, and what is wrong with the paths.
#[derive(Debug, Default)]
pub struct Inputs {
    /// What to check, each file once, ordered by path.
    pub files: Vec<Input>,
    /// Lines for standard error.
    pub messages: Vec<String>,
    /// Whether a path that the user named cannot be read.
    pub has_failed: bool,
}

/// The files that the paths of the command line mean.
pub fn collect(paths: &[PathBuf], stdin_filename: Option<&Path>, list: Option<&Path>) -> Inputs {
    let mut collected = Collected::default();
    let here = PathBuf::from(".");
    let wants_stdin = paths.is_empty() && stdin_filename.is_some();
    let is_bare = paths.is_empty() && (list.is_none() || wants_stdin);
    let paths = if is_bare { std::slice::from_ref(&here) } else { paths };
    for path in paths {
        if wants_stdin || path.as_os_str() == STDIN {
            let name = stdin_filename.unwrap_or(Path::new(STDIN_NAME)).to_owned();
            collected.add(Input { path: name, is_stdin: true, is_explicit: true });
        } else {
            collected.add_path(path);
        }
    }
    if let Some(list) = list {
        collected.add_list(list);
    }
    collected.into_inputs()
}

/// The names in a list of files, whatever ends them.
fn names(list: &Path) -> io::Result<Vec<PathBuf>> {
    let mut bytes = Vec::new();
    if list.as_os_str() == STDIN {
        io::stdin().lock().read_to_end(&mut bytes)?;
    } else {
        bytes = fs::read(list)?;
    }
    let text = String::from_utf8_lossy(&bytes);
    let names = text.split(['\n', '\r', '\0']).map(str::trim).filter(|name| !name.is_empty());
    Ok(names.map(PathBuf::from).collect())
}

/// Inputs by their absolute path, so that each comes once, in order.
#[derive(Default)]
struct Collected {
    files: BTreeMap<PathBuf, Input>,
    messages: Vec<String>,
    has_failed: bool,
}

impl Collected {
    fn add(&mut self, input: Input) {
        let key = std::path::absolute(&input.path).unwrap_or_else(|_| input.path.clone());
        let is_explicit = input.is_explicit;
        self.files.entry(key).or_insert(input).is_explicit |= is_explicit;
    }

    fn add_path(&mut self, path: &Path) {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => self.add_directory(path),
            Ok(_) => self.add(Input { path: path.to_owned(), is_stdin: false, is_explicit: true }),
            Err(error) => {
                self.messages.push(format!("error: {}: cannot be read: {error}; check the path", path.display()));
                self.has_failed = true;
            }
        }
    }

    fn add_directory(&mut self, directory: &Path) {
        let mut is_empty = true;
        // Source archives carry a `.gitignore` without a repository around it.
        for entry in WalkBuilder::new(directory).require_git(false).build() {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_dir()) => {}
                Ok(entry) if language(entry.path()).is_some() => {
                    is_empty = false;
                    let path = entry.path().strip_prefix(".").unwrap_or(entry.path()).to_owned();
                    self.add(Input { path, is_stdin: false, is_explicit: false });
                }
                Ok(_) => {}
                Err(error) => self.messages.push(format!("warning: {error}; skipped")),
            }
        }
        if is_empty {
            let shown = directory.display();
            self.messages.push(format!("warning: {shown}: no C or C++ files here that .gitignore does not exclude"));
        }
    }

    /// Adds the C and C++ files of a list as if they had been met in a directory; what has been deleted since is left
    /// out.
    fn add_list(&mut self, list: &Path) {
        match names(list) {
            Ok(names) => {
                let is_wanted = |path: &PathBuf| language(path).is_some() && path.is_file();
                for path in names.into_iter().filter(is_wanted) {
                    self.add(Input { path, is_stdin: false, is_explicit: false });
                }
            }
            Err(error) => {
                self.messages.push(format!("error: {}: cannot be read: {error}; check the path", list.display()));
                self.has_failed = true;
            }
        }
    }

    fn into_inputs(self) -> Inputs {
        Inputs { files: self.files.into_values().collect(), messages: self.messages, has_failed: self.has_failed }
    }
}

fn language(path: &Path) -> Option<Language> {
    Language::of_path(&path.to_string_lossy())
}
