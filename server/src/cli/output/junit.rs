//! The XML that test reporters read: a suite per file, a failed case per finding.

use std::fmt::Write;

use super::json::JsonFinding;

/// The report; `files` are all that were checked, as output shows them.
pub fn render(files: &[&str], findings: &[&JsonFinding]) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a string cannot fail.
    let _ = writeln!(
        xml,
        "<testsuites name=\"numpy-capi-lsp\" tests=\"{}\" failures=\"{}\" errors=\"0\">",
        files.iter().map(|file| of_file(file, findings).count().max(1)).sum::<usize>(),
        findings.len()
    );
    for file in files {
        xml.push_str(&suite(file, &of_file(file, findings).collect::<Vec<_>>()));
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn of_file<'a>(file: &str, findings: &'a [&'a JsonFinding]) -> impl Iterator<Item = &'a JsonFinding> {
    findings.iter().copied().filter(move |finding| finding.filename == file)
}

fn suite(file: &str, findings: &[&JsonFinding]) -> String {
    let name = escaped(file);
    let count = findings.len();
    let mut xml = format!(
        "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{count}\" errors=\"0\" skipped=\"0\">\n",
        count.max(1)
    );
    if findings.is_empty() {
        xml.push_str(&format!("    <testcase name=\"{name}\" classname=\"numpy-capi-lsp\"/>\n"));
    }
    for finding in findings {
        let place = finding.location;
        let message = escaped(&finding.message);
        xml.push_str(&format!(
            "    <testcase name=\"{} at line {}, column {}\" classname=\"{name}\" line=\"{}\">\n      \
             <failure type=\"{}\" message=\"{message}\">{name}:{}:{}: {message}</failure>\n    </testcase>\n",
            finding.code, place.row, place.column, place.row, finding.code, place.row, place.column
        ));
    }
    xml.push_str("  </testsuite>\n");
    xml
}

/// A text in XML, without the characters that it cannot hold.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' | '\r' | '\t' => safe.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            _ => safe.push(character),
        }
    }
    safe
}
