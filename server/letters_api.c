/* Doors of letters.
 *
 * Owns nothing. Promises: what a step would send is found by taking it and taking all of it back, so
 * what is shown is what leaves; what a role may not see of a case it may not read in its letters (R55).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/letters_api.h"

#include <stdlib.h>
#include <string.h>

#include "server/app.h"
#include "server/case_act.h"
#include "server/case_view.h"
#include "server/letters.h"
#include "server/notify.h"
#include "server/outgoing_store.h"
#include "server/staff_store.h"
#include "server/words.h"
#include "shared/io/db.h"
#include "shared/io/http.h"

#define LETTERS_MOST 16 /* that one step sends */

/* "12/refer": a number and a word. */
static int split(const char *rest, int64_t *ret_n, char word[24])
{
	char digits[24];
	size_t n = strcspn(rest, "/");
	if (n >= sizeof digits || text_copy(word, 24, rest[n] ? rest + n + 1 : ""))
		return ERR_NOT_FOUND;
	memcpy(digits, rest, n);
	digits[n] = '\0';
	return int_parse(digits, 1, INT64_MAX, ret_n) ? OK : ERR_NOT_FOUND;
}

/* ---- words -------------------------------------------------------------------------------- */

static int put_words(struct app *app, const struct case_row *c, const struct outgoing *o, struct val *v)
{
	BUF(subject);
	BUF(text);
	BUF(subject_nl);
	BUF(text_nl);
	const char *lang = notify_lang(c, letter_find(o->letter));
	int err = notify_card(app, o->n, "", &subject, &text);
	if (!err && strcmp(lang, "nl"))
		err = notify_card(app, o->n, "nl", &subject_nl, &text_nl);
	if (err)
		return err;
	val_put_str(v, "lang", lang);
	val_put_str(v, "lang_label", words_get("lang", lang));
	val_put_str(v, "subject", buf_text(&subject));
	val_put_str(v, "text", buf_text(&text));
	val_put_str(v, "subject_nl", buf_text(&subject_nl));
	val_put_str(v, "text_nl", buf_text(&text_nl));
	return OK;
}

/* A message of a case this person may see. */
static int find_message(struct app *app, int64_t n, const struct login *who, struct outgoing *o,
			struct case_row *c)
{
	if (!outgoing_find(app->db, n, o) || !case_find(app->db, o->nr, c) ||
	    !case_within(who->sees, c))
		return ERR_NOT_FOUND;
	return case_may_see(c, who->role) ? OK : ERR_ROLE;
}

int letters_api_get(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	struct outgoing o;
	struct case_row c;
	char word[24];
	int64_t n;
	VAL(v) = val_object();
	if (!login_current(app, rq, &who))
		return ERR_AUTH;
	int err = split(rq->rest, &n, word);
	if (!err)
		err = word[0] ? ERR_NOT_FOUND : find_message(app, n, &who, &o, &c);
	if (err)
		return err;
	val_put_int(v, "id", o.n);
	val_put_int(v, "nr", o.nr);
	err = put_words(app, &c, &o, v);
	val_print(v, &rp->body);
	return err == ERR_INPUT ? ERR_GONE : err;
}

/* ---- deciding ----------------------------------------------------------------------------- */

static int on_paper(struct app *app, int64_t n, const char *who)
{
	return notify_handed(app, n, NOTIFY_PAPER, who);
}

static int by_phone(struct app *app, int64_t n, const char *who)
{
	return notify_handed(app, n, NOTIFY_PHONE, who);
}

int letters_api_act(struct app *app, const struct request *rq, struct reply *rp)
{
	static const struct {
		const char *word;
		int (*act)(struct app *app, int64_t n, const char *who);
	} acts[] = {
		{ "retry", notify_retry }, { "drop", notify_drop }, { "paper", on_paper },
		{ "phone", by_phone }, { "bounced", notify_bounced },
	};
	struct login who;
	struct outgoing o;
	struct case_row c;
	char word[24];
	int64_t n;
	(void)rp;
	int err = login_guard(app, rq, &who);
	if (!err)
		err = split(rq->rest, &n, word);
	if (!err)
		err = find_message(app, n, &who, &o, &c);
	if (err)
		return err;
	for (size_t i = 0; i < COUNT_OF(acts); i++) {
		if (strcmp(acts[i].word, word))
			continue;
		err = acts[i].act(app, n, who.name);
		return err ? err : OK_NO_CONTENT;
	}
	return ERR_NOT_FOUND;
}

/* ---- before a step ------------------------------------------------------------------------ */

struct gathering {
	int64_t before; /* the newest message there was */
	int count;
	struct outgoing row[LETTERS_MOST];
};

static bool newest(void *ctx, const struct outgoing *o)
{
	*(int64_t *)ctx = o->n;
	return false;
}

static bool gather(void *ctx, const struct outgoing *o)
{
	struct gathering *g = ctx;
	if (o->n > g->before && g->count < LETTERS_MOST)
		g->row[g->count++] = *o;
	return o->n > g->before;
}

static int put_letter(struct app *app, const struct case_row *c, const struct outgoing *o,
		      struct val *list)
{
	char to[160];
	struct val *row = val_object();
	case_message_to(app, c, o, to, sizeof to);
	val_put_str(row, "kind", o->kind);
	val_put_str(row, "why_label", words_get("why", o->why));
	val_put_str(row, "to_label", to);
	val_put_str(row, "address", o->address);
	val_put(list, NULL, row);
	return strcmp(o->kind, "call") ? put_words(app, c, o, row) : OK;
}

/* Inside the step's own savepoint: what it queued. */
static int put_letters(struct app *app, int64_t nr, struct gathering *g, struct val *list)
{
	struct case_row now;
	int err = case_find(app->db, nr, &now) ? OK : ERR_NOT_FOUND;
	outgoing_each(app->db, NULL, nr, LETTERS_MOST, gather, g);
	for (int i = g->count; i-- > 0 && !err;) /* in the order they leave */
		err = put_letter(app, &now, &g->row[i], list);
	return err;
}

static int rehearse(struct app *app, int64_t nr, const struct act *act, struct act_answer *answer,
		    struct val *list)
{
	struct gathering *g = mem_new(1, sizeof *g);
	outgoing_each(app->db, NULL, nr, 1, newest, &g->before);
	db_event_begin(app->db);
	int err = case_act(app, nr, act, answer);
	if (!err)
		err = put_letters(app, nr, g, list);
	db_event_end(app->db, false);
	free(g);
	return err;
}

int letters_api_preview(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	struct case_row c;
	struct act_answer answer = { .field = "" };
	char word[24];
	int64_t nr;
	VAL(body) = NULL;
	VAL(v) = val_object();
	int err = login_guard(app, rq, &who);
	if (!err)
		err = split(rq->rest, &nr, word);
	if (!err)
		err = case_find(app->db, nr, &c) && case_within(who.sees, &c) ? OK : ERR_NOT_FOUND;
	if (!err && !case_may_see(&c, who.role))
		err = ERR_ROLE;
	if (!err && rq->body_len)
		err = val_parse(rq->body, rq->body_len, NULL, &body, NULL);
	if (err)
		return err;
	const struct act act = { .action = flow_action_from(word), .by = staff_by(who.role),
				 .who = who.name, .in = body, .trial = true };
	if (act.action == AC_MAX || act.action <= AC_STRAND)
		return ERR_NOT_FOUND;
	err = rehearse(app, nr, &act, &answer, val_put_array(v, "letters"));
	if (err == ERR_INPUT)
		return reply_field(rp, err, answer.field);
	val_print(v, &rp->body);
	return err;
}
