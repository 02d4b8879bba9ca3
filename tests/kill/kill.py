#!/usr/bin/python3
"""Pull the plug 200 times: kiosk and central die at named points and at random while captures and sync
are in flight. A ledger of what a person was shown, kept outside the product, audits the end: every
receipt shown is one case in the office, every answer shown as saved stands once in its history, none is
lost, none is there twice (matrix 1-6, 8, 9) [R60 R61 R62 D2 D8].

  tests/kill/kill.py [--kills N]

SPDX-License-Identifier: EUPL-1.2
"""
import http.client
import pathlib
import random
import sys
import threading
import time
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "road"))
from stack import DEADLINE, Stack, eventually, report, some_unit, uuid7  # noqa: E402

KIOSK_POINTS = ["kiosk.commit.before", "kiosk.commit.after", "kiosk.sync.built", "kiosk.sync.sent", "kiosk.sync.replied",
                "kiosk.sync.stored", "kiosk.spool.before", "kiosk.spool.made", "kiosk.spool.written", "kiosk.spool.synced"]
CENTRAL_POINTS = ["central.commit.before", "central.commit.after", "central.case.stored", "central.sync.taken"]
ANSWER_POINTS = ["central.answer.stored"]
# On the way from a database that is gone to one made anew from its second copy.
REBUILD_POINTS = ["kiosk.rebuild.filled", "kiosk.rebuild.done", "kiosk.rebuild.aside", "kiosk.rebuild.swapped"]
RANDOM = ["kiosk.random", "central.random"]
MINIMUM = 5  # hits of every point, else the test says it proved nothing


class Ledger:
    """What people were shown. Knows ids and receipts, nothing of the product."""

    def __init__(self):
        self.shown, self.tried, self.codes, self.answers = {}, set(), {}, {}

    def saved(self, body, answer):
        before = self.shown.setdefault(body["id"], answer["receipt"])
        assert before == answer["receipt"], f"one report, two receipts: {before} and {answer['receipt']}"
        if answer["follow"]:
            self.codes[answer["receipt"]] = answer["follow"]

    def audit(self, cases):
        receipts = [case["receipt"] for case in cases]
        lost = [r for r in self.shown.values() if r not in set(receipts)]
        double = {r for r in receipts if receipts.count(r) > 1}
        assert not lost, f"{len(lost)} reports shown as saved are lost: {lost[:5]}"
        assert not double, f"stored twice: {sorted(double)[:5]}"
        assert len(set(self.shown.values())) == len(self.shown), "one receipt for two reports"
        assert len(receipts) <= len(self.tried), "more cases than reports"


    def audit_answers(self, told):
        """told: ids of answers in the histories of those cases."""
        wrong = {i: told.count(i) for i in self.answers if told.count(i) != 1}
        assert not wrong, f"answers shown as saved, and how often they are there: {wrong}"


class Drill:
    def __init__(self, s):
        self.s, self.ledger, self.hits = s, Ledger(), {}
        s.start_central()
        s.start_kiosk()
        self.page = self.client()
        self.unit = some_unit(self.page)
        self.pattern = report(self.page, self.unit)

    def client(self):
        from stack import Client
        return Client(self.s.kiosk.url)

    def send(self, body):
        """One tap on send: the receipt, or None when the plug was pulled under it."""
        self.ledger.tried.add(body["id"])
        try:
            status, answer = self.client().post("/api/v1/reports", body)
        except (OSError, http.client.HTTPException, AttributeError):
            return None
        assert status in (200, 201), (status, answer)
        self.ledger.saved(body, answer)
        return answer["receipt"]

    def answer(self, receipt, name):
        """One tap on "half": taken, or False when the plug was pulled under it."""
        body = {"id": name, "receipt": receipt, "code": self.ledger.codes[receipt], "answer": "half", "words": None, "lang": "nl"}
        try:
            status, told = self.client().post("/api/v1/cases/answer", body)
        except (OSError, http.client.HTTPException, AttributeError):
            return False
        assert status in (200, 201), (status, told)
        self.ledger.answers[name] = receipt
        return True

    def fresh(self):
        return {**self.pattern, "id": report(_NoVersion, self.unit, catalogue=self.pattern["catalogue"])["id"],
                "t": int(time.time() * 1000)}

    def restart(self, side, env=None):
        daemon = getattr(self.s, side)
        if daemon:
            daemon.kill()
        (self.s.start_kiosk if side == "kiosk" else self.s.start_central)(env)

    def wait_dead(self, side, what):
        daemon = getattr(self.s, side)
        if daemon.process is None:  # killed before, and the next one died on its way to "ready"
            return
        try:
            daemon.process.wait(DEADLINE)
        except Exception as late:
            raise AssertionError(f"{what} was never reached") from late
        daemon.kill()

    def pull_answer(self, point):
        side, name = point.split(".")[0], uuid7()
        receipt = self.send(self.fresh())
        assert receipt, "nobody pulled a plug yet"
        self.restart(side, {"PORTIEK_CRASH": point})
        self.answer(receipt, name)
        self.wait_dead(side, point)
        self.restart(side)
        assert self.answer(receipt, name), "after the restart the same answer must be taken"
        self.hits[point] = self.hits.get(point, 0) + 1

    def pull_rebuild(self, point):
        body = self.fresh()
        assert self.send(body), "nobody pulled a plug yet"
        self.s.kiosk.kill()
        (self.s.kiosk_dir / "portiek.db").write_bytes(b"")
        try:
            self.s.start_kiosk({"PORTIEK_CRASH": point})
        except AssertionError as early:
            if "did not get ready" not in str(early):
                raise
        else:
            raise AssertionError(f"{point} was never reached")
        self.restart("kiosk")
        assert self.send(body), "after the restart the same report must be known"
        eventually(lambda: self.client().get("/api/v1/status")[1]["versions"]["catalogue"], "the catalogue comes again")
        self.hits[point] = self.hits.get(point, 0) + 1

    def pull(self, point):
        if point in REBUILD_POINTS:
            return self.pull_rebuild(point)
        if point in ANSWER_POINTS:
            return self.pull_answer(point)
        side = point.split(".")[0]
        body, late = self.fresh(), time.monotonic() + DEADLINE
        if point in RANDOM:
            timer = threading.Timer(random.uniform(0, 0.02), getattr(self.s, side).process.kill)
            timer.start()
            self.send(body)
            timer.join()
        else:
            try:
                self.restart(side, {"PORTIEK_CRASH": point})
                while self.send(body) and point.startswith(("kiosk.commit.", "kiosk.spool.")) and time.monotonic() < late:
                    body = self.fresh()  # that one was stored with a reply of central, in the commit of the sync
            except AssertionError as early:  # the point may lie on the way to "ready" already
                if "did not get ready" not in str(early):
                    raise
        self.wait_dead(side, point)
        self.restart(side)
        assert self.send(body), "after the restart the same report must be taken"
        self.hits[point] = self.hits.get(point, 0) + 1

    def drained(self):
        status, state = self.client().get("/api/v1/status")
        return status == 200 and state["queue"]["pending"] == 0

    def told(self):
        """Ids of the answers in the histories of the cases that were answered."""
        staff, found = self.s.staff("kcc"), []
        for receipt in set(self.ledger.answers.values()):
            case = staff.get(f"/api/v1/cases/{receipt}")[1]
            found += [e["detail"]["id"] for e in case["events"] if e["what"] == "said"]
        return found

    def cases(self):
        staff, found, after = self.s.staff(), [], ""
        for _ in range(100):
            page = staff.get(f"/api/v1/cases?view=all&limit=200{after}")[1]
            found += page["cases"]
            if not page["more"]:
                break
            after = f"&after={page['next']}" if page.get("next") is not None else f"&offset={len(found)}"
        return found


class _NoVersion:
    @staticmethod
    def get(_path):
        return 200, {"version": ""}


def main():
    kills = int(sys.argv[sys.argv.index("--kills") + 1]) if "--kills" in sys.argv else 200
    random.seed(int(time.time()))
    points = KIOSK_POINTS + CENTRAL_POINTS + ANSWER_POINTS + REBUILD_POINTS + RANDOM
    s = Stack()
    try:
        drill = Drill(s)
        already = len(drill.cases())
        order = [points[i % len(points)] for i in range(kills)]
        random.shuffle(order)
        for point in order:
            drill.pull(point)
        eventually(drill.drained, "the queue drains after the last kill")
        eventually(lambda: len(drill.cases()) - already >= len(drill.ledger.shown), "all reports are cases")
        eventually(lambda: len(drill.told()) >= len(drill.ledger.answers), "all answers stand in a history")
        drill.ledger.audit_answers(drill.told())
        drill.ledger.audit([c for c in drill.cases() if c["receipt"] in set(drill.ledger.shown.values())])
        for i, point in enumerate(points, 1):
            good = drill.hits.get(point, 0) >= min(MINIMUM, kills // len(points))
            print(f"{'ok' if good else 'not ok'} {i} - {point} hit {drill.hits.get(point, 0)} times")
        print(f"ok {len(points) + 1} - {len(drill.ledger.shown)} receipts shown, all in the office once")
        print("# proves nothing saved is lost or doubled through many kills R60 R61 R62 D2 D8")
    except Exception:
        print("not ok 1 - the drill")
        print("# " + traceback.format_exc().replace("\n", "\n# "))
        sys.exit(1)
    finally:
        s.close()


main()
