/* The messages of the sync protocol (shared/PROTOCOL.md): batches and their replies.
 *
 * Reading never copies an item: a parsed batch points into the text it was read from, which must
 * have passed val_scan. Item texts travel verbatim from the kiosk's disk to central's.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_MODEL_WIRE_H
#define SHARED_MODEL_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"
#include "shared/base/text.h"
#include "shared/model/walk.h"

#define WIRE_MAJOR 1
#define WIRE_VERSION "1.0"
#define WIRE_ITEMS 256                 /* most items of a batch */
#define WIRE_PACKED (256 * 1024)       /* most bytes of a batch as sent */
#define WIRE_INFLATED (2 * 1024 * 1024)
#define WIRE_BODY (64 * 1024)          /* most bytes of an item's sealed body */
#define WIRE_AHEAD 100000              /* how far a seq may run before hwm */
#define WIRE_INT_MAX ((INT64_C(1) << 52) - 1)
#define WIRE_AFTER 16
#define WIRE_CODE 24
#define WIRE_BOOT 33                   /* 32 hex digits and NUL */

/* A moment by a device's clocks. */
struct wire_time {
	int64_t wall;          /* ms since 1970 UTC */
	int64_t mono;          /* ms since its boot */
	char boot[WIRE_BOOT];  /* random, new at each boot */
};

struct wire_queue {
	int64_t pending, bytes, oldest_s, dead, disk_free;
};

/* What a device says about itself in front of a batch. */
struct wire_head {
	char device[UUID_TEXT];
	char epoch[33];        /* last known, "" before the first contact */
	struct wire_time clock;
	char quality[8];       /* synced rtc floor */
	struct wire_queue queue;
};

/* One item of a parsed batch. */
struct wire_item {
	char id[UUID_TEXT];
	int64_t seq;
	bool is_void;
	char void_why[8];      /* refused purged lost */
	struct span text;      /* the whole item as received */
	struct span body;      /* its body member's string, quotes included; n 0 for a void */
	struct span after;     /* array or n 0 */
	struct wire_time t;    /* when it was captured, all 0 when fault is set */
	size_t cut;            /* offset of body's first character inside text */
	uint8_t h[32];         /* of a void only; of an item the reader computes it */
	bool alarm;            /* its kind begins with "alarm." */
	char fault[WIRE_CODE]; /* "" or the quarantine code of what this envelope shows */
	char path[32];         /* which member */
};

/* The rest of an item, read again when it is opened. */
struct wire_detail {
	char kind[32];
	int64_t schema;
	struct wire_time t;
	char key[33];
	int64_t dict;
};

/* Where an envelope is wrong: a JSON pointer ("/items/3/seq"). */
struct wire_fault {
	char path[64];
};

/* ---- batches -------------------------------------------------------------------------------- */

/* Begin a batch text: everything up to and including "items":[. */
void wire_batch_begin(struct buf *out, const struct wire_head *h);
/* Append one item's text; first: no comma before it. */
void wire_batch_item(struct buf *out, const char *text, size_t len, bool first);
void wire_batch_end(struct buf *out);

/* Read a whole batch text that passed val_scan. items: room for WIRE_ITEMS.
 * ERR_INPUT: bad_envelope, fault filled. ERR_TOO_LARGE: more than WIRE_ITEMS items. */
int wire_batch_read(const char *text, size_t len, struct wire_head *ret_head,
		    struct wire_item *items, int *ret_count, struct wire_fault *fault) MUST_USE;
/* Read what opening an item needs. ERR_INPUT: path names the member. */
int wire_item_read(struct span text, struct wire_detail *ret, char path[32]) MUST_USE;

/* The final text of an item, appended: begins with {"seq":N, so that wire_item_renumber works. */
void wire_item_write(struct buf *out, int64_t seq, const char *id, const struct wire_detail *d,
		     const void *sealed, size_t sealed_len);
/* The text of a void. why: refused purged lost. */
void wire_void_write(struct buf *out, int64_t seq, const uint8_t id[16], const uint8_t h[32],
		     const char *why);
/* Append the same item under another sequence number. */
void wire_item_renumber(struct buf *out, const char *text, size_t len, int64_t seq);

/* The plaintext inside the seal: what the item repeats, and the report. */
void wire_plain_write(struct buf *out, const char *id, const struct wire_detail *d,
		      const void *body, size_t body_len);
/* Check that an opened plaintext (which passed val_scan) repeats its item, and find the body in it.
 * ERR_INPUT: path names what differs or lacks. */
int wire_plain_read(struct span plain, const char *id, const struct wire_detail *d,
		    struct span *ret_body, char path[32]) MUST_USE;

/* ---- replies -------------------------------------------------------------------------------- */

struct wire_range {
	int64_t from, to;
};

enum wire_result_kind { RESULT_PARKED, RESULT_QUARANTINED, RESULT_CONFLICT, RESULT_RETRY,
	RESULT_REFUSED, RESULT_MAX };

struct wire_result {
	int64_t seq;
	enum wire_result_kind r;
	char code[WIRE_CODE];
	char path[32];
};

struct wire_reply {
	char epoch[33];
	int64_t now;
	int64_t hwm, safe_hwm;
	char chain[HEX32_TEXT];
	int ack_count;
	struct wire_range ack[WIRE_ITEMS];
	int result_count;
	struct wire_result results[WIRE_ITEMS];
	int64_t credit_items, credit_bytes, wait_s;
	bool pull;             /* ctl names "pull" */
};

/* Sort seqs and put them together into ascending, disjoint ranges. Returns their number. */
int wire_ranges(int64_t *seqs, int count, struct wire_range *out);
/* Is seq in one of the ranges? */
bool wire_in_ranges(const struct wire_range *r, int count, int64_t seq);

/* "parked" "quarantined" … */
const char *wire_result_name(enum wire_result_kind r);

/* The whole reply text, appended. req_sig: 88 characters. */
void wire_reply_write(struct buf *out, const char *req_sig, const struct wire_reply *r);
/* Read a reply text that passed val_scan. ERR_INPUT: not a batch reply. */
int wire_reply_read(const char *text, size_t len, struct wire_reply *ret) MUST_USE;

#endif
