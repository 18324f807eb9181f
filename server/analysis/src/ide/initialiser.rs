//! Where in the values of a struct a cursor stands, as in a table of methods or slots.

use numpy_capi_db::{FieldValue, Kind, Symbol, symbol, symbols};

use super::context::Context;
use super::lexer::TokenKind;

/// The field of a struct of the database whose value is typed at the cursor, where it takes constants.
pub(super) fn field(context: &Context) -> Option<&'static FieldValue> {
    let (brace, position) = enclosing_brace(context, context.word_position())?;
    let owner = struct_of(context, brace)?;
    let takes = match designated(context, brace) {
        Some(name) => symbol(&format!("{owner}.{name}"))?.takes.as_ref(),
        None => fields_of(owner).find_map(|field| field.takes.as_ref().filter(|takes| takes.position == position)),
    };
    takes.filter(|_| !is_behind_cast_or_call(context, brace))
}

/// The opening brace around a position, and the number of commas between.
fn enclosing_brace(context: &Context, before: usize) -> Option<(usize, usize)> {
    let (mut depth, mut commas) = (0_usize, 0);
    for position in (0..before).rev() {
        match context.tokens().get(position)?.kind {
            TokenKind::Punctuation(b')' | b']' | b'}') => depth += 1,
            TokenKind::Punctuation(b'{') if depth == 0 => return Some((position, commas)),
            TokenKind::Punctuation(b'(' | b'[') if depth == 0 => {}
            TokenKind::Punctuation(b'(' | b'[' | b'{') => depth -= 1,
            TokenKind::Punctuation(b',') if depth == 0 => commas += 1,
            TokenKind::Punctuation(b';') => return None,
            _ => {}
        }
    }
    None
}

/// The name of the struct whose values a brace opens: by `T name[] = {` around it or `(T){` before it.
fn struct_of<'text>(context: &Context<'text>, brace: usize) -> Option<&'text str> {
    let is = |position: Option<usize>, byte: u8| {
        position.and_then(|position| context.tokens().get(position)).is_some_and(|token| token.is(byte))
    };
    let before = brace.checked_sub(1)?;
    if is(Some(before), b'=') {
        return declared_type(context, before);
    }
    if is(Some(before), b')') {
        let cast = context.tokens().get(before.checked_sub(2)?..before)?;
        return match cast {
            [opening, name] if opening.is(b'(') && name.kind == TokenKind::Word => Some(context.text_of(*name)),
            _ => None,
        };
    }
    let is_element = is(Some(before), b'{') || is(Some(before), b',') || is(Some(before), b'=');
    let (outer, _) = enclosing_brace(context, brace).filter(|_| is_element)?;
    is(outer.checked_sub(1), b'=').then(|| declared_type(context, outer - 1))?
}

/// The `T` of `T name[] =`, whose last token is given.
fn declared_type<'text>(context: &Context<'text>, equals: usize) -> Option<&'text str> {
    let tokens = context.tokens().get(..equals)?;
    let mut end = tokens.len();
    while let Some(closing) = end.checked_sub(1).filter(|&at| tokens.get(at).is_some_and(|token| token.is(b']'))) {
        end = tokens.get(..closing)?.iter().rposition(|token| token.is(b'['))?;
    }
    let words = tokens.get(end.checked_sub(2)?..end)?;
    match words {
        [type_name, name] if type_name.kind == TokenKind::Word && name.kind == TokenKind::Word => {
            Some(context.text_of(*type_name))
        }
        _ => None,
    }
}

/// The `name` of `.name =` before the value at the cursor.
fn designated<'text>(context: &Context<'text>, brace: usize) -> Option<&'text str> {
    let tokens = context.tokens().get(brace + 1..context.word_position())?;
    let start = tokens.iter().rposition(|token| token.is(b',')).map_or(0, |comma| comma + 1);
    match tokens.get(start..)? {
        [point, name, equals, ..] if point.is(b'.') && equals.is(b'=') => Some(context.text_of(*name)),
        _ => None,
    }
}

/// Whether the value at the cursor is an argument of a call or a member that is being named.
fn is_behind_cast_or_call(context: &Context, brace: usize) -> bool {
    let tokens = context.tokens().get(brace + 1..context.word_position()).unwrap_or_default();
    let value = tokens.iter().rposition(|token| token.is(b',') || token.is(b'=')).map_or(0, |start| start + 1);
    !tokens
        .get(value..)
        .unwrap_or_default()
        .iter()
        .all(|token| token.is(b'|') || token.is(b'(') || matches!(token.kind, TokenKind::Word | TokenKind::Number))
        || context.call().is_some()
}

/// The fields of a struct.
fn fields_of(owner: &str) -> impl Iterator<Item = &'static Symbol> {
    let first = symbols().partition_point(|symbol| symbol.name < owner);
    let ours = symbols().iter().skip(first).take_while(move |symbol| symbol.name.starts_with(owner));
    ours.filter(move |symbol| symbol.kind == Kind::Field && symbol.owner_struct == *owner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::at_cursor;

    fn sets(marked: &str) -> &'static [&'static str] {
        let (file, offset) = at_cursor(marked);
        let context = Context::at(file.text(), offset).expect("the cursor stands in code");
        field(&context).map_or(&[], |field| field.sets)
    }

    #[test]
    fn tables_are_known_by_the_type_of_their_variable() {
        for marked in [
            "static PyMethodDef methods[] = {\n    {\"f\", f, METH_$0",
            "static PyMethodDef methods[] = {\n    {\"f\", f, METH_VARARGS, \"doc\"},\n    {\"g\", (PyCFunction)g, METH_VARARGS | $0},\n};",
            "PyMethodDef method = {\"f\", f, $0};",
            "PyMethodDef methods[] = {{.ml_name = \"f\", .ml_flags = $0}};",
        ] {
            assert_eq!(sets(marked), ["method-flags"], "{marked}");
        }
        assert!(sets("static PyType_Slot slots[] = {\n    {Py_tp_dealloc, f},\n    {$0").contains(&"type-slots"));
        assert_eq!(sets("static PyMemberDef members[3] = {{\"x\", $0"), ["member-type"]);
        assert_eq!(sets("spec = (PyType_Spec){\"m.T\", sizeof(T), 0, Py_TPFLAGS_$0"), ["type-flags"]);
        assert!(sets("static PyModuleDef_Slot slots[] = {{$0}}").contains(&"module-slots"));
    }

    #[test]
    fn other_places_are_left_alone() {
        for marked in [
            "static PyMethodDef methods[] = {{\"f\", $0",
            "static Mine methods[] = {{\"f\", f, $0",
            "void f(void) { x = $0",
            "static PyMethodDef methods[] = {{\"f\", f, mine($0",
            "static PyMethodDef methods[] = {{\"f\", f, x.$0",
            "if (a) { PyMethodDef d; $0",
        ] {
            assert_eq!(sets(marked), &[] as &[&str], "{marked}");
        }
    }
}
