"""The clean-up steps of blend.c, each as what is taken out and what the checker has to say then."""

from __future__ import annotations

import dataclasses
import pathlib

SOURCE = pathlib.Path(__file__).with_name("blend.c")


@dataclasses.dataclass(frozen=True)
class Removal:
    """One step taken out: the text `old` becomes `new`; `found` are code and variable of each finding."""

    name: str
    old: str
    new: str
    found: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """blend.c without the step."""
        whole = SOURCE.read_text(encoding="utf-8")
        assert whole.count(self.old) == 1, f"{self.name}: this text must stand in blend.c once:\n{self.old}"
        return whole.replace(self.old, self.new)


def null_test(variable: str, exit_: str) -> Removal:
    """Takes out the test after a conversion."""
    old = f"    if ({variable} == NULL) {{\n        {exit_};\n    }}\n"
    return Removal(f"null-test-of-{variable}", old, "", (("NPC301", variable),))


def jump(name: str, before: str, *lost: str) -> Removal:
    """Makes a plain return of a jump to the label."""
    found = tuple(("NPC203", variable) for variable in lost)
    return Removal(f"goto-fail-after-{name}", f"{before}        goto fail;", f"{before}        return NULL;", found)


def success_release(variable: str) -> Removal:
    """Takes out a release on the way to success."""
    line = f"    Py_DECREF({variable});\n"
    return Removal(f"decref-of-{variable}", line, "", (("NPC203", variable),))


def failure_release(variable: str) -> Removal:
    """Takes out a release below the label."""
    line = f"    Py_XDECREF({variable});\n"
    return Removal(f"xdecref-of-{variable}", line, "", (("NPC203", variable),))


RESOLVE = "    if (PyArray_ResolveWritebackIfCopy(out) < 0) {\n        goto fail;\n    }\n"

REMOVALS = [
    null_test("values", "return NULL"),
    null_test("weights", "goto fail"),
    null_test("out", "goto fail"),
    jump("weights", "    if (weights == NULL) {\n", "values"),
    jump("out", "    if (out == NULL) {\n", "values", "weights"),
    jump("sizes", 'must have the same size");\n', "values", "weights", "out"),
    jump("resolve", "    if (PyArray_ResolveWritebackIfCopy(out) < 0) {\n", "values", "weights", "out"),
    Removal("resolve", RESOLVE, "", (("NPC808", "out"),)),
    Removal("discard", "    PyArray_DiscardWritebackIfCopy(out);\n", "", (("NPC808", "out"),)),
    *(success_release(variable) for variable in ("values", "weights", "out")),
    *(failure_release(variable) for variable in ("values", "weights", "out")),
]
