//! Reading what is to be checked, and writing it back.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use numpy_capi_analysis::text::{Decoded, decode, encode};

use super::inputs::Input;

/// Larger files are machine-made tables: nobody mends those by hand.
const LARGEST_FILE: u64 = 10 * 1024 * 1024;

/// Why there is no text.
#[derive(Debug)]
pub enum NoText {
    /// It is not for us: the reason.
    Skipped(String),
    /// It cannot be read: the reason.
    Unreadable(io::Error),
}

/// Reads an input as text.
///
/// # Errors
///
/// Says why there is nothing to check.
pub fn read(input: &Input) -> Result<Decoded, NoText> {
    let bytes = read_bytes(input).map_err(NoText::Unreadable)?;
    if bytes.len() as u64 > LARGEST_FILE {
        let limit = LARGEST_FILE / (1024 * 1024);
        return Err(NoText::Skipped(format!("larger than {limit} MB, so it is not checked")));
    }
    if bytes.contains(&0) {
        return Err(NoText::Skipped("a binary file (it holds NUL bytes), so it is not checked".to_owned()));
    }
    Ok(decode(bytes))
}

/// The bytes, up to one more than we take.
fn read_bytes(input: &Input) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if input.is_stdin {
        io::stdin().lock().take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    } else {
        File::open(&input.path)?.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Replaces the text of a file in one step, in the encoding that it had: a crash leaves the old file or the new one.
///
/// # Errors
///
/// Says why the file keeps its old text.
pub fn write(path: &Path, text: &str, old: &Decoded) -> Result<(), String> {
    let failed = |error: &dyn std::fmt::Display| format!("{}: cannot be written: {error}", path.display());
    let bytes = bytes_of(text, old).map_err(|message| failed(&message))?;
    replace(path, &bytes).map_err(|error| failed(&error))
}

/// The bytes of a new text in the encoding of the old one.
///
/// # Errors
///
/// Says that the encoding lacks a character.
pub fn bytes_of(text: &str, old: &Decoded) -> Result<Vec<u8>, String> {
    encode(text, old.encoding)
        .ok_or_else(|| "the fix needs a character that the file's encoding lacks; convert the file to UTF-8".to_owned())
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A symbolic link stays a link: its target is replaced.
    let target = fs::canonicalize(path)?;
    let temporary = neighbour(&target);
    let result = write_new(&temporary, bytes, &target).and_then(|()| fs::rename(&temporary, &target));
    if result.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    result
}

fn neighbour(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

fn write_new(temporary: &Path, bytes: &[u8], target: &Path) -> io::Result<()> {
    // Renaming would overwrite what the user has protected.
    let permissions = fs::metadata(target)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(temporary)?;
    file.write_all(bytes)?;
    file.set_permissions(permissions)?;
    file.sync_all()
}

#[cfg(test)]
mod tests;
