/* Texts of the catalogue: one sorted index per language, complete where it says so.
 *
 * The keys a catalogue needs follow from its rows; a language called complete has each of them
 * and no other (a key left over from a removed row is a mistake, not a reserve). Only ".help" is
 * optional, behind a fault.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "shared/model/catalogue_inside.h"

/* Keys that must be there, and the ones that may. */
struct keys {
	struct names must;
	int cap;
};

static void add_key(struct keys *k, const char *fmt, ...) PRINTF_LIKE(2, 3);
static void add_key(struct keys *k, const char *fmt, ...)
{
	BUF(key);
	va_list ap;

	va_start(ap, fmt);
	buf_vfmt(&key, fmt, ap);
	va_end(ap);
	if (k->must.count == k->cap) {
		int cap = k->cap ? 2 * k->cap : 1024;
		struct name_row *rows = mem_new((size_t)cap, sizeof(*rows));
		if (k->must.count)
			memcpy(rows, k->must.rows, (size_t)k->must.count * sizeof(*rows));
		free(k->must.rows);
		k->must.rows = rows;
		k->cap = cap;
	}
	char *name = buf_take(&key);
	k->must.rows[k->must.count++] = (struct name_row){ name, name };
}

static void keys_free(struct keys *k)
{
	for (int i = 0; i < k->must.count; i++)
		free((char *)k->must.rows[i].name);
	free(k->must.rows);
}

static const char *code_of(const struct val *row)
{
	return val_str_of(row, "code", "");
}

static void area_keys(struct keys *k, const struct area *a)
{
	add_key(k, "home.%s", a->code);
	for (int i = 0; i < a->object_count; i++) {
		const struct object *o = &a->objects[i];
		add_key(k, "home.%s.%s", a->code, o->code);
		for (int f = 0; f < o->fault_count; f++)
			add_key(k, "home.%s.%s.%s", a->code, o->code, o->faults[f].code);
	}
}

/* Lists whose rows have one text each, and its prefix. */
static const struct {
	const char *list, *prefix;
} PLAIN[] = {
	{ "suspects", "suspect" },	 { "people", "people" },   { "things", "thing" },
	{ "places", "place" },		 { "questions", "question" }, { "payers", "payer" },
	{ "emergencies", "emergency" },	 { "dwelling_types", "dwelling" },
};

static void row_keys(struct keys *k, const struct val *doc)
{
	for (size_t i = 0; i < COUNT_OF(PLAIN); i++)
		VAL_EACH(row, val_get(doc, PLAIN[i].list))
			add_key(k, "%s.%s", PLAIN[i].prefix, code_of(row));
	VAL_EACH(q, val_get(doc, "questions"))
		VAL_EACH(a, val_get(q, "answers"))
			add_key(k, "question.%s.%s", code_of(q), code_of(a));
	VAL_EACH(p, val_get(doc, "payers"))
		add_key(k, "payer.%s.ground", code_of(p));
	VAL_EACH(e, val_get(doc, "emergencies")) {
		for (int n = 1; n <= 3; n++)
			add_key(k, "emergency.%s.%d", code_of(e), n);
		add_key(k, "emergency.%s.who", code_of(e));
	}
}

/* ".help" behind the key of a fault (three dots in it). */
static bool may_be_there(const struct keys *k, const char *key)
{
	char fault[128];
	size_t n = strlen(key);

	if (n < 6 || n >= sizeof(fault) || strcmp(key + n - 5, ".help") != 0)
		return false;
	memcpy(fault, key, n - 5);
	fault[n - 5] = '\0';
	int dots = 0;
	for (const char *p = fault; *p; p++)
		dots += *p == '.';
	return dots == 3 && names_find(&k->must, fault);
}

static int check_language(struct loader *l, const struct keys *k, const struct language *lang)
{
	loader_at(l, "texts/%s", lang->code);
	for (int i = 0; i < k->must.count; i++) {
		const char *text = names_find(&lang->texts, k->must.rows[i].name);
		if (!text || !*text)
			return loader_fail(l, "%s: missing", k->must.rows[i].name);
	}
	for (int i = 0; i < lang->texts.count; i++) {
		const char *key = lang->texts.rows[i].name;
		if (!names_find(&k->must, key) && !may_be_there(k, key))
			return loader_fail(l, "%s: belongs to no row", key);
	}
	return OK;
}

/* ---- index -------------------------------------------------------------------------------- */

static int index_language(struct loader *l, const struct val *row)
{
	struct catalogue *c = l->c;
	const char *state = val_text(row, "");
	const struct val *texts = val_get(val_get(l->doc, "texts"), val_name(row));

	loader_at(l, "languages/%s", val_name(row));
	if (strcmp(state, "complete") != 0 && strcmp(state, "planned") != 0)
		return loader_fail(l, "must be complete or planned");
	if (c->lang_count == CATALOGUE_LANGS)
		return loader_fail(l, "more than %d languages", CATALOGUE_LANGS);
	struct language *lang = &c->langs[c->lang_count++];
	lang->code = val_name(row);
	lang->complete = state[0] == 'c';
	lang->texts.rows = mem_new((size_t)val_count(texts) + 1, sizeof(*lang->texts.rows));
	VAL_EACH(text, texts) {
		if (!val_is_string(text))
			return loader_fail(l, "%s: must be text", val_name(text));
		lang->texts.rows[lang->texts.count++] =
		    (struct name_row){ val_name(text), val_text(text, "") };
	}
	const char *twice = names_sort(&lang->texts);
	return twice ? loader_fail(l, "%s: occurs twice", twice) : OK;
}

static const struct language *find_language(const struct catalogue *c, const char *code)
{
	for (int i = 0; i < c->lang_count; i++)
		if (strcmp(c->langs[i].code, code) == 0)
			return &c->langs[i];
	return NULL;
}

static int check_languages(struct loader *l)
{
	struct keys k = {0};
	const struct language *dutch = find_language(l->c, "nl");
	int rc = OK;

	for (int i = 0; i < l->c->room_count; i++)
		area_keys(&k, &l->c->rooms[i]);
	row_keys(&k, l->doc);
	loader_at(l, "languages");
	if (names_sort(&k.must) || !dutch || !dutch->complete)
		rc = loader_fail(l, "nl: must be complete");
	for (int i = 0; rc == OK && i < l->c->lang_count; i++)
		if (l->c->langs[i].complete)
			rc = check_language(l, &k, &l->c->langs[i]);
	keys_free(&k);
	return rc;
}

int texts_load(struct loader *l)
{
	VAL_EACH(row, val_get(l->doc, "languages")) {
		int rc = index_language(l, row);
		if (rc < 0)
			return rc;
	}
	return check_languages(l);
}

const char *catalogue_text(const struct catalogue *c, const char *lang, const char *key)
{
	const char *tried[] = { lang ? lang : "nl", "nl" };

	for (size_t i = 0; i < COUNT_OF(tried); i++) {
		const struct language *l = find_language(c, tried[i]);
		const char *text = l ? names_find(&l->texts, key) : NULL;
		if (text && *text)
			return text;
	}
	return key;
}
