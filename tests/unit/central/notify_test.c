/* Messages from queue to bytes: who gets which, what restricted cases keep to themselves. With PORTIEK_EML_DIR set, every letter is also written there as a .eml
 * file; tests/road/07_letters_are_read_by_others.py judges those with libraries of others.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/notify_office.h"

/* ---- all letters -------------------------------------------------------------------------- */

static void keep_eml(const struct mail *m, const char *lang, const char *letter)
{
	const char *dir = getenv("PORTIEK_EML_DIR");
	char path[PATH_CAP], name[80];
	BUF(text);
	if (!dir)
		return;
	snprintf(name, sizeof name, "%s.%s.eml", lang, letter);
	fs_join(path, dir, name);
	mail_write(m, &text);
	assert_int_equal(fs_write(path, text.data, text.len, 0600), OK);
}

/* Who may see the reporter's name: the reporter, and who comes along for an open case. */
static void check_names(const struct letter *l, bool restricted, const struct mail *m)
{
	static const char *const hers[] = { "Emine", "Yıldız", "612345678", "emine@", "Lindenhof",
					    "druppelt", "buurman" };
	BUF(bytes);
	mail_write(m, &bytes);
	if (!strstr(m->text, "K7QD-4M2X"))
		fail_msg("%s does not say which case: %s", l->name, m->text);
	if (l->to == LETTER_REPORTER || !restricted)
		return;
	for (size_t i = 0; i < COUNT_OF(hers); i++)
		if (strstr(m->text, hers[i]) || strstr(m->html, hers[i]) || strstr(m->subject, hers[i]) ||
		    strstr(buf_text(&bytes), hers[i]))
			fail_msg("%s gives away \"%s\": %s", l->name, hers[i], m->text);
}

static void one_letter(struct office *o, const struct letter *l, const char *lang, int64_t nr,
		       bool restricted)
{
	VAL(given) = given_for(l);
	struct mail m;
	int64_t n;
	char why[120] = "";
	if (queue(o, nr, l->name, given, l->to == LETTER_STAFF ? "leider@proef.example" : "", &n, why))
		fail_msg("%s/%s: %s", lang, l->name, why);
	compose(o, n, &m);
	check_names(l, restricted, &m);
	assert_null(strstr(m.text, "{{"));
	assert_int_equal(m.calendar != NULL, l->calendar != CALENDAR_NONE);
	assert_string_equal(m.to, l->to == LETTER_REPORTER	? "emine@huurder.example"
				  : l->to == LETTER_STAFF	? "leider@proef.example"
				  : l->to == LETTER_PARTNER	? "wijk@politie.example"
								: "z@x.example");
	assert_string_equal(m.lang, l->to == LETTER_REPORTER ? lang : "nl");
	if (!restricted)
		keep_eml(&m, lang, l->name);
	notify_mail_free(&m);
}

static void every_letter_can_leave_and_restricted_cases_name_nobody(void **state)
{
	static const struct {
		const char *lang;
		bool restricted;
	} rows[] = { { "nl", false }, { "en", false }, { "nl", true }, { "en", true } };
	struct office *o = office();
	(void)state;
	for (int i = 0; i < (int)COUNT_OF(rows); i++) {
		int64_t nr = a_case(o, i, rows[i].lang, rows[i].restricted);
		for (const struct letter *l = LETTERS; l->name; l++)
			one_letter(o, l, rows[i].lang, nr, rows[i].restricted);
	}
	office_close(o);
	PROVES("R55");
}

static void an_open_case_tells_the_supplier_what_he_needs(void **state)
{
	struct office *o = office();
	const struct letter *l = letter_find("handover-repair");
	VAL(given) = given_for(l);
	struct mail m;
	int64_t n;
	char why[120];
	(void)state;
	assert_int_equal(queue(o, a_case(o, 0, "en", false), l->name, given, "", &n, why), OK);
	compose(o, n, &m);
	assert_non_null(strstr(m.text, "Adres: Lindenhof 1, 8299 LA Lindehaven\nBewoner: " NAME
				       ", +31612345678\n\nDe bewoner"));
	assert_non_null(strstr(m.text, "\nHet druppelt.\nAl de hele nacht"));
	assert_non_null(strstr(m.text, "uiterlijk dinsdag 1 december 2026."));
	assert_non_null(strstr(m.html, "<a href=\"https://portiek.proef.example/s/K3J9-XXXX\""));
	notify_mail_free(&m);
	office_close(o);
	PROVES("R1");
}

static void the_confirmation_follows_from_the_case(void **state)
{
	static const struct {
		const char *branch, *kind, *want;
	} rows[] = {
		{ "home", "repair", "Wij hebben uw melding " },
		{ "home", "question", "Wij hebben uw vraag " },
		{ "home", "complaint", "Wij hebben uw klacht " },
		{ "surroundings", "area", "Wij hebben uw melding " },
	};
	struct office *o = office();
	(void)state;
	for (int i = 0; i < (int)COUNT_OF(rows); i++) {
		struct report r;
		struct mail m;
		office_report(&r, i);
		strcpy(r.branch, rows[i].branch);
		strcpy(r.kind, rows[i].kind);
		compose(o, office_case(o, &r, 0) * 100 + 1, &m);
		assert_int_equal(strncmp(m.subject, rows[i].want, strlen(rows[i].want)), 0);
		notify_mail_free(&m);
	}
	office_close(o);
	PROVES("R41 R54");
}

/* ---- what is refused ---------------------------------------------------------------------- */

static void words_that_give_the_reporter_away_are_refused(void **state)
{
	static const char *const bad[] = {
		"Mevrouw Yıldız belde ons.", "emine yıldız", "Bel 06-12 34 56 78 even.", "EMINE@huurder.example",
		"De melder woont op Lindenhof 1.",
	};
	static const char *const good[] = {
		"De overlast is op Lindenhof 12.", "Yıldızstraat 5", "Bel ons op 088 000 1200.",
	};
	struct office *o = office();
	int64_t nr = a_case(o, 0, "nl", true), open = a_case(o, 1, "nl", false), n;
	char why[120];
	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad) + COUNT_OF(good); i++) {
		bool is_bad = i < COUNT_OF(bad);
		VAL(v) = val_object();
		BUF(subject);
		BUF(text);
		val_put_str(v, "party_key", "politie");
		val_put_str(v, "message", is_bad ? bad[i] : good[i - COUNT_OF(bad)]);
		int err = queue(o, nr, "partner-handover", v, "", &n, why);
		assert_int_equal(err, is_bad ? ERR_INPUT : OK);
		if (is_bad)
			assert_string_equal(why, "names_reporter");
		assert_int_equal(notify_preview(&o->app, nr, "partner-handover", v, &subject, &text, why,
						sizeof why), is_bad ? ERR_INPUT : OK);
		assert_int_equal(queue(o, open, "partner-handover", v, "", &n, why), OK);
	}
	office_close(o);
	PROVES("R55");
}

static void what_cannot_be_written_is_not_queued(void **state)
{
	struct office *o = office();
	int64_t nr = a_case(o, 0, "nl", false), n;
	char why[120];
	VAL(none) = val_object();
	VAL(odd) = val_object();
	VAL(number) = val_object();
	VAL(when) = val_object();
	VAL(big) = val_object();
	BUF(large);
	(void)state;
	val_put_str(odd, "name", "Iemand anders"); /* derived, not to be given */
	val_put_int(number, "result", 7);
	val_put_str(when, "result", "x");
	val_put_str(when, "objection_until", "morgen");
	for (int i = 0; i < 9000; i++)
		buf_char(&large, 'x');
	val_put_str(big, "result", buf_text(&large));
	struct {
		const char *letter;
		struct val *facts;
		const char *to;
		int err;
		const char *why;
	} rows[] = {
		{ "liefdesbrief", none, "", ERR_INPUT, "letter" },
		{ "result-repair", none, "", ERR_INPUT, "result" },
		{ "closed", odd, "", ERR_INPUT, "name" },
		{ "closed", number, "", ERR_INPUT, "result" },
		{ "result-no-fault", when, "", ERR_INPUT, "objection_until" },
		{ "closed", big, "", ERR_INPUT, "facts" },
		{ "closed", none, "geen adres", ERR_INPUT, "bad_address" },
		{ "handover-repair", none, "", ERR_NOT_FOUND, "no_address" }, /* a department has none */
		{ "closed", none, "", OK, "" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int err = queue(o, nr, rows[i].letter, rows[i].facts, rows[i].to, &n, why);
		if (err != rows[i].err || strcmp(why, rows[i].why))
			fail_msg("row %zu: %d %s", i, err, why);
	}
	assert_int_equal(queue(o, 77, "closed", none, "", &n, why), ERR_NOT_FOUND);
	assert_int_equal(db_ask_int(o->app.db, "SELECT count(*) FROM outgoing", 0), 2);
	office_close(o);
	PROVES("-");
}

/* ---- appointments, threads ---------------------------------------------------------------- */

static void versions_of_an_appointment_share_one_name_and_mails_one_thread(void **state)
{
	static const char *const letters[] = { "appointment-made", "appointment-changed",
					       "appointment-cancelled" };
	struct office *o = office();
	int64_t nr = a_case(o, 0, "nl", false), n;
	char why[120], uid[200] = "", thread[100] = "";
	(void)state;
	for (int i = 0; i < 3; i++) {
		VAL(given) = given_for(letter_find(letters[i]));
		struct mail m;
		assert_int_equal(queue(o, nr, letters[i], given, "", &n, why), OK);
		compose(o, n, &m);
		const char *at = strstr(m.calendar, "\r\nUID:");
		assert_non_null(at);
		if (i) {
			assert_int_equal(strncmp(at, uid, strlen(uid)), 0);
			assert_string_equal(m.thread, thread);
		}
		snprintf(uid, sizeof uid, "%.*s", (int)strcspn(at + 2, "\r") + 2, at);
		strcpy(thread, m.thread);
		assert_string_not_equal(m.id, m.thread);
		assert_non_null(strstr(m.calendar, i == 2 ? "STATUS:CANCELLED" : "STATUS:CONFIRMED"));
		notify_mail_free(&m);
	}
	office_close(o);
	PROVES("-");
}

static void a_card_waits_for_a_person_and_can_be_read(void **state)
{
	struct office *o = office();
	int64_t nr = a_case(o, 0, "nl", false), n;
	VAL(given) = given_for(letter_find("referral"));
	BUF(subject);
	BUF(text);
	char why[120];
	const struct notify_order order = {
		.nr = nr, .kind = "print", .why = "referral", .letter = "referral", .facts = given,
	};
	(void)state;
	db_event_begin(o->app.db);
	assert_int_equal(notify_queue(&o->app, &order, &n, why, sizeof why), OK);
	assert_int_equal(notify_card(&o->app, n, "", &subject, &text), OK);
	assert_non_null(strstr(buf_text(&text), "Naam: Zonzeker\nTelefoon: 088 1\nMail: z@x.example\n"));
	assert_non_null(strstr(buf_text(&text), "Dit kunt u zeggen: Mijn display toont niets.\n"));
	assert_non_null(strstr(buf_text(&text), "Uw nummer bij ons is K7QD-4M2X"));
	assert_int_equal(notify_handed(&o->app, n, NOTIFY_PAPER, "kcc"), OK);
	assert_int_equal(notify_handed(&o->app, n, NOTIFY_PAPER, "kcc"), ERR_CONFLICT);
	assert_int_equal(notify_handed(&o->app, 999999, NOTIFY_PAPER, "kcc"), ERR_NOT_FOUND);
	assert_int_equal(events(o, "message_handed"), 1);
	assert_int_equal(notify_bounced(&o->app, n, "kcc"), ERR_CONFLICT);
	assert_int_equal(notify_bounced(&o->app, 999999, "kcc"), ERR_NOT_FOUND);
	buf_clear(&text);
	outgoing_facts(o->app.db, n, &text);
	assert_int_equal(text.len, 0);
	db_event_end(o->app.db, true);
	office_close(o);
	PROVES("-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_letter_can_leave_and_restricted_cases_name_nobody),
		cmocka_unit_test(an_open_case_tells_the_supplier_what_he_needs),
		cmocka_unit_test(the_confirmation_follows_from_the_case),
		cmocka_unit_test(words_that_give_the_reporter_away_are_refused),
		cmocka_unit_test(what_cannot_be_written_is_not_queued),
		cmocka_unit_test(versions_of_an_appointment_share_one_name_and_mails_one_thread),
		cmocka_unit_test(a_card_waits_for_a_person_and_can_be_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
