/* Standard texts and their holes.
 *
 * Owns nothing; texts are server/phrase_store's. Promises: a text with an unknown hole is never kept,
 * so nothing in braces ever reaches a customer.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/phrases.h"

#include <string.h>

#include "server/app.h"
#include "server/case_view.h"
#include "server/phrase_store.h"
#include "server/register_store.h"
#include "server/routing.h"
#include "server/words.h"
#include "shared/base/text.h"
#include "shared/io/http.h"

/* ---- holes -------------------------------------------------------------------------------- */

#define FILL_CAP 300

static void fill_receipt(struct app *app, const struct case_row *c, char out[FILL_CAP])
{
	(void)app;
	text_copy(out, FILL_CAP, c->receipt);
}

static void fill_address(struct app *app, const struct case_row *c, char out[FILL_CAP])
{
	struct dwelling d;
	if (c->unit[0] && dwelling_find(app->db, c->unit, &d))
		dwelling_label(&d, out, FILL_CAP);
}

static void fill_party(struct app *app, const struct case_row *c, char out[FILL_CAP])
{
	if (c->party[0])
		routing_party_label(app, c->party, out, FILL_CAP);
}

static void fill_subject(struct app *app, const struct case_row *c, char out[FILL_CAP])
{
	case_subject(app, c, out, FILL_CAP);
}

static void fill_corporation(struct app *app, const struct case_row *c, char out[FILL_CAP])
{
	(void)c;
	text_copy(out, FILL_CAP, app->settings.name);
}

static void fill_phone(struct app *app, const struct case_row *c, char out[FILL_CAP])
{
	(void)c;
	text_copy(out, FILL_CAP, app->settings.phone);
}

/* Codes; how people write them are words of the group "hole". */
static const struct hole {
	const char *code;
	void (*fill)(struct app *app, const struct case_row *c, char out[FILL_CAP]);
} HOLES[] = {
	{ "receipt", fill_receipt }, { "address", fill_address },
	{ "party", fill_party },     { "subject", fill_subject },
	{ "corporation", fill_corporation }, { "phone", fill_phone },
};

static const char SUBJECTS[][8] = { "note", "result", "message" };

/* The hole that begins at p, and where it ends; NULL: none of ours. */
static const struct hole *hole_at(const char *p, const char **ret_end)
{
	const char *end = strchr(p, '}');
	if (!end)
		return NULL;
	*ret_end = end + 1;
	for (size_t i = 0; i < COUNT_OF(HOLES); i++) {
		const char *name = words_get("hole", HOLES[i].code);
		if (strlen(name) == (size_t)(end - p - 1) && !memcmp(name, p + 1, strlen(name)))
			return &HOLES[i];
	}
	return NULL;
}

int phrases_judge(const char *text)
{
	for (const char *p = strchr(text, '{'), *end; p; p = strchr(end, '{'))
		if (!hole_at(p, &end))
			return ERR_INPUT;
	return OK;
}

void phrases_fill(struct app *app, const struct case_row *c, const char *text, struct buf *out)
{
	for (const char *p = text, *end; *p; p = end) {
		const struct hole *h = *p == '{' ? hole_at(p, &end) : NULL;
		char filled[FILL_CAP] = "";
		if (!h) {
			end = p + 1 + strcspn(p + 1, "{");
			buf_add(out, p, (size_t)(end - p));
			continue;
		}
		h->fill(app, c, filled);
		buf_str(out, filled[0] ? filled : words_get("hole-empty", h->code));
	}
}

/* ---- reading ------------------------------------------------------------------------------ */

struct listing {
	struct app *app;
	const struct case_row *c; /* NULL: as they were written */
	struct val *list;
};

static void put_phrase(void *ctx, const struct phrase *p)
{
	struct listing *l = ctx;
	BUF(text);
	struct val *row = val_object();
	if (l->c)
		phrases_fill(l->app, l->c, p->text, &text);
	else
		buf_str(&text, p->text);
	val_put_int(row, "id", p->n);
	val_put_str(row, "subject", p->subject);
	val_put_str(row, "subject_label", words_get("phrase", p->subject));
	val_put_str(row, "title", p->title);
	val_put_str(row, "text", buf_text(&text));
	val_put_int(row, "changed", p->changed);
	val_put_str(row, "by", p->by);
	val_put(l->list, NULL, row);
}

static void put_word(struct val *list, const char *key, const char *value, const char *label)
{
	struct val *row = val_object();
	val_put_str(row, key, value);
	val_put_str(row, "label", label);
	val_put(list, NULL, row);
}

int phrases_list(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rq;
	VAL(v) = val_object();
	struct listing l = { app, NULL, val_put_array(v, "texts") };
	phrase_each(app->db, put_phrase, &l);
	struct val *subjects = val_put_array(v, "subjects"), *holes = val_put_array(v, "holes");
	for (size_t i = 0; i < COUNT_OF(SUBJECTS); i++)
		put_word(subjects, "value", SUBJECTS[i], words_get("phrase", SUBJECTS[i]));
	for (size_t i = 0; i < COUNT_OF(HOLES); i++)
		put_word(holes, "name", words_get("hole", HOLES[i].code),
			 words_get("hole-label", HOLES[i].code));
	val_print(v, &rp->body);
	return OK;
}

int phrases_of_case(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	struct case_row c;
	int64_t nr;
	VAL(v) = val_object();
	if (!login_current(app, rq, &who))
		return ERR_AUTH;
	if (!int_parse(rq->rest, 1, INT64_MAX, &nr) || !case_find(app->db, nr, &c) ||
	    !case_within(who.sees, &c))
		return ERR_NOT_FOUND;
	if (!case_may_see(&c, who.role))
		return ERR_ROLE;
	struct listing l = { app, &c, val_put_array(v, "texts") };
	phrase_each(app->db, put_phrase, &l);
	val_print(v, &rp->body);
	return OK;
}

/* ---- keeping ------------------------------------------------------------------------------ */

static bool is_subject(const char *s)
{
	for (size_t i = 0; i < COUNT_OF(SUBJECTS); i++)
		if (!strcmp(SUBJECTS[i], s))
			return true;
	return false;
}

/* NULL, or the field that is wrong. */
static const char *read_phrase(const struct val *in, struct phrase *p)
{
	const char *title = val_str_of(in, "title", ""), *text = val_str_of(in, "text", "");
	p->n = val_int_of(in, "id", 0);
	if (!is_subject(val_str_of(in, "subject", "")))
		return "subject";
	text_copy(p->subject, sizeof p->subject, val_str_of(in, "subject", ""));
	if (!title[strspn(title, " \t\r\n")] || text_copy(p->title, sizeof p->title, title))
		return "title";
	if (!text[strspn(text, " \t\r\n")] || text_copy(p->text, sizeof p->text, text) ||
	    phrases_judge(text))
		return "text";
	return NULL;
}

static int done(struct app *app, int err, const char *who, const char *what, const char *title)
{
	BUF(detail);
	if (err)
		return err;
	buf_str(&detail, "{\"title\":");
	val_quote(title, &detail);
	buf_char(&detail, '}');
	app_audit(app, who, what, buf_text(&detail));
	return OK_NO_CONTENT;
}

int phrases_put(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	struct phrase p = { .n = 0 };
	VAL(in) = NULL;
	int err = login_body(app, rq, NULL, &who, &in);
	if (err)
		return err;
	const char *field = read_phrase(in, &p);
	if (field) {
		if (!strcmp(field, "text") && phrases_judge(p.text))
			rp->sentence = words_get("phrase-fault", "hole");
		return reply_field(rp, ERR_INPUT, field);
	}
	p.changed = app_now(app);
	text_copy(p.by, sizeof p.by, who.name);
	err = phrase_put(app->db, &p);
	if (err == ERR_CONFLICT) {
		rp->sentence = words_get("phrase-fault", "title");
		return reply_field(rp, err, "title");
	}
	return done(app, err, who.name, "phrase.set", p.title);
}

int phrases_remove(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	char digits[24];
	int64_t n;
	size_t len = strcspn(rq->rest, "/");
	(void)rp;
	int err = login_guard(app, rq, &who);
	if (err)
		return err;
	if (len >= sizeof digits || strcmp(rq->rest + len, "/remove"))
		return ERR_NOT_FOUND;
	memcpy(digits, rq->rest, len);
	digits[len] = '\0';
	if (!int_parse(digits, 1, INT64_MAX, &n))
		return ERR_NOT_FOUND;
	return done(app, phrase_remove(app->db, n), who.name, "phrase.removed", digits);
}
