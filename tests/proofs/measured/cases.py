"""The case files: how to call each function, on success and on failure. They say nothing about ownership.

One table per way of calling; its name lists the symbols that are called so, separated by spaces. Keys:

ok, ok-*, fail, fail-*   the arguments as C text, or { call = arguments, before, last, after = statements,
                         when = "numpy >= 2.0, python < 3.12" }
before, last, after      C statements for all calls of the table: `before` the arguments are made, `last` thing before the
                         call (to leave an exception pending), and `after` it, when `result` is still there
unshared                 parameters whose object the call wants for itself: watched from the end of the call only

An argument for an object parameter is an expression that gives a new reference. `_` leaves an out-parameter at its
sentinel; any other text there is the variable's value before the call. `[a, b]` makes an array of objects. A leading
`=` hands the text over as it is.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from database import number, symbols

CASES = Path(__file__).parent / "cases"
COMPARISONS = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "==": lambda left, right: left == right,
}


@dataclass(frozen=True)
class Case:
    symbol: str
    scenario: str
    call: str
    before: str = ""
    last: str = ""
    after: str = ""
    when: str = ""
    unshared: tuple = ()

    @property
    def name(self):
        return f"{self.symbol}/{self.scenario}"

    @property
    def fails(self):
        """Whether the call is meant to fail."""
        return self.scenario.startswith("fail")

    def applies(self, versions):
        """Whether the case can run with these versions: a pair of numbers by "python" and "numpy"."""
        return symbols()[self.symbol].available(versions) and holds(self.when, versions)


def holds(condition, versions):
    """Whether every comparison, such as "numpy >= 2.0", is true."""
    for comparison in filter(None, (part.strip() for part in condition.split(","))):
        library, operator, version = re.fullmatch(r"(\w+)\s*([<>=]+)\s*([\d.]+)", comparison).groups()
        if not COMPARISONS[operator](versions[library], number(version)):
            return False
    return True


def joined(*texts):
    return "\n".join(filter(None, texts))


def cases_of(names, table):
    """The cases of one table."""
    for name in names.split():
        for scenario, value in table.items():
            if scenario.split("-")[0] not in ("ok", "fail"):
                continue
            value = {"call": value} if isinstance(value, str) else value
            yield Case(
                name,
                scenario,
                value["call"],
                joined(table.get("before", ""), value.get("before", "")),
                joined(table.get("last", ""), value.get("last", "")),
                joined(value.get("after", ""), table.get("after", "")),
                ", ".join(filter(None, (table.get("when", ""), value.get("when", "")))),
                tuple(table.get("unshared", ())),
            )


def all_cases():
    """Every case of every file, in order."""
    found = []
    for file in sorted(CASES.glob("*.toml")):
        for names, table in tomllib.loads(file.read_text(encoding="utf-8")).items():
            found.extend(cases_of(names, table))
    return found
