/* Raw items in central's database and their projection: opened once, kept byte for byte, quarantined
 * with the reason.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/sync_office.h"

#include "server/app.h"
#include "server/reception.h"

static void keep(struct office *o)
{
	if (db_turn_open(o->db))
		assert_int_equal(db_turn_commit(o->db), OK);
}

static int project(struct office *o)
{
	int n = ingest_run(o->ingest, 1000);

	keep(o);
	return n;
}

/* ---- items ------------------------------------------------------------------------------------------------ */

static void a_report_is_opened_and_handed_over_once(void **state)
{
	struct office *o = office_open();
	int64_t captured;

	(void)state;
	enrol(o);
	captured = o->w->wall;
	capture(o, "k-1", 0, "{\"words\":\"h\u00e9 \\\"druppel\\\"\"}", true);
	world_pass(o->w, 3 * DAY_MS);
	run(o, MINUTE_MS);
	assert_int_equal(ingest_stored(o->db), 1);
	assert_int_equal(ingest_waiting(o->db), 1);
	assert_int_equal(project(o), 1);
	assert_int_equal(o->applied, 1);
	assert_string_equal(o->last.kind, "report.new");
	assert_string_equal(o->last.device, o->w->near.id.device);
	assert_int_equal(o->last.seq, 1);
	assert_int_equal(o->last.t, captured); /* late, and known to be late */
	assert_true(o->last.t_recv - o->last.t >= 3 * DAY_MS);
	assert_string_equal(o->last.t_quality, "boot");
	assert_string_equal(o->last_plain, "{\"words\":\"h\u00e9 \\\"druppel\\\"\"}");
	assert_int_equal(project(o), 0);
	assert_int_equal(ingest_waiting(o->db), 0);
	office_close(o);
	PROVES("R62 R63 D1");
}

static void the_original_is_kept_byte_for_byte(void **state)
{
	struct office *o = office_open();
	BUF(text);
	BUF(plain);

	(void)state;
	enrol(o);
	capture(o, "k-1", 0, "{\"words\":\"x\"}", true);
	run(o, MINUTE_MS);
	assert_int_equal(ingest_original(o->db, 1, &text), OK);
	assert_string_equal(buf_text(&text), buf_text(&o->w->near.items[0].text));
	assert_int_equal(ingest_plain(o->db, &o->keys, 1, &plain), OK);
	assert_string_equal(buf_text(&plain), "{\"words\":\"x\"}");
	assert_int_equal(ingest_original(o->db, 2, &text), ERR_NOT_FOUND);
	office_close(o);
	PROVES("R62");
}

struct listed {
	int count;
	char codes[8][INGEST_CODE];
};

static bool list_code(void *ctx, const struct quarantine_row *r)
{
	struct listed *l = ctx;

	text_copy(l->codes[l->count++], INGEST_CODE, r->code);
	return true;
}

static void what_cannot_be_understood_is_quarantined_with_its_reason(void **state)
{
	static const char *const WANT[] = { "bad_body", "bad_field", "unknown_dict", "cannot_open",
		"unknown_key" };
	struct office *o = office_open();
	struct listed l = { 0 };
	struct near_item *it;

	(void)state;
	enrol(o);
	capture(o, "k-9", 0, "{}", true);
	capture(o, "k-1", 0, "{}", false);
	capture(o, "k-1", 7, "{}", true);
	capture(o, "k-1", 0, "{}", true);
	it = &o->w->near.items[3];
	strstr(it->text.data, "\"schema\":1")[9] = '2'; /* the envelope says something else */
	capture(o, "k-1", 0, "{\"words\":01}", true);
	capture(o, "k-1", 0, "{\"words\":\"good\"}", true);
	run(o, MINUTE_MS);
	assert_int_equal(near_pending(&o->w->near), 0); /* all are durable, none is refused */
	assert_int_equal(project(o), 6);
	assert_int_equal(o->applied, 1);
	quarantine_each(o->db, 0, 8, list_code, &l);
	assert_int_equal(l.count, 5);
	assert_int_equal(quarantine_count(o->db), 5);
	for (int i = 0; i < 5; i++)
		assert_string_equal(l.codes[i], WANT[i]);
	office_close(o);
	PROVES("R62");
}

static void quarantine_is_tried_again_after_the_cause_is_gone(void **state)
{
	struct office *o = office_open();

	(void)state;
	enrol(o);
	o->refuse = "unknown_kind";
	capture(o, "k-1", 0, "{}", true);
	capture(o, "k-1", 0, "{}", true);
	run(o, MINUTE_MS);
	assert_int_equal(project(o), 2);
	assert_int_equal(o->applied, 0);
	assert_int_equal(quarantine_count(o->db), 2);
	assert_int_equal(db_meta_int(o->db, "test.applied", 0), 0); /* what apply wrote was taken back */
	o->refuse = NULL;
	begin(o);
	assert_int_equal(quarantine_replay(o->ingest, "bad_field"), 0);
	assert_int_equal(quarantine_replay(o->ingest, "unknown_kind"), 2);
	commit(o);
	assert_int_equal(project(o), 2);
	assert_int_equal(o->applied, 2);
	assert_int_equal(quarantine_count(o->db), 0);
	assert_int_equal(project(o), 0);
	office_close(o);
	PROVES("R62");
}

static void the_projection_goes_on_where_it_stopped(void **state)
{
	struct office *o = office_open();

	(void)state;
	enrol(o);
	for (int i = 0; i < 10; i++)
		capture(o, "k-1", 0, "{}", true);
	run(o, MINUTE_MS);
	assert_int_equal(ingest_run(o->ingest, 4), 4);
	keep(o);
	assert_int_equal(o->last.seq, 4);
	/* A turn whose commit never happens: everything of it is done again. */
	db_event_begin(o->db);
	assert_int_equal(ingest_run(o->ingest, 3), 3);
	db_event_end(o->db, false);
	keep(o);
	assert_int_equal(ingest_waiting(o->db), 6);
	assert_int_equal(project(o), 6);
	assert_int_equal(db_meta_int(o->db, "test.applied", 0), 10);
	office_close(o);
	PROVES("R62");
}

/* Several share an event. The one that fails takes back what they all wrote; the others are none the worse. */
static void one_of_several_that_fails_takes_no_other_along(void **state)
{
	struct office *o = office_open();
	struct listed l = { 0 };

	(void)state;
	enrol(o);
	for (int i = 0; i < 9; i++)
		capture(o, "k-1", 0, "{}", true);
	run(o, MINUTE_MS);
	o->refuse_seq = 5;
	assert_int_equal(ingest_run(o->ingest, 3), 3);
	assert_int_equal(ingest_run(o->ingest, 3), 3);
	keep(o);
	assert_int_equal(o->last.seq, 6);
	assert_int_equal(ingest_waiting(o->db), 3);
	assert_int_equal(project(o), 3);
	assert_int_equal(project(o), 0);
	assert_int_equal(db_meta_int(o->db, "test.applied", 0), 8);
	quarantine_each(o->db, 0, 8, list_code, &l);
	assert_int_equal(l.count, 1);
	assert_string_equal(l.codes[0], "bad_field");
	office_close(o);
	PROVES("R62 D1");
}

/* Two reports; the first says it follows the second and goes alone. */
static void capture_child(struct office *o)
{
	struct near_item *child;
	char parent[UUID_TEXT], after[80];
	BUF(text);

	capture(o, "k-1", 0, "{\"n\":1}", true);
	capture(o, "k-1", 0, "{\"n\":2}", true);
	memcpy(parent, strstr(o->w->near.items[1].text.data, "\"id\":\"") + 6, 36);
	parent[36] = '\0';
	child = &o->w->near.items[0];
	snprintf(after, sizeof after, "{\"seq\":1,\"after\":[\"%s\"],", parent);
	buf_str(&text, after);
	buf_str(&text, child->text.data + strlen("{\"seq\":1,"));
	buf_clear(&child->text);
	buf_add(&child->text, text.data, text.len);
	o->w->near.items[1].acked = true; /* the child goes alone first */
	run(o, MINUTE_MS);
}

/* matrix 65 */
static void a_child_waits_for_its_parent(void **state)
{
	struct office *o = office_open();

	(void)state;
	enrol(o);
	capture_child(o);
	assert_int_equal(ingest_stored(o->db), 1);
	project(o);
	assert_int_equal(o->applied, 0);
	o->w->near.items[1].acked = false;
	device_nudge(&o->w->device);
	run(o, MINUTE_MS);
	assert_int_equal(project(o), 2);
	assert_int_equal(o->applied, 2);
	assert_int_equal(project(o), 0);
	office_close(o);
	PROVES("R62");
}

struct seen {
	int count;
	struct reception_row rows[8];
};

static bool see_row(void *ctx, const struct reception_row *r)
{
	struct seen *seen = ctx;

	assert_true(seen->count < 8);
	seen->rows[seen->count++] = *r;
	return true;
}

static int look(struct office *o)
{
	struct app app = { .db = o->db, .clock = o->w->far_clock };
	int told;

	begin(o);
	told = reception_look(&app);
	commit(o);
	return told;
}

/* Fault matrix 65: the parent never comes. */
static void staff_hear_of_a_child_that_waits_a_week(void **state)
{
	struct office *o = office_open();
	struct seen seen = { 0 };

	(void)state;
	enrol(o);
	capture_child(o);
	project(o);
	reception_each(o->db, 8, see_row, &seen);
	assert_int_equal(seen.count, 1);
	assert_string_equal(seen.rows[0].kind, "parked");
	assert_string_equal(seen.rows[0].place, "Hal");
	assert_int_equal(seen.rows[0].seq, 1);
	assert_int_equal(strlen(seen.rows[0].parent), 36);
	o->w->wall = seen.rows[0].received + RECEPTION_PATIENCE_MS; /* to the millisecond: not yet */
	assert_int_equal(look(o), 0);
	assert_int_equal(reception_overdue(o->db, 9), 0);
	o->w->wall++;
	assert_int_equal(look(o), 1);
	assert_int_equal(look(o), 0); /* once */
	assert_int_equal(reception_overdue(o->db, 9), 1);
	seen.count = 0;
	reception_each(o->db, 8, see_row, &seen);
	assert_int_equal(seen.rows[0].told, o->w->wall);
	o->w->near.items[1].acked = false; /* the parent comes after all: nothing was lost */
	device_nudge(&o->w->device);
	run(o, MINUTE_MS);
	assert_int_equal(project(o), 2);
	assert_int_equal(o->applied, 2);
	assert_int_equal(reception_count(o->db, 9), 0);
	office_close(o);
	PROVES("R62");
}

/* Fault matrix 28: the same batch on two connections in one turn. */
static void two_equal_batches_in_one_turn_store_once(void **state)
{
	struct office *o = office_open();
	struct device_request rq = { 0 };
	struct wired x, y;
	struct hub_reply r;

	(void)state;
	enrol(o);
	for (int i = 0; i < 50; i++)
		capture(o, "k-1", 0, "{}", true);
	assert_true(device_next(&o->w->device, &rq));
	wired_from(&x, &rq);
	device_answer(&o->w->device, rq.slot, &(struct device_answer){ .err = ERR_NETWORK, .why = "x" });
	buf_free(&rq.headers);
	buf_free(&rq.body);
	rq = (struct device_request){ 0 };
	world_pass(o->w, HOUR_MS);
	assert_true(device_next(&o->w->device, &rq));
	wired_from(&y, &rq);
	o->w->wall -= HOUR_MS; /* the first one's clock */
	for (int i = 0; i < 2; i++) {
		begin(o);
		o->w->wall += i * HOUR_MS;
		assert_int_equal(wired_serve(o->w, i ? &y : &x, &r), OK);
		assert_int_equal(r.fault, FAULT_NONE);
		assert_non_null(strstr(buf_text(&r.body), "\"ack\":[[1,50]]"));
		assert_non_null(strstr(buf_text(&r.body), "\"hwm\":50"));
		db_event_end(o->db, true);
		buf_free(&r.body);
	}
	keep(o);
	assert_int_equal(ingest_stored(o->db), 50);
	assert_int_equal(db_ask_int(o->db, "SELECT count(*) FROM mark", 0), 50);
	buf_free(&rq.headers), buf_free(&rq.body), buf_free(&x.body), buf_free(&y.body);
	office_close(o);
	PROVES("R62");
}

/* The same id with other bytes: the first stays as it is, the second is kept apart. */
static void a_known_id_is_never_overwritten(void **state)
{
	struct office *o = office_open();
	BUF(first);
	BUF(now);

	(void)state;
	enrol(o);
	capture(o, "k-1", 0, "{\"n\":1}", true);
	run(o, MINUTE_MS);
	assert_int_equal(ingest_original(o->db, 1, &first), OK);
	capture(o, "k-1", 0, "{\"n\":2}", true);
	memcpy(strstr(o->w->near.items[1].text.data, "\"id\":\"") + 6,
	       strstr(o->w->near.items[0].text.data, "\"id\":\"") + 6, 36);
	memcpy(o->w->near.items[1].id, o->w->near.items[0].id, 16);
	run(o, MINUTE_MS);
	assert_int_equal(near_pending(&o->w->near), 0);
	assert_int_equal(ingest_stored(o->db), 1);
	assert_int_equal(ingest_original(o->db, 1, &now), OK);
	assert_string_equal(buf_text(&first), buf_text(&now));
	assert_int_equal(db_ask_int(o->db, "SELECT count(*) FROM item_stray WHERE seq = 2", 0), 1);
	assert_int_equal(db_ask_int(o->db, "SELECT seq FROM item", 0), 1);
	assert_int_equal(project(o), 1);
	assert_int_equal(project(o), 0);
	office_close(o);
	PROVES("R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_report_is_opened_and_handed_over_once),
		cmocka_unit_test(the_original_is_kept_byte_for_byte),
		cmocka_unit_test(what_cannot_be_understood_is_quarantined_with_its_reason),
		cmocka_unit_test(quarantine_is_tried_again_after_the_cause_is_gone),
		cmocka_unit_test(the_projection_goes_on_where_it_stopped),
		cmocka_unit_test(one_of_several_that_fails_takes_no_other_along),
		cmocka_unit_test(a_child_waits_for_its_parent),
		cmocka_unit_test(staff_hear_of_a_child_that_waits_a_week),
		cmocka_unit_test(two_equal_batches_in_one_turn_store_once),
		cmocka_unit_test(a_known_id_is_never_overwritten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
