"""The points of points.tsv: in which order they are pulled, and how often each must have been hit.

SPDX-License-Identifier: EUPL-1.2
"""
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
RANDOM = ["kiosk.random", "central.random"]
CHAINS = {"enrol", "init", "backup", "spool"}          # one folder passes all their points, in the order of the table
EITHER = ("kiosk.site.installed", "kiosk.site.cleaned")  # a site that is in is in: no road meets both
DEAR = {"enrolling", "publish", "session", "login", "step", "mail", "admin", "answer", "capture", "rebuild", "keys", "rotate"}
SLOW = {"spool"}                               # a minute of waiting for chores: twice will do
MINIMUM = 5                                    # hits of every point, else the test says it proved nothing


def table():
    rows = [line.split("\t") for line in (HERE / "points.tsv").read_text().splitlines() if not line.startswith("#")]
    return [(point, how) for point, how in rows]


def enough(how, least):
    return min(2, least) if how in SLOW else least


def least(kills):
    """Every point with how often it must be hit among so many kills."""
    rows = table() + [(p, "random") for p in RANDOM]
    times = max(1, min(MINIMUM, kills // len(rows)))
    return [(point, enough(how, times)) for point, how in rows]


def of_chain(how, without):
    """The points one folder passes, in the order of the table; without: the one of two that this folder meets not."""
    return [point for point, h in table() if h == how and point != without]


def plan(kills, chance):
    """Chains first in number, then dear points a few times each, the rest of the kills at cheap ones."""
    rows = table()
    least = max(1, min(MINIMUM, kills // len(rows))) + kills // 5000
    chains = [("chain", how, EITHER[i % 2]) for how in sorted(CHAINS) for i in range(2 * least if how == "enrol" else enough(how, least))]
    dear = [(p, how) for p, how in rows if how in DEAR or p == "kiosk.spool.synced" for _ in range(least)]
    cheap = [(p, how) for p, how in rows if how not in DEAR | CHAINS and p != "kiosk.spool.synced"] + [(p, "random") for p in RANDOM]
    size = sum(len([1 for _, h in rows if h == how]) for _, how, _ in chains)
    left = max(least * len(cheap), kills - len(dear) - size)
    order = chains + dear + [cheap[i % len(cheap)] for i in range(left)]
    chance.shuffle(order)
    return order
