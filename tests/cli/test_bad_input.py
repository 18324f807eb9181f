"""Files that no checker likes: a clear message or silence, never a crash, a hang, a wrong position or lost text."""

from __future__ import annotations

import json
import os
import pathlib
import random
import subprocess

import pytest

from conftest import PROGRAM

LEAK = b"""\
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
# Row and column from 1, and the code.
LEAK_FOUND = [(11, 9, "NPC203")]


def written(tmp_path: pathlib.Path, content: bytes, name: str = "module.c") -> str:
    """Writes a file and gives its name."""
    (tmp_path / name).write_bytes(content)
    return name


def test_the_leak_is_found_in_a_plain_file(check, tmp_path):
    ran = check(written(tmp_path, LEAK))
    assert (ran.status, ran.findings, ran.err) == (1, LEAK_FOUND, "")


def test_a_missing_file_is_named(check):
    ran = check("no_such_file.c")
    assert ran.status == 2
    assert "no_such_file.c" in ran.err and "check the path" in ran.err


def test_a_missing_file_does_not_hide_the_others(check, tmp_path):
    ran = check("no_such_file.c", written(tmp_path, LEAK))
    assert (ran.status, ran.findings) == (2, LEAK_FOUND)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root and Windows read every file")
def test_an_unreadable_file_is_named(check, tmp_path):
    name = written(tmp_path, LEAK)
    (tmp_path / name).chmod(0)
    ran = check(name)
    assert ran.status == 2
    assert name in ran.err and "ermission" in ran.err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such links")
def test_a_link_that_leads_nowhere_is_named(check, tmp_path):
    (tmp_path / "link.c").symlink_to("nowhere.c")
    ran = check("link.c")
    assert ran.status == 2
    assert "link.c" in ran.err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such links")
def test_a_circle_of_links_ends(check, tmp_path):
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "up").symlink_to("..")
    written(tmp_path, LEAK)
    assert check(".").findings == LEAK_FOUND


def test_an_empty_file_is_clean(check, tmp_path):
    ran = check(written(tmp_path, b""))
    assert (ran.status, ran.findings) == (0, [])


def test_an_empty_directory_is_said_to_be_empty(check, tmp_path):
    ran = check(".")
    assert (ran.status, ran.findings) == (0, [])
    assert "no C or C++ files" in ran.err


@pytest.mark.parametrize(
    "content",
    [
        b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 40,
        b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(50_000),
        LEAK.decode().encode("utf-16"),
        LEAK + b"\0",
    ],
    ids=["program", "picture", "utf-16", "nul-at-the-end"],
)
def test_a_binary_file_is_skipped_with_a_word(check, tmp_path, content):
    ran = check(written(tmp_path, content))
    assert (ran.status, ran.findings) == (0, [])
    assert "module.c" in ran.err and "binary" in ran.err


def test_noise_without_nul_bytes_is_survived(check, tmp_path):
    noise = random.Random(2).randbytes(200_000).replace(b"\0", b"")
    assert check(written(tmp_path, b"#include <Python.h>\n" + noise)).status in (0, 1)


def test_fifty_megabytes_are_skipped_at_once_with_a_word(check, tmp_path):
    with (tmp_path / "huge.c").open("wb") as file:
        file.write(LEAK)
        for _ in range(50):
            file.write(b"/* filling */\n" * (1_000_000 // 14))
    ran = check("huge.c")
    assert (ran.status, ran.findings) == (0, [])
    assert "huge.c" in ran.err and "larger than" in ran.err
    assert ran.seconds < 10


def test_many_megabytes_of_functions_are_checked(check, tmp_path):
    copies = [LEAK.split(b"\n", 1)[1].replace(b"text_of", b"text_of_%d" % number) for number in range(10_000)]
    content = b"#include <Python.h>\n" + b"".join(copies)
    assert len(content) > 2_000_000
    ran = check(written(tmp_path, content))
    assert len(ran.findings) == len(copies)


def test_one_line_of_megabytes_is_survived(check, tmp_path):
    table = b"#include <Python.h>\nstatic const int table[] = {" + b"1," * 1_000_000 + b"};\n"
    ran = check(written(tmp_path, table + LEAK))
    assert [code for _, _, code in ran.findings] == ["NPC203"]


@pytest.mark.parametrize("depth", [1_000, 100_000])
@pytest.mark.parametrize("pair", [b"()", b"{}", b"[]"], ids=["round", "curly", "square"])
def test_deep_nesting_is_survived(check, tmp_path, depth, pair):
    body = pair[:1] * depth + b"1" + pair[1:] * depth
    content = b"#include <Python.h>\nint f(void)\n{\n    return " + body + b";\n}\n"
    assert check(written(tmp_path, content)).status in (0, 1)


def test_a_file_that_is_not_utf_8_keeps_its_positions(check, tmp_path):
    content = LEAK.replace(b"    if (PyUnicode_GetLength", b"    /* L\xe4nge */ if (PyUnicode_GetLength")
    content = content.replace(b"0) {\n        return", b"0) {\n /* \xe9 */ return")
    ran = check(written(tmp_path, content))
    assert ran.findings == [(11, 10, "NPC203")]


def test_characters_beyond_ascii_count_as_one_column(check, tmp_path):
    content = LEAK.replace(b"0) {\n        return", "0) {\n /* \U0001f600é */ return".encode())
    assert check(written(tmp_path, content)).findings == [(11, 11, "NPC203")]


@pytest.mark.parametrize("end", [b"\r\n", b"\r"], ids=["crlf", "cr"])
def test_other_line_ends_keep_their_positions(check, tmp_path, end):
    ran = check(written(tmp_path, LEAK.replace(b"\n", end)))
    assert ran.findings == LEAK_FOUND


def test_a_byte_order_mark_moves_nothing(check, tmp_path):
    assert check(written(tmp_path, b"\xef\xbb\xbf" + LEAK)).findings == LEAK_FOUND


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("comment", ["/* Länge */\n".encode("latin-1"), "/* Länge \U0001f600 */\n".encode()])
def test_a_fix_changes_nothing_else(run, check, tmp_path, line_end, comment):
    content = (comment + LEAK).replace(b"\n", line_end)
    name = written(tmp_path, content)
    ran = run("check", "--fix", name)
    assert ran.status == 0, ran.out + ran.err
    after = (tmp_path / name).read_bytes()
    assert after != content and check(name).findings == []
    # What is old stands in the new text in the old order, and every line ends as before.
    assert after.startswith(comment.replace(b"\n", line_end))
    assert after.count(b"\n") == after.count(line_end)


def test_a_diff_writes_nothing(run, tmp_path):
    name = written(tmp_path, LEAK)
    ran = run("check", "--fix", "--diff", name)
    assert (tmp_path / name).read_bytes() == LEAK
    assert ran.out.startswith("--- ") and "\n+++ " in ran.out


def test_half_typed_code_is_survived_in_silence_at_every_length(check, tmp_path):
    names = [written(tmp_path, LEAK[:length], f"half_{length}.c") for length in range(len(LEAK))]
    ran = check(*names)
    # Only the last one is whole: it lacks no more than the line end behind the function.
    assert [entry["filename"] for entry in json.loads(ran.out)] == [names[-1]]


def test_a_broken_function_leaves_the_others_alone(check, tmp_path):
    broken = b"\nstatic int broken(void {\n    if ((\n    return 3\n}\n"
    ran = check(written(tmp_path, LEAK + broken))
    assert ran.findings == LEAK_FOUND


def test_a_file_without_python_is_left_alone(check, tmp_path):
    without = LEAK.replace(b"#include <Python.h>", b"#include <stdlib.h>")
    ran = check(written(tmp_path, without))
    assert (ran.status, ran.findings, ran.err) == (0, [], "")


def test_a_file_of_another_kind_is_read_as_c_when_named(check, tmp_path):
    assert check(written(tmp_path, LEAK, "module.c.in")).findings == LEAK_FOUND
    assert check(".").findings == []


def test_standard_input_is_read(check):
    assert check("-", stdin=LEAK).findings == LEAK_FOUND
    assert check("-").findings == []


def test_a_name_with_blanks_and_other_letters(check, tmp_path):
    name = written(tmp_path, LEAK, "mö dule \U0001f600.c")
    ran = check(name)
    assert ran.findings == LEAK_FOUND
    assert json.loads(ran.out)[0]["filename"] == name


@pytest.mark.skipif(os.name == "nt", reason="Windows names are text")
def test_a_name_that_is_not_utf_8(check, tmp_path):
    (tmp_path / os.fsdecode(b"m\xe4.c")).write_bytes(LEAK)
    assert check(".").findings == LEAK_FOUND


@pytest.mark.parametrize(
    ("arguments", "help_"),
    [
        (["--select", "NPC999"], "NPC999"),
        (["--select", "early-return-leek"], "early-return-leak"),
        (["--target-numpy", "two"], "MAJOR.MINOR"),
        (["--output-format", "xml"], "json"),
        (["--selekt", "NPC203"], "--select"),
        (["--config", "no_such_file.toml"], "no_such_file.toml"),
    ],
)
def test_a_wrong_option_is_named_with_what_is_right(run, tmp_path, arguments, help_):
    ran = run("check", *arguments, written(tmp_path, LEAK))
    assert ran.status == 2
    assert help_ in ran.err
    assert ran.out == ""


@pytest.mark.parametrize(
    ("setting", "help_"),
    [
        ("selekt = ['NPC203']", "select"),
        ("target-numpy = 2", '"2.0"'),
        ("select = ['NPC9x']", "NPC9x"),
        ("= 3", "toml"),
    ],
)
def test_a_wrong_configuration_is_reported_and_defaults_go_on(check, tmp_path, setting, help_):
    written(tmp_path, setting.encode() + b"\n", "numpy-capi.toml")
    ran = check(written(tmp_path, LEAK))
    assert ran.findings == LEAK_FOUND
    assert "numpy-capi.toml" in ran.err and help_ in ran.err


def test_a_closed_pipe_is_no_crash(tmp_path):
    for number in range(300):
        written(tmp_path, LEAK, f"module_{number}.c")
    process = subprocess.Popen([PROGRAM, "check", "."], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.read(10)
    process.stdout.close()
    complaint = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(30) in (0, 1, 2, 141, -13)
    assert "panicked" not in complaint, complaint


def test_a_list_of_files_comes_on_standard_input(check, tmp_path):
    written(tmp_path, LEAK)
    written(tmp_path, LEAK, "other file.c")
    written(tmp_path, b"leak", "readme.txt")
    (tmp_path / "numpy-capi.toml").write_text('exclude = ["module.c"]\n')
    ran = check("--files-from", "-", stdin=b"module.c\nother file.c\r\nreadme.txt\ndeleted.c\n")
    assert (ran.status, [entry["filename"] for entry in json.loads(ran.out)]) == (1, ["other file.c"])
    assert check("--files-from", "-", stdin=b"").findings == []
    assert check("--files-from", "no_such_list").status == 2
