"""What the Python expressions of the case files see. Runs in the Python under test: keep to Python 3.8."""

import datetime  # noqa: F401
import gc
import types

import numpy as np


class Stubborn:
    """Refuses to be converted, compared, hashed, called or iterated."""

    def __getattr__(self, name):
        raise AttributeError(name)

    def refuse(self, *arguments, **keywords):
        raise ValueError("refused")

    __array__ = __iter__ = __len__ = __getitem__ = __hash__ = __eq__ = __bool__ = __float__ = __index__ = refuse
    __repr__ = __str__ = __fspath__ = __call__ = refuse


class Raising:
    """Raises for every attribute."""

    def __getattr__(self, name):
        raise ValueError(name)


class Plain:
    """Has a dictionary, can be referred to weakly."""


class Derived(np.ndarray):
    """A subtype of the array type."""


class Convertible:
    """Gives an array through the protocols of NumPy."""

    def __array__(self, dtype=None, copy=None):
        return np.arange(3.0)


class Interfaced:
    """Gives an array through its interface dictionary."""

    def __init__(self):
        self.kept = np.arange(3.0)
        self.__array_interface__ = self.kept.__array_interface__


class Structured:
    """Gives an array through its interface structure."""

    def __init__(self):
        self.kept = np.arange(3.0)
        self.__array_struct__ = self.kept.__array_struct__


def make_type():
    """A class of its own."""
    return type("Fresh", (), {"attribute": object()})


def make_exception():
    """An exception class of its own."""
    return type("Trouble", (Exception,), {})


def make_traceback():
    """A traceback that nothing else holds."""
    try:
        raise ValueError
    except ValueError as error:
        return error.__traceback__


def make_function():
    """A function of its own, with defaults, a closure and annotations."""
    kept = object()

    def function(first=(1, 2), *, second=3.5) -> None:
        return kept

    return function


def numbers():
    local = float("77777.5")
    yield local


generator = numbers()
next(generator)


class Trouble(Exception):
    """An exception."""


def make_caused():
    """An exception with a cause and a context of its own."""
    error = Trouble(1)
    error.__cause__, error.__context__ = Trouble(2), Trouble(3)
    return error


def internal_references(object):
    """How many references to a new type belong to its own parts, such as its method resolution order."""
    count = 0
    for holder in gc.get_referrers(object):
        if not isinstance(holder, types.FrameType):
            for held in gc.get_referents(holder):
                count += held is object
    return count


class Attributed:
    """Answers every attribute with a new object."""

    def __init__(self):
        self.attribute = object()

    def method(self, *arguments):
        return object()


class AsyncIterable:
    """Gives an asynchronous iterator."""

    def __aiter__(self):
        return self

    def __anext__(self):
        return object()


def read_only():
    """An array that cannot be written to."""
    array = np.zeros((2, 3))
    array.flags.writeable = False
    return array


def swapped(kind="f8"):
    """A descriptor of its own in the other byte order."""
    return np.dtype(kind).newbyteorder()
