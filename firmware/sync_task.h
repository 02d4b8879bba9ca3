/* Drives the sync engine of shared/sync in the kiosk's loop: sends, waits, applies, never blocks.
 *
 * Owns the engine, its timers and the requests in flight. All writes happen in their own event on
 * the daemon's one connection.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_SYNC_TASK_H
#define FIRMWARE_SYNC_TASK_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/outbox.h"
#include "shared/base/clock.h"
#include "shared/base/err.h"

struct db;
struct loop;
struct sync_task;

struct sync_options {
	struct loop *loop;
	struct db *db;
	const struct clock *clock;
	const char *data_dir;   /* site files land in data_dir/site */
	const char *origin;     /* "http://host:port"; NULL or "": the one given at enrolment */
	const char *software;   /* "portiek-kiosk 0.1.0", at most 64 bytes */
	bool memory;            /* nothing is kept after this run */
	char hw_hint[HEX32_TEXT]; /* which machine it is (hardware.h), "" unknown */
	int64_t retry_cap_ms;   /* longest pause between attempts; 0: 900 s, 3 s to loopback */
	int64_t poll_ms;        /* ask for news this often when idle; 0: 60 s, 10 s to loopback */
	/* A verified new site lies at data_dir/site/site-VERSION.sqlar. NULL allowed. */
	void (*on_site)(void *ctx, const char *path, const char *version);
	/* Mirror tables changed (after their commit). feeds: set of MIRROR_ bits. NULL allowed. */
	void (*on_news)(void *ctx, unsigned feeds);
	/* A request is about to be built from what is durable. NULL allowed. */
	void (*on_send)(void *ctx);
	void *ctx;
};

struct sync_status {
	bool enrolled;
	bool online;             /* the last attempt ended with a verified reply */
	bool stopped;            /* revoked: "buiten gebruik" */
	char device[UUID_TEXT];  /* "" before enrolment */
	char prefix[5];          /* receipt prefix */
	char state[12];          /* active pending forked revoked none */
	char epoch[33];
	char last_error[48];     /* stable slug, "" when the last attempt went well */
	int64_t last_contact;    /* wall ms of the last verified reply, 0 for never */
	int64_t attempts;        /* since start */
	int64_t failures;        /* in a row */
	int64_t next_ms;         /* until the next attempt, -1: none planned */
	int64_t hwm, safe_hwm;   /* as central last said */
	char chain[HEX32_TEXT];
	int64_t wire_bytes;      /* of batches and their replies, both ways, headers included */
	bool snapshot_done;      /* the first snapshot of reference data is in */
};

/* Start driving. Before enrolment it idles until sync_task_nudge finds an identity. */
int sync_task_start(const struct sync_options *o, struct sync_task **ret) MUST_USE;
void sync_task_free(struct sync_task *t);

/* Something new is in the outbox: try now unless a pause asked by central is running. Cheap. */
void sync_task_nudge(struct sync_task *t);
/* The network came up: forget the growing pauses, at most once a minute. */
void sync_task_link_up(struct sync_task *t);

/* Now and then: a new key when the present one is older than most_ms (0: never) or somebody asked for it
 * with DIR/rotate-key (`portiek-kiosk rotate-key` beside a running daemon). */
void sync_task_chores(struct sync_task *t, int64_t most_ms);
/* `rotate-key`: a new key now; runs the loop itself. ERR_NETWORK, ERR_SETUP; why: a sentence. */
int sync_rotate_once(const struct sync_options *o, char *why, size_t cap) MUST_USE;
/* Ask the running daemon of this folder for it. ERR_STORAGE. */
int sync_rotate_ask(const char *data_dir) MUST_USE;

/* Revoked: nothing is sent any more, the queue waits for a new enrolment. */
bool sync_task_stopped(const struct sync_task *t);
void sync_task_status(const struct sync_task *t, struct sync_status *ret);
/* The same from the database alone, for `status` while another process serves. */
void sync_status_read(struct db *db, struct sync_status *ret);

/* outbox_find_receipt, with OUTBOX_UNDERWAY for an item in an unanswered batch. */
int sync_task_where(struct sync_task *t, const char *receipt, struct outbox_entry *ret) MUST_USE;
/* The same for an item known already: OUTBOX_KIOSK becomes OUTBOX_UNDERWAY while it is. */
void sync_task_locate(struct sync_task *t, struct outbox_entry *e);

/* `sync --once`: deliver all that is pending now, without pauses between batches; runs the loop
 * itself. OK: everything acknowledged. ERR_NETWORK: central not reached or no valid reply within
 * three attempts; ERR_SETUP: not enrolled; ERR_CONFLICT: dead letters appeared; ERR_STORAGE: what
 * central answered cannot be stored. why: a sentence. */
int sync_run_once(const struct sync_options *o, char *why, size_t cap) MUST_USE;

#endif
