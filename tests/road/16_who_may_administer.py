#!/usr/bin/python3
"""Administration over HTTP with the real office: accounts and their start passwords, and what each role
may reach, generated from the printed routes.

SPDX-License-Identifier: EUPL-1.2
"""
import json
import pathlib
import re
import shutil
import sqlite3

import stack
from stack import Client, report, run, uuid7

ROOT = pathlib.Path(__file__).parents[2]
ROLES = {"phone": "kcc", "leader": "leider", "planner": "planner", "caretaker": "wijkbeheerder", "manager": "manager", "admin": "beheer"}


def central(s, *args, check=True, stdin=None):
    return run("portiek-central", *args, "--data", s.central_dir, check=check, stdin=stdin)


def log_in(s, name, password):
    page = Client(s.central.url)
    status, said = page.post("/api/v1/login", {"name": name, "password": password})
    page.csrf = said.get("csrf")
    return status, said, page


def a_start_password_is_told_once_and_must_be_changed(s):
    """[-]"""
    admin = s.open_office("beheer")
    status, made = admin.post("/api/v1/users", {"name": "nieuw", "role": "phone", "departments": ["dept:repair"]})
    assert status == 201 and re.fullmatch(r"(\w{4}-){4}\w{4}", made["password"]), (status, made)
    assert admin.post("/api/v1/users", {"name": "nieuw", "role": "phone", "departments": []})[0] == 409
    assert made["password"] not in str(admin.get("/api/v1/users")[1])
    status, said, page = log_in(s, "nieuw", made["password"])
    assert status == 200 and said["must_change"] is True, said
    # nothing but choosing a password: every door for staff is shut
    for path in ("/api/v1/cases", "/api/v1/views", "/melden/nl/", "/melden/api/v1/kiosk"):
        assert page.get(path)[0] == 401, path
    assert page.get("/api/v1/me")[1]["must_change"] is True
    assert page.post("/api/v1/password", {"new": "kort"})[1]["field"] == "new"
    status, why = page.post("/api/v1/password", {"new": made["password"]})
    assert status == 422 and why["field"] == "new", "the start password is no own one"
    status, said = page.post("/api/v1/password", {"new": "een lang eigen woord"})
    assert status == 200 and said["must_change"] is False, said
    page.csrf = said["csrf"]
    assert page.get("/api/v1/cases")[0] == 200
    assert log_in(s, "nieuw", made["password"])[0] == 401
    # an own password is changed by who knows the old one
    status, why = page.post("/api/v1/password", {"old": "iets anders dan dat", "new": "nog een lang woord"})
    assert status == 422 and why["field"] == "old", (status, why)
    assert page.post("/api/v1/password", {"old": "een lang eigen woord", "new": "nog een lang woord"})[0] == 200
    assert Client(s.central.url).post("/api/v1/password", {"old": "x", "new": "nog een lang woord"})[0] == 401
    page.csrf = "0" * 32
    assert page.post("/api/v1/password", {"old": "nog een lang woord", "new": "weer een ander woord"})[0] == 403
    whole = (s.central_dir / "portiek.db").read_bytes() + (s.central_dir / "portiek.db-wal").read_bytes()
    assert made["password"].encode() not in whole, "no password is stored"


def an_account_is_blocked_and_no_administrator_locks_himself_out(s):
    """[-]"""
    admin = s.open_office("beheer")
    kcc = s.staff("kcc")
    assert kcc.get("/api/v1/cases")[0] == 200
    assert admin.post("/api/v1/users/block", {"name": "kcc"})[0] == 204
    assert kcc.get("/api/v1/cases")[0] == 401, "what was open ends at once"
    assert log_in(s, *s.login("kcc"))[0] == 401
    assert admin.post("/api/v1/users/unblock", {"name": "kcc"})[0] == 204
    kcc = s.staff("kcc")
    assert admin.post("/api/v1/users/logout", {"name": "kcc"})[0] == 204
    assert kcc.get("/api/v1/cases")[0] == 401
    status, given = admin.post("/api/v1/users/password", {"name": "kcc"})
    assert status == 200 and log_in(s, *s.login("kcc"))[0] == 401 and log_in(s, "kcc", given["password"])[0] == 200
    for act, more in (("block", {}), ("role", {"role": "manager"})):
        status, why = admin.post(f"/api/v1/users/{act}", {"name": "beheer", **more})
        assert status == 409 and why["field"] == "self", (act, status, why)
    done = central(s, "user", "block", "beheer", check=False)
    assert done.returncode != 0 and "last administrator" in done.stderr, done
    assert admin.post("/api/v1/users/role", {"name": "planner", "role": "leader"})[0] == 204
    assert admin.post("/api/v1/users/departments", {"name": "planner", "departments": ["dept:energy", "dept:repair"]})[0] == 204
    assert admin.post("/api/v1/users/departments", {"name": "planner", "departments": ["dept:x"]})[1]["field"] == "departments"
    assert admin.post("/api/v1/users/role", {"name": "niemand", "role": "leader"})[0] == 404
    assert admin.post("/api/v1/users/dance", {"name": "planner"})[0] == 404
    said = admin.get("/api/v1/users")[1]
    row = next(u for u in said["users"] if u["name"] == "planner")
    assert row["role"] == "leader" and row["departments"] == ["dept:energy", "dept:repair"], row
    assert next(u for u in said["users"] if u["self"])["name"] == "beheer"
    assert central(s, "user", "departments", "planner").returncode == 0
    assert next(u for u in admin.get("/api/v1/users")[1]["users"] if u["name"] == "planner")["departments"] == []


def the_audit_tells_who_did_what(s):
    """[-]"""
    admin = s.open_office("beheer")
    manager = s.staff("manager")
    for word in ("fout", "fout", "fout", "fout", "fout"):
        assert log_in(s, "kcc", word + " wachtwoord")[0] == 401
    assert log_in(s, "mijn-geheim-dat-hier-niet-hoort", "fout wachtwoord")[0] == 401
    assert admin.post("/api/v1/users/block", {"name": "wijkbeheerder"})[0] == 204
    assert manager.call("GET", "/api/v1/register/faults.csv")[0] == 200
    status, said = admin.get("/api/v1/audit")
    rows = [(r["who"], r["what"], r["about"]) for r in said["rows"]]
    assert status == 200 and rows[:2] == [("manager", "export.register", ""), ("beheer", "user.block", "wijkbeheerder")], rows
    assert ("kcc", "login.locked", "") in rows and rows.count(("kcc", "login.failed", "")) == 5, rows
    assert ("?", "login.failed", "") in rows and "geheim" not in str(said), "what is no account is not written down"
    assert all(r["label"] != r["what"] for r in said["rows"]), said["rows"]
    assert {k["key"] for k in said["kinds"]} >= {"login", "users", "rules", "register", "site", "devices", "looks", "exports"}
    only = admin.get("/api/v1/audit?kind=users&who=beheer")[1]["rows"]
    assert [r["what"] for r in only] == ["user.block"], only
    assert admin.get("/api/v1/audit?until=2020-01-01")[1]["rows"] == []
    assert admin.get("/api/v1/audit?from=gisteren")[1]["field"] == "from"
    assert admin.get("/api/v1/audit?kind=x")[1]["field"] == "kind"
    first = admin.get("/api/v1/audit")[1]["rows"]
    older = admin.get(f"/api/v1/audit?before={first[1]['n']}")[1]["rows"]
    assert older[0]["n"] == first[2]["n"], older[:1]
    # a manager reads neither log-ins nor accounts, whatever he asks
    seen = {r["what"].split(".")[0] for r in manager.get("/api/v1/audit")[1]["rows"]}
    assert "export" in seen and not seen & {"login", "user"}, seen
    assert manager.get("/api/v1/audit?kind=login")[1]["rows"] == []
    assert manager.get("/api/v1/audit?who=kcc")[1]["rows"] == []
    s.central.stop()
    assert "0 do not hold" in central(s, "verify").stdout
    db = sqlite3.connect(s.central_dir / "portiek.db")
    try:
        db.execute("DELETE FROM audit")
        raise AssertionError("the audit let go of its rows")
    except sqlite3.IntegrityError:
        pass
    db.execute("DROP TRIGGER audit_keeps")
    db.execute("UPDATE audit SET who = 'wijk' WHERE n = (SELECT max(n) FROM audit)")
    db.commit()
    db.close()
    assert "1 do not hold" in central(s, "verify", check=False).stdout + central(s, "verify", check=False).stderr


def a_look_at_a_report_about_a_person_is_noted(s):
    """[R55]"""
    phone = s.open_office("kcc")
    file_by_phone(s.desk(phone))
    file_by_phone(s.desk(phone), branch="surroundings", kind="nuisance", unit=None, room=None, object=None, suspect=None, cause="people",
                  fault="GEL", place={"code": "PORTIEK"}, when={"slots": [], "call": False})
    leader, planner = s.staff("leider"), s.staff("planner")
    for _ in range(3):
        assert leader.get("/api/v1/cases/2")[0] == 200 and leader.get("/api/v1/cases/1")[0] == 200
    assert planner.get("/api/v1/cases/2")[0] == 403
    looks = s.staff("beheer").get("/api/v1/audit?kind=looks")[1]["rows"]
    assert [(r["who"], r["about"]) for r in looks] == [("leider", "2")], "once an hour, and only who saw it"


def rules_go_live_and_back_over_http(s):
    """[D4 D5]"""
    admin = s.open_office("beheer")
    manager = s.staff("manager")
    for kind in ("rules", "ladder"):
        status, now = manager.get(f"/api/v1/sets/{kind}")
        assert status == 200 and now["version"] == now["newest"] == 1 and len(now["rows"]) > 10, now
        csv = manager.get(f"/api/v1/sets/{kind}/1.csv")[1].decode()
        less = "\n".join(line for line in csv.splitlines() if not line.startswith("100,")) + "\n"
        status, said = manager.post(f"/api/v1/sets/check/{kind}", {"csv": less})
        assert status == 200 and not said["problems"] and [c["what"] for c in said["changes"]] == ["removed"], said
        status, said = manager.post(f"/api/v1/sets/check/{kind}", {"csv": less + "x\n"})
        assert status == 200 and len(said["problems"]) == 1 and "changes" not in said, said
        assert manager.post(f"/api/v1/sets/publish/{kind}", {"csv": less, "seen": 1})[0] == 403
        assert admin.post(f"/api/v1/sets/publish/{kind}", {"csv": less, "seen": 0})[0] == 412, "compared with another version"
        assert admin.post(f"/api/v1/sets/publish/{kind}", {"csv": less + "x\n", "seen": 1})[0] == 422
        assert admin.post(f"/api/v1/sets/publish/{kind}", {"csv": less, "seen": 1}) == (200, {"version": 2})
        assert len(admin.get(f"/api/v1/sets/{kind}")[1]["rows"]) == len(now["rows"]) - 1
        assert admin.post(f"/api/v1/sets/back/{kind}", {"version": 9, "seen": 2})[0] == 404
        assert admin.post(f"/api/v1/sets/back/{kind}", {"version": 1, "seen": 2}) == (200, {"version": 3})
        assert manager.get(f"/api/v1/sets/{kind}/3.csv")[1].decode() == csv
        assert [v["who"] for v in manager.get(f"/api/v1/sets/{kind}")[1]["versions"]][:2] == ["beheer", "beheer"]
    told = [(r["what"], r["about"]) for r in manager.get("/api/v1/audit?kind=rules")[1]["rows"]][:6]
    assert told == [("ladder.back", "3"), ("ladder.publish", "3"), ("ladder.publish", "2"),
                    ("rules.back", "3"), ("rules.publish", "3"), ("rules.publish", "2")], told
    assert manager.get("/api/v1/sets/letters")[0] == manager.get("/api/v1/sets/rules/0")[0] == manager.get("/api/v1/sets/rules/7")[0] == 404


def a_site_is_put_back_and_the_kiosk_follows(s):
    """[R53]"""
    admin = s.open_office("beheer")
    status, first = admin.get("/api/v1/site")
    assert status == 200 and len(first["sites"]) == 1 and first["sites"][0]["current"], first
    old = first["current"]
    s.start_kiosk()

    def held(version):
        return next(r["kiosks"] for r in admin.get("/api/v1/site")[1]["sites"] if r["version"] == version) == 1

    def shown():
        return json.loads(run("portiek-kiosk", "status", "--data", s.kiosk_dir, "--json").stdout)["versions"]

    web = s.dir / "web"
    for part in ("catalogue", "kiosk", "dist"):
        shutil.copytree(ROOT / "web" / part, web / part)
    index = web / "catalogue" / "catalogue.json"
    index.write_text(index.read_text().replace('"version": "2026.11.2"', '"version": "2027.1.1"'))
    central(s, "site", "publish", "--source", web)
    new = admin.get("/api/v1/site")[1]["current"]
    assert new != old and new.startswith("2027.1.1"), new
    stack.eventually(lambda: held(new) and not held(old), "the kiosk to have the new site")
    assert s.staff("manager").post("/api/v1/site/back", {"version": old})[0] == 403
    assert admin.post("/api/v1/site/back", {"version": new})[1]["field"] == "same"
    assert admin.post("/api/v1/site/back", {"version": "2020.1.1-x"})[0] == 404
    assert admin.post("/api/v1/site/back", {"version": old})[0] == 204
    assert admin.get("/api/v1/site")[1]["current"] == old
    stack.eventually(lambda: held(old) and not held(new), "the kiosk to have the old site again")
    stack.eventually(lambda: shown()["site"] == old and shown()["catalogue"] == "2026.11.2", "the kiosk to go back")
    archive = s.central_dir / "site" / f"site-{new}.sqlar"
    archive.write_bytes(archive.read_bytes()[:-1] + b"x")
    assert admin.post("/api/v1/site/back", {"version": new})[0] == 503, "a damaged archive stays where it is"
    assert [(r["what"], r["about"]) for r in admin.get("/api/v1/audit?kind=site")[1]["rows"]][:2] == [("site.back", old), ("site.publish", new)]


def a_letter_gets_own_words_and_loses_them(s):
    """[R41]"""
    admin = s.open_office("beheer")
    manager = s.staff("manager")
    assert len(manager.get("/api/v1/texts")[1]["texts"]) > 20
    status, now = manager.get("/api/v1/texts/nl/closed")
    assert status == 200 and not now["own"] and "{{receipt}}" in now["text"] and "K7QD" in now["subject"] + now["body"], now
    for text, problem in (("Klaar\n{{naam}}", "{{naam}}"), ("Klaar\n{{#name}}x", "{{#name}}"), ("", "onderwerp")):
        said = manager.post("/api/v1/texts/preview/nl/closed", {"text": text})[1]
        assert problem in said["problem"], said
        assert admin.post("/api/v1/texts/save/nl/closed", {"text": text})[1]["field"] == "text"
    own = "Klaar: {{receipt}}\nDag {{name}}."
    assert manager.post("/api/v1/texts/preview/nl/closed", {"text": own})[1]["problem"] == ""
    assert manager.post("/api/v1/texts/save/nl/closed", {"text": own})[0] == 403
    assert admin.post("/api/v1/texts/save/nl/closed", {"text": own})[0] == 204
    assert manager.get("/api/v1/texts/nl/closed")[1]["own"] and (s.central_dir / "letters" / "nl" / "closed.mustache").read_text() == own
    assert not manager.get("/api/v1/texts/en/closed")[1]["own"]
    assert admin.post("/api/v1/texts/reset/nl/closed", {})[0] == 204
    assert manager.get("/api/v1/texts/nl/closed")[1]["text"] == now["text"]
    for path in ("nl/..%2f..%2fportiek", "tr/closed", "nl/frame", "nl"):
        assert admin.get(f"/api/v1/texts/{path}")[0] in (400, 404), path


def devices_are_let_in_and_out_over_http(s):
    """[R70]"""
    admin = s.open_office("beheer")
    fleet = admin.get("/api/v1/devices")[1]
    device, complexes = fleet["devices"][0]["device"], fleet["complexes"]
    assert len(complexes) > 1 and fleet["devices"][0]["site"] == fleet["site"], fleet
    for field, body in (("kind", {"kind": "fridge", "label": "x"}), ("label", {"kind": "kiosk", "label": "", "complexes": complexes[:1]}),
                        ("complexes", {"kind": "kiosk", "label": "x", "complexes": []}), ("complexes", {"kind": "kiosk", "label": "x", "complexes": ["NERGENS"]})):
        status, why = admin.post("/api/v1/devices", body)
        assert status == 422 and why["field"] == field, (body, status, why)
    status, made = admin.post("/api/v1/devices", {"kind": "kiosk", "label": "Hal Meidoorn", "complexes": complexes[:1]})
    assert status == 201 and made["hours"] == 48, made
    other = s.dir / "other"
    run("portiek-kiosk", "enrol", "--data", other, "--central", s.central.url, "--code", made["code"])
    rows = admin.get("/api/v1/devices")[1]["devices"]
    new = next(d for d in rows if d["label"] == "Hal Meidoorn")
    assert new["complexes"] == complexes[:1] and new["state"] == "active", new
    assert admin.post("/api/v1/devices/scope", {"device": new["device"], "complexes": complexes[:2]})[0] == 204
    assert admin.post("/api/v1/devices/scope", {"device": new["device"], "complexes": []})[0] == 422
    assert admin.post("/api/v1/devices/revoke", {"device": new["device"]})[0] == 204
    assert admin.post("/api/v1/devices/revoke", {"device": "geen"})[0] == 404
    assert admin.post("/api/v1/devices/approve", {"device": device})[0] == 409, "it does not wait"
    rows = {d["label"]: d for d in admin.get("/api/v1/devices")[1]["devices"]}
    assert rows["Hal Meidoorn"]["state"] == "revoked" and rows["Hal Meidoorn"]["complexes"] == complexes[:2], rows
    told = [(r["what"], r["about"]) for r in admin.get("/api/v1/audit?kind=devices&who=beheer")[1]["rows"]]
    assert told == [("device.revoke", "Hal Meidoorn"), ("device.scope", "Hal Meidoorn"), ("device.add", "Hal Meidoorn")], told


def file_by_phone(desk, **changes):
    status, saved = desk.post("/api/v1/reports", {**report(desk, stack.some_unit(desk)), "channel": "phone", "id": uuid7(),
                                                  "actor": {"kind": "operator", "ref": None}, **changes})
    assert status in (200, 201), saved
    return saved["receipt"]


def a_case_of_another_department_does_not_exist(s):
    """[R14]"""
    phone = s.open_office("kcc")
    desk = s.desk(phone)
    theirs, other = file_by_phone(desk), file_by_phone(desk)
    rows = {c["receipt"]: c for c in phone.get("/api/v1/cases?view=all")[1]["cases"]}
    nr, own = rows[theirs]["nr"], rows[other]["nr"]
    # one is the repair desk's, with a task of the planner; the other that of the department he works for
    assert phone.post(f"/api/v1/cases/{nr}/task", {"what": "Bel terug", "owner": "planner", "due": "2030-01-01"})[0] == 204
    s.central.stop()
    db = sqlite3.connect(s.central_dir / "portiek.db")
    db.executemany("UPDATE case_file SET party = ? WHERE nr = ?", (("dept:repair", nr), ("dept:living", own)))
    db.execute("INSERT INTO evidence (nr, t, who, name, type, size, sha256) VALUES (?, 1, 'x', 'foto.png', 'image/png', 1, ?)", (nr, "a" * 64))
    (s.central_dir / "blobs").mkdir(exist_ok=True)
    (s.central_dir / "blobs" / ("a" * 64)).write_bytes(b"x")
    db.execute("INSERT INTO notice (t, nr, who, what, clock, due) VALUES (1, ?, 'planner', 'late', 'done', 1)", (nr,))
    db.execute("INSERT INTO notice (t, nr, who, what, clock, due) VALUES (1, ?, 'planner', 'late', 'done', 1)", (own,))
    db.execute("INSERT INTO link (nr, party, purpose, question, due, made, made_by, expires) VALUES (?, 'meet', 'answer', 'x', 1, 1, 'kcc', 9999999999999)", (nr,))
    call = db.execute("SELECT n FROM outgoing WHERE nr = ? AND kind = 'call'", (nr,)).fetchone()[0]
    evidence = db.execute("SELECT max(n) FROM evidence").fetchone()[0]
    link = db.execute("SELECT max(n) FROM link").fetchone()[0]
    db.commit()
    db.close()
    s.start_central()
    admin, planner, whole = s.staff("beheer"), s.staff("planner"), s.staff("kcc")

    def seen(page):
        said = [page.get(f"/api/v1/cases?view={v}")[1]["cases"] for v in ("all", "new", "plan")]
        said += [page.get(f"/api/v1/cases?q={theirs}")[1]["cases"], page.get(f"/api/v1/cases?q={nr}")[1]["cases"], page.get("/api/v1/exceptions")[1]["cases"]]
        said += [page.get("/api/v1/tasks")[1]["tasks"], page.get("/api/v1/notices")[1]["notices"], page.get("/api/v1/calls")[1]["calls"],
                 page.get("/api/v1/outgoing")[1]["outgoing"]]
        unit = phone.get(f"/api/v1/cases/{nr}")[1]["report"]["unit"]
        said += [page.get(f"/api/v1/dwellings/{unit}")[1]["cases"], page.get(f"/api/v1/cases/{own}")[1]["earlier"]]
        return {row["nr"] for rows in said for row in rows}

    assert seen(planner) == {nr, own}, "without departments everything is there"
    assert admin.post("/api/v1/users/departments", {"name": "planner", "departments": ["dept:living", "dept:energy"]})[0] == 204
    assert seen(planner) == {own}, "what is another department's stands in no list"
    sheet = planner.call("GET", "/api/v1/cases.csv?view=all")[1].decode()
    assert other in sheet and theirs not in sheet and theirs in whole.call("GET", "/api/v1/cases.csv?view=all")[1].decode(), sheet
    counts = {v["key"]: v["count"] for v in planner.get("/api/v1/views")[1]["views"]}
    assert (counts["all"], counts["new"], counts["plan"], counts["notices"], counts["tasks"], counts["calls"]) == (1, 1, 1, 1, 0, 1), counts
    desk2 = s.desk(planner)
    answer = {"id": uuid7(), "receipt": theirs, "answer": "solved", "words": None, "lang": "nl", "code": ""}
    nothing = "K7QD-22222-2"
    for method, there, unknown, body in (
            ("GET", f"/api/v1/cases/{nr}", "/api/v1/cases/999999", None), ("GET", f"/api/v1/cases/{theirs}", f"/api/v1/cases/{nothing}", None),
            ("POST", f"/api/v1/cases/{nr}/see", "/api/v1/cases/999999/see", {}), ("POST", f"/api/v1/cases/{nr}/look", "/api/v1/cases/999999/look", {"typing": True}),
            ("POST", f"/api/v1/cases/{nr}/note", "/api/v1/cases/999999/note", {"text": "x"}),
            ("GET", f"/api/v1/evidence/{evidence}", "/api/v1/evidence/999999", None), ("POST", f"/api/v1/calls/{call}", "/api/v1/calls/999999", {"result": "reached", "note": ""}),
            ("POST", f"/api/v1/notices/{nr}/seen", "/api/v1/notices/999999/seen", {}), ("POST", f"/api/v1/links/{nr}/{link}/revoke", f"/api/v1/links/999999/{link}/revoke", {})):
        hidden, none = planner.call(method, there, body), planner.call(method, unknown, body)
        assert hidden[0] == none[0] == 404 and hidden[1]["code"] == none[1]["code"], (there, hidden, none)
        assert {**hidden[1], "instance": ""} == {**none[1], "instance": ""}, (hidden, none)
        if "notices" not in there and not there.endswith("/note"):  # the same doors open for who sees all: it is not something else
            assert whole.call(method, there, body)[0] in (200, 204), there
    assert desk2.post("/api/v1/cases", {"receipt": theirs})[0] == 404
    assert desk2.post("/api/v1/cases/answer", answer)[0] == 404
    assert planner.get(f"/api/v1/cases/{own}")[0] == 200 and planner.post(f"/api/v1/cases/{own}/see", {})[0] == 204
    # whoever takes the phone sees all, whatever his departments (setting see_all)
    assert admin.post("/api/v1/users/departments", {"name": "kcc", "departments": ["dept:living"]})[0] == 204
    assert s.staff("kcc").get(f"/api/v1/cases/{nr}")[0] == 200
    s.central.stop()
    with open(s.central_dir / "portiek.conf", "a") as conf:
        conf.write("\n[departments]\nsee_all = manager admin\n")
    s.start_central()
    assert s.staff("kcc").get(f"/api/v1/cases/{nr}")[0] == 404 and s.staff("manager").get(f"/api/v1/cases/{nr}")[0] == 200


def routes():
    """(method, path, set of who) of every printed route."""
    for line in run("portiek-central", "--print-routes").stdout.splitlines()[1:]:
        method, path, who = line.split()[:3]
        yield method, path, set(who.split(","))


def each_role_reaches_exactly_what_the_routes_say(s):
    """[-]"""
    s.start_central()
    pages = {role: s.staff(name) for role, name in ROLES.items()}
    nobody = Client(s.central.url)
    tried = 0
    for method, path, who in routes():
        if not path.startswith("/api/v1/") or who & {"anyone", "device", "link", "local", "fresh"}:
            continue
        at = path.replace("*", "geen-zaak/geen-stap")
        assert nobody.call(method, at, *([{}] if method == "POST" else []))[0] == 401, (method, path)
        for role, page in pages.items():
            status = page.call(method, at, *([{}] if method == "POST" else []))[0]
            allowed = "staff" in who or role in who
            assert (status == 403) != allowed, (role, method, path, status)
            if allowed:
                # a door that opens judges what was asked: never a stranger, never an accident
                assert status in (200, 204, 404, 409, 422), (role, method, path, status)
            tried += 1
    assert tried > 200, tried


stack.main(a_start_password_is_told_once_and_must_be_changed, an_account_is_blocked_and_no_administrator_locks_himself_out,
           the_audit_tells_who_did_what, a_look_at_a_report_about_a_person_is_noted,
           rules_go_live_and_back_over_http,
           a_site_is_put_back_and_the_kiosk_follows, a_letter_gets_own_words_and_loses_them, devices_are_let_in_and_out_over_http,
           a_case_of_another_department_does_not_exist,
           each_role_reaches_exactly_what_the_routes_say)
