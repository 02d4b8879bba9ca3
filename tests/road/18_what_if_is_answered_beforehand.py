#!/usr/bin/python3
"""A changed ladder and changed rules are tried on what happened, beside a running office.

SPDX-License-Identifier: EUPL-1.2
"""
import hashlib
import json
import sqlite3

import stack
from stack import report, run, some_unit



def simulate(s, what, text, *flags, check=True):
    path = s.dir / f"{what}.csv"
    path.write_text(text)
    return run("portiek-central", what, "simulate", path, *flags, "--data", s.central_dir, check=check)


def file_cases(s, count):
    """Reports by phone; the first is told the reporter at once."""
    page = s.open_office()
    desk = s.desk(page)
    desk.csrf = page.csrf
    unit = some_unit(desk)
    for i in range(count):
        status, done = desk.post("/api/v1/reports", report(desk, unit, channel="phone", first_contact=True,
                                                           actor={"kind": "operator", "ref": None}))
        assert status == 201, (status, done)
    return page


def content(s):
    with sqlite3.connect(f"file:{s.central_dir}/portiek.db?mode=ro", uri=True) as db:
        return hashlib.sha256("\n".join(db.iterdump()).encode()).hexdigest()


def in_force(s, table):
    with sqlite3.connect(f"file:{s.central_dir}/portiek.db?mode=ro", uri=True) as db:
        return db.execute(f"SELECT csv FROM {table} ORDER BY version DESC LIMIT 1").fetchone()[0]


def a_ladder_is_tried_on_a_year_of_cases_while_the_office_runs(s):
    """[D4]"""
    page = file_cases(s, 3)
    _, listed = page.get("/api/v1/cases?view=all")
    first = listed["cases"][0]["nr"]
    _, case = page.get(f"/api/v1/cases/{first}")
    status, _, _ = page.call("POST", f"/api/v1/cases/{first}/plan", {"day": "2030-01-02", "part": "OCH"}, {"If-Match": f'"{case["version"]}"'})
    assert status == 204, status
    sample, before = in_force(s, "ladder_set"), content(s)
    same = json.loads(simulate(s, "ladder", sample, "--json").stdout)
    assert same["cases"] == 3 and same["unclear"] == 0 and same["differ"]["cases"] == 0, same["differ"]
    assert same["active"] == same["changed"]
    appointment = next(r for r in same["active"]["rules"] if r["clock"] == "appointment")
    assert (appointment["started"], appointment["met"], appointment["running"]) == (3, 1, 2), appointment
    shorter = sample.replace("appointed|ready|closed,5,working_days,1wd,", "appointed|ready|closed,1,clock_minutes,,") \
                    .replace("5 werkdagen na de melding", "1 minuut na de melding")
    assert shorter != sample
    told = simulate(s, "ladder", shorter).stdout
    assert "3 cases would differ" in told and listed["cases"][0]["receipt"] in told, told
    bad = simulate(s, "ladder", sample.replace("working_days", "moons", 1), check=False)
    assert bad.returncode == 65 and "line 4: unit" in bad.stderr, bad.stderr
    assert simulate(s, "ladder", sample, "--from", "2026-02-30", check=False).returncode == 64
    assert run("portiek-central", "ladder", "simulate", s.dir / "none.csv", "--data", s.central_dir, check=False).returncode == 66
    assert json.loads(simulate(s, "ladder", sample, "--to", "2020-01-01", "--json").stdout)["cases"] == 0
    assert content(s) == before


def rules_are_tried_on_every_case_there_was(s):
    """[D5]"""
    file_cases(s, 2)
    rules, before = in_force(s, "rule_set"), content(s)
    same = json.loads(simulate(s, "rules", rules, "--json").stdout)
    assert same["cases"] == 2 and same["moved"] == 0 and same["since"] == 0 and same["unread"] == 0, same
    head = rules.split("\n", 1)[0]
    empty = {"rank": "1", "rule": "alles-wonen", "party": "dept:living", "reason": "Alles"}
    first = ",".join(empty.get(column, "") for column in head.split(","))
    everything = json.loads(simulate(s, "rules", f"{head}\n{first}\n", "--json").stdout)
    assert everything["moved"] == 2 and len(everything["moves"]) == 1, everything
    move = everything["moves"][0]
    assert move["to"] == "dept:living" and move["now"] == {"rank": 1, "rule": "alles-wonen"} and move["was"]["rank"] > 1, move
    assert len(move["shown"]) == 2 and move["shown"][0]["then"] == move["from"]
    text = simulate(s, "rules", f"{head}\n{first}\n").stdout
    assert f"{move['from']} -> dept:living" in text and move["shown"][0]["receipt"] in text, text
    assert content(s) == before


def the_office_asks_the_same_over_http(s):
    """[D4 D5]"""
    file_cases(s, 2)
    kcc, boss = s.staff("kcc"), s.staff("beheer")
    ladder, rules = in_force(s, "ladder_set"), in_force(s, "rule_set")
    assert kcc.post("/api/v1/ladder/simulate", {"csv": ladder})[0] == 403
    status, found = boss.post("/api/v1/ladder/simulate", {"csv": ladder})
    assert status == 200 and found["cases"] == 2 and found["differ"]["cases"] == 0, (status, found)
    verb = json.loads(simulate(s, "ladder", ladder, "--json").stdout)
    for moving in ("until", "now"):
        del found[moving], verb[moving]
    assert found == verb
    status, found = boss.post("/api/v1/rules/simulate", {"csv": rules, "from": "2020-01-01", "to": ""})
    assert status == 200 and found["cases"] == 2 and found["moved"] == 0, (status, found)
    status, found = boss.post("/api/v1/rules/simulate", {"csv": "rank,rule\n"})
    assert status == 200 and found["problems"][0]["line"] == 1 and "cases" not in found, (status, found)
    assert found["problems"][0]["text"] == 'Kolom "party" ontbreekt.', found
    assert boss.post("/api/v1/rules/simulate", {"csv": ""})[1]["field"] == "csv"
    assert boss.post("/api/v1/rules/simulate", {"csv": rules, "from": "gisteren"})[1]["field"] == "from"
    assert boss.post("/api/v1/ladder/simulate", {"csv": "x" * 300000})[0] == 400
    no_token = stack.Client(s.central.url)
    no_token.cookies = boss.cookies
    assert no_token.post("/api/v1/ladder/simulate", {"csv": ladder})[0] == 403


stack.main(a_ladder_is_tried_on_a_year_of_cases_while_the_office_runs, rules_are_tried_on_every_case_there_was,
           the_office_asks_the_same_over_http)
