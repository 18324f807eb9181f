//! `textDocument/diagnostic`.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use serde_json::json;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{
    Diagnostic, DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult,
    FullDocumentDiagnosticReport, RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    UnchangedDocumentDiagnosticReport,
};

use crate::lsp::diagnostics::current;
use crate::lsp::server::Server;
use crate::lsp::snapshot::{View, on_worker};

/// The protocol's code for an answer that the client should ask for again.
const SERVER_CANCELLED: i64 = -32802;

/// The diagnostics of a document. An error that makes the client ask again where it changes meanwhile.
pub(in crate::lsp) async fn handle(
    server: &Arc<Server>,
    params: DocumentDiagnosticParams,
) -> Result<DocumentDiagnosticReportResult> {
    let Some(view) = View::of(server, &params.text_document.uri) else {
        return Ok(report(Vec::new(), params.previous_result_id.as_deref()));
    };
    let (view, found) = on_worker(move || {
        let found = current(&view.server, &view.snapshot);
        (view, found)
    })
    .await?;
    if view.is_current() { Ok(report(found, params.previous_result_id.as_deref())) } else { Err(ask_again()) }
}

fn report(items: Vec<Diagnostic>, previous: Option<&str>) -> DocumentDiagnosticReportResult {
    let result_id = result_id(&items);
    let report = if previous == Some(result_id.as_str()) {
        let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id };
        DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            unchanged_document_diagnostic_report,
            related_documents: None,
        })
    } else {
        let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id: Some(result_id), items };
        DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
            full_document_diagnostic_report,
            related_documents: None,
        })
    };
    DocumentDiagnosticReportResult::Report(report)
}

/// Equal for equal diagnostics.
pub(super) fn result_id(items: &[Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    json!(items).to_string().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn ask_again() -> Error {
    Error {
        code: ErrorCode::ServerError(SERVER_CANCELLED),
        message: "the document has changed".into(),
        data: Some(json!({"retriggerRequest": true})),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_diagnostics_are_not_sent_twice() {
        let items = || vec![Diagnostic { message: "m".to_owned(), ..Diagnostic::default() }];
        let kind = |items, previous: Option<&str>| serde_json::to_value(report(items, previous)).unwrap();
        let first = kind(items(), None);
        assert_eq!(first["kind"], "full");
        let id = first["resultId"].as_str();
        assert_eq!(kind(items(), id), json!({"kind": "unchanged", "resultId": id}));
        assert_eq!(kind(Vec::new(), id)["kind"], "full");
    }
}
