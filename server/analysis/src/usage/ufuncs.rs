//! Ufuncs that a file makes: their loops, the types of those, and the numbers that say how many there are.

use numpy_capi_db::{Kind as SymbolKind, symbol};
use tree_sitter::Node;

use super::methods::named_function;
use super::table::Table;
use super::{Access, Call, Scope};
use crate::syntax::Kind;
use crate::text::TextRange;

/// A call that makes a ufunc of loops.
#[derive(Clone, Debug)]
pub(crate) struct Ufunc<'a, 'u> {
    /// The call.
    pub call: &'u Call<'a>,
    /// The loops.
    pub loops: Option<List<'a, 'u>>,
    /// What each loop is given.
    pub data: Option<List<'a, 'u>>,
    /// The type numbers, `inputs + outputs` for each loop.
    pub types: Option<List<'a, 'u>>,
    /// How many loops the call speaks of.
    pub count: Option<Number<'a>>,
    /// The number of inputs.
    pub inputs: Option<Number<'a>>,
    /// The number of outputs.
    pub outputs: Option<Number<'a>>,
}

/// An array whose elements the file lists.
#[derive(Clone, Copy, Debug)]
pub(crate) struct List<'a, 'u> {
    /// The array.
    pub table: &'u Table<'a>,
    /// How many elements it has room for.
    pub capacity: usize,
}

/// A number that stands in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Number<'a> {
    /// Its value.
    pub value: usize,
    /// The argument.
    pub node: Node<'a>,
}

/// The ufuncs that a stretch of code makes.
pub(crate) fn ufuncs<'a, 'u>(scope: Scope<'a, 'u>, calls: &'u [Call<'a>]) -> Vec<Ufunc<'a, 'u>> {
    calls.iter().filter_map(|call| Ufunc::of(scope, call)).collect()
}

impl<'a, 'u> Ufunc<'a, 'u> {
    fn of(scope: Scope<'a, 'u>, call: &'u Call<'a>) -> Option<Self> {
        let symbol = call.symbol?;
        let argument = |name: &str| call.arguments.get(symbol.param_index(name)?).copied();
        argument("ntypes").filter(|_| symbol.param_index("func") == Some(0))?;
        let list = |name: &str| argument(name).and_then(|node| List::of(scope, node));
        let number = |name: &str| argument(name).and_then(|node| Number::of(scope, node));
        Some(Self {
            call,
            loops: list("func"),
            data: list("data"),
            types: list("types"),
            count: number("ntypes"),
            inputs: number("nin"),
            outputs: number("nout"),
        })
    }

    /// How many types belong to one loop.
    pub(crate) fn types_of_loop(&self) -> Option<usize> {
        Some(self.inputs?.value + self.outputs?.value)
    }

    /// The argument of a parameter.
    pub(crate) fn argument(&self, parameter: &str) -> Option<Node<'a>> {
        self.call.arguments.get(self.call.symbol?.param_index(parameter)?).copied()
    }
}

impl<'a, 'u> List<'a, 'u> {
    fn of(scope: Scope<'a, 'u>, node: Node<'a>) -> Option<Self> {
        let node = scope.without_casts(node);
        let name = (scope.kind(node) == Kind::Identifier).then(|| scope.text(node))?;
        let variable = scope.variable(name, node.start_byte())?;
        let of_function = scope.function.into_iter().flat_map(|usage| &usage.tables);
        let is_its = |table: &&Table<'a>| variable.initialiser.is_some_and(|list| list.id() == table.list.id());
        let table = of_function.chain(&scope.outline.tables).find(is_its)?;
        // An element that is filled later, or a row that a macro brings, is not seen.
        let is_listed = table.rows.iter().all(|row| is_one_value(scope, row.node));
        let has_directives = scope.text(table.list).contains('#');
        if !variable.c_type.is_array || !is_listed || has_directives || is_filled(scope, name) {
            return None;
        }
        let length = variable.length.trim();
        let capacity = if length.is_empty() { table.rows.len() } else { length.parse().ok()? };
        Some(Self { table, capacity })
    }

    /// The number of elements that are listed.
    pub(crate) fn listed(&self) -> usize {
        self.table.rows.len()
    }
}

/// Whether an initialiser is one element.
fn is_one_value(scope: Scope<'_, '_>, node: Node<'_>) -> bool {
    let node = match scope.kind(node) {
        Kind::CastExpression => return true,
        Kind::PointerExpression => match node.named_child(0) {
            Some(inner) => inner,
            None => return false,
        },
        _ => node,
    };
    match scope.kind(node) {
        Kind::NumberLiteral | Kind::CharLiteral | Kind::Null | Kind::ParenthesizedExpression => true,
        Kind::Identifier => {
            let name = scope.text(node);
            let is_shouted = name.bytes().all(|byte| !byte.is_ascii_lowercase());
            !scope.file.macros().defines(name) && (!is_shouted || symbol(name).is_some())
        }
        _ => false,
    }
}

/// Whether the file assigns to an element of an array.
fn is_filled(scope: Scope<'_, '_>, name: &str) -> bool {
    let text = scope.file.text();
    let assigns = |rest: &str| {
        let behind = rest.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(_, rest)| rest);
        behind.is_some_and(|rest| {
            let rest = rest.trim_start();
            rest.starts_with('=')
                && !rest.starts_with("==")
                && !rest.trim_start_matches('=').trim_start().starts_with('{')
        })
    };
    text.match_indices(name).any(|(at, _)| text.get(at + name.len()..).is_some_and(assigns))
}

impl<'a> Number<'a> {
    fn of(scope: Scope<'a, '_>, node: Node<'a>) -> Option<Self> {
        let text = scope.text(node);
        let text = scope.file.macros().get(text).map_or(text, |known| known.body.as_str());
        Some(Self { value: text.parse().ok()?, node })
    }

    /// Where it stands, if the number itself is written there.
    pub(crate) fn literal(&self, scope: Scope<'_, '_>) -> Option<TextRange> {
        (scope.kind(self.node) == Kind::NumberLiteral).then(|| self.node.byte_range().into())
    }
}

/// The functions of a file that NumPy calls without the GIL: loops that are registered for numbers only, and those of
/// array methods that do not ask for it.
pub(crate) fn loops_without_gil<'a>(
    scope: Scope<'a, '_>,
    ufuncs: &[Ufunc<'a, '_>],
    tables: &[&Table<'a>],
    accesses: &[&Access<'a>],
) -> Vec<&'a str> {
    let mut uses: Vec<(&'a str, bool)> = Vec::new();
    for ufunc in ufuncs {
        let Some(loops) = ufunc.loops else { continue };
        for (position, row) in loops.table.rows.iter().enumerate() {
            uses.extend(named_function(scope, row.node).map(|name| (name, is_numeric(scope, ufunc, position))));
        }
    }
    let methods = array_methods(scope, tables, accesses);
    for slots in tables.iter().filter(|table| table.type_name == "PyType_Slot") {
        let of_these: Vec<&ArrayMethod<'_>> = methods.iter().filter(|method| method.slots == slots.name).collect();
        let is_free = !of_these.is_empty() && of_these.iter().all(|method| method.is_free);
        uses.extend(loops_in(scope, slots).into_iter().map(|name| (name, is_free)));
    }
    let bound: Vec<&str> = uses.iter().filter(|(_, is_free)| !is_free).map(|(name, _)| *name).collect();
    let mut free: Vec<&'a str> = uses.iter().map(|(name, _)| *name).filter(|name| !bound.contains(name)).collect();
    free.sort_unstable();
    free.dedup();
    free
}

/// Whether all types of a loop are numbers, for which NumPy releases the GIL.
fn is_numeric(scope: Scope<'_, '_>, ufunc: &Ufunc<'_, '_>, position: usize) -> bool {
    let Some((types, width)) = ufunc.types.zip(ufunc.types_of_loop()) else { return false };
    let start = position * width;
    let own = types.table.rows.get(start..start + width);
    own.is_some_and(|rows| !rows.is_empty() && rows.iter().all(|row| is_number_type(scope.text(row.node))))
}

fn is_number_type(name: &str) -> bool {
    let is_known =
        symbol(name).is_some_and(|known| matches!(known.kind, SymbolKind::Enumerator | SymbolKind::Constant));
    is_known && !matches!(name, "NPY_OBJECT" | "NPY_VOID" | "NPY_STRING" | "NPY_UNICODE" | "NPY_USERDEF")
}

/// The loops among the slots of an array method.
fn loops_in<'a>(scope: Scope<'a, '_>, slots: &Table<'a>) -> Vec<&'a str> {
    let named = slots.rows.iter().filter_map(|row| {
        let (slot, value) = (row.cells.first()?, row.cells.get(1)?);
        let is_loop = symbol(scope.text(slot.value)).is_some_and(|known| {
            known.kind == SymbolKind::Slot && known.name.ends_with("_loop") && !known.name.ends_with("get_loop")
        });
        if is_loop { named_function(scope, value.value) } else { None }
    });
    named.collect()
}

/// An array method as far as its loops are concerned.
struct ArrayMethod<'a> {
    /// The table of its slots.
    slots: &'a str,
    /// Whether its loops run without the GIL.
    is_free: bool,
}

fn array_methods<'a>(scope: Scope<'a, '_>, tables: &[&Table<'a>], accesses: &[&Access<'a>]) -> Vec<ArrayMethod<'a>> {
    let listed = tables.iter().filter(|table| table.type_name == "PyArrayMethod_Spec");
    let listed = listed.filter_map(|spec| listed_method(scope, spec, accesses));
    let assigned = accesses.iter().filter_map(|access| assigned_method(scope, access, accesses));
    listed.chain(assigned).collect()
}

/// `PyArrayMethod_Spec spec = {...}`.
fn listed_method<'a>(scope: Scope<'a, '_>, spec: &Table<'a>, accesses: &[&Access<'a>]) -> Option<ArrayMethod<'a>> {
    let cells = spec.cells(scope.file);
    let cell = |field: &str, position: usize| {
        let named = cells.iter().find(|cell| cell.field == Some(field));
        named.or_else(|| cells.get(position).filter(|cell| cell.field.is_none())).map(|cell| cell.value)
    };
    let slots = scope.text(scope.without_casts(cell("slots", 6)?));
    let changes = |access: &&&Access<'a>| {
        scope.text(access.receiver) == spec.name
            && scope.text(access.field) == "flags"
            && value(scope, access).is_some()
    };
    let is_changed = accesses.iter().any(|access| changes(&access));
    let flags = cell("flags", 4).map_or("0", |node| scope.text(node));
    Some(ArrayMethod { slots, is_free: !is_changed && needs_nothing(flags) })
}

/// `spec->slots = slots; spec->flags = flags;`.
fn assigned_method<'a>(scope: Scope<'a, '_>, access: &Access<'a>, accesses: &[&Access<'a>]) -> Option<ArrayMethod<'a>> {
    if scope.text(access.field) != "slots" {
        return None;
    }
    let slots = scope.text(scope.without_casts(value(scope, access)?));
    let receiver = scope.text(access.receiver);
    let flags = accesses
        .iter()
        .filter(|other| scope.text(other.receiver) == receiver && scope.text(other.field) == "flags")
        .filter_map(|other| value(scope, other))
        .map(|node| scope.text(node));
    let flags: Vec<&str> = flags.collect();
    Some(ArrayMethod { slots, is_free: !flags.is_empty() && flags.iter().all(|flags| needs_nothing(flags)) })
}

/// What is assigned to a member.
fn value<'a>(scope: Scope<'a, '_>, access: &Access<'a>) -> Option<Node<'a>> {
    let parent = access.node.parent().filter(|parent| scope.kind(*parent) == Kind::AssignmentExpression)?;
    let grammar = scope.file.grammar();
    let is_target = grammar.child(parent, |fields| fields.left)?.id() == access.node.id();
    grammar.child(parent, |fields| fields.right).filter(|_| is_target)
}

/// Whether flags of an array method, as written, leave out the one that asks for the GIL.
fn needs_nothing(flags: &str) -> bool {
    let mut words = flags.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|word| !word.is_empty());
    words.all(|word| word == "0" || word != "NPY_METH_REQUIRES_PYAPI" && symbol(word).is_some())
}
