/* Settings as rows: defaults, one value at a time, printing. Reading files is shared/io/ini.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/base/conf.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "shared/base/log.h"
#include "shared/base/text.h"

/* Letters two words share at the same place; enough to name the nearest known key. */
static int likeness(const char *a, const char *b)
{
	int n = 0;
	for (int i = 0; a[i] && b[i]; i++)
		n += a[i] == b[i];
	return n;
}

static const struct conf_row *find(const struct conf_row *rows, const char *section,
				   const char *key)
{
	for (; rows->key; rows++)
		if (!strcmp(rows->section, section) && !strcmp(rows->key, key))
			return rows;
	return NULL;
}

static const struct conf_row *nearest(const struct conf_row *rows, const char *key)
{
	const struct conf_row *best = rows;
	for (; rows->key; rows++)
		if (likeness(rows->key, key) > likeness(best->key, key))
			best = rows;
	return best;
}

static bool parse_bool(const char *s, bool *ret)
{
	static const char *const words[] = { "no", "yes", "false", "true", "0", "1", "off", "on" };
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		if (strcasecmp(s, words[i]))
			continue;
		*ret = i % 2;
		return true;
	}
	return false;
}

static bool store(const struct conf_row *row, void *settings, const char *value)
{
	void *at = (char *)settings + row->offset;
	int64_t n;
	switch (row->kind) {
	case CONF_TEXT:
	case CONF_SECRET:
		return text_copy(at, row->cap, value) == OK;
	case CONF_INT:
		if (!int_parse(value, INT64_MIN, INT64_MAX, &n))
			return false;
		memcpy(at, &n, sizeof n);
		return true;
	case CONF_BOOL:
		return parse_bool(value, at);
	}
	return false;
}

void conf_defaults(const struct conf_row *rows, void *settings)
{
	for (; rows->key; rows++)
		if (!store(rows, settings, rows->dflt))
			die("conf.default", "key=%s", rows->key);
}

int conf_set(const struct conf_row *rows, void *settings, const char *section, const char *key,
	     const char *value, char *why, size_t why_cap)
{
	const struct conf_row *row = find(rows, section, key);
	if (!row) {
		const struct conf_row *near = nearest(rows, key);
		snprintf(why, why_cap, "no setting [%s] %s; did you mean [%s] %s?", section, key,
			 near->section, near->key);
		return ERR_INPUT;
	}
	if (store(row, settings, value))
		return OK;
	static const char *const kinds[] = { "a shorter text", "a whole number", "yes or no",
					     "a shorter text" };
	snprintf(why, why_cap, "[%s] %s wants %s", section, key, kinds[row->kind]);
	return ERR_INPUT;
}

static void print_value(const struct conf_row *row, const void *settings, struct buf *out)
{
	const void *at = (const char *)settings + row->offset;
	int64_t n;
	switch (row->kind) {
	case CONF_TEXT:
		buf_str(out, at);
		return;
	case CONF_SECRET:
		buf_str(out, *(const char *)at ? "********" : "");
		return;
	case CONF_INT:
		memcpy(&n, at, sizeof n);
		buf_fmt(out, "%" PRId64, n);
		return;
	case CONF_BOOL:
		buf_str(out, *(const bool *)at ? "yes" : "no");
		return;
	}
}

void conf_print(const struct conf_row *rows, const void *settings, struct buf *out)
{
	const char *section = "";
	for (; rows->key; rows++) {
		if (strcmp(section, rows->section))
			buf_fmt(out, "%s[%s]\n", *section ? "\n" : "", rows->section);
		section = rows->section;
		buf_fmt(out, "# %s\n%s = ", rows->help, rows->key);
		print_value(rows, settings, out);
		buf_char(out, '\n');
	}
}
