//! What the tests of this directory share.

use numpy_capi_db::{
    Change, Evidence, ExceptionOnFailure, Kind, Library, OutOnFailure, Ownership, Param, Particulars, ResultOwnership,
    Returns, Symbol, Text, symbols,
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

/// A release as the database has it.
pub(super) fn text(release: &str) -> Text {
    let releases = |symbol: &Symbol| [symbol.added, symbol.deprecated, symbol.removed, symbol.target];
    symbols().iter().flat_map(releases).find(|text| *text == release).expect("some entry names the release")
}

/// An entry with a contract and a history but without prose, independent of the database.
pub(super) fn sample() -> Symbol {
    Symbol {
        name: "Sample_New",
        library: Library::NumPy,
        kind: Kind::Function,
        chapter: Text::EMPTY,
        header: Text::EMPTY,
        signature: Text::EMPTY,
        result_type: Text::EMPTY,
        params: SAMPLE_PARAMS,
        callable: true,
        returns: Box::leak(Box::new(returns())),
        summary: Text::EMPTY,
        needs_gil: true,
        is_inline: false,
        runs_python: true,
        no_return: false,
        added: text("1.20"),
        value: Text::EMPTY,
        number: None,
        member_of: &[],
        manual: Text::EMPTY,
        anchor: Text::EMPTY,
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
        elements: ResultOwnership::None,
        released_by: "",
        meaning: Text::EMPTY,
    }
}

/// The particulars of the sample.
pub(super) fn particulars() -> Particulars {
    Particulars {
        explicit_include: false,
        details: Text::EMPTY,
        on_failure: Text::EMPTY,
        error_indicator: None,
        deprecated: Text::EMPTY,
        removed: Text::EMPTY,
        earlier_result: Text::EMPTY,
        moved: Text::EMPTY,
        limited_form: Text::EMPTY,
        changed: Box::leak(Box::new(
            ["1.23", "2.4"].map(|release| Change { version: text(release), note: Text::EMPTY }),
        )),
        target: Text::EMPTY,
        replacement: None,
        platform_values: &[],
        expands_to: &[],
        guarantees: Text::EMPTY,
        last_entry: Text::EMPTY,
        obliges_write_back: false,
        ignored_by: &[],
        family: "",
        owner_struct: Text::EMPTY,
        takes: None,
        holds: None,
        example: Text::EMPTY,
        traps: &[],
        see_also: &[],
    }
}

const SAMPLE_PARAMS: &[Param] = &[
    Param { name: "descr", ownership: Ownership::Stolen, may_be_null: true, ..PLAIN },
    Param { name: "flags", ..PLAIN },
    Param { name: "base", ownership: Ownership::OutNew, on_failure: OutOnFailure::Null, ..PLAIN },
];

const PLAIN: Param = Param {
    name: "",
    type_text: Text::EMPTY,
    meaning: Text::EMPTY,
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
