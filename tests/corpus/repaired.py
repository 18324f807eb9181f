"""What `check --fix` makes of a copy of a package."""

from __future__ import annotations

import collections
import dataclasses
import json
import pathlib
import shutil
import subprocess
import sysconfig

import numpy

from checker import CheckerError, checker
from packages import Package

SECONDS_FOR_A_PACKAGE = 300
SECONDS_FOR_A_FILE = 60

# The letters of a file's ending, and what compiles it.
COMPILERS = {".c": "cc", ".cc": "c++", ".cpp": "c++", ".cxx": "c++"}


@dataclasses.dataclass(frozen=True)
class State:
    """What the checker says of the sources in a folder."""

    # How often each finding is made, by file, function, code and message: repairs move lines.
    findings: collections.Counter
    analysed: int


def copy(package: Package, target: pathlib.Path) -> pathlib.Path:
    """The sources of a package, to be written to."""
    return pathlib.Path(shutil.copytree(package.directory, target / package.title))


def state(package: Package, folder: pathlib.Path) -> State:
    """What the checker finds in a folder with the files of a package. Raises `CheckerError`."""
    found = json.loads(_run(package, folder, "--output-format", "json"))
    statistics = json.loads(_run(package, folder, "--output-format", "json", "--statistics"))
    keys = ((entry["filename"], entry["function"], entry["code"], entry["message"]) for entry in found)
    return State(collections.Counter(keys), statistics["functions_analysed"])


def repair(package: Package, folder: pathlib.Path, *options: str) -> list[str]:
    """Repairs the files of a package in a folder; the files that have changed. Raises `CheckerError`."""
    _run(package, folder, "--fix", *options)
    return [path for path in package.files() if (folder / path).read_bytes() != (package.directory / path).read_bytes()]


def _run(package: Package, folder: pathlib.Path, *options: str) -> bytes:
    command = [checker(), "check", "--exit-zero", *options, "--", *package.files()]
    try:
        ran = subprocess.run(command, cwd=folder, capture_output=True, timeout=SECONDS_FOR_A_PACKAGE)
    except subprocess.TimeoutExpired as error:
        raise CheckerError(f"{package.title}: no answer after {SECONDS_FOR_A_PACKAGE} seconds") from error
    if ran.returncode != 0:
        raise CheckerError(f"{package.title}: exit code {ran.returncode}\n{ran.stderr.decode(errors='replace')}")
    return ran.stdout


def has_headers() -> bool:
    """Whether anything can be compiled against Python."""
    return (pathlib.Path(sysconfig.get_path("include")) / "Python.h").is_file() and bool(shutil.which("cc"))


def refusal(folder: pathlib.Path, path: str) -> str | None:
    """What the compiler says against one file of a folder; `None` where it compiles on its own."""
    source = pathlib.PurePosixPath(path)
    includes = [sysconfig.get_path("include"), numpy.get_include(), ".", str(source.parent)]
    options = [f"-I{include}" for include in includes]
    command = [COMPILERS[source.suffix], "-fsyntax-only", "-w", *options, path]
    ran = subprocess.run(command, cwd=folder, capture_output=True, timeout=SECONDS_FOR_A_FILE)
    return None if ran.returncode == 0 else ran.stderr.decode(errors="replace")
