//! The rules: one file each, with manual page, check, fix and tests.

mod alignment_not_asked_for;
mod allocator_mismatch;
mod analysis;
mod api_without_import;
mod array_field_access;
mod borrowed_array_returned;
mod borrowed_base;
mod borrowed_descr_stolen;
mod borrowed_released;
mod borrowed_returned;
mod borrowed_stolen;
mod buildvalue_o_owned;
mod buildvalue_trivial;
mod buildvalue_type_mismatch;
mod byte_order_not_asked_for;
mod compile_time_version;
mod complex_struct_access;
mod config_macro_after_include;
mod converter_output_lost;
mod converter_target_mismatch;
mod count_of_no_object;
mod data_cast_mismatch;
mod data_of_any_layout;
mod data_of_any_type;
mod descr_field_access;
mod dimensions_not_looked_at;
mod dims_not_npy_intp;
mod early_return_leak;
mod element_counts_for_array;
mod empty_iteration;
mod error_set_but_continues;
mod exit_without_reacquire;
mod failure_without_exception;
mod foreign_memory_owned;
mod format_arg_count;
mod format_type_mismatch;
mod function_table;
mod function_table_not_shared;
mod gil_not_declared;
mod gufunc_signature;
mod header_without_import;
mod import_array_missing_return;
mod import_array_return_type;
mod import_outside_init;
mod import_result_ignored;
mod in_out_array_without_write_back;
mod index_beyond_dimensions;
mod inner_loop_left_out;
mod int_status_ignored;
mod intp_format_specifier;
mod iterator_not_advanced;
mod iterator_not_deallocated;
mod iterator_status_compared;
mod kwlist_mismatch;
pub(crate) mod ledger;
mod length_in_int;
mod limited_api;
mod local_memory_wrapped;
mod long_as_default;
mod maxdims_array_size;
mod maxdims_as_axis;
mod memory_lost_on_exit;
mod memory_never_freed;
mod memory_overwritten;
mod memory_released_twice;
mod memory_unchecked;
mod method_signature;
mod method_table_sentinel;
mod migration;
mod minus_one_not_checked;
mod missing_import_ufunc;
mod module_lost_by_import;
mod multi_phase;
mod never_released;
mod new_reference_not_stolen;
mod newer_than_target;
mod next_function_unchecked;
mod no_deprecated_api_macro;
mod object_cast_unchecked;
mod object_data_without_gil;
mod object_iteration;
mod optional_not_initialised;
mod owndata_when_made;
mod owned_overwritten;
mod p_into_bool;
mod parse_result_ignored;
mod pyarray_malloc_deprecated;
mod pyerr_format_float;
mod pyobject_to_array_accessor;
mod python2_leftovers;
mod python_api_in_parallel_region;
mod python_api_without_gil;
mod refused_by_module;
mod released_after_steal;
mod released_twice;
mod released_uninitialised;
mod removed_functions;
mod removed_headers;
mod removed_old_constants;
mod result_unchecked;
mod shape_too_short;
mod shared_descr_changed;
mod single_phase_init;
mod size_for_bytes;
mod ssize_t_clean;
mod static_scratch_buffer;
mod status_convention_mixup;
mod stolen_argument_lost;
mod stride_in_elements;
mod success_with_pending_error;
mod suppression_without_reason;
mod threads_macro_pairing;
mod tuple_parsed_without_tuple;
mod type_number_compared;
mod ufunc_loop_ignores_steps;
mod ufunc_loop_python_error;
mod ufunc_table_length;
mod ufunc_table_lifetime;
mod unknown_numpy_symbol;
mod unknown_suppressed_rule;
mod unused_suppression;
mod used_after_steal;
mod view_of_released_array;
mod width_not_given;
mod without_gil;
mod wrapped_memory_owner;
mod wrapped_memory_without_owner;
mod write_back_pending;
mod write_to_read_only;

pub(crate) use self::analysis::{FileAnalysis, UsageAnalysis};
use self::ledger::FunctionAnalysis;
pub(crate) use self::suppression_without_reason::RULE as SUPPRESSION_WITHOUT_REASON;
pub(crate) use self::unknown_suppressed_rule::RULE as UNKNOWN_SUPPRESSED_RULE;
pub(crate) use self::unused_suppression::RULE as UNUSED_SUPPRESSION;
use crate::ownership::Claims;
use crate::repairs::{self, Repair};
pub use crate::repairs::{Batch, Repairs};
use crate::settings::Settings;
use crate::syntax::SourceFile;
use crate::text::{TextEdit, TextRange};

/// How a rule looks for what it finds, by what it has to see.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Check {
    /// What the ledger found in one function.
    Ledger(fn(&FunctionAnalysis<'_>) -> Vec<Finding>),
    /// How a function, or the text between the functions, uses the API.
    Usage(fn(&UsageAnalysis<'_>) -> Vec<Finding>),
    /// The whole file at once.
    File(fn(&FileAnalysis<'_>) -> Vec<Finding>),
    /// The comments that silence findings, when all others are known.
    Suppressions,
}

/// The group of the rules on comments that silence findings; no comment silences them.
pub const SUPPRESSION_GROUP: &str = "suppressions";

/// Every rule, ordered by code number.
static RULES: &[&Rule] = &[
    &unused_suppression::RULE,
    &unknown_suppressed_rule::RULE,
    &suppression_without_reason::RULE,
    &api_without_import::RULE,
    &function_table_not_shared::RULE,
    &import_array_return_type::RULE,
    &import_array_missing_return::RULE,
    &module_lost_by_import::RULE,
    &missing_import_ufunc::RULE,
    &import_outside_init::RULE,
    &config_macro_after_include::RULE,
    &import_result_ignored::RULE,
    &buildvalue_o_owned::RULE,
    &new_reference_not_stolen::RULE,
    &early_return_leak::RULE,
    &never_released::RULE,
    &borrowed_released::RULE,
    &borrowed_descr_stolen::RULE,
    &released_after_steal::RULE,
    &used_after_steal::RULE,
    &borrowed_base::RULE,
    &element_counts_for_array::RULE,
    &borrowed_returned::RULE,
    &borrowed_array_returned::RULE,
    &owned_overwritten::RULE,
    &borrowed_stolen::RULE,
    &refused_by_module::RULE,
    &released_twice::RULE,
    &stolen_argument_lost::RULE,
    &count_of_no_object::RULE,
    &result_unchecked::RULE,
    &failure_without_exception::RULE,
    &error_set_but_continues::RULE,
    &success_with_pending_error::RULE,
    &minus_one_not_checked::RULE,
    &int_status_ignored::RULE,
    &iterator_status_compared::RULE,
    &status_convention_mixup::RULE,
    &pyerr_format_float::RULE,
    &intp_format_specifier::RULE,
    &released_uninitialised::RULE,
    &format_arg_count::RULE,
    &format_type_mismatch::RULE,
    &converter_target_mismatch::RULE,
    &converter_output_lost::RULE,
    &kwlist_mismatch::RULE,
    &parse_result_ignored::RULE,
    &optional_not_initialised::RULE,
    &p_into_bool::RULE,
    &object_cast_unchecked::RULE,
    &buildvalue_type_mismatch::RULE,
    &ssize_t_clean::RULE,
    &buildvalue_trivial::RULE,
    &method_signature::RULE,
    &method_table_sentinel::RULE,
    &tuple_parsed_without_tuple::RULE,
    &gil_not_declared::RULE,
    &single_phase_init::RULE,
    &python2_leftovers::RULE,
    &data_of_any_layout::RULE,
    &data_of_any_type::RULE,
    &data_cast_mismatch::RULE,
    &dimensions_not_looked_at::RULE,
    &length_in_int::RULE,
    &dims_not_npy_intp::RULE,
    &write_to_read_only::RULE,
    &byte_order_not_asked_for::RULE,
    &alignment_not_asked_for::RULE,
    &stride_in_elements::RULE,
    &size_for_bytes::RULE,
    &index_beyond_dimensions::RULE,
    &shape_too_short::RULE,
    &type_number_compared::RULE,
    &long_as_default::RULE,
    &width_not_given::RULE,
    &shared_descr_changed::RULE,
    &wrapped_memory_without_owner::RULE,
    &local_memory_wrapped::RULE,
    &foreign_memory_owned::RULE,
    &owndata_when_made::RULE,
    &allocator_mismatch::RULE,
    &pyarray_malloc_deprecated::RULE,
    &write_back_pending::RULE,
    &in_out_array_without_write_back::RULE,
    &view_of_released_array::RULE,
    &memory_never_freed::RULE,
    &memory_lost_on_exit::RULE,
    &memory_unchecked::RULE,
    &memory_released_twice::RULE,
    &memory_overwritten::RULE,
    &python_api_without_gil::RULE,
    &exit_without_reacquire::RULE,
    &threads_macro_pairing::RULE,
    &static_scratch_buffer::RULE,
    &object_data_without_gil::RULE,
    &python_api_in_parallel_region::RULE,
    &iterator_not_deallocated::RULE,
    &object_iteration::RULE,
    &empty_iteration::RULE,
    &next_function_unchecked::RULE,
    &inner_loop_left_out::RULE,
    &iterator_not_advanced::RULE,
    &ufunc_table_length::RULE,
    &ufunc_table_lifetime::RULE,
    &ufunc_loop_ignores_steps::RULE,
    &ufunc_loop_python_error::RULE,
    &gufunc_signature::RULE,
    &no_deprecated_api_macro::RULE,
    &removed_old_constants::RULE,
    &removed_functions::RULE,
    &descr_field_access::RULE,
    &array_field_access::RULE,
    &complex_struct_access::RULE,
    &maxdims_as_axis::RULE,
    &maxdims_array_size::RULE,
    &pyobject_to_array_accessor::RULE,
    &removed_headers::RULE,
    &newer_than_target::RULE,
    &header_without_import::RULE,
    &unknown_numpy_symbol::RULE,
    &limited_api::RULE,
    &compile_time_version::RULE,
];

/// A rule, as its manual page and the listings show it.
#[derive(Debug)]
pub struct Rule {
    /// The code, for ever: `NPC203`.
    pub code: &'static str,
    /// The name in words: `early-return-leak`.
    pub name: &'static str,
    /// The group that selectors can name: `ownership`.
    pub group: &'static str,
    /// One sentence.
    pub summary: &'static str,
    /// How bad a finding is.
    pub severity: Severity,
    /// Whether it reports unless the user says otherwise.
    pub default: bool,
    /// Whether there is a repair.
    pub fix: FixAvailability,
    /// The manual page in Markdown, without heading and examples.
    pub page: &'static str,
    /// C text that the rule reports: a complete function or file.
    pub bad: &'static str,
    /// The same, right.
    pub good: &'static str,
    /// What it finds.
    pub(crate) check: Check,
    /// How it repairs what the ledger found, the best way first. Other checks give their findings a suggestion.
    pub(crate) repairs: &'static [Repair],
}

/// A rule is its code.
impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Rule {}

impl Rule {
    /// The address of the rule's page.
    pub fn url(&self) -> String {
        format!("{RULE_PAGES}{}/", self.name)
    }

    /// What the rule makes of the ledger of a function.
    pub(crate) fn of_ledger(&self, analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
        match self.check {
            Check::Ledger(check) => check(analysis),
            Check::Usage(_) | Check::File(_) | Check::Suppressions => Vec::new(),
        }
    }
}

const RULE_PAGES: &str = "https://numpy-capi-lsp.github.io/numpy-capi-lsp/rules/";

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Certain to crash, leak or corrupt when the path is taken.
    Error,
    /// Wrong on some platforms, releases or inputs.
    Warning,
    /// Worth knowing.
    Info,
    /// A matter of style.
    Hint,
}

impl Severity {
    /// The word for output.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
            Self::Hint => "hint",
        }
    }
}

/// Whether a rule repairs what it finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixAvailability {
    /// Always, without changing what right code does.
    Safe,
    /// Sometimes, or with a change that wants a look.
    Unsafe,
    /// Never.
    None,
}

impl FixAvailability {
    /// The word for output.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::None => "none",
        }
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How bad it is.
    pub severity: Severity,
    /// Where it goes wrong.
    pub range: TextRange,
    /// What is wrong, naming variable, API and contract.
    pub message: String,
    /// The enclosing function's name; empty at file level.
    pub function: String,
    /// The path that leads there, in order: where acquired, which branch, where lost.
    pub related: Vec<Related>,
    /// A repair that needs nothing but the place. [`fixes`] gives it back when it has been proven.
    pub suggestion: Option<Fix>,
}

/// A station on the way to a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub range: TextRange,
    /// What happens there.
    pub message: String,
}

/// A repair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the imperative.
    pub title: String,
    /// Whether it can be applied unseen.
    pub applicability: Applicability,
    /// The edits; they do not overlap.
    pub edits: Vec<TextEdit>,
}

/// Whether a repair can be applied unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applicability {
    /// The meaning of right code stays.
    Safe,
    /// Wants a look.
    Unsafe,
}

impl Applicability {
    /// The word for output.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// Every rule, ordered by code number.
pub fn all() -> &'static [&'static Rule] {
    RULES
}

/// What the selected rules find in the file as a whole and between its functions, the ledger apart; in no order.
pub(crate) fn file_findings(analysis: &FileAnalysis<'_>) -> Vec<Finding> {
    let mut findings = usage_findings(&analysis.outside(), analysis.settings);
    for rule in RULES.iter().filter(|rule| analysis.settings.rules.contains(rule)) {
        if let Check::File(check) = rule.check {
            findings.extend(check(analysis));
        }
    }
    findings
}

/// What the selected rules find in one stretch of the file, the ledger apart; in no order.
pub(crate) fn usage_findings(stretch: &UsageAnalysis<'_>, settings: &Settings) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES.iter().filter(|rule| settings.rules.contains(rule)) {
        if let Check::Usage(check) = rule.check {
            findings.extend(check(stretch));
        }
    }
    findings
}

/// What the selected rules make of the ledger of a function, ordered by place.
pub(crate) fn findings(analysis: &FunctionAnalysis<'_>, settings: &Settings) -> Vec<Finding> {
    let selected = RULES.iter().filter(|rule| settings.rules.contains(rule));
    let mut findings: Vec<Finding> = selected.flat_map(|rule| rule.of_ledger(analysis)).collect();
    findings.sort_by(|left, right| (left.range, left.rule.code).cmp(&(right.range, right.rule.code)));
    // What happens inside one expanded macro stands at one place.
    findings.dedup_by(|left, right| {
        (left.range, &left.message) == (right.range, &right.message) && left.rule == right.rule
    });
    findings
}

/// Drops what was found in a function on conditions that the rest of the text does not meet.
pub(crate) fn retain_confirmed(findings: &mut Vec<Finding>, text: &str, function: &str, claims: &Claims) {
    borrowed_returned::retain_where_new(findings, text, function, claims);
}

/// The rule with a code or a name.
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    all().iter().copied().find(|rule| rule.code == code_or_name || rule.name == code_or_name)
}

/// The repairs of one finding of [`crate::check`] on the same file, best first; [`Repairs`] is for several.
pub fn fixes(file: &SourceFile, finding: &Finding, settings: &Settings) -> Vec<Fix> {
    Repairs::new(file, settings).of(finding)
}

/// The repairs of many findings of [`crate::check`] on the same file, tried together: their findings are gone and no other
/// has come. `None` where there are not several that hold together; [`Repairs`] has those of each finding.
pub fn batch(
    file: &SourceFile,
    findings: &[Finding],
    settings: &Settings,
    accepts: &dyn Fn(&Fix) -> bool,
) -> Option<Batch> {
    repairs::batch(file, findings, settings, accepts)
}
