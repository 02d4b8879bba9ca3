/* Rules and ladders for managers and administrators.
 *
 * Owns nothing; server/sets has the work.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/sets_api.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/live.h"
#include "server/sets.h"
#include "shared/base/text.h"
#include "shared/io/http.h"

/* A body with a file in it. */
static const struct val_limits FILE_LIMITS = {
	.bytes = 2 * SET_CSV_CAP, .depth = 4, .tokens = 64, .string = SET_CSV_CAP,
};

/* "rules", "rules/3", "rules/3.csv": the version 0 = in force. */
static const struct set_kind *read_rest(struct app *app, const char *rest, int64_t *version, bool *csv)
{
	char word[40];
	if (text_copy(word, sizeof word, rest))
		return NULL;
	size_t n = strlen(word);
	*csv = n > 4 && !strcmp(word + n - 4, ".csv");
	if (*csv)
		word[n - 4] = '\0';
	char *slash = strchr(word, '/');
	if (slash)
		*slash = '\0';
	const struct set_kind *k = set_kind_find(word);
	if (!k)
		return NULL;
	*version = set_newest(app, k);
	return !slash || int_parse(slash + 1, 1, INT64_MAX, version) ? k : NULL;
}

static void send_file(const struct set_kind *k, int64_t version, struct reply *rp)
{
	char name[80];
	snprintf(name, sizeof name, "attachment; filename=\"%s-%lld.csv\"", set_kind_word(k), (long long)version);
	reply_header(rp, "content-disposition", name);
	rp->type = "text/csv; charset=utf-8";
}

int sets_get(struct app *app, const struct request *rq, struct reply *rp)
{
	int64_t version;
	bool as_file;
	BUF(csv);
	VAL(v) = val_object();
	const struct set_kind *k = read_rest(app, rq->rest, &version, &as_file);
	if (!k)
		return ERR_NOT_FOUND;
	int err = version ? set_csv(app, k, version, as_file ? &rp->body : &csv) : OK;
	if (err || as_file) {
		if (!err)
			send_file(k, version, rp);
		return err;
	}
	val_put_str(v, "kind", set_kind_word(k));
	val_put_int(v, "version", version);
	val_put_int(v, "newest", set_newest(app, k));
	set_put_rows(app, k, buf_text(&csv), csv.len, val_put_array(v, "rows"));
	set_put_versions(app, k, val_put_array(v, "versions"));
	val_print(v, &rp->body);
	return OK;
}

/* What the three acts begin with: who asks, about which kind, and the body. */
static int begin(struct app *app, const struct request *rq, struct login *who,
		 const struct set_kind **ret_kind, struct val **ret_in)
{
	int err = login_guard(app, rq, who);
	if (err)
		return err;
	*ret_kind = set_kind_find(rq->rest);
	return *ret_kind ? val_parse(rq->body, rq->body_len, &FILE_LIMITS, ret_in, NULL) : ERR_NOT_FOUND;
}

int sets_check(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	const struct set_kind *k;
	BUF(before);
	VAL(in) = NULL;
	VAL(v) = val_object();
	int err = begin(app, rq, &who, &k, &in);
	if (err)
		return err;
	const char *csv = val_str_of(in, "csv", "");
	int64_t version = set_newest(app, k);
	if (!csv[0])
		return reply_field(rp, ERR_INPUT, "csv");
	if (version)
		err = set_csv(app, k, version, &before);
	if (err)
		return err;
	val_put_int(v, "version", version);
	if (!set_judge(k, csv, strlen(csv), val_put_array(v, "problems")))
		set_put_changes(app, k, &before, csv, strlen(csv), val_put_array(v, "changes"));
	val_print(v, &rp->body);
	return OK;
}

static int answer(struct app *app, int err, int64_t version, struct reply *rp)
{
	VAL(v) = val_object();
	if (err == ERR_INPUT || err == ERR_CONFLICT)
		return reply_field(rp, err, err == ERR_INPUT ? "csv" : "same");
	if (err == ERR_STALE)
		return reply_field(rp, err, "seen");
	if (err)
		return err;
	val_put_int(v, "version", version);
	val_print(v, &rp->body);
	live_changed(app->live);
	return OK;
}

int sets_publish(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	const struct set_kind *k;
	int64_t version = 0;
	VAL(in) = NULL;
	int err = begin(app, rq, &who, &k, &in);
	if (err)
		return err;
	const char *csv = val_str_of(in, "csv", "");
	err = set_publish(app, k, csv, strlen(csv), val_int_of(in, "seen", -1), who.name, &version);
	return answer(app, err, version, rp);
}

int sets_back(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	const struct set_kind *k;
	int64_t version = 0;
	VAL(in) = NULL;
	int err = begin(app, rq, &who, &k, &in);
	if (err)
		return err;
	err = set_back(app, k, val_int_of(in, "version", 0), val_int_of(in, "seen", -1), who.name, &version);
	return answer(app, err, version, rp);
}
