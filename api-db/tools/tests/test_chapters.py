"""The table of chapters is what the data says today."""

import pathlib

import chapters
from database import Symbol


def symbol(**table) -> Symbol:
    return Symbol("PyArray_Example", "numpy", "Chapter", "numpy/arrayobject.h", pathlib.Path("x.toml"), table)


def test_page_is_up_to_date():
    found = chapters.PAGE.read_text(encoding="utf-8") if chapters.PAGE.is_file() else ""
    assert found == chapters.page(), "run python3 api-db/tools/chapters.py"


def test_described_needs_every_parameter():
    assert chapters.is_described(symbol(summary="Does it.", params={"a": {"meaning": "One."}}))
    assert not chapters.is_described(symbol(summary="Does it.", params={"a": {"meaning": "One."}, "b": {}}))
    assert not chapters.is_described(symbol(summary=""))


def test_every_entry_counts_once():
    totals = [line.split("|") for line in chapters.page().splitlines() if line.startswith("| **All**")]
    assert [int(cells[2]) for cells in totals] == [len(chapters.database.symbols(library)) for library in chapters.LIBRARIES]


def test_facts_are_counted_by_symbol_and_release():
    stealing = {"ownership": "stolen", "meaning": "It."}
    calls = [
        symbol(kind="function", added="1.0", params={"a": stealing, "b": stealing}),
        symbol(kind="function", added="1.0", removed="2.0", params={"a": stealing}),
        symbol(kind="type", added="1.0", params={"a": stealing}),
        symbol(kind="function", added="1.0", params={}),
    ]
    assert chapters._ever_and_now(calls, chapters.FACTS["steals an argument"]) == "2 (1)"
