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
    last_line = chapters.page().strip().splitlines()[-1].split("|")
    assert int(last_line[2]) == len(chapters.database.symbols("python"))
