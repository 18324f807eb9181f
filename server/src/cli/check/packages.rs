//! Files that know of each other: what the files of one project say of functions that the others call.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use numpy_capi_analysis::{Exports, Package, unfetched_tables};
use rayon::prelude::*;

use super::inputs::Input;
use super::outcome::{Outcome, Ready};
use crate::project::{Projects, given_away};
use crate::shared_tables;

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
    for (folder, mut group) in groups.into_iter().filter(|(_, group)| group.len() > 1) {
        introduce_group(folder.as_deref(), &mut group);
    }
}

fn introduce_group(folder: Option<&Path>, files: &mut [Member<'_>]) {
    let mut all: Vec<Exports> = files.par_iter().map(given).collect();
    let package = Package::new(&all);
    // Once more with what the others told: a function may do what another file's function does for it.
    files.par_iter_mut().zip(&mut all).filter(|(_, exports)| package.adds_to(exports)).for_each(|(file, exports)| {
        file.1.file = file.1.file.among(Some(Arc::new(package.neighbours_of(exports))));
        *exports = given(file);
    });
    let package = Package::new(&all).without_tables(unfetched(folder, files, &all));
    files.par_iter_mut().zip(&all).for_each(|(file, exports)| {
        file.1.file = file.1.file.among(Some(Arc::new(package.neighbours_of(exports))));
    });
}

/// The shared tables that no file fetches, where the files are all that the project has.
fn unfetched(folder: Option<&Path>, files: &[Member<'_>], all: &[Exports]) -> BTreeSet<String> {
    let tables = unfetched_tables(all);
    let Some(folder) = folder.filter(|_| !tables.is_empty()) else { return BTreeSet::new() };
    let paths: Vec<PathBuf> = files.iter().filter_map(|(input, _)| std::path::absolute(&input.path).ok()).collect();
    shared_tables::certain(folder, tables, &paths.iter().map(PathBuf::as_path).zip(all).collect())
}

fn given((input, ready): &Member<'_>) -> Exports {
    given_away(&ready.file, &input.path, &ready.resolved.settings)
}
