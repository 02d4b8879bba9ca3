#!/usr/bin/python3
"""Seed A through the real programs: refer, return, project leader, investigation, result, supplier's link, close.

SPDX-License-Identifier: EUPL-1.2
"""
import re
import urllib.parse

import stack
from stack import Client, eventually, report


def nom_home(staff):
    for word in "abcdefghijklmnopqrstuvwz":
        for d in staff.get(f"/api/v1/dwellings?q={word}")[1]["dwellings"]:
            if d.get("nom") and d.get("supplier") and d.get("provider"):
                return d["key"]
    raise AssertionError("the demo has no zero-energy home")


def step(page, nr, action, fields=None, want=204):
    """Look, then act on what was seen."""
    version = page.get(f"/api/v1/cases/{nr}")[1]["version"]
    status, body, _ = page.call("POST", f"/api/v1/cases/{nr}/{action}", fields or {}, {"If-Match": f'"{version}"'})
    assert status == want, (action, status, body)
    return body


def monitoring_question(s, phone):
    home = nom_home(phone)
    kiosk = s.start_kiosk()
    status, saved = kiosk.post("/api/v1/reports", report(kiosk, home, branch="energy", kind="question", room="TRI", object="MONITORING",
                                                        fault=None, words="het scherm blijft leeg", suspect=None,
                                                        when=None))
    assert status == 201, saved
    find = lambda: [c for c in phone.get("/api/v1/cases?view=all")[1]["cases"] if c["receipt"] == saved["receipt"]]
    return eventually(find, "the question is at the office")[0]["nr"]


def offered(page, nr):
    return {o["action"]: o for o in page.get(f"/api/v1/cases/{nr}")[1]["steps"]}


def to_repair_asked(s):
    phone = s.open_office("kcc")
    leader = s.staff("leider")
    nr = monitoring_question(s, phone)
    step(phone, nr, "see")
    party = phone.get(f"/api/v1/cases/{nr}")[1]["route"]["party"]
    step(phone, nr, "refer", {"party": party, "medium": "print"})
    step(phone, nr, "return", {"reason": "dissatisfied", "note": "niemand belt terug"})
    step(leader, nr, "accept")
    step(leader, nr, "contact", {"medium": "phone", "note": "huurder gesproken"})
    step(leader, nr, "investigate", {"note": "geen meetgegevens", "data_here": "no"})
    step(leader, nr, "ask", {"party": party, "text": "Stuur de meetgegevens van november.", "due": "2099-12-01"})
    return phone, leader, nr, party


def link_of(page, nr):
    return page.get(f"/api/v1/cases/{nr}")[1]["outside"][0]["url"]


def form(client, path, **fields):
    return client.call("POST", path, raw=urllib.parse.urlencode(fields).encode(),
                       headers={"Content-Type": "application/x-www-form-urlencoded"})


def the_whole_tree_to_a_close_with_proof(s):
    """The phone desk refers, the leader investigates, the supplier answers by link, only then it closes. [R11 R13 R14 R16 R18 R19 R20 R21 R22 R23 R25]"""
    phone, leader, nr, party = to_repair_asked(s)
    outside = Client(s.central.url)
    path = link_of(leader, nr)
    status, page, head = outside.call("GET", path)
    text = page.decode()
    assert status == 200 and "Stuur de meetgegevens van november." in text and "<script>" not in text, status
    assert "M. de Vries" not in text and "0612345678" not in text  # a question needs no tenant
    assert head["Cache-Control"] == "no-store" and "default-src 'none'" in head["Content-Security-Policy"]
    status, page, _ = form(outside, path, step="answer", text="")
    assert status == 422 and "niet goed ingevuld" in page.decode()
    status, _, head = form(outside, path, step="answer", text="Het scherm staat sinds maandag uit.")
    assert status == 303 and head["Location"].startswith(path), (status, head)
    assert "Dank u wel" in outside.call("GET", head["Location"])[1].decode()
    assert form(outside, path, step="answer", text="nog eens")[0] == 409
    step(leader, nr, "result", {"text": "Het scherm is stuk.", "found": "DEFECT"})
    assert step(leader, nr, "ask_repair", {"party": party, "text": "x", "due": "2099-12-01"}, 422)["field"] == "presented"
    step(leader, nr, "present", {"medium": "phone", "note": "huurder blij"})
    step(leader, nr, "ask_repair", {"party": party, "text": "Vervang het scherm.", "due": "2099-12-05"})
    assert "close" not in offered(leader, nr)
    path = link_of(leader, nr)
    assert "M. de Vries" in outside.call("GET", path)[1].decode()  # a repairer must call
    jpeg = b"\xff\xd8\xff\xe0" + b"x" * 2000
    assert outside.call("POST", path + "/file?name=na.jpg", raw=jpeg, headers={"Content-Type": "image/jpeg"})[0] == 204
    assert outside.call("POST", path + "/file?name=x.jpg", raw=b"<html>", headers={"Content-Type": "image/jpeg"})[0] == 415
    assert form(outside, path, step="ready", by="Monteur Jansen", when="2099-12-03", what="scherm vervangen")[0] == 303
    case = leader.get(f"/api/v1/cases/{nr}")[1]
    assert case["state"] == "ready" and case["evidence"][0]["name"] == "na.jpg", case["state"]
    assert leader.call("GET", f"/api/v1/evidence/{case['evidence'][0]['id']}")[1] == jpeg
    assert step(phone, nr, "close", want=403)
    step(leader, nr, "close")
    assert leader.get(f"/api/v1/cases/{nr}")[1]["state"] == "closed"
    events = [e["what"] for e in leader.get(f"/api/v1/cases/{nr}")[1]["events"]]
    assert events.index("answer") < events.index("result") < events.index("ready") < events.index("close"), events


def only_the_right_link_opens_a_case_and_only_while_it_may(s):
    """Guessed, changed, foreign and revoked links get a plain answer and are counted. [R23]"""
    phone, leader, nr, party = to_repair_asked(s)
    outside = Client(s.central.url)
    path = link_of(leader, nr)
    token = path.split("/l/")[1]
    number, mac = token.split("-")
    other = "0" if mac[5] != "0" else "1"
    for wrong in (f"{number}-{mac[:5]}{other}{mac[6:]}", f"{int(number) + 1}-{mac}", token + "0", token[:-1], number):
        status, page, _ = outside.call("GET", f"/l/{wrong}")
        assert status == 404 and "kennen wij niet" in page.decode(), (wrong, status)
    assert outside.call("GET", f"/l/{token}")[0] == 429, "five wrong ones cost patience"
    s.central.stop()
    s.start_central()  # patience is memory, links are not
    outside = Client(s.central.url)
    leader = s.staff("leider")
    assert outside.call("GET", path)[0] == 200
    assert form(outside, path, step="ready", by="x", when="2099-12-03", what="y")[0] == 422, "another purpose"
    assert form(outside, path, step="close")[0] == 422
    link = leader.get(f"/api/v1/cases/{nr}")[1]["outside"][0]
    assert leader.post(f"/api/v1/links/{nr}/{link['id']}/revoke", {})[0] == 204
    status, page, _ = outside.call("GET", path)
    assert status == 410 and "ingetrokken" in page.decode()
    assert form(outside, path, step="answer", text="te laat")[0] == 410
    assert leader.get(f"/api/v1/cases/{nr}")[1]["state"] == "asked"


def two_people_on_one_case_the_second_sees_a_conflict(s):
    """[R25]"""
    phone, leader, nr, party = to_repair_asked(s)
    version = leader.get(f"/api/v1/cases/{nr}")[1]["version"]
    first = phone.call("POST", f"/api/v1/cases/{nr}/answer", {"text": "gebeld: scherm uit"}, {"If-Match": f'"{version}"'})
    second = leader.call("POST", f"/api/v1/cases/{nr}/recall", {"note": "duurt te lang"}, {"If-Match": f'"{version}"'})
    assert first[0] == 204 and second[0] == 412, (first, second)
    assert "Iemand anders" in second[1]["detail"]
    assert leader.get(f"/api/v1/cases/{nr}")[1]["state"] == "investigating"


def a_restart_in_the_middle_forgets_nothing(s):
    """Deadlines and their reasons stand as before. [R17 D4]"""
    phone = s.open_office("kcc")
    nr = monitoring_question(s, phone)
    step(phone, nr, "see")
    party = phone.get(f"/api/v1/cases/{nr}")[1]["route"]["party"]
    step(phone, nr, "refer", {"party": party, "medium": "print"})
    step(phone, nr, "return", {"reason": "not_taken_up"})
    before = phone.get(f"/api/v1/cases/{nr}")[1]["clocks"]
    first = next(c for c in before if c["clock"] == "first-contact")
    assert first["due"] - first["start"] == 86400_000 and "24 klokuren na overdracht" in first["explain"], first
    s.central.kill()
    s.start_central()
    phone = s.staff("kcc")
    assert phone.get(f"/api/v1/cases/{nr}")[1]["clocks"] == before
    assert phone.get(f"/api/v1/cases/{nr}")[1]["due_reason"]


stack.main(the_whole_tree_to_a_close_with_proof, only_the_right_link_opens_a_case_and_only_while_it_may,
           two_people_on_one_case_the_second_sees_a_conflict, a_restart_in_the_middle_forgets_nothing)
