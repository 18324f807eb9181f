"""Every fact of the NumPy data that a compiler can see, against the headers of six releases."""

from __future__ import annotations

import functools

import pytest

import claims
import database
import exceptions
import headers
import inventory
import pythons
import release as release_tool
import wheels
from claims import Release

# The release, and the CPython that it was made for: the nearest one found is taken.
RELEASES = {
    "1.19.5": (3, 9),
    "1.23.5": (3, 11),
    "1.26.4": (3, 12),
    "2.0.2": (3, 12),
    "2.3.5": (3, 13),
    "2.5.*": (3, 14),
}
FIRST_WITH_TARGET = (1, 25)
OLDEST_TARGET = (1, 25)
SYMBOLS = database.symbols("numpy")


@functools.cache
def release_of(name: str) -> Release:
    version = database.version(name)
    try:
        folder = wheels.headers(name)
    except wheels.WheelError as error:
        pytest.skip(str(error))
    python = pythons.closest(RELEASES[name]).include
    target = "NPY_API_VERSION" if version >= FIRST_WITH_TARGET else ""
    hidden = headers.numpy(folder, python, target, strict=True)
    return Release("numpy", version, headers.numpy(folder, python, target), folder, hidden)


@pytest.fixture(params=RELEASES, name="release")
def a_release(request) -> Release:
    return release_of(request.param)


def test_presence(release):
    assert claims.of_presence(release, SYMBOLS) == []


def test_values(release):
    assert claims.of_values(release, SYMBOLS) == []


def test_types(release):
    assert claims.of_types(release, SYMBOLS) == []


def test_most_of_the_data_is_asked_about():
    counts = claims.count_checks(SYMBOLS, release_of("2.5.*"))
    assert counts["presence"] > 2000 and counts["value"] > 300 and counts["type"] > 1000


def test_no_public_name_is_missing():
    """The data is complete for NumPy 2: every name of the headers that is not private has an entry."""
    described = {symbol.name for symbol in SYMBOLS}
    newest = release_of("2.5.*")
    found = inventory.read(newest.headers, newest.setting.includes[0])
    assert sorted(name for name in found if name not in described and not release_tool.PRIVATE.search(name)) == []


def targets() -> list[database.Version]:
    """Every target version that hides or shows something, and the oldest."""
    return sorted({OLDEST_TARGET, *(symbol.target for symbol in SYMBOLS if symbol.target and symbol.target > OLDEST_TARGET)})


@pytest.mark.parametrize("target", targets(), ids=str)
def test_target_version_shows_what_the_data_says(target):
    newest = release_of("2.5.*")
    setting = headers.numpy(newest.headers, newest.setting.includes[0], headers.api_version(target))
    hideable = [symbol for symbol in SYMBOLS if symbol.is_in(newest.version) and _is_asked_about(symbol)]
    everywhere = claims.present(newest.setting, hideable)
    shown = claims.present(setting, hideable)
    claimed = {symbol.name for symbol in hideable if not symbol.target or symbol.target <= target} & everywhere
    assert sorted(shown ^ claimed) == []


def _is_asked_about(symbol: database.Symbol) -> bool:
    return symbol.kind != "control-macro" and not exceptions.covers("target", "numpy", symbol.name)
