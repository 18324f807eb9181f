//! The baseline in the editor: what the project knows of already is not shown.

use std::path::Path;
use std::sync::Arc;

use numpy_capi_analysis::{Finding, SourceFile};

use super::server::Server;
use crate::baseline::{Baseline, remembered};
use crate::config::Resolved;

/// The baseline that holds by the settings; `None` where there is none or it knows nothing. One that cannot be read is
/// told to the user once. Reads files.
pub(super) fn baseline(server: &Server, resolved: &Resolved) -> Option<Arc<Baseline>> {
    match remembered(resolved.baseline.as_deref()?) {
        Ok(baseline) => (baseline.len() > 0).then_some(baseline),
        Err(problem) => {
            server.configuration.problems.show(problem, &server.outbox);
            None
        }
    }
}

/// The findings of a file that a baseline does not know.
pub(super) fn unknown(
    baseline: Option<&Baseline>,
    path: Option<&Path>,
    file: &SourceFile,
    findings: Vec<Finding>,
) -> Vec<Finding> {
    match (baseline, path) {
        (Some(baseline), Some(path)) => baseline.sift(path, file, findings, |_| false).new,
        _ => findings,
    }
}
