"""Extension modules of wrong and of mended code."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sysconfig

import numpy

ROOT = pathlib.Path(__file__).resolve().parents[3]
PROGRAM = os.environ.get("NUMPY_CAPI_LSP") or str(ROOT / "target" / "debug" / "numpy-capi-lsp")
# What has no value holds a pattern, so that its use shows each time.
FLAGS = ["-shared", "-fPIC", "-O0", "-g", "-w", "-ftrivial-auto-var-init=pattern"]

# How the result of the call reaches Python.
RETURNS = {
    "object": "return (PyObject *)({call});",
    "number": "long number = (long)({call}); if (PyErr_Occurred()) return NULL; return PyLong_FromLong(number);",
    "nothing": "{call}; if (PyErr_Occurred()) return NULL; Py_RETURN_NONE;",
}

WRAPPER = """
#include <malloc.h>
#include <numpy/arrayobject.h>

static PyObject *
proof_call(PyObject *module, PyObject *arg)
{{
    {body}
}}

static PyObject *
proof_heap(PyObject *module, PyObject *unused)
{{
    struct mallinfo2 heap = mallinfo2();
    return PyLong_FromSize_t(heap.uordblks + heap.hblkhd);
}}

static PyMethodDef proof_methods[] = {{
    {{"call", proof_call, METH_O, NULL}},
    {{"heap", proof_heap, METH_NOARGS, NULL}},
    {{NULL, NULL, 0, NULL}},
}};

static struct PyModuleDef proof_module = {{PyModuleDef_HEAD_INIT, "proof", NULL, -1, proof_methods}};

PyMODINIT_FUNC
PyInit_proof(void)
{{
    import_array();
    return PyModule_Create(&proof_module);
}}
"""


def rules() -> dict[str, dict]:
    """The rules of the program by their code."""
    listed = subprocess.run(
        [PROGRAM, "rule", "--all", "--output-format", "json"], capture_output=True, check=True, text=True
    )
    return {rule["code"]: rule for rule in json.loads(listed.stdout)}


def wrong_text(case: dict, rule: dict) -> str:
    """The wrong code of a case."""
    return (ROOT / "tests" / "ui" / case["file"]).read_text() if "file" in case else rule["bad"]


def mended_text(case: dict, rule: dict, scratch: pathlib.Path) -> str:
    """The code after the program's repair; where the rule has none, its right example."""
    if rule["fix"] == "none":
        return rule["good"]
    path = scratch / "mended.c"
    path.write_text(wrong_text(case, rule))
    select = ["--select", f"{rule['code']}"]
    command = [PROGRAM, "check", "--fix", "--unsafe-fixes", *select, "--output-format", "concise", str(path)]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 0, f"the repair leaves\n{ran.stdout}{ran.stderr}"
    return path.read_text()


def build(case: dict, text: str, folder: pathlib.Path, call: str) -> None:
    """Builds `proof.so` in a folder."""
    body = RETURNS[case.get("gives", "object")].format(call=call)
    source = folder / "proof.c"
    source.write_text(text + WRAPPER.format(body=body))
    include = [f"-I{numpy.get_include()}", f"-I{sysconfig.get_path('include')}"]
    command = [os.environ.get("CC", "cc"), *FLAGS, *include, str(source), "-o", str(folder / "proof.so")]
    built = subprocess.run(command, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
