"""Compares what the data claims for a release with what its headers say, and lists the contradictions."""

from __future__ import annotations

import dataclasses
import functools
import pathlib
import re
from collections.abc import Callable

import checks
import compiler
import exceptions
from compiler import Check, Setting
from database import Symbol, Version


@dataclasses.dataclass(frozen=True)
class Release:
    """A release of a library and how to see its headers. `alternative` shows what the first setting hides."""

    library: str
    version: Version
    setting: Setting
    headers: pathlib.Path
    alternative: Setting | None = None

    def text(self) -> str:
        """All headers as text."""
        return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in sorted(self.headers.rglob("*.h")))


def present(setting: Setting, symbols: list[Symbol]) -> set[str]:
    """The names of those that the headers have."""
    refused = _refused_presence(setting, tuple(checks.presence(symbol, at) for at, symbol in enumerate(symbols)))
    return {symbol.name for symbol in symbols if not (symbol.name in refused and checks.says_absent(refused[symbol.name]))}


@functools.cache
def _refused_presence(setting: Setting, asked: tuple[Check, ...]) -> dict[str, list[str]]:
    # The compiler thinks about similar names for every one that is absent: asking once saves most of a run.
    return compiler.refusals(setting, asked)


def of_presence(release: Release, symbols: list[Symbol]) -> list[str]:
    """Names that are there and should not be, or the other way round."""
    seen = present(release.setting, [symbol for symbol in symbols if symbol.kind != "control-macro"])
    words = set(re.findall(r"\w+", release.text()))
    return [_presence_line(symbol, symbol.name in seen) for symbol in symbols if not _presence_holds(release, symbol, seen, words)]


def _presence_holds(release: Release, symbol: Symbol, seen: set[str], words: set[str]) -> bool:
    claimed = symbol.is_in(release.version)
    if (symbol.name in seen) == claimed:
        return True
    if symbol.kind == "control-macro":
        return not claimed or symbol.name in words
    return exceptions.covers("presence", release.library, symbol.name) and stands_in(symbol.name, words) >= claimed


def stands_in(name: str, words: set[str]) -> bool:
    """Whether the text of the headers holds the name, or the name of the type that a format belongs to."""
    return name in words or name.removesuffix("_FMT") in words


def _presence_line(symbol: Symbol, is_there: bool) -> str:
    claim = f"added {symbol.table['added']}, removed {symbol.table.get('removed', 'never')}"
    return f"{symbol.name} ({symbol.file.name}): the data says {claim}; the headers {'have' if is_there else 'lack'} it"


def of_values(release: Release, symbols: list[Symbol]) -> list[str]:
    """Constants with another value."""
    return _of(release, symbols, "value", checks.value)


def of_types(release: Release, symbols: list[Symbol]) -> list[str]:
    """Signatures, fields, types and globals that C sees differently."""
    macros = compiler.macros(release.setting)

    def declared(symbol: Symbol) -> list[Check]:
        check = checks.declaration(symbol, macros)
        return [check] if check else []

    return _of(release, symbols, "type", declared)


def _of(release: Release, symbols: list[Symbol], kind: str, checks_of: Callable[[Symbol], list[Check]]) -> list[str]:
    settings = [dataclasses.replace(setting, flags=checks.STRICT) for setting in (release.setting, release.alternative) if setting]
    named_by_headers = [symbol for symbol in symbols if symbol.kind != "control-macro"]
    seen = present(release.setting, named_by_headers)
    todo = [symbol for symbol in named_by_headers if symbol.name in seen]
    checks_to_do = [check for symbol in todo for check in checks_of(symbol)]
    excused = {symbol.name for symbol in todo if _is_excused(release, symbol, kind)}
    # What the data explains goes first and apart, so that its errors cannot spill over to the rest.
    unexplained = [check for check in checks_to_do if check.subject not in excused]
    for setting in settings:
        refused = compiler.refusals(setting, unexplained)
        unexplained = [check for check in unexplained if check.subject in refused]
    messages = compiler.steady_refusals(settings[-1], unexplained)
    return [f"{name} ({_place(name, todo)}): {'; '.join(texts[:2])}" for name, texts in messages.items()]


def _is_excused(release: Release, symbol: Symbol, kind: str) -> bool:
    """The signature and value are those of the newest release: an older one may differ where the data notes a change."""
    return symbol.changed_after(release.version) or exceptions.covers(kind, release.library, symbol.name)


def _place(name: str, symbols: list[Symbol]) -> str:
    return next((symbol.file.name for symbol in symbols if symbol.name == name), "?")


def count_checks(symbols: list[Symbol], release: Release) -> dict[str, int]:
    """How many claims a release is asked about."""
    macros = compiler.macros(release.setting)
    todo = [symbol for symbol in symbols if symbol.is_in(release.version)]
    declared = [symbol for symbol in todo if checks.declaration(symbol, macros)]
    return {"presence": len(symbols), "value": sum(len(checks.value(symbol)) for symbol in todo), "type": len(declared)}
