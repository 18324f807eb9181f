"""Hover beyond the entry of a name: formats, suppressions, what a variable owns."""

from __future__ import annotations

import pytest

from samples import LEAKING, place_of

URI = "untitled:hover.c"


@pytest.fixture
def session(wire):
    wire.initialize(capabilities={"textDocument": {"hover": {"contentFormat": ["markdown"]}}})
    return wire


def said(wire, text: str, needle: str, after: int) -> str | None:
    place = place_of(text, needle, after=after)
    wire.open(URI, text)
    found = wire.hover(URI, place["line"], place["character"])
    wire.close(URI)
    return found and found["contents"]["value"]


def test_a_unit_of_a_format(session):
    text = LEAKING.replace('"O", &input', '"O!|i:total", &PyArray_Type, &input, &count')
    unit = said(session, text, '"O!|i', 1)
    assert unit.startswith("**`O!`**")
    assert "`&input`" in unit and "borrowed" in unit
    assert "- `i` `&count`, optional" in unit


def test_what_a_variable_owns(session):
    assert "**owns** one reference, from `PyArray_FROM_OTF` in line 12" in said(session, LEAKING, "PyArray_NDIM(array", 14)
    assert "**borrowed** reference from `PyArg_ParseTuple`" in said(session, LEAKING, "OTF(input", 5)
    freed = LEAKING.replace("return PyFloat", "use(array);\n    return PyFloat")
    assert "**released** in line 25" in said(session, freed, "use(array", 5)


def test_a_rule_in_a_suppression(session):
    text = LEAKING.replace("return NULL;\n    }\n    double", "return NULL; // numpy-capi: ignore[NPC203] kept\n    }\n    double")
    page = said(session, text, "ignore[NPC203", 9)
    assert page.startswith("**early-return-leak** (NPC203)")
    assert said(session, text, "] kept", 3) is None


def test_numbers_and_other_strings_say_nothing(session):
    assert said(session, LEAKING, '"one dimension', 3) is None
    assert said(session, LEAKING, "sum = 0.0", 1) is None
