#!/usr/bin/python3
"""The ladder and the office's calendar with the real program: imported, refused, upgraded, checked.

SPDX-License-Identifier: EUPL-1.2
"""
import pathlib
import sqlite3
import stack
from stack import run

ROOT = pathlib.Path(__file__).parents[2]
SAMPLE = ROOT / "tests" / "golden" / "csv" / "ladder.csv"


def import_ladder(s, text, *flags, check=True):
    path = s.dir / "ladder.csv"
    path.write_text(text)
    return run("portiek-central", "import", "ladder", path, *flags, "--data", s.central_dir, check=check)


def versions(s):
    with sqlite3.connect(f"file:{s.central_dir}/portiek.db?mode=ro", uri=True) as db:
        return db.execute("SELECT version, who, csv FROM ladder_set ORDER BY version").fetchall()


def a_ladder_is_imported_whole_or_not_at_all(s):
    """[D4]"""
    sample = SAMPLE.read_text()
    s.start_central()
    assert [(v, csv) for v, _, csv in versions(s)] == [(1, sample)]
    bad = sample.replace("24,clock_hours,4h,leader", "24,clock_hours,4u,leader")
    done = import_ladder(s, bad, check=False)
    assert done.returncode == 65 and 'line 12: warn: "4u" is no time before due' in done.stderr, done.stderr
    own = sample.replace("140,objection,,,,,no-fault,objected|closed,10,", "140,objection,,,,,no-fault,objected|closed,15,")
    assert "17 rows, version 2\ndry run" in import_ladder(s, own, "--dry-run").stdout
    assert len(versions(s)) == 1
    assert "17 rows, version 2" in import_ladder(s, own).stdout
    assert "17 rows, version 2" in import_ladder(s, own).stdout
    s.central.stop()
    assert [(v, csv) for v, _, csv in versions(s)] == [(1, sample), (2, own)]


def an_installation_from_before_gets_the_built_in_ladder(s):
    """[-]"""
    for old in s.central_dir.glob("portiek.db*"):
        old.unlink()
    with sqlite3.connect(s.central_dir / "portiek.db") as db:
        for step in sorted(ROOT.glob("server/sql/000[1-3]_*.sql")):
            db.executescript(step.read_text())
        db.execute("PRAGMA user_version = 3")
    db.close()
    s.start_central()
    s.central.stop()
    assert [(v, csv) for v, _, csv in versions(s)] == [(1, SAMPLE.read_text())]


def a_calendar_that_makes_no_sense_stops_the_office_before_it_starts(s):
    """[-]"""
    conf = s.central_dir / "portiek.conf"
    good = conf.read_text()
    for setting, why in (("[calendar]\nhours = ma-vr 8-17\n", '[calendar] hours: "8-17"'),
                         ("[calendar]\nclosed = 2026-02-30\n", '[calendar] closed: "2026-02-30"'),
                         ("[central]\ntimezone = Europe/Lindehaven\n", '[central] timezone: "Europe/Lindehaven"')):
        conf.write_text(good + setting)
        for command in (["--check-config"], ["stats"]):
            done = run("portiek-central", *command, "--data", s.central_dir, check=False)
            assert done.returncode == 65 and why in done.stderr, (command, done.stderr)
    conf.write_text(good + "[calendar]\nhours = ma-do 08:00-17:00, vr 08:00-16:00\nclosed = 2026-12-24 2026-12-31\n"
                    "good_friday = yes\nliberation_day = always\n")
    assert run("portiek-central", "--check-config", "--data", s.central_dir).returncode == 0
    assert "liberation_day = always" in run("portiek-central", "--print-config", "--data", s.central_dir).stdout


stack.main(a_ladder_is_imported_whole_or_not_at_all, an_installation_from_before_gets_the_built_in_ladder,
           a_calendar_that_makes_no_sense_stops_the_office_before_it_starts)
