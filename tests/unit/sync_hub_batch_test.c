/* What central makes of the items of a batch: once each, in any order, exceptions by name (section 3).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_hub.h"

static void read_reply(struct hub_reply *r, struct wire_reply *ret)
{
	assert_int_equal(val_scan(r->body.data, r->body.len, NULL, NULL), OK);
	assert_int_equal(wire_reply_read(r->body.data, r->body.len, ret), OK);
	buf_free(&r->body);
}

/* Matrix 27. */
static void items_in_any_order_and_often(void **state)
{
	static const int ORDER[][2] = { { 5, 6 }, { 1, 2 }, { 1, 2 }, { 4, 4 }, { 1, 6 }, { 3, 3 } };
	static const int64_t HWM[] = { 0, 2, 2, 2, 6, 6 };
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct wire_reply reply;
	struct hub_reply r;
	uint8_t c[32] = { 0 };
	char hex[HEX32_TEXT];

	(void)state;
	for (int i = 0; i < 6; i++) {
		world_capture(w);
		chain_next(c, w->near.items[i].id, w->near.items[i].h);
	}
	for (size_t i = 0; i < COUNT_OF(ORDER); i++) {
		make_items(w, &x, ORDER[i][0], ORDER[i][1]);
		served(w, &x, &r);
		read_reply(&r, &reply);
		assert_int_equal(reply.ack_count, 1);
		assert_int_equal(reply.ack[0].from, ORDER[i][0]);
		assert_int_equal(reply.ack[0].to, ORDER[i][1]);
		assert_int_equal(reply.result_count, 0);
		assert_int_equal(reply.hwm, HWM[i]);
	}
	assert_int_equal(w->far.item_count, 6);
	hex_encode(c, 32, hex);
	assert_string_equal(reply.chain, hex);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

/* Matrix 26. */
static void the_same_batch_a_thousand_times(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct hub_reply r;

	(void)state;
	for (int i = 0; i < 20; i++)
		world_capture(w);
	for (int i = 0; i < 1000; i++) {
		make_items(w, &x, 1, 20);
		served(w, &x, &r);
		buf_free(&r.body);
		if (i % 100 == 0)
			refused(w, &x, FAULT_COUNTER_REPLAYED);
	}
	assert_int_equal(w->far.item_count, 20);
	assert_int_equal(w->far.mark_count, 20);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

static void a_known_id_with_other_bytes_is_a_conflict(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct wire_reply reply;
	struct hub_reply r;
	BUF(second);

	(void)state;
	world_capture(w);
	world_capture(w);
	make_items(w, &x, 1, 1);
	served(w, &x, &r);
	buf_free(&r.body);
	/* Number 2 claims the id of number 1. */
	memcpy(strstr(w->near.items[1].text.data, "\"id\":\"") + 6,
	       strstr(w->near.items[0].text.data, "\"id\":\"") + 6, 36);
	make_items(w, &x, 2, 2);
	served(w, &x, &r);
	read_reply(&r, &reply);
	assert_int_equal(reply.ack_count, 1);
	assert_int_equal(reply.results[0].r, RESULT_CONFLICT);
	assert_int_equal(w->far.strays, 1);
	assert_int_equal(w->far.devices[0].state, HUB_ACTIVE);
	assert_int_equal(reply.hwm, 2);
	/* Number 1 comes again as something else: two lines of one device. */
	wire_item_renumber(&second, w->near.items[1].text.data, w->near.items[1].text.len, 1);
	buf_clear(&w->near.items[1].text);
	buf_add(&w->near.items[1].text, second.data, second.len);
	make_items(w, &x, 2, 2);
	served(w, &x, &r);
	read_reply(&r, &reply);
	assert_int_equal(reply.results[0].r, RESULT_CONFLICT);
	assert_int_equal(w->far.strays, 2);
	make_items(w, &x, 1, 1);
	refused(w, &x, FAULT_DEVICE_FORKED);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62 R70");
}

static void voids_keep_the_mark_moving_and_may_be_filled_later(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct wire_reply reply;
	struct hub_reply r;
	BUF(text);
	BUF(item);

	(void)state;
	world_capture(w);
	head_text(w, &text);
	wire_void_write(&item, 1, w->near.items[0].id, w->near.items[0].h, "lost");
	wire_batch_item(&text, item.data, item.len, true);
	wire_batch_end(&text);
	make_batch(w, &x, text.data, text.len);
	served(w, &x, &r);
	read_reply(&r, &reply);
	assert_int_equal(reply.hwm, 1);
	assert_int_equal(w->far.item_count, 0);
	make_items(w, &x, 1, 1);
	served(w, &x, &r);
	read_reply(&r, &reply);
	assert_int_equal(reply.hwm, 1);
	assert_int_equal(reply.result_count, 0);
	assert_int_equal(w->far.item_count, 1);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

/* A rebuilt device knows that the number was given and nothing else: central keeps what it has. */
static void a_void_without_a_hash_never_forks_a_line(void **state)
{
	static const uint8_t unknown[HASH_BYTES];
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct wire_reply reply;
	struct hub_reply r;
	uint8_t id[16] = { 7 };

	(void)state;
	world_capture(w);
	world_capture(w);
	make_items(w, &x, 1, 1);
	served(w, &x, &r);
	buf_free(&r.body);
	for (int seq = 1; seq <= 2; seq++) {
		BUF(text);
		BUF(item);

		head_text(w, &text);
		wire_void_write(&item, seq, id, unknown, "lost");
		wire_batch_item(&text, item.data, item.len, true);
		wire_batch_end(&text);
		make_batch(w, &x, text.data, text.len);
		served(w, &x, &r);
		read_reply(&r, &reply);
		assert_int_equal(reply.ack_count, 1);
		assert_int_equal(reply.result_count, 0);
		assert_int_equal(reply.hwm, seq);
	}
	assert_int_equal(w->far.item_count, 1);
	assert_int_equal(w->far.voids, 1);
	assert_int_equal(w->far.strays, 0);
	assert_int_equal(w->far.devices[0].state, HUB_ACTIVE);
	buf_free(&x.body);
	world_close(w);
	PROVES("R60 R62");
}

/* Append one hand-written item to a batch of its own and serve it. */
static void serve_item(struct world *w, const char *json, struct wire_reply *reply)
{
	struct wired x = { .body = { 0 } };
	struct hub_reply r;
	BUF(text);

	head_text(w, &text);
	buf_fmt(&text, "%s]}", json);
	make_batch(w, &x, text.data, text.len);
	served(w, &x, &r);
	read_reply(&r, reply);
	buf_free(&x.body);
}

#define ITEM_REST ",\"kind\":\"report.new\",\"schema\":1,\"t\":{\"wall\":5,\"mono\":6,\"boot\":\"e0\"}," \
		  "\"key\":\"k-1\",\"body\":\"AAEC\"}"

static void exceptions_by_name(void **state)
{
	struct world *w = world_ready();
	struct wire_reply reply;

	(void)state;
	serve_item(w, "{\"seq\":100001,\"id\":\"01a20074-0000-7619-88bb-3ef1028ccf8f\"" ITEM_REST, &reply);
	assert_int_equal(reply.ack_count, 0);
	assert_int_equal(reply.results[0].r, RESULT_RETRY);
	assert_string_equal(reply.results[0].code, "seq_ahead");
	serve_item(w, "{\"seq\":1,\"id\":\"01a20074-0001-7619-88bb-3ef1028ccf8f\",\"body\":\"AAEC\"}", &reply);
	assert_int_equal(reply.ack_count, 1);
	assert_int_equal(reply.results[0].r, RESULT_QUARANTINED);
	assert_string_equal(reply.results[0].code, "bad_field");
	assert_string_equal(reply.results[0].path, "/kind");
	assert_string_equal(w->far.items[0].fault, "bad_field");
	serve_item(w, "{\"seq\":2,\"id\":\"01a20074-0002-7619-88bb-3ef1028ccf8f\","
		   "\"after\":[\"01a20074-0003-7619-88bb-3ef1028ccf8f\"]" ITEM_REST, &reply);
	assert_int_equal(reply.ack_count, 1);
	assert_int_equal(reply.results[0].r, RESULT_PARKED);
	assert_true(w->far.items[1].parked);
	serve_item(w, "{\"seq\":4,\"id\":\"01a20074-0004-7619-88bb-3ef1028ccf8f\","
		   "\"after\":[\"01a20074-0003-7619-88bb-3ef1028ccf8f\"]" ITEM_REST
		   ",{\"seq\":3,\"id\":\"01a20074-0003-7619-88bb-3ef1028ccf8f\"" ITEM_REST, &reply);
	assert_int_equal(reply.result_count, 0); /* parent in the same batch */
	assert_int_equal(reply.hwm, 4);
	world_close(w);
	PROVES("R62");
}

static void capture_times_are_estimated(void **state)
{
	struct world *w = world_ready();
	struct wire_reply reply;

	(void)state;
	serve_item(w, "{\"seq\":1,\"id\":\"01a20074-0001-7619-88bb-3ef1028ccf8f\"" ITEM_REST, &reply);
	assert_int_equal(w->far.items[0].quality, QUALITY_PAST); /* the fake store knows boots e… */
	assert_int_equal(w->far.items[0].t, WORLD_START - 7000000 + 6);
	serve_item(w, "{\"seq\":2,\"id\":\"01a20074-0002-7619-88bb-3ef1028ccf8f\",\"kind\":\"a\",\"schema\":1,"
		   "\"t\":{\"wall\":1795299900000,\"mono\":6,\"boot\":\"x\"},\"key\":\"k\",\"body\":\"\"}", &reply);
	assert_int_equal(w->far.items[1].quality, QUALITY_WALL);
	assert_int_equal(w->far.items[1].t, INT64_C(1795299900000));
	serve_item(w, "{\"seq\":3,\"id\":\"01a20074-0003-7619-88bb-3ef1028ccf8f\",\"kind\":\"a\",\"schema\":1,"
		   "\"t\":{\"wall\":1995200000000,\"mono\":6,\"boot\":\"x\"},\"key\":\"k\",\"body\":\"\"}", &reply);
	assert_int_equal(w->far.items[2].quality, QUALITY_CLAMPED);
	assert_int_equal(w->far.items[2].t, w->wall);
	/* Before the batch that left the queue empty nothing of now can have been captured. */
	world_pass(w, DAY_MS);
	serve_item(w, "{\"seq\":4,\"id\":\"01a20074-0004-7619-88bb-3ef1028ccf8f\",\"kind\":\"a\",\"schema\":1,"
		   "\"t\":{\"wall\":1,\"mono\":6,\"boot\":\"x\"},\"key\":\"k\",\"body\":\"\"}", &reply);
	assert_int_equal(w->far.items[3].quality, QUALITY_CLAMPED);
	assert_int_equal(w->far.items[3].t, WORLD_START - 5 * MINUTE_MS);
	world_close(w);
	PROVES("R63");
}

static void the_chain_can_be_asked_at_any_number(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct hub_reply r;
	uint8_t c[32] = { 0 };
	char hex[HEX32_TEXT], target[40];

	(void)state;
	for (int i = 0; i < 600; i++)
		world_capture(w);
	world_run(w, MINUTE_MS);
	assert_int_equal(w->far.chain_count, 2);
	for (int n = 0; n <= 600; n++) {
		if (n > 0)
			chain_next(c, w->near.items[n - 1].id, w->near.items[n - 1].h);
		if (n % 100 != 0 && n != 256 && n != 257)
			continue;
		snprintf(target, sizeof target, "/chain?seq=%d", n);
		make(w, &x, "GET", target, "", "", 0);
		served(w, &x, &r);
		hex_encode(c, 32, hex);
		assert_non_null(strstr(buf_text(&r.body), hex));
		buf_free(&r.body);
	}
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(items_in_any_order_and_often),
		cmocka_unit_test(the_same_batch_a_thousand_times),
		cmocka_unit_test(a_known_id_with_other_bytes_is_a_conflict),
		cmocka_unit_test(voids_keep_the_mark_moving_and_may_be_filled_later),
		cmocka_unit_test(a_void_without_a_hash_never_forks_a_line),
		cmocka_unit_test(exceptions_by_name),
		cmocka_unit_test(capture_times_are_estimated),
		cmocka_unit_test(the_chain_can_be_asked_at_any_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
