/* Carried by hand: the queue written as files without touching it, the reply to such a file taken in, and files
 * of others handed in when there is a line (PROTOCOL.md section 3, D11).
 *
 * Nothing is remembered about a file that was written: batch and reply together say all. The batch is signed by
 * this very key, so it tells which numbers were in it; the reply is signed by central for this very batch.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/log.h"
#include "shared/base/pack.h"
#include "shared/base/val.h"
#include "shared/sync/carry.h"
#include "shared/sync/device_inside.h"

#define BATCH_Z "application/vnd.portiek.batch-z"
#define FILE_COUNTER 1 /* any: it is neither compared nor recorded */

/* ---- writing ----------------------------------------------------------------------------------------- */

struct carrying {
	struct device *d;
	int done;   /* items at the front that went into earlier files */
	int passed;
	int count;
	int most;
};

static bool pass(void *arg, int64_t seq)
{
	struct carrying *x = arg;

	(void)seq;
	if (x->passed == x->done)
		return false;
	x->passed++;
	return true;
}

static bool take(void *arg, const struct device_pending *p)
{
	struct carrying *x = arg;
	struct buf *text = &x->d->text;

	if (x->count == x->most || (x->count > 0 && text->len + p->len > DEVICE_TEXT))
		return false;
	wire_batch_item(text, p->text, p->len, x->count++ == 0);
	return true;
}

/* Fill and pack; again with half as many when it came out too large. */
static int fill(struct device *d, int done, struct buf *out)
{
	struct carrying x = { .d = d, .done = done, .most = WIRE_ITEMS };

	for (;;) {
		x.passed = x.count = 0;
		buf_clear(&d->text);
		buf_clear(out);
		device_batch_head(d);
		d->o.store->each_pending(d->o.ctx, pass, take, &x);
		wire_batch_end(&d->text);
		pack_fast(d->text.data, d->text.len, out);
		if (out->len <= WIRE_PACKED || x.count <= 1)
			return x.count;
		x.most = x.count / 2;
	}
}

int device_export(struct device *d, int done, struct buf *file)
{
	struct device_request rq = { 0 };
	char keyid[SIG_KEYID];
	int count = fill(d, done, &rq.body);

	if (count > 0) {
		snprintf(keyid, sizeof keyid, "%s.%lld", d->id.device, (long long)d->id.key_no);
		device_sign_as(d, 0, KIND_BATCH, &d->id.key, keyid, FILE_COUNTER, "POST", "/batches", BATCH_Z, &rq);
		carry_write_request(file, d->o.authority, &rq.headers, &rq.body);
		d->flights[0].kind = KIND_NONE;
	}
	buf_free(&rq.headers);
	buf_free(&rq.body);
	return count;
}

/* ---- taking a reply in ------------------------------------------------------------------------------- */

/* Did this key sign this batch? sig_text: the signature a reply must name. */
static bool is_ours(const struct device *d, const struct carried *c, char sig_text[SIG_TEXT])
{
	struct sig_request rq = { "POST", c->authority, "/sync/v1/batches", "", c->digest, c->protocol, c->counter,
		c->body.n ? c->type : "", "" };
	struct sig_params p;
	uint8_t sig[SIG_BYTES];
	char digest[SIG_DIGEST], keyid[SIG_KEYID];

	snprintf(keyid, sizeof keyid, "%s.%lld", d->id.device, (long long)d->id.key_no);
	sig_digest(c->body.p, c->body.n, digest);
	return strcmp(digest, c->digest) == 0 &&
	       sig_request_read(&rq, c->input, c->signature, &p, sig, sig_text) == OK && strcmp(p.keyid, keyid) == 0 &&
	       sig_request_check(d->id.key.pub, &rq, &p, sig);
}

bool device_carry_ours(const struct device *d, const void *batch, size_t n)
{
	struct carried c;
	char sig_text[SIG_TEXT];

	return d->enrolled && carry_read(batch, n, &c) == OK && !c.status && is_ours(d, &c, sig_text);
}

/* The numbers in a batch of our own. */
static bool numbers(const struct carried *c, struct device_flight *f)
{
	struct wire_item *items = mem_new(WIRE_ITEMS, sizeof *items);
	struct wire_head head;
	struct wire_fault fault;
	struct val_limits limits = { .big_key = "body" };
	BUF(text);
	bool good = pack_inflate(c->body.p, c->body.n, WIRE_INFLATED, NULL, 0, &text) == OK &&
		    val_scan(buf_text(&text), text.len, &limits, NULL) == OK &&
		    wire_batch_read(buf_text(&text), text.len, &head, items, &f->count, &fault) == OK;

	for (int i = 0; good && i < f->count; i++)
		f->seqs[i] = items[i].seq;
	free(items);
	return good;
}

/* A reply of an earlier epoch, or older than what is known, tells what is there but not how central stands. */
static bool newest(const struct device *d, const struct wire_reply *r)
{
	return r->now >= d->marks.last_contact + d->marks.skew_s * SECOND_MS;
}

static int take_reply(struct device *d, struct device_flight *f)
{
	struct wire_reply *r = mem_new(1, sizeof *r);
	bool room, same;
	int err = wire_reply_read(d->body.data, d->body.len, r);

	if (err == OK) {
		same = !d->marks.epoch[0] || strcmp(d->marks.epoch, r->epoch) == 0;
		if (!same && !newest(d, r))
			err = ERR_GONE;
		else if (!device_batch_take(d, f, r, newest(d, r), &room))
			err = ERR_STORAGE;
	}
	free(r);
	return err == ERR_INPUT ? ERR_CRYPT : err;
}

int device_import(struct device *d, const void *batch, size_t n, const void *reply, size_t m, char code[32])
{
	struct device_flight *f = mem_new(1, sizeof *f);
	struct carried c, answer;
	int err = OK;

	code[0] = '\0';
	if (carry_read(batch, n, &c) != OK || c.status || carry_read(reply, m, &answer) != OK || !answer.status)
		err = ERR_INPUT;
	else if (!d->enrolled || !is_ours(d, &c, f->sig_text) || !numbers(&c, f))
		err = ERR_NOT_FOUND;
	if (err == OK) {
		struct device_answer a = { .status = answer.status, .body = answer.body.p, .len = answer.body.n, .type = answer.type,
			.digest = answer.digest, .input = answer.input, .signature = answer.signature };

		f->doubts = d->refill.doubts;
		err = device_verify(d, f, &a, d->id.server_key) ? ERR_CRYPT : OK;
	}
	if (err == OK && span_copy(walk_get(device_reply(d), "error"), code, 32) && code[0])
		err = ERR_CONFLICT;
	if (err == OK)
		err = take_reply(d, f);
	log_line(err ? LOG_WARN : LOG_NOTE, "sync.carried", "items=%d err=%s code=%s", f->count, err_slug(err), code);
	free(f);
	return err;
}

/* ---- handing in for others --------------------------------------------------------------------------- */

void device_hand_in(struct device *d)
{
	d->want_carry = d->o.store->carried != NULL;
}

bool device_carry_ready(const struct device *d)
{
	return d->want_carry && d->flights[DEVICE_NEWS].kind == KIND_NONE;
}

bool device_carry_next(struct device *d, struct device_request *ret)
{
	struct device_flight *f = &d->flights[DEVICE_NEWS];

	if (!device_carry_ready(d))
		return false;
	d->want_carry = d->o.store->carried(d->o.ctx, f->version, &ret->body);
	if (!d->want_carry)
		return false;
	device_sign(d, DEVICE_NEWS, KIND_CARRIED, "POST", "/carried", CARRY_TYPE, ret);
	return true;
}

bool device_carry_answer(struct device *d, struct device_flight *f)
{
	struct span data = walk_get(device_reply(d), "data");
	BUF(file);

	if (data.n < 2 || base64_decode(data.p + 1, data.n - 2, &file) != OK) {
		device_failed(d, "bad_reply");
		return false;
	}
	if (d->o.store->carried_answer(d->o.ctx, f->version, file.data, file.len) == OK)
		return true;
	d->want_carry = false;
	device_failed(d, "storage");
	return false;
}

void device_carry_refused(struct device *d, const struct device_flight *f)
{
	if (d->o.store->carried_answer(d->o.ctx, f->version, NULL, 0) != OK)
		d->want_carry = false;
}
