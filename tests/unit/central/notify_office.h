/* An office with letters: cases to write about, what a person fills in, messages queued and made.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_CENTRAL_NOTIFY_OFFICE_H
#define TESTS_UNIT_CENTRAL_NOTIFY_OFFICE_H

#include "tests/unit/central/office.h"

#include "server/letters.h"
#include "server/notify.h"
#include "shared/io/mail.h"

#define NAME "Emine Yıldız"

static inline struct office *office(void)
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

static inline int64_t a_case(struct office *o, int last, const char *lang, bool restricted)
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
static inline struct val *given_for(const struct letter *l)
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

static inline int queue(struct office *o, int64_t nr, const char *letter, const struct val *facts,
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

static inline void compose(struct office *o, int64_t n, struct mail *m)
{
	struct outgoing row;
	char why[120] = "";
	assert_true(outgoing_find(o->app.db, n, &row));
	if (notify_compose(&o->app, &row, m, why, sizeof why))
		fail_msg("%s: %s", row.letter, why);
}

static inline int events(struct office *o, const char *what)
{
	DB_STMT(st) = db_prepare(o->app.db, "SELECT count(*) AS c FROM case_event WHERE what = ?");
	db_bind_text(st, what);
	return db_step(st) ? (int)db_col_int(st, "c") : -1;
}

#endif
