/* One request from its first check to its signed reply.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/sync/hub.h"

#include <stdio.h>
#include <string.h>

#include "shared/base/pack.h"
#include "shared/base/val.h"
#include "shared/sync/carry.h"
#include "shared/sync/hub_inside.h"

#define ANY_LIVE (1u << HUB_ACTIVE | 1u << HUB_PENDING)
#define JSON "application/json"
#define BATCH_Z "application/vnd.portiek.batch-z"
#define REPLY_Z "application/vnd.portiek.reply-z"
#define KEEP (512 * 1024) /* scratch memory kept between requests */

const struct hub_route HUB_ROUTES[] = {
	{ "/hello", "GET", "", 0, 0, false, hub_hello },
	{ "/enrol", "POST", JSON, 4096, 0, false, hub_enrol },
	{ "/batches", "POST", BATCH_Z, WIRE_PACKED, ANY_LIVE, true, hub_batch },
	{ "/changes", "GET", "", 0, 1u << HUB_ACTIVE, true, hub_changes },
	{ "/chain", "GET", "", 0, ANY_LIVE, true, hub_chain },
	{ "/site/", "GET", "", 0, 1u << HUB_ACTIVE, true, hub_site },
	{ "/carried", "POST", CARRY_TYPE, CARRY_FILE, ANY_LIVE, true, hub_carried },
	{ "/device/rotate", "POST", JSON, 4096, ANY_LIVE, true, hub_rotate },
	{ "/device/reincarnate", "POST", JSON, 4096, ANY_LIVE | 1u << HUB_FORKED, true, hub_reincarnate },
	{ "/device/recover", "POST", JSON, 4096, 0, false, hub_recover },
	{ NULL, NULL, NULL, 0, 0, false, NULL },
};

void hub_init(struct hub *h)
{
	memset(h->peers, 0, sizeof h->peers);
	if (!h->authorities)
		h->authorities = "";
}

void hub_free(struct hub *h)
{
	buf_free(&h->inflated);
	buf_free(&h->bodies);
	buf_free(&h->text);
	crypt_wipe(&h->key, sizeof h->key);
}

static void keep_small(struct buf *b)
{
	if (b->cap > KEEP)
		buf_free(b);
}

void hub_answer(struct hub_call *c)
{
	buf_fmt(&c->out->body, "{\"v\":1,\"req_sig\":\"%s\"", c->sig_text);
}

bool hub_arg(const char *query, const char *name, char *out, size_t cap)
{
	size_t n = strlen(name), len;

	for (const char *p = query; *p; p += strcspn(p, "&"), p += *p == '&') {
		if (strncmp(p, name, n) != 0 || p[n] != '=')
			continue;
		p += n + 1;
		len = strcspn(p, "&");
		if (len >= cap)
			return false;
		memcpy(out, p, len);
		out[len] = '\0';
		return true;
	}
	return false;
}

bool hub_peer_blocked(struct hub *h, const char *peer, bool failed)
{
	int64_t now = clock_mono(h->clock);
	struct hub_peer *p = NULL, *oldest = &h->peers[0];

	for (int i = 0; i < HUB_PEERS && !p; i++) {
		if (strcmp(h->peers[i].address, peer) == 0)
			p = &h->peers[i];
		if (h->peers[i].since < oldest->since)
			oldest = &h->peers[i];
	}
	if (p && now - p->since > MINUTE_MS) { /* its place is free */
		*p = (struct hub_peer){ 0 };
		oldest = p;
		p = NULL;
	}
	if (!failed)
		return p && p->count >= 10;
	if (!p) {
		p = oldest;
		*p = (struct hub_peer){ .since = now };
		text_copy(p->address, sizeof p->address, peer);
	}
	return ++p->count > 10;
}

/* keyid is "<uuid>.<key no>" of a device we know. */
static enum sync_fault find_device(struct hub_call *c)
{
	const char *dot = strchr(c->params.keyid, '.');
	char uuid[UUID_TEXT];
	int64_t key_no;

	if (!dot || dot - c->params.keyid != UUID_TEXT - 1 ||
	    !int_parse(dot + 1, 1, WIRE_INT_MAX, &key_no))
		return FAULT_UNKNOWN_DEVICE;
	memcpy(uuid, c->params.keyid, UUID_TEXT - 1);
	uuid[UUID_TEXT - 1] = '\0';
	if (!uuid_valid(uuid) || !c->hub->store->device_get(c->hub->ctx, uuid, &c->dev))
		return FAULT_UNKNOWN_DEVICE;
	c->by_next = c->dev.has_next && key_no == c->dev.key_no + 1;
	if (!c->by_next && c->dev.key_no != key_no)
		return FAULT_UNKNOWN_DEVICE;
	text_copy(c->out->device, sizeof c->out->device, uuid);
	return FAULT_NONE;
}

/* A device that has a twin cannot know which numbers are left; a carried file has one of long ago. */
static bool uncounted(const struct hub_call *c)
{
	return c->carried || c->route->serve == hub_reincarnate;
}

static enum sync_fault check_counter(struct hub_call *c)
{
	if (uncounted(c) || !hub_counter_seen(&c->dev, c->counter))
		return FAULT_NONE;
	snprintf(c->detail, sizeof c->detail, ",\"max\":%lld", (long long)c->dev.counter);
	return FAULT_COUNTER_REPLAYED;
}

/* The old key is dead from here on. */
static void take_next_key(struct hub_call *c)
{
	struct hub_device *d = &c->dev;

	d->key_no++;
	memcpy(d->pub, d->next_pub, sizeof d->pub);
	memset(d->next_pub, 0, sizeof d->next_pub);
	d->has_next = false;
}

/* From the key to the state; the counter is remembered whatever comes after. */
static enum sync_fault serve_device(struct hub_call *c)
{
	enum sync_fault f = find_device(c);

	if (f == FAULT_NONE)
		f = check_counter(c);
	if (f == FAULT_NONE)
		f = hub_check_body(c);
	if (f == FAULT_NONE)
		f = hub_check_signature(c, c->by_next ? c->dev.next_pub : c->dev.pub);
	if (f != FAULT_NONE)
		return f;
	if (c->by_next)
		take_next_key(c);
	if (!uncounted(c))
		hub_counter_take(&c->dev, c->counter);
	f = c->carried ? FAULT_NONE : hub_check_created(c);
	if (f == FAULT_NONE)
		f = hub_check_state(c);
	if (f == FAULT_NONE)
		f = c->route->serve(c);
	c->dev.contact = c->carried ? c->dev.contact : c->now;
	if (c->hub->store->device_put(c->hub->ctx, &c->dev) != OK)
		c->storage = ERR_STORAGE;
	return f;
}

static enum sync_fault serve(struct hub_call *c)
{
	enum sync_fault f = hub_check_target(c);

	if (f == FAULT_NONE && c->route->serve == hub_hello)
		return hub_hello(c);
	if (f == FAULT_NONE)
		f = hub_check_head(c);
	else if (sig_header_read(c->rq->signature, c->sig, c->sig_text) != OK)
		c->sig_text[0] = '\0';
	if (f != FAULT_NONE)
		return f;
	return c->route->device ? serve_device(c) : c->route->serve(c);
}

static void write_refusal(struct hub_call *c, enum sync_fault f)
{
	const struct fault_row *row = fault_row(f);

	buf_clear(&c->out->body);
	buf_fmt(&c->out->body, "{\"v\":1,\"error\":\"%s\",\"msg\":\"%s\",\"now\":%lld,\"req_sig\":\"%s\"%s}",
		row->code, row->msg, (long long)c->now, c->sig_text, c->detail);
}

static void finish(struct hub_call *c)
{
	struct hub_reply *r = c->out;

	r->type = JSON;
	if (r->status == fault_row(FAULT_NONE)->status && r->body.len > 256 &&
	    strcmp(c->rq->accept, REPLY_Z) == 0) {
		buf_clear(&c->hub->text);
		pack_deflate(r->body.data, r->body.len, 4, NULL, 0, &c->hub->text);
		buf_clear(&r->body);
		buf_add(&r->body, c->hub->text.data, c->hub->text.len);
		r->type = REPLY_Z;
	}
	r->is_signed = c->sig_text[0] != '\0';
	if (!r->is_signed)
		return;
	sig_digest(buf_text(&r->body), r->body.len, r->digest);
	sig_reply_make(&c->hub->key, r->status, r->digest, c->now / SECOND_MS, r->input, r->signature);
}

static int serve_whole(struct hub *h, const struct hub_request *rq, bool carried, struct hub_reply *ret)
{
	struct hub_call c = { .hub = h, .rq = rq, .out = ret, .rest = "", .carried = carried };
	enum sync_fault f;

	c.now = clock_wall(h->clock);
	f = serve(&c);
	if (c.storage != OK) {
		f = FAULT_STORAGE_FULL;
		ret->stored = 0;
		snprintf(c.detail, sizeof c.detail, ",\"wait_s\":60");
	}
	ret->fault = f;
	ret->status = fault_row(f)->status;
	if (f != FAULT_NONE)
		write_refusal(&c, f);
	finish(&c);
	keep_small(&h->inflated);
	keep_small(&h->bodies);
	keep_small(&h->text);
	return c.storage;
}

int hub_serve(struct hub *h, const struct hub_request *rq, struct hub_reply *ret)
{
	return serve_whole(h, rq, false, ret);
}

int hub_serve_carried(struct hub *h, const struct hub_request *rq, struct hub_reply *ret)
{
	return serve_whole(h, rq, true, ret);
}
