/* One table of figures, as JSON for the page or as a spreadsheet: the same rows, the same total.
 *
 * Owns the rows while they are written.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>

#include "server/figures.h"
#include "server/words.h"
#include "shared/io/csv.h"

struct figure_sheet {
	const struct figure_table *table;
	struct val *json, *rows; /* NULL: a spreadsheet */
	struct buf *csv;
	struct figure_row total;
	int count;
	bool more;
};

/* ---- cells -------------------------------------------------------------------------------- */

static bool is_text(enum figure_type t)
{
	return t == FIGURE_LABEL || t == FIGURE_PERIOD;
}

static int64_t share(const struct figure_column *c, const struct figure_row *r)
{
	int64_t whole = r->n[c->whole] + (c->rest < 0 ? 0 : r->n[c->rest]);
	return whole > 0 ? (r->n[c->part] * 1000 + whole / 2) / whole : FIGURE_NONE;
}

/* As Dutch spreadsheets read numbers: a decimal comma, no unit. */
static void print(enum figure_type type, int64_t n, char out[40])
{
	out[0] = '\0';
	if (n == FIGURE_NONE)
		return;
	if (type == FIGURE_SHARE || type == FIGURE_TENTHS)
		snprintf(out, 40, "%lld,%lld", (long long)(n / 10), (long long)(n % 10));
	else if (type == FIGURE_EURO)
		snprintf(out, 40, "%lld,%02lld", (long long)(n / 100), (long long)(n % 100));
	else if (type == FIGURE_YES)
		snprintf(out, 40, "%s", words_get("figure", n ? "yes" : "no"));
	else
		snprintf(out, 40, "%lld", (long long)n);
}

static void put_text(struct figure_sheet *s, struct val *cells, const char *text, bool first)
{
	if (cells)
		val_put_str(cells, NULL, text);
	else
		csv_sheet_put(s->csv, text, first);
}

static void put_number(struct figure_sheet *s, struct val *cells, enum figure_type type, int64_t n,
		       bool first)
{
	char text[40];
	if (cells && n == FIGURE_NONE)
		val_put_null(cells, NULL);
	else if (cells)
		val_put_int(cells, NULL, n);
	else {
		print(type, n, text);
		csv_sheet_put(s->csv, text, first);
	}
}

/* total: columns that are not summed stay empty. */
static void put_row(struct figure_sheet *s, const struct figure_row *r, struct val *cells,
		    bool total)
{
	int text = 0, number = 0;
	for (const struct figure_column *c = s->table->columns; c->name; c++) {
		bool first = c == s->table->columns;
		int64_t n = FIGURE_NONE;
		if (is_text(c->type)) {
			put_text(s, cells, r->text[text++], first);
			continue;
		}
		if (c->type == FIGURE_SHARE)
			n = share(c, r);
		else
			n = r->n[number++];
		put_number(s, cells, c->type,
			   total && !c->sum && c->type != FIGURE_SHARE ? FIGURE_NONE : n, first);
	}
	if (!cells)
		csv_sheet_end(s->csv);
}

/* ---- rows --------------------------------------------------------------------------------- */

static void put_columns(struct figure_sheet *s)
{
	static const char *const types[] = {
		[FIGURE_LABEL] = "text",  [FIGURE_PERIOD] = "period", [FIGURE_COUNT] = "count",
		[FIGURE_SHARE] = "share", [FIGURE_TENTHS] = "tenths", [FIGURE_EURO] = "euro",
		[FIGURE_CASE] = "case",	  [FIGURE_YES] = "yes",
	};
	struct val *columns = s->json ? val_put_array(s->json, "columns") : NULL;
	for (const struct figure_column *c = s->table->columns; c->name; c++) {
		const char *word = words_get("figure", c->name);
		if (!columns) {
			csv_sheet_put(s->csv, word, c == s->table->columns);
			continue;
		}
		struct val *row = val_object();
		val_put_str(row, "key", c->name);
		val_put_str(row, "label", word);
		val_put_str(row, "type", types[c->type]);
		val_put(columns, NULL, row);
	}
	if (!columns)
		csv_sheet_end(s->csv);
}

struct figure_sheet *figure_sheet_begin(const struct figure_table *t, struct val *tables,
					struct buf *csv)
{
	struct figure_sheet *s = mem_new(1, sizeof *s);
	s->table = t;
	s->csv = csv;
	if (tables) {
		s->json = val_object();
		val_put(tables, NULL, s->json);
		val_put_str(s->json, "key", t->key);
		val_put_str(s->json, "title", words_get("figures", t->key));
		val_put_str(s->json, "lead", words_get("figures-lead", t->key));
	} else {
		csv_sheet_begin(csv);
	}
	put_columns(s);
	if (s->json)
		s->rows = val_put_array(s->json, "rows");
	return s;
}

static struct val *cells_of(struct figure_sheet *s)
{
	struct val *cells = s->json ? val_array() : NULL;
	if (cells)
		val_put(s->rows, NULL, cells);
	return cells;
}

void figure_sheet_row(struct figure_sheet *s, const struct figure_row *r)
{
	put_row(s, r, cells_of(s), false);
	for (int i = 0; i < FIGURE_NUMBERS; i++)
		if (r->n[i] != FIGURE_NONE)
			s->total.n[i] += r->n[i];
	s->count++;
}

void figure_sheet_more(struct figure_sheet *s)
{
	s->more = true;
}

void figure_sheet_end(struct figure_sheet *s)
{
	snprintf(s->total.text[0], sizeof s->total.text[0], "%s", words_get("figure", "total"));
	if (s->json)
		val_put_bool(s->json, "more", s->more);
	if (s->count > 1)
		put_row(s, &s->total, s->json ? val_put_array(s->json, "total") : NULL, true);
	if (s->more && s->csv) {
		csv_sheet_put(s->csv, words_get("figure", "more"), true);
		csv_sheet_end(s->csv);
	}
	free(s);
}
