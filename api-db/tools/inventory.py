"""Every public name of a folder of NumPy headers, with a text that differs where the name's meaning differs."""

from __future__ import annotations

import dataclasses
import pathlib
import re
import subprocess
import tempfile

import compiler
import headers
from compiler import Check, CompilerError, Setting

PUBLIC = re.compile(r"\b(?:Py|NPY|Npy|npy|UFUNC|PyUFunc|import_|random_|bitgen|NO_IMPORT|DEPRECATE)\w*")
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)
TABLE_ENTRY = re.compile(r"#define (\w+)\s+\(\*?\(((?:(?!#define).)*?)\)\s*(Py(?:Array|UFunc)_API)\[(\d+)\]\)", re.S)
PROTOTYPE = re.compile(r"^/\* (?P<file>[^:]+):\d+:\w+ \*/ (?P<text>[^;]*?(?P<name>\w+) \(.*?)(?:;| /\*)", re.M)
# Wrappers that only silence warnings, and spaces before a star: they say nothing about the type.
UNUSED = re.compile(r"\s*NPY_UNUSED\(\w+\)")
STAR = re.compile(r"\s*\*\s*")
# A parameter that is written as an array of pointers.
ARRAY = re.compile(r"\*\s*\w+\[\]")
# A macro that is a piece of a statement or a declaration would swallow the checks after it.
NO_EXPRESSION = re.compile(r"^$|[{};#]|\b(?:if|do|for|while|return|goto|static|inline|extern|struct|const|__\w+__)\b")
ASSEMBLED = re.compile(r"^constant_(\d+):\n\s+\.(quad|zero|long)\s+(-?\d+)", re.M)


@dataclasses.dataclass(frozen=True)
class Entry:
    """One name: where its meaning was read ("table", "function", "constant", "macro" or "declared"), and the meaning."""

    kind: str
    text: str


def read(folder: pathlib.Path, python: pathlib.Path) -> dict[str, Entry]:
    """The public names by name. `folder` is what users put on the include path; raises `CompilerError`."""
    texts = [_without_comments(path) for path in sorted(folder.rglob("*.h"))]
    candidates = sorted({name for text in texts for name in PUBLIC.findall(text)})
    setting = _setting(folder, python)
    known = compiler.macros(setting)
    macros = known.function_like | known.object_like
    entries = {name: Entry("declared", "") for name in _declared(setting, [name for name in candidates if name not in macros])}
    definitions = _definitions(setting)
    entries |= {name: Entry("macro", definitions[name]) for name in definitions.keys() & set(candidates)}
    expressions = [name for name in sorted(entries) if not NO_EXPRESSION.search(_behind_aliases(name, definitions))]
    values = _constants(setting, [name for name in expressions if name not in known.function_like])
    entries |= {name: Entry("constant", str(value)) for name, value in values.items()}
    entries |= {name: Entry("function", text) for name, text in _prototypes(setting, folder).items() if name in entries}
    unclear = [name for name, entry in entries.items() if entry.kind != "function"]
    python_names = _names_of_python(python, unclear)
    own = {name: entry for name, entry in entries.items() if name not in python_names}
    return own | table("\n".join(texts))


def _names_of_python(python: pathlib.Path, names: list[str]) -> set[str]:
    """Those of the names that Python.h has already: NumPy's headers only use them."""
    setting = Setting((python,), "#include <Python.h>\n")
    known = compiler.macros(setting)
    macros = known.function_like | known.object_like
    return macros | set(_declared(setting, sorted(name for name in names if name not in macros)))


def table(text: str) -> dict[str, Entry]:
    """The entries of the function tables: the type, and the slot."""
    found = TABLE_ENTRY.findall(text.replace("\\\n", " "))
    return {name: Entry("table", f"{_type(kind)} in {api}[{slot}]") for name, kind, api, slot in found}


def _type(text: str) -> str:
    """A C type in one spelling."""
    return STAR.sub(" *", ARRAY.sub("**", UNUSED.sub("", _one_line(text)))).replace("* *", "**").replace("( *", "(*")


def _setting(folder: pathlib.Path, python: pathlib.Path) -> Setting:
    """With everything visible, in the releases that know targets."""
    plain = headers.numpy(folder, python)
    has_targets = "NPY_FEATURE_VERSION_STRING" in compiler.macros(plain).object_like
    return headers.numpy(folder, python, "NPY_API_VERSION") if has_targets else plain


def _without_comments(path: pathlib.Path) -> str:
    return COMMENT.sub(" ", path.read_text(encoding="utf-8", errors="replace"))


def _declared(setting: Setting, names: list[str]) -> list[str]:
    checks = [Check(name, f"extern __typeof__({name}) *declared_{at};") for at, name in enumerate(names)]
    absent = compiler.refusals(setting, checks)
    return [name for name in names if name not in absent]


def _definitions(setting: Setting) -> dict[str, str]:
    found = compiler.DEFINITION.findall(compiler.preprocess(setting, "-dM"))
    return {name: _one_line(f"{parameters} {body}") for name, parameters, body in found}


def _behind_aliases(name: str, definitions: dict[str, str]) -> str:
    """The text of a macro that is not just another macro's name; the name itself where it is no macro."""
    for _ in range(compiler.LONGEST_ALIAS_CHAIN):
        name = definitions.get(name, name)
    return name


def _constants(setting: Setting, names: list[str]) -> dict[str, int]:
    """The values of those names that are integer constants."""
    asked = [Check(name, f"static inline void {compiler.PROOF}{name}(void) {{ enum {{ constant = ({name}) }}; }}") for name in names]
    refused = compiler.refusals(setting, asked)
    integers = [name for name in names if name not in refused]
    body = "\n".join(f"const long long constant_{at} = ({name});" for at, name in enumerate(integers))
    assembly = compiler.compile_to_assembly(setting, body)
    values = {int(at): 0 if unit == "zero" else int(number) for at, unit, number in ASSEMBLED.findall(assembly)}
    return {integers[at]: value for at, value in values.items()}


def _prototypes(setting: Setting, folder: pathlib.Path) -> dict[str, str]:
    """The functions that the folder's headers declare or define inline, as the compiler reads them."""
    with tempfile.TemporaryDirectory() as scratch:
        report = pathlib.Path(scratch) / "prototypes"
        command = setting.command("-aux-info", str(report), "-fsyntax-only", "-x", "c", "-")
        done = subprocess.run(command, input=setting.prologue, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CompilerError(done.stderr)
        found = PROTOTYPE.finditer(report.read_text(encoding="utf-8"))
    return {match["name"]: _one_line(match["text"]) for match in found if match["file"].startswith(str(folder))}


def _one_line(text: str) -> str:
    return re.sub(r" +", " ", re.sub(r"\s", " ", text.replace("\\\n", " "))).strip()
