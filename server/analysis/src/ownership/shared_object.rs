//! Objects as the states of one function share them.

use std::cell::Cell;
use std::hash::Hasher;
use std::ops::Deref;
use std::rc::Rc;

use super::state::Object;
use crate::fingerprint::Fingerprint;

/// An object that states which descend from one another share, until one of them changes it.
#[derive(Clone, Debug)]
pub(super) struct SharedObject(Rc<Entry>);

#[derive(Clone, Debug)]
struct Entry {
    object: Object,
    /// The object's fingerprint, once somebody has asked for it. A state asks at every block, and few objects change.
    fingerprint: Cell<Option<u64>>,
}

impl SharedObject {
    pub fn new(object: Object) -> Self {
        Self(Rc::new(Entry { object, fingerprint: Cell::new(None) }))
    }

    /// The object, for a change that no other state sees.
    pub fn change(&mut self) -> &mut Object {
        let entry = Rc::make_mut(&mut self.0);
        entry.fingerprint.set(None);
        &mut entry.object
    }

    /// A number that objects share of which the same is known.
    pub fn fingerprint(&self) -> u64 {
        self.0.fingerprint.get().unwrap_or_else(|| {
            let mut hasher = Fingerprint::default();
            self.0.object.hash_into(&mut hasher);
            let fingerprint = hasher.finish();
            self.0.fingerprint.set(Some(fingerprint));
            fingerprint
        })
    }
}

impl Deref for SharedObject {
    type Target = Object;

    fn deref(&self) -> &Object {
        &self.0.object
    }
}
