//! `check`: findings in files.

mod inputs;
mod outcome;
mod repair;
mod source;
mod tally;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow, bail};
use rayon::prelude::*;

use super::args::{CheckArguments, CheckFormat};
use super::output::json;
use super::output::statistics::{self, counted};
use super::{Status, terminal};
use crate::config::{self, Layer, Options, Origin};
pub use inputs::Input;
pub use source::{NoText, read};
pub use tally::{Missing, Tally};

use inputs::Inputs;
use outcome::{Job, Mode, Outcome};

/// Deeply nested code makes for deep recursion; the memory is only used where it is needed.
const STACK_SIZE: usize = 64 * 1024 * 1024;

/// Checks what the command line names.
pub fn run(arguments: &CheckArguments) -> anyhow::Result<Status> {
    let started = Instant::now();
    let job = job(arguments)?;
    let inputs = inputs::collect(&arguments.paths, arguments.stdin_filename.as_deref());
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
    print(arguments, &outcomes, &total, started.elapsed())?;
    let has_failed = inputs.has_failed || outcomes.iter().any(|outcome| outcome.has_failed);
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
    Ok(Job {
        format: (!arguments.statistics).then_some(arguments.output_format),
        mode: match (arguments.diff, arguments.fix) {
            (true, _) => Mode::Diff,
            (false, true) => Mode::Fix,
            (false, false) => Mode::Report,
        },
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
    let options = Options {
        select: arguments.select.clone(),
        extend_select: arguments.extend_select.clone(),
        ignore: arguments.ignore.clone(),
        target_numpy: arguments.target_numpy,
        ..Options::default()
    };
    Ok(Layer { origin: Origin::CommandLine, options, lines, problems: Vec::new() })
}

fn show_files(inputs: &Inputs, job: &Job) -> anyhow::Result<Status> {
    let wanted = inputs.files.iter().filter(|input| Job::wants(input, &job.resolve(input)));
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
    Ok(pool.install(|| inputs.par_iter().map(|input| job.run(input)).collect()))
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
            CheckFormat::Full | CheckFormat::Concise => statistics::text(total, time),
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
    let text = match format {
        CheckFormat::Full => text + &statistics::summary(total),
        CheckFormat::Concise => text,
        CheckFormat::Json => json::render(outcomes.iter().flat_map(|outcome| &outcome.json))?,
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
