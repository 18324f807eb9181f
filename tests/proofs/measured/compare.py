"""Compares what was measured with the claims of the database."""

from dataclasses import dataclass, field

from build import build, run
from database import OBJECT_CLAIMS, OUT_CLAIMS, VARIABLE_CLAIMS, symbols

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


def excess(runs, built, slot):
    """How many references too many are left after two runs that watch the slot; None where nothing was there to watch."""
    first, second = runs
    if not second["present"] or IMMORTAL in (first["present"], second["present"]):
        return None
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
        how = "failed" if run["failed"] else "succeeded"
        finding.mismatches.append(f"the call {how}, although the case is `{finding.case.scenario}`")
        return
    if symbol.error_indicator:
        return
    claim = symbol.returns.get("exception", "always")
    if not fails:
        if run["exception"]:
            finding.mismatches.append("the call succeeded but left an exception")
    elif claim == "always" and not run["exception"]:
        finding.mismatches.append("the call failed without the exception that is claimed")
    elif claim == "never" and run["exception"]:
        finding.mismatches.append("the call failed with an exception, although none is claimed")


def check_variables(finding, symbol, built, run):
    """What out-parameters hold after failure, and cleared variables after success."""
    by_name = {param.name: param for param in symbol.params}
    for number, slot in enumerate(built.slots):
        state = run["states"][number]
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
    if not wanted or run["failed"]:
        return
    by_role = {(slot.role, slot.param): address for slot, address in zip(built.slots, run["addresses"])}
    if by_role[("result", "")] != by_role.get(("argument", wanted)):
        finding.mismatches.append(f"the result is not `{wanted}`")


def check_counts(finding, built, runs):
    by_slot = {}
    for entry in runs[1:]:
        by_slot.setdefault(entry["slot"], []).append(entry)
    for number, pair in by_slot.items():
        slot = built.slots[number]
        count = excess(pair, built, number)
        if count:
            finding.mismatches.append(describe(slot, count))
        elif count == 0 and slot.role != "initial":
            finding.confirmed.add((slot.param, slot.ownership))
        if slot.role == "initial" and count == 0 and slot.ownership in VARIABLE_CLAIMS:
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


def measure(pair):
    """The extension of a pair and the findings of all its cases."""
    extension = build(pair)
    jobs = [(built, [slot.claim for slot in built.slots]) for built in extension.built]
    findings = [judge(built, answer) for (built, _), answer in zip(jobs, run(extension, jobs))]
    return extension, findings


def needed(symbol):
    """The claims that have to be confirmed before the entry counts as measured."""
    claims = {
        (param.name, param.ownership)
        for param in symbol.params
        if param.ownership in OBJECT_CLAIMS and not (param.ownership == "borrowed" and param.nullable)
    }
    if symbol.result in ("new", "borrowed"):
        claims.add(("", symbol.result))
    return claims


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
        confirmed.setdefault(finding.case.symbol, set()).update(finding.confirmed)
        if finding.case.fails:
            failed.add(finding.case.symbol)
    complete = set()
    for name, claims in confirmed.items():
        symbol = symbols()[name]
        nothing_missing = needed(symbol) <= claims and bool(needed(symbol))
        if nothing_missing and (name in failed or not needs_failure(symbol)):
            complete.add(name)
    return complete


FLIPPED = {"new": "borrowed", "stolen": "borrowed", "borrowed": "stolen", "released": "borrowed", "retained": "borrowed",
           "stolen-on-success": "borrowed", "out-new": "out-borrowed", "out-borrowed": "out-new"}


def is_out(ownership):
    """Whether the claim is about what an out-parameter receives."""
    return ownership in OUT_CLAIMS
