#!/usr/bin/python3
"""The office with both real daemons: register by CSV, rules as data, phone desk, confirmations, alarms.

SPDX-License-Identifier: EUPL-1.2
"""
import base64
import json
import os
import pathlib
import socket
import stack
import time
from stack import eventually, report, run, some_unit

DWELLINGS = "key,street,number,suffix,postcode,city,complex,riser,type,nom,provider,supplier,parent\n"


def central(s, *args, check=True, stdin=None):
    return run("portiek-central", *args, "--data", s.central_dir, check=check, stdin=stdin)


def write(s, name, text):
    path = s.dir / name
    path.write_text(text)
    return path


def by_phone(s, staff, **changes):
    """A report the phone desk files: the kiosk's own, through the pages' API below /melden/."""
    desk = s.desk(staff)
    body = {**report(desk, "LINDENHOF-001"), **changes}
    return body, *desk.post("/api/v1/reports", body)


def what_a_corporation_promises_reaches_its_kiosks(s):
    """A setting, told to kiosks when the office starts again; the phone desk says the same. [R1 R49]"""
    kiosk = s.start_kiosk()
    s.start_central()
    defaults = {"confirm_days": 2, "fitter_days": 10, "planned_days": 30, "outside_days": 5, "urgent_hours": 24}
    assert kiosk.get("/api/v1/kiosk")[1]["promises"] == defaults
    s.central.stop()
    conf = s.central_dir / "portiek.conf"
    before = conf.read_text()
    conf.write_text(before + "\n[promises]\nfitter_days = 7\n")
    staff = s.start_central() and s.staff("kcc")
    wanted = {**defaults, "fitter_days": 7}
    eventually(lambda: kiosk.get("/api/v1/kiosk")[1]["promises"] == wanted, "the kiosk to know the new promise")
    page = stack.Client(s.central.url)
    page.cookies = staff.cookies
    assert page.get("/melden/api/v1/kiosk")[1]["promises"] == wanted
    s.central.stop()
    conf.write_text(before + "\n[promises]\nfitter_days = 0\n")
    refused = run("portiek-central", "--check-config", "--data", s.central_dir, check=False)
    assert refused.returncode == 65 and "fitter_days: a number from 1 to 366" in refused.stderr, refused


def a_logo_stands_on_every_page_or_is_said_to_be_missing(s):
    """[R1]"""
    conf = s.central_dir / "portiek.conf"
    conf.write_text(conf.read_text() + "\n[corporation]\nlogo = logo.svg\n")
    refused = central(s, "site", "publish", check=False)
    assert refused.returncode == 65 and "logo: logo.svg is no SVG file" in refused.stderr, refused
    write(s, "central/logo.svg", '<svg viewBox="0 0 9 9" data-mark="ours"><path d="M0 0h9v9z"/></svg>')
    central(s, "site", "publish")
    s.start_central()
    staff = s.staff("kcc")
    status, page, _ = staff.call("GET", "/melden/nl/", headers={"Accept-Encoding": "identity"})
    assert status == 200 and b'data-mark="ours"' in page, status


def a_register_comes_in_by_csv_and_every_bad_line_is_told(s):
    """While the office runs, through the one writer. [R6 R8 R31]"""
    kiosk = s.start_kiosk()
    staff = s.open_office()
    bad = write(s, "bad.csv", DWELLINGS + "X-1,Proefpad,1,,8299 XX,Lindehaven,LINDENHOF,,WONING,no,,,\n"
                "X-2,Proefpad,twee,,8299 XX,Lindehaven,LINDENHOF,,WONING,no,,,\n"
                "X-3,Proefpad,3,,8299 XX,Lindehaven,LINDENHOF,,KASTEEL,no,,,\n")
    done = central(s, "import", "dwellings", bad, check=False)
    assert done.returncode == 65, done
    assert "line 3: number" in done.stderr and "line 4: type" in done.stderr and "nothing was kept" in done.stderr, done.stderr
    assert staff.get("/api/v1/dwellings?q=proefpad")[1]["dwellings"] == []
    central(s, "import", "dwellings", bad, "--partial")
    good = write(s, "good.csv", DWELLINGS + "X-2,Proefpad,2,,8299 XX,Lindehaven,LINDENHOF,,WONING,no,,,\n")
    assert "dry run" in central(s, "import", "dwellings", good, "--dry-run").stdout
    assert [d["key"] for d in staff.get("/api/v1/dwellings?q=proefpad")[1]["dwellings"]] == ["X-1"]
    assert "1 new, 0 known" in central(s, "import", "dwellings", good).stdout
    assert "0 new, 1 known" in central(s, "import", "dwellings", good).stdout
    assert [d["key"] for d in staff.get("/api/v1/dwellings?q=proef%202")[1]["dwellings"]] == ["X-2"]
    eventually(lambda: kiosk.get("/api/v1/dwellings?street=proef&number=2")[1]["dwellings"], "the kiosk knows the new home")


def the_look_up_names_both_parties_and_their_gaps(s):
    """While an address is typed: whom to contact first, a contract that ended, a party nobody can reach. [R3 R7 R10]"""
    staff = s.open_office()
    suppliers = write(s, "s.csv", "key,name,kind,contract,sla,first_contact,phone,mail,hours,valid_from,valid_until\n"
                      "ZON,Zon BV,provider,C-1,24 uur,party,0101234567,info@zon.example,ma-vr 8-17,2020-01-01,2020-12-31\n"
                      "STIL,Stille BV,supplier,,,corporation,,,,,\n")
    central(s, "import", "suppliers", suppliers)
    central(s, "import", "dwellings", write(s, "d.csv", DWELLINGS + "N-1,Proefpad,12,,8299 XX,Lindehaven,LINDENHOF,,WONING,yes,ZON,STIL,\n"))
    for typed in ("proefp", "proefpad%201", "8299xx%2012"):
        found = staff.get(f"/api/v1/dwellings?q={typed}")[1]["dwellings"]
        assert [d["key"] for d in found] == ["N-1"], (typed, found)
    provider, supplier = found[0]["provider"], found[0]["supplier"]
    assert (provider["name"], provider["first_contact"], provider["number"]) == ("Zon BV", "party", "C-1"), provider
    assert (provider["found"], provider["why"], provider["phone"]) == (False, "contract_expired", ""), provider
    assert "31 december 2020" in provider["reason"], provider
    assert (supplier["name"], supplier["found"], supplier["phone"]) == ("Stille BV", False, ""), supplier
    assert supplier["why"] == "contract_missing" and supplier["reason"], supplier


def a_tenant_imported_while_the_office_runs_signs_in_with_the_line_down(s):
    """The code stands in a file of the office, never in its database or at the kiosk. [R27 R28 R30]"""
    kiosk = s.start_kiosk()
    s.start_central()
    tenants = write(s, "t.csv", "number,name,phone,mail,subscription,units\n"
                    "70001,Nieuwe Huurder,0612345678,,yes,LINDENHOF-004 LINDENHOF-004-B\n")
    assert "1 new" in central(s, "import", "tenants", tenants).stdout
    number, code = (s.central_dir / "codes.csv").read_text().splitlines()[-1].split(",")
    assert number == "70001" and (s.central_dir / "codes.csv").stat().st_mode & 0o777 == 0o600
    key = {"number": number, "code": code}
    eventually(lambda: kiosk.post("/api/v1/session", key)[0] == 200, "the kiosk knows the new tenant")
    s.central.stop()
    status, me = kiosk.post("/api/v1/session", key)
    assert status == 200 and me["name"] == "Nieuwe Huurder" and [u["kind"] for u in me["units"]] == ["dwelling", "storage"], me
    assert kiosk.post("/api/v1/session", {**key, "code": "00000000"})[0] == 401
    for folder in (s.central_dir, s.kiosk_dir):
        assert code.encode() not in (folder / "portiek.db").read_bytes(), folder
    assert b"Nieuwe Huurder" not in (s.kiosk_dir / "portiek.db").read_bytes()


def rules_are_data_and_every_case_explains_its_own(s):
    """[R8 R9 D5]"""
    staff = s.open_office()
    head = "rank,rule,party,reason,nom,urgency\n"
    done = central(s, "import", "rules", write(s, "r.csv", head + "10,alles,dept:phone,omdat,,\n20,nom,dept:energy,omdat,yes,\n"), check=False)
    assert done.returncode == 65 and "line 3: rule nom can never decide" in done.stderr, done.stderr
    _, status, first = by_phone(s, staff)
    assert status == 201, first
    central(s, "import", "rules", write(s, "r.csv", head + "10,spoed,dept:repair,Spoed gaat voor,,urgent\n30,nom,dept:energy,Duurzaam,yes,\n"))
    _, status, second = by_phone(s, staff)
    rows = {c["receipt"]: c for c in staff.get("/api/v1/cases?view=all")[1]["cases"]}
    assert rows[first["receipt"]]["state"] == "new" and rows[second["receipt"]]["state"] == "exception", rows
    assert [c["receipt"] for c in staff.get("/api/v1/exceptions")[1]["cases"]] == [second["receipt"]]
    told = central(s, "rules", "explain", first["receipt"]).stdout
    assert "rules version 1" in told and "yes ->" in told, told
    told = central(s, "rules", "explain", second["receipt"]).stdout
    assert "rules version 2" in told and "spoed" in told and "exception queue" in told, told
    nr = rows[second["receipt"]]["nr"]
    assert staff.post(f"/api/v1/cases/{nr}/assign", {"party": "dept:energy"})[0] == 422
    assert staff.post(f"/api/v1/cases/{nr}/assign", {"party": "dept:energy", "note": "overlegd"})[0] == 204
    case = staff.get(f"/api/v1/cases/{nr}")[1]
    assert case["state"] == "new" and case["route"]["party"] == "dept:energy" and case["events"][-1]["what"] == "assign", case


def kiosk_and_phone_desk_make_the_same_report(s):
    """Equal but for what names it, who made it and how. [R49 R50]"""
    kiosk = s.start_kiosk()
    staff = s.open_office()
    sent, status, saved = by_phone(s, staff)
    assert status == 201 and len(saved["follow"]) == 6, saved
    status, again = s.desk(staff).post("/api/v1/reports", sent)
    assert status == 200 and again["receipt"] == saved["receipt"] and again["follow"] is None, again
    kiosk.post("/api/v1/reports", {**sent, "id": stack.uuid7()})
    cases = eventually(lambda: (lambda c: c if len(c) == 2 else None)(staff.get("/api/v1/cases?view=all")[1]["cases"]), "both are there")
    reports = {c["channel"]: staff.get(f"/api/v1/cases/{c['nr']}")[1]["report"] for c in cases}
    assert set(reports) == {"kiosk", "phone"}
    assert reports["phone"]["actor"] == {"kind": "operator", "ref": "kcc"}
    for each in reports.values():
        for own in ("id", "receipt", "follow", "t", "channel", "actor"):
            del each[own]
    assert reports["kiosk"] == reports["phone"], reports


def message(link):
    """The next text on a web socket; a ping in between is none."""
    while True:
        kind, size = link.recv(2, socket.MSG_WAITALL)
        assert size < 126, size
        text = link.recv(size, socket.MSG_WAITALL) if size else b""
        if kind == 0x81:
            return text
        assert kind == 0x89, kind


def an_inbox_hears_of_a_new_case_without_reload(s):
    """[R66]"""
    kiosk = s.start_kiosk()
    staff = s.open_office("planner")
    host, port = staff.host.split(":")
    link = socket.create_connection((host, int(port)), timeout=stack.DEADLINE)
    cookie = "; ".join(f"{k}={v}" for k, v in staff.cookies.items())
    key = base64.b64encode(os.urandom(16)).decode()
    link.sendall((f"GET /api/v1/live HTTP/1.1\r\nHost: {staff.host}\r\nOrigin: http://{staff.host}\r\nUpgrade: websocket\r\n"
                  f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nCookie: {cookie}\r\n\r\n").encode())
    head = b""
    while b"\r\n\r\n" not in head:
        head += link.recv(1)
    assert b" 101 " in head.split(b"\r\n")[0], head
    status, saved = kiosk.post("/api/v1/reports", report(kiosk, some_unit(kiosk)))
    assert status == 201
    text = json.loads(message(link))
    assert text["newer"] >= 1 and text["alarms"] == 0, text
    link.close()
    assert staff.get("/api/v1/cases?view=new")[1]["newest"] == text["newer"]


def what_the_office_does_shows_at_the_kiosk(s):
    """[R64]"""
    kiosk = s.start_kiosk()
    staff = s.open_office()
    status, saved = kiosk.post("/api/v1/reports", report(kiosk, some_unit(kiosk)))
    ask = {"receipt": saved["receipt"], "code": saved["follow"]}
    seen_as = lambda: ((kiosk.post("/api/v1/cases", ask)[1] or {}).get("case") or {}).get("state")
    eventually(lambda: seen_as() == "new", "the kiosk shows the case as new")
    nr = staff.get("/api/v1/cases?view=all")[1]["cases"][0]["nr"]
    assert staff.post(f"/api/v1/cases/{nr}/see", {})[0] == 204
    eventually(lambda: seen_as() == "seen", "the kiosk shows that somebody looked at it")


def a_confirmation_by_mail_leaves_once(s):
    """Also when the office is killed and started again. [R41]"""
    staff = s.open_office()
    mails = pathlib.Path(s.central_dir) / "mail"
    _, status, saved = by_phone(s, staff, contact={"name": "Zoë", "phone": "", "mail": "zoe@huurder.example", "via": "mail"})
    assert status == 201, saved
    eventually(lambda: [o for o in staff.get("/api/v1/outgoing")[1]["outgoing"] if o["state"] == "sent"], "the mail is sent")
    s.central.kill()
    staff = s.open_office()
    _, status, _ = by_phone(s, staff, contact={"name": "Zoë", "phone": "", "mail": "zoe@huurder.example", "via": "mail"})
    eventually(lambda: len([o for o in staff.get("/api/v1/outgoing")[1]["outgoing"] if o["state"] == "sent"]) == 2, "the second is sent")
    texts = [m.read_text() for m in mails.glob("*.eml")]
    assert len(texts) == 2 and sum(saved["receipt"] in t for t in texts) == 1, texts


def an_urgent_report_asks_for_a_call_with_a_deadline(s):
    """[R42 R43]"""
    staff = s.open_office()
    frost = {"room": "TRI", "object": "WARMTEPOMP", "fault": "STO", "unit": "ZONNEWEIDE-011",
             "answers": {"VORST": "JA", "KWETSBAAR": "NEE"}, "branch": "home"}
    _, status, saved = by_phone(s, staff, **frost)
    assert status == 201 and saved["urgency"] == "urgent", saved
    call = staff.get("/api/v1/calls")[1]["calls"][0]
    assert call["receipt"] == saved["receipt"] and call["phone"] and call["due"] > time.time() * 1000, call
    assert staff.post(f"/api/v1/calls/{call['id']}", {"result": "not_reached", "note": "voicemail"})[0] == 204
    assert len(staff.get("/api/v1/calls")[1]["calls"]) == 1
    assert staff.post(f"/api/v1/calls/{call['id']}", {"result": "reached", "note": ""})[0] == 204
    assert staff.get("/api/v1/calls")[1]["calls"] == []
    assert staff.get(f"/api/v1/cases/{call['nr']}")[1]["route"]["party_label"] == "Nulpunt Wonen"


def one_tap_on_an_emergency_sign_alerts_the_office(s):
    """[R51 R52]"""
    kiosk = s.start_kiosk()
    staff = s.open_office()
    status, _ = kiosk.post("/api/v1/alarms/GAS", {})
    assert status == 201, status
    alarm = eventually(lambda: staff.get("/api/v1/alarms")[1]["alarms"], "the alarm is there")[0]
    assert alarm["sign"] == "GAS" and alarm["place"] and not alarm["accepted"], alarm
    status, _ = staff.post(f"/api/v1/alarms/{alarm['id']}/accept", {})
    assert status == 204
    alarm = staff.get("/api/v1/alarms")[1]["alarms"][0]
    assert alarm["accepted"] and alarm["accepted_by"] == "kcc", alarm


def who_a_report_is_about_stays_with_those_who_need_it(s):
    """[R44 R45 R46 R54 R55]"""
    s.start_central()
    noise = {"branch": "surroundings", "kind": "nuisance", "unit": None, "room": None, "object": None, "suspect": None,
             "cause": "people", "fault": "GEL", "place": {"code": "PORTIEK"}, "when": {"slots": [], "call": False}}
    desk = s.staff("kcc")
    _, status, saved = by_phone(s, desk, **noise)
    assert status == 201, saved
    nr = desk.get("/api/v1/cases?view=all")[1]["cases"][0]["nr"]
    assert desk.get(f"/api/v1/cases/{nr}")[1]["route"]["party"] == "dept:living"
    other = s.staff("planner")
    row = other.get("/api/v1/cases?view=all")[1]["cases"][0]
    assert row["restricted"] and row["subject"] == "Afgeschermde melding", row
    assert other.get(f"/api/v1/cases/{nr}")[0] == 403
    assert desk.get("/api/v1/calls")[1]["calls"][0]["receipt"] == saved["receipt"]


def guessing_a_password_is_slow_and_foreign_pages_get_nothing(s):
    """Staff log-in: attempts cost time, and a request must come from our own page."""
    staff = s.open_office("beheer")
    guess = stack.Client(s.central.url)
    tried = lambda: guess.post("/api/v1/login", {"name": "manager", "password": "poging"})[0]
    assert [tried() for _ in range(5)] == [401] * 5
    eventually(lambda: tried() == 429, "whoever guesses on must wait")  # the wait grows: one of them is met
    assert guess.get("/api/v1/cases")[0] == 401
    assert staff.call("POST", "/api/v1/logout", {}, {"Origin": "http://elders.example"})[0] == 403
    token, staff.csrf = staff.csrf, "0" * 32
    assert staff.post("/api/v1/logout", {})[0] == 403
    staff.csrf = token
    assert staff.post("/api/v1/logout", {})[0] == 204
    assert staff.get("/api/v1/me") == (200, {"signed_in": False})


def commands_and_the_running_office_are_one_writer(s):
    """[R1]"""
    s.start_central()
    central(s, "user", "add", "nieuw", "--role", "leader", stdin="een lang wachtwoord\n")
    page = stack.Client(s.central.url)
    status, me = page.post("/api/v1/login", {"name": "nieuw", "password": "een lang wachtwoord"})
    assert status == 200 and me["role"] == "leader", me
    assert central(s, "user", "add", "nieuw", "--role", "leader", stdin="een lang wachtwoord\n", check=False).returncode == 65
    mode = (s.central_dir / "admin.sock").stat().st_mode & 0o777
    assert mode == 0o600, oct(mode)
    stats = json.loads(central(s, "stats", "--json").stdout)
    assert stats["devices"] == 1 and stats["db_bytes"] > 0 and {"reports", "cases", "late"} <= set(stats), stats
    assert page.get("/melden/api/v1/kiosk")[1]["corporation"]["name"] == "Woonstichting Waterkant"
    s.central.stop()
    assert "database sound" in central(s, "verify").stdout


stack.main(what_a_corporation_promises_reaches_its_kiosks, a_logo_stands_on_every_page_or_is_said_to_be_missing,
           a_register_comes_in_by_csv_and_every_bad_line_is_told, the_look_up_names_both_parties_and_their_gaps,
           a_tenant_imported_while_the_office_runs_signs_in_with_the_line_down, rules_are_data_and_every_case_explains_its_own,
           kiosk_and_phone_desk_make_the_same_report, an_inbox_hears_of_a_new_case_without_reload,
           what_the_office_does_shows_at_the_kiosk, a_confirmation_by_mail_leaves_once, an_urgent_report_asks_for_a_call_with_a_deadline,
           one_tap_on_an_emergency_sign_alerts_the_office, who_a_report_is_about_stays_with_those_who_need_it,
           guessing_a_password_is_slow_and_foreign_pages_get_nothing, commands_and_the_running_office_are_one_writer)
