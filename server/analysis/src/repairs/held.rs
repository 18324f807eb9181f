//! Whether what a variable holds may be released at a place, over all paths that lead there.

use numpy_capi_db::{Format, ResultOwnership, Symbol};

use super::FunctionContext;
use crate::flow::{VariableId, VariableKind};
use crate::ownership::{Held, Holding, Question, holdings};
use crate::text::TextRange;

/// What a variable holds at a place.
pub(super) struct Standing<'c, 'a> {
    context: &'c FunctionContext<'a>,
    variable: VariableId,
    /// `None` where not every path could be followed.
    holdings: Option<Vec<Holding>>,
    /// Whether a format string has filled it: what a parse that fails has not come to is left as it was.
    is_parsed: bool,
    /// Whether it is lost although it comes from a call that nobody knows: the releases of the function say whose it is.
    is_presumed: bool,
}

impl<'c, 'a> Standing<'c, 'a> {
    pub(super) fn at(context: &'c FunctionContext<'a>, variable: VariableId, place: TextRange) -> Self {
        let question = Question { variable, place, takes_value: false };
        let holdings = holdings(context.flow, context.premises, question);
        let parses = |symbol: &Symbol| symbol.params.iter().any(|param| param.format == Some(Format::Parse));
        let defects = context.exploration.defects.iter();
        let mut defects = defects.filter(|defect| defect.holder == Some(variable));
        let is_parsed = defects.clone().any(|defect| defect.acquired.symbol.is_some_and(parses));
        let is_presumed =
            defects.any(|defect| defect.acquired.symbol.is_none() && !defect.is_retained && !defect.is_argument);
        Self { context, variable, holdings, is_parsed, is_presumed }
    }

    /// Whether the function owns what is there, or nothing is there, on every path.
    pub(super) fn is_own(&self) -> bool {
        let Some(holdings) = &self.holdings else {
            return self.context.flow.variables[self.variable.index()].kind == VariableKind::Local;
        };
        holdings.iter().all(|holding| match holding.held {
            Held::Owned(_) | Held::Retained(_) | Held::Resource(_) | Held::Null => true,
            Held::Unknown => self.is_lost(holding) || self.is_left_by_parse(holding) || self.is_from_unknown(holding),
            _ => false,
        })
    }

    /// Whether somebody else may own what is there.
    pub(super) fn is_lent(&self) -> bool {
        self.holdings.iter().flatten().any(|holding| match holding.held {
            Held::Borrowed => true,
            Held::Unknown => is_object(holding) && !self.is_lost(holding),
            _ => false,
        })
    }

    /// Whether nothing may be there.
    pub(super) fn may_be_empty(&self) -> bool {
        let is_empty =
            |holding: &Holding| holding.held == Held::Null || holding.is_untested || self.is_left_by_parse(holding);
        self.holdings.iter().flatten().any(is_empty)
    }

    /// Whether what went to a function that is not known is lost all the same.
    fn is_lost(&self, holding: &Holding) -> bool {
        let defects = &self.context.exploration.defects;
        let is_new = holding.from.is_some_and(|symbol| symbol.returns.ownership == ResultOwnership::New);
        let is_same = defects.iter().any(|lost| {
            lost.holder == Some(self.variable) && lost.acquired.range == holding.acquired && lost.released_by.is_empty()
        });
        is_new || is_same
    }

    fn is_left_by_parse(&self, holding: &Holding) -> bool {
        self.is_parsed && holding.held == Held::Unknown && holding.from.is_none()
    }

    fn is_from_unknown(&self, holding: &Holding) -> bool {
        self.is_presumed && !is_object(holding)
    }
}

/// Whether it is known where the value comes from; else it may be none at all.
fn is_object(holding: &Holding) -> bool {
    holding.acquired != TextRange::empty(0)
}
