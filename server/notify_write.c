/* Writing a mail: which letter, to whom, in which language, with which names.
 *
 * Owns nothing. Promises: the same row gives the same Message-ID at every attempt, all mails of a
 * case name the same thread, and a letter for others never goes to the reporter's address by itself.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/app.h"
#include "server/case_view.h"
#include "server/notify.h"
#include "server/notify_facts.h"
#include "server/outgoing_store.h"
#include "shared/io/ics.h"
#include "shared/io/mail.h"

/* One letter being written. */
struct writing {
	struct app *app;
	const struct letter *letter;
	struct notify_case k;
	const char *to;	   /* asked for, "" = whoever the letter is for */
	struct val *given; /* object */
	struct val *facts;
	struct buf subject, text; /* text not wrapped */
	char *why;
	size_t cap;
};

static int complain(struct writing *w, int err, const char *why)
{
	text_copy(w->why, w->cap, why);
	return err;
}

static void done(struct writing *w)
{
	val_free(w->given);
	val_free(w->facts);
	buf_free(&w->subject);
	buf_free(&w->text);
}

/* ---- which letter, which case ------------------------------------------------------------- */

/* The confirmation of a case, by what it is about (R41, R54). First row that fits. */
static const struct letter *confirmation_of(const struct case_row *c)
{
	static const struct {
		const char *branch, *kind, *letter; /* "" = any */
	} rows[] = {
		{ "", "question", "confirmation-question" },
		{ "", "complaint", "confirmation-complaint" },
		{ "surroundings", "", "confirmation-outside" },
		{ "", "", "confirmation-home" },
	};
	if (c->restricted)
		return letter_find("confirmation-person");
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if ((!rows[i].branch[0] || !strcmp(rows[i].branch, c->branch)) &&
		    (!rows[i].kind[0] || !strcmp(rows[i].kind, c->kind)))
			return letter_find(rows[i].letter);
	return NULL;
}

/* The report behind the case. Without it the reporter has no address, others lose no more than a
 * telephone number. */
static void open_report(struct app *app, struct notify_case *k)
{
	BUF(json);
	VAL(body) = NULL;
	struct report_fault fault;
	int err = case_report_json(app, &k->row, &json);
	if (!err)
		err = val_parse(buf_text(&json), json.len, NULL, &body, NULL);
	if (!err)
		err = report_read(body, false, &k->report, &fault);
	if (err)
		memset(&k->report, 0, sizeof k->report);
}

const char *notify_lang(const struct case_row *c, const struct letter *l)
{
	bool theirs = (!l || l->to == LETTER_REPORTER) && letters_speak(c->lang);
	return theirs ? c->lang : "nl";
}

/* Fill w for a case; name "" = its confirmation. given is copied, NULL = none. */
static int begin(struct writing *w, int64_t nr, const char *name, const struct val *given)
{
	w->given = given ? val_copy(given) : val_object();
	w->facts = val_object();
	if (!case_find(w->app->db, nr, &w->k.row))
		return complain(w, ERR_NOT_FOUND, "case");
	w->letter = name[0] ? letter_find(name) : confirmation_of(&w->k.row);
	if (!w->letter)
		return complain(w, ERR_NOT_FOUND, "letter");
	open_report(w->app, &w->k);
	text_copy(w->k.lang, sizeof w->k.lang, notify_lang(&w->k.row, w->letter));
	return OK;
}

/* Subject and text. */
static int fill(struct writing *w)
{
	struct app *app = w->app;
	const struct letter_paper paper = { app->dir, w->k.lang, app->settings.timezone };
	if (notify_gives_away(app, &w->k, w->letter, w->given))
		return complain(w, ERR_INPUT, "names_reporter");
	notify_facts(app, &w->k, w->letter, w->given, w->facts);
	return letters_fill(&paper, w->letter, w->facts, &w->subject, &w->text, w->why, w->cap);
}

/* ---- the mail around it ------------------------------------------------------------------- */

/* To whom: the address of the row; without one, the reporter. Others always have theirs. */
static int put_recipient(struct writing *w, char out[200])
{
	if (w->to[0])
		text_copy(out, 200, w->to);
	else if (w->letter->to == LETTER_REPORTER)
		text_copy(out, 200, w->k.report.mail);
	if (!out[0])
		return complain(w, ERR_NOT_FOUND, "no_address");
	return mail_address(out) ? OK : complain(w, ERR_INPUT, "bad_address");
}

/* Names of the thread and of this message, made of the case's id. */
static void put_names(struct writing *w, int64_t n, struct mail *m)
{
	const struct settings *s = &w->app->settings;
	text_copy(m->from, sizeof m->from, s->mail_from[0] ? s->mail_from : s->mail);
	text_copy(m->from_name, sizeof m->from_name, s->name);
	const char *at = strchr(m->from, '@'), *domain = at && at[1] ? at + 1 : "portiek.invalid";
	snprintf(m->id, sizeof m->id, "%.36s.%lld@%.40s", w->k.row.id, (long long)n, domain);
	snprintf(m->thread, sizeof m->thread, "%.36s@%.40s", w->k.row.id, domain);
}

static int put_calendar(struct writing *w, struct mail *m)
{
	char uid[140];
	BUF(out);
	const char *at = strchr(m->thread, '@');
	snprintf(uid, sizeof uid, "%.40s.%.36s%.50s", val_str_of(w->given, "appointment", ""),
		 w->k.row.id, at ? at : "");
	const struct ics_event e = {
		.uid = uid,
		.sequence = val_int_of(w->given, "sequence", 0),
		.cancelled = w->letter->calendar == CALENDAR_CANCELLED,
		.stamp = m->date,
		.start = val_int_of(w->given, "start", -1),
		.end = val_int_of(w->given, "end", -1),
		.zone = w->app->settings.timezone,
		.summary = m->subject,
		.text = buf_text(&w->text),
		.place = val_str_of(w->facts, "address", ""),
		.from = m->from,
		.from_name = m->from_name,
	};
	if (ics_write(&e, &out))
		return complain(w, ERR_INPUT, "appointment");
	m->calendar = buf_take(&out);
	snprintf(m->calendar_name, sizeof m->calendar_name, "%.30s.ics", w->k.row.receipt);
	return OK;
}

static int put_words(struct writing *w, struct mail *m)
{
	BUF(plain);
	BUF(html);
	const char *link = val_str_of(w->facts, "link", val_str_of(w->facts, "case_link", ""));
	text_copy(m->subject, sizeof m->subject, buf_text(&w->subject));
	text_copy(m->lang, sizeof m->lang, w->k.lang);
	letters_wrap(buf_text(&w->text), &plain);
	int err = letters_html(w->k.lang, m->subject, buf_text(&w->text), link, &html);
	if (err)
		return complain(w, err, "frame");
	m->text = buf_take(&plain);
	m->html = buf_take(&html);
	return OK;
}

static int write_mail(struct writing *w, int64_t n, struct mail *m)
{
	int err = put_recipient(w, m->to);
	if (!err)
		err = fill(w);
	if (err)
		return err;
	m->date = app_now(w->app);
	put_names(w, n, m);
	err = put_words(w, m);
	if (!err && w->letter->calendar != CALENDAR_NONE)
		err = put_calendar(w, m);
	return err;
}

/* ---- doors -------------------------------------------------------------------------------- */

int notify_compose(struct app *app, const struct outgoing *o, struct mail *ret, char *why,
		   size_t cap)
{
	struct writing *w = mem_new(1, sizeof *w);
	VAL(given) = NULL;
	BUF(json);
	w->app = app;
	w->to = o->address;
	w->why = why;
	w->cap = cap;
	memset(ret, 0, sizeof *ret);
	outgoing_facts(app->db, o->n, &json);
	if (json.len && val_parse(buf_text(&json), json.len, NULL, &given, NULL))
		given = NULL;
	int err = begin(w, o->nr, o->letter, given);
	if (!err)
		err = write_mail(w, o->n, ret);
	done(w);
	free(w);
	return err;
}

/* The words alone. lang "": those of its reader. */
static int look_at(struct writing *w, int64_t nr, const char *letter, const char *lang,
		   const struct val *facts, struct buf *subject, struct buf *text)
{
	int err = begin(w, nr, letter, facts);
	if (!err && lang[0])
		text_copy(w->k.lang, sizeof w->k.lang, lang);
	if (!err)
		err = fill(w);
	if (!err) {
		buf_str(subject, buf_text(&w->subject));
		buf_str(text, buf_text(&w->text));
	}
	done(w);
	return err;
}

int notify_preview(struct app *app, int64_t nr, const char *letter, const struct val *facts,
		   struct buf *subject, struct buf *text, char *why, size_t cap)
{
	struct writing *w = mem_new(1, sizeof *w);
	w->app = app;
	w->to = "";
	w->why = why;
	w->cap = cap;
	int err = look_at(w, nr, letter, "", facts, subject, text);
	free(w);
	return err;
}

int notify_card(struct app *app, int64_t n, const char *lang, struct buf *subject, struct buf *text)
{
	struct outgoing o;
	char why[120];
	VAL(given) = NULL;
	BUF(json);
	if (!outgoing_find(app->db, n, &o) || !strcmp(o.kind, "call"))
		return ERR_NOT_FOUND;
	outgoing_facts(app->db, n, &json);
	if (json.len && val_parse(buf_text(&json), json.len, NULL, &given, NULL))
		given = NULL;
	struct writing *w = mem_new(1, sizeof *w);
	w->app = app;
	w->to = "";
	w->why = why;
	w->cap = sizeof why;
	int err = look_at(w, o.nr, o.letter, lang, given, subject, text);
	free(w);
	return err;
}

void notify_mail_free(struct mail *m)
{
	free(m->text);
	free(m->html);
	free(m->calendar);
	m->text = m->html = m->calendar = NULL;
}
