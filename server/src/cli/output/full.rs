//! Findings with their source: every station on the way is marked.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Level, Renderer, Snippet};
use numpy_capi_analysis::text::TextRange;
use numpy_capi_analysis::{Applicability, Finding, Fix, Severity, SourceFile};

use super::Checked;

/// A file's findings, each with an empty line behind it.
pub fn render(checked: &Checked<'_>, has_colours: bool) -> String {
    let renderer = if has_colours { Renderer::styled() } else { Renderer::plain() };
    let fixes = checked.fixes.iter().map(Option::as_ref).chain(std::iter::repeat(None));
    let mut text = String::new();
    for (finding, fix) in checked.report.findings.iter().zip(fixes) {
        text.push_str(&render_finding(checked, finding, fix, &renderer));
        text.push_str("\n\n");
    }
    text
}

fn render_finding(checked: &Checked<'_>, finding: &Finding, fix: Option<&Fix>, renderer: &Renderer) -> String {
    let excerpt = Excerpt::around(checked.file, finding);
    let snippet = Snippet::source(excerpt.text)
        .line_start(excerpt.first_line)
        .path(checked.shown)
        .annotation(AnnotationKind::Primary.span(excerpt.span(finding.range)))
        .annotations(stations(&excerpt, finding));
    let mut group = level(finding.severity).primary_title(&finding.message).id(finding.rule.code).element(snippet);
    if let Some(fix) = fix {
        group = group.element(Level::HELP.message(help(fix)));
    }
    renderer.render(&[group])
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
        Severity::Hint => Level::NOTE.with_name("hint"),
    }
}

fn help(fix: &Fix) -> String {
    match fix.applicability {
        Applicability::Safe => format!("{} (--fix does it)", fix.title),
        Applicability::Unsafe => format!("{} (--fix --unsafe-fixes does it; have a look first)", fix.title),
    }
}

/// The stations with their number, because a path through a loop also goes up the page.
fn stations<'a>(excerpt: &Excerpt<'a>, finding: &'a Finding) -> Vec<Annotation<'a>> {
    let is_one = finding.related.len() == 1;
    let numbered = finding.related.iter().zip(1..).map(|(station, number)| {
        let label = if is_one { station.message.clone() } else { format!("({number}) {}", station.message) };
        AnnotationKind::Context.span(excerpt.span(station.range)).label(label)
    });
    numbered.collect()
}

/// The whole lines that a finding and its stations stand on: the renderer reads all that it is given.
struct Excerpt<'a> {
    text: &'a str,
    /// Where it starts, in byte offsets of the file.
    start: usize,
    /// The line it starts on, from 1.
    first_line: usize,
}

impl<'a> Excerpt<'a> {
    fn around(file: &'a SourceFile, finding: &Finding) -> Self {
        let ranges = || finding.related.iter().map(|station| station.range).chain([finding.range]);
        let first = ranges().map(|range| range.start).min().unwrap_or_default();
        let last = ranges().map(|range| range.end).max().unwrap_or_default();
        let line = file.lines().line(first);
        let start = file.lines().line_start(line);
        let end = file.lines().line_end(file.lines().line(last), file.text());
        Self { text: TextRange::new(start, end).of(file.text()), start, first_line: line + 1 }
    }

    /// A range of the file in byte offsets of the excerpt, cut to fit it.
    fn span(&self, range: TextRange) -> Range<usize> {
        let fit = |offset: usize| floor_boundary(self.text, offset.saturating_sub(self.start).min(self.text.len()));
        let (start, end) = (fit(range.start), fit(range.end));
        start..end.max(start)
    }
}

fn floor_boundary(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
