"""What the protocol tests share. The server's path comes from NUMPY_CAPI_LSP, else the debug build is taken."""

from __future__ import annotations

import pathlib

import pytest

from wire import SERVER, Wire


def pytest_configure(config):
    if not pathlib.Path(SERVER).exists():
        pytest.exit(f"{SERVER} is missing: run `cargo build`, or name the server in NUMPY_CAPI_LSP", returncode=2)


@pytest.fixture
def start():
    """Starts servers and ends them with the test."""
    wires = []

    def start_one(*arguments, **options) -> Wire:
        wires.append(Wire(*arguments, **options))
        return wires[-1]

    yield start_one
    for wire in wires:
        wire.end()


@pytest.fixture
def wire(start) -> Wire:
    """A server before its first message."""
    return start()
