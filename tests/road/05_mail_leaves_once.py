#!/usr/bin/python3
"""Confirmations against a mail server that refuses, stalls and dies.

SPDX-License-Identifier: EUPL-1.2
"""
import re
import socket
import socketserver
import threading

import stack
from stack import eventually, report


class MailServer(socketserver.ThreadingTCPServer):
    """SMTP of the simplest kind; `mood` decides what becomes of the next mail."""
    allow_reuse_address = daemon_threads = True

    def __init__(self, mood):
        super().__init__(("127.0.0.1", 0), Talk)
        self.mood, self.taken, self.tries = mood, [], 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]


class Talk(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
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
                self.say("550 kennen we niet")
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
        if self.server.mood == "dies":  # taken, but nobody hears it
            self.request.shutdown(socket.SHUT_RDWR)
            return False
        self.say("250 goed")
        return True


def mail_server_is(s, server):
    conf = s.central_dir / "portiek.conf"
    conf.write_text(re.sub(r"^server = .*$", f"server = {server}".strip(), conf.read_text(), flags=re.M))


def by_mail(s, staff):
    """A report of somebody who wants a mail, filed by the phone desk."""
    desk = s.desk(staff)
    body = report(desk, "LINDENHOF-001", when={"slots": [["2026-11-25", "OCH"]], "call": False},
                  contact={"name": "Zoë", "phone": "", "mail": "zoe@huurder.example", "via": "mail"})
    status, saved = desk.post("/api/v1/reports", body)
    assert status == 201, saved
    return saved


def with_server(s, mood):
    server = MailServer(mood)
    mail_server_is(s, f"smtp://127.0.0.1:{server.port}")
    staff = s.open_office()
    return server, staff, by_mail(s, staff)


def mail_of(staff, *states):
    return eventually(lambda: next((o for o in staff.get("/api/v1/outgoing")[1]["outgoing"] if o["state"] in states), None),
                      f"the mail is {' or '.join(states)}")


def a_mail_server_that_is_there_gets_it_once(s):
    """[R1 R41]"""
    server, staff, saved = with_server(s, "good")
    mail_of(staff, "sent")
    assert len(server.taken) == 1 and saved["receipt"] in server.taken[0] and "Beste Zo=C3=AB" in server.taken[0], server.taken
    assert "Woonstichting Waterkant" in server.taken[0]
    case = staff.get("/api/v1/cases?view=all")[1]["cases"][0]
    events = [e["what"] for e in staff.get(f"/api/v1/cases/{case['nr']}")[1]["events"]]
    assert events == ["file", "confirmed"], events


def a_busy_one_is_tried_again_later(s):
    """[R41]"""
    server, staff, _ = with_server(s, "later")
    mail = eventually(lambda: next((o for o in staff.get("/api/v1/outgoing")[1]["outgoing"] if o["attempts"] == 1 and o["state"] == "waiting"), None),
                      "the mail waits for its next attempt")
    assert "451" in mail["error"] and server.tries == 1, mail


def a_refusal_is_final_and_visible(s):
    """[R41]"""
    server, staff, _ = with_server(s, "never")
    mail = mail_of(staff, "failed")
    assert "550" in mail["error"] and server.tries == 1, mail


def a_line_that_dies_after_the_text_is_never_tried_twice(s):
    """[R41]"""
    server, staff, _ = with_server(s, "dies")
    mail_of(staff, "unsure")
    s.central.kill()
    s.start_central()
    mail_of(s.staff("kcc"), "unsure")
    assert len(server.taken) == 1, server.taken


def without_a_mail_server_it_waits_visibly(s):
    """[R41]"""
    mail_server_is(s, "")
    staff = s.open_office()
    by_mail(s, staff)
    out = staff.get("/api/v1/outgoing")[1]
    assert not out["mail_server"] and out["outgoing"][0]["state"] == "waiting", out


stack.main(a_mail_server_that_is_there_gets_it_once, a_busy_one_is_tried_again_later, a_refusal_is_final_and_visible,
           a_line_that_dies_after_the_text_is_never_tried_twice, without_a_mail_server_it_waits_visibly)
