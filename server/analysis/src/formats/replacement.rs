//! The unit that a type should have had.

use numpy_capi_db::{Format, format_units};

use crate::usage::{CType, DataModel, Width};

/// The numbers' units in the order in which they are proposed: those that check for overflow first.
const LETTERS: [&str; 12] = ["i", "l", "L", "n", "d", "f", "h", "I", "k", "K", "H", "b"];
const CONVERSIONS: [&str; 8] = ["%d", "%ld", "%lld", "%zd", "%u", "%lu", "%llu", "%zu"];

/// The unit of a mini-language that takes a number of a type, on every platform; `c_type` is the type of the number.
pub(crate) fn fitting_unit(format: Format, c_type: &CType<'_>) -> Option<&'static str> {
    let candidates: &[&'static str] = match format {
        Format::Print => &CONVERSIONS,
        Format::Parse | Format::Build => &LETTERS,
    };
    candidates.iter().copied().find(|letters| takes(format, letters, c_type))
}

fn takes(format: Format, letters: &str, c_type: &CType<'_>) -> bool {
    let Some(unit) = format_units(format).find(|unit| unit.unit == letters) else { return false };
    let [argument] = unit.arguments else { return false };
    let taken = CType::parse(argument.type_text.as_str());
    let (wanted, is_promoted) = match format {
        Format::Parse => (taken.pointed_to(), false),
        Format::Build | Format::Print => (Some(taken), true),
    };
    let Some(wanted) = wanted else { return false };
    let passed = |width: Width| if is_promoted { width.promoted() } else { width };
    DataModel::ALL.into_iter().all(|model| match (wanted.width(model), c_type.width(model)) {
        (Some(wanted), Some(given)) => wanted == passed(given),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_that_fit_everywhere() {
        let unit = |format, name: &'static str| fitting_unit(format, &CType::named(name));
        assert_eq!(unit(Format::Parse, "npy_intp"), Some("n"));
        assert_eq!(unit(Format::Parse, "npy_int64"), Some("L"));
        assert_eq!(unit(Format::Parse, "float"), Some("f"));
        assert_eq!(unit(Format::Parse, "size_t"), None);
        assert_eq!(unit(Format::Build, "float"), Some("d"));
        assert_eq!(unit(Format::Build, "short"), Some("i"));
        assert_eq!(unit(Format::Print, "npy_intp"), Some("%zd"));
        assert_eq!(unit(Format::Print, "PyObject"), None);
    }
}
