"""The formats that other programs read, read as those do."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree

import jsonschema
import pytest

from sarif_schema import schema

LEAK = """\
#include <Python.h>

static PyObject *
text_of(PyObject *self, PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return NULL;
    }
    if (PyUnicode_GetLength(text) == 0) {
        return NULL;
    }
    return text;
}
"""
CLEAN = "#include <Python.h>\nint x;\n"


@pytest.fixture
def project(tmp_path):
    """Two files with one leak each, one of them with a name that needs care, and one without."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.c").write_text(LEAK)
    (tmp_path / "sub" / "b,%é <1>.c").write_text(LEAK.replace("text_of", "other"))
    (tmp_path / "clean.c").write_text(CLEAN)
    return tmp_path


def test_sarif_is_valid_and_complete(run, project, tmp_path_factory):
    ran = run("check", "--output-format", "sarif", ".")
    assert ran.status == 1
    log = json.loads(ran.out)
    published = schema(tmp_path_factory.mktemp("schema"))
    validator = jsonschema.validators.validator_for(published)(published, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(log)] == []
    (one_run,) = log["runs"]
    first, second = one_run["results"]
    rules = one_run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in (first, second)] == ["NPC203", "NPC203"]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "a.c", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 11, "startColumn": 9, "endLine": 11, "endColumn": 21}
    assert second["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "sub/b%2C%25%C3%A9%20%3C1%3E.c"
    assert first["partialFingerprints"] != second["partialFingerprints"]
    assert len(first["codeFlows"][0]["threadFlows"][0]["locations"]) >= 2
    (change,) = first["fixes"][0]["artifactChanges"]
    assert any("Py_" in edit["insertedContent"]["text"] for edit in change["replacements"])


def test_sarif_without_findings_is_a_run_without_results(run, project):
    ran = run("check", "--output-format", "sarif", "clean.c")
    assert (ran.status, json.loads(ran.out)["runs"][0]["results"]) == (0, [])


def test_fingerprints_stay_where_lines_are_added_above(run, project):
    def fingerprints():
        report = json.loads(run("check", "--output-format", "gitlab", ".").out)
        return [issue["fingerprint"] for issue in report]

    before = fingerprints()
    (project / "a.c").write_text("int added;\n\n" + LEAK)
    assert fingerprints() == before
    assert len(set(before)) == 2


def test_gitlab_has_what_the_report_needs(run, project):
    ran = run("check", "--output-format", "gitlab", ".")
    for issue in json.loads(ran.out):
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert issue["location"]["positions"]["begin"] == {"line": 11, "column": 9}


def test_github_prints_one_command_per_finding(run, project):
    ran = run("check", "--output-format", "github", ".")
    lines = ran.out.splitlines()
    form = r"::error title=NPC203 \(early-return-leak\),file=([^,]*),line=11,endLine=11,col=9,endColumn=21::`text` .+"
    files = [re.fullmatch(form, line).group(1) for line in lines]
    assert files == ["a.c", "sub/b%2C%25é <1>.c"]


def test_junit_has_a_suite_per_file(run, project):
    root = ElementTree.fromstring(run("check", "--output-format", "junit", ".").out)
    suites = {suite.get("name"): suite for suite in root}
    assert set(suites) == {"a.c", "clean.c", "sub/b,%é <1>.c"}
    assert (root.get("tests"), root.get("failures")) == ("3", "2")
    (failure,) = suites["a.c"].iter("failure")
    assert failure.get("type") == "NPC203" and failure.text.startswith("a.c:11:9: `text`")
    assert suites["clean.c"].get("failures") == "0" and len(suites["clean.c"]) == 1


def test_grouped_names_each_file_once(run, project):
    out = run("check", "--output-format", "grouped", ".").out
    assert out.count("a.c:\n") == 1 and out.count("  11:9") == 2 and "clean.c" not in out
    assert out.endswith("fixed with --fix.\n") or "Found 2 findings" in out
