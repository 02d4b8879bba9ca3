/* portiek-site check: codes, directions, settings. Pages and texts have files of their own.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/site/check.h"

#include <stdio.h>
#include <string.h>

#define CSS_CAP (2u << 20)

/* Lists of the catalogue whose rows have a code. */
static const struct {
	const char *list;
	bool slug;
	const char *below; /* list inside a row with codes of its own, or NULL */
} LISTS[] = {
	{ "questions", true, "answers" }, { "payers", false, NULL }, { "suspects", true, NULL },
	{ "people", true, NULL },         { "things", true, NULL },  { "places", true, NULL },
	{ "emergencies", true, NULL },    { "dwelling_types", false, NULL },
};

/* What a stylesheet must not say: it would stand on the wrong side in Arabic. */
static const char *const PHYSICAL[] = {
	"margin-left", "margin-right", "padding-left", "padding-right", "border-left", "border-right",
	"text-align: left", "text-align: right", "text-align:left", "text-align:right",
	"float: left", "float: right", "float:left", "float:right",
};

void check_say(struct check *c, const char *where, const char *fmt, ...)
{
	char what[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	c->findings++;
	c->fn(c->ctx, where, what);
}

/* ---- codes -------------------------------------------------------------------------------- */

static bool made_of(const char *s, const char *allowed)
{
	size_t n = strlen(s);

	return n >= 1 && n <= 48 && strspn(s, allowed) == n;
}

static void check_code(struct check *c, const char *where, const struct val *row, bool slug)
{
	const char *code = val_str_of(row, "code", "");
	const char *words = val_str_of(row, "slug", "");

	if (!made_of(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") || strlen(code) > 24)
		check_say(c, where, "code \"%s\" is not 1 to 24 of A-Z 0-9 -", code);
	if (slug && !made_of(words, "abcdefghijklmnopqrstuvwxyz0123456789-"))
		check_say(c, where, "slug \"%s\" of %s is not of a-z 0-9 -", words, code);
	for (const struct val *other = val_next(row); other; other = val_next(other)) {
		if (strcmp(code, val_str_of(other, "code", "")) == 0)
			check_say(c, where, "code %s stands there twice", code);
		if (slug && strcmp(words, val_str_of(other, "slug", "")) == 0)
			check_say(c, where, "slug %s stands there twice (%s, %s)", words, code,
				  val_str_of(other, "code", ""));
	}
}

static void check_list(struct check *c, const char *where, const struct val *list, bool slug)
{
	VAL_EACH(row, list)
		check_code(c, where, row, slug);
}

void check_codes(struct check *c, const struct val *doc)
{
	char where[160];

	for (size_t i = 0; i < COUNT_OF(LISTS); i++) {
		const struct val *list = val_get(doc, LISTS[i].list);
		snprintf(where, sizeof(where), "%s.json", LISTS[i].list);
		check_list(c, where, list, LISTS[i].slug);
		VAL_EACH(row, list)
			if (LISTS[i].below)
				check_list(c, where, val_get(row, LISTS[i].below), false);
	}
	check_list(c, "home", val_get(doc, "areas"), true);
	VAL_EACH(area, val_get(doc, "areas")) {
		const char *code = val_str_of(area, "code", "?");
		snprintf(where, sizeof(where), "home/%s.json", code);
		check_list(c, where, val_get(area, "objects"), true);
		VAL_EACH(object, val_get(area, "objects")) {
			snprintf(where, sizeof(where), "home/%s.json: %s", code,
				 val_str_of(object, "code", "?"));
			check_list(c, where, val_get(object, "faults"), true);
		}
	}
}

/* ---- stylesheets -------------------------------------------------------------------------- */

struct theme {
	struct check *check;
	const char *dir;
};

static int check_css(void *ctx, const char *name)
{
	struct theme *t = ctx;
	char path[PATH_CAP];
	size_t len = strlen(name);
	BUF(text);

	fs_join(path, t->dir, name);
	if (len < 4 || strcmp(name + len - 4, ".css") != 0 || fs_read(path, CSS_CAP, &text) < 0)
		return OK;
	for (size_t i = 0; i < COUNT_OF(PHYSICAL); i++)
		if (strstr(buf_text(&text), PHYSICAL[i]))
			check_say(t->check, path, "\"%s\" ignores the reading direction",
				  PHYSICAL[i]);
	return OK;
}

void check_direction(struct check *c)
{
	char dir[PATH_CAP];
	struct theme t = { c, dir };

	fs_join(dir, c->options->kiosk_dir, "theme");
	if (fs_exists(dir) && fs_each(dir, check_css, &t) < 0)
		check_say(c, dir, "cannot be read");
}

/* ---- settings ----------------------------------------------------------------------------- */

static void check_settings(struct check *c)
{
	const struct val *corporation = c->options->corporation;
	static const char *const NEEDED[] = { "name", "phone" };

	for (size_t i = 0; i < COUNT_OF(NEEDED); i++)
		if (!*val_str_of(corporation, NEEDED[i], ""))
			check_say(c, "corporation", "no \"%s\"", NEEDED[i]);
	VAL_EACH(row, val_get(c->site->doc, "emergencies")) {
		const char *setting = val_str_of(val_get(row, "number"), "setting", "");
		if (*setting && !*val_str_of(corporation, setting, ""))
			check_say(c, "corporation", "no \"%s\", which emergency %s asks for",
				  setting, val_str_of(row, "code", ""));
	}
	VAL_EACH(own, val_get(corporation, "payers")) {
		const struct val *rule = catalogue_payer(c->site->catalogue, val_name(own));
		if (!rule)
			check_say(c, "corporation", "payers: the catalogue has no rule %s",
				  val_name(own));
		else if (!val_bool_of(rule, "setting", false))
			check_say(c, "corporation", "payers: rule %s is not open to a setting",
				  val_name(own));
	}
}

int site_check(const struct site_options *options,
	       void (*fn)(void *ctx, const char *where, const char *what), void *ctx,
	       int *ret_findings, char *why, size_t cap)
{
	struct check c = { .options = options, .fn = fn, .ctx = ctx };
	VAL(doc) = NULL;

	*ret_findings = 0;
	int rc = source_catalogue(options->catalogue_dir, &doc, why, cap);
	if (rc < 0)
		return rc;
	check_codes(&c, doc);
	check_languages(&c, doc);
	rc = site_load(options, &c.site, why, cap);
	if (rc == ERR_INPUT) /* the loader stops at its first fault; the rest waits for that */
		check_say(&c, "load", "%s", why);
	else if (rc < 0)
		return rc;
	if (rc == OK) {
		check_pages(&c);
		check_texts(&c);
		check_settings(&c);
		check_direction(&c);
	}
	site_free(c.site);
	*ret_findings = c.findings;
	return OK;
}
