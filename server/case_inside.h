/* Shared by the stores of cases only: reading a row.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_CASE_INSIDE_H
#define SERVER_CASE_INSIDE_H

#include "server/case_store.h"

struct db_stmt;

/* The case of the row a statement stands on; it must have every column of case_file. */
void case_read(struct db_stmt *st, struct case_row *c);
/* Its column "id", 16 bytes, as text. */
void case_read_id(struct db_stmt *st, char out[UUID_TEXT]);

#endif
