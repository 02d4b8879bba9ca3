/* Long lists: never more than eight choices on a page, the rest a real page behind "more".
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/site/world.h"

#include "web/site/check.h"

static const char *const TEXTS[] = { "catalogue/texts.nl.json", "catalogue/texts.en.json" };
static const char *const MESSAGES[] = { "kiosk/messages.nl.json", "kiosk/messages.en.json" };

/* A long list needs a word and a picture for its rest. */
static void give_more(struct world *w)
{
	world_write(w, "kiosk/icons/more.svg", "<svg/>");
	for (int i = 0; i < 2; i++)
		world_edit(w, MESSAGES[i], "\"tile.other\"", "\"tile.more\": \"Meer\", \"tile.other\"");
}

/* A small site with this many kinds of nuisance by people: K01, K02 … and GEL last. */
static void world_with_people(struct world *w, int count)
{
	BUF(rows);
	BUF(texts);

	world_open(w);
	for (int i = 1; i < count; i++) {
		buf_fmt(&rows, "{\"code\": \"K%02d\", \"slug\": \"k%02d\", \"icon\": \"drop\", "
			"\"urgency\": \"normal\", \"emergency\": null, \"restricted\": true, "
			"\"vera\": \"GEL\"}, ", i, i);
		buf_fmt(&texts, "\"people.K%02d\": \"Soort %d\", ", i, i);
	}
	buf_str(&rows, "{\"code\": \"GEL\"");
	buf_str(&texts, "\"people.GEL\"");
	world_edit(w, "catalogue/surroundings.json", "{\"code\": \"GEL\"", buf_text(&rows));
	give_more(w);
	for (int i = 0; i < 2; i++)
		world_edit(w, TEXTS[i], "\"people.GEL\"", buf_text(&texts));
}

/* Ten things a provider looks after, M01 … M09 and MONITOR, which has ten faults, F01 … and GEEN. */
static void world_with_energy(struct world *w)
{
	static const char FAULT[] = "{\"code\": \"%s%s\", \"slug\": \"%s%s\", \"icon\": \"drop\", "
				    "\"urgency\": \"normal\", \"payer\": \"AANBIEDER\"}";
	BUF(objects);
	BUF(faults);
	BUF(texts);

	world_open(w);
	for (int i = 1; i < 10; i++) {
		char n[3];
		snprintf(n, sizeof(n), "%02d", i);
		buf_fmt(&objects, "{\"code\": \"M%s\", \"slug\": \"m%s\", \"icon\": \"bath\", "
			"\"vera\": \"MON\", \"faults\": [", n, n);
		buf_fmt(&objects, FAULT, "GEEN", "", "geen", "");
		buf_str(&objects, "]}, ");
		buf_fmt(&faults, FAULT, "F", n, "f", n);
		buf_str(&faults, ", ");
		buf_fmt(&texts, "\"home.WOO.M%s\": \"Ding %d\", \"home.WOO.M%s.GEEN\": \"Geen\", "
			"\"home.WOO.MONITOR.F%s\": \"Fout %d\", ", n, i, n, n, i);
	}
	buf_str(&objects, "{\"code\": \"MONITOR\"");
	buf_str(&faults, "{\"code\": \"GEEN\", \"slug\": \"geen-data\"");
	buf_str(&texts, "\"home.WOO.MONITOR\"");
	world_edit(w, "catalogue/home/WOO.json", "{\"code\": \"GEEN\", \"slug\": \"geen-data\"", buf_text(&faults));
	world_edit(w, "catalogue/home/WOO.json", "{\"code\": \"MONITOR\"", buf_text(&objects));
	give_more(w);
	for (int i = 0; i < 2; i++)
		world_edit(w, TEXTS[i], "\"home.WOO.MONITOR\"", buf_text(&texts));
}

static void note(void *ctx, const char *where, const char *what)
{
	buf_fmt(ctx, "%s: %s\n", where, what);
}

static void must_be_sound(struct world *w)
{
	char why[300] = "";
	int findings = 0;
	BUF(said);

	assert_int_equal(site_check(&w->o, note, &said, &findings, why, sizeof(why)), OK);
	if (findings)
		fail_msg("%s", buf_text(&said));
}

static int tiles_of(const char *html)
{
	int n = 0;

	for (const char *at = strstr(html, "class=\"tile-choice\""); at;
	     at = strstr(at + 1, "class=\"tile-choice\""))
		n++;
	return n;
}

/* What a page has to show. */
struct shown {
	const char *row;
	int tiles;
	const char *has[5], *lacks;
};

static void must_show(const struct site_result *r, const struct shown *pages, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		BUF(html);
		world_row(r, pages[i].row, &html);
		for (int k = 0; k < 5 && pages[i].has[k]; k++)
			if (!strstr(buf_text(&html), pages[i].has[k]))
				fail_msg("%s has no %s:\n%s", pages[i].row, pages[i].has[k], buf_text(&html));
		if (strstr(buf_text(&html), pages[i].lacks))
			fail_msg("%s has %s", pages[i].row, pages[i].lacks);
		assert_int_equal(tiles_of(buf_text(&html)), pages[i].tiles);
	}
}

static void a_long_list_goes_on_behind_more(void **state)
{
	static const struct shown PAGES[] = {
		{ "nl/omgeving/mensen/index.html", 8,
		  { "href=\"k01/\"", "href=\"k08/\"", "href=\"meer/\"", "href=\"../plek/\"" }, "k09" },
		{ "nl/omgeving/mensen/meer/index.html", 7,
		  { "href=\"../k09/\"", "href=\"../k15/\"", "href=\"../meer-2/\"",
		    "<a href=\"../\">", "href=\"../../plek/\"" }, "k08" },
		{ "nl/omgeving/mensen/meer-2/index.html", 2,
		  { "href=\"../k16/\"", "href=\"../geluid/\"", "<a href=\"../meer/\">" }, "meer-3" },
		/* Back and the chip lead to the page where the choice was made; one chip, not three. */
		{ "nl/omgeving/mensen/geluid/index.html", 1,
		  { "<a href=\"../meer-2/\">", "class=\"chip\" href=\"../meer-2/\"" },
		  "class=\"chip\" href=\"../meer/\"" },
		{ "nl/omgeving/mensen/k01/index.html", 1, { "<a href=\"../\">" }, "meer" },
	};
	struct world w;
	struct site_result r;
	(void)state;

	world_with_people(&w, 17);
	must_be_sound(&w);
	world_build(&w, &r);
	must_show(&r, PAGES, COUNT_OF(PAGES));
	world_forget(&r);
	world_close(&w);
	PROVES("R45 R68");
}

/* The door of energy and meters pages its lists as well. */
static void energy_goes_on_behind_more(void **state)
{
	static const struct shown PAGES[] = {
		{ "nl/energie/index.html", 3, { "href=\"over/\"", "href=\"kapot/\"" }, "meer" },
		{ "nl/energie/over/index.html", 8,
		  { "href=\"woonkamer/m08/\"", "href=\"meer/\"", "href=\"../eerder/\"" }, "m09" },
		{ "nl/energie/over/meer/index.html", 2,
		  { "href=\"../woonkamer/m09/\"", "href=\"../woonkamer/monitor/\"",
		    "href=\"../../eerder/\"", "<a href=\"../\">" }, "m08" },
		{ "nl/energie/kapot/index.html", 8, { "/woonkamer/m08/\"", "href=\"meer/\"" }, "m09" },
		{ "nl/energie/kapot/meer/index.html", 2,
		  { "href=\"../../../woning/woonkamer/monitor/\"" }, "m08" },
		{ "nl/energie/over/woonkamer/monitor/index.html", 8,
		  { "data-code=\"F08\"", "href=\"meer/\"", "<a href=\"../../meer/\">" }, "F09" },
		{ "nl/energie/over/woonkamer/monitor/meer/index.html", 2,
		  { "data-code=\"F09\"", "data-code=\"GEEN\"", "href=\"../../../../eerder/\"",
		    "<a href=\"../\">" }, "F08" },
	};
	struct world w;
	struct site_result r;
	(void)state;

	world_with_energy(&w);
	must_be_sound(&w);
	world_build(&w, &r);
	must_show(&r, PAGES, COUNT_OF(PAGES));
	world_forget(&r);
	world_close(&w);
	PROVES("R4 R68");
}

/* Eight need no second page; nine become seven and two, never eight and one. */
static void no_page_holds_a_single_leftover(void **state)
{
	static const struct {
		int kinds, first, second;
	} CASES[] = { { 8, 8, 0 }, { 9, 7, 2 }, { 10, 8, 2 }, { 16, 8, 8 } };
	(void)state;

	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		struct world w;
		struct site_result r;
		struct archive *a;
		struct archive_file f;
		BUF(first);
		BUF(second);
		world_with_people(&w, CASES[i].kinds);
		world_build(&w, &r);
		world_row(&r, "nl/omgeving/mensen/index.html", &first);
		assert_int_equal(tiles_of(buf_text(&first)), CASES[i].first);
		assert_int_equal(archive_open(r.path, &a), OK);
		bool more = archive_find(a, "nl/omgeving/mensen/meer/index.html", &f);
		archive_close(a);
		assert_int_equal(more, CASES[i].second > 0);
		if (more) {
			world_row(&r, "nl/omgeving/mensen/meer/index.html", &second);
			assert_int_equal(tiles_of(buf_text(&second)), CASES[i].second);
		}
		world_forget(&r);
		world_close(&w);
	}
	PROVES("R68");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_long_list_goes_on_behind_more),
		cmocka_unit_test(energy_goes_on_behind_more),
		cmocka_unit_test(no_page_holds_a_single_leftover),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
