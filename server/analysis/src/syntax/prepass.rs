//! The equal-length pre-pass: rewrites what upsets the grammar, byte for byte, so that every offset stays true.
//!
//! Macros read as `macros.toml` says; of `#if` groups that cut through statements or definitions one arm stays.

use std::sync::Arc;

use numpy_capi_db::{MacroSyntax, Reads, macro_syntax};

use super::Language;
use super::bare_macros::end_bare_macros;
use super::conditions::{Arms, Conditions};
use super::rewrites::{bare_condition, type_arguments};
use super::scan::{BYTE_ORDER_MARK, Scanner, Token, TokenKind};
use super::template;
use crate::text::TextRange;

/// What the parser reads.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    /// The text; as long as the text that it stands for.
    pub text: Arc<[u8]>,
    /// The directives of the text, in order.
    pub directives: Arc<[TextRange]>,
    /// What the conditions of `#if` groups are taken to be.
    pub conditions: Conditions,
    /// The starts of lines at which nothing is open: what follows reads as at the start of a text.
    pub rests: Arc<[usize]>,
}

impl Prepared {
    /// Whether something else would be read if the other arms of `#if` groups were chosen.
    pub(super) fn has_other_arms(&self) -> bool {
        self.conditions.has_assumed()
    }
}

/// What comes of a stretch of text.
pub(super) struct Stretch {
    /// The text that is read; as long as the stretch.
    pub text: Vec<u8>,
    /// The directives, in order.
    pub directives: Vec<TextRange>,
    /// The places at which nothing is open, the end of the stretch included where that is one.
    pub rests: Vec<usize>,
}

/// The text that the parser reads.
pub(super) fn prepare(text: &str, language: Language, arms: Arms) -> Prepared {
    let mut conditions = Conditions::new(language == Language::Cpp, arms);
    let Stretch { text, directives, rests } = prepare_stretch(text, language, &mut conditions, None);
    Prepared { text: text.into(), directives: directives.into(), conditions, rests: rests.into() }
}

/// The same for a stretch that begins where nothing is open; `whole` is what is read of the text that it stands in, for
/// the macros that are defined elsewhere.
pub(super) fn prepare_stretch(
    text: &str,
    language: Language,
    conditions: &mut Conditions,
    whole: Option<&Prepared>,
) -> Stretch {
    let is_cpp = language == Language::Cpp;
    let mut out = text.as_bytes().to_vec();
    if template::is_template(text) {
        template::blank_placeholders(text, &mut out);
    }
    if out.starts_with(BYTE_ORDER_MARK) {
        blank(&mut out, 0, BYTE_ORDER_MARK.len());
    }
    let arms = choose_arms(text, &mut out, conditions);
    let by_macros = rewrite_macros(&mut out, is_cpp);
    let by_statements = end_bare_macros(&mut out, language, whole);
    let rests =
        arms.rests.iter().filter(|at| [&by_macros, &by_statements].iter().all(|rests| rests.binary_search(at).is_ok()));
    let rests = rests.filter_map(|at| next_line(text, *at)).collect();
    Stretch { text: out, directives: arms.directives, rests }
}

/// The start of the line behind an offset with nothing but white space before it.
fn next_line(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let line_end = rest.find(|c: char| !matches!(c, ' ' | '\t' | '\r'))?;
    rest.get(line_end..)?.starts_with('\n').then_some(from + line_end + 1)
}

/// Overwrites a range with blanks; line ends stay, for the sake of line comments and directives.
fn blank(out: &mut [u8], start: usize, end: usize) {
    for byte in out.get_mut(start..end).unwrap_or_default() {
        if !matches!(*byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
}

/// A `#if` group while it is open.
struct Group {
    /// The arms so far, the open one last.
    arms: Vec<Arm>,
    /// Brace depth where the group began.
    depth: usize,
}

/// One arm of a group.
struct Arm {
    directive: Token,
    /// Offset behind the arm's last byte.
    end: usize,
    /// What the condition is known to be.
    known: Option<bool>,
    condition: String,
    /// Brace depth at the end of the arm.
    depth_after: usize,
    /// Whether the arm stops in the middle of a statement or definition.
    is_open_ended: bool,
}

/// What the choice of arms comes upon.
#[derive(Default)]
struct ChosenArms {
    /// All directives, in order.
    directives: Vec<TextRange>,
    /// The ends of braces behind which no brace and no group is open.
    rests: Vec<usize>,
}

/// Blanks the arms that are not read, with the directives that would cut through code.
fn choose_arms(text: &str, out: &mut [u8], conditions: &mut Conditions) -> ChosenArms {
    let mut chosen = ChosenArms::default();
    let mut groups: Vec<Group> = Vec::new();
    let mut depth = 0_usize;
    // The last code byte decides whether an arm is open-ended.
    let mut last_code = b';';
    let mut last_words: [&str; 2] = ["", ""];
    for token in Scanner::new(text.as_bytes()) {
        let token_text = text.get(token.start..token.end).unwrap_or_default();
        match token.kind {
            TokenKind::Comment => continue,
            TokenKind::Directive => {
                chosen.directives.push(TextRange::new(token.start, token.end));
                directive(token, token_text, &mut groups, &mut depth, &mut last_code, conditions, out);
                continue;
            }
            // The braces of `extern "C" {` and `namespace x {` are no bodies.
            TokenKind::Punctuation(b'{')
                if last_words[0] != "extern" && last_words.iter().all(|w| *w != "namespace") =>
            {
                depth += 1;
            }
            TokenKind::Punctuation(b'}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 && groups.is_empty() {
                    chosen.rests.push(token.end);
                }
            }
            _ => {}
        }
        last_code = match token.kind {
            TokenKind::Punctuation(byte) => byte,
            _ => b'a',
        };
        last_words = [last_words[1], token_text];
    }
    chosen
}

fn directive(
    token: Token,
    text: &str,
    groups: &mut Vec<Group>,
    depth: &mut usize,
    last_code: &mut u8,
    conditions: &mut Conditions,
    out: &mut [u8],
) {
    let (name, condition) = split_directive(text);
    let opens = matches!(name, "if" | "ifdef" | "ifndef");
    let continues = matches!(name, "elif" | "else" | "elifdef" | "elifndef");
    if opens {
        groups.push(Group { arms: Vec::new(), depth: *depth });
    }
    if !opens
        && let Some(arm) = groups.last_mut().and_then(|group| group.arms.last_mut())
        && (continues || name == "endif")
    {
        arm.end = token.start;
        arm.depth_after = *depth;
        arm.is_open_ended = !matches!(last_code, b';' | b'}' | b'{' | b':');
    }
    if opens || continues {
        let Some(group) = groups.last_mut() else { return };
        let known = if name == "else" { None } else { conditions.known(&condition) };
        *depth = group.depth;
        *last_code = b';';
        group.arms.push(Arm {
            directive: token,
            end: token.end,
            known,
            condition,
            depth_after: *depth,
            is_open_ended: false,
        });
    }
    if name == "endif"
        && let Some(group) = groups.pop()
    {
        *depth = finish(&group, token, conditions, out);
        *last_code = b';';
    }
}

/// The name of a directive and its condition as an expression.
fn split_directive(text: &str) -> (&str, String) {
    let rest = text.trim_start_matches('#').trim_start();
    let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let (name, condition) = rest.split_at(end);
    let condition = without_comments(condition.trim());
    match name {
        "ifdef" | "elifdef" => (name, format!("defined({condition})")),
        "ifndef" | "elifndef" => (name, format!("!defined({condition})")),
        _ => (name, condition),
    }
}

fn without_comments(text: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        result.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    result.push_str(rest);
    result.trim().to_owned()
}

/// Decides a complete group; gives the brace depth behind it.
fn finish(group: &Group, endif: Token, conditions: &mut Conditions, out: &mut [u8]) -> usize {
    let first_depth = group.arms.first().map_or(group.depth, |arm| arm.depth_after);
    let is_decided = group.arms.iter().any(|arm| arm.known.is_some());
    let cuts = group.arms.iter().any(|arm| arm.depth_after != group.depth || arm.is_open_ended);
    if group.depth == 0 && !cuts && !is_decided {
        return first_depth;
    }
    if group.depth == 0 && is_include_guard(group) {
        return first_depth;
    }
    let chosen = group.arms.iter().position(|arm| {
        let is_else = arm.condition.is_empty();
        is_else || arm.known.unwrap_or_else(|| conditions.assume(&arm.condition, endif.start))
    });
    for (position, arm) in group.arms.iter().enumerate() {
        blank(out, arm.directive.start, arm.directive.end);
        if Some(position) != chosen {
            blank(out, arm.directive.end, arm.end);
        }
    }
    blank(out, endif.start, endif.end);
    chosen.and_then(|chosen| group.arms.get(chosen)).map_or(group.depth, |arm| arm.depth_after)
}

/// A lone `#ifndef` at file level with balanced content is a guard or a default: its code stands.
fn is_include_guard(group: &Group) -> bool {
    matches!(group.arms.as_slice(), [arm] if arm.known.is_none() && arm.condition.starts_with("!defined"))
}

/// Applies the readings of `macros.toml`. Gives the ends of braces behind which no bracket is open.
fn rewrite_macros(out: &mut [u8], is_cpp: bool) -> Vec<usize> {
    let source = out.to_vec();
    let mut rests = Vec::new();
    let mut braces = BraceArguments::default();
    let mut before = b';';
    for token in Scanner::new(&source).filter(|token| token.kind != TokenKind::Comment) {
        match token.kind {
            TokenKind::Word => {
                if let Some(syntax) = known_macro(source.get(token.start..token.end).unwrap_or_default()) {
                    rewrite(syntax, token, before, &source, out);
                } else {
                    bare_condition(&source, token, out);
                }
            }
            TokenKind::Directive => blank_comments(token, &source, out),
            TokenKind::Punctuation(byte) if !is_cpp => braces.punctuation(byte, before, token.start, out),
            _ => {}
        }
        if token.kind == TokenKind::Punctuation(b'}') && braces.open.is_empty() {
            rests.push(token.end);
        }
        before = match token.kind {
            TokenKind::Punctuation(byte) => byte,
            _ => b'a',
        };
    }
    rests
}

/// Comments on the lines of a macro, which the grammar takes for its end.
fn blank_comments(directive: Token, source: &[u8], out: &mut [u8]) {
    let Some(rest) = source.get(directive.start + 1..directive.end) else { return };
    let is_comment = |token: &Token| token.kind == TokenKind::Comment;
    for comment in Scanner::inside_line(rest).filter(is_comment) {
        let start = directive.start + 1;
        blank(out, start + comment.start, start + comment.end);
    }
}

fn known_macro(word: &[u8]) -> Option<&'static MacroSyntax> {
    if word.len() < 4 {
        return None;
    }
    macro_syntax(std::str::from_utf8(word).ok()?)
}

/// Calls with braces among their arguments, as `npy_parse_arguments` takes them: `{a, b}` reads as `(a, b)`.
#[derive(Default)]
struct BraceArguments {
    /// Open brackets: `(`, `{`, or `b` for a brace that was rewritten.
    open: Vec<u8>,
}

impl BraceArguments {
    fn punctuation(&mut self, byte: u8, before: u8, at: usize, out: &mut [u8]) {
        match byte {
            b'(' => self.open.push(b'('),
            b'{' if before == b',' && self.open.last() == Some(&b'(') => {
                self.open.push(b'b');
                put(out, at, b'(');
            }
            b'{' => self.open.push(b'{'),
            b')' if self.open.last() == Some(&b'(') => {
                self.open.pop();
            }
            b'}' => {
                // A parenthesis that is still open here belongs to half-typed code.
                while self.open.last() == Some(&b'(') {
                    self.open.pop();
                }
                if self.open.pop() == Some(b'b') {
                    put(out, at, b')');
                }
            }
            _ => {}
        }
    }
}

fn put(out: &mut [u8], at: usize, byte: u8) {
    if let Some(place) = out.get_mut(at) {
        *place = byte;
    }
}

fn rewrite(syntax: &MacroSyntax, token: Token, before: u8, source: &[u8], out: &mut [u8]) {
    let arguments = if syntax.arguments { argument_list(source, token.end) } else { None };
    let end = arguments.map_or(token.end, |(_, close)| close + 1);
    match syntax.reads {
        Reads::Attribute => blank(out, token.start, end),
        Reads::Wrap => {
            if let Some((open, close)) = arguments {
                blank(out, token.start, open + 1);
                blank(out, close, close + 1);
            }
        }
        Reads::Head => {
            blank(out, token.start, end);
            if let Some(at) = next_code(source, end).filter(|&at| source.get(at) == Some(&b';')) {
                blank(out, at, at + 1);
            }
        }
        Reads::Open | Reads::Close => {
            blank(out, token.start, end);
            // A label wants a statement behind it.
            let is_labelled = before == b':' && syntax.reads == Reads::Close;
            if is_labelled {
                put(out, token.start, b';');
            }
            let brace = if syntax.reads == Reads::Open { b'{' } else { b'}' };
            put(out, token.start + usize::from(is_labelled), brace);
        }
        Reads::Statement => end_statement(source, end, out),
        Reads::Loop => {
            if end - token.start >= 8 {
                blank(out, token.start, end);
                if let Some(place) = out.get_mut(token.start..token.start + 8) {
                    place.copy_from_slice(b"for (;;)");
                }
            }
        }
        Reads::TypeArguments => {
            if let Some(list) = arguments {
                type_arguments(source, list, out);
            }
        }
        Reads::Expression => {}
    }
}

/// Puts a semicolon behind a statement macro where the user wrote none.
fn end_statement(source: &[u8], end: usize, out: &mut [u8]) {
    let Some(next) = next_code(source, end) else { return };
    let continues =
        matches!(source.get(next), Some(b';' | b')' | b',' | b'(' | b'=' | b'.' | b'-' | b'?' | b':' | b'#'));
    let is_space = matches!(source.get(end), Some(b' ' | b'\t' | b'\n' | b'\r'));
    if is_space && !continues {
        put(out, end, b';');
    }
}

/// The offset of the next byte that is neither white space nor comment.
fn next_code(source: &[u8], from: usize) -> Option<usize> {
    let rest = source.get(from..)?;
    let token = Scanner::new(rest).find(|token| token.kind != TokenKind::Comment)?;
    Some(from + token.start)
}

/// The parentheses of the argument list that follows, if one does.
fn argument_list(source: &[u8], from: usize) -> Option<(usize, usize)> {
    let rest = source.get(from..)?;
    let mut depth = 0_usize;
    let mut open = None;
    for token in Scanner::new(rest) {
        match token.kind {
            TokenKind::Comment => {}
            TokenKind::Punctuation(b'(') => {
                open.get_or_insert(from + token.start);
                depth += 1;
            }
            TokenKind::Punctuation(b')') if depth == 1 => return Some((open?, from + token.start)),
            TokenKind::Punctuation(b')') => depth = depth.checked_sub(1)?,
            TokenKind::Punctuation(b'{' | b'}' | b';') | TokenKind::Directive => return None,
            _ if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepared(text: &str) -> String {
        let out = prepare(text, Language::C, Arms::First).text;
        assert_eq!(out.len(), text.len());
        String::from_utf8(out.to_vec()).unwrap_or_default()
    }

    #[test]
    fn one_arm_stays_inside_a_function() {
        let text = "void f(void) {\n#ifdef X\n    if (a) {\n#else\n    if (b) {\n#endif\n    }\n}\n";
        let out = prepared(text);
        assert!(out.contains("if (a) {") && !out.contains("if (b)") && !out.contains('#'));
    }

    #[test]
    fn arms_that_cut_a_definition_are_chosen_at_file_level() {
        let text = "#if PY_MAJOR_VERSION >= 3\nint f(void)\n#else\nvoid g(void)\n#endif\n{\n}\n";
        let out = prepared(text);
        assert!(out.contains("int f(void)") && !out.contains("void g"));
    }

    #[test]
    fn whole_definitions_stay_in_both_arms() {
        let text = "#ifdef X\nint f(void) { }\n#else\nint f(void) { return 1; }\n#endif\n";
        assert_eq!(prepared(text), text);
    }

    #[test]
    fn an_include_guard_stays() {
        let text = "#ifndef X_H\n#define X_H\nint f(void);\n#endif\n";
        assert_eq!(prepared(text), text);
    }

    #[test]
    fn the_other_language_goes() {
        let text = "#ifdef __cplusplus\nextern \"C\" {\n#endif\nint f(void);\n";
        assert!(!prepared(text).contains('{'));
    }

    #[test]
    fn types_among_arguments_read_as_numbers() {
        assert_eq!(prepared("p = PyMem_New(unsigned int, n);"), "p = PyMem_New(0           , n);");
        assert_eq!(prepared("p = PyMem_New(T *, a * b);"), "p = PyMem_New(0  , a * b);");
        assert_eq!(prepared("p = PyMem_New(T, n);"), "p = PyMem_New(T, n);");
    }

    #[test]
    fn a_condition_without_parentheses_gets_them() {
        assert_eq!(prepared("if PyArray_Check(f(a)) { }"), "if(PyArray_Check(f(a))){ }");
        assert_eq!(prepared("if (PyArray_Check(a)) { }"), "if (PyArray_Check(a)) { }");
        assert_eq!(prepared("if PyArray_Check(a){ }"), "if PyArray_Check(a){ }");
    }

    #[test]
    fn a_label_before_a_closing_macro_gets_a_statement() {
        let out = prepared("Py_BEGIN_ALLOW_THREADS\nend:\nPy_END_ALLOW_THREADS\n");
        assert!(out.starts_with('{') && out.contains("end:\n;}"));
    }

    #[test]
    fn comments_inside_a_macro_are_blanks() {
        assert_eq!(
            prepared("#define A(x) \\\n  f(x); /* why */ \\\n  g(x)\n"),
            "#define A(x) \\\n  f(x);           \\\n  g(x)\n"
        );
    }

    #[test]
    fn braces_among_arguments_read_as_parentheses() {
        assert_eq!(prepared("f(a, {\"x\", b}, 1);"), "f(a, (\"x\", b), 1);");
        assert_eq!(prepared("int x[] = {1, 2};"), "int x[] = {1, 2};");
    }
}
