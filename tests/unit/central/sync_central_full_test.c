/* Central without room on its disk: nothing is acknowledged, nothing half stays, and it goes on by itself.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/sync_office.h"

/* One exchange as the office does it: the turn's commit decides whether its reply leaves. */
static bool exchange(struct office *o, bool *ret_stored, enum sync_fault *ret_fault)
{
	struct device_request rq = { 0 };
	struct hub_reply r = { 0 };
	struct device_answer none = { .err = ERR_NETWORK, .why = "net_refused", .type = "", .digest = "",
				      .input = "", .signature = "", .body = "" };
	struct wired x;
	if (!device_next(&o->w->device, &rq))
		return false;
	wired_from(&x, &rq);
	begin(o);
	int err = wired_serve(o->w, &x, &r);
	db_event_end(o->db, err == OK);
	*ret_stored = db_turn_commit(o->db) == OK && err == OK;
	*ret_fault = r.fault;
	if (*ret_stored)
		world_deliver(o->w, rq.slot, &r);
	else
		device_answer(&o->w->device, rq.slot, &none);
	buf_free(&x.body);
	buf_free(&r.body);
	buf_free(&rq.headers);
	buf_free(&rq.body);
	return true;
}

/* Matrix row 16. */
static void row_16_a_full_disk_acknowledges_nothing_and_resumes_alone(void **state)
{
	struct office *o = office_open();
	enum sync_fault fault = FAULT_NONE;
	char words[1400], stop[80];
	bool stored = true;
	(void)state;
	enrol(o);
	for (int i = 0; i < 30; i++) { /* more than the free pages of the file take */
		int n = snprintf(words, sizeof words, "{\"words\":\"");
		for (; n < 1200; n++)
			words[n] = (char)('a' + (i * 7 + n * n) % 26);
		snprintf(words + n, sizeof words - (size_t)n, "\"}");
		capture(o, "k-1", 0, words, true);
	}
	snprintf(stop, sizeof stop, "PRAGMA max_page_count=%lld", (long long)db_ask_int(o->db, "PRAGMA page_count", 0));
	assert_int_equal(db_exec(o->db, stop), OK);
	assert_true(exchange(o, &stored, &fault));
	assert_false(stored);
	assert_int_equal(fault, FAULT_STORAGE_FULL);
	assert_int_equal(ingest_stored(o->db), 0);
	assert_int_equal(db_ask_int(o->db, "SELECT count(*) FROM mark", -1), 0);
	assert_int_equal(near_pending(&o->w->near), 30);
	assert_int_equal(db_exec(o->db, "PRAGMA max_page_count=1000000"), OK);
	run(o, HOUR_MS);
	assert_int_equal(near_pending(&o->w->near), 0);
	assert_int_equal(ingest_stored(o->db), 30);
	office_close(o);
	PROVES("R60 R61");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(row_16_a_full_disk_acknowledges_nothing_and_resumes_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
