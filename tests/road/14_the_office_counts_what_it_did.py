#!/usr/bin/python3
"""Dashboards and exports through the real programs: what is counted, who may have it, what the audit keeps.

SPDX-License-Identifier: EUPL-1.2
"""
import sqlite3

import stack
from stack import eventually, report


def step(page, nr, action, fields=None):
    version = page.get(f"/api/v1/cases/{nr}")[1]["version"]
    status, body, _ = page.call("POST", f"/api/v1/cases/{nr}/{action}", fields or {}, {"If-Match": f'"{version}"'})
    assert status == 204, (action, status, body)


def table(page, key, query=""):
    status, body = page.get(f"/api/v1/figures{query}")
    assert status == 200, (status, body)
    return next(t for t in body["tables"] if t["key"] == key)


def row(t, first):
    return next((r for r in t["rows"] if r[0] == first), None)


def filed(s, page, kiosk, **changes):
    status, saved = kiosk.post("/api/v1/reports", report(kiosk, changes.pop("unit"), **changes))
    assert status == 201, saved
    find = lambda: page.get(f"/api/v1/cases?view=all&q={saved['receipt']}")[1]["cases"]
    return eventually(find, "the report is at the office")[0]["nr"]


def nom_home(page):
    for word in "abcdefghijklmnopqrstuvwz":
        for d in page.get(f"/api/v1/dwellings?q={word}")[1]["dwellings"]:
            if d.get("nom") and d.get("provider"):
                return d
    raise AssertionError("the demo has no zero-energy home")


def audit(s):
    with sqlite3.connect(f"file:{s.central_dir}/portiek.db?mode=ro", uri=True) as db:
        return db.execute("SELECT who, what, about, detail FROM audit WHERE what LIKE 'export.%' ORDER BY n").fetchall()


def a_case_is_counted_from_the_kiosk_to_the_scorecard(s):
    """Question and complaint apart, first contact in time, the supplier's card, the fee at risk. [R4 R17 D9]"""
    phone = s.open_office("kcc")
    leader, manager = s.staff("leider"), s.staff("manager")
    kiosk = s.start_kiosk()
    home = nom_home(phone)
    nr = filed(s, phone, kiosk, unit=home["key"], branch="energy", kind="question", room="TRI", object="MONITORING",
               fault="GEEN-DATA", words="", suspect={"code": "GATEWAY", "room": None, "object": None}, when=None)
    step(phone, nr, "see")
    party = phone.get(f"/api/v1/cases/{nr}")[1]["route"]["party"]
    step(phone, nr, "refer", {"party": party, "medium": "print"})
    step(phone, nr, "return", {"reason": "not_taken_up"})
    step(leader, nr, "accept")
    step(leader, nr, "contact", {"medium": "phone", "note": "gesproken"})
    question, complaint = row(table(manager, "kinds"), "Vraag"), row(table(manager, "kinds"), "Klacht")
    assert question[1:4] == [1, 0, 1] and complaint[1] == 0, (question, complaint)
    contact = table(manager, "contact")
    assert contact["total"][1:] == [1, 1, 0, 0, 1000], contact
    suppliers = table(manager, "suppliers")["rows"]
    assert [r[2:5] for r in suppliers] == [[1, 1, 0]], suppliers
    dark = table(manager, "dark_homes")["rows"]
    assert len(dark) == 1 and dark[0][3] == nr and dark[0][4] == 1 and dark[0][6] > 0, dark
    step(leader, nr, "investigate", {"note": "geen", "data_here": "yes"})
    step(leader, nr, "result", {"text": "De gateway was stuk.", "found": "GATEWAY"})
    hits = table(manager, "hits")["rows"]
    assert [r[2:] for r in hits] == [[1, 1, 1, 1000]], hits
    week = table(manager, "work", "?by=week&from=2026-01-01&until=2026-01-31")
    assert [r[0] for r in week["rows"]] == ["2026-W01", "2026-W02", "2026-W03", "2026-W04", "2026-W05"], week["rows"]
    assert manager.get("/api/v1/figures?from=2026-02-01&until=2026-01-01")[0] == 422
    assert manager.get("/api/v1/figures?by=year")[0] == 422


def figures_are_for_managers_and_exports_stand_in_the_audit(s):
    """A sheet opens in a Dutch Excel, holds no names, and is written down. [R55]"""
    phone = s.open_office("kcc")
    manager, planner = s.staff("manager"), s.staff("planner")
    kiosk = s.start_kiosk()
    unit = stack.some_unit(kiosk)
    repair = filed(s, phone, kiosk, unit=unit)
    secret = filed(s, phone, kiosk, unit=None, branch="surroundings", kind="nuisance", room=None, object=None, when=None,
                   fault="GEL", place={"code": "PORTIEK"}, cause="people", suspect=None)
    for page in (phone, planner):
        assert page.get("/api/v1/figures")[0] == 403 and page.get("/api/v1/figures.csv?table=work")[0] == 403
    status, text, head = phone.call("GET", "/api/v1/cases.csv?view=all")
    assert status == 200 and head["Content-Type"] == "text/csv; charset=utf-8", (status, text)
    assert head["Content-Disposition"] == 'attachment; filename="zaken-all.csv"'
    lines = text.decode().split("\r\n")
    assert lines[0].startswith("\ufeffZaak;Bonnummer;"), lines[0]
    assert {line.split(";")[0] for line in lines[1:] if line} == {str(repair), str(secret)}, lines
    assert "Vries" not in text.decode() and "0612345678" not in text.decode()
    lines = planner.call("GET", "/api/v1/cases.csv?view=all")[1].decode().split("\r\n")
    assert [line.split(";")[0] for line in lines[1:] if line] == [str(repair)], lines
    assert planner.call("GET", "/api/v1/cases.csv?view=all&urgency=emergency")[1].count(b"\r\n") == 1
    assert planner.call("GET", "/api/v1/cases.csv?view=nothing")[0] == 422
    sheet = manager.call("GET", "/api/v1/figures.csv?table=work&from=2026-01-01&until=2026-03-31")[1].decode()
    assert sheet.startswith("\ufeffPeriode;Gemeld;") and "\r\n2026-02;0;0;0\r\n" in sheet, sheet
    assert stack.Client(s.central.url).get("/api/v1/cases.csv")[0] == 401
    kept = audit(s)
    assert kept == [("kcc", "export.cases", "Alles", "2 regels"), ("planner", "export.cases", "Alles", "1 regel"),
                    ("planner", "export.cases", "Alles", "0 regels"),
                    ("manager", "export.figures", "Binnengekomen en afgehandeld", "2026-01-01 – 2026-03-31")], kept


def found(s, rights):
    """Findings of so many cases like the first: cause -> (named, right)."""
    with sqlite3.connect(s.central_dir / "portiek.db") as db:
        columns = [r[1] for r in db.execute("PRAGMA table_info(case_file)")]
        source = ", ".join({"nr": "?", "receipt": "?", "item": "NULL", "id": "randomblob(16)"}.get(c, c) for c in columns)
        nr = 5000
        for cause, (named, right) in rights.items():
            for i in range(named):
                nr += 1
                db.execute(f"INSERT INTO case_file SELECT {source} FROM case_file ORDER BY nr LIMIT 1", (nr, f"X{nr}"))
                db.execute("INSERT INTO found_cause SELECT ?, captured, 'KRAAN', 'LEK', ?, ? FROM case_file WHERE nr = ?",
                           (nr, cause, cause if i < right else "IETS-ANDERS", nr))


def causes(page, path):
    html = page.call("GET", path)[1].decode()
    return [slug for slug in sorted(("rubber-in-kraan", "buis-in-kastje", "weet-niet"), key=lambda slug: html.index(f'href="{slug}/"'))]


def what_tenants_were_right_about_is_offered_first(s):
    """Findings at the office put the pages of office and kiosk into another order, by themselves. [D7]"""
    page = "/nl/woning/keuken/kraan/lekt/"
    phone = s.open_office("kcc")
    kiosk = s.start_kiosk()
    filed(s, phone, kiosk, unit=stack.some_unit(kiosk))
    as_written = ["rubber-in-kraan", "buis-in-kastje", "weet-niet"]
    assert causes(phone, "/melden" + page) == as_written and causes(kiosk, page) == as_written
    s.central.stop()
    found(s, {"LEERTJE": (30, 6), "LEIDING-KASTJE": (30, 27)})
    s.start_central()
    phone = s.staff("kcc")
    ranked = ["buis-in-kastje", "rubber-in-kraan", "weet-niet"]
    eventually(lambda: causes(phone, "/melden" + page) == ranked, "the office offers them in another order")
    at_start = lambda: kiosk.call("GET", "/nl/")[0] == 200  # new pages come in where nobody is in the middle of a report
    eventually(lambda: at_start() and causes(kiosk, page) == ranked, "so does the kiosk")


stack.main(a_case_is_counted_from_the_kiosk_to_the_scorecard, figures_are_for_managers_and_exports_stand_in_the_audit,
           what_tenants_were_right_about_is_offered_first)
