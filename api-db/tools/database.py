"""The API database as Python sees it: the TOML files of `api-db/data`, read without the Rust build."""

from __future__ import annotations

import dataclasses
import pathlib
import tomllib

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"

Version = tuple[int, int]


@dataclasses.dataclass(frozen=True)
class Symbol:
    """One entry: its name, the chapter it stands in, and its table as written."""

    name: str
    library: str
    chapter: str
    header: str
    file: pathlib.Path
    table: dict

    @property
    def kind(self) -> str:
        return self.table["kind"]

    @property
    def signature(self) -> str:
        """The declaration with its white space collapsed; empty where there is none."""
        return " ".join(self.table.get("signature", "").split()).rstrip(";")

    @property
    def value(self) -> str:
        """The C text of the value; empty where it varies."""
        return str(self.table.get("value", ""))

    @property
    def added(self) -> Version:
        return version(self.table["added"])

    @property
    def removed(self) -> Version | None:
        return optional_version(self.table.get("removed"))

    @property
    def deprecated(self) -> Version | None:
        return optional_version(self.table.get("deprecated"))

    @property
    def target(self) -> Version | None:
        """The NPY_TARGET_VERSION from which the headers show the name."""
        return optional_version(self.table.get("target"))

    def is_in(self, release: Version) -> bool:
        """Whether the data claims that this release has the name."""
        return self.added <= release and (self.removed is None or release < self.removed)

    def changed_after(self, release: Version) -> bool:
        """Whether the data notes a change in a release later than this one."""
        return any(version(change["version"]) > release for change in self.table.get("changed", []))


def version(text: str) -> Version:
    """(2, 0) for "2.0", and for "2.0.2" as well."""
    major, minor = text.split(".")[:2]
    return int(major), int(minor)


def optional_version(text: str | None) -> Version | None:
    return version(text) if text else None


def symbols(library: str, data: pathlib.Path = DATA) -> list[Symbol]:
    """Every entry of a library, "numpy" or "python", in the order of the files."""
    return [symbol for file in sorted((data / library).glob("*.toml")) for symbol in _read(file)]


def macros(data: pathlib.Path = DATA) -> dict[str, dict]:
    """How macros read: the tables of macros.toml."""
    with (data / "macros.toml").open("rb") as file:
        return tomllib.load(file)


def _read(path: pathlib.Path) -> list[Symbol]:
    with path.open("rb") as file:
        tables = tomllib.load(file)
    chapter = tables.pop("chapter")
    return [
        Symbol(name, chapter["library"], chapter["title"], table.get("header", chapter["header"]), path, table)
        for name, table in tables.items()
    ]
