"""Compares what was measured with the claims of the database."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from build import build, run
from database import OBJECT_CLAIMS, VARIABLE_CLAIMS, number, symbols

SPARE = 64
IMMORTAL = 2
NULL, UNCHANGED = 1, 2


@dataclass
class Finding:
    """What one case showed."""

    case: object
    mismatches: list = field(default_factory=list)
    # (param, ownership) of every claim that a mortal object confirmed; the result is the parameter "".
    confirmed: set = field(default_factory=set)
    # The claims about objects that count no references here.
    immortal: set = field(default_factory=set)
    # The mismatches that this release is known for.
    deviates: list = field(default_factory=list)


def excess(runs, built, slot):
    """How many references too many are left after two runs that watch the slot."""
    first, second = runs
    value = second["excess"]
    gave_back = built.slots[slot].role in ("out", "result")
    if gave_back and first["present"] and first["addresses"][slot] == second["addresses"][slot]:
        value -= first["excess"] + SPARE
    return value


def describe(slot, count):
    what = {"result": "the result", "out": f"`*{slot.param}` after the call", "initial": f"`*{slot.param}` before the call"}
    name = what.get(slot.role, f"`{slot.param}`")
    verdict = f"{count} references are left over" if count > 0 else f"{-count} references are missing"
    return f"{name} is claimed to be {slot.ownership}, but {verdict}"


def check_outcome(finding, symbol, run):
    fails = finding.case.fails
    if bool(run["failed"]) != fails:
        how = f"failed ({run['error']})" if run["failed"] else "succeeded"
        finding.mismatches.append(f"the call {how}, although the case is `{finding.case.scenario}`")
        return
    if symbol.error_indicator:
        return
    claim = symbol.returns.get("exception", "always")
    if not fails:
        if run["exception"]:
            finding.mismatches.append(f"the call succeeded but left an exception: {run['error']}")
    elif claim == "always" and not run["exception"]:
        finding.mismatches.append("the call failed without the exception that is claimed")
    elif claim == "never" and run["exception"]:
        finding.mismatches.append("the call failed with an exception, although none is claimed")


def check_variables(finding, symbol, built, run):
    """What out-parameters hold after failure, and cleared variables after success."""
    by_name = {param.name: param for param in symbol.params}
    for position, slot in enumerate(built.slots):
        state = run["states"][position]
        if slot.role != "out":
            continue
        if slot.ownership == "cleared" and state != NULL:
            finding.mismatches.append(f"`{slot.param}` is not NULL after the call")
        if not run["failed"]:
            continue
        wanted = by_name[slot.param].writes_on_failure
        expected = {"null": NULL, "unchanged": UNCHANGED}.get(wanted)
        if expected is not None and state != expected:
            held = {NULL: "NULL", UNCHANGED: "what it held before"}.get(state, "something else")
            finding.mismatches.append(f"`*{slot.param}` is claimed to be {wanted} after failure, but is {held}")


def check_same(finding, symbol, built, run):
    wanted = symbol.returns.get("same_as")
    if not wanted or finding.case.scenario != "ok":
        return
    by_role = {(slot.role, slot.param): address for slot, address in zip(built.slots, run["addresses"])}
    if by_role[("result", "")] != by_role.get(("argument", wanted)):
        finding.mismatches.append(f"the result is not `{wanted}`")


def check_counts(finding, built, runs):
    by_slot = {}
    for entry in runs[1:]:
        by_slot.setdefault(entry["slot"], []).append(entry)
    for position, pair in by_slot.items():
        slot = built.slots[position]
        if IMMORTAL in (pair[0]["present"], pair[1]["present"]):
            finding.immortal.add((slot.param, slot.ownership))
        elif pair[1]["present"]:
            count = excess(pair, built, position)
            if count:
                finding.mismatches.append(describe(slot, count))
            elif slot.role != "initial" or slot.ownership in VARIABLE_CLAIMS:
                finding.confirmed.add((slot.param, slot.ownership))


def judge(built, answer):
    """The finding for one answer of the driver."""
    finding = Finding(built.case)
    if "problem" in answer:
        finding.mismatches.append(answer["problem"])
        return finding
    symbol = symbols()[built.case.symbol]
    runs = answer["runs"]
    check_outcome(finding, symbol, runs[0])
    check_variables(finding, symbol, built, runs[0])
    check_same(finding, symbol, built, runs[0])
    check_counts(finding, built, runs)
    return finding


@cache
def deviations():
    """The known deviations by case."""
    return tomllib.loads((Path(__file__).parent / "deviations.toml").read_text(encoding="utf-8"))


def deviation(case, versions):
    """The deviation that this release is known for, or None."""
    known = deviations().get(case.name)
    if known is None:
        return None
    first, last = number(known.get("first", "0.0")), number(known.get("last", "999.0"))
    return known if first <= versions["numpy"] <= last else None


def set_apart(finding, versions):
    """Separates what the release is known for from what contradicts the database; a deviation has to show."""
    known = deviation(finding.case, versions)
    if known is None:
        return finding
    finding.deviates = [text for text in finding.mismatches if re.search(known["shows"], text)]
    finding.mismatches = [text for text in finding.mismatches if text not in finding.deviates]
    if not finding.deviates:
        finding.mismatches.append("the deviation in deviations.toml does not show in this release")
    return finding


def measure(pair):
    """The extension of a pair and the findings of all its cases."""
    extension = build(pair)
    jobs = [(built, [slot.claim for slot in built.slots]) for built in extension.built]
    answers = run(extension, jobs)
    findings = [set_apart(judge(built, answer), extension.versions) for (built, _), answer in zip(jobs, answers)]
    return extension, findings


def needed(symbol):
    """The claims that have to be confirmed before the entry counts as measured: an optional borrowed one need not be."""
    every = {(param.name, param.ownership): param for param in symbol.params if param.ownership in OBJECT_CLAIMS}
    claims = {key for key, param in every.items() if not (param.ownership == "borrowed" and param.nullable)}
    if symbol.result in ("new", "borrowed"):
        claims.add(("", symbol.result))
    return claims or set(every)


def needs_failure(symbol):
    """Whether failure is part of what has to be measured: something may change hands there."""
    moves = any(param.ownership in OBJECT_CLAIMS - {"borrowed", "retained"} for param in symbol.params)
    return moves and bool(symbol.failure)


def measured(findings):
    """The names of the symbols whose claims the findings, of any number of pairs, confirm together."""
    confirmed, failed = {}, set()
    for finding in findings:
        if finding.mismatches:
            continue
        if not finding.deviates:
            confirmed.setdefault(finding.case.symbol, set()).update(finding.confirmed)
        if finding.case.fails:
            failed.add(finding.case.symbol)
    return {
        name
        for name, claims in confirmed.items()
        if needed(symbols()[name]) <= claims and (name in failed or not needs_failure(symbols()[name]))
    }


def unobservable(findings):
    """The symbols whose claims cannot all show with these findings: objects are immortal, or a release deviates."""
    return {finding.case.symbol for finding in findings if finding.immortal or finding.deviates}
