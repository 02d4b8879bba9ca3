/* Stores that fail once, at whichever call: the first, the second, … until a whole life went by without meeting
 * it. Whatever failed comes out as an error, nothing half is kept, and at the end everything is there once.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_say.h"

#include "shared/sync/carry.h"

/* Which call fails; 0: none. One test at a time. */
static struct {
	int left, calls;
	bool failed;
	struct near_end *before;
} broken;

static bool fails(void)
{
	broken.calls++;
	if (broken.left == 0 || --broken.left > 0)
		return false;
	broken.failed = true;
	return true;
}

/* ---- the kiosk's store: what was done since begin is undone ------------------------------------------------ */

static void kiosk_begin(void *ctx)
{
	if (!broken.before)
		broken.before = mem_new(1, sizeof *broken.before);
	*broken.before = *(struct near_end *)ctx;
}

static int kiosk_commit(void *ctx, bool keep)
{
	(void)keep;
	if (!fails())
		return OK;
	*(struct near_end *)ctx = *broken.before;
	return ERR_STORAGE;
}

static int kiosk_key(void *ctx, const char *name, struct sign_key *ret)
{
	return fails() ? ERR_STORAGE : near_enrol_key(ctx, name, ret);
}

static int kiosk_enrolled(void *ctx, const struct device_identity *id)
{
	return fails() ? ERR_STORAGE : near_enrolled(ctx, id);
}

static int kiosk_became(void *ctx, const struct device_identity *id, const char *name, bool line)
{
	return fails() ? ERR_STORAGE : near_became(ctx, id, name, line);
}

static int kiosk_site(void *ctx, const char *version, int64_t from, int64_t size, const void *data, size_t n)
{
	return fails() ? ERR_STORAGE : near_site_piece(ctx, version, from, size, data, n);
}

static int kiosk_carried(void *ctx, const char *name, const void *file, size_t n)
{
	return fails() ? ERR_STORAGE : near_carried_answer(ctx, name, file, n);
}

static struct device_store kiosk_store(void)
{
	struct device_store s = NEAR_STORE;

	s.begin = kiosk_begin;
	s.commit = kiosk_commit;
	s.enrol_key = kiosk_key;
	s.enrolled = kiosk_enrolled;
	s.became = kiosk_became;
	s.site_piece = kiosk_site;
	s.carried_answer = kiosk_carried;
	return s;
}

/* ---- central's store ------------------------------------------------------------------------------------------ */

static int central_device_put(void *ctx, const struct hub_device *d)
{
	return fails() ? ERR_STORAGE : far_device_put(ctx, d);
}

static int central_heard(void *ctx, const struct hub_device *d, const struct wire_head *h, int64_t offset)
{
	return fails() ? ERR_STORAGE : far_heard(ctx, d, h, offset);
}

static int central_enrol(void *ctx, const struct hub_enrol *e, struct hub_device *d, const char *cert,
			 const char *cert_sig, int64_t now)
{
	return fails() ? ERR_STORAGE : far_enrol(ctx, e, d, cert, cert_sig, now);
}

static int central_mark(void *ctx, int64_t device, int64_t seq, const uint8_t id[16], const uint8_t h[32], enum hub_put *ret)
{
	return fails() ? ERR_STORAGE : far_mark_put(ctx, device, seq, id, h, ret);
}

static int central_chain(void *ctx, int64_t device, int64_t seq, const uint8_t c[32])
{
	return fails() ? ERR_STORAGE : far_chain_put(ctx, device, seq, c);
}

static int central_item(void *ctx, const struct hub_item *it, enum hub_put *ret, int64_t *ret_n)
{
	return fails() ? ERR_STORAGE : far_item_put(ctx, it, ret, ret_n);
}

static int central_park(void *ctx, int64_t n, const uint8_t parent[16])
{
	return fails() ? ERR_STORAGE : far_park(ctx, n, parent);
}

static int central_stray(void *ctx, const struct hub_item *it)
{
	return fails() ? ERR_STORAGE : far_stray(ctx, it);
}

static int central_void(void *ctx, int64_t device, int64_t seq, const char *why, int64_t now)
{
	return fails() ? ERR_STORAGE : far_void(ctx, device, seq, why, now);
}

static int central_line(void *ctx, int64_t parent, struct hub_device *d, int64_t now)
{
	return fails() ? ERR_STORAGE : far_reincarnate(ctx, parent, d, now);
}

static int central_recover(void *ctx, struct hub_device *d, int64_t now)
{
	return fails() ? ERR_STORAGE : far_recover(ctx, d, now);
}

static struct hub_store central_store(void)
{
	struct hub_store s = FAR_STORE;

	s.device_put = central_device_put;
	s.device_heard = central_heard;
	s.enrol = central_enrol;
	s.mark_put = central_mark;
	s.chain_put = central_chain;
	s.item_put = central_item;
	s.item_park = central_park;
	s.stray_put = central_stray;
	s.void_put = central_void;
	s.reincarnate = central_line;
	s.recover = central_recover;
	return s;
}

/* One request to its end; a transaction that failed at central leaves nothing there, and says so. */
static bool exchange(struct world *w)
{
	struct device_request rq = { 0 };
	struct far_end *before;
	struct hub_reply r = { 0 };
	struct wired x;

	if (!device_next(&w->device, &rq)) {
		buf_free(&rq.body); /* room for a batch that turned out empty */
		return false;
	}
	before = mem_new(1, sizeof *before);
	*before = w->far;
	broken.failed = false;
	wired_from(&x, &rq);
	int err = wired_serve(w, &x, &r);
	assert_int_equal(err, broken.failed ? ERR_STORAGE : OK);
	assert_int_equal(r.status == 503, broken.failed);
	if (err != OK) {
		assert_int_equal(r.stored, 0);
		assert_non_null(strstr(buf_text(&r.body), "\"wait_s\":60"));
		w->far = *before;
	}
	world_deliver(w, rq.slot, &r);
	free(before);
	buf_free(&x.body);
	buf_free(&r.body);
	buf_free(&rq.headers);
	buf_free(&rq.body);
	return true;
}

static void run(struct world *w, int64_t ms)
{
	int64_t end = w->mono + ms, wait = 0;

	for (int turns = 0; turns < 20000 && wait >= 0 && w->mono + wait <= end; turns++) {
		world_pass(w, wait > 0 ? wait : 1);
		while (exchange(w))
			;
		wait = device_wait(&w->device);
	}
	assert_true(wait < 0 || w->mono + wait > end);
}

/* An item that names a parent nobody has. */
static void capture_child(struct world *w)
{
	struct near_item *it = &w->near.items[world_capture(w) - 1];

	it->text.len--; /* the brace */
	buf_str(&it->text, ",\"after\":[\"01890000-0000-7000-8000-000000000001\"]}");
}

/* Everything that makes a store write, once; ends with everything delivered. */
static void live(struct world *w)
{
	device_enrol(&w->device, WORLD_CODE, "");
	w->device.o.poll_ms = -1;
	run(w, HOUR_MS);
	if (w->device.enrol_result != OK) { /* typed again */
		assert_true(w->device.enrol_result == ERR_STORAGE || w->device.enrol_result == ERR_NETWORK);
		device_enrol(&w->device, WORLD_CODE, "");
		run(w, HOUR_MS);
	}
	assert_int_equal(w->device.enrol_result, OK);
	for (int i = 0; i < 3; i++)
		world_capture(w);
	capture_child(w);
	w->near.items[1].gone = true;
	w->far.last_change = 2;
	run(w, DAY_MS);
	world_capture(w);
	buf_clear(&w->near.items[w->near.count - 1].text);
	buf_fmt(&w->near.items[w->near.count - 1].text, "{\"seq\":%d,\"id\":\"no uuid\"}", w->near.count);
	w->near.site_wanted = w->device.want_site = true;
	run(w, DAY_MS);
	assert_true(w->near.items[w->near.count - 1].dead);
	device_rotate_start(&w->device);
	run(w, DAY_MS);
	if (w->near.id.key_no == 1) { /* comes again with the next age check */
		device_rotate_start(&w->device);
		run(w, DAY_MS);
	}
	world_capture(w);
	run(w, DAY_MS);
	world_check_all(w);
}

/* Then central loses half of it, and everything about the device, which begins a new line at last. */
static void live_on(struct world *w)
{
	struct far_end *f = &w->far;

	w->hub.epoch[31] = 'e';
	f->device_count = f->mark_count = f->item_count = f->voids = 0;
	memset(f->devices, 0, sizeof f->devices);
	world_capture(w);
	run(w, DAY_MS);
	world_check_all(w);
	w->far.devices[0].state = HUB_ACTIVE;
	device_export(&w->device, 0, &w->near.carried);
	device_hand_in(&w->device);
	run(w, DAY_MS);
	device_reincarnate_start(&w->device, "test");
	world_capture(w);
	run(w, DAY_MS);
	assert_int_equal(w->far.device_count, 2);
	assert_int_equal(w->near.became >= 3, 1);
	world_check_all(w);
	w->far.devices[1].state = HUB_ACTIVE;
}

/* Returns how many calls could have failed. */
static int live_with(int at, const struct device_store *near, const struct hub_store *far)
{
	struct world *w = world_open();

	broken.left = at;
	broken.calls = 0;
	w->device.o.store = near;
	w->hub.store = far;
	live(w);
	live_on(w);
	world_close(w);
	return broken.calls;
}

/* First a life in which nothing fails, to count its writes; then one for each of them. */
static void each_fails_once(const struct device_store *near, const struct hub_store *far, int least, int most)
{
	int calls = live_with(0, near, far);

	assert_in_range(calls, least, most);
	for (int at = 1; at <= calls; at++)
		live_with(at, near, far);
}

static void whichever_write_of_the_kiosk_fails_nothing_is_lost(void **state)
{
	struct device_store store = kiosk_store();

	(void)state;
	each_fails_once(&store, &FAR_STORE, 20, 200);
	free(broken.before);
	broken.before = NULL;
	PROVES("R60 R62");
}

static void whichever_write_of_central_fails_nothing_is_lost(void **state)
{
	struct hub_store store = central_store();

	(void)state;
	each_fails_once(&NEAR_STORE, &store, 40, 300);
	PROVES("R60 R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whichever_write_of_the_kiosk_fails_nothing_is_lost),
		cmocka_unit_test(whichever_write_of_central_fails_nothing_is_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
