#!/usr/bin/python3
"""The kiosk against a central of another make, which keeps the protocol and lies when told to.

SPDX-License-Identifier: EUPL-1.2
"""
import contextlib
import json

import psp
import psp_central
import stack
from stack import BUILD, Client, Daemon, eventually, report, run, some_unit


@contextlib.contextmanager
def other_central(s):
    """A Python central with what a real one told, and a kiosk enrolled there and serving."""
    s.start_central()
    device = psp.Device(s.central.url)
    status, enrolled = device.enrol(s.new_code("--complex", complex_of(s)))
    assert status == 200, enrolled
    source = psp_central.Source(device, enrolled)
    s.central.stop()
    central = psp_central.Central(source)
    folder = s.dir / "other"
    try:
        run("portiek-kiosk", "enrol", "--data", folder, "--central", central.url, "--code", central.new_code())
        s.kiosk = Daemon([BUILD / "portiek-kiosk", "serve", "--data", folder, "--listen", "127.0.0.1:0"], s.dir / "kiosk.log").start()
        yield central, Client(s.kiosk.url), folder
    finally:
        central.lie = None
        central.close()


def complex_of(s):
    rows = json.loads(run("portiek-central", "device", "list", "--json", "--data", s.central_dir, check=False).stdout or "[]")
    for row in rows if isinstance(rows, list) else rows.get("devices", []):
        if row.get("complexes"):
            return row["complexes"][0] if isinstance(row["complexes"], list) else row["complexes"].split()[0]
    raise AssertionError(f"no complex among the devices: {rows}")


def a_kiosk_serves_a_central_of_another_make(s):
    """[R60 R61 R62 D1 D2]"""
    with other_central(s) as (central, kiosk, folder):
        filed = {}
        for n in range(5):
            body = report(kiosk, some_unit(kiosk), words=f"nummer {n} \u2013 druppelt")
            status, saved = kiosk.post("/api/v1/reports", body)
            assert status == 201 and saved["receipt"].startswith("PY7H-"), saved
            filed[body["id"]] = body
        eventually(lambda: set(filed) <= set(central.items), "all five are there")
        for ident, body in filed.items():
            assert central.opened(ident)["words"] == body["words"], "other words came out"
        device = next(iter(central.devices))
        assert central.high(device)[0] == 5, "the mark"
        status = json.loads(run("portiek-kiosk", "status", "--json", "--data", folder).stdout)
        assert status["queue"]["pending"] == 0 and status["device"]["prefix"] == "PY7H", status


LIES = {
    "an unsigned reply": lambda st, head, out: (st, {"Content-Type": "application/json"}, out),
    "a body that was changed": lambda st, head, out: (st, head, out.replace(b'"results"', b'"resultz"')),
    "another status": lambda st, head, out: (201, head, out),
    "the page of a portal": lambda st, head, out: (200, {"Content-Type": "text/html"}, b"<html>Welkom op onze wifi</html>"),
    "a reply cut short": lambda st, head, out: (st, head, out[: len(out) // 2]),
    "a redirect": lambda st, head, out: (302, {"Location": "http://127.0.0.1:1/"}, b""),
    "nothing at all": lambda st, head, out: (None, {}, b""),
    "an answer that is never the right one": lambda st, head, out: (500, {"Content-Type": "text/plain"}, b"oops"),
}


def what_is_not_signed_for_this_request_acknowledges_nothing(s):
    """matrix 31, 32 [R61 R62 R70 D1]"""
    with other_central(s) as (central, kiosk, folder):
        filed, kept = [], []
        central.lie = lambda *reply: kept.append(reply) or reply
        _, saved = kiosk.post("/api/v1/reports", report(kiosk, some_unit(kiosk)))
        eventually(lambda: any(b'"ack": [[1, 1]]' in out for _, _, out in kept), "a true acknowledgement, to be told again")
        truth = next(reply for reply in kept if b'"ack": [[1, 1]]' in reply[2])
        for what, lie in {**LIES, "the reply to an earlier request": lambda *reply: truth}.items():
            central.lie, before = lie, len(central.requests)
            body = report(kiosk, some_unit(kiosk))
            status, saved = kiosk.post("/api/v1/reports", body)
            assert status == 201, (what, saved)
            filed.append((body["id"], saved))
            eventually(lambda: len(central.requests) > before, f"a request meets {what}")
            state = kiosk.post("/api/v1/cases", {"receipt": saved["receipt"], "code": saved["follow"]})[1]["state"]
            assert state in ("kiosk", "underway"), f"{what} was believed: {state}"
        central.lie = None
        for _, saved in filed:
            eventually(lambda saved=saved: kiosk.post("/api/v1/cases", {"receipt": saved["receipt"], "code": saved["follow"]})[1]["state"] == "office",
                       "delivered once the truth is told")
        assert {i for i, _ in filed} <= set(central.items) and len(central.items) == len(filed) + 1, "each is there once"


stack.main(a_kiosk_serves_a_central_of_another_make, what_is_not_signed_for_this_request_acknowledges_nothing)
