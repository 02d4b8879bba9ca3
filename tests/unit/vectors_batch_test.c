/* Batches and the replies to them against vectors made from the paper (tests/vectors/messages.py).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/vectors.h"

#include "shared/base/crypt.h"
#include "shared/base/pack.h"
#include "shared/model/wire.h"

#define SENT 3 /* items of the batch that the replies answer */

static void hash_of(const struct wire_item *it, uint8_t h[HASH_BYTES])
{
	BUF(sealed);

	memcpy(h, it->h, HASH_BYTES);
	if (it->is_void)
		return;
	assert_int_equal(base64_decode(it->body.p + 1, it->body.n - 2, &sealed), OK);
	sha256(buf_text(&sealed), sealed.len, h);
}

static void same_items(struct vectors *v, const struct val *row, const struct wire_item *items, int count)
{
	const struct val *want = val_first(val_get(row, "items"));

	holds(v, row, val_count(val_get(row, "items")) == count, "another number of items");
	for (int i = 0; i < count && want; i++, want = val_next(want)) {
		uint8_t h[HASH_BYTES];

		hash_of(&items[i], h);
		holds(v, row, items[i].seq == val_int_of(want, "seq", 0) && same_text(want, "id", items[i].id) &&
			      same_text(want, "void", items[i].is_void ? items[i].void_why : "") &&
			      same_text(want, "fault", items[i].fault) && same_text(want, "path", items[i].path) &&
			      same_hex(want, "h", h, sizeof h), "an item is read otherwise");
	}
}

static void batches_are_read_as_written(void **state)
{
	static struct wire_item items[WIRE_ITEMS];
	struct vectors v = vectors_open("batch");

	(void)state;
	VAL_EACH(row, val_get(v.tree, "vectors")) {
		const char *text = val_str_of(row, "text", "");
		struct wire_fault fault = { "" };
		struct wire_head head;
		bool ok = val_bool_of(row, "ok", false);
		int count;

		assert_int_equal(val_scan(text, strlen(text), &(struct val_limits){ .big_key = "body" }, NULL), OK);
		bool taken = wire_batch_read(text, strlen(text), &head, items, &count, &fault) == OK;
		holds(&v, row, taken == ok, ok ? "refused" : "taken");
		if (ok && taken)
			same_items(&v, row, items, count);
		else
			holds(&v, row, same_text(row, "path", fault.path), fault.path);
	}
	vectors_close(&v, 300);
	PROVES("R61 D1");
}

static void open_one(struct vectors *v, const struct val *row, const struct seal_key *key)
{
	const char *text = val_str_of(row, "item", ""), *plain = val_str_of(row, "plain", "");
	struct wire_detail d;
	struct span body;
	char path[32], id[UUID_TEXT];
	uint8_t h[HASH_BYTES];
	BUF(sealed);
	BUF(packed);
	BUF(opened);

	unhex_of(row, "sealed", &sealed);
	sha256(buf_text(&sealed), sealed.len, h);
	holds(v, row, same_hex(row, "h", h, sizeof h), "another h");
	holds(v, row, seal_open(key, sealed.data, sealed.len, &packed) == OK &&
		      pack_inflate(packed.data, packed.len, WIRE_INFLATED, NULL, 0, &opened) == OK &&
		      strcmp(buf_text(&opened), plain) == 0, "does not open to its plaintext");
	assert_int_equal(wire_item_read((struct span){ text, strlen(text) }, &d, path), OK);
	holds(v, row, same_text(row, "kind", d.kind), "another kind");
	text_copy(id, sizeof id, strstr(text, "\"id\":\"") + 6);
	holds(v, row, wire_plain_read((struct span){ plain, strlen(plain) }, id, &d, &body, path) == OK, path);
}

static void items_open_to_their_plaintext(void **state)
{
	struct vectors v = vectors_open("batch");
	struct seal_key key;

	(void)state;
	assert_true(hex_decode(val_str_of(v.tree, "intake_secret", ""), key.secret, sizeof key.secret));
	seal_key_public(&key);
	VAL_EACH(row, val_get(v.tree, "opened"))
		open_one(&v, row, &key);
	vectors_close(&v, 32);
	PROVES("D1");
}

static void same_reply(struct vectors *v, const struct val *row, const struct wire_reply *r)
{
	const struct val *acked = val_first(val_get(row, "acked"));

	for (int64_t seq = 1; seq <= SENT; seq++) {
		bool want = acked && val_int(acked, 0) == seq;

		holds(v, row, wire_in_ranges(r->ack, r->ack_count, seq) == want, want ? "not acknowledged" : "acknowledged");
		acked = want ? val_next(acked) : acked;
	}
	holds(v, row, r->hwm == val_int_of(row, "hwm", -1) && r->safe_hwm == val_int_of(row, "safe_hwm", -1) &&
		      r->pull == val_bool_of(row, "pull", false) && r->wait_s == val_int_of(row, "wait_s", -1), "read otherwise");
}

/* matrix 31 */
static void replies_are_believed_as_far_as_written(void **state)
{
	static struct wire_reply r;
	struct vectors v = vectors_open("ack");

	(void)state;
	VAL_EACH(row, val_get(v.tree, "vectors")) {
		const char *text = val_str_of(row, "text", "");
		bool ok = val_bool_of(row, "ok", false), taken = wire_reply_read(text, strlen(text), &r) == OK;

		holds(&v, row, taken == ok, ok ? "refused" : "taken");
		if (ok && taken)
			same_reply(&v, row, &r);
	}
	vectors_close(&v, 80);
	PROVES("R61 D2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(batches_are_read_as_written),
		cmocka_unit_test(items_open_to_their_plaintext),
		cmocka_unit_test(replies_are_believed_as_far_as_written),
	};

	return crypt_start() == OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
