"""A line that fails on purpose: stands between a kiosk and central and does one thing to each connection.

What happens to connection n follows from the seed and n alone, so a run can be repeated. `mode` forces
one fault on every new connection until it is set back to None; without it faults are drawn by weight.

    line = Proxy(("127.0.0.1", 8080), seed=7, share=0.2)
    line.mode = Fault("cut", at=300, up=False)

  none       bytes pass as they are
  delay      each direction waits `wait` seconds before its first byte
  cut        ends after `at` bytes of one direction, softly or (hard) with a reset
  corrupt    flips one bit at byte `at`
  slow       `rate` bytes a second
  half       is accepted and never answered
  refuse     is reset at once
  reorder    its first bytes wait until another connection has sent its own
  twice      the same request is sent a second time on a connection of its own, after the first
  hole       segments above `at` bytes vanish, small ones pass (MTU black hole)
  answer     central is never reached: `text` is what comes back (a captive portal, HTTP 500); with `only`,
             to requests that hold these bytes, and the others pass

SPDX-License-Identifier: EUPL-1.2
"""
import contextlib
import random
import socket
import struct
import threading
import time

PIECE = 65536


class Fault:
    def __init__(self, name, at=0, up=True, hard=False, wait=0.05, rate=1024, text=b"", only=b""):
        self.name, self.at, self.up, self.hard = name, at, up, hard
        self.wait, self.rate, self.text, self.only = wait, rate, text, only


def http_answer(status, body=b"<html>log in here</html>", more="Content-Type: text/html\r\n"):
    return f"HTTP/1.1 {status} x\r\n{more}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


# What is drawn when no mode is set: weight, and how the fault is made from a random source.
DRAWN = [
    (3, lambda r: Fault("delay", wait=r.uniform(0, 0.05))),
    (6, lambda r: Fault("cut", at=r.choice([0, 1, 17, 400, r.randrange(4000)]), up=r.random() < 0.5, hard=r.random() < 0.5)),
    (6, lambda r: Fault("corrupt", at=r.choice([0, 20, 300, r.randrange(4000)]), up=r.random() < 0.5)),
    (1, lambda r: Fault("slow", rate=16384)),
    (2, lambda r: Fault("refuse")),
    (3, lambda r: Fault("reorder", wait=0.05)),
    (4, lambda r: Fault("twice")),
    (2, lambda r: Fault("answer", text=http_answer(r.choice([200, 302, 511, 500])))),
]


def reset(sock):
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with contextlib.suppress(OSError):
        sock.close()


def end(sock):
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


class Line:
    """One connection: the kiosk's socket, central's, and what is done to them."""

    def __init__(self, proxy, client, fault):
        self.proxy, self.client, self.fault, self.server = proxy, client, fault, None
        self.request = b""

    def live(self):
        name = self.fault.name
        try:
            if name == "refuse":
                reset(self.client)
            elif name == "half":
                self.swallow()
            elif name == "answer":
                self.answer()
            else:
                self.carry()
        except OSError:
            pass
        finally:
            for sock in (self.client, self.server):
                if sock:
                    with contextlib.suppress(OSError):
                        sock.close()
            self.proxy.gone(self)

    def swallow(self):
        while self.client.recv(PIECE):
            pass

    def answer(self):
        self.client.settimeout(5)
        got = b""
        while b"\r\n\r\n" not in got:
            piece = self.client.recv(PIECE)
            if not piece:
                return
            got += piece
        if self.fault.only not in got:
            self.client.settimeout(None)
            self.carry(got)
            return
        self.proxy.overheard += got
        self.client.sendall(self.fault.text)
        with contextlib.suppress(OSError):
            self.client.shutdown(socket.SHUT_WR)
            self.swallow()

    def carry(self, begun=b""):
        self.server = socket.create_connection(self.proxy.target, 5)
        self.server.sendall(begun)
        self.server.settimeout(None)
        down = threading.Thread(target=self.pump, args=(self.server, self.client, False), daemon=True)
        down.start()
        self.pump(self.client, self.server, True)
        down.join()
        if self.fault.name == "twice" and self.request:
            self.again()

    def again(self):
        with socket.create_connection(self.proxy.target, 5) as sock:
            sock.settimeout(5)
            sock.sendall(self.request)
            sock.recv(PIECE)

    def pump(self, source, sink, up):
        passed, f = 0, self.fault
        mine = f.up == up
        try:
            while True:
                data = source.recv(PIECE)
                if not data:
                    break
                if passed == 0 and f.name == "delay":
                    time.sleep(f.wait)
                if passed == 0 and f.name == "reorder" and up:
                    self.proxy.wait_turn(f.wait)
                if f.name == "twice" and up:
                    self.request += data
                if f.name == "hole" and mine and len(data) > f.at:
                    continue
                if f.name == "corrupt" and mine and passed <= f.at < passed + len(data):
                    data = bytearray(data)
                    data[f.at - passed] ^= 1 << (f.at % 8)
                if f.name == "cut" and mine and passed + len(data) > f.at:
                    sink.sendall(data[:max(0, f.at - passed)])
                    self.cut()
                    return
                if f.name == "slow":
                    for i in range(0, len(data), max(1, f.rate // 20)):
                        sink.sendall(data[i:i + max(1, f.rate // 20)])
                        time.sleep(0.05)
                else:
                    sink.sendall(data)
                passed += len(data)
                if up:
                    self.proxy.someone_sent()
        except OSError:
            pass
        end(sink)
        end(source)

    def cut(self):
        for sock in (self.client, self.server):
            if self.fault.hard:
                with contextlib.suppress(OSError):
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            end(sock)


class Proxy:
    def __init__(self, target, seed=0, share=0.0):
        """target: (host, port) of central; share: part of connections to which something happens."""
        self.target, self.seed, self.share = target, seed, share
        self.mode = None           # a Fault for every new connection, or "down"
        self.up, self.down = 0, 0  # flapping: so many connections pass, so many are refused, and so on
        self.count, self.drawn = 0, {}
        self.overheard = b""       # what a portal was told
        self.lines, self.lock = set(), threading.Lock()
        self.sent = threading.Condition()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.accept, daemon=True)
        self.thread.start()

    @property
    def authority(self):
        return f"127.0.0.1:{self.port}"

    def choose(self, n):
        if isinstance(self.mode, Fault):
            return self.mode
        if self.mode == "down" or (self.down and n % (self.up + self.down) >= self.up):
            return Fault("refuse")
        rnd = random.Random(f"{self.seed}:{n}")
        if rnd.random() >= self.share:
            return Fault("none")
        make = rnd.choices([m for _, m in DRAWN], [w for w, _ in DRAWN])[0]
        return make(rnd)

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            fault = self.choose(self.count)
            self.count += 1
            self.drawn[fault.name] = self.drawn.get(fault.name, 0) + 1
            line = Line(self, client, fault)
            with self.lock:
                self.lines.add(line)
            threading.Thread(target=line.live, daemon=True).start()

    def gone(self, line):
        with self.lock:
            self.lines.discard(line)

    def wait_turn(self, most):
        with self.sent:
            self.sent.wait(most)

    def someone_sent(self):
        with self.sent:
            self.sent.notify_all()

    def hang_up(self):
        """Every connection of now ends with a reset."""
        with self.lock:
            lines = list(self.lines)
        for line in lines:
            for sock in (line.client, line.server):
                if sock:
                    with contextlib.suppress(OSError):
                        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    end(sock)

    def close(self):
        end(self.listener)
        self.listener.close()
        self.hang_up()
        self.thread.join()
