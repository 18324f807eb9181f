//! The baseline as a file: JSON that reads well in a difference.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::time::SystemTime;

use dashmap::DashMap;
use serde::{Deserialize, Serialize};

use super::{Baseline, Mark};

/// The name where the user gives none.
pub const FILE_NAME: &str = "numpy-capi-baseline.json";

/// The form of the file; grows with every change that old programs cannot read.
const VERSION: u32 = 1;

#[derive(Deserialize, Serialize)]
struct Stored {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Deserialize, Serialize)]
struct Entry {
    file: String,
    code: String,
    #[serde(default)]
    function: String,
    source: String,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    count: usize,
}

fn one() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the serialiser asks so")]
fn is_one(count: &usize) -> bool {
    *count == 1
}

/// When a file was written, and its length.
type Stamp = (Option<SystemTime>, u64);

static MEMORY: LazyLock<DashMap<PathBuf, (Stamp, Arc<Baseline>)>> = LazyLock::new(DashMap::new);

/// The baseline in a file, read again when the file has changed; an empty one where there is no file yet.
///
/// # Errors
///
/// Says that the file cannot be read or is no baseline.
pub fn remembered(path: &Path) -> Result<Arc<Baseline>, String> {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let Ok(metadata) = fs::metadata(&path) else { return Ok(Arc::new(Baseline::empty(directory(&path)))) };
    let stamp = (metadata.modified().ok(), metadata.len());
    if let Some(known) = MEMORY.get(&path)
        && known.0 == stamp
    {
        return Ok(Arc::clone(&known.1));
    }
    let baseline = Arc::new(read(&path)?);
    MEMORY.insert(path, (stamp, Arc::clone(&baseline)));
    Ok(baseline)
}

fn directory(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

fn read(path: &Path) -> Result<Baseline, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: cannot be read: {error}", path.display()))?;
    let stored: Stored = serde_json::from_str(&text)
        .map_err(|error| format!("{}: is no baseline: {error}; --write-baseline writes one", path.display()))?;
    if stored.version > VERSION {
        return Err(format!("{}: a newer numpy-capi-lsp has written it; update this one", path.display()));
    }
    let mut baseline = Baseline::empty(directory(path));
    for entry in stored.findings {
        let Entry { file, code, function, source, count } = entry;
        *baseline.files.entry(file).or_default().entry(Mark { code, function, source }).or_default() += count;
    }
    Ok(baseline)
}

impl Baseline {
    /// Writes the baseline to a file.
    ///
    /// # Errors
    ///
    /// Any error of the operating system.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let entries = self.files.iter().flat_map(|(file, marks)| marks.iter().map(move |mark| (file, mark)));
        let findings = entries.map(|(file, (mark, count))| entry(file, mark, *count)).collect();
        let text = serde_json::to_string_pretty(&Stored { version: VERSION, findings })?;
        fs::write(path, text + "\n")
    }

    /// Drops what is known of files that are no more.
    pub fn drop_missing(&mut self) {
        let Self { root, files } = self;
        let is_there = |name: &String| root.join(name).exists();
        *files = std::mem::take(files).into_iter().filter(|(name, _)| is_there(name)).collect::<BTreeMap<_, _>>();
    }
}

fn entry(file: &str, mark: &Mark, count: usize) -> Entry {
    let Mark { code, function, source } = mark.clone();
    Entry { file: file.to_owned(), code, function, source, count }
}
