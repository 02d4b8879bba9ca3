#!/usr/bin/python3
"""Central is put back to an older state: kiosks notice and fill it up again, nobody touches them.

SPDX-License-Identifier: EUPL-1.2
"""
import secrets
import shutil
import sqlite3

import stack
from stack import Client, eventually, report, run, some_unit


def file_reports(kiosk, unit, n):
    """Reports filed one after the other; their receipts with follow codes."""
    saved = []
    for i in range(n):
        status, one = kiosk.post("/api/v1/reports", report(kiosk, unit, words=f"melding {i}"))
        assert status == 201, (status, one)
        saved.append(one)
    return saved


def drained(kiosk):
    return eventually(lambda: kiosk.get("/api/v1/status")[1]["queue"]["pending"] == 0, "the queue of the kiosk is empty")


def database(folder):
    return next(folder.glob("*.db"))


def copy_database(s, to):
    """Of a central that stands still, with what lies beside the file."""
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir()
    for part in s.central_dir.glob(database(s.central_dir).name + "*"):
        shutil.copy2(part, to)


def put_back(s, kept, epoch=True):
    """The older file in the place of the newer one, as after a restore. epoch: the restore was announced."""
    name = database(s.central_dir)
    for part in list(s.central_dir.glob(name.name + "*")):
        part.unlink()
    for part in kept.iterdir():
        shutil.copy2(part, s.central_dir)
    if epoch:
        with sqlite3.connect(name) as db:
            db.execute("UPDATE meta SET value = ? WHERE key = 'epoch'", (secrets.token_hex(16),))
        db.close()


def check_whole(s, kiosk, saved):
    """Every receipt stands in the office once, and the kiosk says so."""
    drained(kiosk)
    staff = s.staff()
    wanted = sorted(one["receipt"] for one in saved)

    def receipts():
        rows = staff.get("/api/v1/cases?view=all&limit=200")[1]["cases"]
        return sorted(c["receipt"] for c in rows if c["receipt"] in set(wanted))

    eventually(lambda: receipts() == wanted, "every receipt stands in the office once")
    ask = {"receipt": saved[-1]["receipt"], "code": saved[-1]["follow"]}
    eventually(lambda: kiosk.post("/api/v1/cases", ask)[1]["state"] == "office", "the kiosk says so")
    marks = lambda: kiosk.get("/api/v1/status")[1]["marks"]
    eventually(lambda: marks()["acked"] == marks()["hwm"], "the kiosk heard of all of it")


def two_lives(s, before, after):
    """A central backed up after `before` reports that took `after` more."""
    s.start_central()
    kiosk = s.start_kiosk()
    unit = some_unit(kiosk)
    saved = file_reports(kiosk, unit, before) if before else []
    drained(kiosk)
    s.central.stop()
    copy_database(s, s.dir / "kept")
    s.start_central()
    saved += file_reports(kiosk, unit, after)
    drained(kiosk)
    return kiosk, unit, saved


def a_restored_central_is_filled_up_by_its_kiosk(s):
    """matrix 40 [R60 R61 R62 D1]"""
    kiosk, unit, saved = two_lives(s, 3, 25)
    s.central.stop()
    put_back(s, s.dir / "kept")
    saved += file_reports(kiosk, unit, 2)  # while it is away
    s.start_central()
    check_whole(s, kiosk, saved)


def a_file_copied_back_by_hand_is_noticed_too(s):
    """matrix 41 [R61 R62]"""
    kiosk, unit, saved = two_lives(s, 2, 10)
    s.central.stop()
    put_back(s, s.dir / "kept", epoch=False)
    s.start_central()
    saved += file_reports(kiosk, unit, 1)
    check_whole(s, kiosk, saved)


def restored_twice_and_the_kiosk_dies_in_between(s):
    """matrix 40, 42 [R61 R62]"""
    kiosk, unit, saved = two_lives(s, 0, 30)
    s.central.kill()  # in the middle of whatever it did
    put_back(s, s.dir / "kept")
    s.start_central()
    saved += file_reports(kiosk, unit, 5)
    s.kiosk.kill()
    s.central.kill()
    put_back(s, s.dir / "kept")
    s.start_central()
    kiosk = s.start_kiosk()
    check_whole(s, Client(s.kiosk.url), saved)


def texts(s):
    """Numbers of items of which the kiosk still holds the text."""
    with sqlite3.connect(f"file:{database(s.kiosk_dir)}?mode=ro", uri=True) as db:
        kept = [n & 0xffffff for n, in db.execute("SELECT n FROM outbox_item WHERE text IS NOT NULL ORDER BY n")]
    db.close()
    return kept


def what_a_proved_backup_holds_is_let_go_and_the_rest_comes_again(s):
    """matrix 40, 74 [R60 R61 R62]"""
    s.start_central()
    kiosk = s.start_kiosk()
    unit = some_unit(kiosk)
    saved = file_reports(kiosk, unit, 5)
    drained(kiosk)
    assert texts(s) == [1, 2, 3, 4, 5]  # acknowledged is not safe
    kept = s.dir / "kept.db"
    run("portiek-central", "backup", kept, "--data", s.central_dir)
    eventually(lambda: kiosk.get("/api/v1/status")[1]["marks"]["safe_hwm"] == 5, "the kiosk hears what is safe")
    eventually(lambda: texts(s) == [], "the kiosk lets go of what is safe")
    epoch = kiosk.get("/api/v1/status")[1]["marks"]["epoch"]
    saved += file_reports(kiosk, unit, 6)
    drained(kiosk)
    s.central.stop()
    run("portiek-central", "restore", kept, "--data", s.central_dir)
    s.start_central()
    eventually(lambda: kiosk.get("/api/v1/status")[1]["marks"]["epoch"] != epoch, "the kiosk sees the new epoch")
    check_whole(s, kiosk, saved)
    assert texts(s) == [6, 7, 8, 9, 10, 11]


stack.main(a_restored_central_is_filled_up_by_its_kiosk, a_file_copied_back_by_hand_is_noticed_too,
           restored_twice_and_the_kiosk_dies_in_between,
           what_a_proved_backup_holds_is_let_go_and_the_rest_comes_again)
