#!/usr/bin/python3
"""What a kiosk makes of a line that lies and a clock that is wrong: it says why in `status`, sends nothing to
strangers, keeps everything, and goes on by itself when things are right again.

SPDX-License-Identifier: EUPL-1.2
"""
import contextlib
import json
import os
import pathlib
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "faults"))
import stack  # noqa: E402
from proxy import Fault, Proxy, http_answer  # noqa: E402
from stack import Client, Daemon, eventually, report, run, some_unit  # noqa: E402

warnings.simplefilter("ignore", DeprecationWarning)  # old TLS is offered on purpose
CLOCK = str(stack.BUILD / "tests" / "faults" / "libtestclock.so")


def library(name):
    """A library of the system, wherever it keeps them."""
    found = list(pathlib.Path("/usr/lib").glob(f"**/{name}"))
    assert found, f"{name} is not installed"
    return str(found[0])


def kiosk_to(s, central, env=None):
    s.kiosk = Daemon([stack.BUILD / "portiek-kiosk", "serve", "--data", s.kiosk_dir, "--listen", "127.0.0.1:0", "--central", central],
                     s.dir / "kiosk.log", env).start()
    return Client(s.kiosk.url)


def status(s):
    return json.loads(run("portiek-kiosk", "status", "--json", "--data", s.kiosk_dir).stdout)


def says(s, *codes):
    eventually(lambda: status(s)["sync"]["last_error"] in codes, f"status says one of {codes}, not {status(s)['sync']['last_error']}")
    eventually(lambda: any(c in run("portiek-kiosk", "status", "--data", s.kiosk_dir).stdout for c in codes), "and so it is told to people")


def a_report(kiosk):
    answer = kiosk.post("/api/v1/reports", report(kiosk, some_unit(kiosk)))
    assert answer[0] == 201, answer
    return answer[1]["receipt"]


def pending(kiosk):
    return kiosk.get("/api/v1/status")[1]["queue"]["pending"]


def delivered(s, kiosk):
    eventually(lambda: pending(kiosk) == 0, "what was kept is delivered by itself")
    eventually(lambda: status(s)["sync"]["last_error"] == "", "and status has nothing to complain of")


def line_to(s, **how):
    host, port = s.central_at.split(":")
    return Proxy((host, int(port)), **how)


# ---- lines that lie ---------------------------------------------------------------------------------

def a_captive_portal_is_named_and_gets_no_acknowledgement(s):
    """Matrix 32. [R62 R70]"""
    s.start_central()
    line = line_to(s)
    kiosk = kiosk_to(s, f"http://{line.authority}")
    delivered(s, kiosk)
    for answer in (http_answer(200), http_answer(302, b"", "Location: http://portal.example/\r\n"), http_answer(511)):
        line.mode = Fault("answer", text=answer)
        a_report(kiosk)
        says(s, "portal")
        assert pending(kiosk) == 1
        line.mode = None
        delivered(s, kiosk)
    line.mode = Fault("answer", text=http_answer(500, b"{}", "Content-Type: application/json\r\n"))
    a_report(kiosk)
    eventually(lambda: status(s)["sync"]["last_error"] not in ("", "portal"), "an answer that is not signed is none")
    assert pending(kiosk) == 1
    line.mode = None
    delivered(s, kiosk)
    line.close()


def nobody_hears_a_report_where_https_was_asked_for(s):
    """A portal that speaks plain HTTP at the address of an https central. Matrix 32. [R62 R70]"""
    s.start_central()
    line = line_to(s)
    line.mode = Fault("answer", text=http_answer(200))
    heard = []
    portal = socket.create_server(("127.0.0.1", 0))

    def listen():
        with contextlib.suppress(OSError):
            while True:
                with portal.accept()[0] as sock:
                    sock.settimeout(5)
                    with contextlib.suppress(OSError):
                        heard.append(sock.recv(65536))
                        sock.sendall(http_answer(200))
    threading.Thread(target=listen, daemon=True).start()
    kiosk = kiosk_to(s, f"https://localhost:{portal.getsockname()[1]}")
    a_report(kiosk)
    says(s, "tls_failed", "net_closed", "net_reply")
    assert heard and all(piece[:2] == b"\x16\x03" for piece in heard if piece), "only a handshake was sent"
    s.kiosk.stop()
    kiosk = kiosk_to(s, f"http://{s.central_at}")
    delivered(s, kiosk)
    portal.close()
    line.close()


def every_sort_of_bad_line_lets_something_through(s):
    """Flapping, half-open, black hole, one kilobyte a second, cut and falsified both ways. Matrix 31 and 57. [R62 R70]"""
    s.start_central()
    line = line_to(s, seed=1, share=0)
    kiosk = kiosk_to(s, f"http://{line.authority}")
    for mode in (Fault("slow", rate=1024), Fault("hole", at=1400), Fault("half"), Fault("delay", wait=0.5), Fault("twice"),
                 Fault("cut", at=100), Fault("cut", at=100, up=False), Fault("cut", at=700, up=False, hard=True),
                 Fault("corrupt", at=900), Fault("corrupt", at=600, up=False), "down"):
        line.mode = mode
        before = line.count
        a_report(kiosk)
        eventually(lambda: line.count > before, "it tries")
        line.mode = None
        line.hang_up()
        eventually(lambda: pending(kiosk) == 0, f"delivered after {getattr(mode, 'name', mode)}")
    line.up, line.down = 1, 9  # one connection in ten
    for _ in range(3):
        a_report(kiosk)
    eventually(lambda: pending(kiosk) == 0, "delivered over a flapping line")
    line.close()


def what_always_fails_holds_up_nothing_else(s):
    """Every question for news is answered with 500. Matrix 60. [R62 R70]"""
    s.start_central()
    line = line_to(s)
    line.mode = Fault("answer", text=http_answer(500, b"{}", "Content-Type: application/json\r\n"), only=b"/sync/v1/changes")
    kiosk = kiosk_to(s, f"http://{line.authority}")
    for _ in range(5):
        a_report(kiosk)
        eventually(lambda: pending(kiosk) == 0, "reports go on")
    assert line.overheard, "news was asked for"
    line.mode = None
    delivered(s, kiosk)
    line.close()


def a_name_nobody_knows_is_looked_up_again(s):
    """Matrix 58. [R62 R70]"""
    s.start_central()
    hosts = s.dir / "hosts"
    hosts.write_text("127.0.0.9 elsewhere.test\n")
    env = {"LD_PRELOAD": library("libnss_wrapper.so"), "NSS_WRAPPER_HOSTS": str(hosts)}
    port = s.central_at.split(":")[1]
    (s.central_dir / "portiek.conf").write_text((s.central_dir / "portiek.conf").read_text() + "\n[central]\nhosts = central.test\n")
    s.central.stop()
    s.start_central()
    kiosk = kiosk_to(s, f"http://central.test:{port}", env)
    a_report(kiosk)
    says(s, "net_dns")
    assert pending(kiosk) == 1
    hosts.write_text("127.0.0.1 central.test\n")
    os.utime(hosts, (time.time() + 10,) * 2)  # whoever reads it looks at the whole second it was changed in
    hurried = time.monotonic()

    def gone():
        nonlocal hurried
        if time.monotonic() - hurried > 6:  # a new report knocks again, whatever the pause
            hurried = time.monotonic()
            a_report(kiosk)
        return pending(kiosk) == 0
    eventually(gone, "delivered when the name is known")
    delivered(s, kiosk)


# ---- certificates ------------------------------------------------------------------------------------

class Authority:
    """Makes keys and certificates with the openssl command."""

    def __init__(self, folder):
        self.folder = folder
        self.ssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "ca.key", "-out",
                 "ca.crt", "-subj", "/CN=Test CA", "-days", "3650", start=-365)

    def ssl(self, *args, start=0):
        """start: days from now the command takes for today."""
        (self.folder / "openssl.clock").write_text(f"{start * 86400}\n")
        done = subprocess.run(["openssl", *args], cwd=self.folder, capture_output=True, text=True,
                              env={**os.environ, "LD_PRELOAD": CLOCK, "TEST_CLOCK": str(self.folder / "openssl.clock")})
        assert done.returncode == 0, done.stderr

    def sign(self, name, host="localhost", days=30, start=0, md="sha256"):
        """A certificate for host; start: days from now at which it begins."""
        (self.folder / f"{name}.ext").write_text(f"subjectAltName=DNS:{host}\n")
        self.ssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", f"{name}.key", "-out",
                 f"{name}.csr", "-subj", f"/CN={host}")
        self.ssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", str(days), f"-{md}",
                 "-extfile", f"{name}.ext", "-out", f"{name}.crt", start=start)
        return ["--tls-cert", self.folder / f"{name}.crt", "--tls-key", self.folder / f"{name}.key"]


def secure_central(s, tls):
    """Central at the address it had, with this certificate."""
    if s.central:
        s.central.stop()
    s.central = Daemon([stack.BUILD / "portiek-central", "serve", "--data", s.central_dir, "--listen", s.central_at, *tls],
                       s.dir / "central.log").start()
    s.central_at = s.central.url.split("//")[1]


def trust(s, authority):
    conf = s.kiosk_dir / "portiek.conf"
    conf.write_text((conf.read_text() if conf.exists() else "") + f"[central]\nca_file = {authority.folder}/ca.crt\n")


class OldServer:
    """A TLS server that offers what nobody should take; speaks no HTTP."""

    def __init__(self, port, cert, key, most):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.set_ciphers("ALL:@SECLEVEL=0")
        self.context.minimum_version, self.context.maximum_version = ssl.TLSVersion.TLSv1, most
        self.context.load_cert_chain(cert, key)
        self.listener = socket.create_server(("127.0.0.1", port))
        self.heard = []
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        with contextlib.suppress(OSError):
            while True:
                raw = self.listener.accept()[0]
                with contextlib.suppress(OSError, ssl.SSLError):
                    with self.context.wrap_socket(raw, server_side=True) as sock:
                        self.heard.append(sock.recv(65536))

    def close(self):
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


def a_certificate_that_is_not_right_is_refused_by_name(s):
    """Expired, of the future, for another host, signed by itself, by SHA-1, an old protocol, cut in the handshake.
    Matrix 48. [R62 R70]"""
    authority = Authority(s.dir)
    good = authority.sign("good")
    secure_central(s, good)
    trust(s, authority)
    port = int(s.central_at.split(":")[1])
    kiosk = kiosk_to(s, f"https://localhost:{port}")
    delivered(s, kiosk)
    authority.ssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "self.key", "-out",
                  "self.crt", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
    rows = [
        (authority.sign("old", start=-60), ["tls_expired"]),
        (authority.sign("young", start=+60), ["tls_clock"]),
        (authority.sign("else", host="elsewhere.example"), ["tls_host"]),
        (["--tls-cert", s.dir / "self.crt", "--tls-key", s.dir / "self.key"], ["tls_self_signed"]),
    ]
    for tls, codes in rows:
        secure_central(s, tls)
        a_report(kiosk)
        says(s, *codes)
        assert pending(kiosk) == 1
        secure_central(s, good)
        delivered(s, kiosk)
    authority.sign("sha1", md="sha1")
    for name, most, codes in (("sha1", ssl.TLSVersion.TLSv1_3, ["tls_weak"]), ("good", ssl.TLSVersion.TLSv1_1, ["tls_failed"])):
        s.central.stop()
        old = OldServer(port, s.dir / f"{name}.crt", s.dir / f"{name}.key", most)
        a_report(kiosk)
        says(s, *codes)
        assert pending(kiosk) == 1 and not any(old.heard), "nothing was sent"
        old.close()
        secure_central(s, good)
        delivered(s, kiosk)
    s.kiosk.stop()
    line = line_to(s)
    kiosk = kiosk_to(s, f"https://localhost:{line.port}")
    for at, up in ((60, True), (300, False)):
        line.mode = Fault("cut", at=at, up=up)
        a_report(kiosk)
        says(s, "tls_failed", "net_closed")
        assert pending(kiosk) == 1
        line.mode = None
        delivered(s, kiosk)
    line.close()


# ---- clocks ------------------------------------------------------------------------------------------

class Clock:
    """The wall clock of one program, as the test says; its monotonic clock goes on."""

    def __init__(self, s, name):
        self.file = s.dir / f"{name}.clock"
        self.set(0)
        self.env = {"LD_PRELOAD": CLOCK, "TEST_CLOCK": str(self.file)}

    def set(self, seconds):
        """So many seconds beside the right time."""
        new = self.file.with_suffix(".new")
        new.write_text(f"{seconds}\n")
        new.rename(self.file)

    def at(self, moment):
        self.set(int(moment - time.time()))


def captured(s, receipt):
    staff = s.staff()
    return eventually(lambda: staff.get(f"/api/v1/cases/{receipt}")[1].get("captured"), "a case")


def whatever_its_clock_says_a_kiosk_delivers(s):
    """1970, ten years on, a day to and fro under way, another zone; central dates by the monotonic clock.
    Matrix 45. [R62 R70]"""
    s.start_central()
    clock = Clock(s, "kiosk")
    clock.at(100000)
    kiosk = kiosk_to(s, f"http://{s.central_at}", {**clock.env, "TZ": "Pacific/Apia"})
    for jump in (None, 10 * 365 * 86400, 0, 86400, -86400, 3600, -3600):
        if jump is not None:
            clock.set(jump)
        before = time.time()
        receipt = a_report(kiosk)
        eventually(lambda: pending(kiosk) == 0, f"delivered with a clock {jump} s aside")
        t = captured(s, receipt)
        t = t / 1000 if isinstance(t, int) else t
        assert before - 2 <= t <= time.time() + 2, (jump, before, t)
    assert "sync.clock_skew" in (s.dir / "kiosk.log").read_text()


def a_dead_clock_and_a_good_certificate_go_together(s):
    """Matrix 47. [R62 R70]"""
    authority = Authority(s.dir)
    secure_central(s, authority.sign("good", start=-10))
    trust(s, authority)
    clock = Clock(s, "kiosk")
    clock.at(100000)
    kiosk = kiosk_to(s, f"https://localhost:{s.central_at.split(':')[1]}", clock.env)
    a_report(kiosk)
    delivered(s, kiosk)
    secure_central(s, authority.sign("young", start=+60))
    a_report(kiosk)
    says(s, "tls_clock")
    assert pending(kiosk) == 1


def a_kiosk_that_was_asleep_does_not_storm(s):
    """Stopped for a while with the line down, then awake: it knocks as always. Matrix 68. [R62 R70]"""
    s.start_central()
    line = line_to(s)
    kiosk = kiosk_to(s, f"http://{line.authority}")
    delivered(s, kiosk)
    line.mode = "down"
    a_report(kiosk)
    says(s, "net_closed", "net_refused", "net_reply")
    os.kill(s.kiosk.process.pid, signal.SIGSTOP)
    time.sleep(4)  # asleep: nothing can be awaited
    line.mode = None
    before = line.count
    awake = time.monotonic()
    os.kill(s.kiosk.process.pid, signal.SIGCONT)
    delivered(s, kiosk)
    usual = 6 + 2 * (time.monotonic() - awake)  # who goes on for longer knocks more often
    assert line.count - before <= usual, f"{line.count - before} requests at once"


def escalations(s):
    staff, told = s.staff(), []
    for case in staff.get("/api/v1/cases?view=all&limit=200")[1]["cases"]:
        told += [(case["receipt"], e["what"], (e["detail"]["clock"], e["detail"]["step"]))
                 for e in staff.get(f"/api/v1/cases/{case['receipt']}")[1]["events"] if "clock" in (e["detail"] or {}) and "step" in e["detail"]]
    return told


def a_clock_of_the_office_that_jumps_escalates_once(s):
    """Matrix 46. [R53 R62]"""
    clock = Clock(s, "central")
    s.start_central(clock.env)
    kiosk = kiosk_to(s, f"http://{s.central_at}")
    receipt = a_report(kiosk)
    captured(s, receipt)
    for jump in (20, 0, 20, -1, 20):
        clock.set(jump * 86400)
        other = a_report(kiosk)
        captured(s, other)
        now = [e for e in escalations(s) if e[0] == receipt]
        assert len({e[1:] for e in now}) == len(now), f"told twice after {jump}: {now}"
    eventually(lambda: [e for e in escalations(s) if e[0] == receipt], "a deadline passed and was told")
    assert "clock.jump" in (s.dir / "central.log").read_text()


stack.main(a_captive_portal_is_named_and_gets_no_acknowledgement, nobody_hears_a_report_where_https_was_asked_for,
           every_sort_of_bad_line_lets_something_through, what_always_fails_holds_up_nothing_else, a_name_nobody_knows_is_looked_up_again,
           a_certificate_that_is_not_right_is_refused_by_name, whatever_its_clock_says_a_kiosk_delivers,
           a_dead_clock_and_a_good_certificate_go_together, a_kiosk_that_was_asleep_does_not_storm,
           a_clock_of_the_office_that_jumps_escalates_once)
