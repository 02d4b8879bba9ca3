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
/* The first item behind n, 0: none. */
int64_t ingest_behind(struct db *db, int64_t n);
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

/* ---- opening ------------------------------------------------------------------------------------ */

/* Dictionaries read so far; zeroed is empty. */
struct ingest_dicts {
	struct ingest_dict *first;
};
void ingest_dicts_free(struct ingest_dicts *dicts);

/* An item and what is inside; zero it, then fill it. */
struct opened {
	struct stored_item it;
	struct wire_detail d;
	const struct buf *dict;   /* of the dictionaries given, NULL without */
	const struct seal_key *seal; /* of the keys given, what it is sealed to */
	struct buf plain;
	struct span body;         /* in plain */
	struct val *tree;         /* body, parsed */
	int err;                  /* OK, or why it cannot be opened: */
	char code[INGEST_CODE];
	char path[INGEST_PATH];
};
/* The half of opening that asks the database; it.* is read already. */
void ingest_prepare(struct db *db, const struct keys *k, struct ingest_dicts *dicts, struct opened *o);
/* The other half, in any thread: nothing happens when err is set. */
void ingest_unseal(struct opened *o);
/* Wipes the plaintext; in any thread. */
void opened_free(struct opened *o);

/* tell is called in the loop when a handful is open. dicts must outlive it. */
struct ingest_ahead *ahead_new(const struct ingest_options *o, struct ingest_dicts *dicts,
			       void (*tell)(void *ctx), void *ctx);
/* Waits for what the worker has under its hands. NULL is fine. */
void ahead_free(struct ingest_ahead *a);
/* Item n, opened; until the next call. NULL: it will be, tell comes. n rises from call to call. */
struct opened *ahead_get(struct ingest_ahead *a, int64_t n);
bool ahead_busy(const struct ingest_ahead *a);

#endif
