//! Iterators of arrays (`NpyIter`): what they were asked for, and where they move on.

use numpy_capi_db::flag_value;

use super::{Call, Scope, Variable};

/// A call that moves an iterator on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Advanced<'a, 'u> {
    /// The iterator.
    pub variable: &'u Variable<'a>,
    /// The flags that it was made with, whichever call made it.
    pub flags: i64,
}

impl<'a, 'u> Scope<'a, 'u> {
    /// The iterator that a call moves on through a local function pointer, where it stays in the function and all that
    /// happens to it is known.
    pub(crate) fn iterator_advanced(&self, call: &Call<'a>) -> Option<Advanced<'a, 'u>> {
        let usage = self.function?;
        let [argument] = *call.arguments.as_slice() else { return None };
        let variable = self.variable_of(argument).filter(|known| known.c_type.is_pointer_to("NpyIter"))?;
        let is_through_local =
            |call: &Call<'a>| call.symbol.is_none() && self.variable(call.name, call.node.start_byte()).is_some();
        let is_argument = |call: &Call<'a>| call.arguments.iter().any(|node| self.is_variable(*node, variable));
        let is_seen = |call: &Call<'a>| call.symbol.is_some() || is_through_local(call);
        let all_seen = usage.calls.iter().filter(|call| is_argument(call)).all(is_seen);
        if !is_through_local(call) || !all_seen || self.is_stored(variable) {
            return None;
        }
        // What every maker asks for, and what is asked for later.
        let mut makers = self.calls_giving(argument)?.into_iter().map(|maker| self.iterator_flags(maker));
        let first = makers.next()??;
        let flags = makers.try_fold(first, |all, flags| flags.map(|flags| all & flags))?;
        let later = usage.calls_of("NpyIter_EnableExternalLoop").next().and(flag_value("NPY_ITER_EXTERNAL_LOOP"));
        Some(Advanced { variable, flags: flags | later.unwrap_or(0) })
    }

    fn iterator_flags(&self, maker: &Call<'a>) -> Option<i64> {
        let symbol = maker.symbol.filter(|symbol| symbol.result_type == "NpyIter *")?;
        let position = symbol.params.iter().position(|param| param.constant_set == "npyiter-global")?;
        self.flags(*maker.arguments.get(position)?)
    }
}
