/* See person_api.h. Looking through all reports is a long read; what is found is told or forgotten in the loop.
 *
 * Owns nothing. Promises: every export and erasure is in the audit, with who asked for it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/person_api.h"

#include <stdlib.h>
#include <string.h>

#include "server/app.h"
#include "server/heavy.h"
#include "server/person.h"
#include "shared/io/http.h"

struct asking {
	struct person person;
	struct person_cases list;
	const struct keys *keys;
	char who[64];
};

static int find(struct db *db, void *facts, struct buf *out)
{
	struct asking *a = facts;
	(void)out;
	return person_cases(db, a->keys, &a->person, &a->list);
}

static void drop(void *facts)
{
	struct asking *a = facts;
	person_cases_free(&a->list);
	free(a);
}

static void note(struct app *app, const struct asking *a, const char *what)
{
	app_audit(app, a->who, what, a->person.row.number[0] ? a->person.row.number : "by phone or mail");
}

static int tell(struct app *app, void *facts, struct reply *rp)
{
	struct asking *a = facts;
	VAL(all) = val_object();
	person_export(app, &a->person, &a->list, all);
	val_print_pretty(all, &rp->body);
	reply_header(rp, "Content-Disposition", "attachment; filename=\"persoonsgegevens.json\"");
	note(app, a, "person.export");
	return OK;
}

static int forget(struct app *app, void *facts, struct reply *rp)
{
	struct asking *a = facts;
	int64_t open = 0;
	VAL(v) = val_object();
	int err = person_erase(app, &a->list, a->who, &open);
	if (err && !open)
		return err;
	val_put_int(v, "open", open);
	val_put_int(v, "forgotten", open ? 0 : a->list.count);
	val_print(v, &rp->body);
	if (!open)
		note(app, a, "person.erase");
	return OK;
}

static const struct heavy_read TELL = { find, tell, drop };
static const struct heavy_read FORGET = { find, forget, drop };

static int ask(struct app *app, const struct request *rq, struct reply *rp, const struct heavy_read *how)
{
	struct login who;
	VAL(in) = NULL;
	int err = login_body(app, rq, NULL, &who, &in);
	if (err)
		return err;
	struct asking *a = mem_new(1, sizeof *a);
	a->keys = app->keys;
	text_copy(a->who, sizeof a->who, who.name);
	err = person_find(app, val_str_of(in, "tenant", ""), val_str_of(in, "phone", ""), val_str_of(in, "mail", ""),
			  &a->person);
	if (!err)
		return heavy_answer(app, rq, rp, how, a);
	drop(a);
	return err;
}

int person_api_export(struct app *app, const struct request *rq, struct reply *rp)
{
	return ask(app, rq, rp, &TELL);
}

int person_api_erase(struct app *app, const struct request *rq, struct reply *rp)
{
	return ask(app, rq, rp, &FORGET);
}
