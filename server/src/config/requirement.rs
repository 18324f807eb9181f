//! The oldest NumPy that a project asks for: the lower bound of its requirement in `pyproject.toml`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::time::SystemTime;

use dashmap::DashMap;
use numpy_capi_analysis::Version;
use numpy_capi_analysis::text::{LineIndex, decode};
use toml::de::{DeTable, DeValue};

use super::options::{Layer, Options, Origin};

type Stamp = (Option<SystemTime>, u64);

type Memory = DashMap<PathBuf, (Stamp, Option<Arc<Layer>>)>;

/// Every file that was read; `None` where it says nothing of NumPy.
static MEMORY: LazyLock<Memory> = LazyLock::new(DashMap::new);

/// The choice that follows from the nearest `pyproject.toml` above a file; weaker than any that is written down for us.
pub fn nearest(file: &Path) -> Option<Arc<Layer>> {
    let file = std::path::absolute(file).ok()?;
    let mut candidates = file.ancestors().skip(1).map(|directory| directory.join("pyproject.toml"));
    candidates
        .find_map(|path| Some((fs::metadata(&path).ok().filter(fs::Metadata::is_file)?, path)))
        .and_then(remembered)
}

fn remembered((metadata, path): (fs::Metadata, PathBuf)) -> Option<Arc<Layer>> {
    let stamp = (metadata.modified().ok(), metadata.len());
    if let Some(known) = MEMORY.get(&path)
        && known.0 == stamp
    {
        return known.1.clone();
    }
    let text = fs::read(&path).ok().map(|bytes| decode(bytes).text);
    let layer = text.and_then(|text| layer_of_text(&path, &text)).map(Arc::new);
    MEMORY.insert(path, (stamp, layer.clone()));
    layer
}

fn layer_of_text(path: &Path, text: &str) -> Option<Layer> {
    let (document, _) = DeTable::parse_recoverable(text);
    let DeValue::Table(project) = document.get_ref().get("project")?.get_ref() else { return None };
    let DeValue::Array(requirements) = project.get("dependencies")?.get_ref() else { return None };
    let bounds = requirements.iter().filter_map(|requirement| match requirement.get_ref() {
        DeValue::String(text) => Some((oldest_numpy(text)?, requirement.span().start)),
        _ => None,
    });
    // One requirement for each version of Python is usual.
    let (target, at) = bounds.min()?;
    let line = LineIndex::new(text).line(at) + 1;
    Some(Layer {
        origin: Origin::Requirement(path.to_owned()),
        options: Options { target_numpy: Some(target), ..Options::default() },
        lines: BTreeMap::from([("target-numpy", line)]),
        problems: Vec::new(),
    })
}

/// The lower bound of a requirement of NumPy: 1.22 of `numpy>=1.22.4,<3`.
fn oldest_numpy(requirement: &str) -> Option<Version> {
    let requirement = requirement.split(';').next()?.trim();
    let end =
        requirement.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c))).unwrap_or(requirement.len());
    let (name, bounds) = requirement.split_at(end);
    if !name.eq_ignore_ascii_case("numpy") {
        return None;
    }
    bounds.trim().trim_matches(['(', ')']).split(',').find_map(|bound| {
        let bound = bound.trim();
        let release = [">=", "~=", "=="].iter().find_map(|operator| bound.strip_prefix(operator))?.trim();
        release.parse().or_else(|_| format!("{release}.0").parse()).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(text: &str) -> Option<String> {
        let layer = layer_of_text(Path::new("pyproject.toml"), text)?;
        layer.options.target_numpy.map(|version| version.to_string())
    }

    #[test]
    fn the_lower_bound_is_the_target() {
        assert_eq!(target("[project]\ndependencies = [\"scipy\", \"numpy>=1.22.4,<3\"]\n").as_deref(), Some("1.22"));
        assert_eq!(target("[project]\ndependencies = [\"NumPy ~= 2\"]\n").as_deref(), Some("2.0"));
        let by_python = "[project]\ndependencies = [\"numpy>=1.26; python_version>='3.12'\", \"numpy==1.21.*\"]\n";
        assert_eq!(target(by_python).as_deref(), Some("1.21"));
    }

    #[test]
    fn without_a_bound_there_is_none() {
        assert_eq!(target("[project]\ndependencies = [\"numpy\", \"numpydoc>=1.2\", \"numpy<3\"]\n"), None);
        assert_eq!(target("[build-system]\nrequires = [\"numpy>=2.0\"]\n"), None);
        assert_eq!(target("[project\n"), None);
    }
}
