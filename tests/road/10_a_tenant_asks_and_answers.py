#!/usr/bin/python3
"""The energy door and what a tenant says afterwards, with both real daemons.

SPDX-License-Identifier: EUPL-1.2
"""
import stack
from stack import eventually, report, run, uuid7


def question(kiosk, unit, **changes):
    """A question about the energy meters, as the check page sends it."""
    body = report(kiosk, unit, branch="energy", kind="question", room="TRI", object="MONITORING", fault="GEEN-DATA",
                  words=None, suspect=None, when={"slots": [], "call": False})
    body.update(changes)
    return body


def events(staff, receipt, *kinds):
    """Events of those kinds in the history of a case, with their details."""
    for row in staff.get("/api/v1/cases?view=all")[1]["cases"]:
        if row["receipt"] == receipt:
            case = staff.get(f"/api/v1/cases/{row['nr']}")[1]
            return [e for e in case["events"] if e["what"] in kinds]
    return []


def a_monitoring_question_asked_offline_arrives_as_a_return_contact(s):
    """[R3 R4 R5 R12 R60 R63]"""
    kiosk = s.start_kiosk()
    home = kiosk.get("/api/v1/dwellings?street=zonneweide&number=3")[1]["dwellings"][0]["key"]
    status, who = kiosk.get(f"/api/v1/energy?unit={home}&object=MONITORING")
    assert status == 200 and who["nom"] and who["party"]["name"] == "Meetwijzer" and who["first"] == "corporation", who
    assert who["party"]["phone"] == "088 000 2310" and who["party"]["hours"], who
    status, other = kiosk.get(f"/api/v1/energy?unit={home}&object=WARMTEPOMP")
    assert other["party"]["name"] == "Nulpunt Wonen" and other["first"] == "party", other
    before = {"party": who["party"]["key"], "reason": "not_taken_up"}
    status, saved = kiosk.post("/api/v1/reports", question(kiosk, home, first_contact=False, before=before))
    assert status == 201, saved
    s.start_central()
    staff = s.staff("kcc")
    row = eventually(lambda: next((c for c in staff.get("/api/v1/cases?view=all")[1]["cases"] if c["receipt"] == saved["receipt"]), None),
                     "the question stands in the inbox")
    told = staff.get(f"/api/v1/cases/{row['nr']}")[1]["report"]
    assert (told["branch"], told["kind"], told["first_contact"], told["before"]) == ("energy", "question", False, before), told
    desk = stack.Client(s.central.url)
    desk.cookies = staff.cookies
    assert desk.get(f"/melden/api/v1/energy?unit={home}&object=MONITORING")[1] == who, "desk and kiosk agree"


def contact_data_that_run_out_are_not_shown_any_more(s):
    """[R7 R9]"""
    kiosk = s.start_kiosk()
    s.start_central()
    home = kiosk.get("/api/v1/dwellings?street=zonneweide&number=3")[1]["dwellings"][0]["key"]
    csv = s.dir / "s.csv"
    csv.write_text("key,name,kind,contract,sla,first_contact,phone,mail,hours,valid_from,valid_until\n"
                   "nulpunt,Nulpunt Wonen,provider,NOM-2024-01,,party,088 000 2100,,,2024-01-01,2024-12-31\n")
    run("portiek-central", "import", "suppliers", csv, "--data", s.central_dir)
    csv.write_text("party,number,role,sla,first_contact,valid_from,valid_until,epv\n"
                   "nulpunt,NOM-2024-01,monitoring,,party,2024-01-01,2024-12-31,\n")
    run("portiek-central", "import", "contracts", csv, "--data", s.central_dir)
    ask = lambda: kiosk.get(f"/api/v1/energy?unit={home}&object=WTW")[1]
    eventually(lambda: ask()["party"] is None, "the kiosk hears that the contract ended")
    assert (ask()["why"], ask()["first"], ask()["corporation"]["phone"]) == ("out_of_date", "corporation", "088 000 1200"), ask()
    flat = kiosk.get("/api/v1/dwellings?street=sluiskade&number=2")[1]["dwellings"][0]["key"]
    other = kiosk.get(f"/api/v1/energy?unit={flat}&object=MONITORING")[1]
    assert (other["nom"], other["why"], other["party"]["name"]) == (False, "own_path", "Duurzaamheid"), other


def an_answer_travels_once_and_stands_in_the_history(s):
    """[D8 D10 R61 R62 R64]"""
    kiosk = s.start_kiosk()
    home = kiosk.get("/api/v1/dwellings?street=zonneweide&number=3")[1]["dwellings"][0]["key"]
    _, saved = kiosk.post("/api/v1/reports", question(kiosk, home))
    pair = {"receipt": saved["receipt"], "code": saved["follow"]}
    said = {**pair, "id": uuid7(), "answer": "half", "words": "Het scherm is soms leeg.", "lang": "nl"}
    assert kiosk.post("/api/v1/cases/answer", {**said, "code": "000000"})[0] == 401
    status, first = kiosk.post("/api/v1/cases/answer", said)
    assert status == 201 and first["state"] in ("kiosk", "underway"), first
    assert kiosk.post("/api/v1/cases/answer", said)[0] == 200
    s.kiosk.kill()  # the plug: what was shown as saved is saved
    kiosk = s.start_kiosk()
    assert kiosk.post("/api/v1/cases", pair)[1]["answered"]["state"] in ("kiosk", "underway")
    s.start_central()
    staff = s.staff("kcc")
    there = eventually(lambda: events(staff, saved["receipt"], "said"), "the answer stands in the history")
    eventually(lambda: kiosk.post("/api/v1/cases", pair)[1]["answered"]["state"] == "office", "the kiosk says it is at the office")
    assert kiosk.post("/api/v1/cases/answer", said)[0] == 200
    complaint = {**pair, "id": uuid7(), "answer": "complaint", "words": "", "lang": "nl"}
    assert kiosk.post("/api/v1/cases/answer", complaint)[0] == 201
    eventually(lambda: events(staff, saved["receipt"], "complain"), "the case becomes a complaint")
    assert len(there) == 1 and len(events(staff, saved["receipt"], "said", "complain")) == 3
    assert staff.get("/api/v1/quarantine")[1]["items"] == []
    desk = stack.Client(s.central.url)
    desk.cookies, desk.csrf = staff.cookies, staff.csrf
    by_phone = {"id": uuid7(), "receipt": saved["receipt"], "answer": "solved", "words": None, "lang": "nl", "code": ""}
    assert desk.post("/melden/api/v1/cases/answer", by_phone)[0] == 201
    assert desk.post("/melden/api/v1/cases/answer", by_phone)[0] == 200
    assert len(events(staff, saved["receipt"], "said")) == 3
    assert desk.post("/melden/api/v1/cases/answer", {**by_phone, "receipt": "0000-00000-H"})[0] == 404


def what_is_not_solved_is_opened_again(s):
    """[D8 D10 R64]"""
    kiosk = s.start_kiosk()
    staff = s.open_office()
    home = kiosk.get("/api/v1/dwellings?street=zonneweide&number=3")[1]["dwellings"][0]["key"]
    _, saved = kiosk.post("/api/v1/reports", report(kiosk, home))
    pair = {"receipt": saved["receipt"], "code": saved["follow"]}
    at_kiosk = lambda: (kiosk.post("/api/v1/cases", pair)[1] or {}).get("case") or {}
    shown = lambda state: eventually(lambda: at_kiosk() if at_kiosk().get("state") == state else None, f"the kiosk says {state}")
    shown("new")
    nr = staff.get("/api/v1/cases?view=all")[1]["cases"][0]["nr"]

    def step(action, **fields):
        status, told = staff.post(f"/api/v1/cases/{nr}/{action}", fields)
        assert status in (200, 204), (action, status, told)

    def say(answer, words=""):
        body = {**pair, "id": uuid7(), "answer": answer, "words": words, "lang": "nl"}
        assert kiosk.post("/api/v1/cases/answer", body)[0] == 201

    done = {"by": "Piet", "when": "2026-11-25", "what": "scherm vervangen"}
    step("plan", day="2026-11-30", part="OCH")
    assert shown("planned")["when"] == {"day": "2026-11-30", "part": "OCH"}
    step("done", **done)
    assert shown("done")["ask"] is True
    say("not", "Het scherm is nog leeg.")
    assert "ask" not in shown("reopened")
    case = staff.get(f"/api/v1/cases/{nr}")[1]
    assert case["reopened"] == 1 and case["state"] == "reopened", case
    assert events(staff, saved["receipt"], "reopen")[0]["detail"]["note"] == "Het scherm is nog leeg."
    step("start")
    step("done", **done)
    shown("done")
    say("solved")
    assert shown("closed")["ask"] is False
    say("complaint", "Het duurde lang.")
    shown("new")
    assert staff.get(f"/api/v1/cases/{nr}")[1]["kind"] == "complaint"
    assert staff.get("/api/v1/quarantine")[1]["items"] == []


stack.main(a_monitoring_question_asked_offline_arrives_as_a_return_contact, contact_data_that_run_out_are_not_shown_any_more,
           an_answer_travels_once_and_stands_in_the_history, what_is_not_solved_is_opened_again)
