/* After a rebuild reports are sealed to a key that central opens, whatever rotted in the file that was
 * set aside.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/second_copy.h"

#include "firmware/mirror_store.h"

/* Central publishes another intake key, as it does after `key rotate`. */
static void publish(struct copies *c, const char *id, struct seal_key *key, int64_t rev, bool fresh)
{
	struct device_change change = { .feed = "config", .key = "intake_keys", .rev = rev };
	char hex[HEX32_TEXT], body[200];
	unsigned feeds = 0;

	seal_key_make(key);
	hex_encode(key->pub, 32, hex);
	snprintf(body, sizeof body, "{\"keys\":[{\"id\":\"%s\",\"x25519\":\"%s\"}]}", id, hex);
	change.body = walk_text(body, strlen(body));
	db_event_begin(c->k.app->db);
	mirror_page_begin(c->k.app->db, fresh);
	assert_int_equal(mirror_page_change(c->k.app->db, &change, &feeds), OK);
	mirror_page_end(c->k.app->db, "c1", false, &feeds);
	assert_int_equal(db_event_commit(c->k.app->db, true), OK);
	put_catalogue(&c->k, id);
}

/* The next report can be opened with this key, which is named in it. */
static void seals_to(struct copies *c, int n, const struct seal_key *key, const char *id)
{
	char want[64];
	size_t len;
	BUF(text);

	copies_capture(c, n);
	c->k.intake = *key;
	VAL(opened) = open_item(&c->k, c->count);
	assert_int_equal(val_int_of(opened, "n", 0), n);
	DB_STMT(st) = db_prepare(c->k.app->db, "SELECT text FROM outbox_item ORDER BY n DESC LIMIT 1");
	assert_true(db_step(st));
	const void *p = db_col_blob(st, "text", &len);
	buf_add(&text, p, len);
	snprintf(want, sizeof want, "\"key\":\"%s\"", id);
	assert_non_null(strstr(buf_text(&text), want));
}

/* One digit of the published key rotted; or nothing of the file is left. */
static void a_rebuild_seals_to_the_key_that_was_published_last(void **state)
{
	static struct copies c;

	(void)state;
	for (int how = 0; how < 2; how++) {
		struct seal_key second, third;

		copies_new(&c);
		publish(&c, "k2", &second, 5, false);
		seals_to(&c, 1, &second, "k2");
		spool_follow(c.k.app->spool);
		copies_close(&c); /* the copy of the identity is written */
		assert_int_equal(copies_open(&c, APP_OWNER), OK);
		sql(&c.k, "UPDATE config SET body = replace(replace(body, 'a', 'b'), '1', '2')");
		copies_close(&c);
		file_write(&c, how ? "portiek.db" : "damaged", "", 0);
		assert_int_equal(copies_open(&c, APP_SERVE), OK);
		assert_int_equal(copies_missing(&c), 0);
		assert_int_equal(copies_ask(&c, "SELECT count(*) FROM config"), 0);
		seals_to(&c, 2, &second, "k2");
		publish(&c, "k3", &third, 9, true); /* read anew */
		seals_to(&c, 3, &third, "k3");
		copies_end(&c);
	}
	PROVES("R60 R61 D1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rebuild_seals_to_the_key_that_was_published_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
