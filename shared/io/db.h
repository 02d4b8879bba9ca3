/* SQLite behind one door: one owner connection per file, one transaction per event.
 *
 * Transactions nest in three levels, and nobody but the loop and the commands opens them:
 *   turn   BEGIN IMMEDIATE … COMMIT once per loop turn, shared by all events of that turn;
 *   event  a SAVEPOINT per request, timer or answer: db_event_begin opens the turn when needed;
 *   code in stores only prepares, binds and steps.
 * Values are bound, never formatted. Columns are read by name. A failing disk is reported as
 * ERR_STORAGE for full or read-only media and ends the program for anything else.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_IO_DB_H
#define SHARED_IO_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"

struct db;
struct db_stmt;

enum db_mode { DB_OWNER, DB_READER, DB_MEMORY, DB_ARCHIVE };

/* One embedded migration: its number, name and SQL. Tables end with a row of number 0. */
struct db_migration {
	int number;
	const char *name;
	const char *sql;
};

/* Open a file (WAL, synchronous=FULL, foreign_keys, cell_size_check, no mmap).
 * DB_OWNER creates it; DB_READER opens it read-only; DB_MEMORY ignores path; DB_ARCHIVE creates it
 * without a journal mode, for files that are written once (shared/io/archive_write.c).
 * cache_kib: page cache bound. The caller closes with db_close.
 * ERR_STORAGE: cannot be opened; ERR_DAMAGED: is damaged beyond opening. */
int db_open(const char *path, enum db_mode mode, int cache_kib, struct db **ret) MUST_USE;
void db_close(struct db *db);
void db_closep(struct db **db);
#define DB(name) CLEANUP(db_closep) struct db *name = NULL

/* Run every migration above PRAGMA user_version, each in its own transaction.
 * ERR_NEWER: the file was written by a newer program; nothing was touched.
 * backup_path: where to keep a copy before migrating a non-empty file (NULL: none). */
int db_migrate(struct db *db, const struct db_migration *steps, const char *backup_path) MUST_USE;

/* PRAGMA quick_check. false: damaged. */
bool db_healthy(struct db *db);

/* Call fn when a statement meets a damaged page, before the program ends (fn need not return). */
void db_on_damage(struct db *db, void (*fn)(void *ctx), void *ctx);
/* Did an fsync fail since open? What was committed before may not be on the disk: reopen and verify. */
bool db_suspect(const struct db *db);

/* From now on a damaged page does not end the program: statements that meet it give no more rows, nothing is
 * written any more by any statement, and every commit is refused with ERR_DAMAGED. Logs db_corrupt once. */
void db_stand(struct db *db);
bool db_damaged(const struct db *db);
/* Somebody else found the file damaged: as if this connection, which stands, had met it. */
void db_condemn(struct db *db);
/* Was the file moved away or replaced under this connection? What is committed then is lost with it. */
bool db_moved(struct db *db);

/* fn(ctx) runs inside every commit of a turn that changed something, as its last statement. */
void db_before_commit(struct db *db, void (*fn)(void *ctx), void *ctx);

/* ---- damaged files (db_salvage.c) ----------------------------------------------------------- */

/* Is the file there and damaged: empty, no database, or not passing integrity_check, which also
 * finds an index that does not fit its table? A disk that cannot be
 * read at all is no damage: false. */
bool db_file_damaged(const char *path);
/* Open what is left of a file, read-only. Statements on it never end the program: db_try gives NULL,
 * db_step ends. ERR_STORAGE: nothing to be had. */
int db_open_damaged(const char *path, struct db **ret) MUST_USE;
/* Fill a fresh database in memory with what a sound file holds, its log included; the file is only read,
 * so it must not lie on a read-only disk (its log could not be). ERR_STORAGE. */
int db_load(struct db *to, const char *path) MUST_USE;
/* db_prepare that gives NULL for what cannot be read any more. */
struct db_stmt *db_try(struct db *db, const char *sql);
/* Copy the rows of a table, as far as they can be read, into the same table of another file; a row
 * that is refused there is left out. Returns how many were copied; 0 also when the columns differ. */
int64_t db_salvage_table(struct db *from, struct db *to, const char *table);

/* ---- events ------------------------------------------------------------------------------- */

/* Open a savepoint (and the turn's transaction when none is open). */
void db_event_begin(struct db *db);
/* Keep what the event wrote (ok) or take all of it back (!ok). Nothing is durable yet. */
void db_event_end(struct db *db, bool ok);
/* COMMIT what this turn gathered; durable when it returns OK. No-op without an open turn.
 * ERR_STORAGE, ERR_DAMAGED: nothing of this turn was stored. */
int db_turn_commit(struct db *db) MUST_USE;
bool db_turn_open(const struct db *db);
/* The end of a turn of the loop: commit what is open. ERR_STORAGE: this commit or one before it in the same turn
 * (db_event_commit takes along what waits for the turn) was refused, so no reply that waits may say "saved". */
int db_turn_end(struct db *db) MUST_USE;
/* Event + commit at once, for commands and timers that run outside the HTTP turn. */
int db_event_commit(struct db *db, bool ok) MUST_USE;

/* ---- long reads --------------------------------------------------------------------------- */

/* A reader sees one state of the file from begin to end, whatever the owner commits meanwhile.
 * ERR_STORAGE. */
int db_snapshot_begin(struct db *db) MUST_USE;
void db_snapshot_end(struct db *db);
/* From now on enough(ctx) is asked now and then while a statement runs; once it says true, that
 * statement and every one after it ends: db_step is false, db_run ERR_BUSY, db_stopped true. */
void db_stop_when(struct db *db, bool (*enough)(void *ctx), void *ctx);
bool db_stopped(const struct db *db);

/* ---- statements --------------------------------------------------------------------------- */

/* Prepare; a wrong statement is our own fault and ends the program. Prepared texts are kept and
 * reused by the pointer of sql (a string literal), so preparing again is cheap.
 * DB_STMT(st) resets it at the end of scope. */
struct db_stmt *db_prepare(struct db *db, const char *sql);
void db_release(struct db_stmt **st);
#define DB_STMT(name) CLEANUP(db_release) struct db_stmt *name

/* Bind the next '?' in order. NULL text or blob binds SQL NULL. Memory must live until the step. */
void db_bind_int(struct db_stmt *st, int64_t n);
void db_bind_text(struct db_stmt *st, const char *s);
void db_bind_text_n(struct db_stmt *st, const char *s, size_t n);
void db_bind_blob(struct db_stmt *st, const void *p, size_t n);
void db_bind_null(struct db_stmt *st);

/* Advance: true while there is a row. A constraint failure ends with false and db_failed(). */
bool db_step(struct db_stmt *st);
/* Run a statement that gives no rows. OK; ERR_CONFLICT: UNIQUE, CHECK or foreign key;
 * ERR_STORAGE: disk full or read-only. */
int db_run(struct db_stmt *st) MUST_USE;
/* Back to the start with no values bound, for the next round of a loop. */
void db_again(struct db_stmt *st);

int64_t db_col_int(struct db_stmt *st, const char *name);
/* "" for NULL. Owned by the statement, valid until the next step. */
const char *db_col_text(struct db_stmt *st, const char *name);
/* Copy a text column into a char array member, cut to its size. */
#define DB_COPY(st, to, name) text_copy(to, sizeof(to), db_col_text(st, name))
const void *db_col_blob(struct db_stmt *st, const char *name, size_t *ret_len);
bool db_col_null(struct db_stmt *st, const char *name);

/* One-line questions: the first column of the first row, or the default. No parameters. */
int64_t db_ask_int(struct db *db, const char *sql, int64_t dflt);
/* Run fixed SQL without parameters (schema, PRAGMA). */
int db_exec(struct db *db, const char *sql) MUST_USE;

int64_t db_last_id(struct db *db);
int db_changes(struct db *db);
/* Rows changed since open, whatever became of the change: equal means nothing was written meanwhile. */
int64_t db_total_changes(struct db *db);
/* Bytes of the database file. */
int64_t db_bytes(struct db *db);

/* What all statements together cost since open, by the engine's own counters. For tests of bounded
 * work: take it before and after. */
struct db_cost {
	int64_t steps;     /* instructions of its machine: grows with every row that is looked at */
	int64_t scans;     /* rows passed in a walk over a whole table */
	int64_t sorts;     /* times rows had to be sorted */
	int64_t autoindex; /* rows put into an index made for one question */
};
void db_cost(struct db *db, struct db_cost *ret);
/* The plan of every statement kept so far, fn per line of it. */
void db_plan_each(struct db *db, void (*fn)(void *ctx, const char *sql, const char *plan), void *ctx);

/* Online copy into path (the engine's backup API), safe while running. */
int db_backup(struct db *db, const char *path) MUST_USE;

/* The same in steps, for an owner that must go on answering. path is made anew (0600). The caller ends it,
 * also after an error; the file stays for the caller. ERR_STORAGE. */
struct db_copy;
int db_copy_begin(struct db *db, const char *path, struct db_copy **ret) MUST_USE;
/* Copy so many pages more, between two turns. *ret_done: the file holds all that is committed now.
 * ERR_BUSY: a turn is open, again later; ERR_STORAGE. */
int db_copy_step(struct db_copy *c, int pages, bool *ret_done) MUST_USE;
void db_copy_end(struct db_copy *c);
/* Make a finished copy one plain file without companions, and durable; takes its time. ERR_STORAGE. */
int db_copy_seal(const char *path) MUST_USE;

/* Counters and small settings, table meta(key TEXT PRIMARY KEY, value) STRICT of every file. */
int64_t db_meta_int(struct db *db, const char *key, int64_t dflt);
void db_meta_set_int(struct db *db, const char *key, int64_t n);
/* Adds n and returns the new value. */
int64_t db_meta_add(struct db *db, const char *key, int64_t n);
/* Text copied into out; false when absent. */
bool db_meta_text(struct db *db, const char *key, char *out, size_t cap);
void db_meta_set_text(struct db *db, const char *key, const char *s);

#endif
