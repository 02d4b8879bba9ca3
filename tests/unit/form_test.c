/* Bodies of plain forms: read strictly.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/check.h"

#include "shared/base/form.h"

static void gather(void *ctx, const char *name, const char *value)
{
	struct buf *out = ctx;
	buf_fmt(out, "[%s|%s]", name, value);
}

static void fields_come_decoded_in_order(void **state)
{
	static const struct {
		const char *body, *read;
	} good[] = {
		{ "", "" },
		{ "a=1&b=twee+woorden", "[a|1][b|twee woorden]" },
		{ "a=%C3%AB%20&a=", "[a|\xc3\xab ][a|]" },
		{ "a", "[a|]" },
		{ "a=b%3Dc%26d", "[a|b=c&d]" },
		{ "a=regel%0D%0Atwee", "[a|regel\r\ntwee]" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(good); i++) {
		BUF(out);
		assert_int_equal(form_read(good[i].body, strlen(good[i].body), gather, &out), OK);
		assert_string_equal(buf_text(&out), good[i].read);
	}
}

static void anything_else_is_refused(void **state)
{
	static const char *const bad[] = {
		"a=%", "a=%4", "a=%zz", "a=%00", "a=%FF", "a=%C3", "a=\x01", "a=%1B[2J", "%C0%80=1",
		"1&2&3&4&5&6&7&8&9&10&11&12&13&14&15&16&17",
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		BUF(out);
		assert_int_equal(form_read(bad[i], strlen(bad[i]), gather, &out), ERR_INPUT);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_come_decoded_in_order),
		cmocka_unit_test(anything_else_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
