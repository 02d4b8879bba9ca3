/* Items in legal but unusual form at central's door: escaped bodies, floods, chains and voids.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_hub_members.h"

#include "shared/sync/hub_inside.h"

#define ITEM(seq, kind, body) "{\"seq\":" #seq ",\"id\":\"019303f2-7c10-7abc-8def-0123456789a" #seq "\",\"kind\":\"" kind "\"," \
	"\"schema\":1,\"t\":{\"wall\":1,\"mono\":1,\"boot\":\"b00b00b00b00b00b00b00b00b00b00bb\"},\"key\":\"k-1\",\"body\":\"" body "\"}"

static void serve_item(struct world *w, const char *item, struct hub_reply *r)
{
	struct wired x = { .body = { 0 } };
	BUF(text);

	head_text(w, &text);
	wire_batch_item(&text, item, strlen(item), true);
	wire_batch_end(&text);
	make_batch(w, &x, text.data, text.len);
	served(w, &x, r);
	buf_free(&x.body);
}

/* "?" is 0x3f, in base64 with a slash: "Pz8/"; a slash may be escaped in JSON. */
static void a_body_may_have_escaped_slashes(void **state)
{
	struct world *w = world_ready();
	struct hub_reply r;
	uint8_t h[HASH_BYTES];

	(void)state;
	serve_item(w, ITEM(1, "report.new", "Pz8\\/"), &r);
	sha256("???", 3, h);
	assert_int_equal(w->far.item_count, 1);
	assert_memory_equal(w->far.items[0].h, h, HASH_BYTES);
	buf_free(&r.body);
	world_close(w);
	PROVES("R62");
}

static size_t cut_at, body_text, body_len;
static char body_is[16];

static int look(void *ctx, const struct hub_item *it, enum hub_put *ret, int64_t *ret_n)
{
	cut_at = it->cut;
	body_text = it->body_text;
	body_len = it->body_len;
	memcpy(body_is, it->body, it->body_len < 16 ? it->body_len : 16);
	return far_item_put(ctx, it, ret, ret_n);
}

/* The store is told where the body stands in the text as received, unless that is not how it is decoded. */
static void the_store_is_told_what_and_where_the_body_is(void **state)
{
	static const struct { const char *item, *text; } ROWS[] = {
		{ ITEM(1, "report.new", "QUJD"), "QUJD" }, { ITEM(2, "report.new", "Pz8\\/"), NULL },
	};
	struct hub_store store = FAR_STORE;
	struct world *w = world_ready();
	struct hub_reply r;

	(void)state;
	store.item_put = look;
	w->hub.store = &store;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		serve_item(w, ROWS[i].item, &r);
		assert_int_equal(body_len, 3);
		assert_memory_equal(body_is, i ? "???" : "ABC", 3);
		if (ROWS[i].text) {
			assert_int_equal(body_text, strlen(ROWS[i].text));
			assert_memory_equal(ROWS[i].item + cut_at, ROWS[i].text, body_text);
		} else {
			assert_int_equal(cut_at, 0);
		}
		buf_free(&r.body);
	}
	world_close(w);
	PROVES("R62");
}

static void what_a_flooding_line_brings_is_set_apart(void **state)
{
	struct world *w = world_ready();
	struct hub_reply r;

	(void)state;
	w->far.devices[0].flooded = true;
	serve_item(w, ITEM(1, "report.new", "QUJD"), &r);
	assert_string_equal(w->far.items[0].fault, "too_many_lines");
	buf_free(&r.body);
	serve_item(w, ITEM(2, "", "QUJD"), &r); /* what is wrong with it itself is told rather */
	assert_int_equal(w->far.item_count, 2);
	assert_string_equal(w->far.items[1].fault, "bad_field");
	assert_int_equal(w->far.items[1].quality, QUALITY_CLAMPED);
	assert_int_equal(w->far.items[1].t, w->wall);
	buf_free(&r.body);
	world_close(w);
	PROVES("R62 R70");
}

static int no_chain(void *ctx, int64_t device, int64_t seq, const uint8_t c[HASH_BYTES])
{
	(void)ctx, (void)device, (void)seq, (void)c;
	return ERR_STORAGE;
}

/* C(n) is kept at every 256th number: where that fails nothing of the batch is kept. */
static void a_chain_that_cannot_be_kept_keeps_the_batch_out(void **state)
{
	struct hub_store store = FAR_STORE;

	(void)state;
	for (int gap = 0; gap < 2; gap++) { /* as the next number, and when a gap is filled */
		struct world *w = world_ready();
		struct wired x = { .body = { 0 } };
		struct hub_reply r;

		for (int i = 0; i < 256; i++)
			world_capture(w);
		if (gap) {
			make_items(w, &x, 2, 256);
			served(w, &x, &r);
			buf_free(&r.body);
			make_items(w, &x, 1, 1);
		} else {
			make_items(w, &x, 1, 256);
		}
		store.chain_put = no_chain;
		w->hub.store = &store;
		assert_int_equal(wired_serve(w, &x, &r), ERR_STORAGE);
		assert_int_equal(r.fault, FAULT_STORAGE_FULL);
		assert_int_equal(r.stored, 0);
		buf_free(&r.body);
		buf_free(&x.body);
		world_close(w);
	}
	PROVES("R62");
}

/* A rebuilt kiosk knows of a number only that it was given: its void without a hash spoils nothing; one with another does. */
static void a_void_that_knows_no_hash_is_no_conflict(void **state)
{
	static const uint8_t none[HASH_BYTES];
	struct world *w = world_ready();
	struct hub_reply r;
	uint8_t id[16], h[HASH_BYTES] = { 1 };

	(void)state;
	serve_item(w, ITEM(1, "report.new", "QUJD"), &r);
	buf_free(&r.body);
	memcpy(id, w->far.items[0].id, 16);
	for (int known = 0; known < 2; known++) {
		BUF(text);

		wire_void_write(&text, 1, id, known ? h : none, "lost");
		serve_item(w, buf_text(&text), &r);
		assert_non_null(strstr(buf_text(&r.body), "\"ack\":[[1,1]]"));
		assert_int_equal(w->far.strays, known);
		assert_int_equal(w->far.voids, 0);
		assert_int_equal(w->far.devices[0].state, known ? HUB_FORKED : HUB_ACTIVE);
		buf_free(&r.body);
	}
	world_close(w);
	PROVES("R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_body_may_have_escaped_slashes),
		cmocka_unit_test(the_store_is_told_what_and_where_the_body_is),
		cmocka_unit_test(what_a_flooding_line_brings_is_set_apart),
		cmocka_unit_test(a_chain_that_cannot_be_kept_keeps_the_batch_out),
		cmocka_unit_test(a_void_that_knows_no_hash_is_no_conflict),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
