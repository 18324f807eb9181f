"""The published schema of SARIF 2.1.0, as a crate carries it."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import subprocess

import pytest

# The crate is only fetched for its `src/schema.json`, never built.
CRATE, RELEASE = "serde-sarif", "0.8.0"

MANIFEST = f"""\
[package]
name = "schema"
version = "0.0.0"
edition = "2021"

[lib]
path = "lib.rs"

[dependencies]
{CRATE} = "={RELEASE}"

[workspace]
"""


def schema(scratch: pathlib.Path) -> dict:
    """The schema; skips the test where the crate cannot be had."""
    home = pathlib.Path(os.environ.get("CARGO_HOME", pathlib.Path.home() / ".cargo"))
    pattern = f"registry/src/*/{CRATE}-{RELEASE}/src/schema.json"
    found = next(home.glob(pattern), None)
    if found is None and shutil.which("cargo"):
        (scratch / "Cargo.toml").write_text(MANIFEST)
        (scratch / "lib.rs").write_text("")
        subprocess.run(["cargo", "fetch", "-q"], cwd=scratch, check=False, timeout=120)
        found = next(home.glob(pattern), None)
    if found is None:
        pytest.skip(f"the schema of SARIF is not here: the crate {CRATE} {RELEASE} could not be fetched")
    return json.loads(found.read_text())
