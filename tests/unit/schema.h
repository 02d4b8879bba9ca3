/* A small JSON Schema judge for tests: holds the published schemas against the code.
 *
 * Knows the words shared/model/report.schema.json and web/catalogue/catalogue.schema.json use and
 * fails the test on any other, so a schema can never say something that is not looked at. Patterns
 * are POSIX extended expressions, which these schemas keep to.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_SCHEMA_H
#define TESTS_UNIT_SCHEMA_H

#include <regex.h>

#include "shared/base/val.h"
#include "shared/io/fs.h"
#include "tests/unit/check.h"

struct schema {
	const struct val *root;
	const struct val *v; /* value under judgement */
};

static bool schema_ok(const struct schema *s, const struct val *rules);

static bool schema_ok_of(const struct schema *s, const struct val *v, const struct val *rules)
{
	struct schema inner = { s->root, v };

	return schema_ok(&inner, rules);
}

static bool schema_has_type(const struct val *v, const char *type)
{
	if (strcmp(type, "object") == 0)
		return val_is_object(v);
	if (strcmp(type, "array") == 0)
		return val_is_array(v);
	if (strcmp(type, "string") == 0)
		return val_is_string(v);
	if (strcmp(type, "integer") == 0)
		return val_is_int(v);
	if (strcmp(type, "boolean") == 0)
		return val_is_bool(v);
	return strcmp(type, "null") == 0 && val_is_null(v);
}

static bool schema_type(const struct schema *s, const struct val *word)
{
	if (val_is_string(word))
		return schema_has_type(s->v, val_text(word, ""));
	VAL_EACH(type, word)
		if (schema_has_type(s->v, val_text(type, "")))
			return true;
	return false;
}

static bool schema_same(const struct val *a, const struct val *b)
{
	BUF(x);
	BUF(y);
	val_print(a, &x);
	val_print(b, &y);
	return strcmp(buf_text(&x), buf_text(&y)) == 0;
}

static bool schema_enum(const struct schema *s, const struct val *word)
{
	VAL_EACH(one, word)
		if (schema_same(one, s->v))
			return true;
	return false;
}

static bool schema_const(const struct schema *s, const struct val *word)
{
	return schema_same(s->v, word);
}

static bool schema_pattern(const struct schema *s, const struct val *word)
{
	regex_t re;

	if (!val_is_string(s->v))
		return true;
	assert_int_equal(regcomp(&re, val_text(word, ""), REG_EXTENDED | REG_NOSUB), 0);
	bool ok = regexec(&re, val_text(s->v, ""), 0, NULL, 0) == 0;
	regfree(&re);
	return ok;
}

static bool schema_max_length(const struct schema *s, const struct val *word)
{
	return !val_is_string(s->v) || (int64_t)strlen(val_text(s->v, "")) <= val_int(word, 0);
}

static bool schema_min_length(const struct schema *s, const struct val *word)
{
	return !val_is_string(s->v) || (int64_t)strlen(val_text(s->v, "")) >= val_int(word, 0);
}

static bool schema_minimum(const struct schema *s, const struct val *word)
{
	return !val_is_int(s->v) || val_int(s->v, 0) >= val_int(word, 0);
}

static bool schema_maximum(const struct schema *s, const struct val *word)
{
	return !val_is_int(s->v) || val_int(s->v, 0) <= val_int(word, 0);
}

static bool schema_min_items(const struct schema *s, const struct val *word)
{
	return !val_is_array(s->v) || val_count(s->v) >= val_int(word, 0);
}

static bool schema_max_items(const struct schema *s, const struct val *word)
{
	return !val_is_array(s->v) || val_count(s->v) <= val_int(word, 0);
}

static bool schema_max_properties(const struct schema *s, const struct val *word)
{
	return !val_is_object(s->v) || val_count(s->v) <= val_int(word, 0);
}

static bool schema_unique(const struct schema *s, const struct val *word)
{
	if (!val_bool(word, false) || !val_is_array(s->v))
		return true;
	VAL_EACH(a, s->v)
		for (const struct val *b = val_next(a); b; b = val_next(b))
			if (schema_same(a, b))
				return false;
	return true;
}

static bool schema_items(const struct schema *s, const struct val *word)
{
	if (val_is_array(s->v))
		VAL_EACH(item, s->v)
			if (!schema_ok_of(s, item, word))
				return false;
	return true;
}

static bool schema_prefix_items(const struct schema *s, const struct val *word)
{
	const struct val *item = val_is_array(s->v) ? val_first(s->v) : NULL;

	VAL_EACH(rules, word) {
		if (item && !schema_ok_of(s, item, rules))
			return false;
		item = item ? val_next(item) : NULL;
	}
	return true;
}

static bool schema_required(const struct schema *s, const struct val *word)
{
	if (val_is_object(s->v))
		VAL_EACH(name, word)
			if (!val_get(s->v, val_text(name, "")))
				return false;
	return true;
}

static bool schema_properties(const struct schema *s, const struct val *word)
{
	if (val_is_object(s->v))
		VAL_EACH(member, s->v) {
			const struct val *rules = val_get(word, val_name(member));
			if (rules && !schema_ok_of(s, member, rules))
				return false;
		}
	return true;
}

static bool schema_any_of(const struct schema *s, const struct val *word)
{
	VAL_EACH(rules, word)
		if (schema_ok(s, rules))
			return true;
	return false;
}

static bool schema_names(const struct schema *s, const struct val *word)
{
	if (val_is_object(s->v))
		VAL_EACH(member, s->v) {
			VAL(list) = val_array();
			val_put_str(list, NULL, val_name(member));
			if (!schema_ok_of(s, val_first(list), word))
				return false;
		}
	return true;
}

static bool schema_ref(const struct schema *s, const struct val *word)
{
	const char *name = val_text(word, "");

	assert_int_equal(strncmp(name, "#/$defs/", 8), 0);
	const struct val *rules = val_get(val_get(s->root, "$defs"), name + 8);
	assert_non_null(rules);
	return schema_ok(s, rules);
}

static bool schema_note(const struct schema *s, const struct val *word)
{
	(void)s;
	(void)word;
	return true;
}

static const struct {
	const char *name;
	bool (*ok)(const struct schema *s, const struct val *word);
} SCHEMA_WORDS[] = {
	{ "$schema", schema_note },	      { "$id", schema_note },
	{ "title", schema_note },	      { "$comment", schema_note },
	{ "$defs", schema_note },	      { "type", schema_type },
	{ "enum", schema_enum },	      { "const", schema_const },
	{ "pattern", schema_pattern },	      { "maxLength", schema_max_length },
	{ "minLength", schema_min_length },   { "minimum", schema_minimum },
	{ "maximum", schema_maximum },	      { "minItems", schema_min_items },
	{ "maxItems", schema_max_items },     { "maxProperties", schema_max_properties },
	{ "uniqueItems", schema_unique },     { "items", schema_items },
	{ "prefixItems", schema_prefix_items }, { "required", schema_required },
	{ "properties", schema_properties },  { "anyOf", schema_any_of },
	{ "propertyNames", schema_names },    { "$ref", schema_ref },
};

/* additionalProperties needs its sister "properties". */
static bool schema_additional(const struct schema *s, const struct val *rules)
{
	const struct val *word = val_get(rules, "additionalProperties");

	if (!word || !val_is_object(s->v))
		return true;
	VAL_EACH(member, s->v) {
		if (val_get(val_get(rules, "properties"), val_name(member)))
			continue;
		if (val_is_bool(word) ? !val_bool(word, true) : !schema_ok_of(s, member, word))
			return false;
	}
	return true;
}

static bool schema_word(const struct schema *s, const struct val *word)
{
	if (strcmp(val_name(word), "additionalProperties") == 0)
		return true;
	for (size_t i = 0; i < COUNT_OF(SCHEMA_WORDS); i++)
		if (strcmp(SCHEMA_WORDS[i].name, val_name(word)) == 0)
			return SCHEMA_WORDS[i].ok(s, word);
	fail_msg("schema word %s is not known to this judge", val_name(word));
	return false;
}

static bool schema_ok(const struct schema *s, const struct val *rules)
{
	VAL_EACH(word, rules)
		if (!schema_word(s, word))
			return false;
	return schema_additional(s, rules);
}

/* Is v valid under the schema whose document is root? */
static inline bool schema_valid(const struct val *root, const struct val *v)
{
	struct schema s = { root, v };

	return schema_ok(&s, root);
}

/* Read a JSON file of the project. The caller frees it. */
static inline struct val *schema_file(const char *path)
{
	BUF(text);
	struct val *v = NULL;
	struct val_fault fault;

	assert_int_equal(fs_read(path, 4u << 20, &text), OK);
	if (val_parse(buf_text(&text), text.len, NULL, &v, &fault))
		fail_msg("%s: byte %zu: %s", path, fault.offset, fault.why);
	return v;
}

#endif
