"""Calls a built function often, in a process of its own, and prints what each call leaves behind.

Arguments: the folder of the module, and the case as JSON.
"""

import gc
import json
import sys
import warnings

import numpy

WARM, CALLS = 30, 100
# References that over-releases may take before anything is freed.
RESERVE = 10_000


class Sequence:
    """Gives a new object at each place."""

    def __init__(self, make):
        self.make = make

    def __getitem__(self, index):
        if index > 2:
            raise IndexError
        return self.make()


class Attributed:
    """Gives a new object for each attribute."""

    def __init__(self, make):
        self.make = make

    def __getattr__(self, name):
        return self.make()


class Broken:
    """Has a length and no items."""

    def __init__(self, length):
        self.length = length

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        raise ValueError("no items")


class HalfShown:
    """Has a `str` and no `repr`."""

    def __str__(self):
        return str(id(self)) + "x"

    def __repr__(self):
        raise ValueError("no repr")


class Undecided:
    """Is neither true nor false."""

    def __bool__(self):
        raise ValueError("neither")


def call(module, argument):
    """The result, or the exception."""
    try:
        return module.call(argument), None
    except BaseException as error:
        # What was raised keeps frames alive, and they the argument.
        return None, type(error).__name__


def per_call(module, argument, count):
    """By how much a count grows with each call."""
    for _ in range(WARM):
        call(module, argument)
    gc.collect()
    before = count()
    for _ in range(CALLS):
        call(module, argument)
    gc.collect()
    return (count() - before) / CALLS


def measure(module, case):
    scope = dict(globals())
    argument = scope["arg"] = eval(case["argument"], scope)
    kind = case["shows"]
    if kind == "blocks":
        return per_call(module, argument, sys.getallocatedblocks)
    if kind == "bytes":
        return per_call(module, argument, module.heap)
    if kind == "references":
        watched = eval(case["watched"], scope)
        reserve = [watched] * RESERVE
        try:
            return per_call(module, argument, lambda: sys.getrefcount(watched))
        finally:
            # What was over-released is not released again.
            reserve_of_ever.append(reserve)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        result, error = call(module, argument)
    if kind == "value":
        return bool(error is None and eval(case["holds"], scope, {"result": result, "warned": warned}))
    return error


reserve_of_ever = []


def main():
    warnings.simplefilter("ignore")
    sys.path.insert(0, sys.argv[1])
    import proof

    case = json.loads(sys.argv[2])
    print(json.dumps(measure(proof, case)), flush=True)
    import os

    # An interpreter with wrong counts does not always end well.
    os._exit(0)


if __name__ == "__main__":
    main()
