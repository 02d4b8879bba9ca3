/* CSV files. Every row given stands on a line of the file and has no cell a caller must fear; the rows
 * of a clean file, written again, read to the same rows; a sheet never begins a cell with a formula.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/io/csv.h"
#include "tests/fuzz/target.h"

static const char *const COLUMNS[] = { "key", "name", "city", "phone", NULL };

struct seen {
	int rows, last_line, lines;
	struct buf copy;  /* the rows as our own writer writes them */
	struct buf sheet;
};

static void on_row(void *ctx, const struct csv_row *row)
{
	struct seen *s = ctx;

	s->rows++;
	MUST(csv_line(row) > s->last_line && csv_line(row) <= s->lines);
	s->last_line = csv_line(row);
	for (int i = 0; COLUMNS[i]; i++) {
		const char *cell = csv_get(row, COLUMNS[i]);
		MUST(utf8_valid(cell, strlen(cell)));
		MUST(!*cell || (!strchr(" \t\r\n", cell[0]) && !strchr(" \t\r\n", cell[strlen(cell) - 1])));
		csv_put(&s->copy, cell, i == 0);
		size_t before = s->sheet.len;
		csv_sheet_put(&s->sheet, cell, i == 0);
		const char *put = s->sheet.data + before + (i > 0);
		put += *put == '"';
		MUST(!strchr("=+-@\t\r", *put) || !*put);
	}
	csv_end(&s->copy);
	csv_sheet_end(&s->sheet);
}

static void on_problem(void *ctx, int line, const char *why)
{
	struct seen *s = ctx;
	MUST(line >= 1 && line <= s->lines && why && why[0]);
}

static int read_all(const char *text, size_t len, struct seen *s)
{
	struct csv_problems problems = { on_problem, s, 0 };
	const struct csv_options o = { COLUMNS, 1, on_row, s, &problems };

	s->lines = 1;
	for (size_t i = 0; i < len; i++)
		s->lines += text[i] == '\n' || (text[i] == '\r' && (i + 1 == len || text[i + 1] != '\n'));
	csv_sheet_begin(&s->sheet);
	for (int i = 0; COLUMNS[i]; i++)
		csv_put(&s->copy, COLUMNS[i], i == 0);
	csv_end(&s->copy);
	return csv_read(text, len, &o);
}

static void forget(struct seen *s)
{
	buf_free(&s->copy);
	buf_free(&s->sheet);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seen first = { 0 }, second = { 0 };
	BUF(text);

	buf_add(&text, data, size);
	int bad = read_all(buf_text(&text), text.len, &first);
	MUST(bad >= 0 && (bad || first.rows >= 0));
	if (!bad) {
		MUST(read_all(first.copy.data, first.copy.len, &second) == 0);
		MUST(second.rows == first.rows);
		MUST(strcmp(first.copy.data, second.copy.data) == 0);
	}
	forget(&first);
	forget(&second);
	return 0;
}
