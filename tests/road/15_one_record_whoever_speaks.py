#!/usr/bin/python3
"""The same report from a tenant at the kiosk, an operator on the phone and a caretaker; with both real daemons.

SPDX-License-Identifier: EUPL-1.2
"""
import stack
from stack import eventually, report, uuid7

# What belongs to one telling and not to the report: who, through what, when, under which number.
OWN = ("id", "receipt", "follow", "t", "actor", "channel")


def kept(staff, receipt):
    """The record the office keeps of a report."""
    nr = eventually(lambda: next((c["nr"] for c in staff.get("/api/v1/cases?view=all")[1]["cases"] if c["receipt"] == receipt), None),
                    f"{receipt} is a case")
    return staff.get(f"/api/v1/cases/{nr}")[1]["report"]


def bare(record):
    return {name: value for name, value in record.items() if name not in OWN}


def told_at(page, body):
    """Told through a door: the page is not asked who speaks, and cannot say so."""
    status, saved = page.post("/api/v1/reports", {**body, "id": uuid7()})
    assert status == 201, (status, saved)
    return saved["receipt"]


def reports(kiosk, home):
    """One of every sort a person tells."""
    quiet = {"slots": [], "call": False}
    yield report(kiosk, home)
    yield report(kiosk, home, object=None, fault=None, suspect=None, words="loopt niet weg",
                 when={"slots": [["2027-01-12", "MID"], ["2027-01-11", "OCH"]], "call": False})
    yield report(kiosk, home, branch="energy", kind="question", room="TRI", object="MONITORING", fault="GEEN-DATA", words=None, suspect=None, when=quiet,
                 first_contact=False, before={"party": "corporation", "reason": "dissatisfied"})
    yield report(kiosk, None, branch="surroundings", kind="nuisance", cause="people", fault="GEL", room=None, object=None, suspect=None, when=quiet,
                 place={"code": "PORTIEK", "text": None}, words="tot diep in de nacht")
    yield report(kiosk, home, kind="complaint", room=None, object=None, fault=None, suspect=None, when=quiet, words="Niemand belde terug.")


def tenant_operator_and_caretaker_leave_the_same_record(s):
    """[R49 R50]"""
    kiosk = s.start_kiosk()
    office = s.open_office()
    reader = s.staff("manager")
    desk, round_ = s.desk(office), s.desk(s.staff("wijkbeheerder"))
    home = kiosk.get("/api/v1/dwellings?street=zonneweide&number=3")[1]["dwellings"][0]["key"]
    for body in reports(kiosk, home):
        mine = kept(reader, told_at(kiosk, body))
        phoned = kept(reader, told_at(desk, body))
        walked = kept(reader, told_at(round_, body))
        assert bare(mine) == bare(phoned) == bare(walked), (mine, phoned, walked)
        assert [r["channel"] for r in (mine, phoned, walked)] == ["kiosk", "phone", "tablet"]
        assert (mine["actor"]["kind"], phoned["actor"], walked["actor"]) == \
            ("guest", {"kind": "operator", "ref": "kcc"}, {"kind": "caretaker", "ref": "wijkbeheerder"})


def the_desk_is_told_what_the_judge_would_say(s):
    """[R40 R43 R49]"""
    kiosk = s.start_kiosk()
    desk = s.desk(s.open_office())
    home = kiosk.get("/api/v1/dwellings?street=zonneweide&number=3")[1]["dwellings"][0]["key"]
    whole = report(kiosk, home)
    for gone in ("unit", "room", "object", "suspect", "when", "contact"):
        body = {**whole, gone: None, **({"words": None} if gone == "object" else {})}
        _, verdict = desk.post("/api/v1/reports/check", body)
        status, refusal = desk.post("/api/v1/reports", body)
        assert status >= 400 and refusal["field"] == verdict["missing"], (gone, verdict, refusal)
    _, verdict = desk.post("/api/v1/reports/check", whole)
    assert verdict["missing"] is None and verdict["payer"]["ground"], verdict
    assert stack.Client(s.central.url).post("/melden/api/v1/reports/check", whole)[0] == 401


def an_alarm_by_phone_stands_beside_those_of_kiosks(s):
    """[R51 R52]"""
    kiosk = s.start_kiosk()
    office = s.open_office()
    desk = s.desk(office)
    home = kiosk.get("/api/v1/dwellings?street=zonneweide&number=3")[1]["dwellings"][0]["key"]
    script = stack.Client(s.central.url).get("/api/v1/emergencies")[1]["emergencies"]
    numbers = {sign["code"]: sign["number"] for sign in script}
    assert (numbers["GAS"], numbers["BRAND"], numbers["LIFT"]) == ("0800-9009", "112", "088 000 1299"), numbers
    assert all(len(sign["say"]) == 3 and sign["label"] and sign["who"] for sign in script)
    assert kiosk.post("/api/v1/alarms/GAS", {})[0] == 201
    assert desk.post("/api/v1/alarms/BRAND", {"unit": home})[0] == 201
    assert desk.post("/api/v1/alarms/LIFT", {})[0] == 201
    rows = {a["sign"]: a for a in eventually(lambda: (lambda rows: len(rows) == 3 and rows)(office.get("/api/v1/alarms")[1]["alarms"]), "three alarms")}
    assert (rows["GAS"]["who"], rows["GAS"]["unit"]) == ("", "") and rows["GAS"]["device"], rows["GAS"]
    assert (rows["BRAND"]["who"], rows["BRAND"]["unit"], rows["BRAND"]["place"]) == ("kcc", home, "Zonneweide 3"), rows["BRAND"]
    assert (rows["LIFT"]["who"], rows["LIFT"]["unit"], rows["LIFT"]["device"]) == ("kcc", "", ""), rows["LIFT"]


stack.main(tenant_operator_and_caretaker_leave_the_same_record, the_desk_is_told_what_the_judge_would_say,
           an_alarm_by_phone_stands_beside_those_of_kiosks)
