"""The checker on every package of the corpus, as a table: python3 tests/corpus/run.py [PACKAGE...]."""

from __future__ import annotations

import sys

from checker import CheckerError, Result, check
from fetch import FetchError, ensure
from packages import all_packages

COLUMNS = "{:22} {:>6} {:>10} {:>9} {:>13} {:>9} {:>8}"
HEAD = COLUMNS.format("package", "files", "functions", "analysed", "not analysed", "findings", "seconds")


def table(results: list[Result]) -> str:
    """One line for each package, and below it why functions were not analysed and which rules report."""
    lines = [HEAD, "-" * len(HEAD)]
    for result in results:
        missed = sum(result.not_analysed.values())
        functions = result.analysed + missed
        title, found = result.package.title, len(result.findings)
        seconds = f"{result.seconds:.2f}"
        lines.append(COLUMNS.format(title, result.files, functions, result.analysed, missed, found, seconds))
        lines.extend(f"    not analysed: {count:4}  {reason}" for reason, count in result.not_analysed.items())
        if result.findings:
            lines.append("    findings: " + ", ".join(f"{code} {count}" for code, count in result.per_rule.items()))
    return "\n".join(lines)


def main(names: list[str]) -> int:
    """Prints the table; the exit code is 1 where a package could not be fetched or checked."""
    results, failed = [], False
    for package in all_packages():
        if names and not {package.name, package.title} & set(names):
            continue
        try:
            ensure(package)
            results.append(check(package))
        except (CheckerError, FetchError) as error:
            failed = True
            print(f"error: {error}", file=sys.stderr)
    print(table(results))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
