//! What is known of preprocessor conditions without running the preprocessor.
//!
//! The analysis reads one consistent configuration of a file: CPython 3 on Linux, default build. What that does not
//! decide is assumed once per file and then kept.

use std::collections::HashMap;
use std::ops::Range;

/// Names that count as defined, with their values.
const DEFINED: &[(&str, i64)] = &[
    ("PY_MAJOR_VERSION", 3),
    ("PY_VERSION_HEX", 0x030d_00f0),
    ("IS_PY3K", 1),
    ("PY3K", 1),
    ("NPY_PY3K", 1),
    ("__linux__", 1),
    ("__GNUC__", 12),
];

/// Names that count as not defined.
const UNDEFINED: &[&str] = &[
    "_WIN32",
    "_WIN64",
    "WIN32",
    "MS_WIN32",
    "MS_WIN64",
    "MS_WINDOWS",
    "_MSC_VER",
    "__APPLE__",
    "__MINGW32__",
    "PYPY_VERSION",
    "Py_LIMITED_API",
    "Py_GIL_DISABLED",
    "Py_DEBUG",
    "Py_TRACE_REFS",
    "__STDC_NO_THREADS__",
    "__clang_analyzer__",
    "__COVERITY__",
];

/// What conditions are taken to be that nothing decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arms {
    /// The first that occurs of a condition and its negation holds.
    First,
    /// It does not hold: what stands behind `#else` is read.
    Other,
}

/// What a condition is taken to be.
#[derive(Clone, Copy, Debug)]
struct Assumption {
    holds: bool,
    /// Where the group ends that had to know.
    at: usize,
}

/// The conditions of one file.
#[derive(Clone, Debug)]
pub(super) struct Conditions {
    /// Conditions that nothing decides, by their normalised text.
    assumed: HashMap<String, Assumption>,
    is_cpp: bool,
    arms: Arms,
}

impl Conditions {
    pub(super) fn new(is_cpp: bool, arms: Arms) -> Self {
        Self { assumed: HashMap::new(), is_cpp, arms }
    }

    /// What a condition is known to be; `None` where the configuration does not decide it.
    pub(super) fn known(&self, condition: &str) -> Option<bool> {
        let mut parser = Parser { rest: condition, conditions: self };
        let value = parser.expression(0)?;
        parser.skip_space();
        if parser.rest.is_empty() { Some(value != 0) } else { None }
    }

    /// Whether the outcome of some condition had to be assumed.
    pub(super) fn has_assumed(&self) -> bool {
        !self.assumed.is_empty()
    }

    /// Those that a stretch of the text begins with.
    pub(super) fn before(&self, stretch: usize) -> Self {
        self.chosen(|at| (at < stretch).then_some(at))
    }

    /// Those of a text in which a stretch was replaced, with what was assumed in the new one.
    pub(super) fn with_replaced(&self, old: &Range<usize>, new: &Range<usize>, assumed_there: &Self) -> Self {
        let mut all = self.chosen(|at| (at >= old.end).then(|| at - old.end + new.end));
        all.assumed.extend(self.before(old.start).assumed);
        let within = assumed_there.chosen(|at| Some(at + new.start)).assumed;
        for (condition, assumption) in within {
            all.assumed.entry(condition).or_insert(assumption);
        }
        all
    }

    /// Whether the same is assumed as in another text.
    pub(super) fn agree_with(&self, other: &Self) -> bool {
        let is_shared = |(condition, assumption): (&String, &Assumption)| {
            other.assumed.get(condition).is_some_and(|known| known.holds == assumption.holds)
        };
        self.assumed.len() == other.assumed.len() && self.assumed.iter().all(is_shared)
    }

    /// The assumptions for whose place another one is given.
    fn chosen(&self, place: impl Fn(usize) -> Option<usize>) -> Self {
        let moved = |(condition, assumption): (&String, &Assumption)| {
            Some((condition.clone(), Assumption { at: place(assumption.at)?, ..*assumption }))
        };
        Self { assumed: self.assumed.iter().filter_map(moved).collect(), is_cpp: self.is_cpp, arms: self.arms }
    }

    /// What a condition is taken to be from now on; `at` is where the group ends that has to know.
    pub(super) fn assume(&mut self, condition: &str, at: usize) -> bool {
        if let Some(known) = self.known(condition) {
            return known;
        }
        let (text, negated) = normalised(condition);
        let holds = (self.arms == Arms::First) != negated;
        self.assumed.entry(text).or_insert(Assumption { holds, at }).holds != negated
    }

    fn defined(&self, name: &str) -> Option<bool> {
        if name == "__cplusplus" {
            return Some(self.is_cpp);
        }
        if DEFINED.iter().any(|(known, _)| *known == name) {
            return Some(true);
        }
        if UNDEFINED.contains(&name) {
            return Some(false);
        }
        self.assumed.get(&format!("defined({name})")).map(|assumption| assumption.holds)
    }

    fn value(&self, name: &str) -> Option<i64> {
        if self.defined(name) == Some(false) {
            return Some(0);
        }
        DEFINED.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }
}

/// A condition without white space and leading negation, and whether it was negated.
fn normalised(condition: &str) -> (String, bool) {
    let text: String = condition.chars().filter(|character| !character.is_whitespace()).collect();
    match text.strip_prefix('!') {
        Some(rest) if !rest.contains("&&") && !rest.contains("||") => (canonical(rest), true),
        _ => (canonical(&text), false),
    }
}

/// `definedX` and `defined(X)` are one.
fn canonical(text: &str) -> String {
    match text.strip_prefix("defined") {
        Some(name) if !name.starts_with('(') => format!("defined({name})"),
        _ => text.to_owned(),
    }
}

/// Evaluates an expression; any part that is not known makes the whole unknown, short circuits apart.
struct Parser<'a> {
    rest: &'a str,
    conditions: &'a Conditions,
}

const OPERATORS: &[(&str, u8)] =
    &[("||", 1), ("&&", 2), ("==", 3), ("!=", 3), (">=", 4), ("<=", 4), (">", 4), ("<", 4)];

impl<'a> Parser<'a> {
    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\\', '\r', '\n']);
    }

    fn expression(&mut self, least: u8) -> Option<i64> {
        self.skip_space();
        let mut left = self.operand();
        loop {
            self.skip_space();
            let Some(&(operator, strength)) = OPERATORS.iter().find(|(text, _)| self.rest.starts_with(text)) else {
                return left;
            };
            if strength <= least {
                return left;
            }
            self.rest = &self.rest[operator.len()..];
            let right = self.expression(strength);
            left = combine(operator, left, right);
        }
    }

    fn operand(&mut self) -> Option<i64> {
        self.skip_space();
        if let Some(rest) = self.rest.strip_prefix('!') {
            self.rest = rest;
            return self.operand().map(|value| i64::from(value == 0));
        }
        if let Some(rest) = self.rest.strip_prefix('(') {
            self.rest = rest;
            let value = self.expression(0);
            self.skip_space();
            self.rest = self.rest.strip_prefix(')').unwrap_or(self.rest);
            return value;
        }
        let word = self.word();
        if word == "defined" {
            self.skip_space();
            let parenthesised = self.rest.strip_prefix('(');
            self.rest = parenthesised.unwrap_or(self.rest);
            self.skip_space();
            let name = self.word();
            self.skip_space();
            if parenthesised.is_some() {
                self.rest = self.rest.strip_prefix(')').unwrap_or(self.rest);
            }
            return self.conditions.defined(name).map(i64::from);
        }
        integer(word).or_else(|| self.conditions.value(word))
    }

    fn word(&mut self) -> &'a str {
        let end = self.rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }
}

fn combine(operator: &str, left: Option<i64>, right: Option<i64>) -> Option<i64> {
    match (operator, left, right) {
        ("||", Some(value), _) | ("||", _, Some(value)) if value != 0 => Some(1),
        ("&&", Some(0), _) | ("&&", _, Some(0)) => Some(0),
        (_, Some(left), Some(right)) => Some(i64::from(match operator {
            "||" => left != 0 || right != 0,
            "&&" => left != 0 && right != 0,
            "==" => left == right,
            "!=" => left != right,
            ">=" => left >= right,
            "<=" => left <= right,
            ">" => left > right,
            _ => left < right,
        })),
        _ => None,
    }
}

fn integer(word: &str) -> Option<i64> {
    let digits = word.trim_end_matches(['u', 'U', 'l', 'L']);
    match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        Some(hexadecimal) => i64::from_str_radix(hexadecimal, 16).ok(),
        None => digits.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decides_what_the_configuration_decides() {
        let conditions = Conditions::new(false, Arms::First);
        assert_eq!(conditions.known("0"), Some(false));
        assert_eq!(conditions.known("PY_MAJOR_VERSION >= 3"), Some(true));
        assert_eq!(conditions.known("PY_VERSION_HEX < 0x03000000 || defined(_WIN32)"), Some(false));
        assert_eq!(conditions.known("defined(__cplusplus)"), Some(false));
        assert_eq!(conditions.known("!defined _MSC_VER && (1 > 0)"), Some(true));
        assert_eq!(conditions.known("defined(HAVE_X)"), None);
        assert_eq!(conditions.known("defined(HAVE_X) && 0"), Some(false));
        assert_eq!(conditions.known("FOO(1)"), None);
    }

    #[test]
    fn keeps_an_assumption() {
        let mut conditions = Conditions::new(false, Arms::First);
        assert!(conditions.assume("defined(HAVE_X)", 0));
        assert!(!conditions.assume("!defined HAVE_X", 0));
        assert_eq!(conditions.known("defined(HAVE_X)"), Some(true));
        let mut conditions = Conditions::new(false, Arms::Other);
        assert!(!conditions.assume("!defined(HAVE_X)", 0));
        assert!(conditions.assume("defined(HAVE_X)", 0));
    }
}
