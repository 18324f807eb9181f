"""The ownership facts of the database against reference counts measured on running interpreters."""

import pytest

import compare
import mark_evidence
from build import run
from database import symbols
from generate import claim_number

# Making the environments and building for every pair takes longer than the usual limit when nothing is cached.
pytestmark = pytest.mark.timeout(900)

LEAST_MEASURED = 250
OPPOSITES = {
    "new": "borrowed", "borrowed": "stolen", "stolen": "borrowed", "stolen-on-success": "borrowed",
    "released": "borrowed", "retained": "borrowed", "out-new": "out-borrowed", "out-borrowed": "out-new",
}


def opposite(slot):
    """A wrong claim for the slot, as the harness counts claims; None where there is no clear opposite."""
    if slot.role == "initial" or slot.ownership not in OPPOSITES:
        return None
    if slot.role == "result":
        return claim_number("result", "borrowed" if slot.ownership == "new" else "new")
    return claim_number(slot.role, OPPOSITES[slot.ownership])


def test_claims_hold(pair, measurements):
    extension, findings = measurements(pair)
    refused = [f"{name}: does not compile: {message}" for name, message in extension.refused.items()]
    contradictions = [f"{finding.case.name}: {text}" for finding in findings for text in finding.mismatches]
    assert not refused + contradictions, "\n" + "\n".join(refused + contradictions)
    assert len(compare.measured(findings)) >= LEAST_MEASURED


def test_a_wrong_claim_is_noticed(plain_pair, measurements):
    """Turns every confirmed claim into its opposite, one at a time: each has to contradict the measurement."""
    extension, findings = measurements(plain_pair)
    confirmed = {finding.case.name: finding.confirmed for finding in findings if not finding.mismatches}
    jobs, turned = [], []
    for built in extension.built:
        for position, slot in enumerate(built.slots):
            wrong = opposite(slot)
            if wrong is None or (slot.param, slot.ownership) not in confirmed.get(built.case.name, ()):
                continue
            if sum((other.param, other.ownership) == (slot.param, slot.ownership) for other in built.slots) > 1:
                continue
            claims = [other.claim for other in built.slots]
            if built.case.fails and slot.ownership == "stolen-on-success":
                wrong = claim_number("argument", "stolen")
            claims[position] = wrong
            jobs.append((built, claims))
            turned.append((built, slot))
    answers = run(extension, jobs)
    unnoticed = [
        f"{built.case.name}: {slot.param or 'result'} {slot.ownership}"
        for (built, slot), answer in zip(turned, answers)
        if not compare.judge(built, answer).mismatches
    ]
    assert len(jobs) > LEAST_MEASURED
    assert not unnoticed, "\n" + "\n".join(unnoticed)


def test_exactly_the_measured_are_marked(pairs, measurements):
    """A mark may rest on a pair that this machine does not have, but only where its own pairs cannot tell."""
    extensions, findings = zip(*(measurements(pair) for pair in pairs))
    together = [finding for found in findings for finding in found]
    measured = compare.measured(together)
    marked = {name for name, symbol in symbols().items() if symbol.evidence == "measured"}
    assert not measured - marked, "run mark_evidence.py"
    excused = mark_evidence.out_of_reach([extension.versions for extension in extensions]) | compare.unobservable(together)
    assert not marked - measured - excused, "marked but not measured: run mark_evidence.py"
