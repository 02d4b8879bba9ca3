#!/usr/bin/python3
"""Everything about one person: told on request, and gone on request, from the files as well (AVG).

SPDX-License-Identifier: EUPL-1.2
"""
import json

import stack
from stack import eventually, report, run, some_unit, uuid7

NAME, WORDS, SAID = "Quirinus Zwaluwe", "de xylofoonkraan druppelt", "dankjewel zonnebloemkwartier"


def closed_case(s, kiosk, staff):
    """A report of one person that ran its whole road, and what he said afterwards."""
    contact = {"name": NAME, "phone": "0687654321", "mail": "quirinus@zwaluwe.example", "via": "mail"}
    _, saved = kiosk.post("/api/v1/reports", report(kiosk, some_unit(kiosk), words=WORDS, contact=contact))
    find = lambda: next((c for c in staff.get("/api/v1/cases?view=all")[1]["cases"] if c["receipt"] == saved["receipt"]), None)
    nr = eventually(find, "the case stands in the inbox")["nr"]
    done = {"by": "Piet", "when": "2026-11-25", "what": "leertje vervangen"}
    for action, fields in (("note", {"note": f"gebeld met {NAME}"}), ("start", {}), ("done", done)):
        status, told = staff.post(f"/api/v1/cases/{nr}/{action}", fields)
        assert status in (200, 204), (action, status, told)
    pair = {"receipt": saved["receipt"], "code": saved["follow"]}
    eventually(lambda: ((kiosk.post("/api/v1/cases", pair)[1] or {}).get("case") or {}).get("state") == "done", "the kiosk says done")
    kiosk.post("/api/v1/cases/answer", {**pair, "id": uuid7(), "answer": "solved", "words": SAID, "lang": "nl"})
    eventually(lambda: staff.get(f"/api/v1/cases/{nr}")[1]["state"] == "closed", "solved closes")
    return nr, saved["receipt"]


def one_person_is_told_everything_and_then_forgotten(s):
    """[D12 R25 R55]"""
    kiosk, staff = s.start_kiosk(), s.open_office()
    nr, receipt = closed_case(s, kiosk, staff)
    told = json.loads(run("portiek-central", "person", "export", "--data", s.central_dir, "--phone", "06 8765 4321").stdout)
    assert [c["receipt"] for c in told["cases"]] == [receipt], told
    text = json.dumps(told, ensure_ascii=False)
    assert NAME in text and WORDS in text and SAID in text and "quirinus@zwaluwe.example" in text, text
    refused = run("portiek-central", "person", "erase", "--data", s.central_dir, check=False)
    assert refused.returncode != 0 and "say who" in refused.stdout + refused.stderr, refused
    other = report(kiosk, some_unit(kiosk), contact=told["cases"][0]["report"]["contact"])
    kiosk.post("/api/v1/reports", other)
    second = eventually(lambda: [c["nr"] for c in staff.get("/api/v1/cases?view=all")[1]["cases"] if c["nr"] != nr],
                        "a second case of the same person")[0]
    refused = run("portiek-central", "person", "erase", "--data", s.central_dir, "--phone", "0687654321", check=False)
    assert refused.returncode != 0 and "1 cases of this person are open" in refused.stdout + refused.stderr, refused
    status, answer = staff.post(f"/api/v1/cases/{second}/withdraw", {"note": "toch niet"})
    assert status in (200, 204), (status, answer)
    gone = run("portiek-central", "person", "erase", "--data", s.central_dir, "--phone", "0687654321")
    assert "2 cases no longer name this person" in gone.stdout, gone.stdout
    case = staff.get(f"/api/v1/cases/{nr}")[1]
    page = json.dumps(case, ensure_ascii=False)
    assert NAME not in page and WORDS not in page and SAID not in page and "leertje" not in page, page
    assert case["report"]["object"] == "KRAAN" and not case["steps"], case
    assert [e["what"] for e in case["events"]][-1] == "forgotten"
    assert "0 cases with a broken history" in run("portiek-central", "verify", "--data", s.central_dir).stdout
    s.central.stop()
    for file in s.central_dir.rglob("*"):
        if not file.is_file() or file.suffix == ".eml":  # a mail that left is with its receiver
            continue
        bytes_ = file.read_bytes()
        for word in (NAME, WORDS, SAID, "quirinus@", "687654321"):
            assert word.encode() not in bytes_, f"{word} is still in {file.name}"


def the_administrator_does_so_on_screen_and_nobody_else(s):
    """[R55]"""
    kiosk, staff = s.start_kiosk(), s.open_office()
    nr, receipt = closed_case(s, kiosk, staff)
    asked = {"mail": "quirinus@zwaluwe.example"}
    for door in ("export", "erase"):
        assert staff.post(f"/api/v1/persons/{door}", asked)[0] == 403
    admin = s.staff("beheer")
    for wrong, want in (({}, 422), ({"phone": "12"}, 422), ({"tenant": "T-404"}, 404)):
        assert admin.post("/api/v1/persons/export", wrong)[0] == want, wrong
    status, told = admin.post("/api/v1/persons/export", asked)
    assert status == 200 and [c["receipt"] for c in told["cases"]] == [receipt] and told["cases"][0]["history"], told
    assert admin.post("/api/v1/persons/erase", asked) == (200, {"open": 0, "forgotten": 1})
    assert admin.post("/api/v1/persons/export", asked)[1]["cases"] == []
    assert NAME not in json.dumps(staff.get(f"/api/v1/cases/{nr}")[1])


stack.main(the_administrator_does_so_on_screen_and_nobody_else, one_person_is_told_everything_and_then_forgotten)
