"""Small file systems of their own for the road tests (tmpfs). Without root and without sudo the test is run again in
a name space where it may mount; it is never skipped.

SPDX-License-Identifier: EUPL-1.2
"""
import contextlib
import os
import shutil
import subprocess
import sys

if os.geteuid() and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode:
    os.execvp("unshare", ["unshare", "--map-root-user", "--mount", sys.executable, *sys.argv])


def as_root(*words):
    subprocess.run((["sudo", "-n"] if os.geteuid() else []) + list(words), check=True)


@contextlib.contextmanager
def own_disk(s, size, of="kiosk"):
    """The folder of the kiosk or of central on a small file system of its own."""
    where = s.dir / "disk"
    where.mkdir()
    as_root("mount", "-t", "tmpfs", "-o", f"size={size},mode=0700,uid={os.geteuid()}", "tmpfs", str(where))
    try:
        shutil.copytree(getattr(s, f"{of}_dir"), where / of, ignore=shutil.ignore_patterns("admin.sock"))
        setattr(s, f"{of}_dir", where / of)
        yield where
    finally:
        for daemon in (s.kiosk, s.central):
            if daemon:
                daemon.kill()
        as_root("umount", "-l", str(where))


def fill_up(path):
    with open(path, "wb", buffering=0) as file:
        for size in (1 << 16, 1 << 10):
            with contextlib.suppress(OSError):
                while file.write(b"x" * size) == size:
                    pass
