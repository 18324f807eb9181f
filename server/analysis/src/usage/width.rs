//! How the value of an arithmetic expression is kept.

use tree_sitter::Node;

use super::Scope;
use super::c_type::{DataModel, Width};
use crate::syntax::{Kind, named_children};

/// How deep an expression is read; deeper ones are generated.
const DEPTH_LIMIT: usize = 32;

const INT: Width = Width::Integer { bits: 32, is_signed: true };

impl<'a> Scope<'a, '_> {
    /// How the value of an expression is kept on a kind of platform; `None` for pointers, and where the text does not
    /// show it.
    pub(crate) fn width_of(&self, node: Node<'a>, model: DataModel) -> Option<Width> {
        self.kept(node, model, DEPTH_LIMIT)
    }

    fn kept(&self, node: Node<'a>, model: DataModel, depth: usize) -> Option<Width> {
        let depth = depth.checked_sub(1)?;
        let grammar = self.file.grammar();
        match self.kind(node) {
            Kind::NumberLiteral => literal(self.text(node)),
            Kind::CharLiteral => Some(INT),
            Kind::ParenthesizedExpression => match named_children(grammar, node).as_slice() {
                [inner] => self.kept(*inner, model, depth),
                _ => None,
            },
            Kind::SizeofExpression => super::CType::named("size_t").width(model),
            Kind::UnaryExpression => match self.operator(node)? {
                "!" => Some(INT),
                _ => self.kept(grammar.child(node, |fields| fields.argument)?, model, depth).map(Width::promoted),
            },
            Kind::BinaryExpression => self.binary(node, model, depth),
            Kind::ConditionalExpression => {
                let left = self.kept(grammar.child(node, |fields| fields.consequence)?, model, depth)?;
                Some(left.with(self.kept(grammar.child(node, |fields| fields.alternative)?, model, depth)?))
            }
            Kind::AssignmentExpression => self.kept(grammar.child(node, |fields| fields.left)?, model, depth),
            Kind::UpdateExpression => self.kept(grammar.child(node, |fields| fields.argument)?, model, depth),
            _ => {
                let c_type = self.type_of(node)?;
                self.resolved(c_type).width(model)
            }
        }
    }

    fn binary(&self, node: Node<'a>, model: DataModel, depth: usize) -> Option<Width> {
        let grammar = self.file.grammar();
        let left = || self.kept(grammar.child(node, |fields| fields.left)?, model, depth);
        let right = || self.kept(grammar.child(node, |fields| fields.right)?, model, depth);
        match self.operator(node)? {
            "==" | "!=" | "<" | ">" | "<=" | ">=" | "&&" | "||" => Some(INT),
            "<<" | ">>" => left().map(Width::promoted),
            "+" | "-" | "*" | "/" | "%" | "&" | "|" | "^" => Some(left()?.with(right()?)),
            _ => None,
        }
    }

    /// The operator of an expression.
    fn operator(&self, node: Node<'a>) -> Option<&'a str> {
        Some(self.text(self.file.grammar().child(node, |fields| fields.operator)?))
    }
}

/// How a number is kept that stands in the code; of integers only those that are an `int` everywhere.
fn literal(text: &str) -> Option<Width> {
    let is_hexadecimal = text.starts_with("0x") || text.starts_with("0X");
    if !is_hexadecimal && text.contains(['.', 'e', 'E']) {
        let bits = match text.chars().last()? {
            'f' | 'F' => 32,
            'l' | 'L' => 80,
            _ => 64,
        };
        return Some(Width::Floating { bits });
    }
    text.parse::<i32>().ok().map(|_| INT)
}

#[cfg(test)]
mod tests {
    use super::super::{of_file, of_function};
    use super::*;
    use crate::syntax::{Language, SourceFile, functions};

    #[test]
    fn sums_are_as_wide_as_their_widest_part() {
        let text = "typedef long count;\n\
                    void f(short s, unsigned u, count c, float x, char *p, npy_intp n) {\n\
                        widths(s, -s, s + u, c * 2, n > 3, x, x + 1.5, u << c, p + 1, sizeof(p), n ? s : c, 7000000000);\n\
                    }\n";
        let file = SourceFile::new(text, Language::C);
        let outline = of_file(&file);
        let function = functions(&file).remove(0);
        let usage = of_function(&file, &outline, &function);
        let scope = Scope { file: &file, outline: &outline, function: Some(&usage) };
        let bits = |node: &Node<'_>| match scope.width_of(*node, DataModel::Lp64) {
            Some(Width::Integer { bits, .. } | Width::Floating { bits }) => bits,
            None => 0,
        };
        let widths: Vec<u32> = usage.calls[0].arguments.iter().map(bits).collect();
        assert_eq!(widths, [16, 32, 32, 64, 32, 32, 64, 32, 0, 64, 64, 0]);
    }
}
