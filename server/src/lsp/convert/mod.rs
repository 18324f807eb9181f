//! Between the plain data of the analysis and the types of the protocol.

mod diagnostic;
mod edit;
mod markup;
mod position;

pub(super) use self::diagnostic::{diagnostic, diagnostics};
pub(super) use self::edit::workspace_edit;
pub(super) use self::markup::{documentation, markup};
pub(super) use self::position::{Positions, from_lsp_position, to_lsp_encoding};

/// What editors show as the source of a diagnostic, and the name under which a client keeps ours apart.
pub(super) const SOURCE: &str = "numpy-capi";
