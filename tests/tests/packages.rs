//! Packages of several annotated files: each file is checked with what the others say of their functions.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use numpy_capi_analysis::{Exports, Language, Package, Settings, SourceFile, check, exports, unfetched_tables};
use numpy_capi_tests::{Compiler, expected, files_below, reported};

fn packages() -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("packages");
    let mut found: Vec<PathBuf> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

/// The files of a package, each with what it learns from the others.
fn files_of(package: &Path) -> Vec<(PathBuf, SourceFile)> {
    let settings = Settings::default();
    let paths = files_below(package).unwrap();
    let mut files: Vec<SourceFile> =
        paths.iter().map(|path| SourceFile::new(&fs::read_to_string(path).unwrap(), Language::C)).collect();
    // The second time, what a file gives away rests on what the others gave before.
    for _ in 0..2 {
        let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        let given: Vec<Exports> =
            paths.iter().zip(&files).map(|(path, file)| exports(file, &name(path), &settings)).collect();
        // All files of the package are here.
        let package = Package::new(&given).without_tables(unfetched_tables(&given));
        let among = |(file, own): (&SourceFile, &Exports)| file.among(Some(Arc::new(package.neighbours_of(own))));
        files = files.iter().zip(&given).map(among).collect();
    }
    paths.into_iter().zip(files).collect()
}

#[test]
fn files_know_what_the_others_of_their_package_define() {
    let mut count = 0;
    for (path, file) in packages().iter().flat_map(|package| files_of(package)) {
        let expected = expected(file.text()).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let report = check(&file, &Settings::default());
        assert_eq!(reported(&file, &report.findings), expected, "{}", path.display());
        count += expected.len();
    }
    assert!(count > 0, "nothing is expected anywhere");
}

#[test]
fn every_package_has_findings_that_only_the_package_shows() {
    for package in packages() {
        let files = files_of(&package);
        let of = |file: &SourceFile| check(file, &Settings::default()).findings.len();
        let together: usize = files.iter().map(|(_, file)| of(file)).sum();
        let alone: usize = files.iter().map(|(_, file)| of(&SourceFile::new(file.text(), Language::C))).sum();
        let is_conflict = package.ends_with("conflict");
        assert!(if is_conflict { together == alone } else { together > alone }, "{}", package.display());
    }
}

#[test]
fn every_file_compiles() {
    let Some(compiler) = Compiler::find("packages.rs") else { return };
    for package in packages() {
        for path in files_below(&package).unwrap() {
            let text = fs::read_to_string(&path).unwrap();
            let header = |name: &str| fs::read_to_string(package.join(name)).unwrap_or_default();
            let lines = text.lines().map(|line| match line.strip_prefix("#include \"") {
                Some(name) => header(name.trim_end_matches('"')),
                None => line.to_owned() + "\n",
            });
            let whole: String = lines.collect();
            assert!(compiler.accepts(&whole, Language::C).is_ok(), "{}", path.display());
        }
    }
}
