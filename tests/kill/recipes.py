"""How each point of points.tsv is reached: do what leads to it until the daemon is dead.

A recipe is named do_HOW, as the table has it; a House does it.

SPDX-License-Identifier: EUPL-1.2
"""
import json
import subprocess
import threading
import time

from house import GONE
from stack import BUILD, DEADLINE, uuid7


class Recipes:
    def until_dead(self, side, point, do, wait=0.15):
        end = time.monotonic() + DEADLINE
        while True:
            do()
            if self.is_dead(side, wait):
                return
            if not self.alive(side):  # it may have died since
                assert self.is_dead(side, 0), f"{side} ended by itself before {point}"
                return
            assert time.monotonic() < end, f"{point} was never reached"
            wait = min(2 * wait, 5)  # do() may begin anew each time: it must get as long as it needs

    def do_report(self, side, point):
        tries = 0

        def tap():
            nonlocal tries
            tries += 1
            if tries % 4 == 0 and not self.is_dead(side, 0) and not self.arm(side, point):
                return
            self.send(self.fresh())
        if self.arm(side, point):
            self.send_again()
            wait = 2.5 if point == "kiosk.spool.synced" else 0.15
            if not self.is_dead(side, 0):
                self.until_dead(side, point, tap, wait)

    do_page = do_report

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

    def pull_random(self, side):
        self.up("central")
        self.up("kiosk")
        timer = threading.Timer(self.random.uniform(0, 0.02), getattr(self.s, side).process.kill)
        timer.start()
        self.send(self.fresh())
        timer.join()
        self.is_dead(side, DEADLINE)
