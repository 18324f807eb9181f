//! The shape of an entry: plain data that lives in the binary.

use std::ops::Deref;

use crate::text::Text;
use crate::words::{
    Control, ErrorIndicator, Evidence, ExceptionOnFailure, Format, Holds, Kind, Library, OutOnFailure, Ownership,
    Reads, ResultOwnership, Returned, WriteBack,
};

/// One symbol of a C-API.
#[derive(Debug)]
pub struct Symbol {
    /// The name in C.
    pub name: &'static str,
    /// The library that provides it.
    pub library: Library,
    /// What it is in C.
    pub kind: Kind,
    /// The chapter of the database, as its title.
    pub chapter: Text,
    /// The header to include.
    pub header: Text,
    /// The declaration as C text with parameter names; empty where a symbol has none.
    pub signature: Text,
    /// The C type of the result, taken from the signature; empty where there is none.
    pub result_type: Text,
    /// The parameters in order; variadic arguments are one parameter named `...`.
    pub params: &'static [Param],
    /// Whether the symbol is used with an argument list; of a field, whether code calls through it.
    pub callable: bool,
    /// What the call gives back.
    pub returns: &'static Returns,
    /// One sentence.
    pub summary: Text,
    /// Whether the call needs the GIL (an attached thread state).
    pub needs_gil: bool,
    /// Of a function: whether its body is in the header, so that it is there without NumPy's function table.
    pub is_inline: bool,
    /// Whether arbitrary Python code can run during the call.
    pub runs_python: bool,
    /// Whether control never comes back.
    pub no_return: bool,
    /// First release with the name, as "MAJOR.MINOR".
    pub added: Text,
    /// The C text of the value of a flag, constant or enumerator; empty where it varies.
    pub value: Text,
    /// The value as a number, where it is one.
    pub number: Option<i64>,
    /// The constant sets it belongs to.
    pub member_of: &'static [&'static str],
    /// Page of the manual, relative to its root; empty where undocumented.
    pub manual: Text,
    /// Anchor on that page.
    pub anchor: Text,
    /// What the ownership facts rest on.
    pub evidence: Evidence,
    /// What most symbols leave empty. Those that say nothing here share one record, which keeps the tables small.
    pub more: &'static Particulars,
}

/// What a symbol has beyond the common: prose, history, flags.
#[derive(Debug)]
pub struct Particulars {
    /// Whether the name is there only where a file itself includes the header: old headers with names such as `MAX`,
    /// which mean something else in most code.
    pub explicit_include: bool,
    /// More prose in Markdown; may be empty.
    pub details: Text,
    /// Who owns what after a failed call; may be empty.
    pub on_failure: Text,
    /// What the call does to the error indicator, its own failure apart.
    pub error_indicator: Option<ErrorIndicator>,
    /// First release that deprecates it; empty where none does.
    pub deprecated: Text,
    /// First release without it; empty where it is still there.
    pub removed: Text,
    /// The C type that the result had before one of the changes; empty where it has always been the same.
    pub earlier_result: Text,
    /// The release that took the name out of `numpy/ndarraytypes.h`; empty where none did.
    pub moved: Text,
    /// What to use instead under `Py_LIMITED_API`; empty where that hides nothing, or nothing takes its place.
    pub limited_form: Text,
    /// Changes of behaviour, oldest first.
    pub changed: &'static [Change],
    /// The `NPY_TARGET_VERSION` that reveals it; empty where it is always visible.
    pub target: Text,
    /// What to use instead.
    pub replacement: Option<Replacement>,
    /// The C texts of a value that differs by platform: where `long` and pointers have 64 bits (Linux, macOS), where only
    /// pointers have (64-bit Windows), and where both have 32; empty where [`Symbol::value`] says it, or nothing does.
    pub platform_values: &'static [Text],
    /// The names that a combined flag consists of.
    pub expands_to: &'static [&'static str],
    /// What a requirement flag promises, as a clause that completes "the result …"; may be empty.
    pub guarantees: Text,
    /// For the type of the entries of a table that is walked to an empty one: that entry as C text; empty otherwise.
    pub last_entry: Text,
    /// Whether the flag obliges the caller to resolve or discard a write-back.
    pub obliges_write_back: bool,
    /// Callers that accept the flag and do nothing.
    pub ignored_by: &'static [&'static str],
    /// Of a function that ends resources: the family of those that it may end; empty otherwise.
    pub family: &'static str,
    /// The struct that a field belongs to; empty otherwise.
    pub owner_struct: Text,
    /// Of a field that points to an object: whether the struct owns a reference through it.
    pub holds: Option<Holds>,
    /// Of a field that takes constants: which.
    pub takes: Option<FieldValue>,
    /// A short C fragment; may be empty.
    pub example: Text,
    /// Surprises, one sentence each.
    pub traps: &'static [Text],
    /// Related names of the database.
    pub see_also: &'static [Text],
}

/// The particulars read like fields of the symbol.
impl Deref for Symbol {
    type Target = Particulars;

    fn deref(&self) -> &Particulars {
        self.more
    }
}

/// The constants that a field of a struct takes.
#[derive(Debug)]
pub struct FieldValue {
    /// The constant sets that they come from.
    pub sets: &'static [&'static str],
    /// The position of the field in its struct, from 0.
    pub position: usize,
}

/// One parameter of a function or macro.
#[derive(Debug)]
pub struct Param {
    /// The name; `...` for variadic arguments.
    pub name: &'static str,
    /// The C type as text.
    pub type_text: Text,
    /// What the argument means.
    pub meaning: Text,
    /// What the call does with the argument's reference.
    pub ownership: Ownership,
    /// Whether NULL is legal.
    pub may_be_null: bool,
    /// The constant set that the argument is taken from; empty where there is none.
    pub constant_set: &'static str,
    /// For `Replaced`: the parameter whose reference is stored instead.
    pub replaced_by: &'static str,
    /// For `OutResource`: the function that ends the resource.
    pub released_by: &'static str,
    /// What the call does to a pending write-back of this array.
    pub write_back: Option<WriteBack>,
    /// For out-parameters: what they hold after failure.
    pub on_failure: OutOnFailure,
    /// For converters: whether they are called again to undo their work when a later argument fails.
    pub cleans_up: bool,
    /// For out-parameters: whether they can be NULL although the call succeeds.
    pub may_leave_null: bool,
    /// Set where the argument is a format string.
    pub format: Option<Format>,
    /// Whether this is the address parameter of an `O&` converter.
    pub converter: bool,
    /// Whether plain memory that is passed as constant is kept beyond the call all the same.
    pub kept: bool,
}

/// The result of a call.
#[derive(Debug)]
pub struct Returns {
    /// Who owns it.
    pub ownership: ResultOwnership,
    /// The C text of the value that signals failure; empty where the call cannot fail.
    pub failure: &'static str,
    /// Whether an exception comes with the failure.
    pub exception: ExceptionOnFailure,
    /// The fixed status value of success; empty where success has many values.
    pub success: &'static str,
    /// Whether only misuse makes the call fail: a wrong type, an index out of range.
    pub fails_only_by_misuse: bool,
    /// Whether code rightly releases this borrowed result.
    pub release_is_idiom: bool,
    /// The value that says "nothing found", which is no failure; empty where there is none. An object that says so comes
    /// without a reference.
    pub nothing: &'static str,
    /// The argument that makes failure impossible.
    pub certain_with: Option<Certainty>,
    /// The parameter whose object is handed back; empty where none is.
    pub same_as: &'static str,
    /// What keeps a borrowed result alive: a parameter name or `interpreter`; may be empty.
    pub borrowed_from: &'static str,
    /// Of a result that is an array of objects: who owns the references in it.
    pub elements: ResultOwnership,
    /// The function that ends a resource; empty otherwise.
    pub released_by: &'static str,
    /// What the value is; may be empty.
    pub meaning: Text,
}

/// With a constant of a set as an argument, a call cannot fail.
#[derive(Debug)]
pub struct Certainty {
    /// The parameter.
    pub param: &'static str,
    /// The constant set; empty where numbers decide.
    pub set: &'static str,
    /// The least number.
    pub low: Option<i64>,
    /// The greatest number.
    pub high: Option<i64>,
}

/// A change of behaviour.
#[derive(Debug)]
pub struct Change {
    /// The release, as "MAJOR.MINOR".
    pub version: Text,
    /// What changed.
    pub note: Text,
}

/// What to use instead of a deprecated or removed symbol.
#[derive(Debug)]
pub struct Replacement {
    /// The successor's name.
    pub name: &'static str,
    /// How to rewrite a use; may be empty.
    pub note: Text,
}

/// A function pointer that is a member of a struct.
#[derive(Debug)]
pub(crate) struct Slot {
    /// The member's name.
    pub member: &'static str,
    /// What stands before the member in a call through it; `*` where the member's name alone leaves no doubt.
    pub reached_through: &'static [&'static str],
    /// The entry: struct and member.
    pub name: &'static str,
}

/// A header that a release no longer has.
#[derive(Debug)]
pub struct RemovedHeader {
    /// The name to include: `numpy/noprefix.h`.
    pub name: &'static str,
    /// The first release without it.
    pub removed: &'static str,
    /// What to include instead.
    pub replacement: &'static str,
}

/// How the text of a macro reads to a parser, and the control flow it hides.
#[derive(Debug)]
pub struct MacroSyntax {
    /// The macro's name.
    pub name: &'static str,
    /// How it reads.
    pub reads: Reads,
    /// Whether it takes an argument list.
    pub arguments: bool,
    /// Hidden control flow.
    pub control: Option<Control>,
    /// What a hidden return hands back.
    pub returned: Returned,
    /// Whether the failing branch leaves an exception.
    pub sets_exception: bool,
    /// Whether the GIL is released from here on.
    pub releases_gil: bool,
    /// Whether the GIL is held again from here on.
    pub acquires_gil: bool,
    /// Whether the GIL is only released where the data need nothing of Python.
    pub asks_data: bool,
}

/// One unit of a format mini-language.
#[derive(Debug)]
pub struct FormatUnit {
    /// The mini-language it belongs to.
    pub format: Format,
    /// The characters of the unit.
    pub unit: &'static str,
    /// One sentence.
    pub summary: Text,
    /// The variadic arguments it consumes.
    pub arguments: &'static [FormatArgument],
    /// Whether it is a marker rather than a conversion.
    pub marker: bool,
    /// Whether it refuses no object, so that the conversion cannot fail.
    pub takes_all: bool,
}

/// A variadic argument that a format unit consumes.
#[derive(Debug)]
pub struct FormatArgument {
    /// The C type that the caller passes.
    pub type_text: Text,
    /// What the call does with the reference.
    pub ownership: Ownership,
    /// Whether NULL is legal.
    pub may_be_null: bool,
    /// What the argument is; may be empty.
    pub meaning: Text,
    /// The function that ends a resource; empty otherwise.
    pub released_by: &'static str,
    /// Whether this is the converter function of `O&`.
    pub converter: bool,
    /// Whether this is the pointer that is handed to the converter.
    pub opaque: bool,
}

/// An entry is its name and library.
impl PartialEq for Symbol {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.library == other.library
    }
}

impl Eq for Symbol {}
