//! What is known of one file, and why it is silent.

use std::path::Path;

use numpy_capi_analysis::text::{Decoded, TextEncoding};
use numpy_capi_analysis::{Language, Report, SourceFile, check};

use super::line;
use crate::cli::check::{Input, NoText, read};
use crate::config::Resolved;

/// The section on a file.
///
/// # Errors
///
/// Says that the file cannot be read.
pub fn explain(path: &Path, resolved: &Resolved) -> Result<String, String> {
    let input = Input { path: path.to_owned(), is_stdin: false, is_explicit: true };
    let head = line("file", &input.shown());
    match read(&input) {
        Ok(decoded) => Ok(head + &explain_text(&input, &decoded, resolved)),
        Err(NoText::Skipped(reason)) => Ok(head + &line("  silent because", &reason)),
        Err(NoText::Unreadable(error)) => Err(format!("{}: cannot be read: {error}; check the path", input.shown())),
    }
}

fn explain_text(input: &Input, decoded: &Decoded, resolved: &Resolved) -> String {
    let file = SourceFile::new(&decoded.text, input.language(&decoded.text));
    let report = check(&file, &resolved.settings);
    let includes = includes(&decoded.text);
    let known = if Language::of_path(&input.shown()).is_some() { "" } else { ", because the ending says nothing" };
    let language = match file.language() {
        Language::C => format!("C{known}"),
        Language::Cpp => "C++".to_owned(),
    };
    let mut section = line("  language", &language) + &line("  text", &text_facts(&file, decoded.encoding));
    section += &line("  includes", &shown_includes(&includes));
    section += &line("  analysed", &format!("{} functions", report.analysed));
    for function in &report.not_analysed {
        section += &line("  not analysed", &format!("{}: {}", function.function, function.reason));
    }
    section += &line("  findings", &report.findings.len().to_string());
    if let Some(generator) = file.generator() {
        return section
            + &line("  silent because", &format!("{generator} has written it; what is wrong is mended there"));
    }
    for reason in reasons_for_silence(resolved, &includes, &report) {
        section += &line("  silent because", &reason);
    }
    section
}

fn text_facts(file: &SourceFile, encoding: TextEncoding) -> String {
    let encoding = match encoding {
        TextEncoding::Utf8 => "UTF-8",
        TextEncoding::Latin1 => "not UTF-8, read as Latin-1",
    };
    let ends = if file.text().contains("\r\n") { "CRLF" } else { "LF" };
    format!("{encoding}, {ends} line ends, {} lines, {} bytes", file.lines().line_count(), file.text().len())
}

/// The headers that the text names, with their line from 1.
fn includes(text: &str) -> Vec<(usize, String)> {
    let lines = text.lines().zip(1..);
    lines.filter_map(|(line, number)| included(line).map(|header| (number, header.to_owned()))).collect()
}

fn included(line: &str) -> Option<&str> {
    let directive = line.trim_start().strip_prefix('#')?.trim_start().strip_prefix("include")?.trim_start();
    let header = directive.strip_prefix(['<', '"'])?;
    header.split(['>', '"']).next()
}

fn shown_includes(includes: &[(usize, String)]) -> String {
    if includes.is_empty() {
        return "nothing".to_owned();
    }
    includes.iter().map(|(line, header)| format!("{header} (line {line})")).collect::<Vec<_>>().join(", ")
}

fn reasons_for_silence(resolved: &Resolved, includes: &[(usize, String)], report: &Report) -> Vec<String> {
    let is_ours = |header: &str| header.ends_with("Python.h") || header.starts_with("numpy/");
    let looked_at = report.analysed + report.not_analysed.len() > 0;
    let mut reasons = Vec::new();
    if !resolved.lint_enabled {
        reasons.push("the configuration sets `lint = false`".to_owned());
    }
    if resolved.excluded {
        reasons.push("`exclude` names it; `check` still does it when it is named".to_owned());
    }
    if !looked_at && !includes.iter().any(|(_, header)| is_ours(header)) {
        reasons.push("it includes neither Python.h nor a header of NumPy".to_owned());
    } else if report.analysed == 0 {
        reasons.push("no function in it could be analysed".to_owned());
    } else if report.findings.is_empty() {
        reasons.push("nothing is wrong as far as the rules in force can tell".to_owned());
    }
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_include_lines() {
        let text = "#include <Python.h>\n  # include \"numpy/arrayobject.h\" /* x */\n#define X\n// include <no.h>\n";
        let expected = [(1, "Python.h".to_owned()), (2, "numpy/arrayobject.h".to_owned())];
        assert_eq!(includes(text), expected);
    }
}
