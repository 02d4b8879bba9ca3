#!/usr/bin/python3
"""The register with the real office: contracts and contacts by CSV, what is wrong in them, mending it,
and what the phone desk reads out.

SPDX-License-Identifier: EUPL-1.2
"""
import sqlite3
import urllib.parse

import stack
from stack import run

CONTRACTS = "party,number,role,sla,first_contact,valid_from,valid_until\n"
CONTACTS = "party,role,name,phone,mail,hours,valid_from,valid_until\n"


def central(s, *args, check=True):
    return run("portiek-central", *args, "--data", s.central_dir, check=check)


def write(s, name, text):
    path = s.dir / name
    path.write_text(text)
    return path


def faults(page):
    status, said = page.get("/api/v1/register/faults")
    assert status == 200, (status, said)
    return {(f["code"], f["party"] or f["dwelling"]) for f in said["faults"]}, said


def find(page, typed):
    status, said = page.get("/api/v1/dwellings?" + urllib.parse.urlencode({"q": typed}))
    assert status == 200, (status, said)
    return said["dwellings"]


def contracts_and_contacts_come_in_by_csv(s):
    """[R2 R6 R7]"""
    s.start_central()
    bad = write(s, "bad.csv", CONTRACTS + "nulpunt,A,pv,,party,,\nniemand,A,pv,,party,,\nnulpunt,A,kachel,,party,,\n")
    done = central(s, "import", "contracts", bad, check=False)
    assert done.returncode == 65, done
    assert "line 3: party: there is no niemand" in done.stderr and "line 4: role:" in done.stderr, done.stderr
    assert "nothing was kept" in done.stderr, done.stderr
    done = central(s, "import", "contracts", bad, "--partial", "--dry-run")
    assert "1 new, 0 known, 2 refused" in done.stdout and "dry run: nothing was changed" in done.stdout, done.stdout
    good = write(s, "good.csv", CONTACTS + "frisselucht,ventilation,Nieuwe planning,088 000 2599,,ma-vr,,\n")
    said = central(s, "import", "contacts", good).stdout
    assert "1 new, 0 known, 0 refused" in said and "note: frisselucht (ventilation): contract expired 2024-12-31" in said, said
    assert "contact expired" not in said, said


def a_fault_is_mended_where_it_is_shown(s):
    """[R2 R6 R7]"""
    s.start_central()
    phone, manager = s.staff("kcc"), s.staff("manager")
    seen, said = faults(phone)
    assert seen == {("contact_empty", "buurtbemiddeling"), ("contract_expired", "frisselucht"), ("contact_expired", "frisselucht")}, seen
    assert said["count"] == 3 and not said["more"] and all(f["what"] and f["todo"] for f in said["faults"]), said
    status, party, _ = phone.call("GET", "/api/v1/register/parties/frisselucht")
    assert status == 200 and party["contacts"][0]["valid_until"] == "2024-12-31", party
    mend = {"party": "frisselucht", **{k: party["contacts"][0][k] for k in ("role", "name", "phone", "mail", "hours", "channels", "order")},
            "valid_from": "", "valid_until": ""}
    assert phone.post("/api/v1/register/contacts", mend)[0] == 403
    for field, wrong in (("phone", "vast"), ("mail", "adres"), ("valid_until", "2026-02-30"), ("role", "kachel"), ("party", "niemand"), ("channels", "fax")):
        status, why = manager.post("/api/v1/register/contacts", {**mend, field: wrong})
        assert status == 422 and why["field"] == field, (field, status, why)
    assert faults(phone)[0] == seen
    assert manager.post("/api/v1/register/contacts", mend)[0] == 200
    status, why = manager.post("/api/v1/register/contracts", {"party": "frisselucht", "number": "", "role": "ventilation"})
    assert status == 422 and why["field"] == "number", why
    assert manager.post("/api/v1/register/contracts", {"party": "frisselucht", "number": "VEN-2030-01", "role": "ventilation", "sla": "Binnen 3 dagen.",
                                                       "first_contact": "party", "valid_from": "2025-01-01", "valid_until": ""})[0] == 200
    assert faults(phone)[0] == {("contact_empty", "buurtbemiddeling")}
    sheet = phone.call("GET", "/api/v1/register/faults.csv")
    assert sheet[2]["Content-Type"].startswith("text/csv") and "attachment" in sheet[2]["Content-Disposition"]
    assert "Buurtbemiddeling Lindehaven" in sheet[1].decode(), sheet[1]
    s.central.stop()
    rows = sqlite3.connect(s.central_dir / "portiek.db").execute("SELECT who, what, detail FROM audit WHERE what LIKE 'cont%' ORDER BY n DESC LIMIT 2").fetchall()
    assert [(r[0], r[1]) for r in rows] == [("manager", "contract.add"), ("manager", "contact.change")], rows
    assert sqlite3.connect(s.central_dir / "portiek.db").execute("SELECT who FROM audit WHERE what = 'export.register'").fetchall() == [("kcc",)]
    assert "frisselucht" in rows[0][2] and "VEN-2030-01" in rows[0][2], rows


def a_home_without_a_party_gets_one(s):
    """[R6]"""
    head = "key,street,number,suffix,postcode,city,complex,riser,type,nom,provider,supplier,parent\n"
    central(s, "import", "dwellings", write(s, "d.csv", head + "Z-9,Zonneweide,999,,8299 ZW,Lindehaven,ZONNEWEIDE,,EENGEZINSWONING,yes,,,\n"))
    s.start_central()
    manager = s.staff("manager")
    seen, _ = faults(manager)
    assert ("nom_no_provider", "Z-9") in seen and ("nom_no_supplier", "Z-9") in seen, seen
    assert manager.post("/api/v1/register/homes", {"dwelling": "Z-9", "provider": "niemand"})[0] == 422
    assert manager.post("/api/v1/register/homes", {"dwelling": "Z-9", "provider": "nulpunt", "supplier": "meetwijzer"})[0] == 200
    assert not any(key == "Z-9" for _, key in faults(manager)[0])
    assert find(manager, "zonneweide 999")[0]["provider"]["name"] == "Nulpunt Wonen"


def the_phone_desk_reads_out_one_party_and_why(s):
    """[R3 R8 R10]"""
    s.start_central()
    page = s.staff("kcc")
    rows = find(page, "zonnew 3")
    assert rows[0]["label"] == "Zonneweide 3", rows
    refer = rows[0]["refer"]
    assert refer["found"] and refer["name"] == "Nulpunt Wonen" and refer["phone"] == "088 000 2110" and refer["contact"] == "Helpdesk monitoring", refer
    assert refer["first_contact"] == "party" and "2034" in refer["reason"], refer
    assert rows[0]["tenants"][0]["name"] and rows[0]["referral"] is None
    status, home = page.get(f"/api/v1/dwellings/{rows[0]['key']}")
    assert status == 200 and {a["role"] for a in home["answers"]} >= {"monitoring", "ventilation"}, home
    tenant = home["tenants"][0]
    assert [r["key"] for r in find(page, tenant["number"])] == [home["key"]]
    assert home["key"] in [r["key"] for r in find(page, tenant["name"])]
    plain = find(page, "lindenhof 2")[0]
    assert plain["nom"] is False and not plain["refer"]["found"] and plain["refer"]["why"] == "not_named", plain
    assert page.get(f"/api/v1/dwellings/{plain['key']}")[1]["answers"] == []
    assert page.get("/api/v1/dwellings/nergens")[0] == 404
    assert stack.Client(s.central.url).get("/api/v1/dwellings?q=z")[0] == 401


stack.main(contracts_and_contacts_come_in_by_csv, a_fault_is_mended_where_it_is_shown, a_home_without_a_party_gets_one,
           the_phone_desk_reads_out_one_party_and_why)
