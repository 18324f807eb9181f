//! Files that know of each other: what the files of one project say of functions that the others call.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use numpy_capi_analysis::{Exports, Package};
use rayon::prelude::*;

use super::inputs::Input;
use super::outcome::{Outcome, Ready};
use crate::project::{Projects, given_away};

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
    let mut all: Vec<Exports> = files.par_iter().map(given).collect();
    let package = Package::new(&all);
    // Once more with what the others told: a function may do what another file's function does for it.
    files.par_iter_mut().zip(&mut all).filter(|(_, exports)| package.adds_to(exports)).for_each(|(file, exports)| {
        file.1.file = file.1.file.among(Some(Arc::new(package.neighbours_of(exports))));
        *exports = given(file);
    });
    let package = Package::new(&all);
    files.par_iter_mut().zip(&all).for_each(|(file, exports)| {
        file.1.file = file.1.file.among(Some(Arc::new(package.neighbours_of(exports))));
    });
}

fn given((input, ready): &Member<'_>) -> Exports {
    given_away(&ready.file, &input.path, &ready.resolved.settings)
}
