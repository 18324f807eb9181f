"""Completion by context: what is offered where, and where nothing is."""

from __future__ import annotations

import pytest

from samples import LEAKING, place_of

URI = "untitled:completion.c"


@pytest.fixture
def session(wire):
    wire.initialize()
    return wire


def offered(wire, text: str) -> list[dict]:
    """The items at the cursor, which `|>` marks, in the order in which an editor shows them."""
    place = place_of(text, "|>")
    wire.open(URI, text.replace("|>", ""))
    params = {"textDocument": {"uri": URI}, "position": place}
    items = wire.request("textDocument/completion", params) or []
    wire.close(URI)
    return sorted(items, key=lambda item: item["sortText"])


def labels(wire, statement: str) -> list[str]:
    """What is offered in a statement of the sample's function."""
    head = LEAKING.split("    double sum", maxsplit=1)[0]
    head = head.replace("PyObject *input;", "PyObject *input;\n    int count;\n    double factor;\n    Py_buffer view;")
    return [item["label"] for item in offered(wire, f"{head}    {statement}\n    return NULL;\n}}\n")]


@pytest.mark.parametrize(
    ("statement", "wanted", "unwanted"),
    [
        ("x = PyArray_FROM_OF(o, |>", "NPY_ARRAY_IN_ARRAY", "NPY_DOUBLE"),
        ("x = PyArray_FROM_OF(o, NPY_ARRAY_IN_ARRAY | |>);", "NPY_ARRAY_WRITEABLE", "NPY_ARRAY_ALIGNED"),
        ("x = PyArray_FROM_OF(o, NPY_AR|>);", "NPY_ARRAY_ALIGNED", "NPY_CORDER"),
        ("x = PyArray_SimpleNew(1, dims, NPY_D|>", "NPY_DOUBLE", "NPY_ARRAY_ALIGNED"),
        ("x = PyArray_SimpleNew(1, dims, N|>);", "NPY_DOUBLE", "NPY_ARRAY_ALIGNED"),
        ("x = PyArray_NewCopy(array, NPY|>", "NPY_CORDER", "NPY_DOUBLE"),
        ("x = PyArray_CanCastTypeTo(a, b, |>", "NPY_SAFE_CASTING", "NPY_DOUBLE"),
        ("x = PyArray_Choose(a, b, c, |>", "NPY_WRAP", "NPY_DOUBLE"),
        ("it = NpyIter_New(array, NPY_ITER_READONLY | NPY_ITER_|>", "NPY_ITER_EXTERNAL_LOOP", "NPY_ITER_READONLY"),
        ('PyArg_ParseTuple(args, "|>', "O!", "N"),
        ('PyArg_ParseTuple(args, "O|>"', "O&", "N"),
        ('Py_BuildValue("|>")', "N", "O!"),
        ('PyArg_ParseTuple(args, "i", |>', "&count", "&factor"),
        ('PyArg_ParseTuple(args, "id", &count, &f|>', "&factor", "&count"),
        ('PyArg_ParseTuple(args, "y*", |>', "&view", "&count"),
        ('PyArg_ParseTuple(args, "O&", P|>', "PyArray_Converter", "&count"),
        ("static PyMethodDef methods[] = {{\"f\", f, METH_|>", "METH_VARARGS", "NPY_DOUBLE"),
        ("static PyType_Slot slots[] = {{Py_tp_dealloc, f}, {Py_|>}};", "Py_tp_init", "METH_VARARGS"),
    ],
)
def test_what_fits_is_offered(session, statement, wanted, unwanted):
    found = labels(session, statement)
    assert wanted in found
    assert unwanted not in found
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    "statement",
    [
        "PyArray_FROM_OF(o, /* NPY_ARRAY_|> */ x);",
        "// PyArray_FROM_OF(o, NPY_ARRAY_|>",
        'PyErr_SetString(PyExc_ValueError, "NPY_ARRAY_|>");',
        'PyArg_ParseTuple(args, "O:f|>", &input);',
        "mine(NPY_ARRAY_|>);",
        "x = NPY_ARRAY_|>;",
        "x->NPY_|>",
        "PyArray_FROM_OF(|>",
        "int NPY_|> = 3;",
        "x = PyArray_SimpleNe|>",
    ],
)
def test_elsewhere_clangd_knows_more(session, statement):
    assert labels(session, statement) == []


def test_all_names_on_request_with_what_the_target_lacks(start):
    wire = start()
    wire.initialize(initializationOptions={"completionScope": "all", "targetNumpy": "1.20"})
    items = offered(wire, "#include <Python.h>\nvoid f(void) { x = PyDataMem_|> }\n")
    newer = [item for item in items if item["label"] == "PyDataMem_SetHandler"]
    assert newer and newer[0]["detail"].startswith("needs NumPy 1.22")
    assert items.index(newer[0]) > [item["label"] for item in items].index("PyDataMem_NEW")


def test_a_long_table_is_still_known(session):
    rows = "".join(f'    {{"name{number}", name{number}, METH_VARARGS, "Does a thing."}},\n' for number in range(500))
    text = f'#include <Python.h>\nstatic PyMethodDef methods[] = {{\n{rows}    {{"last", last, |>'
    assert "METH_NOARGS" in [item["label"] for item in offered(session, text)]


def test_units_and_variables_are_explained(session):
    (unit,) = [item for item in offered(session, 'void f(void) { PyArg_ParseTuple(args, "|>") }') if item["label"] == "O&"]
    resolved = session.request("completionItem/resolve", unit)
    assert "converter" in str(resolved["documentation"]).lower()
    (variable,) = offered(session, 'void f(void) { PyObject *x; Py_BuildValue("N", |>) }')
    assert variable["textEdit"]["newText"] == "x"
    assert "stolen" in variable["detail"]
    assert "documentation" not in session.request("completionItem/resolve", variable)


def test_the_ampersand_is_part_of_what_is_replaced(session):
    text = 'void f(void) { int n; PyArg_ParseTuple(args, "i", &n|>) }'
    (item,) = offered(session, text)
    assert item["textEdit"]["range"]["start"]["character"] == text.index("&n")
    assert item["filterText"] == "&n"
