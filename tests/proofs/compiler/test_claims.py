"""The proofs find what is wrong: true facts about the running Python are falsified one at a time."""

from __future__ import annotations

import dataclasses

import pytest

import checks
import claims
import declarations
import headers
import pythons
from claims import Release
from database import Symbol, symbols

BY_NAME = {symbol.name: symbol for symbol in symbols("python")}
PYTHON = pythons.found()[-1]
RELEASE = Release("python", PYTHON.version, headers.cpython(PYTHON.include), PYTHON.include)


def falsified(name: str, **table) -> list[Symbol]:
    true = BY_NAME[name]
    return [BY_NAME["PyList_New"], dataclasses.replace(true, table=true.table | table), BY_NAME["PyLong_AsLong"]]


def names_in(contradictions: list[str]) -> list[str]:
    return [line.split(" ")[0] for line in contradictions]


@pytest.mark.parametrize("table", [{"added": "3.99"}, {"removed": "3.0"}])
def test_a_wrong_release_is_found(table):
    assert names_in(claims.of_presence(RELEASE, falsified("PyList_Append", **table))) == ["PyList_Append"]


def test_a_name_that_is_nowhere_is_found():
    invented = dataclasses.replace(BY_NAME["PyList_Append"], name="PyList_Invented")
    assert names_in(claims.of_presence(RELEASE, [invented])) == ["PyList_Invented"]


@pytest.mark.parametrize(
    ("name", "signature"),
    [
        ("PyList_Append", "int PyList_Append(PyObject *list, const PyObject *item)"),
        ("PyList_Append", "long PyList_Append(PyObject *list, PyObject *item)"),
        ("PyList_Append", "int PyList_Append(PyObject *list, PyObject *item, int extra)"),
        ("Py_INCREF", "void Py_INCREF(PyObject *o, int extra)"),
        ("PyBytes_GET_SIZE", "int PyBytes_GET_SIZE(PyObject *o)"),
        ("PyBytes_AS_STRING", "const char *PyBytes_AS_STRING(PyObject *o)"),
        ("PyTypeObject.tp_name", "char *tp_name"),
        ("PyExc_ValueError", "PyTypeObject *PyExc_ValueError"),
        ("destructor", "typedef void (*destructor)(PyObject *self, int extra)"),
    ],
)
def test_a_wrong_signature_is_found(name, signature):
    assert names_in(claims.of_types(RELEASE, falsified(name, signature=signature, changed=[]))) == [name]


def test_a_wrong_value_is_found():
    assert names_in(claims.of_values(RELEASE, falsified("METH_NOARGS", value="0x8"))) == ["METH_NOARGS"]
    assert names_in(claims.of_values(RELEASE, falsified("PyBUF_ANY_CONTIGUOUS", expands_to=["PyBUF_WRITABLE"]))) == ["PyBUF_ANY_CONTIGUOUS"]


def test_a_noted_change_excuses_older_releases_only():
    wrong = "long PyList_Append(PyObject *list, PyObject *item)"
    later, earlier = [{"version": "3.99", "note": "Wider."}], [{"version": "3.0", "note": "Wider."}]
    assert claims.of_types(RELEASE, falsified("PyList_Append", signature=wrong, changed=later)) == []
    assert claims.of_types(RELEASE, falsified("PyList_Append", signature=wrong, changed=earlier)) != []


def test_an_unexpected_message_is_not_taken_for_absence():
    with pytest.raises(ValueError, match="broken"):
        checks.says_absent(["expected ';' before 'int'"])


def test_declarations_are_taken_apart():
    call = declarations.call("int f(int (*g)(int, int), npy_intp dims[], ...)", "f")
    assert (call.result, call.names) == ("int", ("g", "dims", "..."))
    assert declarations.call("void Py_RETURN_NONE", "Py_RETURN_NONE") is None
    assert declarations.renamed("struct f *f2(int f)", "f2", "g") == "struct f *g(int f)"
