"""What the benches share: telling a figure, the floor under it, limits, and the table at the end.

A figure is one line, "name value unit". GOALS are what is aimed at on quiet cores; LIMITS are far outside of what a
busy machine adds, and a figure beyond its limit fails its bench.

SPDX-License-Identifier: EUPL-1.2
"""
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "road"))
import reports  # noqa: E402
from stack import BUILD, catalogue_version  # noqa: E402

GOALS = {
    "backlog.acked_vs_sqlite": ">= 0.38", "backlog.routed_vs_sqlite": ">= 0.12", "backlog.wire_share": "<= 0.46",
    "capture.p50_vs_commit": "<= 2", "capture.p99_vs_commit": "<= 1.8", "pages.vs_nginx": ">= 1.2",
    "start.kiosk": "<= 50", "start.central": "<= 50", "memory.kiosk_idle": "<= 10", "memory.central_idle": "<= 24",
    "site.build": "<= 0.35",
    "crowd.acked": ">= 20000", "crowd.p99": "<= 150", "crowd.memory": "<= 32",
    "return.failed_a_minute": "<= 3", "return.memory": "<= 256", "return.drained": "<= 600", "return.page_p99": "<= 500",
    "growth.rate": ">= 0.85", "growth.capture_p50": "<= 1.25", "growth.start": "<= 2", "growth.memory": "<= 1.25",
    "tap.p99": "<= 2",
}
LIMITS = {
    "backlog.acked_vs_sqlite": ">= 0.04", "backlog.routed_vs_sqlite": ">= 0.012", "backlog.wire_share": "<= 0.51",
    "memory.kiosk_idle": "<= 16", "memory.central_idle": "<= 40",
    "crowd.acked": ">= 500", "crowd.p99": "<= 10000", "crowd.memory": "<= 96",
    "return.failed_a_minute": "<= 6", "return.memory": "<= 256", "return.drained": "<= 600", "return.page_p99": "<= 10000",
    "growth.rate": ">= 0.3", "growth.capture_p50": "<= 4", "growth.start": "<= 6", "growth.memory": "<= 1.6",
    "tap.p99": "<= 10",
}
TOLD = []


def within(value, bound):
    word, number = bound.split()
    return value >= float(number) if word == ">=" else value <= float(number)


def figure(name, value, unit):
    goal = GOALS.get(name)
    print(f"{name} {value:.4g} {unit}" + (f"  (goal {goal})" if goal else ""), flush=True)
    if goal:
        TOLD.append((name, value, unit, goal))
    assert name not in LIMITS or within(value, LIMITS[name]), f"{name} is {value:.4g}, and {LIMITS[name]} is the least that may be expected"


def table():
    """Every figure that has a goal, in the order they were taken."""
    if TOLD:
        print("# | figure | measured | goal | |\n# |---|---|---|---|")
    for name, value, unit, goal in TOLD:
        print(f"# | {name} | {value:.4g} {unit} | {goal} | {'met' if within(value, goal) else 'missed'} |")


def middle(values):
    return statistics.median(values)


def share(values, part):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def memory_mib(pid, what="VmRSS"):
    """VmRSS: now; VmHWM: the most it ever was."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(what):
            return int(line.split()[1]) / 1024
    return 0


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def lines_of(client, count):
    units = []
    for number in range(1, 6):
        units += [d["key"] for d in client.get(f"/api/v1/dwellings?street=l&number={number}")[1]["dwellings"]]
    return reports.make(units, catalogue_version(client), count)


def bare(mode, lines, number):
    with tempfile.TemporaryDirectory(dir=BUILD / "tests") as folder:
        done = subprocess.run([BUILD / "bare", mode, f"{folder}/bare.db", str(number)], input=lines, capture_output=True, text=True, check=True)
    return [float(x) for x in done.stdout.split()]


def option(name, dflt):
    return int(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else dflt
