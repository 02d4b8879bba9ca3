/* What db.c, db_turn.c and db_stmt.c share; nobody else includes it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_IO_DB_INSIDE_H
#define SHARED_IO_DB_INSIDE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "shared/io/db.h"

#define KEPT_MAX 256

/* A prepared text, kept for the next use. Looked up by the address of its literal. */
struct db_stmt {
	struct db *db;
	sqlite3_stmt *lite;
	const char *sql;
	int bound;
	int rc;
	bool busy;   /* in use between db_prepare and db_release */
	bool kept;   /* lives in db->kept; else freed at release */
	int column_hint;
};

struct db {
	sqlite3 *lite;
	bool turn;   /* BEGIN was done, COMMIT not yet */
	bool broken; /* the engine took the turn back */
	bool refused; /* a commit failed since the last db_turn_end */
	bool stands;  /* a damaged page is told, not fatal (db_stand) */
	bool damaged; /* and one was met */
	int64_t changes; /* made by this connection when the turn began */
	void (*before)(void *ctx);
	void *before_ctx;
	bool stopped; /* enough() said so */
	bool tolerant; /* a damaged file: a statement that fails just ends */
	bool suspect; /* an fsync failed */
	bool unsure;  /* and its journal was not written anew yet */
	bool unnamed; /* the names of file and journal may not be durable yet */
	void (*on_damage)(void *ctx);
	void *damage_ctx;
	bool (*enough)(void *ctx);
	void *enough_ctx;
	struct db_cost gone; /* of statements that were not kept */
	int kept_count;
	struct db_stmt kept[KEPT_MAX];
};

/* Add what a statement cost so far. */
void db_cost_add(struct db_cost *cost, sqlite3_stmt *lite);
void db_fail(struct db *db, const char *what) __attribute__((noreturn));
bool db_medium_fault(int rc);
/* The file itself is wrong: CORRUPT, NOTADB. */
bool db_damage(int rc);
/* The word of the log for a failed write or commit. */
const char *db_fault_event(int code);
/* Is this outcome a damaged file that this connection stands? Then it is marked so. */
bool db_met_damage(struct db *db, int rc);
/* Whatever stands in the journal beside this file is written anew: it may be readable and not durable. ERR_STORAGE. */
int db_renew_journal(const char *path) MUST_USE;
/* A medium fault inside a turn: whatever follows in it must not become durable. */
void db_doom(struct db *db);

#endif
