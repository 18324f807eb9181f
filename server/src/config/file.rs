//! Finds and remembers configuration files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::time::SystemTime;

use dashmap::DashMap;
use numpy_capi_analysis::text::decode;
use toml::de::{DeTable, DeValue};

use super::options::{Layer, Options, Origin};
use super::problem::ConfigProblem;
use super::read::file_layer;
use super::value::{Entry, of_toml_table};

/// The names of configuration files, the stronger first.
pub const FILE_NAMES: &[&str] = &[OWN_FILE, PYPROJECT];

const OWN_FILE: &str = "numpy-capi.toml";
const PYPROJECT: &str = "pyproject.toml";

/// When a file was written, and its length: time stamps are coarse on some file systems.
type Stamp = (Option<SystemTime>, u64);

/// Every file that was read; `None` for a `pyproject.toml` that says nothing to us.
type Memory = DashMap<PathBuf, (Stamp, Option<Arc<Layer>>)>;

static MEMORY: LazyLock<Memory> = LazyLock::new(DashMap::new);

/// The configuration file in force for a file, read.
pub fn nearest(file: &Path) -> Option<Arc<Layer>> {
    let file = std::path::absolute(file).ok()?;
    let candidates = file.ancestors().skip(1).flat_map(|directory| FILE_NAMES.iter().map(|name| directory.join(name)));
    candidates.into_iter().find_map(|path| remembered(&path))
}

/// Reads a configuration file that the user names.
///
/// # Errors
///
/// Says that it cannot be read, or has no table for this tool.
pub fn load(path: &Path) -> Result<Arc<Layer>, String> {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    fs::metadata(&path).map_err(|error| format!("{}: cannot be read: {error}", path.display()))?;
    remembered(&path).ok_or_else(|| format!("{}: has no table [tool.numpy-capi]; add one", path.display()))
}

fn remembered(path: &Path) -> Option<Arc<Layer>> {
    let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    let stamp = (metadata.modified().ok(), metadata.len());
    if let Some(known) = MEMORY.get(path)
        && known.0 == stamp
    {
        return known.1.clone();
    }
    let layer = read(path).map(Arc::new);
    MEMORY.insert(path.to_owned(), (stamp, layer.clone()));
    layer
}

fn read(path: &Path) -> Option<Layer> {
    let is_pyproject = path.file_name().is_some_and(|name| name == PYPROJECT);
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(_) if is_pyproject => return None,
        Err(error) => return Some(broken(path, &"".into(), None, format!("cannot be read: {error}"))),
    };
    layer_of_text(path, &decode(bytes).text.into(), is_pyproject)
}

/// The layer of a configuration file's text; `None` where a `pyproject.toml` has no table for this tool.
pub fn layer_of_text(path: &Path, text: &Arc<str>, is_pyproject: bool) -> Option<Layer> {
    let (document, errors) = DeTable::parse_recoverable(text);
    let entries = if is_pyproject { tool_table(document.get_ref())? } else { of_toml_table(document.get_ref()) };
    match errors.first() {
        None => Some(file_layer(path, text, &entries)),
        Some(error) => {
            let message = format!("this is not valid TOML: {}; the defaults hold until it is", error.message().trim());
            Some(broken(path, text, error.span(), message))
        }
    }
}

fn tool_table(document: &DeTable<'_>) -> Option<Vec<Entry>> {
    let DeValue::Table(tools) = document.get("tool")?.get_ref() else { return None };
    let DeValue::Table(own) = tools.get("numpy-capi")?.get_ref() else { return None };
    Some(of_toml_table(own))
}

fn broken(path: &Path, text: &Arc<str>, span: Option<std::ops::Range<usize>>, message: String) -> Layer {
    let problem =
        ConfigProblem { path: Some(path.to_owned()), range: span.map(Into::into), text: Arc::clone(text), message };
    Layer {
        origin: Origin::File(path.to_owned()),
        options: Options::default(),
        lines: BTreeMap::new(),
        problems: vec![problem],
    }
}
