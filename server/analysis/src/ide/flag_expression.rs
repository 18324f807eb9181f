//! Flags joined with `|`, read as one request or description.

use std::ops::Range;

use numpy_capi_db::{ArrayFlags, Kind, Symbol, flag_value, symbol};

use super::context::Context;
use super::lexer::{Token, TokenKind};
use super::markdown::{bold, code, code_list, headed_list};
use super::page::obligation_line;
use crate::text::TextRange;

/// The set of the flags that ask a conversion for properties of its result.
const REQUESTS: &str = "array-requirement";
/// The set of the flags that describe an array.
const PROPERTIES: &str = "array-property";
/// The two requests that decide on copying alone. The database states them for readers, not for programs.
const ALWAYS_COPIES: &str = "NPY_ARRAY_ENSURECOPY";
const NEVER_COPIES: &str = "NPY_ARRAY_ENSURENOCOPY";

const EVERY_BIT: i64 = -1;

/// Flags joined with `|`.
#[derive(Debug)]
pub(super) struct FlagExpression {
    /// Where the expression stands.
    pub range: TextRange,
    /// Its flags, in order.
    flags: Vec<&'static Symbol>,
    /// Its operands as text, in order.
    operands: Vec<String>,
    /// The bits of what could be read.
    value: i64,
    /// Whether an operand has an unknown value.
    is_open: bool,
    /// The parameter set of the call around it; empty outside the calls that the database knows.
    set: &'static str,
    /// The function of that call.
    callee: Option<&'static Symbol>,
}

impl FlagExpression {
    /// The expression that the cursor touches, at a flag or at a `|` between flags. `None` where there is nothing to say
    /// beyond what the page of the flag says.
    pub fn at(context: &Context) -> Option<Self> {
        let run = operand_run(context, context.touched()?)?;
        let describes = is_stored_in_member(context, run.start);
        let mut expression = Self::read(context, run)?;
        expression.find_purpose(context, describes);
        let is_single_request = expression.set == REQUESTS;
        (expression.operands.len() > 1 || expression.is_open || is_single_request).then_some(expression)
    }

    fn read(context: &Context, run: Range<usize>) -> Option<Self> {
        let tokens = context.tokens().get(run)?;
        let is_bar = |token: &&Token| token.is(b'|');
        let inner_start = tokens.iter().position(|token| !token.is(b'|'))?;
        let inner_end = tokens.iter().rposition(|token| !token.is(b'|'))? + 1;
        let inner = tokens.get(inner_start..inner_end)?;
        let range = TextRange::new(inner.first()?.range.start, inner.last()?.range.end);
        // A `|` at the end joins something that is no plain operand.
        let is_open = inner.len() < tokens.len();
        let mut expression = Self { range, flags: vec![], operands: vec![], value: 0, is_open, set: "", callee: None };
        for &token in inner.iter().filter(|token| !is_bar(token)) {
            expression.add(token, context.text_of(token));
        }
        (!expression.flags.is_empty()).then_some(expression)
    }

    fn add(&mut self, token: Token, text: &str) {
        self.operands.push(text.to_owned());
        let flag = symbol(text).filter(|symbol| symbol.kind == Kind::Flag);
        let value = if token.kind == TokenKind::Number { integer(text) } else { flag.and_then(|flag| flag.number) };
        self.flags.extend(flag);
        match value {
            Some(value) => self.value |= value,
            None => self.is_open = true,
        }
    }

    /// Finds out from the call around the expression what its flags are for.
    fn find_purpose(&mut self, context: &Context, describes: bool) {
        let call = context.call();
        self.callee = call.and_then(|call| symbol(call.name));
        let param = self.callee.zip(call).and_then(|(callee, call)| callee.param(call.argument));
        self.set = param.map_or("", |param| param.constant_set);
        // Outside calls of the database one flag alone is rather a mask than a request.
        let is_request = !describes && self.operands.len() > 1;
        if self.callee.is_none() && is_request && self.flags.iter().all(|flag| flag.member_of.contains(&REQUESTS)) {
            self.set = REQUESTS;
        }
    }

    /// What the expression means, as Markdown.
    pub fn explanation(&self) -> String {
        let body = if self.set == REQUESTS { self.request() } else { self.description() };
        let blocks = [vec![self.title()], body].concat();
        blocks.join("\n\n")
    }

    fn title(&self) -> String {
        let text = bold(&code(&self.operands.join(" | ")));
        if self.is_open { text } else { format!("{text} = {}", code(&format!("{:#06x}", self.value))) }
    }

    fn description(&self) -> Vec<String> {
        let item = |flag: &&'static Symbol| format!("{}: {}", code(flag.name), flag.summary);
        let items: Vec<String> = self.flags.iter().map(item).map(|item| format!("- {item}")).collect();
        vec![items.join("\n")]
    }

    fn request(&self) -> Vec<String> {
        let flags = ArrayFlags(self.value);
        let (ignored, heeded): (Vec<_>, Vec<_>) = flags.bits().into_iter().partition(|bit| self.ignores(bit));
        let promises = heeded.iter().filter(|bit| !bit.guarantees.is_empty()).map(|bit| bit.guarantees.to_string());
        let heading = if self.callee.is_some() { "The result" } else { "As a request: the result" };
        let blocks = [
            headed_list(heading, promises),
            self.missing_line(&heeded),
            self.ignored_line(&ignored),
            Some(copy_line(flags).to_owned()),
            obligation_line(flags.obliges_write_back()),
        ];
        blocks.into_iter().flatten().collect()
    }

    fn ignores(&self, bit: &Symbol) -> bool {
        self.callee.is_some_and(|callee| bit.ignored_by.contains(&callee.name))
    }

    /// What the caller may not rely on: the promises of the requests that are not made, properties of arrays first.
    fn missing_line(&self, heeded: &[&Symbol]) -> Option<String> {
        let is_missing = |bit: &&Symbol| heeded.iter().all(|other| other.name != bit.name);
        let mut missing = ArrayFlags(EVERY_BIT).bits();
        missing.retain(|bit| is_missing(bit) && bit.removed.is_empty() && !bit.guarantees.is_empty());
        missing.sort_by_key(|bit| (!bit.member_of.contains(&PROPERTIES) || bit.obliges_write_back, bit.number));
        let heads: Vec<&str> = missing.iter().map(|bit| head(&bit.guarantees)).collect();
        let doubt = if self.is_open { ", unless an operand of unknown value asks for it" } else { "" };
        let heading = bold("Not guaranteed by these flags:");
        (!heads.is_empty()).then(|| format!("{heading} that it {}{doubt}.", heads.join(", ")))
    }

    fn ignored_line(&self, ignored: &[&Symbol]) -> Option<String> {
        let callee = self.callee.filter(|_| !ignored.is_empty())?;
        let names = code_list(ignored.iter().map(|bit| bit.name));
        Some(format!("{} {} does nothing for {names}.", bold("Ignored:"), code(callee.name)))
    }
}

fn copy_line(flags: ArrayFlags) -> &'static str {
    let has = |name: &str| flag_value(name).is_some_and(|bit| flags.0 & bit != 0);
    if has(NEVER_COPIES) {
        "**Copy:** never; the call fails where one would be needed."
    } else if has(ALWAYS_COPIES) {
        "**Copy:** always."
    } else {
        "**Copy:** only where the argument does not fulfil the request already or its type has to change."
    }
}

/// The first clause of a promise.
fn head(promise: &str) -> &str {
    promise.split([':', ',', ';']).next().unwrap_or(promise).trim()
}

/// The positions of the operands and bars around a token. `None` where an operator next to them says that they are not
/// simply handed on: a mask, a comparison, arithmetic.
fn operand_run(context: &Context, position: usize) -> Option<Range<usize>> {
    let tokens = context.tokens();
    let touched = tokens.get(position)?;
    if !is_operand(touched) && !touched.is(b'|') {
        return None;
    }
    let joined =
        |left: usize| tokens.get(left).zip(tokens.get(left + 1)).is_some_and(|(left, right)| alternate(left, right));
    let (mut first, mut end) = (position, position + 1);
    while first > 0 && joined(first - 1) {
        first -= 1;
    }
    while joined(end - 1) {
        end += 1;
    }
    let before = |distance: usize| tokens.get(first.checked_sub(distance)?);
    let outer = before(1).filter(|token| token.is(b'(')).and_then(|_| before(2));
    let mut neighbours = [before(1), outer, tokens.get(end)].into_iter().flatten();
    (!neighbours.any(computes)).then_some(first..end)
}

/// Whether the expression that starts at a position is stored in a member, as in `array->flags |= …`: flags that are
/// stored describe.
fn is_stored_in_member(context: &Context, start: usize) -> bool {
    let is = |position: usize, byte: u8| context.tokens().get(position).is_some_and(|token| token.is(byte));
    let Some(assignment) = start.checked_sub(1).filter(|&position| is(position, b'=')) else {
        return false;
    };
    let receiver = assignment.checked_sub(if assignment > 0 && is(assignment - 1, b'|') { 2 } else { 1 });
    receiver.is_some_and(|receiver| context.follows_member_operator(receiver))
}

/// Whether a token is an operator that makes something else of flags than their union.
fn computes(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Punctuation(b'&' | b'^' | b'~' | b'+' | b'*' | b'/' | b'%' | b'<' | b'!'))
}

/// Whether one of two neighbours is an operand and the other a bar.
fn alternate(left: &Token, right: &Token) -> bool {
    (is_operand(left) && right.is(b'|')) || (left.is(b'|') && is_operand(right))
}

fn is_operand(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::Number)
}

/// The value of an integer as C writes it, suffixes dropped.
pub(super) fn integer(text: &str) -> Option<i64> {
    let digits = text.trim_end_matches(['u', 'U', 'l', 'L']);
    match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        Some(digits) => i64::from_str_radix(digits, 16).ok(),
        None => digits.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::at_cursor;

    fn explain(marked: &str) -> Option<(String, String)> {
        let (file, offset) = at_cursor(marked);
        let expression = FlagExpression::at(&Context::at(file.text(), offset)?)?;
        Some((expression.range.of(file.text()).to_owned(), expression.explanation()))
    }

    #[test]
    fn explains_the_whole_expression() {
        for marked in [
            "PyArray_FROM_OTF(o, NPY_DOUBLE, NPY_ARRAY_IN_$0ARRAY | NPY_ARRAY_FORCECAST);",
            "PyArray_FROM_OTF(o, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY |$0 NPY_ARRAY_FORCECAST);",
            "int flags = NPY_ARRAY_IN_ARRAY | NPY_ARRAY_FORCECAST$0;",
            "#define FLAGS (NPY_ARRAY_IN_ARRAY | NPY_ARRAY_FORCECAST$0)\n",
        ] {
            let (text, explanation) = explain(marked).unwrap_or_default();
            assert_eq!(text, "NPY_ARRAY_IN_ARRAY | NPY_ARRAY_FORCECAST", "{marked}");
            assert!(
                explanation.starts_with("**`NPY_ARRAY_IN_ARRAY | NPY_ARRAY_FORCECAST`** = `0x0111`"),
                "{explanation}"
            );
            let (promised, rest) = explanation.split_once("**Not guaranteed by these flags:**").unwrap_or_default();
            assert!(promised.contains("- is C-contiguous") && promised.contains("- is aligned"), "{explanation}");
            assert!(!promised.contains("writeable") && rest.contains("is writeable"), "{explanation}");
            assert!(!explanation.contains("Owed"), "{explanation}");
        }
    }

    #[test]
    fn says_what_the_caller_owes() {
        let (_, explanation) =
            explain("PyArray_FROM_OTF(o, NPY_DOUBLE, NPY_ARRAY_C_CONTIGUOUS | $0NPY_ARRAY_WRITEBACKIFCOPY)")
                .unwrap_or_default();
        assert!(explanation.contains("**Owed by the caller:**"), "{explanation}");
    }

    #[test]
    fn says_what_the_called_function_ignores() {
        let text = "(obj, NULL, 0, 0, NPY_ARRAY_NOTSWAPPED | NPY_ARRAY_ALIGNED$0, NULL)";
        let (_, any) = explain(&format!("PyArray_FromAny{text}")).unwrap_or_default();
        assert!(any.contains("**Ignored:** `PyArray_FromAny` does nothing for `NPY_ARRAY_NOTSWAPPED`."), "{any}");
        let (_, checked) = explain(&format!("PyArray_CheckFromAny{text}")).unwrap_or_default();
        assert!(checked.contains("- has native byte order") && !checked.contains("Ignored"), "{checked}");
    }

    #[test]
    fn says_when_a_copy_is_made() {
        let copy = |flag: &str| explain(&format!("PyArray_FROM_OF(o, {flag}$0)")).unwrap_or_default().1;
        assert!(copy("NPY_ARRAY_ENSURECOPY").contains("**Copy:** always."));
        assert!(copy("NPY_ARRAY_ENSURENOCOPY").contains("**Copy:** never"));
        assert!(copy("NPY_ARRAY_ALIGNED").contains("**Copy:** only where"));
    }

    #[test]
    fn masks_are_no_requests() {
        assert!(explain("if (flags & NPY_ARRAY_ALIGNED$0) {}").is_none());
        assert!(explain("x = flags & (NPY_ARRAY_ALIGNED$0 | NPY_ARRAY_WRITEABLE);").is_none());
        assert!(explain("x &= ~NPY_ARRAY_ALIGNED$0;").is_none());
        assert!(explain("int flags = NPY_ARRAY_ALIGNED$0;").is_none());
    }

    #[test]
    fn unknown_operands_leave_it_open() {
        let (_, explanation) = explain("PyArray_FROM_OF(o, extra | NPY_ARRAY_ALIGNED$0 | f(x))").unwrap_or_default();
        assert!(explanation.starts_with("**`extra | NPY_ARRAY_ALIGNED | f`**\n"), "{explanation}");
        assert!(explanation.contains("unless an operand of unknown value"), "{explanation}");
    }

    #[test]
    fn creation_flags_describe() {
        let (_, explanation) =
            explain("PyArray_New(t, 1, d, NPY_INT, s, p, 0, NPY_ARRAY_ALIGNED | NPY_ARRAY_WRITEABLE$0, NULL)")
                .unwrap_or_default();
        assert!(explanation.contains("- `NPY_ARRAY_WRITEABLE`: "), "{explanation}");
        assert!(!explanation.contains("guaranteed"), "{explanation}");
    }

    #[test]
    fn flags_that_are_stored_describe() {
        for marked in [
            "a->flags = NPY_ARRAY_ALIGNED | NPY_ARRAY_WRITEABLE$0;",
            "a.flags |= NPY_ARRAY_ALIGNED | NPY_ARRAY_WRITEABLE$0;",
        ] {
            let (_, explanation) = explain(marked).unwrap_or_default();
            assert!(explanation.contains("- `NPY_ARRAY_WRITEABLE`: "), "{marked}: {explanation}");
        }
        let (_, explanation) = explain("flags |= NPY_ARRAY_ALIGNED | NPY_ARRAY_WRITEABLE$0;").unwrap_or_default();
        assert!(explanation.contains("As a request: the result"), "{explanation}");
    }

    #[test]
    fn integers_are_read_as_c_writes_them() {
        assert_eq!([integer("0x10"), integer("12UL"), integer("1.5")], [Some(16), Some(12), None]);
    }
}
