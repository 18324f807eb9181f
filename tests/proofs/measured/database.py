"""The claims of the API database about callables: who owns what."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parents[3] / "api-db" / "data"

OBJECT_CLAIMS = {
    "borrowed", "stolen", "stolen-on-success", "released", "retained", "cleared", "replaced", "in-out", "out-new",
    "out-borrowed",
}
VARIABLE_CLAIMS = {"cleared", "replaced", "in-out"}
OUT_CLAIMS = {"out-new", "out-borrowed"}


@dataclass
class Param:
    name: str
    type: str
    ownership: str
    nullable: bool
    writes_on_failure: str
    released_by: str

    @property
    def is_array(self):
        """Whether the parameter is an array of objects rather than one object."""
        return self.ownership == "borrowed" and (self.type.count("*") > 1 or "[" in self.type)


@dataclass
class Symbol:
    name: str
    library: str
    kind: str
    file: Path
    result_type: str
    params: list
    returns: dict
    added: str
    removed: str
    evidence: str
    error_indicator: str = ""
    has_parentheses: bool = True

    @property
    def result(self):
        """Who owns the result: "new", "borrowed", "resource" or "none"."""
        return self.returns.get("ownership", "none")

    @property
    def failure(self):
        """The C expression of the failure value, or "" for a call that cannot fail or has no result."""
        failure = self.returns.get("failure", "none")
        return "" if failure == "none" else failure

    @property
    def has_claims(self):
        """Whether the entry says anything about references."""
        return self.result in ("new", "borrowed") or any(param.ownership in OBJECT_CLAIMS for param in self.params)

    def available(self, versions):
        """Whether the release of its library in `versions` provides the symbol."""
        version = versions[self.library]
        return number(self.added) <= version and not (self.removed and number(self.removed) <= version)


def number(version):
    """A version as a pair of numbers."""
    major, _, rest = version.partition(".")
    minor = re.match(r"\d*", rest).group() or "0"
    return int(major), int(minor)


def split_arguments(text):
    """Splits C text at its top-level commas."""
    parts, depth, quote, start = [], 0, "", 0
    position = 0
    while position < len(text):
        char = text[position]
        if quote:
            if char == "\\":
                position += 1
            elif char == quote:
                quote = ""
        elif char in "\"'":
            quote = char
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif char == "," and depth == 0:
            parts.append(text[start:position].strip())
            start = position + 1
        position += 1
    last = text[start:].strip()
    return parts + [last] if last or parts else []


def split_declaration(text):
    """The type and the name of a parameter."""
    if text == "...":
        return "...", "..."
    pointer = re.search(r"\(\s*\*\s*(\w+)\s*\)", text)
    if pointer:
        return text.replace(pointer.group(1), "", 1), pointer.group(1)
    found = re.match(r"(.*?)(\w+)\s*((?:\[\w*\])*)$", text, re.S)
    return (found.group(1).strip() + found.group(3)), found.group(2)


def parse_signature(signature, name):
    """The result type and the declarations of the parameters."""
    head, found, tail = signature.partition(name)
    if not found or "(" not in tail:
        return head.strip(), []
    arguments = tail[tail.index("(") + 1 : tail.rindex(")")]
    if arguments.strip() in ("", "void"):
        return head.strip(), []
    return head.strip(), [split_declaration(part) for part in split_arguments(arguments)]


def make_symbol(name, entry, library, file):
    """A callable of the data files, with its parameters in order."""
    result_type, declarations = parse_signature(entry["signature"], name)
    described = entry.get("params", {})
    params = []
    for type_text, param_name in declarations:
        param = described.get(param_name, {})
        params.append(
            Param(
                param_name,
                type_text,
                param.get("ownership", "none"),
                param.get("null", False),
                param.get("writes_on_failure", "unchanged"),
                param.get("released_by", ""),
            )
        )
    return Symbol(
        name, library, entry["kind"], file, result_type, params, entry.get("returns", {}), entry["added"],
        entry.get("removed", ""), entry.get("evidence", ""), entry.get("error_indicator", ""), "(" in entry["signature"],
    )


@cache
def symbols():
    """Every function and macro of the database by name."""
    found = {}
    for library in ("numpy", "python"):
        for file in sorted((DATA / library).glob("*.toml")):
            for name, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
                if name != "chapter" and entry.get("kind") in ("function", "macro") and "signature" in entry:
                    found.setdefault(name, make_symbol(name, entry, library, file))
    return found
