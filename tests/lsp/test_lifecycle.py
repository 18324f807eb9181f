"""The five endings of a session, and what the protocol says of exit codes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from samples import LEAKING

URI = "untitled:ending.c"


@pytest.fixture
def busy(wire):
    """A session in the middle of its work."""
    wire.initialize()
    wire.open(URI, LEAKING * 20)
    return wire


def test_shutdown_then_exit_is_success(busy):
    assert busy.request("shutdown") is None
    busy.notify("exit")
    assert busy.exit_code() == 0


@pytest.mark.parametrize("params", [None, {}, []])
def test_shutdown_takes_whatever_clients_send(busy, params):
    assert busy.request("shutdown", params) is None
    busy.notify("exit")
    assert busy.exit_code() == 0


def test_shutdown_is_answered_even_if_exit_follows_at_once(busy):
    shutdown = busy.ask("shutdown")
    busy.notify("exit")
    assert busy.answer(shutdown)["result"] is None
    assert busy.exit_code() == 0


def test_exit_without_shutdown_is_failure(busy):
    busy.notify("exit")
    assert busy.exit_code() == 1


def test_exit_before_initialize_is_failure(wire):
    wire.notify("exit")
    assert wire.exit_code() == 1


def test_end_of_input_ends_the_session(busy):
    busy.process.stdin.close()
    assert busy.exit_code() == 1


def test_end_of_input_after_shutdown_is_success(busy):
    busy.request("shutdown")
    busy.process.stdin.close()
    assert busy.exit_code() == 0


def test_end_of_input_within_a_message(busy):
    busy.send_bytes(b"Content-Length: 1000\r\n\r\n{")
    busy.process.stdin.close()
    assert busy.exit_code() == 1


def test_a_client_that_no_longer_reads(start):
    wire = start(reads=False)
    wire.ask("initialize", {"processId": None, "capabilities": {}})
    assert wire.process.stdout.readline().startswith(b"Content-Length: ")
    wire.process.stdout.close()
    for _ in range(100):
        try:
            wire.ask("numpyCapi/serverInfo")
        except OSError:
            break
    assert wire.exit_code() == 1


@pytest.mark.skipif(os.name != "posix", reason="elsewhere the server relies on the end of its input")
def test_the_parent_process_goes(wire):
    parent = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    wire.initialize(processId=parent.pid)
    wire.open(URI, LEAKING)
    wire.published(URI)
    assert wire.process.poll() is None
    # Not waited for: also a process that nobody has taken notice of is gone.
    parent.kill()
    try:
        assert wire.exit_code() == 1
    finally:
        parent.communicate()


def test_a_parent_outside_the_container_is_not_waited_for(wire):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    wire.initialize(processId=gone.pid)
    with pytest.raises(subprocess.TimeoutExpired):
        wire.exit_code(patience=4)
    assert wire.request("shutdown") is None


@pytest.mark.skipif(os.name != "posix", reason="a signal of POSIX")
def test_sigterm(busy):
    busy.process.terminate()
    assert busy.exit_code() == -signal.SIGTERM


@pytest.mark.parametrize("arguments", [[], ["--stdio"], ["server"]])
def test_all_ways_to_start(start, arguments):
    wire = start(*arguments)
    info = wire.initialize()["serverInfo"]
    assert info["name"] == "numpy-capi-lsp"
    assert info["version"]
    wire.request("shutdown")
    wire.notify("exit")
    assert wire.exit_code() == 0


def test_nothing_but_messages_on_standard_output(busy):
    busy.published(URI)
    busy.request("shutdown")
    busy.notify("exit")
    assert busy.exit_code() == 0
    # The reader asserts that every header is one; here it has met the end of the stream.
    while busy.next_message() is not None:
        pass
    assert b"panicked" not in busy.log
