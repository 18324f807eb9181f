//! What tells documents apart.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

use tower_lsp::ls_types::Uri;

/// The name of a document. Unlike a URI, of which the same file has many, it is equal for equal files.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::lsp) enum DocKey {
    /// A file, by its path without `.` and `..`, on Windows with the drive's letter in upper case.
    File(PathBuf),
    /// Anything else, by its whole URI: an untitled document, one side of a comparison.
    Other(String),
}

impl DocKey {
    /// The name of the document with a URI.
    pub(in crate::lsp) fn of(uri: &Uri) -> Self {
        match file_path(uri) {
            Some(path) => Self::File(path),
            None => Self::Other(uri.as_str().to_owned()),
        }
    }

    /// The path of a file; `None` for what is no file.
    pub(in crate::lsp) fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Other(_) => None,
        }
    }

    /// A text whose ending tells the language.
    pub(super) fn name(&self) -> Cow<'_, str> {
        match self {
            Self::File(path) => path.to_string_lossy(),
            Self::Other(uri) => Cow::Borrowed(uri),
        }
    }
}

/// The path of a `file:` URI, made plain; `None` for other schemes.
pub(in crate::lsp) fn file_path(uri: &Uri) -> Option<PathBuf> {
    if !uri.scheme().as_str().eq_ignore_ascii_case("file") {
        return None;
    }
    Some(plain(&uri.to_file_path()?))
}

fn plain(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => drop(result.pop()),
            Component::Prefix(prefix) => result.push(prefix.as_os_str().to_ascii_uppercase()),
            Component::RootDir | Component::Normal(_) => result.push(component),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(uri: &str) -> DocKey {
        DocKey::of(&uri.parse().unwrap())
    }

    #[cfg(unix)]
    #[test]
    fn files_are_known_by_their_path() {
        assert_eq!(key("file:///p/./x/../a%20b.c"), DocKey::File("/p/a b.c".into()));
        assert_eq!(key("FILE:///p/%C3%A4.c"), key("file:///p/%c3%a4.c"));
    }

    #[test]
    fn other_schemes_are_no_files() {
        assert_eq!(key("untitled:Untitled-1").path(), None);
        assert_eq!(key("git:/p/a.c?x").path(), None);
        assert_ne!(key("git:/p/a.c?x"), key("git:/p/a.c?y"));
    }
}
