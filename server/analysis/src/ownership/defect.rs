//! What the ledger finds.

use std::sync::Arc;

use numpy_capi_db::Symbol;

use crate::flow::VariableId;
use crate::text::TextRange;

/// Where and how a function came by an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acquisition {
    /// The call or statement.
    pub range: TextRange,
    /// The API that handed the object out, where one did.
    pub symbol: Option<&'static Symbol>,
}

/// One imbalance, on one path.
#[derive(Clone, Debug)]
pub struct Defect {
    /// What is wrong.
    pub kind: DefectKind,
    /// Where it goes wrong.
    pub at: TextRange,
    /// Where the object came from.
    pub acquired: Acquisition,
    /// The function that handed the object out, where it is none of the database; empty where the call names none.
    pub giver: Option<Arc<str>>,
    /// Whether it came as an argument.
    pub is_argument: bool,
    /// Whether it came as an argument whose reference the function takes over.
    pub is_taken_over: bool,
    /// Whether the function took the reference itself, to an object that it was given or found.
    pub is_retained: bool,
    /// The variable that holds it; empty for a temporary.
    pub variable: String,
    /// The same as an identifier of the graph.
    pub holder: Option<VariableId>,
    /// Whether the pointer can be NULL at the place.
    pub may_be_null: bool,
    /// For memory and other resources: the function that ends them. Empty for objects with references.
    pub released_by: &'static str,
    /// The API whose call goes wrong, where one does.
    pub api: Option<&'static Symbol>,
    /// Whether a call that steals on success has failed and left the object with the function.
    pub is_refused: bool,
    /// Where an earlier event matters: the theft before the release, the first release before the second.
    pub earlier: Option<TextRange>,
    /// The decisions on the way, in order.
    pub path: Vec<Station>,
    /// Whether some path of the function releases, returns or hands over this object.
    pub given_up_elsewhere: bool,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DefectKind {
    /// An owned reference is lost where the function is left.
    LostAtExit,
    /// An owned reference is lost because its variable takes another value.
    Overwritten,
    /// An owned reference in a temporary is lost: a call took it without stealing it, or nobody took it.
    LostTemporary,
    /// An owned reference went into `Py_BuildValue` by a unit that does not steal, and is lost.
    LostInBuildValue,
    /// A result that can be NULL is used without a test.
    UsedWithoutNullTest,
    /// A pointer is used that is NULL on this path.
    NullUsed,
    /// A pointer that can be left out is used without a test.
    OptionalUsed,
    /// A reference is released that a call has stolen.
    ReleasedAfterSteal,
    /// A reference is released that the function does not own.
    ReleasedBorrowed,
    /// A reference is released twice.
    ReleasedTwice,
    /// A resource is ended by a function that is for resources of another family.
    ReleasedByOther,
    /// A pointer is used after the function has released its last reference.
    UsedAfterRelease,
    /// A pointer is used after a call has stolen the last reference.
    UsedAfterSteal,
    /// A pointer is used after what kept its object alive was released.
    UsedAfterKeeper,
    /// A variable is released that has no value yet.
    ReleasedUninitialised,
    /// A pointer that is NULL on this path goes to a release that needs an object. No rule reports it, since what else
    /// decides on the way may exclude it; a repair must not bring it.
    ReleasedNull,
    /// A borrowed reference is returned. Wrong only where the caller expects a new one.
    ReturnedBorrowed,
    /// A borrowed reference is handed to a call that steals it.
    StolenBorrowed,
    /// An array with a pending write-back is released.
    WriteBackPending,
    /// The function fails without an exception.
    FailureWithoutException,
    /// The function succeeds although the code has set an exception.
    SuccessAfterRaising,
    /// The function succeeds although a call has failed and left an exception.
    SuccessAfterFailure,
    /// The function succeeds, and nobody has looked whether a call did.
    StatusIgnored,
    /// The same, of a call whose failure value can be a result.
    AmbiguousUnchecked,
}

/// A decision on the way to a defect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Station {
    /// The condition or call.
    pub range: TextRange,
    /// What was decided there.
    pub outcome: Outcome,
}

/// How a decision went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The condition holds, or does not.
    Condition(bool),
    /// The call succeeds, or fails.
    Call(bool),
    /// The call finds nothing.
    FindsNothing,
    /// The call gives what the words say.
    Gives(&'static str),
    /// A case of a switch is taken.
    Case,
}

/// A variable that owns a reference or a resource on some path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The variable.
    pub variable: VariableId,
    /// Where it first takes what it owns, in the order of the text.
    pub acquired: TextRange,
    /// For memory and other resources: the function that ends them. Empty for references.
    pub released_by: &'static str,
    /// Whether it owns at other times what another function ends.
    pub is_mixed: bool,
    /// Whether what it owns can have a pending write-back.
    pub has_write_back: bool,
}
