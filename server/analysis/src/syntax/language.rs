//! Which language a file is written in.

use super::conditions::Arms;
use super::prepass;
use super::scan::{Scanner, Token, TokenKind};

/// The language of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// C.
    C,
    /// C++.
    Cpp,
}

impl Language {
    /// The language of a file name; `None` where it is not C or C++. Headers read as C.
    pub fn of_path(path: &str) -> Option<Self> {
        match ending(path)? {
            "c" | "h" => Some(Self::C),
            "cc" | "cpp" | "cxx" | "c++" | "C" | "hh" | "hpp" | "hxx" | "h++" | "cu" => Some(Self::Cpp),
            _ => None,
        }
    }

    /// The language of a file, by its name; whether a header is C or C++, only its text can tell.
    pub fn of_file(path: &str, text: &str) -> Option<Self> {
        match Self::of_path(path)? {
            Self::C if ending(path) == Some("h") && is_cpp(text) => Some(Self::Cpp),
            known => Some(known),
        }
    }
}

/// What stands behind the last dot of a file name.
fn ending(path: &str) -> Option<&str> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    // A template of NumPy's is named for what it becomes.
    let name = name.strip_suffix(".src").unwrap_or(name);
    name.rsplit_once('.').map(|(_, ending)| ending)
}

/// Whether a text has what only C++ has. What a header says to C++ alone, behind `#ifdef __cplusplus`, does not count.
fn is_cpp(text: &str) -> bool {
    if !["template", "namespace", "class", "::"].iter().any(|sign| text.contains(sign)) {
        return false;
    }
    let read = prepass::prepare(text, Language::C, Arms::First).text;
    let is_code = |token: &Token| !matches!(token.kind, TokenKind::Comment | TokenKind::Directive);
    let tokens: Vec<Token> = Scanner::new(&read).filter(is_code).collect();
    let word = |at: usize| {
        let token = tokens.get(at).filter(|token| token.kind == TokenKind::Word);
        token.and_then(|token| text.get(token.start..token.end)).unwrap_or_default()
    };
    let has = |at: usize, byte: u8| tokens.get(at).is_some_and(|token| token.kind == TokenKind::Punctuation(byte));
    let is_pair = |at: usize| {
        has(at, b':')
            && has(at + 1, b':')
            && matches!(tokens.get(at..at + 2), Some([left, right]) if left.end == right.start)
    };
    (0..tokens.len()).any(|at| match word(at) {
        "template" => has(at + 1, b'<'),
        "namespace" => has(at + 1, b'{') || !word(at + 1).is_empty(),
        "class" => !word(at + 1).is_empty() && (has(at + 2, b'{') || has(at + 2, b':') || has(at + 2, b';')),
        "" => is_pair(at) && !word(at + 2).is_empty(),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_what_its_text_says() {
        let of = |text: &str| Language::of_file("a.h", text);
        for text in ["template <class T> T f(T x);", "namespace a { }", "class A { };", "int f(std::string x);"] {
            assert_eq!(of(text), Some(Language::Cpp), "{text}");
        }
        let guarded = "#ifdef __cplusplus\nnamespace a { int b(); }\n#endif\nint f(int class, int template);\n";
        assert_eq!(of(guarded), Some(Language::C));
        assert_eq!(of("/* std::string */ int f(void);"), Some(Language::C));
        assert_eq!(Language::of_file("a.c", "int f(std::string x);"), Some(Language::C));
        assert_eq!(Language::of_file("a.py", "namespace a"), None);
    }
}
