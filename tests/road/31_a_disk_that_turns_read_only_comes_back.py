#!/usr/bin/python3
"""A kiosk whose disk turns read-only while it serves works on from memory, and from the disk when that can be
written again: nothing is lost, and nobody takes it for a copy of itself.

SPDX-License-Identifier: EUPL-1.2
"""
import stack
from stack import Client, eventually, report, some_unit, uuid7

READONLY = str(stack.BUILD / "tests" / "faults" / "libtestreadonly.so")


def tell(kiosk, pattern, count):
    shown = []
    for _ in range(count):
        status, saved = kiosk.post("/api/v1/reports", {**pattern, "id": uuid7()})
        assert status == 201, (status, saved)
        shown.append(saved["receipt"])
    return shown


class Supervised:
    """The kiosk as systemd keeps it: whenever it ends with an error it is started again."""

    def __init__(self, s):
        self.s, self.flag = s, s.dir / "readonly"
        self.env = {"LD_PRELOAD": READONLY, "TEST_READONLY": str(self.flag), "TEST_READONLY_DIR": str(s.kiosk_dir)}
        self.page = s.start_kiosk(self.env)

    def again(self):
        """It ends by itself, asks to be started again, and is."""
        code = self.s.kiosk.process.wait(stack.DEADLINE)
        assert code not in (0, -9), code
        self.s.kiosk.kill()
        self.page = self.s.start_kiosk(self.env)
        return code

    def killed(self):
        self.s.kiosk.kill()
        self.page = self.s.start_kiosk(self.env)


def arrived(staff, shown):
    return sorted(c["receipt"] for c in staff.get("/api/v1/cases?view=all&limit=200")[1]["cases"] if c["receipt"] in shown) == sorted(shown)


def it_works_from_memory_meanwhile_and_is_no_twin_afterwards(s):
    """Matrix 17. [R60 R61 R62 R70]"""
    box = Supervised(s)
    pattern = report(box.page, some_unit(box.page))
    shown = tell(box.page, pattern, 5)
    s.start_central()
    admin, office = s.staff(), s.staff("kcc")
    eventually(lambda: arrived(office, shown), "what was told before arrives")
    s.central.stop()
    shown += tell(box.page, pattern, 5)
    box.flag.write_text("")
    status, answer = box.page.post("/api/v1/reports", {**pattern, "id": uuid7()})
    assert status == 503 and answer["code"] == "storage" and answer["detail"], (status, answer)
    box.again()
    assert box.page.get("/api/v1/status")[1]["disk"] == "read_only"
    s.start_central()
    office = s.staff("kcc")
    eventually(lambda: arrived(office, shown), "what waits is sent from memory")
    box.killed()  # and once more from memory: with numbers of requests the first run did not use
    eventually(lambda: box.page.get("/api/v1/status")[1]["sync"]["online"], "central believes it")
    box.flag.unlink()
    box.again()
    assert box.page.get("/api/v1/status")[1]["disk"] == "ok"
    shown += tell(box.page, pattern, 3)
    eventually(lambda: arrived(office, shown), "from the disk again")
    admin = s.staff()
    devices = admin.get("/api/v1/devices")[1]["devices"]
    assert [d["state"] for d in devices] == ["active"], devices
    log = (s.dir / "kiosk.log").read_text()
    assert "sync.twin" not in log and "sync.reincarnate" not in log, log[-2000:]
    assert not [r for r in admin.get("/api/v1/audit")[1]["rows"] if r["what"] == "device.line"]


stack.main(it_works_from_memory_meanwhile_and_is_no_twin_afterwards)
