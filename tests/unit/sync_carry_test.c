/* Batches carried by hand: central takes the file as it would the request, twice as well as once, and answers with
 * a file.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_hub.h"

#include "shared/sync/carry.h"
#include "shared/sync/hub_inside.h"

/* The batch of items from..to of this world, as a file. */
static void file_of(struct world *w, int from, int to, struct buf *out)
{
	struct wired x = { 0 };
	BUF(headers);

	make_items(w, &x, from, to);
	buf_fmt(&headers, "portiek-protocol: %s\r\nportiek-counter: %s\r\ncontent-digest: %s\r\nsignature-input: %s\r\n"
		"signature: %s\r\ncontent-type: %s\r\n", x.protocol, x.counter, x.digest, x.input, x.signature, x.type);
	carry_write_request(out, x.authority, &headers, &x.body);
	buf_free(&x.body);
}

static int carry(struct world *w, const struct buf *file, struct hub_reply *r, struct buf *reply)
{
	return hub_carry(&w->hub, file->data, file->len, r, reply);
}

/* Does the reply file say that 1..n are there, signed by central? */
static bool acknowledges(struct world *w, const struct buf *reply, int n)
{
	struct carried c;
	struct wire_reply r;

	return carry_read(reply->data, reply->len, &c) == OK && c.status == 200 &&
	       sig_reply_check(w->hub.key.pub, c.status, c.body.p, c.body.n, c.digest, c.input, c.signature) == OK &&
	       wire_reply_read(c.body.p, c.body.n, &r) == OK && wire_in_ranges(r.ack, r.ack_count, 1) &&
	       wire_in_ranges(r.ack, r.ack_count, n) && r.hwm == n;
}

static struct world *with_items(int n)
{
	struct world *w = world_ready();

	w->down = true;
	for (int i = 0; i < n; i++)
		world_capture(w);
	return w;
}

static void a_carried_batch_is_taken_once_however_often_it_comes(void **state)
{
	struct world *w = with_items(3);
	int64_t contact = w->far.devices[0].contact, counter = w->far.devices[0].counter;
	struct hub_reply r;
	BUF(file);

	(void)state;
	file_of(w, 1, 3, &file);
	for (int i = 0; i < 3; i++) {
		BUF(reply);

		assert_int_equal(carry(w, &file, &r, &reply), OK);
		assert_int_equal(r.stored, i == 0 ? 3 : 0);
		assert_true(acknowledges(w, &reply, 3));
	}
	assert_int_equal(w->far.item_count, 3);
	/* It is no sign of life, and its counter is not used up. */
	assert_int_equal(w->far.devices[0].contact, contact);
	assert_int_equal(w->far.devices[0].counter, counter);
	world_close(w);
	PROVES("D11 D2");
}

static void an_old_file_is_as_good_as_a_new_one(void **state)
{
	struct world *w = with_items(2);
	struct hub_reply r;
	BUF(file);
	BUF(reply);

	(void)state;
	file_of(w, 1, 2, &file);
	int64_t captured = w->wall;
	world_pass(w, 30 * 24 * HOUR_MS);
	assert_int_equal(carry(w, &file, &r, &reply), OK);
	assert_true(acknowledges(w, &reply, 2));
	/* The month on the stick is not counted to the moment of capture. */
	assert_true(w->far.items[0].t > captured - 2000 && w->far.items[0].t <= captured + 2000);
	world_close(w);
	PROVES("D11");
}

/* The line came back first: what came by hand later changes nothing, nor the other way round. */
static void by_hand_and_by_line_are_one(void **state)
{
	struct world *w = with_items(4);
	struct hub_reply r;
	BUF(file);
	BUF(reply);

	(void)state;
	file_of(w, 1, 2, &file);
	assert_int_equal(carry(w, &file, &r, &reply), OK);
	w->down = false;
	world_run(w, HOUR_MS);
	world_check_all(w);
	assert_int_equal(w->far.item_count, 4);
	buf_clear(&reply);
	assert_int_equal(carry(w, &file, &r, &reply), OK);
	assert_int_equal(w->far.item_count, 4);
	assert_int_equal(w->far.devices[0].hwm, 4);
	world_close(w);
	PROVES("D11 D2");
}

/* matrix 30, 64: every bit of the file */
static void a_changed_file_has_no_effect(void **state)
{
	struct world *w = with_items(1);
	struct far_end before = w->far;
	struct hub_reply r;
	BUF(file);

	(void)state;
	file_of(w, 1, 1, &file);
	for (size_t bit = 0; bit < file.len * 8; bit++) {
		BUF(reply);
		bool covered = true;

		file.data[bit / 8] = (char)(file.data[bit / 8] ^ 1 << bit % 8);
		int err = carry(w, &file, &r, &reply);
		if (err == OK && w->far.item_count > before.item_count)
			covered = false; /* the case of a letter of Host: the same request */
		file.data[bit / 8] = (char)(file.data[bit / 8] ^ 1 << bit % 8);
		if (!covered) {
			assert_int_equal(w->far.item_count, 1);
			assert_memory_equal(w->far.items[0].id, w->near.items[0].id, 16);
			w->far = before;
		}
		assert_int_equal(w->far.mark_count, before.mark_count);
	}
	world_close(w);
	PROVES("D11 R70");
}

static void only_what_could_be_sent_is_taken(void **state)
{
	struct world *w = with_items(1);
	struct hub_reply r;
	BUF(file);
	BUF(reply);

	(void)state;
	file_of(w, 1, 1, &file);
	w->far.devices[0].state = HUB_REVOKED;
	assert_int_equal(carry(w, &file, &r, &reply), OK);
	assert_int_equal(r.status, 403);
	assert_int_equal(w->far.item_count, 0);
	w->far.devices[0].state = HUB_PENDING;
	assert_int_equal(carry(w, &file, &r, &reply), OK);
	assert_int_equal(r.status, 200);
	assert_int_equal(carry_read("GET / HTTP/1.1\r\n\r\n", 18, &(struct carried){ 0 }), ERR_INPUT);
	world_close(w);
	PROVES("D11 R70");
}

/* Another device found the file, or the device itself when its line came back. */
static void a_device_with_a_line_hands_it_in(void **state)
{
	struct world *w = with_items(2);
	struct wired x = { 0 };
	struct hub_reply r;
	BUF(file);
	BUF(inner);

	(void)state;
	file_of(w, 1, 2, &file);
	make(w, &x, "POST", "/carried", CARRY_TYPE, file.data, file.len);
	served(w, &x, &r);
	assert_int_equal(w->far.item_count, 2);
	assert_int_equal(r.stored, 2);
	assert_int_equal(w->far.devices[0].hwm, 2);
	const char *data = strstr(buf_text(&r.body), "\"data\":\"") + 8;
	assert_int_equal(base64_decode(data, strcspn(data, "\""), &inner), OK);
	assert_true(acknowledges(w, &inner, 2));
	buf_free(&r.body);
	/* its own counter is used up, though the file's is not */
	assert_true(hub_counter_seen(&w->far.devices[0], w->device.counter));
	make(w, &x, "POST", "/carried", CARRY_TYPE, "hello", 5);
	refused(w, &x, FAULT_BAD_ENVELOPE);
	buf_free(&x.body);
	world_close(w);
	PROVES("D11");
}

/* ---- the device's half ------------------------------------------------------------------------------- */

/* Export the whole queue, let central take every file, and bring the replies back. Returns the number of files. */
static int round_trip(struct world *w, bool bring)
{
	int done = 0, files = 0, count;

	for (;; done += count, files++) {
		char code[32];
		struct hub_reply r;
		BUF(file);
		BUF(reply);

		count = device_export(&w->device, done, &file);
		if (count == 0)
			return files;
		assert_true(device_carry_ours(&w->device, file.data, file.len));
		assert_int_equal(carry(w, &file, &r, &reply), OK);
		if (bring)
			assert_int_equal(device_import(&w->device, file.data, file.len, reply.data, reply.len, code), OK);
		done -= bring ? count : 0; /* they left the queue */
	}
}

static void a_queue_goes_by_stick_and_its_reply_comes_back(void **state)
{
	struct world *w = with_items(600);

	(void)state;
	assert_true(round_trip(w, false) >= 3);
	assert_int_equal(near_pending(&w->near), 600); /* writing files and delivering them acknowledges nothing here */
	assert_true(round_trip(w, true) >= 3);
	assert_int_equal(near_pending(&w->near), 0);
	assert_int_equal(w->far.item_count, 600);
	assert_int_equal(round_trip(w, true), 0);
	/* the line comes back: nothing goes again, and both agree */
	w->down = false;
	world_capture(w);
	world_run(w, HOUR_MS);
	world_check_all(w);
	assert_int_equal(w->far.item_count, 601);
	world_close(w);
	PROVES("D11 R61 R62 D2");
}

/* matrix 31, by hand */
static void only_centrals_reply_to_this_batch_is_believed(void **state)
{
	struct world *w = with_items(4);
	struct hub_reply r;
	char code[32];
	BUF(one);
	BUF(other);
	BUF(reply);
	BUF(to_other);

	(void)state;
	assert_int_equal(device_export(&w->device, 0, &one), 4);
	w->near.items[3].acked = true;
	world_pass(w, 5000);
	assert_int_equal(device_export(&w->device, 0, &other), 3);
	w->near.items[3].acked = false;
	assert_int_equal(carry(w, &one, &r, &reply), OK);
	assert_int_equal(carry(w, &other, &r, &to_other), OK);
	assert_int_equal(device_import(&w->device, one.data, one.len, to_other.data, to_other.len, code), ERR_CRYPT);
	assert_int_equal(device_import(&w->device, one.data, one.len, one.data, one.len, code), ERR_INPUT);
	assert_int_equal(device_import(&w->device, reply.data, reply.len, reply.data, reply.len, code), ERR_INPUT);
	size_t type = (size_t)(strstr(buf_text(&reply), "application/json") - reply.data); /* not covered by a signature */
	for (size_t i = 0; i < reply.len; i++) {
		reply.data[i] ^= 4;
		if (i < type || i >= type + strlen("application/json"))
			assert_int_not_equal(device_import(&w->device, one.data, one.len, reply.data, reply.len, code), OK);
		reply.data[i] ^= 4;
	}
	assert_int_equal(near_pending(&w->near), 4);
	assert_int_equal(device_import(&w->device, one.data, one.len, reply.data, reply.len, code), OK);
	assert_int_equal(device_import(&w->device, one.data, one.len, reply.data, reply.len, code), OK);
	assert_int_equal(near_pending(&w->near), 0);
	world_close(w);
	PROVES("D11 R61 R70");
}

static void a_refusal_travels_back_too(void **state)
{
	struct world *w = with_items(1);
	struct hub_reply r;
	char code[32];
	BUF(file);
	BUF(reply);

	(void)state;
	device_export(&w->device, 0, &file);
	w->far.devices[0].state = HUB_REVOKED;
	assert_int_equal(carry(w, &file, &r, &reply), OK);
	assert_int_equal(device_import(&w->device, file.data, file.len, reply.data, reply.len, code), ERR_CONFLICT);
	assert_string_equal(code, "device_revoked");
	assert_int_equal(near_pending(&w->near), 1);
	world_close(w);
	PROVES("D11");
}

/* matrix 40: the reply on the stick is of before central was restored */
static void an_old_reply_does_not_hide_a_restore(void **state)
{
	struct world *w = with_items(2);
	struct hub_reply r;
	char code[32];
	BUF(file);
	BUF(reply);

	(void)state;
	device_export(&w->device, 0, &file);
	assert_int_equal(carry(w, &file, &r, &reply), OK);
	w->far.item_count = w->far.mark_count = w->far.chain_count = 0;
	w->far.devices[0].hwm = 0;
	memset(w->far.devices[0].chain, 0, sizeof w->far.devices[0].chain);
	text_copy(w->hub.epoch, sizeof w->hub.epoch, "fedcba9876543210fedcba9876543210");
	world_pass(w, MINUTE_MS);
	w->down = false;
	world_run(w, HOUR_MS);
	assert_int_equal(device_import(&w->device, file.data, file.len, reply.data, reply.len, code), ERR_GONE);
	world_run(w, HOUR_MS);
	world_check_all(w);
	assert_int_equal(w->far.item_count, 2);
	world_close(w);
	PROVES("D11 R62");
}

static void a_kiosk_with_a_line_hands_in_what_it_found(void **state)
{
	struct world *w = with_items(2);

	(void)state;
	device_export(&w->device, 0, &w->near.carried);
	BUF(file);
	buf_add(&file, w->near.carried.data, w->near.carried.len);
	for (int i = 0; i < 2; i++) /* not by its own batches, so that only the file can have brought them */
		w->near.items[i].acked = true;
	w->down = false;
	device_hand_in(&w->device);
	world_run(w, MINUTE_MS);
	assert_int_equal(w->far.item_count, 2);
	w->near.items[0].acked = w->near.items[1].acked = false;
	char code[32];
	assert_int_equal(device_import(&w->device, file.data, file.len, w->near.carried_reply.data, w->near.carried_reply.len, code), OK);
	assert_int_equal(near_pending(&w->near), 0);
	/* and what is no batch is laid aside */
	buf_str(&w->near.carried, "hello");
	device_hand_in(&w->device);
	world_run(w, MINUTE_MS);
	assert_int_equal(w->near.carried_refused, 1);
	world_close(w);
	PROVES("D11");
}

/* What came meanwhile by the line says nothing about an item that lay on a stick: its time is not moved up. */
static void a_carried_item_keeps_its_time(void **state)
{
	struct world *w = world_ready();
	struct hub_reply r;
	BUF(file);
	BUF(reply);

	(void)state;
	w->down = true;
	world_capture(w);
	int64_t captured = w->wall;
	file_of(w, 1, 1, &file);
	world_pass(w, DAY_MS);
	w->far.devices[0].drained = w->wall;
	assert_int_equal(carry(w, &file, &r, &reply), OK);
	assert_int_equal(w->far.items[0].t, captured);
	assert_int_equal(w->far.items[0].quality, QUALITY_BOOT);
	world_close(w);
	PROVES("D11");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_carried_batch_is_taken_once_however_often_it_comes),
		cmocka_unit_test(an_old_file_is_as_good_as_a_new_one),
		cmocka_unit_test(by_hand_and_by_line_are_one),
		cmocka_unit_test(a_changed_file_has_no_effect),
		cmocka_unit_test(only_what_could_be_sent_is_taken),
		cmocka_unit_test(a_device_with_a_line_hands_it_in),
		cmocka_unit_test(a_queue_goes_by_stick_and_its_reply_comes_back),
		cmocka_unit_test(only_centrals_reply_to_this_batch_is_believed),
		cmocka_unit_test(a_refusal_travels_back_too),
		cmocka_unit_test(an_old_reply_does_not_hide_a_restore),
		cmocka_unit_test(a_kiosk_with_a_line_hands_in_what_it_found),
		cmocka_unit_test(a_carried_item_keeps_its_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
