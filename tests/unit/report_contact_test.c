/* How somebody is reached: telephone numbers, mail addresses, the code to follow a report.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/report_world.h"

/* ---- telephone and mail ------------------------------------------------------------------- */

static void test_telephone_numbers(void **state)
{
	static const char *const cases[][2] = {
		{ "0612345678", "+31612345678" },
		{ "06-12 34 56 78", "+31612345678" },
		{ "(010) 123.45.67", "+31101234567" },
		{ "+31 (0)6 12345678", "+31612345678" },
		{ "0031612345678", "+31612345678" },
		{ "+49 30 901820", "+4930901820" },
		{ "00 90 532 123 45 67", "+905321234567" },
		{ "612345678", NULL },	       { "061234567", NULL },
		{ "06123456789", NULL },       { "+3161234", NULL },
		{ "+1234567890123456", NULL }, { "+0612345678", NULL },
		{ "", NULL },		       { "+", NULL },
		{ "06 1234 567x", NULL },      { "0800-9009", NULL },
		{ "00000000000000000000000000000000000000", NULL },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char out[24] = "";
		bool ok = phone_normalise(cases[i][0], out, sizeof(out));
		if (ok != (cases[i][1] != NULL) || (ok && strcmp(out, cases[i][1]) != 0))
			fail_msg("%s -> %s", cases[i][0], ok ? out : "refused");
	}
	char small[8];
	assert_false(phone_normalise("0612345678", small, sizeof(small)));
	PROVES("R41 R42");
}

static void numbers_are_read_aloud_in_groups(void **state)
{
	static const char *const cases[][2] = {
		{ "+31612345678", "06 1234 5678" },
		{ "+31101234567", "010 123 4567" },
		{ "+4930901820", "+4930901820" },
		{ "", "" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char out[24];
		phone_spoken(cases[i][0], out, sizeof out);
		assert_string_equal(out, cases[i][1]);
	}
	PROVES("-");
}

static void test_mail_addresses(void **state)
{
	static const char *const good[] = { "a@b.nl", "j.de-vries+huis@sub.example.org", "x_1@a-b.eu" };
	static const char *const bad[] = {
		"",	    "a",	 "@b.nl",   "a@",	"a@b",	   "a@@b.nl",  "a@b..nl",
		"a@.nl",    "a@b.nl.",	 ".a@b.nl", "a.@b.nl",	"a..b@c.nl", "a b@c.nl", "a@b-.nl",
		"a@b.n",    "a@b.123",	 "a@b.nl>", "\"a\"@b.nl", "a@b.nl\n", "a,c@b.nl",
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(good); i++)
		if (!mail_valid(good[i]))
			fail_msg("refused: %s", good[i]);
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		if (mail_valid(bad[i]))
			fail_msg("taken: %s", bad[i]);
	PROVES("R41");
}

/* ---- urgency and follow code -------------------------------------------------------------- */

static void test_follow_code_is_salted_and_forgiving(void **state)
{
	char a[HEX32_TEXT], b[HEX32_TEXT], other[HEX32_TEXT], none[HEX32_TEXT];
	(void)state;

	report_follow_hash(ID, "AB10CD", a);
	report_follow_hash(ID, "ab io-cd", b);
	report_follow_hash("019303f2-7c10-7abc-8def-0123456789ac", "AB10CD", other);
	report_follow_hash(ID, "AB10CE", none);
	assert_string_equal(a, b);
	assert_string_not_equal(a, other);
	assert_string_not_equal(a, none);
	assert_int_equal(strlen(a), 64);
	PROVES("R64");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_telephone_numbers),
		cmocka_unit_test(numbers_are_read_aloud_in_groups),
		cmocka_unit_test(test_mail_addresses),
		cmocka_unit_test(test_follow_code_is_salted_and_forgiving),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
