//! What flags consist of.

use numpy_capi_db::{Symbol, symbol};

/// Combinations are nested two or three deep; more would be a mistake in the data.
const DEEPEST: usize = 8;

/// The names of the single flags that a combined flag consists of, each once; empty for a single flag.
pub(super) fn leaves(flag: &Symbol) -> Vec<&'static str> {
    let mut names = Vec::new();
    collect(flag, DEEPEST, &mut names);
    names
}

fn collect(flag: &Symbol, depth: usize, names: &mut Vec<&'static str>) {
    for &name in flag.expands_to {
        let part = symbol(name).filter(|part| !part.expands_to.is_empty() && depth > 0);
        match part {
            Some(part) => collect(part, depth - 1, names),
            None if !names.contains(&name) => names.push(name),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_combinations_are_unfolded() {
        let parts = symbol("NPY_ARRAY_INOUT_ARRAY2").map(leaves).unwrap_or_default();
        let expected =
            ["NPY_ARRAY_C_CONTIGUOUS", "NPY_ARRAY_ALIGNED", "NPY_ARRAY_WRITEABLE", "NPY_ARRAY_WRITEBACKIFCOPY"];
        assert_eq!(parts, expected);
    }

    #[test]
    fn single_flags_have_no_parts() {
        assert!(symbol("NPY_ARRAY_ALIGNED").map(leaves).unwrap_or_default().is_empty());
    }
}
