"""The checker on every package of the corpus, as a table.

    python3 tests/corpus/run.py [--by-rule] [PACKAGE...]
"""

from __future__ import annotations

import argparse
import sys

import by_rule
from checker import CheckerError, Result, check
from fetch import FetchError, ensure
from packages import all_packages

COLUMNS = "{:22} {:>6} {:>10} {:>9} {:>13} {:>9} {:>6} {:>6} {:>8}"
HEAD = COLUMNS.format(
    "package", "files", "functions", "analysed", "not analysed", "findings", "read", "true", "seconds"
)


def table(results: list[Result]) -> str:
    """One line for each package, and below it why functions were not analysed and which rules report."""
    lines = [HEAD, "-" * len(HEAD)]
    for result in results:
        missed = sum(result.not_analysed.values())
        functions = result.analysed + missed
        tally = by_rule.total(by_rule.tallies([result]).values())
        counts = (result.files, functions, result.analysed, missed, tally.findings, tally.read, tally.true)
        lines.append(COLUMNS.format(result.package.title, *counts, f"{result.seconds:.2f}"))
        lines.extend(f"    not analysed: {count:4}  {reason}" for reason, count in result.not_analysed.items())
        if result.findings:
            lines.append("    findings: " + ", ".join(f"{code} {count}" for code, count in result.per_rule.items()))
    return "\n".join(lines)


def main() -> int:
    """Prints the table; the exit code is 1 where a package could not be fetched or checked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("packages", nargs="*", help="names; default: all")
    parser.add_argument("--by-rule", action="store_true", help="findings, those read and those right, by rule")
    options = parser.parse_args()
    results, failed = [], False
    for package in all_packages():
        if options.packages and not {package.name, package.title} & set(options.packages):
            continue
        try:
            ensure(package)
            results.append(check(package))
        except (CheckerError, FetchError) as error:
            failed = True
            print(f"error: {error}", file=sys.stderr)
    print(by_rule.table(results) if options.by_rule else table(results))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
