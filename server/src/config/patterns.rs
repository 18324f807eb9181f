//! Sets of file patterns, in the language of `.gitignore`.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// File patterns of one configuration.
#[derive(Clone, Debug)]
pub struct Patterns {
    globs: Vec<String>,
    root: PathBuf,
    matcher: Gitignore,
}

impl Patterns {
    /// Patterns without a directory match at any depth, others from `root`; without a root these match at any depth too.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the first bad pattern, with its index.
    pub fn new(globs: Vec<String>, root: Option<&Path>) -> Result<Self, (usize, String)> {
        // The matcher refuses files outside its root, so it gets none, and `matches` cuts the root off.
        let mut builder = GitignoreBuilder::new("");
        builder.allow_unclosed_class(false);
        for (index, glob) in globs.iter().enumerate() {
            let floats = root.is_none() && glob.contains('/') && !glob.starts_with(['/', '!']);
            let line = if floats { format!("**/{glob}") } else { glob.clone() };
            builder.add_line(None, &line).map_err(|error| (index, error.to_string()))?;
        }
        let matcher = builder.build().map_err(|error| (0, error.to_string()))?;
        Ok(Self { globs, root: root.map(Path::to_owned).unwrap_or_default(), matcher })
    }

    /// The patterns as they were written.
    pub fn globs(&self) -> &[String] {
        &self.globs
    }

    /// Whether a file, or a directory above it, matches. The path is absolute; files outside the root never match.
    pub fn matches(&self, file: &Path) -> bool {
        let Ok(inside) = file.strip_prefix(&self.root) else { return false };
        let relative: PathBuf =
            inside.components().filter(|part| matches!(part, std::path::Component::Normal(_))).collect();
        self.matcher.matched_path_or_any_parents(relative, false).is_ignore()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    fn patterns(globs: &[&str], root: Option<&str>) -> Patterns {
        let globs = globs.iter().map(|&glob| glob.to_owned()).collect();
        Patterns::new(globs, root.map(Path::new)).unwrap()
    }

    #[test]
    fn names_match_anywhere_and_paths_from_the_root() {
        let set = patterns(&["build", "src/*_old.c"], Some("/p"));
        assert!(set.matches(Path::new("/p/a/build/x/y.c")));
        assert!(set.matches(Path::new("/p/src/a_old.c")));
        assert!(!set.matches(Path::new("/p/lib/src/a_old.c")));
        assert!(!set.matches(Path::new("/q/build/y.c")));
    }

    #[test]
    fn without_a_root_paths_match_at_any_depth() {
        let set = patterns(&["src/*_old.c"], None);
        assert!(set.matches(Path::new("/p/lib/src/a_old.c")));
    }

    #[test]
    fn a_bad_pattern_is_named() {
        let globs = vec!["a".to_owned(), "[".to_owned()];
        assert_eq!(Patterns::new(globs, None).unwrap_err().0, 1);
    }
}
