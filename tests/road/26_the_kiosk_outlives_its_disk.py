#!/usr/bin/python3
"""The kiosk outlives its disk: a damaged database, a damaged second copy, both, and no room at all.

SPDX-License-Identifier: EUPL-1.2
"""
import contextlib
import json
import sqlite3

import stack
from disks import as_root, fill_up, own_disk
from stack import eventually, report, run, some_unit, uuid7

PAGE = 4096


def tell(kiosk, pattern, count):
    """Reports as taps on send: [(body, receipt)]."""
    shown = []
    for _ in range(count):
        body = {**pattern, "id": uuid7()}
        status, saved = kiosk.post("/api/v1/reports", body)
        assert status == 201, (status, saved)
        shown.append((body, saved["receipt"]))
    return shown


def settle(s):
    """What the log beside the database holds goes into the file, as on any quiet day."""
    with contextlib.closing(sqlite3.connect(s.kiosk_dir / "portiek.db")) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def page_of(s, name):
    with contextlib.closing(sqlite3.connect(s.kiosk_dir / "portiek.db")) as db:
        return db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()[0]


def overwrite(s, page):
    with open(s.kiosk_dir / "portiek.db", "r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(b"\xff" * PAGE)


def same_receipts(kiosk, shown):
    for body, receipt in shown:
        status, again = kiosk.post("/api/v1/reports", body)
        assert status == 200 and again["receipt"] == receipt, (status, again, receipt)


def all_once(s, shown):
    staff = s.staff()
    want = sorted(receipt for _, receipt in shown)

    def arrived():
        cases = staff.get("/api/v1/cases?view=all&limit=200")[1]["cases"]
        mine = sorted(c["receipt"] for c in cases if c["receipt"] in set(want))
        return mine == want
    eventually(arrived, "every receipt that was shown is one case")


def made_anew(s):
    rebuilt = json.loads(run("portiek-kiosk", "status", "--json", "--data", s.kiosk_dir).stdout)["copies"]["rebuilt"]
    assert rebuilt, "nothing was made anew"
    return rebuilt


def a_killed_kiosk_with_a_damaged_page_is_made_anew(s):
    """Matrix 18. [R60 R61 R62 R70 D2]"""
    kiosk = s.start_kiosk()
    shown = tell(kiosk, report(kiosk, some_unit(kiosk)), 30)
    device = kiosk.get("/api/v1/status")[1]["device"]
    s.kiosk.kill()
    settle(s)
    overwrite(s, page_of(s, "outbox_item"))
    kiosk = s.start_kiosk()
    same_receipts(kiosk, shown)
    state = kiosk.get("/api/v1/status")[1]
    assert state["device"] == device and state["queue"]["pending"] == 30, state
    rebuilt = made_anew(s)
    assert (rebuilt["items"], rebuilt["lost"], rebuilt["unsure"], rebuilt["why"]) == (30, 0, 0, "damaged"), rebuilt
    assert (s.kiosk_dir / rebuilt["aside"]).stat().st_size > PAGE
    assert kiosk.call("GET", "/nl/")[0] == 200, "the site on the disk is served"
    shown += tell(kiosk, shown[0][0], 3)
    told = (s.dir / "kiosk.log").read_text()
    assert "db_rebuilt" in told and "none is lost" in told, told[-800:]
    s.start_central()
    all_once(s, shown)
    text = run("portiek-kiosk", "status", "--data", s.kiosk_dir).stdout
    assert "made anew" in text and "second copy" in text, text
    s.kiosk.stop()
    assert "both copies agree" in run("portiek-kiosk", "check", "--data", s.kiosk_dir).stdout


def a_damaged_page_met_while_serving_ends_in_a_rebuild(s):
    """Matrix 18: the daemon stops by itself, the next start makes the database anew. [R60 R61 R70]"""
    kiosk = s.start_kiosk()
    shown = tell(kiosk, report(kiosk, some_unit(kiosk)), 5)
    s.kiosk.stop()
    where = page_of(s, "dwelling")
    kiosk = s.start_kiosk()
    overwrite(s, where)
    with contextlib.suppress(Exception):
        some_unit(kiosk)
    assert s.kiosk.process.wait(stack.DEADLINE) == 75
    s.kiosk.kill()
    assert (s.kiosk_dir / "damaged").exists()
    kiosk = s.start_kiosk()
    assert made_anew(s)["why"] == "met" and not (s.kiosk_dir / "damaged").exists()
    same_receipts(kiosk, shown)
    s.start_central()
    all_once(s, shown)
    eventually(lambda: kiosk.get("/api/v1/dwellings?street=l&number=1")[1].get("dwellings"), "the dwellings come again")


def a_kiosk_with_a_damaged_database_is_enrolled_anew(s):
    """Matrix 18, 50: what waits goes along into the new line. [R60 R61 R70]"""
    kiosk = s.start_kiosk()
    shown = tell(kiosk, report(kiosk, some_unit(kiosk)), 8)
    prefix = kiosk.get("/api/v1/status")[1]["device"]["prefix"]
    s.kiosk.stop()
    settle(s)
    overwrite(s, 1)
    s.start_central()
    run("portiek-central", "device", "revoke", prefix, "--data", s.central_dir)
    done = run("portiek-kiosk", "enrol", "--data", s.kiosk_dir, "--central", s.central.url, "--code", s.new_code())
    assert "was made anew: 8 reports are there, none is lost" in done.stderr and "enrolled" in done.stdout, done
    assert made_anew(s)["why"] == "damaged"
    kiosk = s.start_kiosk()
    assert kiosk.get("/api/v1/status")[1]["device"]["prefix"] != prefix
    same_receipts(kiosk, shown)
    all_once(s, shown)


def what_both_copies_lost_is_a_gap_staff_sees(s):
    """Matrix 20, 21. [R60 R62]"""
    kiosk = s.start_kiosk()
    shown = tell(kiosk, report(kiosk, some_unit(kiosk)), 6)
    s.kiosk.stop()
    (s.kiosk_dir / "portiek.db").write_bytes(b"")
    segment = s.kiosk_dir / "spool" / "s00000001.seg"
    rot = bytearray(segment.read_bytes())
    third = [i for i in range(len(rot)) if rot[i:i + 4] == b"\xf5PS\n"][2]
    rot[third + 60] ^= 1
    segment.write_bytes(rot)
    checked = run("portiek-kiosk", "check", "--data", s.kiosk_dir, check=False)
    assert checked.returncode == 74 and "damaged" in checked.stdout, checked
    kiosk = s.start_kiosk()
    rebuilt = made_anew(s)
    assert (rebuilt["items"], rebuilt["lost"], rebuilt["lost_numbers"]) == (5, 1, "3"), rebuilt
    assert f"spool.bad file=s00000001.seg offset={third} " in (s.dir / "kiosk.log").read_text()
    same_receipts(kiosk, shown[:2] + shown[3:])
    s.start_central()
    staff = s.staff()
    gaps = lambda: [r for r in staff.get("/api/v1/reception")[1]["items"] if r["kind"] == "void"]
    eventually(gaps, "staff sees the gap")
    assert [(r["number"], r["code"]) for r in gaps()] == [(3, "lost")], gaps()
    all_once(s, shown[:2] + shown[3:])


def a_full_disk_refuses_politely_and_goes_on_sending(s):
    """Matrix 15. [R60 R62 R70]"""
    with own_disk(s, "32m") as disk:
        kiosk = s.start_kiosk()
        pattern = report(kiosk, some_unit(kiosk))
        shown = tell(kiosk, pattern, 5)
        assert (s.kiosk_dir / "ballast").exists()
        fill_up(disk / "filler")
        status, answer = kiosk.post("/api/v1/reports", {**pattern, "id": uuid7()})
        assert status == 503 and answer["code"] == "storage" and answer["detail"], (status, answer)
        assert kiosk.call("GET", "/nl/")[0] == 200
        state = kiosk.get("/api/v1/status")[1]
        assert state["disk"] == "full" and state["queue"]["pending"] == 5, state
        assert "disk.full" in (s.dir / "kiosk.log").read_text()
        s.start_central()
        eventually(lambda: kiosk.get("/api/v1/status")[1]["queue"]["pending"] == 0, "what waits is sent")
        (disk / "filler").unlink()
        shown += tell(kiosk, pattern, 1)
        assert kiosk.get("/api/v1/status")[1]["disk"] == "ok"
        all_once(s, shown)


def a_read_only_disk_is_served_and_sent_from_memory(s):
    """Matrix 17. [R60 R62 R70]"""
    with own_disk(s, "64m") as disk:
        kiosk = s.start_kiosk()
        pattern = report(kiosk, some_unit(kiosk))
        shown = tell(kiosk, pattern, 5)
        s.kiosk.kill()
        as_root("mount", "-o", "remount,ro", str(disk))
        kiosk = s.start_kiosk()
        same_receipts(kiosk, shown)
        status, answer = kiosk.post("/api/v1/reports", {**pattern, "id": uuid7()})
        assert status == 503 and answer["code"] == "storage" and answer["detail"], (status, answer)
        assert kiosk.get("/api/v1/status")[1]["disk"] == "read_only"
        assert "disk.read_only" in (s.dir / "kiosk.log").read_text()
        s.start_central()
        all_once(s, shown)
        s.kiosk.kill()
        as_root("mount", "-o", "remount,rw", str(disk))
        kiosk = s.start_kiosk()
        same_receipts(kiosk, shown)
        shown += tell(kiosk, pattern, 1)
        all_once(s, shown)


def a_damaged_second_copy_is_told_and_written_again(s):
    """Matrix 19. [R60 R62]"""
    kiosk = s.start_kiosk()
    shown = tell(kiosk, report(kiosk, some_unit(kiosk)), 4)
    s.kiosk.stop()
    segment = s.kiosk_dir / "spool" / "s00000001.seg"
    rot = bytearray(segment.read_bytes())
    rot[len(rot) // 2] ^= 4
    segment.write_bytes(rot)
    checked = run("portiek-kiosk", "check", "--data", s.kiosk_dir, check=False)
    assert checked.returncode == 65 and "no record at offset" in checked.stdout, checked
    kiosk = s.start_kiosk()
    same_receipts(kiosk, shown)
    assert "copies.mended" in (s.dir / "kiosk.log").read_text()
    s.kiosk.stop()
    assert "both copies agree" in run("portiek-kiosk", "check", "--data", s.kiosk_dir).stdout


stack.main(a_killed_kiosk_with_a_damaged_page_is_made_anew, a_damaged_page_met_while_serving_ends_in_a_rebuild,
           a_kiosk_with_a_damaged_database_is_enrolled_anew, what_both_copies_lost_is_a_gap_staff_sees,
           a_full_disk_refuses_politely_and_goes_on_sending, a_read_only_disk_is_served_and_sent_from_memory,
           a_damaged_second_copy_is_told_and_written_again)
