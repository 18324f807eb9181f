"""The function table that the files of an extension share: reported where no file of the whole project fetches it."""

from __future__ import annotations

import pathlib
import shutil

import pytest

PACKAGE = pathlib.Path(__file__).resolve().parents[1] / "packages" / "table"
FOUND = [(10, 12, "NPC101")]


@pytest.fixture
def project(tmp_path):
    shutil.copytree(PACKAGE, tmp_path, dirs_exist_ok=True)
    (tmp_path / "pyproject.toml").write_text("")
    return tmp_path


def test_a_table_that_nobody_fetches(check, project):
    ran = check()
    assert ran.findings == FOUND
    assert "`lost_ARRAY_API`, which no file of the project fetches" in ran.out


def test_only_where_all_files_are_given(check, project):
    assert check("lost.c").findings == []
    assert check("lost.c", "shared.c").findings == []
    assert check("lost.c", "shared.c", "module.c").findings == FOUND


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("setup.py", "define_macros = [('PY_ARRAY_UNIQUE_SYMBOL', 'lost_ARRAY_API')]\n"),
        ("fast.pyx", "cimport numpy as np\nnp.import_array()\n"),
        ("start.h", "#define PY_ARRAY_UNIQUE_SYMBOL lost_ARRAY_API\n"),
        ("start.c.in", "#define PY_ARRAY_UNIQUE_SYMBOL lost_ARRAY_API\n"),
        ("other.cpp", '#include "api_of_ours.hpp"\nvoid f() { import_array1(); }\n'),
        ("start.c", (PACKAGE / "module.c").read_text().replace("module", "lost")),
    ],
)
def test_what_may_fetch_it_is_believed(check, project, name, text):
    (project / name).write_text(text)
    assert check().findings == []


def test_without_a_mark_of_a_project_nothing_is_certain(check, project):
    (project / "pyproject.toml").unlink()
    assert check().findings == []
