"""One office, one kiosk and a bad line between them: started and killed, used by people, and audited at the end.

SPDX-License-Identifier: EUPL-1.2
"""
import collections
import http.client
import json
import random
import subprocess
import time

from ledger import Ledger
from proxy import Proxy
from stack import BUILD, DEADLINE, Client, Daemon, Stack, eventually, report, some_unit, uuid7

FAULTS = 0.15  # part of the connections to which something happens
GONE = (OSError, http.client.HTTPException, AttributeError)  # the plug was pulled under a request


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
        """Wait for something that needs the line, which may have failed: a kiosk that starts tries at once. Each start
        gets more time than the one before: on a busy machine whoever is started anew all the time gets nowhere."""
        begun, patience = time.monotonic(), 1
        end, again = begun + DEADLINE, begun + patience
        while not ask():
            assert time.monotonic() < end, f"never happened: {what}"
            time.sleep(0.1)
            if time.monotonic() > again:
                self.down("kiosk")
                self.start("kiosk")
                patience *= 2
                again = time.monotonic() + patience

    def answer(self, receipt, name):
        body = {"id": name, "receipt": receipt, "code": self.ledger.codes[receipt], "answer": "half", "words": None, "lang": "nl"}
        try:
            status, told = self.client().post("/api/v1/cases/answer", body)
        except GONE:
            return
        assert status in (200, 201, 409), (status, told)
        if status != 409:
            self.ledger.answers[name] = receipt

    # ---- what an administrator does ---------------------------------------------------------------

    def invite(self):
        code, text = self.command("portiek-central", "device", "add", "--quiet", "--data", self.s.central_dir, "--name", "Proef")
        return text.strip() if code == 0 else None

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

    def end_enrolment(self, folder, code):
        self.enrolled(folder, code)
        subprocess.run(["rm", "-rf", str(folder)], check=True)

    def delivers(self, what):
        self.up("central")
        self.up("kiosk")
        self.send(self.fresh())
        eventually(self.drained, what)

    def delivered(self, folder, central):
        eventually(lambda: self.command("portiek-kiosk", "sync", "--once", "--data", folder, "--central", central)[0] == 0, "delivered")

    # ---- the audit ----------------------------------------------------------------------------------

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
