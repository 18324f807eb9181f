"""The comparison of two releases, on headers made up for it."""

import pathlib

import pytest

import compiler
import inventory
import release
from compiler import Check, Setting
from database import Symbol
from inventory import Entry
from wheels import WheelError

TABLE = """
#define PyArray_New \\
        (*(PyObject * (*)(PyTypeObject *, int)) \\
         PyArray_API[93])
#define PyArray_Type (*(PyTypeObject *)PyArray_API[2])
#define PyArrayScalar_False ((PyObject *)(&(_PyArrayScalar_BoolValues[0])))
#define PyUFunc_Other (*(int (*)(void)) PyUFunc_API[7])
"""


def symbol(name: str, **table) -> Symbol:
    return Symbol(name, "numpy", "Chapter", "numpy/arrayobject.h", pathlib.Path("x.toml"), {"added": "1.0", **table})


def changes(old: dict, new: dict, *symbols: Symbol) -> dict[str, tuple[str, str]]:
    found = release.compare(old, new, {symbol.name: symbol for symbol in symbols}, (2, 6))
    return {change.name: (change.what, change.advice) for change in found}


def test_spelling_is_no_change_of_a_type():
    one = "PyObject* (*)(int NPY_UNUSED(n), char *NPY_UNUSED(s), PyArrayObject *arrs[])"
    other = "PyObject * (*)(int, char *, PyArrayObject **)"
    define = "#define PyArray_F \\\n        (*({}) \\\n         PyArray_API[3])\n"
    assert inventory.table(define.format(one)) == inventory.table(define.format(other))


def test_table_entries_have_type_and_slot():
    assert inventory.table(TABLE) == {
        "PyArray_New": Entry("table", "PyObject *(*)(PyTypeObject *, int) in PyArray_API[93]"),
        "PyArray_Type": Entry("table", "PyTypeObject * in PyArray_API[2]"),
        "PyUFunc_Other": Entry("table", "int (*)(void) in PyUFunc_API[7]"),
    }


def test_what_came_is_described_or_dated():
    new = {"NPY_A": Entry("constant", "1"), "NPY_B": Entry("constant", "2"), "NPY_C": Entry("constant", "3")}
    assert changes({}, new, symbol("NPY_B", added="2.6"), symbol("NPY_C", added="2.7")) == {
        "NPY_A": ("came", "describe it"),
        "NPY_B": ("came", ""),
        "NPY_C": ("came", 'added = "2.6"'),
    }


def test_what_went_has_a_removal():
    old = {"NPY_A": Entry("macro", "x"), "NPY_B": Entry("macro", "x")}
    assert changes(old, {}, symbol("NPY_A"), symbol("NPY_B", removed="2.6")) == {
        "NPY_A": ("went", 'removed = "2.6"'),
        "NPY_B": ("went", ""),
    }


def test_what_changed_has_a_note():
    old = {"PyArray_A": Entry("table", "int"), "PyArray_B": Entry("table", "int"), "NPY_C": Entry("constant", "1")}
    new = {"PyArray_A": Entry("table", "long"), "PyArray_B": Entry("table", "long"), "NPY_C": Entry("constant", "2")}
    noted = symbol("PyArray_B", changed=[{"version": "2.6", "note": "Wider."}])
    found = changes(old, new, symbol("PyArray_A"), noted, symbol("NPY_C"))
    assert found["PyArray_A"] == ("changed", 'look whether it needs changed = [{ version = "2.6", ... }]')
    assert found["PyArray_B"] == ("changed", "")
    assert found["NPY_C"] == ("changed", ""), "the data claims no value"


def test_a_macro_that_only_reads_differently_is_no_work():
    assert changes({"NPY_A": Entry("macro", "(1)")}, {"NPY_A": Entry("macro", "1")}) == {"NPY_A": ("rewritten", "")}


def test_names_that_are_private_do_not_count():
    assert changes({}, {"_PyArray_X": Entry("macro", ""), "NUMPY_X_H_": Entry("macro", "")}) == {}


def test_advice_for_names_that_are_no_release(tmp_path):
    with pytest.raises(WheelError, match="no release"):
        release.header_folder("latest", tmp_path)
    with pytest.raises(WheelError, match="numpy.get_include"):
        release.header_folder(str(tmp_path), tmp_path)


def test_reads_a_folder_of_headers(tmp_path):
    python, numpy = tmp_path / "python", tmp_path / "include" / "numpy"
    python.mkdir()
    numpy.mkdir(parents=True)
    (python / "Python.h").write_text("typedef struct _object PyObject;\n#define PyFoo 1\n")
    (numpy / "arrayobject.h").write_text(
        "#define NPY_SIZE (4 * 2)\n#define NPY_BEGIN {\n#define NPY_ALIAS NPY_BEGIN\n#define NPY_CALL(x) (x + 1)\n"
        "enum { NPY_FIRST = 3 };\ntypedef struct { PyObject *NPY_field; } NPY_Struct;\n"
        "static inline int npy_sum(int a, int b) { return a + b + PyFoo; }\n"
    )
    found = inventory.read(tmp_path / "include", python)
    assert found["NPY_SIZE"] == Entry("constant", "8")
    assert found["NPY_FIRST"] == Entry("constant", "3")
    assert found["NPY_CALL"] == Entry("macro", "(x) (x + 1)")
    assert found["NPY_ALIAS"].kind == "macro"
    assert found["NPY_Struct"].kind == "declared"
    assert found["npy_sum"] == Entry("function", "static int npy_sum (int a, int b)")
    assert not {"PyObject", "PyFoo", "NPY_field"} & found.keys()


def test_a_refusal_is_blamed_on_its_check():
    checks = [Check("good", "int good;"), Check("bad", 'int bad = "text" * 2;'), Check("also_good", "int also_good;")]
    assert list(compiler.refusals(Setting((), ""), checks)) == ["bad"]
