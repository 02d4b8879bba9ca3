#!/usr/bin/python3
"""What central holds but cannot use, as staff see it (protocol section 3, fault matrix 20, 59, 65).

SPDX-License-Identifier: EUPL-1.2
"""
import hashlib
import pathlib

import psp
import stack
from stack import eventually, report, run, some_unit, uuid7

DAY = 86_400_000


def device_of(s):
    device = psp.Device(s.central.url)
    code = run("portiek-central", "device", "add", "--quiet", "--data", s.central_dir, "--name", "Hal Proef").stdout.strip()
    status, answer = device.enrol(code)
    assert status == 200, answer
    return device


def filed(device, kiosk, unit, five):
    return {**report(kiosk, unit), "receipt": psp.receipt(device.prefix, five), "follow": "0" * 64}


def reception(staff):
    status, found = staff.get("/api/v1/reception")
    assert status == 200, found
    return found


def view(staff):
    return next(v for v in staff.get("/api/v1/views")[1]["views"] if v["key"] == "reception")


def every_sort_stands_in_one_list_with_its_device_and_reason(s):
    """[R62]"""
    kiosk = s.start_kiosk()
    s.start_central()
    staff, device, unit = s.staff(), device_of(s), some_unit(kiosk)
    assert reception(staff)["items"] == [] and view(staff)["count"] == 0
    first = device.item(filed(device, kiosk, unit, "00001"))
    odd = device.item({"id": uuid7()}, plain=b"{}")
    gap = {"id": uuid7(), "seq": 3, "h": hashlib.sha256(b"x").hexdigest(), "void": "lost"}
    device.seq = 3
    child = {**device.item(filed(device, kiosk, unit, "00002")), "after": [uuid7()]}
    other = {**device.item(filed(device, kiosk, unit, "00003")), "id": first["id"]}
    status, reply, _ = device.batch([first, odd, gap, child, other])
    assert status == 200 and reply["hwm"] == 5, reply
    found = eventually(lambda: (lambda r: len(r["items"]) == 4 and r)(reception(staff)), "four rows")
    rows = {row["kind"]: row for row in found["items"]}
    assert {kind: row["number"] for kind, row in rows.items()} == {"quarantined": 2, "void": 3, "parked": 4, "stray": 5}, rows
    assert all(row["place"] == "Hal Proef" and row["received"] > 0 for row in rows.values()), rows
    assert rows["void"]["code"] == "lost" and "kwijt" in rows["void"]["label"], rows["void"]
    assert rows["stray"]["code"] == "other_bytes" and rows["parked"]["parent"] == child["after"][0], rows
    assert found["count"] == 4 and found["overdue"] == 0 and view(staff) == {**view(staff), "count": 4, "overdue": 0}
    assert stack.Client(s.central.url).get("/api/v1/reception")[0] == 401


def a_child_without_its_parent_is_an_alarm_after_a_week(s):
    """[R62]"""
    kiosk = s.start_kiosk()
    s.start_central()
    staff, device, unit = s.staff(), device_of(s), some_unit(kiosk)
    parent = device.item(filed(device, kiosk, unit, "00001"))
    child = {**device.item(filed(device, kiosk, unit, "00002")), "after": [parent["id"]]}
    status, reply, _ = device.batch([child])
    assert status == 200 and [x["r"] for x in reply["results"]] == ["parked"], reply
    assert view(staff)["overdue"] == 0
    s.central.stop()
    s.start_central(env={"PORTIEK_CLOCK_OFFSET_MS": str(8 * DAY)})
    staff = s.staff()
    row = eventually(lambda: (lambda rows: rows and rows[0]["told"] and rows[0])(reception(staff)["items"]), "the alarm")
    assert row["kind"] == "parked" and row["id"] == child["id"] and row["parent"] == parent["id"], row
    assert view(staff)["overdue"] == 1
    assert f"ingest.parked_long device={device.device} seq=2" in pathlib.Path(s.dir / "central.log").read_text()
    s.central.stop()
    s.start_central()
    staff = s.staff()
    cases = staff.get("/api/v1/stats")[1]["cases"]
    assert view(staff)["overdue"] == 1, "told once, and still marked"
    status, reply, _ = device.batch([parent])
    assert status == 200 and reply["hwm"] == 2, reply
    eventually(lambda: reception(staff)["count"] == 0 and not staff.get("/api/v1/stats")[1]["waiting"], "both to be projected")
    assert staff.get("/api/v1/stats")[1]["cases"] == cases + 2


stack.main(every_sort_stands_in_one_list_with_its_device_and_reason, a_child_without_its_parent_is_an_alarm_after_a_week)
