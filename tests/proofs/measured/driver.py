"""Runs the cases in the Python under test, each in a process of its own. Keep to Python 3.8.

Reads the plan from standard input: {"modules": [name, ...], "cases": [{"module", "position", "claims", "watched"}]}.
Writes one JSON line per case: {"runs": [...]}, or {"problem": text} where the case crashed or could not be set up.
"""

import gc
import importlib
import json
import os
import signal
import sys
import warnings

SECONDS = 20
KEYS = {"failed", "exception", "error", "present", "excess", "addresses", "states", "slot"}


def measure(module, case):
    """One run without a watched object, so that caches are filled, then two runs for each watched object."""
    position, claims = case["position"], case["claims"]
    runs = [dict(module.run(position, -1, claims), slot=-1)]
    for slot in case["watched"]:
        for _ in range(2):
            runs.append(dict(module.run(position, slot, claims), slot=slot))
    return {"runs": runs}


def in_child(module, case, output):
    signal.alarm(SECONDS)
    silence = os.open(os.devnull, os.O_RDWR)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    try:
        answer = measure(module, case)
    except BaseException as error:
        answer = {"problem": "%s: %s" % (type(error).__name__, error)}
    os.write(output, json.dumps(answer).encode())
    os._exit(0)


def ending(status):
    if os.WIFSIGNALED(status):
        return "crashed with %s" % signal.Signals(os.WTERMSIG(status)).name
    return "ended with status %d and no answer" % os.WEXITSTATUS(status)


def understood(answer):
    """The child's answer; a child whose claims are wrong may have overwritten its own memory."""
    try:
        parsed = json.loads(answer.decode())
        intact = "problem" in parsed or all(KEYS <= set(entry) for entry in parsed["runs"])
    except (ValueError, KeyError, TypeError):
        intact = False
    return parsed if intact else {"problem": "the process overwrote its own memory"}


def run(module, case):
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        in_child(module, case, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    return understood(answer) if answer else {"problem": ending(status)}


def main():
    warnings.simplefilter("ignore")
    plan = json.load(sys.stdin)
    sys.path[:0] = plan["path"]
    modules = {name: importlib.import_module(name) for name in plan["modules"]}
    gc.collect()
    gc.freeze()
    for case in plan["cases"]:
        print(json.dumps(run(modules[case["module"]], case)), flush=True)


if __name__ == "__main__":
    main()
