#!/usr/bin/python3
"""Enrolment by one-time code, and what happens to the uninvited (protocol section 2).

SPDX-License-Identifier: EUPL-1.2
"""
import json

import psp
import stack
from stack import report, run, some_unit


def a_code_works_once_and_the_same_device_may_ask_again(s):
    """[R70]"""
    s.start_central()
    code, device = s.new_code(), psp.Device(s.central.url)
    status, first = device.enrol(code)
    assert status == 200 and first["state"] == "active", first
    status, again = device.enrol(code)
    assert status == 200 and again["device"] == first["device"], again
    status, answer = psp.Device(s.central.url).enrol(code)
    assert (status, answer["error"]) == (401, "bad_code"), answer


def five_wrong_proofs_burn_a_code(s):
    """[R70]"""
    s.start_central()
    code = s.new_code()
    for _ in range(5):
        status, answer = psp.Device(s.central.url).enrol(code, secret="0" * 16)
        assert (status, answer["error"]) == (401, "bad_code"), answer
    status, answer = psp.Device(s.central.url).enrol(code)
    assert (status, answer["error"]) == (401, "bad_code"), answer


def a_revoked_device_keeps_its_queue_and_says_so(s):
    """[R70]"""
    s.start_central()
    kiosk = s.start_kiosk()
    listed = run("portiek-central", "device", "list", "--json", "--data", s.central_dir).stdout
    device = json.loads(listed)[0]["device"]
    run("portiek-central", "device", "revoke", device, "--data", s.central_dir)
    status, saved = kiosk.post("/api/v1/reports", report(kiosk, some_unit(kiosk)))
    assert status == 201, saved
    stack.eventually(lambda: kiosk.get("/api/v1/status")[1]["device"]["state"] == "revoked", "the kiosk knows it is revoked")
    assert kiosk.get("/api/v1/status")[1]["queue"]["pending"] == 1


stack.main(a_code_works_once_and_the_same_device_may_ask_again, five_wrong_proofs_burn_a_code,
           a_revoked_device_keeps_its_queue_and_says_so)
