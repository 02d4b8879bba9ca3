/* The generator from folders to pages: all pages of the walk, each leading to the next.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/site/world.h"
#include "web/site/tree.h"

/* Every page of the walk is in the archive in every language, and no other page is. */
static void pages_are_those_of_the_walk(void **state)
{
	struct world w;
	struct site_result r;
	struct catalogue *c;
	struct tree tree;
	struct archive *a;
	struct archive_file f;
	char why[300], name[PATH_CAP];
	static const char *const LANGS[] = { "nl", "en" };
	int rows = 0;
	(void)state;

	world_open(&w);
	world_build(&w, &r);
	assert_int_equal(catalogue_load(r.catalogue, &c, why, sizeof(why)), OK);
	tree_catalogue(c, NULL, &tree);
	assert_int_equal(archive_open(r.path, &a), OK);
	for (size_t lang = 0; lang < COUNT_OF(LANGS); lang++)
		for (int i = 0; i < tree.count; i++) {
			snprintf(name, sizeof(name), "%s/%sindex.html", LANGS[lang],
				 tree.pages[i]->path);
			if (!archive_find(a, name, &f))
				fail_msg("no row %s", name);
		}
	for (int i = 0; i < archive_count(a); i++)
		rows += strstr(archive_name(a, i), "/index.html") != NULL;
	assert_int_equal(rows, 2 * tree.count);
	assert_int_equal(r.pages, 2 * tree.count);
	archive_close(a);
	tree_free(&tree);
	catalogue_free(c);
	world_forget(&r);
	world_close(&w);
	PROVES("R32 R33");
}

/* A page, and a link it must have: the whole walk of the wizard. */
static const struct {
	const char *row, *link;
} ROAD[] = {
	{ "nl/index.html", "href=\"woning/\"" },
	{ "nl/index.html", "href=\"omgeving/\"" },
	{ "nl/index.html", "href=\"noodgeval/\"" },
	{ "nl/index.html", "href=\"energie/\"" },
	{ "nl/woning/index.html", "href=\"nummer/\"" },
	{ "nl/woning/index.html", "href=\"adres/\"" },
	{ "nl/woning/nummer/index.html", "href=\"../code/\"" },
	{ "nl/woning/code/index.html", "href=\"../object/\"" },
	{ "nl/woning/object/index.html", "href=\"../ruimte/\"" },
	{ "nl/woning/ruimte/index.html", "href=\"../badkamer/\"" },
	{ "nl/woning/badkamer/index.html", "href=\"kraan/\"" },
	{ "nl/woning/badkamer/index.html", "href=\"anders/\"" },
	{ "nl/woning/badkamer/kraan/index.html", "href=\"lekt/\"" },
	{ "nl/woning/badkamer/kraan/index.html", "href=\"anders/\"" },
	{ "nl/woning/badkamer/kraan/index.html", "href=\"kalk/weet-niet/\"" },
	{ "nl/woning/badkamer/kraan/lekt/index.html", "href=\"plafond/\"" },
	{ "nl/woning/badkamer/kraan/lekt/index.html", "href=\"weet-niet/\"" },
	{ "nl/woning/badkamer/kraan/lekt/plafond/index.html",
	  "href=\"../../../../../dagdelen/\"" },
	{ "nl/dagdelen/index.html", "href=\"../contact/naam/\"" },
	{ "nl/contact/naam/index.html", "href=\"../telefoon/\"" },
	{ "nl/contact/via/index.html", "href=\"../../controle/\"" },
	{ "nl/controle/index.html", "href=\"../klaar/\"" },
	{ "nl/omgeving/index.html", "href=\"mensen/\"" },
	{ "nl/omgeving/index.html", "href=\"dingen/\"" },
	{ "nl/omgeving/dingen/index.html", "href=\"open-riool/\"" },
	{ "nl/omgeving/dingen/open-riool/index.html", "href=\"../../woorden/\"" },
	{ "nl/omgeving/woorden/index.html", "href=\"../../contact/naam/\"" },
	{ "nl/energie/index.html", "href=\"over/\"" },
	{ "nl/energie/index.html", "href=\"kapot/\"" },
	{ "nl/energie/kapot/index.html", "href=\"../../woning/woonkamer/monitor/\"" },
	{ "nl/energie/over/index.html", "href=\"woonkamer/monitor/\"" },
	{ "nl/energie/over/index.html", "href=\"../eerder/\"" },
	{ "nl/energie/over/woonkamer/monitor/index.html", "href=\"../../../eerder/\"" },
	{ "nl/energie/eerder/index.html", "href=\"../partij/\"" },
	{ "nl/energie/eerder/index.html", "href=\"../moeite/\"" },
	{ "nl/energie/moeite/index.html", "href=\"../partij/\"" },
	{ "nl/energie/partij/index.html", "href=\"../zelf/\"" },
	{ "nl/energie/partij/index.html", "href=\"../woorden/\"" },
	{ "nl/energie/woorden/index.html", "href=\"../../contact/naam/\"" },
	{ "nl/woning/badkamer/kraan/index.html",
	  "href=\"../../../../en/woning/badkamer/kraan/\"" },
};

/* The road of a tenant, page by page, as the links stand in the pages. */
static void each_page_leads_to_the_next(void **state)
{
	struct world w;
	struct site_result r;
	(void)state;

	world_open(&w);
	world_build(&w, &r);
	for (size_t i = 0; i < COUNT_OF(ROAD); i++) {
		BUF(html);
		world_row(&r, ROAD[i].row, &html);
		if (!strstr(buf_text(&html), ROAD[i].link))
			fail_msg("%s: no %s", ROAD[i].row, ROAD[i].link);
	}
	world_forget(&r);
	world_close(&w);
	PROVES("R26 R29 R30 R31 R32 R33 R35 R36 R37 R44 R45 R46");
}

static void a_room_shows_its_own_objects_only(void **state)
{
	struct world w;
	struct site_result r;
	BUF(bathroom);
	BUF(living);
	(void)state;

	world_open(&w);
	world_build(&w, &r);
	world_row(&r, "nl/woning/badkamer/index.html", &bathroom);
	assert_non_null(strstr(buf_text(&bathroom), "kraan/\""));
	assert_null(strstr(buf_text(&bathroom), "plafond/\""));
	assert_null(strstr(buf_text(&bathroom), "monitor/\""));
	world_row(&r, "nl/woning/woonkamer/index.html", &living);
	assert_non_null(strstr(buf_text(&living), "plafond/\""));
	assert_null(strstr(buf_text(&living), "kraan/\""));
	world_forget(&r);
	world_close(&w);
	PROVES("R32");
}

static void an_emergency_skips_the_form(void **state)
{
	struct world w;
	struct site_result r;
	struct archive *a;
	struct archive_file f;
	BUF(faults);
	BUF(things);
	BUF(answers);
	BUF(sign);
	(void)state;

	world_open(&w);
	world_build(&w, &r);
	world_row(&r, "nl/woning/badkamer/stroom/index.html", &faults);
	assert_non_null(strstr(buf_text(&faults),
			       "href=\"../../../noodgeval/water/\" class=\"tile-danger\""));
	world_row(&r, "nl/omgeving/dingen/index.html", &things);
	assert_non_null(strstr(buf_text(&things), "href=\"../../noodgeval/water/\""));
	world_row(&r, "nl/vraag/spuit/index.html", &answers);
	assert_non_null(strstr(buf_text(&answers), "href=\"../../noodgeval/water/\""));
	world_row(&r, "nl/noodgeval/water/index.html", &sign);
	assert_non_null(strstr(buf_text(&sign), "href=\"tel:0107654321\""));
	assert_int_equal(archive_open(r.path, &a), OK);
	assert_false(archive_find(a, "nl/woning/badkamer/stroom/nat/weet-niet/index.html", &f));
	assert_false(archive_find(a, "nl/omgeving/dingen/draad/index.html", &f));
	archive_close(a);
	world_forget(&r);
	world_close(&w);
	PROVES("R51");
}

static void every_page_has_the_way_to_the_signs(void **state)
{
	struct world w;
	struct site_result r;
	struct archive *a;
	(void)state;

	world_open(&w);
	world_build(&w, &r);
	assert_int_equal(archive_open(r.path, &a), OK);
	for (int i = 0; i < archive_count(a); i++) {
		const char *name = archive_name(a, i);
		BUF(html);
		if (!strstr(name, "/index.html"))
			continue;
		assert_int_equal(archive_read(a, name, &html), OK);
		const char *own = strstr(name, "/noodgeval/index.html") ? "href=\"./\"" : "noodgeval/\"";
		bool inside = strstr(name, "/noodgeval/") && strlen(name) > strlen("nl/noodgeval/index.html");
		if (!inside && !strstr(buf_text(&html), own))
			fail_msg("%s: no way to the signs", name);
		if (inside && !strstr(buf_text(&html), "href=\"../\">"))
			fail_msg("%s: no way to the signs", name);
	}
	archive_close(a);
	world_forget(&r);
	world_close(&w);
	PROVES("R51");
}

static void who_pays_is_said_with_its_ground(void **state)
{
	static const char ROW[] = "nl/woning/badkamer/kraan/kalk/weet-niet/index.html";
	struct world w;
	struct site_result r;
	BUF(law);
	BUF(own);
	(void)state;

	world_open(&w);
	world_build(&w, &r);
	world_row(&r, ROW, &law);
	assert_non_null(strstr(buf_text(&law), "U betaalt dit zelf. Kleine reparatie."));
	assert_non_null(strstr(buf_text(&law), "<p class=\"plan\">Betaler subscription</p>"));
	assert_non_null(strstr(buf_text(&law), "data-payer=\"tenant\""));
	world_forget(&r);
	world_corporation(&w, "{\"name\":\"X\",\"phone\":\"1\",\"duty_line\":\"2\","
			      "\"payers\":{\"GANGBAAR\":\"landlord\"}}");
	world_build(&w, &r);
	world_row(&r, ROW, &own);
	assert_non_null(strstr(buf_text(&own), "Betaler landlord Betaler ground.own"));
	assert_non_null(strstr(buf_text(&own), "data-payer=\"landlord\""));
	assert_null(strstr(buf_text(&own), "class=\"plan\""));
	world_forget(&r);
	world_close(&w);
	PROVES("R34 R1");
}

/* The order of suspected causes is that of the pages, not of the catalogue; "don't know" comes last. */
static void what_was_right_more_often_is_offered_first(void **state)
{
	static const char ORDER[] = "{\"KRAAN:LEK\":{\"LEERTJE\":4,\"\":9}}";
	static const char SAME[] = "{\"KRAAN:LEK\":{\"LEERTJE\":9,\"\":9}}";
	static const char ROW[] = "nl/woning/badkamer/kraan/lekt/index.html";
	struct world w;
	struct site_result before, after, same;
	VAL(order) = NULL;
	VAL(equal) = NULL;
	BUF(plain);
	BUF(ranked);
	(void)state;

	world_open(&w);
	assert_int_equal(val_parse(ORDER, strlen(ORDER), NULL, &order, NULL), OK);
	assert_int_equal(val_parse(SAME, strlen(SAME), NULL, &equal, NULL), OK);
	world_build(&w, &before);
	w.o.order = order;
	world_build(&w, &after);
	w.o.order = equal;
	world_build(&w, &same);
	world_row(&before, ROW, &plain);
	world_row(&after, ROW, &ranked);
	const char *washer = strstr(buf_text(&plain), "href=\"leertje/\""), *ceiling = strstr(buf_text(&plain), "href=\"plafond/\"");
	assert_true(washer && ceiling && washer < ceiling);
	washer = strstr(buf_text(&ranked), "href=\"leertje/\"");
	ceiling = strstr(buf_text(&ranked), "href=\"plafond/\"");
	const char *unknown = strstr(buf_text(&ranked), "href=\"weet-niet/\"");
	assert_true(washer && ceiling && unknown && ceiling < washer && washer < unknown);
	assert_string_not_equal(before.version, after.version);
	assert_string_equal(before.version, same.version); /* equal ones stay as they were */
	assert_string_equal(before.catalogue_version, after.catalogue_version);
	BUF(doc);
	BUF(doc_ranked);
	val_print(before.catalogue, &doc);
	val_print(after.catalogue, &doc_ranked);
	assert_string_equal(buf_text(&doc), buf_text(&doc_ranked));
	world_forget(&before);
	world_forget(&after);
	world_forget(&same);
	world_close(&w);
	PROVES("D7");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_are_those_of_the_walk),
		cmocka_unit_test(each_page_leads_to_the_next),
		cmocka_unit_test(a_room_shows_its_own_objects_only),
		cmocka_unit_test(an_emergency_skips_the_form),
		cmocka_unit_test(every_page_has_the_way_to_the_signs),
		cmocka_unit_test(who_pays_is_said_with_its_ground),
		cmocka_unit_test(what_was_right_more_often_is_offered_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
