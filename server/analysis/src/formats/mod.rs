//! Format strings of the API: `PyArg_ParseTuple`, `Py_BuildValue`, `PyErr_Format` and their kin.

mod call;
mod fit;
mod replacement;
mod text;
mod units;

pub(crate) use call::{FormatCall, Taken};
pub(crate) use fit::{Given, Misfit, of_address, of_value};
pub(crate) use replacement::fitting_unit;
pub(crate) use text::macro_text;
pub(crate) use units::{PlacedUnit, Units};
