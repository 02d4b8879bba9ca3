/* An office with cases whose tenants answer, for the suites about answers.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_CENTRAL_ANSWERS_H
#define TESTS_UNIT_CENTRAL_ANSWERS_H

#include "server/answers.h"
#include "tests/unit/central/office.h"

#define ID "019303f2-7c10-7abc-8def-01234567891"
#define CODE "AB10CD"

static inline int set_up(void **state)
{
	struct office *o = office_open();
	office_must_import(o, "rules", "rank,rule,party,reason\n10,alles,dept:repair,Gewoon\n");
	*state = o;
	return 0;
}

static inline int tear_down(void **state)
{
	office_close(*state);
	return 0;
}

/* A case whose follow code is CODE. */
static inline int64_t filed(struct office *o, struct report *r, int last)
{
	office_report(r, last);
	report_follow_hash(r->id, CODE, r->follow);
	r->follow[last % 2 ? REPORT_FOLLOW : HEX32_TEXT - 1] = '\0'; /* kiosks of both sorts */
	return office_case(o, r, 0);
}

static inline struct answer about(const struct report *r, const char *what)
{
	struct answer a = { .t = START_MS + 5, .channel = "kiosk", .lang = "nl" };
	strcpy(a.id, ID "0");
	strcpy(a.receipt, r->receipt);
	strcpy(a.follow, r->follow);
	strcpy(a.answer, what);
	strcpy(a.words, "Het lekt nog.");
	return a;
}

static inline int apply(struct office *o, const struct answer *a, char code[INGEST_CODE], char path[INGEST_PATH])
{
	VAL(body) = answer_write(a);
	struct raw_item it = { .n = 7, .schema = 1, .t = START_MS + 5, .body = body };
	strcpy(it.id, a->id);
	strcpy(it.kind, "case.answer");
	strcpy(it.device, "01930000-0000-7000-8000-000000000001");
	code[0] = path[0] = '\0';
	db_event_begin(o->app.db);
	int err = projection_apply(&o->app, &it, code, path);
	db_event_end(o->app.db, err == OK);
	return err;
}

struct told {
	const char *of;
	int count;
	char who[32], detail[400];
};

static inline void keep(void *ctx, const struct case_event *e)
{
	struct told *t = ctx;
	if (strcmp(e->what, t->of))
		return;
	t->count++;
	text_copy(t->who, sizeof t->who, e->who);
	text_copy(t->detail, sizeof t->detail, e->detail);
}

/* Events of that name in the history: how many, and the last of them. */
static inline struct told told(struct office *o, int64_t nr, const char *what)
{
	struct told t = { .of = what };
	event_each(o->app.db, nr, keep, &t);
	return t;
}

#endif
