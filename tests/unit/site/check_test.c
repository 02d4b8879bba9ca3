/* portiek-site check: silent on a sound site, and it bites on every kind of planted fault.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/site/world.h"

/* Findings as lines "where: what". */
static void note(void *ctx, const char *where, const char *what)
{
	buf_fmt(ctx, "%s: %s\n", where, what);
}

static int check_world(struct world *w, struct buf *said)
{
	char why[300] = "";
	int findings = 0;

	int rc = site_check(&w->o, note, said, &findings, why, sizeof(why));
	if (rc < 0)
		fail_msg("check: %s", why);
	return findings;
}

static void a_sound_site_has_no_findings(void **state)
{
	struct world w;
	BUF(said);
	(void)state;

	world_open(&w);
	if (check_world(&w, &said))
		fail_msg("%.700s", buf_text(&said));
	world_close(&w);
	PROVES("-");
}

#define THREE "<a data-code=\"A\"></a><a data-code=\"B\"></a><a data-code=\"C\"></a>"

static const struct {
	const char *file, *from, *to; /* the fault */
	const char *says;             /* what check must say about it */
} FAULTS[] = {
	{ "kiosk/templates/tiles.mustache", "href=\"{{href}}\"", "", "dead end: no way forward" },
	{ "kiosk/templates/tiles.mustache", "href=\"{{href}}\"", "", "no link leads here" },
	{ "kiosk/templates/tiles.mustache", "href=\"{{href}}\"", "href=\"{{href}}x/\"",
	  "leads nowhere" },
	{ "kiosk/templates/partials/foot.mustache", "href=\"{{home_href}}\"", "href=\"/nl/\"",
	  "link \"/nl/\" is not relative" },
	{ "kiosk/templates/partials/foot.mustache", "href=\"{{home_href}}\"",
	  "href=\"https://example.org\"", "is not relative" },
	{ "kiosk/templates/partials/foot.mustache", "href=\"{{emergency_href}}\"", "",
	  "no way to the emergency signs" },
	{ "kiosk/templates/partials/head.mustache", " dir=\"{{dir}}\"", "", "no <html lang=" },
	{ "kiosk/templates/partials/head.mustache", "<h1>", "<p>", "no heading" },
	{ "kiosk/templates/partials/foot.mustache", "m.frame.back", "m.frame.bak",
	  "messages.nl.json: frame.bak: missing" },
	{ "catalogue/texts.en.json", "\"home.BAD.KRAAN.LEK\"", "\"home.BAD.KRAAN.LEKK\"",
	  "texts.en.json: home.BAD.KRAAN.LEK: missing" },
	{ "catalogue/texts.nl.json", "\"home.BAD\"", "\"home.OUD\": \"Oud\", \"home.BAD\"",
	  "home.OUD: belongs to no row" },
	{ "catalogue/home/BAD.json", "\"payer\": \"GANGBAAR\"", "\"payer\": \"VERHUURDER\"",
	  "texts.nl.json: payer.GANGBAAR: no page shows it" },
	{ "catalogue/texts.nl.json", "\"home.BAD\"", "\"home.OUD\": \"Oud\", \"home.BAD\"",
	  "texts.en.json: home.OUD: missing" },
	{ "kiosk/messages.en.json", "\"start.question\"", "\"start.questions\"",
	  "messages.en.json: start.question: missing" },
	{ "kiosk/messages.en.json", "\"start.question\"", "\"start.questions\"",
	  "messages.en.json: start.questions: no template or script asks for it" },
	{ "kiosk/js/days.js", "days.later", "days.sooner", "days.later: no template or script" },
	{ "catalogue/texts.nl.json", "\"Badkamer\"",
	  "\"De kamer waar het bad of de douche staat\"", "home.BAD: a label of 9 words" },
	{ "catalogue/texts.nl.json", "\"Spuit het water?\"",
	  "\"Spuit het water zo hard dat u er echt niet meer bij kunt?\"",
	  "question.SPUIT: a sentence of 13 words" },
	{ "kiosk/messages.nl.json", "\"Vraag over start?\"",
	  "\"Dit is een zin die met opzet veel langer is dan twaalf woorden.\"",
	  "start.question: a sentence of 13 words" },
	{ "catalogue/home/BAD.json", "\"slug\": \"kalk\"", "\"slug\": \"lekt\"",
	  "home/BAD.json: KRAAN: slug lekt stands there twice" },
	{ "catalogue/home/BAD.json", "\"code\": \"STROOM\"", "\"code\": \"KRAAN\"",
	  "home/BAD.json: code KRAAN stands there twice" },
	{ "catalogue/emergencies.json", "\"code\": \"WATER\"", "\"code\": \"GAS\"",
	  "emergencies.json: code GAS stands there twice" },
	{ "catalogue/home/BAD.json", "\"slug\": \"badkamer\"", "\"slug\": \"nummer\"",
	  "\"nummer\" is kept for the site" },
	{ "catalogue/suspects.json", "\"slug\": \"leertje\"", "\"slug\": \"weet-niet\"",
	  "woning/badkamer/kraan/lekt/weet-niet/: two pages at one path" },
	{ "catalogue/home/BAD.json", "\"slug\": \"kraan\"", "\"slug\": \"Kraan!\"",
	  "slug \"Kraan!\" of KRAAN is not of a-z" },
	{ "catalogue/home/BAD.json", "\"icon\": \"bath\"", "\"icon\": \"tub\"",
	  "icons: tub.svg: missing" },
	{ "catalogue/home/BAD.json", "\"questions\": [\"SPUIT\"],", "",
	  "vraag/spuit/: no link leads here" },
	{ "kiosk/templates/tiles.mustache", "{{/tiles}}",
	  "{{/tiles}}" THREE THREE THREE, "tiles; at most 8 before \"more\"" },
	{ "kiosk/theme/kiosk.css", "margin-inline-start", "margin-left",
	  "\"margin-left\" ignores the reading direction" },
};

static void every_planted_fault_is_found(void **state)
{
	(void)state;

	for (size_t i = 0; i < COUNT_OF(FAULTS); i++) {
		struct world w;
		BUF(said);
		world_open(&w);
		world_edit(&w, FAULTS[i].file, FAULTS[i].from, FAULTS[i].to);
		int findings = check_world(&w, &said);
		if (!findings || !strstr(buf_text(&said), FAULTS[i].says))
			fail_msg("%s: \"%s\" not found, only\n%s", FAULTS[i].file, FAULTS[i].says,
				 buf_text(&said));
		world_close(&w);
	}
	PROVES("R33 R51");
}

static void settings_are_checked(void **state)
{
	static const struct {
		const char *corporation, *says;
	} SETTINGS[] = {
		{ "{\"name\":\"X\",\"phone\":\"1\"}", "no \"duty_line\"" },
		{ "{\"name\":\"X\",\"duty_line\":\"1\"}", "no \"phone\"" },
		{ "{\"name\":\"X\",\"phone\":\"1\",\"duty_line\":\"1\",\"payers\":{\"WIE\":\"tenant\"}}",
		  "no rule WIE" },
		{ "{\"name\":\"X\",\"phone\":\"1\",\"duty_line\":\"1\","
		  "\"payers\":{\"VERHUURDER\":\"tenant\"}}", "not open to a setting" },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(SETTINGS); i++) {
		struct world w;
		BUF(said);
		world_open(&w);
		world_corporation(&w, SETTINGS[i].corporation);
		assert_true(check_world(&w, &said) > 0);
		if (!strstr(buf_text(&said), SETTINGS[i].says))
			fail_msg("\"%s\" not found, only\n%s", SETTINGS[i].says, buf_text(&said));
		world_close(&w);
	}
	PROVES("R1 R34");
}

/* The catalogue and the pages as they are shipped. Pictures are gathered by the browser build; where
 * that has not run, a missing picture is the one thing forgiven. */
static void the_real_site_has_no_findings(void **state)
{
	bool built = fs_exists("web/dist/manifest.json");
	VAL(corporation) = NULL;
	char why[300] = "";
	int findings = 0;
	BUF(said);
	(void)state;

	assert_int_equal(source_json(NULL, "tests/unit/site/real.json", &corporation, why,
				     sizeof(why)), OK);
	struct site_options o = { .catalogue_dir = "web/catalogue", .kiosk_dir = "web/kiosk",
				  .assets_dir = built ? "web/dist" : NULL,
				  .corporation = corporation };
	if (site_check(&o, note, &said, &findings, why, sizeof(why)) < 0)
		fail_msg("%s", why);
	for (const char *line = buf_text(&said); *line; line = strchr(line, '\n') + 1)
		if (built || strncmp(line, "icons: ", 7) != 0)
			fail_msg("%.700s", buf_text(&said));
	PROVES("R32 R33 R35 R37 R46 R51");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sound_site_has_no_findings),
		cmocka_unit_test(every_planted_fault_is_found),
		cmocka_unit_test(settings_are_checked),
		cmocka_unit_test(the_real_site_has_no_findings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
