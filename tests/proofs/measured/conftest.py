"""The pairs of interpreters that the tests measure, each built and run once a session."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import compare  # noqa: E402
import pairs as offers  # noqa: E402
import summary  # noqa: E402

CACHE = {}


def pytest_addoption(parser):
    parser.addoption("--pairs", choices=["plain", "all"], default="all", help="only the plain python3, or every pair")


def pytest_generate_tests(metafunc):
    if "pair" in metafunc.fixturenames:
        found = offers.offered(metafunc.config.getoption("--pairs", "all"))
        metafunc.parametrize("pair", found, ids=lambda pair: pair.name, scope="session")


@pytest.fixture(scope="session")
def pairs(request):
    """Every pair of this session."""
    return offers.offered(request.config.getoption("--pairs", "all"))


@pytest.fixture(scope="session")
def plain_pair():
    """The `python3` of the path with the newest NumPy."""
    return offers.offered("plain")[0]


@pytest.fixture(scope="session")
def measurements():
    """Measures a pair once."""

    def measure(pair):
        if pair not in CACHE:
            CACHE[pair] = compare.measure(pair)
        return CACHE[pair]

    return measure


def pytest_terminal_summary(terminalreporter):
    if CACHE:
        terminalreporter.section("measured ownership")
        for pair, (extension, findings) in CACHE.items():
            terminalreporter.write_line(summary.line(pair, extension, findings))
        together = compare.measured([finding for _, findings in CACHE.values() for finding in findings])
        terminalreporter.write_line(f"{len(together)} symbols measured by all pairs together")
