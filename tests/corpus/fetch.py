"""Brings the sources of the corpus: python3 tests/corpus/fetch.py. Prints the folder of each package.

The archives come from the package index that pip is configured for and are verified against packages.toml. Nothing is
built and nothing of an archive is run.
"""

from __future__ import annotations

import dataclasses
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time

import pypi_simple
import requests

from packages import Package, all_packages

ATTEMPTS = 3
SECONDS_TO_CONNECT_AND_READ = (15, 120)


class FetchError(Exception):
    """A package could not be had; the text says what to do."""


def ensure(package: Package) -> pathlib.Path:
    """The folder of a package's sources, fetched where it is missing. Raises `FetchError`."""
    marker = package.directory / ".complete"
    stamp = f"{package.sha256} {' '.join(package.paths)} {' '.join(package.suffixes)}\n"
    if marker.is_file() and marker.read_text(encoding="utf-8") == stamp:
        return package.directory
    shutil.rmtree(package.directory, ignore_errors=True)
    package.directory.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=package.directory.parent, prefix="incoming-") as incoming:
        archive = pathlib.Path(incoming) / "archive.tar.gz"
        _download(package, archive)
        unpacked = pathlib.Path(incoming) / "sources"
        _unpack(package, archive, unpacked)
        (unpacked / ".complete").write_text(stamp, encoding="utf-8")
        unpacked.rename(package.directory)
    return package.directory


def _download(package: Package, archive: pathlib.Path) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _download_once(package, archive)
        except (requests.RequestException, pypi_simple.NoSuchProjectError, OSError) as error:
            if attempt == ATTEMPTS:
                advice = "check the network and `pip config list`, then run tests/corpus/fetch.py again"
                raise FetchError(f"{package.title} cannot be fetched ({error}): {advice}") from error
            time.sleep(2 * attempt)
        except pypi_simple.DigestMismatchError as error:
            raise FetchError(f"{package.title} is not the archive that packages.toml pins: {error}") from error


def _download_once(package: Package, archive: pathlib.Path) -> None:
    session = requests.Session()
    certificates = _pip_setting("cert")
    if certificates:
        session.verify = certificates
    index = _pip_setting("index-url") or pypi_simple.PYPI_SIMPLE_ENDPOINT
    with pypi_simple.PyPISimple(index, session=session) as client:
        page = client.get_project_page(package.name, timeout=SECONDS_TO_CONNECT_AND_READ)
        source = next((found for found in page.packages if _is_source_of(package, found)), None)
        if source is None:
            raise FetchError(f"the package index has no source archive of {package.title}: `pip config list` names it")
        # An index may serve no digest of its own; ours is the one that counts.
        pinned = dataclasses.replace(source, digests={"sha256": package.sha256})
        client.download_package(pinned, archive, verify=True, timeout=SECONDS_TO_CONNECT_AND_READ)


def _is_source_of(package: Package, found: pypi_simple.DistributionPackage) -> bool:
    return found.version == package.version and found.package_type == "sdist" and found.filename.endswith(".tar.gz")


def _pip_setting(name: str) -> str | None:
    """What pip would use: its environment variable, else its configuration files."""
    from_environment = os.environ.get("PIP_" + name.upper().replace("-", "_"))
    if from_environment:
        return from_environment
    for section in ("install", "global"):
        command = [sys.executable, "-m", "pip", "config", "get", f"{section}.{name}"]
        asked = subprocess.run(command, capture_output=True, text=True, check=False)
        if asked.returncode == 0 and asked.stdout.strip():
            return asked.stdout.strip()
    return None


def _unpack(package: Package, archive: pathlib.Path, target: pathlib.Path) -> None:
    with tarfile.open(archive) as opened:
        for member in opened:
            path = member.name.partition("/")[2]
            if not member.isfile() or ".." in path.split("/") or not package.is_wanted(path):
                continue
            content = opened.extractfile(member)
            destination = target / path
            destination.parent.mkdir(parents=True, exist_ok=True)
            with destination.open("wb") as file:
                shutil.copyfileobj(content, file)


def main() -> int:
    """Fetches every package; the exit code says whether all are there."""
    failed = False
    for package in all_packages():
        try:
            print(ensure(package), f"{len(package.files())} files")
        except FetchError as error:
            failed = True
            print(f"error: {error}", file=sys.stderr)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
