/* CSV through libcsv, one physical line at a time so that every row knows where it began.
 *
 * Owns the cells of the row being read. Promises: a problem names the line a person sees in an
 * editor, also behind quoted line breaks and empty lines.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/io/csv.h"

#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "shared/base/text.h"

#define CELL_CAP 8192

struct csv_row {
	int line;
	int count;
	char *cell[CSV_COLUMNS];
	int header_count;
	char *header[CSV_COLUMNS];
};

struct reader {
	const struct csv_options *o;
	struct csv_row row;
	int line;      /* of the text being fed */
	bool begun;    /* inside a row */
	bool too_many, too_long;
	int problems;
};

void csv_problem(struct csv_problems *p, int line, const char *why)
{
	if (!p)
		return;
	p->count++;
	if (p->tell)
		p->tell(p->ctx, line, why);
}

static void problem(struct reader *r, int line, const char *why)
{
	r->problems++;
	csv_problem(r->o->problems, line, why);
}

const char *csv_get(const struct csv_row *row, const char *column)
{
	for (int i = 0; i < row->header_count && i < row->count; i++)
		if (!strcasecmp(row->header[i], column))
			return row->cell[i];
	return "";
}

int csv_line(const struct csv_row *row)
{
	return row->line;
}

static char *trimmed(const char *s, size_t n)
{
	while (n && strchr(" \t\r\n", s[0]))
		s++, n--;
	while (n && strchr(" \t\r\n", s[n - 1]))
		n--;
	char *copy = mem_new(n + 1, 1);
	memcpy(copy, s, n);
	return copy;
}

static void on_cell(void *p, size_t n, void *ctx)
{
	struct reader *r = ctx;
	r->too_long |= n > CELL_CAP;
	if (r->row.count == CSV_COLUMNS)
		r->too_many = true;
	else
		r->row.cell[r->row.count++] = trimmed(p ? p : "", p ? n : 0);
}

static void drop_cells(struct reader *r)
{
	for (int i = 0; i < r->row.count; i++)
		free(r->row.cell[i]);
	r->row.count = 0;
	r->begun = r->too_many = r->too_long = false;
}

static bool known(const struct csv_options *o, const char *name)
{
	for (const char *const *c = o->columns; *c; c++)
		if (!strcasecmp(*c, name))
			return true;
	return false;
}

static bool in_header(const struct reader *r, const char *name, int before)
{
	for (int i = 0; i < before; i++)
		if (!strcasecmp(r->row.header[i], name))
			return true;
	return false;
}

/* The first row becomes the header; what is wrong with it is said once. */
static void take_header(struct reader *r)
{
	char why[160];
	for (int i = 0; i < r->row.count; i++) {
		r->row.header[i] = r->row.cell[i];
		snprintf(why, sizeof why, "column \"%.60s\" %s", r->row.header[i],
			 known(r->o, r->row.header[i]) ? "is there twice" : "is not known here");
		if (!known(r->o, r->row.header[i]) || in_header(r, r->row.header[i], i))
			problem(r, r->row.line, why);
	}
	r->row.header_count = r->row.count;
	r->row.count = 0;
	for (int i = 0; i < r->o->required; i++) {
		if (in_header(r, r->o->columns[i], r->row.header_count))
			continue;
		snprintf(why, sizeof why, "column \"%.60s\" is missing", r->o->columns[i]);
		problem(r, r->row.line, why);
	}
	r->begun = false;
}

static bool all_empty(const struct csv_row *row)
{
	for (int i = 0; i < row->count; i++)
		if (row->cell[i][0])
			return false;
	return true;
}

static void on_row(int end, void *ctx)
{
	struct reader *r = ctx;
	char why[120];
	(void)end;
	if (!r->row.header_count) {
		take_header(r);
		return;
	}
	snprintf(why, sizeof why, "%d cells, but the first line names %d", r->row.count,
		 r->row.header_count);
	if (r->too_long)
		problem(r, r->row.line, "a cell is too long");
	else if (r->too_many || (r->row.count != r->row.header_count && !all_empty(&r->row)))
		problem(r, r->row.line, why);
	else if (!all_empty(&r->row))
		r->o->row(r->o->ctx, &r->row);
	drop_cells(r);
}

static bool blank(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strchr(" \t\r\n", s[i]))
			return false;
	return true;
}

static bool feed(struct reader *r, struct csv_parser *p, const char *line, size_t n)
{
	if (!r->begun) {
		if (blank(line, n))
			return true;
		r->begun = true;
		r->row.line = r->line;
	}
	if (!utf8_valid(line, n)) {
		problem(r, r->line, "not UTF-8 text");
		return false;
	}
	if (csv_parse(p, line, n, on_cell, on_row, r) == n)
		return true;
	problem(r, r->line, "a quote stands inside a cell that does not begin with one");
	return false;
}

/* Bytes up to and with the next line end: LF, CR LF, or CR alone as the library takes it too. A piece
 * with two line ends would hide where its second row began. */
static size_t line_length(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\n')
			return i + 1;
		if (text[i] == '\r')
			return i + 1 + (i + 1 < len && text[i + 1] == '\n');
	}
	return len;
}

static unsigned char separator(const char *text, size_t len)
{
	int commas = 0, semicolons = 0;
	size_t line = line_length(text, len);
	for (size_t i = 0; i < line; i++) {
		commas += text[i] == ',';
		semicolons += text[i] == ';';
	}
	return semicolons > commas ? ';' : ',';
}

static void feed_all(struct reader *r, struct csv_parser *p, const char *text, size_t len)
{
	for (size_t at = 0; at < len;) {
		size_t n = line_length(text + at, len - at);
		r->line++;
		if (!feed(r, p, text + at, n))
			return;
		at += n;
	}
	if (csv_fini(p, on_cell, on_row, r))
		problem(r, r->row.line, "a quote is never closed");
}

int csv_read(const char *text, size_t len, const struct csv_options *o)
{
	struct reader r = { .o = o };
	struct csv_parser p;
	if (len >= 3 && !memcmp(text, "\xef\xbb\xbf", 3)) {
		text += 3;
		len -= 3;
	}
	csv_init(&p, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
	csv_set_delim(&p, separator(text, len));
	feed_all(&r, &p, text, len);
	csv_free(&p);
	if (!r.row.header_count && !r.problems)
		problem(&r, 1, "the file is empty");
	drop_cells(&r);
	for (int i = 0; i < r.row.header_count; i++)
		free(r.row.header[i]);
	return r.problems;
}

/* One cell; before: what stands between a formula sign and its spreadsheet, "" for nothing; special:
 * what must stand in quotes. */
static void put(struct buf *out, const char *before, const char *cell, const char *special)
{
	if (!strpbrk(cell, special)) {
		buf_str(out, before);
		buf_str(out, cell);
		return;
	}
	buf_char(out, '"');
	buf_str(out, before);
	for (; *cell; cell++) {
		if (*cell == '"')
			buf_char(out, '"');
		buf_char(out, *cell);
	}
	buf_char(out, '"');
}

void csv_put(struct buf *out, const char *cell, bool first)
{
	if (!first)
		buf_char(out, ',');
	put(out, "", cell, ",;\"\r\n");
}

void csv_sheet_begin(struct buf *out)
{
	buf_str(out, "\xef\xbb\xbf");
}

void csv_sheet_put(struct buf *out, const char *cell, bool first)
{
	if (!first)
		buf_char(out, ';');
	put(out, cell[0] && strchr("=+-@\t\r", cell[0]) ? "'" : "", cell, ";\"\r\n");
}

void csv_sheet_end(struct buf *out)
{
	buf_str(out, "\r\n");
}

void csv_end(struct buf *out)
{
	buf_char(out, '\n');
}
