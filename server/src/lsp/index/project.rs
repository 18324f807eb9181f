//! What the files of one project give away.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use numpy_capi_analysis::{Annotation, Exports, Neighbours, Package, Settings, SourceFile, unfetched_tables};

use super::scan;
use crate::lsp::disk::{self, Stamp};
use crate::lsp::documents::DocKey;
use crate::lsp::server::Server;
use crate::project::given_away;
use crate::shared_tables;

/// The files of a project by what they give away. No text and no tree is kept.
#[derive(Default)]
pub(super) struct Project {
    members: BTreeMap<PathBuf, Member>,
    /// What the files give away that have heard nothing of each other.
    first: Package,
    /// Whether it knows something that it did not when it was settled last.
    has_news: bool,
    /// The shared tables that no C file fetches, and those of them of which that is certain.
    tables: Option<(BTreeSet<String>, BTreeSet<String>)>,
}

/// A file of a project.
struct Member {
    state: State,
    /// What it gives away by itself.
    alone: Arc<Exports>,
    /// What it gives away knowing the others.
    among: Arc<Exports>,
    /// What it had heard from the others then.
    heard: Option<u64>,
}

/// The text that a file had when it was looked at, and what was configured for it.
#[derive(Clone, PartialEq)]
struct State {
    text: Text,
    functions: BTreeMap<String, Annotation>,
}

#[derive(Clone, PartialEq)]
enum Text {
    /// As it stands on the disk.
    Saved(Stamp),
    /// As an editor has it: the revision of the document.
    Open(u64),
}

/// What a project knows, as other threads see it.
#[derive(Default)]
pub(super) struct Settled {
    package: Package,
    files: HashMap<PathBuf, Arc<Exports>>,
}

impl Settled {
    /// What a file of the project learns from the others; `None` where it is alone, or not of the project.
    pub(super) fn neighbours_of(&self, path: &Path) -> Option<Arc<Neighbours>> {
        let own = self.files.get(path).filter(|_| self.files.len() > 1)?;
        Some(Arc::new(self.package.neighbours_of(own)))
    }
}

impl Project {
    /// Takes over which files there are. Those to be looked at, because they are new or have changed. Reads files.
    pub(super) fn follow(&mut self, files: &[PathBuf], server: &Server) -> Vec<PathBuf> {
        let mut former = std::mem::take(&mut self.members);
        let mut changed = Vec::new();
        for path in files {
            let Some(state) = state_of(path, server) else { continue };
            let member = former.remove(path);
            if member.as_ref().is_none_or(|member| member.state != state) {
                changed.push(path.clone());
            }
            // Until it has been looked at, a new file gives nothing away.
            let is_new = || Member { state, alone: Arc::default(), among: Arc::default(), heard: None };
            self.members.insert(path.clone(), member.unwrap_or_else(is_new));
        }
        self.has_news |= !former.is_empty();
        // Another file, which is not of C, may speak of them now.
        self.has_news |= self.tables.take().is_some_and(|(tables, _)| !tables.is_empty());
        changed
    }

    /// Whether it knows something that it did not when it was settled last.
    pub(super) fn has_news(&self) -> bool {
        self.has_news
    }

    /// The files whose text is no longer the one that was looked at, as far as editors are concerned.
    pub(super) fn edited(&self, server: &Server) -> Vec<PathBuf> {
        let is_edited = |(path, member): &(&PathBuf, &Member)| match (member.state.text.clone(), revision(path, server))
        {
            (Text::Open(known), Some(revision)) => known != revision,
            (Text::Saved(_), None) => false,
            _ => true,
        };
        self.members.iter().filter(is_edited).map(|(path, _)| path.clone()).collect()
    }

    /// Looks at the text of a file as if it were alone. One that is half typed goes on giving away what it did.
    pub(super) fn look_at(&mut self, path: &Path, server: &Server) {
        let Some(member) = self.members.get_mut(path) else { return };
        let Some((state, file, settings)) = state_of(path, server).and_then(|state| {
            let (file, settings) = source(path, server)?;
            Some((state, file, settings))
        }) else {
            self.members.remove(path);
            self.has_news = true;
            return;
        };
        let alone = given_away(&file.among(None), path, &settings);
        let is_half_typed = matches!(state.text, Text::Open(_)) && alone.is_half_typed(&member.alone);
        member.state = state;
        if !is_half_typed {
            // What it gives away knowing the others rests on its text.
            self.has_news |= *member.alone != alone || member.heard.is_some();
            member.alone = Arc::new(alone);
            member.heard = None;
        }
    }

    /// Puts together what the files give away by themselves. The files that would give away something else, now that
    /// they hear of each other.
    pub(super) fn compared(mut self) -> (Self, Vec<PathBuf>) {
        self.first = Package::new(self.members.values().map(|member| &*member.alone));
        let mut unheard = Vec::new();
        for (path, member) in &mut self.members {
            if !self.first.adds_to(&member.alone) {
                member.among = Arc::clone(&member.alone);
                member.heard = None;
            } else if member.heard != Some(self.first.heard_by(&member.alone)) {
                unheard.push(path.clone());
            }
        }
        (self, unheard)
    }

    /// Looks at a file again, with what the others give away.
    pub(super) fn hear(&mut self, path: &Path, server: &Server) {
        let Some(member) = self.members.get_mut(path) else { return };
        let Some((file, settings)) = source(path, server) else { return };
        let neighbours = Arc::new(self.first.neighbours_of(&member.alone));
        let among = given_away(&file.among(Some(neighbours)), path, &settings);
        if !among.is_half_typed(&member.alone) {
            member.among = Arc::new(among);
        }
        member.heard = Some(self.first.heard_by(&member.alone));
    }

    /// What is known now of the project in a folder. Reads files where a table is shared that nobody fetches.
    pub(super) fn settled(mut self, folder: &Path) -> (Self, Settled) {
        self.has_news = false;
        let unfetched = self.unfetched(folder);
        let files = self.members.iter().map(|(path, member)| (path.clone(), Arc::clone(&member.among))).collect();
        let package = Package::new(self.members.values().map(|member| &*member.among)).without_tables(unfetched);
        (self, Settled { package, files })
    }

    /// The shared tables that no file fetches.
    fn unfetched(&mut self, folder: &Path) -> BTreeSet<String> {
        let tables = unfetched_tables(self.members.values().map(|member| &*member.among));
        if let Some((known, certain)) = &self.tables
            && *known == tables
        {
            return certain.clone();
        }
        let files = self.members.iter().map(|(path, member)| (path.as_path(), &*member.among)).collect();
        let certain = shared_tables::certain(folder, tables.clone(), &files);
        self.tables = Some((tables, certain.clone()));
        certain
    }
}

/// The revision of the document that a file is open as.
fn revision(path: &Path, server: &Server) -> Option<u64> {
    server.documents.snapshot(&DocKey::File(path.to_owned())).map(|snapshot| snapshot.revision())
}

/// The state of a file; `None` where it is gone or nobody wants it looked at. Reads files.
fn state_of(path: &Path, server: &Server) -> Option<State> {
    let resolved = server.configuration.resolve(path);
    if !scan::is_wanted(&resolved) {
        return None;
    }
    let text = match revision(path, server) {
        Some(revision) => Text::Open(revision),
        None => Text::Saved(disk::stamp(path)?),
    };
    Some(State { text, functions: resolved.settings.functions })
}

/// The text of a file as an editor has it, else as it stands on the disk, and the settings for it.
fn source(path: &Path, server: &Server) -> Option<(SourceFile, Settings)> {
    let settings = server.configuration.resolve(path).settings;
    let file = match server.documents.snapshot(&DocKey::File(path.to_owned())) {
        Some(snapshot) => snapshot.source.file()?.clone(),
        None => disk::read(path)?,
    };
    Some((file, settings))
}
