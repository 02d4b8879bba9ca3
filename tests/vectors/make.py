#!/usr/bin/python3
"""Writes the golden vectors of shared/PROTOCOL.md from the paper alone: nothing of the product is used.

  tests/vectors/make.py [FOLDER]     writes the files (default: beside this script)
  tests/vectors/make.py --check      compares them with what is there; exit 1 when they differ

SPDX-License-Identifier: EUPL-1.2
"""
import json
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import messages  # noqa: E402
import refusals  # noqa: E402
import strict  # noqa: E402

HERE = pathlib.Path(__file__).parent
FILES = {
    "signature": messages.signatures, "reply": messages.replies, "digest": messages.digests,
    "proof": messages.proofs, "chain": messages.chains, "batch": messages.batches, "ack": messages.acks,
    "cursor": messages.cursors, "json": strict.documents, "zlib": strict.streams, "request": refusals.requests,
}


def write(folder):
    total = 0
    for name, make in FILES.items():
        data = make()
        total += sum(len(v) for v in data.values() if isinstance(v, list))
        lines = ["{"]
        for i, (key, value) in enumerate(data.items()):
            tail = "," if i + 1 < len(data) else ""
            if isinstance(value, list):
                rows = ",\n".join(json.dumps(row, ensure_ascii=True) for row in value)
                lines.append(f"{json.dumps(key)}: [\n{rows}\n]{tail}")
            else:
                lines.append(f"{json.dumps(key)}: {json.dumps(value)}{tail}")
        (folder / f"{name}.json").write_text("\n".join(lines) + "\n}\n")
    return total


def check():
    with tempfile.TemporaryDirectory() as tmp:
        total = write(pathlib.Path(tmp))
        wrong = [n for n in FILES if (pathlib.Path(tmp) / f"{n}.json").read_bytes() != (HERE / f"{n}.json").read_bytes()]
    print(f"{total} vectors" + (f"; not as written by make.py: {', '.join(wrong)}" if wrong else ""))
    return 1 if wrong else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit(check())
    print(f"{write(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)} vectors")
