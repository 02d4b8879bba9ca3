/* Finding an address as it is typed: what is meant, and that no keystroke costs more than the last.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/office.h"

#include "server/address_api.h"
#include "server/address_find.h"
#include "server/address_store.h"
#include "server/referral_store.h"
#include "shared/io/http.h"

#define HOMES 100000
#define PER_STREET 50
#define STEPS_MAX 8000 /* of the engine's machine, per keystroke, whatever is typed */

static int set_up(void **state)
{
	struct office *o = office_open();
	office_must_import(o, "dwellings", DWELLINGS_HEAD
		"L-12,Lindelaan,12,,1234 AB,Rotterdam,L,,APP,no,,,\n"
		"L-12B,Lindelaan,12,B,1234 AB,Rotterdam,L,,APP,no,,,\n"
		"L-120,Lindelaan,120,,1234 AC,Rotterdam,L,,APP,no,,,\n"
		"L-1,Lindelaan,1,,1234 AB,Rotterdam,L,,APP,no,,,\n"
		"L-1D,Lindelaan,12,,2611 AB,Delft,L,,APP,no,,,\n"
		"K-12,Korte Lindelaan,12,,1235 AA,Rotterdam,L,,APP,no,,,\n"
		"G-3,Vincent van Goghstraat,3,bis,1236 AA,Rotterdam,L,,APP,no,,,\n"
		"P-7,Plein 1940,7,,1237 AA,Rotterdam,L,,APP,no,,,\n"
		"E-5,1e Eikstraat,5,,1238 AA,Rotterdam,L,,APP,no,,,\n"
		"H-2,'s-Gravendĳkwal,2,,1239 AA,Rotterdam,L,,APP,no,,,\n"
		"C-9,Café-Çelikweg,9,,1240 AA,Rotterdam,L,,APP,no,,,\n");
	office_must_import(o, "tenants", TENANTS_HEAD
		"10001,Emine van Çelik,06 1,,no,L-12\n"
		"10002,Jan Lindeman,06 2,,no,K-12\n");
	*state = o;
	return 0;
}

static int tear_down(void **state)
{
	office_close(*state);
	return 0;
}

static bool note_key(void *ctx, const struct address_hit *hit)
{
	buf_fmt(ctx, "%s ", hit->home.key);
	return true;
}

static void finds(struct office *o, const char *typed, const char *want)
{
	BUF(keys);
	address_find(o->app.db, typed, 12, note_key, &keys);
	if (strcmp(buf_text(&keys), want))
		fail_msg("\"%s\" finds %s, not %s", typed, buf_text(&keys), want);
}

static void an_address_is_found_however_it_is_typed(void **state)
{
	static const struct {
		const char *typed, *want;
	} rows[] = {
		{ "lindelaan12b", "L-12B " }, { "Lindelaan 12 b", "L-12B " }, { "lindelaan 12-B", "L-12B " },
		{ "lindelaan 12", "L-12 L-1D L-12B K-12 L-120 " }, { "12 lindel", "L-12 L-1D L-12B K-12 L-120 " },
		{ "lindelaan 12 delft", "L-1D " }, { "LINDELAAN 12 D", "L-12 L-1D L-12B K-12 L-120 " },
		{ "1234ab 12", "L-12 L-12B " }, { "1234 AB 12b", "L-12B " }, { "1234ab12", "L-12 L-12B " },
		{ "1234ac", "L-120 " }, { "1234 ab 1", "L-1 L-12 L-12B " },
		{ "korte linde", "K-12 " }, { "kortelin 12", "K-12 " },
		{ "gogh", "G-3 " }, { "van goghstr 3", "G-3 " }, { "vincent 3 bis", "G-3 " },
		{ "plein 1940", "P-7 " }, { "plein 1940 7", "P-7 " }, { "1e eik", "E-5 " },
		{ "1e eikstraat 5", "E-5 " }, { "gravendijk", "H-2 " }, { "s gravendijkwal 2", "H-2 " },
		{ "'s-Gravendijkwal", "H-2 " }, { "cafe celik", "C-9 " }, { "CELIKWEG 9", "C-9 " },
		{ "delft", "" }, { "lindelaan delft", "L-1D " }, { "lindelaan 12z", "L-12 L-1D L-12B K-12 L-120 " },
		{ "L-120", "L-120 " }, { "%", "" }, { "", "" }, { "   ", "" }, { "nergens", "" },
		{ "lindelaan 99999999999999999999", "" }, { "'; DROP TABLE dwelling; --", "" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		finds(*state, rows[i].typed, rows[i].want);
	PROVES("R10");
}

static void a_tenant_is_found_by_name_and_number(void **state)
{
	struct office *o = *state;
	finds(o, "emine", "L-12 ");
	finds(o, "EMINE VAN CEL", "L-12 ");
	finds(o, "van çelik", "L-12 ");
	finds(o, "10001", "L-12 ");
	finds(o, "1000", "L-12 K-12 ");
	finds(o, "lindem", "K-12 ");
	/* a name and streets at once: streets first, the tenant's place is kept */
	finds(o, "celik", "C-9 L-12 ");
	office_must_import(o, "tenants", TENANTS_HEAD "10001,Emine Demir,06 1,,no,L-12\n");
	finds(o, "van çelik", "");
	finds(o, "demir", "L-12 ");
	PROVES("R10");
}

static void a_home_that_moves_is_found_where_it_is(void **state)
{
	struct office *o = *state;
	office_must_import(o, "dwellings", DWELLINGS_HEAD
		"L-120,Beukenlaan,44,,1234 AC,Rotterdam,L,,APP,no,,,\n");
	finds(o, "beuk 44", "L-120 ");
	finds(o, "lindelaan 120", "");
	finds(o, "1234ac 44", "L-120 ");
	finds(o, "1234ac 120", "");
	PROVES("R10");
}

static void a_receipt_leads_to_its_home_but_not_one_about_a_person(void **state)
{
	struct office *o = *state;
	struct report r;
	office_report(&r, 1);
	strcpy(r.unit, "L-120");
	office_case(o, &r, 1);
	finds(o, r.receipt, "L-120 ");
	finds(o, "k7qd-4m2x1", "L-120 ");
	assert_int_equal(address_open_cases(o->app.db, "L-120"), 1);
	assert_int_equal(db_exec(o->app.db, "UPDATE case_file SET restricted = 1"), OK);
	finds(o, r.receipt, "");
	assert_int_equal(address_open_cases(o->app.db, "L-120"), 0);
	PROVES("R10 R55");
}

static void words_are_made_again_for_a_register_that_has_none(void **state)
{
	struct office *o = *state;
	assert_int_equal(db_exec(o->app.db, "DELETE FROM finding"), OK);
	assert_int_equal(db_exec(o->app.db, "DELETE FROM finding_tenant"), OK);
	assert_int_equal(db_exec(o->app.db, "DELETE FROM meta WHERE key = 'finding'"), OK);
	finds(o, "lindelaan 120", "");
	assert_int_equal(db_turn_commit(o->app.db), OK);
	assert_int_equal(finding_refresh(o->app.db), OK);
	finds(o, "lindelaan 120", "L-120 ");
	finds(o, "emine", "L-12 ");
	PROVES("R10");
}

static void a_row_carries_what_a_caller_asks_for(void **state)
{
	struct office *o = *state;
	struct report r;
	const struct request rq = { .query = "q=zonneweide 3", .rest = "" };
	struct reply rp = { .outcome = OK };
	VAL(v) = NULL;
	office_must_import(o, "tenants", TENANTS_HEAD "1,Anna,06 7,,no,N-1\n");
	office_report(&r, 1);
	strcpy(r.unit, "N-1");
	const struct referral sent = { .nr = office_case(o, &r, 1), .party = "zon", .t = START_MS, .unit = "N-1" };
	db_event_begin(o->app.db);
	assert_int_equal(referral_add(o->app.db, &sent), OK);
	db_event_end(o->app.db, true);
	assert_int_equal(address_search(&o->app, &rq, &rp), OK);
	assert_int_equal(val_parse(rp.body.data, rp.body.len, NULL, &v, NULL), OK);
	const struct val *row = val_first(val_get(v, "dwellings"));
	assert_string_equal(val_str_of(row, "key", ""), "N-1");
	assert_int_equal(val_int_of(row, "open_cases", 0), 1);
	assert_string_equal(val_str_of(val_first(val_get(row, "tenants")), "phone", ""), "06 7");
	assert_string_equal(val_str_of(val_get(row, "provider"), "phone", ""), "088 1");
	assert_string_equal(val_str_of(val_get(row, "supplier"), "name", ""), "Meetgoed");
	assert_string_equal(val_str_of(val_get(row, "refer"), "reason", ""),
			    "Contract C1 voor alles geldt zonder einddatum.");
	assert_string_equal(val_str_of(val_get(row, "referral"), "party", ""), "Zonzeker");
	buf_free(&rp.body);
	PROVES("R3 R10");
}

/* ---- bounded work ------------------------------------------------------------------------- */

/* Street names that share beginnings, as real ones do, and surnames of which many are the same. */
static void make_home(struct db *db, int i)
{
	static const char *const trees[] = { "Linde", "Eik", "Beuk", "Lijster", "Lind", "Berk", "Lisse", "Laan van " };
	static const char *const ends[] = { "laan", "straat", "hof", "weg" };
	static const char *const names[] = { "Jansen", "de Vries", "Bakker", "Jaspers" };
	int street = i / PER_STREET;
	bool is_new;
	struct dwelling d = { .number = i % PER_STREET + 1, .type = "APP", .kind = "dwelling",
			      .complex = "GROOT", .city = "Rotterdam" };
	struct tenant t = { .phone = "06 1" };
	snprintf(d.key, sizeof d.key, "X-%d", i);
	snprintf(d.street, sizeof d.street, "%s%c%c%s", trees[street % 8], 'a' + street / 8 % 26,
		 'a' + street / 208 % 26, ends[street / 2 % 4]);
	snprintf(d.postcode, sizeof d.postcode, "%d %c%c", 3000 + street % 1000, 'A' + street / 1000, 'B');
	snprintf(t.number, sizeof t.number, "%d", 500000 + i);
	snprintf(t.name, sizeof t.name, "%c. %s", 'A' + i % 26, names[i % 4]);
	text_copy(t.units, sizeof t.units, d.key);
	assert_int_equal(dwelling_put(db, &d, &is_new), OK);
	assert_int_equal(tenant_put(db, &t, NULL, &is_new), OK);
}

static int64_t cost_of(struct db *db, const char *typed, int *ret_hits)
{
	struct db_cost before, after;
	BUF(keys);
	db_cost(db, &before);
	address_find(db, typed, 12, note_key, &keys);
	db_cost(db, &after);
	assert_int_equal(after.scans, before.scans);
	assert_int_equal(after.autoindex, before.autoindex);
	assert_int_equal(after.sorts, before.sorts);
	*ret_hits = 0;
	for (const char *p = buf_text(&keys); *p; p++)
		*ret_hits += *p == ' ';
	return after.steps - before.steps;
}

/* Every beginning of what somebody types costs little; returns the dearest. */
static int64_t dearest(struct db *db, const char *typed)
{
	int64_t most = 0;
	char so_far[80] = "";
	for (size_t i = 0; typed[i]; i++) {
		int hits;
		so_far[i] = typed[i];
		so_far[i + 1] = '\0';
		int64_t steps = cost_of(db, so_far, &hits);
		if (steps > STEPS_MAX)
			fail_msg("\"%s\" costs %lld", so_far, (long long)steps);
		assert_true(hits <= 12);
		most = steps > most ? steps : most;
	}
	return most;
}

static const char *const TYPED[] = {
	"lindeaalaan 12", "lijster 4 rotterdam", "laan van aastraat 49", "3001ab 12", "12 lindeb", "500017",
	"jansen", "a. de vries", "l 1 x", "l 7 delft", "1", "50", "eikzzhof", "zzzz 12", "b 50z",
};

static int64_t dearest_of_all(struct db *db)
{
	int64_t most = 0;
	for (size_t i = 0; i < COUNT_OF(TYPED); i++) {
		int64_t steps = dearest(db, TYPED[i]);
		most = steps > most ? steps : most;
	}
	return most;
}

static void no_scan(void *ctx, const char *sql, const char *plan)
{
	if (strstr(sql, "finding") || strstr(sql, "receipt >=") || strstr(sql, "tenant_unit")) {
		if (!strncmp(plan, "SCAN p", 6) || !strncmp(plan, "SCAN c", 6))
			return; /* the dozen rows of a part of the question */
		if (!strncmp(plan, "SCAN ", 5))
			fail_msg("%s: %s", plan, sql);
		++*(int *)ctx;
	}
}

static void a_keystroke_costs_the_same_at_a_hundred_thousand_addresses(void **state)
{
	struct office *o = *state;
	struct db *db = o->app.db;
	int plans = 0, hits;
	db_event_begin(db);
	for (int i = 0; i < HOMES / 100; i++)
		make_home(db, i);
	int64_t few = dearest_of_all(db);
	for (int i = HOMES / 100; i < HOMES; i++)
		make_home(db, i);
	int64_t many = dearest_of_all(db);
	db_event_end(db, true);
	print_message("# dearest keystroke: %lld steps at %d homes, %lld at %d\n", (long long)few,
		      HOMES / 100, (long long)many, HOMES);
	assert_int_equal(db_ask_int(db, "SELECT count(*) FROM dwelling", 0) >= HOMES, true);
	cost_of(db, "lindeaalaan 12", &hits);
	assert_true(hits > 0);
	db_plan_each(db, no_scan, &plans);
	assert_true(plans > 6);
	PROVES("R10");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_address_is_found_however_it_is_typed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_tenant_is_found_by_name_and_number, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_home_that_moves_is_found_where_it_is, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_receipt_leads_to_its_home_but_not_one_about_a_person, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_row_carries_what_a_caller_asks_for, set_up, tear_down),
		cmocka_unit_test_setup_teardown(words_are_made_again_for_a_register_that_has_none, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_keystroke_costs_the_same_at_a_hundred_thousand_addresses, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
