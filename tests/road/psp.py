"""A second, independent client of the sync protocol (shared/PROTOCOL.md), in a page of Python.

It shares nothing with the product and is used to be rude to central: every request can be bent before
it is signed or after.

SPDX-License-Identifier: EUPL-1.2
"""
import base64
import hashlib
import hmac
import http.client
import json
import time
import uuid
import zlib

from nacl.public import PublicKey, SealedBox
from nacl.signing import SigningKey, VerifyKey

PATIENCE = 900  # seconds an answer may take; reached only when something is broken
BATCH = "application/vnd.portiek.batch-z"


def b64(data):
    return base64.b64encode(data).decode()


def receipt(prefix, five):
    """A receipt number in its printed form, with its check character (ISO 7064 MOD 33,32)."""
    digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    p = 32
    for c in prefix + five:
        step = (p + digits.index(c)) % 32 or 32
        p = 2 * step % 33
    return f"{prefix}-{five}-{digits[(1 - p) % 32]}"


class Device:
    def __init__(self, url):
        self.host = url.split("//")[1]
        self.key = SigningKey.generate()
        self.keyid, self.counter, self.seq = None, 0, 0
        self.offset = 0  # seconds added to `created`

    def signed_headers(self, method, target, body, kind, bend):
        path, _, query = target.partition("?")
        self.counter += 1
        counter = bend.get("counter", self.counter)
        digest = bend.get("digest", f"sha-256=:{b64(hashlib.sha256(body).digest())}:")
        names = ["@method", "@authority", "@path", "@query", "content-digest", "portiek-protocol", "portiek-counter"]
        values = [method, self.host, path, "?" + query, digest, bend.get("protocol", "1.0"), str(counter)]
        if body:
            names.append("content-type")
            values.append(kind)
        created = int(time.time()) + self.offset + bend.get("late", 0)
        params = "(" + " ".join(f'"{n}"' for n in names) + f');created={created};keyid="{bend.get("keyid", self.keyid)}";alg="ed25519";tag="portiek-sync"'
        base = "\n".join(f'"{n}": {v}' for n, v in zip(names, values)) + f'\n"@signature-params": {params}'
        key = bend.get("key", self.key)
        self.last_sig = b64(key.sign(base.encode()).signature)
        head = {"Host": self.host, "Portiek-Protocol": values[5], "Portiek-Counter": str(counter), "Content-Digest": digest,
                "Signature-Input": f"sig1={params}", "Signature": f"sig1=:{self.last_sig}:"}
        if body:
            head["Content-Type"] = kind
            head["Content-Length"] = str(len(body))
        elif method != "GET":
            head["Content-Length"] = "0"
        return head

    def call(self, method, target, body=b"", kind="application/json", bend=None, headers=None):
        """bend: what to falsify before signing; headers: what to change after."""
        target = "/sync/v1" + target
        head = self.signed_headers(method, target, body, kind, bend or {})
        head.update(headers or {})
        link = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        try:
            link.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
            for name, value in head.items():
                if value is not None:
                    link.putheader(name, value)
            try:
                link.endheaders(body if body else None)
            except (BrokenPipeError, ConnectionResetError):
                pass  # refused before the body was read; the answer is there all the same
            reply = link.getresponse()
            text = reply.read()
        finally:
            link.close()
        answer = json.loads(text) if text else {}
        return reply.status, answer, self.genuine(reply, text, answer)

    def genuine(self, reply, text, answer):
        """Is this reply signed by the pinned server key, over these bytes, for this request?"""
        if not getattr(self, "server_key", None) or "Signature" not in reply.headers:
            return False
        digest = f"sha-256=:{b64(hashlib.sha256(text).digest())}:"
        given = reply.headers["Signature-Input"][len("sig1="):]
        base = f'"@status": {reply.status}\n"content-digest": {digest}\n"@signature-params": {given}'
        try:
            VerifyKey(bytes.fromhex(self.server_key)).verify(base.encode(), base64.b64decode(reply.headers["Signature"][6:-1]))
        except Exception:
            return False
        return reply.headers["Content-Digest"] == digest and answer.get("req_sig") == self.last_sig

    def hello(self):
        link = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        link.request("GET", "/sync/v1/hello")
        answer = json.loads(link.getresponse().read())
        link.close()
        return answer

    def enrol(self, code, secret=None):
        code = code.replace("-", "").replace(" ", "")
        self.server_key = self.hello()["server_key"]
        server = hashlib.sha256(bytes.fromhex(self.server_key)).digest()
        public = bytes(self.key.verify_key)
        proof = hmac.new((secret or code[4:]).encode(), b"portiek-device" + public + server, hashlib.sha256).hexdigest()
        body = json.dumps({"v": 1, "code_id": code[:4], "pubkey": public.hex(), "kind": "kiosk", "hw_hint": "", "sw": "test",
                           "proof": proof}).encode()
        self.keyid, self.counter = f"enrol.{code[:4]}", 0
        status, answer, genuine = self.call("POST", "/enrol", body)
        if status == 200:
            self.device, self.keyid, self.counter = answer["device"], f"{answer['device']}.{answer['key_no']}", 1
            self.intake, self.epoch = answer["intake_keys"][0], answer["epoch"]
            want = hmac.new(code[4:].encode(), b"portiek-server" + bytes.fromhex(self.server_key) + uuid.UUID(self.device).bytes + public,
                            hashlib.sha256).hexdigest()
            assert answer["server_proof"] == want and genuine, "central did not prove itself"
            self.prefix = answer["receipt_prefix"]
        return status, answer

    def item(self, report, seq=None, kind="report.new", plain=None):
        """A sealed item around a report; plain replaces the sealed bytes' content."""
        if seq is None:
            self.seq += 1
            seq = self.seq
        t = {"wall": int(time.time() * 1000), "mono": int(time.monotonic() * 1000), "boot": "0" * 32}
        inner = {"id": report["id"], "kind": kind, "schema": 1, "t": t, "body": report}
        text = plain if plain is not None else json.dumps(inner).encode()
        body = SealedBox(PublicKey(bytes.fromhex(self.intake["x25519"]))).encrypt(zlib.compress(text))
        return {"id": report["id"], "seq": seq, "kind": kind, "schema": 1, "t": t, "key": self.intake["id"], "body": b64(body)}

    def envelope(self, items):
        return {"v": 1, "device": self.device, "epoch": self.epoch,
                "clock": {"wall": int(time.time() * 1000), "mono": int(time.monotonic() * 1000), "boot": "0" * 32, "q": "synced"},
                "queue": {"pending": len(items), "bytes": 0, "oldest_s": 0, "dead": 0, "disk_free": 0}, "items": items}

    def batch(self, items, bend=None, headers=None, raw=None):
        body = raw if raw is not None else zlib.compress(json.dumps(self.envelope(items)).encode(), 4)
        return self.call("POST", "/batches", body, BATCH, bend, headers)


def enrolled(s):
    """A device of ours at the central of a stack."""
    device = Device(s.central.url)
    status, answer = device.enrol(s.new_code())
    assert status == 200, answer
    return device
