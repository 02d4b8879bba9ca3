/* Who else sends requests: somebody who listened, somebody who forges, somebody at the display.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sim/net_inside.h"
#include "tests/sim/world.h"

/* ---- somebody who listened ------------------------------------------------------------------------ */

static void unheard(void *ctx, struct net_reply *r)
{
	(void)ctx;
	reply_free(r);
}

bool net_replay(int machine, int times)
{
	struct side *s = net_side(machine);
	int have = s->past_count < PAST ? s->past_count : PAST;

	for (int i = 0; have && i < times; i++) {
		struct wire *w = calloc(1, sizeof *w);

		w->to = &world->machines[CENTRAL];
		request_copy(&w->rq, &s->past[world_roll((uint64_t)have)]);
		w->answer = unheard;
		wire_arrive(w);
	}
	return have > 0;
}

/* Change what is signed: where it goes, who sends it, or what it says. */
static void tamper(struct net_request *rq)
{
	char *key = NULL;

	for (int i = 0; i < rq->head_count; i++)
		if (strstr(rq->heads[i].value, "keyid=\""))
			key = strstr(rq->heads[i].value, "keyid=\"") + 7;
	switch (world_roll(3)) {
	case 0:
		snprintf(rq->path, sizeof rq->path, "/sync/v1/chain");
		break;
	case 1:
		snprintf(rq->host, sizeof rq->host, "elsewhere");
		break;
	default:
		if (key)
			key[world_roll(8)] = "0123456789abcdef"[world_roll(16)];
		rq->body[rq->len / 2] ^= rq->len > 0;
		break;
	}
}

bool net_forge(int machine)
{
	struct side *s = net_side(machine);
	int have = s->past_count < PAST ? s->past_count : PAST;

	if (!have)
		return false;
	struct wire *w = calloc(1, sizeof *w);

	w->to = &world->machines[CENTRAL];
	request_copy(&w->rq, &s->past[world_roll((uint64_t)have)]);
	tamper(&w->rq);
	w->answer = unheard;
	wire_arrive(w);
	return true;
}

/* ---- somebody at the display ------------------------------------------------------------------------ */

struct visit {
	void (*told)(void *ctx, const struct net_reply *r);
	void *ctx;
};

static void visited(void *ctx, struct net_reply *r)
{
	struct visit *v = ctx;

	v->told(v->ctx, r);
	reply_free(r);
	free(v);
}

void net_visit(struct machine *m, const char *method, const char *path, const char *body,
	       void (*told)(void *ctx, const struct net_reply *r), void *ctx)
{
	struct wire *w = calloc(1, sizeof *w);
	struct visit *v = calloc(1, sizeof *v);

	*v = (struct visit){ told, ctx };
	w->to = m;
	snprintf(w->rq.method, sizeof w->rq.method, "%s", method);
	snprintf(w->rq.path, sizeof w->rq.path, "%s", path);
	snprintf(w->rq.host, sizeof w->rq.host, "127.0.0.1:8081");
	head_add(w->rq.heads, &w->rq.head_count, "content-type", 12, "application/json", 16);
	w->rq.len = strlen(body);
	w->rq.body = strdup(body);
	w->answer = visited;
	w->ctx = v;
	wire_arrive(w);
}
