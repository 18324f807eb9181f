//! The build script's own modules, run on data that is wrong.

use crate::{check, read};

const CHAPTER: &str = "[chapter]\ntitle = \"T\"\nlibrary = \"numpy\"\n\n";

/// What the validation says of a chapter file with these entries.
fn problems(entries: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    for library in ["numpy", "python"] {
        std::fs::create_dir(folder.path().join(library)).unwrap();
    }
    std::fs::write(folder.path().join("numpy/chapter.toml"), format!("{CHAPTER}{entries}")).unwrap();
    std::fs::write(folder.path().join("macros.toml"), "").unwrap();
    std::fs::write(folder.path().join("formats.toml"), "").unwrap();
    std::fs::write(folder.path().join("headers.toml"), "").unwrap();
    let database = read::database(folder.path());
    let all = database.problems.into_iter().chain(check::problems(&database.data));
    all.map(|problem| format!("{}: {}", problem.place.line, problem.message)).collect()
}

fn entry(rest: &str) -> String {
    format!("[f]\nkind = \"function\"\nsummary = \"Does.\"\nadded = \"1.0\"\n{rest}")
}

#[test]
fn right_data_passes() {
    let right = "signature = \"int f(PyObject *o)\"\nreturns = { failure = \"-1\" }\n\
                 params.o = { ownership = \"borrowed\", meaning = \"It.\" }\n";
    assert_eq!(problems(&entry(right)), Vec::<String>::new());
}

#[test]
fn mistakes_are_named_with_their_line() {
    let cases = [
        (
            "signature = \"void f(PyObject *o)\"\nparams.o = { meaning = \"It.\" }\n",
            "5: [f] `params.o` is a `PyObject *`",
        ),
        ("signature = \"void f(int n)\"\n", "5: [f] `params.n` is missing"),
        ("signature = \"int f(void)\"\n", "5: [f] `returns` is missing"),
        ("signature = \"void f(void)\"\nsee_also = [\"g\"]\n", "5: [f] refers to `g`"),
        (
            "signature = \"void f(void)\"\nchanged = [{ version = \"new\", note = \"n\" }]\n",
            "5: [f] `new` is not a version",
        ),
        ("signature = \"void f(void)\"\ncolour = 1\n", "10: unknown field `colour`"),
        (
            "signature = \"int f(void)\"\nreturns = { ownership = \"mine\", failure = \"none\" }\n",
            "5: [f] `mine` is not a word",
        ),
        (
            "signature = \"PyObject **f(void)\"\nreturns = { failure = \"NULL\" }\n",
            "5: [f] an array of objects says in `returns.elements`",
        ),
        ("signature = \"void g(void)\"\n", "5: [f] the signature does not declare `f`"),
    ];
    for (rest, expected) in cases {
        let found = problems(&entry(rest));
        assert!(found.iter().any(|problem| problem.starts_with(expected)), "{expected}: {found:?}");
    }
}

#[test]
fn a_function_type_has_a_contract() {
    let text =
        "[t]\nkind = \"type\"\nsummary = \"A type.\"\nadded = \"1.0\"\nsignature = \"typedef int (*t)(PyObject *o)\"\n";
    let found = problems(text);
    assert!(found.iter().any(|problem| problem.contains("[t] `params.o` is missing")), "{found:?}");
    assert!(found.iter().any(|problem| problem.contains("[t] `returns` is missing")), "{found:?}");
}

#[test]
fn a_field_that_points_to_an_object_says_what_it_holds() {
    let field = |rest: &str| {
        let text = "[\"s.o\"]\nkind = \"field\"\nstruct = \"s\"\nsummary = \"An object.\"\nadded = \"1.0\"\n";
        problems(&format!("{text}signature = \"PyObject *o\"\n{rest}"))
    };
    assert_eq!(field("holds = \"reference\"\n"), Vec::<String>::new());
    assert!(field("").iter().any(|problem| problem.contains("says what it `holds`")));
    assert!(field("holds = \"new\"\n").iter().any(|problem| problem.contains("`new` is not a word for `holds`")));
}

#[test]
fn a_replacement_that_went_before_is_refused() {
    let text = "[old]\nkind = \"constant\"\nsummary = \"Old.\"\nadded = \"1.0\"\nremoved = \"2.0\"\n\
                replacement = { name = \"gone\" }\n\n\
                [gone]\nkind = \"constant\"\nsummary = \"Gone.\"\nadded = \"1.0\"\nremoved = \"1.5\"\n";
    let found = problems(text);
    assert!(found.iter().any(|problem| problem.contains("was itself removed in 1.5")), "{found:?}");
}

#[test]
fn a_name_is_described_once() {
    let text = "[a]\nkind = \"constant\"\nsummary = \"A.\"\nadded = \"1.0\"\n\n[a]\nkind = \"constant\"\n";
    assert_eq!(problems(text).len(), 1);
}
