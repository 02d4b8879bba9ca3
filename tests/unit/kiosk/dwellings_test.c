/* Finding a home, and its rooms.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/fixture.h"

#include "firmware/dwellings.h"

#define DWELLING(key, street, number, suffix, postcode, type, parent, kind, rooms)                 \
	"INSERT INTO dwelling (key, street, number, suffix, postcode, city, complex, riser, type, nom,"     \
	" parent, kind, rooms) VALUES ('" key "','" street "','" number "','" suffix "','" postcode \
	"','Rotterdam','C1','R1','" type "',0,'" parent "','" kind "','" rooms "');"

static void open_street(struct kiosk *k)
{
	kiosk_bare(k);
	sql(k, DWELLING("D1", "Lindenlaan", "12", "", "3011 AB", "APP", "", "dwelling", "[]"));
	sql(k, DWELLING("D2", "Lindenlaan", "12", "A", "3011AB", "APP", "", "dwelling",
			"[\"BAD\",\"KEU\"]"));
	sql(k, DWELLING("D3", "Lindenlaan", "120", "", "3011AC", "X", "", "dwelling", "[]"));
	sql(k, DWELLING("D4", "Korte 100%straat", "12", "", "3012AA", "APP", "", "dwelling", "[]"));
	sql(k, DWELLING("P1", "Lindenlaan", "12", "", "3011AB", "", "D1", "parking", "[]"));
	put_catalogue(k, "1.0");
}

static struct val *ask(struct kiosk *k, const char *query, int expect)
{
	struct request rq = request_of(HTTP_GET, "/api/v1/dwellings");
	struct reply rp = { 0 };
	rq.query = query;
	assert_int_equal(dwellings_get(k->app, &rq, &rp), expect);
	struct val *v = expect ? NULL : reply_json(&rp);
	buf_free(&rp.body);
	return v;
}

static const char *key_of(const struct val *answer, int i)
{
	const struct val *d = val_first(val_get(answer, "dwellings"));
	while (i-- > 0)
		d = val_next(d);
	return val_str_of(d, "key", "");
}

static void a_part_of_the_street_and_the_number_are_enough(void **state)
{
	struct kiosk k;
	(void)state;
	open_street(&k);
	VAL(v) = ask(&k, "street=lin&number=12", OK);
	assert_int_equal(val_count(val_get(v, "dwellings")), 2);
	assert_string_equal(key_of(v, 0), "D1");
	assert_string_equal(key_of(v, 1), "D2");
	VAL(exact) = ask(&k, "street=lindenlaan&number=12-a", OK);
	assert_int_equal(val_count(val_get(exact, "dwellings")), 1);
	assert_string_equal(key_of(exact, 0), "D2");
	VAL(postcode) = ask(&k, "street=3011 ac&number=120", OK);
	assert_string_equal(key_of(postcode, 0), "D3");
	kiosk_close(&k);
	PROVES("R31");
}

static void wildcards_are_letters(void **state)
{
	struct kiosk k;
	(void)state;
	open_street(&k);
	VAL(all) = ask(&k, "street=%25&number=12", OK);
	assert_int_equal(val_count(val_get(all, "dwellings")), 1);
	assert_string_equal(key_of(all, 0), "D4");
	VAL(none) = ask(&k, "street=_&number=12", OK);
	assert_int_equal(val_count(val_get(none, "dwellings")), 0);
	assert_null(ask(&k, "number=12", ERR_INPUT));
	kiosk_close(&k);
	PROVES("R31");
}

static void without_a_number_the_streets_come(void **state)
{
	struct kiosk k;
	(void)state;
	open_street(&k);
	VAL(v) = ask(&k, "street=laan", OK);
	assert_int_equal(val_count(val_get(v, "dwellings")), 0);
	assert_int_equal(val_count(val_get(v, "streets")), 1);
	assert_string_equal(val_text(val_first(val_get(v, "streets")), ""), "Lindenlaan");
	kiosk_close(&k);
	PROVES("R31");
}

static void rooms_are_its_own_else_those_of_its_type(void **state)
{
	struct kiosk k;
	(void)state;
	open_street(&k);
	VAL(v) = ask(&k, "street=lin&number=12", OK);
	const struct val *typed = val_first(val_get(v, "dwellings")), *own = val_next(typed);
	assert_int_equal(val_count(val_get(typed, "rooms")), 1);
	assert_int_equal(val_count(val_get(own, "rooms")), 2);
	VAL(unknown) = ask(&k, "street=lin&number=120", OK);
	assert_int_equal(val_count(val_get(val_first(val_get(unknown, "dwellings")), "rooms")), 0);
	kiosk_close(&k);
	PROVES("R31");
}

static void parking_and_storage_come_with_their_home(void **state)
{
	struct kiosk k;
	(void)state;
	open_street(&k);
	VAL(v) = ask(&k, "street=lin&number=12", OK);
	const struct val *units = val_get(val_first(val_get(v, "dwellings")), "units");
	assert_int_equal(val_count(units), 2);
	assert_string_equal(val_str_of(val_first(units), "key", ""), "D1");
	assert_string_equal(val_str_of(val_next(val_first(units)), "kind", ""), "parking");
	kiosk_close(&k);
	PROVES("R30");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_part_of_the_street_and_the_number_are_enough),
		cmocka_unit_test(wildcards_are_letters),
		cmocka_unit_test(without_a_number_the_streets_come),
		cmocka_unit_test(rooms_are_its_own_else_those_of_its_type),
		cmocka_unit_test(parking_and_storage_come_with_their_home),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
