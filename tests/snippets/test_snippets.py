"""Every snippet compiles as it is inserted, the checker finds nothing in it, and what it defines works in a Python."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig

import pytest
from conftest import PROGRAM, SNIPPETS, as_file, compile_c, inserted

EVERY_SNIPPET = pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda path: path.stem)

# What the module of all snippets needs besides: functions to call those that are no methods themselves.
CALLERS = """\
static PyObject *
vector_of(PyObject *NPY_UNUSED(self), PyObject *args)
{
    PyArrayObject *vector = NULL;
    int number;
    if (!PyArg_ParseTuple(args, "O&i", vector_converter, &vector, &number)) {
        return NULL;
    }
    return (PyObject *)vector;
}

static PyObject *
iterated_sum(PyObject *NPY_UNUSED(self), PyObject *array)
{
    double sum;
    if (sum_of((PyArrayObject *)array, &sum) < 0) {
        return NULL;
    }
    return PyFloat_FromDouble(sum);
}

static PyObject *
three_samples(PyObject *NPY_UNUSED(self), PyObject *NPY_UNUSED(args))
{
    double *data = (double *)calloc(3, sizeof(double));
    if (data == NULL) {
        return PyErr_NoMemory();
    }
    return samples_as_array(data, 3);
}

"""

METHODS = """\
    {"add", add, METH_VARARGS, NULL},
    {"mean", (PyCFunction)(void (*)(void))mean, METH_VARARGS | METH_KEYWORDS, NULL},
    {"vector_of", vector_of, METH_VARARGS, NULL},
    {"iterated_sum", iterated_sum, METH_O, NULL},
    {"three_samples", three_samples, METH_NOARGS, NULL},
"""

USE = """\
import gc, weakref
import numpy as np
import pytest
import example

assert example.total([1, 2, 3]) == 6
assert example.add([1, 2], [3, 4]).tolist() == [4, 6]
with pytest.raises(ValueError):
    example.add([1, 2], [3])
table = np.arange(6.0).reshape(2, 3)
assert example.mean(table) == 2.5
assert example.mean(values=table, axis=0).tolist() == [1.5, 2.5, 3.5]
assert example.vector_of([1, 2], 0).tolist() == [1, 2]
with pytest.raises(TypeError):
    example.vector_of([1, 2], "no number")
with pytest.raises(ValueError):
    example.vector_of([[1, 2]], 0)
assert example.iterated_sum(np.arange(20000, dtype="i4")[::2]) == sum(range(0, 20000, 2))
assert example.iterated_sum(np.empty(0)) == 0
with pytest.raises(TypeError):
    example.iterated_sum(np.array(["text"]))
samples = example.three_samples()
assert samples.tolist() == [0, 0, 0] and type(samples.base).__name__ == "PyCapsule"
assert example.square([2, 3]).tolist() == [4, 9]
assert example.inner(table, [1, 1, 2]).tolist() == [5, 17]
"""


# Which file fetches the table, and whether the module runs without the GIL, is not for a part of one file to say.
OF_THE_WHOLE_MODULE = "NPC102,NPC504"


def test_there_are_snippets():
    assert {path.stem for path in SNIPPETS} >= {"module", "wrapper", "keywords", "converter", "ufunc", "gufunc", "iterator", "capsule"}


@EVERY_SNIPPET
@pytest.mark.parametrize("suffix", [".c", ".cpp"])
def test_compiles(snippet, suffix, tmp_path):
    source = (tmp_path / snippet.name).with_suffix(suffix)
    source.write_text(as_file(snippet), encoding="utf-8")
    compile_c(source, "-fsyntax-only")


@EVERY_SNIPPET
def test_no_rule_reports(snippet, tmp_path):
    source = tmp_path / snippet.name
    source.write_text(as_file(snippet), encoding="utf-8")
    ran = subprocess.run(
        [PROGRAM, "check", "--select", "ALL", "--ignore", OF_THE_WHOLE_MODULE, "--statistics", str(source)],
        capture_output=True, text=True, check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert re.search(r"^ *0  functions not analysed$", ran.stdout, re.MULTILINE), ran.stdout


def test_all_of_them_work_together(tmp_path):
    """One module with every snippet in it does what each of them says."""
    if (3, 10) > sys.version_info:
        pytest.skip("PyModule_AddObjectRef came with Python 3.10")
    by_name = {path.stem: inserted(path) for path in SNIPPETS}
    parts = "\n".join(text for name, text in by_name.items() if name != "module")
    text = by_name["module"]
    for place, addition in [
        ("static PyObject *\ntotal", parts + CALLERS),
        ("    {NULL, NULL, 0, NULL},\n", METHODS),
        ("    return 0;\n}\n\nstatic PyModuleDef_Slot", "    if (add_square(module) < 0 || add_inner(module) < 0) {\n        return -1;\n    }\n"),
    ]:
        assert text.count(place) == 1
        text = text.replace(place, addition + place)
    text = text.replace("example_exec(PyObject *NPY_UNUSED(module))", "example_exec(PyObject *module)")
    source = tmp_path / "example.c"
    source.write_text(text, encoding="utf-8")
    library = tmp_path / ("example" + sysconfig.get_config_var("EXT_SUFFIX"))
    compile_c(source, "-shared", "-fPIC", "-o", str(library))
    ran = subprocess.run([sys.executable, "-c", USE], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
