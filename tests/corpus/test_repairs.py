"""`check --fix` on copies of the real packages: no new finding, nothing that is read worse, and what compiled compiles."""

from __future__ import annotations

import pathlib

import pytest

from fetch import FetchError, ensure
from packages import Package, all_packages
from repaired import COMPILERS, copy, has_headers, refusal, repair, state

PACKAGES = all_packages()
SAFE, ALL = (), ("--unsafe-fixes",)

# Findings in functions that no repair has touched: a callee can be followed now that it tests what it gets. Each is right.
BROUGHT_TO_LIGHT = {
    # `values` is lost where `pc->newObj`, which is looked at in its place, is no array.
    ("pandas/_libs/src/vendored/ujson/python/objToJSON.c", "Object_beginTypeContext", "NPC204"),
}


@pytest.mark.parametrize(
    ("package", "options"),
    # Safe repairs are among all; on their own they are tried where that takes little time.
    [(package, options) for package in PACKAGES for options in (SAFE, ALL) if package.small or options == ALL],
    ids=lambda value: value.title if isinstance(value, Package) else "all" if value else "safe",
)
def test_repairs_leave_a_package_no_worse(package, options, tmp_path):
    try:
        ensure(package)
    except FetchError as error:
        pytest.skip(str(error))
    folder = copy(package, tmp_path)
    before = state(package, folder)
    changed = repair(package, folder, *options)
    after = state(package, folder)
    new = [finding for finding in after.findings - before.findings if finding[:3] not in BROUGHT_TO_LIGHT]
    assert not new, "\n".join(map(str, new))
    assert after.analysed >= before.analysed
    assert after.findings.total() < before.findings.total() or not changed
    broken = newly_refused(package, folder, changed)
    assert not broken, "\n".join(broken)


def newly_refused(package: Package, folder: pathlib.Path, changed: list[str]) -> list[str]:
    """What the compiler says against files that it accepts as released."""
    if not has_headers():
        return []
    sources = [path for path in changed if pathlib.PurePosixPath(path).suffix in COMPILERS]
    compiled = [path for path in sources if refusal(package.directory, path) is None]
    return [f"{path}: {said}" for path in compiled if (said := refusal(folder, path)) is not None]
