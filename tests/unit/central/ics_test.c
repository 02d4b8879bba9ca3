/* Appointments as iCalendar, and civil time. Judged again by an independent library in
 * tests/road/05_mail_leaves_once.py.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/check.h"

#include "shared/base/clock.h"
#include "shared/io/ics.h"

#define ZONE "Europe/Amsterdam"

static const struct ics_event VISIT = {
	.uid = "a1.019303f2@proef.example", .sequence = 2, .stamp = INT64_C(1795560000000),
	.start = INT64_C(1795590000000), .end = INT64_C(1795604400000), .zone = ZONE,
	.summary = "Monteur; kraan, badkamer", .text = "Regel een\nregel twee", .place = "Lindenhof 1",
	.from = "info@proef.example", .from_name = "Stichting \"Proef\"",
};

static void an_appointment_names_its_zone_and_folds_its_lines(void **state)
{
	BUF(out);
	(void)state;
	assert_int_equal(ics_write(&VISIT, &out), OK);
	const char *text = buf_text(&out);
	assert_non_null(strstr(text, "METHOD:PUBLISH\r\n"));
	assert_non_null(strstr(text, "BEGIN:VTIMEZONE\r\n"));
	assert_non_null(strstr(text, "TZID:Europe/Amsterdam\r\n"));
	assert_null(strstr(text, "+0019")); /* only the rules of today */
	assert_non_null(strstr(text, "BEGIN:DAYLIGHT\r\n"));
	assert_non_null(strstr(text, "DTSTART;TZID=Europe/Amsterdam:20261125T080000\r\n"));
	assert_non_null(strstr(text, "DTEND;TZID=Europe/Amsterdam:20261125T120000\r\n"));
	assert_non_null(strstr(text, "DTSTAMP:20261124T224000Z\r\n"));
	assert_non_null(strstr(text, "SEQUENCE:2\r\n"));
	assert_non_null(strstr(text, "STATUS:CONFIRMED\r\n"));
	assert_non_null(strstr(text, "SUMMARY:Monteur\\; kraan\\, badkamer\r\n"));
	assert_null(strstr(text, "\"Proef\""));
	for (const char *p = text; *p; p += strcspn(p, "\n") + 1)
		assert_true(strcspn(p, "\r") <= 75);
	PROVES("-");
}

/* libical alone tears the end of a line whose length is a multiple of its fold. */
static void a_line_of_any_length_ends_whole(void **state)
{
	char text[200];
	struct ics_event e = VISIT;
	(void)state;
	e.text = text;
	for (size_t n = 1; n < sizeof text; n++) {
		BUF(out);
		memset(text, 'x', n);
		text[n] = '\0';
		assert_int_equal(ics_write(&e, &out), OK);
		for (const char *p = buf_text(&out); *p; p++) {
			assert_true(*p != '\r' || p[1] == '\n');
			assert_true(*p != '\n' || p[-1] == '\r');
		}
	}
	PROVES("-");
}

static void a_cancelled_one_keeps_its_name(void **state)
{
	BUF(out);
	struct ics_event e = VISIT;
	(void)state;
	e.cancelled = true;
	e.sequence = 3;
	assert_int_equal(ics_write(&e, &out), OK);
	assert_non_null(strstr(buf_text(&out), "UID:a1.019303f2@proef.example\r\n"));
	assert_non_null(strstr(buf_text(&out), "STATUS:CANCELLED\r\n"));
	assert_non_null(strstr(buf_text(&out), "SEQUENCE:3\r\n"));
	PROVES("-");
}

static void hostile_words_stay_words(void **state)
{
	BUF(out);
	struct ics_event e = VISIT;
	(void)state;
	e.summary = "x\r\nATTENDEE:mailto:a@b.example";
	e.text = "\nEND:VEVENT\nBEGIN:VALARM";
	e.from_name = "a\r\nX-EVIL:1";
	assert_int_equal(ics_write(&e, &out), OK);
	assert_null(strstr(buf_text(&out), "\nATTENDEE"));
	assert_null(strstr(buf_text(&out), "\nBEGIN:VALARM"));
	assert_null(strstr(buf_text(&out), "\nX-EVIL"));
	PROVES("-");
}

static void what_is_no_appointment_is_refused(void **state)
{
	BUF(out);
	struct ics_event e = VISIT;
	(void)state;
	e.zone = "Europe/Nergens";
	assert_int_equal(ics_write(&e, &out), ERR_INPUT);
	e = VISIT;
	e.end = e.start;
	assert_int_equal(ics_write(&e, &out), ERR_INPUT);
	e = VISIT;
	e.uid = "";
	assert_int_equal(ics_write(&e, &out), ERR_INPUT);
	assert_int_equal(out.len, 0);
	PROVES("-");
}

static void a_moment_reads_as_the_clock_on_the_wall(void **state)
{
	/* hand-checked: winter is UTC+1, summer UTC+2; the clock goes back on 25 October 2026 at 3:00 */
	static const struct {
		int64_t ms;
		struct ics_local want;
	} rows[] = {
		{ INT64_C(1795590000000), { 2026, 11, 25, 3, 8, 0 } },
		{ INT64_C(1782900000000), { 2026, 7, 1, 3, 12, 0 } },
		{ INT64_C(1792887600000), { 2026, 10, 25, 0, 2, 20 } }, /* 00:20 UTC, still summer */
		{ INT64_C(1792891200000), { 2026, 10, 25, 0, 2, 20 } }, /* an hour later: 2:20 again */
		{ INT64_C(1830294000000), { 2028, 1, 1, 6, 0, 0 } },
		{ INT64_C(1835467200000), { 2028, 2, 29, 2, 21, 0 } },
	};
	struct ics_local got;
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_true(ics_local(ZONE, rows[i].ms, &got));
		if (memcmp(&got, &rows[i].want, sizeof got))
			fail_msg("row %zu: %d-%d-%d (%d) %d:%d", i, got.year, got.month, got.day,
				 got.weekday, got.hour, got.minute);
	}
	assert_false(ics_local("", 0, &got));
	assert_false(ics_local("Nergens/Dorp", 0, &got));
	assert_false(ics_local(ZONE, -1, &got));
	PROVES("-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_appointment_names_its_zone_and_folds_its_lines),
		cmocka_unit_test(a_line_of_any_length_ends_whole),
		cmocka_unit_test(a_cancelled_one_keeps_its_name),
		cmocka_unit_test(hostile_words_stay_words),
		cmocka_unit_test(what_is_no_appointment_is_refused),
		cmocka_unit_test(a_moment_reads_as_the_clock_on_the_wall),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
