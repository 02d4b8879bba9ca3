/* The audit as staff read it: by person, kind and day.
 *
 * Owns nothing. Promises: a manager reads no log-ins and no changes of accounts, whatever is asked.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/audit_api.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/audit_store.h"
#include "server/civil.h"
#include "server/people_api.h"
#include "server/routing.h"
#include "server/staff_store.h"
#include "server/words.h"
#include "shared/base/buf.h"
#include "shared/base/text.h"
#include "shared/base/val.h"
#include "shared/io/http.h"

#define LIST_MAX 100

/* Kinds a page offers: which rows belong to one (the part of "what" before the dot), who reads it. */
static const struct audit_kind {
	const char *key, *kinds;
	unsigned who;
} KINDS[] = {
	{ "login", "login", WHO_ADMIN },
	{ "users", "user", WHO_ADMIN },
	{ "rules", "rules ladder leader", WHO_ADMIN | WHO_MANAGER },
	{ "register", "import contract contact dwelling party", WHO_ADMIN | WHO_MANAGER },
	{ "site", "site letter phrase", WHO_ADMIN | WHO_MANAGER },
	{ "devices", "device keys quarantine", WHO_ADMIN | WHO_MANAGER },
	{ "looks", "case", WHO_ADMIN | WHO_MANAGER },
	{ "exports", "export person retention", WHO_ADMIN | WHO_MANAGER },
};

/* A list being filled. */
struct filling {
	struct app *app;
	struct val *list;
};

/* Roles and departments of an account stand in the audit as codes; people read their names. */
static void tell_rights(struct app *app, const char *detail, struct buf *out)
{
	char copy[400], label[120], *save = NULL;
	text_copy(copy, sizeof copy, detail);
	for (char *w = strtok_r(copy, " ", &save); w; w = strtok_r(NULL, " ", &save)) {
		bool joins = !out->len || !strcmp(w, "->");
		text_copy(label, sizeof label, words_get("role", words_get("audit_detail", w)));
		if (people_is_department(w))
			routing_party_label(app, w, label, sizeof label);
		buf_fmt(out, "%s%s", !out->len ? "" : joins || buf_text(out)[out->len - 1] == ':' ? " " : ", ",
			label);
	}
}

static void put_row(void *ctx, const struct audit_row *r)
{
	struct filling *f = ctx;
	struct val *row = val_object();
	BUF(detail);
	if (!strncmp(r->what, "user.", 5))
		tell_rights(f->app, r->detail, &detail);
	else
		buf_str(&detail, r->detail);
	val_put_int(row, "n", r->n);
	val_put_int(row, "t", r->t);
	val_put_str(row, "who", r->who);
	val_put_str(row, "what", r->what);
	val_put_str(row, "label", words_get("audit", r->what));
	val_put_str(row, "about", r->about);
	val_put_str(row, "detail", buf_text(&detail));
	val_put(f->list, NULL, row);
}

static void put_kinds(unsigned who, struct val *list)
{
	for (size_t i = 0; i < COUNT_OF(KINDS); i++) {
		if (!(KINDS[i].who & who))
			continue;
		struct val *row = val_object();
		val_put_str(row, "key", KINDS[i].key);
		val_put_str(row, "label", words_get("audit_kind", KINDS[i].key));
		val_put(list, NULL, row);
	}
}

/* What this role may not read, as a list of kinds. */
static void hidden_for(unsigned who, char *out, size_t cap)
{
	size_t n = 0;
	out[0] = '\0';
	for (size_t i = 0; i < COUNT_OF(KINDS); i++)
		if (!(KINDS[i].who & who) && n + strlen(KINDS[i].kinds) + 2 < cap)
			n += (size_t)snprintf(out + n, cap - n, "%s%s", n ? " " : "", KINDS[i].kinds);
}

/* A civil day of the query; missing or empty: `open`. */
static int read_day(struct app *app, const struct request *rq, struct reply *rp, const char *name,
		    bool end, int64_t open, int64_t *ret)
{
	char day[16] = "";
	*ret = open;
	(void)http_arg(rq, name, day, sizeof day);
	if (!day[0])
		return OK;
	if (!day_valid(day))
		return reply_field(rp, ERR_INPUT, name);
	*ret = end ? civil_end(app, day) + 1 : civil_begin(app, day);
	return OK;
}

static int read_kind(const struct request *rq, struct reply *rp, struct audit_query *q)
{
	char key[16] = "";
	(void)http_arg(rq, "kind", key, sizeof key);
	if (!key[0])
		return OK;
	for (size_t i = 0; i < COUNT_OF(KINDS); i++)
		if (!strcmp(KINDS[i].key, key)) {
			q->kinds = KINDS[i].kinds;
			return OK;
		}
	return reply_field(rp, ERR_INPUT, "kind");
}

int audit_list(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	char name[64] = "", before[24] = "", hidden[160];
	struct audit_query q = { .who = name, .kinds = "", .hidden = hidden, .limit = LIST_MAX };
	VAL(v) = val_object();
	if (!login_current(app, rq, &who))
		return ERR_AUTH;
	(void)http_arg(rq, "who", name, sizeof name);
	if (http_arg(rq, "before", before, sizeof before) &&
	    !int_parse(before, 0, INT64_C(1) << 50, &q.before))
		return reply_field(rp, ERR_INPUT, "before");
	int err = read_kind(rq, rp, &q);
	if (!err)
		err = read_day(app, rq, rp, "from", false, 0, &q.from);
	if (!err)
		err = read_day(app, rq, rp, "until", true, INT64_C(1) << 60, &q.until);
	if (err)
		return err;
	hidden_for(staff_who(who.role), hidden, sizeof hidden);
	struct filling f = { app, val_put_array(v, "rows") };
	bool more = audit_each(app->db, &q, put_row, &f);
	val_put_bool(v, "more", more);
	put_kinds(staff_who(who.role), val_put_array(v, "kinds"));
	val_print(v, &rp->body);
	return OK;
}
