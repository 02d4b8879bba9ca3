"""Clients of the worst sort: many, silent, slow, greedy. One thread drives them all by a selector.

Every socket of a crowd is followed to its end: what came back, and whether the other side closed it (a
deaf one, which never reads, cannot tell).

SPDX-License-Identifier: EUPL-1.2
"""
import resource
import selectors
import socket
import threading
import time


def room_for(wanted):
    """As many sockets as this process may have, at most wanted."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted + 200:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, wanted + 200), hard))
        soft = min(hard, wanted + 200)
    return min(wanted, soft - 200)


class Visitor:
    """Sends `first` at once, then one byte of `rest` every half second; reads unless deaf."""

    def __init__(self, host, first=b"", rest=b"", deaf=False):
        self.first, self.rest, self.deaf = first, rest, deaf
        self.heard, self.closed, self.next = b"", False, time.monotonic() + 0.5
        self.socket = socket.socket()
        if deaf:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        self.socket.setblocking(False)
        name, port = host.rsplit(":", 1)
        self.socket.connect_ex((name, int(port)))

    def write(self, now):
        try:
            if self.first:
                self.first = self.first[self.socket.send(self.first):]
            elif self.rest and now >= self.next:
                self.rest = self.rest[self.socket.send(self.rest[:1]):]
                self.next = now + 0.5
        except BlockingIOError:
            pass
        except OSError:
            self.closed = True

    def read(self):
        try:
            got = self.socket.recv(65536)
            self.heard += got[:4096]
            self.closed = not got
        except BlockingIOError:
            pass
        except OSError:
            self.closed = True

    @property
    def status(self):
        return int(self.heard[9:12]) if self.heard.startswith(b"HTTP/1.1 ") else 0


class Crowd:
    def __init__(self, host):
        self.host, self.all, self.stop = host, [], False
        self.lock = threading.Lock()
        self.selector = selectors.DefaultSelector()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def come(self, count, **how):
        new = [Visitor(self.host, **how) for _ in range(count)]
        self.add(new)
        return new

    def add(self, new):
        with self.lock:
            self.all += new
            for v in new:
                self.selector.register(v.socket, selectors.EVENT_READ | selectors.EVENT_WRITE, v)

    def watch(self, v):
        if v.deaf:  # only the other side knows when it gave up
            self.selector.unregister(v.socket)
        else:
            self.selector.modify(v.socket, selectors.EVENT_READ, v)

    def run(self):
        while not self.stop:
            with self.lock:
                ready = self.selector.select(0)
                now = time.monotonic()
                for key, events in ready:
                    self.serve(key.data, events, now)
                for v in self.all:
                    if not v.closed and v.rest and not v.first:
                        v.write(now)
                        self.leave(v)
            time.sleep(0.005 if ready else 0.02)

    def serve(self, v, events, now):
        if events & selectors.EVENT_READ and not v.deaf:
            v.read()
        if events & selectors.EVENT_WRITE:
            v.write(now)
            if not v.first and not v.closed:
                self.watch(v)
        self.leave(v)

    def leave(self, v):
        if v.closed and v.socket.fileno() >= 0:
            if v.socket in self.selector.get_map():
                self.selector.unregister(v.socket)
            v.socket.close()

    def closed(self):
        return sum(v.closed for v in self.all)

    def hearing(self):
        return sum(not v.deaf for v in self.all)

    def end(self):
        self.stop = True
        self.thread.join()
        for v in self.all:
            if v.socket.fileno() >= 0:
                v.socket.close()
        self.selector.close()
