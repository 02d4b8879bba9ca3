/* The strict pre-scan and the reader behind it (protocol section 9).
 *
 * What the scan lets through, cJSON reads, and prints to a document that reads and prints the same;
 * the walker that never builds a tree finds the same members; a scan with tighter limits lets
 * through nothing that a wider one refuses; a refusal names a place inside the document. The first
 * byte chooses the limits.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/base/val.h"
#include "shared/model/walk.h"
#include "tests/fuzz/target.h"

static void same_value(struct span v, const struct val *node);

static void same_children(struct span v, const struct val *node)
{
	struct walk w;
	struct span name, value;
	const struct val *child = val_first(node);
	BUF(key);

	MUST(walk_begin(&w, v));
	for (; walk_next(&w, &name, &value); child = val_next(child)) {
		MUST(child != NULL);
		buf_clear(&key);
		if (val_is_object(node))
			MUST(span_append(name, &key) && strcmp(buf_text(&key), val_name(child)) == 0);
		same_value(value, child);
	}
	MUST(child == NULL);
}

static void same_value(struct span v, const struct val *node)
{
	int64_t n = 0;
	char few[8], many[5000];
	BUF(text);

	MUST(span_is_object(v) == val_is_object(node) && span_is_array(v) == val_is_array(node));
	MUST(span_is_string(v) == val_is_string(node));
	MUST(span_copy(v, few, 1) == (val_is_string(node) && !*val_text(node, "x")));
	if (val_is_object(node) || val_is_array(node))
		same_children(v, node);
	else if (val_is_string(node))
		MUST(span_append(v, &text) && strcmp(buf_text(&text), val_text(node, "?")) == 0 &&
		     span_copy(v, few, sizeof few) == (text.len < sizeof few) &&
		     span_copy(v, many, sizeof many) && strcmp(many, buf_text(&text)) == 0);
	else if (val_is_int(node))
		MUST(span_int(v, INT64_MIN, INT64_MAX, &n) && n == val_int(node, -1));
	else if (val_is_bool(node))
		MUST(span_bool(v, !val_bool(node, false)) == val_bool(node, true));
	else
		MUST(val_is_null(node));
}

/* A member found by name is the one a tree finds. */
static void same_lookup(struct span doc, const struct val *v)
{
	static const char *const NAMES[] = { "v", "items", "body", NULL };
	struct span got[3];

	MUST(walk_pick(doc, NAMES, got) == val_is_object(v));
	for (int i = 0; NAMES[i] && val_is_object(v); i++) {
		struct span one = walk_get(doc, NAMES[i]);
		MUST(one.p == got[i].p && one.n == got[i].n);
		if (one.n)
			same_value(one, val_get(v, NAMES[i]));
	}
}

static void tighter(const char *text, size_t len, uint8_t choice, bool wide_good)
{
	const struct val_limits limits = { .bytes = (size_t)(choice & 7) * 16, .depth = choice >> 3 & 3,
		.tokens = (choice >> 5 & 3) * 5, .string = choice & 0x80 ? 3 : 0, .big = 6, .big_key = "body" };
	struct val_fault f;
	int err = val_scan(text, len, &limits, &f);

	MUST(err ? f.why && f.why[0] && f.offset <= len : f.why[0] == '\0');
	if (!err && !wide_good) /* "body" may be longer here than elsewhere, but not than 4 KiB */
		MUST(len > 4096);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	uint8_t choice = input_byte(&in);
	VAL(v) = NULL;
	VAL(again) = NULL;
	struct val_fault f;
	BUF(text);
	BUF(once);
	BUF(twice);

	input_rest(&in, &text);
	int err = val_parse(buf_text(&text), text.len, NULL, &v, &f);
	MUST(err == val_scan(buf_text(&text), text.len, NULL, NULL));
	MUST(err ? !v && f.offset <= text.len && f.why[0] : v != NULL);
	tighter(buf_text(&text), text.len, choice, !err);
	if (err)
		return 0;
	same_value(walk_text(buf_text(&text), text.len), v);
	same_lookup(walk_text(buf_text(&text), text.len), v);
	val_print(v, &once);
	MUST(val_parse(once.data, once.len, NULL, &again, NULL) == OK);
	val_print(again, &twice);
	MUST(strcmp(once.data, twice.data) == 0);
	return 0;
}
