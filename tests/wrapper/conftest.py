"""A real client of the language server, and a C compiler with NumPy's headers."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sysconfig

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

ROOT = pathlib.Path(__file__).resolve().parents[2]
SERVER = os.environ.get("NUMPY_CAPI_LSP") or str(ROOT / "target" / "debug" / "numpy-capi-lsp")


def pytest_configure(config):
    if not pathlib.Path(SERVER).exists():
        pytest.exit(f"{SERVER} is missing: run `cargo build`, or name the server in NUMPY_CAPI_LSP", returncode=2)


@pytest_lsp.fixture(config=ClientServerConfig(server_command=[SERVER]))
async def client(lsp_client: LanguageClient):
    """A session with the abilities of VS Code."""

    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(parameters: types.RegistrationParams) -> None:
        """VS Code accepts every registration."""

    parameters = types.InitializeParams(capabilities=client_capabilities("visual-studio-code"), process_id=os.getpid())
    await lsp_client.initialize_session(parameters)
    yield
    await lsp_client.shutdown_session()


@pytest.fixture(scope="session")
def compile_c():
    """A function that gives what the compiler says against a text; empty where it says nothing."""
    compiler = shutil.which(os.environ.get("CC", "cc"))
    includes = header_directories()
    if compiler is None or not includes:
        pytest.skip("a C compiler, and the headers of NumPy and Python, are needed: run scripts/test")
    options = ["-xc", "-std=gnu11", "-fsyntax-only", "-Wall", "-Werror"]
    command = [compiler, *options, *(f"-isystem{directory}" for directory in includes), "-"]

    def complaints(text: str) -> str:
        return subprocess.run(command, input=text, capture_output=True, text=True, check=False).stderr

    return complaints


def header_directories() -> list[str]:
    """Those of NUMPY_CAPI_INCLUDES, else those of the running Python; empty where Python.h is missing."""
    if named := os.environ.get("NUMPY_CAPI_INCLUDES"):
        return named.split(os.pathsep)
    try:
        import numpy
    except ModuleNotFoundError:
        return []
    python = sysconfig.get_path("include")
    return [numpy.get_include(), python] if pathlib.Path(python, "Python.h").exists() else []


@pytest.fixture(scope="session")
def check():
    """A function that gives the findings of the command line in a text, one line each."""
    command = [SERVER, "check", "--output-format", "concise", "--stdin-filename", "blend.c", "-"]

    def findings(text: str) -> str:
        ran = subprocess.run(command, input=text, capture_output=True, text=True, timeout=30, check=False)
        assert ran.returncode in (0, 1), ran.stderr
        assert (ran.returncode == 0) == (ran.stdout == ""), ran.stdout
        return ran.stdout

    return findings
