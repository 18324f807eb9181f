#![allow(clippy::unwrap_used, reason = "a test may panic")]

use numpy_capi_analysis::text::TextEncoding;

use super::*;

/// A file in a directory of its own, both gone after the test.
struct Sample(PathBuf);

impl Sample {
    fn new(name: &str, bytes: &[u8]) -> Self {
        let directory = std::env::temp_dir().join(format!("numpy-capi-source-{name}-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        let path = directory.join("x.c");
        fs::write(&path, bytes).unwrap();
        Self(path)
    }

    fn read(&self) -> Result<Decoded, NoText> {
        read(&Input { path: self.0.clone(), is_stdin: false, is_explicit: true })
    }
}

impl Drop for Sample {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(self.0.parent().unwrap());
    }
}

#[test]
fn latin_1_and_crlf_survive_a_change() {
    let sample = Sample::new("latin", b"/* caf\xe9 */\r\nint x;\r\n");
    let old = sample.read().unwrap();
    assert_eq!(old.encoding, TextEncoding::Latin1);
    write(&sample.0, &old.text.replace('x', "y"), &old).unwrap();
    assert_eq!(fs::read(&sample.0).unwrap(), b"/* caf\xe9 */\r\nint y;\r\n");
    assert_eq!(fs::read_dir(sample.0.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn a_character_that_the_encoding_lacks_leaves_the_file_alone() {
    let sample = Sample::new("lacks", b"caf\xe9");
    let old = sample.read().unwrap();
    let problem = write(&sample.0, "€", &old).unwrap_err();
    assert!(problem.contains("convert the file to UTF-8"), "{problem}");
    assert_eq!(fs::read(&sample.0).unwrap(), b"caf\xe9");
}

#[test]
fn binary_files_and_huge_ones_are_skipped() {
    let binary = Sample::new("binary", b"\x7fELF\0");
    assert!(matches!(binary.read(), Err(NoText::Skipped(reason)) if reason.contains("binary")));
    let huge = Sample::new("huge", &vec![b' '; LARGEST_FILE as usize + 1]);
    assert!(matches!(huge.read(), Err(NoText::Skipped(reason)) if reason.contains("larger")));
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let sample = Sample::new("link", b"old");
    let link = sample.0.with_file_name("link.c");
    symlink(&sample.0, &link).unwrap();
    fs::set_permissions(&sample.0, fs::Permissions::from_mode(0o640)).unwrap();
    write(&link, "new", &sample.read().unwrap()).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read(&sample.0).unwrap(), b"new");
    assert_eq!(fs::metadata(&sample.0).unwrap().permissions().mode() & 0o777, 0o640);

    fs::set_permissions(&sample.0, fs::Permissions::from_mode(0o440)).unwrap();
    assert!(write(&link, "newer", &sample.read().unwrap()).unwrap_err().contains("read-only"));
    assert_eq!(fs::read(&sample.0).unwrap(), b"new");
}
