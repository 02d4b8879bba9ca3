"""A whole Portiek on loopback for one test: folders, both daemons, an HTTP client.

Every test gets its own folder and free ports; that of central is held for the whole test, so nobody else gets it
while central is down. The demo installation is made once per run and copied.
With PORTIEK_VALGRIND=DIR the daemons run under valgrind, which writes what it finds to DIR (tests/road/valgrind).

SPDX-License-Identifier: EUPL-1.2
"""
import contextlib
import fcntl
import http.client
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback

BUILD = pathlib.Path(os.environ.get("BUILD_DIR", pathlib.Path(__file__).parents[2] / "build")).resolve()
CHECKED = os.environ.get("PORTIEK_VALGRIND", "")
COUNTED = bool(os.environ.get("PORTIEK_COUNTED"))  # lines are counted
TELLS = COUNTED or CHECKED  # a program that is killed tells neither its lines nor its leaks
DEADLINE = 900 if CHECKED else 240  # seconds any single event may take; reached only when something is broken
VALGRIND = ["valgrind", "--quiet", "--leak-check=full", "--show-leak-kinds=definite", "--child-silent-after-fork=yes",
            f"--log-file={CHECKED}/%p.log"] if CHECKED else []


class Daemon:
    """One running program that printed "ready URL"."""

    def __init__(self, args, log, env=None):
        self.args, self.log, self.env = [str(a) for a in args], log, env
        self.process, self.url = None, None

    def start(self):
        out = open(self.log, "ab")
        self.process = subprocess.Popen([*VALGRIND, *self.args], stdout=subprocess.PIPE, stderr=out, stdin=subprocess.DEVNULL,
                                        env={**os.environ, **(self.env or {})})
        timer = threading.Timer(DEADLINE, self.process.kill)
        timer.start()
        for line in self.process.stdout:
            if line.startswith(b"ready "):
                self.url = line.split()[1].decode()
                break
        timer.cancel()
        if not self.url:
            raise AssertionError(f"{self.args[0]} did not get ready: " + pathlib.Path(self.log).read_text(errors="replace")[-800:])
        return self

    def resident(self):
        """What it holds of memory now, in KiB."""
        return next(int(line.split()[1]) for line in open(f"/proc/{self.process.pid}/status") if line.startswith("VmRSS"))

    def kill(self, how=signal.SIGKILL):
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
        if self.process:
            self.process.wait(DEADLINE)
            self.process.stdout.close()
        self.process, self.url = None, None

    def stop(self):
        """Asked to end, it ends well."""
        process = self.process
        running = process and process.poll() is None
        self.kill(signal.SIGTERM)
        assert not running or process.returncode == 0, f"{self.args[0]} ended with {process.returncode} when it was stopped"

    @property
    def port(self):
        return int(self.url.rsplit(":", 1)[1])


def run(program, *args, check=True, stdin=None, env=None):
    done = subprocess.run([str(BUILD / program), *map(str, args)], capture_output=True, text=True, input=stdin,
                          timeout=300, env={**os.environ, **(env or {})})
    if check and done.returncode != 0:
        raise AssertionError(f"{program} {args[0]} ended with {done.returncode}: {done.stderr[-600:]}")
    return done


class Client:
    """JSON over HTTP with a cookie jar of one page."""

    def __init__(self, url, csrf=None):
        self.host = url.split("//")[1]
        self.cookies, self.csrf = {}, csrf

    def call(self, method, path, body=None, headers=None, raw=None):
        data = raw if raw is not None else (json.dumps(body).encode() if body is not None else None)
        head = {"Content-Type": "application/json", "Origin": f"http://{self.host}"} if data is not None else {}
        if self.cookies:
            head["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if self.csrf:
            head["portiek-csrf"] = self.csrf
        if method != "GET" and data is None:
            head.update({"Content-Length": "0", "Origin": f"http://{self.host}"})
        link = http.client.HTTPConnection(self.host, timeout=DEADLINE)
        try:
            link.request(method, path, data, {**head, **(headers or {})})
            reply = link.getresponse()
            text = reply.read()
        finally:
            link.close()
        for cookie in reply.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        is_json = "json" in (reply.headers.get("Content-Type") or "")
        return reply.status, (json.loads(text) if is_json and text else text), reply.headers

    def get(self, path):
        return self.call("GET", path)[:2]

    def post(self, path, body):
        return self.call("POST", path, body)[:2]


class Desk(Client):
    """The phone desk before the pages' own API, which stands below /melden/ at central."""

    def call(self, method, path, *rest, **more):
        return super().call(method, "/melden" + path, *rest, **more)


def template():
    """The demo installation with its enrolled kiosk, made once and copied for every test."""
    base = BUILD / "tests" / "template"
    base.parent.mkdir(parents=True, exist_ok=True)
    with open(base.parent / "template.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # suites that run side by side make it once
        return made(base)


def made(base):
    done = base / "done"
    newest = max((BUILD / p).stat().st_mtime for p in ("portiek-central", "portiek-kiosk"))
    if done.exists() and done.stat().st_mtime > newest:
        return base
    shutil.rmtree(base, ignore_errors=True)
    base.mkdir(parents=True)
    out = run("portiek-central", "init", "--demo", "--data", base / "central").stdout
    with open(base / "central" / "portiek.conf", "a") as conf:
        conf.write("\n[backup]\nscheduled = no\n")  # a copy is made when a test asks, not a minute after a start
    central = Daemon([BUILD / "portiek-central", "serve", "--data", base / "central", "--listen", "127.0.0.1:0"], base / "central.log").start()
    try:
        found = re.search(r"^complexes (.+)$", out, re.M)
        where = ["--complex", found.group(1)] if found else []
        code = run("portiek-central", "device", "add", "--quiet", "--data", base / "central", "--name", "Zuil", *where).stdout.strip()
        run("portiek-kiosk", "enrol", "--data", base / "kiosk", "--central", central.url, "--code", code)
    finally:
        central.stop()
    done.write_text("")
    return base


def port_held():
    """A socket on a free port that does not listen: whoever asks for that port by its number gets it all the same, and
    whoever asks for any port, or is given one to call from, gets another."""
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    return held


class Stack:
    """Central and a kiosk over a copy of the template; both are stopped at the start."""

    def __init__(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="portiek-road-", dir=BUILD / "tests"))
        base = template()
        for name in ("central", "kiosk"):
            shutil.copytree(base / name, self.dir / name, ignore=shutil.ignore_patterns("admin.sock"))
        self.central_dir, self.kiosk_dir = self.dir / "central", self.dir / "kiosk"
        self.held, self.central, self.kiosk = port_held(), None, None
        self.central_at = "127.0.0.1:%d" % self.held.getsockname()[1]

    def start_central(self, env=None):
        self.central = Daemon([BUILD / "portiek-central", "serve", "--data", self.central_dir, "--listen", self.central_at],
                              self.dir / "central.log", env).start()
        return Client(self.central.url)

    def start_kiosk(self, env=None):
        self.kiosk = Daemon([BUILD / "portiek-kiosk", "serve", "--data", self.kiosk_dir, "--listen", "127.0.0.1:0",
                             "--central", f"http://{self.central_at}"], self.dir / "kiosk.log", env).start()
        return Client(self.kiosk.url)

    def staff(self, name="beheer"):
        name, password = self.login(name)
        page = Client(self.central.url)
        status, me = page.post("/api/v1/login", {"name": name, "password": password})
        assert status == 200, (status, me)
        page.csrf = me["csrf"]
        return page

    def open_office(self, name="kcc"):
        """Central running, and one of its staff logged in."""
        self.start_central()
        return self.staff(name)

    def desk(self, staff):
        page = Desk(self.central.url)
        page.cookies = staff.cookies
        return page

    def new_code(self, *more):
        return run("portiek-central", "device", "add", "--quiet", "--data", self.central_dir, "--name", "Proef", *more).stdout.strip()

    def login(self, name):
        for line in (self.central_dir / "logins").read_text().splitlines():
            words = line.split()
            if words[:1] == [name]:
                return name, words[1]
        raise AssertionError(f"no log-in {name}")

    def close(self):
        for daemon in (self.kiosk, self.central):
            if daemon:
                daemon.kill(signal.SIGTERM if TELLS else signal.SIGKILL)
        self.held.close()
        shutil.rmtree(self.dir, ignore_errors=True)


def uuid7():
    ms = int(time.time() * 1000)
    value = (ms << 80) | (7 << 76) | (random.getrandbits(12) << 64) | (2 << 62) | random.getrandbits(62)
    text = f"{value:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def catalogue_version(client):
    return client.get("/catalogue.json")[1]["version"]


def report(client, unit, **changes):
    """A complete report about a dripping kitchen tap, as the check page sends it."""
    body = {
        "schema": 1, "id": uuid7(), "catalogue": catalogue_version(client), "channel": "kiosk", "lang": "nl",
        "actor": {"kind": "guest", "ref": None}, "branch": "home", "kind": "repair", "unit": unit, "place": None,
        "room": "KEU", "object": "KRAAN", "fault": "DRP", "words": "hij druppelt de hele nacht", "suspect": "unknown",
        "answers": {}, "when": {"slots": [], "call": True},
        "contact": {"name": "M. de Vries", "phone": "0612345678", "mail": "", "via": "phone"},
        "first_contact": True, "t": int(time.time() * 1000),
    }
    body.update(changes)
    return body


def some_unit(client):
    status, found = client.get("/api/v1/dwellings?street=l&number=1")
    assert status == 200, (status, found)
    return found["dwellings"][0]["key"]


def eventually(ask, what):
    """Poll ask() until it gives something true; only a broken program reaches the deadline."""
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        got = ask()
        if got:
            return got
        time.sleep(0.05)
    raise AssertionError(f"never happened: {what}")


def main(*tests):
    """Run test functions as TAP; each has a docstring ending in its requirement numbers: "… [R61 D2]".
    Titles as arguments of the program: only these."""
    code = 0
    for i, test in enumerate(tests, 1):
        title = test.__name__.replace("_", " ")
        if sys.argv[1:] and title not in sys.argv[1:]:
            continue
        numbers = re.findall(r"\b[RD]\d+\b", test.__doc__ or "")
        stack = Stack()
        try:
            test(stack)
            print(f"ok {i} - {title}")
            if numbers:
                print(f"# proves {title} {' '.join(numbers)}")
        except Exception:  # a test's own failure, told and counted
            code = 1
            print(f"not ok {i} - {title}")
            print("# " + traceback.format_exc().replace("\n", "\n# "))
            for name in ("kiosk.log", "central.log"):
                with contextlib.suppress(OSError):
                    print("# " + "\n# ".join((stack.dir / name).read_text(errors="replace").splitlines()[-6:]))
        finally:
            stack.close()
        sys.stdout.flush()
    sys.exit(code)
