"""Runs the checker on a package and reads what it says."""

from __future__ import annotations

import collections
import dataclasses
import json
import os
import pathlib
import re
import subprocess
import time

from packages import Package

ROOT = pathlib.Path(__file__).resolve().parents[2]

# A package takes about a second; what takes longer than this hangs.
SECONDS_FOR_A_PACKAGE = 120


class CheckerError(Exception):
    """The checker crashed, hung or answered nonsense."""


@dataclasses.dataclass(frozen=True, order=True)
class Finding:
    """A finding, with what identifies it: the sources are pinned, so a line says where and the text proves it."""

    package: str
    path: str
    line: int
    function: str
    code: str
    variable: str
    text: str
    message: str = dataclasses.field(compare=False, default="")
    related: tuple[tuple[int, str], ...] = dataclasses.field(compare=False, default=())


@dataclasses.dataclass(frozen=True)
class Result:
    """What the checker says of a package."""

    package: Package
    findings: list[Finding]
    files: int
    analysed: int
    not_analysed: dict[str, int]
    seconds: float

    @property
    def per_rule(self) -> dict[str, int]:
        """The number of findings by code."""
        return dict(sorted(collections.Counter(finding.code for finding in self.findings).items()))


def checker() -> str:
    """The program: NUMPY_CAPI_LSP, else the newer of the release and the debug build. Raises `CheckerError`."""
    if named := os.environ.get("NUMPY_CAPI_LSP"):
        return named
    built = [ROOT / "target" / profile / "numpy-capi-lsp" for profile in ("release", "debug")]
    built = [path for path in built if path.exists()]
    if not built:
        raise CheckerError("no program in target/: run `cargo build` first, or name one in NUMPY_CAPI_LSP")
    return str(max(built, key=lambda path: path.stat().st_mtime))


def check(package: Package) -> Result:
    """Checks all files of a package. Raises `CheckerError`."""
    started = time.monotonic()
    found = _run(package)
    seconds = time.monotonic() - started
    statistics = _run(package, "--statistics")
    if statistics["findings"] != len(found):
        raise CheckerError(f"{package.title}: {len(found)} findings at first, {statistics['findings']} the second time")
    sources = _Sources(package)
    return Result(
        package=package,
        findings=sorted(sources.finding(entry) for entry in found),
        files=statistics["files_checked"],
        analysed=statistics["functions_analysed"],
        not_analysed={entry["reason"]: entry["count"] for entry in statistics["functions_not_analysed"]},
        seconds=seconds,
    )


def _run(package: Package, *options: str):
    """The JSON that the checker prints."""
    command = [checker(), "check", "--output-format", "json", "--exit-zero", *options, "--", *package.files()]
    try:
        ran = subprocess.run(command, cwd=package.directory, capture_output=True, timeout=SECONDS_FOR_A_PACKAGE)
    except subprocess.TimeoutExpired as error:
        raise CheckerError(f"{package.title}: no answer after {SECONDS_FOR_A_PACKAGE} seconds") from error
    said = ran.stderr.decode(errors="replace")
    if ran.returncode != 0 or "panicked" in said:
        raise CheckerError(f"{package.title}: exit code {ran.returncode}\n{said}")
    return json.loads(ran.stdout)


class _Sources:
    """The lines of a package's files, each file read once."""

    def __init__(self, package: Package):
        self.package = package
        self._lines: dict[str, list[str]] = {}

    def finding(self, entry: dict) -> Finding:
        line = entry["location"]["row"]
        return Finding(
            package=self.package.title,
            path=entry["filename"],
            line=line,
            function=entry["function"] or "",
            code=entry["code"],
            variable=_variable(entry["message"]),
            text=self.line(entry["filename"], line).strip(),
            message=entry["message"],
            related=tuple((station["location"]["row"], station["message"]) for station in entry["related"]),
        )

    def line(self, path: str, number: int) -> str:
        lines = self._lines.get(path)
        if lines is None:
            lines = self._lines[path] = source_lines(self.package, path)
        return lines[number - 1] if number <= len(lines) else ""


def source_lines(package: Package, path: str) -> list[str]:
    """The lines of a file as the checker counts them."""
    data = (package.directory / path).read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return re.split(r"\r\n|\r|\n", text)


def _variable(message: str) -> str:
    """The variable that a message begins with, in backticks; empty where it names none."""
    match = re.match(r"`([^`]+)`", message)
    return match.group(1) if match else ""
