#!/usr/bin/python3
"""Hostile input at both doors: every refusal has its documented code, memory stays flat, nothing is
stored and nothing honest is lost.

SPDX-License-Identifier: EUPL-1.2
"""
import json
import random
import socket
import threading
import zlib

import psp
import stack
from stack import eventually, report, run, some_unit


def a_report_for(s, device):
    kiosk = s.start_kiosk()
    body = report(kiosk, some_unit(kiosk))
    s.kiosk.stop()
    five = "".join(random.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(5))
    return {**body, "receipt": psp.receipt(device.prefix, five), "follow": "0" * 64}


def every_falsified_request_gets_its_code(s):
    """[R62 R70]"""
    s.start_central()
    device = psp.enrolled(s)
    item = device.item(a_report_for(s, device))
    other = psp.SigningKey.generate()
    ghost = "0190b7a0-0000-7000-8000-000000000000.1"
    big = b"x" * (256 * 1024 + 1)
    rows = [
        ("another key", dict(bend={"key": other}), 401, "bad_signature"),
        ("an unknown device", dict(bend={"keyid": ghost}), 401, "unknown_device"),
        ("an old moment", dict(bend={"late": -301}), 401, "clock_skew"),
        ("a moment to come", dict(bend={"late": 3600}), 401, "clock_skew"),
        ("a used counter", dict(bend={"counter": 1}), 409, "counter_replayed"),
        ("a wrong digest", dict(bend={"digest": "sha-256=:" + "A" * 43 + "=:"}), 400, "bad_digest"),
        ("another version", dict(bend={"protocol": "9.0"}), 426, "bad_version"),
        ("no signature", dict(headers={"Signature": None}), 401, "bad_signature"),
        ("a signature of another form", dict(headers={"Signature": "sig2=:AAAA:"}), 401, "bad_signature"),
        ("another type", dict(headers={"Content-Type": "text/plain"}), 415, "bad_type"),
        ("a body over the cap", dict(raw=big), 413, "too_large"),
        ("no zlib", dict(raw=b"hello"), 400, "bad_zlib"),
        ("half a stream", dict(raw=zlib.compress(b"{}" * 100)[:-3]), 400, "bad_zlib"),
        ("two streams", dict(raw=zlib.compress(b"{}") * 2), 400, "bad_zlib"),
        ("a bomb", dict(raw=zlib.compress(b"0" * (60 << 20), 9)), 413, "too_large"),
        ("deep nesting", dict(raw=zlib.compress(b"[" * 60000)), 400, "bad_json"),
        ("too many values", dict(raw=zlib.compress(json.dumps([random.randrange(10**6) for _ in range(40000)]).encode())), 400, "bad_json"),
        ("a NUL", dict(raw=zlib.compress(b'{"v":1,"device":"\\u0000"}')), 400, "bad_json"),
        ("no UTF-8", dict(raw=zlib.compress(b'{"v":"\xc0\xaf"}')), 400, "bad_json"),
        ("a double key", dict(raw=zlib.compress(b'{"v":1,"v":1}')), 400, "bad_json"),
        ("a fraction", dict(raw=zlib.compress(b'{"v":1.5}')), 400, "bad_json"),
        ("something behind", dict(raw=zlib.compress(b'{} {}')), 400, "bad_json"),
        ("no envelope", dict(raw=zlib.compress(b'{"v":1}')), 400, "bad_envelope"),
        ("one seq twice", dict(items=[item, {**item, "id": report_id()}]), 400, "bad_envelope"),
    ]
    before = s.central.resident()
    for title, how, status, code in rows:
        got, answer, _ = device.batch(how.pop("items", [item]), **how)
        assert (got, answer.get("error")) == (status, code), f"{title}: {got} {answer}"
    assert s.central.resident() - before < 16 * 1024, "memory grew"
    status, answer, genuine = device.batch([item])
    assert status == 200 and answer["ack"] == [[item["seq"], item["seq"]]] and genuine, answer
    assert answer["hwm"] == 1


def a_request_cut_anywhere_changes_nothing(s):
    """Matrix 29. [R62]"""
    s.start_central()
    device = psp.enrolled(s)
    item = device.item(a_report_for(s, device))
    body = zlib.compress(json.dumps(device.envelope([item])).encode(), 4)
    head = device.signed_headers("POST", "/sync/v1/batches", body, psp.BATCH, {})
    text = ("POST /sync/v1/batches HTTP/1.1\r\n" + "".join(f"{n}: {v}\r\n" for n, v in head.items()) + "\r\n").encode() + body
    name, port = device.host.split(":")
    for end in range(0, len(text), 3):
        with socket.create_connection((name, int(port)), stack.DEADLINE) as sock:
            sock.sendall(text[:end])
            sock.shutdown(socket.SHUT_WR)
            sock.settimeout(0.001)
            try:
                answer = sock.recv(4096)
            except OSError:
                answer = b""
            assert not answer.startswith(b"HTTP/1.1 200"), f"cut at {end}: {answer}"
    stats = json.loads(run("portiek-central", "stats", "--json", "--data", s.central_dir).stdout)
    assert stats["reports"] == 0, stats
    assert raw_post(device, head, body) == 200, "whole, the same bytes are taken"


def two_equal_batches_at_once_are_stored_once(s):
    """Matrix 26 and 28. [R62]"""
    s.start_central()
    device = psp.enrolled(s)
    item = device.item(a_report_for(s, device))
    answers, lock = [], threading.Lock()

    def send(head, body):
        status = raw_post(device, head, body)
        with lock:
            answers.append(status)
    body = zlib.compress(json.dumps(device.envelope([item])).encode(), 4)
    heads = [device.signed_headers("POST", "/sync/v1/batches", body, psp.BATCH, {}) for _ in range(4)]
    threads = [threading.Thread(target=send, args=(head, body)) for head in heads + heads]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert sorted(answers) == [200] * 4 + [409] * 4, sorted(answers)
    stats = json.loads(run("portiek-central", "stats", "--json", "--data", s.central_dir).stdout)
    assert stats["reports"] == 1, stats


def words_meant_for_a_machine_stay_words(s):
    """SQL, HTML, a formula, a template, text that runs backwards. Matrix 39. [R62]"""
    kiosk = s.start_kiosk()
    words = "'); DROP TABLE item;-- <script>alert(1)</script> =1+1 {{contact.name}} %s%n \u202ekaarv\u202c &lt;"
    status, saved = kiosk.post("/api/v1/reports", report(kiosk, some_unit(kiosk), words=words))
    assert status == 201, saved
    s.kiosk.stop()
    s.start_central()
    staff = s.staff()
    s.start_kiosk()
    case = eventually(lambda: (lambda got: got[0] == 200 and got[1])(staff.get(f"/api/v1/cases/{saved['receipt']}")), "a case")
    assert words in json.dumps(case, ensure_ascii=False).replace('\\"', '"'), "kept as they are"
    page = staff.call("GET", f"/api/v1/cases/{saved['receipt']}")
    assert page[2]["Content-Type"] == "application/json" and page[2]["X-Content-Type-Options"] == "nosniff"


def report_id():
    return stack.uuid7()


def a_flipped_bit_anywhere_is_refused_or_harmless(s):
    """[R62]"""
    s.start_central()
    device = psp.enrolled(s)
    item = device.item(a_report_for(s, device))
    body = zlib.compress(json.dumps(device.envelope([item])).encode(), 4)
    for i in random.Random(7).sample(range(len(body)), 60):
        target = bytearray(body)
        target[i] ^= 1 << random.Random(i).randrange(8)
        head = device.signed_headers("POST", "/sync/v1/batches", body, psp.BATCH, {})
        status = raw_post(device, head, bytes(target))
        assert status == 400, status
    for i in range(0, 88, 4):
        head = device.signed_headers("POST", "/sync/v1/batches", body, psp.BATCH, {})
        sig = bytearray(head["Signature"].encode())
        sig[6 + i] = ord("A") if sig[6 + i] != ord("A") else ord("B")
        head["Signature"] = sig.decode()
        assert raw_post(device, head, body) == 401
    stats = json.loads(run("portiek-central", "stats", "--json", "--data", s.central_dir).stdout)
    assert stats["reports"] == 0, stats


def raw_post(device, head, body):
    import http.client
    link = http.client.HTTPConnection(device.host, timeout=stack.DEADLINE)
    link.putrequest("POST", "/sync/v1/batches", skip_host=True, skip_accept_encoding=True)
    for name, value in head.items():
        link.putheader(name, value)
    link.endheaders(body)
    reply = link.getresponse()
    reply.read()
    link.close()
    return reply.status


def what_central_does_not_understand_is_kept_and_shown(s):
    """[R62 R53]"""
    s.start_central()
    device = psp.enrolled(s)
    good = a_report_for(s, device)
    odd = {**good, "id": report_id(), "catalogue": "1999.1.1", "receipt": psp.receipt(device.prefix, "00001")}
    broken = {**good, "id": report_id()}
    status, answer, _ = device.batch([device.item(odd), device.item(broken, plain=b'{"id":"\\u0000"}'), device.item(good)])
    assert status == 200 and answer["ack"] == [[1, 3]], answer
    staff = s.staff()
    kept = eventually(lambda: (lambda q: len(q) >= 2 and q)(staff.get("/api/v1/quarantine")[1].get("items", [])), "two items in quarantine")
    assert all(row.get("code") for row in kept), kept
    eventually(lambda: any(c["receipt"] == good["receipt"] for c in staff.get("/api/v1/cases?view=all")[1]["cases"]), "the good one is a case")


def the_same_item_a_hundred_times_is_one_case(s):
    """Matrix 26. [R62]"""
    s.start_central()
    device = psp.enrolled(s)
    good = a_report_for(s, device)
    item = device.item(good)
    for _ in range(100):
        status, answer, _ = device.batch([item])
        assert status == 200 and answer["ack"] == [[1, 1]] and not answer["results"], answer
    changed = {**device.item({**good, "words": "iets anders"}, seq=2)}
    status, answer, _ = device.batch([changed])
    assert status == 200 and answer["results"][0]["r"] == "conflict", answer
    staff = s.staff()
    eventually(lambda: len([c for c in staff.get("/api/v1/cases?view=all")[1]["cases"] if c["receipt"] == good["receipt"]]) == 1, "one case")


def the_lobby_refuses_in_words_and_keeps_what_it_has(s):
    """[R40 R61]"""
    kiosk = s.start_kiosk()
    good = report(kiosk, some_unit(kiosk))
    text = json.dumps(good).encode()
    rows = [
        ("truncated", text[:-1], 400, "bad_json"),
        ("a double key", text[:-1] + b',"id":"x"}', 400, "bad_json"),
        ("no UTF-8", text.replace(b"hele", b"h\xc3le"), 400, "bad_json"),
        ("a NUL", text.replace(b"hele", b"h\\u0000le"), 400, "bad_json"),
        ("too large", json.dumps({**good, "words": "x" * 40000}).encode(), 413, "too_large"),
        ("words too long", json.dumps({**good, "words": "x" * 3000}).encode(), 422, "bad_field"),
        ("unknown member", json.dumps({**good, "admin": True}).encode(), 422, "bad_field"),
        ("unknown object", json.dumps({**good, "object": "RAKET"}).encode(), 422, "bad_field"),
        ("no name", json.dumps({**good, "contact": {**good["contact"], "name": ""}}).encode(), 422, "incomplete"),
        ("old catalogue", json.dumps({**good, "catalogue": "1999.1.1"}).encode(), 409, "old_catalogue"),
    ]
    before = kiosk.get("/api/v1/status")[1]["queue"]["pending"]
    for title, raw, status, code in rows:
        got, answer, _ = kiosk.call("POST", "/api/v1/reports", raw=raw)
        assert (got, answer.get("code")) == (status, code), f"{title}: {got} {answer}"
        assert answer["detail"] and answer["detail"] != code, answer
    got, answer, _ = kiosk.call("POST", "/api/v1/reports", raw=text, headers={"Origin": "https://evil.example"})
    assert (got, answer["code"]) == (403, "foreign_page"), answer
    got, answer, _ = kiosk.call("GET", "/api/v1/session", headers={"Host": "evil.example"})
    assert got == 421, (got, answer)
    assert kiosk.get("/api/v1/status")[1]["queue"]["pending"] == before
    assert kiosk.post("/api/v1/reports", good)[0] == 201


stack.main(every_falsified_request_gets_its_code, a_flipped_bit_anywhere_is_refused_or_harmless,
           a_request_cut_anywhere_changes_nothing, two_equal_batches_at_once_are_stored_once, words_meant_for_a_machine_stay_words,
           what_central_does_not_understand_is_kept_and_shown, the_same_item_a_hundred_times_is_one_case,
           the_lobby_refuses_in_words_and_keeps_what_it_has)
