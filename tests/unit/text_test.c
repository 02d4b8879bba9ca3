/* Names and encodings of shared/base/text.h.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "shared/base/buf.h"
#include "shared/base/text.h"
#include "tests/unit/check.h"

static void receipts_carry_their_check_character(void **state)
{
	(void)state;
	char out[RECEIPT_TEXT];
	assert_int_equal(receipt_check("K7QD4M2XR"), '0');
	assert_int_equal(receipt_check("000000000"), 'H');
	assert_int_equal(receipt_check("ZZZZZZZZZ"), 'G');
	receipt_make("K7QD", "4M2XR", out);
	assert_string_equal(out, "K7QD-4M2XR-0");
	assert_true(receipt_normalise("k7qd 4m2xr o", out));
	assert_string_equal(out, "K7QD-4M2XR-0");
	PROVES("D2 R40");
}

static void one_wrong_or_swapped_character_is_noticed(void **state)
{
	(void)state;
	const char *digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	char out[RECEIPT_TEXT], typed[RECEIPT_TEXT];
	for (int at = 0; at < 12; at++) {
		for (int d = 0; d < 32 && at != 4 && at != 10; d++) {
			memcpy(typed, "K7QD-4M2XR-0", sizeof typed);
			bool same = typed[at] == digits[d];
			typed[at] = digits[d];
			assert_int_equal(receipt_normalise(typed, out), same);
		}
	}
	assert_false(receipt_normalise("7KQD-4M2XR-0", out));
	assert_false(receipt_normalise("K7QD-4M2XR", out));
	assert_false(receipt_normalise("K7QD-4M2XR-00", out));
	assert_false(receipt_normalise("K7QD-4M2X!-0", out));
	PROVES("D2");
}

static void uuids_carry_their_time_and_version(void **state)
{
	(void)state;
	uint8_t rnd[10] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, b[16];
	char out[UUID_TEXT], back[UUID_TEXT];
	uuid7_make(INT64_C(0x0123456789ab), rnd, out);
	assert_string_equal(out, "01234567-89ab-7fff-bfff-ffffffffffff");
	assert_true(uuid_valid(out));
	uuid_bytes(out, b);
	uuid_text(b, back);
	assert_string_equal(back, out);
	assert_int_equal(b[0], 0x01);
	assert_int_equal(b[15], 0xff);
	assert_false(uuid_valid("01234567-89AB-7fff-bfff-ffffffffffff"));
	assert_false(uuid_valid("01234567-89ab-7fff-bfff-fffffffffff"));
	assert_false(uuid_valid("01234567-89ab-7fff-bfff-ffffffffffff0"));
	assert_false(uuid_valid(""));
	PROVES("-");
}

static void base64_is_canonical_only(void **state)
{
	(void)state;
	static const struct {
		const char *plain, *coded;
	} rows[] = { { "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" }, { "foo", "Zm9v" }, { "foob", "Zm9vYg==" } };
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		BUF(coded);
		BUF(plain);
		base64_encode(rows[i].plain, strlen(rows[i].plain), &coded);
		assert_string_equal(buf_text(&coded), rows[i].coded);
		assert_int_equal(base64_decode(buf_text(&coded), coded.len, &plain), OK);
		assert_string_equal(buf_text(&plain), rows[i].plain);
	}
	static const char *const bad[] = { "Zg=", "Zg", "Zh==", "Zm9=", "=Zg=", "Z===", "Zm9v Zg==", "Zg==Zg==", "Zm-v" };
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		BUF(plain);
		buf_str(&plain, "keep");
		assert_int_equal(base64_decode(bad[i], strlen(bad[i]), &plain), ERR_INPUT);
		assert_string_equal(buf_text(&plain), "keep");
	}
	PROVES("-");
}

static void whole_numbers_are_written_as_they_are(void **state)
{
	(void)state;
	static const int64_t rows[] = { 0, 7, 10, -1, 1796000000123, INT64_MAX, INT64_MIN };
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char want[24];
		BUF(out);
		buf_int(&out, rows[i]);
		snprintf(want, sizeof want, "%lld", (long long)rows[i]);
		assert_string_equal(buf_text(&out), want);
	}
	PROVES("-");
}

static void utf8_refuses_what_rfc3629_refuses(void **state)
{
	(void)state;
	static const char *const good[] = { "", "a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x8f\xa0", "\xef\xbf\xbd" };
	static const char *const bad[] = { "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\x80", "\xc3", "\xf0\x8f\xbf\xbf" };
	for (size_t i = 0; i < COUNT_OF(good); i++)
		assert_true(utf8_valid(good[i], strlen(good[i])));
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(utf8_valid(bad[i], strlen(bad[i])));
	assert_false(utf8_valid("a\0b", 3));
	assert_int_equal(utf8_length("\xe2\x82\xac" "5"), 2);
	PROVES("-");
}

static void copying_never_cuts_a_character_in_two(void **state)
{
	(void)state;
	char out[4];
	assert_int_equal(text_copy(out, sizeof out, "ab\xc3\xa9"), ERR_FULL);
	assert_string_equal(out, "ab");
	assert_int_equal(text_copy(out, sizeof out, "abc"), OK);
	PROVES("-");
}

static void every_outcome_has_one_row(void **state)
{
	(void)state;
	int count;
	const struct err_row *rows = err_rows(&count);
	for (int err = ERR_MIN + 1; err <= OK_FOUND; err++) {
		int found = 0;
		for (int i = 0; i < count; i++)
			found += rows[i].err == err;
		assert_true(found == 1 || err < ERR_FULL);
	}
	for (int i = 0; i < count; i++)
		for (int j = 0; j < i; j++)
			assert_string_not_equal(rows[i].slug, rows[j].slug);
	PROVES("-");
}

static void text_is_folded_as_people_look_for_it(void **state)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "'s-Gravenweg 12b", "s gravenweg 12b" }, { "  Çelik  Şahin ", "celik sahin" },
		{ "Yıldız", "yildiz" }, { "Straße", "strasse" }, { "IJssel Łódź", "ijssel lodz" },
		{ "\u0132ssel", "ijssel" }, { "cafe\u0301", "cafe" }, { "Ærø Øst", "aero ost" },
		{ "КИЇВ", "київ" }, { "Œuvre", "oeuvre" }, { "a\u2013b", "a b" }, { "", "" }, { " - ", "" },
		{ "شارع 5", "شارع 5" }, { "Îlê", "ile" }, { "Żółw", "zolw" }, { "ĞİŞ", "gis" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char out[40];
		text_fold(rows[i].text, out, sizeof out);
		assert_string_equal(out, rows[i].want);
	}
	char cut[6];
	text_fold("ab çdefg", cut, sizeof cut);
	assert_string_equal(cut, "ab cd");
	PROVES("R10");
}

/* However much room is left: what is there, what must grow, and what grows twice. */
static void formatted_text_fits_wherever_it_begins(void **state)
{
	static const size_t lengths[] = { 0, 1, 62, 63, 64, 65, 127, 128, 129, 700 };
	char want[1000], part[701];
	(void)state;
	for (size_t before = 0; before < 260; before++)
		for (size_t i = 0; i < COUNT_OF(lengths); i++) {
			BUF(b);
			memset(want, 'a', before);
			for (size_t at = 0; at < before; at++)
				buf_char(&b, 'a');
			memset(part, 'x', lengths[i]);
			part[lengths[i]] = '\0';
			snprintf(want + before, sizeof want - before, "%s%d", part, 7);
			buf_fmt(&b, "%s%d", part, 7);
			assert_int_equal(b.len, before + lengths[i] + 1);
			assert_string_equal(b.data, want);
			assert_true(b.len < b.cap);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(receipts_carry_their_check_character),
		cmocka_unit_test(one_wrong_or_swapped_character_is_noticed),
		cmocka_unit_test(uuids_carry_their_time_and_version),
		cmocka_unit_test(base64_is_canonical_only),
		cmocka_unit_test(whole_numbers_are_written_as_they_are),
		cmocka_unit_test(utf8_refuses_what_rfc3629_refuses),
		cmocka_unit_test(copying_never_cuts_a_character_in_two),
		cmocka_unit_test(every_outcome_has_one_row),
		cmocka_unit_test(text_is_folded_as_people_look_for_it),
		cmocka_unit_test(formatted_text_fits_wherever_it_begins),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
