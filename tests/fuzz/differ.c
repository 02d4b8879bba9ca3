/* The strict pre-scan and the reader behind it against another JSON reader (jansson), on documents made
 * near the rules of protocol section 9: keys that are equal only once unescaped, whole numbers at their
 * bounds, surrogates, depth, lengths, tokens, bytes that are no UTF-8, and small accidents.
 *
 * What the other one takes must be taken, unless one of our rules refuses it, judged here on the other
 * one's tree; what we take the other one takes too, and both found the same. Every document is made from
 * its number, so a difference can be tried again.
 *
 *   json_differ_test                 20,000 documents; TAP
 *   json_differ_test COUNT [FROM]    so many, from that number on
 *   json_differ_test --give COUNT    write them for a third reader (tests/fuzz/differ): length in four
 *                                    bytes (lowest first), '+' taken or '-' refused, the document
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <jansson.h>
#include <stdlib.h>

#include "shared/base/val.h"
#include "tests/fuzz/target.h"

#define INT_LIMIT ((INT64_C(1) << 52) - 1)

/* ---- documents -------------------------------------------------------------------------------- */

struct maker {
	uint64_t dice;
	struct buf out;
	int room; /* values still to make */
};

static uint64_t roll(struct maker *m, uint64_t below)
{
	m->dice ^= m->dice << 13;
	m->dice ^= m->dice >> 7;
	m->dice ^= m->dice << 17;
	return (m->dice >> 11) % below;
}

#define PICK(m, list) (list)[roll(m, COUNT_OF(list))]

static void space(struct maker *m)
{
	static const char *const SPACES[] = { "", "", "", "", "", " ", "\n", "\t", "\r\n", "\f", "\xc2\xa0" };
	if (roll(m, 12) == 0)
		buf_str(&m->out, PICK(m, SPACES));
}

static void number(struct maker *m)
{
	static const char *const NUMBERS[] = { "0", "1", "-1", "10", "4503599627370495", "4503599627370496", "-4503599627370495",
		"-4503599627370496", "9007199254740993", "9223372036854775807", "9223372036854775808", "-0", "00", "01", "-01", "1.0", "1e2",
		"1E+2", "0.5", ".5", "1.", "+1", "-", "1e999", "0x1", "123456789012345", "1000000000000000", "4503599627370490", "NaN",
		"Infinity", "--1", "1-1", "99999999999999999", "04503599627370495" };
	if (roll(m, 3))
		buf_fmt(&m->out, "%lld", (long long)roll(m, 100000));
	else
		buf_str(&m->out, PICK(m, NUMBERS));
}

static void text(struct maker *m, int parts)
{
	static const char *const PIECES[] = { "a", "b", "key", "\\u0061", "\\u0062", "\\u00e9", "\xc3\xa9", "\\/", "/", "\\\"", "\\\\", "\\n", "\\b\\f\\r\\t",
		"\\ud83d\\ude00", "\xf0\x9f\x98\x80", "\\u20AC", "\xe2\x82\xac", "\x7f", " ", "\\uD834\\uDD1E", "0", "e\\u0301", "\xef\xbf\xbf", "\\uffff" };
	static const char *const WRONG[] = { "\\ud83d", "\\ude00", "\\ud83d\\u0041", "\\ude00\\ud83d", "\\u0000", "\\u00g0", "\\u12", "\\x41", "\\'", "\n", "\t",
		"\x01", "\xff", "\xc0\x80", "\xc3", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\xf8\x88\x80\x80\x80", "\x80", "\"", "\\", "\\ud83dx", "\\ud83d\\n", "\\ud83d\\" };
	buf_char(&m->out, '"');
	for (int i = 0; i < parts; i++)
		buf_str(&m->out, roll(m, 40) ? PICK(m, PIECES) : PICK(m, WRONG));
	if (roll(m, 300) == 0)
		buf_char(&m->out, '\0');
	buf_char(&m->out, '"');
}

/* So many plain bytes, sometimes written longer. */
static void long_text(struct maker *m, size_t n)
{
	bool escaped = roll(m, 2);
	buf_char(&m->out, '"');
	for (size_t i = 0; i < n; i++)
		buf_str(&m->out, escaped && i % 7 == 0 ? "\\u0078" : "x");
	buf_char(&m->out, '"');
}

static void value(struct maker *m, int depth);

static void key(struct maker *m)
{
	static const char *const KEYS[] = { "\"a\"", "\"\\u0061\"", "\"b\"", "\"v\"", "\"body\"", "\"\"", "\"\\u00e9\"", "\"\xc3\xa9\"", "\"k1\"", "\"k2\"", "\"k3\"" };
	if (roll(m, 60) == 0)
		long_text(m, 62 + roll(m, 5));
	else if (roll(m, 3) == 0)
		text(m, (int)roll(m, 4));
	else
		buf_str(&m->out, PICK(m, KEYS));
}

static void container(struct maker *m, int depth)
{
	bool object = roll(m, 2);
	int n = (int)roll(m, roll(m, 30) ? 5 : 90);
	buf_char(&m->out, object ? '{' : '[');
	for (int i = 0; i < n && m->room-- > 0; i++) {
		if (i)
			buf_str(&m->out, roll(m, 300) ? "," : ",,");
		space(m);
		if (object) {
			key(m);
			space(m);
			buf_char(&m->out, roll(m, 300) ? ':' : '=');
			space(m);
		}
		value(m, depth + 1);
		space(m);
	}
	if (roll(m, 300) == 0)
		buf_char(&m->out, ',');
	buf_char(&m->out, object ? '}' : ']');
}

static void value(struct maker *m, int depth)
{
	static const char *const WORDS[] = { "true", "false", "null", "true", "false", "null", "nul", "True", "truefalse", "undefined", "" };
	uint64_t kind = roll(m, depth > 13 ? 6 : 10);
	if (kind < 3)
		number(m);
	else if (kind < 5)
		text(m, (int)roll(m, 6));
	else if (kind == 5)
		buf_str(&m->out, roll(m, 20) ? WORDS[roll(m, 6)] : PICK(m, WORDS));
	else
		container(m, depth);
}

/* One thing around its cap. */
static void at_a_cap(struct maker *m)
{
	switch (roll(m, 200)) {
	case 0: /* tokens */
		buf_char(&m->out, '[');
		for (int i = 0, n = 32765 + (int)roll(m, 5); i < n; i++)
			buf_str(&m->out, i ? ",1" : "1");
		buf_char(&m->out, ']');
		return;
	case 1: /* a document as large as may be, or larger */
		for (uint64_t i = 0, n = (2u << 20) - 2 + roll(m, 3); i < n; i++)
			buf_char(&m->out, ' ');
		number(m);
		return;
	default:
		break;
	}
	int depth = (int)roll(m, 2) ? 10 + (int)roll(m, 5) : 0, closers = depth;
	for (int i = 0; i < depth; i++)
		buf_str(&m->out, i % 2 ? "{\"a\":" : "[");
	if (depth && roll(m, 2))
		number(m);
	else
		long_text(m, 4094 + roll(m, 4));
	while (closers--)
		buf_char(&m->out, closers % 2 ? '}' : ']');
}

static void accident(struct maker *m)
{
	static const char BYTES[] = "\"\\{}[],:0-e.u\xff\xc3 \n";
	size_t at = m->out.len ? (size_t)roll(m, m->out.len) : 0;
	if (!m->out.len)
		return;
	if (roll(m, 3)) {
		m->out.data[at] = BYTES[roll(m, sizeof BYTES - 1)];
	} else {
		memmove(m->out.data + at, m->out.data + at + 1, m->out.len - at);
		m->out.len--;
	}
}

static void document(uint64_t number_, struct buf *out)
{
	static const char *const BEHIND[] = { "", "", "", "", "", "", " ", "\n", "{}", "x", "\xef\xbb\xbf" };
	struct maker m = { .dice = (number_ + 1) * UINT64_C(0x9E3779B97F4A7C15), .room = 40 };
	roll(&m, 2);
	if (roll(&m, 500) == 0)
		buf_str(&m.out, "\xef\xbb\xbf");
	space(&m);
	if (roll(&m, 100) == 0)
		at_a_cap(&m);
	else if (roll(&m, 10))
		container(&m, 1);
	else
		value(&m, 0);
	buf_str(&m.out, roll(&m, 8) ? "" : PICK(&m, BEHIND));
	if (roll(&m, 4) == 0)
		accident(&m);
	*out = m.out;
}

/* ---- the other reader, and our rules on its tree ---------------------------------------------- */

struct measure {
	int depth, tokens;
	const char *rule; /* the first broken, NULL for none */
};

static void break_rule(struct measure *x, const char *rule)
{
	x->rule = x->rule ? x->rule : rule;
}

static void measure(const json_t *v, int depth, struct measure *x)
{
	size_t i;
	json_t *child;
	const char *name;
	x->tokens++;
	if (json_is_string(v) && json_string_length(v) > 4096)
		break_rule(x, "string too long");
	if (json_is_real(v))
		break_rule(x, "number is not a whole number");
	if (json_is_integer(v) && (json_integer_value(v) > INT_LIMIT || json_integer_value(v) < -INT_LIMIT))
		break_rule(x, "number out of range");
	if ((json_is_object(v) || json_is_array(v)) && depth >= 12)
		break_rule(x, "too deep");
	json_array_foreach(v, i, child)
		measure(child, depth + 1, x);
	json_object_foreach((json_t *)v, name, child) {
		x->tokens++;
		if (strlen(name) > 64)
			break_rule(x, "key too long");
		measure(child, depth + 1, x);
	}
}

/* A number "-0" outside of strings, in a document that is JSON. */
static bool has_minus_zero(const struct buf *doc)
{
	bool in = false;
	for (size_t i = 0; i < doc->len; i++) {
		char c = doc->data[i];
		if (in && c == '\\')
			i++;
		else if (c == '"')
			in = !in;
		else if (!in && c == '-' && i + 1 < doc->len && doc->data[i + 1] == '0')
			return true;
	}
	return false;
}

static bool same(const json_t *a, const struct val *b)
{
	size_t i;
	json_t *child;
	const char *name;
	const struct val *other = val_first(b);
	if (json_is_string(a))
		return val_is_string(b) && !strcmp(json_string_value(a), val_text(b, ""));
	if (json_is_integer(a))
		return val_is_int(b) && json_integer_value(a) == val_int(b, INT_LIMIT + 1);
	if (json_is_boolean(a))
		return val_is_bool(b) && json_is_true(a) == val_bool(b, false);
	if (json_is_null(a))
		return val_is_null(b);
	json_array_foreach(a, i, child) {
		if (!other || !same(child, other))
			return false;
		other = val_next(other);
	}
	json_object_foreach((json_t *)a, name, child)
		if (!val_get(b, name) || !same(child, val_get(b, name)))
			return false;
	return json_is_array(a) ? val_is_array(b) && (size_t)val_count(b) == json_array_size(a)
				: val_is_object(b) && (size_t)val_count(b) == json_object_size(a);
}

struct tally {
	int taken, refused_by_both;
	struct {
		const char *rule;
		int count;
	} ours[16]; /* refused by a rule of ours alone */
};

static void count_rule(struct tally *t, const char *rule)
{
	int i = 0;
	while (t->ours[i].rule && strcmp(t->ours[i].rule, rule))
		i++;
	t->ours[i].rule = rule;
	t->ours[i].count++;
}

/* NULL: they agree, or a rule explains it; else what is wrong. */
static const char *compare(const struct buf *doc, struct tally *t)
{
	json_error_t why;
	struct val_fault fault;
	struct measure x = { .rule = NULL };
	VAL(v) = NULL;
	bool ours = val_parse(buf_text(doc), doc->len, NULL, &v, &fault) == OK;
	json_t *theirs = json_loadb(buf_text(doc), doc->len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
	const char *wrong = NULL;
	if (theirs) {
		measure(theirs, 0, &x);
		if (x.tokens > 32768)
			break_rule(&x, "too many values");
		if (doc->len > 2u << 20)
			break_rule(&x, "document too large");
		if (has_minus_zero(doc))
			break_rule(&x, "minus zero");
	}
	if (ours && !theirs)
		wrong = "taken by us alone";
	else if (!ours && theirs && !x.rule)
		wrong = "refused by us without a rule";
	else if (ours && theirs && x.rule)
		wrong = "taken against a rule";
	else if (ours && !same(theirs, v))
		wrong = "read differently";
	else if (ours)
		t->taken++;
	else if (theirs)
		count_rule(t, x.rule);
	else
		t->refused_by_both++;
	json_decref(theirs);
	return wrong;
}

static int give(uint64_t count)
{
	for (uint64_t i = 0; i < count; i++) {
		struct buf doc = { 0 };
		document(i, &doc);
		for (int k = 0; k < 4; k++)
			putchar((int)(doc.len >> 8 * k & 0xff));
		putchar(val_scan(buf_text(&doc), doc.len, NULL, NULL) == OK ? '+' : '-');
		fwrite(buf_text(&doc), 1, doc.len, stdout);
		buf_free(&doc);
	}
	return fflush(stdout) != 0;
}

int main(int argc, char **argv)
{
	bool giving = argc == 3 && !strcmp(argv[1], "--give");
	int64_t count = 20000, from = 0;
	struct tally t = { 0 };
	int wrong = 0;
	if ((argc > 1 && !int_parse(argv[giving ? 2 : 1], 1, INT32_MAX, &count)) ||
	    (argc > 2 && !giving && !int_parse(argv[2], 0, INT32_MAX, &from)))
		return 64;
	if (giving)
		return give((uint64_t)count);
	printf("1..1\n");
	for (int64_t i = from; i < from + count; i++) {
		struct buf doc = { 0 };
		document((uint64_t)i, &doc);
		const char *why = compare(&doc, &t);
		if (why && ++wrong < 10)
			printf("# document %lld: %s: %.300s\n", (long long)i, why, buf_text(&doc));
		buf_free(&doc);
	}
	printf("# taken by both %d, refused by both %d, refused by a rule of ours:", t.taken, t.refused_by_both);
	for (int i = 0; t.ours[i].rule; i++)
		printf(" %s %d,", t.ours[i].rule, t.ours[i].count);
	printf("\n%sok 1 - the strict scan and another reader agree on %lld documents\n", wrong ? "not " : "", (long long)count);
	return wrong != 0;
}
