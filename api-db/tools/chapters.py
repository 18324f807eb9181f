"""Writes docs/api-chapters.md, the table of what the API database holds: python3 api-db/tools/chapters.py

With `--check` nothing is written; the exit status is 1 where the file is not up to date.
"""

from __future__ import annotations

import argparse
import pathlib
import sys
from collections.abc import Callable

import database
from database import Symbol

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "api-chapters.md"
LIBRARIES = {"numpy": "NumPy", "python": "CPython"}
COLUMNS = ("Chapter", "Symbols", "Described", "Calls", "With example", "Measured", "Annotated", "Read")
OWNERSHIP = """\
## Who owns what

How many functions, macros and struct members carry each fact, past releases included, and in brackets those that the
newest release still has. A call counts once in a row, however many of its arguments the row is about.
"""
INTRODUCTION = """\
<!-- Written by api-db/tools/chapters.py: change the data and run it again. -->
# The API database by chapter

*Described*: a summary, and a meaning for every parameter. *Calls*: functions and macros that are called. The last three
columns say what the ownership facts of the calls rest on: reference counts *measured* on a running interpreter, the
library's own *annotations*, or *reading* its source. Presence, signatures, fields and values of all symbols are
compiled against real headers besides: tests/proofs/compiler.
"""


def page() -> str:
    """The whole text of the page."""
    parts = [INTRODUCTION, *(_section(title, database.symbols(library)) for library, title in LIBRARIES.items())]
    return "\n".join([*parts, _ownership()])


def _ownership() -> str:
    head = [_row(("Fact", *LIBRARIES.values())), _row(("---", "--:", "--:"))]
    libraries = [database.symbols(library) for library in LIBRARIES]
    rows = [(fact, *(_ever_and_now(symbols, holds) for symbols in libraries)) for fact, holds in FACTS.items()]
    return "\n".join([OWNERSHIP, *head, *map(_row, rows), ""])


def _ever_and_now(symbols: list[Symbol], holds: Callable[[Symbol], bool]) -> str:
    found = [symbol for symbol in symbols if symbol.kind in ("function", "macro", "field") and holds(symbol)]
    return f"{len(found)} ({sum(symbol.removed is None for symbol in found)})"


def _takes(*words: str) -> Callable[[Symbol], bool]:
    return lambda symbol: any(param.get("ownership") in words for param in symbol.table.get("params", {}).values())


def _gives(key: str, word: str) -> Callable[[Symbol], bool]:
    return lambda symbol: symbol.table.get("returns", {}).get(key) == word


FACTS: dict[str, Callable[[Symbol], bool]] = {
    "steals an argument": _takes("stolen"),
    "steals an argument on success only": _takes("stolen-on-success"),
    "returns a new reference": _gives("ownership", "new"),
    "stores a new reference in a variable": _takes("out-new"),
    "returns a borrowed reference": _gives("ownership", "borrowed"),
    "returns an array of borrowed references": _gives("elements", "borrowed"),
    "stores a borrowed reference in a variable": _takes("out-borrowed"),
    "member that holds a reference of its struct: reading borrows": lambda symbol: symbol.table.get("holds") == "reference",
    "member that holds no reference": lambda symbol: symbol.table.get("holds") == "borrowed",
    "returns a resource that a particular call ends": _gives("ownership", "resource"),
    "is an argument converter (`O&`)": lambda symbol: any(param.get("converter") for param in symbol.table.get("params", {}).values()),
}


def _section(title: str, symbols: list[Symbol]) -> str:
    chapters: dict[str, list[Symbol]] = {}
    for symbol in symbols:
        chapters.setdefault(symbol.chapter, []).append(symbol)
    rows = [(name, *_counts(chapters[name])) for name in sorted(chapters, key=str.lower)]
    rows.append(("**All**", *_counts(symbols)))
    head = [_row(COLUMNS), _row(["---", *["--:"] * (len(COLUMNS) - 1)])]
    return "\n".join([f"## {title}", "", *head, *map(_row, rows), ""])


def _row(cells) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _counts(symbols: list[Symbol]) -> tuple[int, ...]:
    calls = [symbol for symbol in symbols if symbol.kind in ("function", "macro")]
    rests_on = [sum(symbol.table["evidence"] == word for symbol in calls) for word in ("measured", "annotation", "read")]
    with_example = sum("example" in symbol.table for symbol in symbols)
    return len(symbols), sum(map(is_described, symbols)), len(calls), with_example, *rests_on


def is_described(symbol: Symbol) -> bool:
    """Whether a reader learns what the symbol is and what each parameter means."""
    params = symbol.table.get("params", {}).values()
    return bool(symbol.table.get("summary")) and all(param.get("meaning") for param in params)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, only say whether the page is up to date")
    is_check = parser.parse_args(arguments).check
    text = page()
    if is_check:
        return int(not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != text)
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
