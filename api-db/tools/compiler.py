"""Runs the C compiler over many small checks at once and says which of them it refuses.

Each check stands behind a `#line` directive that carries its name, so one run over thousands of checks yields messages
per check. GCC is needed, for `-ftrack-macro-expansion=0`: it puts a message where the macro is used.
"""

from __future__ import annotations

import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable

LONGEST_ALIAS_CHAIN = 4
# Functions in checks are named after their subject, with this in front.
PROOF = "proof_"
AT_TOP_LEVEL = re.compile("At top level:$")
MESSAGE = re.compile(r"^(?P<place>[^:\n]+):\d+:(?:\d+:)? (?:fatal )?(?P<severity>error|warning): (?P<text>.*)$")
IN_FUNCTION = re.compile(f"In function '{PROOF}(\\w+)'")
BASE_FLAGS = ("-std=gnu11", "-fmax-errors=0", "-ftrack-macro-expansion=0", "-fdiagnostics-color=never")


class CompilerError(Exception):
    """The compiler is missing or refuses the headers themselves; the text says what to do."""


@dataclasses.dataclass(frozen=True)
class Check:
    """C text at file scope, and the symbol that it is about."""

    subject: str
    text: str


@dataclasses.dataclass(frozen=True)
class Setting:
    """What every check of a run sees: include folders, and the text before the checks."""

    includes: tuple[pathlib.Path, ...]
    prologue: str
    flags: tuple[str, ...] = ()

    def command(self, *more: str) -> list[str]:
        folders = [f"-I{folder}" for folder in self.includes]
        return [executable(), *BASE_FLAGS, *self.flags, *folders, *more]


def executable() -> str:
    """The compiler: CC from the environment, else gcc, else cc."""
    named = os.environ.get("CC", "").split()
    for candidate in [*named[:1], "gcc", "cc"]:
        if shutil.which(candidate):
            return candidate
    raise CompilerError("no C compiler found: install gcc, or name it in CC")


def refusals(setting: Setting, checks: Iterable[Check]) -> dict[str, list[str]]:
    """The error messages per subject; subjects that compile are not in it."""
    output = _run(setting, "".join(f'#line 1 "{check.subject}"\n{check.text}\n' for check in checks))
    found: dict[str, list[str]] = {}
    function = ""
    for line in output.splitlines():
        entered = IN_FUNCTION.search(line)
        function = "" if AT_TOP_LEVEL.search(line) else entered[1] if entered else function
        message = MESSAGE.match(line)
        if message and message["severity"] == "error":
            place = message["place"]
            # A macro that ends in the name of another is blamed on its header; the function it stands in is ours.
            subject = place if "/" not in place and place != "<stdin>" else function
            found.setdefault(subject, []).append(message["text"])
    return found


def steady_refusals(setting: Setting, checks: list[Check]) -> dict[str, list[str]]:
    """As `refusals`, but a broken check cannot be blamed on its neighbours: whatever is refused is tried again alone."""
    first = refusals(setting, checks)
    again = [check for check in checks if check.subject in first]
    steady: dict[str, list[str]] = {}
    for check in again:
        steady.update(refusals(setting, [check]))
    return steady


def preprocess(setting: Setting, *flags: str) -> str:
    """The preprocessor's output for the prologue."""
    done = subprocess.run(setting.command("-E", *flags, "-x", "c", "-"), input=setting.prologue, **_text())
    if done.returncode:
        raise CompilerError(_advice(done.stderr))
    return done.stdout


def _run(setting: Setting, body: str) -> str:
    text = f"{setting.prologue}\n{body}\n"
    done = subprocess.run(setting.command("-fsyntax-only", "-x", "c", "-"), input=text, **_text())
    broken = [line for line in done.stderr.splitlines() if ": fatal error: " in line]
    if broken or done.returncode not in (0, 1):
        raise CompilerError(_advice(done.stderr))
    return done.stderr


def _advice(text: str) -> str:
    return f"the compiler does not accept the headers themselves: try another CC or Python\n{text[-2000:]}"


def _text() -> dict:
    return {"capture_output": True, "text": True, "env": {**os.environ, "LC_ALL": "C"}, "check": False}


def compile_to_assembly(setting: Setting, body: str) -> str:
    """The assembly text of the prologue and `body`; what is refused in it raises `CompilerError`."""
    with tempfile.TemporaryDirectory() as folder:
        output = pathlib.Path(folder) / "out.s"
        command = setting.command("-S", "-O0", "-x", "c", "-", "-o", str(output))
        done = subprocess.run(command, input=f"{setting.prologue}\n{body}\n", **_text())
        if done.returncode:
            raise CompilerError(_advice(done.stderr))
        return output.read_text(encoding="utf-8")


DEFINITION = re.compile(r"^#define (\w+)(\([^)]*\))?[ ]*(.*)$", re.M)


@dataclasses.dataclass(frozen=True)
class Macros:
    """What is a macro after the prologue: with a parameter list (or standing for one that has it), and without."""

    function_like: frozenset[str]
    object_like: frozenset[str]


def macros(setting: Setting) -> Macros:
    """The macros that the headers of a setting define."""
    found = DEFINITION.findall(preprocess(setting, "-dM"))
    called = {name for name, parameters, _ in found if parameters}
    alias_of = {name: body for name, parameters, body in found if not parameters}
    for name in alias_of:
        last = name
        for _ in range(LONGEST_ALIAS_CHAIN):
            last = alias_of.get(last, last)
        if last in called:
            called.add(name)
    return Macros(frozenset(called), frozenset(alias_of) - called)
