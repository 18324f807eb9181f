"""Real packages: no crash, no hang, and findings as a reader has judged them in verdicts.toml.

A verdict `true` means that the finding has to stay, `false` that it was wrong and must not come back.
"""

from __future__ import annotations

import collections

import pytest

from checker import Finding, Result, check, source_lines
from fetch import FetchError, ensure
from packages import Package, all_packages
from run import table
from verdicts import Matched, match, read_verdicts

# Over all packages together; a fall means that functions were lost.
LEAST_ANALYSED = 0.95
# Of the findings that have been read, at least so many have to be right.
LEAST_RIGHT = 0.8

PACKAGES = all_packages()
VERDICTS = read_verdicts()
_results: dict[str, Result] = {}


def result_of(package: Package) -> Result:
    """What the checker says of a package, once for all tests."""
    if package.title not in _results:
        try:
            ensure(package)
        except FetchError as error:
            pytest.skip(str(error))
        _results[package.title] = check(package)
    return _results[package.title]


def place(finding: Finding) -> str:
    """Where a finding is, for messages."""
    return f"{finding.path}:{finding.line} {finding.function}: {finding.code} `{finding.variable}`: {finding.text}"


@pytest.fixture(params=PACKAGES, ids=lambda package: package.title)
def result(request) -> Result:
    return result_of(request.param)


def test_the_package_is_checked_without_crash_or_hang(result):
    assert result.files == len(result.package.files()) > 0
    assert result.analysed > 0


def test_nearly_every_function_is_analysed():
    results = [result_of(package) for package in PACKAGES]
    analysed = sum(result.analysed for result in results)
    missed = sum(sum(result.not_analysed.values()) for result in results)
    assert analysed / (analysed + missed) >= LEAST_ANALYSED, f"{missed} of {analysed + missed} are not analysed"


def test_the_same_is_found_again(result):
    assert check(result.package).findings == result.findings


def test_what_was_read_as_right_is_still_found(result):
    lost = [verdict.finding for verdict in matched(result).lost if verdict.is_true and not verdict.given_up]
    assert not lost, "\n".join(f"{place(finding)}\n    {elsewhere(finding, result)}" for finding in lost)


def test_what_was_read_as_wrong_is_gone(result):
    back = [(finding, verdict) for finding, verdict in matched(result).by_finding.items() if is_back(verdict)]
    assert not back, "\n".join(f"{place(finding)}\n    wrong because: {verdict.reason}" for finding, verdict in back)


def is_back(verdict) -> bool:
    """Whether a wrong finding is made that is not known to be."""
    return not verdict.is_true and not verdict.known


def matched(result: Result) -> Matched:
    """The findings of a package with their verdicts."""
    verdicts = [verdict for verdict in VERDICTS if verdict.finding.package == result.package.title]
    return match(verdicts, result.findings)


def elsewhere(lost: Finding, result: Result) -> str:
    """Where the checker speaks of the same variable, which helps to see what has changed."""
    near = [
        f"{finding.code} in line {finding.line}"
        for finding in result.findings
        if (finding.path, finding.function, finding.variable) == (lost.path, lost.function, lost.variable)
    ]
    return f"now of `{lost.variable}` there: {', '.join(near) or 'nothing'}"


def test_verdicts_are_well_formed():
    by_title = {package.title: package for package in PACKAGES}
    counts = collections.Counter(verdict.finding for verdict in VERDICTS)
    assert [finding for finding, count in counts.items() if count > 1] == []
    for verdict in VERDICTS:
        assert verdict.reason.strip(), place(verdict.finding)
        package = by_title[verdict.finding.package]
        result_of(package)
        line = source_lines(package, verdict.finding.path)[verdict.finding.line - 1]
        assert line.strip() == verdict.finding.text, place(verdict.finding)


def test_how_much_of_it_is_recorded(capsys):
    results = [result_of(package) for package in PACKAGES]
    read = [verdict.is_true for result in results for verdict in matched(result).by_finding.values()]
    reported = sum(len(result.findings) for result in results)
    with capsys.disabled():
        print(f"\n{table(results)}")
        print(f"{len(read)} of {reported} findings are recorded, {sum(read)} of them as true", end=" ")
    assert read, "no finding that the checker reports has been read"
    assert sum(read) / len(read) >= LEAST_RIGHT


def test_every_finding_of_the_small_packages_is_recorded():
    small = [result_of(package) for package in PACKAGES if package.small]
    unread = [finding for result in small for finding in matched(result).unread]
    assert not unread, "read them with tests/corpus/sample.py --small:\n" + "\n".join(map(place, unread))
