"""The table that a test run ends with."""

import compare
from database import symbols


def line(pair, extension, findings):
    """What one pair measured."""
    done = compare.measured(findings)
    library = {"numpy": 0, "python": 0}
    for name in done:
        library[symbols()[name].library] += 1
    deviating = sum(bool(finding.deviates) for finding in findings)
    return (
        f"{pair.name:<26} {len(extension.built):>5} calls {len(done):>5} symbols measured "
        f"(NumPy {library['numpy']}, CPython {library['python']}), {deviating} known deviations"
    )
