/* The messages of a case for its page: to whom, how each stands and why, what a person may decide.
 *
 * Owns nothing. Promises: an act is offered exactly when the store would take it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/case_view.h"
#include "server/letters.h"
#include "server/notify.h"
#include "server/outgoing_store.h"
#include "server/routing.h"
#include "server/words.h"

#define MESSAGES_MAX 200 /* shown; the confirmation is among the oldest */

/* ---- to whom ------------------------------------------------------------------------------ */

/* The party a letter names: the one it was written for, else that of the case. */
static void party_of(struct app *app, const struct case_row *c, const struct outgoing *o, char key[64])
{
	BUF(json);
	VAL(given) = NULL;
	text_copy(key, 64, c->party);
	outgoing_facts(app->db, o->n, &json);
	if (json.len && !val_parse(buf_text(&json), json.len, NULL, &given, NULL))
		text_copy(key, 64, val_str_of(given, "party_key", c->party));
}

void case_message_to(struct app *app, const struct case_row *c, const struct outgoing *o, char *out,
		     size_t cap)
{
	char key[64];
	const struct letter *l = letter_find(o->letter);
	if (!l || l->to == LETTER_REPORTER) {
		snprintf(out, cap, "%s%s%s", words_get("letter-to", "reporter"), c->name[0] ? ": " : "",
			 c->name);
		return;
	}
	if (l->to == LETTER_STAFF) {
		text_copy(out, cap, words_get("letter-to", "staff"));
		return;
	}
	party_of(app, c, o, key);
	routing_party_label(app, key, out, cap);
}

/* ---- how it stands ------------------------------------------------------------------------ */

/* The first word of a note as a sentence: what a mail server or we ourselves had against it. */
static const char *reason_of(const struct outgoing *o)
{
	static const struct {
		const char *begin, *word;
	} families[] = { { "smtp_5", "smtp_5" }, { "smtp_4", "smtp_4" }, { "curl_", "curl" } };
	char slug[32];
	if (!o->note[0] || !strcmp(o->kind, "call"))
		return "";
	for (size_t i = 0; i < COUNT_OF(families); i++)
		if (!strncmp(o->note, families[i].begin, strlen(families[i].begin)))
			return words_get("mail-why", families[i].word);
	snprintf(slug, sizeof slug, "%.*s", (int)strcspn(o->note, " "), o->note);
	const char *text = words_get("mail-why", slug);
	return text == slug ? words_get("mail-why", "other") : text;
}

/* What may be decided, by kind and state. A mail that came back has nothing left to send. */
static void put_acts(const struct outgoing *o, struct val *list)
{
	static const struct {
		const char *kinds, *states, *act;
	} rows[] = {
		{ "mail", "failed unsure", "retry" },
		{ "mail", "waiting failed unsure", "paper" },
		{ "print sms", "waiting", "paper" },
		{ "mail", "waiting failed unsure", "phone" },
		{ "mail", "sent", "bounced" },
		{ "mail print sms", "waiting failed unsure", "drop" },
	};
	bool back = !strcmp(o->note, "bounced");
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (letter_names(rows[i].kinds, o->kind) && letter_names(rows[i].states, o->state) &&
		    !(back && !strcmp(rows[i].act, "retry")))
			val_put_str(list, NULL, rows[i].act);
}

static void put_state(const struct outgoing *o, struct val *v)
{
	bool back = !strcmp(o->note, "bounced") && !strcmp(o->state, "failed");
	val_put_int(v, "id", o->n);
	val_put_str(v, "kind", o->kind);
	val_put_str(v, "state", o->state);
	val_put_str(v, "state_label", words_get("outgoing", back ? "bounced" : o->state));
	val_put_int(v, "due", o->due);
	val_put_int(v, "attempts", o->attempts);
	val_put_str(v, "note", o->note);
}

/* All messages of a case, newest first; its confirmation stands apart as well (R41). */
struct messages {
	struct app *app;
	const struct case_row *c;
	struct val *page, *list;
	bool confirmed;
};

static bool put_message(void *ctx, const struct outgoing *o)
{
	struct messages *m = ctx;
	char to[160];
	struct val *row = val_object();
	put_state(o, row);
	case_message_to(m->app, m->c, o, to, sizeof to);
	val_put_str(row, "why", o->why);
	val_put_str(row, "why_label", words_get("why", o->why));
	val_put_str(row, "letter", o->letter);
	val_put_str(row, "to", o->address);
	val_put_str(row, "to_label", to);
	val_put_str(row, "lang", notify_lang(m->c, letter_find(o->letter)));
	val_put_str(row, "reason", reason_of(o));
	val_put_int(row, "done", o->done);
	val_put_str(row, "by", o->by);
	put_acts(o, val_put_array(row, "acts"));
	val_put(m->list, NULL, row);
	if (!m->confirmed && !strcmp(o->why, "confirmation")) {
		put_state(o, val_put_object(m->page, "confirmation"));
		m->confirmed = true;
	}
	return true;
}

void case_put_messages(struct app *app, const struct case_row *c, struct val *page)
{
	struct messages m = { app, c, page, val_put_array(page, "messages"), false };
	outgoing_each(app->db, NULL, c->nr, MESSAGES_MAX, put_message, &m);
}
