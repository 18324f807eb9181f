"""What a NumPy release brings: python3 api-db/tools/release.py OLD NEW

OLD and NEW are each a release ("2.5.1", "2.5.*"), the path of a wheel, or a folder with `numpy/arrayobject.h` in it.
Printed is what came, went and changed between their headers and function tables, and what the data says about it, so
that whatever is not marked "in the data" is work to do. The exit status is 0 if nothing is.
"""

from __future__ import annotations

import argparse
import dataclasses
import pathlib
import re
import sys
import sysconfig
import tempfile

import database
import inventory
import wheels
from compiler import CompilerError
from database import Symbol, Version
from inventory import Entry

PRIVATE = re.compile(r"^_|_H_*$|^NPY_NUMPYCONFIG")


@dataclasses.dataclass(frozen=True)
class Change:
    """One name that came, went or changed; `advice` is empty where the data has it. A macro that reads differently but
    need not mean anything else is "rewritten": the proofs against the headers say whether its signature still holds."""

    name: str
    what: str
    detail: str
    advice: str


def compare(old: dict[str, Entry], new: dict[str, Entry], symbols: dict[str, Symbol], version: Version) -> list[Change]:
    """The differences between two inventories, measured against the data, by name."""
    names = sorted(name for name in old.keys() | new.keys() if not PRIVATE.search(name))
    changes = [_compare(name, old.get(name), new.get(name), symbols.get(name), version) for name in names]
    return [change for change in changes if change]


def _compare(name: str, old: Entry | None, new: Entry | None, symbol: Symbol | None, version: Version) -> Change | None:
    if old == new:
        return None
    if old is None:
        return Change(name, "came", f"{new.kind} {new.text}".strip(), _advice_came(symbol, version))
    if new is None:
        return Change(name, "went", old.kind, _advice_went(symbol, version))
    detail = f"{old.text}  ->  {new.text}"
    if old.kind == new.kind == "macro":
        return Change(name, "rewritten", detail, "")
    return Change(name, "changed", detail, _advice_changed(symbol, new, version))


def _advice_came(symbol: Symbol | None, version: Version) -> str:
    if symbol is None:
        return "describe it"
    # What came between the two releases is there as well.
    return "" if symbol.is_in(version) else f"added = {_text(version)}"


def _advice_went(symbol: Symbol | None, version: Version) -> str:
    if symbol is None:
        return "the data never had it"
    return "" if symbol.removed and symbol.removed <= version else f"removed = {_text(version)}"


def _advice_changed(symbol: Symbol | None, new: Entry, version: Version) -> str:
    if symbol is None:
        return "describe it"
    if new.kind == "constant" and not symbol.value:
        return ""
    noted = any(database.version(change["version"]) == version for change in symbol.table.get("changed", []))
    return "" if noted else f"look whether it needs changed = [{{ version = {_text(version)}, ... }}]"


def _text(version: Version) -> str:
    return '"{}.{}"'.format(*version)


def header_folder(given: str, scratch: pathlib.Path) -> pathlib.Path:
    """The folder of headers behind a release, a wheel or a folder. Raises `WheelError`."""
    path = pathlib.Path(given)
    if path.suffix == ".whl":
        wheels.unpack(path, scratch / path.stem)
        return scratch / path.stem
    if path.is_dir():
        if not (path / "numpy" / "arrayobject.h").is_file():
            raise wheels.WheelError(f"{path} has no numpy/arrayobject.h: name the folder that numpy.get_include() prints")
        return path
    if not re.fullmatch(r"\d+\.\d+(\.(\d+|\*))?", given):
        raise wheels.WheelError(f"`{given}` is no release such as 2.5.1 or 2.5.*, and no wheel or folder either")
    return wheels.headers(given)


def version_of(folder: pathlib.Path, given: str) -> Version:
    """The release that headers belong to, as MAJOR.MINOR. Raises `WheelError` where nothing says so."""
    marker = folder / "version"
    text = marker.read_text(encoding="utf-8") if marker.is_file() else given
    found = re.search(r"(\d+)\.(\d+)", text)
    if not found:
        raise wheels.WheelError(f"which release is {given}? Say so with --version 2.6")
    return int(found[1]), int(found[2])


def report(changes: list[Change]) -> str:
    """The text that is printed."""
    lines = []
    for what in ("came", "went", "changed", "rewritten"):
        group = [change for change in changes if change.what == what]
        lines.append(f"{what}: {len(group)}, of which {sum(not change.advice for change in group)} in the data")
        lines += [f"  {change.name}: {change.detail[:160]}\n      {change.advice or 'in the data'}" for change in group]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("--version", help="the release that NEW is, where neither its name nor its wheel says so")
    parser.add_argument("--python", type=pathlib.Path, default=pathlib.Path(sysconfig.get_paths()["include"]), help="folder of Python.h")
    given = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            old, new = (header_folder(name, pathlib.Path(scratch)) for name in (given.old, given.new))
            version = database.version(given.version) if given.version else version_of(new, given.new)
            before, after = inventory.read(old, given.python), inventory.read(new, given.python)
    except (wheels.WheelError, CompilerError) as error:
        print(f"release.py: {error}", file=sys.stderr)
        return 2
    symbols = {symbol.name: symbol for symbol in database.symbols("numpy")}
    changes = compare(before, after, symbols, version)
    print(report(changes))
    return int(any(change.advice for change in changes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
