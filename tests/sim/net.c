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

static struct side sides[MACHINES];

struct side *net_side(int machine)
{
	return &sides[machine];
}

struct line *net_line(int machine)
{
	return &sides[machine].line;
}

void net_calm(void)
{
	for (int i = 0; i < MACHINES; i++) {
		struct line *l = &sides[i].line;

		*l = (struct line){ .delay_ms = 20, .spread_ms = 10 };
		for (int k = 0; k < LINE_DOES; k++)
			l->fault[k] = -1;
	}
}

int64_t net_requests(int machine)
{
	return sides[machine].requests;
}

int net_busiest(int machine)
{
	return sides[machine].busiest;
}

int net_busiest_of_all(void)
{
	int most = 0;

	for (int i = 0; i < MACHINES; i++)
		if (sides[i].busiest > most)
			most = sides[i].busiest;
	return most;
}

void net_count_from_now(void)
{
	for (int i = 0; i < MACHINES; i++) {
		sides[i].requests = 0;
		sides[i].try_count = sides[i].busiest = 0;
	}
}

static void count_try(struct side *s)
{
	int n = 0;

	s->requests++;
	s->tries[s->try_count++ % RATE] = world->now;
	for (int i = 0; i < RATE && i < s->try_count; i++)
		n += world->now - s->tries[i] < MINUTE;
	if (n > s->busiest)
		s->busiest = n;
}

static bool does(struct line *l, enum line_does what)
{
	if (!l->chance[what] || !world_chance(l->chance[what]))
		return false;
	if (l->fault[what] >= 0)
		plot_hit(l->fault[what]);
	l->fault[what] = -1;
	return true;
}

static int64_t delay(const struct line *l)
{
	return l->delay_ms + (l->spread_ms ? (int64_t)world_roll((uint64_t)l->spread_ms) : 0);
}

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
	struct line *l = &sides[t->from->number].line;
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

static void flip(char *p, size_t len)
{
	if (len)
		p[world_roll(len)] ^= (char)(1 << world_roll(8));
}

static void spoil_reply(struct net_reply *r)
{
	int which = (int)world_roll((uint64_t)r->head_count + 2);

	if (which < r->head_count)
		flip(r->heads[which].value, strlen(r->heads[which].value));
	else if (which == r->head_count)
		r->status ^= 1 << world_roll(3);
	else
		flip(r->body, r->len);
}

static struct net_reply *portal_page(void)
{
	static const char PAGE[] = "<html>Welkom op het gratis netwerk. Klik hier.</html>";
	struct net_reply *r = calloc(1, sizeof *r);

	r->status = (int[]){ 200, 302, 511 }[world_roll(3)];
	head_add(r->heads, &r->head_count, "content-type", 12, "text/html", 9);
	r->body = strdup(PAGE);
	r->len = sizeof PAGE - 1;
	return r;
}

static struct net_reply *failure_page(void)
{
	struct net_reply *r = portal_page();

	r->status = 500;
	return r;
}

/* A server that is not central says that everything arrived. */
static struct net_reply *false_ack(const struct net_request *rq)
{
	static const char TEXT[] =
		"{\"v\":1,\"req_sig\":\"%.88s\",\"epoch\":\"00112233445566778899aabbccddeeff\",\"now\":%lld,\"ack\":[[1,400]],"
		"\"results\":[],\"hwm\":400,\"chain\":\"%064d\",\"safe_hwm\":0,\"want_blobs\":[],"
		"\"credit\":{\"items\":256,\"bytes\":262144,\"wait_s\":0},\"ctl\":[]}";
	const char *signature = net_head(rq->heads, rq->head_count, "signature");
	struct net_reply *r = calloc(1, sizeof *r);

	r->status = 200;
	head_add(r->heads, &r->head_count, "content-type", 12, "application/json", 16);
	r->body = calloc(1, 600);
	r->len = (size_t)snprintf(r->body, 600, TEXT, signature ? signature + 6 : "", (long long)world->now, 0);
	return r;
}

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
	struct side *s = &sides[t->from->number];
	struct line *l = &s->line;
	int64_t ms = delay(l);
	struct back *b;

	if (r)
		tell_ledger(&t->rq, r);
	if (r && does(l, LINE_SWAP_REPLY) && s->past_count) {
		reply_free(r);
		r = reply_copy(s->past_reply[world_roll((uint64_t)(s->past_count < PAST ? s->past_count : PAST))]);
		world_note("another reply in its place");
	} else if (r) {
		keep(s, &t->rq, r);
	}
	if (r && does(l, LINE_CUT_REPLY)) { /* shorter than its Content-Length: no reply */
		reply_free(r);
		r = NULL;
	}
	if (r && does(l, LINE_SPOIL_REPLY))
		spoil_reply(r);
	if (does(l, LINE_DEAF) || does(l, LINE_DOWN) || does(l, LINE_LOSE)) {
		reply_free(r);
		drop(t);
		return;
	}
	b = calloc(1, sizeof *b);
	*b = (struct back){ t, r };
	world_in(does(l, LINE_LATE) ? ms + LATE_MS : ms, come_back, b);
}

/* ---- the way there ------------------------------------------------------------------------------- */

static void spoil_request(struct net_request *rq)
{
	int which = (int)world_roll((uint64_t)rq->head_count + 3);

	if (which < rq->head_count)
		flip(rq->heads[which].value, strlen(rq->heads[which].value));
	else if (which == rq->head_count)
		flip(rq->path, strlen(rq->path));
	else if (which == rq->head_count + 1)
		flip(rq->query, strlen(rq->query));
	else
		flip(rq->body, rq->len);
}

static void come_there(void *ctx)
{
	struct trip *t = ctx;
	struct line *l = &sides[t->from->number].line;
	struct wire *w;

	if (does(l, LINE_CUT_REQUEST)) { /* central waits for the rest, then hangs up */
		answered(t, NULL);
		return;
	}
	w = calloc(1, sizeof *w);
	w->to = &world->machines[CENTRAL];
	request_copy(&w->rq, &t->rq);
	if (does(l, LINE_SPOIL_REQUEST)) {
		spoil_request(&w->rq);
		world_note("a bit of a request is flipped");
	}
	w->answer = answered;
	w->ctx = t;
	wire_arrive(w);
}

static void send(struct trip *t)
{
	struct line *l = &sides[t->from->number].line;

	if (does(l, LINE_DOWN)) {
		end(t, NULL, "net_refused");
		return;
	}
	if (does(l, LINE_TLS) || does(l, LINE_NAME)) {
		static const char *const WHY[] = { "tls_expired", "tls_host", "tls_self_signed", "tls_unknown_ca", "tls_weak", "tls_clock", "tls_failed" };

		end(t, NULL, l->chance[LINE_NAME] ? "net_dns" : WHY[world_roll(sizeof WHY / sizeof WHY[0])]);
		return;
	}
	if (l->kind && strstr(t->rq.path, l->kind) && does(l, LINE_KIND)) {
		end(t, failure_page(), NULL);
		return;
	}
	if (does(l, LINE_PORTAL)) {
		end(t, world_chance(300) ? false_ack(&t->rq) : portal_page(), NULL);
		return;
	}
	if (does(l, LINE_LOSE))
		return;
	t->uses++;
	world_in(delay(l), come_there, t);
	if (!does(l, LINE_REPEAT))
		return;
	world_note("a request is sent twice");
	t->uses++;
	world_in(delay(l), come_there, t);
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
	count_try(&sides[m->number]);
	send(t);
}
