/* The C door before mustache: what templates may count on (web/site/VIEWS.md, "Rules of the engine").
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/base/val.h"
#include "tests/unit/check.h"
#include "web/site/render.h"
#include "web/site/tree.h"

/* Render one template with a view given as JSON; the result is appended to out. */
static void render(const char *partial, const char *text, const char *view_json, struct buf *out)
{
	static const char MESSAGES[] =
		"{\"a.b\":\"Tom & Jerry\",\"c\":{\"d\":\"nested\"},\"empty\":\"\"}";
	struct render_set *set = render_set_new();
	char why[200] = "";
	VAL(messages) = NULL;
	VAL(common) = val_object();
	VAL(view) = NULL;

	assert_int_equal(val_parse(MESSAGES, strlen(MESSAGES), NULL, &messages, NULL), OK);
	assert_int_equal(val_parse(view_json, strlen(view_json), NULL, &view, NULL), OK);
	val_put_str(common, "shared", "everywhere");
	render_add_partial(set, "p", partial);
	if (render_add_template(set, "t", text, why, sizeof(why)) < 0)
		fail_msg("%s", why);
	struct render_base *base = render_base_new(messages, common);
	render_page(set, "t", base, view, out);
	render_base_free(base);
	render_set_free(set);
}

static void values_are_escaped_and_found(void **state)
{
	static const struct {
		const char *text, *view, *result;
	} CASES[] = {
		{ "{{x}}", "{\"x\":\"<a href=\\\"x\\\">&'\"}",
		  "&lt;a href=&quot;x&quot;&gt;&amp;&#39;" },
		{ "{{{svg}}}", "{\"svg\":\"<svg/>\"}", "<svg/>" },
		{ "{{&svg}}", "{\"svg\":\"<svg/>\"}", "<svg/>" },
		{ "{{n}}", "{\"n\":7}", "7" },
		{ "{{a.b}}", "{\"a\":{\"b\":\"deep\"}}", "deep" },
		{ "{{none}}|{{a.none}}", "{\"a\":{}}", "|" },
		{ "{{m.a.b}} {{m.c.d}} {{m.none}}", "{}", "Tom &amp; Jerry nested " },
		{ "{{shared}}", "{}", "everywhere" },
		{ "{{shared}}", "{\"shared\":\"here\"}", "here" },
		{ "{{#l}}{{x}}{{m.c.d}}{{shared}} {{/l}}", "{\"l\":[{\"x\":1},{\"x\":2}]}",
		  "1nestedeverywhere 2nestedeverywhere " },
		{ "{{x}}", "{\"x\":\"{{m.c.d}}\"}", "{{m.c.d}}" },
		{ "{{x}}", "{\"x\":\"_0\"}", "_0" },
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		BUF(out);
		render("", CASES[i].text, CASES[i].view, &out);
		assert_string_equal(buf_text(&out), CASES[i].result);
	}
	PROVES("-");
}

static void empty_is_false(void **state)
{
	static const char *const EMPTY[] = {
		"{\"x\":\"\"}", "{\"x\":null}", "{\"x\":false}", "{\"x\":[]}", "{}",
	};
	static const char *const FULL[] = {
		"{\"x\":\"a\"}", "{\"x\":0}", "{\"x\":true}", "{\"x\":[{}]}", "{\"x\":{}}",
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(EMPTY); i++) {
		BUF(out);
		render("", "{{#x}}yes{{/x}}{{^x}}no{{/x}}{{#m.empty}}!{{/m.empty}}", EMPTY[i], &out);
		assert_string_equal(buf_text(&out), "no");
	}
	for (size_t i = 0; i < COUNT_OF(FULL); i++) {
		BUF(out);
		render("", "{{#x}}yes{{/x}}{{^x}}no{{/x}}", FULL[i], &out);
		assert_string_equal(buf_text(&out), "yes");
	}
	PROVES("-");
}

static void an_inner_false_hides_an_outer_text(void **state)
{
	BUF(out);
	(void)state;

	render("", "{{#l}}[{{x}}]{{/l}}", "{\"x\":\"outer\",\"l\":[{\"x\":\"\"},{\"x\":\"in\"},{}]}", &out);
	assert_string_equal(buf_text(&out), "[][in][outer]");
	PROVES("-");
}

static void layout_of_templates_leaves_no_trace(void **state)
{
	BUF(out);
	(void)state;

	render("<b>{{x}}</b>\n", "<ul>\n\t{{#l}}\n\t<li>{{>p}}\n\t</li>\n\t{{/l}}\n\n\t{{! a\n note }}\n</ul>\n",
	       "{\"l\":[{\"x\":\"1\"},{\"x\":\"2\"}]}", &out);
	assert_string_equal(buf_text(&out),
			    "<ul>\n<li><b>1</b>\n</li>\n<li><b>2</b>\n</li>\n</ul>\n");
	PROVES("-");
}

static void a_wrong_template_is_refused(void **state)
{
	static const char *const WRONG[] = {
		"{{#x}}open", "{{/x}}", "{{x", "{{>nobody}}", "{{>loop}}", "{{{name}}}", "{{&name}}",
		"{{=<% %>=}}", "{{_1}}", "{{}}",
	};
	(void)state;

	for (size_t i = 0; i < COUNT_OF(WRONG); i++) {
		struct render_set *set = render_set_new();
		char why[200] = "";
		render_add_partial(set, "loop", "{{>loop}}");
		if (render_add_template(set, "t", WRONG[i], why, sizeof(why)) != ERR_INPUT)
			fail_msg("accepted: %s", WRONG[i]);
		assert_false(render_has(set, "t"));
		assert_non_null(strstr(why, "t.mustache: "));
		render_set_free(set);
	}
	PROVES("-");
}

static void a_plain_text_keeps_its_lines_and_its_signs(void **state)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "{{a}} & {{b}}\n", "<x> & {{a}}\n" },
		{ "1\n{{#a}}\n2\n{{/a}}\n3\n", "1\n2\n3\n" },
		{ "1\n{{#no}}\n2\n{{/no}}\n3\n", "1\n3\n" },
		{ "1\n{{#a}}\n2\n{{/a}}\n{{#no}}\nx\n{{/no}}\n{{#b}}\n3\n{{/b}}\n", "1\n2\n3\n" },
		{ "1\n{{#no}}\n2\n{{/no}}\n\n3\n", "1\n\n3\n" },
		{ "  in {{! said aside }}it{{^no}}!{{/no}}\n", "  in it!\n" },
		{ "", "" },
	};
	static const char *const wrong[] = { "{{#a}}", "{{>p}}", "{{{a}}}", "{{&a}}", "{{a", "{{=<% %>=}}" };
	char why[100];
	VAL(view) = val_object();
	(void)state;

	val_put_str(view, "a", "<x>");
	val_put_str(view, "b", "{{a}}");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		BUF(out);
		assert_int_equal(render_plain(rows[i].text, view, &out, why, sizeof(why)), OK);
		assert_string_equal(buf_text(&out), rows[i].want);
	}
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		BUF(out);
		assert_int_equal(render_plain(wrong[i], view, &out, why, sizeof(why)), ERR_INPUT);
		assert_int_equal(out.len, 0);
	}
	PROVES("-");
}

static void links_are_relative_and_short(void **state)
{
	static const struct {
		const char *from, *to, *link;
	} CASES[] = {
		{ "", "", "./" },
		{ "", "woning/", "woning/" },
		{ "woning/", "", "../" },
		{ "woning/", "woning/", "./" },
		{ "woning/badkamer/", "woning/badkamer/kraan/", "kraan/" },
		{ "woning/badkamer/", "woning/keuken/", "../keuken/" },
		{ "woning/badkamer/kraan/", "noodgeval/", "../../../noodgeval/" },
		{ "woning/bad/", "woning/badkamer/", "../badkamer/" },
	};
	char out[200];
	(void)state;

	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		tree_link(CASES[i].from, CASES[i].to, out, sizeof(out));
		assert_string_equal(out, CASES[i].link);
	}
	PROVES("-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_escaped_and_found),
		cmocka_unit_test(empty_is_false),
		cmocka_unit_test(an_inner_false_hides_an_outer_text),
		cmocka_unit_test(layout_of_templates_leaves_no_trace),
		cmocka_unit_test(a_wrong_template_is_refused),
		cmocka_unit_test(a_plain_text_keeps_its_lines_and_its_signs),
		cmocka_unit_test(links_are_relative_and_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
