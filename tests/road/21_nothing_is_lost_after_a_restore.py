#!/usr/bin/python3
"""Copies of the office are proved, and put back: nothing that a kiosk showed as saved is lost, no number is given twice.

Each road names its row of the fault matrix.

SPDX-License-Identifier: EUPL-1.2
"""
import json
import pathlib
import shutil
import sqlite3
import threading

import psp
import stack
from stack import eventually, report, run, some_unit


def copy(s, *more):
    """`backup`; the path of the copy."""
    return run("portiek-central", "backup", "--data", s.central_dir, *more).stdout.splitlines()[0]


def restore(s, file, check=True):
    return run("portiek-central", "restore", "--data", s.central_dir, file, check=check)


def device(s):
    found = psp.Device(s.central.url)
    assert found.enrol(s.new_code())[0] == 200
    return found


def cases(staff):
    return staff.get("/api/v1/cases?view=all&limit=500")[1]["cases"]


def as_device(s, d):
    """A report as that device would make it."""
    made = report(stack.Client(s.kiosk.url), some_unit(stack.Client(s.kiosk.url)))
    made["receipt"], made["follow"] = psp.receipt(d.prefix, f"{d.seq + 1:05d}"), "0" * 64
    return made


def send(s, d, n=1):
    items = [d.item(as_device(s, d)) for _ in range(n)]
    status, answer, genuine = d.batch(items)
    assert status == 200 and genuine, answer
    return items, answer


def row_74_a_copy_made_while_batches_flow_is_proved_and_only_then_marks_are_safe(s):
    """[R60 R62]"""
    s.start_kiosk()
    s.start_central()
    d = device(s)
    _, answer = send(s, d)
    assert answer["hwm"] == 1 and answer["safe_hwm"] == 0, answer
    done, made = threading.Event(), []

    def make():
        try:
            made.append(copy(s))
        finally:
            done.set()

    threading.Thread(target=make).start()
    while not done.is_set():
        _, answer = send(s, d)
    assert made, "the copy was not made"
    _, answer = send(s, d)
    assert 1 <= answer["safe_hwm"] <= answer["hwm"], answer
    held = sqlite3.connect(f"file:{made[0]}?mode=ro", uri=True).execute("SELECT hwm FROM device WHERE uuid = ?", (d.device,)).fetchone()[0]
    assert answer["safe_hwm"] == held, "exactly what the copy holds is safe"
    assert pathlib.Path(made[0] + ".seal").exists() and not list(pathlib.Path(made[0] + ".files").glob("keys*"))
    stats = json.loads(run("portiek-central", "stats", "--json", "--data", s.central_dir).stdout)
    assert 0 <= stats["backup_age_s"] < 600 and stats["backup_late"] == 0 and stats["restore_age_s"] == -1, stats


def row_40_73_after_a_restore_no_number_is_given_twice_and_who_was_revoked_stays_so(s):
    """[R60 R61 R62 R70]"""
    s.start_kiosk()
    staff = s.open_office()
    d, gone = device(s), device(s)
    send(s, d, 3)
    send(s, gone)
    eventually(lambda: len(cases(staff)) == 4, "four cases")
    file = copy(s)
    later, answer = send(s, d, 2)
    assert answer["hwm"] == 5 and answer["safe_hwm"] == 3, answer
    eventually(lambda: len(cases(staff)) == 6, "six cases")
    given = {c["nr"] for c in cases(staff)}
    run("portiek-central", "device", "revoke", "--data", s.central_dir, gone.device)
    before = d.hello()["epoch"]
    refused = restore(s, file, check=False)
    assert refused.returncode == 75 and "stop portiek-central first" in refused.stderr, refused
    s.central.stop()
    said = restore(s, file).stdout
    assert "kept" in said and "still revoked: 1" in said, said
    assert len(list(s.central_dir.glob("portiek.db.before-restore-*"))) == 1
    staff = s.open_office()
    assert d.hello()["epoch"] != before
    assert gone.batch([])[1]["error"] == "device_revoked"
    status, answer, _ = d.batch([])
    assert status == 200 and (answer["hwm"], answer["safe_hwm"], answer["epoch"]) == (3, 0, d.hello()["epoch"]), answer
    status, answer, _ = d.batch(later)
    assert status == 200 and answer["ack"] == [[4, 5]] and answer["hwm"] == 5, answer
    eventually(lambda: len(cases(staff)) == 6, "six cases again")
    new = {c["nr"] for c in cases(staff)} - given
    assert len(new) == 2 and min(new) > 1000, (given, new)


def row_40_a_kiosk_refills_a_restored_office_by_itself(s):
    """[R60 R61 R62]"""
    kiosk = s.start_kiosk()
    staff = s.open_office()
    unit, saved = some_unit(kiosk), []

    def file_one():
        status, told = kiosk.post("/api/v1/reports", report(kiosk, unit))
        assert status == 201, told
        saved.append(told["receipt"])

    def here():
        return sorted(c["receipt"] for c in cases(staff)) == sorted(saved)

    file_one()
    eventually(here, "the first report is there")
    held = copy(s)
    for _ in range(3):
        file_one()
    eventually(here, "all reports are there")
    s.central.stop()
    restore(s, held)
    staff = s.open_office()
    eventually(here, "the kiosk sent again what was missing, each once")


def row_41_an_older_database_put_back_by_hand_is_noticed(s):
    """[R60 R62]"""
    s.start_kiosk()
    s.start_central()
    d = device(s)
    send(s, d, 2)
    s.central.stop()
    db, kept = s.central_dir / "portiek.db", s.dir / "kept.db"
    shutil.copy(db, kept)
    s.start_central()
    before = d.hello()["epoch"]
    later, _ = send(s, d, 1)
    s.central.kill()  # no clean end: the witness must be good enough
    for name in ("portiek.db-wal", "portiek.db-shm"):
        (s.central_dir / name).unlink(missing_ok=True)
    shutil.copy(kept, db)
    staff = s.open_office("beheer")
    assert d.hello()["epoch"] != before
    assert "epoch.new why=older" in (s.dir / "central.log").read_text()
    told = staff.get("/api/v1/backups")[1]["put_back"]
    assert "met de hand" in told["why"], told
    status, answer, _ = d.batch(later)
    assert status == 200 and answer["hwm"] == 3, answer
    s.central.stop()  # and once is enough
    s.start_central()
    assert d.hello()["epoch"] == answer["epoch"]


def row_42_a_restore_in_the_middle_of_an_upload_loses_nothing(s):
    """[R60 R61 R62]"""
    kiosk = s.start_kiosk()
    staff = s.open_office()
    unit, saved = some_unit(kiosk), []
    held = copy(s)
    for n in range(40):
        status, told = kiosk.post("/api/v1/reports", report(kiosk, unit))
        assert status == 201, told
        saved.append(told["receipt"])
        if n == 20:
            s.central.kill()
            restore(s, held)
            s.start_central()
    staff = s.staff("kcc")
    eventually(lambda: sorted(c["receipt"] for c in cases(staff)) == sorted(saved), "all forty are there, each once")


def row_22_a_damaged_page_stops_writing_and_tells_the_way_back(s):
    """[R60 R62]"""
    s.start_kiosk()
    s.start_central()
    d = device(s)
    send(s, d, 2)
    held = copy(s)
    s.central.stop()
    db = s.central_dir / "portiek.db"
    page = sqlite3.connect(db).execute("SELECT rootpage FROM sqlite_schema WHERE name = 'mark'").fetchone()[0]
    with open(db, "r+b") as f:
        f.seek((page - 1) * 4096)
        f.write(b"\xa5" * 4096)
    s.start_central()
    item = d.item(as_device(s, d))
    status, told, genuine = d.batch([item])
    assert status == 503 and not genuine, (status, told)  # for a device this is no reply at all
    assert "db_corrupt" in (s.dir / "central.log").read_text()
    status, told = stack.Client(s.central.url).post("/api/v1/login", {"name": "beheer", "password": "x"})
    assert status == 503 and "reservekopie" in json.dumps(told), told
    s.central.kill()
    try:
        s.start_central()
        raise AssertionError("a damaged database was served")
    except AssertionError as end:
        assert "did not get ready" in str(end), end
    told = (s.dir / "central.log").read_text()
    assert "db_corrupt" in told and f"portiek-central restore --data {s.central_dir} {held}" in told, told[-600:]
    restore(s, held)
    s.start_central()
    status, answer, _ = d.batch([item])
    assert status == 200 and answer["hwm"] == 3, answer


stack.main(row_74_a_copy_made_while_batches_flow_is_proved_and_only_then_marks_are_safe,
           row_40_73_after_a_restore_no_number_is_given_twice_and_who_was_revoked_stays_so,
           row_40_a_kiosk_refills_a_restored_office_by_itself,
           row_41_an_older_database_put_back_by_hand_is_noticed,
           row_42_a_restore_in_the_middle_of_an_upload_loses_nothing,
           row_22_a_damaged_page_stops_writing_and_tells_the_way_back)
