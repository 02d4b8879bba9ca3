/* Between the files of ingest only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_INGEST_INSIDE_H
#define SERVER_INGEST_INSIDE_H

#include "server/ingest.h"
#include "shared/model/wire.h"

/* An item as stored. */
struct stored_item {
	struct raw_item raw;
	char fault[INGEST_CODE];
	char path[INGEST_PATH];
	struct buf text; /* JSON as received, but for its body when cut out */
	struct buf body; /* decoded, still sealed */
	int64_t cut;
};
void stored_item_free(struct stored_item *it);

/* A parent came: its children are tried again. In the event that stored it. */
int ingest_unpark(struct db *db, const uint8_t id[16]) MUST_USE;

/* Read one item. false: no such. */
bool ingest_read(struct db *db, int64_t n, struct stored_item *ret);
/* Next item to project: one to try again (ret_again), else the first behind the cursor. 0: none. */
int64_t ingest_next(struct db *db, int64_t cursor, bool *ret_again);
bool ingest_is_parked(struct db *db, int64_t n);
int64_t ingest_cursor(struct db *db);
void ingest_set_cursor(struct db *db, int64_t n);
/* It was tried again; its place in quarantine goes. */
int ingest_again_done(struct db *db, int64_t n) MUST_USE;
int ingest_quarantine(struct db *db, int64_t n, const char *code, const char *path,
		      int64_t now) MUST_USE;
/* A preset dictionary appended to out. false: unknown number. */
bool ingest_dict(struct db *db, int64_t n, struct buf *out);
int ingest_queue_again(struct db *db, const char *code);

/* Open an item: its plaintext into plain, its body as a part of it. OK or ERR_ with code and path. */
int ingest_open_item(struct db *db, const struct keys *k, const struct stored_item *it,
		     struct wire_detail *d, struct buf *plain, struct span *ret_body,
		     char code[INGEST_CODE], char path[INGEST_PATH]) MUST_USE;

#endif
