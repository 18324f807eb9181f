"""The key `functions`: what functions that no file defines do with references."""

from __future__ import annotations

SOURCE = """\
#include <Python.h>
PyObject *registry_make(int size);
int queue_put(void *queue, PyObject *item);
int
lost(void)
{
    PyObject *made = registry_make(3);
    if (made == NULL) {
        return -1;
    }
    return 0;
}
int
put(void *queue)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return -1;
    }
    int status = queue_put(queue, list);
    Py_DECREF(list);
    return status;
}
"""
STATED = """\
[tool.numpy-capi.functions]
registry_make = "returns new"
queue_put = "steals 2"
"""


def test_what_is_stated_is_known(check, tmp_path):
    (tmp_path / "a.c").write_text(SOURCE)
    assert check().findings == []
    (tmp_path / "pyproject.toml").write_text(STATED)
    ran = check()
    assert ran.findings == [(7, 22, "NPC204"), (21, 5, "NPC207")], ran.out
    (tmp_path / "b.c").write_text(SOURCE.replace("lost(", "lost_too(").replace("put(", "put_too("))
    assert len(check("a.c").findings) == 2


def test_a_mistake_is_told_with_its_place(check, tmp_path):
    (tmp_path / "a.c").write_text(SOURCE)
    (tmp_path / "pyproject.toml").write_text(STATED.replace("steals 2", "steals item"))
    ran = check()
    assert "pyproject.toml:3:13: `item` is no argument; write its number, from 1 on" in ran.err
    assert [code for _, _, code in ran.findings] == ["NPC204"]


def test_doctor_shows_it(run, tmp_path):
    (tmp_path / "pyproject.toml").write_text(STATED)
    assert 'queue_put" = "steals 2"' in run("doctor").out
