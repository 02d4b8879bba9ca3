"""Reports as the kiosk's check page sends them: 1,080 bytes of JSON on average, of which some 400 are the
tenant's own words. Made from the catalogue's own faults, the same ones in every run.

The words are put together from parts that say where, since when, how bad, what was tried and when somebody is
at home. No part of them is taken from the catalogue's texts, so that the published dictionary is judged on
text it was not made from.

SPDX-License-Identifier: EUPL-1.2
"""
import datetime
import json
import pathlib
import random

CATALOGUE = pathlib.Path(__file__).parents[2] / "web/catalogue"
EPOCH = 1_796_000_000_000  # ms; when the first of them is made
DAY = datetime.date(2026, 11, 30)

FIRST = """Anouk Bas Carla Daan Esra Fatima Gerrit Hanneke Ibrahim Jolanda Kees Lotte Mehmet Nadia Olga Pieter Quinten Rachid
 Saskia Tom Ursula Vincent Wendy Xander Yusuf Zeynep Marijke Theo Joop Corrie Sjaak Ineke""".split()
LAST = ["de Vries", "Jansen", "van den Berg", "Yilmaz", "Bakker", "El Idrissi", "Visser", "Smit", "Meijer", "de Boer", "Mulder",
        "de Groot", "Bos", "Öztürk", "Peters", "Hendriks", "van Leeuwen", "Dekker", "Brouwer", "de Wit", "Dijkstra", "Smits",
        "de Graaf", "van der Meer", "Kaya", "van Dijk", "Hoekstra", "Koster", "Prins", "Nguyen", "Blom", "Huisman", "Ramdin"]
SINCE = ["Sinds {day} ", "Al {n} dagen ", "Vanaf ongeveer {hour} uur 's ochtends ", "Na de vorige reparatie in {month} ", "Elke avond rond {hour} uur ",
         "Al zeker {n} weken, en het wordt erger: ", "Toen wij op {day} thuiskwamen zagen we dat ", "Vanochtend merkte ik dat ", "Steeds als het hard waait, ",
         "Sinds de schilder hier in {month} bezig was ", "Om de {n} minuten ", "In het begin af en toe, nu voortdurend: "]
WHAT = ["komt er een straal zo dik als een potlood uit de zijkant", "ligt er een plas van wel {n} handdoeken groot op het laminaat", "hoor je een fluitend geluid tot in de gang",
        "gaat hij met geen mogelijkheid meer helemaal dicht", "zit er een barst in van ongeveer {n}0 centimeter", "ruikt het muf en worden de hoeken zwart",
        "slaat alles uit zodra wij de oven en de wasmachine tegelijk gebruiken", "is het schroefje eruit gevallen en hangt de boel scheef",
        "blijft het {n} graden, hoe hoog ik de knop ook zet", "borrelt het telkens als de onderburen doorspoelen", "tikt en bromt het zo dat mijn dochter er wakker van ligt",
        "is een stuk stucwerk losgekomen en naar beneden gevallen", "brandt er een rood lampje en verschijnt code E{n}{hour}", "loopt het langs de muur omlaag tot achter de koelkast",
        "voel je tocht langs de onderkant, we hebben er een deken voor gelegd", "schiet hij steeds uit het slot en kan iedereen zo naar binnen",
        "is de rubberen rand vergaan en brokkelt hij af", "knippert het en doet het daarna een kwartier helemaal niets"]
TRIED = ["Ik heb de stop al een keer omgezet, dat hielp {n} uur.", "De buurvrouw van nummer {n} heeft precies hetzelfde.", "Mijn zoon heeft geprobeerd het aan te draaien maar de moer is dol.",
         "Er staat nu een emmer onder die ik {n} keer per dag leeg.", "Met ontstopper en heet sop lukte het niet.", "Bijvullen heeft geen zin, de meter zakt meteen terug naar 0,{n}.",
         "De vorige monteur zei dat het onderdeel besteld zou worden, daarna niets meer gehoord.", "Heb een filmpje gemaakt, dat kan ik laten zien.",
         "Wij durven er niet meer aan te komen.", "De hoofdkraan heb ik voor de zekerheid dichtgezet.", "Foto's staan op mijn telefoon.",
         "De huismeester heeft gekeken en zei dat ik dit moest melden.", "Tape eroverheen geplakt, maar dat laat los."]
HINDER = ["Ik ben {age} en slecht ter been, dus dit is erg lastig.", "We hebben een baby van {n} maanden.", "Het is de enige die we hebben.", "Mijn energierekening loopt hierdoor enorm op.",
          "Ik ben bang dat de vloer eronder gaat rotten.", "Vanwege mijn astma kan ik daar niet slapen.", "Douchen doen we nu bij mijn zus.", "Mijn man werkt in ploegen en slaapt overdag.",
          "Ik schaam me als er bezoek komt.", "De spullen in het kastje zijn al bedorven.", "Wij kunnen zo niet koken.", "Er is al schade aan het behang."]
HOME = ["Woensdag ben ik pas na {hour} uur terug.", "Bel gerust, ook als ik op mijn werk ben.", "Aanbellen bij {n} hoog, de onderste bel is stuk.", "Er is een hond, die zet ik op het balkon.",
        "Liefst niet op vrijdag in verband met het gebed.", "De sleutel ligt bij de overbuurvrouw mevrouw {last}.", "Parkeren kan achter het blok.", "Mijn moeder spreekt alleen Turks, mijn zus tolkt.",
        "Stuur alstublieft dezelfde vakman als vorig jaar {month}.", "Een berichtje vooraf is fijn.", "Ik ga {day} een week op vakantie.", "Alvast vriendelijk bedankt."]
DAYS = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondagavond"]
MONTHS = ["maart", "april", "juni", "augustus", "september", "oktober"]


def faults():
    """Every fault a home can have: room, object, its code, what it asks, what may be suspected."""
    for path in sorted((CATALOGUE / "home").glob("*.json")):
        room = json.loads(path.read_text())
        for thing in room["objects"]:
            for fault in thing["faults"]:
                yield room["code"], thing["code"], fault


def words(rnd, length):
    def say(parts):
        return rnd.choice(parts).format(day=rnd.choice(DAYS), n=rnd.randint(2, 9), hour=rnd.randint(6, 22), month=rnd.choice(MONTHS),
                                        age=rnd.randint(67, 91), last=rnd.choice(LAST))
    text = say(SINCE) + say(WHAT) + "."
    while len(text) < length:
        text += " " + rnd.choice((lambda: say(SINCE) + say(WHAT) + ".", lambda: say(TRIED), lambda: say(HINDER), lambda: say(HOME)))()
    return text


def person(rnd):
    first, last = rnd.choice(FIRST), rnd.choice(LAST)
    plain = "".join(c for c in last.lower() if c.isascii() and c.isalpha())
    mail = f"{first.lower()}.{plain}{rnd.randint(1, 99)}@{rnd.choice(('gmail.com', 'ziggo.nl', 'hotmail.com', 'kpnmail.nl', 'outlook.com'))}"
    return {"name": f"{first} {last}", "phone": f"06{rnd.randint(10**7, 10**8 - 1)}", "mail": mail if rnd.random() < 0.7 else None,
            "via": "phone"}


def calm_answers(questions, fault):
    """Answers that leave it at the fault's own urgency; None where there are none such."""
    out = {}
    for code in fault.get("questions", []):
        calm = [a["code"] for a in questions[code]["answers"] if not a.get("emergency") and a.get("urgency") in (None, "normal", "planned")]
        if not calm:
            return None
        out[code] = calm[-1]
    return out


def make(units, catalogue_version, count, seed=1):
    """count reports as JSON lines, about dwellings out of units. The same arguments give the same lines."""
    rnd = random.Random(seed)
    questions = {q["code"]: q for q in json.loads((CATALOGUE / "questions.json").read_text())}
    able = [(room, thing, fault, calm_answers(questions, fault)) for room, thing, fault in faults()]
    able = [x for x in able if x[3] is not None and x[2]["urgency"] in ("normal", "planned")]
    lines = []
    for i in range(count):
        room, thing, fault, answers = rnd.choice(able)
        suspects = [s["code"] for s in fault.get("suspects", [])]
        contact = person(rnd)
        if contact["mail"] and rnd.random() < 0.5:
            contact["via"] = "mail"
        days = sorted(rnd.sample(range(14), rnd.randint(1, 6)))
        slots = [[str(DAY + datetime.timedelta(d)), part] for d in days for part in rnd.sample(("OCH", "MID", "AVO"), rnd.randint(1, 2))]
        value = ((EPOCH + 40 * i) << 80) | (7 << 76) | (rnd.getrandbits(12) << 64) | (2 << 62) | rnd.getrandbits(62)
        uuid = f"{value:032x}"
        tenant = rnd.random() < 0.3
        lines.append(json.dumps({
            "schema": 1, "id": "-".join((uuid[:8], uuid[8:12], uuid[12:16], uuid[16:20], uuid[20:])), "catalogue": catalogue_version,
            "channel": "kiosk", "lang": "nl" if rnd.random() < 0.9 else "en",
            "actor": {"kind": "tenant" if tenant else "guest", "ref": str(rnd.randint(10000, 99999)) if tenant else None},
            "branch": "home", "kind": "repair", "unit": rnd.choice(units), "place": None, "cause": None,
            "room": room, "object": thing, "fault": fault["code"], "words": words(rnd, rnd.randint(150, 715)),
            "suspect": None if not suspects else {"code": rnd.choice(suspects)} if rnd.random() < 0.6 else "unknown",
            "answers": answers, "when": {"slots": slots, "call": False}, "contact": contact, "first_contact": True, "t": EPOCH + 40 * i,
        }, separators=(",", ":"), ensure_ascii=False))
    return "\n".join(lines) + "\n"
