//! `workspace/diagnostic`: the findings of all files of the folders, where the settings want them.

use std::path::PathBuf;
use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    FullDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport, Uri, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};

use super::diagnostic::result_id;
use crate::lsp::documents::DocKey;
use crate::lsp::progress::Progress;
use crate::lsp::server::Server;
use crate::lsp::snapshot::on_worker;
use crate::lsp::workspace::{self, Abandoned};

/// How many files are analysed between two messages to the client.
const FILES_PER_MESSAGE: usize = 20;

/// The diagnostics of all files that are not open; for those the client asks one by one. Ends early where the client
/// cancels the request.
pub(in crate::lsp) async fn handle(
    server: &Arc<Server>,
    params: WorkspaceDiagnosticParams,
) -> Result<WorkspaceDiagnosticReportResult> {
    let abandoned = Abandoned::default();
    let _guard = abandoned.on_drop();
    let progress = Progress::new(server, params.work_done_progress_params.work_done_token);
    let worker = Arc::clone(server);
    let files = on_worker(move || wanted_files(&worker)).await?;
    progress.begin(&format!("Checking {} files", files.len()), true).await;
    server.index.ready_for(files.clone()).await;
    let mut items = Vec::new();
    for (number, group) in files.chunks(FILES_PER_MESSAGE).enumerate() {
        let (worker, group, abandoned) = (Arc::clone(server), group.to_vec(), abandoned.clone());
        let known = params.previous_result_ids.clone();
        let reports = on_worker(move || {
            let waits = group.into_iter().take_while(|_| !abandoned.is_set());
            let report = |path: PathBuf| {
                report(&worker, &path, |uri| {
                    known.iter().find(|previous| previous.uri == *uri).map(|previous| previous.value.clone())
                })
            };
            waits.filter_map(report).collect::<Vec<_>>()
        })
        .await?;
        items.extend(reports);
        progress.report((number + 1) * FILES_PER_MESSAGE, files.len()).await;
    }
    progress.end().await;
    Ok(WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items }))
}

fn wanted_files(server: &Server) -> Vec<PathBuf> {
    if !server.project_settings().workspace_diagnostics {
        return Vec::new();
    }
    let is_closed = |path: &PathBuf| server.documents.snapshot(&DocKey::File(path.clone())).is_none();
    workspace::files(&server.roots()).into_iter().filter(is_closed).collect()
}

fn report(
    server: &Server,
    path: &std::path::Path,
    previous: impl Fn(&Uri) -> Option<String>,
) -> Option<WorkspaceDocumentDiagnosticReport> {
    let uri = Uri::from_file_path(path)?;
    let items = workspace::diagnostics(server, path, &uri)?;
    let result_id = result_id(&items);
    if previous(&uri).as_ref() == Some(&result_id) {
        let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id };
        let report =
            WorkspaceUnchangedDocumentDiagnosticReport { uri, version: None, unchanged_document_diagnostic_report };
        return Some(WorkspaceDocumentDiagnosticReport::Unchanged(report));
    }
    let full_document_diagnostic_report =
        FullDocumentDiagnosticReport { result_id: Some(result_id), items: items.as_ref().clone() };
    let report = WorkspaceFullDocumentDiagnosticReport { uri, version: None, full_document_diagnostic_report };
    Some(WorkspaceDocumentDiagnosticReport::Full(report))
}
