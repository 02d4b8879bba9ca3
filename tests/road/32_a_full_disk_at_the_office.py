#!/usr/bin/python3
"""The office's disk is full: nothing is acknowledged that is not stored, people are told in words, and everything goes
on by itself once there is room.

SPDX-License-Identifier: EUPL-1.2
"""
import stack
from disks import fill_up, own_disk
from stack import eventually, report, some_unit, uuid7


def kiosks_keep_what_the_office_cannot_store(s):
    """Matrix 16. [R60 R61 R62 R70]"""
    with own_disk(s, "48m", "central") as disk:
        kiosk = s.start_kiosk()
        pattern = report(kiosk, some_unit(kiosk))
        s.start_central()
        staff, late = s.staff("kcc"), s.staff()
        fill_up(disk / "filler")
        shown = []
        for _ in range(20):
            status, saved = kiosk.post("/api/v1/reports", {**pattern, "id": uuid7()})
            assert status == 201, (status, saved)
            shown.append(saved["receipt"])
        queue = lambda: kiosk.get("/api/v1/status")[1]
        eventually(lambda: "disk.full" in (s.dir / "central.log").read_text(), "the office meets its full disk")
        assert queue()["queue"]["pending"] == 20, queue()
        status, answer = late.post("/api/v1/devices", {"kind": "kiosk", "label": "Proef", "complexes": ["LINDENHOF"]})
        assert status == 503 and answer["code"] == "storage" and answer["detail"], (status, answer)
        print(f"# the office says: {answer['detail']}")
        assert staff.get("/api/v1/cases?view=all")[0] == 200, "what is there can be read"
        (disk / "filler").unlink()
        eventually(lambda: queue()["queue"]["pending"] == 0, "all of it is sent once there is room")
        mine = lambda: sorted(c["receipt"] for c in staff.get("/api/v1/cases?view=all&limit=200")[1]["cases"] if c["receipt"] in shown)
        eventually(lambda: mine() == sorted(shown), "every receipt that was shown is one case")


stack.main(kiosks_keep_what_the_office_cannot_store)
