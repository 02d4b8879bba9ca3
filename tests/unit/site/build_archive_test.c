/* The generator from folders to archive: same bytes, nothing hostile gets through, what lies beside
 * the pages.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/site/world.h"
#include "web/site/tree.h"

#define HOSTILE "\"><script>alert('1')</script>&{{m.frame.next}}"

static void read_file(const char *path, struct buf *out)
{
	assert_int_equal(fs_read(path, 64u << 20, out), OK);
}

static void same_input_gives_same_bytes_and_name(void **state)
{
	struct world a, b;
	struct site_result ra, rb;
	BUF(bytes_a);
	BUF(bytes_b);
	(void)state;

	world_open(&a);
	world_open(&b);
	world_build(&a, &ra);
	world_build(&b, &rb);
	read_file(ra.path, &bytes_a);
	read_file(rb.path, &bytes_b);
	assert_string_equal(ra.version, rb.version);
	assert_int_equal(bytes_a.len, bytes_b.len);
	assert_memory_equal(bytes_a.data, bytes_b.data, bytes_a.len);
	world_forget(&ra);
	world_forget(&rb);
	world_close(&a);
	world_close(&b);
	PROVES("R53");
}

static void one_letter_more_gives_another_name(void **state)
{
	struct world w;
	struct site_result before, after;
	(void)state;

	world_open(&w);
	world_build(&w, &before);
	assert_memory_equal(before.version, "2026.1-", 7);
	assert_int_equal(strlen(before.version), 7 + 8);
	world_edit(&w, "catalogue/texts.nl.json", "\"Lekt\"", "\"Lekte\"");
	world_build(&w, &after);
	assert_string_not_equal(before.version, after.version);
	world_forget(&before);
	world_forget(&after);
	world_close(&w);
	PROVES("R53");
}

static void a_hostile_name_stays_a_name(void **state)
{
	struct world w;
	struct site_result r;
	struct archive *a;
	BUF(json);
	(void)state;

	world_open(&w);
	buf_str(&json, "{\"phone\":\"1\",\"duty_line\":");
	val_quote(HOSTILE, &json);
	buf_str(&json, ",\"name\":");
	val_quote(HOSTILE, &json);
	buf_str(&json, ",\"site_name\":");
	val_quote(HOSTILE, &json);
	buf_char(&json, '}');
	world_corporation(&w, buf_text(&json));
	world_build(&w, &r);
	assert_int_equal(archive_open(r.path, &a), OK);
	for (int i = 0; i < archive_count(a); i++) {
		BUF(html);
		if (!strstr(archive_name(a, i), ".html"))
			continue;
		assert_int_equal(archive_read(a, archive_name(a, i), &html), OK);
		assert_null(strstr(buf_text(&html), "<script>alert"));
		if (strstr(archive_name(a, i), "/index.html"))
			assert_non_null(strstr(buf_text(&html),
					       "&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;"
					       "&amp;{{m.frame.next}}"));
	}
	archive_close(a);
	world_forget(&r);
	world_close(&w);
	PROVES("R1");
}

static void the_worker_keeps_signs_and_storing(void **state)
{
	static const char *const KEPT[] = {
		"{\"url\":\"nl/noodgeval/\"", "{\"url\":\"nl/noodgeval/gaslucht/\"",
		"{\"url\":\"nl/noodgeval/water/\"", "{\"url\":\"nl/storing/\"",
		"{\"url\":\"en/noodgeval/gaslucht/\"", "{\"url\":\"assets/kiosk.0a1b2c3d.css\"",
	};
	struct world w;
	struct site_result r;
	BUF(worker);
	(void)state;

	world_open(&w);
	world_build(&w, &r);
	world_row(&r, "sw.js", &worker);
	assert_memory_equal(buf_text(&worker), "self.PRECACHE = {", 17);
	for (size_t i = 0; i < COUNT_OF(KEPT); i++)
		if (!strstr(buf_text(&worker), KEPT[i]))
			fail_msg("not kept: %s", KEPT[i]);
	assert_null(strstr(buf_text(&worker), "\"nl/woning/"));
	assert_non_null(strstr(buf_text(&worker), r.version));
	assert_non_null(strstr(buf_text(&worker), "addEventListener"));
	world_forget(&r);
	world_close(&w);
	PROVES("R51");
}

static void what_lies_beside_the_pages(void **state)
{
	struct world w;
	struct site_result r;
	VAL(manifest) = NULL;
	VAL(messages) = NULL;
	VAL(catalogue) = NULL;
	BUF(text);
	BUF(more);
	BUF(doc);
	(void)state;

	world_open(&w);
	world_build(&w, &r);
	world_row(&r, "manifest.json", &text);
	assert_int_equal(val_parse(text.data, text.len, NULL, &manifest, NULL), OK);
	assert_string_equal(val_str_of(manifest, "version", ""), r.version);
	assert_string_equal(val_str_of(manifest, "catalogue", ""), "2026.1");
	assert_int_equal(val_int_of(manifest, "pages", 0), r.pages);
	world_row(&r, "messages.en.json", &more);
	assert_int_equal(val_parse(more.data, more.len, NULL, &messages, NULL), OK);
	assert_string_equal(val_str_of(messages, "frame.next", ""), "Next");
	world_row(&r, "catalogue.json", &doc);
	assert_int_equal(val_parse(doc.data, doc.len, NULL, &catalogue, NULL), OK);
	assert_int_equal(val_count(val_get(catalogue, "areas")), 2);
	world_forget(&r);
	world_close(&w);
	PROVES("R53");
}

/* A third language is files and one word in catalogue.json; one written from the right says so. */
static void a_language_is_data(void **state)
{
	static const char *const FILES[][2] = {
		{ "catalogue/texts.en.json", "catalogue/texts.ar.json" },
		{ "kiosk/messages.en.json", "kiosk/messages.ar.json" },
	};
	struct world w;
	struct site_result r;
	BUF(html);
	BUF(nl);
	(void)state;

	world_open(&w);
	for (size_t i = 0; i < COUNT_OF(FILES); i++) {
		char path[PATH_CAP];
		BUF(text);
		fs_join(path, w.dir, FILES[i][0]);
		read_file(path, &text);
		world_write(&w, FILES[i][1], buf_text(&text));
	}
	world_edit(&w, "catalogue/catalogue.json", "\"planned\"", "\"complete\"");
	world_build(&w, &r);
	world_row(&r, "ar/woning/ruimte/index.html", &html);
	assert_non_null(strstr(buf_text(&html), "<html lang=\"ar\" dir=\"rtl\""));
	world_row(&r, "nl/woning/ruimte/index.html", &nl);
	assert_non_null(strstr(buf_text(&nl), "href=\"../../../ar/woning/ruimte/\""));
	assert_int_equal(r.pages % 3, 0);
	world_forget(&r);
	world_close(&w);
	PROVES("-");
}

static void a_missing_input_is_named(void **state)
{
	static const struct {
		const char *file, *from, *to, *says;
	} FAULTS[] = {
		{ "catalogue/questions.json", "[{", "[{,", "questions.json: byte 2" },
		{ "kiosk/templates/form.mustache", "{{/next}}", "", "form.mustache: " },
		{ "kiosk/templates/tiles.mustache", "{{>head}}", "{{>hat}}", "\"hat\"" },
		{ "kiosk/templates/tiles.mustache", "{{label}}", "{{{label}}}", "\"label\"" },
		{ "catalogue/catalogue.json", "\"WOO\", ", "", "1 named, 2 files" },
		{ "catalogue/catalogue.json", "\"areas\": [\"WOO\", \"BAD\"], ", "",
		  "areas: the order in which rooms are shown is missing" },
		{ "catalogue/catalogue.json", "\"en\": \"complete\"", "\"fr\": \"complete\"",
		  "texts.fr.json" },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(FAULTS); i++) {
		struct world w;
		struct site_result r;
		world_open(&w);
		world_edit(&w, FAULTS[i].file, FAULTS[i].from, FAULTS[i].to);
		assert_true(site_build(&w.o, &r) < 0);
		if (!strstr(r.why, FAULTS[i].says))
			fail_msg("says \"%s\", not \"%s\"", r.why, FAULTS[i].says);
		assert_null(r.catalogue);
		world_close(&w);
	}
	PROVES("-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_input_gives_same_bytes_and_name),
		cmocka_unit_test(one_letter_more_gives_another_name),
		cmocka_unit_test(a_hostile_name_stays_a_name),
		cmocka_unit_test(the_worker_keeps_signs_and_storing),
		cmocka_unit_test(what_lies_beside_the_pages),
		cmocka_unit_test(a_language_is_data),
		cmocka_unit_test(a_missing_input_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
