"""Builds the extension modules that hold the cases, and runs them."""

import hashlib
import json
import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from cases import all_cases
from generate import function, module

HERE = Path(__file__).parent
CHUNK = 90
FLAGS = ["-shared", "-fPIC", "-O0", "-Werror=implicit-function-declaration", "-Wl,-z,lazy"]


@dataclass
class Built:
    """A case in an extension module."""

    case: object
    slots: list
    module: str
    position: int


@dataclass
class Extension:
    """The built cases of a pair, and those that the compiler refused."""

    pair: object
    versions: dict
    folder: Path
    built: list = field(default_factory=list)
    refused: dict = field(default_factory=dict)  # case name -> message of the compiler


def compile_module(pair, include, folder, name, source):
    """Compiles one file unless its object is there; gives back the compiler's complaints."""
    target = folder / f"{name}.so"
    if target.exists():
        return ""
    path = folder / f"{name}.c"
    path.write_text(source, encoding="utf-8")
    partial = target.with_suffix(".part")
    command = [os.environ.get("CC", "cc"), *FLAGS, f"-I{HERE}", f"-I{pair.include}", f"-I{include}", str(path), "-o", str(partial)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode == 0:
        partial.rename(target)
        return ""
    return done.stderr


def refused_cases(complaints):
    """The numbers of the cases that the compiler complains about, with the first message for each."""
    found, current = {}, None
    for line in complaints.splitlines():
        place = re.search(r"\bcase_(\d+)\b", line.partition("error:")[0])
        current = int(place.group(1)) if place else current
        if "error: " in line and current is not None:
            found.setdefault(current, line.partition("error: ")[2])
    return found


def build_chunk(pair, include, root, numbered):
    """Compiles some cases, without those that the compiler refuses."""
    refused = {}
    while numbered:
        functions = [(index, code) for index, _, code, _ in numbered]
        source = module("NAME", functions)
        digest = hashlib.sha256((source + (HERE / "harness.h").read_text()).encode()).hexdigest()[:16]
        name = f"measured_{digest}"
        complaints = compile_module(pair, include, root, name, module(name, functions))
        if not complaints:
            built = [Built(case, slots, name, position) for position, (_, case, _, slots) in enumerate(numbered)]
            return built, refused
        bad = refused_cases(complaints)
        if not bad:
            raise RuntimeError(f"the extension for {pair.name} does not compile:\n{complaints}")
        refused.update({case.name: bad[index] for index, case, _, _ in numbered if index in bad})
        numbered = [entry for entry in numbered if entry[0] not in bad]
    return [], refused


def build(pair):
    """The extension of a pair, with every case that applies to its versions."""
    pair.prepare()
    versions, include = pair.versions(), pair.numpy_include()
    root = pair.folder / "built"
    root.mkdir(exist_ok=True)
    extension = Extension(pair, versions, root)
    numbered = [(index, case, *function(case, index)) for index, case in enumerate(all_cases()) if case.applies(versions)]
    chunks = [numbered[start : start + CHUNK] for start in range(0, len(numbered), CHUNK)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for built, refused in pool.map(lambda chunk: build_chunk(pair, include, root, chunk), chunks):
            extension.built.extend(built)
            extension.refused.update(refused)
    return extension


def run(extension, jobs):
    """The driver's answers for a list of (Built, claims of its slots), in order."""
    plan = {
        "path": [str(HERE), str(extension.folder)],
        "modules": sorted({built.module for built, _ in jobs}),
        "cases": [
            {
                "module": built.module,
                "position": built.position,
                "claims": claims,
                "watched": [number for number, slot in enumerate(built.slots) if slot.watched],
            }
            for built, claims in jobs
        ],
    }
    command = [str(extension.pair.executable), str(HERE / "driver.py")]
    done = subprocess.run(command, input=json.dumps(plan), capture_output=True, text=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode != 0 or len(answers) != len(jobs):
        raise RuntimeError(f"the driver of {extension.pair.name} ended early:\n{done.stderr[-2000:]}")
    return answers
