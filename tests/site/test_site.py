"""The site builds, its links lead somewhere, and it has what findings and readers look for. MkDocs checks the links."""

from __future__ import annotations

import json
import os
import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("NUMPY_CAPI_LSP") or str(ROOT / "target" / "debug" / "numpy-capi-lsp")
ADDRESS = "https://numpy-capi-lsp.github.io/numpy-capi-lsp/"


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> pathlib.Path:
    """The directory with the built site."""
    directory = tmp_path_factory.mktemp("site")
    command = [sys.executable, str(ROOT / "site" / "build.py"), PROGRAM, str(directory)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return directory


def printed(*arguments: str) -> list[dict]:
    ran = subprocess.run([PROGRAM, *arguments, "--output-format", "json"], capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


def test_every_rule_has_the_page_that_its_findings_link_to(site):
    rules = printed("rule", "--all")
    assert len(rules) > 20
    for rule in rules:
        page = (site / "rules" / rule["name"] / "index.html").read_text(encoding="utf-8")
        assert rule["code"] in page
    finding = printed_findings(ROOT / "tests" / "demo" / "wrapper_with_bugs.c")[0]
    assert finding["url"].startswith(ADDRESS + "rules/")
    assert (site / finding["url"].removeprefix(ADDRESS) / "index.html").exists(), finding["url"]


def printed_findings(file: pathlib.Path) -> list[dict]:
    command = [PROGRAM, "check", "--select", "NPC203", "--output-format", "json", "--exit-zero", str(file)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_every_name_of_the_api_has_its_place(site):
    pages = "".join(path.read_text(encoding="utf-8") for path in (site / "api").glob("*/index.html"))
    anchors = set(re.findall(r'<h2 id="([\w-]+)"', pages))
    missing = {entry["name"] for entry in printed("api", "--all") if entry["name"].replace(".", "-") not in anchors}
    assert not missing


@pytest.mark.parametrize("editor", ["vs-code", "neovim", "helix", "emacs-eglot", "emacs-lsp-mode", "vim-ale", "kate", "sublime-text"])
def test_every_editor_has_a_start_page_with_something_to_paste(site, editor):
    assert "<code" in (site / "editors" / editor / "index.html").read_text(encoding="utf-8")


def test_no_page_loads_anything_from_elsewhere(site):
    loads = re.compile(r'<(?:script|img|iframe|source)[^>]+src="(?:https?:)?//|<link[^>]+rel="stylesheet"[^>]+href="(?:https?:)?//')
    for page in site.rglob("*.html"):
        found = loads.search(page.read_text(encoding="utf-8"))
        assert not found, f"{page.relative_to(site)}: {found[0]}"


def test_workflows_and_their_examples_are_yaml():
    yaml = pytest.importorskip("yaml")
    manual = (ROOT / "docs" / "continuous-integration.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```$", manual, re.MULTILINE | re.DOTALL)
    whole = [yaml.safe_load(block) for block in blocks if "jobs:" in block]
    assert len(whole) == 1 and whole[0]["jobs"]["check"]["steps"]
    for workflow in (ROOT / ".github" / "workflows").glob("*.yml"):
        for job in yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"].values():
            assert job["steps"], workflow.name
            for step in job["steps"]:
                # What a step runs out of the repository exists.
                for script in re.findall(r"(?<![/\w])scripts/\w+", step.get("run", "")):
                    assert (ROOT / script).exists(), f"{workflow.name}: {script}"
