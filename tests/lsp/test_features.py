"""What a user gets, with the capabilities that real editors declare."""

from __future__ import annotations

import asyncio

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from samples import LEAK, LEAKING, place_of
from wire import SERVER

URI = "untitled:feature.c"
EDITORS = ["visual-studio-code", "neovim@0.11", "neovim@0.7", "emacs"]


@pytest_lsp.fixture(params=EDITORS, config=ClientServerConfig(server_command=[SERVER]))
async def client(request, lsp_client: LanguageClient):
    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def _register(_params: types.RegistrationParams):
        return None

    capabilities = client_capabilities(request.param.replace("-", "_"))
    session = await lsp_client.initialize_session(
        types.InitializeParams(capabilities=capabilities, process_id=None, root_uri=None)
    )
    lsp_client.declared = capabilities
    lsp_client.offered = session.capabilities
    yield
    await lsp_client.shutdown_session()


def open_text(client: LanguageClient, text: str):
    item = types.TextDocumentItem(uri=URI, language_id="c", version=1, text=text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))


def encoding_of(client: LanguageClient) -> str:
    encoding = client.offered.position_encoding
    return getattr(encoding, "value", encoding) or "utf-16"


def position(client: LanguageClient, text: str, needle: str, after: int = 0) -> types.Position:
    return types.Position(**place_of(text, needle, encoding_of(client), after))


def document() -> types.TextDocumentIdentifier:
    return types.TextDocumentIdentifier(URI)


async def diagnostics(client: LanguageClient) -> list[types.Diagnostic]:
    """In the way that the editor gets them."""
    if client.declared.text_document.diagnostic:
        report = await client.text_document_diagnostic_async(types.DocumentDiagnosticParams(document()))
        return list(report.items)
    await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    return list(client.diagnostics[URI])


@pytest.mark.asyncio
async def test_hover_names_who_owns_the_result(client: LanguageClient):
    open_text(client, LEAKING)
    place = position(client, LEAKING, "PyArray_FROM_OTF", 3)
    hover = await client.text_document_hover_async(types.HoverParams(document(), place))
    assert "PyArray_FROM_OTF" in hover.contents.value
    assert "new reference" in hover.contents.value
    assert hover.range.start == position(client, LEAKING, "PyArray_FROM_OTF")
    assert hover.range.end == position(client, LEAKING, "PyArray_FROM_OTF", len("PyArray_FROM_OTF"))
    formats = client.declared.text_document.hover.content_format or ["markdown"]
    assert hover.contents.kind in formats
    if hover.contents.kind == types.MarkupKind.PlainText:
        assert "```" not in hover.contents.value
        assert "**" not in hover.contents.value


@pytest.mark.asyncio
async def test_hover_is_silent_on_what_it_does_not_know(client: LanguageClient):
    open_text(client, LEAKING)
    place = position(client, LEAKING, "double sum", 8)
    assert await client.text_document_hover_async(types.HoverParams(document(), place)) is None


@pytest.mark.asyncio
async def test_completion_of_flags(client: LanguageClient):
    text = LEAKING.replace("NPY_ARRAY_IN_ARRAY", "NPY_ARRAY_C_CONTIGUOUS | NPY_ARRAY_AL")
    open_text(client, text)
    place = position(client, text, "| NPY_ARRAY_AL", len("| NPY_ARRAY_AL"))
    offered = await client.text_document_completion_async(types.CompletionParams(document(), place))
    items = offered.items if isinstance(offered, types.CompletionList) else offered
    (aligned,) = [item for item in items if item.label == "NPY_ARRAY_ALIGNED"]
    assert aligned.text_edit.range.start == position(client, text, "| NPY_ARRAY_AL", 2)
    assert aligned.text_edit.range.end == place
    assert not [item for item in items if item.label.startswith("PyArray_")]
    assert aligned.documentation is None
    resolved = await client.completion_item_resolve_async(aligned)
    documentation = resolved.documentation
    assert "NPY_ARRAY_ALIGNED" in getattr(documentation, "value", documentation)


@pytest.mark.asyncio
async def test_no_completion_in_comments(client: LanguageClient):
    text = LEAKING.replace("double sum", "/* NPY_ARRAY_AL */ double sum")
    open_text(client, text)
    place = position(client, text, "/* NPY_ARRAY_AL", len("/* NPY_ARRAY_AL"))
    assert not await client.text_document_completion_async(types.CompletionParams(document(), place))


@pytest.mark.asyncio
async def test_a_leak_is_found(client: LanguageClient):
    open_text(client, LEAKING)
    (leak,) = await diagnostics(client)
    assert (leak.code, leak.source) == (LEAK, "numpy-capi")
    assert leak.severity in (types.DiagnosticSeverity.Error, types.DiagnosticSeverity.Warning)
    assert "array" in leak.message
    pushed = client.declared.text_document.publish_diagnostics
    if pushed.code_description_support:
        assert leak.code_description.href.startswith("https://")
    if pushed.related_information:
        assert {station.location.uri for station in leak.related_information} == {URI}
        acquired = position(client, LEAKING, "PyArray_FROM_OTF").line
        assert acquired in [station.location.range.start.line for station in leak.related_information]
    else:
        assert leak.related_information is None


async def repairs(client: LanguageClient, leak: types.Diagnostic, only=None) -> list[types.CodeAction]:
    context = types.CodeActionContext(diagnostics=[leak], only=only)
    params = types.CodeActionParams(document(), leak.range, context)
    return await client.text_document_code_action_async(params) or []


def edits_of(action: types.CodeAction) -> list[types.TextEdit]:
    if action.edit.document_changes:
        (change,) = action.edit.document_changes
        assert (change.text_document.uri, change.text_document.version) == (URI, 1)
        return list(change.edits)
    return list(action.edit.changes[URI])


def applied(text: str, edits: list[types.TextEdit], encoding: str) -> str:
    """The text after edits that all refer to it; its lines end in line feeds."""

    def offset(place: types.Position) -> int:
        lines = text.split("\n")
        codec = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}[encoding]
        before = lines[place.line].encode(codec[0])[: place.character * codec[1]].decode(codec[0])
        return sum(len(line) + 1 for line in lines[: place.line]) + len(before)

    for edit in sorted(edits, key=lambda edit: offset(edit.range.start), reverse=True):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text


@pytest.mark.asyncio
async def test_a_leak_is_repaired(client: LanguageClient):
    text = LEAKING.replace("    PyArrayObject *array", "    /* 😀é */ PyArrayObject *array")
    open_text(client, text)
    (leak,) = await diagnostics(client)
    action = (await repairs(client, leak))[0]
    assert action.kind == types.CodeActionKind.QuickFix
    assert [diagnostic.code for diagnostic in action.diagnostics] == [LEAK]
    resolve = client.declared.text_document.code_action.resolve_support
    if resolve and "edit" in resolve.properties and client.declared.text_document.code_action.data_support:
        assert action.edit is None
        action = await client.code_action_resolve_async(action)
    repaired = applied(text, edits_of(action), encoding_of(client))
    assert repaired != text
    whole = types.TextDocumentContentChangeWholeDocument(repaired)
    version = types.VersionedTextDocumentIdentifier(uri=URI, version=2)
    client.text_document_did_change(types.DidChangeTextDocumentParams(version, [whole]))
    assert await diagnostics(client) == []


@pytest.mark.asyncio
async def test_repairs_only_where_they_are_asked_for(client: LanguageClient):
    open_text(client, LEAKING)
    (leak,) = await diagnostics(client)
    assert await repairs(client, leak, only=["quickfix"])
    assert await repairs(client, leak, only=[""])
    rewritings = await repairs(client, leak, only=["refactor"])
    assert all(action.kind.startswith("refactor") for action in rewritings)
    assert await repairs(client, leak, only=["source.organizeImports"]) == []


@pytest.mark.asyncio
async def test_a_rule_is_explained_in_the_way_that_the_editor_can(client: LanguageClient):
    open_text(client, LEAKING)
    (leak,) = await diagnostics(client)
    # The library takes a code action that has a command for a plain command, so its text is enough here.
    assert [action.title for action in await repairs(client, leak)].count("Explain NPC203 (early-return-leak)") == 1
    page = await client.workspace_execute_command_async(
        types.ExecuteCommandParams("numpyCapi.explainRule", [LEAK, {"show": True}])
    )
    assert page.startswith(f"# early-return-leak ({LEAK})")
    window = client.declared.window
    opens = bool(window and window.show_document and window.show_document.support)
    for _ in range(200):
        if client.shown_documents or client.messages:
            break
        await asyncio.sleep(0.05)
    assert (len(client.shown_documents), len(client.messages)) == ((1, 0) if opens else (0, 1))


@pytest.mark.asyncio
async def test_what_a_variable_owns_and_what_a_format_takes(client: LanguageClient):
    open_text(client, LEAKING)
    hover = await client.text_document_hover_async(
        types.HoverParams(document(), position(client, LEAKING, "PyArray_NDIM(array", 14))
    )
    assert "from PyArray_FROM_OTF in line 12" in hover.contents.value.replace("`", "")
    hover = await client.text_document_hover_async(
        types.HoverParams(document(), position(client, LEAKING, '"O", &input', 1))
    )
    assert "receives a borrowed reference" in hover.contents.value
