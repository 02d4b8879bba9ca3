/* CSV as spreadsheets write it, read by column name, with exact line numbers.
 *
 * UTF-8 (a BOM is skipped); the separator is ',' or ';', whichever the first line has; quotes as in
 * RFC 4180. The first line names the columns, in any order and any case. Implemented with libcsv.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_IO_CSV_H
#define SHARED_IO_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

#define CSV_COLUMNS 40

struct csv_row;

/* The cell of a column, blanks around it removed; "" when the file has no such column. */
const char *csv_get(const struct csv_row *row, const char *column);
/* The line of the file the row begins on, 1 = the header. */
int csv_line(const struct csv_row *row);

/* What is wrong with a file: counted, and told to whoever asks. */
struct csv_problems {
	void (*tell)(void *ctx, int line, const char *why); /* NULL: nobody asks */
	void *ctx;
	int count;
};

/* One more; the reader of rows says its own the same way. line: as csv_line. p NULL: nothing is counted. */
void csv_problem(struct csv_problems *p, int line, const char *why);

struct csv_options {
	const char *const *columns;  /* known names, ends with NULL; another name is a problem */
	int required;                /* the first so many must be there */
	/* Called for each data row. A problem does not stop the reading; a row with one is not given. */
	void (*row)(void *ctx, const struct csv_row *row);
	void *ctx;
	struct csv_problems *problems; /* of rows and of the file itself; NULL: nobody asks */
};

/* Read a whole text. Returns the number of problems found. */
int csv_read(const char *text, size_t len, const struct csv_options *o);

/* Append one cell, quoted when it must be; a row ends with csv_end. first: no separator before. */
void csv_put(struct buf *out, const char *cell, bool first);
void csv_end(struct buf *out);

/* The same for a file that people open in a spreadsheet: a mark that it is UTF-8, semicolons (as the
 * Dutch ones expect), CR LF, and a ' before a cell that a spreadsheet would take for a formula. */
void csv_sheet_begin(struct buf *out);
void csv_sheet_put(struct buf *out, const char *cell, bool first);
void csv_sheet_end(struct buf *out);

#endif
