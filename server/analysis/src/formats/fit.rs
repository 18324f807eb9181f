//! Whether an argument has the type that its unit asks for.

use numpy_capi_db::{Kind as Entry, symbol};
use tree_sitter::Node;

use crate::syntax::Kind;
use crate::usage::{CType, DataModel, Scope, Width};

/// An argument of another type than its unit asks for.
#[derive(Clone, Debug)]
pub(crate) struct Misfit<'a> {
    /// What the argument is.
    pub given: Given<'a>,
    /// The platforms on which it does not fit, never none.
    pub models: Vec<DataModel>,
}

/// What is known of an argument.
#[derive(Clone, Debug)]
pub(crate) enum Given<'a> {
    /// The address of something of this type.
    AddressOf(CType<'a>),
    /// A value of this type.
    Value(CType<'a>),
    /// A number without a type that has a name.
    Number(Width),
}

impl Misfit<'_> {
    /// Where it does not fit, to go before the end of a sentence; empty where that is everywhere.
    pub(crate) fn on_platforms(&self) -> String {
        match self.models.as_slice() {
            [] | [_, _, _] => String::new(),
            [DataModel::Lp64, DataModel::Llp64] => " on 64-bit platforms".to_owned(),
            [only] => format!(" on {}", only.name()),
            [first, second, ..] => format!(" on {} and {}", first.name(), second.name()),
        }
    }

    /// Whether it works where most developers try it.
    pub(crate) fn works_on_linux(&self) -> bool {
        !self.models.contains(&DataModel::Lp64)
    }
}

/// How an argument that should be an address of the type `expected` (a pointer) misses it.
pub(crate) fn of_address<'a>(scope: &Scope<'a, '_>, node: Node<'a>, expected: &CType<'_>) -> Option<Misfit<'a>> {
    let wanted = expected.pointed_to()?;
    let inner = scope.without_casts(node);
    let given = scope.type_of(inner)?;
    let is_address = scope.kind(inner) == Kind::PointerExpression && scope.text(inner).starts_with('&');
    if !is_address && inner.id() != node.id() {
        return None;
    }
    let Some(target) = given.pointed_to() else {
        let is_number = scope.resolved(given.clone()).width(DataModel::Lp64).is_some();
        return is_number.then(|| Misfit { given: Given::Value(given), models: DataModel::ALL.to_vec() });
    };
    let target = if is_address { element(scope, inner).unwrap_or(target) } else { target };
    let resolved = scope.resolved(target.clone());
    let misses = |model: &DataModel| is_other_target(&wanted, &resolved, *model);
    let models: Vec<DataModel> = DataModel::ALL.into_iter().filter(misses).collect();
    (!models.is_empty()).then_some(Misfit { given: Given::AddressOf(target), models })
}

/// How an argument that should be a value of the type `expected` misses it.
pub(crate) fn of_value<'a>(scope: &Scope<'a, '_>, node: Node<'a>, expected: &CType<'_>) -> Option<Misfit<'a>> {
    let inner = scope.without_casts(node);
    let is_literal = scope.kind(inner) == Kind::NumberLiteral;
    let number = |model| scope.width_of(node, model).map(Width::promoted);
    let given_type =
        scope.type_of(node).filter(|given| scope.kind(node) != Kind::NumberLiteral && given.name != "void");
    let given = match (given_type, number(DataModel::Lp64)) {
        (Some(given), _) => Given::Value(given),
        (None, Some(width)) => Given::Number(width),
        (None, None) => return None,
    };
    let misses = |model: &DataModel| match (expected.width(*model), number(*model)) {
        // The number is an `int`, and small enough to be read rightly as a wider integer wherever this is tried.
        (Some(Width::Integer { .. }), Some(Width::Integer { .. })) if is_literal => false,
        (Some(wanted), Some(number)) => !wanted.promoted().is_like(number),
        (Some(_), None) => is_known_pointer(scope, &given),
        (None, Some(_)) => expected.pointers > 0 && expected.name != "void" && !is_literal,
        (None, None) => is_other_pointer(scope, expected, &given),
    };
    let models: Vec<DataModel> = DataModel::ALL.into_iter().filter(misses).collect();
    (!models.is_empty()).then_some(Misfit { given, models })
}

/// The type of the elements of an array whose address is taken.
fn element<'a>(scope: &Scope<'a, '_>, address: Node<'a>) -> Option<CType<'a>> {
    let array = scope.file.grammar().child(address, |fields| fields.argument)?;
    scope.type_of(array).filter(|known| known.is_array)?.pointed_to()
}

/// Whether something of the type `given` is written as if it were of the type `wanted`.
fn is_other_target(wanted: &CType<'_>, given: &CType<'_>, model: DataModel) -> bool {
    let is_void = given.name == "void";
    if let Some(width) = kept(wanted, model) {
        return match kept(given, model) {
            Some(known) => !known.is_like(width),
            None => given.pointers > 0 && !is_void && is_known(given),
        };
    }
    if given.pointers == 0 && kept(given, model).is_some() {
        return true;
    }
    let target = CType { pointers: 0, ..given.clone() };
    match wanted.pointers {
        // A struct that is filled.
        0 => is_known(given) && (is_object(given) || given.pointers > 0),
        _ if wanted.name == "char" => {
            let bits = CType { pointers: 0, ..given.clone() }.width(model);
            given.pointers == 1 && (is_object(given) || bits.is_some_and(|width| !is_byte(width)))
        }
        _ if is_object(wanted) => {
            given.pointers == 0 && is_object(given)
                || given.pointers == 1 && target.width(model).is_some()
                || given.pointers == 1 && is_other_object(wanted, given)
        }
        _ => false,
    }
}

/// Whether a value of a type with a name is certainly a pointer to something.
fn is_known_pointer(scope: &Scope<'_, '_>, given: &Given<'_>) -> bool {
    matches!(given, Given::Value(given) if given.pointers > 0 && is_known(&scope.resolved(given.clone())))
}

/// Whether a pointer leads to something else than the pointer that is asked for.
fn is_other_pointer(scope: &Scope<'_, '_>, expected: &CType<'_>, given: &Given<'_>) -> bool {
    let Given::Value(given) = given else { return false };
    let given = scope.resolved(given.clone());
    let target = CType { pointers: 0, ..given.clone() }.width(DataModel::Lp64);
    match expected.pointers {
        1 if expected.name == "char" => {
            given.pointers == 1 && (is_object(&given) || target.is_some_and(|width| !is_byte(width)))
        }
        1 if is_object(expected) => given.pointers == 1 && target.is_some(),
        _ => false,
    }
}

/// How a number of a type is kept; an `enum` of the API as an `int`.
fn kept(c_type: &CType<'_>, model: DataModel) -> Option<Width> {
    c_type.width(model).or_else(|| {
        let is_enum = symbol(&c_type.name)
            .is_some_and(|entry| entry.kind == Entry::Type && entry.signature.starts_with("typedef enum"));
        (c_type.pointers == 0 && is_enum).then_some(Width::Integer { bits: 32, is_signed: true })
    })
}

/// Whether the type is one of C or of the API, and no name of which nothing is known.
fn is_known(c_type: &CType<'_>) -> bool {
    let base = CType { pointers: 0, ..c_type.clone() };
    base.width(DataModel::Lp64).is_some() || symbol(&base.name).is_some_and(|entry| entry.kind == Entry::Struct)
}

/// Whether it is an object of the API, or a pointer to one.
fn is_object(c_type: &CType<'_>) -> bool {
    matches!(c_type.name.as_ref(), "PyObject" | "PyArrayObject" | "PyArray_Descr" | "PyTypeObject")
}

/// Whether both are objects of the API, and one cannot be the other.
fn is_other_object(wanted: &CType<'_>, given: &CType<'_>) -> bool {
    let is_any = |c_type: &CType<'_>| c_type.name == "PyObject";
    is_object(given) && !is_any(wanted) && !is_any(given) && wanted.name != given.name
}

fn is_byte(width: Width) -> bool {
    matches!(width, Width::Integer { bits: 8, .. })
}
