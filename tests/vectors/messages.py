"""Vectors of what both ends say: signatures, replies, digests, proofs, chains, batches, acknowledgements, cursors.

SPDX-License-Identifier: EUPL-1.2
"""
import base64
import copy

from nacl.public import PrivateKey
from nacl.signing import SigningKey

import paper
from paper import BATCH, JSON

DEVICE = "01a20074-8f8b-7619-88bb-3ef1028ccf8f"
OTHER = "01a20074-8f8b-7619-88bb-3ef1028ccf90"
EPOCH = "0123456789abcdef0123456789abcdef"
NOW = 1795300000000
BOOT = "b00b00b00b00b00b00b00b00b00b00bb"
INTAKE = b"\x2a" * 32
INTAKE_PUB = bytes(PrivateKey(INTAKE).public_key)


def ident(n):
    return f"01a20074-0000-7000-8000-{n:012x}"


# ---- signatures ---------------------------------------------------------------------------------

def request(method="POST", path="/sync/v1/batches", query="", body=b"", kind=None, counter="42", offset="", authority="central.test:8080"):
    return {"method": method, "authority": authority, "path": path, "query": query, "digest": paper.digest(body), "protocol": "1.0",
            "counter": counter, "type": (kind or JSON) if body else "", "upload_offset": offset}


def rfc_vector():
    """RFC 9421, appendix B.2.6: the arithmetic, over its own base."""
    seed = base64.b64decode("n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcU=")
    signed = ('"date": Tue, 20 Apr 2021 02:07:55 GMT\n"@method": POST\n"@path": /foo\n"@authority": example.com\n'
              '"content-type": application/json\n"content-length": 18\n"@signature-params": ("date" "@method" "@path" "@authority" '
              '"content-type" "content-length");created=1618884473;keyid="test-key-ed25519"')
    return {"name": "RFC 9421 B.2.6", "seed": seed.hex(), "base": signed,
            "signature": "sig1=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:"}


def good_signatures():
    rows = [
        ("a batch", request(body=b"x", kind=BATCH), 1), ("news from the beginning", request("GET", "/sync/v1/changes"), 1),
        ("news with a query", request("GET", "/sync/v1/changes", "cursor=a-1&limit=500"), 1), ("a chain", request("GET", "/sync/v1/chain", "seq=9"), 1),
        ("a site", request("GET", "/sync/v1/site/20261126T1", "from=196608"), 1), ("an enrolment", request(path="/sync/v1/enrol", body=b"{}"), 2),
        ("a piece of a photo", request("PATCH", "/sync/v1/blobs/" + "ab" * 32, body=b"x", kind="application/octet-stream", offset="262144"), 1),
        ("offset nought is covered too", request("PATCH", "/sync/v1/blobs/" + "ab" * 32, body=b"x", kind="application/octet-stream", offset="0"), 1),
        ("POST without a body", request(path="/sync/v1/device/rotate"), 1), ("host without a port", request("GET", "/sync/v1/changes", authority="central.test"), 1),
        ("largest counter", request("GET", "/sync/v1/changes", counter="4503599627370495"), 1), ("key number 12", request("GET", "/sync/v1/changes"), 3),
        ("unreserved characters", request("GET", "/sync/v1/site/a-b.c_d~e", "from=0"), 1), ("a new key", request(path="/sync/v1/device/reincarnate", body=b'{"pubkey":""}'), 4),
    ]
    for name, rq, n in rows:
        keyid = "enrol.B1EM" if n == 2 else f"{DEVICE}.{12 if n == 3 else 1}"
        created = NOW // 1000 + n
        signed, given, signature = paper.sign_request(paper.key(n), rq, created, keyid)
        yield {"name": name, "seed": (bytes([n]) * 32).hex(), "request": rq, "created": created, "keyid": keyid, "base": signed,
               "input": given, "signature": signature, "ok": True}


def spoiled(name, row, **changes):
    other = copy.deepcopy(row)
    other.update(name=name, ok=False)
    for member, value in changes.items():
        if member in other["request"]:
            other["request"][member] = value
        else:
            other[member] = value
    return other


def bad_signatures(good):
    row, get = good[0], good[1]
    give, sig = row["input"], row["signature"]
    rows = [spoiled(f"another {m}", row, **{m: v}) for m, v in [
        ("method", "PUT"), ("authority", "other.test:8080"), ("path", "/sync/v1/batchet"), ("query", "a=1"), ("digest", paper.digest(b"y")),
        ("protocol", "1.1"), ("counter", "43"), ("type", JSON)]]
    rows += [spoiled("an upload-offset that was not signed", row, upload_offset="0"), spoiled("a type that was not signed", get, type=JSON)]
    rows += [spoiled(name, row, input=value) for name, value in [
        ("label sig2", give.replace("sig1=", "sig2=")), ("no label", give[5:]), ("alg missing", give.replace(';alg="ed25519"', "")),
        ("alg other", give.replace("ed25519", "hmac-sha256")), ("tag other", give.replace("portiek-sync", "portiek-reply")),
        ("tag missing", give.replace(';tag="portiek-sync"', "")), ("created in quotes", give.replace(f"created={NOW // 1000 + 1}", f'created="{NOW // 1000 + 1}"')),
        ("created negative", give.replace("created=", "created=-")), ("created with a leading zero", give.replace("created=", "created=0")),
        ("created a fraction", give.replace(";keyid", ".0;keyid")), ("created missing", give.replace(f";created={NOW // 1000 + 1}", "")),
        ("created later", give.replace(f"created={NOW // 1000 + 1}", f"created={NOW // 1000 + 2}")),
        ("an expires parameter", give.replace(";keyid", f";expires={NOW // 1000 + 600};keyid")), ("keyid of another", give.replace(DEVICE, OTHER)),
        ("keyid without quotes", give.replace(f'"{DEVICE}.1"', f"{DEVICE}.1")), ("keyid twice", give + f';keyid="{OTHER}.1"'),
        ("parameters in another order", give.replace(';alg="ed25519";tag="portiek-sync"', ';tag="portiek-sync";alg="ed25519"')),
        ("components in another order", give.replace('"@method" "@authority"', '"@authority" "@method"')),
        ("a component less", give.replace(' "@query"', "")), ("a component more", give.replace('"content-type")', '"content-type" "date")')),
        ("a component with a parameter", give.replace('"@method"', '"@method";req')), ("two blanks", give.replace('" "', '"  "', 1)),
        ("a blank at the end", give + " "), ("empty", ""), ("a second signature", give + ", sig2=()"), ("upper case", give.replace("@method", "@METHOD")),
    ]]
    flipped = bytearray(base64.b64decode(sig[6:-1]))
    flipped[0] ^= 1
    high = bytearray(base64.b64decode(sig[6:-1]))
    order = (1 << 252) + 27742317777372353535851937790883648493
    high[32:] = (int.from_bytes(high[32:], "little") + order).to_bytes(32, "little")
    rows += [spoiled(name, row, signature=value) for name, value in [
        ("a bit of the signature", f"sig1=:{paper.b64(bytes(flipped))}:"), ("S not reduced (RFC 8032, 5.1.7)", f"sig1=:{paper.b64(bytes(high))}:"),
        ("signature of another request", get["signature"]), ("all zero", f"sig1=:{paper.b64(bytes(64))}:"),
        ("signature label sig2", sig.replace("sig1", "sig2")), ("no colons", sig.replace(":", "")), ("63 bytes", f"sig1=:{paper.b64(bytes(63))}:"),
        ("65 bytes", f"sig1=:{paper.b64(bytes(65))}:"), ("base64 without padding", sig.replace("=:", ":")), ("base64url", sig[:6] + "-_" + sig[8:]),
        ("base64 not canonical", "sig1=:" + "A" * 85 + "B==:"), ("a blank behind", sig + " "), ("signature empty", ""), ("two signatures", sig + ", " + sig),
    ]]
    return rows


def signatures():
    good = list(good_signatures())
    return {"about": "Requests as signed by the key of this seed. ok false: no signature of this request by that key.",
            "rfc": [rfc_vector()], "vectors": good + bad_signatures(good)}


def replies():
    bodies = [(200, b'{"v":1,"req_sig":"x"}'), (200, b""), (401, b'{"v":1,"error":"clock_skew","now":1}'), (409, b'{"v":1,"error":"counter_replayed","max":9}'),
              (503, b'{"v":1,"error":"storage_full","wait_s":60}'), (410, b'{"v":1,"error":"cursor_reset"}'), (200, bytes(range(256)))]
    rows = []
    for status, body in bodies:
        signed, given, signature = paper.sign_reply(paper.key(9), status, body, NOW // 1000)
        rows.append({"name": f"{status}, {len(body)} bytes", "seed": ("09" * 32), "status": status, "body": body.hex(), "digest": paper.digest(body), "created": NOW // 1000,
                     "base": signed, "input": given, "signature": signature, "ok": True})
    first = rows[0]
    give = first["input"]

    def bad(name, **changes):
        return {**first, "name": name, "ok": False, **changes}
    rows += [
        bad("another status", status=201), bad("another body", body=b"x".hex()), bad("digest of another body", digest=paper.digest(b"x")),
        bad("no digest", digest=""), bad("sha-512", digest=first["digest"].replace("256", "512")), bad("no signature", signature=""), bad("no input", input=""),
        bad("by another key", signature=paper.sign_reply(paper.key(8), 200, bytes.fromhex(first["body"]), NOW // 1000)[2]),
        bad("keyid of another key", input=give.replace(paper.sha(paper.public(paper.key(9))).hex(), paper.sha(paper.public(paper.key(8))).hex())),
        bad("created another", input=give.replace(f"={NOW // 1000}", f"={NOW // 1000 + 1}")), bad("tag of a request", input=give.replace("portiek-reply", "portiek-sync")),
        bad("status not covered", input=give.replace('"@status" ', "")), bad("cut body", body=first["body"][:-2]), bad("a byte more", body=first["body"] + "00"),
        bad("signature of another reply", signature=rows[1]["signature"]),
    ]
    return {"about": "Replies as signed by the server key of this seed. ok false: counts as no reply.", "vectors": rows}


def digests():
    bodies = [b"", b"a", b'{"v":1}', b"\0", bytes(range(256)), "caf\u00e9".encode(), b"x" * 4096, b"\r\n", b'{"hello": "world"}', b"0" * 65536]
    return {"about": "Content-Digest of a body.", "vectors": [{"name": f"{len(b)} bytes", "body": b.hex(), "digest": paper.digest(b)} for b in bodies]}


# ---- identities ---------------------------------------------------------------------------------

def proofs():
    enrolments, certs, keys = [], [], []
    for n, (secret, device) in enumerate([("EJQG07MFKKZSG07M", DEVICE), ("0000000000000000", OTHER), ("ZZZZZZZZZZZZZZZZ", DEVICE), ("7QD4M2XRBCDEFGHJ", ident(1))]):
        pub, server = paper.public(paper.key(20 + n)), paper.public(paper.key(30 + n))
        enrolments.append({"name": f"code {n}", "secret": secret, "pubkey": pub.hex(), "server_key": server.hex(), "device": device,
                           "proof": paper.proof_device(secret, pub, server).hex(), "server_proof": paper.proof_server(secret, pub, server, device).hex()})
        for kind in ("kiosk", "tablet"):
            cert = f"portiek-cert-1 {device} {n + 1} {pub.hex()} {kind}"
            certs.append({"name": f"{kind} with key {n + 1}", "seed": (bytes([30 + n]) * 32).hex(), "device": device, "key_no": n + 1, "pubkey": pub.hex(), "kind": kind,
                          "cert": cert, "cert_sig": paper.b64(paper.key(30 + n).sign(cert.encode()).signature)})
        told = f"portiek-key-1 {device}.{n + 1} {paper.public(paper.key(40 + n)).hex()}"
        keys.append({"name": f"a new key after {n + 1}", "seed": (bytes([40 + n]) * 32).hex(), "text": told, "sig": paper.b64(paper.key(40 + n).sign(told.encode()).signature)})
        told = f"portiek-server-key-1 {paper.public(paper.key(31 + n)).hex()}"
        keys.append({"name": f"server key {n + 1} by the one before", "seed": (bytes([30 + n]) * 32).hex(), "text": told,
                     "sig": paper.b64(paper.key(30 + n).sign(told.encode()).signature)})
    receipts = [{"name": f"{p} {f}", "prefix": p, "five": f, "receipt": paper.receipt(p, f)} for p, f in [
        ("K7QD", "4M2XR"), ("0000", "00000"), ("ZZZZ", "ZZZZZ"), ("B1EM", "EJQG0"), ("7777", "12345"), ("ABCD", "EFGHJ"), ("KMNP", "QRSTV"), ("WXYZ", "00001"), ("1000", "00000")]]
    good = paper.receipt("K7QD", "4M2XR")
    typed = [{"name": f"typed {t!r}", "typed": t, "receipt": r} for t, r in [
        (good, good), (good.lower(), good), (good.replace("-", ""), good), (good.replace("-", " "), good), ("k7qd 4m2xr o", good), ("K7QD-4M2XR-O", good),
        ("K7QD-4M2XR-1", ""), ("K7QD-4M2RX-0", ""), ("7KQD-4M2XR-0", ""), ("K7QD-4M2XR", ""), ("K7QD-4M2XR-00", ""), ("U7QD-4M2XR-0", ""), ("", ""), ("K7QD/4M2XR/0", "")]]
    return {"about": "Proofs of enrolment, certificates and signed texts by the key of a seed; receipts, and what people type (receipt empty: refused).",
            "enrolments": enrolments, "certificates": certs, "texts": keys, "receipts": receipts, "typed": typed}


def chains():
    rows = [{"name": "nothing", "marks": [], "chain": "0" * 64}]
    marks = [(ident(n), paper.sha(b"body %d" % n)) for n in range(1, 301)]
    for n in (1, 2, 3, 5, 17, 255, 256, 257, 300):
        rows.append({"name": f"{n} marks", "marks": [[i, h.hex()] for i, h in marks[:n]] if n < 20 else [], "count": n, "chain": paper.chain(marks[:n]).hex()})
    rows.append({"name": "the same two the other way round", "marks": [[i, h.hex()] for i, h in marks[1::-1]], "chain": paper.chain(marks[1::-1]).hex()})
    rows.append({"name": "another h", "marks": [[marks[0][0], "00" * 32]], "chain": paper.chain([(marks[0][0], bytes(32))]).hex()})
    for row in rows:
        row.setdefault("count", len(row["marks"]))
    return {"about": "C(n) over marks. Where marks is empty and count is not: mark n has id 01a20074-0000-7000-8000-<n in 12 hex digits> and h = SHA-256 of 'body <n>'.",
            "vectors": rows}


# ---- batches and what is said of them -----------------------------------------------------------

def sample(n=1, **changes):
    t = {"wall": NOW - 5000 * n, "mono": 100000 - 5000 * n, "boot": BOOT}
    it, sealed, plain = paper.item(ident(n), n, t, INTAKE_PUB, "k-1", {"n": n, "text": "lekkage \u2013 keuken"}, bytes([50 + n]) * 32, **changes)
    return it, sealed, plain


def clock():
    return {"wall": NOW, "mono": 100000, "boot": BOOT, "q": "rtc"}


def without(value, name):
    return {k: v for k, v in value.items() if k != name}


def batch_rows():
    it, sealed, plain = sample()
    two = [sample(1)[0], sample(2)[0]]
    env = paper.envelope(DEVICE, EPOCH, clock(), two)

    def good(name, items, **more):
        return {"name": name, "text": paper.text(paper.envelope(DEVICE, EPOCH, clock(), items)), "ok": True, "items": [
            {"seq": i["seq"], "id": i["id"], "void": i.get("void", ""), "fault": more.get("fault", ""), "path": more.get("path", ""),
             "h": i["h"] if "void" in i else paper.sha(base64.b64decode(i["body"])).hex()} for i in items]}

    def bad(name, envelope, path):
        return {"name": name, "text": paper.text(envelope), "ok": False, "path": path}

    def bad_item(name, change, path):
        return bad(name, {**env, "items": [two[0], {**two[1], **change}]}, "/items/1" + path)

    def faulty(name, change, path):
        return good(name, [{**it, **change}], fault="bad_field", path=path)
    void = {"id": ident(7), "seq": 7, "h": "ab" * 32, "void": "purged"}
    rows = [good("one item", [it]), good("two items", two), good("no items", []), good("a void", [void]), good("items and a void", two + [void]),
            good("falling numbers", two[::-1]), good("with parents", [{**it, "after": [ident(9), ident(10)]}]), good("with a dictionary", [{**it, "dict": 3}]),
            good("with a photo", [{**it, "att": [{"sha256": "ab" * 32, "size": 100, "type": "image/jpeg"}]}]), good("an unknown member", [{**it, "later": {"x": [1]}}]),
            good("256 items", [{**sample(1)[0], "seq": n, "id": ident(n)} for n in range(1, 257)]),
            faulty("no kind", {"kind": ""}, "/kind"), faulty("schema 0", {"schema": 0}, "/schema"), faulty("t without boot", {"t": without(it["t"], "boot")}, "/t"),
            faulty("empty key name", {"key": ""}, "/key"), faulty("dictionary 65,536", {"dict": 65536}, "/dict"), faulty("17 parents", {"after": [ident(n) for n in range(17)]}, "/after"),
            faulty("a parent that is no uuid", {"after": ["x"]}, "/after"), faulty("11 photos", {"att": [{}] * 11}, "/att"), faulty("kind a number", {"kind": 1}, "/kind")]
    rows += [bad(f"no {m}", without(env, m), p) for m, p in [("v", "/v"), ("device", "/device"), ("epoch", "/epoch"), ("clock", "/clock"), ("queue", "/queue"), ("items", "/items")]]
    rows += [bad("v 2", {**env, "v": 2}, "/v"), bad("an array", [1], ""), bad("device upper case", {**env, "device": DEVICE.upper()}, "/device"),
             bad("items an object", {**env, "items": {}}, "/items"), bad("q unknown", {**env, "clock": {**clock(), "q": "guess"}}, "/clock/q"),
             bad("boot short", {**env, "clock": {**clock(), "boot": "b0"}}, "/clock/boot"), bad("pending negative", {**env, "queue": {**env["queue"], "pending": -1}}, "/queue/pending"),
             bad("an item that is a number", {**env, "items": [two[0], 1]}, "/items/1"), bad("the same seq twice", {**env, "items": [two[0], two[0]]}, "/items/1/seq"),
             bad_item("id upper case", {"id": two[1]["id"].upper()}, "/id"), bad_item("id missing", {"id": None}, "/id"), bad_item("seq 0", {"seq": 0}, "/seq"),
             bad_item("seq a text", {"seq": "2"}, "/seq"), bad_item("body a number", {"body": 1}, "/body"), bad_item("body missing", {"body": None}, "/body"),
             bad_item("a void without h", {"void": "lost"}, "/h"), bad_item("a void with h of 63 digits", {"void": "lost", "h": "a" * 63}, "/h")]
    return rows, (it, sealed, plain)


def opened():
    rows = []
    for n in range(1, 9):
        it, sealed, plain = sample(n, kind="report.new" if n < 6 else "alarm.new" if n < 8 else "case.answer")
        rows.append({"name": f"opened {n}", "item": paper.text(it), "sealed": sealed.hex(), "h": paper.sha(sealed).hex(), "plain": plain, "kind": it["kind"]})
    return rows


def batches():
    rows, _ = batch_rows()
    return {"about": "Batch texts. ok: the items as read (fault: kept as quarantined, path: why). ok false: bad_envelope at path. opened: items whose body opens with the "
            "intake secret to this plaintext.", "intake_secret": INTAKE.hex(), "opened": opened(), "vectors": rows}


def acks():
    def reply(**changes):
        return {"v": 1, "req_sig": "x" * 88, "epoch": EPOCH, "now": NOW, "ack": [[1, 3]], "results": [], "hwm": 3, "chain": "ab" * 32, "safe_hwm": 0, "want_blobs": [],
                "credit": {"items": 256, "bytes": 262144, "wait_s": 0}, "ctl": [], **changes}

    def good(name, acked, **changes):
        value = reply(**changes)
        return {"name": name, "text": paper.text(value), "ok": True, "acked": acked, "hwm": value["hwm"], "safe_hwm": value["safe_hwm"], "pull": changes.get("pull_expected", bool(value["ctl"]) and
                value["ctl"][0].get("op") == "pull"), "wait_s": value["credit"].get("wait_s", 0) if value["credit"].get("wait_s", 0) <= 86400 else 0}

    def bad(name, **changes):
        return {"name": name, "text": paper.text({k: v for k, v in reply(**changes).items() if v is not None}), "ok": False}

    def result(r):
        return [{"seq": 2, "r": r, "code": "", "path": ""}]
    rows = [good("all", [1, 2, 3]), good("none", [], ack=[]), good("with a gap", [1, 3], ack=[[1, 1], [3, 3]]), good("only the last", [3], ack=[[3, 3]]),
            good("more than was sent", [1, 2, 3], ack=[[1, 900]]), good("news", [1, 2, 3], ctl=[{"op": "pull"}]), good("unknown op", [1, 2, 3], ctl=[{"op": "dance"}]),
            good("safe", [1, 2, 3], safe_hwm=3), good("a wait", [1, 2, 3], credit={"items": 10, "bytes": 65536, "wait_s": 30}), good("an unknown member", [1, 2, 3], later=[1]),
            good("hwm nought", [], ack=[], hwm=0, chain="0" * 64)]
    rows += [good(f"{r} and acknowledged", [1, 2, 3], results=result(r)) for r in ("parked", "quarantined", "conflict")]
    rows += [good(f"{r} and not acknowledged", [1, 3], ack=[[1, 1], [3, 3]], results=result(r)) for r in ("retry", "refused", "unheard_of")]
    rows += [bad(f"no {m}", **{m: None}) for m in ("epoch", "now", "ack", "results", "hwm", "chain", "safe_hwm")]
    rows += [bad("ack of numbers", ack=[1, 2]), bad("ack of one number", ack=[[1]]), bad("ack falling", ack=[[3, 1]]), bad("ack from nought", ack=[[0, 3]]),
             bad("ack an object", ack={}), bad("results an object", results={}), bad("a result without seq", results=[{"r": "parked"}]), bad("hwm negative", hwm=-1),
             bad("hwm a text", hwm="3"), bad("now negative", now=-1)]
    return {"about": "Replies to a batch of items 1, 2, 3. acked: which of them the device may forget to send. ok false: no batch reply at all.", "vectors": rows}


def cursors():
    last = 40
    good = [("the beginning", "", 0), ("news", f"{EPOCH}-40", 40), ("older news", f"{EPOCH}-7", 7), ("nought", f"{EPOCH}-0", 0), ("a first reading", f"{EPOCH}-7-30", 7)]
    bad = [("from the future", f"{EPOCH}-41"), ("another epoch", f"{'f' * 32}-7"), ("upper case", f"{EPOCH.upper()}-7"), ("epoch alone", EPOCH), ("no number", f"{EPOCH}-"),
           ("negative", f"{EPOCH}--7"), ("a letter", f"{EPOCH}-7x"), ("a blank", f"{EPOCH}-7 "), ("began in the future", f"{EPOCH}-7-41"),
           ("began at nought", f"{EPOCH}-7-0"), ("three numbers", f"{EPOCH}-7-8-9"), ("short epoch", f"{EPOCH[:31]}-7"), ("very long", f"{EPOCH}-" + "9" * 70),
           ("over 2^52", f"{EPOCH}-4503599627370497"), ("a word", "begin"), ("zero width", f"{EPOCH}_7")]
    return {"about": f"Cursors at a central in this epoch whose newest change has number {last}. ok false: 410 cursor_reset.", "epoch": EPOCH,
            "vectors": [{"name": n, "cursor": c, "ok": True, "after": a} for n, c, a in good] + [{"name": n, "cursor": c, "ok": False} for n, c in bad]}
