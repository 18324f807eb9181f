"""How many findings of each rule have been read, and how many of them are right."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable

from checker import Result
from verdicts import Verdict, match, read_verdicts

# So many findings of a rule are read, or all where there are fewer.
SAMPLE = 20

COLUMNS = "{:8} {:>9} {:>6} {:>6} {:>8} {:>11}"
HEAD = COLUMNS.format("rule", "findings", "read", "true", "share", "still lack")


@dataclasses.dataclass
class Tally:
    """The findings of a rule."""

    findings: int = 0
    read: int = 0
    true: int = 0

    @property
    def lacking(self) -> int:
        """How many are still to be read."""
        return max(0, min(SAMPLE, self.findings) - self.read)

    @property
    def share(self) -> float:
        """The part of those read that is right."""
        return self.true / self.read if self.read else 0.0


def total(parts: Iterable[Tally]) -> Tally:
    """Several tallies as one."""
    parts = list(parts)
    return Tally(*(sum(getattr(part, name) for part in parts) for name in ("findings", "read", "true")))


def tallies(results: list[Result]) -> dict[str, Tally]:
    """By the rule's code."""
    found: dict[str, Tally] = {}
    for result in results:
        own = [verdict for verdict in _verdicts() if verdict.finding.package == result.package.title]
        by_finding = match(own, result.findings).by_finding
        for finding in result.findings:
            tally = found.setdefault(finding.code, Tally())
            tally.findings += 1
            # Findings that differ in nothing but the column share a verdict.
            if verdict := by_finding.get(finding):
                tally.read += 1
                tally.true += verdict.is_true
    return dict(sorted(found.items(), key=lambda entry: int(entry[0].removeprefix("NPC"))))


@functools.cache
def _verdicts() -> tuple[Verdict, ...]:
    return tuple(read_verdicts())


def table(results: list[Result]) -> str:
    """One line for each rule that reports, and one for all."""
    by_rule = tallies(results)
    lines = [HEAD, "-" * len(HEAD), *(_line(code, tally, tally.lacking) for code, tally in by_rule.items())]
    lines.append(_line("all", total(by_rule.values()), sum(tally.lacking for tally in by_rule.values())))
    return "\n".join(lines)


def _line(name: str, tally: Tally, lacking: int) -> str:
    share = f"{tally.share:.0%}" if tally.read else ""
    return COLUMNS.format(name, tally.findings, tally.read, tally.true, share, lacking or "")
