/* Letters as people may change them: shown, tried with invented facts, saved, put back.
 *
 * Owns nothing; server/letters judges and keeps them. Promises: words that do not pass are not kept, and
 * no fact of a real case is in a preview.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/texts_api.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/letters.h"
#include "server/live.h"
#include "server/sets.h"
#include "server/words.h"
#include "shared/base/text.h"
#include "shared/io/http.h"

static const char *const LANGS[] = { "nl", "en" };

static const struct val_limits TEXT_LIMITS = { .bytes = 65536, .depth = 3, .tokens = 16, .string = LETTER_CAP };

static const char *to_whom(const struct letter *l)
{
	return words_get("text_to", l->to == LETTER_REPORTER  ? "reporter"
				    : l->to == LETTER_PARTY   ? "party"
				    : l->to == LETTER_PARTNER ? "partner"
							      : "staff");
}

int texts_list(struct app *app, const struct request *rq, struct reply *rp)
{
	(void)rq;
	VAL(v) = val_object();
	struct val *list = val_put_array(v, "texts");
	for (const struct letter *l = LETTERS; l->name; l++) {
		struct val *row = val_object();
		val_put_str(row, "name", l->name);
		val_put_str(row, "label", words_get("text_name", l->name));
		val_put_str(row, "to", to_whom(l));
		struct val *langs = val_put_array(row, "langs");
		for (size_t i = 0; i < COUNT_OF(LANGS); i++) {
			BUF(text);
			bool own;
			struct val *one = val_object();
			letters_text(app->dir, LANGS[i], l, &text, &own);
			val_put_str(one, "lang", LANGS[i]);
			val_put_bool(one, "own", own);
			val_put(langs, NULL, one);
		}
		val_put(list, NULL, row);
	}
	val_print(v, &rp->body);
	return OK;
}

/* "nl/closed". */
static const struct letter *read_rest(const char *rest, char lang[3])
{
	if (strlen(rest) < 4 || rest[2] != '/')
		return NULL;
	snprintf(lang, 3, "%.2s", rest);
	return letters_speak(lang) ? letter_find(rest + 3) : NULL;
}

/* ---- how it reads ------------------------------------------------------------------------- */

static void put_sample(const struct app *app, const struct fact *f, struct val *facts)
{
	const int64_t tomorrow = app_now(app) + DAY_MS;
	switch (f->kind) {
	case FACT_LINE:
	case FACT_TEXT:
		val_put_str(facts, f->name, !strcmp(f->name, "corporation") ? app->settings.name
								     : words_get("text_sample", f->name));
		break;
	case FACT_DAY:
	case FACT_MOMENT:
	case FACT_CLOCK:
		val_put_int(facts, f->name, tomorrow);
		break;
	case FACT_NUMBER:
		val_put_int(facts, f->name, strcmp(f->name, "sequence") ? tomorrow : 1);
		break;
	case FACT_FLAG:
		val_put_bool(facts, f->name, false);
		break;
	}
}

/* Subject and body with invented facts. */
static int put_reading(const struct app *app, const char *lang, const struct letter *l, const char *template_text,
		       struct val *v)
{
	const struct letter_paper paper = { app->dir, lang, app->settings.timezone };
	char why[160] = "";
	BUF(subject);
	BUF(body);
	VAL(facts) = val_object();
	for (const struct fact *f = FACTS; f->name; f++)
		if (letter_knows(l, f->name))
			put_sample(app, f, facts);
	int err = letters_fill_with(&paper, l, template_text, facts, &subject, &body, why, sizeof why);
	val_put_str(v, "subject", buf_text(&subject));
	val_put_str(v, "body", buf_text(&body));
	return err;
}

int texts_get(struct app *app, const struct request *rq, struct reply *rp)
{
	char lang[3];
	bool own;
	BUF(text);
	VAL(v) = val_object();
	const struct letter *l = read_rest(rq->rest, lang);
	if (!l)
		return ERR_NOT_FOUND;
	letters_text(app->dir, lang, l, &text, &own);
	val_put_str(v, "name", l->name);
	val_put_str(v, "lang", lang);
	val_put_str(v, "label", words_get("text_name", l->name));
	val_put_str(v, "to", to_whom(l));
	val_put_str(v, "text", buf_text(&text));
	val_put_bool(v, "own", own);
	struct val *facts = val_put_array(v, "facts");
	for (const struct fact *f = FACTS; f->name; f++) {
		if (!letter_knows(l, f->name))
			continue;
		struct val *row = val_object();
		val_put_str(row, "name", f->name);
		val_put_bool(row, "needed", letter_names(l->need, f->name));
		val_put(facts, NULL, row);
	}
	int err = put_reading(app, lang, l, buf_text(&text), v);
	val_print(v, &rp->body);
	return err;
}

/* ---- changing ----------------------------------------------------------------------------- */

static int begin(struct app *app, const struct request *rq, struct login *who, const struct letter **ret_l,
		 char lang[3], struct val **ret_in)
{
	int err = login_guard(app, rq, who);
	if (err)
		return err;
	*ret_l = read_rest(rq->rest, lang);
	return *ret_l ? val_parse(rq->body, rq->body_len, &TEXT_LIMITS, ret_in, NULL) : ERR_NOT_FOUND;
}

int texts_preview(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	const struct letter *l;
	char lang[3], why[160] = "";
	BUF(problem);
	VAL(in) = NULL;
	VAL(v) = val_object();
	int err = begin(app, rq, &who, &l, lang, &in);
	if (err)
		return err;
	const char *text = val_str_of(in, "text", "");
	if (letters_judge(l, text, why, sizeof why))
		set_complaint(why, &problem);
	else if (put_reading(app, lang, l, text, v))
		return reply_field(rp, ERR_INPUT, "text");
	val_put_str(v, "problem", buf_text(&problem));
	val_print(v, &rp->body);
	return OK;
}

static int changed(struct app *app, const struct login *who, const char *what, const char *rest, int err)
{
	if (err)
		return err;
	app_audit_about(app, who->name, what, rest, "");
	live_changed(app->live);
	return OK_NO_CONTENT;
}

int texts_save(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	const struct letter *l;
	char lang[3], why[160];
	VAL(in) = NULL;
	int err = begin(app, rq, &who, &l, lang, &in);
	if (err)
		return err;
	const char *text = val_str_of(in, "text", "");
	if (letters_judge(l, text, why, sizeof why))
		return reply_field(rp, ERR_INPUT, "text");
	return changed(app, &who, "letter.change", rq->rest, letters_own_put(app->dir, lang, l, text));
}

int texts_reset(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	const struct letter *l;
	char lang[3];
	VAL(in) = NULL;
	(void)rp;
	int err = begin(app, rq, &who, &l, lang, &in);
	return err ? err : changed(app, &who, "letter.reset", rq->rest, letters_own_drop(app->dir, lang, l));
}
