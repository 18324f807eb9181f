//! Functions that macros of the file define: `DEFINE_CAST(Foo)`, or `HEAD(name) {` with a head from a macro.
//!
//! Each use is expanded to a text of its own, token pasting included. What is in the macro's text keeps its place there,
//! so a finding stands where it has to be mended.

use super::file_macros::{FileMacro, FileMacros};
use super::scan::{Scanner, Token, TokenKind};
use crate::text::{MappedText, TextRange};

/// How many uses of one macro are expanded: they differ in names.
const USE_LIMIT: usize = 2;
/// How deep macros that define functions may use each other.
const NESTING_LIMIT: usize = 4;
/// How long all expansions of a file may become, as a multiple of the file.
const GROWTH_LIMIT: usize = 3;

/// Functions in a text of their own.
#[derive(Clone, Debug, Default)]
pub struct MacroFunctions {
    /// The definitions.
    pub text: MappedText,
    /// Which part of the text has which name in messages; in order.
    names: Vec<(TextRange, String)>,
}

impl MacroFunctions {
    /// What the function at an offset is called: the macro, where it is the macro that defines it.
    pub fn name_at(&self, offset: usize) -> Option<&str> {
        let found = self.names.iter().find(|(range, _)| range.touches(offset));
        found.map(|(_, name)| name.as_str())
    }
}

/// The functions of a text that its macros define; `source` has the text as it is read, with `macros` in its terms.
pub fn macro_functions(source: &MappedText, macros: &FileMacros) -> MacroFunctions {
    if !macros.has_calls() {
        return MacroFunctions::default();
    }
    let mut expander = Expander {
        definitions: source,
        macros,
        found: MacroFunctions::default(),
        uses: std::collections::HashMap::new(),
        limit: source.text().len().saturating_mul(GROWTH_LIMIT),
    };
    expander.uses_in(source, 0);
    expander.found
}

struct Expander<'a> {
    /// The text that the macros are defined in.
    definitions: &'a MappedText,
    macros: &'a FileMacros,
    found: MacroFunctions,
    /// How often each macro was expanded.
    uses: std::collections::HashMap<String, usize>,
    limit: usize,
}

impl Expander<'_> {
    /// Expands the uses of macros between the definitions of a text.
    fn uses_in(&mut self, text: &MappedText, nesting: usize) {
        let tokens: Vec<Token> = code_tokens(text.text());
        let mut depth = 0_usize;
        let mut position = 0;
        while let Some(token) = tokens.get(position) {
            position += 1;
            match token.kind {
                TokenKind::Punctuation(b'{') if !is_linkage(&tokens, position - 1, text.text()) => depth += 1,
                TokenKind::Punctuation(b'}') => depth = depth.saturating_sub(1),
                TokenKind::Word if depth == 0 => {
                    if let Some(after) = self.use_at(text, &tokens, position - 1, nesting) {
                        position = after;
                    }
                }
                _ => {}
            }
        }
    }

    /// Expands the use of a macro at a position, if it is one that defines a function; gives the position behind it.
    fn use_at(&mut self, text: &MappedText, tokens: &[Token], position: usize, nesting: usize) -> Option<usize> {
        let token = tokens.get(position)?;
        let name = text.text().get(token.start..token.end)?;
        let known = self.macros.get(name)?;
        let parameters = known.parameters.as_deref()?;
        let close = closing(tokens, position + 1, b'(', b')')?;
        let arguments = arguments(tokens.get(position + 2..close)?, text.text());
        let is_right_count = parameters.len() == arguments.len() || (parameters.len() <= 1 && arguments.is_empty());
        if !is_right_count || parameters.iter().any(|parameter| parameter.contains('.')) {
            return None;
        }
        let is_head = tokens.get(close + 1).is_some_and(|next| next.kind == TokenKind::Punctuation(b'{'));
        if is_head {
            let end = closing(tokens, close + 1, b'{', b'}')?;
            if !known.body.contains('{') && known.body.contains('(') && self.has_room() {
                let mut function = self.expanded(known, parameters, &arguments)?;
                let body = TextRange::new(tokens.get(close + 1)?.start, tokens.get(end)?.end);
                function.push_range(text, body);
                let label = arguments.first().filter(|first| is_name(first)).map_or(name, |first| *first);
                self.keep(&function, label);
            }
            return Some(end + 1);
        }
        let uses = self.uses.entry(name.to_owned()).or_insert(0);
        *uses += 1;
        if *uses <= USE_LIMIT && self.has_room() {
            let function = self.expanded(known, parameters, &arguments)?;
            if defines_function(function.text()) {
                self.keep(&function, name);
            }
            if nesting < NESTING_LIMIT {
                self.uses_in(&function, nesting + 1);
            }
        }
        Some(close + 1)
    }

    fn has_room(&self) -> bool {
        self.found.text.text().len() < self.limit
    }

    fn keep(&mut self, function: &MappedText, name: &str) {
        let start = self.found.text.text().len();
        self.found.text.push_range(function, TextRange::new(0, function.text().len()));
        let end = self.found.text.text().len();
        self.found.names.push((TextRange::new(start, end), name.to_owned()));
        self.found.text.push_for("\n", function.original(TextRange::empty(end - start)));
    }

    /// The replacement text of a macro with arguments in place.
    fn expanded(&self, known: &FileMacro, parameters: &[String], arguments: &[&str]) -> Option<MappedText> {
        let definitions = self.definitions.text();
        let tokens: Vec<Token> = body_tokens(definitions, known.body_range);
        let mut out = MappedText::default();
        let mut is_pasted = false;
        let mut line_done = known.body_range.start;
        for (position, token) in tokens.iter().enumerate() {
            let range = TextRange::new(token.start, token.end);
            let here = |at: usize| tokens.get(at).is_some_and(|token| token.kind == TokenKind::Punctuation(b'#'));
            let is_paste = |at: usize| here(at) && here(at + 1);
            if is_paste(position) {
                is_pasted = true;
                continue;
            }
            if here(position) && position > 0 && is_paste(position - 1) {
                continue;
            }
            if here(position) {
                // The operand of `#` becomes a string, below.
                continue;
            }
            if !is_pasted {
                // Continuation lines stay lines, so that line comments and directives end where they did.
                let between = TextRange::new(line_done, token.start).of(definitions);
                let has_line_end = between.contains('\n');
                if !out.text().is_empty() && !between.is_empty() {
                    out.push_for(
                        if has_line_end { "\n" } else { " " },
                        TextRange::empty(self.definitions.original(range).start),
                    );
                }
            }
            is_pasted = false;
            line_done = token.end;
            let word = range.of(definitions);
            let argument = parameters.iter().position(|parameter| parameter == word).and_then(|at| arguments.get(at));
            let is_string = position > 0 && here(position - 1) && !(position > 1 && here(position - 2));
            match argument {
                Some(argument) if is_string => {
                    let quoted = format!("\"{}\"", argument.replace('\\', "\\\\").replace('"', "\\\""));
                    out.push_for(&quoted, self.definitions.original(range));
                }
                Some(argument) => out.push_for(argument, self.definitions.original(range)),
                None => out.push_range(self.definitions, range),
            }
            if out.text().len() > self.limit {
                return None;
            }
        }
        Some(out)
    }
}

/// The tokens that are code.
fn code_tokens(text: &str) -> Vec<Token> {
    let is_code = |token: &Token| !matches!(token.kind, TokenKind::Comment | TokenKind::Directive);
    Scanner::new(text.as_bytes()).filter(is_code).collect()
}

/// The tokens of a macro's replacement text, at their places in the file.
fn body_tokens(text: &str, range: TextRange) -> Vec<Token> {
    let moved = |token: Token| Token { start: token.start + range.start, end: token.end + range.start, ..token };
    let mut scanner = Scanner::inside_line(range.of(text).as_bytes());
    let tokens = std::iter::from_fn(move || scanner.next());
    tokens.filter(|token| token.kind != TokenKind::Comment).map(moved).collect()
}

/// The position of the bracket that closes the one at a position.
fn closing(tokens: &[Token], position: usize, open: u8, close: u8) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(position) {
        match token.kind {
            TokenKind::Punctuation(byte) if byte == open => depth += 1,
            TokenKind::Punctuation(byte) if byte == close && depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// The arguments of a call, as texts; `tokens` are those between the parentheses.
fn arguments<'a>(tokens: &[Token], text: &'a str) -> Vec<&'a str> {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return Vec::new() };
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut start = first.start;
    for token in tokens {
        match token.kind {
            TokenKind::Punctuation(b'(' | b'[' | b'{') => depth += 1,
            TokenKind::Punctuation(b')' | b']' | b'}') => depth = depth.saturating_sub(1),
            TokenKind::Punctuation(b',') if depth == 0 => {
                found.push(text.get(start..token.start).unwrap_or_default().trim());
                start = token.end;
            }
            _ => {}
        }
    }
    found.push(text.get(start..last.end).unwrap_or_default().trim());
    found
}

/// Whether a text has `) {` outside other braces: the head of a function and its body.
fn defines_function(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut before = b';';
    for token in code_tokens(text) {
        let TokenKind::Punctuation(byte) = token.kind else {
            before = b'a';
            continue;
        };
        match byte {
            b'{' if depth == 0 && before == b')' => return true,
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = byte;
    }
    false
}

/// Whether a brace belongs to `extern "C" {` or `namespace x {`.
fn is_linkage(tokens: &[Token], brace: usize, text: &str) -> bool {
    (1..=2)
        .filter_map(|back| tokens.get(brace.checked_sub(back)?))
        .any(|token| matches!(text.get(token.start..token.end), Some("extern" | "namespace")))
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn functions_of(text: &str) -> MacroFunctions {
        macro_functions(&MappedText::identity(text), &FileMacros::of_text(text))
    }

    fn words(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_macro_defines_a_function() {
        let text = "#define CAST(T) \\\n static int T##_cast(int x) \\\n { return g(#T, x); }\nCAST(Foo)\n";
        let found = functions_of(text);
        assert_eq!(words(found.text.text()), "static int Foo_cast(int x) { return g( \"Foo\", x); }");
        assert_eq!(found.name_at(5), Some("CAST"));
        let at = found.text.text().find("return").unwrap_or_default();
        assert_eq!(found.text.original(TextRange::new(at, at + 6)).of(text), "return");
    }

    #[test]
    fn a_macro_is_the_head_of_a_function() {
        let text = "#define HEAD(name, t) static int name##_##t(int x)\nHEAD(f, int) { return x; }\nint y;\n";
        let found = functions_of(text);
        assert_eq!(words(found.text.text()), "static int f_int(int x){ return x; }");
        assert_eq!(found.name_at(12), Some("f"));
        let at = found.text.text().find("return").unwrap_or_default();
        assert_eq!(found.text.original(TextRange::new(at, at + 9)).of(text), "return x;");
    }

    #[test]
    fn what_defines_no_function_stays() {
        let text = "#define TABLE(x) static int x[] = {1, 2};\nTABLE(a)\n#define F(x) (x)\nint b = F(1);\n";
        assert_eq!(functions_of(text).text.text(), "");
    }
}
