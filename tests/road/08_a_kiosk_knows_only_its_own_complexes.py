#!/usr/bin/python3
"""Addresses of another complex never reach a kiosk, and leave it when its complexes change.

SPDX-License-Identifier: EUPL-1.2
"""
import contextlib
import json
import sqlite3

import stack
from stack import eventually, run


def complexes_of(s):
    """Key of each complex -> key, street and number of one of its homes, by what the office has."""
    with contextlib.closing(sqlite3.connect(f"file:{s.central_dir}/portiek.db?mode=ro", uri=True)) as db:
        return {row[0]: row[1:] for row in db.execute(
            "SELECT complex, min(key), street, number FROM dwelling WHERE kind = 'dwelling' GROUP BY complex")}


def held(s):
    """Complexes of the homes the kiosk holds, and how many records of people."""
    with contextlib.closing(sqlite3.connect(f"file:{s.kiosk_dir}/portiek.db?mode=ro", uri=True)) as db:
        homes = {c for (c,) in db.execute("SELECT DISTINCT complex FROM dwelling")}
        return homes, db.execute("SELECT count(*) FROM directory").fetchone()[0]


def only_its_own_addresses_and_they_change_with_it(s):
    """[R53 R70]"""
    kiosk = s.start_kiosk()
    s.start_central()
    office = complexes_of(s)
    assert len(office) >= 2, office
    first, second = sorted(office)[:2]
    device = json.loads(run("portiek-central", "device", "list", "--json", "--data", s.central_dir).stdout)[0]
    scope = lambda keys, **more: run("portiek-central", "device", "scope", device["prefix"], keys, "--data", s.central_dir, **more)
    found = lambda c: kiosk.get(f"/api/v1/dwellings?street={office[c][1].split()[0].lower()}&number={office[c][2]}")[1]["dwellings"]
    refused = scope("NERGENS", check=False)
    assert refused.returncode == 65 and "no home has complex NERGENS" in refused.stderr, refused
    assert run("portiek-central", "device", "scope", "ZZZZ", first, "--data", s.central_dir, check=False).returncode != 0
    scope(first)
    eventually(lambda: held(s)[0] == {first}, "only the first complex at the kiosk")
    eventually(lambda: found(first) and not found(second), "it finds the homes of the first only")
    people = held(s)[1]
    scope(f"{first},{second}")
    eventually(lambda: held(s)[0] == {first, second}, "both complexes at the kiosk")
    eventually(lambda: held(s)[1] > people, "and who lives there")
    scope(second)
    eventually(lambda: held(s)[0] == {second}, "only the second complex at the kiosk")
    eventually(lambda: found(second) and not found(first), "it finds the homes of the second only")
    listed = json.loads(run("portiek-central", "device", "list", "--json", "--data", s.central_dir).stdout)[0]
    assert listed["complexes"] == [second], listed
    s.kiosk.stop()
    with open(s.kiosk_dir / "portiek.db", "rb") as file:
        bytes_left = file.read()
    log = s.kiosk_dir / "portiek.db-wal"
    assert not log.exists() or not log.stat().st_size, "the log was not folded into the file"
    at = bytes_left.find(office[first][0].encode())
    assert at < 0, ("an address of the first complex is still in the file", at, bytes_left[max(0, at - 200):at + 100])


stack.main(only_its_own_addresses_and_they_change_with_it)
