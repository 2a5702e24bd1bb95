"""The public suites of OCFL and BagIt, whose checkouts are named on the command line: github.com/OCFL/fixtures and
github.com/LibraryOfCongress/bagit-conformance-suite. Prints what README.md tells of them, and every case that fangan
tells otherwise than the suite does.

    cargo build && python3 tests/conformance/suites.py FIXTURES BAGS
"""

import collections
import re
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).resolve().parents[2] / "target/debug/fangan"
fixtures, bags = Path(sys.argv[1]), Path(sys.argv[2])
counts = collections.Counter()
wrong = []


def judge(suite, kind, case, sound, *command):
    run = subprocess.run([PROGRAM, "--lang", "en", "archive", *command, case], capture_output=True, text=True)
    told = run.returncode == 0 if sound else run.returncode == 1
    counts[suite, kind, "cases"] += 1
    counts[suite, kind, "right"] += told
    if not told:
        wrong.append(f"{case}: exit status {run.returncode}\n{run.stdout}{run.stderr}")


for case in sorted(fixtures.glob("1.[01]/*-objects/*/")):
    # Git keeps no empty folders: these stand for them.
    for keep in case.rglob(".keep"):
        keep.unlink()
    kind = case.parent.name
    judge(f"OCFL {case.parents[1].name}", kind, case, kind != "bad-objects", "verify")
for case in sorted(bags.glob("v*/*/*/")):
    kind = case.parent.name
    judge(f"BagIt {case.parents[1].name}", kind, case, kind in ("valid", "warning"), "receive")

for suite, kind in sorted({(suite, kind) for suite, kind, _ in counts}):
    print(f"{suite} {kind}: {counts[suite, kind, 'right']} of {counts[suite, kind, 'cases']}")
print(re.sub(r"^", "  ", "".join(wrong), flags=re.M), file=sys.stderr)
sys.exit(bool(wrong))
