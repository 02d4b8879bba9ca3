/* The walker against the tree: both see the same in any text the strict scan accepts.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/check.h"

#include "shared/base/val.h"
#include "shared/model/walk.h"
#include "shared/model/wire.h"

static uint32_t chance(uint64_t *state, uint32_t below)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*state >> 33) % below;
}

/* A string of what is hard to skip: quotes, runs of backslashes, brackets, escapes, long plain parts. */
static void random_string(uint64_t *s, struct buf *out)
{
	static const char *const PIECES[] = { "\\\"", "\\\\", "\\\\\\\"", "{", "]", ",", ":", "\\u00e9", "\\n", "\xc3\xab",
		"een heel gewoon stuk tekst van enige lengte", "x", "\\/", "\\ud83d\\ude00", "\\\\\\\\" };
	uint32_t n = chance(s, 6);

	buf_char(out, '"');
	for (uint32_t i = 0; i < n; i++)
		buf_str(out, PIECES[chance(s, COUNT_OF(PIECES))]);
	buf_char(out, '"');
}

static void random_value(uint64_t *s, int depth, struct buf *out)
{
	uint32_t kind = chance(s, depth > 4 ? 3 : 5), n = chance(s, 5);

	if (kind == 0) {
		random_string(s, out);
	} else if (kind == 1) {
		buf_fmt(out, "%d", (int)chance(s, 100000) - 50000);
	} else if (kind == 2) {
		buf_str(out, n % 2 ? "true" : "null");
	} else {
		buf_char(out, kind == 3 ? '{' : '[');
		for (uint32_t i = 0; i < n; i++) {
			buf_str(out, i ? " ,\n" : chance(s, 2) ? "" : " ");
			if (kind == 3)
				buf_fmt(out, "\"k%u\\\"\" : ", i);
			random_value(s, depth + 1, out);
		}
		buf_str(out, kind == 3 ? "\t}" : "]");
	}
}

static void same_value(struct span v, const struct val *tree)
{
	struct walk w;
	struct span name, value;
	char text[2048];
	int64_t number;

	if (val_is_string(tree)) {
		assert_true(span_copy(v, text, sizeof text));
		assert_string_equal(text, val_text(tree, ""));
	} else if (val_is_int(tree)) {
		assert_true(span_int(v, -WIRE_INT_MAX, WIRE_INT_MAX, &number));
		assert_int_equal(number, val_int(tree, 1));
	} else if (val_is_object(tree) || val_is_array(tree)) {
		assert_true(walk_begin(&w, v));
		VAL_EACH(child, tree) {
			assert_true(walk_next(&w, &name, &value));
			if (val_is_object(tree)) {
				assert_true(span_copy(name, text, sizeof text));
				assert_string_equal(text, val_name(child));
			}
			same_value(value, child);
		}
		assert_false(walk_next(&w, &name, &value));
	} else {
		assert_int_equal(v.n, 4);
	}
}

static void walking_sees_what_the_tree_holds(void **state)
{
	uint64_t s = 7;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		VAL(tree) = NULL;
		BUF(text);

		random_value(&s, 0, &text);
		assert_int_equal(val_parse(text.data, text.len, NULL, &tree, NULL), OK);
		same_value(walk_text(text.data, text.len), tree);
	}
	PROVES("R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(walking_sees_what_the_tree_holds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
