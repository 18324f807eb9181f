"""The CPythons of this machine whose headers can be compiled against."""

from __future__ import annotations

import dataclasses
import functools
import pathlib
import shutil
import subprocess
import sys

MINORS = range(8, 20)
QUESTION = (
    "import platform, sys, sysconfig; "
    "print(platform.python_implementation(), *sys.version_info[:2], sysconfig.get_paths()['include'], sep='\\n')"
)


@dataclasses.dataclass(frozen=True)
class Python:
    """One CPython with headers."""

    version: tuple[int, int]
    include: pathlib.Path

    def __str__(self) -> str:
        return "{}.{}".format(*self.version)


@functools.cache
def found() -> tuple[Python, ...]:
    """Every CPython from 3.8 on: this one, those on PATH, those installed beside this one. Oldest first, one a version."""
    answers = [_ask(path) for path in dict.fromkeys(_candidates())]
    by_version: dict[tuple[int, int], Python] = {}
    for python in filter(None, answers):
        by_version.setdefault(python.version, python)
    return tuple(by_version[version] for version in sorted(by_version))


def closest(version: tuple[int, int]) -> Python:
    """The Python found whose version is nearest to the one wished for."""
    return min(found(), key=lambda python: abs(python.version[1] - version[1]))


def _candidates() -> list[str]:
    on_path = [shutil.which(f"python3.{minor}") for minor in MINORS]
    versions_side_by_side = sorted(pathlib.Path(sys.base_prefix).parent.glob("*/bin/python3"))
    return [sys.executable, *filter(None, on_path), *map(str, versions_side_by_side)]


def _ask(executable: str) -> Python | None:
    try:
        done = subprocess.run([executable, "-c", QUESTION], capture_output=True, text=True, timeout=20, check=False)
    except OSError:
        return None
    answer = done.stdout.splitlines()
    if done.returncode or len(answer) != 4 or answer[0] != "CPython":
        return None
    version, include = (int(answer[1]), int(answer[2])), pathlib.Path(answer[3])
    return Python(version, include) if version >= (3, 8) and (include / "Python.h").is_file() else None
