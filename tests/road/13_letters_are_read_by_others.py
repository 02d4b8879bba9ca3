#!/usr/bin/python3
"""Every letter in every language, read by programs of others: Python's mail parser judges the mail,
python3-icalendar the appointment.

The mails are those build/notify_test writes (it queues every letter for an invented case).

SPDX-License-Identifier: EUPL-1.2
"""
import datetime
import email
import email.policy
import html.parser
import os
import pathlib
import re
import subprocess

import icalendar
import stack

ROOT = pathlib.Path(__file__).parents[2]
APPOINTMENTS = {"appointment-made": "CONFIRMED", "appointment-changed": "CONFIRMED", "appointment-cancelled": "CANCELLED"}


class Words(html.parser.HTMLParser):
    """The words a reader of the HTML sees, and what else is in it."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.text, self.tags, self.links, self.skip = "", set(), [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.skip = tag == "title" or (self.skip and tag != "body")
        self.links += [value for name, value in attrs if name in ("href", "src")]
        self.text += " " if tag in ("br", "p") else ""

    def handle_data(self, data):
        self.text += "" if self.skip else data


def written(s):
    """name -> bytes of every mail."""
    out = s.dir / "eml"
    out.mkdir()
    done = subprocess.run([stack.BUILD / "notify_test"], cwd=ROOT, env={**os.environ, "PORTIEK_EML_DIR": str(out)},
                          capture_output=True, text=True, timeout=stack.DEADLINE)
    assert done.returncode == 0, done.stdout[-500:] + done.stderr[-500:]
    mails = {path.stem: path.read_bytes() for path in out.glob("*.eml")}
    templates = {path.stem for path in (ROOT / "server/letters/nl").glob("*.mustache")} - {"day"}
    assert set(mails) == {f"{lang}.{name}" for lang in ("nl", "en") for name in templates}, sorted(mails)
    return mails


def parsed(raw):
    mail = email.message_from_bytes(raw, policy=email.policy.SMTP.clone(raise_on_defect=True))
    assert not any(part.defects for part in mail.walk())
    return mail


def squeezed(text):
    return " ".join(text.split())


def a_mail_parser_of_others_understands_every_letter(s):
    """[-]"""
    ids = set()
    for name, raw in written(s).items():
        lines = raw.split(b"\r\n")
        assert raw.isascii() and b"\n" not in raw.replace(b"\r\n", b"") and max(map(len, lines)) <= 78, name
        mail = parsed(raw)
        for header in ("Date", "From", "To", "Subject", "Message-ID", "In-Reply-To", "References", "MIME-Version"):
            assert len(mail.get_all(header)) == 1, (name, header)
        assert mail["From"].addresses[0].display_name == "Woonstichting Één", mail["From"]
        assert mail["Date"].datetime.timestamp() == 1795560000, mail["Date"]
        assert len(mail["Subject"]) <= 78 and mail["Auto-Submitted"] == "auto-generated", mail["Subject"]
        text, page = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
        seen = Words(page)
        assert squeezed(seen.text) == squeezed(text), (name, seen.text, text)
        assert seen.tags <= {"html", "head", "meta", "title", "body", "div", "p", "br", "a"}, seen.tags
        assert all(link.startswith("https://portiek.proef.example/") for link in seen.links), seen.links
        ids.add(str(mail["Message-ID"]))
    assert len(ids) == len(list((s.dir / "eml").glob("*.eml"))), "one name for two mails"


def the_words_are_whole_sentences_in_the_reader_s_language(s):
    """[-]"""
    for name, raw in written(s).items():
        text = parsed(raw).get_body(("plain",)).get_content()
        lang, letter = name.split(".")
        assert "{" not in text and "}" not in text, (name, text)
        assert not re.search(r" [.,?:]|\(\)|:\s*$|: *\n\n|\.\.|\n\n\n|  ", text.rstrip("\n") + "\n"), (name, text)
        tenant = not re.match(r"(handover|information|link|partner-handover|escalation)", letter)
        words = ("Dear", "Kind regards") if lang == "en" and tenant else ("Beste", "Geachte", "Met vriendelijke groet")
        assert letter == "referral-short" or any(word in text for word in words), (name, text)
        if tenant and lang == "nl":
            check_short(name, text)


def check_short(name, text):
    """B1 Dutch in short sentences: twelve words, names and dates counted as one."""
    own = text.replace("Woonstichting Één", "X").replace("Emine Yıldız", "X")
    own = re.sub(r"\w+dag \d+ \w+ \d{4}", "X", own)
    for sentence in re.split(r"[.?!:]\s|\n\n", re.sub(r"(?<!\n)\n(?!\n)", " ", own)):
        assert len(sentence.split()) <= 12, (name, sentence)


def a_calendar_of_others_finds_the_appointment(s):
    """[-]"""
    uids = set()
    for name, raw in written(s).items():
        lang, letter = name.split(".")
        parts = [part for part in parsed(raw).walk() if part.get_content_type() == "text/calendar"]
        assert len(parts) == (letter in APPOINTMENTS), name
        if not parts:
            continue
        assert parts[0].get_param("method") == "PUBLISH" and parts[0].get_filename().endswith(".ics"), parts[0].items()
        data = parts[0].get_payload(decode=True)
        assert all(len(line) <= 75 for line in data.split(b"\r\n")), name
        calendar = icalendar.Calendar.from_ical(data)
        assert calendar["METHOD"] == "PUBLISH" and calendar["VERSION"] == "2.0"
        zone, = calendar.walk("VTIMEZONE")
        event, = calendar.walk("VEVENT")
        assert zone["TZID"] == event["DTSTART"].params["TZID"] == "Europe/Amsterdam"
        assert event["STATUS"] == APPOINTMENTS[letter] and int(event["SEQUENCE"]) == 2
        assert event["DTSTART"].dt.replace(tzinfo=None) == datetime.datetime(2026, 11, 25, 8, 0), event["DTSTART"].dt
        assert event["DTEND"].dt.replace(tzinfo=None) == datetime.datetime(2026, 11, 25, 12, 0), event["DTEND"].dt
        assert zone.to_tz().localize(datetime.datetime(2026, 7, 1, 12)).utcoffset() == datetime.timedelta(hours=2)
        assert zone.to_tz().localize(datetime.datetime(2026, 11, 25, 8)).utcoffset() == datetime.timedelta(hours=1)
        assert event["DTSTAMP"].dt.timestamp() == 1795560000
        assert str(event["LOCATION"]) == "Lindenhof 1, 8299 LA Lindehaven"
        uids.add((lang, str(event["UID"])))
    assert len(uids) == 2, uids  # one appointment per case, in three versions


stack.main(a_mail_parser_of_others_understands_every_letter, the_words_are_whole_sentences_in_the_reader_s_language,
           a_calendar_of_others_finds_the_appointment)
