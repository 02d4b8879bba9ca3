/* SQL of copies: their rows, what a copy says of itself, and the check that proves it
 * (shared/PROTOCOL.md section 4).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_BACKUP_STORE_H
#define SERVER_BACKUP_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/crypt.h"
#include "shared/base/text.h"
#include "shared/io/fs.h"

struct buf;
struct db;

/* What a database holds. */
struct backup_facts {
	char epoch[33];
	int64_t schema, commits;
	int64_t devices, marks, items, cases, events;
	uint8_t line[HASH_BYTES]; /* over uuid, hwm and chain of every device */
};

/* One copy that was made. */
struct backup_row {
	int64_t n, begun, ended, bytes, gone;
	char who[80], file[PATH_CAP], sha256[HEX32_TEXT];
	bool verified;
	char why[24]; /* "" or what did not hold: copy epoch file chain items counts history audit files seal */
	struct backup_facts facts;
};

/* ---- rows ----------------------------------------------------------------------------------- */

/* Write one down; n is given. In an event. */
int backup_add(struct db *db, struct backup_row *row) MUST_USE;
void backup_set_gone(struct db *db, int64_t n, int64_t now);
/* Newest first, those that are gone left out unless all. fn: false stops. */
void backup_each(struct db *db, bool all, bool (*fn)(void *ctx, const struct backup_row *row), void *ctx);
/* By whole path. */
bool backup_find(struct db *db, const char *file, struct backup_row *ret);
/* The newest that was verified and is still there. */
bool backup_newest(struct db *db, struct backup_row *ret);

/* The marks a verified copy holds of a device are safe: safe_hwm rises to them, and never falls. In the
 * event that writes the copy down. */
int backup_safe(struct db *db, int64_t device, int64_t hwm) MUST_USE;

/* ---- what a database holds ------------------------------------------------------------------ */

/* As it says itself, by its own counters; marks and events are not counted. Walks devices only. */
void backup_facts_said(struct db *db, struct backup_facts *ret);
/* Rows there are at least, counted; for a reader. */
void backup_facts_count(struct db *db, struct backup_facts *ret);
/* Every device, in order of n, with the marks that are durable. */
void backup_each_device(struct db *db, void (*fn)(void *ctx, int64_t device, int64_t hwm), void *ctx);
/* SHA-256 of every file a case names. */
void backup_each_file(struct db *db, bool (*fn)(void *ctx, const char *sha256), void *ctx);

/* Is this the database of an office of this program or an older one? ERR_INPUT: something else or damaged
 * beyond reading; ERR_NEWER. */
int backup_readable(struct db *db, int64_t newest) MUST_USE;
/* Prove a copy, read-only, db_stand: pages, foreign keys, the chain of every device recomputed from its
 * marks, every item against its mark, every history, the audit; then that it holds what said has (NULL: ask
 * nothing) and at least what floor has (NULL). ret: what was found. Returns "" or the why of a row. */
const char *backup_prove(struct db *db, const struct backup_facts *said, const struct backup_facts *floor,
			 struct backup_facts *ret);

#endif
