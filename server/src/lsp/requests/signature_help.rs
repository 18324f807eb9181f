//! `textDocument/signatureHelp`.

use std::sync::Arc;

use numpy_capi_analysis::ide;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    ParameterInformation, ParameterLabel, Position, SignatureHelp, SignatureHelpParams, SignatureInformation,
};

use crate::lsp::convert::documentation;
use crate::lsp::server::Server;
use crate::lsp::session::Abilities;
use crate::lsp::snapshot::{View, compute};

/// The call around a position, where the settings want that: clangd answers too.
pub(in crate::lsp) async fn handle(server: &Arc<Server>, params: SignatureHelpParams) -> Result<Option<SignatureHelp>> {
    let place = params.text_document_position_params;
    compute(server, &place.text_document.uri, move |view| signature_help(view, place.position)).await
}

fn signature_help(view: &View, position: Position) -> Option<SignatureHelp> {
    if !view.resolved().signature_help {
        return None;
    }
    let found = ide::signature_help(view.file()?, view.positions().offset(position))?;
    Some(converted(found, &view.server.abilities()))
}

fn converted(found: ide::SignatureHelp, client: &Abilities) -> SignatureHelp {
    let prose = |markdown: String| (!markdown.is_empty()).then(|| documentation(markdown, client.signature_markdown));
    let texts = found.parameter_documentation.into_iter().map(Some).chain(std::iter::repeat(None));
    let parameters = found.parameters.iter().zip(texts).map(|(&place, text)| ParameterInformation {
        label: label(&found.label, place, client.label_offsets),
        documentation: text.and_then(prose),
    });
    let active = u32::try_from(found.active).ok();
    let signature = SignatureInformation {
        parameters: Some(parameters.collect()),
        documentation: prose(found.documentation),
        active_parameter: active,
        label: found.label,
    };
    SignatureHelp { signatures: vec![signature], active_signature: Some(0), active_parameter: active }
}

/// The parameter at byte offsets of a signature; as offsets in UTF-16, which the protocol asks for whatever the
/// encoding of positions, or as text.
fn label(signature: &str, (start, end): (usize, usize), as_offsets: bool) -> ParameterLabel {
    let units = |offset: usize| signature.get(..offset).unwrap_or_default().encode_utf16().count() as u32;
    if as_offsets {
        ParameterLabel::LabelOffsets([units(start), units(end)])
    } else {
        ParameterLabel::Simple(signature.get(start..end).unwrap_or_default().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_come_as_the_client_takes_them() {
        let found = ide::SignatureHelp {
            label: "f(é a, b)".to_owned(),
            parameters: vec![(2, 6), (8, 9)],
            parameter_documentation: vec!["borrowed".to_owned(), String::new()],
            active: 1,
            documentation: String::new(),
        };
        let labels = |offsets: bool| -> Vec<ParameterLabel> {
            let client = Abilities { label_offsets: offsets, ..Abilities::default() };
            let signature = converted(found.clone(), &client).signatures.remove(0);
            signature.parameters.into_iter().flatten().map(|parameter| parameter.label).collect()
        };
        assert_eq!(labels(true), [ParameterLabel::LabelOffsets([2, 5]), ParameterLabel::LabelOffsets([7, 8])]);
        assert_eq!(labels(false), [ParameterLabel::Simple("é a".to_owned()), ParameterLabel::Simple("b".to_owned())]);
    }
}
