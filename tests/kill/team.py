"""Houses that are drilled at once: each takes the next point of the order until it had its share of kills.

SPDX-License-Identifier: EUPL-1.2
"""
import collections
import threading
import traceback

import points
from chains import Chains
from house import House
from recipes import Recipes

HOUSES, HOUSE_KILLS = 2, 2000


class Drill(Recipes, Chains, House):
    """A house in which plugs are pulled."""

    def pull(self, point, how):
        side = point.split(".")[0]
        side = "central" if side == "notify" else side
        if how == "random":
            self.pull_random(side)
        else:
            self.up("central" if side == "kiosk" else "kiosk")
            getattr(self, "do_" + how)(side, point)
        self.hits[point] += 1
        self.kills += 1


class Team:
    def __init__(self, order, seed):
        self.order, self.seed, self.lock = order, seed, threading.Lock()
        self.hits, self.drawn, self.kills, self.shown, self.houses, self.wrong = collections.Counter(), collections.Counter(), 0, 0, 0, None

    def next(self):
        with self.lock:
            return self.order.pop() if self.order and not self.wrong else None

    def run_house(self, number):
        house = Drill(f"{self.seed}.{number}")
        at = None
        try:
            while house.kills < HOUSE_KILLS and (at := self.next()):
                if at[0] == "chain":
                    getattr(house, "chain_" + at[1])(points.of_chain(at[1], without=at[2]))
                else:
                    house.pull(*at)
            at = "the audit"
            house.finish()
        except Exception:
            self.wrong = self.wrong or f"at {at}\n" + traceback.format_exc() + "".join(
                (house.s.dir / f"{side}.log").read_text(errors="replace")[-1500:] for side in ("kiosk", "central"))
        finally:
            with self.lock:
                self.hits += house.hits
                self.drawn += collections.Counter(house.line.drawn)
                self.kills += house.kills
                self.shown += len(house.ledger.shown)
            house.close()

    def work(self):
        while self.order and not self.wrong:
            with self.lock:
                self.houses += 1
                number = self.houses
            self.run_house(number)
