//! The functions of a file and how they call each other.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use numpy_capi_db::symbol;

use crate::fingerprint::key_of;
use crate::flow::{Callee, Flow, InstructionKind, LoweringFailure, Operand, lower};
use crate::memory::function_keys;
use crate::ownership::{Summaries, Summary, summarise};
use crate::package::Outside;
use crate::syntax::{Annotation, FileMacros, Function, SourceFile, annotations, functions};

/// The functions of a file; each is lowered once, when it is first asked for.
pub(crate) struct Program<'a> {
    file: &'a SourceFile,
    macros: &'a FileMacros,
    functions: Vec<Function<'a>>,
    flows: Vec<OnceCell<Result<Flow, LoweringFailure>>>,
    /// What all that a function's own text tells is remembered under.
    keys: Vec<u64>,
    /// What the file says of functions in words.
    annotations: HashMap<&'a str, Annotation>,
    /// What is known of functions from outside the file.
    outside: Outside<'a>,
    /// The functions by name; a name that is defined twice stands for none of its definitions.
    by_name: HashMap<&'a str, Option<usize>>,
}

impl<'a> Program<'a> {
    pub(crate) fn new(file: &'a SourceFile, outside: Outside<'a>) -> Self {
        Self::with_macros(file, file.macros(), outside)
    }

    /// The functions of a text in which the macros of another hold.
    pub(crate) fn with_macros(file: &'a SourceFile, macros: &'a FileMacros, outside: Outside<'a>) -> Self {
        let functions = functions(file);
        let mut by_name = HashMap::new();
        for (index, function) in functions.iter().enumerate() {
            by_name.entry(function.name).and_modify(|known| *known = None).or_insert(Some(index));
        }
        let flows = functions.iter().map(|_| OnceCell::new()).collect();
        let annotations = annotations(file);
        let keys = function_keys(file, macros, &functions);
        Self { file, macros, functions, flows, keys, annotations, outside, by_name }
    }

    /// The functions, in the order of the text.
    pub(crate) fn functions(&self) -> &[Function<'a>] {
        &self.functions
    }

    /// The control-flow graph of a function.
    pub(crate) fn flow(&self, index: usize) -> Result<&Flow, LoweringFailure> {
        let flow = self.flows[index].get_or_init(|| lower(self.file, self.macros, &self.functions[index]));
        flow.as_ref().map_err(|failure| *failure)
    }

    /// What is known of all functions that are called.
    pub(crate) fn summaries(&self) -> Summaries {
        self.summaries_from(0..self.functions.len())
    }

    /// What is known of the functions that some functions call, directly or by way of others.
    pub(crate) fn summaries_from(&self, callers: impl IntoIterator<Item = usize>) -> Summaries {
        let mut search = Search::new(self);
        for caller in callers {
            search.learn_of_others(caller);
            for callee in self.callees(caller) {
                search.visit(callee);
            }
        }
        search.summaries
    }

    /// What is known of some functions and of those that they call, and the functions of other files among these.
    pub(crate) fn summaries_of(&self, functions: impl IntoIterator<Item = usize>) -> (Summaries, BTreeSet<String>) {
        let mut search = Search::new(self);
        functions.into_iter().for_each(|function| search.visit(function));
        (search.summaries, search.others)
    }

    /// A key for what a function's own text tells, in the surroundings that it stands in.
    pub(crate) fn key(&self, index: usize) -> u64 {
        self.keys[index]
    }

    /// A key for a function with what is known of all that it calls.
    pub(crate) fn key_with(&self, index: usize, summaries: &Summaries) -> u64 {
        key_of(&(self.key(index), summaries.key(self.names(index).iter())))
    }

    /// The functions of the file that a function calls, or hands to others.
    pub(crate) fn callees(&self, index: usize) -> Vec<usize> {
        let names = self.names(index);
        names.iter().filter_map(|name| self.by_name.get(name.as_str()).copied().flatten()).collect()
    }

    /// The names that a function calls, or hands to others; each once.
    fn names(&self, index: usize) -> Arc<[String]> {
        self.file.memory().names(self.key(index), || self.flow(index).map(names).unwrap_or_default().into())
    }

    /// Whether no other function of the file has the same name.
    pub(crate) fn is_alone(&self, index: usize) -> bool {
        self.by_name.get(self.functions[index].name).is_some_and(|known| *known == Some(index))
    }

    /// What is said in words of a function that stands outside the file or can be called from there, the strongest last.
    fn said(&self, name: &str) -> impl Iterator<Item = &Annotation> {
        self.outside.annotations(name).chain(self.annotations.get(name))
    }

    /// What is known of a function of the file, with what is said of it in words.
    fn worded_own(&self, index: usize, summary: Option<Summary>) -> Option<Summary> {
        let function = &self.functions[index];
        if is_static(self.file, function) {
            // What others say of the name is not about a function that they cannot see.
            return worded(function.name, summary, self.annotations.get(function.name));
        }
        worded(function.name, summary, self.said(function.name))
    }

    /// Whether callers go by the definition. What the database says of a function holds for its definition too, unless
    /// another function of the file has the same name.
    pub(crate) fn is_own(&self, index: usize) -> bool {
        let function = &self.functions[index];
        symbol(function.name).is_none() || is_static(self.file, function)
    }
}

/// What is known of a function, with what is said of it in words.
fn worded<'a>(
    name: &str,
    mut summary: Option<Summary>,
    said: impl IntoIterator<Item = &'a Annotation>,
) -> Option<Summary> {
    for said in said {
        summary.get_or_insert_with(|| Summary::declared(name, None, &[])).declare(said.is_result_new, &said.arguments);
    }
    summary
}

/// The names that a function calls, or hands to others; each once, in the order of the text.
fn names(flow: &Flow) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut names = Vec::new();
    for instruction in flow.blocks.iter().flat_map(|block| &block.instructions) {
        let InstructionKind::Call { callee, arguments, .. } = &instruction.kind else { continue };
        let called = match callee {
            Callee::Named(name) => Some(name),
            Callee::Unknown => None,
        };
        let handed_on = arguments.iter().filter_map(|argument| match &argument.operand {
            Operand::Global(name) => Some(name),
            _ => None,
        });
        names.extend(called.into_iter().chain(handed_on).filter(|name| seen.insert(*name)).cloned());
    }
    names
}

/// Whether a function is visible in its file only.
pub(crate) fn is_static(file: &SourceFile, function: &Function<'_>) -> bool {
    let head = file.text().get(function.range.start..function.declarator.start_byte()).unwrap_or_default();
    head.split_whitespace().any(|word| word == "static")
}

/// Tarjan's search for functions that call themselves, by way of others or not. It finishes callees before callers.
struct Search<'a, 'b> {
    program: &'b Program<'a>,
    marks: Vec<Option<Mark>>,
    /// The functions that may still turn out to be in a circle with others.
    pending: Vec<usize>,
    visited: usize,
    summaries: Summaries,
    /// The functions of other files that are called.
    others: BTreeSet<String>,
}

#[derive(Clone, Copy)]
struct Mark {
    number: usize,
    /// The lowest number that can be reached.
    low: usize,
    is_pending: bool,
    calls_itself: bool,
}

impl<'a, 'b> Search<'a, 'b> {
    fn new(program: &'b Program<'a>) -> Self {
        let marks = vec![None; program.functions.len()];
        Self {
            program,
            marks,
            pending: Vec::new(),
            visited: 0,
            summaries: Summaries::default(),
            others: BTreeSet::new(),
        }
    }

    fn visit(&mut self, root: usize) {
        if self.marks[root].is_some() {
            return;
        }
        let mut open = vec![self.open(root)];
        while let Some((node, callees)) = open.last_mut() {
            let node = *node;
            let Some(callee) = callees.pop() else {
                open.pop();
                self.close(node);
                if let Some((outer, _)) = open.last() {
                    let low = self.marks[node].map_or(usize::MAX, |mark| mark.low);
                    self.lower_mark(*outer, low);
                }
                continue;
            };
            match self.marks[callee] {
                None => open.push(self.open(callee)),
                Some(mark) if mark.is_pending => {
                    self.lower_mark(node, mark.number);
                    if let Some(mark) = self.marks[node].as_mut() {
                        mark.calls_itself |= node == callee;
                    }
                }
                Some(_) => {}
            }
        }
    }

    fn open(&mut self, index: usize) -> (usize, Vec<usize>) {
        let number = self.visited;
        self.visited += 1;
        self.marks[index] = Some(Mark { number, low: number, is_pending: true, calls_itself: false });
        self.pending.push(index);
        self.learn_of_others(index);
        (index, self.program.callees(index))
    }

    /// Notes what is known of the functions that a function calls and that are not of this file. Of those of the API the
    /// database knows more than words say.
    fn learn_of_others(&mut self, caller: usize) {
        let program = self.program;
        for name in program.names(caller).iter() {
            if program.by_name.contains_key(name.as_str())
                || symbol(name).is_some()
                || !self.others.insert(name.clone())
            {
                continue;
            }
            let known = program.outside.function(name);
            if program.said(name).next().is_some() {
                let summary = known.and_then(|known| known.as_deref().cloned());
                self.summaries.insert(name, worded(name, summary, program.said(name)).map(Arc::new));
            } else if let Some(known) = known {
                self.summaries.insert(name, known.clone());
            }
        }
    }

    fn lower_mark(&mut self, index: usize, low: usize) {
        if let Some(mark) = self.marks[index].as_mut() {
            mark.low = mark.low.min(low);
        }
    }

    /// What callers of a function may rely on, which does not call itself.
    fn summary(&self, index: usize) -> Option<Summary> {
        let (program, summaries) = (self.program, &self.summaries);
        program.file.memory().summary(program.key_with(index, summaries), || {
            program.flow(index).ok().and_then(|flow| summarise(program.functions[index].name, flow, summaries))
        })
    }

    /// All that a function calls is known.
    fn close(&mut self, index: usize) {
        let Some(mark) = self.marks[index] else { return };
        if mark.low != mark.number {
            return;
        }
        let start = self.pending.iter().rposition(|pending| *pending == index).unwrap_or(0);
        let circle = self.pending.split_off(start);
        let is_circle = circle.len() > 1 || mark.calls_itself;
        for member in circle {
            if let Some(mark) = self.marks[member].as_mut() {
                mark.is_pending = false;
            }
            if self.program.is_own(member) {
                let name = self.program.functions[member].name;
                let summary = if is_circle { None } else { self.summary(member) };
                self.summaries.insert(name, self.program.worded_own(member, summary).map(Arc::new));
            }
        }
    }
}
