"""What packages.toml says of each package, and the work on a copy of its sources."""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import re
import shutil
import subprocess
import sysconfig

from checker import checker
from fetch import ensure
from packages import Package, all_packages

try:
    import tomllib
except ModuleNotFoundError:  # Python 3.10
    import tomli as tomllib

HERE = pathlib.Path(__file__).resolve().parent

# The headers that NumPy asks projects to copy which are compiled with older headers too.
COMPATIBILITY_HEADERS = ("npy_2_compat.h", "npy_2_complexcompat.h")

SECONDS_FOR_A_FIX = 300


@dataclasses.dataclass(frozen=True)
class Hand:
    """Work that no repair does: texts that are replaced in a file, and why."""

    file: str
    reason: str
    replace: tuple[tuple[str, str], ...]


@dataclasses.dataclass(frozen=True)
class Migration:
    """A package with the files that are compiled."""

    package: Package
    sources: tuple[str, ...]
    includes: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    hand: tuple[Hand, ...] = ()

    def copy(self, folder: pathlib.Path) -> pathlib.Path:
        """A copy of the sources, fetched where they are missing. Raises `FetchError`."""
        target = folder / self.package.title
        shutil.copytree(ensure(self.package), target)
        return target

    def work_by_hand(self, folder: pathlib.Path) -> int:
        """Does what is listed; the number of lines that it touches."""
        count = 0
        for hand in self.hand:
            path = folder / hand.file
            text = path.read_text(encoding="utf-8")
            for old, new in hand.replace:
                assert old in text, f"{hand.file} does not have {old!r}"
                count += text.count(old)
                text = text.replace(old, new)
            path.write_text(text, encoding="utf-8")
        return count


def all_migrations() -> list[Migration]:
    """Every package of packages.toml."""
    corpus = {package.title: package for package in all_packages()}
    migrations = []
    for entry in tomllib.loads((HERE / "packages.toml").read_text(encoding="utf-8"))["package"]:
        hand = tuple(Hand(own["file"], own["reason"], tuple(map(tuple, own["replace"]))) for own in entry.pop("hand", []))
        own = {key: tuple(entry.pop(key, ())) for key in ("sources", "includes", "left")}
        pinned = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
        package = corpus[entry["corpus"]] if "corpus" in entry else Package(**pinned)
        migrations.append(Migration(package=package, hand=hand, **own))
    return migrations


def fix(folder: pathlib.Path, target: str | None) -> tuple[int, list[str]]:
    """Repairs the sources in a folder; how many findings are gone, and the codes of those that are left."""
    select = ["check", "--select", "migration", "--ignore", "NPC1101,NPC1108,NPC1115", str(folder)]
    oldest = ["--target-numpy", target] if target else []
    before = findings(select + oldest)
    command = [checker(), *select, *oldest, "--fix", "--exit-zero"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS_FOR_A_FIX, check=False)
    assert run.returncode == 0, run.stderr
    left = findings(select + oldest)
    return len(before) - len(left), left


def findings(arguments: list[str]) -> list[str]:
    """The codes of what is found."""
    command = [checker(), *arguments, "--output-format", "json", "--exit-zero"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS_FOR_A_FIX, check=False)
    assert run.returncode == 0, run.stderr
    return [found["code"] for found in json.loads(run.stdout)]


def errors(migration: Migration, folder: pathlib.Path, headers: pathlib.Path) -> dict[str, list[str]]:
    """What the compiler says against each source that it refuses."""
    refused = {}
    for source in migration.sources:
        is_cpp = not source.endswith(".c")
        command = [os.environ.get("CXX", "c++"), "-std=c++11"] if is_cpp else [os.environ.get("CC", "cc"), "-std=gnu11"]
        command += ["-fsyntax-only", "-w", "-fmax-errors=0"]
        command += [f"-I{folder / include}" for include in (*migration.includes, ".")]
        command += ["-isystem", str(headers), "-isystem", sysconfig.get_path("include"), str(folder / source)]
        run = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        if run.returncode != 0:
            refused[source] = re.findall(r"error: (.*)", run.stderr)
    return refused
