#!/usr/bin/python3
"""The complement of the printed flow table, asked over HTTP: each role, each step, in each state a case comes by.

Whatever the table does not allow is refused and changes nothing; what it allows is left to the other roads.

SPDX-License-Identifier: EUPL-1.2
"""
import pathlib

import stack
from stack import eventually, report

TABLE = pathlib.Path(__file__).parents[1] / "golden" / "flow.tsv"
ROLES = {"kcc": "phone", "leider": "leader", "planner": "planner", "wijkbeheerder": "caretaker", "manager": "manager",
         "beheer": "admin"}
INSIDE = ("file", "strand")  # how a case is born: no door leads there
DONE = {"by": "Piet", "when": "2026-11-25", "what": "scherm vervangen"}
TALK = {"medium": "phone", "note": "gesproken"}
ROADS = {  # kind of report: (who, step, fields) through as many states as it can come by
    "question": [
        ("kcc", "see", {}), ("kcc", "refer", {"party": "nulpunt", "medium": "print"}), ("kcc", "return", {"reason": "dissatisfied", "note": "x"}),
        ("leider", "accept", {}), ("leider", "contact", TALK), ("leider", "investigate", {"note": "x", "data_here": "no"}),
        ("leider", "ask", {"party": "meetwijzer", "text": "x", "due": "2099-12-01"}), ("leider", "answer", {"text": "x"}),
        ("leider", "result", {"text": "x"}), ("leider", "present", TALK),
        ("leider", "ask_arrangement", {"party": "nulpunt", "text": "x", "due": "2099-12-01"}), ("leider", "propose", {"text": "x"}),
        ("leider", "arranged", DONE), ("leider", "close", {})],
    "repair": [
        ("planner", "start", {}), ("planner", "plan", {"day": "2099-11-30", "part": "OCH"}), ("planner", "done", DONE),
        ("kcc", "reopen", {"note": "lekt nog"}), ("kcc", "forward", {"party": "gemeente", "text": "x"}),
        ("kcc", "partner", {"text": "x"}), ("kcc", "inform", TALK), ("planner", "close", {})],
}


def rows():
    for line in TABLE.read_text().splitlines()[1:]:
        state, step, to, kinds, who = line.split("\t")[:5]
        yield state, step, kinds.split(","), set(ROLES.values()) if who == "staff" else set(who.split(","))


def allowed(state, kind, step):
    """Roles that may take a step from there; None: no such step from there for anybody."""
    found = [who for s, a, kinds, who in rows() if s == state and a == step and (kinds == ["any"] or kind in kinds)]
    return set().union(*found) if found else None


def refuse_all(people, nr, kind):
    case = people["manager"].get(f"/api/v1/cases/{nr}")[1]
    steps, tried = sorted({a for _, a, _, _ in rows()}), 0
    for name, role in ROLES.items():
        for step in steps:
            may = allowed(case["state"], kind, step)
            if may and role in may:
                continue
            want = 404 if step in INSIDE else 409 if may is None else 403
            status, told = people[name].post(f"/api/v1/cases/{nr}/{step}", {})
            if step == "see" and status == 204:
                continue  # looking again is no step: nothing changes, see below
            assert status == want, (case["state"], name, step, status, told)
            tried += 1
    after = people["manager"].get(f"/api/v1/cases/{nr}")[1]
    assert (after["state"], after["version"]) == (case["state"], case["version"]), (case["state"], after["state"])
    return case["state"], tried


def walk(s, people, kind, body):
    kiosk = stack.Client(s.kiosk.url)
    status, saved = kiosk.post("/api/v1/reports", body(kiosk))
    assert status == 201, saved
    find = lambda: [c for c in people["kcc"].get("/api/v1/cases?view=all")[1]["cases"] if c["receipt"] == saved["receipt"]]
    nr = eventually(find, "the case is at the office")[0]["nr"]
    states, tried = set(), 0
    for name, step, fields in [(None, None, None), *ROADS[kind]]:
        if step:
            status, told = people[name].post(f"/api/v1/cases/{nr}/{step}", fields)
            assert status in (200, 204), (kind, step, status, told)
        state, count = refuse_all(people, nr, kind)
        states.add(state)
        tried += count
    return states, tried


def what_the_table_does_not_allow_is_refused_to_every_role(s):
    """[R15 R22 R25]"""
    s.start_kiosk()
    s.open_office()
    people = {name: s.staff(name) for name in ROLES}
    home = people["kcc"].get("/api/v1/dwellings?q=zonneweide+1")[1]["dwellings"][0]["key"]
    question = lambda kiosk: report(kiosk, home, branch="energy", kind="question", room="TRI", object="MONITORING", fault=None,
                                    words="het scherm blijft leeg", suspect=None, when=None)
    asked, a = walk(s, people, "question", question)
    mended, b = walk(s, people, "repair", lambda kiosk: report(kiosk, stack.some_unit(kiosk)))
    states = asked | mended
    assert len(states) >= 17, sorted(states)
    print(f"# {a + b} jumps refused in {len(states)} states: {' '.join(sorted(states))}")


def no_door_that_changes_something_opens_without_the_word_of_the_page(s):
    """A cookie alone is not enough, whoever it belongs to. [R25]"""
    s.start_central()
    admin = s.staff("beheer")
    admin.csrf = None
    doors = [line.split()[1] for line in (TABLE.parent / "central-routes.txt").read_text().splitlines() if line.startswith("POST ")]
    doors = [d.replace("*", "1/x") for d in doors if d.startswith("/api/v1/") and d != "/api/v1/login"]
    assert len(doors) > 20, doors
    wrong = {d: admin.post(d, {"name": "x"})[0] for d in doors}
    assert {d: code for d, code in wrong.items() if code != 403} == {}, wrong


stack.main(no_door_that_changes_something_opens_without_the_word_of_the_page, what_the_table_does_not_allow_is_refused_to_every_role)
