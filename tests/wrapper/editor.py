"""What an editor does with the answers of a language server."""

from __future__ import annotations

import re

from lsprotocol import types
from pytest_lsp import LanguageClient


class Document:
    """An open document."""

    def __init__(self, client: LanguageClient, uri: str, text: str):
        self.client, self.uri, self.text, self.version = client, uri, text, 1
        item = types.TextDocumentItem(uri=uri, language_id="c", version=1, text=text)
        client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))

    def close(self) -> None:
        identifier = types.TextDocumentIdentifier(self.uri)
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(text_document=identifier))

    async def diagnostics(self) -> list[types.Diagnostic]:
        """What the server finds in the text as it is now."""
        parameters = types.DocumentDiagnosticParams(text_document=types.TextDocumentIdentifier(self.uri))
        report = await self.client.text_document_diagnostic_async(parameters)
        return list(report.items)

    async def quick_fixes(self, diagnostic: types.Diagnostic) -> list[types.CodeAction]:
        """The repairs that the light bulb at a diagnostic offers, the preferred ones first.

        The offer to explain the rule runs a command and changes nothing; the library reads it as a plain command.
        """
        parameters = types.CodeActionParams(
            text_document=types.TextDocumentIdentifier(self.uri),
            range=diagnostic.range,
            context=types.CodeActionContext(diagnostics=[diagnostic], only=[types.CodeActionKind.QuickFix]),
        )
        actions = await self.client.text_document_code_action_async(parameters) or []
        repairs = [action for action in actions if isinstance(action, types.CodeAction)]
        return sorted(repairs, key=lambda action: not action.is_preferred)

    async def apply(self, action: types.CodeAction) -> None:
        """Makes the change of an action, as choosing it does."""
        if action.edit is None:
            action = await self.client.code_action_resolve_async(action)
        self.text = apply_edits(self.text, edits_for(action.edit, self.uri, self.version))
        self.version += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                text_document=types.VersionedTextDocumentIdentifier(self.version, self.uri),
                content_changes=[types.TextDocumentContentChangeWholeDocument(self.text)],
            )
        )


def edits_for(edit: types.WorkspaceEdit, uri: str, version: int) -> list[types.TextEdit]:
    """The edits of one document; a change of another one, or of another version, is an error."""
    if edit.document_changes is None:
        assert set(edit.changes) == {uri}
        return list(edit.changes[uri])
    (change,) = edit.document_changes
    assert change.text_document.uri == uri and change.text_document.version in (version, None)
    return list(change.edits)


def apply_edits(text: str, edits: list[types.TextEdit]) -> str:
    """The text after all edits, whose positions refer to the text before any of them, in UTF-16 columns."""
    lines = re.split(r"(?<=\n)", text)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]

    def offset(position: types.Position) -> int:
        if position.line >= len(lines):
            return len(text)
        units = lines[position.line].encode("utf-16-le")[: 2 * position.character]
        return starts[position.line] + len(units.decode("utf-16-le"))

    # From the back, so that earlier offsets stay right; insertions at one place keep their order.
    placed = [(offset(edit.range.start), offset(edit.range.end), edit.new_text) for edit in edits]
    placed.sort(key=lambda item: item[:2])
    for (_, end, _), (start, _, _) in zip(placed, placed[1:]):
        assert end <= start, "edits overlap"
    for start, end, content in reversed(placed):
        text = text[:start] + content + text[end:]
    return text
