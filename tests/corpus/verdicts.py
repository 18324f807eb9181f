"""What a reader said of findings: verdicts.toml."""

from __future__ import annotations

import dataclasses
import pathlib

from checker import Finding
from packages import HERE, tomllib

VERDICTS = HERE / "verdicts.toml"


@dataclasses.dataclass(frozen=True)
class Verdict:
    """Whether a finding is right, and why. `given_up` says why a right one need not be made any more, `known` why a
    wrong one is still made."""

    finding: Finding
    is_true: bool
    reason: str
    given_up: str = ""
    known: str = ""


@dataclasses.dataclass
class Matched:
    """Verdicts laid beside what the checker reports today."""

    by_finding: dict[Finding, Verdict]
    unread: list[Finding]
    lost: list[Verdict]


def match(verdicts: list[Verdict], findings: list[Finding]) -> Matched:
    """Finds the verdict of each finding. A right finding may have moved to another line of its function, since one
    defect shows at several places; a wrong one has to be the same."""
    by_finding = {verdict.finding: verdict for verdict in verdicts}
    reported = set(findings)
    matched = {finding: by_finding[finding] for finding in findings if finding in by_finding}
    unread = [finding for finding in findings if finding not in by_finding]
    lost = []
    for verdict in verdicts:
        if verdict.finding in reported:
            continue
        moved = [finding for finding in unread if verdict.is_true and _subject(finding) == _subject(verdict.finding)]
        if moved:
            nearest = min(moved, key=lambda finding: abs(finding.line - verdict.finding.line))
            unread.remove(nearest)
            matched[nearest] = verdict
        else:
            lost.append(verdict)
    return Matched(matched, unread, lost)


def _subject(finding: Finding) -> tuple[str, ...]:
    return (finding.package, finding.path, finding.function, finding.code, finding.variable)


def read_verdicts(path: pathlib.Path = VERDICTS) -> list[Verdict]:
    """All verdicts, in the order of the file."""
    entries = tomllib.loads(path.read_text(encoding="utf-8")).get("finding", []) if path.exists() else []
    return [_verdict(dict(entry)) for entry in entries]


def _verdict(entry: dict) -> Verdict:
    is_true, reason = entry.pop("verdict"), entry.pop("reason")
    given_up, known = entry.pop("given_up", ""), entry.pop("known", "")
    return Verdict(Finding(**entry), is_true, reason, given_up, known)


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
