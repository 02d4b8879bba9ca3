/* News, sites and replies to files with a member missing or wrong though central signed them; and a disk that
 * cannot keep them. What is wrong is not taken, what is behind it still comes.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_say.h"

#define PAGE "\"cursor\":\"7\",\"more\":false,\"changes\":[]"

/* A device that asks for news and for nothing else. */
static struct world *pulling(void)
{
	struct world *w = world_ready();

	device_pull(&w->device);
	w->device.want_site = false;
	return w;
}

static void a_page_of_news_has_all_its_members(void **state)
{
	static const char *const BAD[] = {
		"\"more\":false,\"changes\":[]", "\"cursor\":7,\"more\":false,\"changes\":[]", "\"cursor\":\"7\",\"more\":false",
		"\"cursor\":\"7\",\"more\":false,\"changes\":{}",
	};
	struct world *w = pulling();
	struct device_request rq;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(BAD); i++) {
		asks(w, &rq);
		say(w, &rq, 200, "%s", BAD[i]);
		assert_string_equal(w->device.marks.last_error, "bad_reply");
		assert_int_equal(w->device.backoff.failures, i + 1);
		assert_string_equal(w->near.cursor, "0");
		world_pass(w, HOUR_MS);
	}
	asks(w, &rq);
	say(w, &rq, 200, PAGE);
	assert_string_equal(w->near.cursor, "7");
	assert_int_equal(w->device.backoff.failures, 0);
	assert_false(w->device.want_news);
	world_close(w);
	PROVES("R53 R62");
}

/* From a newer central, perhaps: the others of the page are not held up. */
static void a_change_that_cannot_be_read_is_left_out(void **state)
{
	static const char *const BAD[] = {
		"7", "{\"key\":\"k\",\"rev\":1,\"op\":\"del\"}", "{\"feed\":\"config\",\"rev\":1,\"op\":\"del\"}",
		"{\"feed\":\"config\",\"key\":\"k\",\"op\":\"del\"}", "{\"feed\":\"config\",\"key\":\"k\",\"rev\":0,\"op\":\"del\"}",
		"{\"feed\":\"config\",\"key\":\"k\",\"rev\":1,\"op\":\"add\",\"body\":{}}",
		"{\"feed\":\"config\",\"key\":\"k\",\"rev\":1,\"op\":\"put\"}",
		"{\"feed\":\"config\",\"key\":\"k\",\"rev\":1,\"op\":\"put\",\"body\":7}",
	};
	static const char *const GOOD[] = {
		"{\"feed\":\"config\",\"key\":\"k\",\"rev\":1,\"op\":\"put\",\"body\":{}}", "{\"feed\":\"config\",\"key\":\"k\",\"rev\":1,\"op\":\"del\"}",
	};
	struct world *w = pulling();
	struct device_request rq;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(BAD); i++) {
		asks(w, &rq);
		say(w, &rq, 200, "\"cursor\":\"%zu\",\"more\":true,\"changes\":[%s,%s,%s]", i + 1, GOOD[0], BAD[i], GOOD[1]);
		assert_int_equal(w->near.changes, 2 * (i + 1));
		assert_true(w->device.want_news); /* there is more */
	}
	assert_string_equal(w->near.cursor, "8");
	world_close(w);
	PROVES("R53 R62");
}

static void news_that_cannot_be_kept_is_asked_for_again(void **state)
{
	struct world *w = pulling();
	struct device_request rq;

	(void)state;
	asks(w, &rq);
	w->near.storage_fails = true;
	say(w, &rq, 200, PAGE);
	assert_string_equal(w->device.marks.last_error, "storage");
	assert_int_equal(w->device.backoff.failures, 1);
	assert_true(w->device.want_news);
	w->near.storage_fails = false;
	world_run(w, HOUR_MS);
	assert_false(w->device.want_news);
	assert_true(w->device.online);
	world_close(w);
	PROVES("R53 R62");
}

/* News is for devices that are approved: one that gets it was. */
static void who_gets_news_is_active(void **state)
{
	struct world *w = pulling();
	struct device_request rq;

	(void)state;
	text_copy(w->device.marks.state, sizeof w->device.marks.state, "pending");
	asks(w, &rq);
	say(w, &rq, 200, PAGE);
	assert_string_equal(w->near.marks.state, "active");
	assert_true(w->device.want_site);
	world_close(w);
	PROVES("R70");
}

/* ---- sites ------------------------------------------------------------------------------------------------ */

static struct world *wanting_a_site(void)
{
	struct world *w = world_ready();

	w->near.site_wanted = true;
	w->device.want_site = true;
	w->device.want_news = false;
	return w;
}

static void a_piece_of_a_site_is_the_one_asked_for(void **state)
{
	static const struct { const char *members; bool good; } ROWS[] = {
		{ "\"version\":\"v1\",\"size\":2000,\"from\":0,\"data\":\"QUJD\"", true },
		{ "\"version\":\"v2\",\"size\":2000,\"from\":0,\"data\":\"QUJD\"", false },
		{ "\"size\":2000,\"from\":0,\"data\":\"QUJD\"", false },
		{ "\"version\":\"v1\",\"size\":0,\"from\":0,\"data\":\"QUJD\"", false },
		{ "\"version\":\"v1\",\"from\":0,\"data\":\"QUJD\"", false },
		{ "\"version\":\"v1\",\"size\":2000,\"from\":1,\"data\":\"QUJD\"", false },
		{ "\"version\":\"v1\",\"size\":2000,\"data\":\"QUJD\"", false },
		{ "\"version\":\"v1\",\"size\":2000,\"from\":0", false },
		{ "\"version\":\"v1\",\"size\":2000,\"from\":0,\"data\":\"Q\"", false },
		{ "\"version\":\"v1\",\"size\":2000,\"from\":0,\"data\":\"\"", false }, /* would go on forever */
		{ "\"version\":\"v1\",\"size\":2000,\"from\":0,\"data\":\"Q\\/JD\"", true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct world *w = wanting_a_site();
		struct device_request rq;

		asks(w, &rq);
		assert_string_equal(rq.target, "/sync/v1/site/v1?from=0");
		say(w, &rq, 200, "%s", ROWS[i].members);
		assert_int_equal(w->near.site_have, ROWS[i].good ? 3 : 0);
		assert_int_equal(w->device.backoff.failures, ROWS[i].good ? 0 : 1);
		if (!ROWS[i].good) { /* and not again before a quarter of an hour */
			assert_int_equal(w->device.site_at, w->mono + 15 * MINUTE_MS);
			assert_in_range(device_wait(&w->device), 15 * MINUTE_MS, 15 * MINUTE_MS);
			world_pass(w, 15 * MINUTE_MS - 1);
			asks_nothing(w);
			world_pass(w, 1);
		}
		asks(w, &rq);
		assert_string_equal(rq.target, ROWS[i].good ? "/sync/v1/site/v1?from=3" : "/sync/v1/site/v1?from=0");
		no_answer(w, &rq);
		world_close(w);
	}
	PROVES("R53 R62");
}

/* The whole was had before: an empty last piece is none that goes on. */
static void an_empty_piece_at_the_end_is_no_fault(void **state)
{
	struct world *w = wanting_a_site();
	struct device_request rq;

	(void)state;
	w->near.site_have = 2000;
	asks(w, &rq);
	say(w, &rq, 200, "\"version\":\"v1\",\"size\":2000,\"from\":2000,\"data\":\"\"");
	assert_int_equal(w->device.backoff.failures, 0);
	assert_false(w->near.site_wanted);
	world_close(w);
	PROVES("R53");
}

static int no_room(void *ctx, const char *version, int64_t from, int64_t size, const void *data, size_t n)
{
	(void)ctx, (void)version, (void)from, (void)size, (void)data, (void)n;
	return ERR_STORAGE;
}

/* A site that is not what was announced, or does not fit, is left for a while; the line is not at fault. */
static void a_piece_that_is_not_kept_holds_up_nothing(void **state)
{
	struct device_store store = NEAR_STORE;
	struct world *w = wanting_a_site();
	struct device_request rq;

	(void)state;
	store.site_piece = no_room;
	w->device.o.store = &store;
	asks(w, &rq);
	say(w, &rq, 200, "\"version\":\"v1\",\"size\":2000,\"from\":0,\"data\":\"QUJD\"");
	assert_int_equal(w->device.backoff.failures, 0);
	assert_int_equal(w->device.site_at, w->mono + 15 * MINUTE_MS);
	asks_nothing(w);
	world_capture(w);
	asks(w, &rq);
	assert_string_equal(rq.target, "/sync/v1/batches");
	no_answer(w, &rq);
	world_close(w);
	PROVES("R62");
}

static void a_refused_site_is_left_and_a_failing_one_too(void **state)
{
	static const enum sync_fault FAULTS[] = { FAULT_NOT_FOUND, FAULT_INTERNAL };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(FAULTS); i++) {
		struct world *w = wanting_a_site();
		struct device_request rq;

		asks(w, &rq);
		say_fault(w, &rq, FAULTS[i], "");
		assert_int_equal(w->device.backoff.failures, 0);
		assert_int_equal(w->device.site_at, w->mono + 15 * MINUTE_MS);
		assert_int_equal(device_wait(&w->device), 15 * MINUTE_MS);
		world_close(w);
	}
	PROVES("R62");
}

/* ---- files of others ---------------------------------------------------------------------------------------- */

static int answers_fail(void *ctx, const char *name, const void *file, size_t n)
{
	struct near_end *near = ctx;

	(void)name, (void)file, (void)n;
	near->carried_refused++;
	return ERR_STORAGE;
}

static struct world *handing_in(const struct device_store *store)
{
	struct world *w = world_ready();

	w->device.o.store = store;
	buf_str(&w->near.carried, "POST …");
	device_hand_in(&w->device);
	assert_int_equal(device_wait(&w->device), 0);
	return w;
}

static void a_reply_to_a_file_is_a_file(void **state)
{
	static const char *const BAD[] = { "\"x\":1", "\"data\":7", "\"data\":\"Q\"" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(BAD); i++) {
		struct world *w = handing_in(&NEAR_STORE);
		struct device_request rq;

		asks(w, &rq);
		assert_string_equal(rq.target, "/sync/v1/carried");
		say(w, &rq, 200, "%s", BAD[i]);
		assert_string_equal(w->device.marks.last_error, "bad_reply");
		assert_int_equal(w->device.backoff.failures, 1);
		assert_true(w->near.carried.len > 0); /* tried again */
		world_pass(w, HOUR_MS);
		asks(w, &rq);
		say(w, &rq, 200, "\"data\":\"QUJD\"");
		assert_int_equal(w->near.carried.len, 0);
		assert_memory_equal(w->near.carried_reply.data, "ABC", 3);
		asks_nothing(w);
		assert_false(w->device.want_carry);
		world_close(w);
	}
	PROVES("D11");
}

static void a_file_whose_reply_cannot_be_kept_is_left(void **state)
{
	static const enum sync_fault FAULTS[] = { FAULT_NONE, FAULT_BAD_ENVELOPE, FAULT_NOT_FOUND };
	struct device_store store = NEAR_STORE;

	(void)state;
	store.carried_answer = answers_fail;
	for (size_t i = 0; i < COUNT_OF(FAULTS); i++) {
		struct world *w = handing_in(&store);
		struct device_request rq;

		asks(w, &rq);
		if (FAULTS[i] == FAULT_NONE)
			say(w, &rq, 200, "\"data\":\"QUJD\"");
		else
			say_fault(w, &rq, FAULTS[i], "");
		assert_false(w->device.want_carry);
		assert_int_equal(w->near.carried_refused, FAULTS[i] != FAULT_NOT_FOUND); /* an older central knows no files */
		assert_int_equal(w->device.backoff.failures, FAULTS[i] == FAULT_NONE);
		assert_int_equal(w->device.site_at, 0);
		world_pass(w, HOUR_MS);
		asks_nothing(w);
		world_close(w);
	}
	PROVES("D11");
}

static void a_file_waits_for_the_page_that_is_under_way(void **state)
{
	struct world *w = pulling();
	struct device_request page, file;

	(void)state;
	buf_str(&w->near.carried, "POST …");
	asks(w, &page);
	device_hand_in(&w->device);
	asks_nothing(w);
	assert_int_equal(device_wait(&w->device), 5 * MINUTE_MS);
	say(w, &page, 200, PAGE);
	w->device.want_site = false;
	assert_int_equal(device_wait(&w->device), 0);
	asks(w, &file);
	assert_string_equal(file.target, "/sync/v1/carried");
	say_fault(w, &file, FAULT_INTERNAL, ""); /* of no kind that waits apart */
	assert_int_equal(w->device.backoff.failures, 1);
	assert_true(w->device.want_carry);
	world_close(w);
	PROVES("D11");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_of_news_has_all_its_members),
		cmocka_unit_test(a_change_that_cannot_be_read_is_left_out),
		cmocka_unit_test(news_that_cannot_be_kept_is_asked_for_again),
		cmocka_unit_test(who_gets_news_is_active),
		cmocka_unit_test(a_piece_of_a_site_is_the_one_asked_for),
		cmocka_unit_test(an_empty_piece_at_the_end_is_no_fault),
		cmocka_unit_test(a_piece_that_is_not_kept_holds_up_nothing),
		cmocka_unit_test(a_refused_site_is_left_and_a_failing_one_too),
		cmocka_unit_test(a_reply_to_a_file_is_a_file),
		cmocka_unit_test(a_file_whose_reply_cannot_be_kept_is_left),
		cmocka_unit_test(a_file_waits_for_the_page_that_is_under_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
