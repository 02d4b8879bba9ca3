/* Reads web/catalogue and merges it. See source.h for what goes where.
 *
 * Owns nothing after it returns: the merged document goes to the caller. A file that cannot be read
 * is named with the byte where it stopped being JSON, because people edit these files by hand.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/site/source.h"

#include <stdio.h>
#include <string.h>

#include "shared/io/fs.h"

#define FILE_CAP (4u << 20)

static const struct val_limits LIMITS = { .tokens = 200000 };

/* Files that become the member of the same name. */
static const char *const LISTS[] = { "questions", "payers", "suspects", "emergencies",
				     "dwelling_types", NULL };
/* Members of surroundings.json. */
static const char *const OUTSIDE[] = { "people", "things", "places", NULL };

int source_json(const char *dir, const char *name, struct val **ret, char *why, size_t cap)
{
	char path[PATH_CAP];
	BUF(text);
	struct val_fault fault = {0};

	*ret = NULL;
	if (dir)
		fs_join(path, dir, name);
	else
		text_copy(path, sizeof(path), name);
	int rc = fs_read(path, FILE_CAP, &text);
	if (rc < 0) {
		snprintf(why, cap, "%s: %s", path, err_slug(rc));
		return rc;
	}
	if (val_parse(buf_text(&text), text.len, &LIMITS, ret, &fault) < 0) {
		snprintf(why, cap, "%s: byte %zu: %s", path, fault.offset, fault.why);
		return ERR_INPUT;
	}
	return OK;
}

int source_languages(const struct val *doc, const char **ret, int max)
{
	int n = 0;

	VAL_EACH(lang, val_get(doc, "languages"))
		if (n < max && strcmp(val_text(lang, ""), "complete") == 0)
			ret[n++] = val_name(lang);
	return n;
}

/* ---- areas -------------------------------------------------------------------------------- */

struct areas {
	const char *dir;
	struct val *read; /* array of the parsed files, by file name */
	char *why;
	size_t cap;
};

static int read_area(void *ctx, const char *name)
{
	struct areas *a = ctx;
	struct val *area = NULL;
	size_t len = strlen(name);

	if (len < 5 || strcmp(name + len - 5, ".json") != 0)
		return OK;
	int rc = source_json(a->dir, name, &area, a->why, a->cap);
	if (rc == OK)
		val_put(a->read, NULL, area);
	return rc;
}

static const struct val *area_by_code(const struct val *areas, const char *code)
{
	VAL_EACH(area, areas)
		if (strcmp(val_str_of(area, "code", ""), code) == 0)
			return area;
	return NULL;
}

/* Put the areas in the order asked for; every file must be named exactly once. */
static int order_areas(const struct val *order, struct areas *a, struct val *doc)
{
	struct val *out = val_put_array(doc, "areas");

	VAL_EACH(code, order) {
		const struct val *area = area_by_code(a->read, val_text(code, ""));
		if (!area) {
			snprintf(a->why, a->cap, "catalogue.json: areas: no home/%s.json",
				 val_text(code, "?"));
			return ERR_INPUT;
		}
		val_put(out, NULL, val_copy(area));
	}
	if (val_count(out) != val_count(a->read)) {
		snprintf(a->why, a->cap, "catalogue.json: areas: %d named, %d files in home",
			 val_count(out), val_count(a->read));
		return ERR_INPUT;
	}
	return OK;
}

static int merge_areas(const char *dir, const struct val *head, struct val *doc, char *why,
		       size_t cap)
{
	char home[PATH_CAP];
	VAL(read) = val_array();
	struct areas a = { .dir = home, .read = read, .why = why, .cap = cap };

	fs_join(home, dir, "home");
	snprintf(why, cap, "%s: cannot be read", home);
	int rc = fs_each(home, read_area, &a);
	if (rc < 0)
		return rc;
	const struct val *order = val_get(head, "areas");
	if (!val_is_array(order)) {
		snprintf(why, cap, "catalogue.json: areas: the order in which rooms are shown is missing");
		return ERR_INPUT;
	}
	return order_areas(order, &a, doc);
}

/* ---- the rest ----------------------------------------------------------------------------- */

static int merge_lists(const char *dir, struct val *doc, char *why, size_t cap)
{
	for (int i = 0; LISTS[i]; i++) {
		char name[64];
		struct val *list = NULL;
		snprintf(name, sizeof(name), "%s.json", LISTS[i]);
		int rc = source_json(dir, name, &list, why, cap);
		if (rc < 0)
			return rc;
		val_put(doc, LISTS[i], list);
	}
	return OK;
}

static int merge_outside(const char *dir, struct val *doc, char *why, size_t cap)
{
	VAL(outside) = NULL;

	int rc = source_json(dir, "surroundings.json", &outside, why, cap);
	if (rc < 0)
		return rc;
	for (int i = 0; OUTSIDE[i]; i++) {
		const struct val *list = val_get(outside, OUTSIDE[i]);
		if (!val_is_array(list)) {
			snprintf(why, cap, "surroundings.json: no list \"%s\"", OUTSIDE[i]);
			return ERR_INPUT;
		}
		val_put(doc, OUTSIDE[i], val_copy(list));
	}
	return OK;
}

static int merge_texts(const char *dir, struct val *doc, char *why, size_t cap)
{
	const char *langs[16];
	int count = source_languages(doc, langs, COUNT_OF(langs));
	struct val *texts = val_put_object(doc, "texts");

	for (int i = 0; i < count; i++) {
		char name[64];
		struct val *one = NULL;
		snprintf(name, sizeof(name), "texts.%s.json", langs[i]);
		int rc = source_json(dir, name, &one, why, cap);
		if (rc < 0)
			return rc;
		val_put(texts, langs[i], one);
	}
	return OK;
}

int source_catalogue(const char *dir, struct val **ret, char *why, size_t cap)
{
	VAL(head) = NULL;
	struct val *doc;

	*ret = NULL;
	int rc = source_json(dir, "catalogue.json", &head, why, cap);
	if (rc < 0)
		return rc;
	doc = val_object();
	VAL_EACH(member, head)
		if (strcmp(val_name(member), "areas") != 0)
			val_put(doc, val_name(member), val_copy(member));
	rc = merge_areas(dir, head, doc, why, cap);
	if (rc == OK)
		rc = merge_lists(dir, doc, why, cap);
	if (rc == OK)
		rc = merge_outside(dir, doc, why, cap);
	if (rc == OK)
		rc = merge_texts(dir, doc, why, cap);
	if (rc < 0) {
		val_free(doc);
		return rc;
	}
	why[0] = '\0';
	*ret = doc;
	return OK;
}
