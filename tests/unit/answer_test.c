/* A tenant's answer: what is read, what is needed, what comes back unchanged; when one may complain.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/answer.h"

#include "shared/base/clock.h"
#include "tests/unit/schema.h"

#define ID "019303f2-7c10-7abc-8def-0123456789ab"
#define HASH "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define GOOD \
	"{\"schema\":1,\"id\":\"" ID "\",\"receipt\":\"K7QD-4M2XR-0\",\"follow\":\"" HASH "\"," \
	"\"answer\":\"half\",\"words\":\"Het lekt nog.\",\"t\":1795560000000,\"channel\":\"kiosk\"," \
	"\"lang\":\"nl\"}"

static struct val *parse(const char *from, const char *to)
{
	BUF(text);
	struct val *v = NULL;
	struct val_fault at;
	const char *found = strstr(GOOD, from);

	assert_non_null(found);
	buf_add(&text, GOOD, (size_t)(found - GOOD));
	buf_str(&text, to);
	buf_str(&text, found + strlen(from));
	if (val_parse(buf_text(&text), text.len, NULL, &v, &at))
		fail_msg("%s -> %s: %s", from, to, at.why);
	return v;
}

static void test_canonical_form_comes_back_unchanged(void **state)
{
	struct answer a;
	struct report_fault fault;
	BUF(text);
	(void)state;

	VAL(v) = parse("half", "half");
	assert_int_equal(answer_read(v, true, &a, &fault), OK);
	assert_int_equal(answer_judge(&a, true, &fault), OK);
	assert_false(answer_complains(&a));
	VAL(back) = answer_write(&a);
	val_print(back, &text);
	assert_string_equal(buf_text(&text), GOOD);
	PROVES("D8");
}

static void test_reader_and_schema_agree(void **state)
{
	static const struct {
		const char *from, *to, *field; /* field NULL: accepted */
		bool schema_looser;
	} cases[] = {
		{ "\"schema\":1", "\"schema\":2", "schema", false },
		{ "\"id\":\"" ID "\",", "", "id", false },
		{ ID, "019303f2-7c10-4abc-8def-0123456789ab", "id", false },
		{ "\"receipt\":\"K7QD-4M2XR-0\",", "", "receipt", false },
		{ "K7QD-4M2XR-0", "K7QD-4M2XR-1", "receipt", true },
		{ "K7QD-4M2XR-0", "k7qd", "receipt", false },
		{ "\"" HASH "\"", "null", NULL, false },
		{ HASH, "AB", "follow", false },
		{ HASH, "0123456789abcdef", NULL, false },
		{ HASH, "0123456789abcdef0", "follow", false },
		{ "\"half\"", "\"solved\"", NULL, false },
		{ "\"half\"", "\"not\"", NULL, false },
		{ "\"half\"", "\"complaint\"", NULL, false },
		{ "\"half\"", "\"maybe\"", "answer", false },
		{ "\"half\"", "\"\"", "answer", false },
		{ "\"half\"", "null", "answer", false },
		{ "\"Het lekt nog.\"", "null", NULL, false },
		{ "Het lekt nog.", "\\u001b[2J", "words", true },
		{ "\"kiosk\"", "\"fax\"", "channel", false },
		{ "\"lang\":\"nl\"", "\"lang\":\"NL\"", "lang", false },
		{ "\"lang\":\"nl\"", "\"lang\":\"nl\",\"admin\":true", "admin", false },
	};
	(void)state;
	VAL(schema) = schema_file("shared/model/answer.schema.json");

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct answer a;
		struct report_fault fault;
		VAL(v) = parse(cases[i].from, cases[i].to);
		int rc = answer_read(v, true, &a, &fault);
		if (rc != (cases[i].field ? ERR_INPUT : OK) ||
		    (cases[i].field && strcmp(fault.field, cases[i].field) != 0))
			fail_msg("%s: rc %d, field \"%s\"", cases[i].to, rc, fault.field);
		if (schema_valid(schema, v) != (!cases[i].field || cases[i].schema_looser))
			fail_msg("%s: the schema says otherwise", cases[i].to);
	}
	PROVES("D8 D10");
}

static void test_central_is_lenient_but_wants_proof(void **state)
{
	struct answer a;
	struct report_fault fault;
	(void)state;

	VAL(newer) = parse("\"lang\":\"nl\"", "\"lang\":\"nl\",\"stars\":5");
	assert_int_equal(answer_read(newer, false, &a, &fault), OK);
	VAL(bare) = parse("\"" HASH "\"", "null");
	assert_int_equal(answer_read(bare, false, &a, &fault), OK);
	assert_int_equal(answer_judge(&a, false, &fault), OK);
	assert_int_equal(answer_judge(&a, true, &fault), ERR_INCOMPLETE);
	assert_string_equal(fault.field, "follow");
	a.t = 0;
	assert_int_equal(answer_judge(&a, false, &fault), ERR_INCOMPLETE);
	assert_string_equal(fault.field, "t");
	PROVES("D8");
}

static void test_a_complaint_waits_its_days_or_until_it_is_over(void **state)
{
	const int64_t now = INT64_C(1795560000000), days = 10;
	(void)state;

	assert_false(answer_may_complain("new", false, now - 10 * DAY_MS + 1, now, days));
	assert_true(answer_may_complain("new", false, now - 10 * DAY_MS, now, days));
	assert_true(answer_may_complain("closed", false, now, now, days));
	assert_true(answer_may_complain("new", true, now, now, days));
	assert_false(answer_may_complain("", false, now, now, days));
	assert_false(answer_may_complain("somethingnew", false, now, now, days));
	PROVES("D10");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_canonical_form_comes_back_unchanged),
		cmocka_unit_test(test_reader_and_schema_agree),
		cmocka_unit_test(test_central_is_lenient_but_wants_proof),
		cmocka_unit_test(test_a_complaint_waits_its_days_or_until_it_is_over),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
