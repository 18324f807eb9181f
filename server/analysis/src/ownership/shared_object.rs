//! Objects as the states of one function share them.

use std::cell::Cell;
use std::hash::Hasher;
use std::ops::Deref;
use std::rc::Rc;

use super::lifetime::loses_sight;
use super::state::Object;
use super::summary::CREDIT;
use crate::fingerprint::Fingerprint;

/// How many references of an object a function takes, or gives up, at most. More come of loops.
const COUNT_LIMIT: i32 = 8;

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

    /// What a loop counts up with every turn, or down, is no longer followed after a few: else no two turns would leave
    /// the same, and the loop never came to rest.
    pub fn come_to_rest(&mut self) {
        let (references, stores) = (at_rest(self.references), self.stores.min(COUNT_LIMIT));
        let is_still = references == self.references && stores == self.stores;
        if !is_still {
            let object = self.change();
            (object.references, object.stores) = (references, stores);
            loses_sight(object);
        }
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

/// A count of references no further from where counting starts than the limit allows.
fn at_rest(references: i32) -> i32 {
    let start = if references > CREDIT / 2 { CREDIT } else { 0 };
    references.clamp(start - COUNT_LIMIT, start + COUNT_LIMIT)
}

impl Deref for SharedObject {
    type Target = Object;

    fn deref(&self) -> &Object {
        &self.0.object
    }
}
