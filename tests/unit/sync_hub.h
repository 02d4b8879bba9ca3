/* Requests to central's door for the suites of the hub: made, signed again, served, refused.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_SYNC_HUB_H
#define TESTS_UNIT_SYNC_HUB_H

#include "tests/unit/sync_world.h"

#include "shared/base/val.h"

/* A fresh request of the enrolled device of this world. */
static inline void make(struct world *w, struct wired *x, const char *method, const char *target,
			const char *type, const void *body, size_t n)
{
	const char *q = strchr(target, '?');
	struct sig_params p = { .created = w->wall / 1000 };
	char sig[SIG_TEXT];

	buf_free(&x->body);
	memset(x, 0, sizeof *x);
	text_copy(x->method, sizeof x->method, method);
	text_copy(x->authority, sizeof x->authority, "central.test:8080");
	snprintf(x->path, sizeof x->path, "/sync/v1%.*s", (int)(q ? q - target : (int)strlen(target)),
		 target);
	text_copy(x->query, sizeof x->query, q ? q + 1 : "");
	text_copy(x->protocol, sizeof x->protocol, "1.0");
	snprintf(x->counter, sizeof x->counter, "%lld", (long long)++w->device.counter);
	text_copy(x->type, sizeof x->type, n ? type : "");
	text_copy(x->peer, sizeof x->peer, "192.0.2.7");
	buf_add(&x->body, body, n);
	sig_digest(body, n, x->digest);
	snprintf(p.keyid, sizeof p.keyid, "%s.1", w->near.id.device);
	struct sig_request rq = { x->method, x->authority, x->path, x->query, x->digest, x->protocol,
		x->counter, x->type, "" };
	sig_request_make(&w->near.id.key, &rq, &p, x->input, x->signature, sig);
}

/* Sign what stands in x again, with these parameters. */
static inline void sign_again(struct wired *x, const struct sign_key *k, const char *keyid, int64_t created)
{
	struct sig_params p = { .created = created };
	struct sig_request rq = { x->method, x->authority, x->path, x->query, x->digest, x->protocol,
		x->counter, x->type, x->offset };
	char sig[SIG_TEXT];

	text_copy(p.keyid, sizeof p.keyid, keyid);
	sig_request_make(k, &rq, &p, x->input, x->signature, sig);
}

/* Serve x and check the refusal: its code, its signature, and that nothing was stored. */
static inline void refused(struct world *w, const struct wired *x, enum sync_fault want)
{
	struct far_end *before = mem_new(1, sizeof *before);
	struct hub_reply r;

	*before = w->far;
	(void)!wired_serve(w, x, &r);
	assert_string_equal(fault_row(r.fault)->code, fault_row(want)->code);
	assert_int_equal(r.status, fault_row(want)->status);
	assert_int_equal(w->far.item_count, before->item_count);
	assert_int_equal(w->far.mark_count, before->mark_count);
	if (r.is_signed) {
		assert_non_null(strstr(buf_text(&r.body), fault_row(want)->code));
		assert_int_equal(sig_reply_check(w->hub.key.pub, r.status, r.body.data, r.body.len,
						 r.digest, r.input, r.signature), OK);
	}
	buf_free(&r.body);
	free(before);
}

static inline void served(struct world *w, const struct wired *x, struct hub_reply *r)
{
	(void)!wired_serve(w, x, r);
	assert_string_equal(fault_row(r->fault)->code, "");
}

static inline void head_text(struct world *w, struct buf *out)
{
	struct wire_head h = { .quality = "rtc", .clock = { w->wall, w->mono,
		"b00b00b00b00b00b00b00b00b00b00bb" } };

	text_copy(h.device, sizeof h.device, w->near.id.device);
	wire_batch_begin(out, &h);
}

/* A batch of this JSON, packed. */
static inline void make_batch(struct world *w, struct wired *x, const char *json, size_t n)
{
	BUF(packed);

	pack_deflate(json, n, 4, NULL, 0, &packed);
	make(w, x, "POST", "/batches", BATCH_TYPE, packed.data, packed.len);
}

static inline void make_items(struct world *w, struct wired *x, int from, int to)
{
	BUF(text);

	head_text(w, &text);
	for (int i = from; i <= to; i++)
		wire_batch_item(&text, w->near.items[i - 1].text.data, w->near.items[i - 1].text.len,
				i == from);
	wire_batch_end(&text);
	make_batch(w, x, text.data, text.len);
}

#endif
