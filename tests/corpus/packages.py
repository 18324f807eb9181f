"""The packages of the corpus: what packages.toml says of them, and where their sources lie."""

from __future__ import annotations

import dataclasses
import os
import pathlib

try:
    import tomllib
except ModuleNotFoundError:  # Python 3.10
    import tomli as tomllib

HERE = pathlib.Path(__file__).resolve().parent
SOURCE_SUFFIXES = (".c", ".cc", ".cpp", ".cxx")
HEADER_SUFFIXES = (".h", ".hh", ".hpp")


@dataclasses.dataclass(frozen=True)
class Package:
    """A pinned source archive and the part of it that is checked."""

    name: str
    version: str
    sha256: str
    paths: tuple[str, ...]
    suffixes: tuple[str, ...] = SOURCE_SUFFIXES
    small: bool = False

    @property
    def title(self) -> str:
        """Name and version, as they stand in tables and in verdicts.toml."""
        return f"{self.name}-{self.version}"

    @property
    def directory(self) -> pathlib.Path:
        """Where its sources are unpacked."""
        return cache_directory() / self.title

    def is_wanted(self, path: str) -> bool:
        """Whether a file of the archive (a path below its root) is unpacked."""
        suffix = os.path.splitext(path)[1].lower()
        if suffix not in self.suffixes + HEADER_SUFFIXES:
            return False
        return any(folder == "." or path == folder or path.startswith(folder + "/") for folder in self.paths)

    def files(self) -> list[str]:
        """The unpacked files below `directory`, in a fixed order."""
        wanted = self.suffixes + HEADER_SUFFIXES
        found = (path for path in self.directory.rglob("*") if path.suffix.lower() in wanted and path.is_file())
        return sorted(path.relative_to(self.directory).as_posix() for path in found)


def cache_directory() -> pathlib.Path:
    """Outside the clone, so that cleaning it costs no second download."""
    base = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(base) / "numpy-capi-lsp" / "corpus"


def all_packages() -> list[Package]:
    """Every package of packages.toml."""
    entries = tomllib.loads((HERE / "packages.toml").read_text(encoding="utf-8"))["package"]
    return [Package(**{**entry, **_tuples(entry)}) for entry in entries]


def _tuples(entry: dict) -> dict:
    return {key: tuple(value) for key, value in entry.items() if isinstance(value, list)}
