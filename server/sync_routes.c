/* From the HTTP server's request to the hub's and back; nothing is decided here.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/sync_routes.h"

#include <stdlib.h>
#include <string.h>

#include "server/epoch_store.h"
#include "server/hub_store.h"
#include "shared/base/crash.h"
#include "shared/base/log.h"
#include "shared/io/db.h"
#include "shared/io/http.h"

struct sync_desk {
	struct hub hub;
	struct hub_files files;
	struct ingest *ingest;
	char authorities[512];
};

static const char *const METHODS[HTTP_METHOD_MAX] = {
	[HTTP_GET] = "GET", [HTTP_HEAD] = "HEAD", [HTTP_POST] = "POST", [HTTP_PUT] = "PUT",
	[HTTP_PATCH] = "PATCH", [HTTP_DELETE] = "DELETE", [HTTP_OPTIONS] = "OPTIONS",
};

/* The epoch is there from init on; an older file gets it now. */
static int read_epoch(struct db *db, int64_t now, char out[EPOCH_TEXT])
{
	if (db_meta_text(db, "epoch", out, EPOCH_TEXT))
		return OK;
	db_event_begin(db);
	epoch_first(db, now, out);
	return db_event_commit(db, true);
}

void sync_desk_keys(struct sync_desk *d, const struct keys *k)
{
	d->hub.key = k->server;
	d->hub.server_keys = k->server_keys;
	d->hub.former = k->former;
	d->hub.former_count = k->former_count;
	text_copy(d->hub.intake_id, sizeof d->hub.intake_id, k->intake_id);
	memcpy(d->hub.intake_pub, k->intake.pub, sizeof d->hub.intake_pub);
}

int sync_desk_open(const struct sync_desk_options *o, struct sync_desk **ret)
{
	struct sync_desk *d = mem_new(1, sizeof *d);
	int err;

	d->ingest = o->ingest;
	d->files.db = o->db;
	d->files.keys = o->keys;
	text_copy(d->files.site_dir, sizeof d->files.site_dir, o->site_dir);
	text_copy(d->authorities, sizeof d->authorities, o->authorities ? o->authorities : "");
	d->hub.store = &HUB_STORE;
	d->hub.ctx = &d->files;
	d->hub.clock = o->clock;
	sync_desk_keys(d, o->keys);
	d->hub.authorities = d->authorities;
	site_key_public(&o->keys->site, d->hub.site_key);
	hub_init(&d->hub);
	err = read_epoch(o->db, clock_wall(o->clock), d->hub.epoch);
	if (err != OK) {
		sync_desk_free(d);
		return err;
	}
	*ret = d;
	return OK;
}

void sync_desk_free(struct sync_desk *d)
{
	if (!d)
		return;
	hub_free(&d->hub);
	free(d);
}

/* Signed headers, "" when absent or too long to be ours. */
struct heads {
	char protocol[16], counter[24], digest[96], input[SIG_INPUT], signature[128], offset[24];
};

static void read_head(const struct request *rq, const char *name, char *out, size_t cap)
{
	if (!http_header(rq, name, out, cap))
		out[0] = '\0';
}

static void read_heads(const struct request *rq, struct heads *h)
{
	read_head(rq, "portiek-protocol:", h->protocol, sizeof h->protocol);
	read_head(rq, "portiek-counter:", h->counter, sizeof h->counter);
	read_head(rq, "content-digest:", h->digest, sizeof h->digest);
	read_head(rq, "signature-input:", h->input, sizeof h->input);
	read_head(rq, "signature:", h->signature, sizeof h->signature);
	read_head(rq, "upload-offset:", h->offset, sizeof h->offset);
}

static void give_reply(struct reply *rp, struct hub_reply *hr)
{
	rp->status = hr->status;
	rp->type = hr->type;
	rp->cache = "no-store, no-transform";
	buf_free(&rp->body);
	rp->body = hr->body;
	if (!hr->is_signed)
		return;
	reply_header(rp, "content-digest", hr->digest);
	reply_header(rp, "signature-input", hr->input);
	reply_header(rp, "signature", hr->signature);
}

static void note(const struct request *rq, const struct hub_reply *hr)
{
	if (hr->fault != FAULT_NONE)
		log_line(LOG_WARN, "sync.refused", "peer=%s device=%s code=%s", rq->peer, hr->device,
			 fault_row(hr->fault)->code);
	else if (hr->stored > 0)
		log_line(LOG_INFO, "sync.taken", "device=%s items=%d", hr->device, hr->stored);
}

static void wake(struct sync_desk *d, const struct hub_reply *hr)
{
	if (hr->alarm && d->ingest)
		ingest_hurry(d->ingest);
	else if (hr->stored > 0 && d->ingest)
		ingest_wake(d->ingest);
}

int sync_carry(struct sync_desk *d, const char *file, size_t n, struct buf *out)
{
	struct hub_reply hr;
	int err = hub_carry(&d->hub, file, n, &hr, out);

	if (err != OK)
		return err;
	log_line(LOG_NOTE, "sync.carried", "device=%s items=%d code=%s", hr.device, hr.stored, fault_row(hr.fault)->code);
	wake(d, &hr);
	return hr.is_signed ? OK : ERR_INPUT;
}

int sync_serve(struct app *app, const struct request *rq, struct reply *rp)
{
	struct sync_desk *d = app_sync_desk(app);
	struct heads h;
	struct hub_reply hr = { 0 };
	int err;

	read_heads(rq, &h);
	struct hub_request in = {
		.method = METHODS[rq->method], .authority = rq->host, .path = rq->path,
		.query = rq->query, .protocol = h.protocol, .counter = h.counter, .digest = h.digest,
		.input = h.input, .signature = h.signature, .type = rq->type,
		.upload_offset = h.offset, .accept = rq->accept, .peer = rq->peer, .body = rq->body,
		.body_len = rq->body_len,
	};
	err = hub_serve(&d->hub, &in, &hr);
	note(rq, &hr);
	if (err != OK) { /* nothing of it may stay; an unsigned refusal is no answer to a device */
		buf_free(&hr.body);
		return err;
	}
	if (hr.fault == FAULT_NONE && hr.device[0])
		http_owner(rq, hr.device);
	give_reply(rp, &hr);
	wake(d, &hr);
	crash_point("central.sync.taken");
	return OK;
}
