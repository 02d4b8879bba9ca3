/* The network of the world: whole HTTP requests and replies as bytes, on their way or lost.
 *
 * Client side: shared/io/post.h. Server side: the real exchange of shared/io/http_exchange.c, fed with a
 * request and heard with its bytes. In between everything a line, a portal or a wrong server may do.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_SIM_NET_H
#define TESTS_SIM_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct machine;

/* One header of a request or reply. */
struct net_head {
	char *name, *value;
};

#define NET_HEADS 24

struct net_request {
	char method[8];
	char path[300];
	char query[300];
	char host[80];
	struct net_head heads[NET_HEADS];
	int head_count;
	char *body;
	size_t len;
};

struct net_reply {
	int status;
	struct net_head heads[NET_HEADS];
	int head_count;
	char *body;
	size_t len;
};

/* What a line does to everything from one kiosk, each by chance (per mille; 1000: always). */
enum line_does {
	LINE_DOWN,          /* nothing gets through: refused at once */
	LINE_TLS,           /* no certificate that will do: no connection */
	LINE_NAME,          /* its name is not found */
	LINE_KIND,          /* what goes to one path is always answered 500, by somebody on the way */
	LINE_LOSE,          /* lost on its way there or back */
	LINE_DEAF,          /* requests arrive, replies do not */
	LINE_PORTAL,        /* somebody else answers, with a page */
	LINE_REPEAT,        /* a request arrives twice */
	LINE_SPOIL_REQUEST, /* one bit flipped */
	LINE_SPOIL_REPLY,
	LINE_CUT_REQUEST,   /* only a part of it arrives */
	LINE_CUT_REPLY,
	LINE_SWAP_REPLY,    /* the reply to an earlier request comes instead */
	LINE_LATE,          /* a reply that takes minutes */
	LINE_DOES
};

struct line {
	int chance[LINE_DOES];
	int fault[LINE_DOES];  /* row of FAULTS that wants to hear of the first time, -1: none */
	const char *kind;      /* the path of LINE_KIND */
	int delay_ms;          /* of each way, … */
	int spread_ms;         /* … and up to so much more */
	int news_kill, ack_kill; /* at the nth write after such a reply the kiosk is killed, 0: not */
	int kill_fault;
};

extern struct line *net_line(int machine);
/* A plain line for everyone. */
void net_calm(void);
/* Send what this kiosk's line carried earlier once more, as somebody who listened would. times: how often.
 * false: nothing was heard yet. */
bool net_replay(int machine, int times);
/* A request of this kiosk's past with something of it changed by somebody without its key. */
bool net_forge(int machine);
/* Something at the display sends what no report is; refused, or the world fails. */
void net_hostile(int machine, uint64_t dice);
/* Requests that reached central from a machine, and its attempts in the busiest minute so far. */
int64_t net_requests(int machine);
int net_busiest(int machine);
int net_busiest_of_all(void);
void net_count_from_now(void);

/* A request to a machine's own server from the display in front of it. told gets the reply, or NULL
 * when none came. */
void net_visit(struct machine *m, const char *method, const char *path, const char *body,
	       void (*told)(void *ctx, const struct net_reply *r), void *ctx);

const char *net_head(const struct net_head *heads, int count, const char *name);

/* For loop.c: the process ends its loop; replies that may leave now. */
void net_forget(struct machine *m);
void net_writeable(struct machine *m);

#endif
