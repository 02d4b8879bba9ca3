/* Signing what leaves, and believing only what central signed for it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "shared/base/log.h"
#include "shared/base/pack.h"
#include "shared/base/val.h"
#include "shared/sync/device_inside.h"

#define REPLY_Z "application/vnd.portiek.reply-z"
#define REPLY_INFLATED (8 * 1024 * 1024)
#define BASE "/sync/v1"
#define BATCH_DEADLINE_MS (2 * MINUTE_MS)

static int64_t next_counter(struct device *d)
{
	if (!d->o.sparing && d->counter >= d->counter_top - DEVICE_SPARE) {
		d->counter_top = d->o.store->reserve(d->o.ctx, d->counter);
		/* Numbers below this block may have been used before a crash, by the same key too: an
		 * enrolment that is repeated starts from 1 here, but not at central. */
		if (d->counter < d->counter_top - DEVICE_COUNTERS)
			d->counter = d->counter_top - DEVICE_COUNTERS;
	}
	return ++d->counter;
}

/* "GET", "/changes?cursor=x" as what is covered. */
static void split_target(const char *target, char path[256], char query[256])
{
	const char *q = strchr(target, '?');

	snprintf(path, 256, BASE "%.*s", (int)(q ? q - target : (int)strlen(target)), target);
	snprintf(query, 256, "%s", q ? q + 1 : "");
}

/* By central's clock as we last knew it. Our own may have fallen back since, to 1970 after a flat battery:
 * a time below zero central cannot read, and would answer with a time we cannot believe. */
static int64_t central_time(const struct device *d)
{
	int64_t s = clock_wall(d->o.clock) / SECOND_MS + d->marks.skew_s;

	return s > 0 ? s : 0;
}

void device_sign_as(struct device *d, int slot, enum device_kind kind, const struct sign_key *key,
		    const char *keyid, int64_t counter, const char *method, const char *target,
		    const char *type, struct device_request *ret)
{
	struct device_flight *f = &d->flights[slot];
	char path[256], query[256], digest[SIG_DIGEST], number[24], input[SIG_INPUT],
		header[SIG_HEADER];
	struct sig_params p = { .created = central_time(d) };
	struct sig_request rq = { method, d->o.authority, path, query, digest, WIRE_VERSION, number,
		ret->body.len ? type : "", "" };

	split_target(target, path, query);
	text_copy(p.keyid, sizeof p.keyid, keyid);
	snprintf(number, sizeof number, "%lld", (long long)counter);
	sig_digest(buf_text(&ret->body), ret->body.len, digest);
	sig_request_make(key, &rq, &p, input, header, f->sig_text);
	buf_fmt(&ret->headers, "portiek-protocol: " WIRE_VERSION "\r\nportiek-counter: %s\r\n"
		"content-digest: %s\r\nsignature-input: %s\r\nsignature: %s\r\n", number, digest,
		input, header);
	if (ret->body.len)
		buf_fmt(&ret->headers, "content-type: %s\r\n", type);
	if (kind == KIND_CHANGES)
		buf_str(&ret->headers, "accept: " REPLY_Z "\r\n");
	snprintf(ret->target, sizeof ret->target, BASE "%s", target);
	ret->slot = slot;
	ret->method = method;
	ret->deadline_ms = BATCH_DEADLINE_MS;
	f->kind = kind;
	f->doubts = d->refill.doubts;
	f->started = device_mono(d);
}

void device_sign(struct device *d, int slot, enum device_kind kind, const char *method,
		 const char *target, const char *type, struct device_request *ret)
{
	char keyid[SIG_KEYID];

	device_keyid(d, keyid);
	device_sign_as(d, slot, kind, &d->id.key, keyid, next_counter(d), method, target, type, ret);
}

/* Not from central at all: what stands between? */
static const char *foreign(const struct device_answer *a)
{
	bool html = strncmp(a->type, "text/html", 9) == 0;

	return html || (a->status >= 300 && a->status < 400) || a->status == 511 ? "portal" : "unsigned";
}

static int unpack(struct device *d, const struct device_answer *a)
{
	buf_clear(&d->body);
	if (strcmp(a->type, REPLY_Z) == 0)
		return pack_inflate(a->body, a->len, REPLY_INFLATED, NULL, 0, &d->body);
	buf_add(&d->body, a->body, a->len);
	return OK;
}

const char *device_verify(struct device *d, const struct device_flight *f,
			  const struct device_answer *a, const uint8_t server[PUBKEY_BYTES])
{
	/* A reply of central may hold a whole catalogue or a piece of a site. */
	struct val_limits limits = { .bytes = REPLY_INFLATED, .depth = 32, .tokens = 400000,
		.string = 65536, .big = 400000, .big_key = "data" };
	struct val_fault fault;
	char sig[SIG_TEXT];

	if (sig_reply_check(server, a->status, a->body, a->len, a->digest, a->input,
			    a->signature) != OK)
		return foreign(a);
	if (unpack(d, a) != OK || val_scan(buf_text(&d->body), d->body.len, &limits, &fault) != OK)
		return "bad_reply";
	if (!span_copy(walk_get(device_reply(d), "req_sig"), sig, sizeof sig) ||
	    strcmp(sig, f->sig_text) != 0)
		return "other_request";
	return NULL;
}
