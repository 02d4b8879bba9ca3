/* A device's end of the protocol as a machine without sockets, disk or clock of its own.
 *
 * The driver asks device_next for a request to send, sends it, and hands whatever came back to
 * device_answer; device_wait says when to ask again. Three slots may be under way: two batches and
 * one request for news. Everything durable goes through struct device_store. A reply that is not
 * signed by the pinned server key for this very request is no reply, whatever it says.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_SYNC_DEVICE_H
#define SHARED_SYNC_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/clock.h"
#include "shared/base/crypt.h"
#include "shared/base/text.h"
#include "shared/model/wire.h"
#include "shared/sync/backoff.h"
#include "shared/sync/fault.h"
#include "shared/sync/proof.h"
#include "shared/sync/sig.h"

#define DEVICE_COUNTERS 1000     /* reserved ahead with one durable write … */
#define DEVICE_SPARE 500         /* … so many of them for a run that cannot write */
#define DEVICE_SLOTS 3           /* 0 and 1: batches; 2: news */
#define DEVICE_NEWS 2
#define DEVICE_GROUPS 20         /* parts of refused batches: two of depth 8, and spare */
#define DEVICE_RESTS 64          /* single items that wait apart */
#define DEVICE_SHUTS 4           /* kinds that wait apart */
#define DEVICE_TEXT (320 * 1024) /* item texts of one batch: packs below WIRE_PACKED */
#define DEVICE_KEY_NAME 64       /* what a key is kept under, and NUL */
#define DEVICE_POLL_MS INT64_C(60000)

/* Who this device is. Made by enrolment, kept by the store. */
struct device_identity {
	char device[UUID_TEXT];
	int64_t key_no;
	char prefix[5];
	char state[12];              /* active pending forked revoked */
	char epoch[33];
	struct sign_key key;
	uint8_t server_key[PUBKEY_BYTES];
	char site_key[64];
	char intake_id[33];
	uint8_t intake_pub[32];
	char cert[PROOF_CERT];
	char cert_sig[SIG_TEXT];
};

/* What changes from reply to reply. */
struct device_marks {
	char state[12];
	char epoch[33];
	int64_t hwm, safe_hwm;
	char chain[HEX32_TEXT];
	int64_t last_contact;        /* wall ms of the last verified reply */
	int64_t skew_s;              /* central's wall clock minus ours */
	char last_error[48];
	/* Central lost what it had: numbers that are still to be queued again, 0 for none. */
	int64_t refill_next, refill_last;
};

/* One change of the feed. body is JSON text, n 0 for a deletion. */
struct device_change {
	char feed[16];
	char key[201];
	int64_t rev;
	bool gone;
	struct span body;
};

struct device_pending {
	int64_t seq;
	bool urgent;
	const char *text; /* until take returns */
	size_t len;
};

struct device_store {
	/* Counters above..returned may be used; durable when it returns. */
	int64_t (*reserve)(void *ctx, int64_t above);
	/* Pending items, urgent first, then oldest. skip sees the number alone, take the text; take
	 * returns false to stop. */
	void (*each_pending)(void *ctx, bool (*skip)(void *arg, int64_t seq),
			     bool (*take)(void *arg, const struct device_pending *p), void *arg);
	void (*queue)(void *ctx, struct wire_queue *ret);

	/* Everything between begin and commit is one transaction. commit returns OK or ERR_STORAGE. */
	void (*begin)(void *ctx);
	int (*commit)(void *ctx, bool keep);
	void (*acked)(void *ctx, int64_t from, int64_t to);
	void (*bury)(void *ctx, int64_t seq, const char *code);
	void (*save_marks)(void *ctx, const struct device_marks *m);

	void (*cursor)(void *ctx, char *out, size_t cap);
	void (*page_begin)(void *ctx, bool fresh);
	void (*page_change)(void *ctx, const struct device_change *c);
	void (*page_end)(void *ctx, const char *cursor, bool more);
	void (*cursor_reset)(void *ctx);

	/* The next piece of a site that is wanted here. false: nothing wanted. */
	bool (*site_wanted)(void *ctx, char version[65], int64_t *from);
	/* One piece of it; size is of the whole. Keeps, or at the end verifies and installs it.
	 * ERR_CRYPT: not what was announced; thrown away. */
	int (*site_piece)(void *ctx, const char *version, int64_t from, int64_t size,
			  const void *data, size_t n);

	/* Enrolment: a key that survives a lost reply, per code; then the identity, durable. */
	int (*enrol_key)(void *ctx, const char *code_id, struct sign_key *ret);
	int (*enrolled)(void *ctx, const struct device_identity *id);

	void (*random)(void *ctx, void *out, size_t n);

	/* The line of numbers, for the chain and for refilling (section 4). upto returns the largest n
	 * with none of 1..n in the queue, and the highest number given. mark: id and h of a number, false
	 * when it is not known here. chain_get: the kept C(n) with the highest n <= seq; n = 0 and zeros
	 * when there is none. again queues from..to once more, what is queued already stays as it is. */
	int64_t (*upto)(void *ctx, int64_t *ret_last);
	bool (*mark)(void *ctx, int64_t seq, uint8_t id[16], uint8_t h[HASH_BYTES]);
	int64_t (*chain_get)(void *ctx, int64_t seq, uint8_t c[HASH_BYTES]);
	void (*chain_put)(void *ctx, int64_t seq, const uint8_t c[HASH_BYTES]);
	void (*again)(void *ctx, int64_t from, int64_t to);
	/* Who this device is from now on, durable when it returns. name: of the enrol_key it signs with
	 * (NULL: as before). line: a new one, so every item that is not safe, acknowledged or not, gets
	 * a number 1..n in its old order and is pending; id and h stay. */
	int (*became)(void *ctx, const struct device_identity *id, const char *name, bool line);

	/* A carried batch that waits here to be handed in, appended to out, under a name of at most 64 bytes.
	 * false: none. */
	bool (*carried)(void *ctx, char name[65], struct buf *out);
	/* Central's reply to it, as a file; n 0: central says that it is none. Durable when OK. */
	int (*carried_answer)(void *ctx, const char *name, const void *file, size_t n);
};

struct device_options {
	const struct device_store *store;
	void *ctx;
	const struct clock *clock;
	char authority[256];         /* host[:port] as the request's Host will say */
	char boot[WIRE_BOOT];
	char quality[8];             /* of the wall clock: synced rtc floor */
	char software[65];
	char hw_hint[HEX32_TEXT];    /* which machine this is, 64 hex digits, "" unknown */
	bool sparing;                /* nothing can be written: only counters spared before are used */
	int64_t cap_ms;              /* of a pause; 0: BACKOFF_CAP_MS */
	int64_t poll_ms;             /* 0: DEVICE_POLL_MS; -1: never */
};

enum device_kind {
	KIND_NONE, KIND_HELLO, KIND_ENROL, KIND_BATCH, KIND_CHANGES, KIND_SITE, KIND_CHAIN,
	KIND_CARRIED, KIND_ROTATE, KIND_REINCARNATE, KIND_RECOVER
};

/* A change of its key or of who this device is: alone on the line, before all that it carries. */
enum device_turn { TURN_NONE, TURN_ROTATE, TURN_REINCARNATE, TURN_RECOVER };

/* A request that is under way. */
struct device_flight {
	enum device_kind kind;
	int64_t started;             /* mono ms */
	char sig_text[SIG_TEXT];
	int64_t seqs[WIRE_ITEMS];    /* of a batch, in the order sent */
	uint32_t ends[WIRE_ITEMS];   /* where each item ends in the batch text */
	uint32_t kinds[WIRE_ITEMS];  /* hash of each item's kind, 0 for a void */
	int count;
	int64_t hwm;                 /* as known when it was sent */
	int64_t mark;                /* largest n with 1..n acknowledged when it was sent */
	int doubts;                  /* how often central's memory had been in doubt by then */
	bool fresh;                  /* changes: asked without a cursor */
	char version[65];            /* site, or name of a carried file */
	int64_t from;
};

struct device_group {
	int count;
	int64_t seqs[WIRE_ITEMS];
};

/* Does central still hold what it acknowledged (device_refill.c)? */
enum refill_phase {
	REFILL_NONE,   /* yes, as far as anybody knows */
	REFILL_ASK,    /* an empty batch shall tell how far central is */
	REFILL_PROBE   /* the last number both have in common is searched for */
};

/* Why a device's line of numbers cannot go on as it is (section 5). */
enum device_doubt {
	DOUBT_NONE,
	DOUBT_BEHIND,  /* central has higher numbers than were ever given here */
	DOUBT_FORK     /* central holds something else under our numbers */
};

struct device_refill {
	enum refill_phase phase;
	enum device_doubt doubt;
	int doubts;                  /* a request of before the last one says nothing any more */
	char epoch[33];              /* of the reply that raised it, … */
	char chain[HEX32_TEXT];
	int64_t hwm, safe_hwm;
	int64_t low, high;           /* … C(low) is common, C(high) is not */
	int64_t asked;
	int calls, tries;
	int64_t at;                  /* mono ms: no question before */
	bool aside;                  /* the line is bad and a batch has the next try */
	int64_t own_n;               /* C(own_n) of the marks here, computed last */
	uint8_t own[HASH_BYTES];
};

struct device_rest {
	int64_t seq;
	int64_t until;               /* mono ms */
	int tries;
};

/* A kind of item that central cannot take for now. */
struct device_shut {
	uint32_t kind;
	int64_t until;               /* mono ms */
	int tries;
};

struct device {
	struct device_options o;
	bool enrolled;
	struct device_identity id;
	struct device_marks marks;
	int64_t counter, counter_top;
	struct backoff backoff;
	struct device_flight flights[DEVICE_SLOTS];
	/* items of refused batches, isolated in halves */
	struct device_group groups[DEVICE_GROUPS];
	int group_count;
	bool group_turn;             /* a group goes next, else the rest of the queue */
	struct device_rest rests[DEVICE_RESTS];
	int rest_count;
	struct device_shut shuts[DEVICE_SHUTS];
	int shut_count;
	/* what is worth asking */
	bool has_pending;            /* the queue may hold something that is not under way */
	bool want_news;
	bool want_site;              /* a site may be wanted; false until news comes */
	bool want_carry;             /* files of others may wait */
	int64_t site_at;             /* mono ms: not before, after one that failed */
	int64_t news_at;             /* the same of news, … */
	int news_tries;              /* … growing */
	int64_t poll_at;             /* mono ms */
	int64_t last_try;            /* mono ms of the last request */
	int64_t credit_items, credit_bytes;
	struct device_refill refill;
	bool retried;                /* a skew or counter was mended once */
	bool stopped;                /* revoked */
	bool online;
	int64_t said;                /* wall ms of central in its last verified reply, 0: none yet */
	int64_t attempts;
	/* identity (device_identity.c) */
	bool ask_keys;               /* central signs with a key we do not know: asked before any turn */
	enum device_turn turn;
	struct sign_key next_key;    /* of the rotation or reincarnation under way … */
	char next_name[DEVICE_KEY_NAME];          /* … and the name it is kept under */
	int64_t line_at;             /* mono ms: no other new line before */
	/* enrolment */
	char code[PROOF_CODE];
	char hw_hint[HEX32_TEXT];
	int enrol_result;            /* 1: none yet; OK; ERR_ */
	uint8_t hello_key[PUBKEY_BYTES];
	bool hello_known;
	struct buf text, body;
};

/* One request to send to central. */
struct device_request {
	int slot;
	const char *method;
	char target[400];
	struct buf headers;          /* "name: value\r\n" lines; the driver frees both bufs */
	struct buf body;
	int64_t deadline_ms;
};

/* What came back. */
struct device_answer {
	int err;                     /* OK: complete; else the transport failed */
	const char *why;             /* slug of the failure */
	int status;
	const void *body;
	size_t len;
	const char *type, *digest, *input, *signature;
};

/* id NULL: not enrolled. counter: highest one reserved. Everything in o is copied but the pointers. Memory is the caller's. */
void device_init(struct device *d, const struct device_options *o, const struct device_identity *id,
		 const struct device_marks *m, int64_t counter);
void device_free(struct device *d);
/* Sparing, and nothing is left: whoever drives it asks for no request any more. */
bool device_spent(const struct device *d);

/* Enrol with a code of 20 normalised characters; the outcome shows in enrol_result. */
void device_enrol(struct device *d, const char *code, const char *hw_hint);
/* Something was captured. */
void device_nudge(struct device *d);
void device_link_up(struct device *d);
/* Ask for news now. */
void device_pull(struct device *d);

/* A new key for the same device, soon; the old one holds until the new one was used. */
void device_rotate_start(struct device *d);

/* ---- by hand (D11) -------------------------------------------------------------------------------- */

/* Write the queue as files for a stick: the items behind the first `done` of it, as many as one batch holds. The
 * queue stays as it is, and nothing is written to the store. Returns how many are in the file (appended); 0: none left.
 * Only on a device that nothing else drives. */
int device_export(struct device *d, int done, struct buf *file);
/* Is it a batch this device wrote, under its present key? */
bool device_carry_ours(const struct device *d, const void *batch, size_t n);
/* Take in central's reply to a batch of our own. ERR_INPUT: no such files; ERR_NOT_FOUND: another device's batch;
 * ERR_CRYPT: not central's reply to it; ERR_CONFLICT: central refused it, code says why; ERR_GONE: of before central
 * was restored; ERR_STORAGE. Taking it in twice does no harm. */
int device_import(struct device *d, const void *batch, size_t n, const void *reply, size_t m, char code[32]) MUST_USE;
/* Files of others may wait to be handed in. */
void device_hand_in(struct device *d);

/* Is there something to send now? Fills *ret (bufs owned by the caller). */
bool device_next(struct device *d, struct device_request *ret);
/* Milliseconds until device_next may have something; -1: only after a nudge or an answer. */
int64_t device_wait(const struct device *d);
void device_answer(struct device *d, int slot, const struct device_answer *a);

/* Is the item in a batch that was not answered yet? */
bool device_underway(const struct device *d, int64_t seq);
bool device_busy(const struct device *d);
/* Nothing was tried for twice the longest pause, though nothing stands in the way: with something pending
 * that is a fault of the program, and whoever drives it begins anew. */
bool device_stalled(const struct device *d);
/* How often a kind of item was turned away by an internal fault of central, 0 for none. */
int device_kind_tries(const struct device *d);
/* Is it finding out, or queueing again, what central lost? */
bool device_refilling(const struct device *d);

#endif
