"""The pairs of CPython and NumPy that this machine can offer, each in a virtual environment that is kept."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from database import number

# The oldest and the newest release that a Python has wheels for, spread so that all of 1.19 to 2.5 is covered.
RELEASES = {
    (3, 8): ["1.19.5", "1.24.4"],
    (3, 9): ["1.22.4", "2.0.2"],
    (3, 10): ["1.25.2", "2.2.6"],
    (3, 11): ["1.23.5", "2.4.6"],
    (3, 12): ["1.26.4", "2.5.5"],
    (3, 13): ["2.1.3", "2.5.5"],
}
OLDEST = (3, 8)
PROBE = """
import json, os, sys, sysconfig
paths = sysconfig.get_paths()
print(json.dumps({"version": sys.version_info[:2], "include": paths["include"],
                  "headers": os.path.exists(os.path.join(paths["include"], "Python.h")),
                  "name": sys.implementation.name, "prefix": sys.base_prefix}))
"""


def cache_root():
    """Where environments and built extensions are kept."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "numpy-capi-lsp" / "measured"


@dataclass(frozen=True)
class Pair:
    interpreter: str
    python: tuple
    release: str  # "" for the newest that pip finds
    include: str

    @property
    def name(self):
        return f"python{self.python[0]}.{self.python[1]}-numpy{self.release or '-newest'}"

    @property
    def folder(self):
        return cache_root() / self.name

    @property
    def executable(self):
        """The Python of the environment."""
        return self.folder / "bin" / "python"

    def prepare(self):
        """Makes the environment unless it is there."""
        ready = self.folder / "ready"
        if ready.exists():
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        subprocess.run([self.interpreter, "-m", "venv", str(self.folder)], check=True, capture_output=True)
        wanted = f"numpy=={self.release}" if self.release else "numpy"
        install = [str(self.executable), "-m", "pip", "install", "--quiet", "--only-binary", ":all:", wanted]
        done = subprocess.run(install, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{wanted} cannot be installed for {self.interpreter}: check the network and pip\n{done.stderr}")
        ready.touch()

    def versions(self):
        """The versions as pairs of numbers, by library."""
        command = [str(self.executable), "-c", "import numpy; print(numpy.__version__)"]
        release = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return {"python": self.python, "numpy": number(release.strip())}

    def numpy_include(self):
        command = [str(self.executable), "-c", "import numpy; print(numpy.get_include())"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def candidates():
    """Paths that may be interpreters; the plain `python3` first."""
    yield shutil.which("python3") or sys.executable
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for minor in range(8, 16):
        yield from sorted(str(path) for path in pyenv.glob(f"versions/3.{minor}.*/bin/python3"))
        found = shutil.which(f"python3.{minor}")
        if found:
            yield found


def probe(interpreter):
    """What an interpreter says about itself, or None where it cannot be used."""
    done = subprocess.run([interpreter, "-c", PROBE], capture_output=True, text=True)
    if done.returncode != 0:
        return None
    answer = json.loads(done.stdout)
    usable = answer["headers"] and answer["name"] == "cpython" and tuple(answer["version"]) >= OLDEST
    return answer if usable else None


def offered(scope="all"):
    """The pairs; with "plain" only the `python3` of the path with the newest release it can have."""
    pairs, seen = [], set()
    for interpreter in candidates():
        answer = probe(interpreter)
        if answer is None or tuple(answer["version"]) in seen:
            continue
        python = tuple(answer["version"])
        seen.add(python)
        releases = RELEASES.get(python, [""])
        chosen = releases[-1:] if scope == "plain" else reversed(releases)
        pairs.extend(Pair(interpreter, python, release, answer["include"]) for release in chosen)
        if scope == "plain":
            break
    return pairs
