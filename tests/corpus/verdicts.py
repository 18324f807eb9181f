"""What a reader said of findings: verdicts.toml."""

from __future__ import annotations

import dataclasses
import pathlib

from checker import Finding
from packages import HERE, tomllib

VERDICTS = HERE / "verdicts.toml"


@dataclasses.dataclass(frozen=True)
class Verdict:
    """Whether a finding is right, and why."""

    finding: Finding
    is_true: bool
    reason: str


def read_verdicts(path: pathlib.Path = VERDICTS) -> list[Verdict]:
    """All verdicts, in the order of the file."""
    entries = tomllib.loads(path.read_text(encoding="utf-8")).get("finding", []) if path.exists() else []
    return [_verdict(dict(entry)) for entry in entries]


def _verdict(entry: dict) -> Verdict:
    is_true, reason = entry.pop("verdict"), entry.pop("reason")
    return Verdict(finding=Finding(**entry), is_true=is_true, reason=reason)


def as_toml(finding: Finding) -> str:
    """An entry for verdicts.toml, whose verdict and reason are still to be filled in."""
    texts = {name: getattr(finding, name) for name in ("package", "path", "function", "code", "variable", "text")}
    lines = ["[[finding]]", f"line = {finding.line}"]
    lines += [f"{name} = {quoted(value)}" for name, value in texts.items()]
    return "\n".join([*lines, "# verdict = true", '# reason = ""'])


def quoted(text: str) -> str:
    """A TOML string."""
    if "'" not in text and "\t" not in text:
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return f'"{escaped}"'
