"""What the compiler is to see of a set of headers: NumPy's out of a wheel, or CPython's."""

from __future__ import annotations

import pathlib

import database
from compiler import Setting

# Headers that only other headers may include, that must stand first, or that stop the compiler by intent.
NOT_FOR_INCLUSION = frozenset({"npy_no_deprecated_api.h", "npy_1_7_deprecated_api.h", "experimental_dtype_api.h", "libdivide.h"})
PYTHON_EXTRAS = ("structmember.h", "datetime.h", "frameobject.h", "marshal.h", "pythread.h", "osdefs.h")


def public_headers(folder: pathlib.Path) -> list[str]:
    """The headers of a folder of NumPy that users include, the main one first."""
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.h"))
    names = [name for name in found if _is_public(name)]
    return sorted(names, key=lambda name: name != "numpy/arrayobject.h")


def numpy(folder: pathlib.Path, python: pathlib.Path, target: str = "", strict: bool = False) -> Setting:
    """All headers of a NumPy. `target` is the C text of NPY_TARGET_VERSION; `strict` hides what NumPy calls deprecated."""
    names = [name for name in public_headers(folder) if not (strict and name.endswith("old_defines.h"))]
    defines = f"#define NPY_TARGET_VERSION {target}\n" if target else ""
    defines += "#define NPY_NO_DEPRECATED_API NPY_API_VERSION\n" if strict else ""
    includes = "".join(f'#include "{name}"\n' for name in names)
    prologue = f"#define PY_SSIZE_T_CLEAN\n#include <Python.h>\n{defines}{includes}"
    return Setting((python, folder), prologue)


def cpython(python: pathlib.Path) -> Setting:
    """All of Python.h, and the headers beside it that extension code includes."""
    extras = "".join(f"#include <{name}>\n" for name in PYTHON_EXTRAS if (python / name).is_file())
    return Setting((python,), f"#define PY_SSIZE_T_CLEAN\n#include <Python.h>\n{extras}")


def api_version(release: database.Version) -> str:
    """The macro by which the headers know a release."""
    return "NPY_{}_{}_API_VERSION".format(*release)


def _is_public(name: str) -> bool:
    last = name.rsplit("/", 1)[-1]
    return not last.startswith("_") and last not in NOT_FOR_INCLUSION
