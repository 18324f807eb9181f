//! Reading the C declaration of an entry.

/// The parts of a declaration.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// The result type, without the name.
    pub result_type: String,
    /// The declared name.
    pub name: String,
    /// Types and names of the parameters; `...` has itself as both.
    pub params: Vec<(String, String)>,
    /// Whether there is a parameter list at all.
    pub callable: bool,
}

/// Splits a declaration such as `PyObject *PyList_New(Py_ssize_t size)`, or one of a function type or function pointer
/// such as `typedef int (*inquiry)(PyObject *self)`.
pub fn parse(text: &str, symbol: &str) -> Result<Signature, String> {
    let text = text.trim().trim_start_matches("typedef ").trim_end_matches(';');
    let at = find_name(text, symbol).ok_or_else(|| format!("the signature does not declare `{symbol}`"))?;
    let (before, after) = (text[..at].trim_end(), text[at + symbol.len()..].trim_start());
    let (before, rest) = match (before.strip_suffix("(*").or_else(|| before.strip_suffix('(')), after.strip_prefix(')'))
    {
        (Some(before), Some(after)) => (before, after.trim_start()),
        _ => (before, after),
    };
    let result_type = before.trim().to_owned();
    let mut signature = Signature { result_type, name: symbol.to_owned(), ..Signature::default() };
    if rest.is_empty() || !rest.starts_with('(') {
        // An array reads as a pointer to its first element; one of arrays is nothing that has a short name.
        match rest.matches('[').count() {
            0 => {}
            1 => signature.result_type.push_str(" *"),
            _ => signature.result_type.clear(),
        }
        return Ok(signature);
    }
    let inner =
        rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).ok_or("the parameter list is not closed")?;
    signature.callable = true;
    if inner.trim().is_empty() || inner.trim() == "void" {
        return Ok(signature);
    }
    for param in split_at_commas(inner) {
        signature.params.push(split_param(param.trim())?);
    }
    Ok(signature)
}

/// Where the declared name stands: the first whole-word occurrence outside parentheses.
fn find_name(text: &str, symbol: &str) -> Option<usize> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    text.match_indices(symbol).map(|(at, _)| at).find(|&at| {
        let before = text.as_bytes()[..at].last().copied();
        let after = text.as_bytes().get(at + symbol.len()).copied();
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    })
}

fn split_at_commas(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_i32, 0);
    for (at, character) in text.char_indices() {
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// Splits `PyArray_Descr *dtype`, `npy_intp dims[]`, `int (*f)(void *)` or a lone macro argument into type and name.
fn split_param(param: &str) -> Result<(String, String), String> {
    if param == "..." {
        return Ok(("...".to_owned(), "...".to_owned()));
    }
    if let Some(at) = param.find("(*") {
        let name: String = param[at + 2..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        return if name.is_empty() {
            Err(format!("the parameter `{param}` has no name"))
        } else {
            Ok((param.to_owned(), name))
        };
    }
    let head = param.split('[').next().unwrap_or(param).trim_end();
    let name_at = head.rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).map_or(0, |at| at + 1);
    let (before, name) = head.split_at(name_at);
    if name.is_empty() || before.trim().is_empty() {
        return Err(format!("the parameter `{param}` needs a type and a name"));
    }
    let brackets = &param[head.len()..];
    Ok((format!("{}{}", before.trim(), brackets.trim()), name.to_owned()))
}
