"""Turns the signatures of the data into C that a compiler can compare with the headers."""

from __future__ import annotations

import dataclasses
import re

WORD = re.compile(r"[A-Za-z_]\w*")


@dataclasses.dataclass(frozen=True)
class Call:
    """A signature with a parameter list."""

    result: str
    parameters: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def is_variadic(self) -> bool:
        return "..." in self.parameters


def renamed(declaration: str, name: str, new_name: str) -> str:
    """The declaration with its declared name replaced; raises `ValueError` where it does not declare `name`."""
    text, count = re.subn(rf"\b{re.escape(name)}\b", new_name, declaration, count=1)
    if not count:
        raise ValueError(f"`{declaration}` does not declare `{name}`")
    return text


def call(signature: str, name: str) -> Call | None:
    """The parts of a signature; None where it has no parameter list."""
    head = re.search(rf"\b{re.escape(name)}\b", signature)
    if not head or not signature[head.end():].strip().startswith("("):
        return None
    inner = signature[head.end():].strip()[1:-1].strip()
    parameters = tuple(split_at_commas(inner)) if inner not in ("", "void") else ()
    return Call(signature[: head.start()].strip(), parameters, tuple(map(parameter_name, parameters)))


def split_at_commas(text: str) -> list[str]:
    """The parts between commas that stand in no bracket."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def parameter_name(parameter: str) -> str:
    """The name in `npy_intp dims[]`, `int (*f)(void *)`, `PyObject *op`; `...` names itself."""
    pointer = re.search(r"\(\*\s*(?:const\s+)?(\w+)", parameter)
    if pointer:
        return pointer[1]
    words = WORD.findall(parameter.split("[")[0])
    return words[-1] if words else parameter
