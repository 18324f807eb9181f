//! What `NPY_TARGET_VERSION` says in a file.

use crate::settings::Version;
use crate::syntax::FileMacros;

/// The macro that names the oldest NumPy to run with.
pub(crate) const TARGET_MACRO: &str = "NPY_TARGET_VERSION";

/// The target that the macros of a file name.
pub(super) fn declared(macros: &FileMacros) -> Option<Version> {
    release(&macros.get(TARGET_MACRO)?.body)
}

/// The target that a text names.
pub(super) fn of_text(text: &str) -> Option<Version> {
    if text.contains(TARGET_MACRO) { declared(&FileMacros::of_text(text)) } else { None }
}

/// The release of `NPY_1_25_API_VERSION`.
fn release(body: &str) -> Option<Version> {
    let body = body.split_whitespace().next()?.trim_matches(['(', ')']);
    let numbers = body.strip_prefix("NPY_")?.strip_suffix("_API_VERSION")?;
    let (major, minor) = numbers.split_once('_')?;
    Some(Version { major: major.parse().ok()?, minor: minor.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_release_of_the_macro() {
        assert_eq!(of_text("#define NPY_TARGET_VERSION NPY_1_25_API_VERSION\n"), Some(Version { major: 1, minor: 25 }));
        assert_eq!(of_text("#define NPY_TARGET_VERSION (NPY_2_0_API_VERSION) /* x */\n").map(|it| it.major), Some(2));
        assert_eq!(of_text("#define NPY_TARGET_VERSION MINE\nint NPY_TARGET_VERSION;\n"), None);
    }
}
