#!/usr/bin/python3
"""Letters of a case over HTTP: seen before the step that sends them, decided about when they do not arrive; standard
texts.

SPDX-License-Identifier: EUPL-1.2
"""
import datetime
import re
import zoneinfo

import stack
from stack import Client, eventually, report

CONTACT = {"name": "Zoë Visser", "phone": "0612345678", "mail": "zoe@huurder.example", "via": "mail"}


def step(page, nr, action, fields=None, want=204):
    status, body, _ = page.call("POST", f"/api/v1/cases/{nr}/{action}", fields or {})
    assert status == want, (action, status, body)
    return body


def case(page, nr):
    return page.get(f"/api/v1/cases/{nr}")[1]


def filed(s, staff, **changes):
    """A report taken by the desk, so nothing waits for a kiosk; its number."""
    class Pages(Client):
        def call(self, method, path, *rest, **more):
            return super().call(method, ("/melden" if path == "/catalogue.json" else "") + path, *rest, **more)

    pages = Pages(s.central.url)
    pages.cookies, pages.csrf = staff.cookies, staff.csrf
    body = report(pages, changes.pop("unit", "LINDENHOF-001"), contact=changes.pop("who", CONTACT), **changes)
    status, saved = staff.post("/melden/api/v1/reports", body)
    assert status == 201, (status, saved)
    find = lambda: [c for c in staff.get("/api/v1/cases?view=all")[1]["cases"] if c["receipt"] == saved["receipt"]]
    return eventually(find, "the case is made")[0]["nr"]


def no_mail_leaves(s):
    conf = s.central_dir / "portiek.conf"
    conf.write_text(re.sub(r"^server = .*$", "server =", conf.read_text(), flags=re.M))


def letters_of(page, nr, why):
    return [m for m in case(page, nr)["messages"] if m["why"] == why]


def a_letter_is_seen_as_it_will_go_out_and_nothing_stays(s):
    """The preview takes the step and takes it back [R11 R20 R21 R67]"""
    no_mail_leaves(s)
    staff = s.open_office("kcc")
    nr = filed(s, staff, lang="en", kind="question", branch="energy", unit="ZONNEWEIDE-001", room=None, object=None, fault=None,
               suspect=None, when=None)
    before = case(staff, nr)
    assert next(o for o in before["steps"] if o["action"] == "refer")["letters"]
    assert not next(o for o in before["steps"] if o["action"] == "note")["letters"]
    fields = {"party": before["route"]["party"], "medium": "mail", "addition": "Ask for Mrs Bakker."}
    status, seen = staff.post(f"/api/v1/letters/{nr}/refer", fields)
    assert status == 200, (status, seen)
    letter, = seen["letters"]
    assert letter["kind"] == "mail" and letter["to_label"] == "Melder: Zoë Visser" and letter["address"] == "zoe@huurder.example", letter
    assert letter["lang"] == "en" and "Dear Zoë Visser" in letter["text"] and "Ask for Mrs Bakker." in letter["text"], letter
    assert "Beste Zoë Visser" in letter["text_nl"] and letter["subject_nl"] == f"Bij wie u terechtkunt ({before['receipt']})", letter
    after = case(staff, nr)
    assert (after["version"], after["state"], len(after["messages"])) == (before["version"], before["state"], len(before["messages"]))
    step(staff, nr, "refer", fields)
    sent, = letters_of(staff, nr, "referral")
    words = staff.get(f"/api/v1/messages/{sent['id']}")[1]
    assert (words["subject"], words["text"]) == (letter["subject"], letter["text"]), "it left other than it was shown"


def what_cannot_be_written_is_said_before(s):
    """[R20 R55]"""
    no_mail_leaves(s)
    staff = s.open_office("kcc")
    nr = filed(s, staff)
    party = next(p["key"] for p in staff.get("/api/v1/parties")[1]["parties"] if p["kind"] != "department" and p.get("mail"))
    status, refused = staff.post(f"/api/v1/letters/{nr}/refer", {"medium": "mail"})
    assert status == 422 or status == 400, (status, refused)
    assert refused["field"] == "party", refused
    assert staff.post(f"/api/v1/letters/{nr}/ready", {})[0] == 409, "a step that cannot be taken has no letter"
    assert staff.post(f"/api/v1/letters/{nr}/fly", {})[0] == 404
    assert staff.post("/api/v1/letters/999999/refer", {})[0] == 404
    status, seen = staff.post(f"/api/v1/letters/{nr}/forward", {"party": party, "text": "Wilt u kijken?"})
    assert status == 200 and seen["letters"][0]["to_label"] != "Melder: Zoë Visser", seen
    assert "Wilt u kijken?" in seen["letters"][0]["text"] and "/l/" in seen["letters"][0]["text"], seen
    assert Client(s.central.url).get("/api/v1/messages/101")[0] == 401


def a_person_decides_about_a_letter_that_does_not_leave(s):
    """On paper, told, not needed; each once, with who [R11 R41]"""
    no_mail_leaves(s)
    staff = s.open_office("kcc")
    nr = filed(s, staff, when={"slots": [["2099-11-25", "OCH"]], "call": False})
    mail, = letters_of(staff, nr, "confirmation")
    assert mail["state"] == "waiting" and mail["acts"] == ["paper", "phone", "drop"], mail
    act = lambda what, want=204: staff.call("POST", f"/api/v1/messages/{mail['id']}/{what}", {})[0] == want
    assert act("retry", 409) and act("bounced", 409) and act("burn", 404)
    assert staff.get(f"/api/v1/messages/{mail['id']}")[1]["subject"].startswith("Wij hebben uw melding")
    assert act("phone")
    told, = letters_of(staff, nr, "confirmation")
    assert (told["state"], told["reason"], told["by"], told["acts"]) == ("handed", "Verteld per telefoon.", "kcc", []), told
    assert act("phone", 409) and act("paper", 409) and act("drop", 409)
    assert [e["text"] for e in case(staff, nr)["events"]][-1] == "Verteld per telefoon"

    party = next(p["key"] for p in staff.get("/api/v1/parties")[1]["parties"] if p["kind"] != "department" and p.get("mail"))
    step(staff, nr, "refer", {"party": party, "medium": "print"})
    card, = letters_of(staff, nr, "referral")
    assert card["kind"] == "print" and card["acts"] == ["paper", "drop"], card
    assert staff.call("POST", f"/api/v1/messages/{card['id']}/paper", {})[0] == 204
    assert letters_of(staff, nr, "referral")[0]["reason"] == "Op papier meegegeven."


def a_mail_that_came_back_is_no_longer_sent(s):
    """Bounced: failed after all, and told another way [R41]"""
    staff = s.open_office("kcc")
    nr = filed(s, staff, when={"slots": [["2099-11-25", "OCH"]], "call": False})
    mail = eventually(lambda: [m for m in letters_of(staff, nr, "confirmation") if m["state"] == "sent"], "the mail leaves")[0]
    assert mail["acts"] == ["bounced"], mail
    assert staff.call("POST", f"/api/v1/messages/{mail['id']}/bounced", {})[0] == 204
    back, = letters_of(staff, nr, "confirmation")
    assert (back["state"], back["state_label"], back["acts"]) == ("failed", "Kwam terug", ["paper", "phone", "drop"]), back
    assert back["reason"] == "De mail kwam terug; het adres werkt niet." and "zoe@" not in str(case(staff, nr)["events"]), back


def standard_texts_are_kept_by_administrators_and_filled_per_case(s):
    """[R1 R11]"""
    no_mail_leaves(s)
    staff = s.open_office("kcc")
    admin = s.staff("beheer")
    nr = filed(s, staff)
    text = {"subject": "note", "title": "Belt terug", "text": "Wij bellen over {kenmerk} ({adres}). Groet, {corporatie}."}
    assert staff.post("/api/v1/phrases", text)[0] == 403
    status, refused = admin.post("/api/v1/phrases", {**text, "text": "Beste {voornaam}"})
    assert status in (400, 422) and refused["field"] == "text" and "accolades" in refused["detail"], (status, refused)
    assert admin.post("/api/v1/phrases", {**text, "text": "half {kenmerk"})[0] == status
    assert admin.post("/api/v1/phrases", {**text, "title": "x" * 81})[1]["field"] == "title"
    assert admin.post("/api/v1/phrases", {**text, "subject": "poem"})[1]["field"] == "subject"
    assert admin.post("/api/v1/phrases", text)[0] == 204
    status, taken = admin.post("/api/v1/phrases", text)
    assert status == 409 and taken["field"] == "title", taken
    all_of_them = staff.get("/api/v1/phrases")[1]
    assert [t["text"] for t in all_of_them["texts"]] == [text["text"]], all_of_them
    assert {"name": "kenmerk", "label": "nummer van de melding"} in all_of_them["holes"]
    filled = staff.get(f"/api/v1/phrases/{nr}")[1]["texts"][0]
    page = case(staff, nr)
    assert filled["text"] == f"Wij bellen over {page['receipt']} ({page['address']['label']}). Groet, Woonstichting Waterkant.", filled
    assert admin.post("/api/v1/phrases", {**text, "id": filled["id"], "title": "Terugbellen"})[0] == 204
    assert admin.post("/api/v1/phrases", {**text, "id": 999, "title": "Weg"})[0] == 404
    assert staff.post(f"/api/v1/phrases/{filled['id']}/remove", {})[0] == 403
    assert admin.post(f"/api/v1/phrases/{filled['id']}/remove", {})[0] == 204
    assert admin.post(f"/api/v1/phrases/{filled['id']}/remove", {})[0] == 404
    assert staff.get("/api/v1/phrases")[1]["texts"] == []


def who_says_it_was_told_before_is_offered_the_way_to_the_leader(s):
    """Found by address and person, with the reason that was given; without a referral it takes a note [R12 R13 R15]"""
    no_mail_leaves(s)
    staff = s.open_office("kcc")
    question = {"kind": "question", "branch": "energy", "unit": "ZONNEWEIDE-001", "room": "TRI", "object": "MONITORING", "fault": None,
                "suspect": None, "when": None}
    first = filed(s, staff, **question)
    assert "before" not in case(staff, first), "a first contact"
    party = next(p for p in staff.get("/api/v1/parties")[1]["parties"] if p["name"] == "Nulpunt Wonen")
    again = {**question, "first_contact": False, "before": {"party": party["key"], "reason": "dissatisfied"}}
    early = case(staff, filed(s, staff, **again))
    said = {"party": party["key"], "party_label": "Nulpunt Wonen", "reason": "dissatisfied", "reason_label": "Ontevreden over de afhandeling"}
    assert early["before"] == said, early["before"]
    step(staff, early["nr"], "escalate", {"reason": "dissatisfied"}, want=422)
    step(staff, first, "refer", {"party": party["key"], "medium": "print"})
    nr = filed(s, staff, **again)
    page = case(staff, nr)
    found = page["before"].pop("referral")
    assert page["before"] == said and (found["nr"], found["party_label"]) == (first, "Nulpunt Wonen"), (page["before"], found)
    assert next(o for o in page["steps"] if o["primary"])["action"] == "escalate", "what comes next"
    step(staff, nr, "escalate", {"reason": page["before"]["reason"]})
    assert case(staff, nr)["state"] == "handed" and first in [link["nr"] for link in case(staff, nr)["links"]]
    other = case(staff, filed(s, staff, **again, who={"name": "Jan Smit", "phone": "0699999999", "mail": "", "via": "phone"}))
    assert "referral" not in other["before"], "somebody else at the same address"


def not_solved_at_the_kiosk_objects_or_returns_it_to_the_leader(s):
    """No fault: within the time to object; ready: back to the leader, and counted [R24 D8]"""
    kiosk = s.start_kiosk()
    desk, leader = s.open_office("kcc"), s.staff("leider")
    _, saved = kiosk.post("/api/v1/reports", report(kiosk, "ZONNEWEIDE-001", branch="energy", kind="question", room="TRI", object="MONITORING",
                                                    fault=None, words="het scherm blijft leeg", suspect=None, when=None))
    pair = {"receipt": saved["receipt"], "code": saved["follow"]}
    nr = eventually(lambda: [c for c in desk.get("/api/v1/cases?view=all")[1]["cases"] if c["receipt"] == saved["receipt"]], "it arrives")[0]["nr"]
    at_kiosk = lambda: (kiosk.post("/api/v1/cases", pair)[1] or {}).get("case") or {}
    shown = lambda state: eventually(lambda: at_kiosk() if at_kiosk().get("state") == state else None, f"the kiosk says {state}")
    party = next(p["key"] for p in desk.get("/api/v1/parties")[1]["parties"] if p["name"] == "Nulpunt Wonen")

    def not_solved(words):
        body = {**pair, "id": stack.uuid7(), "answer": "not", "words": words, "lang": "nl"}
        assert kiosk.post("/api/v1/cases/answer", body)[0] == 201

    def result():
        step(leader, nr, "skip", {"note": "duidelijk"})
        step(leader, nr, "result", {"text": "Alles werkt."})
        step(leader, nr, "present", {"medium": "phone", "note": "verteld"})

    step(desk, nr, "escalate", {"reason": "other", "note": "klant is boos"})
    step(leader, nr, "accept")
    step(leader, nr, "contact", {"medium": "phone", "note": "gesproken"})
    result()
    step(leader, nr, "no_fault")
    assert shown("no_fault")["ask"] is True
    not_solved("Het scherm is nog leeg.")
    shown("contacted")
    seen = case(leader, nr)
    assert seen["objection"] == 0 and [e["detail"]["note"] for e in seen["events"] if e["what"] == "object"] == ["Het scherm is nog leeg."]
    result()
    step(leader, nr, "ask_repair", {"party": party, "text": "Maak het scherm.", "due": "2099-12-01"})
    step(desk, nr, "ready", {"by": "Nulpunt", "when": "2026-11-25", "what": "scherm vervangen"})
    assert shown("ready")["ask"] is True
    not_solved("Nog steeds leeg.")
    assert "ask" not in shown("handed")
    seen = case(leader, nr)
    assert (seen["owner"], seen["reopened"]) == ("leider", 1) and "first-contact" in [k["clock"] for k in seen["clocks"] if not k["stopped"]], seen
    assert desk.get("/api/v1/quarantine")[1]["items"] == []


def later(s, minutes):
    """Central again, as if so many minutes had passed."""
    s.central.stop()
    s.start_central({"PORTIEK_CLOCK_OFFSET_MS": str(minutes * 60_000)})


def an_alarm_nobody_takes_is_told_to_the_desk_and_then_to_the_manager(s):
    """Each once, through restarts, until somebody takes it [R52 D4]"""
    staff = s.open_office("kcc")
    status, _ = staff.post("/melden/api/v1/alarms/GAS", {})
    assert status in (200, 201), status
    alarm, = staff.get("/api/v1/alarms")[1]["alarms"]
    clock, = alarm["clocks"]
    assert clock["label"] == "Noodmelding opgepakt" and clock["due"] == alarm["captured"] + 120_000, clock
    assert "2 minuten na het noodsignaal" in clock["explain"] and "regel 10, versie 1" in clock["explain"], clock
    notices = lambda who: s.staff(who).get("/api/v1/notices")[1]["notices"]
    assert notices("kcc") == []
    later(s, 3)
    told, = eventually(lambda: notices("kcc"), "the desk is told")
    assert (told["alarm"], told["nr"], told["what"]) == (alarm["id"], 0, "late"), told
    assert notices("manager") == []
    later(s, 10)
    eventually(lambda: notices("manager"), "the manager is told")
    later(s, 11)
    assert (len(notices("kcc")), len(notices("manager"))) == (1, 1), "told twice"
    staff = s.staff("kcc")
    assert staff.call("POST", f"/api/v1/alarms/{alarm['id']}/accept", {})[0] == 204
    assert notices("kcc") == [] and notices("manager") == []
    assert staff.get("/api/v1/alarms")[1]["alarms"][0]["clocks"][0]["stopped"] == "taken"


def a_kiosk_hears_at_midnight_whom_to_call_from_now_on(s):
    """Also when the office was off when the day began [R3 R7]"""
    now = datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Amsterdam"))
    noon = now.replace(hour=12, minute=0, second=0)
    today, tomorrow = now.date(), now.date() + datetime.timedelta(days=1)
    at = lambda hours: {"PORTIEK_CLOCK_OFFSET_MS": str(int((noon.timestamp() - now.timestamp() + hours * 3600) * 1000))}
    kiosk = s.start_kiosk(at(0))  # midnight is far while this is tried
    s.start_central(at(0))
    csv = s.dir / "contacts.csv"
    csv.write_text("party,role,name,phone,mail,hours,valid_from,valid_until,channels,order\n"
                   f"meetwijzer,monitoring,Klantenteam,088 000 0011,,,2024-01-01,{today},,1\nmeetwijzer,monitoring,Nieuw,088 000 0022,,,{tomorrow},,,1\n")
    assert stack.run("portiek-central", "import", "contacts", csv, "--data", s.central_dir).returncode == 0
    ask = lambda page: (page.get("/api/v1/energy?unit=ZONNEWEIDE-001&object=MONITORING")[1]["party"] or {}).get("phone")
    eventually(lambda: ask(kiosk) == "088 000 0011", "the kiosk hears of today's contact")
    s.central.stop()
    s.kiosk.stop()
    s.start_central(at(24))
    kiosk = s.start_kiosk(at(24))
    eventually(lambda: ask(kiosk) == "088 000 0022", "the kiosk hears of the contact of the new day")


def a_file_no_case_names_is_gone_after_a_start(s):
    """Evidence is on disk before its row; when the event was not committed, the start takes it [R22 R55]"""
    staff = s.open_office("kcc")
    nr = filed(s, staff)
    party = next(p["key"] for p in staff.get("/api/v1/parties")[1]["parties"] if p["kind"] != "department" and p.get("mail"))
    step(staff, nr, "forward", {"party": party, "text": "Wilt u kijken?"})
    link = case(staff, nr)["outside"][0]["url"]
    path = "/l/" + link.split("/l/")[1]
    png = b"\x89PNG\r\n\x1a\n" + b"x" * 64
    outside = Client(s.central.url)
    assert outside.call("POST", f"{path}/file?name=a.png", raw=png, headers={"Content-Type": "image/png"})[0] == 204
    assert outside.call("POST", f"{path}/file?name=a.png", raw=b"no picture", headers={"Content-Type": "image/png"})[0] == 415
    blobs = s.central_dir / "blobs"
    kept = {path.name for path in blobs.iterdir()}
    assert len(kept) == 1, "a refused file stays nowhere"
    s.central.stop()
    (blobs / ("ab" * 32)).write_bytes(b"of an event that never was")
    s.start_central()
    assert {path.name for path in blobs.iterdir()} == kept
    leader = s.staff("leider")
    evidence, = case(leader, nr)["evidence"]
    assert leader.call("GET", f"/api/v1/evidence/{evidence['id']}")[1] == png


if __name__ == "__main__":
    stack.main(a_letter_is_seen_as_it_will_go_out_and_nothing_stays, what_cannot_be_written_is_said_before,
               a_person_decides_about_a_letter_that_does_not_leave, a_mail_that_came_back_is_no_longer_sent,
               standard_texts_are_kept_by_administrators_and_filled_per_case,
               who_says_it_was_told_before_is_offered_the_way_to_the_leader,
               not_solved_at_the_kiosk_objects_or_returns_it_to_the_leader,
               a_kiosk_hears_at_midnight_whom_to_call_from_now_on,
               a_file_no_case_names_is_gone_after_a_start,
               an_alarm_nobody_takes_is_told_to_the_desk_and_then_to_the_manager)
