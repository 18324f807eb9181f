"""What the Python expressions of the case files see. Runs in the Python under test: keep to Python 3.8."""

import numpy as np
import weakref  # noqa: F401


class Stubborn:
    """Refuses to be converted, compared, hashed, called or iterated."""

    def __getattr__(self, name):
        raise AttributeError(name)

    def refuse(self, *arguments, **keywords):
        raise ValueError("refused")

    __array__ = __iter__ = __len__ = __getitem__ = __hash__ = __eq__ = __bool__ = __float__ = __index__ = refuse
    __repr__ = __str__ = __fspath__ = __call__ = refuse


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


def read_only():
    """An array that cannot be written to."""
    array = np.zeros((2, 3))
    array.flags.writeable = False
    return array


def swapped(kind="f8"):
    """A descriptor of its own in the other byte order."""
    return np.dtype(kind).newbyteorder()


def run(source):
    """The names that a piece of Python defines."""
    names = {}
    exec(source, names)
    return names
