/* From acknowledged bytes to judged reports: raw items and their projection (R62, R63, D1).
 *
 * Raw items and marks are stored by the sync hub in the transaction of their batch. Opening,
 * checking and making a case follow here, item by item in order of arrival, behind an own durable
 * cursor: it may stop anywhere and goes on. What cannot be understood is quarantined with its
 * reason, never dropped, and can be replayed.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_INGEST_H
#define SERVER_INGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/keys.h"
#include "shared/base/clock.h"
#include "shared/base/err.h"
#include "shared/base/text.h"
#include "shared/base/val.h"

struct app;
struct db;
struct ingest;
struct loop;

#define INGEST_CODE 32
#define INGEST_PATH 96

/* One durable item, opened. Lives until projection_apply returns. */
struct raw_item {
	int64_t n;               /* order of arrival, rising */
	int64_t device_n;        /* device_row.n */
	char device[UUID_TEXT];
	char id[UUID_TEXT];
	int64_t seq;
	char kind[32];           /* "report.new", "alarm.new" */
	int64_t schema;
	int64_t t_recv;          /* when the batch arrived, ms since 1970 UTC */
	int64_t t;               /* best estimate of the capture time: deadlines run from here */
	char t_quality[8];       /* "boot" same boot, "past" an earlier boot we know, "wall" the
	                          * device's own word, "clamped" to what is possible */
	int64_t t_wall;          /* as the device's wall clock said */
	const char *plain;       /* the opened body: JSON object text of the report or alarm */
	size_t plain_len;
	const struct val *body;  /* the same, parsed strictly */
};

/* Judge one item and make its case. Returns OK, or any ERR_ with code ("bad_field",
 * "unknown_kind", "unknown_schema", "bad_body" …) and a JSON pointer filled: the item is then
 * quarantined and everything this call wrote is taken back. ERR_STORAGE stops the loop instead. */
struct ingest_options {
	struct db *db;
	struct app *app;
	const struct keys *keys;
	const struct clock *clock;
	struct loop *loop;       /* NULL: nobody drives it, call ingest_run */
	int (*apply)(struct app *app, const struct raw_item *it, char code[INGEST_CODE],
		     char path[INGEST_PATH]);   /* projection_apply */
	/* After each slice's items were handed over (not yet committed): for live pings. May be NULL. */
	void (*done)(struct app *app, int applied, int quarantined);
	int64_t again_ms;        /* then a look whether anything was left behind; 0: 5 s */
};

int ingest_open(const struct ingest_options *o, struct ingest **ret) MUST_USE;
void ingest_free(struct ingest *g);
/* New items are stored: project them soon (after the replies of this turn have left). */
void ingest_wake(struct ingest *g);
/* An alarm is among them: everything up to it is projected without resting (R52). */
void ingest_hurry(struct ingest *g);
/* Project at most max items now, each in its own event. Returns how many were handled; 0 = idle. */
int ingest_run(struct ingest *g, int max);

/* Counters kept in rows. */
int64_t ingest_stored(struct db *db);     /* durable items */
int64_t ingest_waiting(struct db *db);    /* of them not projected yet */

/* ---- quarantine ------------------------------------------------------------------------------ */

struct quarantine_row {
	int64_t n;
	char device[UUID_TEXT];
	char id[UUID_TEXT];
	char code[INGEST_CODE];
	char path[INGEST_PATH];
	int64_t t_recv;
};

/* Newest first, only those with n below `before` (0: from the newest), at most limit. */
void quarantine_each(struct db *db, int64_t before, int limit,
		     bool (*fn)(void *ctx, const struct quarantine_row *r), void *ctx);
int64_t quarantine_count(struct db *db);
/* The item's JSON text exactly as received, appended. ERR_NOT_FOUND. */
int ingest_original(struct db *db, int64_t n, struct buf *out) MUST_USE;
/* The opened body of an item (the report's JSON object), appended. ERR_NOT_FOUND, ERR_CRYPT: cannot
 * be opened with these keys, ERR_INPUT: opened, but not what its envelope says. */
int ingest_plain(struct db *db, const struct keys *k, int64_t n, struct buf *out) MUST_USE;
/* Try quarantined items again (after an upgrade, a restored key): all with this code, or all with
 * code "". Returns how many were queued. In an event. */
int quarantine_replay(struct ingest *g, const char *code);

#endif
