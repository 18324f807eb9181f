//! What the tests of this directory share.

use numpy_capi_db::{
    Change, Evidence, ExceptionOnFailure, Kind, Library, OutOnFailure, Ownership, Param, Particulars, ResultOwnership,
    Returns, Symbol,
};

use crate::settings::Settings;
use crate::syntax::{Language, SourceFile};

/// A text with `$0` where the cursor is, as file and byte offset.
pub(super) fn at_cursor(marked: &str) -> (SourceFile, usize) {
    let offset = marked.find("$0").expect("the fixture marks the cursor with `$0`");
    (SourceFile::new(&marked.replacen("$0", "", 1), Language::C), offset)
}

/// Settings with a target NumPy; without one for an empty text.
pub(super) fn settings_for(target: &str) -> Settings {
    Settings { target_numpy: target.parse().ok(), ..Settings::default() }
}

/// An entry that says something of everything, independent of the database.
pub(super) fn sample() -> Symbol {
    Symbol {
        name: "Sample_New",
        library: Library::NumPy,
        kind: Kind::Function,
        chapter: "Samples",
        header: "numpy/sample.h",
        signature: "PyObject *Sample_New(PyArray_Descr *descr, int flags, PyObject **base)",
        result_type: "PyObject *",
        params: SAMPLE_PARAMS,
        callable: true,
        returns: Box::leak(Box::new(returns())),
        summary: "Makes a sample.",
        needs_gil: true,
        runs_python: true,
        no_return: false,
        added: "1.20",
        value: "",
        number: None,
        member_of: &[],
        manual: "reference/c-api/array.html",
        anchor: "c.Sample_New",
        evidence: Evidence::Measured,
        more: Box::leak(Box::new(particulars())),
    }
}

/// The result of the sample.
pub(super) fn returns() -> Returns {
    Returns {
        ownership: ResultOwnership::New,
        failure: "NULL",
        exception: ExceptionOnFailure::Always,
        success: "",
        fails_only_by_misuse: false,
        release_is_idiom: false,
        nothing: "",
        certain_with: None,
        same_as: "",
        borrowed_from: "",
        released_by: "",
        meaning: "The sample.",
    }
}

/// The particulars of the sample.
pub(super) fn particulars() -> Particulars {
    Particulars {
        explicit_include: false,
        details: "It is made at once.",
        on_failure: "`descr` is consumed.",
        error_indicator: None,
        deprecated: "",
        removed: "",
        changed: &[
            Change { version: "1.23", note: "Raises ValueError for NULL." },
            Change { version: "2.4", note: "Releases `descr` always." },
        ],
        target: "",
        replacement: None,
        expands_to: &[],
        guarantees: "",
        obliges_write_back: false,
        ignored_by: &[],
        family: "",
        owner_struct: "",
        example: "\nx = Sample_New(descr, 0, &base);\n",
        traps: &["It bites.", "It scratches."],
        see_also: &["Sample_Free"],
    }
}

const SAMPLE_PARAMS: &[Param] = &[
    Param {
        name: "descr",
        type_text: "PyArray_Descr *",
        meaning: "The type.",
        ownership: Ownership::Stolen,
        may_be_null: true,
        ..PLAIN
    },
    Param { name: "flags", type_text: "int", meaning: "Flags.", ..PLAIN },
    Param {
        name: "base",
        type_text: "PyObject **",
        meaning: "The base.",
        ownership: Ownership::OutNew,
        on_failure: OutOnFailure::Null,
        ..PLAIN
    },
];

const PLAIN: Param = Param {
    name: "",
    type_text: "",
    meaning: "",
    ownership: Ownership::None,
    may_be_null: false,
    constant_set: "",
    replaced_by: "",
    released_by: "",
    write_back: None,
    on_failure: OutOnFailure::Unchanged,
    cleans_up: false,
    may_leave_null: false,
    format: None,
    converter: false,
    kept: false,
};
