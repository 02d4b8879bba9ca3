/* Messages from queue to bytes: who gets which, what restricted cases keep to themselves, what
 * people decide afterwards. With PORTIEK_EML_DIR set, every letter is also written there as a .eml
 * file; tests/road/07_letters_are_read_by_others.py judges those with libraries of others.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/office.h"

#include "server/letters.h"
#include "server/notify.h"
#include "shared/io/mail.h"

#define NAME "Emine Yıldız"

extern const struct db_migration server_migrations[];

/* ---- an office with letters --------------------------------------------------------------- */

static struct office *office(void)
{
	struct office *o = office_open();
	struct settings *s = &o->app.settings;
	strcpy(s->name, "Woonstichting Één");
	strcpy(s->phone, "088 000 1200");
	strcpy(s->mail, "info@proef.example");
	strcpy(s->public_url, "https://portiek.proef.example");
	office_must_import(o, "suppliers", SUPPLIERS_HEAD
		"politie,Politie Lindehaven,partner,,,,0900 8844,wijk@politie.example,dag en nacht,,\n");
	office_must_import(o, "rules", RULES_DEFAULT);
	return o;
}

static int64_t a_case(struct office *o, int last, const char *lang, bool restricted)
{
	struct report r;
	office_report(&r, last);
	strcpy(r.lang, lang);
	strcpy(r.name, NAME);
	strcpy(r.mail, "emine@huurder.example");
	strcpy(r.words, "Het druppelt.\nAl de hele nacht, zeg ik hier");
	if (restricted) {
		strcpy(r.branch, "surroundings");
		strcpy(r.kind, "nuisance");
		strcpy(r.cause, "people");
		strcpy(r.fault, "GELUID");
		strcpy(r.place_code, "STRAAT");
		strcpy(r.place_text, "bij mijn buurman");
		r.room[0] = r.object[0] = '\0';
		r.slot_count = 0;
	}
	return office_case(o, &r, 0);
}

/* Facts as a caller gives them for a letter. */
static struct val *given_for(const struct letter *l)
{
	static const struct {
		const char *name, *text;
		int64_t ms;
	} rows[] = {
		{ "party_key", "zon", 0 },
		{ "say", "Mijn display toont niets.", 0 },
		{ "message", "Wilt u dit bekijken?\nGraag voor het weekend.", 0 },
		{ "question", "Welke waarden hebt u gemeten in november?", 0 },
		{ "answer", "Wij letten hier deze maand extra op.", 0 },
		{ "result", "De omvormer stond uit.", 0 },
		{ "arrangement", "U krijgt een maand vergoeding terug.", 0 },
		{ "reason", "De monteur is ziek.", 0 },
		{ "rule", "24 uur na overdracht (regel monitoring/klacht, versie 3).", 0 },
		{ "link", "https://portiek.proef.example/s/K3J9-XXXX", 0 },
		{ "due", NULL, START_MS + 7 * DAY_MS },
		{ "asked", NULL, START_MS - 7 * DAY_MS },
		{ "objection_until", NULL, START_MS + 14 * DAY_MS },
		{ "deadline", NULL, START_MS + DAY_MS },
		{ "appointment", "1", 0 },
		{ "sequence", NULL, 2 },
		{ "start", NULL, INT64_C(1795590000000) },
		{ "end", NULL, INT64_C(1795604400000) },
	};
	struct val *v = val_object();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (!letter_takes(l, rows[i].name))
			continue;
		if (rows[i].text)
			val_put_str(v, rows[i].name, rows[i].text);
		else
			val_put_int(v, rows[i].name, rows[i].ms);
	}
	if (l->to == LETTER_PARTNER) {
		val_free(v);
		v = val_object();
		val_put_str(v, "party_key", "politie");
		val_put_str(v, "message", "Wilt u hier een gesprek over voeren?");
	}
	return v;
}

static int queue(struct office *o, int64_t nr, const char *letter, const struct val *facts,
		 const char *to, int64_t *ret_n, char *why)
{
	const struct notify_order order = {
		.nr = nr, .kind = "mail", .why = "referral", .letter = letter, .to = to, .facts = facts,
	};
	db_event_begin(o->app.db);
	int err = notify_queue(&o->app, &order, ret_n, why, 120);
	db_event_end(o->app.db, !err);
	return err;
}

static void compose(struct office *o, int64_t n, struct mail *m)
{
	struct outgoing row;
	char why[120] = "";
	assert_true(outgoing_find(o->app.db, n, &row));
	if (notify_compose(&o->app, &row, m, why, sizeof why))
		fail_msg("%s: %s", row.letter, why);
}

static int events(struct office *o, const char *what)
{
	DB_STMT(st) = db_prepare(o->app.db, "SELECT count(*) AS c FROM case_event WHERE what = ?");
	db_bind_text(st, what);
	return db_step(st) ? (int)db_col_int(st, "c") : -1;
}

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

/* ---- afterwards --------------------------------------------------------------------------- */

static bool count_row(void *ctx, const struct outgoing *o)
{
	(void)o;
	++*(int *)ctx;
	return true;
}

static void only_a_person_lets_an_unsure_mail_go_again(void **state)
{
	struct office *o = office();
	struct db *db = o->app.db;
	struct outgoing row;
	int64_t nr = a_case(o, 0, "nl", false), n = nr * 100 + 1, next;
	int trouble = 0;
	(void)state;
	db_event_begin(db);
	assert_int_equal(notify_retry(&o->app, n, "kcc"), ERR_CONFLICT); /* it waits already */
	assert_int_equal(outgoing_begin(db, n), OK);
	assert_int_equal(notify_retry(&o->app, n, "kcc"), ERR_CONFLICT); /* under way */
	assert_int_equal(notify_drop(&o->app, n, "kcc"), ERR_CONFLICT);
	assert_int_equal(outgoing_recover(db, o->wall), 1);
	outgoing_trouble(db, 10, count_row, &trouble);
	assert_int_equal(trouble, 1);
	assert_int_equal(outgoing_trouble_count(db, 10), 1);
	assert_false(outgoing_next_mail(db, o->wall + 100 * DAY_MS, &row, &next));
	assert_int_equal(notify_retry(&o->app, n, "kcc"), OK);
	assert_true(outgoing_next_mail(db, o->wall, &row, &next));
	assert_int_equal(row.attempts, 0);
	assert_int_equal(outgoing_trouble_count(db, 10), 0);
	assert_int_equal(outgoing_begin(db, n), OK);
	assert_int_equal(outgoing_settle(db, n, "failed", 0, o->wall, "smtp_550"), OK);
	assert_int_equal(notify_drop(&o->app, n, "kcc"), OK);
	assert_int_equal(notify_drop(&o->app, n, "kcc"), ERR_CONFLICT);
	assert_int_equal(notify_retry(&o->app, n, "kcc"), ERR_CONFLICT);
	assert_int_equal(notify_retry(&o->app, 999999, "kcc"), ERR_NOT_FOUND);
	assert_int_equal(events(o, "mail_retried"), 1);
	assert_int_equal(events(o, "message_dropped"), 1);
	db_event_end(db, true);
	office_close(o);
	PROVES("R41");
}

/* Sent, came back, told by telephone: each once, and a confirmation told is confirmed. */
static void a_mail_that_came_back_reaches_its_reader_another_way(void **state)
{
	struct office *o = office();
	struct db *db = o->app.db;
	struct outgoing row;
	int64_t nr = a_case(o, 0, "nl", false), n = nr * 100 + 1, next;
	(void)state;
	db_event_begin(db);
	assert_int_equal(notify_bounced(&o->app, n, "kcc"), ERR_CONFLICT); /* it did not leave */
	assert_int_equal(outgoing_begin(db, n), OK);
	assert_int_equal(notify_handed(&o->app, n, NOTIFY_PHONE, "kcc"), ERR_CONFLICT);
	assert_int_equal(outgoing_settle(db, n, "sent", 0, o->wall, ""), OK);
	assert_int_equal(notify_handed(&o->app, n, NOTIFY_PHONE, "kcc"), ERR_CONFLICT);
	assert_int_equal(notify_bounced(&o->app, n, "kcc"), OK);
	assert_int_equal(notify_bounced(&o->app, n, "kcc"), ERR_CONFLICT);
	assert_int_equal(notify_handed(&o->app, n, NOTIFY_PHONE, "kcc"), OK);
	assert_int_equal(notify_handed(&o->app, n, NOTIFY_PAPER, "kcc"), ERR_CONFLICT);
	assert_int_equal(notify_retry(&o->app, n, "kcc"), ERR_CONFLICT);
	assert_false(outgoing_next_mail(db, o->wall + 100 * DAY_MS, &row, &next));
	assert_true(outgoing_find(db, n, &row));
	assert_string_equal(row.state, "handed");
	assert_string_equal(row.note, "phone");
	assert_int_equal(events(o, "mail_failed"), 1);
	assert_int_equal(events(o, "message_told"), 1);
	db_event_end(db, true);
	office_close(o);
	PROVES("R41");
}

static void the_history_holds_no_address(void **state)
{
	struct office *o = office();
	struct outgoing row;
	int64_t nr = a_case(o, 0, "nl", false);
	(void)state;
	db_event_begin(o->app.db);
	assert_true(outgoing_find(o->app.db, nr * 100 + 1, &row));
	assert_int_equal(notify_tell(&o->app, &row, "mail_failed", "-",
				     "smtp_550 5.1.1 <emine@huurder.example> unknown"), OK);
	assert_int_equal(db_ask_int(o->app.db, "SELECT count(*) FROM case_event WHERE detail ="
		" '{\"letter\":\"confirmation\",\"message\":101,\"via\":\"mail\",\"why\":\"smtp_550\"}'", 0), 1);
	db_event_end(o->app.db, true);
	office_close(o);
	PROVES("-");
}

static void a_case_can_have_more_than_a_hundred_messages(void **state)
{
	struct office *o = office();
	int64_t nr = a_case(o, 0, "nl", false), other = a_case(o, 1, "nl", false), n = 0;
	int seen = 0, seen_other = 0;
	(void)state;
	db_event_begin(o->app.db);
	for (int i = 0; i < 150; i++) {
		const struct outgoing_order order = { nr, "sms", "referral", "referral-short", "", "", 5 };
		assert_int_equal(outgoing_queue(o->app.db, &order, &n), OK);
	}
	assert_true(n < INT64_C(1) << 52); /* JSON carries it */
	outgoing_each(o->app.db, NULL, nr, 1000, count_row, &seen);
	outgoing_each(o->app.db, NULL, other, 1000, count_row, &seen_other);
	assert_int_equal(seen, 151);
	assert_int_equal(seen_other, 1);
	db_event_end(o->app.db, true);
	office_close(o);
	PROVES("-");
}

/* An installation of before keeps every message it had. */
static void the_old_queue_is_kept(void **state)
{
	struct db_migration old[8];
	DB(db);
	struct outgoing row;
	int count = 0;
	(void)state;
	for (const struct db_migration *m = server_migrations; m->number; m++)
		if (m->number <= 3)
			old[count++] = *m;
	old[count] = (struct db_migration){ 0, NULL, NULL };
	assert_int_equal(db_open(NULL, DB_MEMORY, 1024, &db), OK);
	assert_int_equal(db_migrate(db, old, NULL), OK);
	assert_int_equal(db_exec(db, "PRAGMA foreign_keys=OFF"), OK);
	assert_int_equal(db_exec(db, "INSERT INTO outgoing VALUES"
		" (101, 1, 'mail', 'confirmation', 'unsure', 5, 2, 6, NULL, 'cut_off'),"
		" (201, 2, 'call', 'planning', 'waiting', 7, 0, NULL, NULL, NULL)"), OK);
	assert_int_equal(db_migrate(db, server_migrations, NULL), OK);
	assert_true(outgoing_find(db, 101, &row));
	assert_string_equal(row.state, "unsure");
	assert_string_equal(row.note, "cut_off");
	assert_string_equal(row.letter, "");
	assert_int_equal(row.attempts, 2);
	assert_int_equal(row.done, 6);
	assert_int_equal(outgoing_call_count(db, 10), 1);
	assert_int_equal(outgoing_trouble_count(db, 10), 1);
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
		cmocka_unit_test(only_a_person_lets_an_unsure_mail_go_again),
		cmocka_unit_test(a_mail_that_came_back_reaches_its_reader_another_way),
		cmocka_unit_test(the_history_holds_no_address),
		cmocka_unit_test(a_case_can_have_more_than_a_hundred_messages),
		cmocka_unit_test(the_old_queue_is_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
