"""A wrapper as the manual teaches it: clean as written; where one of its clean-up steps is missing the loss is found, and
the code action of the language server mends it."""

from __future__ import annotations

import re

import pytest

from editor import Document
from removals import REMOVALS, SOURCE

URI = "file:///project/blend.c"


def found(diagnostics) -> set[tuple[str, str]]:
    """Code and variable of each diagnostic."""
    return {(diagnostic.code, re.match(r"`?([^`]*)", diagnostic.message).group(1)) for diagnostic in diagnostics}


@pytest.mark.asyncio
async def test_the_wrapper_is_clean(client, check, compile_c):
    text = SOURCE.read_text(encoding="utf-8")
    assert compile_c(text) == ""
    assert check(text) == ""
    assert await Document(client, URI, text).diagnostics() == []


@pytest.mark.parametrize("removal", REMOVALS, ids=lambda removal: removal.name)
@pytest.mark.asyncio
async def test_a_missing_step_is_found(client, check, compile_c, removal):
    assert compile_c(removal.text) == "", "the compiler sees it as well: not a step of the clean-up"
    diagnostics = await Document(client, URI, removal.text).diagnostics()
    assert found(diagnostics) == set(removal.found)
    assert check(removal.text).count("\n") == len(diagnostics)


@pytest.mark.parametrize("removal", REMOVALS, ids=lambda removal: removal.name)
@pytest.mark.asyncio
async def test_the_code_action_restores_it(client, check, compile_c, removal):
    document = Document(client, URI, removal.text)
    diagnostics = await document.diagnostics()
    assert diagnostics, "nothing is found"
    while diagnostics:
        actions = await document.quick_fixes(diagnostics[0])
        assert actions, f"nothing is offered for {diagnostics[0].code}: {diagnostics[0].message}"
        await document.apply(actions[0])
        left = await document.diagnostics()
        assert len(left) < len(diagnostics), f"`{actions[0].title}` mends nothing:\n{document.text}"
        diagnostics = left
    assert check(document.text) == "", document.text
    assert compile_c(document.text) == "", document.text


@pytest.mark.parametrize("removal", REMOVALS, ids=lambda removal: removal.name)
@pytest.mark.asyncio
async def test_every_offer_compiles_and_mends(client, check, compile_c, removal):
    document = Document(client, URI, removal.text)
    for diagnostic in await document.diagnostics():
        for position in range(len(await document.quick_fixes(diagnostic))):
            copy = Document(client, URI.replace("blend", f"copy{position}"), removal.text)
            (same,) = [entry for entry in await copy.diagnostics() if entry.message == diagnostic.message]
            action = (await copy.quick_fixes(same))[position]
            await copy.apply(action)
            left = await copy.diagnostics()
            assert found(left) < set(removal.found), f"`{action.title}`:\n{copy.text}"
            assert compile_c(copy.text) == "", f"`{action.title}`:\n{copy.text}"
            copy.close()
