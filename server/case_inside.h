/* Shared by the stores of cases only: reading a row.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_CASE_INSIDE_H
#define SERVER_CASE_INSIDE_H

#include "server/case_store.h"

struct db_stmt;

/* The case of the row a statement stands on; it must have every column of case_file. */
void case_read(struct db_stmt *st, struct case_row *c);
/* The event of the row a statement stands on; its texts live as long as the row. */
void event_read(struct db_stmt *st, struct case_event *e);
/* Hash of e behind the hash before it: numbers as eight bytes, texts with their NUL. */
void event_chain(const uint8_t before[HASH_BYTES], int64_t nr, const struct case_event *e,
		 uint8_t out[HASH_BYTES]);
/* Its column "id", 16 bytes, as text. */
void case_read_id(struct db_stmt *st, char out[UUID_TEXT]);

#endif
