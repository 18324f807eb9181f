"""Random edits of difficult text: afterwards the server knows the document as if it had been opened anew."""

from __future__ import annotations

import random

import pytest

from samples import LEAKING, width

URI = "untitled:edited.c"
FRESH = "untitled:fresh.c"

PIECES = [
    "\n",
    "\r\n",
    "\r",
    "\r\r\n",
    "😀",
    "é",
    "e\u0301",
    "👩‍🔬",
    "\t",
    " ",
    "/* 😀 */",
    "//",
    "/*",
    "*/",
    '"',
    "Py_DECREF(array);",
    "return NULL;\r\n",
    "PyArray_FROM_OTF(",
    "NPY_ARRAY_IN_ARRAY | ",
    "{",
    "}",
    "#if 0\n",
    "#endif\r",
    "",
]


def lines_of(text: str) -> list[tuple[int, int]]:
    """Where each line starts and where its content ends, with the line ends of the protocol."""
    lines, start, at = [], 0, 0
    while at < len(text):
        if text[at] in "\r\n":
            end = at
            at += 2 if text[at : at + 2] == "\r\n" else 1
            lines.append((start, end))
            start = at
        else:
            at += 1
    return [*lines, (start, len(text))]


def random_place(dice: random.Random, text: str, encoding: str) -> tuple[int, dict]:
    """An offset that the protocol can name, and its name."""
    lines = lines_of(text)
    number = dice.randrange(len(lines))
    start, end = lines[number]
    offset = dice.randint(start, end)
    return offset, {"line": number, "character": width(text[start:offset], encoding)}


def random_change(dice: random.Random, text: str, encoding: str) -> tuple[str, dict]:
    """The text after a change, and the change."""
    one, other = random_place(dice, text, encoding), random_place(dice, text, encoding)
    if dice.random() < 0.7:
        other = one
    (start, start_place), (end, end_place) = sorted([one, other], key=lambda place: place[0])
    if end - start > 200:
        end, end_place = start, start_place
    content = "".join(dice.choices(PIECES, k=dice.randint(0, 3)))
    return text[:start] + content + text[end:], {"range": {"start": start_place, "end": end_place}, "text": content}


def start_text(dice: random.Random) -> str:
    """The sample with all kinds of line ends and letters in it."""
    lines = LEAKING.split("\n")
    marked = [f"/* {dice.choice(['😀', 'é', 'a'])} */{line}" if line.startswith(" ") else line for line in lines]
    return "".join(line + dice.choice(["\n", "\r\n", "\r"]) for line in marked)


def impression(wire, uri: str, text: str, encoding: str) -> list:
    """Everything that the server says of a document."""
    hovers = []
    for number, (start, end) in enumerate(lines_of(text)):
        for offset in range(start, end, 7):
            hovers.append(wire.hover(uri, number, width(text[start:offset], encoding)))
    diagnostics = [{**item, "relatedInformation": None} for item in wire.pulled(uri)]
    return [diagnostics, hovers, *other_answers(wire, uri, text, encoding)]


def other_answers(wire, uri: str, text: str, encoding: str) -> list:
    """What the server offers at some places, and of the whole document."""
    document = {"textDocument": {"uri": uri}}
    lines = lines_of(text)
    start, end = lines[-1]
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": len(lines) - 1, "character": width(text[start:end], encoding)}}
    answers = [wire.request("textDocument/inlayHint", {**document, "range": whole})]
    for number, (start, end) in enumerate(lines):
        place = {**document, "position": {"line": number, "character": width(text[start : (start + end) // 2], encoding)}}
        answers.append([item["label"] for item in wire.request("textDocument/completion", place) or []])
        answers.append(wire.request("textDocument/signatureHelp", place))
    context = {"diagnostics": [], "only": ["quickfix", "source"]}
    actions = wire.request("textDocument/codeAction", {**document, "range": whole, "context": context}) or []
    return [*answers, [action["title"] for action in actions]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@pytest.mark.parametrize("seed", range(4))
def test_edited_equals_opened(wire, encoding, seed):
    dice = random.Random(seed)
    result = wire.initialize(
        capabilities={
            "general": {"positionEncodings": [encoding]},
            "textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}},
        },
        initializationOptions={"signatureHelp": True, "inlayHints": True},
    )
    assert result["capabilities"]["positionEncoding"] == encoding
    text = start_text(dice)
    wire.open(URI, text)
    version = 1
    for _ in range(8):
        for _ in range(6):
            changes = []
            for _ in range(dice.randint(1, 4)):
                text, change = random_change(dice, text, encoding)
                changes.append(change)
            version += 1
            wire.change(URI, version, *changes)
        wire.open(FRESH, text)
        assert impression(wire, URI, text, encoding) == impression(wire, FRESH, text, encoding), repr(text)
        wire.close(FRESH)
    # The sample, put back by an edit that knows where the text ends, is the sample: nothing was lost on the way.
    lines = lines_of(text)
    end = {"line": len(lines) - 1, "character": width(text[lines[-1][0] :], encoding)}
    wire.change(URI, version + 1, {"range": {"start": {"line": 0, "character": 0}, "end": end}, "text": LEAKING})
    wire.open(FRESH, LEAKING)
    known = impression(wire, FRESH, LEAKING, encoding)
    assert impression(wire, URI, LEAKING, encoding) == known
    assert known[0] and any(known[1]), "nothing to compare: this test would find nothing"
