"""The reasoned list of what the headers of one machine cannot prove: exceptions.toml."""

from __future__ import annotations

import dataclasses
import fnmatch
import functools
import pathlib
import tomllib

FILE = pathlib.Path(__file__).with_name("exceptions.toml")


@dataclasses.dataclass(frozen=True)
class Group:
    """Names (with `*`) of a library that share a reason."""

    library: str
    names: tuple[str, ...]
    reason: str

    def covers(self, library: str, name: str) -> bool:
        return library == self.library and any(fnmatch.fnmatchcase(name, pattern) for pattern in self.names)


@functools.cache
def groups(kind: str) -> tuple[Group, ...]:
    """The groups of `presence`, whose names only have to stand in the text of the headers, or of `type`; there need be none."""
    with FILE.open("rb") as file:
        tables = tomllib.load(file).get(kind, [])
    return tuple(Group(table["library"], tuple(table["names"]), table["reason"]) for table in tables)


def covers(kind: str, library: str, name: str) -> bool:
    return any(group.covers(library, name) for group in groups(kind))
