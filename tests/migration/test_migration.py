"""Released packages from NumPy 1.x to 2.x: `check --select migration --fix` and a compiler, docs/migration.md in figures."""

from __future__ import annotations

import pathlib
import shutil
import sysconfig

import numpy
import pytest
import wheels
from fetch import FetchError
from migrations import COMPATIBILITY_HEADERS, Migration, all_migrations, errors, fix

NUMPY_1 = "1.26.4"
MIGRATIONS = all_migrations()
LEAST_PACKAGES = 5


@pytest.fixture(scope="session")
def newest() -> pathlib.Path:
    """The headers of the newest NumPy."""
    if not (pathlib.Path(sysconfig.get_path("include")) / "Python.h").is_file():
        pytest.skip("Python.h is missing: nothing can be compiled")
    return pathlib.Path(numpy.get_include())


@pytest.fixture(scope="session")
def older() -> pathlib.Path:
    """The headers of the last NumPy 1."""
    try:
        return wheels.headers(NUMPY_1)
    except wheels.WheelError as error:
        pytest.skip(str(error))


@pytest.fixture(params=MIGRATIONS, ids=lambda migration: migration.package.title)
def migration(request) -> Migration:
    return request.param


@pytest.fixture
def sources(migration, tmp_path) -> pathlib.Path:
    try:
        return migration.copy(tmp_path)
    except FetchError as error:
        pytest.skip(str(error))


def test_there_are_enough_packages():
    assert len(MIGRATIONS) >= LEAST_PACKAGES
    assert sum(not migration.hand for migration in MIGRATIONS) >= LEAST_PACKAGES - 1


def test_as_released_it_compiles_with_numpy_1_and_not_with_numpy_2(migration, sources, newest, older):
    assert errors(migration, sources, older) == {}
    assert errors(migration, sources, newest) != {}


def test_after_the_repair_it_compiles_with_numpy_2(migration, sources, newest):
    add_compatibility_headers(sources, newest)
    migration.work_by_hand(sources)
    fixed, left = fix(sources, target=None)
    assert fixed > 0
    assert sorted(set(left)) == sorted(migration.left)
    assert errors(migration, sources, newest) == {}


def test_for_an_older_target_it_compiles_with_both(migration, sources, newest, older):
    add_compatibility_headers(sources, newest)
    migration.work_by_hand(sources)
    fix(sources, target="1.23")
    assert errors(migration, sources, older) == {}
    assert errors(migration, sources, newest) == {}


def test_the_figures_of_the_manual_hold(migration, sources, newest):
    lines = migration.work_by_hand(sources)
    add_compatibility_headers(sources, newest)
    fixed, _ = fix(sources, target=None)
    manual = pathlib.Path(__file__).resolve().parents[2] / "docs" / "migration.md"
    rows = [line for line in manual.read_text(encoding="utf-8").splitlines() if f"| {migration.package.title} |" in line]
    # Another compiler counts other errors.
    assert [row.split(" | ", 2)[2] for row in rows] == [f"{fixed} | {lines or 'none'} |"]


def add_compatibility_headers(sources: pathlib.Path, newest: pathlib.Path) -> None:
    """NumPy asks projects to copy these, so that they compile with older headers too."""
    for header in COMPATIBILITY_HEADERS:
        shutil.copy(newest / "numpy" / header, sources / header)
