#!/usr/bin/python3
"""Confirmations against a mail server that refuses, stalls and dies, and a daemon that dies.

What arrives is read by Python's own mail parser.

SPDX-License-Identifier: EUPL-1.2
"""
import contextlib
import email
import email.policy
import http.client
import re
import signal
import socket
import socketserver
import stack
import threading
from stack import eventually, report


class MailServer(socketserver.ThreadingTCPServer):
    """SMTP of the simplest kind; `mood` decides what becomes of the next mail."""
    allow_reuse_address = daemon_threads = True

    def __init__(self, mood):
        super().__init__(("127.0.0.1", 0), Talk)
        self.mood, self.taken, self.tries = mood, [], 0
        self.silence = threading.Event()  # "stalls": holds its answer until this is set
        self.done = threading.Event()  # it answered
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]


class Talk(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        with contextlib.suppress(OSError):  # whoever calls may die
            self.talk()

    def talk(self):
        self.say("220 proef")
        while line := self.rfile.readline().decode(errors="replace").strip():
            word = line.split()[0].upper()
            if word == "DATA":
                if not self.data():
                    return
            elif word == "QUIT":
                return self.say("221 dag")
            elif word == "RCPT" and self.server.mood == "never":
                self.server.tries += 1
                self.say("550 5.1.1 <zoe@huurder.example> kennen we niet")
            else:
                self.say("250 goed")

    def data(self):
        self.say("354 kom maar")
        text = b""
        while not text.endswith(b"\r\n.\r\n"):
            got = self.rfile.readline()
            if not got:
                return False
            text += got
        self.server.tries += 1
        if self.server.mood == "later":
            self.say("451 straks")
            return True
        self.server.taken.append(text.decode())
        if self.server.mood == "stalls":
            self.server.silence.wait(stack.DEADLINE)
        if self.server.mood == "dies":  # taken, but nobody hears it
            self.request.shutdown(socket.SHUT_RDWR)
            return False
        self.say("250 goed")
        self.server.done.set()
        return True


def with_server(s, mood, env=None):
    server = MailServer(mood)
    conf = s.central_dir / "portiek.conf"
    conf.write_text(re.sub(r"^server = .*$", f"server = smtp://127.0.0.1:{server.port}", conf.read_text(), flags=re.M))
    s.start_central(env)
    return (server, *ask(s))


def ask(s):
    """A report whose confirmation is a mail."""
    staff = s.staff("kcc")
    page = stack.Client(s.central.url)
    page.cookies = staff.cookies
    body = report(Versions(page), "LINDENHOF-001", when={"slots": [["2026-11-25", "OCH"]], "call": False},
                  contact={"name": "Zoë", "phone": "", "mail": "zoe@huurder.example", "via": "mail"})
    status, saved = page.post("/melden/api/v1/reports", body)
    assert status == 201, saved
    return staff, saved


def events_of(staff):
    case = staff.get("/api/v1/cases?view=all")[1]["cases"][0]
    return staff.get(f"/api/v1/cases/{case['nr']}")[1]["events"]


def parsed(text):
    """The mail as an independent parser reads it; any defect it sees is an error."""
    mail = email.message_from_string(text.removesuffix(".\r\n"), policy=email.policy.default.clone(raise_on_defect=True))
    for part in mail.walk():
        assert not part.defects, part.defects
    return mail


class Versions:
    def __init__(self, page):
        self.page = page

    def get(self, path):
        return self.page.get("/melden" + path)


def mail_of(staff, *states):
    return eventually(lambda: next((o for o in staff.get("/api/v1/outgoing")[1]["outgoing"] if o["state"] in states), None),
                      f"the mail is {' or '.join(states)}")


def a_mail_server_that_is_there_gets_it_once(s):
    """[R1 R41]"""
    server, staff, saved = with_server(s, "good")
    mail_of(staff, "sent")
    assert len(server.taken) == 1, server.taken
    mail = parsed(server.taken[0])
    assert mail.get_content_type() == "multipart/alternative", mail.get_content_type()
    text, page = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for words in (text, page):
        assert saved["receipt"] in words and "Beste Zoë," in words and "Woonstichting Waterkant" in words, words
    assert "<p" in page and mail["Subject"] == f"Wij hebben uw melding {saved['receipt']}", mail["Subject"]
    assert mail["References"] == mail["In-Reply-To"] != mail["Message-ID"], mail.items()
    assert [e["what"] for e in events_of(staff)] == ["file", "confirmed"]


def a_busy_one_is_tried_again_later(s):
    """[R41]"""
    server, staff, _ = with_server(s, "later")
    mail = eventually(lambda: next((o for o in staff.get("/api/v1/outgoing")[1]["outgoing"] if o["attempts"] >= 1 and o["state"] == "waiting"), None),
                      "the mail waits for its next attempt")
    assert "451" in mail["error"] and server.tries >= mail["attempts"] and not server.taken, mail


def a_refusal_is_final_and_visible(s):
    """[R41]"""
    server, staff, _ = with_server(s, "never")
    mail = mail_of(staff, "failed")
    assert mail["error"].startswith("smtp_550") and "kennen we niet" in mail["error"] and server.tries == 1, mail
    last = events_of(staff)[-1]
    assert last["what"] == "mail_failed" and last["detail"]["why"] == "smtp_550", last
    assert "zoe@" not in str(last), last


def a_line_that_dies_after_the_text_is_never_tried_twice(s):
    """[R41]"""
    server, staff, _ = with_server(s, "dies")
    mail_of(staff, "unsure")
    assert events_of(staff)[-1]["what"] == "mail_unsure"
    s.central.kill()
    s.start_central()
    mail_of(s.staff("kcc"), "unsure")
    assert len(server.taken) == 1, server.taken


def pulled(s, point, mood="good"):
    """Central dies at a named point while a mail leaves; then it starts again."""
    server = MailServer(mood)
    conf = s.central_dir / "portiek.conf"
    conf.write_text(re.sub(r"^server = .*$", f"server = smtp://127.0.0.1:{server.port}", conf.read_text(), flags=re.M))
    s.start_central({"PORTIEK_CRASH": point})
    with contextlib.suppress(OSError, http.client.HTTPException):  # the plug may be out before the answer left
        ask(s)
    assert s.central.process.wait(stack.DEADLINE) == -signal.SIGKILL, f"it did not come by {point}"
    before = len(server.taken)
    s.start_central()
    return server, s.staff("kcc"), before


def the_plug_before_it_is_leaving_costs_nothing(s):
    """Not marked, not sent: it simply goes at the next start [R41]"""
    server, staff, before = pulled(s, "notify.begin.before")
    assert before == 0
    mail_of(staff, "sent")
    assert len(server.taken) == 1, server.taken


def the_plug_after_the_mark_leaves_it_to_a_person(s):
    """Marked 'sending', nothing left yet: nobody can know that, so it is not sent by itself [R41]"""
    server, staff, before = pulled(s, "notify.begin.after")
    mail_of(staff, "unsure")
    assert before == 0 and not server.taken, server.taken
    assert [e["what"] for e in events_of(staff)] == ["file", "mail_unsure"]


def the_plug_after_it_left_never_sends_it_twice(s):
    """The server has it, our own memory of that is gone: the same state, and one mail [R41]"""
    server, staff, before = pulled(s, "notify.sent.before_settle")
    mail_of(staff, "unsure")
    s.central.stop()
    s.start_central()
    staff = s.staff("kcc")
    mail_of(staff, "unsure")
    assert before == 1 and len(server.taken) == 1, server.taken
    assert [e["what"] for e in events_of(staff)] == ["file", "mail_unsure"]


def an_office_that_stops_calls_off_the_mail_under_way(s):
    """[R41]"""
    server, staff, _ = with_server(s, "stalls")
    eventually(lambda: server.taken, "the text is with the server")
    s.central.stop()
    server.silence.set()
    s.start_central()
    staff = s.staff("kcc")
    mail = mail_of(staff, "unsure")
    assert mail["error"].startswith("curl_") and len(server.taken) == 1, mail


def a_mail_that_leaves_while_the_office_stops_is_settled(s):
    """[R41]"""
    server, staff, _ = with_server(s, "stalls")
    eventually(lambda: server.taken, "the text is with the server")
    s.central.process.send_signal(signal.SIGSTOP)
    server.silence.set()
    server.done.wait(stack.DEADLINE)  # the answer is on the line
    s.central.process.send_signal(signal.SIGTERM)
    s.central.process.send_signal(signal.SIGCONT)
    assert s.central.process.wait(stack.DEADLINE) == 0
    s.start_central()
    mail_of(s.staff("kcc"), "sent", "unsure")  # whichever was first, the answer or the stop
    assert len(server.taken) == 1, server.taken


def without_a_mail_server_it_waits_visibly(s):
    """[R41]"""
    conf = s.central_dir / "portiek.conf"
    conf.write_text(re.sub(r"^server = .*$", "server =", conf.read_text(), flags=re.M))
    s.start_central()
    staff = s.staff("kcc")
    page = stack.Client(s.central.url)
    page.cookies = staff.cookies
    body = report(Versions(page), "LINDENHOF-001", when={"slots": [["2026-11-25", "OCH"]], "call": False},
                  contact={"name": "Zoë", "phone": "", "mail": "zoe@huurder.example", "via": "mail"})
    assert page.post("/melden/api/v1/reports", body)[0] == 201
    out = staff.get("/api/v1/outgoing")[1]
    assert not out["mail_server"] and out["outgoing"][0]["state"] == "waiting", out


stack.main(a_mail_server_that_is_there_gets_it_once, a_busy_one_is_tried_again_later, a_refusal_is_final_and_visible,
           a_line_that_dies_after_the_text_is_never_tried_twice, the_plug_before_it_is_leaving_costs_nothing,
           the_plug_after_the_mark_leaves_it_to_a_person, the_plug_after_it_left_never_sends_it_twice,
           an_office_that_stops_calls_off_the_mail_under_way, a_mail_that_leaves_while_the_office_stops_is_settled,
           without_a_mail_server_it_waits_visibly)
