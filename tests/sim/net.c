/* What happens to a request and its reply between two machines.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/sim/net.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "shared/io/post.h"
#include "tests/sim/ledger.h"
#include "tests/sim/net_inside.h"
#include "tests/sim/plot.h"
#include "tests/sim/world.h"

#define LATE_MS (4 * MINUTE)

/* One request of a kiosk until it was answered or given up. */
struct trip {
	struct machine *from;
	int boots;
	struct net_request rq;
	int64_t deadline;
	bool over;
	int uses;           /* things on the way that know of it */
	void (*done)(void *ctx, const struct post_reply *r);
	void *ctx;
	struct net_reply *reply;
	const char *why;
};

/* ---- back at the kiosk -------------------------------------------------------------------------- */

static void drop(struct trip *t)
{
	if (--t->uses)
		return;
	request_free(&t->rq);
	reply_free(t->reply);
	free(t);
}

static void copy_head(const struct net_reply *r, const char *name, char *out, size_t cap)
{
	const char *value = net_head(r->heads, r->head_count, name);

	snprintf(out, cap, "%s", value ? value : "");
}

/* A kill among the writes that follow this reply. */
static void kill_soon(struct trip *t)
{
	struct line *l = net_line(t->from->number);
	bool news = strstr(t->rq.path, "/changes") != NULL;
	int *nth = news ? &l->news_kill : &l->ack_kill;

	if (!t->reply || !*nth)
		return;
	machine_crash_in(t->from, *nth, false, DISK_LOSE_NOTHING, l->kill_fault);
	*nth = 0;
}

static void hand_over(void *ctx)
{
	struct trip *t = ctx;
	struct post_reply r = { .err = ERR_NETWORK, .why = t->why };

	if (t->reply) {
		r = (struct post_reply){ .err = OK, .why = "", .status = t->reply->status };
		buf_add(&r.body, t->reply->body, t->reply->len);
		copy_head(t->reply, "signature-input", r.signature_input, sizeof r.signature_input);
		copy_head(t->reply, "signature", r.signature, sizeof r.signature);
		copy_head(t->reply, "content-digest", r.digest, sizeof r.digest);
		copy_head(t->reply, "content-type", r.type, sizeof r.type);
	}
	kill_soon(t);
	t->done(t->ctx, &r);
	buf_free(&r.body);
	drop(t);
}

/* The end of a trip; the first one counts. */
static void end(struct trip *t, struct net_reply *r, const char *why)
{
	if (t->over) {
		reply_free(r);
		return;
	}
	t->over = true;
	t->reply = r;
	t->why = why;
	if (!t->from->up || t->from->boots != t->boots || t->from->doomed)
		return;
	world_note("to %s: %s %d", t->from->name, r ? "reply" : why, r ? r->status : 0);
	t->uses++;
	machine_errand(t->from, hand_over, t);
}

static void too_late(void *ctx)
{
	struct trip *t = ctx;

	end(t, NULL, "net_timeout");
	drop(t);
}

void net_forget(struct machine *m)
{
	(void)m; /* a trip of an earlier process ends nowhere */
}

/* ---- the way back -------------------------------------------------------------------------------- */

struct back {
	struct trip *t;
	struct net_reply *r;
};

static void come_back(void *ctx)
{
	struct back *b = ctx;

	end(b->t, b->r, "net_closed");
	drop(b->t);
	free(b);
}

static void keep(struct side *s, const struct net_request *rq, const struct net_reply *r)
{
	int at = s->past_count++ % PAST;

	request_free(&s->past[at]);
	reply_free(s->past_reply[at]);
	request_copy(&s->past[at], rq);
	s->past_reply[at] = reply_copy(r);
}

static void tell_ledger(const struct net_request *rq, const struct net_reply *r)
{
	const char *input = net_head(rq->heads, rq->head_count, "signature-input");
	const char *key = input ? strstr(input, "keyid=\"") : NULL;

	if (key)
		ledger_reply_left(key + 7, r->status, r->body, r->len);
}

static void answered(void *ctx, struct net_reply *r)
{
	struct trip *t = ctx;
	struct side *s = net_side(t->from->number);
	struct line *l = &s->line;
	int64_t ms = line_delay(l);
	struct back *b;

	if (r)
		tell_ledger(&t->rq, r);
	if (r && line_strikes(l, LINE_SWAP_REPLY) && s->past_count) {
		reply_free(r);
		r = reply_copy(s->past_reply[world_roll((uint64_t)(s->past_count < PAST ? s->past_count : PAST))]);
		world_note("another reply in its place");
	} else if (r) {
		keep(s, &t->rq, r);
	}
	if (r && line_strikes(l, LINE_CUT_REPLY)) { /* shorter than its Content-Length: no reply */
		reply_free(r);
		r = NULL;
	}
	if (r && line_strikes(l, LINE_SPOIL_REPLY))
		spoil_reply(r);
	if (line_strikes(l, LINE_DEAF) || line_strikes(l, LINE_DOWN) || line_strikes(l, LINE_LOSE)) {
		reply_free(r);
		drop(t);
		return;
	}
	b = calloc(1, sizeof *b);
	*b = (struct back){ t, r };
	world_in(line_strikes(l, LINE_LATE) ? ms + LATE_MS : ms, come_back, b);
}

/* ---- the way there ------------------------------------------------------------------------------- */

static void come_there(void *ctx)
{
	struct trip *t = ctx;
	struct line *l = net_line(t->from->number);
	struct wire *w;

	if (line_strikes(l, LINE_CUT_REQUEST)) { /* central waits for the rest, then hangs up */
		answered(t, NULL);
		return;
	}
	w = calloc(1, sizeof *w);
	w->to = &world->machines[CENTRAL];
	request_copy(&w->rq, &t->rq);
	if (line_strikes(l, LINE_SPOIL_REQUEST)) {
		spoil_request(&w->rq);
		world_note("a bit of a request is flipped");
	}
	w->answer = answered;
	w->ctx = t;
	wire_arrive(w);
}

static void send(struct trip *t)
{
	struct line *l = net_line(t->from->number);

	if (line_strikes(l, LINE_DOWN)) {
		end(t, NULL, "net_refused");
		return;
	}
	if (line_strikes(l, LINE_TLS) || line_strikes(l, LINE_NAME)) {
		static const char *const WHY[] = { "tls_expired", "tls_host", "tls_self_signed", "tls_unknown_ca", "tls_weak", "tls_clock", "tls_failed" };

		end(t, NULL, l->chance[LINE_NAME] ? "net_dns" : WHY[world_roll(sizeof WHY / sizeof WHY[0])]);
		return;
	}
	if (l->kind && strstr(t->rq.path, l->kind) && line_strikes(l, LINE_KIND)) {
		end(t, forged_failure(), NULL);
		return;
	}
	if (line_strikes(l, LINE_PORTAL)) {
		end(t, world_chance(300) ? forged_ack(&t->rq) : forged_portal(), NULL);
		return;
	}
	if (line_strikes(l, LINE_LOSE))
		return;
	t->uses++;
	world_in(line_delay(l), come_there, t);
	if (!line_strikes(l, LINE_REPEAT))
		return;
	world_note("a request is sent twice");
	t->uses++;
	world_in(line_delay(l), come_there, t);
}

static void read_target(const struct post_request *q, struct net_request *rq)
{
	const char *host = strstr(q->origin, "://"), *mark = strchr(q->target, '?');

	snprintf(rq->method, sizeof rq->method, "%s", q->method);
	snprintf(rq->host, sizeof rq->host, "%s", host ? host + 3 : "");
	snprintf(rq->path, sizeof rq->path, "%.*s", (int)(mark ? mark - q->target : (int)strlen(q->target)), q->target);
	snprintf(rq->query, sizeof rq->query, "%s", mark ? mark + 1 : "");
}

void post_start(struct loop *l, const struct post_request *q, void (*done)(void *ctx, const struct post_reply *r),
		void *ctx)
{
	struct machine *m = world->current;
	struct trip *t = calloc(1, sizeof *t);

	(void)l;
	*t = (struct trip){ .from = m, .boots = m->boots, .done = done, .ctx = ctx, .uses = 1 };
	read_target(q, &t->rq);
	heads_read(q->headers, strlen(q->headers), t->rq.heads, &t->rq.head_count);
	t->rq.body = calloc(1, q->body_len + 1);
	memcpy(t->rq.body, q->body, q->body_len);
	t->rq.len = q->body_len;
	world_in(q->deadline_ms, too_late, t);
	if (m->doomed)
		return;
	world_note("%s %s, %zu bytes", t->rq.method, t->rq.path, t->rq.len);
	side_count(net_side(m->number));
	send(t);
}
