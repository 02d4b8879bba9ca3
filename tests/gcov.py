"""Coverage as gcov counts it, for tests/coverage and tests/fuzz/coverage.

A build with --coverage leaves a .gcno beside every object and a .gcda once a program ran. of(build, source)
reads both through gcov's JSON: lines and branches of one file, over all objects made of it.

SPDX-License-Identifier: EUPL-1.2
"""
import gzip
import json
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]


class Counts:
    """line -> times run; (line, n-th branch) -> times taken; of lines and branches that exist."""

    def __init__(self):
        self.lines, self.branches, self.functions = {}, {}, {}

    def add(self, told):
        for line in told["lines"]:
            n = line["line_number"]
            self.lines[n] = self.lines.get(n, 0) + line["count"]
            for i, branch in enumerate(line["branches"]):
                self.branches[n, i] = self.branches.get((n, i), 0) + branch["count"]
        for function in told["functions"]:
            span = range(function["start_line"], function["end_line"] + 1)
            self.functions[function["name"]] = span

    def keep(self, wanted):
        """Only what lies in functions that wanted(name) names."""
        lines = {n for name, span in self.functions.items() if wanted(name) for n in span}
        self.lines = {n: c for n, c in self.lines.items() if n in lines}
        self.branches = {b: c for b, c in self.branches.items() if b[0] in lines}
        return self

    def share(self, what):
        counts = getattr(self, what)
        return sum(1 for c in counts.values() if c), len(counts)


def objects(build):
    """source (relative) -> its .gcno files."""
    found = {}
    for gcno in build.rglob("*.gcno"):
        name = str(gcno.relative_to(build)).split(".dir/", 1)
        if len(name) == 2:
            found.setdefault(name[1].removesuffix(".gcno"), []).append(gcno)
    return found


def ask(gcno, gcda, source):
    """gcov's word on one object; None when it never ran."""
    if not gcda.exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        for file in (gcno, gcda):
            (pathlib.Path(folder) / file.name).symlink_to(file)
        done = subprocess.run(["gcov", "--json-format", "--stdout", "--branch-probabilities", pathlib.Path(folder) / gcda.name],
                              cwd=ROOT, capture_output=True)
    for part in done.stdout.split(b"\n"):
        if not part:
            continue
        data = json.loads(gzip.decompress(part) if part[:2] == b"\x1f\x8b" else part)
        for file in data["files"]:
            if file["file"].endswith(source):
                return file
    return None


def of(build, source, known, data=None):
    """Counts of a source. known: objects(build); data: where the .gcda of a run lie, the build itself unless told."""
    counts = Counts()
    for gcno in known.get(source, []):
        gcda = (data / gcno.relative_to(build) if data else gcno).with_suffix(".gcda")
        told = ask(gcno.resolve(), gcda.resolve(), source)
        if told:
            counts.add(told)
    return counts
