//! Function pointers that are members of structs: a call through one has the contract of its type.

use std::collections::HashMap;

use crate::read::{Data, Located, RawSymbol};
use crate::signature::{self, Signature};

/// The function-pointer types that have a contract, by name.
pub struct FunctionTypes<'a>(HashMap<&'a str, &'a Located<RawSymbol>>);

/// What a call of a symbol, or through it, does: the entry that says so, and its declaration.
pub struct Contract<'a> {
    pub entry: &'a RawSymbol,
    pub signature: Signature,
    /// The declaration as C text.
    pub text: String,
}

impl<'a> FunctionTypes<'a> {
    pub fn of(data: &'a Data) -> Self {
        let types = data.symbols.iter().filter(|symbol| symbol.value.kind == "type" && has_contract(&symbol.value));
        Self(types.map(|symbol| (symbol.name.as_str(), symbol)).collect())
    }

    /// The contract of a symbol; of a member that is a function pointer that of its type.
    pub fn contract(&self, symbol: &'a Located<RawSymbol>) -> Contract<'a> {
        let own = || Contract {
            entry: &symbol.value,
            signature: signature::parse(&symbol.value.signature, declared_name(symbol)).unwrap_or_default(),
            text: symbol.value.signature.trim().to_owned(),
        };
        if symbol.value.kind == "field" { self.of_type(symbol).unwrap_or_else(own) } else { own() }
    }

    fn of_type(&self, field: &'a Located<RawSymbol>) -> Option<Contract<'a>> {
        let member = declared_name(field);
        let declared = field.value.signature.trim().strip_suffix(member)?;
        let function_type = self.0.get(declared.trim_end_matches(['*', ' ']))?;
        let signature = signature::parse(&function_type.value.signature, &function_type.name).ok()?;
        let params = function_type.value.signature.rsplit_once(")(").map_or("void)", |(_, params)| params);
        let text = format!("{} (*{member})({params}", signature.result_type).replace("* (", "*(");
        Some(Contract { entry: &function_type.value, signature, text })
    }
}

/// The name that the declaration of a symbol declares: of a field the member, without the struct in front of it.
pub fn declared_name(symbol: &Located<RawSymbol>) -> &str {
    match symbol.value.kind.as_str() {
        "field" => symbol.name.rsplit('.').next().unwrap_or_default(),
        _ => &symbol.name,
    }
}

/// Whether an entry says what a call does.
pub fn has_contract(symbol: &RawSymbol) -> bool {
    symbol.returns.is_some() || !symbol.params.is_empty()
}

/// Whether code calls a symbol by its name, or through it.
pub fn is_callable(symbol: &Located<RawSymbol>, contract: &Contract<'_>) -> bool {
    match symbol.value.kind.as_str() {
        "type" => false,
        "field" => contract.signature.callable && has_contract(contract.entry),
        _ => contract.signature.callable,
    }
}

/// The members that a call can go through, with the names that stand before them: member, names, entry.
pub fn slots<'a>(data: &'a Data, types: &FunctionTypes<'a>) -> Vec<(&'a str, &'a [String], &'a str)> {
    let structs: HashMap<&str, &[String]> = data
        .symbols
        .iter()
        .filter(|symbol| !symbol.value.reached_through.is_empty())
        .map(|symbol| (symbol.name.as_str(), symbol.value.reached_through.as_slice()))
        .collect();
    let mut slots: Vec<_> = data
        .symbols
        .iter()
        .filter(|symbol| symbol.value.kind == "field" && is_callable(symbol, &types.contract(symbol)))
        .filter_map(|symbol| {
            let through = structs.get(symbol.value.owner_struct.as_str())?;
            Some((declared_name(symbol), *through, symbol.name.as_str()))
        })
        .collect();
    slots.sort_unstable();
    slots
}
