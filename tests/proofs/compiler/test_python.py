"""Every fact of the CPython data that a compiler can see, against the headers of the CPythons found."""

from __future__ import annotations

import pytest

import claims
import database
import headers
import pythons
from claims import Release

SYMBOLS = database.symbols("python")


@pytest.fixture(params=pythons.found(), ids=str)
def release(request) -> Release:
    python = request.param
    return Release("python", python.version, headers.cpython(python.include), python.include)


def test_presence(release):
    assert claims.of_presence(release, SYMBOLS) == []


def test_values(release):
    assert claims.of_values(release, SYMBOLS) == []


def test_types(release):
    assert claims.of_types(release, SYMBOLS) == []


def test_most_of_the_data_is_asked_about(release):
    counts = claims.count_checks(SYMBOLS, release)
    assert counts["presence"] > 2000 and counts["value"] > 150 and counts["type"] > 1300
