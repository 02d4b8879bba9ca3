/* What is captured is sealed for central, with the newest key and dictionary.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/lobby.h"

/* The body of the newest item as it stands on disk. */
static void stored_body(struct lobby *l, struct buf *out)
{
	DB_STMT(st) = db_prepare(l->db, "SELECT text FROM outbox_item ORDER BY n DESC LIMIT 1");
	size_t n;
	const char *text;
	BUF(b64);

	assert_true(db_step(st));
	text = db_col_blob(st, "text", &n);
	assert_true(span_append(walk_get(walk_text(text, n), "body"), &b64));
	assert_int_equal(base64_decode(b64.data, b64.len, out), OK);
}

static void only_central_can_open_what_was_captured(void **state)
{
	struct lobby *l = lobby_ready();
	struct seal_key other;
	BUF(body);
	BUF(opened);
	BUF(plain);

	(void)state;
	capture(l, 1, false);
	stored_body(l, &body);
	seal_key_make(&other);
	assert_int_equal(pack_inflate(body.data, body.len, 65536, NULL, 0, &plain), ERR_PACK);
	assert_int_equal(seal_open(&other, body.data, body.len, &opened), ERR_CRYPT);
	assert_int_equal(seal_open(&l->intake, body.data, body.len, &opened), OK);
	assert_int_equal(pack_inflate(opened.data, opened.len, 65536, NULL, 0, &plain), OK);
	assert_non_null(strstr(buf_text(&plain), "secret words of a tenant"));
	lobby_close(l);
	PROVES("D1");
}

static void captured_is_sealed_numbered_and_delivered(void **state)
{
	struct lobby *l = lobby_ready();
	struct outbox_entry e;

	(void)state;
	capture(l, 1, false);
	capture(l, 2, false);
	assert_int_equal(pending(l), 2);
	assert_int_equal(db_ask_int(l->db, "SELECT count(*) FROM outbox_item WHERE"
				    " instr(text, 'secret words') > 0", -1), 0);
	assert_int_equal(outbox_find_receipt(l->db, "K7QD-00002-0", &e), OK);
	assert_int_equal(e.state, OUTBOX_KIOSK);
	assert_int_equal(outbox_entry_seq(&e), 2);
	world_run(l->w, MINUTE_MS);
	assert_int_equal(pending(l), 0);
	assert_int_equal(l->w->far.item_count, 2);
	assert_int_equal(l->w->far.devices[0].hwm, 2);
	assert_int_equal(outbox_find_id(l->db, "01a20074-0001-7619-88bb-3ef1028ccf8f", &e), OK);
	assert_int_equal(e.state, OUTBOX_OFFICE);
	assert_string_equal(e.receipt, "K7QD-00001-0");
	assert_int_equal(outbox_find_receipt(l->db, "K7QD-00003-0", &e), ERR_NOT_FOUND);
	lobby_close(l);
	PROVES("R62 D1");
}

static void the_newest_key_and_dictionary_are_used(void **state)
{
	static const char DICT[] = "{\"id\":\"01a20074-\",\"kind\":\"report.new\",\"schema\":1,\"t\":"
				   "{\"wall\":1795,\"mono\":,\"boot\":\"\"},\"body\":{\"words\":\"secret "
				   "words of a tenant\"}";
	struct lobby *l = lobby_ready();
	struct device_change c = { "config", "dict.3", 1, false, { 0 } };
	unsigned feeds = 0;
	uint8_t hash[32];
	char hex[HEX32_TEXT], key[HEX32_TEXT];
	BUF(body);
	BUF(keys);

	(void)state;
	capture(l, 1, false);
	sha256(DICT, sizeof DICT - 1, hash);
	hex_encode(hash, 32, hex);
	buf_fmt(&body, "{\"sha256\":\"%s\",\"data\":\"", hex);
	base64_encode(DICT, sizeof DICT - 1, &body);
	buf_str(&body, "\"}");
	c.body = walk_text(body.data, body.len);
	db_event_begin(l->db);
	mirror_page_begin(l->db, false);
	assert_int_equal(mirror_page_change(l->db, &c, &feeds), OK);
	hex_encode(l->intake.pub, 32, key);
	buf_fmt(&keys, "{\"keys\":[{\"id\":\"k-new\",\"x25519\":\"%s\"}]}", key);
	text_copy(c.key, sizeof c.key, "intake_keys");
	c.body = walk_text(keys.data, keys.len);
	assert_int_equal(mirror_page_change(l->db, &c, &feeds), OK);
	assert_int_equal(db_event_commit(l->db, true), OK);
	capture(l, 2, false);
	assert_int_equal(db_ask_int(l->db, "SELECT instr(text, '\"key\":\"k-new\",\"dict\":3') > 0 FROM"
				    " outbox_item ORDER BY n DESC LIMIT 1", 0), 1);
	assert_true(db_ask_int(l->db, "SELECT max(length(text)) - min(length(text)) FROM outbox_item", 0) > 60);
	body.data[20] ^= 1; /* another hash: not taken */
	text_copy(c.key, sizeof c.key, "dict.4");
	c.body = walk_text(body.data, body.len);
	db_event_begin(l->db);
	assert_int_equal(mirror_page_change(l->db, &c, &feeds), ERR_INPUT);
	assert_int_equal(db_event_commit(l->db, true), OK);
	lobby_close(l);
	PROVES("D1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_central_can_open_what_was_captured),
		cmocka_unit_test(captured_is_sealed_numbered_and_delivered),
		cmocka_unit_test(the_newest_key_and_dictionary_are_used),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
