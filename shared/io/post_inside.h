/* What post.c, post_peer.c and lookup.c share: one request under way.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_IO_POST_INSIDE_H
#define SHARED_IO_POST_INSIDE_H

#include "shared/io/lws.h"
#include "shared/io/post.h"

#define ADDRESSES 4

struct addresses {
	char text[ADDRESSES][64];
	int count;
};

struct lookup;

struct post {
	struct loop *loop;
	struct post *next;
	void (*done)(void *ctx, const struct post_reply *r);
	void *ctx;
	char origin[300];
	char host[280];  /* "name[:port]" for Host, SNI and the certificate */
	char name[256];  /* what is resolved */
	int port;
	bool tls;
	char *method;
	char *target;
	char *headers;
	struct buf body;
	size_t sent;
	size_t reply_cap;
	int64_t floor_s;
	int64_t length;  /* announced bytes of the reply, -1 unknown yet */
	struct post_reply reply;
	struct lws *wsi; /* NULL: no attempt running */
	bool connecting; /* inside the library's connect: what it says there is no end yet */
	struct loop_timer *deadline;
	struct loop_timer *kick;
	struct addresses at;
	int next_address;
	struct lookup *lookup; /* NULL: none running */
	const char *why; /* of the last failed attempt */
	const char *tls_why;
};

/* post.c: report the end, once. Returns -1 so that a callback closes the socket. */
int post_finish(struct post *p, int err, const char *why);

/* ---- post_peer.c -------------------------------------------------------------------------- */

/* Take the origin apart; false when it is none. */
bool post_parse_origin(struct post *p);
/* Numeric addresses and "localhost" need no look-up; false: the name does. */
bool post_resolve_now(struct post *p);
/* Read status and headers; NULL or the slug of what makes the reply unusable. */
const char *post_read_head(struct post *p, struct lws *wsi);
/* One certificate of the chain, after the library judged it by the clock: by the floor where the clock is
 * behind it. Remembers why it is refused; x509 is the library's store context. Returns what the library's
 * callback returns: not 0 refuses. */
int post_judge_certificate(struct post *p, void *x509, bool fine);
/* Slug for the library's words about a failed connection. */
const char *post_why(const struct post *p, const char *text, size_t len);

/* ---- lookup.c ----------------------------------------------------------------------------- */

/* Look a name up in a thread of its own, which wakes the loop when done. */
struct lookup *lookup_start(struct loop *l, const char *name);
/* true: done, ret holds what was found (count 0: nothing), and k is freed. */
bool lookup_take(struct lookup *k, struct addresses *ret);
/* Nobody wants the answer any more. */
void lookup_drop(struct lookup *k);

#endif
