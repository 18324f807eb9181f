"""NumPy's headers out of its wheels, fetched with pip and kept in the user's cache. Nothing of a wheel is run."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

import database

PLATFORMS = ("manylinux1_x86_64", "manylinux2010_x86_64", "manylinux2014_x86_64", "manylinux_2_27_x86_64", "manylinux_2_28_x86_64")
FIRST_MINOR, LAST_MINOR = 5, 16


class WheelError(Exception):
    """Headers could not be had; the text says what to do."""


def cache() -> pathlib.Path:
    """Where headers are kept."""
    base = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(base) / "numpy-capi-lsp" / "headers"


def headers(release: str) -> pathlib.Path:
    """The folder to include for a release such as "1.26.4", or "2.5.*" for the newest 2.5. Raises `WheelError`.

    The file `version` beside the folder `numpy` tells which release it is.
    """
    folder = cache() / f"numpy-{release.replace('*', 'x')}"
    if not (folder / "version").is_file():
        with tempfile.TemporaryDirectory() as scratch:
            unpack(download(release, pathlib.Path(scratch)), folder)
    return folder


def unpack(wheel: pathlib.Path, folder: pathlib.Path) -> None:
    """Brings the headers of a wheel into `folder`; the marker `version` is written last."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    incoming = pathlib.Path(tempfile.mkdtemp(dir=folder.parent, prefix="incoming-"))
    try:
        _extract(wheel, incoming)
        (incoming / "version").write_text(wheel.name.split("-")[1], encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        incoming.rename(folder)
    finally:
        shutil.rmtree(incoming, ignore_errors=True)


def _extract(wheel: pathlib.Path, folder: pathlib.Path) -> None:
    mark = "core/include/"
    with zipfile.ZipFile(wheel) as archive:
        members = [name for name in archive.namelist() if name.startswith("numpy/") and mark in name and not name.endswith("/")]
        if not members:
            raise WheelError(f"{wheel.name} holds no headers: is it a wheel of NumPy?")
        for name in members:
            target = folder / name.split(mark, 1)[1]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(name))


def download(release: str, folder: pathlib.Path) -> pathlib.Path:
    """A wheel of the release for any CPython that it supports. Raises `WheelError`."""
    errors = ""
    for minor in _likely_minors(database.version(release)):
        done = subprocess.run(_pip(release, minor, folder), capture_output=True, text=True, check=False)
        wheels = list(folder.glob("*.whl"))
        if done.returncode == 0 and wheels:
            return wheels[0]
        errors = done.stderr.strip()
    raise WheelError(f"numpy {release} cannot be fetched: check the network and `pip config list`\n{errors}")


def _pip(release: str, minor: int, folder: pathlib.Path) -> list[str]:
    platforms = [argument for platform in PLATFORMS for argument in ("--platform", platform)]
    quiet = ["--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:"]
    python = ["--implementation", "cp", "--python-version", f"3.{minor}"]
    return [sys.executable, "-m", "pip", "download", *quiet, *python, *platforms, "--dest", str(folder), f"numpy=={release}"]


def _likely_minors(release: database.Version) -> list[int]:
    """The minor versions of Python 3 to try, the most likely first."""
    major, minor = release
    guess = 12 + minor // 2 if major >= 2 else max(5, 8 + (minor - 18) // 2)
    return sorted(range(FIRST_MINOR, LAST_MINOR), key=lambda candidate: abs(candidate - guess))
