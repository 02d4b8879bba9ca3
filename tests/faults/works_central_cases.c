/* Workloads of cases: made, moved, written about, forgotten (matrix 8, 9).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/faults/works_central.h"

#include "server/case_act.h"
#include "server/forget.h"
#include "server/ladder.h"
#include "server/notify.h"
#include "server/person.h"

/* ---- projection --------------------------------------------------------------------------------- */

static int file_report(struct house *h, int last)
{
	struct report r;
	int64_t nr = 0;
	BUF(json);

	office_report(&r, last);
	VAL(v) = report_write(&r);
	val_print(v, &json);
	const struct origin from = {
		.item = 0, .device = "01930000-0000-7000-8000-000000000001", .who = "zuil",
		.captured = r.t, .body_json = json.data, .body_len = json.len,
	};
	house_begin(h);
	return house_done(h, projection_report(&h->o.app, &r, catalogues_get(&h->o.app, r.catalogue), &from, &nr));
}

static bool filed(struct house *h, int confirmed)
{
	int64_t n = ROW(h, "SELECT count(*) FROM case_file");

	return (n == confirmed || n == confirmed + 1) &&
	       ROW(h, "SELECT count(DISTINCT receipt) FROM case_file") == n &&
	       ROW(h, "SELECT count(*) FROM outgoing WHERE why = 'confirmation'") <= n;
}

/* ---- steps -------------------------------------------------------------------------------------- */

static void one_case(struct house *h)
{
	assert_int_equal(file_report(h, 1), OK);
}

static void two_cases(struct house *h)
{
	assert_int_equal(file_report(h, 1), OK);
	assert_int_equal(file_report(h, 2), OK);
}

static int act_on(struct house *h, int64_t nr, enum action action, const char *fields)
{
	struct act_answer answer;
	VAL(in) = NULL;

	if (fields && val_parse(fields, strlen(fields), NULL, &in, NULL))
		return ERR_JSON;
	const struct act act = { .action = action, .by = BY_PLANNER, .who = "piet", .in = in };
	house_begin(h);
	return house_done(h, case_act(&h->o.app, nr, &act, &answer));
}

static int64_t first_case(struct house *h)
{
	return ROW(h, "SELECT min(nr) FROM case_file");
}

static int act(struct house *h, int i)
{
	static const struct {
		enum action action;
		const char *fields;
	} steps[] = {
		{ AC_NOTE, "{\"note\":\"gebeld\"}" },
		{ AC_START, NULL },
		{ AC_DONE, "{\"by\":\"Piet\",\"when\":\"2026-11-28\",\"what\":\"kraan gemaakt\"}" },
		{ AC_CLOSE, NULL },
	};

	return act_on(h, first_case(h), steps[i].action, steps[i].fields);
}

/* Each step left one event and they follow each other. */
static bool acted(struct house *h, int confirmed)
{
	return ROW(h, "SELECT count(*) FROM case_event WHERE who = 'piet'") >= confirmed;
}

static int tick(struct house *h, int i)
{
	h->o.wall += (i + 1) * 40 * DAY_MS;
	ladder_tick(&h->o.app, 100);
	return db_turn_end(h->o.app.db);
}

/* ---- what leaves -------------------------------------------------------------------------------- */

static int order(struct house *h, int i)
{
	const struct outgoing_order o = {
		.nr = first_case(h), .kind = "mail", .why = "question", .letter = "question",
		.address = "x@y.example", .facts = "{\"text\":\"?\"}", .due = START_MS + i,
	};
	int64_t n;

	house_begin(h);
	return house_done(h, outgoing_queue(h->o.app.db, &o, &n));
}

/* Queued, begun, settled: a mail found 'sending' may have left. */
static int send(struct house *h, int i)
{
	int64_t n = ROW(h, "SELECT min(n) FROM outgoing WHERE kind = 'mail'");

	if (i == 0)
		return order(h, 0);
	house_begin(h);
	return house_done(h, i == 1 ? outgoing_begin(h->o.app.db, n)
				    : outgoing_settle(h->o.app.db, n, "sent", 0, START_MS, ""));
}

/* The first byte leaves only after it was marked. */
static bool sent(struct house *h, int confirmed)
{
	return confirmed < 2 || ROW(h, "SELECT count(*) FROM outgoing WHERE state IN ('sending', 'sent')") == 1;
}

static void one_sending(struct house *h)
{
	one_case(h);
	for (int i = 0; i < 2; i++)
		assert_int_equal(send(h, i), OK);
}

static int recover(struct house *h, int i)
{
	int64_t n = ROW(h, "SELECT min(n) FROM outgoing WHERE kind = 'mail'");
	int err = OK;

	house_begin(h);
	if (i == 0)
		outgoing_recover(h->o.app.db, START_MS);
	else
		err = outgoing_drop(h->o.app.db, n, "piet", START_MS);
	return house_done(h, err);
}

/* ---- persons ------------------------------------------------------------------------------------ */

static void closed_cases(struct house *h)
{
	two_cases(h);
	for (int64_t nr = first_case(h); nr < first_case(h) + 2; nr++) {
		assert_int_equal(act_on(h, nr, AC_NOTE, "{\"note\":\"J. de Vries belde\"}"), OK);
		assert_int_equal(act_on(h, nr, AC_START, NULL), OK);
		assert_int_equal(act_on(h, nr, AC_DONE, "{\"by\":\"Piet\",\"when\":\"2026-11-28\",\"what\":\"x\"}"), OK);
		assert_int_equal(act_on(h, nr, AC_CLOSE, NULL), OK);
	}
}

static int erase(struct house *h, int i)
{
	struct person *p = mem_new(1, sizeof(*p));
	struct person_cases list = { 0 };
	int64_t open = 0;

	(void)i;
	house_begin(h);
	int err = person_find(&h->o.app, "", "", "j@x.example", p);
	err = err ? err : person_cases(h->o.app.db, h->o.app.keys, p, &list);
	err = err ? err : person_erase(&h->o.app, &list, "beheer", &open);
	person_cases_free(&list);
	free(p);
	return house_done(h, err);
}

/* Of all their cases, or of none. */
static bool erased(struct house *h, int confirmed)
{
	int64_t n = ROW(h, "SELECT count(*) FROM case_file WHERE name = 'J. de Vries'");

	return confirmed ? n == 0 : n == 0 || n == 2;
}

static int forget(struct house *h, int i)
{
	h->o.wall += 3650 * DAY_MS;
	house_begin(h);
	int gone = forget_some(&h->o.app, 1);
	int err = house_done(h, OK);

	(void)i;
	if (!err)
		forget_files(&h->o.app);
	return err ? err : gone == 1 ? OK : ERR_INTERNAL;
}

const struct work CENTRAL_CASES[] = {
	{ .name = "reports that become cases", .rows = "matrix 8, 9", .steps = 3, .step = file_report, .holds = filed },
	{ .name = "steps with a case", .rows = "matrix 9", .prepare = one_case, .steps = 4, .step = act, .holds = acted },
	{ .name = "deadlines that pass", .rows = "matrix 9, 46", .prepare = two_cases, .steps = 2, .step = tick,
	  .states = 40 },
	{ .name = "messages that are queued", .rows = "matrix 9", .prepare = one_case, .steps = 3, .step = order },
	{ .name = "a mail that is sent", .rows = "matrix 9", .prepare = one_case, .steps = 3, .step = send,
	  .holds = sent },
	{ .name = "a mail cut off while it was sent", .rows = "matrix 9", .prepare = one_sending, .steps = 2,
	  .step = recover },
	{ .name = "a person who is erased", .rows = "matrix 9", .prepare = closed_cases, .steps = 1, .step = erase,
	  .holds = erased },
	{ .name = "persons whose time is over", .rows = "matrix 9", .prepare = closed_cases, .steps = 2,
	  .step = forget },
	{ 0 },
};
