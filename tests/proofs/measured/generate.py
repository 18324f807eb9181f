"""Writes the C of a case from the signature in the database and the arguments in the case file."""

import re
from dataclasses import dataclass, field

from database import OBJECT_CLAIMS, OUT_CLAIMS, VARIABLE_CLAIMS, split_arguments, symbols

CLAIMS = [
    "none", "borrowed", "stolen", "stolen-on-success", "released", "retained", "new", "variable", "moved",
]


@dataclass
class Slot:
    """An object whose count the harness follows."""

    role: str  # "argument", "initial", "out" or "result"
    param: str
    ownership: str  # the claim of the database, or what follows from it for the initial value of a variable
    watched: bool = True

    @property
    def claim(self):
        """The number of the claim in the harness."""
        return claim_number(self.role, self.ownership)


def claim_number(role, ownership):
    if role == "initial":
        return CLAIMS.index("moved" if ownership in VARIABLE_CLAIMS else "borrowed")
    if ownership in VARIABLE_CLAIMS:
        return CLAIMS.index("variable")
    word = {"out-new": "new", "out-borrowed": "none"}.get(ownership, ownership)
    if role == "result" and word == "borrowed":
        word = "none"
    return CLAIMS.index(word)


@dataclass
class Body:
    """The C of one case, as it grows."""

    case: object
    symbol: object
    slots: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    arguments: list = field(default_factory=list)
    collect: list = field(default_factory=list)
    resources: list = field(default_factory=list)

    def slot(self, role, param, ownership):
        watched = param not in self.case.unshared or role != "initial"
        self.slots.append(Slot(role, param, ownership, watched))
        return len(self.slots) - 1

    def own(self, param, ownership, text, role="argument"):
        """The expression that registers a new reference."""
        own = "own_unshared" if param in self.case.unshared else "own"
        return f"{own}(probe, {self.slot(role, param, ownership)}, (PyObject *)({text}))"


def plain_type(type_text):
    """A type that a local variable can have."""
    return re.sub(r"\bconst\b", "", type_text).strip()


def pointee(type_text):
    stripped = plain_type(type_text)
    return stripped[:-1].strip() if stripped.endswith("*") and stripped != "void *" else "PyObject *"


def add_out(body, param, text):
    """A variable whose address is handed over, or which a macro assigns."""
    initial_name, name = f"{param.name}_initial", f"{param.name}_variable"
    initial = "sentinel" if text == "_" else body.own(param.name, param.ownership, text, "initial")
    by_name = body.symbol.kind == "macro" and param.type.count("*") == 1
    kind = plain_type(param.type) if by_name else pointee(param.type)
    body.lines.append(f"PyObject *{initial_name} = {initial};")
    body.lines.append(f"{kind} {name} = ({kind}){initial_name};")
    body.arguments.append(name if by_name else f"&{name}")
    slot = body.slot("out", param.name, param.ownership)
    body.collect.append(f"receive_out(probe, {slot}, (PyObject *){name}, {initial_name});")


def add_array(body, param, text):
    """An array of objects."""
    element = plain_type(param.type).replace("[]", "*")
    element = element[: element.rindex("*")].strip()
    owned = ", ".join(f"({element}){body.own(param.name, param.ownership, part)}" for part in split_arguments(text[1:-1]))
    name = "variadic" if param.name == "..." else param.name
    body.lines.append(f"{element} {name}_array[] = {{{owned}}};")
    body.arguments.append(f"{name}_array")


def add_variadic(body, param, text):
    name = f"variadic_{len(body.arguments)}"
    if param.ownership in OUT_CLAIMS and text == "_":
        body.lines.append(f"PyObject *{name} = sentinel;")
        body.arguments.append(f"&{name}")
        body.collect.append(f"receive_out(probe, {body.slot('out', '...', param.ownership)}, {name}, sentinel);")
        return
    body.lines.append(f"PyObject *{name} = {body.own('...', param.ownership, text)};")
    body.arguments.append(name)


def add_resource(body, param):
    """A structure that the call fills and that another call ends."""
    name = f"{param.name}_resource"
    kind = pointee(param.type)
    body.lines.append(f"{kind} {name};")
    body.lines.append(f"memset(&{name}, 0, sizeof({name}));")
    body.arguments.append(f"&{name}")
    body.resources.append(f"if (!probe->failed) {{ {param.released_by}(&{name}); }}")


def add_argument(body, param, text):
    if text.startswith("="):
        body.arguments.append(text[1:].strip())
    elif param.ownership == "out-resource" and text == "_":
        add_resource(body, param)
    elif param.name == "..." and param.ownership in OBJECT_CLAIMS and text != "NULL":
        add_variadic(body, param, text)
    elif param.ownership not in OBJECT_CLAIMS or text == "NULL":
        body.arguments.append(text)
    elif param.ownership in OUT_CLAIMS | VARIABLE_CLAIMS:
        add_out(body, param, text)
    elif text.startswith("["):
        add_array(body, param, text)
    else:
        kind = plain_type(param.type)
        body.lines.append(f"{kind} {param.name} = ({kind}){body.own(param.name, param.ownership, text)};")
        body.arguments.append(param.name)


def failed_expression(symbol):
    """The C condition under which the call counts as failed."""
    if symbol.result_type == "void":
        return "0" if symbol.error_indicator in ("set", "restore", "fetch") else "PyErr_Occurred() != NULL"
    if not symbol.failure:
        return "0"
    condition = f"result == ({result_type(symbol)})({symbol.failure})"
    if symbol.returns.get("exception") == "ambiguous":
        condition += " && PyErr_Occurred() != NULL"
    return condition


def result_type(symbol):
    kind = plain_type(symbol.result_type)
    return "PyObject *" if re.match(r"(TYPE|NAME)\b", kind) else kind


def add_call(body):
    """The call, the note of its outcome, and what it gave back."""
    symbol = body.symbol
    text = f"{symbol.name}({', '.join(body.arguments)})" if symbol.has_parentheses else symbol.name
    if symbol.result_type == "void":
        body.lines.append(f"{text};")
    else:
        kind = result_type(symbol)
        body.lines.append(f"{kind} result = ({kind}){text};")
        body.lines.append("(void)result;")
    body.lines.append(f"called(probe, {failed_expression(symbol)});")
    if symbol.result in ("new", "borrowed"):
        slot = body.slot("result", "", symbol.result)
        body.lines.append(f"receive(probe, {slot}, probe->failed ? NULL : (PyObject *)result);")
    body.lines.extend(body.collect)


def add_end(body):
    releaser = body.symbol.returns.get("released_by", "")
    if body.case.after:
        body.lines.append(body.case.after)
    elif releaser:
        body.lines.append(f"if (!probe->failed) {{ {releaser}(result); }}")
    body.lines.extend(body.resources)
    body.lines.extend(f"settle(probe, {slot});" for slot in range(len(body.slots)))


def function(case, index):
    """The C function of a case and the slots that it follows."""
    symbol = symbols()[case.symbol]
    body = Body(case, symbol)
    texts = split_arguments(case.call)
    params = list(symbol.params)
    if params and params[-1].name == "...":
        params = params[:-1] + [params[-1]] * (len(texts) - len(params) + 1)
    if len(texts) != len(params):
        raise ValueError(f"{case.name}: {len(texts)} arguments for {len(params)} parameters")
    if case.before:
        body.lines.append(case.before)
    for param, text in zip(params, texts):
        add_argument(body, param, text)
    body.lines.append("if (!ready(probe)) { return; }")
    if case.last:
        body.lines.append(case.last)
    add_call(body)
    add_end(body)
    code = "\n    ".join(body.lines)
    return f"static void\ncase_{index}(Probe *probe)\n{{\n    {code}\n}}\n", body.slots


def module(name, functions):
    """A C file with the functions and the table that runs them."""
    table = ", ".join(f"case_{index}" for index, _ in functions)
    bodies = "\n".join(f'#line 1 "case_{index}"\n{code}' for index, code in functions)
    return f"""#include "harness.h"

{bodies}
#line 1 "{name}"
static case_function functions[] = {{{table}}};

static PyObject *
run(PyObject *self, PyObject *args)
{{
    int position, watched;
    PyObject *claims;
    if (!PyArg_ParseTuple(args, "iiO!", &position, &watched, &PyList_Type, &claims)) {{
        return NULL;
    }}
    return run_case(functions[position], watched, claims);
}}

static PyMethodDef methods[] = {{{{"run", run, METH_VARARGS, NULL}}, {{NULL, NULL, 0, NULL}}}};
static struct PyModuleDef definition = {{PyModuleDef_HEAD_INIT, "{name}", NULL, -1, methods, NULL, NULL, NULL, NULL}};

PyMODINIT_FUNC
PyInit_{name}(void)
{{
    PyObject *module = PyModule_Create(&definition);
    import_array();
    import_umath();
    PyDateTime_IMPORT;
    sentinel = PyCapsule_New(&definition, "sentinel", NULL);
    PyObject *world = PyImport_ImportModule("namespace");
    if (world == NULL) {{
        return NULL;
    }}
    namespace = PyModule_GetDict(world);
    return module;
}}
"""
