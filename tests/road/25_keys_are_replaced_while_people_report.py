#!/usr/bin/python3
"""Keys of the kiosk, of central and of what is sealed are replaced while reports come in; nobody is locked out.

SPDX-License-Identifier: EUPL-1.2
"""
import stack
from stack import eventually, report, run, some_unit


def capture(client, words):
    status, saved = client.post("/api/v1/reports", report(client, some_unit(client), words=words))
    assert status == 201, saved
    return saved["receipt"]


def drained(client):
    return client.get("/api/v1/status")[1]["queue"]["pending"] == 0


def receipts(office):
    return {c["receipt"] for c in office.get("/api/v1/cases?view=all&limit=500")[1]["cases"]}


def keys(s):
    return {p.name for p in (s.kiosk_dir / "keys").iterdir()}


def the_kiosk_takes_a_new_key_running_and_stopped(s):
    """matrix 49 [R70]"""
    kiosk = s.start_kiosk()
    office = s.open_office()
    before = keys(s)
    said = run("portiek-kiosk", "rotate-key", "--data", s.kiosk_dir)
    assert "half a minute" in said.stdout, said
    eventually(lambda: keys(s) - before, "the running kiosk made a key")
    receipt = capture(kiosk, "met de nieuwe sleutel")
    eventually(lambda: receipt in receipts(office), "the new key delivers")
    s.kiosk.stop()
    between = keys(s)
    assert "new key" in run("portiek-kiosk", "rotate-key", "--data", s.kiosk_dir, "--central",
                            f"http://{s.central_at}").stdout
    assert any(name.startswith("device-r3-") for name in keys(s) - between), keys(s)
    s.central.kill()  # it ends before the newest key was ever used
    s.start_central()
    s.kiosk.start()
    office, kiosk = s.staff("kcc"), stack.Client(s.kiosk.url)
    receipt = capture(kiosk, "met de nieuwste sleutel")
    eventually(lambda: receipt in receipts(office), "the newest key delivers")


def the_kiosk_follows_new_server_keys(s):
    """matrix 49 [R70]"""
    kiosk = s.start_kiosk()
    office = s.open_office()
    for n in range(2):
        assert "new key" in run("portiek-central", "key", "rotate", "server", "--data", s.central_dir).stdout
    receipt = capture(kiosk, "na de nieuwe sleutels")
    eventually(lambda: receipt in receipts(office), "the kiosk follows the list to the last key")
    s.central.stop()
    run("portiek-central", "key", "rotate", "server", "--data", s.central_dir)
    s.start_central()
    office = s.staff("kcc")
    receipt = capture(kiosk, "en nog een")
    eventually(lambda: receipt in receipts(office), "and one made while central was down")
    code = s.new_code()
    run("portiek-kiosk", "enrol", "--data", s.dir / "other", "--central", f"http://{s.central_at}", "--code", code)


def what_is_sealed_to_a_missing_key_waits_for_it(s):
    """matrix 52 [R62]"""
    kiosk = s.start_kiosk()
    receipt = capture(kiosk, "verzegeld met de oude sleutel")
    run("portiek-central", "key", "rotate", "intake", "--data", s.central_dir)
    old = next((s.central_dir / "keys").glob("intake-*.key"))
    away = s.dir / old.name
    old.rename(away)
    office = s.open_office()
    admin = s.staff()
    quarantine = lambda: run("portiek-central", "quarantine", "list", "--data", s.central_dir).stdout
    eventually(lambda: "unknown_key" in quarantine(), "kept, though nobody can read it")
    eventually(lambda: drained(kiosk), "and acknowledged")
    assert receipt not in receipts(office)
    eventually(lambda: run("portiek-kiosk", "status", "--data", s.kiosk_dir, "--json"), "the kiosk goes on")
    away.rename(old)
    run("portiek-central", "quarantine", "replay", "--code", "unknown_key", "--data", s.central_dir)
    eventually(lambda: receipt in receipts(office), "opened once its key is back")
    assert any(r["what"] == "keys.intake" for r in admin.get("/api/v1/audit")[1]["rows"])
    assert quarantine() == "", quarantine()


stack.main(the_kiosk_takes_a_new_key_running_and_stopped, the_kiosk_follows_new_server_keys,
           what_is_sealed_to_a_missing_key_waits_for_it)
