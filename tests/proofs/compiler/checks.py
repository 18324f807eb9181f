"""C text that compiles exactly if a claim of the database holds."""

from __future__ import annotations

import functools
import re

import database
import declarations
from compiler import Check, Macros
from database import Symbol

STRICT = (
    "-Werror=incompatible-pointer-types",
    "-Werror=int-conversion",
    "-Werror=implicit-function-declaration",
    "-Werror=discarded-qualifiers",
    "-Wno-deprecated-declarations",
)
# The variable that the thread macros of one block share.
CONTEXT = "PyThreadState *_save __attribute__((unused)) = NULL;"
# How the data writes parameters that take a word instead of a value.
NOT_C = ("NAME ", "typename ", "TYPE ", "T ", "varname ")
# What __builtin_classify_type says of pointers.
POINTER = 5
ABSENT = re.compile(r"undeclared|expected expression before '\)'|unknown type name|has no member named|incomplete type|undefined type|invalid use of|request for member")


@functools.cache
def block_macros() -> frozenset[str]:
    """The macros that are no use on their own: halves of blocks, and those that take types."""
    halves = ("attribute", "head", "open", "close", "loop", "type-arguments", "wrap")
    return frozenset(name for name, table in database.macros().items() if table["reads"] in halves)


def presence(symbol: Symbol, number: int) -> Check:
    """Compiles where the headers have the name; see `says_absent` for how a refusal reads."""
    if symbol.kind == "field":
        return Check(symbol.name, f"extern __typeof__((({symbol.table['struct']} *)0)->{field_name(symbol)}) *presence_{number};")
    if re.match(r"(?:struct|enum) \w+$", symbol.signature):
        return Check(symbol.name, f"extern char presence_{number}[sizeof({symbol.signature})];")
    return Check(symbol.name, f"#ifndef {symbol.name}\nextern __typeof__({symbol.name}) *presence_{number};\n#endif")


def says_absent(messages: list[str]) -> bool:
    """Whether the refusal of a presence check means that the name is not there; raises where it means something else."""
    if not all(ABSENT.search(message) for message in messages):
        raise ValueError(f"the presence check itself is broken: {messages}")
    return True


def field_name(symbol: Symbol) -> str:
    return symbol.name.split(".", 1)[1]


def value(symbol: Symbol) -> list[Check]:
    """The value of a constant, and the names that a combined flag consists of."""
    name, parts = symbol.name, symbol.table.get("expands_to", [])
    found = []
    if symbol.value and symbol.kind != "control-macro":
        is_text = symbol.value.startswith('"')
        same = f"__builtin_strcmp({name}, {symbol.value}) == 0" if is_text else f"({name}) == ({symbol.value})"
        found.append(Check(name, f'_Static_assert({same}, "it is not {symbol.value.strip(chr(34))}");'))
    if parts:
        # Beside the parts with names, a flag may have one bit of its own: PyBUF_ANY_CONTIGUOUS.
        union = " | ".join(parts)
        own = f"__builtin_popcount(({name}) & ~({union})) <= 1 && (({name}) & ({union})) == ({union})"
        found.append(Check(name, f'_Static_assert({own}, "it does not consist of {union}");'))
    return found


def declaration(symbol: Symbol, macros: Macros) -> Check | None:
    """Compares the signature with the headers; None where there is nothing that C could compare."""
    text, name = symbol.signature, symbol.name
    if not text:
        return None
    if symbol.kind in ("function", "macro", "global"):
        if name in block_macros():
            return None
        if name in macros.function_like:
            return _call(symbol)
        return _same_type(symbol, name, text) if "(" in text or symbol.kind == "global" else None
    if symbol.kind == "field":
        return _field(symbol)
    if symbol.kind in ("type", "struct") and text.startswith("typedef "):
        return _typedef(symbol)
    return None


def _same_type(symbol: Symbol, expression: str, text: str) -> Check:
    proof = "proof_" + symbol.name.replace(".", "_")
    own = declarations.renamed(text, symbol.name.rsplit(".", 1)[-1], f"own_{proof}")
    compared = f"__builtin_types_compatible_p(__typeof__({expression}), __typeof__(own_{proof}))"
    return Check(symbol.name, f'extern {own};\nstatic inline void {proof}(void) {{ _Static_assert({compared}, "the type differs"); }}')


def _field(symbol: Symbol) -> Check:
    struct = symbol.table["struct"]
    return _same_type(symbol, f"(({struct} *)0)->{field_name(symbol)}", symbol.signature)


def _typedef(symbol: Symbol) -> Check | None:
    text, name = symbol.signature, symbol.name
    # `typedef struct X` and `typedef struct X X` only say that there is one: fields and enumerators have entries.
    if re.fullmatch(rf"typedef (struct|enum) {name}( {name})?", text) or text.startswith("typedef enum {"):
        return None
    own = f"own_{name}"
    at = text.rindex(name) if text.endswith(name) else re.search(rf"\b{name}\b", text).start()
    body = text[:at] + own + text[at + len(name):]
    if "{" in text:
        return Check(name, f'{_without_tag(body)};\n_Static_assert(sizeof({own}) == sizeof({name}), "the size differs");')
    return Check(name, f'{body};\n_Static_assert(__builtin_types_compatible_p({name}, {own}), "the type differs");')


def _without_tag(text: str) -> str:
    return re.sub(r"^typedef (struct|enum|union) \w+ \{", r"typedef \1 {", text)


def _call(symbol: Symbol) -> Check | None:
    call = declarations.call(symbol.signature, symbol.name)
    if call is None or any(parameter.startswith(NOT_C) for parameter in call.parameters):
        return None
    names = [name for name in call.names if name != "..."]
    use = f"{symbol.name}({', '.join(names)})"
    head = f"static inline {call.result} proof_{symbol.name}({', '.join(call.parameters) or 'void'})"
    if call.result == "void":
        return Check(symbol.name, f"{head} {{ {CONTEXT} {use}; }}")
    same = f'_Static_assert({_same_result(use, call.result)}, "the result type differs");'
    return Check(symbol.name, f"{head} {{ {same} return {use}; }}")


def _same_result(use: str, result: str) -> str:
    """Pointers compare exactly. Numbers compare as promoted, of either sign: a macro may be a bit-field or a character."""
    theirs, ours = f"1 ? ({use}) : ({use})", f"1 ? *({result} *)0 : *({result} *)0"
    exact = f"__builtin_types_compatible_p(__typeof__({theirs}), {result})"
    numbers = f"__builtin_classify_type({ours}) != {POINTER} && __builtin_classify_type({theirs}) == __builtin_classify_type({ours})"
    return f"{exact} || ({numbers} && sizeof({theirs}) == sizeof({ours}))"
