#!/usr/bin/python3
"""Figures of size: a town of kiosks at once, a town that comes back after a month, an office and a kiosk grown old.

  tests/bench/many.py [--full] [--kiosks N] [NAME…]     names: crowd back growth tap

The kiosks are the real engine many times over in one process (kiosks.c), with sealed, chained reports as kiosks
write them; central and kiosk are the programs as shipped. Without --full the sizes are those of every day. Limits
and goals are in figures.py: a figure beyond its limit is a failure.

SPDX-License-Identifier: EUPL-1.2
"""
import contextlib
import http.client
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "road"))
import figures  # noqa: E402
import reports  # noqa: E402
from figures import BUILD, bare, cpu_seconds, figure, lines_of, memory_mib, middle, share  # noqa: E402
from stack import Stack, catalogue_version, eventually, report, run, some_unit, uuid7  # noqa: E402


def homes(count):
    rows = ["key,street,number,suffix,postcode,city,complex,riser,type,nom,provider,supplier,parent"]
    rows += [f"T{i}-1,Stadslaan,{i + 1},,3000 AB,Lindehaven,T{i},GROOT,PORTIEKWONING,no,,," for i in range(count)]
    return "\n".join(rows) + "\n"


class Town:
    """So many kiosks of one central, each of a complex of its own and with `each` reports; ready to go when made."""

    def __init__(self, s, kiosks, how, per_batch, each):
        self.s, self.total = s, kiosks * each
        client = s.start_central()
        home = s.start_kiosk()
        made = reports.make(["T-1"], catalogue_version(home), min(self.total, 20000)).splitlines()
        self.lines = "\n".join(made[:10000]) + "\n"
        s.kiosk.stop()
        s.central.stop()
        self.files = tempfile.TemporaryDirectory(dir=BUILD / "tests")
        codes, lines, town = (pathlib.Path(self.files.name) / name for name in ("codes", "lines", "homes.csv"))
        town.write_text(homes(kiosks))
        run("portiek-central", "import", "dwellings", str(town), "--data", s.central_dir)
        codes.write_text(subprocess.run([BUILD / "invite", s.central_dir, str(kiosks)], capture_output=True, text=True, check=True).stdout)
        with lines.open("w") as out:
            for i in range(self.total):
                out.write(made[i % len(made)].replace('"unit":"T-1"', f'"unit":"T{i % kiosks}-1"') + "\n")
        s.start_central()
        self.before = client.get("/api/v1/stats")[1]["cases"]
        self.process = subprocess.Popen([BUILD / "kiosks", codes, lines, s.central.url, how, str(per_batch), str(each)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.client = client

    def hear(self, word):
        line = self.process.stdout.readline().strip()
        assert line == word, f"the kiosks said {line!r}, not {word!r}"

    def say(self):
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def told(self):
        out = dict(line.split() for line in self.process.stdout)
        assert self.process.wait() == 0, "the kiosks failed"
        return {name: float(value) for name, value in out.items()}

    def routed(self):
        """Wait until every report is a case, each exactly once."""
        def all_there():
            return self.client.get("/api/v1/stats")[1]["cases"] >= self.before + self.total
        end = time.monotonic() + 600
        while not all_there():
            assert time.monotonic() < end, "central never finished"
            time.sleep(0.01)
        cases = self.client.get("/api/v1/stats")[1]["cases"] - self.before
        assert cases == self.total, f"{self.total} reports became {cases} cases"

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
        self.files.cleanup()


@contextlib.contextmanager
def town(s, *args):
    t = Town(s, *args)
    try:
        yield t
    finally:
        t.close()


@contextlib.contextmanager
def stack():
    s = Stack()
    try:
        yield s
    finally:
        s.close()


def quiet(s):
    """No scheduled copy in between: it is a figure of its own."""
    with (s.central_dir / "portiek.conf").open("a") as conf:
        conf.write("\n[backup]\nscheduled = no\n")


# ---- a town at once --------------------------------------------------------------------------------------

def crowd(full):
    """200 kiosks at once, 20 batches of 10 reports each: rate until the last is acknowledged, and how long a batch waits."""
    kiosks, batches = (figures.option("--kiosks", 200), 20) if full else (50, 4)
    rates, floors, waits, sizes = [], [], [], []
    for _ in range(figures.option("--rounds", 5 if full else 1)):
        with stack() as s, contextlib.ExitStack() as more:
            quiet(s)
            t = more.enter_context(town(s, kiosks, "now", 10, batches * 10))
            t.hear("ready")
            floor = bare("batch", t.lines, 200)[0]
            t.say()
            told = t.told()
            memory = memory_mib(s.central.process.pid, "VmHWM")
            t.routed()
            floor = (floor + bare("batch", t.lines, 200)[0]) / 2
            floors.append(t.lines.count("\n") / floor)
            rates.append(t.total / told["seconds"])
            waits.append(told["p99"])
            sizes.append(memory)
            figure("crowd.p50", told["p50"], "ms")
    figure("crowd.kiosks", kiosks, "kiosks")
    figure("crowd.floor", middle(floors), "reports/s")
    figure("crowd.acked", middle(rates), "reports/s")
    figure("crowd.acked_vs_sqlite", middle([r / f for r, f in zip(rates, floors)]), "ratio")
    figure("crowd.p99", middle(waits), "ms")
    figure("crowd.memory", middle(sizes), "MiB")


# ---- a town comes back -------------------------------------------------------------------------------------

def watch_pages(s, page, end, times):
    link = http.client.HTTPConnection(page.host)
    cookie = {"Cookie": "; ".join(f"{k}={v}" for k, v in page.cookies.items())}
    while not end.is_set():
        start = time.perf_counter()
        try:
            link.request("GET", "/api/v1/cases?view=all", headers=cookie)
            link.getresponse().read()
        except (OSError, http.client.HTTPException):  # the connection idle longest goes first: call again
            link.close()
            continue
        times.append((time.perf_counter() - start) * 1e3)
        end.wait(0.02)


def back(full):
    """Central was down for thirty days; 2,000 kiosks get their link back at the same moment. All of them drain, each
    report is there once, none of them knocks in vain more than 3 times a minute, central stays small and staff can work
    (matrix 56)."""
    kiosks, each = (figures.option("--kiosks", 2000), 30) if full else (200, 5)
    with stack() as s, contextlib.ExitStack() as more:
        quiet(s)
        t = more.enter_context(town(s, kiosks, "away", 0, each))
        t.hear("enrolled")
        s.central.stop()
        t.say()
        t.hear("ready")
        s.start_central()
        end, times = threading.Event(), []
        watcher = threading.Thread(target=watch_pages, args=(s, s.staff("kcc"), end, times))
        watcher.start()
        begin = time.monotonic()
        t.say()
        try:
            told = t.told()
            t.routed()
        finally:
            end.set()
            watcher.join()
        figure("return.kiosks", kiosks, "kiosks")
        figure("return.reports", t.total, "reports")
        figure("return.acked", told["seconds"], "s until all are acknowledged")
        figure("return.drained", time.monotonic() - begin, "s until all are cases")
        figure("return.failures", told["failures"], "knocks in vain, of all kiosks")
        figure("return.requests_a_minute", told["requests_a_minute"], "requests of one kiosk in a minute, good ones too")
        figure("return.page_p50", middle(times), "ms")
        figure("return.page_p99", share(times, 0.99), "ms")
        figure("return.memory", memory_mib(s.central.process.pid, "VmHWM"), "MiB")
        figure("return.failed_a_minute", told["failed_a_minute"], "knocks in vain of one kiosk in a minute")


# ---- an office and a kiosk grown old -----------------------------------------------------------------------

# Copies of the newest report as it lies in every table a delivery writes; ids and receipts are new.
OFFICE = """
CREATE TEMP TABLE made AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) SELECT i, randomblob(16) AS id FROM n;
INSERT INTO item (n, id, device, seq, t_recv, t, quality, cut, fault, path, text, body) SELECT (SELECT max(n) FROM item) + m.i, m.id, 100000 + m.i % 500, 1 + m.i / 500,
    o.t_recv, o.t, o.quality, o.cut, o.fault, o.path, o.text, o.body FROM made m, (SELECT * FROM item ORDER BY n DESC LIMIT 1) o;
INSERT INTO mark (device, seq, id, h) SELECT 100000 + m.i % 500, 1 + m.i / 500, m.id, randomblob(32) FROM made m ORDER BY 1, 2;
CREATE TEMP TABLE top AS SELECT max(nr) AS nr FROM case_file;
INSERT INTO case_file (nr, id, item, receipt, state, open, urgency, captured, received, due, channel, lang, branch, kind, unit, complex, room,
    object, fault, restricted, catalogue, party, rule_set, rule, tried, first_contact, name, owner) SELECT top.nr + m.i, m.id, c.item, printf('BENC-%05d-%d', m.i % 100000, m.i / 100000),
    CASE WHEN m.i > :count * 9 / 10 THEN 1 ELSE 4 END, m.i > :count * 9 / 10, c.urgency, c.captured - (:count - m.i) * 30000, c.received, c.due, c.channel, c.lang, c.branch, c.kind,
    c.unit, c.complex, c.room, c.object, c.fault, 0, c.catalogue, c.party, c.rule_set, c.rule, c.tried, 1, c.name, c.owner FROM made m, top, (SELECT * FROM case_file ORDER BY nr DESC LIMIT 1) c;
INSERT INTO case_event (nr, n, t, who, what, detail, hash) SELECT top.nr + m.i, 1, e.t, e.who, e.what, e.detail, e.hash FROM made m, top, (SELECT * FROM case_event WHERE n = 1 LIMIT 1) e;
INSERT INTO case_clock SELECT top.nr + m.i, CASE WHEN m.i > :count * 9 / 10 THEN k.fire + 8640000000 END, k.clocks FROM made m, top, (SELECT * FROM case_clock WHERE fire IS NOT NULL LIMIT 1) k;
INSERT INTO outgoing (n, nr, kind, why, state, due, done) SELECT (top.nr + m.i) * 100 + 1, top.nr + m.i, 'call', 'confirmation', 'reached', 0, 0 FROM made m, top;
INSERT INTO feed (n, feed, key, scope, gone, body) SELECT (SELECT value FROM meta WHERE key = 'feed.last') + m.i, 'case', printf('BENC-%05d-%d', m.i % 100000, m.i / 100000), f.scope, 0, f.body
    FROM made m, (SELECT * FROM feed WHERE feed = 'case' ORDER BY n DESC LIMIT 1) f;
UPDATE meta SET value = value + :count WHERE key IN ('feed.last', 'ingest.cursor');
"""
# Delivered and safe long ago: marks without text, and the chain of every 256th.
KIOSK = """
CREATE TEMP TABLE old AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) SELECT i FROM n;
INSERT INTO outbox_item (n, id, h, kind, receipt, follow, t, text) SELECT i, randomblob(16), randomblob(32), 'report.new', printf('BENC-%05d-%d', i % 100000, i / 100000), hex(randomblob(32)), 1700000000000 + i * 1000, NULL FROM old;
INSERT INTO outbox_chain SELECT i, randomblob(32) FROM old WHERE i % 256 = 0;
"""


def grow(path, text, count):
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript("PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536;")
        db.execute("BEGIN")
        for statement in text.strip().split(";\n"):
            db.execute(statement, {"count": count} if ":count" in statement else {})
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def starts(start, stop, rounds=5):
    """Milliseconds of a start after a clean stop, and memory soon after."""
    times, sizes = [], []
    for _ in range(rounds):
        begin = time.monotonic()
        start()
        times.append((time.monotonic() - begin) * 1e3)
        sizes.append(stop())
    return middle(times), middle(sizes)


def office_of(count):
    """An office that holds so many reports: start, memory, and how fast it takes in a town's."""
    with stack() as s, contextlib.ExitStack() as more:
        quiet(s)
        desk = s.start_kiosk()
        s.start_central()
        assert desk.post("/api/v1/reports", report(desk, some_unit(desk)))[0] == 201
        eventually(lambda: s.staff("kcc").get("/api/v1/stats")[1]["cases"] > 0, "a first case")
        s.kiosk.stop()
        s.central.stop()
        grow(s.central_dir / "portiek.db", OFFICE, count)
        s.start_central()
        s.central.stop()

        def stop():
            size = memory_mib(s.central.process.pid)
            s.central.stop()
            return size
        start, size = starts(s.start_central, stop)
        t = more.enter_context(town(s, 20, "now", 50, 250))
        t.hear("ready")
        begin, used = time.monotonic(), cpu_seconds(s.central.process.pid)
        t.say()
        acked = t.told()["seconds"]
        t.routed()
        routed, used = time.monotonic() - begin, cpu_seconds(s.central.process.pid) - used
        figure(f"growth.{count}.acked", t.total / acked, "reports/s")
        figure(f"growth.{count}.routed", t.total / routed, "reports/s")
        figure(f"growth.{count}.cpu", used / t.total * 1e6, "us a report, until routed")
        figure(f"growth.{count}.start", start, "ms")
        figure(f"growth.{count}.memory", size, "MiB")
        return used, start, size


def taps(kiosk, count):
    """Milliseconds from the tap on "send" until it is durably stored, one after the other."""
    link = http.client.HTTPConnection(kiosk.host)
    link.connect()
    times = []
    for line in lines_of(kiosk, count).splitlines():
        body = {**json.loads(line), "id": uuid7()}
        start = time.perf_counter()
        link.request("POST", "/api/v1/reports", json.dumps(body).encode(), {"Content-Type": "application/json", "Origin": f"http://{kiosk.host}"})
        reply = link.getresponse()
        reply.read()
        times.append((time.perf_counter() - start) * 1e3)
        assert reply.status == 201, reply.status
    return times


def kiosk_of(count):
    with stack() as s:
        kiosk = s.start_kiosk()
        s.kiosk.stop()
        grow(s.kiosk_dir / "portiek.db", KIOSK, count)
        with contextlib.closing(sqlite3.connect(s.kiosk_dir / "portiek.db")) as db:
            db.execute("UPDATE meta SET value = ? WHERE key = 'outbox.seq'", (count,))
            db.commit()
        kiosk = s.start_kiosk()
        times = taps(kiosk, 300)
        figure(f"growth.{count}.capture_p50", middle(times), "ms")
        return middle(times)


def growth(full):
    """An office of a million reports against one of ten thousand; a kiosk that made as many against a young one."""
    sizes = [10000, 1000000] if full else [1000, 20000]
    told = [office_of(n) for n in sizes]
    figure("growth.rate", told[0][0] / told[1][0], "times that of the small office, by what a report costs central's processor")
    figure("growth.start", told[1][1] / told[0][1], "times")
    figure("growth.memory", told[1][2] / told[0][2], "times")
    figure("growth.capture_p50", kiosk_of(sizes[1]) / kiosk_of(sizes[0]), "times")


def tap(full):
    """From a tap to durable confirmation, with a full queue of unsent reports against an empty one."""
    queued, count = (49000, 500) if full else (3000, 200)
    with stack() as empty, stack() as full_one:
        kiosks = [empty.start_kiosk(), full_one.start_kiosk()]
        full_one.kiosk.stop()
        run("portiek-kiosk", "capture", "--data", full_one.kiosk_dir, stdin=lines_of(kiosks[0], queued))
        kiosks[1] = full_one.start_kiosk()
        times = [[], []]
        for _ in range(5):  # by turns
            for i in (0, 1):
                times[i] += taps(kiosks[i], count // 5)
        for i, name in ((0, "empty"), (1, "queued")):
            figure(f"tap.{name}.p50", middle(times[i]), "ms")
            figure(f"tap.{name}.p99", share(times[i], 0.99), "ms")
        figure("tap.queued", queued, "reports wait")
        figure("tap.p99", share(times[1], 0.99) / share(times[0], 0.99), "times that of an empty queue")


ALL = {"crowd": crowd, "back": back, "growth": growth, "tap": tap}


def main():
    full, code = "--full" in sys.argv, 0
    for i, name in enumerate([w for w in sys.argv[1:] if w in ALL] or ALL, 1):
        try:
            ALL[name](full)
            print(f"ok {i} - figures of {name}", flush=True)
        except Exception as fault:  # not taken, or beyond its limit
            code = 1
            print(f"not ok {i} - figures of {name}: {fault}", flush=True)
    figures.table()
    sys.exit(code)


if __name__ == "__main__":
    main()
