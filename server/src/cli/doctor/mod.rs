//! `doctor`: what is in force, where it comes from, and why a file is silent.

mod file;

use std::env;
use std::path::{Path, PathBuf};

use anyhow::Context;
use numpy_capi_analysis::rules;
use numpy_capi_db::{Library, symbols};

use super::args::DoctorArguments;
use super::{Status, terminal, version_line};
use crate::config::{self, FILE_NAMES, Key, Layer, Origin, Resolved};

/// Explains a file, or the current directory.
pub fn run(arguments: &DoctorArguments) -> anyhow::Result<Status> {
    let asked = match &arguments.file {
        Some(file) => file.clone(),
        None => env::current_dir().context("cannot read the current directory; change to another one")?,
    };
    // A directory has the configuration of the files in it.
    let place = if asked.is_dir() { asked.join("file.c") } else { asked.clone() };
    let resolved = config::resolve(&place);
    let mut sections = vec![program(&resolved), configuration(&resolved, &place)];
    let mut status = Status::Clean;
    if !asked.is_dir() {
        match file::explain(&asked, &resolved) {
            Ok(section) => sections.push(section),
            Err(problem) => {
                terminal::say(&format!("error: {problem}"));
                status = Status::Failed;
            }
        }
    }
    terminal::print(&sections.join("\n"))?;
    Ok(status)
}

/// The width of the margin: the longest key of the configuration, its indentation and a gap.
const MARGIN: usize = 25;

/// A line with its name in the margin.
fn line(name: &str, value: &str) -> String {
    format!("{name:MARGIN$}{value}\n")
}

fn program(resolved: &Resolved) -> String {
    let count = |library| symbols().iter().filter(|symbol| symbol.library == library).count();
    let names = format!("{} names of NumPy, {} of CPython", count(Library::NumPy), count(Library::Python));
    let reporting = rules::all().iter().filter(|rule| resolved.settings.rules.contains(rule)).count();
    let executable = env::current_exe().map_or_else(|_| "unknown".to_owned(), |path| path.display().to_string());
    let rules = format!("{} in all, {reporting} report here", rules::all().len());
    line("version", version_line().trim_end())
        + &line("executable", &executable)
        + &line("database", &names)
        + &line("rules", &rules)
}

fn configuration(resolved: &Resolved, place: &Path) -> String {
    let source = match &resolved.source {
        Some(path) => path.display().to_string(),
        None => format!("none; no {} in {} or above", FILE_NAMES.join(" or "), directory_of(place).display()),
    };
    let values: Vec<(&Key, String)> = config::KEYS.iter().map(|key| (key, (key.show)(resolved))).collect();
    let width = values.iter().map(|(_, value)| value.chars().count()).max().unwrap_or_default().min(40);
    let rows = values.iter().map(|(key, value)| {
        let origin = resolved.layer_of(key).map_or_else(|| "default".to_owned(), |layer| origin(layer, key));
        line(&format!("  {}", key.name), &format!("{value:width$}  ({origin})"))
    });
    let problems = resolved.problems.iter().map(|problem| line("  wrong", &problem.to_string()));
    line("configuration", &source) + &rows.chain(problems).collect::<String>()
}

fn directory_of(file: &Path) -> PathBuf {
    let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    absolute.parent().map(Path::to_owned).unwrap_or_default()
}

fn origin(layer: &Layer, key: &Key) -> String {
    match &layer.origin {
        Origin::Client => "editor".to_owned(),
        Origin::CommandLine => "command line".to_owned(),
        Origin::File(path) | Origin::Requirement(path) => {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            format!("{name}:{}", layer.lines.get(key.name).copied().unwrap_or_default())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leaves_a_gap_in_the_margin() {
        let longest = config::KEYS.iter().map(|key| key.name.len()).max().unwrap_or_default();
        assert!(longest + "  ".len() < MARGIN, "{longest}");
    }
}
