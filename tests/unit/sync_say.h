/* A central that says what a test wants: replies changed or made up, signed as central signs.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_SYNC_SAY_H
#define TESTS_UNIT_SYNC_SAY_H

#include <stdarg.h>

#include "tests/unit/sync_world.h"

#include "shared/sync/device_inside.h"

#define JSON_TYPE "application/json"

/* The next request of the device, which it must have. */
static inline void asks(struct world *w, struct device_request *rq)
{
	memset(rq, 0, sizeof *rq);
	assert_true(device_next(&w->device, rq));
}

static inline void asks_nothing(struct world *w)
{
	struct device_request rq = { 0 };

	assert_false(device_next(&w->device, &rq));
	buf_free(&rq.headers);
	buf_free(&rq.body);
}

/* The request is answered with these bytes, signed by central for whatever they are. */
static inline void say_bytes(struct world *w, struct device_request *rq, int status, const char *type,
			     const void *body, size_t n)
{
	char digest[SIG_DIGEST], input[SIG_INPUT], signature[SIG_HEADER];
	struct device_answer a = { .err = OK, .why = "", .status = status, .body = body, .len = n, .type = type,
		.digest = digest, .input = input, .signature = signature };

	sig_digest(body, n, digest);
	sig_reply_make(&w->hub.key, status, digest, w->wall / 1000, input, signature);
	device_answer(&w->device, rq->slot, &a);
	buf_free(&rq->headers);
	buf_free(&rq->body);
}

/* The request is answered with these members, for this very request. */
static inline void say(struct world *w, struct device_request *rq, int status, const char *fmt, ...)
{
	char members[8000];
	va_list ap;
	BUF(body);

	va_start(ap, fmt);
	assert_in_range(vsnprintf(members, sizeof members, fmt, ap), 0, sizeof members - 1);
	va_end(ap);
	buf_fmt(&body, "{\"v\":1,\"req_sig\":\"%s\",\"now\":%lld%s%s}", w->device.flights[rq->slot].sig_text,
		(long long)w->wall, members[0] ? "," : "", members);
	say_bytes(w, rq, status, JSON_TYPE, buf_text(&body), body.len);
}

static inline void say_fault(struct world *w, struct device_request *rq, enum sync_fault f, const char *more)
{
	say(w, rq, fault_row(f)->status, "\"error\":\"%s\"%s%s", fault_row(f)->code, more[0] ? "," : "", more);
}

/* C(n) over what was captured. */
static inline void chain_of(const struct world *w, int64_t n, char hex[HEX32_TEXT])
{
	uint8_t c[HASH_BYTES] = { 0 };

	for (int64_t i = 0; i < n && i < w->near.count; i++)
		chain_next(c, w->near.items[i].id, w->near.items[i].h);
	hex_encode(c, HASH_BYTES, hex);
}

/* A batch's reply of a central that has our line up to hwm, with this ack list and these results. */
static inline void say_batch(struct world *w, struct device_request *rq, int64_t hwm, const char *ack,
			     const char *results, const char *more)
{
	char chain[HEX32_TEXT];

	chain_of(w, hwm, chain);
	say(w, rq, 200, "\"epoch\":\"%s\",\"hwm\":%lld,\"chain\":\"%s\",\"safe_hwm\":0,\"ack\":[%s],\"results\":[%s]%s%s",
	    w->hub.epoch, (long long)hwm, chain, ack, results, more[0] ? "," : "", more);
}

/* The request comes to nothing on the way. */
static inline void no_answer(struct world *w, struct device_request *rq)
{
	struct device_answer a = { .err = ERR_NETWORK, .why = "net_timeout", .type = "", .digest = "", .input = "",
		.signature = "", .body = "" };

	device_answer(&w->device, rq->slot, &a);
	buf_free(&rq->headers);
	buf_free(&rq->body);
}

/* The real central's next reply that holds w->from says w->to there, and is signed for what it says. */
static inline bool altered(struct world *w, struct device_answer *a, struct hub_reply *r)
{
	const char *at = strstr(buf_text(&r->body), w->from);
	BUF(body);

	if (!at)
		return true;
	buf_add(&body, r->body.data, (size_t)(at - r->body.data));
	buf_str(&body, w->to);
	buf_str(&body, at + strlen(w->from));
	buf_free(&r->body);
	r->body = body;
	body = (struct buf){ 0 };
	sig_digest(buf_text(&r->body), r->body.len, r->digest);
	sig_reply_make(&w->hub.key, r->status, r->digest, w->wall / 1000, r->input, r->signature);
	a->body = buf_text(&r->body);
	a->len = r->body.len;
	w->from = NULL;
	return false;
}

static inline void alter(struct world *w, const char *from, const char *to)
{
	w->from = from;
	w->to = to;
	w->spoil = altered;
}

#endif
