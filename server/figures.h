/* The dashboards as tables: what stands in which column, over which period (D7, D9, R4, R17).
 *
 * One description per table; the page's JSON and the spreadsheet are written from the same rows, so
 * they cannot disagree. Percentages and days are tenths, money is cents, whole numbers all.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_FIGURES_H
#define SERVER_FIGURES_H

#include <stdbool.h>
#include <stdint.h>

#include "server/civil.h"
#include "server/figures_store.h"
#include "shared/base/buf.h"
#include "shared/base/val.h"

struct app;
struct db;

#define FIGURES_DAYS	1830 /* longest period: five years */
#define FIGURES_BUCKETS 106  /* months of five years, weeks of two */
#define FIGURES_DARK	500  /* most homes without monitoring that are listed */

/* A month ("2026-11") or a week ("2026-W48") of the period, cut to it. */
struct figure_bucket {
	char label[12];
	int64_t from, until;
};

/* What is asked, and all the worker needs for it. */
struct figures {
	struct figure_span span;
	char from[CIVIL_TEXT], until[CIVIL_TEXT], today[CIVIL_TEXT]; /* civil days, both within */
	bool weeks;
	int bucket_count;
	struct figure_bucket bucket[FIGURES_BUCKETS];
	const struct figure_table *only; /* as a spreadsheet; NULL: all, as JSON */
	struct val *labels;		 /* {"dept:repair":"Reparatie en onderhoud",…} */
	char outages[240]; /* [energy] outages as a JSON array: OBJECT or OBJECT:FAULT */
	int64_t cents;	   /* fee where no contract names one */
	char who[64];	   /* for the audit */
};

/* Set span and buckets from two civil days. ERR_INPUT: not two days in order, too long, or too many
 * weeks. */
int figures_period(struct app *app, struct figures *f) MUST_USE;

/* Table of a key; NULL: there is none. */
const struct figure_table *figures_table(const char *key);
/* heavy_read: f->only as CSV, or every table as JSON:
 * {"tables":[{"key","columns":[{"key","label","type"}],"rows":[[…]],"total":[…]|null,"more"}]} */
int figures_read(struct db *db, void *f, struct buf *out);

/* ---- between the files of figures only ---------------------------------------------------------- */

enum figure_type {
	FIGURE_LABEL, /* text of people or register */
	FIGURE_PERIOD,
	FIGURE_COUNT,
	FIGURE_SHARE,  /* tenths of a percent */
	FIGURE_TENTHS, /* days, tenths */
	FIGURE_EURO,   /* cents */
	FIGURE_CASE,   /* number of a case */
	FIGURE_YES
};

/* A share is part / (whole + rest) of the numbers of its row, taken anew for the total. */
struct figure_column {
	const char *name; /* its word: group "figure" */
	enum figure_type type;
	bool sum;
	int part, whole, rest; /* of a share: places in n; rest -1: none */
};

#define FIGURE_COLUMNS 11

struct figure_sheet;
struct figure_table {
	const char *key; /* its words: groups "figures", "figures-lead" */
	void (*fill)(struct db *db, const struct figures *f, struct figure_sheet *s);
	struct figure_column columns[FIGURE_COLUMNS + 1]; /* a NULL name ends */
};

/* Rows of one table, being written. */
struct figure_sheet *figure_sheet_begin(const struct figure_table *t, struct val *tables,
					struct buf *csv);
void figure_sheet_row(struct figure_sheet *s, const struct figure_row *r);
/* There is more than is shown. */
void figure_sheet_more(struct figure_sheet *s);
/* Writes the total, frees s. */
void figure_sheet_end(struct figure_sheet *s);

/* Homes without monitoring, per complex and per home (server/figures_dark.c). */
void figures_fill_dark(struct db *db, const struct figures *f, struct figure_sheet *s);
void figures_fill_dark_homes(struct db *db, const struct figures *f, struct figure_sheet *s);

#endif
