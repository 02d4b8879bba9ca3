/* Shared by the files of import only: one row at a time.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_IMPORT_INSIDE_H
#define SERVER_IMPORT_INSIDE_H

#include "server/import.h"
#include "shared/io/csv.h"

struct importing {
	struct app *app;
	const struct import *im;
	int added, changed, bad;
	struct links {         /* what must exist when all rows are in: parents */
		int count, cap;
		struct link {
			int line;
			char child[64], parent[64];
		} *link;
	} links;
};

/* Note a problem of a line. */
void import_problem(void *ctx, int line, const char *why);
/* Copy a cell; a too long or (when required) empty one is a problem of the line: false. */
bool import_cell(struct importing *in, const struct csv_row *row, const char *column, bool required,
		 char *out, size_t cap);
/* "yes|no|ja|nee|1|0|" of a column. */
bool import_yes(struct importing *in, const struct csv_row *row, const char *column, bool *ret);
/* parent must exist when the file is in, else child goes again. */
void import_expect(struct importing *in, int line, const char *child, const char *parent);
void import_count(struct importing *in, bool is_new);

/* import_cell into an array member, in a row function. */
#define CELL(column, required, member) \
	import_cell(in, row, column, required, member, sizeof(member))
/* Note what is wrong with this row, with one value put into it. false, always. */
bool import_refuse(struct importing *in, const struct csv_row *row, const char *fmt, const char *a);
/* Keys go into addresses of feeds and pages: letters, digits, - _ . and :, no blanks. */
bool import_key(struct importing *in, const struct csv_row *row, const char *column, const char *key);
/* Phone and mail look like one, or are empty. */
bool import_reachable(struct importing *in, const struct csv_row *row, const char *phone, const char *mail);

void import_dwelling_row(void *ctx, const struct csv_row *row);
void import_tenant_row(void *ctx, const struct csv_row *row);
void import_supplier_row(void *ctx, const struct csv_row *row);
void import_contract_row(void *ctx, const struct csv_row *row);
void import_contact_row(void *ctx, const struct csv_row *row);

#endif
