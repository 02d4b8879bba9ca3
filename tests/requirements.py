#!/usr/bin/python3
"""Holds tests/requirements.md against what ran and passed in this run.

Every suite prints "proves TITLE R1 D2" as the last act of a test that passed. The table in
tests/requirements.md names, per requirement, the tests that prove it. Each listed pair must have
been printed in this run, and each printed requirement must be listed.

  requirements.py LOGDIR           compare, TAP on stdout
  requirements.py LOGDIR --write   rewrite the table from what ran

SPDX-License-Identifier: EUPL-1.2
"""
import pathlib
import re
import sys

TABLE = pathlib.Path(__file__).with_name("requirements.md")
HEAD = """# Which test proves which requirement

One row per requirement with the tests that prove it; each test prints its numbers once it has
passed, and `tests/run` compares that with this table. Written by `tests/requirements.py LOGDIR --write`.

A row says which tests prove what is built of a requirement. Built in part so far:
R67 (two of six languages), R68 (read-aloud only where the browser has a voice), D12 (chain of a case,
not yet of an archive).

Not built, so without a row; what each will stand on is there and stands under other numbers:

- R65: no app for a caretaker's tablet, no photos. There is: the office gives out a code of its own kind for a tablet (R70), and
  what a caretaker reports at the office's door is the same record with the channel `tablet` (R49 R50).
- D6: nobody looks for the same fault on one riser, nothing is offered as "me too", nothing is counted. There is: the
  riser of each home in the register and at the kiosk (R6), and an empty feed `outage` that a kiosk would keep offline.
- D13: nothing is exported, neither as VERA records nor as Open311. There is: the catalogue knows the VERA code of
  a room, an object and a fault, and of what is outside; their shape is judged when the site is built (R35 R46).

| requirement | proved by |
|---|---|
"""


def order(number):
    return (number[0] != "R", int(number[1:]))


def proved(logs):
    pairs = set()
    for log in sorted(pathlib.Path(logs).glob("*.log")):
        for line in log.read_text(errors="replace").splitlines():
            match = re.match(r"^(?:# )?\s*(?:# )?proves (.+?)((?: (?:[RD]\d+|-))+)\s*$", line)
            for number in match.group(2).split() if match else []:
                if number != "-":
                    pairs.add((number, match.group(1).strip().replace("|", "/")))
    return pairs


def listed():
    pairs = set()
    for line in TABLE.read_text().splitlines() if TABLE.exists() else []:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 2 and re.fullmatch(r"[RD]\d+", cells[0]):
            pairs |= {(cells[0], test.strip()) for test in cells[1].split("·") if test.strip()}
    return pairs


def write(pairs):
    rows = []
    for number in sorted({n for n, _ in pairs}, key=order):
        tests = " · ".join(sorted(t for n, t in pairs if n == number))
        rows.append(f"| {number} | {tests} |\n")
    TABLE.write_text(HEAD + "".join(rows))


def main():
    ran, table = proved(sys.argv[1]), listed()
    if "--write" in sys.argv:
        write(ran)
        return 0
    faults = [f"{n} is listed as proved by '{t}', which did not pass in this run" for n, t in sorted(table - ran)]
    faults += [f"{n} was proved by '{t}', which the table does not list" for n, t in sorted(ran - table)]
    if not table:
        faults.append("the table is empty")
    for i, fault in enumerate(faults, 1):
        print(f"not ok {i} - {fault}")
    if not faults:
        print(f"ok 1 - {len(table)} proofs of {len({n for n, _ in table})} requirements")
    return 1 if faults else 0


sys.exit(main())
