/* Central's end of the protocol as a machine without sockets, disk or clock of its own.
 *
 * hub_serve takes one complete request and gives one complete, signed reply. Everything durable goes
 * through struct hub_store inside one transaction that the caller opens before and commits after,
 * also when the reply is a refusal: its counter must be remembered. The order of checks is that of
 * PROTOCOL.md section 1; nothing unauthenticated reaches zlib or a JSON reader but the 4 KiB of
 * /enrol and of /device/recover.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_SYNC_HUB_H
#define SHARED_SYNC_HUB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/clock.h"
#include "shared/base/crypt.h"
#include "shared/base/text.h"
#include "shared/model/wire.h"
#include "shared/sync/fault.h"
#include "shared/sync/sig.h"

#define HUB_WINDOW 1024        /* counters below the highest that may still come */
#define HUB_SKEW_S 300
#define HUB_PAGE 500           /* most changes of a page */
#define HUB_SITE (192 * 1024)  /* bytes of a site in one reply: 256 KiB of base64 */
#define HUB_FAILURES 5         /* wrong proofs that burn a code */
#define HUB_LINES 3            /* of one device within an hour; one more floods */
#define HUB_KIN 12             /* of one family within an hour: a copy of a copy has another parent */
#define HUB_PEERS 64           /* addresses remembered for failed enrolments */

enum hub_state { HUB_ACTIVE, HUB_PENDING, HUB_FORKED, HUB_REVOKED, HUB_STATE_MAX };

struct hub_device {
	int64_t n;                    /* key in the store */
	char uuid[UUID_TEXT];
	char prefix[5];
	char kind[8];
	enum hub_state state;
	int64_t key_no;
	uint8_t pub[PUBKEY_BYTES];
	int64_t counter;              /* highest seen */
	uint8_t seen[HUB_WINDOW / 8]; /* bit counter % HUB_WINDOW */
	int64_t hwm;
	uint8_t chain[HASH_BYTES];
	int64_t safe_hwm;
	int64_t contact;              /* wall ms of the last signed request before this one */
	int64_t drained;              /* of the last batch that left its queue empty, 0 for never */
	bool has_next;                /* a key it rotated to and has not used yet … */
	uint8_t next_pub[PUBKEY_BYTES];
	char hw_hint[HEX32_TEXT];     /* of a line that begins: its machine, "" its parent's */
	bool flooded;                 /* not approved, and its parent begot too many: items are set apart */
};

/* An issued enrolment code. */
struct hub_code {
	char code_id[5];
	char secret[17];
	char kind[8];
	int64_t expires;
	int64_t failures;
	bool redeemed;
	uint8_t pub[PUBKEY_BYTES];    /* who redeemed it … */
	char device[UUID_TEXT];       /* … as which device */
};

/* What a device said when it enrolled. */
struct hub_enrol {
	char code_id[5];
	uint8_t pub[PUBKEY_BYTES];
	char kind[8];
	char hw_hint[HEX32_TEXT];
	char software[65];
	uint8_t proof[HASH_BYTES];
};

enum hub_put {
	PUT_NEW,   /* stored now */
	PUT_SAME,  /* was there, equal */
	PUT_OTHER  /* was there, different: nothing stored */
};

/* How good the estimate of a capture time is. */
enum hub_quality { QUALITY_BOOT, QUALITY_PAST, QUALITY_WALL, QUALITY_CLAMPED, QUALITY_MAX };
const char *hub_quality_name(enum hub_quality q);

/* One item on its way into the store. */
struct hub_item {
	int64_t device;
	int64_t seq;
	uint8_t id[16];
	uint8_t h[HASH_BYTES];
	int64_t t_recv;
	int64_t t;                    /* estimated capture time */
	enum hub_quality quality;
	const char *fault;            /* "" or the quarantine code its envelope showed */
	const char *path;
	struct span text;             /* as received */
	size_t cut;                   /* where its body string begins in text, 0: cannot be cut out */
	const void *body;             /* decoded */
	size_t body_len;
	size_t body_text;             /* length of the body string in text */
};

/* The store. Functions return OK or ERR_STORAGE where they return int; all run in the caller's
 * transaction. */
struct hub_store {
	bool (*device_get)(void *ctx, const char *uuid, struct hub_device *ret);
	/* Save counter, window, state, hwm, chain, contact, drained. */
	int (*device_put)(void *ctx, const struct hub_device *d);
	/* What a batch head tells: queue figures, and the offset of this boot's clock. */
	int (*device_heard)(void *ctx, const struct hub_device *d, const struct wire_head *h,
			    int64_t offset);
	/* Central's wall clock minus the monotonic clock of an earlier boot. */
	bool (*boot_offset)(void *ctx, int64_t device, const char *boot, int64_t *ret);

	bool (*code_get)(void *ctx, const char *code_id, struct hub_code *ret);
	void (*code_failed)(void *ctx, const char *code_id);
	/* Redeem: make the device (d->n filled). ERR_CONFLICT: uuid or prefix taken, make others. */
	int (*enrol)(void *ctx, const struct hub_enrol *e, struct hub_device *d, const char *cert,
		     const char *cert_sig, int64_t now);
	bool (*hw_hint_active)(void *ctx, const char *hw_hint);

	int (*mark_put)(void *ctx, int64_t device, int64_t seq, const uint8_t id[16],
			const uint8_t h[HASH_BYTES], enum hub_put *ret);
	bool (*mark_get)(void *ctx, int64_t device, int64_t seq, uint8_t id[16],
			 uint8_t h[HASH_BYTES]);
	int (*chain_put)(void *ctx, int64_t device, int64_t seq, const uint8_t c[HASH_BYTES]);
	/* The stored C(n) with the highest n <= seq; n = 0 and zeros when there is none. */
	int64_t (*chain_get)(void *ctx, int64_t device, int64_t seq, uint8_t c[HASH_BYTES]);
	/* PUT_OTHER: the id is known under another h. ret_n: key of a new item. */
	int (*item_put)(void *ctx, const struct hub_item *it, enum hub_put *ret, int64_t *ret_n);
	bool (*item_known)(void *ctx, const uint8_t id[16]);
	int (*item_park)(void *ctx, int64_t n, const uint8_t parent[16]);
	int (*stray_put)(void *ctx, const struct hub_item *it);
	int (*void_put)(void *ctx, int64_t device, int64_t seq, const char *why, int64_t now);

	/* One page of news as reply members; ERR_GONE: start over. */
	int (*changes)(void *ctx, const struct hub_device *d, const char *epoch, const char *cursor,
		       int limit, struct buf *out);
	/* At most max bytes of a published site from an offset. ERR_NOT_FOUND. */
	int (*site)(void *ctx, const char *version, int64_t from, size_t max, struct buf *out,
		    int64_t *ret_size);
	/* This device fetched the last byte of a site. NULL: nobody wants to know. */
	void (*site_taken)(void *ctx, int64_t device, const char *version);
	/* Has something new for this device since it last asked? */
	bool (*news)(void *ctx, const struct hub_device *d);

	/* The line this key began when it was born of that device. */
	bool (*child_get)(void *ctx, int64_t parent, const uint8_t pub[PUBKEY_BYTES],
			  struct hub_device *ret);
	/* How many lines were born of it since then. */
	int64_t (*children)(void *ctx, int64_t parent, int64_t since);
	/* The same of its whole family, from the first line on. */
	int64_t (*kin)(void *ctx, int64_t parent, int64_t since);
	/* A new line of a device: pending, with its place, complexes and hardware (d->n filled).
	 * ERR_CONFLICT: uuid or prefix taken, make others. */
	int (*reincarnate)(void *ctx, int64_t parent, struct hub_device *d, int64_t now);
	/* Too many lines: what its unapproved ones bring is set apart from now on. */
	int (*flood)(void *ctx, const struct hub_device *parent, int64_t now);
	/* A device this database has never heard of, as its certificate says (d->n filled). ERR_CONFLICT:
	 * its prefix is taken, make another. */
	int (*recover)(void *ctx, struct hub_device *d, int64_t now);
	/* Was it revoked, as far as anything here remembers? */
	bool (*revoked)(void *ctx, const char *uuid);
	/* For the audit: "device.rotate", … by the device itself; detail: a uuid or "". NULL: not kept. */
	void (*note)(void *ctx, const char *what, const char *uuid, const char *detail, int64_t now);
};

struct hub_peer {
	char address[64];
	int64_t since; /* mono ms */
	int count;
};

struct hub {
	const struct hub_store *store;
	void *ctx;
	const struct clock *clock;
	struct sign_key key;
	char epoch[33];
	char site_key[64];      /* minisign public key line */
	char intake_id[33];
	uint8_t intake_pub[32];
	const char *server_keys; /* the list of /hello as JSON, "" or NULL: none */
	const uint8_t (*former)[PUBKEY_BYTES]; /* keys this central signed certificates with before */
	int former_count;
	const char *authorities; /* space separated host[:port]; "": any */
	/* own memory of the hub, reused by every request */
	struct hub_peer peers[HUB_PEERS];
	struct wire_item items[WIRE_ITEMS];
	struct wire_reply reply;
	struct buf inflated, bodies, text;
};

/* A complete request. Header values are "" when absent. */
struct hub_request {
	const char *method;
	const char *authority;       /* Host header */
	const char *path;            /* with /sync/v1 */
	const char *query;           /* "" without */
	const char *protocol, *counter, *digest, *input, *signature; /* signed headers */
	const char *type, *upload_offset, *accept;
	const char *peer;
	const void *body;
	size_t body_len;
};

struct hub_reply {
	int status;
	const char *type;
	struct buf body;             /* owned by the caller: buf_free */
	bool is_signed;
	char digest[SIG_DIGEST];
	char input[SIG_INPUT];
	char signature[SIG_HEADER];
	int stored;                  /* new items this request brought */
	bool alarm;                  /* one of them is an alarm */
	char device[UUID_TEXT];      /* who asked, "" unknown; for logs */
	enum sync_fault fault;
};

/* Make a hub ready; the memory is the caller's and zeroed. Keys and texts are set by the caller. */
void hub_init(struct hub *h);
void hub_free(struct hub *h);

/* Serve one request. OK: the reply is filled and what was stored must be committed. ERR_STORAGE:
 * nothing may be kept, the reply says 503 storage_full. ret->body must be an empty buf. */
int hub_serve(struct hub *h, const struct hub_request *rq, struct hub_reply *ret) MUST_USE;
/* Serve a batch that came in a file (carry.h): everything is checked but its counter and created, and no counter
 * is recorded, so the same file may come twice. The signed reply as a file is appended to ret_file; r tells what was
 * stored (its body is taken). In the caller's transaction, like hub_serve. ERR_INPUT: no such file. ERR_STORAGE:
 * nothing may be kept. */
int hub_carry(struct hub *h, const char *file, size_t n, struct hub_reply *r, struct buf *ret_file) MUST_USE;

#endif
