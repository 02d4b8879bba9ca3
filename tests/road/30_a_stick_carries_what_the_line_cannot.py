#!/usr/bin/python3
"""The line is down for good: batches go to central on a stick, or by way of another kiosk, and the replies come back.

SPDX-License-Identifier: EUPL-1.2
"""
import json
import pathlib
import shutil
import subprocess

import stack
from stack import BUILD, Client, Daemon, eventually, report, run, some_unit


def filed(kiosk, n):
    unit = some_unit(kiosk)
    out = []
    for _ in range(n):
        status, saved = kiosk.post("/api/v1/reports", report(kiosk, unit))
        assert status == 201, saved
        out.append(saved)
    return out


def pending(s, folder=None):
    return json.loads(run("portiek-kiosk", "status", "--json", "--data", folder or s.kiosk_dir).stdout)["queue"]["pending"]


def inbox(s):
    return [c["receipt"] for c in s.staff().get("/api/v1/cases?view=all&limit=200")[1]["cases"]]


def by_stick(s, stick):
    """Central takes every file and its reply is put beside it."""
    for file in sorted(stick.glob("*.batch")):
        with open(f"{file}.reply", "wb") as reply:
            subprocess.run([BUILD / "portiek-central", "import-batch", "--data", s.central_dir, file], stdout=reply, check=True, timeout=stack.DEADLINE)


def a_queue_goes_by_stick_and_leaves_when_the_reply_is_back(s):
    """[D11 R60 R61 R62 D2]"""
    kiosk, stick = s.start_kiosk(), s.dir / "stick"
    stick.mkdir()
    saved = filed(kiosk, 4)
    said = run("portiek-kiosk", "export", "--data", s.kiosk_dir, "--to", stick).stdout
    assert len(list(stick.glob("*.batch"))) == 1 and said.split()[1] == "4", said
    assert pending(s) == 4, "writing files delivers nothing"
    text = next(stick.glob("*.batch")).read_bytes()
    assert b"de Vries" not in text and b"0612345678" not in text, "whoever carries it can read it"
    by_stick(s, stick)   # central does not run: the command holds the installation itself
    assert pending(s) == 4, "only the reply frees the queue"
    reply = next(stick.glob("*.reply"))
    said = run("portiek-kiosk", "import-batch", "--data", s.kiosk_dir, reply).stdout
    assert "within a minute" in said, said
    eventually(lambda: pending(s) == 0, "the running kiosk takes the reply in")
    s.start_central()
    eventually(lambda: set(inbox(s)) >= {r["receipt"] for r in saved}, "all four in the inbox")
    by_stick(s, stick)   # once more, into the running office
    shown = inbox(s)
    assert all(shown.count(r["receipt"]) == 1 for r in saved), "each is there once"


def another_kiosk_with_a_line_hands_it_in(s):
    """[D11 R61 D2]"""
    s.start_central()
    other, stick = s.dir / "other", s.dir / "stick"
    stick.mkdir()
    complexes = json.loads(run("portiek-central", "device", "list", "--json", "--data", s.central_dir).stdout)
    rows = complexes if isinstance(complexes, list) else complexes["devices"]
    where = rows[0]["complexes"]
    code = s.new_code("--complex", where if isinstance(where, str) else where[0])
    run("portiek-kiosk", "enrol", "--data", other, "--central", s.central.url, "--code", code)
    s.kiosk = Daemon([BUILD / "portiek-kiosk", "serve", "--data", s.kiosk_dir, "--listen", "127.0.0.1:0", "--central", "http://127.0.0.1:9"],
                     s.dir / "kiosk.log").start()
    saved = filed(Client(s.kiosk.url), 2)
    s.kiosk.stop()
    run("portiek-kiosk", "export", "--data", s.kiosk_dir, "--to", stick)
    batch = next(stick.glob("*.batch"))
    # The file names the central it was written for; the other kiosk brings it there.
    assert b"host: 127.0.0.1:9" not in batch.read_bytes(), "the address of enrolment goes into the file"
    second = Daemon([BUILD / "portiek-kiosk", "serve", "--data", other, "--listen", "127.0.0.1:0"], s.dir / "other.log").start()
    try:
        run("portiek-kiosk", "import-batch", "--data", other, batch)
        eventually(lambda: list((other / "carried").glob("*.reply")), "it was handed in")
        eventually(lambda: set(inbox(s)) >= {r["receipt"] for r in saved}, "both in the inbox")
        back = s.dir / "back"
        back.mkdir()
        run("portiek-kiosk", "export", "--data", other, "--to", back)
        run("portiek-kiosk", "import-batch", "--data", s.kiosk_dir, next(back.glob("*.reply")))
        assert pending(s) == 0, "and the first kiosk knows it"
        eventually(lambda: not list((other / "carried").glob("*.batch")), "nothing stays at the carrier")
    finally:
        second.kill()


def what_is_no_batch_is_refused_in_words(s):
    """[D11 R70]"""
    s.start_central()
    junk = s.dir / "junk.batch"
    junk.write_bytes(b"POST /sync/v1/batches HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\nabc")
    done = run("portiek-central", "import-batch", "--data", s.central_dir, junk, check=False)
    assert done.returncode == 65 and "not a batch" in done.stderr, (done.returncode, done.stderr)
    junk.write_bytes(b"\x89PNG not at all")
    done = run("portiek-kiosk", "import-batch", "--data", s.kiosk_dir, junk, check=False)
    assert done.returncode == 65 and "not a batch" in done.stderr, (done.returncode, done.stderr)
    lonely = s.dir / "x.batch.reply"
    lonely.write_bytes(b"HTTP/1.1 200 -\r\ncontent-length: 0\r\n\r\n")
    done = run("portiek-kiosk", "import-batch", "--data", s.kiosk_dir, lonely, check=False)
    assert done.returncode != 0 and "beside it" in done.stderr, done.stderr
    assert not pathlib.Path(s.kiosk_dir / "carried").exists() or not list((s.kiosk_dir / "carried").iterdir())
    shutil.rmtree(s.dir / "stick", ignore_errors=True)


stack.main(a_queue_goes_by_stick_and_leaves_when_the_reply_is_back, another_kiosk_with_a_line_hands_it_in, what_is_no_batch_is_refused_in_words)
