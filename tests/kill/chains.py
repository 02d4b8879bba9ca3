"""Points that one folder passes one after the other: enrolling, making an office, its backups, a full second copy.

A chain is named chain_HOW, as points.tsv has it; a House does it with the points in the order of the table.

SPDX-License-Identifier: EUPL-1.2
"""
import json
import subprocess

from stack import BUILD, DEADLINE, Daemon, eventually

FILE_FULL = 400                                # long reports that are more than a file of the second copy takes


class Chains:
    def chain_enrol(self, points):
        self.up("central")
        code, folder = self.invite(), self.s.dir / f"new{self.chains}"
        self.chains += 1
        for point in ["db.migrate.before", "db.migrate.run", "db.migrate.after", *points]:
            done, _ = self.command("portiek-kiosk", "enrol", "--data", folder, "--central", f"http://{self.s.central_at}",
                                   "--code", code, env={"PORTIEK_CRASH": point})
            assert done == -9, f"{point} was not reached: {done}"
            self.hits[point] += 1
        self.end_enrolment(folder, code)

    def chain_init(self, points):
        folder = self.s.dir / f"office{self.chains}"
        self.chains += 1
        for point in points:
            done, _ = self.command("portiek-central", "init", "--no-site", "--data", folder, env={"PORTIEK_CRASH": point})
            assert done == -9, f"{point} was not reached: {done}"
            self.hits[point] += 1
        done, text = self.command("portiek-central", "stats", "--json", "--data", folder)
        assert done == 0 and json.loads(text)["reports"] == 0, (done, text)
        subprocess.run(["rm", "-rf", str(folder)], check=True)

    def chain_backup(self, points):
        """An office of its own: backups that are cut off, and restoring from the one that was not."""
        folder = self.s.dir / f"office{self.chains}"
        self.chains += 1
        for how in (["init", "--no-site"], ["backup", folder / "good"]):
            done, _ = self.command("portiek-central", *how, "--data", folder)
            assert done == 0, (how, done)
        for point in points:
            restores = ".restore." in point
            how = ["restore", folder / "good"] if restores else ["backup", folder / point]
            done, _ = self.command("portiek-central", *how, "--data", folder, env={"PORTIEK_CRASH": point})
            assert done == -9, f"{point} was not reached: {done}"
            self.hits[point] += 1
            # the database set aside is named by the second: the next try waits for the next one
            eventually(lambda: not restores or self.command("portiek-central", *how, "--data", folder)[0] == 0, "restored after all")
        done, text = self.command("portiek-central", "verify", "--data", folder)
        assert done == 0, text
        subprocess.run(["rm", "-rf", str(folder)], check=True)

    def chain_spool(self, points):
        """A kiosk of its own: the first file of its second copy is full, all in it is in a proved backup, and it goes."""
        self.up("central")
        folder, central = self.s.dir / f"new{self.chains}", f"http://{self.s.central_at}"
        self.chains += 1
        self.enrolled(folder, self.invite())
        for count in (FILE_FULL, 1):  # the one begins the next file
            bodies = [self.fresh(words="".join(chr(self.random.randrange(0x4e00, 0x9fa0)) for _ in range(790))) for _ in range(count)]
            code, out = self.command("portiek-kiosk", "capture", "--data", folder, stdin="".join(json.dumps(b) + "\n" for b in bodies))
            receipts = dict(line.split()[:2] for line in out.splitlines())
            assert code == 0 and len(receipts) == count, (code, out)
            for b in bodies:
                self.ledger.saved(b, {"receipt": receipts[b["id"]], "follow": None})
        first = folder / "spool" / "s00000001.seg"
        assert first.exists() and (folder / "spool" / "s00000002.seg").exists(), "the first file is not full"
        self.delivered(folder, central)
        code, out = self.command("portiek-central", "backup", self.s.dir / f"safe{self.chains}", "--data", self.s.central_dir)
        assert code == 0, out
        for point in points:
            serve = Daemon([BUILD / "portiek-kiosk", "serve", "--data", folder, "--listen", "127.0.0.1:0", "--central", central],
                           self.s.dir / "spool.log", {"PORTIEK_CRASH": point})
            serve.start()
            assert serve.process.wait(DEADLINE) == -9, f"{point} was not reached"  # its chores come twice a minute
            self.hits[point] += 1
            self.kills += 1
        assert not first.exists(), "the file is still there"
        code, out = self.command("portiek-kiosk", "check", "--data", folder)
        assert code == 0, out
        self.delivered(folder, central)
        subprocess.run(["rm", "-rf", str(folder)], check=True)
