/* Between the files of the hub only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_SYNC_HUB_INSIDE_H
#define SHARED_SYNC_HUB_INSIDE_H

#include "shared/sync/hub.h"

/* One request being served. */
struct hub_call {
	struct hub *hub;
	const struct hub_request *rq;
	struct hub_reply *out;
	const struct hub_route *route;
	const char *rest;            /* path behind the route's prefix */
	int64_t now;                 /* wall ms */
	struct sig_request signed_rq;
	struct sig_params params;
	uint8_t sig[SIG_BYTES];
	char sig_text[SIG_TEXT];     /* "" : the reply cannot be signed */
	char authority[256];
	int64_t counter;
	bool by_next;                /* signed with the key dev rotated to */
	bool carried;                /* by hand: its counter and its age say nothing */
	struct hub_device dev;
	/* a refusal's extra members, as JSON text beginning with a comma, or "" */
	char detail[256];
	int storage;                 /* ERR_STORAGE once something could not be stored */
};

struct hub_route {
	const char *path;            /* behind /sync/v1; ends in '/' when a name follows */
	const char *method;
	const char *type;            /* of its body, "" for none */
	size_t cap;
	unsigned states;             /* set of 1 << hub_state that may use it */
	bool device;                 /* signed by an enrolled device; else it checks itself */
	enum sync_fault (*serve)(struct hub_call *c);
};

extern const struct hub_route HUB_ROUTES[];

/* Sections of the order of checks. FAULT_NONE: go on. */
enum sync_fault hub_check_target(struct hub_call *c);
enum sync_fault hub_check_head(struct hub_call *c);
enum sync_fault hub_check_body(struct hub_call *c);
/* Signature with the key of c->dev, then counter, created and state. */
enum sync_fault hub_check_signature(struct hub_call *c, const uint8_t pub[PUBKEY_BYTES]);
enum sync_fault hub_check_created(struct hub_call *c);
enum sync_fault hub_check_state(struct hub_call *c);
bool hub_counter_seen(const struct hub_device *d, int64_t counter);
void hub_counter_take(struct hub_device *d, int64_t counter);

/* When the request left its device, by central's clock: now, or of a carried file what it says itself. */
int64_t hub_sent(const struct hub_call *c);
/* Fill t and quality of an item; clock is the batch's. */
void hub_estimate(struct hub_call *c, const struct wire_time *clock, const struct wire_item *w,
		  struct hub_item *it);

enum sync_fault hub_hello(struct hub_call *c);
enum sync_fault hub_enrol(struct hub_call *c);
enum sync_fault hub_batch(struct hub_call *c);
enum sync_fault hub_changes(struct hub_call *c);
enum sync_fault hub_site(struct hub_call *c);
enum sync_fault hub_chain(struct hub_call *c);

enum sync_fault hub_rotate(struct hub_call *c);
enum sync_fault hub_reincarnate(struct hub_call *c);
enum sync_fault hub_recover(struct hub_call *c);

/* Scan a small JSON body; bad_json with offset and reason. */
enum sync_fault hub_scan(struct hub_call *c);
/* bad_envelope about this member. */
enum sync_fault hub_envelope(struct hub_call *c, const char *path);
bool hub_hex32(struct span v, uint8_t out[32]);
/* A uuid and a receipt prefix nobody has, as far as chance goes. */
void hub_new_name(struct hub_call *c, struct hub_device *d);
void hub_new_prefix(struct hub_device *d);
/* For the audit. */
void hub_note(struct hub_call *c, const char *what, const char *uuid, const char *detail);
/* This central's certificate for the key of a device. */
void hub_cert(const struct hub *h, const struct hub_device *d, char cert[256], char cert_sig[SIG_TEXT]);
/* The answer about an identity; secret: of the code, NULL when there is none. */
void hub_answer_identity(struct hub_call *c, const struct hub_device *d, const char *secret);
const char *hub_state_name(enum hub_state s);

enum sync_fault hub_carried(struct hub_call *c);
/* hub_serve for a request that came in a file. */
int hub_serve_carried(struct hub *h, const struct hub_request *rq, struct hub_reply *ret) MUST_USE;

/* Begin a good answer: {"v":1,"req_sig":"…" */
void hub_answer(struct hub_call *c);
/* Value of a query argument (unreserved characters only). false: absent or too long. */
bool hub_arg(const char *query, const char *name, char *out, size_t cap);
/* Too many failed enrolments and recoveries from this address? Counts one when failed. */
bool hub_peer_blocked(struct hub *h, const char *peer, bool failed);

#endif
