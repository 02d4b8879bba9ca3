"""A second, independent central of the sync protocol (shared/PROTOCOL.md), in Python: it shares nothing with the
product and can be told to lie. Reference data and site come from a real central, read by psp.Device.

SPDX-License-Identifier: EUPL-1.2
"""
import base64
import hashlib
import hmac
import http.server
import json
import re
import secrets
import threading
import time
import uuid
import zlib

from nacl.public import PrivateKey, SealedBox
from nacl.signing import SigningKey, VerifyKey

from psp import BATCH, b64

CAP = 256 * 1024
SITE_PIECE = 192 * 1024
PARAMS = re.compile(r'sig1=(\([^)]*\);created=(\d+);keyid="([^"]+)";alg="ed25519";tag="portiek-sync")')


def sha(data):
    return hashlib.sha256(data).digest()


class Refusal(Exception):
    def __init__(self, status, code, **more):
        super().__init__(code)
        self.status, self.code, self.more = status, code, more


class Source:
    """What a device of a real central may read: its changes and its sites."""

    def __init__(self, device, enrolled):
        self.site_key, self.rows, self.sites, cursor, more = enrolled["site_key"], [], {}, "", True
        while more:
            status, page, genuine = device.call("GET", "/changes?" + (f"cursor={cursor}&" if cursor else "") + "limit=200")
            assert status == 200 and genuine, page
            self.rows += page["changes"]
            cursor, more = page["cursor"], page["more"]
        for row in self.rows:
            if row["feed"] == "site" and row["op"] == "put":
                self.sites[row["body"]["version"]] = self.fetch(device, row["body"])

    @staticmethod
    def fetch(device, site):
        data = b""
        while len(data) < site["size"]:
            status, piece, genuine = device.call("GET", f"/site/{site['version']}?from={len(data)}")
            assert status == 200 and genuine and piece["from"] == len(data), status
            data += base64.b64decode(piece["data"])
        assert sha(data).hex() == site["sha256"], "another site than announced"
        return data


class Central:
    def __init__(self, source):
        self.key, self.intake, self.source = SigningKey.generate(), PrivateKey.generate(), source
        self.server_key = bytes(self.key.verify_key)
        self.epoch = secrets.token_hex(16)
        self.devices, self.codes, self.marks, self.items, self.requests = {}, {}, {}, {}, []
        self.lie = None  # function(status, head, body) -> (status, head, body), or None
        self.rows = [r for r in source.rows if not (r["feed"] == "config" and r["key"] == "intake_keys") and r["feed"] != "case"]
        self.rows.append({"feed": "config", "key": "intake_keys", "op": "put", "body": {"keys": self.intake_keys()}})
        self.lock = threading.Lock()
        central = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args):
                pass

            def do_any(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                with central.lock:
                    status, head, out = central.answer(self.command, self.path, self.headers, body)
                    if central.lie:
                        status, head, out = central.lie(status, head, out)
                if status is None:
                    self.close_connection = True
                    return
                self.send_response(status)
                for name, value in {**head, "Content-Length": str(len(out))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(out)
            do_GET = do_POST = do_PATCH = do_any
        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.host = f"127.0.0.1:{self.http.server_address[1]}"
        self.url = f"http://{self.host}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self):
        self.http.shutdown()
        self.http.server_close()

    def intake_keys(self):
        return [{"id": "py-1", "x25519": bytes(self.intake.public_key).hex()}]

    def new_code(self):
        code = "".join(secrets.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(20))
        self.codes[code[:4]] = {"secret": code[4:], "pub": None}
        return code

    # ---- one request ----------------------------------------------------------------------------

    def answer(self, method, target, head, body):
        path, _, query = target.partition("?")
        sent = head.get("Signature", "")
        sig = sent[6:-1] if re.fullmatch(r"sig1=:[A-Za-z0-9+/]{86}==:", sent) else ""
        now = int(time.time() * 1000)
        self.requests.append((method, path))
        if (method, path) == ("GET", "/sync/v1/hello"):
            out = {"v": 1, "versions": ["1.0"], "now": now, "epoch": self.epoch, "server_key": self.server_key.hex(), "server_keys": [], "limits": {}}
            return 200, {"Content-Type": "application/json"}, json.dumps(out).encode()
        try:
            status, out = 200, self.serve(method, path, query, head, body)
            out = {"v": 1, "req_sig": sig, **out}
        except Refusal as r:
            status, out = r.status, {"v": 1, "error": r.code, "msg": r.code, "now": now, "req_sig": sig, **r.more}
        return self.sign(status, json.dumps(out).encode(), sig)

    def sign(self, status, out, sig):
        digest = f"sha-256=:{b64(sha(out))}:"
        params = f'("@status" "content-digest");created={int(time.time())};keyid="{sha(self.server_key).hex()}";alg="ed25519";tag="portiek-reply"'
        base = f'"@status": {status}\n"content-digest": {digest}\n"@signature-params": {params}'
        head = {"Content-Type": "application/json", "Content-Digest": digest, "Signature-Input": f"sig1={params}", "Cache-Control": "no-store, no-transform",
                "Signature": f"sig1=:{b64(self.key.sign(base.encode()).signature)}:"}
        return status, head if sig else {"Content-Type": "application/json"}, out

    def check(self, method, path, query, head, body, find_key):
        """The signature of a request, in the one fixed form. Gives keyid and counter."""
        if not re.fullmatch(r"1\.\d{1,3}", head.get("Portiek-Protocol", "")):
            raise Refusal(426, "bad_version", versions=["1.0"])
        found = PARAMS.fullmatch(head.get("Signature-Input", ""))
        if not found or len(body) > CAP:
            raise Refusal(401, "bad_signature")
        if head.get("Content-Digest") != f"sha-256=:{b64(sha(body))}:":
            raise Refusal(400, "bad_digest")
        pairs = [("@method", method), ("@authority", head["Host"].lower()), ("@path", path), ("@query", "?" + query), ("content-digest", head["Content-Digest"]),
                 ("portiek-protocol", head["Portiek-Protocol"]), ("portiek-counter", head["Portiek-Counter"])]
        if body:
            pairs.append(("content-type", head["Content-Type"]))
        if not found[1].startswith("(" + " ".join(f'"{n}"' for n, _ in pairs) + ")"):
            raise Refusal(401, "bad_signature")
        base = "\n".join(f'"{n}": {v}' for n, v in pairs) + f'\n"@signature-params": {found[1]}'
        try:
            VerifyKey(find_key(found[3])).verify(base.encode(), base64.b64decode(head["Signature"][6:-1]))
        except Refusal:
            raise
        except Exception:
            raise Refusal(401, "bad_signature") from None
        if abs(int(found[2]) - time.time()) > 300:
            raise Refusal(401, "clock_skew")
        return found[3], int(head["Portiek-Counter"])

    def serve(self, method, path, query, head, body):
        args = dict(pair.split("=", 1) for pair in query.split("&") if pair)
        if (method, path) == ("POST", "/sync/v1/enrol"):
            return self.enrol(method, path, query, head, body)

        def key_of(keyid):
            device, _, number = keyid.rpartition(".")
            if device not in self.devices or number != "1":
                raise Refusal(401, "unknown_device")
            return self.devices[device]["pub"]
        keyid, counter = self.check(method, path, query, head, body, key_of)
        device = keyid.rpartition(".")[0]
        mine = self.devices[device]
        if counter in mine["counters"]:
            raise Refusal(409, "counter_replayed", max=max(mine["counters"]))
        mine["counters"].add(counter)
        if (method, path) == ("POST", "/sync/v1/batches"):
            return self.batch(device, head, body)
        if (method, path) == ("GET", "/sync/v1/changes"):
            return self.changes(args)
        if (method, path) == ("GET", "/sync/v1/chain"):
            return self.chain(device, int(args["seq"]))
        if method == "GET" and path.startswith("/sync/v1/site/"):
            return self.site(path.rsplit("/", 1)[1], int(args["from"]))
        raise Refusal(404, "not_found")

    def enrol(self, method, path, query, head, body):
        asked = json.loads(body)
        code, pub = self.codes.get(asked["code_id"]), bytes.fromhex(asked["pubkey"])
        keyid, counter = self.check(method, path, query, head, body, lambda keyid: pub)
        want = hmac.new(code["secret"].encode(), b"portiek-device" + pub + sha(self.server_key), hashlib.sha256).hexdigest() if code else ""
        if keyid != f"enrol.{asked['code_id']}" or counter != 1 or not hmac.compare_digest(want, asked["proof"]) or code["pub"] not in (None, pub):
            raise Refusal(401, "bad_code")
        if code["pub"] is None:
            code.update(pub=pub, device=str(uuid.uuid4()))
            self.devices[code["device"]] = {"pub": pub, "counters": {1}}
        device = code["device"]
        cert = f"portiek-cert-1 {device} 1 {pub.hex()} {asked['kind']}"
        proof = hmac.new(code["secret"].encode(), b"portiek-server" + self.server_key + uuid.UUID(device).bytes + pub, hashlib.sha256).hexdigest()
        return {"now": int(time.time() * 1000), "device": device, "key_no": 1, "state": "active", "epoch": self.epoch, "server_key": self.server_key.hex(), "server_proof": proof,
                "site_key": self.source.site_key, "receipt_prefix": "PY7H", "intake_keys": self.intake_keys(), "cert": cert,
                "cert_sig": b64(self.key.sign(cert.encode()).signature)}

    # ---- batches --------------------------------------------------------------------------------

    def high(self, device):
        n, c = 0, bytes(32)
        while (device, n + 1) in self.marks:
            n += 1
            ident, h = self.marks[device, n]
            c = sha(c + uuid.UUID(ident).bytes + h)
        return n, c.hex()

    def chain(self, device, seq):
        if seq > self.high(device)[0]:
            raise Refusal(404, "not_found")
        c = bytes(32)
        for n in range(1, seq + 1):
            c = sha(c + uuid.UUID(self.marks[device, n][0]).bytes + self.marks[device, n][1])
        return {"epoch": self.epoch, "seq": seq, "chain": c.hex()}

    def batch(self, device, head, body):
        if head["Content-Type"] != BATCH:
            raise Refusal(415, "bad_type")
        try:
            batch = json.loads(zlib.decompress(body))
        except (zlib.error, ValueError):
            raise Refusal(400, "bad_zlib") from None
        if batch["device"] != device or batch["v"] != 1:
            raise Refusal(400, "bad_envelope", path="/device")
        acked, results = [], []
        for it in batch["items"]:
            h = bytes.fromhex(it["h"]) if "void" in it else sha(base64.b64decode(it["body"], validate=True))
            mark = self.marks.setdefault((device, it["seq"]), (it["id"], h))
            acked.append(it["seq"])
            if mark != (it["id"], h):
                results.append({"seq": it["seq"], "r": "conflict", "code": "", "path": ""})
            elif "void" not in it:
                self.items.setdefault(it["id"], it)
        hwm, chain = self.high(device)
        return {"epoch": self.epoch, "now": int(time.time() * 1000), "ack": [[n, n] for n in sorted(acked)], "results": results, "hwm": hwm, "chain": chain, "safe_hwm": 0,
                "want_blobs": [], "credit": {"items": 256, "bytes": CAP, "wait_s": 0}, "ctl": []}

    def opened(self, ident):
        """The plaintext of an item, which must repeat its envelope."""
        it = self.items[ident]
        packed = SealedBox(self.intake).decrypt(base64.b64decode(it["body"]))
        unpack = zlib.decompressobj(zdict=self.dictionary(it["dict"])) if it.get("dict") else zlib.decompressobj()
        plain = json.loads(unpack.decompress(packed) + unpack.flush())
        assert (plain["id"], plain["kind"], plain["schema"]) == (it["id"], it["kind"], it["schema"]), "the seal and the envelope differ"
        assert plain["t"]["wall"] == it["t"]["wall"] and plain["t"]["mono"] == it["t"]["mono"]
        return plain["body"]

    def dictionary(self, number):
        row = next(r for r in self.rows if r["feed"] == "config" and r["key"] == f"dict.{number}")
        data = base64.b64decode(row["body"]["data"])
        assert sha(data).hex() == row["body"]["sha256"], "another dictionary"
        return data

    # ---- news -----------------------------------------------------------------------------------

    def changes(self, args):
        cursor, limit = args.get("cursor", ""), int(args.get("limit", "500"))
        at = 0
        if cursor:
            epoch, _, n = cursor.partition("-")
            if epoch != self.epoch or not n.isdigit() or int(n) > len(self.rows):
                raise Refusal(410, "cursor_reset")
            at = int(n)
        page = [{**row, "rev": at + i + 1} for i, row in enumerate(self.rows[at:at + limit])]
        return {"epoch": self.epoch, "cursor": f"{self.epoch}-{at + len(page)}", "more": at + len(page) < len(self.rows), "changes": page}

    def site(self, version, start):
        data = self.source.sites.get(version)
        if data is None or start > len(data):
            raise Refusal(404, "not_found")
        return {"version": version, "size": len(data), "from": start, "data": b64(data[start:start + SITE_PIECE])}
