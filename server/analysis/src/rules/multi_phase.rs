//! The conversion of a module's start to multi-phase initialisation: the body of `PyInit_...` becomes a function that fills
//! the module, and `PyInit_...` hands out the definition.

use numpy_capi_db::{Control, Returned, macro_syntax};
use tree_sitter::Node;

use super::{Applicability, FileAnalysis, Fix, UsageAnalysis};
use crate::syntax::{Function, Kind, Language, named_children};
use crate::text::{TextEdit, TextRange};
use crate::usage::{Call, Table};

/// The conversion of the function that calls `PyModule_Create`; `None` where its text is not plain enough.
pub(super) fn conversion(analysis: &FileAnalysis<'_>, stretch: &UsageAnalysis<'_>, create: &Call<'_>) -> Option<Fix> {
    let start = Start::new(analysis, stretch, create)?;
    let mut edits = start.head_and_tail();
    edits.extend(start.creation()?);
    edits.extend(start.returns()?);
    edits.extend(start.imports()?);
    edits.extend(start.releases()?);
    edits.extend(start.definition()?);
    edits.sort();
    edits.dedup();
    // What is taken out needs no other change.
    let gone: Vec<TextRange> = edits.iter().filter(|edit| edit.content.is_empty()).map(|edit| edit.range).collect();
    edits.retain(|edit| !gone.iter().any(|range| *range != edit.range && range.contains(edit.range)));
    Some(Fix { title: "Convert to multi-phase initialisation".to_owned(), applicability: Applicability::Unsafe, edits })
}

/// The start of a module, as far as the conversion looks at it.
struct Start<'a, 'u> {
    analysis: &'u FileAnalysis<'a>,
    stretch: &'u UsageAnalysis<'u>,
    function: &'u Function<'u>,
    /// The call that creates the module.
    create: &'u Call<'u>,
    /// The definition of the module.
    table: &'u Table<'a>,
    /// The variable that holds the module; `None` where it is returned as it is created.
    module: Option<&'u str>,
}

impl<'a, 'u> Start<'a, 'u> {
    fn new(analysis: &'u FileAnalysis<'a>, stretch: &'u UsageAnalysis<'u>, create: &'u Call<'u>) -> Option<Self> {
        let function = stretch.function?;
        let [argument] = *create.arguments.as_slice() else { return None };
        let named = analysis.file.text_of(argument).strip_prefix('&')?.trim();
        let table = analysis.outline.tables.iter().find(|table| table.name == named)?;
        let is_plain = table.type_name == "PyModuleDef"
            && stretch.usage.calls_of("PyModule_Create").count() == 1
            && !calls_own_macros(analysis, stretch);
        let is_returned = stretch.scope.kind(create.node.parent()?) == Kind::ReturnStatement;
        let module = if is_returned { None } else { Some(variable_of(stretch, create)?) };
        is_plain.then_some(Self { analysis, stretch, function, create, table, module })
    }

    /// The module's name, as `PyInit_` says it.
    fn name(&self) -> &'u str {
        self.function.name.trim_start_matches("PyInit_")
    }

    fn text(&self, node: Node<'_>) -> &'a str {
        TextRange::from(node.byte_range()).of(self.analysis.file.text())
    }

    /// The function that fills the module gets the body, and the start of the module a new one.
    fn head_and_tail(&self) -> Vec<TextEdit> {
        let (node, body) = (self.function.node, self.function.body);
        let head = TextRange::new(node.start_byte(), body.start_byte());
        let written = head.of(self.analysis.file.text());
        let filling = format!("static int\n{}_exec(PyObject *{})\n", self.name(), self.module.unwrap_or("module"));
        let start = format!("\n\n{written}{{\n    return PyModuleDef_Init(&{});\n}}", self.table.name);
        vec![TextEdit::replace(head, filling), TextEdit::insert(node.end_byte(), start)]
    }

    /// Takes out what made the module and looked whether there is one.
    fn creation(&self) -> Option<Vec<TextEdit>> {
        let Some(module) = self.module else { return Some(Vec::new()) };
        let statement = self.create.node.parent()?.parent()?;
        if statement.parent() != Some(self.function.body) {
            return None;
        }
        let mut edits = vec![self.deletion(statement)?];
        if self.kind(statement) == Kind::ExpressionStatement {
            edits.push(self.declaration_of(module)?);
        }
        let test = statement.next_named_sibling().filter(|next| self.is_test(*next, module));
        edits.extend(test.and_then(|test| self.deletion(test)));
        Some(edits)
    }

    /// Takes the declaration of the variable out.
    fn declaration_of(&self, module: &str) -> Option<TextEdit> {
        let variable = self.stretch.usage.variables.iter().find(|known| known.name == module && !known.is_parameter)?;
        let mut declarator = variable.node;
        while self.kind(declarator.parent()?) != Kind::Declaration {
            declarator = declarator.parent()?;
        }
        let declaration = declarator.parent()?;
        let declared: Vec<Node<'_>> =
            named_children(self.analysis.file.grammar(), declaration).into_iter().skip(1).collect();
        let position = declared.iter().position(|other| other.id() == declarator.id())?;
        if variable.initialiser.is_some_and(|value| !self.stretch.scope.is_null(value)) {
            return None;
        }
        let range = match (declared.get(position + 1), position.checked_sub(1).and_then(|before| declared.get(before)))
        {
            (None, None) => return self.deletion(declaration),
            (Some(next), _) => TextRange::new(declarator.start_byte(), next.start_byte()),
            (None, Some(before)) => TextRange::new(before.end_byte(), declarator.end_byte()),
        };
        Some(TextEdit::delete(range))
    }

    /// Whether a statement leaves the function where there is no module, and does nothing else.
    fn is_test(&self, statement: Node<'_>, module: &str) -> bool {
        let words: String = self.text(statement).split_whitespace().collect();
        let tests = [format!("{module}==NULL"), format!("NULL=={module}"), format!("!{module}")];
        self.kind(statement) == Kind::IfStatement
            && tests.iter().any(|test| {
                let rest = words.strip_prefix(&format!("if({test})"));
                matches!(rest, Some("returnNULL;" | "{returnNULL;}"))
            })
    }

    /// The results: a status in place of the module.
    fn returns(&self) -> Option<Vec<TextEdit>> {
        self.stretch
            .usage
            .returned
            .iter()
            .map(|value| {
                let status = match self.text(*value) {
                    "NULL" => "-1",
                    written if Some(written) == self.module => "0",
                    _ if self.module.is_none() && value.byte_range() == self.create.node.byte_range() => "0",
                    _ => return None,
                };
                Some(TextEdit::replace(value.byte_range().into(), status))
            })
            .collect()
    }

    /// The macros that leave the function with NULL where the import fails.
    fn imports(&self) -> Option<Vec<TextEdit>> {
        let leaving = self.stretch.usage.calls.iter().filter_map(|call| Some((call, macro_syntax(call.name)?)));
        let mut edits = Vec::new();
        for (call, syntax) in leaving {
            match (syntax.control, syntax.returned) {
                (None, _) => {}
                (Some(Control::ReturnOnFailure), Returned::Null) => {
                    let status = format!("{}1(-1)", call.name);
                    edits.push(TextEdit::replace(call.node.byte_range().into(), status));
                }
                (Some(Control::ReturnOnFailure), Returned::Argument) => {
                    edits.push(TextEdit::replace(call.arguments.last()?.byte_range().into(), "-1"));
                }
                _ => return None,
            }
        }
        Some(edits)
    }

    /// Python releases the module itself.
    fn releases(&self) -> Option<Vec<TextEdit>> {
        let Some(module) = self.module else { return Some(Vec::new()) };
        let is_of_module = |call: &&Call<'_>| call.arguments.first().is_some_and(|first| self.text(*first) == module);
        let releases = self.stretch.usage.calls.iter().filter(is_of_module);
        let releases = releases.filter(|call| matches!(call.name, "Py_DECREF" | "Py_XDECREF"));
        releases.map(|call| self.deletion(call.node.parent()?)).collect()
    }

    /// The table of slots, and its place in the definition.
    fn definition(&self) -> Option<Vec<TextEdit>> {
        let name = self.name();
        let mut declaration = self.table.list;
        while self.kind(declaration) != Kind::Declaration {
            declaration = declaration.parent()?;
        }
        let is_cpp = self.analysis.file.language() == Language::Cpp;
        let cast = if is_cpp { "(void *)" } else { "" };
        let slots = format!(
            "static int {name}_exec(PyObject *{});\n\nstatic PyModuleDef_Slot {name}_slots[] = {{\n    \
             {{Py_mod_exec, {cast}{name}_exec}},\n    {{0, NULL}},\n}};\n\n",
            self.module.unwrap_or("module")
        );
        let mut edits = vec![TextEdit::insert(declaration.start_byte(), slots)];
        let cells = self.table.cells(self.analysis.file);
        let member = |field: &str, position: usize| {
            let named = cells.iter().find(|cell| cell.field == Some(field));
            named.or_else(|| cells.get(position).filter(|cell| cell.field.is_none()))
        };
        if let Some(size) = member("m_size", 3).filter(|size| self.text(size.value).starts_with('-')) {
            edits.push(TextEdit::replace(size.value.byte_range().into(), "0"));
        }
        let given = format!("{name}_slots");
        let last = cells.last()?.value.end_byte();
        let has_names = cells.iter().any(|cell| cell.field.is_some());
        edits.push(match member("m_slots", 5) {
            Some(none) if self.stretch.scope.is_null(none.value) => {
                TextEdit::replace(none.value.byte_range().into(), given)
            }
            Some(_) => return None,
            None if has_names && !is_cpp => TextEdit::insert(last, format!(",\n    .m_slots = {given}")),
            None if cells.iter().any(|cell| matches!(cell.field, Some("m_traverse" | "m_clear" | "m_free"))) => {
                return None;
            }
            None if has_names => TextEdit::insert(last, format!(",\n    .m_slots = {given}")),
            None => {
                let missing = [", NULL", ", NULL", ", 0", ", NULL"];
                let filled = missing.get(cells.len().checked_sub(1)?..)?.concat();
                TextEdit::insert(last, format!("{filled}, {given}"))
            }
        });
        Some(edits)
    }

    /// Takes a statement out with its line, where nothing else stands there and it is not the only one of an `if`.
    fn deletion(&self, statement: Node<'_>) -> Option<TextEdit> {
        let parent = statement.parent()?;
        if !matches!(self.kind(parent), Kind::CompoundStatement | Kind::LabeledStatement) {
            return None;
        }
        let file = self.analysis.file;
        let range = TextRange::from(statement.byte_range());
        let lines = file.lines();
        let whole =
            TextRange::new(lines.line_start(lines.line(range.start)), lines.line_start(lines.line(range.end) + 1));
        let is_alone = whole.of(file.text()).trim() == range.of(file.text()).trim();
        if !is_alone {
            return Some(TextEdit::delete(range));
        }
        // No empty line at the beginning of the body.
        let rest = file.text().get(whole.end..).unwrap_or_default();
        let is_first = parent == self.function.body && statement.prev_named_sibling().is_none();
        let empty = usize::from(is_first && rest.starts_with('\n'));
        Some(TextEdit::delete(TextRange::new(whole.start, whole.end + empty)))
    }

    fn kind(&self, node: Node<'_>) -> Kind {
        self.analysis.file.grammar().kind(node)
    }
}

/// The variable that takes the module, where it is plainly one.
fn variable_of<'u>(stretch: &UsageAnalysis<'u>, create: &Call<'u>) -> Option<&'u str> {
    let scope = stretch.scope;
    let grammar = scope.file.grammar();
    let around = create.node.parent()?;
    let name = match scope.kind(around) {
        Kind::InitDeclarator => scope.variable(
            stretch.usage.variables.iter().find(|known| known.initialiser == Some(create.node))?.name,
            create.node.end_byte(),
        )?,
        Kind::AssignmentExpression => scope.variable_of(grammar.child(around, |fields| fields.left)?)?,
        _ => return None,
    }
    .name;
    let is_own = |node: &Node<'_>| scope.text(*node) == name;
    // Another value, or an address, would change the parameter.
    let targets = stretch.usage.assignments.iter().filter(|known| is_own(&known.target)).count();
    let is_changed = targets > usize::from(scope.kind(around) == Kind::AssignmentExpression);
    let is_single = stretch.usage.variables.iter().filter(|known| known.name == name).count() == 1;
    (is_single && !is_changed && !stretch.usage.addressed.iter().any(is_own)).then_some(name)
}

/// Whether the function uses macros of the file that may leave it, or code that only some builds have.
fn calls_own_macros(analysis: &FileAnalysis<'_>, stretch: &UsageAnalysis<'_>) -> bool {
    let Some(function) = stretch.function else { return true };
    let text = TextRange::from(function.node.byte_range()).of(analysis.file.text());
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let leaves = |word: &str| {
        analysis
            .file
            .macros()
            .get(word)
            .is_some_and(|known| known.body.contains("return") || known.body.contains("goto"))
    };
    text.lines().any(|line| line.trim_start().starts_with('#')) || text.split(|c| !is_word(c)).any(leaves)
}
