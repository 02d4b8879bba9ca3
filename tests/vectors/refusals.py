"""Whole requests to a central in a known state, and what it must say: one row per rule of PROTOCOL.md section 1.

SPDX-License-Identifier: EUPL-1.2
"""
import zlib

import paper
from messages import BOOT, DEVICE, EPOCH, NOW, clock, ident, sample, without
from paper import BATCH, JSON

PENDING, FORKED, REVOKED = (f"01a20074-8f8b-7619-88bb-3ef1028cd{n:03x}" for n in (1, 2, 3))
STRANGER = "01a20074-8f8b-7619-88bb-3ef1028cdfff"
SERVER, CODE_ID, SECRET = 9, "B1EM", "EJQG07MFKKZSG07M"
MAX = 5000  # highest counter of every device; 4,990 is free, all others of the window are seen

WORLD = {
    "server_seed": (bytes([SERVER]) * 32).hex(), "epoch": EPOCH, "now": NOW, "authorities": "other.test central.test:8080", "code_id": CODE_ID, "secret": SECRET, "counter": MAX,
    "free": 4990, "devices": [{"device": d, "key_no": 1, "seed": (bytes([n]) * 32).hex(), "state": s}
                              for d, n, s in [(DEVICE, 1, "active"), (PENDING, 2, "pending"), (FORKED, 3, "forked"), (REVOKED, 4, "revoked")]],
}


def pack(value):
    return zlib.compress(value if isinstance(value, bytes) else paper.text(value).encode(), 6)


def batch(*items, **changes):
    return {**paper.envelope(DEVICE, EPOCH, clock(), list(items)), **changes}


def call(name, status, error, method="POST", path="/batches", query="", body=b"", kind=BATCH, seed=1, keyid=f"{DEVICE}.1", counter=str(MAX + 1), late=0, sign=None, send=None, **expect):
    """sign: members of the request changed before it is signed; send: changed after."""
    rq = {"method": method, "authority": "central.test:8080", "path": "/sync/v1" + path, "query": query, "digest": paper.digest(body), "protocol": "1.0",
          "counter": counter, "type": kind if body else "", "upload_offset": ""}
    rq.update(sign or {})
    _, given, signature = paper.sign_request(paper.key(seed), rq, NOW // 1000 + late, keyid)
    rq.update(input=given, signature=signature, body=body.hex())
    rq.update(send or {})
    return {"name": name, "request": rq, "status": status, "error": error, **expect}


def get(name, status, error, path, query="", **more):
    return call(name, status, error, "GET", path, query, **more)


def targets():
    bad = [("a blank", "/a b"), ("percent", "/a%20b"), ("empty segment", "//changes"), ("trailing slash", "/changes/"), ("dot", "/./changes"), ("dot dot", "/site/../changes"),
           ("a semicolon", "/changes;x"), ("a star", "/*"), ("UTF-8", "/caf\u00e9"), ("a backslash", "/a\\b"), ("1,025 bytes", "/" + "a" * 1020)]
    rows = [get(f"path with {n}", 400, "bad_request", p) for n, p in bad]
    queries = [("no value", "cursor"), ("no name", "=1"), ("an empty pair", "cursor=a&&limit=1"), ("an ampersand last", "limit=1&"), ("a plus", "cursor=a+b"), ("percent", "cursor=%41"),
               ("a second question mark", "cursor=a?b")]
    rows += [get(f"query with {n}", 400, "bad_request", "/changes", q) for n, q in queries]
    rows += [get("no such route", 404, "not_found", "/nothing"), call("no such route, POST", 404, "not_found", path="/nothing", body=b"x"),
             get("route in capitals", 404, "not_found", "/Changes"), get("another version of the API", 404, "not_found", "", sign={"path": "/sync/v2/changes"}),
             get("GET of batches", 405, "bad_method", "/batches"), call("POST of changes", 405, "bad_method", path="/changes", body=b"x"), call("DELETE", 405, "bad_method", "DELETE", "/changes")]
    return rows


def heads():
    ok = {"body": pack(batch(sample(1)[0]))}
    rows = [call(f"protocol {v or 'missing'}", 426, "bad_version", sign={"protocol": v}, **ok, versions=["1.0"]) for v in ("2.0", "0.9", "1", "1.", "1.x", "10.0", "")]
    rows += [call("a later minor", 200, "", sign={"protocol": "1.7"}, **ok, hwm=1)]
    rows += [call(f"{m} changed after signing", 401, "bad_signature", send={m: v}, **ok) for m, v in [
        ("authority", "other.test"), ("query", "a=1"), ("counter", str(MAX + 2)), ("protocol", "1.1")]]
    rows += [call(f"{m} empty", 401, "bad_signature", send={m: ""}, **ok) for m in ("input", "signature", "counter")]
    rows += [call("type changed after signing", 415, "bad_type", send={"type": JSON}, **ok), call("digest changed after signing", 400, "bad_digest", send={"digest": paper.digest(b"y")}, **ok),
             call("digest empty", 400, "bad_digest", send={"digest": ""}, **ok)]
    rows += [call("host of a stranger", 401, "bad_signature", sign={"authority": "evil.test"}, **ok), call("another host of ours", 200, "", sign={"authority": "other.test"}, **ok, hwm=1),
             call("host in capitals", 200, "", send={"authority": "CENTRAL.test:8080"}, **ok, hwm=1), call("the default port", 200, "", sign={"authority": "other.test"}, send={"authority": "other.test:443"}, **ok, hwm=1),
             call("a batch sent to the door of others", 401, "bad_signature", path="/batches", send={"path": "/sync/v1/enrol"}, **ok),
             call("counter with a leading zero", 401, "bad_signature", counter="0" + str(MAX + 1), **ok), call("counter nought", 401, "bad_signature", counter="0", **ok),
             call("counter negative", 401, "bad_signature", counter="-1", **ok), call("counter over 2^52", 401, "bad_signature", counter="4503599627370496", **ok)]
    rows += [call("unknown device", 401, "unknown_device", keyid=f"{STRANGER}.1", **ok), call("unknown key number", 401, "unknown_device", keyid=f"{DEVICE}.2", **ok),
             call("key number nought", 401, "unknown_device", keyid=f"{DEVICE}.0", **ok), call("no key number", 401, "unknown_device", keyid=DEVICE, **ok),
             call("keyid of an enrolment elsewhere", 401, "unknown_device", keyid=f"enrol.{CODE_ID}", **ok), call("signed by another's key", 401, "bad_signature", seed=2, **ok)]
    rows += [call("counter seen", 409, "counter_replayed", counter=str(MAX), **ok, max=MAX), call("counter seen within the window", 409, "counter_replayed", counter="4989", **ok, max=MAX),
             call("a free one within the window", 200, "", counter="4990", **ok, hwm=1), call("counter before the window", 409, "counter_replayed", counter=str(MAX - 1024), **ok, max=MAX),
             call("far ahead", 200, "", counter="4503599627370495", **ok, hwm=1)]
    rows += [call("body other than its digest", 400, "bad_digest", send={"body": b"other".hex()}, **ok), call("digest of nothing", 400, "bad_digest", sign={"digest": paper.digest(b"")}, **ok),
             call("digest in another form", 400, "bad_digest", sign={"digest": paper.digest(ok["body"]).replace("sha-256", "SHA-256")}, **ok),
             call("over 256 KiB", 413, "too_large", body=b"x" * (256 * 1024 + 1)), call("a batch as JSON", 415, "bad_type", kind=JSON, body=paper.text(batch()).encode()),
             call("type with a parameter", 415, "bad_type", kind=BATCH + "; v=1", **{"body": ok["body"]})]
    rows += [call(f"created {late:+} s", 401, "clock_skew", late=late, **ok, now=NOW) for late in (301, -301, 86400, -86400 * 365)]
    rows += [call(f"created {late:+} s", 200, "", late=late, **ok, hwm=1) for late in (300, -300, 0)]
    return rows


def states():
    ok, rows = pack(batch()), []
    for device, seed, state in [(PENDING, 2, "pending"), (FORKED, 3, "forked"), (REVOKED, 4, "revoked")]:
        own = {"keyid": f"{device}.1", "seed": seed}
        code = {"pending": (200, ""), "forked": (409, "device_forked"), "revoked": (403, "device_revoked")}[state]
        rows.append(call(f"{state}: a batch", *code, body=pack({**batch(), "device": device}), **own))
        news = (403, "device_pending") if state == "pending" else code
        rows += [get(f"{state}: news", *news, "/changes", **own), get(f"{state}: a site", *news, "/site/x", "from=0", **own)]
    rows.append(call("active: an empty batch", 200, "", body=ok, hwm=0))
    return rows


def bodies():
    one = sample(1)[0]
    z = pack(batch(one))
    rows = [call(n, 400, "bad_zlib", body=b) for n, b in [
        ("not zlib", b"hello"), ("cut stream", z[:-3]), ("a byte behind", z + b"\0"), ("two streams", z + z), ("wrong Adler-32", z[:-1] + bytes([z[-1] ^ 1])),
        ("gzip", zlib.compressobj(6, zlib.DEFLATED, 31).compress(b"") + b"\x1f\x8b")]]
    rows += [call("4 MiB of zeros", 413, "too_large", body=zlib.compress(bytes(4 << 20), 9)), call("300,000 equal bytes", 413, "too_large", body=zlib.compress(b" " * 300000, 9))]
    rows += [call(n, 400, "bad_json", body=pack(t)) for n, t in [
        ("no JSON", b"hello"), ("cut JSON", b'{"v":1'), ("duplicate key", b'{"v":1,"v":1}'), ("a fraction", b'{"v":1.0}'), ("not UTF-8", b'{"v":"\xff"}'), ("escaped NUL", b'{"v":"\\u0000"}'),
        ("2^53", b'{"v":9007199254740992}'), ("something behind", b'{"v":1} x'), ("thirteen deep", b"[" * 13 + b"]" * 13), ("BOM", b"\xef\xbb\xbf{}"),
        ("32,769 tokens", paper.text([b for n in range(1024) for b in paper.sha(b"%d" % n)]).encode()), ("nothing", b"")]]
    rows += [call(f"no {m}", 400, "bad_envelope", body=pack(without(batch(one), m)), pointer=f"/{m}") for m in ("v", "device", "epoch", "clock", "queue", "items")]
    rows += [call(n, 400, "bad_envelope", body=pack(e), pointer=p) for n, e, p in [
        ("v 2", batch(one, v=2), "/v"), ("of another device", batch(one, device=PENDING), "/device"), ("item without id", batch(one, without(sample(2)[0], "id")), "/items/1/id"),
        ("the same seq twice", batch(one, {**one, "id": ident(2)}), "/items/1/seq"), ("base64 of the body cut", batch({**one, "body": one["body"][:-1]}), "/items/0/body"),
        ("base64 not canonical", batch({**one, "body": "AB=="}), "/items/0/body"), ("257 items", batch(*[{**one, "seq": n, "id": ident(n)} for n in range(1, 258)]), None)]]
    rows[-1].update(status=413, error="too_large")
    rows[-1].pop("pointer")
    return rows


def deliveries():
    one, two, three = (sample(n) for n in (1, 2, 3))
    marks = [(r[0]["id"], paper.sha(r[1])) for r in (one, two, three)]
    c = [paper.chain(marks[:n]).hex() for n in range(4)]
    void = {"seq": 2, "id": ident(2), "h": marks[1][1].hex(), "void": "lost"}
    faulty = {**two[0], "schema": 0}
    rows = [call("one item", 200, "", body=pack(batch(one[0])), hwm=1, chain=c[1], ack=[[1, 1]]),
            call("three items", 200, "", body=pack(batch(one[0], two[0], three[0])), hwm=3, chain=c[3], ack=[[1, 3]]),
            call("three items the other way round", 200, "", body=pack(batch(three[0], two[0], one[0])), hwm=3, chain=c[3], ack=[[1, 3]]),
            call("with a gap", 200, "", body=pack(batch(one[0], three[0])), hwm=1, chain=c[1], ack=[[1, 1], [3, 3]]),
            call("without the first", 200, "", body=pack(batch(two[0], three[0])), hwm=0, chain=c[0], ack=[[2, 3]]),
            call("a void fills the gap", 200, "", body=pack(batch(one[0], void, three[0])), hwm=3, chain=c[3], ack=[[1, 3]]),
            call("a faulty item is kept", 200, "", body=pack(batch(one[0], faulty, three[0])), hwm=3, chain=c[3], ack=[[1, 3]], results=[[2, "quarantined", "bad_field", "/schema"]]),
            call("an item that waits for another", 200, "", body=pack(batch({**one[0], "after": [ident(99)]})), hwm=1, chain=c[1], ack=[[1, 1]], results=[[1, "parked", "", ""]]),
            call("far ahead of the mark", 200, "", body=pack(batch({**one[0], "seq": 100001})), hwm=0, chain=c[0], ack=[], results=[[100001, "retry", "seq_ahead", "/seq"]]),
            call("as far as allowed", 200, "", body=pack(batch({**one[0], "seq": 100000})), hwm=0, chain=c[0], ack=[[100000, 100000]]),
            call("another epoch", 200, "", body=pack(batch(one[0], epoch="f" * 32)), hwm=1, chain=c[1], ack=[[1, 1]]), call("no epoch yet", 200, "", body=pack(batch(one[0], epoch="")), hwm=1),
            call("an unknown boot of the clock", 200, "", body=pack(batch({**one[0], "t": {**one[0]["t"], "boot": "c" * 32}})), hwm=1),
            call("the same id twice in a batch", 200, "", body=pack(batch(one[0], {**one[0], "seq": 2})), hwm=2, ack=[[1, 2]], stored=1),
            call("the same id with another body", 200, "", body=pack(batch(one[0], {**two[0], "id": one[0]["id"]})), hwm=2, ack=[[1, 2]], results=[[2, "conflict", "", ""]], stored=1)]
    big = paper.b64(b"".join(paper.sha(b"%d" % n) for n in range(2049))[:65537])
    rows.append(call("a body of 65,537 bytes", 200, "", body=pack(batch({**one[0], "body": big}, two[0])), hwm=0, ack=[[2, 2]], results=[[1, "refused", "too_large", "/body"]]))
    return rows


def enrolments():
    pub, server = paper.public(paper.key(60)), paper.public(paper.key(SERVER))
    body = {"v": 1, "code_id": CODE_ID, "pubkey": pub.hex(), "kind": "kiosk", "hw_hint": "", "sw": "vectors 1", "proof": paper.proof_device(SECRET, pub, server).hex()}

    def enrol(name, status, error, change=None, raw=None, **more):
        args = {"path": "/enrol", "kind": JSON, "seed": 60, "keyid": f"enrol.{CODE_ID}", "counter": "1", "body": raw if raw is not None else paper.text({**body, **(change or {})}).encode(), **more}
        return call("enrol: " + name, status, error, **args)
    rows = [enrol("as it should be", 200, ""), enrol("wrong proof", 401, "bad_code", {"proof": "00" * 32}), enrol("proof of another key", 401, "bad_code", {"proof": paper.proof_device(SECRET, server, server).hex()}),
            enrol("proof with another secret", 401, "bad_code", {"proof": paper.proof_device("0" * 16, pub, server).hex()}), enrol("unknown code", 401, "bad_code", {"code_id": "ZZZZ"}, keyid="enrol.ZZZZ"),
            enrol("a tablet with the code of a kiosk", 401, "bad_code", {"kind": "tablet"}), enrol("signed by another key", 401, "bad_signature", seed=61), enrol("keyid of another code", 401, "bad_signature", keyid="enrol.AAAA"),
            enrol("created long ago", 401, "clock_skew", late=-301), enrol("no JSON", 400, "bad_json", raw=b"hello"), enrol("no body", 400, "bad_json", raw=b""), enrol("over 4 KiB", 413, "too_large", raw=b" " * 4097),
            enrol("pubkey of 63 digits", 400, "bad_envelope", {"pubkey": "a" * 63}), enrol("kind unknown", 401, "bad_code", {"kind": "phone"}), enrol("proof missing", 400, "bad_envelope", {"proof": None}), enrol("v 2", 400, "bad_envelope", {"v": 2})]
    return rows


def requests():
    return {"about": "Requests as they lie on the wire, each to a central in the state of world. error empty: answered with status 200.", "world": WORLD,
            "vectors": targets() + heads() + states() + bodies() + deliveries() + enrolments()}
