#!/usr/bin/python3
"""A kiosk's folder is copied and both serve: nothing is lost, nobody is trusted blindly, an administrator decides.

SPDX-License-Identifier: EUPL-1.2
"""
import shutil
import urllib.error
import urllib.request

import stack
from stack import BUILD, Client, Daemon, eventually, report, some_unit


def capture(client, words):
    status, saved = client.post("/api/v1/reports", report(client, some_unit(client), words=words))
    assert status == 201, saved
    return saved["receipt"]


def state(client):
    return client.get("/api/v1/status")[1]


def page(url):
    try:
        return urllib.request.urlopen(url + "/nl/", timeout=stack.DEADLINE).read().decode()
    except urllib.error.HTTPError as refused:
        return refused.read().decode()


def lines(admin):
    return admin.get("/api/v1/devices")[1]["devices"]


def receipts(admin):
    return {c["receipt"] for c in admin.get("/api/v1/cases?view=all&limit=500")[1]["cases"]}


def of_a_copied_folder_both_streams_are_stored_and_one_is_approved(s):
    """matrix 44, 50 [R60 R70 D1]"""
    first = s.start_kiosk()
    s.start_central()
    admin, office = s.staff(), s.staff("kcc")
    shown = [capture(first, "voor de kopie")]
    eventually(lambda: state(first)["queue"]["pending"] == 0, "the first report is delivered")
    before = {d["device"] for d in lines(admin)}
    s.kiosk.stop()
    copy_dir = s.dir / "copy"
    shutil.copytree(s.kiosk_dir, copy_dir)
    s.kiosk.start()
    first = Client(s.kiosk.url)
    copy = Daemon([BUILD / "portiek-kiosk", "serve", "--data", copy_dir, "--listen", "127.0.0.1:0", "--central",
                   f"http://{s.central_at}"], s.dir / "copy.log").start()
    try:
        second = Client(copy.url)
        for n in range(4):
            shown += [capture(first, f"zuil {n}"), capture(second, f"kopie {n}")]
        eventually(lambda: {"pending"} == {state(c)["device"]["state"] for c in (first, second)} and
                   all(state(c)["queue"]["pending"] == 0 for c in (first, second)), "both lines are pending and empty")
        one, two = (state(c)["device"] for c in (first, second))
        assert one["id"] != two["id"] and one["prefix"] != two["prefix"], (one, two)
        eventually(lambda: set(shown) <= receipts(office), "every report of both is a case")
        born = [d for d in lines(admin) if d["device"] not in before]
        assert {d["device"] for d in born} == {one["id"], two["id"]}, born
        assert all(d["state"] == "pending" and d["parent"] in before for d in born), born
        parent = next(d for d in lines(admin) if d["device"] == born[0]["parent"])
        assert parent["state"] == "forked" and parent["label"] == born[0]["label"], parent
        machines = [d["hardware"] for d in (parent, *born)]  # each in a folder of its own
        assert all(len(m) == 9 for m in machines) and len(set(machines)) == 3, machines
        # The administrator lets the one in and keeps the other out.
        assert admin.post("/api/v1/devices/approve", {"device": one["id"]})[0] == 204
        assert admin.post("/api/v1/devices/revoke", {"device": two["id"]})[0] == 204
        eventually(lambda: state(first)["device"]["state"] == "active", "the first hears that it takes part")
        late = capture(second, "na intrekken")
        eventually(lambda: state(second)["sync"]["stopped"], "the second stops")
        assert state(second)["queue"]["pending"] == 1
        said = page(copy.url)
        assert "buiten gebruik" in said and "Bel ons" in said and "0800-9009" in said, said
        assert "buiten gebruik" not in page(s.kiosk.url)
        rows = admin.get("/api/v1/audit")[1]["rows"]
        assert any(r["what"] == "device.approve" and r["who"] == "beheer" for r in rows), rows[:5]
        assert any(r["what"] == "device.line" for r in rows), rows[:5]
        # A new code lets its queue through.
        copy.stop()
        stack.run("portiek-kiosk", "enrol", "--data", copy_dir, "--central", f"http://{s.central_at}", "--code", s.new_code())
        copy.start()
        second = Client(copy.url)
        eventually(lambda: state(second)["queue"]["pending"] == 0, "the kept report is delivered")
        eventually(lambda: late in receipts(office), "and is a case")
        found = [c["receipt"] for c in office.get("/api/v1/cases?view=all&limit=500")[1]["cases"]]
        assert all(found.count(r) == 1 for r in [*shown, late]), found
    finally:
        copy.kill()


stack.main(of_a_copied_folder_both_streams_are_stored_and_one_is_approved)
