"""Comments, per-file ignores and the baseline, through the program."""

from __future__ import annotations

import json

import pytest

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


@pytest.fixture
def leak(tmp_path):
    """A file with one leak."""
    path = tmp_path / "module.c"
    path.write_text(LEAK)
    return path


def codes(ran) -> list[str]:
    return [code for _, _, code in ran.findings]


def test_a_comment_silences_its_line(check, leak):
    leak.write_text(LEAK.replace("== 0) {", "== 0) {\n        // numpy-capi: ignore[NPC203] interned"))
    ran = check("module.c")
    assert (ran.status, codes(ran)) == (0, [])


def test_add_ignore_silences_everything_and_keeps_the_code(check, run, leak):
    ran = run("check", "--add-ignore=the string is interned", "module.c")
    assert (ran.status, ran.err) == (0, "Wrote comments for 1 finding in 1 file.\n")
    added = "        /* numpy-capi: ignore[NPC203] the string is interned */\n"
    assert leak.read_text() == LEAK.replace("== 0) {\n", "== 0) {\n" + added)
    assert codes(check("module.c")) == []
    again = run("check", "--add-ignore", "module.c")
    assert (again.status, again.err) == (0, "Wrote comments for 0 findings in 0 files.\n")


def test_add_ignore_keeps_line_ends_and_encoding(run, leak):
    old = LEAK.replace("#include", "/* caf\u00e9 */\n#include").replace("\n", "\r\n").encode("latin-1")
    leak.write_bytes(old)
    assert run("check", "--add-ignore", "module.c").status == 0
    added = b"        /* numpy-capi: ignore[NPC203] */\r\n"
    assert leak.read_bytes() == old.replace(b"== 0) {\r\n", b"== 0) {\r\n" + added)


def test_add_ignore_works_as_a_filter(run):
    ran = run("check", "--add-ignore", "-", stdin=LEAK.encode())
    assert ran.status == 0 and "ignore[NPC203]" in ran.out and ran.out.count("\n") == LEAK.count("\n") + 1


def test_a_needless_comment_is_reported_and_fixed(check, run, leak):
    clean = LEAK.replace("    if (PyUnicode_GetLength(text) == 0) {\n        return NULL;\n    }\n", "")
    leak.write_text(clean.replace("    return text;", "    return text;  // numpy-capi: ignore[NPC203] long gone"))
    assert codes(check("module.c")) == ["NPC001"]
    assert codes(check("--select", "NPC204", "module.c")) == []
    assert run("check", "--fix", "module.c").status == 0
    assert leak.read_text() == clean


def test_a_repair_takes_the_comment_on_its_finding_along(run, leak):
    silenced = LEAK.replace("== 0) {\n        return NULL;", "== 0) {\n        return NULL;  // numpy-capi: ignore[NPC203] x")
    # Three losses more: the clean-up takes all ways out, that with the comment too.
    others = "".join(f"    if (self == arg + {number}) {{\n        return NULL;\n    }}\n" for number in range(3))
    another = others + "    return text;"
    leak.write_text(silenced.replace("    return text;", another))
    ran = run("check", "--fix", "module.c")
    assert ran.status == 0, ran.out + leak.read_text()
    assert "numpy-capi" not in leak.read_text()


def test_per_file_ignores_hold_for_their_files(check, tmp_path, leak):
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "other.c").write_text(LEAK)
    (tmp_path / "numpy-capi.toml").write_text('[per-file-ignores]\n"tests/*.c" = ["ownership"]\n')
    entries = json.loads(check(".").out)
    assert [entry["filename"] for entry in entries] == ["module.c"]


def test_the_baseline_keeps_what_is_known_silent(check, run, leak):
    written = run("check", "--write-baseline", "--baseline", "known.json", "module.c")
    assert (written.status, written.err) == (0, "Wrote 1 finding to known.json.\n")
    assert check("--baseline", "known.json", "module.c").findings == []
    assert "1 more in the baseline" in run("check", "--baseline", "known.json", "module.c").out
    # Elsewhere things move; the finding stays known.
    leak.write_text("int added;\n\n\n" + LEAK)
    assert check("--baseline", "known.json", "module.c").findings == []
    # A second of its kind in the same function is new, since it stands on another line.
    leak.write_text(LEAK.replace("    return text;", "    if (self == arg) return NULL;\n    return text;"))
    assert check("--baseline", "known.json", "module.c").findings == [(13, 22, "NPC203")]


def test_the_baseline_says_what_is_gone(run, leak):
    run("check", "--write-baseline", "--baseline", "known.json", "module.c")
    leak.write_text(LEAK.replace("    if (PyUnicode_GetLength(text) == 0) {\n        return NULL;\n    }\n", ""))
    ran = run("check", "--baseline", "known.json", "module.c")
    assert ran.status == 0
    assert "1 finding of the baseline gone" in ran.out
    run("check", "--write-baseline", "--baseline", "known.json", "module.c")
    assert "gone" not in run("check", "--baseline", "known.json", "module.c").out


def test_the_baseline_of_the_configuration_holds_and_is_written(run, tmp_path, leak):
    (tmp_path / "numpy-capi.toml").write_text('baseline = "known.json"\n')
    assert run("check", "module.c").status == 1
    assert run("check", "--write-baseline", "module.c").status == 0
    assert json.loads((tmp_path / "known.json").read_text())["findings"] == [
        {"file": "module.c", "code": "NPC203", "function": "text_of", "source": "return NULL;"}
    ]
    assert run("check", "module.c").status == 0


def test_without_a_name_the_baseline_says_how_to_use_it(run, leak):
    ran = run("check", "--write-baseline", "module.c")
    assert ran.status == 0 and "--baseline numpy-capi-baseline.json" in ran.err
    assert run("check", "--baseline", "numpy-capi-baseline.json", "module.c").status == 0


def test_a_wrong_baseline_is_an_error(run, tmp_path, leak):
    assert run("check", "--baseline", "no_such.json", "module.c").status == 2
    (tmp_path / "bad.json").write_text("[]")
    ran = run("check", "--baseline", "bad.json", "module.c")
    assert ran.status == 2 and "bad.json: is no baseline" in ran.err
    assert run("check", "--write-baseline", "--baseline", "bad.json", "module.c").status == 2
    assert (tmp_path / "bad.json").read_text() == "[]"
