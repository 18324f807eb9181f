//! What one file learns from the others of its package.

use std::collections::HashMap;
use std::sync::Arc;

use crate::ownership::Summary;
use crate::syntax::Annotation;

/// What a file learns from the others of its package. Cheap to share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// What every file of the package can call.
    shared: Arc<Known>,
    /// What stands in the files that this one includes.
    included: Known,
    /// The name of the table that the file shares, where no file of the package fetches it.
    unfetched_table: Option<String>,
}

/// Functions by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// What callers may rely on; `None` where that is nothing.
    functions: HashMap<String, Option<Arc<Summary>>>,
    annotations: HashMap<String, Annotation>,
}

impl Neighbours {
    pub(super) fn new(shared: Arc<Known>, included: Known, unfetched_table: Option<String>) -> Self {
        Self { shared, included, unfetched_table }
    }

    /// The name of the table that the file shares, where no file of the package fetches it.
    pub(crate) fn unfetched_table(&self) -> Option<&str> {
        self.unfetched_table.as_deref()
    }

    /// A function of another file; `None` where no other file defines it.
    pub(crate) fn function(&self, name: &str) -> Option<&Option<Arc<Summary>>> {
        self.included.functions.get(name).or_else(|| self.shared.functions.get(name))
    }

    /// What other files say of a function in words.
    pub(crate) fn annotation(&self, name: &str) -> Option<&Annotation> {
        self.shared.annotations.get(name)
    }
}

impl Known {
    /// Takes a definition in; of one that is at odds with another, nothing is known.
    pub(super) fn define(&mut self, name: &str, summary: Option<&Arc<Summary>>) {
        match self.functions.get_mut(name) {
            None => {
                self.functions.insert(name.to_owned(), summary.cloned());
            }
            Some(known) if known.as_ref() != summary => *known = None,
            Some(_) => {}
        }
    }

    /// Takes the words of one file on a function in.
    pub(super) fn annotate(&mut self, name: &str, annotation: &Annotation) {
        self.annotations.entry(name.to_owned()).or_default().add(annotation);
    }

    pub(super) fn add(&mut self, other: &Self) {
        for (name, summary) in &other.functions {
            self.define(name, summary.as_ref());
        }
    }
}
