"""Draws findings that nobody has read yet and prints them with their source, for reading.

    python3 tests/corpus/sample.py [--count N] [--seed N] [--small | --large] [PACKAGE...]

The same seed draws the same findings as long as the checker reports the same. Copy the entry below a finding to
verdicts.toml and fill in its verdict and reason.
"""

from __future__ import annotations

import argparse
import random

from checker import Finding, check, source_lines
from fetch import ensure
from packages import Package, all_packages
from verdicts import as_toml, match, read_verdicts

LINES_AROUND = 6
SHORT_FUNCTION = 70


def unread(packages: list[Package]) -> list[Finding]:
    """The findings without a verdict, in order."""
    findings = []
    for package in packages:
        ensure(package)
        findings.extend(check(package).findings)
    return match(read_verdicts(), findings).unread


def shown(finding: Finding, package: Package) -> str:
    """A finding with the lines of its path."""
    lines = source_lines(package, finding.path)
    marks: dict[int, list[str]] = {}
    for line, message in finding.related:
        marks.setdefault(line, []).append(message)
    marks.setdefault(finding.line, []).append(f"{finding.code}: {finding.message}")
    title = f"=== {finding.package} {finding.path}:{finding.line} in {finding.function}: {finding.code}"
    return "\n".join([title, f"    {finding.message}", *_source(lines, marks), as_toml(finding), ""])


def _source(lines: list[str], marks: dict[int, list[str]]) -> list[str]:
    printed = []
    last = 0
    for number in _wanted(lines, marks):
        if last and number > last + 1:
            printed.append("      ...")
        last = number
        printed.append(f"{number:6} | {lines[number - 1]}")
        printed.extend(f"       ^ {message}" for message in marks.get(number, []))
    return printed


def _wanted(lines: list[str], marks: dict[int, list[str]]) -> list[int]:
    """The numbers of the lines to print: all between the marks where they are near, else those around each."""
    first, last = min(marks), max(marks)
    if last - first <= SHORT_FUNCTION:
        numbers = set(range(first - LINES_AROUND, last + LINES_AROUND + 1))
    else:
        numbers = {line + step for line in marks for step in range(-LINES_AROUND, LINES_AROUND + 1)}
    return sorted(number for number in numbers if 1 <= number <= len(lines))


def main() -> None:
    """Prints a sample."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("packages", nargs="*", help="names; default: all")
    parser.add_argument("--count", type=int, help="how many to draw; default: all that are unread, in order")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--small", action="store_true", help="only packages whose findings are all to be read")
    parser.add_argument("--large", action="store_true", help="only the other packages")
    options = parser.parse_args()
    packages = [package for package in all_packages() if _is_chosen(package, options)]
    by_title = {package.title: package for package in packages}
    found = unread(packages)
    if options.count is not None:
        found = sorted(random.Random(options.seed).sample(found, min(options.count, len(found))))
    for finding in found:
        print(shown(finding, by_title[finding.package]))
    print(f"{len(found)} findings to read")


def _is_chosen(package: Package, options: argparse.Namespace) -> bool:
    if options.packages and not {package.name, package.title} & set(options.packages):
        return False
    return not (options.small and not package.small or options.large and package.small)


if __name__ == "__main__":
    main()
