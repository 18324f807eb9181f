//! Which releases have a symbol.

use numpy_capi_db::{Library, Symbol};

use super::markdown::code;
use crate::settings::{Settings, Version};

/// How a symbol stands to the releases that the code has to run with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Availability {
    /// Every release has it and none advises against it.
    Available,
    /// Deprecated since this release.
    Deprecated(&'static str),
    /// Gone since this release.
    Removed(&'static str),
    /// The target is older than this release, the first that has or shows it.
    TooNew(&'static str),
}

impl Availability {
    /// How a symbol stands to the target of the settings.
    pub fn of(symbol: &Symbol, settings: &Settings) -> Self {
        let target = settings.target_numpy.filter(|_| symbol.library == Library::NumPy);
        let is_newer = |release: &str| target.zip(version(release)).is_some_and(|(target, release)| release > target);
        if !symbol.removed.is_empty() {
            Self::Removed(symbol.removed.as_str())
        } else if is_newer(&symbol.added) {
            Self::TooNew(symbol.added.as_str())
        } else if is_newer(&symbol.target) {
            Self::TooNew(symbol.target.as_str())
        } else if symbol.deprecated.is_empty() {
            Self::Available
        } else {
            Self::Deprecated(symbol.deprecated.as_str())
        }
    }

    /// A few words for a list; empty where there is nothing to say.
    pub fn note(self, library: Library) -> String {
        let library = library_name(library);
        match self {
            Self::Available => String::new(),
            Self::Deprecated(release) => format!("deprecated since {library} {release}"),
            Self::Removed(release) => format!("removed in {library} {release}"),
            Self::TooNew(release) => format!("needs {library} {release}"),
        }
    }
}

/// Reads a release of the database; `None` for an empty one.
pub(super) fn version(text: &str) -> Option<Version> {
    text.parse().ok()
}

/// The releases that matter to a symbol, as one line of Markdown; `None` where every release has it unchanged.
pub(super) fn versions_line(symbol: &Symbol, settings: &Settings) -> Option<String> {
    let library = library_name(symbol.library);
    let mut parts = Vec::new();
    if !is_oldest(&symbol.added) {
        parts.push(format!("since {library} {}", symbol.added));
    }
    let changed: Vec<&str> = symbol.changed.iter().map(|change| change.version.as_str()).collect();
    for (word, releases) in [("changed in", changed.join(", ")), ("deprecated since", symbol.deprecated.to_string())] {
        if !releases.is_empty() {
            parts.push(format!("{word} {library} {releases}"));
        }
    }
    if !symbol.removed.is_empty() {
        parts.push(format!("**removed in {library} {}**", symbol.removed));
    }
    if !symbol.target.is_empty() {
        parts.push(format!("visible with `NPY_TARGET_VERSION` {} or newer", symbol.target));
    }
    parts.extend(target_note(symbol, settings));
    (!parts.is_empty()).then(|| parts.join(" · "))
}

fn target_note(symbol: &Symbol, settings: &Settings) -> Option<String> {
    let target = settings.target_numpy?;
    match Availability::of(symbol, settings) {
        Availability::TooNew(_) => Some(format!("**not in your target, NumPy {target}**")),
        _ => None,
    }
}

/// What to use instead, as a sentence of Markdown.
pub(super) fn replacement_line(symbol: &Symbol) -> Option<String> {
    let replacement = symbol.replacement.as_ref()?;
    Some(format!("Use {} instead. {}", code(replacement.name), replacement.note).trim_end().to_owned())
}

/// The database writes these for everything that is older than it tracks.
fn is_oldest(release: &str) -> bool {
    matches!(release, "" | "1.0" | "3.0")
}

fn library_name(library: Library) -> &'static str {
    match library {
        Library::C => "C",
        Library::NumPy => "NumPy",
        Library::Python => "Python",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use numpy_capi_db::Particulars;

    use crate::ide::fixture::{particulars, sample, settings_for, text};

    #[test]
    fn a_name_can_be_too_new_for_the_target() {
        let settings = settings_for("1.19");
        assert_eq!(Availability::of(&sample(), &settings), Availability::TooNew("1.20"));
        assert_eq!(Availability::of(&sample(), &settings_for("1.20")), Availability::Available);
        assert_eq!(Availability::of(&sample(), &Settings::default()), Availability::Available);
        let python = Symbol { library: Library::Python, added: text("3.9"), ..sample() };
        assert_eq!(Availability::of(&python, &settings), Availability::Available);
    }

    #[test]
    fn the_line_names_every_release_that_matters() {
        let history =
            Particulars { deprecated: text("1.7"), removed: text("2.3"), target: text("1.25"), ..particulars() };
        let symbol = Symbol { more: Box::leak(Box::new(history)), ..sample() };
        let line = versions_line(&symbol, &settings_for("1.19")).unwrap_or_default();
        assert_eq!(
            line,
            "since NumPy 1.20 · changed in NumPy 1.23, 2.4 · deprecated since NumPy 1.7 · **removed in NumPy 2.3** · \
             visible with `NPY_TARGET_VERSION` 1.25 or newer"
        );
    }

    #[test]
    fn nothing_is_said_of_what_was_always_there() {
        let unchanged = Particulars { changed: &[], ..particulars() };
        let symbol = Symbol { added: text("1.0"), more: Box::leak(Box::new(unchanged)), ..sample() };
        assert_eq!(versions_line(&symbol, &Settings::default()), None);
    }
}
