/* The door for every message: judged before it is queued, decided about by people afterwards.
 *
 * Owns nothing. Promises: what is queued can be written; the history of the case names the letter
 * and the outcome, never an address or a word of it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/case_store.h"
#include "server/ladder.h"
#include "server/letters.h"
#include "server/live.h"
#include "server/notify.h"
#include "server/outgoing_store.h"
#include "server/register_store.h"
#include "shared/io/db.h"
#include "shared/io/mail.h"

#define FACTS_CAP 8192

static int complain(char *why, size_t cap, const char *text)
{
	text_copy(why, cap, text);
	return ERR_INPUT;
}

/* To whom, as far as it stands outside the report: as asked, else the party's own address, so that
 * the queue shows it. */
static void put_address(struct app *app, const struct notify_order *o, const struct letter *l,
			const struct case_row *c, char out[200])
{
	struct party p = { .mail = "" };
	const char *key = val_str_of(o->facts, "party_key", c->party);
	bool others = l->to == LETTER_PARTY || l->to == LETTER_PARTNER;
	text_copy(out, 200, o->to ? o->to : "");
	if (!out[0] && others && key[0] && party_find(app->db, key, &p))
		text_copy(out, 200, p.mail);
}

/* Only facts this letter takes, of the right type, not too much together. */
static int judge_facts(const struct letter *l, const struct val *facts, struct buf *json, char *why,
		       size_t cap)
{
	VAL_EACH (one, facts) {
		const struct fact *f = fact_find(val_name(one));
		bool text = f && (f->kind == FACT_LINE || f->kind == FACT_TEXT);
		if (!letter_takes(l, val_name(one)) ||
		    !(text ? val_is_string(one) : val_is_int(one)))
			return complain(why, cap, val_name(one));
	}
	if (facts && val_count(facts))
		val_print(facts, json);
	return json->len > FACTS_CAP ? complain(why, cap, "facts") : OK;
}

/* Write it as it would leave now: what is missing is told to whoever asks for it. */
static int try_mail(struct app *app, const struct outgoing *o, char *why, size_t cap)
{
	struct mail mail;
	int err = notify_compose(app, o, &mail, why, cap);
	notify_mail_free(&mail);
	return err;
}

static int try_card(struct app *app, const struct notify_order *o, char *why, size_t cap)
{
	BUF(subject);
	BUF(text);
	return notify_preview(app, o->nr, o->letter, o->facts, &subject, &text, why, cap);
}

int notify_queue(struct app *app, const struct notify_order *o, int64_t *ret_n, char *why,
		 size_t cap)
{
	struct outgoing row;
	struct case_row c;
	char address[200];
	BUF(json);
	const struct letter *l = letter_find(o->letter);
	why[0] = '\0';
	if (!l || !letter_names("mail print sms", o->kind))
		return complain(why, cap, l ? "kind" : "letter");
	if (o->to && o->to[0] && !mail_address(o->to))
		return complain(why, cap, "bad_address");
	if (!case_find(app->db, o->nr, &c)) {
		text_copy(why, cap, "case");
		return ERR_NOT_FOUND;
	}
	int err = judge_facts(l, o->facts, &json, why, cap);
	put_address(app, o, l, &c, address);
	const struct outgoing_order order = {
		.nr = o->nr, .kind = o->kind, .why = o->why, .letter = o->letter,
		.address = address, .facts = buf_text(&json), .due = o->due ? o->due : app_now(app),
	};
	if (!err)
		err = outgoing_queue(app->db, &order, ret_n);
	if (!err && strcmp(o->kind, "mail"))
		err = try_card(app, o, why, cap);
	else if (!err)
		err = outgoing_find(app->db, *ret_n, &row) ? try_mail(app, &row, why, cap)
							   : ERR_INTERNAL;
	if (!err)
		notify_nudge(app->notify);
	return err;
}

/* ---- what became of it -------------------------------------------------------------------- */

/* The words behind "smtp_550 5.1.1 <zoe@…> unknown" may hold an address: the history gets the first. */
int notify_tell(struct app *app, const struct outgoing *o, const char *what, const char *who,
		const char *note)
{
	BUF(detail);
	char slug[24];
	snprintf(slug, sizeof slug, "%.*s", (int)strcspn(note, " "), note);
	buf_str(&detail, "{\"letter\":");
	val_quote(o->letter[0] ? o->letter : o->why, &detail);
	buf_fmt(&detail, ",\"message\":%lld,\"via\":", (long long)o->n);
	val_quote(o->kind, &detail);
	if (slug[0]) {
		buf_str(&detail, ",\"why\":");
		val_quote(slug, &detail);
	}
	buf_char(&detail, '}');
	return event_add(app->db, o->nr, app_now(app), who, what, buf_text(&detail));
}

static int decide(struct app *app, int64_t n, const char *who, const char *what,
		  struct outgoing *row)
{
	if (!outgoing_find(app->db, n, row))
		return ERR_NOT_FOUND;
	int err = notify_tell(app, row, what, who, "");
	live_changed(app->live);
	return err;
}

int notify_retry(struct app *app, int64_t n, const char *who)
{
	struct outgoing row;
	int err = outgoing_retry(app->db, n, app_now(app));
	if (err)
		return outgoing_find(app->db, n, &row) ? err : ERR_NOT_FOUND;
	err = decide(app, n, who, "mail_retried", &row);
	notify_nudge(app->notify);
	return err;
}

int notify_drop(struct app *app, int64_t n, const char *who)
{
	struct outgoing row;
	int err = outgoing_drop(app->db, n, who, app_now(app));
	if (err)
		return outgoing_find(app->db, n, &row) ? err : ERR_NOT_FOUND;
	return decide(app, n, who, "message_dropped", &row);
}

int notify_handed(struct app *app, int64_t n, enum notify_how how, const char *who)
{
	static const struct {
		const char *note, *event;
	} ways[] = {
		[NOTIFY_PAPER] = { "paper", "message_handed" },
		[NOTIFY_PHONE] = { "phone", "message_told" },
	};
	struct outgoing row;
	int err = outgoing_handed(app->db, n, ways[how].note, who, app_now(app));
	if (err)
		return outgoing_find(app->db, n, &row) ? err : ERR_NOT_FOUND;
	err = decide(app, n, who, ways[how].event, &row);
	return err || strcmp(row.why, "confirmation") ? err : ladder_confirmed(app, row.nr);
}

int notify_bounced(struct app *app, int64_t n, const char *who)
{
	struct outgoing row;
	int err = outgoing_bounced(app->db, n, who, app_now(app));
	if (!outgoing_find(app->db, n, &row))
		return ERR_NOT_FOUND;
	if (err)
		return err;
	live_changed(app->live);
	return notify_tell(app, &row, "mail_failed", who, "bounced");
}
