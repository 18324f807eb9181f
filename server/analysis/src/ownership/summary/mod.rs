//! What a caller may rely on when it calls a function of the same file or of the same package.
//!
//! A summary is read off the function's own paths: what happens to each argument, and what comes back. It claims what
//! every path with the same result agrees on. Where paths disagree, or one is not followed, that piece is unknown.

mod observe;

use std::collections::HashMap;
use std::sync::Arc;

pub use observe::summarise;
pub(super) use observe::{Observer, joined};

use super::value::Interval;
use crate::fingerprint::key_of;

/// What a caller may rely on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Summary {
    /// The function's name.
    pub(crate) name: Arc<str>,
    /// What can happen, by what comes back. A function without a case never returns.
    pub(super) cases: Vec<Case>,
    /// What comes back, all cases taken together.
    pub(super) result: CaseResult,
}

/// One way in which a call can go.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Case {
    pub result: CaseResult,
    /// What happens to the arguments, by position; positions that are missing are unknown.
    pub arguments: Vec<Effect>,
}

/// What comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum CaseResult {
    /// Nothing is known of it, or there is none.
    Unknown,
    /// The null pointer.
    Null,
    /// A number.
    Number(Interval),
    /// An object.
    Object {
        /// Who owns it.
        ownership: CaseOwnership,
        /// Whether it can be NULL.
        nullness: ResultNullness,
        /// Whether it is an array with a pending write-back.
        has_write_back: bool,
    },
}

/// Who owns an object that comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum CaseOwnership {
    /// The caller, one reference.
    New,
    /// Somebody else.
    Borrowed,
    /// It is the object of a parameter, and no reference comes with it.
    SameAs(usize),
    /// It is the object of a parameter, with a reference of its own.
    NewOf(usize),
    /// Not known.
    Unknown,
}

/// Whether a result can be NULL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum ResultNullness {
    /// It is an object.
    NonNull,
    /// It is NULL when something in the function fails.
    MayFail,
    /// Not known.
    Unknown,
}

/// What happens to an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Effect {
    /// It is NULL on every such path: nothing happens.
    IsNull,
    /// It is looked at, or the function takes references of its own.
    Borrowed,
    /// It is what comes back.
    Returned,
    /// One reference of the caller is used up.
    Stolen,
    /// The variable behind the pointer receives something.
    Receives(Received),
    /// It goes where it is not followed.
    Unknown,
}

/// What the variable behind a pointer holds afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Received {
    /// What it held before.
    Untouched,
    /// NULL.
    Null,
    /// A new reference.
    New {
        /// Whether it is an array with a pending write-back.
        has_write_back: bool,
    },
    /// A borrowed reference.
    Borrowed,
}

/// What is known of the functions that a file calls.
#[derive(Clone, Debug, Default)]
pub struct Summaries {
    by_name: HashMap<String, Option<Arc<Summary>>>,
}

impl Summaries {
    /// Notes a function; without a summary nothing is known of it, whatever the database says of the name.
    pub(crate) fn insert(&mut self, name: &str, summary: Option<Arc<Summary>>) {
        self.by_name.insert(name.to_owned(), summary);
    }

    /// What callers of a function may rely on.
    pub(crate) fn get(&self, name: &str) -> Option<&Arc<Summary>> {
        self.by_name.get(name).and_then(Option::as_ref)
    }

    /// A key for what is known of some functions.
    pub(crate) fn key<'a>(&self, names: impl IntoIterator<Item = &'a String>) -> u64 {
        let known = |name: &String| match self.of(name) {
            Callee::Elsewhere => None,
            Callee::Unknown => Some(None),
            Callee::Known(summary) => Some(Some(Arc::clone(summary))),
        };
        key_of(&names.into_iter().map(known).collect::<Vec<_>>())
    }

    /// The function of the file with a name.
    pub(super) fn of(&self, name: &str) -> Callee<'_> {
        match self.by_name.get(name) {
            None => Callee::Elsewhere,
            Some(None) => Callee::Unknown,
            Some(Some(summary)) => Callee::Known(summary),
        }
    }
}

/// What the file says of a callee.
#[derive(Clone, Copy, Debug)]
pub(super) enum Callee<'a> {
    /// It is not a function of the file.
    Elsewhere,
    /// It is, and nothing is known of it.
    Unknown,
    /// It is, and this is what it does.
    Known(&'a Arc<Summary>),
}

impl Summary {
    /// What an annotation says: whether the result is new (`true`) or borrowed (`false`), and what happens to arguments.
    pub(crate) fn declared(name: &str, is_new: Option<bool>, arguments: &[(usize, bool)]) -> Self {
        let mut summary = Self {
            name: name.into(),
            cases: vec![Case { result: CaseResult::Unknown, arguments: Vec::new() }],
            result: CaseResult::Unknown,
        };
        summary.declare(is_new, arguments);
        summary
    }

    /// Puts what an annotation says in the place of what was found: an argument is stolen (`true`) or borrowed.
    pub(crate) fn declare(&mut self, is_new: Option<bool>, arguments: &[(usize, bool)]) {
        for case in &mut self.cases {
            for &(position, is_stolen) in arguments {
                if case.arguments.len() <= position {
                    case.arguments.resize(position + 1, Effect::Unknown);
                }
                case.arguments[position] = if is_stolen { Effect::Stolen } else { Effect::Borrowed };
            }
        }
        if let Some(is_new) = is_new {
            let stated = if is_new { CaseOwnership::New } else { CaseOwnership::Borrowed };
            self.result = self.result.with(stated);
            self.cases.iter_mut().for_each(|case| case.result = case.result.with(stated));
        }
    }
}

/// What a function of the file leaves in the variable that `O&` passes to it.
#[derive(Clone, Debug)]
pub(super) struct Converted {
    /// The function's name.
    pub name: Arc<str>,
    /// Whether a new reference is left, or a borrowed one.
    pub is_new: bool,
    /// Whether it is an array with a pending write-back.
    pub has_write_back: bool,
    /// Whether Python calls the function again to clean up, where a later argument fails.
    pub cleans_up: bool,
}

impl Summary {
    /// The function as a converter for `O&`, where every success leaves the same kind of reference.
    pub(super) fn as_converter(&self) -> Option<Converted> {
        let successes = self.cases.iter().filter(|case| !matches!(case.result, CaseResult::Number(n) if n.is_zero()));
        let mut converted = successes.map(|case| {
            let CaseResult::Number(result) = case.result else { return None };
            let (is_new, has_write_back) = match case.arguments.get(1) {
                Some(Effect::Receives(Received::New { has_write_back })) => (true, *has_write_back),
                Some(Effect::Receives(Received::Borrowed)) => (false, false),
                _ => return None,
            };
            let cleans_up = result != Interval::exactly(1);
            Some(Converted { name: self.name.clone(), is_new, has_write_back, cleans_up })
        });
        let first = converted.next()??;
        converted.all(|other| other.is_some_and(|other| other.is_new == first.is_new)).then_some(first)
    }
}

impl CaseResult {
    fn with(self, ownership: CaseOwnership) -> Self {
        match self {
            Self::Null => Self::Null,
            Self::Object { nullness, has_write_back, .. } => Self::Object { ownership, nullness, has_write_back },
            Self::Unknown | Self::Number(_) => {
                Self::Object { ownership, nullness: ResultNullness::Unknown, has_write_back: false }
            }
        }
    }
}
