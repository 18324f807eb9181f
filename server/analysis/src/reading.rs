//! The ways in which a file is read.
//!
//! What the parser makes of a file is not all of its code: macros define functions, `#if` has a second arm, a template
//! is not C before it is expanded. Each reading is a text that parses, with the way back to the places of the user's
//! text; what is found in any of them is reported once.

use std::collections::HashSet;

use crate::rules::Finding;
use crate::syntax::{FileMacros, Function, MacroFunctions, SourceFile, functions, macro_functions, template};
use crate::text::{MappedText, TextRange};

/// A file as it is read once.
#[derive(Debug)]
pub(crate) struct Reading {
    /// The text that is read.
    pub file: SourceFile,
    /// Whether its functions are those of the file as a whole, so that they count.
    counts: bool,
    /// Where its text comes from; `None` where it is the user's.
    origin: Option<MappedText>,
    /// The functions that macros define, where it consists of them.
    from_macros: Option<MacroFunctions>,
    /// The places of functions that are read in another way already, or that read the same there.
    skipped: HashSet<TextRange>,
}

impl Reading {
    /// Whether a function of the text is to be analysed.
    pub(crate) fn looks_at(&self, function: &Function<'_>) -> bool {
        !self.skipped.contains(&self.body(function))
    }

    /// Whether it consists of functions that macros define.
    pub(crate) fn is_from_macros(&self) -> bool {
        self.from_macros.is_some()
    }

    /// The macros that hold in it; `outer` are those of the readings before.
    pub(crate) fn macros<'a>(&'a self, outer: &'a FileMacros) -> &'a FileMacros {
        if self.from_macros.is_some() { outer } else { self.file.macros() }
    }

    /// Whether its functions count among those of the file.
    pub(crate) fn counts(&self) -> bool {
        self.counts
    }

    /// Where the body of a function stands in the user's text.
    pub(crate) fn body(&self, function: &Function<'_>) -> TextRange {
        self.original(function.body.byte_range().into())
    }

    /// The name of a function for messages, as far as it differs from the one in this reading.
    pub(crate) fn name(&self, user: &SourceFile, function: &Function<'_>) -> String {
        if let Some(name) = self.from_macros.as_ref().and_then(|found| found.name_at(function.range.start)) {
            return name.to_owned();
        }
        let Some(origin) = &self.origin else { return function.name.to_owned() };
        let start = function.name.as_ptr() as usize - self.file.text().as_ptr() as usize;
        let written = origin.original(TextRange::new(start, start + function.name.len())).of(user.text());
        if written.is_empty() || written.contains(['\n', '(']) { function.name.to_owned() } else { written.to_owned() }
    }

    /// A finding with the places of the user's text.
    pub(crate) fn moved_out(&self, mut finding: Finding, name: &str) -> Finding {
        name.clone_into(&mut finding.function);
        if self.origin.is_some() {
            finding.suggestion = None;
            finding.range = self.original(finding.range);
            for related in &mut finding.related {
                related.range = self.original(related.range);
            }
        }
        finding
    }

    fn original(&self, range: TextRange) -> TextRange {
        self.origin.as_ref().map_or(range, |origin| origin.original(range))
    }
}

/// The readings of a file, made once; the first is the one that most of its functions are found in.
pub(crate) fn readings(file: &SourceFile) -> &[Reading] {
    file.readings(|| read(file))
}

fn read(file: &SourceFile) -> Vec<Reading> {
    let expansion = template::is_template(file.text()).then(|| template::expand(file.text()));
    let whole = match &expansion {
        Some(expansion) => file.expansion(expansion.text()),
        None => file.as_read(),
    };
    let mut main = Reading { file: whole, counts: true, origin: expansion, from_macros: None, skipped: HashSet::new() };
    let from_macros = macro_reading(&main);
    let mut others = Vec::new();
    if let Some(reading) = from_macros {
        main.skipped.extend(functions(&reading.file).iter().map(|function| reading.body(function)));
        others.push(reading);
    }
    others.extend(other_arms(&main));
    others.insert(0, main);
    others
}

/// The functions that macros of the file define.
fn macro_reading(main: &Reading) -> Option<Reading> {
    let source = match &main.origin {
        Some(origin) => origin.rewritten(main.file.prepared()),
        None => MappedText::identity(main.file.text()).rewritten(main.file.prepared()),
    };
    let found = macro_functions(&source, main.file.macros());
    if found.text.text().is_empty() {
        return None;
    }
    let file = main.file.expansion(found.text.text());
    let origin = Some(found.text.clone());
    Some(Reading { file, counts: true, origin, from_macros: Some(found), skipped: HashSet::new() })
}

/// The functions that read differently where the other arms of `#if` groups hold.
fn other_arms(main: &Reading) -> Option<Reading> {
    let file = main.file.with_other_arms()?;
    let reads_the_same = |function: &Function<'_>| {
        let range = function.range.start..function.range.end;
        file.prepared().get(range.clone()) == main.file.prepared().get(range)
    };
    let origin = main.origin.clone();
    let mut reading = Reading { counts: false, origin, from_macros: None, skipped: HashSet::new(), file: file.clone() };
    let skipped: Vec<TextRange> = functions(file)
        .iter()
        .filter(|function| reads_the_same(function))
        .map(|function| reading.body(function))
        .collect();
    reading.skipped.extend(skipped);
    Some(reading)
}
