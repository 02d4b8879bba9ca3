#!/usr/bin/python3
"""Pull the plug 2,000 times: kiosk and central die at named points (points.tsv) and at random, with a line
between them that cuts, corrupts, delays, reorders and repeats. A ledger of what people were shown, kept
outside the product, audits the end: every receipt shown is one case in the office, every answer and every
step shown as saved stands once in its history, none is lost, none is there twice, every enrolment that was
begun can be ended, and nothing stalls [R60 R61 R62 D2 D8], matrix 1-10, 49 and 51.

  tests/kill/kill.py [--kills N] [--seed N]

Points are pulled at in random order, in two houses at once. A daemon that was killed is started with the
next point it shall die at, so a kill costs one start; every 2,000 kills a house is audited and a new one
begun.

points.py (what is pulled) · team.py (who pulls) · house.py (what stands there) · recipes.py, chains.py (how a
point is reached) · ledger.py (what was shown). SPDX-License-Identifier: EUPL-1.2
"""
import argparse
import pathlib
import random
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "road"), str(HERE.parent / "faults")]
import points  # noqa: E402
from stack import template  # noqa: E402
from team import HOUSES, Team  # noqa: E402


def report(team, kills):
    least = points.least(kills)
    for i, (point, times) in enumerate(least, 1):
        print(f"{'ok' if team.hits[point] >= times else 'not ok'} {i} - {point} hit {team.hits[point]} times")
    print("# the line: " + ", ".join(f"{name} {n}" for name, n in team.drawn.most_common()))
    print(f"ok {len(least) + 1} - {team.kills} kills, {team.shown} receipts shown, all in the office once")
    print("# proves nothing saved is lost or doubled through many kills R60 R61 R62 D2 D8")


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("--kills", type=int, default=2000)
    ask.add_argument("--seed", type=int, default=int(time.time()))
    a = ask.parse_args()
    print(f"# seed {a.seed}", flush=True)
    template()
    team = Team(points.plan(a.kills, random.Random(a.seed)), a.seed)
    workers = [threading.Thread(target=team.work) for _ in range(HOUSES)]
    for w in workers:
        w.start()
    for w in workers:
        w.join()
    if team.wrong:
        print(f"not ok 1 - the drill, seed {a.seed}\n# " + team.wrong.replace("\n", "\n# "))
        sys.exit(1)
    report(team, a.kills)


main()
