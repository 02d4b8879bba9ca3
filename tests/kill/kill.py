#!/usr/bin/python3
"""Pull the plug 2,000 times: kiosk and central die at named points (points.tsv) and at random, with a line
between them that cuts, corrupts, delays, reorders and repeats. A ledger of what people were shown, kept
outside the product, audits the end: every receipt shown is one case in the office, every answer and every
step shown as saved stands once in its history, none is lost, none is there twice, every enrolment that was
begun can be ended, and nothing stalls [R60 R61 R62 D2 D8], matrix 1-10, 49 and 51.

  tests/kill/kill.py [--kills N] [--seed N]

Points are pulled at in random order, in two houses at once. A daemon that was killed is started with the
next point it shall die at, so a kill costs one start; every 2,000 kills a house is audited and a new one
begun. SPDX-License-Identifier: EUPL-1.2
"""
import argparse
import collections
import http.client
import json
import pathlib
import random
import subprocess
import sys
import threading
import time
import traceback

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "road"), str(HERE.parent / "faults")]
from proxy import Proxy  # noqa: E402
from stack import BUILD, DEADLINE, Client, Daemon, Stack, eventually, report, some_unit, template, uuid7  # noqa: E402

RANDOM = ["kiosk.random", "central.random"]
CHAINS = {"enrol", "init", "backup", "spool"}          # one folder passes all their points, in the order of the table
EITHER = ("kiosk.site.installed", "kiosk.site.cleaned")  # a site that is in is in: no road meets both
DEAR = {"enrolling", "publish", "session", "login", "step", "mail", "admin", "answer", "capture", "rebuild", "keys", "rotate"}
FILE_FULL = 400                                # long reports that are more than a file of the second copy takes
SLOW = {"spool"}                               # a minute of waiting for chores: twice will do
MINIMUM = 5                                    # hits of every point, else the test says it proved nothing
HOUSES, HOUSE_KILLS = 2, 2000
FAULTS = 0.15                                  # part of the connections to which something happens
GONE = (OSError, http.client.HTTPException, AttributeError)


def table():
    rows = [line.split("\t") for line in (HERE / "points.tsv").read_text().splitlines() if not line.startswith("#")]
    return [(point, how) for point, how in rows]


class Ledger:
    """What people were shown. Knows ids and receipts, nothing of the product."""

    def __init__(self):
        self.shown, self.tried, self.codes, self.answers, self.steps = {}, set(), {}, {}, {}

    def saved(self, body, answer):
        before = self.shown.setdefault(body["id"], answer["receipt"])
        assert before == answer["receipt"], f"one report, two receipts: {before} and {answer['receipt']}"
        if answer["follow"]:
            self.codes[answer["receipt"]] = answer["follow"]

    def audit(self, cases):
        count = collections.Counter(case["receipt"] for case in cases)
        lost = [r for r in self.shown.values() if not count[r]]
        double = [r for r in self.shown.values() if count[r] > 1]
        assert not lost, f"{len(lost)} reports shown as saved are lost: {lost[:5]}"
        assert not double, f"stored twice: {sorted(double)[:5]}"
        assert len(set(self.shown.values())) == len(self.shown), "one receipt for two reports"

    def audit_said(self, what, wanted, told):
        """told: what stands in the histories of those cases."""
        wrong = {i: told.count(i) for i in wanted if told.count(i) != 1}
        assert not wrong, f"{what} shown as saved, and how often they are there: {wrong}"


class House:
    """One office, one kiosk, and a bad line between them."""

    def __init__(self, seed):
        self.s, self.ledger = Stack(), Ledger()
        self.random = random.Random(seed)
        self.hits, self.kills, self.chains = collections.Counter(), 0, 0
        self.pending = []  # reports of whoever saw the plug pulled: they tap again
        self.s.start_central()
        host, port = self.s.central_at.split(":")
        self.line = Proxy((host, int(port)), seed, FAULTS)
        self.start("kiosk")
        self.unit = some_unit(self.client())
        self.pattern = report(self.client(), self.unit)
        self.case = None  # receipt of a case for the staff's steps, and its follow code
        words = (self.s.central_dir / "demo-tenants").read_text().split("\n")[0].split()
        self.tenant = {"number": words[1], "code": words[2]}

    # ---- starting and killing --------------------------------------------------------------------

    def start(self, side, env=None):
        """True: it got ready; False: it died on the way there, as env may want."""
        central = f"http://{self.line.authority}"
        args = {"kiosk": [BUILD / "portiek-kiosk", "serve", "--data", self.s.kiosk_dir, "--listen", "127.0.0.1:0", "--central", central],
                "central": [BUILD / "portiek-central", "serve", "--data", self.s.central_dir, "--listen", self.s.central_at]}[side]
        daemon = Daemon(args, self.s.dir / f"{side}.log", env)
        setattr(self.s, side, daemon)
        try:
            daemon.start()
        except AssertionError:
            if not env or daemon.process.wait(DEADLINE) != -9:
                raise
            return False
        return True

    def down(self, side):
        daemon = getattr(self.s, side)
        if daemon and daemon.process:
            self.kills += daemon.process.poll() is None
            daemon.kill()

    def alive(self, side):
        daemon = getattr(self.s, side)
        return daemon and daemon.process and daemon.process.poll() is None

    def up(self, side):
        if not self.alive(side):
            self.down(side)
            self.start(side)

    def arm(self, side, point):
        self.down(side)
        return self.start(side, {"PORTIEK_CRASH": point})

    def is_dead(self, side, wait):
        try:
            return getattr(self.s, side).process.wait(wait) == -9
        except subprocess.TimeoutExpired:
            return False

    # ---- what people do ---------------------------------------------------------------------------

    def client(self):
        return Client(self.s.kiosk.url)

    def fresh(self, **more):
        return {**self.pattern, "id": uuid7(), "t": int(time.time() * 1000), **more}

    def send(self, body):
        """One tap on send: the receipt, or None when the plug was pulled under it."""
        self.ledger.tried.add(body["id"])
        try:
            status, answer = self.client().post("/api/v1/reports", body)
        except GONE:
            self.pending.append(body)
            return None
        assert status in (200, 201), (status, answer)
        self.ledger.saved(body, answer)
        return answer["receipt"]

    def send_again(self):
        again, self.pending = self.pending, []
        for i, body in enumerate(again):
            if self.send(body) is None:
                self.pending += again[i + 1:]
                return

    def command(self, program, *args, env=None, stdin=None):
        """A command beside the daemons; its exit code and what it printed. -9: it died as env wants."""
        done = subprocess.run([str(BUILD / program), *map(str, args)], capture_output=True, text=True, timeout=300, input=stdin,
                              env={**subprocess.os.environ, **(env or {})})
        self.kills += done.returncode == -9
        assert "sync.twin" not in done.stderr, f"takes itself for its twin: {args} {done.stderr}"
        return done.returncode, done.stdout

    def office(self, name="kcc"):
        """Somebody logged in at the office; None when the plug was pulled."""
        try:
            return self.s.staff(name)
        except GONE:
            return None

    def a_case(self):
        """A report that is a case already; made once."""
        if not self.case:
            self.up("central")
            self.up("kiosk")
            receipt = None
            while not receipt:
                self.up("kiosk")
                receipt = self.send(self.fresh())
            staff = self.office()
            self.synced(lambda: staff.get(f"/api/v1/cases/{receipt}")[0] == 200, "a case")
            self.case = receipt
        return self.case

    def synced(self, ask, what):
        """Wait for something that needs the line, which may have failed: a kiosk that starts tries at once."""
        end = time.monotonic() + DEADLINE
        while not ask():
            assert time.monotonic() < end, f"never happened: {what}"
            time.sleep(0.1)
            if time.monotonic() > end - DEADLINE + 1:
                self.down("kiosk")
                self.start("kiosk")
                time.sleep(0.2)

    # ---- recipes: do what leads to the point until the daemon is dead -----------------------------

    def until_dead(self, side, point, do, wait=0.15):
        end = time.monotonic() + DEADLINE
        while True:
            do()
            if self.is_dead(side, wait):
                return
            assert self.alive(side), f"{side} ended by itself before {point}"
            assert time.monotonic() < end, f"{point} was never reached"

    def do_report(self, side, point):
        tries = 0

        def tap():
            nonlocal tries
            tries += 1
            if tries % 4 == 0 and not self.is_dead(side, 0) and not self.arm(side, point):
                return
            self.send(self.fresh())
        if self.start_armed(side, point):
            self.send_again()
            wait = 2.5 if point == "kiosk.spool.synced" else 0.15
            if not self.is_dead(side, 0):
                self.until_dead(side, point, tap, wait)

    do_page = do_report

    def start_armed(self, side, point):
        return self.arm(side, point)

    def do_alarm(self, side, point):
        if self.arm(side, point):
            def ring():
                try:
                    self.client().post("/api/v1/alarms/" + self.random.choice(["GAS", "BRAND"]), {})
                except GONE:
                    pass
            self.until_dead(side, point, ring)

    def do_answer(self, side, point):
        receipt = self.a_case()
        if self.arm(side, point):
            names = []

            def say():
                names.append(uuid7())
                self.answer(receipt, names[-1])
                if side == "central" and not self.is_dead(side, 0.1):
                    self.down("kiosk")
                    self.start("kiosk")
            self.until_dead(side, point, say, 0.3)

    def answer(self, receipt, name):
        body = {"id": name, "receipt": receipt, "code": self.ledger.codes[receipt], "answer": "half", "words": None, "lang": "nl"}
        try:
            status, told = self.client().post("/api/v1/cases/answer", body)
        except GONE:
            return
        assert status in (200, 201, 409), (status, told)
        if status != 409:
            self.ledger.answers[name] = receipt

    def do_session(self, side, point):
        if self.arm(side, point):
            def sign_in():
                try:
                    self.client().post("/api/v1/session", self.tenant)
                except GONE:
                    pass
            self.until_dead(side, point, sign_in)

    def do_start(self, side, point):
        assert not self.arm(side, point), f"{point} was not reached"

    def do_stop(self, side, point):
        if self.arm(side, point):
            getattr(self.s, side).process.terminate()
            assert self.is_dead(side, DEADLINE), f"{point} was not reached"

    def do_rebuild(self, side, point):
        """The database is gone; the second copy is made into one again."""
        self.down("kiosk")
        (self.s.kiosk_dir / "portiek.db").write_bytes(b"")
        assert not self.start(side, {"PORTIEK_CRASH": point}), f"{point} was not reached"
        self.down(side)
        self.start(side)
        self.synced(lambda: self.client().get("/api/v1/status")[1]["versions"]["catalogue"], "the catalogue comes again")
        self.send_again()

    def do_capture(self, _side, point):
        self.down("kiosk")
        body = self.fresh()
        self.ledger.tried.add(body["id"])
        line = json.dumps(body) + "\n"
        code, _ = self.command("portiek-kiosk", "capture", "--data", self.s.kiosk_dir, env={"PORTIEK_CRASH": point}, stdin=line)
        assert code == -9, f"{point} was not reached"
        code, out = self.command("portiek-kiosk", "capture", "--data", self.s.kiosk_dir, stdin=line)
        assert code == 0 and out.split()[0] == body["id"], (code, out)
        self.ledger.saved(body, {"receipt": out.split()[1], "follow": None})

    def do_sync(self, side, point, **more):
        self.up("kiosk")
        self.send(self.fresh(**more))
        if self.arm(side, point):
            def knock():
                self.up("kiosk")
                self.send(self.fresh(**more))
                if not self.is_dead(side, 0.1):
                    self.down("kiosk")
                    self.start("kiosk")
            self.until_dead(side, point, knock, 0.3)

    def do_mail(self, side, point):
        self.do_sync(side, point, contact={"name": "Zoë", "phone": "", "mail": "zoe@huurder.example", "via": "mail"})

    def do_login(self, side, point):
        if self.arm(side, point):
            self.until_dead(side, point, self.office)

    def do_step(self, side, point):
        receipt = self.a_case()
        if self.arm(side, point):
            def step():
                note = f"belt terug {uuid7()}"
                staff = self.office()
                if staff:
                    try:
                        if staff.post(f"/api/v1/cases/{receipt}/note", {"note": note})[0] < 300:
                            self.ledger.steps[note] = receipt
                    except GONE:
                        pass
            self.until_dead(side, point, step)

    def do_publish(self, side, point):
        if self.arm(side, point):
            self.until_dead(side, point, lambda: self.command("portiek-central", "site", "publish", "--data", self.s.central_dir))

    def do_keys(self, side, point):
        """A new key of the office; the kiosk follows."""
        if self.arm(side, point):
            self.until_dead(side, point, lambda: self.command("portiek-central", "key", "rotate", "server", "--data", self.s.central_dir))
        self.delivers("the kiosk follows the newest key")

    def do_rotate(self, side, point):
        """A new key of the kiosk, which it may not have used yet; the line may fail before."""
        self.down(side)
        end = time.monotonic() + DEADLINE
        while self.command("portiek-kiosk", "rotate-key", "--data", self.s.kiosk_dir, "--central", f"http://{self.line.authority}",
                           env={"PORTIEK_CRASH": point})[0] != -9:
            assert time.monotonic() < end, f"{point} was never reached"
        self.delivers("the newest key delivers")

    def delivers(self, what):
        self.up("central")
        self.up("kiosk")
        self.send(self.fresh())
        eventually(self.drained, what)

    def invite(self):
        code, text = self.command("portiek-central", "device", "add", "--quiet", "--data", self.s.central_dir, "--name", "Proef")
        return text.strip() if code == 0 else None

    def do_admin(self, side, point):
        if self.arm(side, point):
            self.until_dead(side, point, self.invite)

    def do_enrolling(self, side, point):
        """The office dies while a kiosk enrols; the same code leads to the same kiosk afterwards."""
        self.up("central")
        code, folder = self.invite(), self.s.dir / f"new{self.chains}"
        self.chains += 1
        if self.arm(side, point):
            kiosk = subprocess.Popen([str(BUILD / "portiek-kiosk"), "enrol", "--data", str(folder), "--central",
                                      f"http://{self.s.central_at}", "--code", code], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            assert self.is_dead(side, DEADLINE), f"{point} was not reached"
            self.up(side)
            kiosk.wait(DEADLINE)
        self.end_enrolment(folder, code)

    def end_enrolment(self, folder, code):
        self.enrolled(folder, code)
        subprocess.run(["rm", "-rf", str(folder)], check=True)

    def enrolled(self, folder, code):
        """Whatever happened, the command is repeated until the kiosk is complete."""
        self.up("central")
        for _ in range(20):
            done, _ = self.command("portiek-kiosk", "enrol", "--data", folder, "--central", f"http://{self.s.central_at}", "--code", code)
            if done == 0:
                break
        _, text = self.command("portiek-kiosk", "status", "--json", "--data", folder)
        state = json.loads(text)
        assert done == 0 and state["enrolled"] and state["versions"]["site"], (done, state)

    def chain_enrol(self, points):
        self.up("central")
        code, folder = self.invite(), self.s.dir / f"new{self.chains}"
        self.chains += 1
        for point in ["db.migrate.before", "db.migrate.run", "db.migrate.after", *points]:
            done, _ = self.command("portiek-kiosk", "enrol", "--data", folder, "--central", f"http://{self.s.central_at}",
                                   "--code", code, env={"PORTIEK_CRASH": point})
            assert done == -9, f"{point} was not reached: {done}"
            self.hits[point] += 1
        self.end_enrolment(folder, code)

    def chain_init(self, points):
        folder = self.s.dir / f"office{self.chains}"
        self.chains += 1
        for point in points:
            done, _ = self.command("portiek-central", "init", "--no-site", "--data", folder, env={"PORTIEK_CRASH": point})
            assert done == -9, f"{point} was not reached: {done}"
            self.hits[point] += 1
        done, text = self.command("portiek-central", "stats", "--json", "--data", folder)
        assert done == 0 and json.loads(text)["reports"] == 0, (done, text)
        subprocess.run(["rm", "-rf", str(folder)], check=True)

    def chain_backup(self, points):
        """An office of its own: backups that are cut off, and restoring from the one that was not."""
        folder = self.s.dir / f"office{self.chains}"
        self.chains += 1
        for how in (["init", "--no-site"], ["backup", folder / "good"]):
            done, _ = self.command("portiek-central", *how, "--data", folder)
            assert done == 0, (how, done)
        for point in points:
            restores = ".restore." in point
            how = ["restore", folder / "good"] if restores else ["backup", folder / point]
            done, _ = self.command("portiek-central", *how, "--data", folder, env={"PORTIEK_CRASH": point})
            assert done == -9, f"{point} was not reached: {done}"
            self.hits[point] += 1
            # the database set aside is named by the second: the next try waits for the next one
            eventually(lambda: not restores or self.command("portiek-central", *how, "--data", folder)[0] == 0, "restored after all")
        done, text = self.command("portiek-central", "verify", "--data", folder)
        assert done == 0, text
        subprocess.run(["rm", "-rf", str(folder)], check=True)

    def chain_spool(self, points):
        """A kiosk of its own: the first file of its second copy is full, all in it is in a proved backup, and it goes."""
        self.up("central")
        folder, central = self.s.dir / f"new{self.chains}", f"http://{self.s.central_at}"
        self.chains += 1
        self.enrolled(folder, self.invite())
        for count in (FILE_FULL, 1):  # the one begins the next file
            bodies = [self.fresh(words="".join(chr(self.random.randrange(0x4e00, 0x9fa0)) for _ in range(790))) for _ in range(count)]
            code, out = self.command("portiek-kiosk", "capture", "--data", folder, stdin="".join(json.dumps(b) + "\n" for b in bodies))
            receipts = dict(line.split()[:2] for line in out.splitlines())
            assert code == 0 and len(receipts) == count, (code, out)
            for b in bodies:
                self.ledger.saved(b, {"receipt": receipts[b["id"]], "follow": None})
        first = folder / "spool" / "s00000001.seg"
        assert first.exists() and (folder / "spool" / "s00000002.seg").exists(), "the first file is not full"
        self.delivered(folder, central)
        code, out = self.command("portiek-central", "backup", self.s.dir / f"safe{self.chains}", "--data", self.s.central_dir)
        assert code == 0, out
        for point in points:
            serve = Daemon([BUILD / "portiek-kiosk", "serve", "--data", folder, "--listen", "127.0.0.1:0", "--central", central],
                           self.s.dir / "spool.log", {"PORTIEK_CRASH": point})
            serve.start()
            assert serve.process.wait(DEADLINE) == -9, f"{point} was not reached"  # its chores come twice a minute
            self.hits[point] += 1
            self.kills += 1
        assert not first.exists(), "the file is still there"
        code, out = self.command("portiek-kiosk", "check", "--data", folder)
        assert code == 0, out
        self.delivered(folder, central)
        subprocess.run(["rm", "-rf", str(folder)], check=True)

    def delivered(self, folder, central):
        eventually(lambda: self.command("portiek-kiosk", "sync", "--once", "--data", folder, "--central", central)[0] == 0, "delivered")

    def pull_random(self, side):
        self.up("central")
        self.up("kiosk")
        timer = threading.Timer(self.random.uniform(0, 0.02), getattr(self.s, side).process.kill)
        timer.start()
        self.send(self.fresh())
        timer.join()
        self.is_dead(side, DEADLINE)

    # ---- the drill --------------------------------------------------------------------------------

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

    def finish(self):
        """The line is good again; nothing may be missing."""
        self.line.share = 0
        for side in ("central", "kiosk"):
            self.down(side)
            self.start(side)
        while self.pending:
            self.send_again()
        eventually(self.drained, "the queue drains after the last kill")
        mine = set(self.ledger.shown.values())
        eventually(lambda: mine <= {c["receipt"] for c in self.cases()}, "all reports are cases")
        eventually(lambda: set(self.ledger.answers) <= set(self.told()[0]), "all answers stand in a history")
        answers, notes = self.told()
        self.ledger.audit_said("answers", self.ledger.answers, answers)
        self.ledger.audit_said("steps", self.ledger.steps, notes)
        self.ledger.audit([c for c in self.cases() if c["receipt"] in mine])
        done, text = self.command("portiek-central", "verify", "--data", self.s.central_dir)
        assert done == 0, text

    def drained(self):
        status, state = self.client().get("/api/v1/status")
        return status == 200 and state["queue"]["pending"] == 0

    def told(self):
        """Ids of the answers, and texts of the notes, in the histories of the cases they belong to."""
        staff, answers, notes = self.office(), [], []
        for receipt in set(self.ledger.answers.values()) | set(self.ledger.steps.values()):
            for e in staff.get(f"/api/v1/cases/{receipt}")[1]["events"]:
                answers += [e["detail"]["id"]] if e["what"] == "said" else []
                notes += [e["detail"].get("note")] if e["what"] == "note" else []
        return answers, notes

    def cases(self):
        staff, found, after = self.s.staff(), [], ""
        while True:
            page = staff.get(f"/api/v1/cases?view=all&limit=200{after}")[1]
            found += page["cases"]
            if not page["more"]:
                return found
            after = f"&after={page['cases'][-1]['nr']}"

    def close(self):
        self.line.close()
        self.s.close()


def enough(how, least):
    return min(2, least) if how in SLOW else least


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


class Team:
    def __init__(self, order, seed):
        self.order, self.seed, self.lock = order, seed, threading.Lock()
        self.hits, self.drawn, self.kills, self.shown, self.houses, self.wrong = collections.Counter(), collections.Counter(), 0, 0, 0, None

    def next(self):
        with self.lock:
            return self.order.pop() if self.order and not self.wrong else None

    def run_house(self, number):
        house = House(f"{self.seed}.{number}")
        at = None
        try:
            while house.kills < HOUSE_KILLS and (at := self.next()):
                if at[0] == "chain":
                    getattr(house, "chain_" + at[1])([p for p, how in table() if how == at[1] and p != at[2]])
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


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("--kills", type=int, default=2000)
    ask.add_argument("--seed", type=int, default=int(time.time()))
    a = ask.parse_args()
    print(f"# seed {a.seed}", flush=True)
    template()
    team = Team(plan(a.kills, random.Random(a.seed)), a.seed)
    workers = [threading.Thread(target=team.work) for _ in range(HOUSES)]
    for w in workers:
        w.start()
    for w in workers:
        w.join()
    if team.wrong:
        print(f"not ok 1 - the drill, seed {a.seed}\n# " + team.wrong.replace("\n", "\n# "))
        sys.exit(1)
    points = table() + [(p, "random") for p in RANDOM]
    least = max(1, min(MINIMUM, a.kills // len(points)))
    for i, (point, how) in enumerate(points, 1):
        print(f"{'ok' if team.hits[point] >= enough(how, least) else 'not ok'} {i} - {point} hit {team.hits[point]} times")
    print("# the line: " + ", ".join(f"{name} {n}" for name, n in team.drawn.most_common()))
    print(f"ok {len(points) + 1} - {team.kills} kills, {team.shown} receipts shown, all in the office once")
    print("# proves nothing saved is lost or doubled through many kills R60 R61 R62 D2 D8")


main()
