/* The strict pre-scan and the value seam (protocol.md section 9, fault matrix 35-38).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/base/val.h"
#include "tests/unit/check.h"

static int scan(const char *text, size_t len, struct val_fault *fault)
{
	return val_scan(text, len, NULL, fault);
}

static void strict_documents_pass(void **state)
{
	(void)state;
	static const char *const good[] = { "{}", "[]", "0", "-1", "\"\"", "true", "null", " {\"a\":[1,2,{\"b\":\"c\"}]} ",
		"4503599627370495", "-4503599627370495", "\"\\ud83c\\udfe0\"", "\"\\u00e9\"", "[[],{}]", "{\"a\":{\"a\":1},\"b\":{\"a\":1}}" };
	for (size_t i = 0; i < COUNT_OF(good); i++)
		assert_int_equal(scan(good[i], strlen(good[i]), NULL), OK);
	PROVES("-");
}

static void everything_else_is_refused_with_its_place(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		size_t offset;
	} bad[] = {
		{ "", 0 }, { "{", 1 }, { "[1,]", 3 }, { "{\"a\":1,}", 7 }, { "[1]x", 3 }, { "{}{}", 2 }, { "01", 2 }, { "1.5", 1 },
		{ "1e9", 1 }, { "-0", 2 }, { "+1", 0 }, { "4503599627370496", 16 }, { "99999999999999999999", 20 }, { "\"a", 2 },
		{ "\"\\u0000\"", 1 }, { "\"\\ud800\"", 7 }, { "\"\\udc00\"", 1 }, { "\"\\x\"", 1 }, { "\"\t\"", 1 }, { "\xef\xbb\xbf{}", 0 },
		{ "{\"a\":1,\"a\":2}", 10 }, { "{\"a\":1,\"\\u0061\":2}", 15 }, { "tru", 0 }, { "{a:1}", 1 }, { "[1 2]", 3 }, { "nul", 0 },
		{ "{\"a\" 1}", 5 },
	};
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct val_fault fault;
		assert_int_equal(scan(bad[i].text, strlen(bad[i].text), &fault), ERR_JSON);
		assert_int_equal(fault.offset, bad[i].offset);
		assert_true(strlen(fault.why) > 3);
	}
	assert_int_equal(scan("\"\xc0\xaf\"", 4, NULL), ERR_JSON);
	assert_int_equal(scan("\"a\0b\"", 5, NULL), ERR_JSON);
	PROVES("-");
}

static void caps_hold_before_anything_is_allocated(void **state)
{
	(void)state;
	struct val_fault fault;
	BUF(deep);
	for (int i = 0; i < 100000; i++)
		buf_char(&deep, '[');
	assert_int_equal(scan(deep.data, deep.len, &fault), ERR_JSON);
	assert_string_equal(fault.why, "too deep");
	BUF(wide);
	buf_char(&wide, '[');
	for (int i = 0; i < 40000; i++)
		buf_str(&wide, i ? ",[]" : "[]");
	buf_char(&wide, ']');
	assert_int_equal(scan(wide.data, wide.len, &fault), ERR_JSON);
	assert_string_equal(fault.why, "too many values");
	BUF(text);
	buf_char(&text, '"');
	for (int i = 0; i < 5000; i++)
		buf_char(&text, 'a');
	buf_char(&text, '"');
	assert_int_equal(scan(text.data, text.len, &fault), ERR_JSON);
	assert_string_equal(fault.why, "string too long");
	const struct val_limits big = { .big_key = "body" };
	BUF(doc);
	buf_fmt(&doc, "{\"body\":%s}", buf_text(&text));
	assert_int_equal(val_scan(doc.data, doc.len, &big, NULL), OK);
	assert_int_equal(val_scan(doc.data, doc.len, NULL, NULL), ERR_JSON);
	PROVES("-");
}

static void reading_a_missing_member_is_harmless(void **state)
{
	(void)state;
	VAL(v) = NULL;
	const char *text = "{\"a\":\"x\",\"n\":7,\"list\":[1,2,3],\"o\":{\"k\":true},\"z\":null}";
	assert_int_equal(val_parse(text, strlen(text), NULL, &v, NULL), OK);
	assert_string_equal(val_str_of(v, "a", ""), "x");
	assert_string_equal(val_str_of(v, "A", "none"), "none");
	assert_int_equal(val_int_of(v, "n", 0), 7);
	assert_int_equal(val_int_of(v, "a", -1), -1);
	assert_int_equal(val_count(val_get(v, "list")), 3);
	assert_true(val_bool_of(val_get(v, "o"), "k", false));
	assert_true(val_is_null(val_get(v, "z")));
	assert_false(val_is_null(val_get(v, "absent")));
	assert_null(val_get(val_get(v, "absent"), "more"));
	int64_t sum = 0;
	VAL_EACH(c, val_get(v, "list"))
		sum += val_int(c, 0);
	assert_int_equal(sum, 6);
	PROVES("-");
}

static void what_is_built_is_what_is_printed(void **state)
{
	(void)state;
	VAL(v) = val_object();
	BUF(out);
	val_put_str(v, "s", "a\"\n<\xe2\x82\xac");
	val_put_int(v, "n", INT64_C(4503599627370495));
	val_put_str(val_put_array(v, "l"), NULL, NULL);
	val_put_raw(v, "r", "{\"x\":1}");
	val_print(v, &out);
	assert_string_equal(buf_text(&out), "{\"s\":\"a\\\"\\n<\xe2\x82\xac\",\"n\":4503599627370495,\"l\":[null],\"r\":{\"x\":1}}");
	PROVES("-");
}

/* cJSON alone writes 4503599627370490 as 4.50359962737049e+15, which no strict reader takes. */
static void whole_numbers_are_printed_whole(void **state)
{
	static const char *const DOCS[] = { "4503599627370490", "[-4503599627370490,1000000000000000,0]",
		"{\"a\":{\"b\":[]},\"c\":[1,{}],\"\\u001f\":\"\\b\\f\\u0001/\"}" };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(DOCS); i++) {
		VAL(v) = NULL;
		VAL(again) = NULL;
		BUF(out);
		BUF(pretty);
		assert_int_equal(val_parse(DOCS[i], strlen(DOCS[i]), NULL, &v, NULL), OK);
		val_print(v, &out);
		assert_string_equal(buf_text(&out), DOCS[i]);
		val_print_pretty(v, &pretty);
		assert_int_equal(val_parse(pretty.data, pretty.len, NULL, &again, NULL), OK);
		if (i == 2)
			assert_string_equal(buf_text(&pretty), "{\n\t\"a\":\t{\n\t\t\"b\":\t[]\n\t},\n"
					    "\t\"c\":\t[1, {\n\t\t}],\n\t\"\\u001f\":\t\"\\b\\f\\u0001/\"\n}");
	}
	PROVES("R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strict_documents_pass),
		cmocka_unit_test(everything_else_is_refused_with_its_place),
		cmocka_unit_test(caps_hold_before_anything_is_allocated),
		cmocka_unit_test(reading_a_missing_member_is_harmless),
		cmocka_unit_test(what_is_built_is_what_is_printed),
		cmocka_unit_test(whole_numbers_are_printed_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
