/* Rows of rules and ladders for people: every cell in words, and what another file changes.
 *
 * Owns nothing. Promises: rows come in the order of their rank; a code nobody has words for stays as it is.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/routing.h"
#include "server/sets_inside.h"
#include "server/words.h"
#include "shared/base/text.h"
#include "shared/io/csv.h"

/* The file as [{"line", column: cell, …}]. */
struct reading {
	const struct set_kind *k;
	struct val *rows;
};

static void take_row(void *ctx, const struct csv_row *row)
{
	struct reading *rd = ctx;
	struct val *v = val_object();
	val_put_int(v, "line", csv_line(row));
	for (const struct column *c = rd->k->columns; c->name; c++)
		val_put_str(v, c->name, csv_get(row, c->name));
	val_put(rd->rows, NULL, v);
}

static struct val *read_rows(const struct set_kind *k, const char *csv, size_t len)
{
	const char *names[CSV_COLUMNS] = { NULL };
	struct reading rd = { k, val_array() };
	struct csv_options o = { .columns = names, .row = take_row, .ctx = &rd };
	for (int i = 0; k->columns[i].name; i++)
		names[i] = k->columns[i].name;
	csv_read(csv, len, &o);
	return rd.rows;
}

/* One code of a cell in words: of its column, of what all columns share, or a party's name. */
static void tell_code(struct app *app, const struct column *c, const char *code, struct buf *out)
{
	char group[32], name[120];
	const char *text;
	snprintf(group, sizeof group, "set_%.20s", c->name);
	text = words_get(group, code);
	if (text == code)
		text = words_get(c->name, code);
	if (text == code && !strcmp(c->name, "party") && code[0] != '@') {
		routing_party_label(app, code, name, sizeof name);
		text = name;
	}
	buf_str(out, text);
}

/* "4h" -> "4 uur". */
static void tell_span(const char *text, size_t len, struct buf *out)
{
	char unit[8];
	size_t n = strspn(text, "0123456789");
	snprintf(unit, sizeof unit, "%.*s", n < len ? (int)(len - n) : 0, text + n);
	if (n == 1 && text[0] == '1') /* one of them has a word of its own */
		buf_fmt(out, "1 %s", words_get("set_one", unit));
	else
		buf_fmt(out, "%.*s %s", (int)n, text, words_get("set_span", unit));
}

/* "leader+deputy@+4h" -> "projectleider en vervanger na 4 uur". */
static void tell_rung(const char *text, struct buf *out)
{
	char who[20];
	const char *at = strstr(text, "@+");
	for (const char *p = text; p && at && p < at;) {
		size_t n = strcspn(p, "+@");
		snprintf(who, sizeof who, "%.*s", (int)n, p);
		buf_fmt(out, "%s%s", p == text ? "" : " en ", words_get("set_who", who));
		p += n + 1;
	}
	if (!at)
		buf_str(out, text);
	else if (at[2] == '0')
		buf_fmt(out, " %s", words_get("set_span", "at_once"));
	else {
		buf_fmt(out, " %s ", words_get("set_span", "after"));
		tell_span(at + 2, strlen(at + 2), out);
	}
}

static void tell_word(struct app *app, const struct column *c, const char *code, struct buf *out)
{
	if (!strcmp(c->name, "rungs"))
		tell_rung(code, out);
	else if (!strcmp(c->name, "warn"))
		tell_span(code, strlen(code), out);
	else
		tell_code(app, c, code, out);
}

static void tell_cell(struct app *app, const struct column *c, const char *cell, struct buf *out)
{
	char code[200];
	const char *between = words_get("set_list", c->part == WHEN ? "or" : "and");
	for (const char *p = cell; *p;) {
		size_t n = strcspn(p, c->part == REASON || c->part == NAME ? "" : "|");
		snprintf(code, sizeof code, "%.*s", (int)(n < sizeof code ? n : sizeof code - 1), p);
		if (p != cell)
			buf_str(out, between);
		tell_word(app, c, code, out);
		p += n + (p[n] == '|');
	}
}

static void put_part(struct app *app, const struct set_kind *k, const struct val *row, enum part part,
		     struct val *list)
{
	for (const struct column *c = k->columns; c->name; c++) {
		BUF(text);
		const char *cell = val_str_of(row, c->name, "");
		bool unit = !strcmp(c->name, "unit"); /* told with its amount */
		if (c->part != part || !cell[0] || unit)
			continue;
		struct val *v = val_object();
		tell_cell(app, c, cell, &text);
		if (!strcmp(c->name, "amount"))
			buf_fmt(&text, " %s", words_get("set_unit", val_str_of(row, "unit", "")));
		val_put_str(v, "label", words_get("set_column", c->name));
		val_put_str(v, "value", buf_text(&text));
		val_put(list, NULL, v);
	}
}

static const char *cell_of(const struct set_kind *k, const struct val *row, enum part part)
{
	for (const struct column *c = k->columns; c->name; c++)
		if (c->part == part)
			return val_str_of(row, c->name, "");
	return "";
}

static int by_rank(const void *a, const void *b)
{
	int64_t one = 0, other = 0;
	(void)!int_parse(val_str_of(*(const struct val *const *)a, "rank", ""), 0, INT64_MAX, &one);
	(void)!int_parse(val_str_of(*(const struct val *const *)b, "rank", ""), 0, INT64_MAX, &other);
	return one < other ? -1 : one > other;
}

void set_put_rows(struct app *app, const struct set_kind *k, const char *csv, size_t len, struct val *list)
{
	VAL(rows) = read_rows(k, csv, len);
	int count = val_count(rows), i = 0;
	const struct val **sorted = mem_new((size_t)count + 1, sizeof *sorted);
	VAL_EACH(row, rows)
		sorted[i++] = row;
	qsort(sorted, (size_t)count, sizeof *sorted, by_rank);
	for (i = 0; i < count; i++) {
		struct val *v = val_object();
		const char *name = cell_of(k, sorted[i], NAME);
		val_put_int(v, "line", val_int_of(sorted[i], "line", 0));
		val_put_str(v, "rank", cell_of(k, sorted[i], RANK));
		val_put_str(v, "name", words_get("clock", name));
		put_part(app, k, sorted[i], WHEN, val_put_array(v, "when"));
		put_part(app, k, sorted[i], THEN, val_put_array(v, "then"));
		val_put_str(v, "reason", cell_of(k, sorted[i], REASON));
		val_put(list, NULL, v);
	}
	free(sorted);
}

/* ---- comparing ---------------------------------------------------------------------------- */

static const struct val *same_row(const struct set_kind *k, const struct val *rows, const struct val *row)
{
	const char *key = val_str_of(row, k->key, "");
	VAL_EACH(other, rows)
		if (!strcmp(val_str_of(other, k->key, ""), key))
			return other;
	return NULL;
}

static void put_cells(struct app *app, const struct set_kind *k, const struct val *before,
		      const struct val *after, struct val *list)
{
	for (const struct column *c = k->columns; c->name; c++) {
		BUF(was);
		BUF(is);
		const char *one = val_str_of(before, c->name, ""), *other = val_str_of(after, c->name, "");
		if (!strcmp(one, other))
			continue;
		struct val *v = val_object();
		tell_cell(app, c, one, &was);
		tell_cell(app, c, other, &is);
		val_put_str(v, "label", words_get("set_column", c->name));
		val_put_str(v, "before", buf_text(&was));
		val_put_str(v, "after", buf_text(&is));
		val_put(list, NULL, v);
	}
}

static void put_change(struct app *app, const struct set_kind *k, const struct val *before,
		       const struct val *after, struct val *list)
{
	VAL(cells) = val_array();
	const struct val *row = after ? after : before;
	put_cells(app, k, before, after, cells);
	if (!val_count(cells))
		return;
	struct val *v = val_object();
	val_put_str(v, "what", !before ? "added" : !after ? "removed" : "changed");
	val_put_str(v, "rank", cell_of(k, row, RANK));
	val_put_str(v, "name", words_get("clock", cell_of(k, row, NAME)));
	val_put(v, "cells", val_copy(cells));
	val_put(list, NULL, v);
}

int set_put_changes(struct app *app, const struct set_kind *k, const struct buf *before,
		    const char *csv, size_t len, struct val *list)
{
	VAL(old) = read_rows(k, buf_text(before), before->len);
	VAL(now) = read_rows(k, csv, len);
	VAL_EACH(row, now)
		put_change(app, k, same_row(k, old, row), row, list);
	VAL_EACH(row, old)
		if (!same_row(k, now, row))
			put_change(app, k, row, NULL, list);
	return val_count(list);
}
