/* Rules and ladders as versions.
 *
 * Owns nothing; the files lie in rule_store and ladder_set_store. Promises: what is put in force was
 * judged by the reader that will use it, and was compared with what is in force at that moment.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/sets.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/ladder_set.h"
#include "server/ladder_set_store.h"
#include "server/routing.h"
#include "server/rule_store.h"
#include "server/sets_inside.h"
#include "shared/model/rules.h"

static const struct column RULES[] = {
	{ "rank", RANK },   { "rule", NAME },     { "branch", WHEN },   { "kind", WHEN },
	{ "cause", WHEN },  { "area", WHEN },     { "object", WHEN },   { "fault", WHEN },
	{ "urgency", WHEN }, { "nom", WHEN },     { "complex", WHEN },  { "payer", WHEN },
	{ "provider", WHEN }, { "supplier", WHEN }, { "channel", WHEN }, { "party", THEN },
	{ "reason", REASON }, { 0 },
};

static const struct column LADDER[] = {
	{ "rank", RANK },   { "clock", NAME },  { "kind", WHEN },   { "urgency", WHEN },
	{ "party", WHEN },  { "state", WHEN },  { "starts", WHEN }, { "stops", WHEN },
	{ "amount", THEN }, { "unit", THEN },   { "warn", THEN },   { "rungs", THEN },
	{ "reason", REASON }, { 0 },
};

static bool judge_rules(const char *csv, size_t len,
			void (*problem)(void *ctx, int line, const char *why), void *ctx)
{
	struct rules *r = routing_parse(csv, len, problem, ctx);
	rules_free(r);
	return r != NULL;
}

static bool judge_ladder(const char *csv, size_t len,
			 void (*problem)(void *ctx, int line, const char *why), void *ctx)
{
	struct ladder *l = ladder_set_parse(csv, len, problem, ctx);
	ladder_free(l);
	return l != NULL;
}

static const struct set_kind KINDS[] = {
	{ "rules", "rule", RULES, rule_set_newest, rule_set_find, rule_set_each, judge_rules, routing_publish },
	{ "ladder", "rank", LADDER, ladder_set_newest, ladder_set_find, ladder_set_each, judge_ladder,
	  ladder_set_publish },
};

const struct set_kind *set_kind_find(const char *word)
{
	for (size_t i = 0; i < COUNT_OF(KINDS); i++)
		if (!strcmp(KINDS[i].word, word))
			return &KINDS[i];
	return NULL;
}

const char *set_kind_word(const struct set_kind *k)
{
	return k->word;
}

int64_t set_newest(struct app *app, const struct set_kind *k)
{
	return k->newest(app->db);
}

int set_csv(struct app *app, const struct set_kind *k, int64_t version, struct buf *out)
{
	return k->find(app->db, version, out);
}

static void put_version(void *ctx, int64_t version, int64_t added, const char *who)
{
	struct val *row = val_object();
	val_put_int(row, "version", version);
	val_put_int(row, "added", added);
	val_put_str(row, "who", who);
	val_put(ctx, NULL, row);
}

void set_put_versions(struct app *app, const struct set_kind *k, struct val *list)
{
	k->each(app->db, put_version, list);
}

/* ---- judging ------------------------------------------------------------------------------ */

void set_put_problem(void *ctx, int line, const char *why)
{
	struct val *row = val_object();
	BUF(text);
	set_complaint(why, &text);
	val_put_int(row, "line", line);
	val_put_str(row, "text", buf_text(&text));
	val_put_str(row, "why", why);
	val_put(ctx, NULL, row);
}

int set_judge(const struct set_kind *k, const char *csv, size_t len, struct val *list)
{
	k->judge(csv, len, set_put_problem, list);
	return val_count(list);
}

/* ---- putting in force --------------------------------------------------------------------- */

int set_publish(struct app *app, const struct set_kind *k, const char *csv, size_t len, int64_t seen,
		const char *who, int64_t *ret_version)
{
	if (set_newest(app, k) != seen)
		return ERR_STALE;
	if (!k->judge(csv, len, NULL, NULL))
		return ERR_INPUT;
	int err = k->publish(app, csv, len, who, ret_version);
	return !err && *ret_version == seen ? ERR_CONFLICT : err;
}

int set_back(struct app *app, const struct set_kind *k, int64_t version, int64_t seen, const char *who,
	     int64_t *ret_version)
{
	char what[24], about[24], detail[24];
	BUF(csv);
	int err = set_csv(app, k, version, &csv);
	if (!err)
		err = set_publish(app, k, buf_text(&csv), csv.len, seen, who, ret_version);
	if (err)
		return err;
	snprintf(what, sizeof what, "%s.back", k->word);
	snprintf(about, sizeof about, "%lld", (long long)*ret_version);
	snprintf(detail, sizeof detail, "%lld", (long long)version);
	app_audit_about(app, who, what, about, detail);
	return OK;
}
