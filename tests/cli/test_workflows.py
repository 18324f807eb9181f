"""The workflows of GitHub, the project's own and the example for users, hold to the schema of workflows."""

from __future__ import annotations

import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "continuous-integration.md"


def check(*files: pathlib.Path) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True)


def test_the_projects_own():
    files = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
    assert [file.name for file in files] == ["release.yml", "test.yml"]
    ran = check(*files)
    assert ran.returncode == 0, ran.stdout


def test_the_example_of_the_manual(tmp_path):
    examples = re.findall(r"```yaml\n(name: .*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert examples, "the manual has an example"
    for number, example in enumerate(examples):
        file = tmp_path / f"{number}.yml"
        file.write_text(example)
        ran = check(file)
        assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("wrong", ["on: push\njobs: {a: {steps: []}}", "jobs: {}"])
def test_the_check_refuses_what_is_wrong(tmp_path, wrong):
    file = tmp_path / "wrong.yml"
    file.write_text(wrong)
    assert check(file).returncode != 0
