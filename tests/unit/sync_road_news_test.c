/* What comes down to a device: pages of news, a site in pieces, a sign of life when there is nothing.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_world.h"

static void news_comes_in_pages_and_after_a_batch(void **state)
{
	struct world *w = world_ready();

	(void)state;
	assert_int_equal(w->near.fresh, 1);
	w->far.last_change = 250;
	world_capture(w);
	world_run(w, MINUTE_MS);
	assert_int_equal(w->near.changes, 250);
	assert_string_equal(w->near.cursor, "250");
	assert_int_equal(w->near.pages, 4); /* the first empty one, then 100 + 100 + 50 */
	world_close(w);
	PROVES("R53 R64");
}

/* matrix 66 */
static void a_cursor_central_does_not_know_starts_over(void **state)
{
	struct world *w = world_ready();

	(void)state;
	w->far.last_change = 10;
	device_pull(&w->device);
	world_run(w, MINUTE_MS);
	assert_int_equal(w->near.changes, 10);
	w->far.gone = true;
	device_pull(&w->device);
	world_run(w, MINUTE_MS);
	assert_int_equal(w->near.resets, 1);
	assert_int_equal(w->near.changes, 20);
	assert_int_equal(w->near.fresh, 2);
	world_close(w);
	PROVES("R53");
}

static void a_site_comes_in_pieces_and_goes_on_after_a_break(void **state)
{
	struct world *w = world_ready();

	(void)state;
	crypt_random(w->far.site, sizeof w->far.site);
	w->near.site_wanted = true;
	device_pull(&w->device);
	assert_true(world_exchange(w));
	assert_true(world_exchange(w));
	assert_int_equal(w->near.site_have, 700);
	w->lose = 2;
	world_run(w, HOUR_MS);
	assert_int_equal(w->near.site_have, sizeof w->far.site);
	assert_memory_equal(w->near.site, w->far.site, sizeof w->far.site);
	world_close(w);
	PROVES("R53 R60");
}

static bool other_version(struct world *w, struct device_answer *a, struct hub_reply *r)
{
	if (!strstr(buf_text(&r->body), "\"data\""))
		return true;
	memcpy(strstr(r->body.data, "\"v1\""), "\"v9\"", 4);
	sig_digest(r->body.data, r->body.len, r->digest);
	sig_reply_make(&w->hub.key, r->status, r->digest, w->wall / 1000, r->input, r->signature);
	return a->body = r->body.data, true;
}

static void a_site_that_cannot_be_had_does_not_disturb_the_rest(void **state)
{
	struct world *w = world_ready();
	int before;

	(void)state;
	w->near.site_wanted = true;
	w->spoil = other_version;
	device_pull(&w->device);
	world_run(w, 10 * MINUTE_MS);
	before = w->exchanges;
	world_capture(w);
	world_run(w, MINUTE_MS);
	world_check_all(w);
	assert_int_equal(w->exchanges - before, 1);
	w->spoil = NULL;
	world_run(w, HOUR_MS);
	assert_int_equal(w->near.site_have, sizeof w->far.site);
	world_close(w);
	PROVES("R53 R62");
}

static void an_idle_device_shows_a_sign_of_life(void **state)
{
	struct world *w = world_ready();
	int before;

	(void)state;
	w->device.o.poll_ms = MINUTE_MS;
	w->device.poll_at = w->mono + MINUTE_MS;
	before = w->exchanges;
	world_run(w, HOUR_MS);
	assert_in_range(w->exchanges - before, 58, 61);
	assert_true(w->device.online);
	world_close(w);
	PROVES("R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(news_comes_in_pages_and_after_a_batch),
		cmocka_unit_test(a_cursor_central_does_not_know_starts_over),
		cmocka_unit_test(a_site_comes_in_pieces_and_goes_on_after_a_break),
		cmocka_unit_test(a_site_that_cannot_be_had_does_not_disturb_the_rest),
		cmocka_unit_test(an_idle_device_shows_a_sign_of_life),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
