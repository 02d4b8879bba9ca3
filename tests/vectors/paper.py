"""The verbs of shared/PROTOCOL.md over Python's standard library and libsodium: hashes, signatures, seals, texts.

SPDX-License-Identifier: EUPL-1.2
"""
import base64
import hashlib
import hmac
import json
import uuid
import zlib

from nacl.hash import blake2b
from nacl.encoding import RawEncoder
from nacl.public import Box, PrivateKey, PublicKey
from nacl.signing import SigningKey

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BATCH = "application/vnd.portiek.batch-z"
JSON = "application/json"


def b64(data):
    return base64.b64encode(data).decode()


def sha(data):
    return hashlib.sha256(data).digest()


def text(value):
    """Compact JSON."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def key(n):
    """Signing key number n of these vectors."""
    return SigningKey(bytes([n]) * 32)


def public(signing):
    return bytes(signing.verify_key)


def digest(body):
    return f"sha-256=:{b64(sha(body))}:"


def params(covered, created, keyid, tag, alg="ed25519"):
    return "(" + " ".join(f'"{c}"' for c in covered) + f');created={created};keyid="{keyid}";alg="{alg}";tag="{tag}"'


def base(pairs, rest):
    return "".join(f'"{name}": {value}\n' for name, value in pairs) + f'"@signature-params": {rest}'


def request_pairs(rq):
    """rq: method authority path query digest protocol counter type upload_offset."""
    pairs = [("@method", rq["method"]), ("@authority", rq["authority"]), ("@path", rq["path"]), ("@query", "?" + rq["query"]),
             ("content-digest", rq["digest"]), ("portiek-protocol", rq["protocol"]), ("portiek-counter", rq["counter"])]
    if rq["type"]:
        pairs.append(("content-type", rq["type"]))
    if rq.get("upload_offset"):
        pairs.append(("upload-offset", rq["upload_offset"]))
    return pairs


def sign_request(signing, rq, created, keyid):
    """The base, and the values of Signature-Input and Signature."""
    pairs = request_pairs(rq)
    rest = params([name for name, _ in pairs], created, keyid, "portiek-sync")
    signed = base(pairs, rest)
    return signed, "sig1=" + rest, f"sig1=:{b64(signing.sign(signed.encode()).signature)}:"


def sign_reply(signing, status, body, created):
    rest = params(["@status", "content-digest"], created, sha(public(signing)).hex(), "portiek-reply")
    signed = base([("@status", status), ("content-digest", digest(body))], rest)
    return signed, "sig1=" + rest, f"sig1=:{b64(signing.sign(signed.encode()).signature)}:"


def seal(to, plain, ephemeral):
    """crypto_box_seal with a given ephemeral secret, so that it comes out the same every time."""
    secret = PrivateKey(ephemeral)
    nonce = blake2b(bytes(secret.public_key) + to, digest_size=24, encoder=RawEncoder)
    return bytes(secret.public_key) + Box(secret, PublicKey(to)).encrypt(plain, nonce).ciphertext


def chain(marks):
    """C(n) after these (id, h)."""
    c = bytes(32)
    for ident, h in marks:
        c = sha(c + uuid.UUID(ident).bytes + h)
    return c


def proof_device(secret, pub, server):
    return hmac.new(secret.encode(), b"portiek-device" + pub + sha(server), hashlib.sha256).digest()


def proof_server(secret, pub, server, device):
    return hmac.new(secret.encode(), b"portiek-server" + server + uuid.UUID(device).bytes + pub, hashlib.sha256).digest()


def check_character(nine):
    """ISO 7064 MOD 33,32."""
    p = 32
    for c in nine:
        p = 2 * ((p + CROCKFORD.index(c)) % 32 or 32) % 33
    return CROCKFORD[(1 - p) % 32]


def receipt(prefix, five):
    return f"{prefix}-{five}-{check_character(prefix + five)}"


def item(ident, seq, t, to, key_id, body, ephemeral, kind="report.new", schema=1):
    """A sealed item, its sealed bytes and its plaintext."""
    plain = text({"id": ident, "kind": kind, "schema": schema, "t": {"wall": t["wall"], "mono": t["mono"]}, "body": body})
    sealed = seal(to, zlib.compress(plain.encode(), 6), ephemeral)
    return {"seq": seq, "id": ident, "kind": kind, "schema": schema, "t": t, "key": key_id, "body": b64(sealed)}, sealed, plain


def envelope(device, epoch, clock, items, queue=None):
    return {"v": 1, "device": device, "epoch": epoch, "clock": clock,
            "queue": queue or {"pending": len(items), "bytes": 0, "oldest_s": 0, "dead": 0, "disk_free": 0}, "items": items}
