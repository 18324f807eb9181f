"""Marks in the data files which ownership facts a measurement proves: `evidence = "measured"`.

    python3 tests/proofs/measured/mark_evidence.py            measure on every pair and rewrite the marks
    python3 tests/proofs/measured/mark_evidence.py --check    say what would change
"""

import re
import sys

import compare
import pairs as offers
from cases import all_cases
from database import symbols

# What an entry rests on when no measurement proves it any more.
FALLBACK = "read"


def out_of_reach(versions):
    """The symbols with a case that needs other versions than these."""
    return {case.symbol for case in all_cases() if not any(case.applies(version) for version in versions)}


def rewritten(text, names):
    """The text of a data file with the evidence of the named entries set to "measured", and of no others."""
    parts = re.split(r"^(?=\[)", text, flags=re.M)
    return "".join(marked_entry(part, names) for part in parts)


def marked_entry(part, names):
    head = re.match(r"\[([A-Za-z_]\w*)\]", part)
    found = re.search(r'^evidence = "(\w+)"$', part, re.M)
    if not head or not found:
        return part
    current = found.group(1)
    if head.group(1) in names:
        wanted = "measured"
    else:
        wanted = FALLBACK if current == "measured" else current
    return part[: found.start()] + f'evidence = "{wanted}"' + part[found.end() :]


def measured_here():
    """The symbols that all pairs of this machine prove together."""
    findings = []
    for pair in offers.offered():
        extension, found = compare.measure(pair)
        print(f"{pair.name}: {len(compare.measured(found))} symbols", file=sys.stderr)
        findings.extend(found)
    return compare.measured(findings)


def main():
    names = measured_here()
    changed = 0
    for file in sorted({symbol.file for symbol in symbols().values()}):
        before = file.read_text(encoding="utf-8")
        after = rewritten(before, {name for name in names if symbols()[name].file == file})
        if before != after:
            changed += 1
            print(f"{file.name}: marks differ")
            if "--check" not in sys.argv:
                file.write_text(after, encoding="utf-8")
    print(f"{len(names)} symbols are measured, {changed} files {'differ' if '--check' in sys.argv else 'rewritten'}")
    return 1 if changed and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
