/* What this kiosk captured and still has to deliver (D1, R61, R62).
 *
 * An item gets its sequence number, its sealed body and its final JSON text in the transaction that
 * captures it; from then on the text is only carried, never rebuilt. Tables: outbox_item (one row
 * per item for ever, the text until it may be dropped), outbox_queue (what is not acknowledged yet),
 * outbox_dead (what central will not hold: kept, shown, exportable, never deleted).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_OUTBOX_H
#define FIRMWARE_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/base/text.h"
#include "shared/sync/device.h"

struct db;
struct sealer;

/* The default bound of the queue (protocol.md section 8). */
#define OUTBOX_MAX_ITEMS 50000

/* What the intake hands over. Everything is copied. */
struct outbox_item {
	char id[UUID_TEXT];           /* made by the page or by the intake, UUIDv7 */
	const char *kind;             /* "report.new" or "alarm.new" */
	int64_t schema;               /* of the body, REPORT_SCHEMA */
	struct wire_time t;           /* when it was captured, by this machine's clocks */
	bool urgent;                  /* alarms and emergencies: sent before all else (R52) */
	char receipt[RECEIPT_TEXT];   /* "" for an alarm */
	char follow[HEX32_TEXT];      /* hash of the follow code, "" without */
	const void *body;             /* the report's plain JSON object; sealed here, never stored plain */
	size_t body_len;
	struct sealer *sealer;        /* what was made ready for it, NULL for nothing */
};

/* Where an item is. */
enum outbox_state {
	OUTBOX_KIOSK,    /* stored here, not on its way */
	OUTBOX_UNDERWAY, /* in a batch that was sent and not answered yet (only sync_task knows) */
	OUTBOX_OFFICE,   /* acknowledged by central */
	OUTBOX_DEAD,     /* central will not hold it; staff must fetch it here */
	OUTBOX_STATE_MAX
};

struct outbox_entry {
	char id[UUID_TEXT];
	char receipt[RECEIPT_TEXT];
	char follow[HEX32_TEXT];
	char kind[32];
	int64_t n;                    /* key of the item, rising with capture */
	int64_t t;                    /* capture time, ms since 1970 UTC */
	enum outbox_state state;      /* never OUTBOX_UNDERWAY here, see sync_task_where */
};

struct outbox_totals {
	int64_t pending;  /* items not acknowledged */
	int64_t bytes;    /* of their texts */
	int64_t oldest;   /* capture time of the oldest pending item, 0 for none */
	int64_t dead;
	int64_t last_seq; /* highest sequence number given */
	int64_t again;    /* those of the pending that were delivered before and are queued again */
	int64_t acked;    /* everything up to this number is acknowledged */
};

/* Store, seal and queue one item in the running transaction.
 * ERR_CONFLICT: the id or the receipt is known already (ask outbox_find_id which); nothing changed.
 * ERR_SETUP: not enrolled, so there is no key to seal to. ERR_QUEUE_FULL: OUTBOX_MAX_ITEMS pending.
 * ERR_TOO_LARGE: over 64 KiB sealed. ERR_STORAGE. Call sync_task_nudge after the commit. */
int outbox_add(struct db *db, const struct outbox_item *it) MUST_USE;

/* Look up by client id or by receipt ("K7QD-4M2XR-0", printed form). ERR_NOT_FOUND. */
int outbox_find_id(struct db *db, const char *id, struct outbox_entry *ret) MUST_USE;
int outbox_find_receipt(struct db *db, const char *receipt, struct outbox_entry *ret) MUST_USE;

/* Its sequence number under the enrolment it was last sent with. */
int64_t outbox_entry_seq(const struct outbox_entry *e);

/* Counters from their rows, no scan. */
void outbox_totals(struct db *db, struct outbox_totals *ret);
/* The same without last_seq and acked, which take half of the time and stay 0: for every capture and request. */
void outbox_waiting(struct db *db, struct outbox_totals *ret);

/* "kiosk" "underway" "office" "dead", as in the API. */
const char *outbox_state_name(enum outbox_state s);

/* ---- for the sync task ---------------------------------------------------------------------- */

/* Walk the pending items of the present enrolment, urgent first, then oldest. skip sees the number
 * alone and says whether to pass over it; take gets the text (of a void: its short text) and returns
 * false to stop. */
void outbox_each(struct db *db, bool (*skip)(void *arg, int64_t seq),
		 bool (*take)(void *arg, const struct device_pending *p), void *arg);
/* Sequence numbers from..to (inclusive) are durable at central: they leave the queue.
 * Numbers not pending are ignored. Returns how many left. */
int outbox_acked(struct db *db, int64_t from, int64_t to);
/* Central will not hold this item: a dead letter stays here, a void takes its place in the queue.
 * An item that is a void already just leaves the queue. code: why. */
void outbox_bury(struct db *db, int64_t seq, const char *code);
/* id and h of a sequence number of the present enrolment, for the chain. false: none. */
bool outbox_mark(struct db *db, int64_t seq, uint8_t id[16], uint8_t h[32]);
/* The largest n of which nothing of 1..n waits in the queue; ret_last: highest number given. No scan. */
int64_t outbox_upto(struct db *db, int64_t *ret_last);
/* Kept C(n) of the present enrolment. get: the one with the highest n <= seq, 0 and zeros for none. */
void outbox_chain_put(struct db *db, int64_t seq, const uint8_t c[32]);
int64_t outbox_chain_get(struct db *db, int64_t seq, uint8_t c[32]);
/* After a rebuild some marks may be unknown here: once central's mark is past them all, its C(hwm) is
 * where our own chain goes on. Inside the event of the reply. */
void outbox_chain_adopt(struct db *db, int64_t hwm, const char *chain);
/* Central lost from..to (inclusive): what is not queued is queued again, behind everything that was
 * never delivered (alarms before it); as a void where the text is gone (purged) or central would not
 * hold it (refused). Does not count towards OUTBOX_MAX_ITEMS. Returns how many. */
int outbox_again(struct db *db, int64_t from, int64_t to);
/* A new device id: every item that is not safe, acknowledged or not, is pending again and gets seq 1..n
 * in its old order; id and h stay, so central knows what it has. What was delivered goes behind the rest,
 * a text that is gone as a void (purged), a dead letter as the void it is; texts that are safe are
 * dropped. safe_hwm: of the line that ends. In its transaction. */
void outbox_new_line(struct db *db, int64_t safe_hwm);
/* Highest n (outbox_entry) of which central said that it and all below are safe. 0: none. */
int64_t outbox_safe(struct db *db);
/* Drop texts that may go: acknowledged and seq <= safe_hwm of the present enrolment and epoch; with
 * pressure also those acknowledged and captured before `before`, oldest first. At most max rows,
 * looking at a bounded number. Returns how many were dropped. */
int outbox_purge(struct db *db, int64_t safe_hwm, bool pressure, int64_t before, int max);

#endif
