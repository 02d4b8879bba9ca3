/* Workloads of the kiosk's queue: captured, delivered, buried, purged, renumbered.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/faults/works_kiosk.h"

#include "firmware/answers.h"

static struct db *db_of(struct house *h)
{
	return h->k.app->db;
}

static void six_captured(struct house *h)
{
	for (int i = 0; i < 6; i++)
		assert_int_equal(kiosk_capture(h, 100 + i), OK);
}

/* ---- capture ------------------------------------------------------------------------------------ */

static int capture(struct house *h, int i)
{
	return kiosk_capture(h, i);
}

static bool captured(struct house *h, int confirmed)
{
	int64_t n = ROW(db_of(h), "SELECT count(*) FROM outbox_item");

	return n >= confirmed && n <= confirmed + 1 && ROW(db_of(h), "SELECT count(*) FROM outbox_queue") == n;
}

/* Four at the same moment share one commit. */
static int capture_group(struct house *h, int i)
{
	for (int k = 0; k < 4; k++) {
		db_event_begin(db_of(h));
		int err = kiosk_take(h, 10 * i + k);
		db_event_end(db_of(h), err == OK);
		if (err) {
			(void)!db_turn_end(db_of(h));
			return err;
		}
	}
	return db_turn_end(db_of(h));
}

static bool in_groups(struct house *h, int confirmed)
{
	int64_t n = ROW(db_of(h), "SELECT count(*) FROM outbox_item");

	return n == 4 * confirmed || n == 4 * (confirmed + 1);
}

/* A checkpoint after almost every commit. */
static int capture_and_checkpoint(struct house *h, int i)
{
	int err = kiosk_capture(h, i);

	return err ? err : db_exec(db_of(h), "PRAGMA wal_checkpoint(FULL)");
}

static int capture_and_restart(struct house *h, int i)
{
	int err = h->k.app ? OK : house_open(h); /* it may have failed the last time */

	err = err ? err : kiosk_capture(h, i);
	house_close(h);
	return err ? err : house_open(h);
}

static int raise_alarm(struct house *h, int i)
{
	char id[UUID_TEXT];
	bool fresh;

	h->k.time.mono += i * 2 * MINUTE_MS;
	db_event_begin(db_of(h));
	return house_done(h, intake_alarm(h->k.app, "GAS", "nl", id, &fresh));
}

static bool alarmed(struct house *h, int confirmed)
{
	int64_t n = ROW(db_of(h), "SELECT count(*) FROM outbox_queue WHERE rank = 0");

	return n >= confirmed && n <= confirmed + 1 &&
	       (n > 0) == ROW(db_of(h), "SELECT count(*) FROM alarm_last");
}

/* ---- delivery ----------------------------------------------------------------------------------- */

static struct device_marks marks(int64_t hwm)
{
	struct device_marks m = { .hwm = hwm, .safe_hwm = hwm > 2 ? hwm - 2 : 0,
				  .last_contact = WORKS_WALL + hwm };

	text_copy(m.state, sizeof(m.state), "active");
	text_copy(m.epoch, sizeof(m.epoch), "00112233445566778899aabbccddeeff");
	snprintf(m.chain, sizeof(m.chain), "%064d", (int)hwm);
	return m;
}

static int acknowledge(struct house *h, int i)
{
	struct device_marks m = marks(2 * (i + 1));

	SYNC_STORE.begin(&h->t);
	SYNC_STORE.acked(&h->t, 2 * i + 1, 2 * i + 2);
	SYNC_STORE.save_marks(&h->t, &m);
	return SYNC_STORE.commit(&h->t, true);
}

/* What left the queue and the mark that says so go together. */
static bool acknowledged(struct house *h, int confirmed)
{
	struct device_marks m;

	(void)confirmed;
	device_load_marks(db_of(h), &m);
	return 6 - ROW(db_of(h), "SELECT count(*) FROM outbox_queue") == m.hwm &&
	       ROW(db_of(h), "SELECT count(*) FROM outbox_item WHERE text IS NOT NULL") == 6 - m.safe_hwm;
}

static int bury(struct house *h, int i)
{
	SYNC_STORE.begin(&h->t);
	SYNC_STORE.bury(&h->t, i + 1, "too_large");
	return SYNC_STORE.commit(&h->t, true);
}

/* The void of a dead letter is delivered, the letter stays. */
static int bury_and_acknowledge(struct house *h, int i)
{
	SYNC_STORE.begin(&h->t);
	if (i % 2)
		SYNC_STORE.acked(&h->t, i / 2 + 1, i / 2 + 1);
	else
		SYNC_STORE.bury(&h->t, i / 2 + 1, "refused");
	return SYNC_STORE.commit(&h->t, true);
}

static bool none_gone(struct house *h, int confirmed)
{
	(void)confirmed;
	return ROW(db_of(h), "SELECT count(*) FROM outbox_item WHERE text IS NOT NULL") == 6;
}

static void four_delivered(struct house *h)
{
	six_captured(h);
	db_event_begin(db_of(h));
	assert_int_equal(outbox_acked(db_of(h), 1, 4), 4);
	assert_int_equal(db_event_commit(db_of(h), true), OK);
}

static int purge(struct house *h, int i)
{
	db_event_begin(db_of(h));
	outbox_purge(db_of(h), 2 * (i + 1), false, 0, 100);
	return db_event_commit(db_of(h), true);
}

/* Never one that is not acknowledged. */
static bool purged(struct house *h, int confirmed)
{
	(void)confirmed;
	return ROW(db_of(h), "SELECT count(*) FROM outbox_item i JOIN outbox_queue q USING (n)"
			     " WHERE i.text IS NULL") == 0 &&
	       ROW(db_of(h), "SELECT count(*) FROM outbox_item WHERE text IS NOT NULL") >= 2;
}

/* ---- identity ----------------------------------------------------------------------------------- */

static int enrol_again(struct house *h, int i)
{
	struct device_identity id = { .key_no = 1, .prefix = "K7QE", .state = "active",
				      .epoch = "00112233445566778899aabbccddeeff", .intake_id = "k1" };

	(void)i;
	snprintf(id.device, sizeof(id.device), "018f4a00-1111-7222-8333-%012d", i);
	int err = SYNC_STORE.enrol_key(&h->t, i ? "WXYZ" : "EFGH", &id.key);
	return err ? err : SYNC_STORE.enrolled(&h->t, &id);
}

static bool renumbered(struct house *h, int confirmed)
{
	(void)confirmed;
	return ROW(db_of(h), "SELECT count(*) FROM outbox_queue") == 6 &&
	       ROW(db_of(h), "SELECT max(n & 1099511627775) FROM outbox_queue") == 6;
}

static int counters(struct house *h, int i)
{
	(void)i;
	int64_t was = device_counters(db_of(h)), top = SYNC_STORE.reserve(&h->t, 0);
	return top > was ? OK : ERR_INTERNAL;
}

static bool reserved(struct house *h, int confirmed)
{
	return device_counters(db_of(h)) >= 1 + confirmed * DEVICE_COUNTERS;
}

static int save_marks(struct house *h, int i)
{
	struct device_marks m = marks(i + 1);

	m.safe_hwm = 0;
	h->t.wire = 100;
	SYNC_STORE.begin(&h->t);
	SYNC_STORE.save_marks(&h->t, &m);
	return SYNC_STORE.commit(&h->t, true);
}

static void one_captured(struct house *h)
{
	assert_int_equal(kiosk_capture(h, 1), OK);
}

/* A tenant says it was solved. The code was proved before. */
static int answer(struct house *h, int i)
{
	struct outbox_entry e;
	struct followed f = { .state = "kiosk" };
	struct answer a = { .answer = "solved", .lang = "nl" };
	bool known;

	if (outbox_find_id(db_of(h), "018f4a00-0000-7000-8000-000000000001", &e))
		return ERR_INTERNAL;
	text_copy(f.receipt, sizeof(f.receipt), e.receipt);
	text_copy(f.follow, sizeof(f.follow), e.follow);
	snprintf(a.id, sizeof(a.id), "018f4a00-0000-7000-8000-%012d", 500 + i);
	db_event_begin(db_of(h));
	return house_done(h, answers_accept(h->k.app, &f, &a, &known));
}

static bool answered(struct house *h, int confirmed)
{
	return ROW(db_of(h), "SELECT count(*) FROM case_answer") >= confirmed &&
	       ROW(db_of(h), "SELECT count(*) FROM outbox_item WHERE kind = 'case.answer'") ==
		   ROW(db_of(h), "SELECT count(*) FROM case_answer");
}

const struct work KIOSK_QUEUE[] = {
	{ .name = "captures", .rows = "matrix 1, 2, 3, 11, 12", .steps = 3, .step = capture, .holds = captured },
	{ .name = "captures that share a commit", .rows = "matrix 1, 3", .steps = 2, .step = capture_group,
	  .holds = in_groups },
	{ .name = "captures with a checkpoint after each", .rows = "matrix 11, 12",
	  .steps = 3, .step = capture_and_checkpoint, .holds = captured },
	{ .name = "captures with a restart after each", .rows = "matrix 11, 12", .steps = 2,
	  .step = capture_and_restart, .holds = captured },
	{ .name = "alarms", .rows = "matrix 1", .steps = 2, .step = raise_alarm, .holds = alarmed },
	{ .name = "acknowledgements", .rows = "matrix 6", .prepare = six_captured, .steps = 3, .step = acknowledge,
	  .holds = acknowledged },
	{ .name = "dead letters", .rows = "matrix 59", .prepare = six_captured, .steps = 2, .step = bury,
	  .holds = none_gone },
	{ .name = "dead letters whose voids are delivered", .rows = "matrix 59", .prepare = six_captured, .steps = 4,
	  .step = bury_and_acknowledge, .holds = none_gone },
	{ .name = "purges", .rows = "matrix 7", .prepare = four_delivered, .steps = 2, .step = purge, .holds = purged },
	{ .name = "a new line of numbers", .rows = "matrix 50, 51", .prepare = six_captured, .steps = 2,
	  .step = enrol_again, .holds = renumbered },
	{ .name = "counters", .rows = "matrix 49", .steps = 3, .step = counters, .holds = reserved },
	{ .name = "marks", .rows = "matrix 6", .prepare = six_captured, .steps = 3, .step = save_marks },
	{ .name = "answers of a tenant", .rows = "matrix 1", .prepare = one_captured, .steps = 2, .step = answer,
	  .holds = answered },
	{ 0 },
};
