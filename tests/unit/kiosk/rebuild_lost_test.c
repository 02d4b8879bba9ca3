/* What a start makes of what is left when both copies are hurt, and a start that is itself cut short.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/rebuild_starts.h"

/* Items younger than the spool's last fsync come from the damaged database itself. */
static void the_youngest_come_from_what_is_left(void **state)
{
	static struct copies c;
	BUF(bytes);
	BUF(spool);

	(void)state;
	copies_new(&c);
	copies_capture_many(&c, 1, 30);
	file_read(&c, "spool/s00000001.seg", &spool);
	copies_capture_many(&c, 31, 40);
	copies_close(&c);
	file_write(&c, "spool/s00000001.seg", spool.data, spool.len);
	file_read(&c, "portiek.db", &bytes);
	memset(bytes.data + PAGE + 8, 0xff, 4); /* table meta: its first page */
	file_write(&c, "portiek.db", bytes.data, bytes.len);
	assert_int_equal(started(&c, all_there_and_alive), 0);
	assert_int_equal(note_of(&c, NOTE("items")), 40);
	assert_int_equal(note_of(&c, NOTE("lost")), 0);
	copies_end(&c);
	PROVES("R60");
}

static bool void_seq(void *arg, const struct device_pending *p)
{
	BUF(text);
	buf_add(&text, p->text, p->len);
	if (p->seq < 63 && strstr(buf_text(&text), "\"void\":\"lost\""))
		*(int64_t *)arg |= INT64_C(1) << p->seq;
	return true;
}

static bool none(void *arg, int64_t seq)
{
	(void)arg, (void)seq;
	return false;
}

/* A kiosk with the reports 1..upto; where the record of number 2 begins in its second copy. */
static size_t captured(struct copies *c, int upto)
{
	BUF(spool);

	copies_new(c);
	copies_capture_many(c, 1, 1);
	file_read(c, "spool/s00000001.seg", &spool);
	copies_capture_many(c, 2, upto);
	return spool.len;
}

/* The database is gone: a start that has the second copy alone. */
static void start_without(struct copies *c, struct rebuild_note *ret)
{
	file_write(c, "portiek.db", "", 0);
	assert_int_equal(copies_open(c, APP_SERVE), OK);
	rebuild_read_note(c->k.app->db, ret);
}

/* Matrix 20: both hurt. What no copy has is told by number, to the log and to central. */
static void what_is_lost_is_told_by_number(void **state)
{
	static struct copies c;
	struct rebuild_note note;
	int64_t voids = 0;

	(void)state;
	size_t second = captured(&c, 20);
	copies_close(&c);
	file_flip(&c, "spool/s00000001.seg", second + 100, 1);
	start_without(&c, &note);
	assert_int_equal(note.lost, 1);
	assert_string_equal(note.list, "2");
	assert_int_equal(copies_missing(&c), 1);
	outbox_each(c.k.app->db, none, void_seq, &voids);
	assert_int_equal(voids, 1 << 2);
	uint8_t id[16], h[32];
	assert_false(outbox_mark(c.k.app->db, 2, id, h)); /* its mark is not known here any more */
	struct outbox_totals t;
	outbox_totals(c.k.app->db, &t);
	assert_int_equal(t.pending, 20);
	assert_int_equal(t.last_seq, 20);
	copies_close(&c);
	assert_int_equal(copies_open(&c, APP_SERVE), OK); /* once is enough */
	copies_end(&c);
	PROVES("R60 R62");
}

/* Matrix 20: the youngest record is the one that is hurt. Its number shows nowhere, and is told and not given again. */
static void the_last_number_is_not_given_twice(void **state)
{
	static struct copies c;
	struct rebuild_note note;
	struct outbox_totals t;
	int64_t voids = 0;
	BUF(spool);

	(void)state;
	copies_new(&c);
	copies_capture_many(&c, 1, 5);
	copies_close(&c);
	file_read(&c, "spool/s00000001.seg", &spool);
	file_flip(&c, "spool/s00000001.seg", spool.len - 20, 1);
	start_without(&c, &note);
	assert_int_equal(note.items, 4);
	assert_in_range(note.unsure, 64, 80);
	assert_int_equal(copies_missing(&c), 1);
	outbox_each(c.k.app->db, none, void_seq, &voids);
	assert_true(voids & 1 << 5);
	copies_capture_many(&c, 6, 6);
	outbox_totals(c.k.app->db, &t);
	assert_int_equal(t.last_seq, 4 + note.unsure + 1);
	copies_close(&c);
	assert_int_equal(copies_open(&c, APP_SERVE), OK); /* once is enough */
	outbox_totals(c.k.app->db, &t);
	assert_int_equal(t.last_seq, 4 + note.unsure + 1);
	copies_end(&c);
	PROVES("R60 R61 R62");
}

/* Matrix 20, 40: of a number central has nothing is left here. It is lost to nobody, until central is put back to before
 * it: then it is queued again as a void, else central would wait for it for ever and the kiosk ask on and on. */
static void every_number_can_be_queued_again(void **state)
{
	static struct copies c;
	struct rebuild_note note;
	struct outbox_totals t;
	int64_t voids = 0;

	(void)state;
	size_t second = captured(&c, 5);
	db_event_begin(c.k.app->db);
	outbox_acked(c.k.app->db, 1, 5);
	db_meta_set_int(c.k.app->db, "sync.hwm", 5);
	assert_int_equal(db_event_commit(c.k.app->db, true), OK);
	copies_close(&c);
	file_flip(&c, "spool/s00000001.seg", second + 100, 1);
	start_without(&c, &note);
	assert_int_equal(note.lost, 0);
	outbox_totals(c.k.app->db, &t);
	assert_int_equal(t.pending, 0);
	db_event_begin(c.k.app->db);
	assert_int_equal(outbox_again(c.k.app->db, 1, 5), 5);
	assert_int_equal(db_event_commit(c.k.app->db, true), OK);
	outbox_each(c.k.app->db, none, void_seq, &voids);
	assert_int_equal(voids, 1 << 2);
	copies_end(&c);
	PROVES("R60 R62");
}

/* The same where the youngest record does not stand last, as after an older one was written again. */
static void the_last_number_may_stand_first(void **state)
{
	static struct copies c;
	struct rebuild_note note;
	BUF(one);
	BUF(two);

	(void)state;
	copies_new(&c);
	copies_capture_many(&c, 1, 1);
	file_read(&c, "spool/s00000001.seg", &one);
	copies_capture_many(&c, 2, 2);
	copies_close(&c);
	file_read(&c, "spool/s00000001.seg", &two);
	size_t first = one.len, all = two.len;
	buf_add(&two, one.data, first); /* number 2, hurt, then number 1 */
	file_write(&c, "spool/s00000001.seg", two.data + first, two.len - first);
	file_flip(&c, "spool/s00000001.seg", all - first - 20, 1);
	start_without(&c, &note);
	assert_int_equal(note.items, 1);
	assert_true(note.unsure >= 64);
	copies_end(&c);
	PROVES("R60 R61 R62");
}

/* The machine went down and nobody can say which number was the last: none is given twice. */
static void numbers_nobody_is_sure_of_are_passed_over(void **state)
{
	static struct copies c;
	struct outbox_totals t;

	(void)state;
	copies_new(&c);
	copies_capture_many(&c, 1, 5);
	copies_close(&c);
	file_write(&c, "spool/state", "another boot", 12);
	file_write(&c, "portiek.db", "", 0);
	assert_int_equal(copies_open(&c, APP_SERVE), OK);
	outbox_totals(c.k.app->db, &t);
	assert_int_equal(t.last_seq, 5 + 64);
	assert_int_equal(copies_ask(&c, NOTE("unsure")), 64);
	assert_int_equal(copies_missing(&c), 0);
	copies_capture_many(&c, 6, 6);
	outbox_totals(c.k.app->db, &t);
	assert_int_equal(t.last_seq, 70);
	copies_end(&c);
	PROVES("R60 R61");
}

/* No daemon died here, so nothing is left that says "look": an enrolment looks by itself; any other command makes
 * anew what cannot even be opened. */
static void an_enrolment_makes_a_damaged_database_anew(void **state)
{
	static const struct {
		enum app_mode mode;
		bool head; /* else its last page */
		const char *why;
	} starts[] = { { APP_ENROL, true, "damaged" }, { APP_ENROL, false, "damaged" }, { APP_OWNER, true, "unopened" } };
	static struct copies c;
	struct rebuild_note note;
	char junk[PAGE];

	(void)state;
	memset(junk, 0xa5, sizeof junk);
	for (size_t i = 0; i < COUNT_OF(starts); i++) {
		BUF(file);
		copies_new(&c);
		copies_capture_many(&c, 1, 30);
		copies_close(&c);
		file_read(&c, "portiek.db", &file);
		memcpy(file.data + (starts[i].head ? 0 : file.len - PAGE), junk, PAGE);
		file_write(&c, "portiek.db", file.data, file.len);
		assert_int_equal(copies_open(&c, starts[i].mode), OK);
		rebuild_read_note(c.k.app->db, &note);
		assert_string_equal(note.why, starts[i].why);
		assert_int_equal(note.items, 30);
		assert_int_equal(note.lost + note.unsure, 0);
		assert_int_equal(all_there_and_alive(&c), 0);
		aside_is_kept(&c, (int64_t)file.len);
		copies_end(&c);
	}
	PROVES("R60 R61");
}

/* What central has stays delivered, what it refused stays a dead letter. */
static void what_was_delivered_is_not_queued_again(void **state)
{
	static struct copies c;
	struct outbox_entry e;
	struct outbox_totals t;

	(void)state;
	copies_new(&c);
	copies_capture_many(&c, 1, 10);
	db_event_begin(c.k.app->db);
	outbox_acked(c.k.app->db, 1, 6);
	outbox_bury(c.k.app->db, 8, "too_large");
	db_meta_set_int(c.k.app->db, "sync.hwm", 6);
	assert_int_equal(db_event_commit(c.k.app->db, true), OK);
	copies_close(&c);
	file_write(&c, "portiek.db", "", 0);
	assert_int_equal(copies_open(&c, APP_SERVE), OK);
	outbox_totals(c.k.app->db, &t);
	assert_int_equal(t.pending, 4);
	assert_int_equal(t.dead, 1);
	assert_int_equal(outbox_find_receipt(c.k.app->db, c.shown[5].receipt, &e), OK);
	assert_int_equal(e.state, OUTBOX_OFFICE);
	assert_string_equal(e.follow, "00ff");
	assert_int_equal(outbox_find_receipt(c.k.app->db, c.shown[7].receipt, &e), OK);
	assert_int_equal(e.state, OUTBOX_DEAD);
	assert_int_equal(outbox_find_receipt(c.k.app->db, c.shown[9].receipt, &e), OK);
	assert_int_equal(e.state, OUTBOX_KIOSK);
	copies_end(&c);
	PROVES("R60 R62");
}

static void a_damaged_identity_comes_from_the_database(void **state)
{
	static struct copies c;

	(void)state;
	copies_new(&c);
	copies_capture_many(&c, 1, 3);
	copies_close(&c);
	file_flip(&c, "identity", 60, 0);
	file_write(&c, "damaged", "x", 1); /* a statement met a page: the file itself looks good */
	assert_int_equal(started(&c, all_there_and_alive), 0);
	copies_end(&c);
	PROVES("R60 R61");
}

/* ---- the plug -------------------------------------------------------------------------------- */

/* Killed at any step of a rebuild: the next start finds the old file or the new one. */
static void a_plug_pulled_in_a_rebuild_costs_nothing(void **state)
{
	static const char *const points[] = { "kiosk.rebuild.filled", "kiosk.rebuild.done", "kiosk.rebuild.aside",
					      "kiosk.rebuild.swapped" };
	static struct copies c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(points); i++) {
		copies_new(&c);
		copies_capture_many(&c, 1, 12);
		copies_close(&c);
		file_write(&c, "portiek.db", "", 0);
		setenv("PORTIEK_CRASH", points[i], 1);
		assert_int_equal(start(&c, all_there), 256 + SIGKILL);
		unsetenv("PORTIEK_CRASH");
		assert_int_equal(started(&c, all_there_and_alive), 0);
		copies_end(&c);
	}
	PROVES("R60 R61");
}

static void put_many(struct copies *c, int count)
{
	db_event_begin(c->k.app->db);
	for (int n = 1; n <= count; n++) {
		struct outbox_item it = { .kind = "report.new", .schema = 1, .body = "{\"n\":1}", .body_len = 7,
			.t = { c->k.time.wall, c->k.time.mono, "b00b00b00b00b00b00b00b00b00b00bb" } };
		snprintf(it.id, sizeof it.id, "01a20074-%04x-7619-88bb-3ef1028c%04x", (unsigned)n >> 16, (unsigned)n & 0xffff);
		snprintf(it.receipt, sizeof it.receipt, "K7QD-%05u-0", (unsigned)n);
		assert_int_equal(outbox_add(c->k.app->db, &it), OK);
	}
	assert_int_equal(db_event_commit(c->k.app->db, true), OK);
}

static int five_thousand(struct copies *c)
{
	return copies_ask(c, "SELECT count(*) FROM outbox_queue") == 5000 ? 0 : 1;
}

static void thousands_are_made_anew(void **state)
{
	static struct copies c;

	(void)state;
	copies_new(&c);
	put_many(&c, 5000);
	copies_close(&c);
	file_write(&c, "portiek.db", "", 0);
	assert_int_equal(started(&c, five_thousand), 0);
	copies_end(&c);
	PROVES("R60");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_youngest_come_from_what_is_left),
		cmocka_unit_test(what_is_lost_is_told_by_number),
		cmocka_unit_test(the_last_number_is_not_given_twice),
		cmocka_unit_test(every_number_can_be_queued_again),
		cmocka_unit_test(the_last_number_may_stand_first),
		cmocka_unit_test(numbers_nobody_is_sure_of_are_passed_over),
		cmocka_unit_test(an_enrolment_makes_a_damaged_database_anew),
		cmocka_unit_test(what_was_delivered_is_not_queued_again),
		cmocka_unit_test(a_damaged_identity_comes_from_the_database),
		cmocka_unit_test(a_plug_pulled_in_a_rebuild_costs_nothing),
		cmocka_unit_test(thousands_are_made_anew),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
