/* Whom a home calls first, from the kiosk's own mirror: filled by the feed, asked without a line.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/fixture.h"

#include "firmware/energy.h"
#include "firmware/mirror_store.h"

/* 2026-11-22 by the fixture's clock. */
#define HOME(nom, provider, supplier) \
	"{\"street\":\"Zonneweide\",\"number\":3,\"suffix\":\"\",\"postcode\":\"8299 ZW\",\"city\":\"L\"," \
	"\"complex\":\"ZON\",\"riser\":\"\",\"type\":\"APP\",\"nom\":" nom ",\"parent\":null," \
	"\"kind\":\"dwelling\",\"provider\":" provider ",\"supplier\":" supplier ",\"rooms\":[]}"

static void feed(struct kiosk *k, const char *name, const char *key, int64_t rev, const char *body)
{
	struct device_change c = { .rev = rev };
	unsigned feeds = 0;
	text_copy(c.feed, sizeof c.feed, name);
	text_copy(c.key, sizeof c.key, key);
	c.body = walk_text(body, strlen(body));
	db_event_begin(k->app->db);
	mirror_page_begin(k->app->db, false);
	assert_int_equal(mirror_page_change(k->app->db, &c, &feeds), OK);
	mirror_page_end(k->app->db, "c", false, &feeds);
	assert_int_equal(db_event_commit(k->app->db, true), OK);
}

static void open_meadow(struct kiosk *k)
{
	kiosk_enrolled(k);
	feed(k, "config", "corporation", 1, "{\"name\":\"Waterkant\",\"phone\":\"088 0\"}");
	feed(k, "config", "energy", 2, "{\"supplier_objects\":[\"MONITORING\"],\"other_party\":\"dept:energy\","
				       "\"other_name\":\"Duurzaamheid\",\"other_text\":null}");
	feed(k, "party", "zon", 3, "{\"name\":\"Zonzeker\",\"kind\":\"provider\",\"phone\":\"088 1\",\"mail\":\"\","
				   "\"hours\":\"ma-vr\",\"first_contact\":\"party\",\"valid_from\":\"\",\"valid_until\":\"\"}");
	feed(k, "party", "meet", 4, "{\"name\":\"Meetgoed\",\"phone\":\"088 2\",\"first_contact\":\"corporation\"}");
	feed(k, "dwelling", "N-1", 5, HOME("true", "\"zon\"", "\"meet\""));
	feed(k, "dwelling", "A-1", 6, HOME("false", "null", "null"));
}

static struct val *ask(struct kiosk *k, const char *query, int expect)
{
	struct request rq = request_of(HTTP_GET, "/api/v1/energy");
	struct reply rp = { 0 };
	rq.query = query;
	assert_int_equal(energy_get(k->app, &rq, &rp), expect);
	struct val *v = expect ? NULL : reply_json(&rp);
	buf_free(&rp.body);
	return v;
}

static const char *party_key(const struct val *v)
{
	return val_str_of(val_get(v, "party"), "key", "");
}

static void the_party_of_this_very_home_is_known_without_a_line(void **state)
{
	struct kiosk k;
	(void)state;
	open_meadow(&k);
	VAL(heat) = ask(&k, "unit=N-1&object=WARMTEPOMP", OK);
	assert_string_equal(party_key(heat), "zon");
	assert_string_equal(val_str_of(heat, "first", ""), "party");
	assert_string_equal(val_str_of(val_get(heat, "party"), "phone", ""), "088 1");
	VAL(meter) = ask(&k, "unit=N-1&object=MONITORING", OK);
	assert_string_equal(party_key(meter), "meet");
	assert_string_equal(val_str_of(meter, "first", ""), "corporation");
	VAL(other) = ask(&k, "unit=A-1&object=MONITORING", OK);
	assert_string_equal(val_str_of(other, "why", ""), "own_path");
	assert_string_equal(val_str_of(val_get(other, "party"), "phone", ""), "088 0");
	assert_null(ask(&k, "unit=X-9&object=WTW", ERR_INPUT));
	assert_null(ask(&k, "object=WTW", ERR_INPUT));
	kiosk_close(&k);
	PROVES("R3 R9 R60");
}

static void news_of_the_register_replace_what_was_known(void **state)
{
	struct kiosk k;
	(void)state;
	open_meadow(&k);
	feed(&k, "dwelling", "N-1", 7, HOME("true", "\"meet\"", "null"));
	VAL(moved) = ask(&k, "unit=N-1", OK);
	assert_string_equal(party_key(moved), "meet");
	feed(&k, "party", "meet", 8, "{\"name\":\"Meetgoed\",\"phone\":\"088 2\",\"valid_until\":\"2026-11-20\"}");
	VAL(old) = ask(&k, "unit=N-1", OK);
	assert_true(val_is_null(val_get(old, "party")));
	assert_string_equal(val_str_of(old, "why", ""), "out_of_date");
	feed(&k, "dwelling", "N-1", 6, HOME("true", "\"zon\"", "null")); /* late news changes nothing */
	VAL(late) = ask(&k, "unit=N-1", OK);
	assert_string_equal(val_str_of(late, "why", ""), "out_of_date");
	kiosk_close(&k);
	PROVES("R3 R7");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_party_of_this_very_home_is_known_without_a_line),
		cmocka_unit_test(news_of_the_register_replace_what_was_known),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
