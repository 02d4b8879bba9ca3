#!/usr/bin/python3
"""Slow, silent and greedy clients: whoever does his work is answered, memory and sockets stay bounded,
and everything held is given back (fault matrix 25, 33, 35, 63).

SPDX-License-Identifier: EUPL-1.2
"""
import json
import random
import time
import zlib

import psp
import stack
from crowd import Crowd, Visitor, room_for
from stack import Client, Daemon, eventually, report, run, some_unit

HEAD = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
BODY = b"POST /api/v1/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2000\r\n\r\n"


def metrics(s):
    text = Client(s.central.url).get("/metrics")[1].decode()
    return {line.split()[0][len("portiek_central_"):]: int(line.split()[1]) for line in text.splitlines()}


def a_report_for(s, device):
    kiosk = s.start_kiosk()
    body = report(kiosk, some_unit(kiosk))
    s.kiosk.stop()
    return {**body, "receipt": psp.receipt(device.prefix, "00001"), "follow": "0" * 64}


def work(device, staff, item):
    """What people and kiosks do all day; every step is answered."""
    status, answer, genuine = device.batch([item])
    assert status == 200 and genuine and answer["ack"] == [[item["seq"], item["seq"]]], answer
    assert staff.get("/api/v1/cases?view=all")[0] == 200


def meanwhile(done, do, what):
    """Do it again and again until done(); only a broken program reaches the deadline."""
    end = time.monotonic() + stack.DEADLINE
    while not done():
        assert time.monotonic() < end, f"never happened: {what}"
        do()


def largest(s):
    """The page of the staff app that is largest, and its size."""
    page = Client(s.central.url)
    text = page.get("/")[1].decode()
    names = ["/" + part.split('"')[0].lstrip("/") for part in text.replace('href="', 'src="').split('src="')[1:]]
    return max(names, key=lambda name: len(page.get(name)[1]))


def slow_clients_are_cut_and_the_others_never_notice(s):
    """[R62 R70]"""
    s.start_central()
    device, staff = psp.enrolled(s), s.staff()
    item = device.item(a_report_for(s, device))
    page = largest(s).encode()
    crowd = Crowd(s.central.url.split("//")[1])
    try:
        crowd.come(100)
        crowd.come(60, first=HEAD, rest=b"x" * 400)
        crowd.come(60, first=BODY, rest=b" " * 400)
        crowd.come(30, first=b"GET " + page + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", deaf=True)
        meanwhile(lambda: crowd.closed() == crowd.hearing() and metrics(s)["connections"] <= 5,
                  lambda: work(device, staff, item), "every slow one is cut")
        eventually(lambda: metrics(s)["bodies_bytes"] == 0, "what was held is given back")
        work(device, staff, item)
    finally:
        crowd.end()


def five_thousand_idle_sockets_are_no_hindrance(s):
    """[R62 R70]"""
    s.start_central()
    device, staff = psp.enrolled(s), s.staff()
    item = device.item(a_report_for(s, device))
    before = s.central.resident()
    crowd = Crowd(s.central.url.split("//")[1])
    try:
        for _ in range(50):
            crowd.come(room_for(5000) // 50)
            work(device, staff, item)
            assert metrics(s)["connections"] <= 1024
        assert metrics(s)["connections_dropped"] > 0
        assert s.central.resident() - before < 64 * 1024, "memory grew"
        meanwhile(lambda: crowd.closed() == len(crowd.all), lambda: work(device, staff, item), "idle sockets are freed")
        eventually(lambda: metrics(s)["connections"] <= 5, "and their places")
    finally:
        crowd.end()


def request(device, body):
    head = device.signed_headers("POST", "/sync/v1/batches", body, psp.BATCH, {})
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"POST /sync/v1/batches HTTP/1.1\r\n{lines}\r\n".encode() + body


def a_thousand_bombs_at_once_explode_nowhere(s):
    """[R62 R70]"""
    s.start_central()
    device, staff, villain = psp.enrolled(s), s.staff(), psp.enrolled(s)
    item = device.item(a_report_for(s, device))
    bombs = [zlib.compress(b"0" * (60 << 20), 9), zlib.compress(b"[" * 100000), zlib.compress(b"[" + b"[]," * 1000000 + b"[]]"),
             zlib.compress(b'{"' + random.randbytes(100000).hex().encode() + b'":1}')]
    before = s.central.resident()
    crowd = Crowd(s.central.url.split("//")[1])
    try:
        crowd.add([Visitor(crowd.host, first=request(villain, bombs[i % 4])) for i in range(room_for(1000))])
        meanwhile(lambda: all(v.heard or v.closed for v in crowd.all), lambda: work(device, staff, item), "every bomb is answered")
        answers = {v.status for v in crowd.all}
        assert answers <= {0, 400, 413, 503} and {400, 413} <= answers, answers
        assert s.central.resident() - before < 64 * 1024, "memory grew"
    finally:
        crowd.end()
    work(device, staff, item)
    eventually(lambda: metrics(s)["bodies_bytes"] == 0, "what was held is given back")
    stats = json.loads(run("portiek-central", "stats", "--json", "--data", s.central_dir).stdout)
    assert stats["reports"] == 1, stats


def few_descriptors_mean_few_visitors_and_no_stop(s):
    """[R70]"""
    s.start_central()
    device = psp.enrolled(s)
    item = device.item(a_report_for(s, device))
    s.central.stop()
    s.central = Daemon(["prlimit", "--nofile=100:100", stack.BUILD / "portiek-central", "serve", "--data", s.central_dir,
                        "--listen", s.central_at], s.dir / "central.log").start()
    staff = s.staff()
    crowd = Crowd(s.central.url.split("//")[1])
    try:
        crowd.come(200)
        work(device, staff, item)
        assert metrics(s)["connections"] <= 50
        crowd.come(60, first=BODY)
        eventually(lambda: crowd.come(2, first=BODY) and any(v.status == 503 for v in crowd.all), "somebody is told to come back")
        eventually(lambda: crowd.closed() == len(crowd.all), "the slow ones are cut")
        work(device, staff, item)
    finally:
        crowd.end()


def a_crowd_at_the_lobby_daemon_stops_no_report(s):
    """[R40 R70]"""
    kiosk = s.start_kiosk()
    unit = some_unit(kiosk)
    crowd = Crowd(s.kiosk.url.split("//")[1])
    try:
        crowd.come(400)
        crowd.come(100, first=HEAD, rest=b"x" * 400)
        for _ in range(20):
            assert kiosk.post("/api/v1/reports", report(kiosk, unit))[0] == 201
        eventually(lambda: crowd.closed() == len(crowd.all), "idle sockets are freed")
        assert kiosk.post("/api/v1/reports", report(kiosk, unit))[0] == 201
    finally:
        crowd.end()


stack.main(slow_clients_are_cut_and_the_others_never_notice, five_thousand_idle_sockets_are_no_hindrance,
           a_thousand_bombs_at_once_explode_nowhere, few_descriptors_mean_few_visitors_and_no_stop,
           a_crowd_at_the_lobby_daemon_stops_no_report)
