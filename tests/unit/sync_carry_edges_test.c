/* Carried batches at their edges, at either end: batches that are ours and hold nothing readable, replies that are
 * central's and hold nothing usable, files handed in over the line.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_say.h"

#include "shared/sync/carry.h"
#include "shared/sync/hub_inside.h"

/* ---- the device's half ------------------------------------------------------------------------------------ */

static struct world *with_items(int n)
{
	struct world *w = world_ready();

	for (int i = 0; i < n; i++)
		world_capture(w);
	return w;
}

/* A file with this body, signed as ours. */
static void our_file(struct world *w, const void *body, size_t n, struct buf *file)
{
	struct device_request rq = { 0 };
	char keyid[SIG_KEYID];

	buf_add(&rq.body, body, n);
	device_keyid(&w->device, keyid);
	device_sign_as(&w->device, 0, KIND_BATCH, &w->device.id.key, keyid, 1, "POST", "/batches", BATCH_TYPE, &rq);
	w->device.flights[0].kind = KIND_NONE;
	buf_clear(file);
	carry_write_request(file, "central.test:8080", &rq.headers, &rq.body);
	buf_free(&rq.headers);
	buf_free(&rq.body);
}

/* Central's reply with these members to the file that was written last. */
static void reply_to(struct world *w, const char *members, struct buf *file)
{
	char digest[SIG_DIGEST], input[SIG_INPUT], signature[SIG_HEADER];
	BUF(body);

	buf_fmt(&body, "{\"v\":1,\"req_sig\":\"%s\"%s%s}", w->device.flights[0].sig_text, members[0] ? "," : "", members);
	sig_digest(body.data, body.len, digest);
	sig_reply_make(&w->hub.key, 200, digest, w->wall / 1000, input, signature);
	buf_clear(file);
	carry_write_reply(file, 200, JSON_TYPE, digest, input, signature, &body);
}

static int brought(struct world *w, const struct buf *file, const struct buf *reply)
{
	char code[32];

	return device_import(&w->device, file->data, file->len, reply->data, reply->len, code);
}

static void what_is_signed_as_ours_may_still_be_no_batch(void **state)
{
	struct world *w = with_items(1);
	BUF(packed);
	BUF(file);
	BUF(reply);

	(void)state;
	for (int i = 0; i < 4; i++) {
		static const char *const TEXTS[] = { "no zlib", "no JSON", "{}", "" };

		buf_clear(&packed);
		if (i == 1 || i == 2)
			pack_deflate(TEXTS[i], strlen(TEXTS[i]), 4, NULL, 0, &packed);
		else
			buf_str(&packed, TEXTS[i]);
		our_file(w, buf_text(&packed), packed.len, &file);
		assert_true(device_carry_ours(&w->device, file.data, file.len));
		reply_to(w, "", &reply);
		assert_int_equal(brought(w, &file, &reply), ERR_NOT_FOUND);
	}
	world_close(w);
	PROVES("D11 R70");
}

static void a_batch_is_ours_by_its_key_and_nothing_else(void **state)
{
	struct world *w = with_items(2);
	struct sign_key other;
	BUF(file);
	BUF(reply);
	BUF(changed);

	(void)state;
	sign_key_make(&other);
	assert_int_equal(device_export(&w->device, 0, &file), 2);
	reply_to(w, "", &reply);
	assert_true(device_carry_ours(&w->device, file.data, file.len));
	assert_false(device_carry_ours(&w->device, reply.data, reply.len));
	assert_false(device_carry_ours(&w->device, file.data, file.len - 1));
	w->device.id.key_no++;
	assert_false(device_carry_ours(&w->device, file.data, file.len));
	w->device.id.key_no--;
	struct sign_key own = w->device.id.key;
	w->device.id.key = other;
	assert_false(device_carry_ours(&w->device, file.data, file.len));
	assert_int_equal(brought(w, &file, &reply), ERR_NOT_FOUND);
	w->device.id.key = own;
	w->device.enrolled = false;
	assert_false(device_carry_ours(&w->device, file.data, file.len));
	assert_int_equal(brought(w, &file, &reply), ERR_NOT_FOUND);
	w->device.enrolled = true;
	buf_add(&changed, file.data, file.len);
	changed.data[changed.len - 1] ^= 1; /* the body, not what it was signed for */
	assert_false(device_carry_ours(&w->device, changed.data, changed.len));
	changed.data[changed.len - 1] ^= 1;
	*strstr(changed.data, "sig1=:") = 'x';
	assert_false(device_carry_ours(&w->device, changed.data, changed.len));
	world_close(w);
	PROVES("D11 R70");
}

#define MARKS(epoch, now) "\"epoch\":\"" epoch "\",\"now\":" now ",\"hwm\":2,\"chain\":\"%s\",\"safe_hwm\":0,\"ack\":[[1,2]],\"results\":[]"

static void a_reply_is_taken_by_what_it_says(void **state)
{
	static const struct { const char *members; int want, left; } ROWS[] = {
		{ "\"error\":\"busy\"", ERR_CONFLICT, 2 }, { "\"error\":7", ERR_CRYPT, 2 }, { "\"error\":\"\"", ERR_CRYPT, 2 }, { "", ERR_CRYPT, 2 },
		{ MARKS("0123456789abcdef0123456789abcdef", "1"), OK, 0 },   /* old news of this epoch: acknowledges */
		{ MARKS("e", "1"), ERR_GONE, 2 },                            /* of before a restore */
		{ MARKS("e", "4000000000000"), OK, 0 },                      /* of after one */
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++)
		for (int full = 0; full < 2; full++) {
			struct world *w = with_items(2);
			char chain[HEX32_TEXT], members[600];
			BUF(file);
			BUF(reply);

			assert_int_equal(device_export(&w->device, 0, &file), 2);
			chain_of(w, 2, chain);
			snprintf(members, sizeof members, ROWS[i].members, chain);
			reply_to(w, members, &reply);
			w->near.storage_fails = full;
			assert_int_equal(brought(w, &file, &reply), full && ROWS[i].want == OK ? ERR_STORAGE : ROWS[i].want);
			assert_int_equal(near_pending(&w->near), full ? 2 : ROWS[i].left);
			if (i == 4 && !full)
				assert_int_equal(w->device.marks.hwm, 0); /* but says nothing of how central stands now */
			world_close(w);
		}
	PROVES("D11 R61");
}

/* Before the first reply there is no epoch to compare. */
static void without_an_epoch_every_reply_is_of_ours(void **state)
{
	struct world *w = with_items(2);
	char chain[HEX32_TEXT], members[600];
	BUF(file);
	BUF(reply);

	(void)state;
	assert_int_equal(device_export(&w->device, 0, &file), 2);
	w->device.marks.epoch[0] = '\0';
	chain_of(w, 2, chain);
	snprintf(members, sizeof members, MARKS("e", "1"), chain);
	reply_to(w, members, &reply);
	assert_int_equal(brought(w, &file, &reply), OK);
	assert_int_equal(near_pending(&w->near), 0);
	world_close(w);
	PROVES("D11");
}

/* Bodies that do not shrink: a batch too large as packed is filled again with half as many, on the line too. */
static void what_does_not_shrink_goes_in_smaller_batches(void **state)
{
	struct world *w = world_ready();
	struct device_request rq;
	uint8_t body[12000];
	int done = 0;
	BUF(file);

	(void)state;
	for (int i = 0; i < 40; i++) {
		crypt_random(body, sizeof body);
		world_capture_body(w, false, body, sizeof body);
	}
	for (int count; (count = device_export(&w->device, done, &file)) > 0; done += count) {
		assert_true(file.len <= CARRY_FILE);
		assert_in_range(count, 1, DEVICE_TEXT / 16000);
		buf_clear(&file);
	}
	assert_int_equal(done, 40);
	assert_int_equal(near_pending(&w->near), 40);
	w->device.credit_bytes = 60000; /* 75,000 bytes of text, of which three quarters stay */
	asks(w, &rq);
	assert_true(rq.body.len <= 60000);
	assert_int_equal(w->device.flights[rq.slot].count, 4);
	no_answer(w, &rq);
	world_pass(w, HOUR_MS);
	w->device.credit_bytes = 11000; /* less than one: one goes all the same */
	asks(w, &rq);
	assert_int_equal(w->device.flights[rq.slot].count, 1);
	assert_true(rq.body.len > 11000);
	no_answer(w, &rq);
	w->device.credit_bytes = WIRE_PACKED;
	w->device.credit_items = 3;
	world_pass(w, HOUR_MS);
	asks(w, &rq);
	assert_int_equal(w->device.flights[rq.slot].count, 3);
	no_answer(w, &rq);
	world_run(w, HOUR_MS);
	world_check_all(w);
	assert_int_equal(w->device.credit_items, WIRE_ITEMS); /* what central allows now */
	world_close(w);
	PROVES("D11 R62");
}

/* ---- central's half ----------------------------------------------------------------------------------------- */

static int reads_left;

static bool get_until(void *ctx, const char *uuid, struct hub_device *ret)
{
	return reads_left-- > 0 && far_device_get(ctx, uuid, ret);
}

static void a_file_handed_in_over_the_line_is_stored_or_not_at_all(void **state)
{
	struct hub_store store = FAR_STORE;

	(void)state;
	store.device_get = get_until;
	for (int i = 0; i < 4; i++) {
		struct world *w = with_items(2);
		struct device_request rq;
		struct wired x;
		struct hub_reply r;

		device_export(&w->device, 0, &w->near.carried);
		if (i == 0) /* no signature central could answer to */
			*strstr(w->near.carried.data, "sig1=:") = 'x';
		w->near.items[0].acked = w->near.items[1].acked = true;
		device_hand_in(&w->device);
		asks(w, &rq);
		assert_string_equal(rq.target, "/sync/v1/carried");
		wired_from(&x, &rq);
		w->hub.store = &store;
		reads_left = i == 3 ? 2 : 100; /* the last one cannot be read again */
		w->far.full = i == 2;
		int err = wired_serve(w, &x, &r);
		assert_int_equal(err, i < 2 ? OK : ERR_STORAGE);
		assert_string_equal(fault_row(r.fault)->code, i == 0 ? "bad_envelope" : i == 1 ? "" : "storage_full");
		assert_int_equal(r.stored, i == 1 ? 2 : 0);
		if (i == 1) {
			assert_int_equal(w->far.devices[0].hwm, 2);
			assert_true(hub_counter_seen(&w->far.devices[0], w->device.counter));
		}
		no_answer(w, &rq);
		buf_free(&r.body);
		buf_free(&x.body);
		world_close(w);
	}
	PROVES("D11 R62");
}

static void a_batch_and_a_reply_are_not_taken_for_each_other(void **state)
{
	struct world *w = with_items(2);
	struct buf *pairs[3];
	BUF(file);
	BUF(reply);
	BUF(junk);

	(void)state;
	buf_str(&junk, "junk");
	assert_int_equal(device_export(&w->device, 0, &file), 2);
	reply_to(w, "", &reply);
	pairs[0] = &file, pairs[1] = &reply, pairs[2] = &junk;
	for (int a = 0; a < 3; a++)
		for (int b = 0; b < 3; b++)
			assert_int_equal(brought(w, pairs[a], pairs[b]), a == 0 && b == 1 ? ERR_CRYPT : ERR_INPUT);
	struct hub_reply r;
	BUF(out);
	assert_int_equal(hub_carry(&w->hub, reply.data, reply.len, &r, &out), ERR_INPUT);
	assert_int_equal(hub_carry(&w->hub, junk.data, junk.len, &r, &out), ERR_INPUT);
	assert_int_equal(out.len, 0);
	world_close(w);
	PROVES("D11");
}

static void an_alarm_in_a_file_is_an_alarm(void **state)
{
	(void)state;
	for (int alarm = 0; alarm < 2; alarm++) {
		struct world *w = world_ready();
		struct near_item *it = &w->near.items[world_capture(w) - 1];
		struct wire_detail d = { .schema = 1, .key = "k-1", .t = { w->wall, w->mono, "b00b00b00b00b00b00b00b00b00b00bb" } };
		struct device_request rq;
		struct wired x;
		struct hub_reply r;
		char id[UUID_TEXT];

		text_copy(d.kind, sizeof d.kind, alarm ? "alarm.fire" : "report.new");
		uuid_text(it->id, id);
		buf_clear(&it->text);
		wire_item_write(&it->text, 1, id, &d, "x", 1);
		device_export(&w->device, 0, &w->near.carried);
		it->acked = true;
		device_hand_in(&w->device);
		asks(w, &rq);
		wired_from(&x, &rq);
		assert_int_equal(wired_serve(w, &x, &r), OK);
		assert_int_equal(r.alarm, alarm);
		assert_int_equal(r.stored, 1);
		no_answer(w, &rq);
		buf_free(&r.body);
		buf_free(&x.body);
		world_close(w);
	}
	PROVES("D11");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_signed_as_ours_may_still_be_no_batch),
		cmocka_unit_test(a_batch_is_ours_by_its_key_and_nothing_else),
		cmocka_unit_test(a_reply_is_taken_by_what_it_says),
		cmocka_unit_test(without_an_epoch_every_reply_is_of_ours),
		cmocka_unit_test(what_does_not_shrink_goes_in_smaller_batches),
		cmocka_unit_test(a_file_handed_in_over_the_line_is_stored_or_not_at_all),
		cmocka_unit_test(a_batch_and_a_reply_are_not_taken_for_each_other),
		cmocka_unit_test(an_alarm_in_a_file_is_an_alarm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
