/* A batch that came by hand: the same request in a file, judged like any other but for its counter and its age,
 * which a carried file cannot have right (PROTOCOL.md section 3, D11). Its reply goes back the same way.
 *
 * A device that has a line may also hand in what it found on a stick: POST /carried wraps file and reply.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "shared/sync/carry.h"
#include "shared/sync/hub_inside.h"

int hub_carry(struct hub *h, const char *file, size_t n, struct hub_reply *r, struct buf *ret_file)
{
	struct carried f;

	memset(r, 0, sizeof *r);
	if (carry_read(file, n, &f) != OK || f.status)
		return ERR_INPUT;
	struct hub_request rq = { .method = "POST", .authority = f.authority, .path = "/sync/v1/batches", .query = "",
		.protocol = f.protocol, .counter = f.counter, .digest = f.digest, .input = f.input, .signature = f.signature,
		.type = f.type, .upload_offset = "", .accept = "", .peer = "", .body = f.body.p, .body_len = f.body.n };
	int err = hub_serve_carried(h, &rq, r);
	if (err == OK && r->is_signed)
		carry_write_reply(ret_file, r->status, r->type, r->digest, r->input, r->signature, &r->body);
	buf_free(&r->body);
	return err;
}

/* The device that hands it in may be the one that wrote it: its row was changed meanwhile. */
static bool read_again(struct hub_call *c)
{
	if (!c->hub->store->device_get(c->hub->ctx, c->dev.uuid, &c->dev))
		return false;
	hub_counter_take(&c->dev, c->counter);
	return true;
}

enum sync_fault hub_carried(struct hub_call *c)
{
	struct hub_reply inner;
	BUF(file);

	int err = hub_carry(c->hub, c->rq->body, c->rq->body_len, &inner, &file);
	if (err == ERR_INPUT || (err == OK && !inner.is_signed)) {
		snprintf(c->detail, sizeof c->detail, ",\"path\":\"\"");
		return FAULT_BAD_ENVELOPE;
	}
	if (err != OK || !read_again(c)) {
		c->storage = ERR_STORAGE;
		return FAULT_NONE;
	}
	c->out->stored = inner.stored;
	c->out->alarm = inner.alarm;
	hub_answer(c);
	buf_str(&c->out->body, ",\"data\":\"");
	base64_encode(file.data, file.len, &c->out->body);
	buf_str(&c->out->body, "\"}");
	return FAULT_NONE;
}
