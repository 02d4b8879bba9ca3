#!/usr/bin/python3
"""Which test names which fault of the matrix (tests/matrix.md): a test says "matrix 31, 33-38" in the comment
or docstring that stands at it, or in the head of its file.

  tests/matrix.py            print the table
  tests/matrix.py --write    rewrite it
  tests/matrix.py --check    rows without a test, and a table that is not what the tests say; nothing when all is well

SPDX-License-Identifier: EUPL-1.2
"""
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TABLE = HERE / "matrix.md"
NAMED = re.compile(r"[Mm]atrix (?:rows? )?((?:\d+(?:\s*-\s*\d+)?)(?:(?:,|,? and|;)\s+\d+(?:\s*-\s*\d+)?)*)")
TEST = re.compile(r"^(?:static void|def|async function|function) (\w+)\(|^test\((['\"`])(.+?)\2", re.M)
# Rows that no test can name yet, and why.
OPEN = {61: "photos come with the tablet", 62: "photos come with the tablet", 69: "the tablet's own storage comes with the tablet",
        71: "there is no PostgreSQL store"}


def rows():
    """Number, fault and required outcome, as the table itself has them."""
    found = {}
    for line in TABLE.read_text().splitlines():
        cells = [c.strip() for c in line.strip().strip("|").split(" | ")]
        if len(cells) >= 3 and cells[0].isdigit():
            found[int(cells[0])] = (cells[1], cells[2])
    return found


def numbers(text):
    for part in re.split(r",|;|and", text):
        first, _, last = (p.strip() for p in part.partition("-"))
        if first:
            yield from range(int(first), int(last or first) + 1)


def place(text, at, name):
    """The test a remark stands at: the one its docstring is in, or the next one after a comment; else the file."""
    before = [m for m in TEST.finditer(text, 0, at)]
    if before and text[at - 40:at].count('"""') + text[before[-1].end():at].count('"""') and name.endswith(".py"):
        found = before[-1]
    else:
        found = TEST.search(text, at)
        if not before and text.count("\n", 0, at) < 12:
            found = None  # in the head of the file
    return f"{name}: {found.group(1) or found.group(3)}" if found else name


def tests():
    named = {}
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "tests"], cwd=HERE.parent, capture_output=True, text=True, check=True)
    for name in listed.stdout.split():
        path = HERE.parent / name
        if path.suffix not in (".c", ".h", ".py", ".mjs", ".toml") or path.name == "matrix.py" or not path.exists():
            continue
        text = path.read_text(errors="replace")
        for found in NAMED.finditer(text):
            for n in numbers(found.group(1)):
                named.setdefault(n, set()).add(place(text, found.start(), name[len("tests/"):]))
    return named


def table():
    head = TABLE.read_text().split("| # |")[0]
    named, lines = tests(), [head + "| # | Fault | Required outcome | Tests |", "|---|---|---|---|"]
    for n, (fault, outcome) in sorted(rows().items()):
        lines.append(f"| {n} | {fault} | {outcome} | {' · '.join(sorted(named.get(n, []))) or OPEN.get(n, '')} |")
    return "\n".join(lines) + "\n"


def check():
    named, known = tests(), rows()
    for n in known:
        if n not in named and n not in OPEN:
            print(f"no test names row {n}: {known[n][0]}")
        if n in named and n in OPEN:
            print(f"row {n} has a test and is still listed as open")
    for n in named:
        if n not in known:
            print(f"{sorted(named[n])[0]} names row {n}, which does not exist")
    if table() != TABLE.read_text():
        print("tests/matrix.md is not what the tests say: tests/matrix.py --write")


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        check()
    elif sys.argv[1:] == ["--write"]:
        TABLE.write_text(table())
    else:
        print(table(), end="")
