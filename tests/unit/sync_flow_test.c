/* How a device keeps going: bad links, a central that fails at one thing only, and a program that forgot
 * to try.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_world.h"

/* ---- links ------------------------------------------------------------------------------------------------ */

/* All of that time, whatever the device wants in it. */
static void spend(struct world *w, int64_t ms)
{
	int64_t end = w->mono + ms;

	world_run(w, ms);
	world_pass(w, end - w->mono);
}

/* Chance that differs each time, the same in every run. */
static void rolling(void *ctx, void *out, size_t n)
{
	struct near_end *near = ctx;
	uint8_t seed[8], h[HASH_BYTES];

	near->rolls++;
	memcpy(seed, &near->rolls, sizeof seed);
	sha256(seed, sizeof seed, h);
	memcpy(out, h, n < sizeof h ? n : sizeof h);
}

/* matrix 57: the link is up for one second of ten. */
static void a_flapping_link_delivers_all_the_same(void **state)
{
	struct world *w = world_ready();
	struct device_store rolled = NEAR_STORE;
	int rounds = 0;

	(void)state;
	rolled.random = rolling;
	w->device.o.store = &rolled;
	for (int i = 0; i < 2000; i++)
		world_capture(w);
	while (near_pending(&w->near) > 0 && rounds++ < 400) {
		w->down = true;
		spend(w, 9 * SECOND_MS);
		w->down = false;
		device_link_up(&w->device);
		spend(w, SECOND_MS);
	}
	world_check_all(w);
	assert_true(rounds < 60); /* a link that comes up resets the pauses, at most once a minute */
	world_close(w);
	PROVES("R62");
}

/* matrix 57: of a hundred replies five arrive. */
static void a_link_that_loses_nearly_everything_gets_there(void **state)
{
	struct world *w = world_ready();

	(void)state;
	for (int i = 0; i < 600; i++)
		world_capture(w);
	for (int round = 0; round < 4; round++) {
		w->lose = 19;
		spend(w, 12 * HOUR_MS);
	}
	world_check_all(w);
	assert_int_equal(w->far.item_count, 600);
	world_close(w);
	PROVES("R62");
}

/* matrix 58: no name, no route, no proxy: a reason, growing pauses, and back alone. */
static void what_the_net_lacks_is_named_and_waited_for(void **state)
{
	static const char *const WHYS[] = { "net_dns", "net_refused", "net_timeout", "net_closed" };
	struct world *w = world_ready();
	struct device_answer dead = { .err = ERR_NETWORK, .type = "", .digest = "", .input = "",
		.signature = "", .body = "" };

	(void)state;
	world_capture(w);
	for (size_t i = 0; i < COUNT_OF(WHYS); i++) {
		struct device_request rq = { 0 };
		int64_t pause = device_wait(&w->device);

		world_pass(w, pause);
		assert_true(device_next(&w->device, &rq));
		dead.why = WHYS[i];
		device_answer(&w->device, rq.slot, &dead);
		assert_string_equal(w->device.marks.last_error, WHYS[i]);
		assert_in_range(device_wait(&w->device), 0, 2000 << i);
		buf_free(&rq.headers);
		buf_free(&rq.body);
	}
	assert_int_equal(near_pending(&w->near), 1);
	world_run(w, HOUR_MS);
	world_check_all(w);
	world_close(w);
	PROVES("R62");
}

/* ---- faults of central's own ---------------------------------------------------------------------------------- */

static void fail_reply(struct world *w, const struct wired *x, struct hub_reply *r)
{
	const char *sig = strchr(x->signature, ':') + 1;

	r->status = 500;
	r->type = "application/json";
	buf_clear(&r->body);
	buf_fmt(&r->body, "{\"v\":1,\"error\":\"internal\",\"msg\":\"x\",\"now\":%lld,\"req_sig\":\"%.88s\"}",
		(long long)w->wall, sig);
	sig_digest(r->body.data, r->body.len, r->digest);
	sig_reply_make(&w->hub.key, 500, r->digest, w->wall / 1000, r->input, r->signature);
}

/* One request at a central that answers 500 to whatever names this. */
static bool exchange_but(struct world *w, const char *sore)
{
	struct device_request rq = { 0 };
	struct hub_reply r = { 0 };
	struct wired x;
	BUF(plain);
	bool some = device_next(&w->device, &rq);

	if (some) {
		wired_from(&x, &rq);
		if (x.body.len)
			assert_int_equal(pack_inflate(x.body.data, x.body.len, WIRE_INFLATED, NULL, 0, &plain), OK);
		if (strstr(x.path, sore) || strstr(buf_text(&plain), sore))
			fail_reply(w, &x, &r);
		else
			(void)!wired_serve(w, &x, &r);
		world_deliver(w, rq.slot, &r);
		buf_free(&x.body);
		w->exchanges++;
	}
	buf_free(&r.body);
	buf_free(&rq.headers);
	buf_free(&rq.body);
	return some;
}

static void run_but(struct world *w, int64_t ms, const char *sore)
{
	int64_t end = w->mono + ms, wait = 0;

	for (int turns = 0; turns < 10000 && wait >= 0 && w->mono + wait <= end; turns++) {
		world_pass(w, wait > 0 ? wait : 1);
		while (exchange_but(w, sore))
			;
		wait = device_wait(&w->device);
	}
	assert_true(wait < 0 || w->mono + wait > end);
}

/* matrix 60 */
static void a_kind_central_fails_at_waits_alone(void **state)
{
	struct world *w = world_ready();
	int before;

	(void)state;
	for (int i = 0; i < 300; i++) {
		world_capture(w);
		if (i % 3 == 0)
			world_capture_kind(w, "case.answer");
	}
	before = w->exchanges;
	run_but(w, 10 * MINUTE_MS, "case.answer");
	assert_int_equal(near_pending(&w->near), 100);
	assert_int_equal(w->far.item_count, 300);
	assert_true(w->exchanges - before <= 60);
	world_capture(w); /* what is new is not held up */
	run_but(w, SECOND_MS, "case.answer");
	assert_int_equal(w->far.item_count, 301);
	for (int i = 0; i < 5; i++)
		assert_false(w->near.items[i].dead);
	world_run(w, HOUR_MS); /* mended */
	world_check_all(w);
	assert_int_equal(w->far.item_count, 401);
	world_close(w);
	PROVES("R62");
}

/* matrix 60 */
static void news_central_fails_at_holds_up_no_report(void **state)
{
	struct world *w = world_ready();
	int before;

	(void)state;
	w->far.last_change = 3;
	device_pull(&w->device);
	run_but(w, HOUR_MS, "/changes");
	before = w->exchanges;
	for (int i = 0; i < 10; i++) {
		world_capture(w);
		run_but(w, SECOND_MS, "/changes");
		assert_int_equal(near_pending(&w->near), 0);
	}
	assert_true(w->exchanges - before <= 20);
	assert_int_equal(w->near.changes, 0);
	world_run(w, HOUR_MS);
	assert_int_equal(w->near.changes, 3);
	world_close(w);
	PROVES("R62");
}

/* ---- watchdog ---------------------------------------------------------------------------------------------------- */

static void a_program_that_does_not_try_is_noticed(void **state)
{
	struct world *w = world_ready();
	int64_t cap = w->device.backoff.cap_ms;

	(void)state;
	world_capture(w);
	world_run(w, MINUTE_MS);
	assert_false(device_stalled(&w->device));
	world_pass(w, 2 * cap + 1);
	assert_true(device_stalled(&w->device)); /* nothing was asked of it for so long */
	backoff_asked(&w->device.backoff, w->mono, HOUR_MS / SECOND_MS, 0);
	assert_false(device_stalled(&w->device)); /* central asked for it */
	world_pass(w, HOUR_MS);
	assert_true(device_stalled(&w->device));
	w->down = true;
	world_capture(w);
	for (int i = 0; i < 100; i++) { /* an engine that is driven is never found stalled */
		spend(w, 10 * MINUTE_MS);
		assert_false(device_stalled(&w->device));
	}
	world_close(w);
	PROVES("R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_flapping_link_delivers_all_the_same),
		cmocka_unit_test(a_link_that_loses_nearly_everything_gets_there),
		cmocka_unit_test(what_the_net_lacks_is_named_and_waited_for),
		cmocka_unit_test(a_kind_central_fails_at_waits_alone),
		cmocka_unit_test(news_central_fails_at_holds_up_no_report),
		cmocka_unit_test(a_program_that_does_not_try_is_noticed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
