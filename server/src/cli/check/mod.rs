//! `check`: findings in files.

mod ignores;
mod inputs;
mod known;
mod new_baseline;
mod outcome;
mod packages;
pub(crate) mod repair;
mod source;
mod tally;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow, bail};
use rayon::prelude::*;

use super::args::{CheckArguments, CheckFormat};
use super::output::json::JsonFinding;
use super::output::statistics::{self, counted};
use super::output::{github, gitlab, json, junit, sarif};
use super::{Status, terminal};
use crate::config::{self, Layer, Options, Origin};
pub use inputs::Input;
pub use source::{NoText, read};
pub use tally::{Missing, Tally};

use inputs::Inputs;
use outcome::{Job, Mode, Outcome, Ready};

/// Deeply nested code makes for deep recursion; the memory is only used where it is needed.
const STACK_SIZE: usize = 64 * 1024 * 1024;

/// Checks what the command line names.
pub fn run(arguments: &CheckArguments) -> anyhow::Result<Status> {
    let started = Instant::now();
    let job = job(arguments)?;
    let inputs =
        inputs::collect(&arguments.paths, arguments.stdin_filename.as_deref(), arguments.files_from.as_deref());
    for message in &inputs.messages {
        terminal::say(message);
    }
    if arguments.show_files {
        return show_files(&inputs, &job);
    }
    let outcomes = check_all(&inputs.files, &job)?;
    let mut total = Tally::default();
    for outcome in &outcomes {
        total.add(&outcome.tally);
    }
    say_what_is_wrong(&outcomes);
    let has_failed = inputs.has_failed || outcomes.iter().any(|outcome| outcome.has_failed);
    if arguments.write_baseline {
        return new_baseline::write(arguments.baseline.as_deref(), &inputs.files, &outcomes, &job, has_failed);
    }
    print(arguments, &outcomes, &total, started.elapsed())?;
    Ok(status(has_failed, &total, arguments.exit_zero))
}

fn status(has_failed: bool, total: &Tally, exit_zero: bool) -> Status {
    match (has_failed, total.total()) {
        (true, _) => Status::Failed,
        (false, 1..) if !exit_zero => Status::Findings,
        (false, _) => Status::Clean,
    }
}

fn job(arguments: &CheckArguments) -> anyhow::Result<Job> {
    let load = |path| config::load(path).map_err(|message| anyhow!(message));
    if let Some(path) = arguments.baseline.as_deref().filter(|path| !arguments.write_baseline && !path.exists()) {
        bail!("{}: there is no such baseline; --write-baseline writes it", path.display());
    }
    Ok(Job {
        format: (!arguments.statistics).then_some(arguments.output_format),
        mode: match (&arguments.add_ignore, arguments.diff, arguments.fix) {
            (Some(reason), ..) => Mode::AddIgnore(reason.clone()),
            (None, ..) if arguments.write_baseline => Mode::WriteBaseline,
            (None, true, _) => Mode::Diff,
            (None, false, true) => Mode::Fix,
            (None, false, false) => Mode::Report,
        },
        forces_exclude: arguments.force_exclude,
        with_unsafe: arguments.unsafe_fixes,
        has_colours: terminal::has_colours(),
        config_file: arguments.config.as_deref().map(load).transpose()?,
        command_line: Arc::new(command_line_layer(arguments)?),
    })
}

/// The options of the command line as a layer of the configuration.
fn command_line_layer(arguments: &CheckArguments) -> anyhow::Result<Layer> {
    let chosen =
        [("select", &arguments.select), ("extend-select", &arguments.extend_select), ("ignore", &arguments.ignore)];
    for (option, selectors) in &chosen {
        if let Some(problem) = selectors.iter().flatten().find_map(|selector| config::unknown_selector(selector)) {
            bail!("--{option}: {problem}");
        }
    }
    let mut lines: BTreeMap<&'static str, usize> =
        chosen.iter().filter(|(_, selectors)| selectors.is_some()).map(|&(key, _)| (key, 0)).collect();
    lines.extend(arguments.target_numpy.map(|_| ("target-numpy", 0)));
    lines.extend(arguments.baseline.as_ref().map(|_| ("baseline", 0)));
    let options = Options {
        select: arguments.select.clone(),
        extend_select: arguments.extend_select.clone(),
        ignore: arguments.ignore.clone(),
        target_numpy: arguments.target_numpy,
        baseline: arguments.baseline.clone(),
        ..Options::default()
    };
    Ok(Layer { origin: Origin::CommandLine, options, lines, problems: Vec::new() })
}

fn show_files(inputs: &Inputs, job: &Job) -> anyhow::Result<Status> {
    let wanted = inputs.files.iter().filter(|input| job.wants(input, &job.resolve(input)));
    let lines: String = wanted.map(|input| input.shown() + "\n").collect();
    terminal::print(&lines)?;
    Ok(if inputs.has_failed { Status::Failed } else { Status::Clean })
}

/// One outcome per input, in the order of the inputs.
fn check_all(inputs: &[Input], job: &Job) -> anyhow::Result<Vec<Outcome>> {
    let pool = rayon::ThreadPoolBuilder::new()
        .stack_size(STACK_SIZE)
        .build()
        .context("cannot start threads; close other programs and try again")?;
    Ok(pool.install(|| {
        let mut files: Vec<_> = inputs.par_iter().map(|input| job.read(input)).collect();
        packages::introduce(inputs, &mut files);
        let check = |(input, file): (&Input, Result<Ready, Box<Outcome>>)| match file {
            Ok(ready) => job.run(input, ready),
            Err(outcome) => *outcome,
        };
        inputs.par_iter().zip(files).map(check).collect()
    }))
}

fn say_what_is_wrong(outcomes: &[Outcome]) {
    // One configuration file stands above many files; its mistakes are said once.
    let problems = outcomes.iter().flat_map(|outcome| &outcome.config_problems).map(ToString::to_string);
    for problem in problems.collect::<BTreeSet<String>>() {
        terminal::say(&format!("warning: {problem}"));
    }
    for message in outcomes.iter().flat_map(|outcome| &outcome.messages) {
        terminal::say(message);
    }
}

fn print(arguments: &CheckArguments, outcomes: &[Outcome], total: &Tally, time: Duration) -> anyhow::Result<()> {
    if arguments.statistics {
        let text = match arguments.output_format {
            CheckFormat::Json => statistics::json(total, time)?,
            _ => statistics::text(total, time),
        };
        return Ok(terminal::print(&text)?);
    }
    if arguments.diff {
        terminal::print_bytes(&outcomes.iter().flat_map(|outcome| &outcome.difference).copied().collect::<Vec<u8>>())?;
        terminal::say(&diff_summary(total));
        return Ok(());
    }
    if total.fixed > 0 {
        let (findings, files) = (counted(total.fixed, "finding"), counted(total.fixed_files, "file"));
        terminal::say(&format!("Fixed {findings} in {files}."));
    }
    if arguments.add_ignore.is_some() {
        let (findings, files) = (counted(total.silenced, "finding"), counted(total.silenced_files, "file"));
        terminal::say(&format!("Wrote comments for {findings} in {files}."));
    }
    print_findings(arguments.output_format, outcomes, total)
}

fn diff_summary(total: &Tally) -> String {
    let left = total.total().saturating_sub(total.fixed);
    format!(
        "Would fix {} in {}; {left} would be left.",
        counted(total.fixed, "finding"),
        counted(total.fixed_files, "file")
    )
}

fn print_findings(format: CheckFormat, outcomes: &[Outcome], total: &Tally) -> anyhow::Result<()> {
    let text: String = outcomes.iter().map(|outcome| outcome.text.as_str()).collect();
    let findings: Vec<&JsonFinding> = outcomes.iter().flat_map(|outcome| &outcome.findings).collect();
    let files = || outcomes.iter().filter_map(|outcome| outcome.checked.as_deref()).collect::<Vec<_>>();
    let text = match format {
        CheckFormat::Full | CheckFormat::Grouped => text + &statistics::summary(total),
        CheckFormat::Concise => text,
        CheckFormat::Json => json::render(&findings)?,
        CheckFormat::Sarif => sarif::render(&findings)?,
        CheckFormat::Github => github::render(&findings),
        CheckFormat::Gitlab => gitlab::render(&findings)?,
        CheckFormat::Junit => junit::render(&files(), &findings),
    };
    let fixed_stdin = outcomes.iter().find_map(|outcome| outcome.fixed_stdin.as_deref());
    match fixed_stdin {
        // Standard output carries the fixed text then, as filters do.
        Some(bytes) => {
            terminal::print_bytes(bytes)?;
            terminal::say(text.trim_end());
        }
        None => terminal::print(&text)?,
    }
    Ok(())
}
