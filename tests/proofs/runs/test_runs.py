"""What is wrong in wrong code shows when it runs, and not after its repair."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import sysconfig

import pytest

try:
    import tomllib
except ImportError:  # Python 3.10
    tomllib = pytest.importorskip("tomli")

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import building  # noqa: E402

CASES = tomllib.loads((HERE / "cases.toml").read_text())["case"]
SECONDS = 60

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the heap is measured through glibc"),
    pytest.mark.skipif(not shutil.which(os.environ.get("CC", "cc")), reason="no C compiler"),
    pytest.mark.skipif(
        not (pathlib.Path(sysconfig.get_path("include")) / "Python.h").exists(), reason="no headers of this Python"
    ),
]


def name(case: dict) -> str:
    return f"{case['rule']}-{case.get('file', 'example').removesuffix('.c')}"


@pytest.fixture(scope="session")
def rules():
    """The rules of the program."""
    return building.rules()


def run(case: dict, text: str, folder: pathlib.Path, call: str):
    """What the driver says, or the name of the signal that ended it."""
    folder.mkdir()
    building.build(case, text, folder, call)
    environment = dict(os.environ)
    if case["shows"] == "crash":
        environment["PYTHONMALLOC"] = "debug"
    command = [sys.executable, str(HERE / "driver.py"), str(folder), json.dumps(case)]
    ran = subprocess.run(
        command, capture_output=True, text=True, errors="replace", env=environment, timeout=SECONDS, check=False
    )
    if ran.returncode < 0:
        return signal.Signals(-ran.returncode).name
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def is_wrong(case: dict, said) -> bool:
    """Whether a run shows what the case promises."""
    kind = case["shows"]
    if kind == "crash":
        return said in ("SIGSEGV", "SIGABRT", "SIGBUS")
    assert not (isinstance(said, str) and said.startswith("SIG")), f"the process died of {said}"
    if kind == "protocol":
        return said == "SystemError"
    if kind == "value":
        return said is not True
    # Half a block or reference for each call: caches move by a few in all.
    return abs(said) > (20 if kind == "bytes" else 0.5)


@pytest.mark.parametrize("case", CASES, ids=name)
def test_what_is_wrong_shows_until_it_is_mended(case, rules, tmp_path):
    rule = rules[case["rule"]]
    before = run(case, building.wrong_text(case, rule), tmp_path / "before", case["call"])
    assert is_wrong(case, before), f"the wrong code runs well: {before}"
    mended = building.mended_text(case, rule, tmp_path)
    after = run(case, mended, tmp_path / "after", case.get("right", case["call"]))
    assert not is_wrong(case, after), f"after the repair still: {after}\n{mended}"


def test_there_are_cases_for_most_rules_on_ownership_and_memory(rules):
    covered = {case["rule"] for case in CASES}
    groups = {"ownership", "memory", "iterators", "errors", "null"}
    wanted = {code for code, rule in rules.items() if rule["group"] in groups}
    assert len(covered) >= 30 and len(CASES) >= 45, sorted(wanted - covered)
