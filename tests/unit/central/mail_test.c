/* Mails as bytes. Judged again by an independent parser in tests/road/05_mail_leaves_once.py.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/check.h"

#include "shared/io/mail.h"

static void fill(struct mail *m)
{
	memset(m, 0, sizeof *m);
	strcpy(m->id, "019303f2.101@proef.example");
	strcpy(m->thread, "019303f2@proef.example");
	strcpy(m->from, "info@proef.example");
	strcpy(m->from_name, "Stichting Proef");
	strcpy(m->to, "zoe@huurder.example");
	strcpy(m->subject, "Uw melding");
	strcpy(m->lang, "nl");
	m->date = INT64_C(1795560000000);
	m->text = (char *)"Beste Zoë,\n\n.punt\nFrom hier \nx=y\n";
}

static int count(const char *text, const char *what)
{
	int n = 0;
	for (const char *p = strstr(text, what); p; p = strstr(p + 1, what))
		n++;
	return n;
}

static void check_lines(const char *text)
{
	for (const char *p = text; *p; p += strcspn(p, "\n") + 1) {
		size_t n = strcspn(p, "\n");
		assert_true(n && p[n] == '\n' && p[n - 1] == '\r' && n <= 79);
	}
}

static void a_letter_is_one_part_of_short_lines(void **state)
{
	struct mail m;
	BUF(out);
	(void)state;
	fill(&m);
	mail_write(&m, &out);
	const char *text = buf_text(&out);
	check_lines(text);
	assert_non_null(strstr(text, "Date: Tue, 24 Nov 2026 22:40:00 +0000\r\n"));
	assert_non_null(strstr(text, "From: \"Stichting Proef\" <info@proef.example>\r\n"));
	assert_non_null(strstr(text, "Message-ID: <019303f2.101@proef.example>\r\n"));
	assert_non_null(strstr(text, "In-Reply-To: <019303f2@proef.example>\r\n"));
	assert_non_null(strstr(text, "References: <019303f2@proef.example>\r\n"));
	assert_non_null(strstr(text, "Beste Zo=C3=AB,\r\n\r\n=2Epunt\r\n=46rom hier=20\r\nx=3Dy\r\n"));
	PROVES("-");
}

static void html_and_calendar_are_parts_of_their_own(void **state)
{
	struct mail m;
	BUF(out);
	BUF(again);
	(void)state;
	fill(&m);
	m.html = (char *)"<p>Beste Zoë</p>";
	m.calendar = (char *)"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
	mail_write(&m, &out);
	mail_write(&m, &again);
	const char *text = buf_text(&out);
	check_lines(text);
	assert_string_equal(text, buf_text(&again));
	assert_int_equal(count(text, "Content-Type: text/"), 3);
	assert_int_equal(count(text, "Content-Type: multipart/"), 2);
	assert_non_null(strstr(text, "text/calendar; method=PUBLISH"));
	assert_non_null(strstr(text, "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"));
	PROVES("-");
}

static void no_text_becomes_a_header_or_a_part(void **state)
{
	struct mail m;
	BUF(out);
	(void)state;
	fill(&m);
	strcpy(m.subject, "a\r\nBcc: x@y.example\r\n\r\nhallo");
	strcpy(m.from_name, "b\r\nCc: x@y.example \"<é>\"");
	strcpy(m.thread, "c>\r\nBcc: <x@y.example");
	strcpy(m.calendar_name, "x\"\r\nBcc: z");
	m.text = (char *)"--=_portiek_both--\r\n--=_portiek_mixed\r\nContent-Type: text/html\n\n<script>";
	m.html = (char *)"--=_portiek_both--";
	m.calendar = (char *)"--=_portiek_mixed--";
	mail_write(&m, &out);
	const char *text = buf_text(&out);
	check_lines(text);
	assert_int_equal(count(text, "\r\nBcc:"), 0);
	assert_int_equal(count(text, "\r\nCc:"), 0);
	assert_int_equal(count(text, "\r\n--=_portiek_both"), 3);
	assert_int_equal(count(text, "\r\n--=_portiek_mixed"), 3);
	PROVES("-");
}

static void odd_letters_are_whole_in_every_word(void **state)
{
	struct mail m;
	BUF(out);
	(void)state;
	fill(&m);
	for (int i = 0; i < 40; i++)
		strcat(m.subject, i % 2 ? "é" : "€");
	strcpy(m.from_name, "Woonstichting Één van de Ëlfjes en nog zo wat é");
	mail_write(&m, &out);
	check_lines(buf_text(&out));
	assert_true(count(buf_text(&out), "=?utf-8?B?") >= 5);
	fill(&m);
	strcpy(m.subject, "=?utf-8?B?aGFsbG8=?=");
	buf_clear(&out);
	mail_write(&m, &out);
	assert_null(strstr(buf_text(&out), "aGFsbG8")); /* not taken for an encoded word */
	PROVES("-");
}

static void an_address_is_judged_before_it_is_used(void **state)
{
	char why[200];
	struct mail m;
	const struct mail_server server = { .url = "dir:/nonexistent" };
	(void)state;
	assert_true(mail_address("a@b.example"));
	assert_false(mail_address("a@b.example>\r\nRCPT TO:<c@d.example"));
	assert_false(mail_address("a b@c.example"));
	assert_false(mail_address("@c.example"));
	assert_false(mail_address("a@"));
	assert_false(mail_address("a@b.example,c@d.example"));
	assert_false(mail_address("zoë@b.example"));
	fill(&m);
	strcpy(m.to, "geen adres");
	assert_int_equal(mail_send(&server, &m, why, sizeof why), MAIL_NEVER);
	assert_string_equal(why, "bad_address");
	PROVES("-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_letter_is_one_part_of_short_lines),
		cmocka_unit_test(html_and_calendar_are_parts_of_their_own),
		cmocka_unit_test(no_text_becomes_a_header_or_a_part),
		cmocka_unit_test(odd_letters_are_whole_in_every_word),
		cmocka_unit_test(an_address_is_judged_before_it_is_used),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
