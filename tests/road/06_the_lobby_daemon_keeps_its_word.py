#!/usr/bin/python3
"""The kiosk alone: pages, sign-in, alarms, commands beside serve, plugs pulled.

SPDX-License-Identifier: EUPL-1.2
"""
import json
import os
import queue
import signal
import socket
import threading
import zlib

import stack
from stack import BUILD, Client, Daemon, eventually, report, run, some_unit, uuid7


def pages_come_as_stored_and_are_asked_for_once(s):
    """[R60]"""
    kiosk = s.start_kiosk()
    status, stream, head = kiosk.call("GET", "/nl/", headers={"Accept-Encoding": "deflate"})
    assert status == 200 and head["Content-Encoding"] == "deflate", head
    assert b"<html" in zlib.decompress(stream)
    assert "default-src 'none'" in head["Content-Security-Policy"]
    status, body, _ = kiosk.call("GET", "/nl/", headers={"Accept-Encoding": "deflate", "If-None-Match": head["ETag"]})
    assert (status, body) == (304, b""), (status, body)
    status, body, plain = kiosk.call("GET", "/nl/", headers={"Accept-Encoding": "identity"})
    assert b"<html" in body and plain["ETag"] != head["ETag"]
    status, body, _ = kiosk.call("HEAD", "/nl/")
    assert (status, body) == (200, b"")
    status, _, head = kiosk.call("GET", "/")
    assert (status, head["Location"]) == (302, "/nl/")
    status, body, _ = kiosk.call("GET", "/nl/nergens/")
    assert status == 404 and b"Deze pagina is er niet" in body and b"112" in body


def a_kiosk_without_a_site_shows_emergency_numbers(s):
    """[R51 R70]"""
    bare = s.dir / "bare"
    daemon = stack.Daemon([stack.BUILD / "portiek-kiosk", "serve", "--data", bare, "--listen", "127.0.0.1:0"],
                          s.dir / "bare.log").start()
    try:
        page = Client(daemon.url)
        status, body, _ = page.call("GET", "/nl/woning/")
        assert status == 503 and b"wordt ingericht" in body and b"0800-9009" in body, status
        assert page.get("/readyz")[0] == 503
        status, answer = page.post("/api/v1/reports", {"schema": 1})
        assert status == 422, answer
        status, answer = page.post("/api/v1/alarms/GAS", {})
        assert (status, answer["code"]) == (503, "not_set_up"), answer
    finally:
        daemon.kill()


def a_tenant_signs_in_offline_and_is_forgotten(s):
    """[R27 R28 R30 R69]"""
    kiosk = s.start_kiosk()
    words = (s.central_dir / "demo-tenants").read_text().split("\n")[0].split()
    number, code = words[1], words[2]
    status, me, head = kiosk.call("POST", "/api/v1/session", {"number": number, "code": code.lower()})
    assert status == 200 and me["signed_in"] and me["name"] and me["units"], me
    assert "HttpOnly" in head["Set-Cookie"] and "SameSite=Strict" in head["Set-Cookie"], head
    own = [u for u in me["units"] if u["kind"] == "dwelling"][0]
    assert own["rooms"], own
    status, saved = kiosk.post("/api/v1/reports", report(kiosk, own["key"]))
    assert status == 201, saved
    status, answer = kiosk.post("/api/v1/reports", report(kiosk, "SOMEBODY-ELSE"))
    assert (status, answer["field"]) == (422, "unit"), answer
    sid = dict(kiosk.cookies)
    assert kiosk.call("DELETE", "/api/v1/session")[0] == 204
    kiosk.cookies = sid
    assert kiosk.get("/api/v1/session")[1]["signed_in"] is False


def guessing_codes_costs_growing_waits(s):
    """[R27]"""
    kiosk = s.start_kiosk()
    guess = lambda: kiosk.call("POST", "/api/v1/session", {"number": "10001", "code": "AAAAAAAA"})
    for _ in range(3):
        status, answer, _ = guess()
        assert (status, answer["code"]) == (401, "wrong_credentials"), (status, answer)
    status, answer, head = eventually(lambda: (lambda got: got if got[0] != 401 else None)(guess()), "whoever guesses on must wait")
    assert (status, answer["code"]) == (429, "slow_down"), (status, answer)
    assert int(head["Retry-After"]) > 0 and answer["detail"], answer


def an_alarm_leaves_a_record_whoever_asks(s):
    """[R51 R52]"""
    kiosk = s.start_kiosk()
    status, first = kiosk.post("/api/v1/alarms/GAS", {})
    assert status == 201, first
    status, again = kiosk.post("/api/v1/alarms/GAS", {})
    assert (status, again) == (200, first), again
    form = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": "0", "Sec-Fetch-Site": "same-origin"}
    status, _, head = kiosk.call("POST", "/api/v1/alarms/BRAND?lang=en", headers=form)
    assert status == 303 and head["Location"].startswith("/en/noodgeval/"), (status, head["Location"])
    assert kiosk.get(head["Location"])[0] == 200
    assert kiosk.post("/api/v1/alarms/NIETS", {})[0] == 404
    assert kiosk.get("/api/v1/status")[1]["queue"]["pending"] == 2


def a_log_that_takes_nothing_blocks_no_report(s):
    """matrix 70 [R60 R61]"""
    s.start_central()
    s.kiosk = Daemon([BUILD / "portiek-kiosk", "serve", "--data", s.kiosk_dir, "--listen", "127.0.0.1:0", "--central", s.central.url], "/dev/full").start()
    kiosk = Client(s.kiosk.url)
    unit = some_unit(kiosk)
    for _ in range(5):
        assert kiosk.post("/api/v1/reports", report(kiosk, unit))[0] == 201
    eventually(lambda: kiosk.get("/api/v1/status")[1]["queue"]["pending"] == 0, "all five are delivered")


def commands_stand_back_while_it_serves(s):
    """matrix 67 [R60 R61]"""
    kiosk = s.start_kiosk()
    line = json.dumps(report(kiosk, some_unit(kiosk))) + "\n"
    for command in (["capture"], ["sync", "--once"]):
        done = run("portiek-kiosk", *command, "--data", s.kiosk_dir, check=False, stdin=line)
        assert done.returncode == 75 and "another portiek-kiosk" in done.stderr, done
    state = json.loads(run("portiek-kiosk", "status", "--json", "--data", s.kiosk_dir).stdout)
    assert state["enrolled"] and state["queue"]["pending"] == 0
    s.kiosk.stop()
    done = run("portiek-kiosk", "capture", "--data", s.kiosk_dir, stdin=line + "{}\n" + line, check=False)
    taken = done.stdout.split()
    assert done.returncode == 65 and len(taken) == 4 and taken[:2] == taken[2:], done
    assert "line 2" in done.stderr
    s.start_central()
    run("portiek-kiosk", "sync", "--once", "--data", s.kiosk_dir, "--central", s.central.url)
    state = json.loads(run("portiek-kiosk", "status", "--json", "--data", s.kiosk_dir).stdout)
    assert state["queue"]["pending"] == 0 and state["marks"]["hwm"] == 1, state


def a_pulled_plug_is_noticed_and_costs_nothing(s):
    """[R60 R61]"""
    kiosk = s.start_kiosk()
    body = report(kiosk, some_unit(kiosk))
    status, saved = kiosk.post("/api/v1/reports", body)
    assert status == 201 and (s.kiosk_dir / "witness").exists()
    s.kiosk.kill()
    assert (s.kiosk_dir / "witness").exists()
    kiosk = s.start_kiosk()
    status, again = kiosk.post("/api/v1/reports", body)
    assert status == 200 and again["receipt"] == saved["receipt"] and again["follow"] is None, again
    assert "start.unclean" in (s.dir / "kiosk.log").read_text()
    s.kiosk.stop()
    assert not (s.kiosk_dir / "witness").exists()


def settings_are_checked_and_read_again(s):
    """[R1]"""
    conf = s.kiosk_dir / "portiek.conf"
    conf.write_text("[queue]\nitem = 5\n")
    done = run("portiek-kiosk", "--check-config", "--data", s.kiosk_dir, check=False)
    assert done.returncode == 65 and "did you mean [queue] items?" in done.stderr, done
    conf.write_text("[queue]\nitems = 1\n")
    kiosk = s.start_kiosk()
    unit = some_unit(kiosk)
    assert kiosk.post("/api/v1/reports", report(kiosk, unit))[0] == 201
    status, answer = kiosk.post("/api/v1/reports", report(kiosk, unit))
    assert (status, answer["code"]) == (503, "queue_full") and answer["detail"], answer
    conf.write_text("[queue]\nitems = 2\n")
    os.kill(s.kiosk.process.pid, signal.SIGHUP)
    again = {**report(kiosk, unit), "id": uuid7()}
    stack.eventually(lambda: kiosk.post("/api/v1/reports", again)[0] in (200, 201), "the new limit holds")


def figures_for_whoever_watches_follow_the_queue(s):
    """[R62 R70]"""
    def figures():
        status, text, head = kiosk.call("GET", "/metrics")
        assert status == 200 and head["Content-Type"].startswith("text/plain; version=0.0.4"), head["Content-Type"]
        lines = text.decode().splitlines()
        said = {line.split()[0]: int(line.split()[1]) for line in lines if not line.startswith("#")}
        kinds = {line.split()[2]: line.split()[3] for line in lines if line.startswith("# TYPE")}
        assert kinds.keys() == said.keys() and all((kind == "counter") == name.endswith("_total") for name, kind in kinds.items()), kinds
        return {name.removeprefix("portiek_"): n for name, n in said.items()}
    kiosk = s.start_kiosk()
    unit, before = some_unit(kiosk), figures()
    assert before["outbox_items"] == before["outbox_bytes"] == before["outbox_dead_items"] == 0, before
    for _ in range(3):
        assert kiosk.post("/api/v1/reports", report(kiosk, unit))[0] == 201
    full = figures()
    assert full["outbox_items"] == 3 and full["outbox_bytes"] > 0 and full["sync_online"] == 0, full
    assert full["reports_captured_total"] == before["reports_captured_total"] + 3, full
    assert full["http_requests_total"] > before["http_requests_total"] and full["disk_free_bytes"] > 0 and full["database_bytes"] > 0, full
    s.start_central()
    eventually(lambda: figures()["outbox_items"] == 0, "the queue is delivered")
    done = figures()
    assert done["outbox_acknowledged"] == done["reports_captured_total"] and done["sync_online"] == 1, done
    assert done["sync_last_contact_seconds"] > 1_700_000_000 and done["sync_attempts_total"] > full["sync_attempts_total"], done


def hear(ear, said):
    word = b""
    while word != b"STOPPING=1":
        word = ear.recv(200)
        said.put(word)


def it_tells_the_supervisor(s):
    """[R60]"""
    path, said = s.dir / "notify", queue.Queue()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(path))
        threading.Thread(target=hear, args=(ear, said), daemon=True).start()  # all the time: few words fit in the socket
        s.start_kiosk({"NOTIFY_SOCKET": str(path), "WATCHDOG_USEC": "200000"})
        assert said.get(timeout=stack.DEADLINE).startswith(b"READY=1")
        for _ in range(2):
            assert said.get(timeout=stack.DEADLINE) == b"WATCHDOG=1"
        s.kiosk.stop()
        while said.get(timeout=stack.DEADLINE) != b"STOPPING=1":
            pass


stack.main(pages_come_as_stored_and_are_asked_for_once, a_kiosk_without_a_site_shows_emergency_numbers,
           a_tenant_signs_in_offline_and_is_forgotten, guessing_codes_costs_growing_waits,
           an_alarm_leaves_a_record_whoever_asks, commands_stand_back_while_it_serves, a_log_that_takes_nothing_blocks_no_report,
           a_pulled_plug_is_noticed_and_costs_nothing, settings_are_checked_and_read_again, figures_for_whoever_watches_follow_the_queue, it_tells_the_supervisor)
