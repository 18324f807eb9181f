//! What the files of a package tell each other about their functions.
//!
//! Each file gives away what is known of the functions that others can call, and what it says of functions in words
//! ([`Exports`]). A [`Package`] puts all of that together, and what one file learns from it is its [`Neighbours`]. Only
//! what is certain is passed on: of a name that two files define in different ways, nothing is known.

mod exports;
mod neighbours;
mod outside;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

pub use exports::{Exports, exports};
pub use neighbours::Neighbours;
pub(crate) use outside::Outside;

use exports::Exported;
use neighbours::Known;

/// The files of a package by what they give away.
#[derive(Clone, Debug, Default)]
pub struct Package {
    /// What every file of the package can call.
    shared: Arc<Known>,
    /// What only those files can call that include the file: by the last part of its name.
    included: BTreeMap<String, Known>,
    /// The files that a file includes, as far as they are of the package: by the last part of its name.
    includes: HashMap<String, HashSet<String>>,
}

impl Package {
    /// Puts together what the files of a package give away.
    pub fn new<'a>(files: impl IntoIterator<Item = &'a Exports>) -> Self {
        let mut package = Self::default();
        let mut shared = Known::default();
        let files: Vec<&Exports> = files.into_iter().collect();
        for file in &files {
            let includes = package.includes.entry(file.name.clone()).or_default();
            includes.extend(file.includes.iter().cloned());
            for (name, Exported { is_static, summary }) in &file.functions {
                let known =
                    if *is_static { package.included.entry(file.name.clone()).or_default() } else { &mut shared };
                known.define(name, summary.as_ref());
            }
        }
        for (name, annotation) in files.iter().flat_map(|file| &file.annotations) {
            shared.annotate(name, annotation);
        }
        package.shared = Arc::new(shared);
        package
    }

    /// What a file learns that gives away `own`.
    pub fn neighbours_of(&self, own: &Exports) -> Neighbours {
        let mut included = Known::default();
        let mut open: Vec<&String> = own.includes.iter().collect();
        let mut seen: HashSet<&String> = open.iter().copied().collect();
        while let Some(name) = open.pop() {
            if let Some(known) = self.included.get(name) {
                included.add(known);
            }
            open.extend(self.includes.get(name).into_iter().flatten().filter(|name| seen.insert(name)));
        }
        Neighbours::new(Arc::clone(&self.shared), included)
    }

    /// Whether a file would give away more if it knew the others: it calls what others define.
    pub fn adds_to(&self, file: &Exports) -> bool {
        let neighbours = self.neighbours_of(file);
        file.asks_for.iter().any(|name| neighbours.function(name).is_some())
    }
}
