//! `--write-baseline`: what is found now becomes what is known.

use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};

use super::Job;
use super::inputs::Input;
use super::outcome::Outcome;
use crate::baseline::{self, FILE_NAME};
use crate::cli::output::statistics::counted;
use crate::cli::{Status, terminal};

/// Writes the baseline: the file that the user names, or the one of the configuration, or one in this directory. What
/// it knew of files that were not checked now stays.
pub fn write(
    chosen: Option<&Path>,
    inputs: &[Input],
    outcomes: &[Outcome],
    job: &Job,
    has_failed: bool,
) -> anyhow::Result<Status> {
    let configured = || inputs.iter().find_map(|input| job.resolve(input).baseline);
    let path = chosen.map(Path::to_owned).or_else(configured);
    let is_new = path.is_none();
    let path = path.unwrap_or_else(|| PathBuf::from(FILE_NAME));
    // What cannot be read is not overwritten: it may be another file.
    let known = baseline::remembered(&path).map_err(|problem| anyhow!(problem))?;
    let mut baseline = (*known).clone();
    baseline.drop_missing();
    for (input, outcome) in inputs.iter().zip(outcomes) {
        if let Some(marks) = &outcome.marks {
            baseline.replace(&input.path, marks.iter().cloned());
        }
    }
    baseline.write(&path).with_context(|| format!("{}: cannot be written", path.display()))?;
    let shown = path.display();
    terminal::say(&format!("Wrote {} to {shown}.", counted(baseline.len(), "finding")));
    if is_new {
        terminal::say(&format!(
            "`--baseline {shown}`, or `baseline = \"{shown}\"` in the configuration, keeps them silent."
        ));
    }
    Ok(if has_failed { Status::Failed } else { Status::Clean })
}
