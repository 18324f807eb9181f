#![allow(clippy::unwrap_used, reason = "a test may panic")]

use numpy_capi_analysis::{Language, Settings, check};

use super::*;

const LEAK: &str = "#include <Python.h>\nint f(PyObject *a)\n{\n    PyObject *b = PyObject_Str(a);\n    \
    if (!b) { return -1; }\n    return 0;\n}\n";

fn findings(text: &str) -> (SourceFile, Vec<Finding>) {
    let file = SourceFile::new(text, Language::C);
    let findings = check(&file, &Settings::default()).findings;
    (file, findings)
}

fn sift(baseline: &Baseline, text: &str) -> (usize, usize, usize) {
    let (file, findings) = findings(text);
    let sifted = baseline.sift(Path::new("/p/src/f.c"), &file, findings, |_| true);
    (sifted.new.len(), sifted.known, sifted.gone)
}

#[test]
fn a_finding_is_known_by_its_content() {
    let mut baseline = Baseline::empty(Path::new("/p"));
    assert_eq!(sift(&baseline, LEAK), (1, 0, 0));
    let (file, found) = findings(LEAK);
    baseline.replace(Path::new("/p/src/f.c"), found.iter().map(|finding| Mark::of(&file, finding)));
    assert_eq!(sift(&baseline, LEAK), (0, 1, 0));
    assert_eq!(sift(&baseline, &LEAK.replace("int f", "int x;\n\n\nint f").replace("    ", "\t")), (0, 1, 0));
    assert_eq!(sift(&baseline, &LEAK.replace("PyObject_Str(a)", "PyList_New(0)")), (1, 0, 1), "another line");
    assert_eq!(sift(&baseline, &(LEAK.to_owned() + &LEAK.replace("int f", "int g"))), (1, 1, 0), "another function");
    assert_eq!(sift(&baseline, "#include <Python.h>\n"), (0, 0, 1));
}

#[test]
fn what_is_written_is_read_again() {
    let directory = std::env::temp_dir().join(format!("numpy-capi-baseline-{}", std::process::id()));
    std::fs::create_dir_all(directory.join("src")).unwrap();
    let path = directory.join(FILE_NAME);
    let source = directory.join("src").join("f.c");
    std::fs::write(&source, LEAK).unwrap();
    let mut baseline = Baseline::empty(&directory);
    let (file, found) = findings(LEAK);
    baseline.replace(&source, found.iter().map(|finding| Mark::of(&file, finding)));
    baseline.replace(&directory.join("gone.c"), found.iter().map(|finding| Mark::of(&file, finding)));
    assert_eq!(baseline.len(), 2);
    baseline.drop_missing();
    baseline.write(&path).unwrap();
    let again = remembered(&path).unwrap();
    assert_eq!((again.len(), again.files.keys().next().unwrap().as_str()), (1, "src/f.c"));
    std::fs::write(&path, "{}").unwrap();
    assert!(remembered(&path).unwrap_err().contains("is no baseline"));
    std::fs::remove_dir_all(&directory).unwrap();
    assert_eq!(remembered(&path).unwrap().len(), 0);
}
