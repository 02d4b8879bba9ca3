#!/usr/bin/python3
"""The plug is pulled at every named point of making a copy and of putting one back.

SPDX-License-Identifier: EUPL-1.2
"""
import psp
import stack
from stack import report, run, some_unit


def backup(s, check=True):
    return run("portiek-central", "backup", "--data", s.central_dir, check=check)


def device(s):
    found = psp.Device(s.central.url)
    assert found.enrol(s.new_code())[0] == 200
    return found


def items(s, d, n):
    kiosk = stack.Client(s.kiosk.url)
    made = []
    for _ in range(n):
        one = report(kiosk, some_unit(kiosk))
        one["receipt"], one["follow"] = psp.receipt(d.prefix, f"{d.seq + 1:05d}"), "0" * 64
        made.append(d.item(one))
    return made


def a_crash_while_a_copy_is_made_leaves_the_office_whole_and_moves_nothing_unproved(s):
    """Row 74 of the fault matrix. [R60 R62]"""
    s.start_kiosk()
    s.start_central()
    d = device(s)
    assert d.batch(items(s, d, 2))[1]["hwm"] == 2
    safe = {"central.backup.copied": 0, "central.backup.named": 0, "central.backup.recorded": 2}
    for point, want in safe.items():
        s.central.stop()
        s.start_central({"PORTIEK_CRASH": point})
        ended = backup(s, check=False)
        assert ended.returncode in (0, 75), (point, ended)  # recorded: it was done when the plug went
        s.central.kill()
        s.start_central()
        answer = d.batch([])[1]
        assert (answer["hwm"], answer["safe_hwm"]) == (2, want), (point, answer)
        assert not list((s.central_dir / "backup").glob("*.part")), point
    s.central.stop()
    s.start_central()
    backup(s)
    assert len(list((s.central_dir / "backup").glob("*.db"))) == 3  # named, recorded and the last: none lost, none twice
    run("portiek-central", "verify", "--data", s.central_dir)


def a_crash_while_a_copy_is_put_back_leaves_the_old_or_the_new(s):
    """Rows 40 and 41 of the fault matrix. [R60 R62]"""
    s.start_kiosk()
    s.start_central()
    d = device(s)
    d.batch(items(s, d, 2))
    file = backup(s).stdout.splitlines()[0]
    later = items(s, d, 1)
    assert d.batch(later)[1]["hwm"] == 3
    epoch = d.hello()["epoch"]
    for point, want in (("central.restore.aside", 3), ("central.restore.placed", 2)):
        s.central.stop()
        ended = run("portiek-central", "restore", "--data", s.central_dir, file, check=False, env={"PORTIEK_CRASH": point})
        assert ended.returncode == -9, (point, ended)
        s.start_central()
        answer = d.batch([])[1]
        assert answer["hwm"] == want, (point, answer)
        assert (answer["epoch"] == epoch) == (want == 3), "a copy in its place is noticed although nobody could say so"
    assert d.batch(later)[1]["hwm"] == 3
    s.central.stop()
    run("portiek-central", "restore", "--data", s.central_dir, file)
    s.start_central()
    assert d.batch(later)[1]["hwm"] == 3
    run("portiek-central", "verify", "--data", s.central_dir)


stack.main(a_crash_while_a_copy_is_made_leaves_the_office_whole_and_moves_nothing_unproved,
           a_crash_while_a_copy_is_put_back_leaves_the_old_or_the_new)
