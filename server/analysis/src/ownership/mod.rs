//! The ledger: who owns which reference on which path.
//!
//! A function's control-flow graph is explored path by path. Each path keeps a [`state::State`]: the objects it knows,
//! how many references the function owns of each, and what every variable holds. Calls change it as the database says.
//! Where the ledger does not balance, a [`Defect`] records the path that proves it.

mod branch;
mod call;
mod claim;
mod defect;
mod doubt;
mod element;
mod evidence;
mod exceptions;
mod exits;
mod explore;

pub(crate) mod format_string;
mod holdings;
mod lent_field;
mod lifetime;
mod presumed;
mod shared_object;
mod state;
mod status;
mod summary;
mod transfer;
mod value;

pub use claim::{Claim, Claims, Premises};
pub use defect::{Acquisition, Defect, DefectKind, Outcome, Owner, Station};
pub use explore::{Exploration, explore};
pub use holdings::{Held, Holding, Question, holdings};
pub use summary::{Summaries, Summary, summarise};
