//! What is known of functions from outside a file.

use std::sync::Arc;

use super::Neighbours;
use crate::ownership::Summary;
use crate::settings::Settings;
use crate::syntax::{Annotation, SourceFile};

/// What is known of functions from outside a file: its neighbours, and the settings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outside<'a> {
    neighbours: Option<&'a Neighbours>,
    settings: &'a Settings,
}

impl<'a> Outside<'a> {
    /// What a file's neighbours and the settings tell.
    pub(crate) fn new(file: &'a SourceFile, settings: &'a Settings) -> Self {
        Self { neighbours: file.neighbours(), settings }
    }

    /// The function of another file with a name; `None` where no other file defines it.
    pub(crate) fn function(&self, name: &str) -> Option<&'a Option<Arc<Summary>>> {
        self.neighbours.and_then(|neighbours| neighbours.function(name))
    }

    /// Whether anything is known of a function.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.function(name).is_some() || self.annotations(name).next().is_some()
    }

    /// What is said of a function in words, the strongest last.
    pub(crate) fn annotations(&self, name: &str) -> impl Iterator<Item = &'a Annotation> {
        let of_neighbours = self.neighbours.and_then(|neighbours| neighbours.annotation(name));
        let of_settings = self.settings.functions.get(name);
        of_neighbours.into_iter().chain(of_settings)
    }
}
