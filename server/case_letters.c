/* Letters that follow from steps: one row per letter.
 *
 * Owns nothing; queues through notify, in the running event. Promises: a step whose letter cannot be
 * written is not taken; nobody is left without word because they have no mail address.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/case_letters.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/calendar.h"
#include "server/case_view.h"
#include "server/civil.h"
#include "server/letters.h"
#include "server/link.h"
#include "server/notify.h"
#include "server/outgoing_store.h"
#include "server/register_party.h"
#include "shared/model/report.h"

struct letting {
	struct app *app;
	const struct case_row *c;
	const struct val *in;
	struct val *facts;
};

/* ---- facts -------------------------------------------------------------------------------- */

static void put_party(struct letting *l)
{
	const char *party = val_str_of(l->in, "party", "");
	if (party[0])
		val_put_str(l->facts, "party_key", party);
}

static void put_link(struct letting *l)
{
	struct link_row link;
	char url[300];
	if (!link_find(l->app->db, val_int_of(l->in, "link", 0), &link))
		return;
	link_url(l->app, &link, url, sizeof url);
	val_put_str(l->facts, "link", url);
	val_put_int(l->facts, "due", link.due);
}

/* The written result of the case, as it was told. */
static void put_result(struct letting *l)
{
	BUF(json);
	VAL(detail) = NULL;
	if (event_detail(l->app->db, l->c->nr, "result", &json) &&
	    !val_parse(buf_text(&json), json.len, NULL, &detail, NULL))
		val_put_str(l->facts, "result", val_str_of(detail, "text", ""));
}

static void referral(struct letting *l)
{
	put_party(l);
}

static void question(struct letting *l)
{
	put_party(l);
	put_link(l);
	val_put_str(l->facts, "question", val_str_of(l->in, "text", ""));
}

static void handover(struct letting *l)
{
	put_party(l);
	put_link(l);
	val_put_str(l->facts, "message", val_str_of(l->in, "text", ""));
}

static void partner(struct letting *l)
{
	struct link_row link;
	char url[300];
	put_party(l);
	val_put_str(l->facts, "message", val_str_of(l->in, "text", ""));
	if (!link_find(l->app->db, val_int_of(l->in, "link", 0), &link))
		return;
	link_url(l->app, &link, url, sizeof url);
	val_put_str(l->facts, "link", url);
}

static void result_party(struct letting *l)
{
	put_result(l);
	put_party(l);
}

static void no_fault(struct letting *l)
{
	put_result(l);
	val_put_int(l->facts, "objection_until", l->c->objection);
}

static void nothing(struct letting *l)
{
	(void)l;
}

struct counting {
	const char *what;
	int64_t count;
};

static void count_event(void *ctx, const struct case_event *e)
{
	struct counting *c = ctx;
	c->count += !strcmp(e->what, c->what);
}

static int64_t events(const struct letting *l, const char *what)
{
	struct counting c = { .what = what };
	event_each(l->app->db, l->c->nr, count_event, &c);
	return c.count;
}

/* Day and part of the day as moments of the office (R39: 8-12, 12-18, 18-24). */
static void appointment(struct letting *l)
{
	static const struct {
		const char *part;
		int from, until; /* minutes after midnight */
	} parts[] = { { "OCH", 480, 720 }, { "MID", 720, 1080 }, { "AVO", 1080, 1440 } };
	const char *part = val_str_of(l->in, "part", "");
	int64_t begin = civil_begin(l->app, val_str_of(l->in, "day", ""));
	int day = calendar_day_of(l->app->calendar, begin);
	put_party(l);
	val_put_str(l->facts, "appointment", "visit");
	val_put_int(l->facts, "sequence", events(l, "plan") - 1);
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		if (strcmp(parts[i].part, part))
			continue;
		val_put_int(l->facts, "start", calendar_moment(l->app->calendar, day, parts[i].from));
		val_put_int(l->facts, "end", calendar_moment(l->app->calendar, day, parts[i].until));
	}
}

/* ---- the rows ----------------------------------------------------------------------------- */

enum to { TO_REPORTER, TO_PARTY };

static const struct row {
	enum action action;
	enum to to;
	const char *medium; /* only when this was chosen; NULL: always */
	const char *kind, *letter, *why;
	void (*facts)(struct letting *l);
	bool call;          /* who has no address is called */
} ROWS[] = {
	{ AC_REFER, TO_REPORTER, "mail", "mail", "referral", "referral", referral, true },
	{ AC_REFER, TO_REPORTER, "print", "print", "referral", "referral", referral, false },
	{ AC_REFER, TO_REPORTER, "sms", "sms", "referral-short", "referral", referral, false },
	{ AC_ASK, TO_PARTY, NULL, "mail", "information-request", "information", question, true },
	{ AC_ASK_REPAIR, TO_PARTY, NULL, "mail", "handover-repair", "handover", handover, true },
	{ AC_ASK_REPAIR, TO_REPORTER, NULL, "mail", "result-repair", "result", result_party, false },
	{ AC_ASK_ARRANGEMENT, TO_PARTY, NULL, "mail", "handover-arrangement", "handover", handover, true },
	{ AC_ASK_ARRANGEMENT, TO_REPORTER, NULL, "mail", "result-arrangement", "result", result_party, false },
	{ AC_NO_FAULT, TO_REPORTER, NULL, "mail", "result-no-fault", "result", no_fault, false },
	{ AC_FORWARD, TO_PARTY, NULL, "mail", "partner-handover", "partner", partner, true },
	{ AC_PLAN, TO_REPORTER, NULL, "mail", "appointment-made", "appointment", appointment, true },
	{ AC_CLOSE, TO_REPORTER, NULL, "mail", "closed", "closed", nothing, false },
};

/* Where a letter goes, "" = nowhere. A department reads the case itself. */
static void address(const struct letting *l, enum to to, char out[200])
{
	struct report r;
	struct contact contact;
	char today[CIVIL_TEXT], date[CIVIL_TEXT];
	const char *party = val_str_of(l->in, "party", l->c->party);
	out[0] = '\0';
	if (to == TO_REPORTER) {
		if (!case_open_report(l->app, l->c, &r))
			text_copy(out, 200, r.mail);
		return;
	}
	civil_today(l->app, today);
	if (strncmp(party, "dept:", 5) &&
	    register_contact_for(l->app->db, party, ROLE_GENERAL, today, &contact, date) == PARTY_CONTRACT)
		text_copy(out, 200, contact.mail);
}

static int refuse(const char *why, char field[32])
{
	text_copy(field, 32, strcmp(why, "names_reporter") ? why : "text");
	return ERR_INPUT;
}

static bool inside(const struct letting *l)
{
	return !strncmp(val_str_of(l->in, "party", l->c->party), "dept:", 5);
}

static int call_instead(const struct letting *l, const struct row *row)
{
	if (!row->call || (row->to == TO_PARTY && inside(l)))
		return OK;
	return outgoing_add(l->app->db, l->c->nr, "call", row->why, app_now(l->app) + DAY_MS);
}

/* What staff wrote of their own, in letters that have room for it. */
static void put_addition(struct letting *l, const char *letter)
{
	const char *own = val_str_of(l->in, "addition", "");
	if (own[0] && letter_takes(letter_find(letter), "addition"))
		val_put_str(l->facts, "addition", own);
}

static int send(struct app *app, const struct case_row *c, const struct row *row, const struct val *in,
		char field[32])
{
	char to[200], why[120] = "";
	int64_t n;
	VAL(facts) = val_object();
	struct letting l = { app, c, in, facts };
	bool mail = !strcmp(row->kind, "mail");
	if (mail)
		address(&l, row->to, to);
	if (mail && !to[0])
		return call_instead(&l, row);
	row->facts(&l);
	const char *letter = row->letter;
	if (row->action == AC_PLAN && events(&l, "plan") > 1)
		letter = "appointment-changed";
	put_addition(&l, letter);
	const struct notify_order order = {
		.nr = c->nr, .kind = row->kind, .why = row->why, .letter = letter,
		.to = mail ? to : NULL, .facts = facts,
	};
	int err = notify_queue(app, &order, &n, why, sizeof why);
	return err == ERR_INPUT ? refuse(why, field) : err;
}

bool case_letters_follow(enum action action)
{
	for (size_t i = 0; i < COUNT_OF(ROWS); i++)
		if (ROWS[i].action == action)
			return true;
	return false;
}

int case_letters(struct app *app, const struct case_row *c, enum action action, const struct val *in,
		 char field[32])
{
	const char *medium = val_str_of(in, "medium", "");
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		const struct row *row = &ROWS[i];
		if (row->action != action || (row->medium && strcmp(row->medium, medium)))
			continue;
		int err = send(app, c, row, in, field);
		if (err)
			return err;
	}
	return OK;
}

/* ---- reminders ---------------------------------------------------------------------------- */

static void newest(void *ctx, const struct link_row *l)
{
	struct link_row *found = ctx;
	if (!found->n && !l->answered && !l->revoked)
		*found = *l;
}

bool case_letter_reminder(struct app *app, const struct case_row *c)
{
	static const struct row reminder = { AC_ASK, TO_PARTY, NULL, "mail", "information-reminder",
					     "reminder", question, false };
	struct link_row link = { .n = 0 };
	char to[200], field[32];
	VAL(in) = val_object();
	link_each(app->db, c->nr, newest, &link);
	if (!link.n)
		return false;
	val_put_str(in, "party", link.party);
	val_put_str(in, "text", link.question);
	val_put_int(in, "link", link.n);
	const struct letting l = { app, c, in, NULL };
	address(&l, TO_PARTY, to);
	return to[0] && !send(app, c, &reminder, in, field);
}
