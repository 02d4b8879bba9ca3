"""Strict JSON and zlib: what is taken and what is refused (PROTOCOL.md section 9).

SPDX-License-Identifier: EUPL-1.2
"""
import zlib


def doc(name, text, bad=None, before=b""):
    """bad: the offending bytes at the end of `before`, followed by text; None: the document is good."""
    as_bytes = (lambda x: x if isinstance(x, bytes) else x.encode())
    row = {"name": name, "hex": (as_bytes(before) + as_bytes(bad or b"") + as_bytes(text)).hex(), "ok": bad is None}
    if bad is not None:
        row["from"] = len(as_bytes(before))
        row["to"] = len(as_bytes(before)) + len(as_bytes(bad))
    return row


def good_documents():
    deep = "[" * 12 + "]" * 12
    rows = [
        doc("an object", '{"v":1}'), doc("an array", "[1,2,3]"), doc("a string", '"a"'), doc("true", "true"), doc("false", "false"),
        doc("null", "null"), doc("zero", "0"), doc("minus one", "-1"), doc("largest integer", "4503599627370495"),
        doc("smallest integer", "-4503599627370495"), doc("blanks around everything", ' \t\r\n{ "a" : [ 1 , 2 ] } \n'),
        doc("empty object and array", '{"a":{},"b":[]}'), doc("every short escape", r'"\"\\\/\b\f\n\r\t"'),
        doc("an escaped letter", r'"\u00e9"'), doc("a surrogate pair", r'"\ud83d\ude00"'), doc("the same as UTF-8", '"\U0001F600"'),
        doc("two, three and four bytes", '"\u00e9\u20ac\U0001F600"'), doc("noncharacter", '"\uffff"'),
        doc("twelve deep", deep), doc("a key of 64 bytes", '{"%s":1}' % ("k" * 64)), doc("a string of 4,096 bytes", '"%s"' % ("x" * 4096)),
        doc("a body of 98,304 bytes", '{"body":"%s"}' % ("x" * 98304)), doc("32,768 tokens", "[" + ",".join(["0"] * 32767) + "]"),
        doc("the same key in two objects", '[{"a":1},{"a":2}]'), doc("keys that differ in case", '{"a":1,"A":2}'),
        doc("a key within a key's object", '{"a":{"a":1}}'), doc("upper-case hex in an escape", r'"\u00E9"'),
        doc("DEL stands for itself", '"\x7f"'), doc("an empty key", '{"":1}'),
    ]
    return rows


def bad_documents():
    return [
        doc("nothing", "", b"", ""), doc("blanks only", "", b"", "  "), doc("BOM", "{}", b"\xef\xbb\xbf"),
        doc("something behind", "", "x", "{}"), doc("two documents", "", "{}", "{} "), doc("trailing NUL", "", b"\0", "{}"),
        doc("object not closed", "", "", '{"a":1'), doc("array not closed", "", "", "[1"), doc("comma before the end", "", "]", "[1,"),
        doc("comma first", "1]", ",", "["), doc("comma missing", "2]", " ", "[1"), doc("colon missing", "1}", " ", '{"a"'),
        doc("a key that is no string", ":1}", "1", "{"), doc("single quotes", "", "'a'", ""), doc("a comment", "1", "/**/", ""),
        doc("a half literal", "", "tru", ""), doc("a capital literal", "", "True", ""), doc("NaN", "", "NaN", ""),
        doc("Infinity", "", "-Infinity", ""), doc("leading zero", "]", "01", "["), doc("minus zero", "]", "-0", "["),
        doc("minus alone", "]", "-", "["), doc("plus", "]", "+1", "["), doc("a fraction", "]", "1.5", "["),
        doc("a fraction of nothing", "]", ".5", "["), doc("an exponent", "]", "1e5", "["), doc("1e999", "]", "1e999", "["),
        doc("capital exponent", "]", "1E5", "["), doc("2^52", "]", "4503599627370496", "["), doc("-2^52", "]", "-4503599627370496", "["),
        doc("2^53+1", "]", "9007199254740993", "["), doc("2^64", "]", "18446744073709551616", "["), doc("400 digits", "]", "9" * 400, "["),
        doc("hexadecimal", "]", "0x10", "["), doc("a raw newline in a string", '"', b"\n", '"a'), doc("a raw tab", '"', b"\t", '"a'),
        doc("a raw NUL in a string", b'"', b"\0", '"a'), doc("an escaped NUL", '"', r"\u0000", '"a'),
        doc("an escaped NUL in a key", '":1}', r"\u0000", '{"a'), doc("an unknown escape", '"', r"\x", '"'),
        doc("a short escape", '"', r"\u12", '"'), doc("no hex in an escape", '"', r"\u12g4", '"'), doc("a lone high surrogate", '"', r"\ud83d", '"'),
        doc("a lone low surrogate", '"', r"\ude00", '"'), doc("high and high", '"', r"\ud83d\ud83d", '"'),
        doc("high and a letter", '"', r"\ud83d\u0041", '"'), doc("backslash at the end", "", "\\", '"'), doc("string not closed", "", "", '"abc'),
        doc("overlong slash", b'"', b"\xc0\xaf", '"'), doc("overlong three bytes", b'"', b"\xe0\x80\xaf", '"'),
        doc("overlong four bytes", b'"', b"\xf0\x80\x80\xaf", '"'), doc("a surrogate as UTF-8", b'"', b"\xed\xa0\x80", '"'),
        doc("over U+10FFFF", b'"', b"\xf4\x90\x80\x80", '"'), doc("five bytes", b'"', b"\xf8\x88\x80\x80\x80", '"'),
        doc("a lone continuation", b'"', b"\x80", '"'), doc("a cut sequence", b'"', b"\xe2\x82", '"'), doc("Latin-1", b'"', b"\xe9", '"'),
        doc("invalid UTF-8 in a key", b'":1}', b"\xff", b'{"'), doc("UTF-16", b"", b"\xff\xfe{\0}\0", b""),
        doc("thirteen deep", "]" * 13, "[", "[" * 12), doc("100,000 deep", "", "[" * 99988, "[" * 12),
        doc("32,769 tokens", "]", "0", "[" + "0," * 32767), doc("a key of 65 bytes", '":1}', "k" * 65, '{"'),
        doc("a string of 4,097 bytes", '"', "x" * 4097, '"'), doc("a body of 98,305 bytes", '"}', "x" * 98305, '{"body":"'),
        doc("duplicate key", ":2}", '"a"', '{"a":1,'), doc("duplicate after unescaping", ":2}", r'"\u0061"', '{"a":1,'),
        doc("duplicate among forty", ":2}", '"k7"', "{" + "".join(f'"k{i}":1,' for i in range(40))),
        doc("duplicate in an inner object", ":2}}", '"b"', '{"a":{"b":1,'),
    ]


def documents():
    return {"about": "The strict pre-scan: ok, or the fault lies between the bytes from and to (an offset in that range, both "
            "included, is right). Limits as for a batch: depth 12, 32,768 tokens, key 64, string 4,096, member body 98,304.",
            "vectors": good_documents() + bad_documents()}


def raw(data, level=6):
    return zlib.compress(data, level)


def with_dictionary(data, dictionary):
    c = zlib.compressobj(6, zlib.DEFLATED, 15, 8, zlib.Z_DEFAULT_STRATEGY, dictionary)
    return c.compress(data) + c.flush()


def headerless(data):
    c = zlib.compressobj(6, zlib.DEFLATED, -15)
    return c.compress(data) + c.flush()


def gzip(data):
    c = zlib.compressobj(6, zlib.DEFLATED, 31)
    return c.compress(data) + c.flush()


def stream(name, data, result, size=0):
    return {"name": name, "hex": data.hex(), "result": result, "size": size}


def records(n):
    """405 bytes each, which pack to some ten."""
    return b"".join(b"%05d" % (i * 7919 % 99991) + b"x" * 400 for i in range(n))


def streams():
    text, big = b'{"v":1,"device":"x"}', bytes(i * 7 % 251 for i in range(60000))
    z = raw(text)
    rows = [
        stream("a small stream", z, "ok", len(text)), stream("level 1", raw(text, 1), "ok", len(text)), stream("level 9", raw(text, 9), "ok", len(text)),
        stream("stored", raw(text, 0), "ok", len(text)), stream("nothing in it", raw(b""), "ok", 0), stream("60,000 bytes", raw(big), "ok", 60000),
        stream("64 KiB at any ratio", raw(b"a" * 65536, 9), "ok", 65536),
        stream("over 64 KiB at less than 100:1", raw(records(250)), "ok", 250 * 405),
        stream("empty", b"", "bad_zlib"), stream("one byte", b"\x78", "bad_zlib"), stream("cut in the middle", z[: len(z) // 2], "bad_zlib"),
        stream("cut before the last byte of Adler-32", z[:-1], "bad_zlib"), stream("wrong Adler-32", z[:-1] + bytes([z[-1] ^ 1]), "bad_zlib"),
        stream("a byte behind", z + b"\0", "bad_zlib"), stream("two streams", z + z, "bad_zlib"), stream("preset dictionary", with_dictionary(text, b'{"v":1,"device":"'), "bad_zlib"),
        stream("raw deflate", headerless(text), "bad_zlib"), stream("gzip", gzip(text), "bad_zlib"), stream("not compressed", text, "bad_zlib"),
        stream("wrong method", bytes([z[0] ^ 1, z[1]]) + z[2:], "bad_zlib"), stream("wrong header check", bytes([z[0], z[1] ^ 1]) + z[2:], "bad_zlib"),
        stream("a reserved block type", b"\x78\x9c\x07", "bad_zlib"), stream("4 MiB of zeros", raw(bytes(4 << 20), 9), "too_large"),
        stream("over 64 KiB at more than 100:1", raw(b"a" * 400000, 9), "too_large"),
        stream("over 2 MiB at less than 100:1", raw(records(5400)), "too_large"),
    ]
    return {"about": "Exactly one zlib stream (RFC 1950), at most 2 MiB inflated, at most 100:1 once over 64 KiB.", "vectors": rows}
