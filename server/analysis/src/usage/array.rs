//! How arrays are made, as far as the text shows it: element type, requirements, number of dimensions.

use numpy_capi_db::{Symbol, symbol};
use tree_sitter::Node;

use super::{CType, Call, Scope};

/// Result types of the calls that make arrays.
const ARRAY_TYPES: [&str; 2] = ["PyObject *", "PyArrayObject *"];

/// What is certain of an array, since every call that may have made it agrees.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Made {
    /// The name of its type number: `NPY_DOUBLE`.
    pub type_number: Option<&'static Symbol>,
    /// The requirement flags that it was asked for with.
    pub requirements: Option<i64>,
    /// The most dimensions that it can have.
    pub most_dimensions: Option<i64>,
}

impl<'a> Scope<'a, '_> {
    /// How the array was made that an expression gives; `None` where something else may be behind it.
    pub(crate) fn made(&self, node: Node<'a>) -> Option<Made> {
        let calls = self.calls_giving(node)?;
        let mut all = calls.iter().map(|call| self.made_by(call));
        let first = all.next()??;
        all.try_fold(first, |agreed, made| made.map(|made| agreed.and(made)))
    }

    fn made_by(&self, call: &Call<'a>) -> Option<Made> {
        let maker = call.symbol.filter(|symbol| makes_arrays(symbol))?;
        let argument = |is_meant: &dyn Fn(&numpy_capi_db::Param) -> bool| {
            let position = maker.params.iter().position(is_meant)?;
            call.arguments.get(position).copied()
        };
        let number = argument(&|param| param.constant_set == "typenum").and_then(|node| self.type_number(node));
        let described = || self.described(argument(&|param| param.type_text.as_str() == "PyArray_Descr *")?);
        let requirements = argument(&|param| param.constant_set == "array-requirement");
        let exact = argument(&|param| param.name == "nd").and_then(|node| self.number(node));
        let most = argument(&|param| matches!(param.name, "max_depth" | "max")).and_then(|node| self.number(node));
        Some(Made {
            type_number: number.or_else(described),
            requirements: requirements.and_then(|node| self.flags(node)),
            most_dimensions: exact.or(most.filter(|most| *most > 0)),
        })
    }

    /// The type number that an expression names.
    pub(crate) fn type_number(&self, node: Node<'a>) -> Option<&'static Symbol> {
        let node = self.without_casts(node);
        symbol(self.text(node)).filter(|known| known.member_of.contains(&"typenum"))
    }

    /// The type number of a descriptor that is made of one.
    pub(crate) fn described(&self, descr: Node<'a>) -> Option<&'static Symbol> {
        let calls = self.calls_giving(descr)?;
        let mut numbers = calls.iter().map(|call| {
            let maker = call.symbol.filter(|symbol| symbol.result_type == "PyArray_Descr *")?;
            let position = maker.params.iter().position(|param| param.constant_set == "typenum")?;
            (maker.params.len() == 1).then(|| self.type_number(*call.arguments.get(position)?))?
        });
        let first = numbers.next()??;
        numbers.all(|number| number.is_some_and(|number| number.name == first.name)).then_some(first)
    }
}

impl<'a> Call<'a> {
    /// The array into whose memory a call gives a pointer.
    pub(crate) fn array_read(&self) -> Option<Node<'a>> {
        let accessor = self.symbol.filter(|symbol| matches!(symbol.result_type.as_str(), "void *" | "char *"))?;
        let position = accessor.param_index(accessor.returns.borrowed_from)?;
        let is_array = accessor.params.get(position)?.type_text.as_str().contains("PyArrayObject *");
        is_array.then(|| self.arguments.get(position).copied())?
    }
}

impl Made {
    fn and(self, other: Self) -> Self {
        let is_same = self.type_number.map(|number| number.name) == other.type_number.map(|number| number.name);
        Self {
            type_number: self.type_number.filter(|_| is_same),
            requirements: self.requirements.zip(other.requirements).map(|(one, another)| one & another),
            most_dimensions: self.most_dimensions.zip(other.most_dimensions).map(|(one, another)| one.max(another)),
        }
    }
}

/// Whether a call creates an array, or converts to one.
fn makes_arrays(symbol: &Symbol) -> bool {
    ARRAY_TYPES.contains(&symbol.result_type.as_str())
        && matches!(symbol.chapter.as_str(), "Creating arrays" | "Converting to and from arrays")
}

/// The C type of an element by its type number, which NumPy names alike: `npy_double` for `NPY_DOUBLE`.
pub(crate) fn element_type(number: &Symbol) -> Option<CType<'static>> {
    symbol(&number.name.to_lowercase()).map(|known| CType::named(known.name))
}

#[cfg(test)]
mod tests {
    use super::super::{of_file, of_function};
    use super::*;
    use crate::syntax::{Language, SourceFile, functions};

    #[test]
    fn what_calls_agree_on() {
        let text = "void f(PyObject *x, npy_intp *dims, int n) {\n\
                    PyObject *a = PyArray_FROMANY(x, NPY_DOUBLE, 1, 2, NPY_ARRAY_IN_ARRAY), *b, *c;\n\
                    if (n) b = PyArray_SimpleNew(1, dims, NPY_INT); else b = PyArray_ZEROS(2, dims, NPY_INT, 0);\n\
                    c = PyArray_FromAny(x, PyArray_DescrFromType(NPY_FLOAT), 0, 0, n, NULL);\n\
                    PyArray_DATA(a); PyArray_DATA(b); PyArray_DATA((PyArrayObject *)c); PyArray_DATA(x);\n}\n";
        let file = SourceFile::new(text, Language::C);
        let outline = of_file(&file);
        let function = functions(&file).remove(0);
        let usage = of_function(&file, &outline, &function);
        let scope = Scope { file: &file, outline: &outline, function: Some(&usage) };
        let made: Vec<_> = usage
            .calls_of("PyArray_DATA")
            .map(|call| {
                let made = scope.made(call.array_read()?)?;
                Some((made.type_number.map(|number| number.name), made.requirements, made.most_dimensions))
            })
            .collect();
        let expected = [
            Some((Some("NPY_DOUBLE"), Some(0x101), Some(2))),
            Some((Some("NPY_INT"), None, Some(2))),
            Some((Some("NPY_FLOAT"), None, None)),
            None,
        ];
        assert_eq!(made, expected);
        assert_eq!(
            symbol("NPY_FLOAT").and_then(element_type).map(|known| known.to_string()),
            Some("npy_float".to_owned())
        );
    }
}
