/* Between the files of the network only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_SIM_NET_INSIDE_H
#define TESTS_SIM_NET_INSIDE_H

#include "tests/sim/net.h"

#define PAST 4              /* exchanges remembered for replay */
#define RATE 128            /* attempts kept for the rate */

/* A machine's place in the network. */
struct side {
	struct line line;
	struct net_request past[PAST];
	struct net_reply *past_reply[PAST];
	int past_count;
	int64_t requests;
	int64_t tries[RATE];
	int try_count, busiest;
};

struct side *net_side(int machine);
/* It tries now: one more, and the busiest minute so far. */
void side_count(struct side *s);
/* Does the line do this now? The fault that wants to hear of the first time hears it. */
bool line_strikes(struct line *l, enum line_does what);
/* How long one way takes this time, ms. */
int64_t line_delay(const struct line *l);

/* net_spoil.c: one bit of it is another. */
void spoil_request(struct net_request *rq);
void spoil_reply(struct net_reply *r);
/* Replies of somebody who is not central, the caller's: a page, a failure, and an acknowledgement of everything. */
struct net_reply *forged_portal(void);
struct net_reply *forged_failure(void);
struct net_reply *forged_ack(const struct net_request *rq);

/* An open connection to a machine's server; the library would call it wsi. */
struct wire {
	struct machine *to;
	int boots;                /* of the server it was made to */
	struct net_request rq;
	char *out;                /* bytes of the reply so far */
	size_t out_len;
	struct exchange *ex;
	struct conn *conn;
	bool wants;               /* it may be written to */
	struct wire *next;        /* of those that want */
	/* the client */
	void (*answer)(void *ctx, struct net_reply *r); /* takes the reply; NULL: none will come */
	void *ctx;
};

/* A request arrives whole at a machine. wire belongs to the server from here on. */
void wire_arrive(struct wire *w);
void wire_free(struct wire *w);
void request_copy(struct net_request *to, const struct net_request *from);
void request_free(struct net_request *rq);
void reply_free(struct net_reply *r);
struct net_reply *reply_copy(const struct net_reply *from);
void head_add(struct net_head *heads, int *count, const char *name, size_t name_len, const char *value,
	      size_t value_len);
/* "name: value\r\n" lines. */
void heads_read(const char *text, size_t len, struct net_head *heads, int *count);

#endif
