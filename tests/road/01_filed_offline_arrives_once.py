#!/usr/bin/python3
"""The main job: filed with central off, routed in the office once central is back.

SPDX-License-Identifier: EUPL-1.2
"""
import stack
from stack import eventually, report, some_unit


def a_report_filed_with_central_off_reaches_the_inbox_once(s):
    """[R40 R60 R61 R62 R63 R66 R8]"""
    kiosk = s.start_kiosk()
    body = report(kiosk, some_unit(kiosk))
    status, saved = kiosk.post("/api/v1/reports", body)
    assert status == 201, (status, saved)
    status, again = kiosk.post("/api/v1/reports", body)
    assert status in (200, 201) and again["receipt"] == saved["receipt"], (status, again)
    s.start_central()
    staff = s.staff()
    row = eventually(lambda: next((c for c in staff.get("/api/v1/cases?view=all")[1]["cases"] if c["receipt"] == saved["receipt"]), None),
                     "the report stands in the inbox")
    status, case = staff.get(f"/api/v1/cases/{row['nr']}")
    assert status == 200 and case["route"]["party"] and case["route"]["reason"], case
    rows = [c for c in staff.get("/api/v1/cases?view=all&limit=200")[1]["cases"] if c["receipt"] == saved["receipt"]]
    assert len(rows) == 1
    state = eventually(lambda: kiosk.post("/api/v1/cases", {"receipt": saved["receipt"], "code": saved["follow"]})[1].get("state") == "office",
                       "the kiosk says the report is at the office")
    assert state


def the_three_states_of_a_report_are_visible(s):
    """[R62]"""
    kiosk = s.start_kiosk()
    _, saved = kiosk.post("/api/v1/reports", report(kiosk, some_unit(kiosk)))
    ask = {"receipt": saved["receipt"], "code": saved["follow"]}
    status, seen = kiosk.post("/api/v1/cases", ask)
    assert status == 200 and seen["state"] in ("kiosk", "underway"), seen
    status, wrong = kiosk.post("/api/v1/cases", {**ask, "code": "000000"})
    assert status in (401, 404), (status, wrong)
    s.start_central()
    eventually(lambda: kiosk.post("/api/v1/cases", ask)[1].get("state") == "office", "state office")


stack.main(a_report_filed_with_central_off_reaches_the_inbox_once, the_three_states_of_a_report_are_visible)
