//! Files that know of each other: what the files of one project say of functions that the others call.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use numpy_capi_analysis::{Exports, Package, exports};
use rayon::prelude::*;

use super::inputs::Input;
use super::outcome::{Outcome, Ready};
use crate::project::Projects;

/// A file of a project.
type Member<'a> = (&'a Input, &'a mut Ready);

/// Tells every file what the others of its project define.
pub fn introduce(inputs: &[Input], files: &mut [Result<Ready, Box<Outcome>>]) {
    let mut projects = Projects::default();
    let mut groups: BTreeMap<Option<PathBuf>, Vec<Member<'_>>> = BTreeMap::new();
    for (input, file) in inputs.iter().zip(files) {
        if let Ok(ready) = file {
            groups.entry(projects.of(&input.path)).or_default().push((input, ready));
        }
    }
    for mut group in groups.into_values().filter(|group| group.len() > 1) {
        introduce_group(&mut group);
    }
}

fn introduce_group(files: &mut [Member<'_>]) {
    let mut given: Vec<Exports> = files.par_iter().map(given_away).collect();
    let package = Package::new(&given);
    // Once more with what the others told: a function may do what another file's function does for it.
    files.par_iter_mut().zip(&mut given).filter(|(_, given)| package.adds_to(given)).for_each(|(file, given)| {
        file.1.file = file.1.file.among(Arc::new(package.neighbours_of(given)));
        *given = given_away(file);
    });
    let package = Package::new(&given);
    files.par_iter_mut().zip(&given).for_each(|(file, given)| {
        file.1.file = file.1.file.among(Arc::new(package.neighbours_of(given)));
    });
}

/// What a file gives away. A fault of our own is said when the file itself is checked; here it gives nothing.
fn given_away((input, ready): &Member<'_>) -> Exports {
    let given = || exports(&ready.file, &input.path.to_string_lossy(), &ready.resolved.settings);
    catch_unwind(AssertUnwindSafe(given)).unwrap_or_default()
}
