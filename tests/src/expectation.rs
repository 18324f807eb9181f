//! Comments that say what the checker has to find on their line: ``// expect: NPC203 `array`, NPC202``.

use std::fmt;

use numpy_capi_analysis::{Finding, SourceFile};

const MARK: &str = "// expect: ";

/// A finding by what identifies it in an annotated file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expected {
    /// The line, from 1.
    pub line: usize,
    /// The rule.
    pub code: String,
    /// The variable that the message begins with; empty where it names none.
    pub variable: String,
}

impl fmt::Display for Expected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}: {}", self.line, self.code)?;
        if self.variable.is_empty() { Ok(()) } else { write!(formatter, " `{}`", self.variable) }
    }
}

/// An annotation that cannot be read, with its line from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectationError(pub usize);

impl fmt::Display for ExpectationError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}: write the annotation as `{MARK}NPC203 \\`name\\`, NPC202`", self.0)
    }
}

/// What the comments of a text expect, in order.
///
/// # Errors
///
/// The first annotation that cannot be read.
pub fn expected(text: &str) -> Result<Vec<Expected>, ExpectationError> {
    let mut all = Vec::new();
    for (content, line) in text.lines().zip(1..) {
        let Some((_, annotation)) = content.split_once(MARK) else { continue };
        // On a line that is continued the comment has to be one of the other kind.
        let annotation = annotation.split(" */").next().unwrap_or_default();
        for part in annotation.split(", ") {
            all.push(expectation(part.trim(), line).ok_or(ExpectationError(line))?);
        }
    }
    all.sort();
    Ok(all)
}

fn expectation(text: &str, line: usize) -> Option<Expected> {
    let (code, variable) = match text.split_once(' ') {
        Some((code, quoted)) => (code, quoted.strip_prefix('`')?.strip_suffix('`')?),
        None => (text, ""),
    };
    let number = code.strip_prefix("NPC")?;
    let is_code = matches!(number.len(), 3 | 4) && number.bytes().all(|byte| byte.is_ascii_digit());
    is_code.then(|| Expected { line, code: code.to_owned(), variable: variable.to_owned() })
}

/// What the checker has found, in the same form and order.
pub fn reported(file: &SourceFile, findings: &[Finding]) -> Vec<Expected> {
    let mut all: Vec<Expected> = findings
        .iter()
        .map(|finding| Expected {
            line: file.lines().line(finding.range.start) + 1,
            code: finding.rule.code.to_owned(),
            variable: variable(&finding.message).to_owned(),
        })
        .collect();
    all.sort();
    all
}

fn variable(message: &str) -> &str {
    message.strip_prefix('`').and_then(|rest| rest.split_once('`')).map_or("", |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_annotations() {
        let read = expected("x; // expect: NPC203 `b`, NPC202\ny;\nz; // expect: NPC203 `a`\n").unwrap_or_default();
        let shown: Vec<String> = read.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["line 1: NPC202", "line 1: NPC203 `b`", "line 3: NPC203 `a`"]);
    }

    #[test]
    fn refuses_what_it_cannot_read() {
        for wrong in ["NPC20", "203", "NPC203 array", "NPC203 `array", "NPC203,NPC202"] {
            assert_eq!(expected(&format!("\n{MARK}{wrong}")), Err(ExpectationError(2)), "{wrong}");
        }
    }
}
