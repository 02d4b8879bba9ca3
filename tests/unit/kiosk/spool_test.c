/* The spool beside a real database: it follows, catches up, falls back, and lets go.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/second_copy.h"

#include <signal.h>
#include <sys/wait.h>

#include "shared/io/loop.h"

struct held {
	int items, texts, dead, bad;
	int64_t highest;
	char last_receipt[RECEIPT_TEXT];
};

static void on_item(void *ctx, const struct spool_item *it)
{
	struct held *h = ctx;
	h->items++;
	h->texts += it->len > 0;
	h->highest = it->n;
	text_copy(h->last_receipt, sizeof h->last_receipt, it->receipt);
}

static void on_dead(void *ctx, const struct spool_dead *d)
{
	(void)d;
	((struct held *)ctx)->dead++;
}

static void on_bad(void *ctx, const char *file, size_t offset, size_t len)
{
	(void)file, (void)offset, (void)len;
	((struct held *)ctx)->bad++;
}

static struct held look(struct copies *c)
{
	struct held h = { 0 };
	struct spool_reader r = { on_item, on_dead, on_bad, &h };
	assert_int_equal(spool_read_all(c->dir, &r), OK);
	return h;
}

static void every_capture_stands_there_after_its_commit(void **state)
{
	static struct copies c;

	(void)state;
	copies_new(&c);
	for (int n = 1; n <= 20; n++) {
		copies_capture_many(&c, n, n);
		struct held h = look(&c);
		assert_int_equal(h.items, n);
		assert_string_equal(h.last_receipt, c.shown[n - 1].receipt);
	}
	struct spool_state s;
	spool_state(c.dir, c.k.app->db, c.k.app->spool, &s);
	assert_int_equal(s.behind, 0);
	spool_state(c.dir, c.k.app->db, NULL, &s);
	assert_int_equal(s.files, 1);
	assert_int_equal(s.behind, 0);
	copies_end(&c);
	PROVES("R60 R61");
}

/* Matrix 2: killed after the commit, before the spool was written. */
static void it_catches_up_at_start(void **state)
{
	static struct copies c;

	(void)state;
	copies_new(&c);
	copies_capture_many(&c, 1, 3);
	for (int n = 4; n <= 600; n++)
		copies_capture(&c, n); /* nobody followed */
	struct spool *gone = c.k.app->spool; /* as its process is */
	c.k.app->spool = NULL;
	copies_close(&c);
	free(gone);
	assert_int_equal(look(&c).items, 3);
	assert_int_equal(copies_open(&c, APP_OWNER), OK);
	assert_int_equal(look(&c).items, 600);
	assert_int_equal(look(&c).texts, 600);
	copies_end(&c);
	PROVES("R60 R62");
}

/* Matrix 11-13: the newest file ends torn, or is gone altogether. */
static void a_torn_or_missing_file_is_filled_again(void **state)
{
	static struct copies c;
	char path[PATH_CAP];
	BUF(bytes);

	(void)state;
	copies_new(&c);
	copies_capture_many(&c, 1, 10);
	copies_close(&c);
	file_read(&c, "spool/s00000001.seg", &bytes);
	for (size_t cut = bytes.len - 1; cut > bytes.len - 3000; cut -= 97) {
		file_write(&c, "spool/s00000001.seg", bytes.data, cut);
		assert_int_equal(copies_open(&c, APP_OWNER), OK);
		assert_int_equal(look(&c).highest & 0xff, 10);
		assert_int_equal(look(&c).bad, 0);
		copies_close(&c);
	}
	copies_path(&c, "spool/s00000001.seg", path);
	assert_int_equal(fs_remove(path), OK);
	assert_int_equal(copies_open(&c, APP_OWNER), OK);
	assert_int_equal(look(&c).items, 10);
	copies_end(&c);
	PROVES("R60 R62");
}

/* Matrix 15: no room for the second copy hinders no capture; it follows once there is room. */
static void a_spool_that_cannot_be_written_waits(void **state)
{
	static struct copies c;
	char path[PATH_CAP];

	(void)state;
	copies_new(&c);
	copies_close(&c);
	copies_path(&c, "spool", path);
	assert_int_equal(fs_each(path, rm_name, path), OK);
	rmdir(path);
	file_write(&c, "spool", "in the way", 10);
	assert_int_equal(copies_open(&c, APP_OWNER), OK);
	copies_capture_many(&c, 1, 5);
	assert_int_equal(copies_missing(&c), 0);
	assert_int_equal(fs_remove(path), OK);
	spool_follow(c.k.app->spool);
	assert_int_equal(look(&c).items, 5);
	copies_end(&c);
	PROVES("R60 R70");
}

/* What a new identity renumbers is written again under its new numbers. */
static void renumbered_items_are_written_again(void **state)
{
	static struct copies c;

	(void)state;
	copies_new(&c);
	copies_capture_many(&c, 1, 4);
	db_event_begin(c.k.app->db);
	outbox_new_line(c.k.app->db, 0);
	assert_int_equal(db_event_commit(c.k.app->db, true), OK);
	spool_follow(c.k.app->spool);
	assert_int_equal(look(&c).items, 8);
	assert_int_equal(look(&c).highest, (INT64_C(2) << 40) + 4);
	copies_end(&c);
	PROVES("R62");
}

static int follow_turn(void *ctx)
{
	struct copies *c = ctx;
	spool_follow(c->k.app->spool);
	return OK;
}

struct tap {
	struct copies *c;
	struct loop *loop;
	struct loop_timer *timer;
	int n;
	int64_t syncs;
	bool done;
};

/* Ten captures, each a commit in a turn of its own; then wait until the worker made all durable. */
static void on_tap(void *ctx)
{
	struct tap *t = ctx;
	struct spool *s = t->c->k.app->spool;
	if (t->n < 10)
		copies_capture(t->c, ++t->n);
	else if (t->syncs < 0)
		t->syncs = spool_syncs(s); /* as the tenth answer left */
	t->done = t->syncs >= 0 && spool_syncs(s) > t->syncs;
	loop_timer_set(t->timer, t->n < 10 ? 0 : 50);
}

/* The spool is written in the turn and fsynced later by the worker: no capture waits for it. */
static void one_capture_costs_one_fsync(void **state)
{
	static struct copies c;
	struct loop_options o = { .turn_end = follow_turn, .ctx = &c };
	struct tap t = { .c = &c, .syncs = -1 };

	(void)state;
	copies_new(&c);
	assert_int_equal(loop_open(&o, &t.loop), OK);
	struct clock real = clock_system();
	int64_t before = spool_syncs(c.k.app->spool), begun = clock_mono(&real);
	spool_serve(c.k.app->spool, t.loop);
	t.timer = loop_timer_new(t.loop, on_tap, &t);
	loop_timer_set(t.timer, 0);
	loop_run_until(t.loop, &t.done);
	/* at most one a second, however slow this machine is */
	assert_true(t.syncs - before <= (clock_mono(&real) - begun) / SECOND_MS);
	assert_true(spool_syncs(c.k.app->spool) > before);
	assert_int_equal(look(&c).items, 10);
	loop_timer_free(t.timer);
	spool_idle(c.k.app->spool);
	loop_close(t.loop);
	copies_end(&c);
	PROVES("R60 R61");
}

static void ack_and_purge(struct copies *c, int64_t upto)
{
	db_event_begin(c->k.app->db);
	outbox_acked(c->k.app->db, 1, upto);
	db_meta_set_int(c->k.app->db, "sync.safe_hwm", upto);
	outbox_purge(c->k.app->db, upto, false, 0, 100000);
	assert_int_equal(db_event_commit(c->k.app->db, true), OK);
}

static void fill_segments(struct copies *c, int from, int count)
{
	for (int i = 0; i < count; i++) {
		copies_capture_many(c, from + i * 10, from + i * 10 + 9);
		copies_close(c);
		char last[32];
		snprintf(last, sizeof last, "spool/s%08d.seg", i + 2);
		file_write(c, last, "", 0); /* the next one is begun here */
		assert_int_equal(copies_open(c, APP_OWNER), OK);
	}
}

/* Matrix 7: a segment goes when all of it is safe and dropped, never before; its marks stay. */
static void a_segment_goes_only_when_all_of_it_is_safe(void **state)
{
	static struct copies c;

	(void)state;
	copies_new(&c);
	fill_segments(&c, 1, 3);
	assert_int_equal(spool_drop(c.k.app->spool, outbox_safe(c.k.app->db)), 0);
	assert_int_equal(spool_drop(c.k.app->spool, INT64_MAX), 0); /* safe is not enough: the database has them */
	ack_and_purge(&c, 19);
	assert_int_equal(spool_drop(c.k.app->spool, 0), 0);
	assert_int_equal(spool_drop(c.k.app->spool, outbox_safe(c.k.app->db)), 1);
	struct held h = look(&c);
	assert_int_equal(h.items, 30); /* ten of them as marks */
	assert_int_equal(h.texts, 20);
	ack_and_purge(&c, 30);
	assert_int_equal(spool_drop(c.k.app->spool, outbox_safe(c.k.app->db)), 2);
	h = look(&c);
	assert_int_equal(h.items, 30);
	assert_int_equal(h.texts, 0);
	copies_close(&c);
	assert_int_equal(copies_open(&c, APP_OWNER), OK);
	assert_int_equal(look(&c).items, 30 + 30); /* nothing says how far it was: marks again, harmless */
	copies_end(&c);
	PROVES("R62");
}

/* Matrix 7: killed between the marks and the file, or right after it. */
static void a_plug_pulled_while_a_segment_goes_costs_nothing(void **state)
{
	static const char *const points[] = { "kiosk.spool.marked", "kiosk.spool.dropped" };
	static struct copies c;
	int status;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(points); i++) {
		copies_new(&c);
		fill_segments(&c, 1, 2);
		ack_and_purge(&c, 10);
		fflush(NULL);
		pid_t child = fork();
		if (child == 0) {
			setenv("PORTIEK_CRASH", points[i], 1);
			spool_drop(c.k.app->spool, outbox_safe(c.k.app->db));
			_exit(0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
		struct held h = look(&c);
		assert_int_equal(h.texts, i ? 10 : 20);
		assert_int_equal(h.items, i ? 20 : 30);
		assert_int_equal(spool_drop(c.k.app->spool, outbox_safe(c.k.app->db)), !i);
		assert_int_equal(look(&c).texts, 10);
		copies_end(&c);
	}
	PROVES("R60 R62");
}

static void dead_letters_are_noted_and_stay(void **state)
{
	static struct copies c;

	(void)state;
	copies_new(&c);
	fill_segments(&c, 1, 1);
	db_event_begin(c.k.app->db);
	outbox_bury(c.k.app->db, 4, "too_large");
	assert_int_equal(db_event_commit(c.k.app->db, true), OK);
	spool_follow(c.k.app->spool);
	assert_int_equal(look(&c).dead, 1);
	ack_and_purge(&c, 10);
	assert_int_equal(spool_drop(c.k.app->spool, outbox_safe(c.k.app->db)), 0);
	copies_end(&c);
	PROVES("R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_capture_stands_there_after_its_commit),
		cmocka_unit_test(it_catches_up_at_start),
		cmocka_unit_test(a_torn_or_missing_file_is_filled_again),
		cmocka_unit_test(a_spool_that_cannot_be_written_waits),
		cmocka_unit_test(renumbered_items_are_written_again),
		cmocka_unit_test(a_segment_goes_only_when_all_of_it_is_safe),
		cmocka_unit_test(a_plug_pulled_while_a_segment_goes_costs_nothing),
		cmocka_unit_test(one_capture_costs_one_fsync),
		cmocka_unit_test(dead_letters_are_noted_and_stay),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
