/* A device that a restored database has never heard of shows its enrolment certificate (PROTOCOL.md
 * section 2).
 *
 * Like an enrolment its body is read before its signature is known to be good: the key stands in it.
 * Promises: nothing here makes a device active, and a revoked one stays revoked.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "shared/sync/hub_inside.h"
#include "shared/sync/proof.h"

#define TRIES 8 /* prefix taken */

/* What a certificate says; it is rendered again and compared, so there is one form only. */
struct claim {
	char cert[PROOF_CERT], cert_sig[SIG_TEXT];
	char uuid[UUID_TEXT], kind[8], prefix[5];
	int64_t key_no;
	uint8_t pub[PUBKEY_BYTES];
};

static bool read_cert(struct claim *x)
{
	char hex[HEX32_TEXT], number[20], same[PROOF_CERT];

	if (sscanf(x->cert, "portiek-cert-1 %36s %19s %64s %7s", x->uuid, number, hex, x->kind) != 4 ||
	    !uuid_valid(x->uuid) || !int_parse(number, 1, WIRE_INT_MAX, &x->key_no) ||
	    !hex_decode(hex, x->pub, sizeof x->pub))
		return false;
	proof_cert(same, x->uuid, x->key_no, x->pub, x->kind);
	return strcmp(same, x->cert) == 0;
}

/* By the key central signs with, or one it signed with before. */
static bool ours(const struct hub *h, const struct claim *x)
{
	bool good = proof_signed(h->key.pub, x->cert, x->cert_sig);

	for (int i = 0; i < h->former_count && !good; i++)
		good = proof_signed(h->former[i], x->cert, x->cert_sig);
	return good;
}

static enum sync_fault read_claim(struct hub_call *c, struct claim *x)
{
	struct span body = walk_text(c->rq->body, c->rq->body_len);
	enum sync_fault f = hub_scan(c);
	char keyid[SIG_KEYID], plain[8];

	memset(x, 0, sizeof *x);
	if (f != FAULT_NONE)
		return f;
	if (!span_copy(walk_get(body, "cert"), x->cert, sizeof x->cert))
		return hub_envelope(c, "/cert");
	if (!span_copy(walk_get(body, "cert_sig"), x->cert_sig, sizeof x->cert_sig))
		return hub_envelope(c, "/cert_sig");
	if (!ours(c->hub, x) || !read_cert(x))
		return FAULT_BAD_SIGNATURE;
	snprintf(keyid, sizeof keyid, "%s.%lld", x->uuid, (long long)x->key_no);
	if (strcmp(keyid, c->params.keyid) != 0)
		return FAULT_BAD_SIGNATURE;
	/* the letters its receipts begin with, a help only: a restored database has forgotten them */
	if (!span_copy(walk_get(body, "prefix"), plain, sizeof plain) ||
	    !crockford_normalise(plain, x->prefix, sizeof x->prefix) || strlen(x->prefix) != 4)
		x->prefix[0] = '\0';
	return hub_check_signature(c, x->pub);
}

static int make_again(struct hub_call *c, const struct claim *x)
{
	struct hub_device *d = &c->dev;
	int rc = ERR_CONFLICT;

	memset(d, 0, sizeof *d);
	text_copy(d->uuid, sizeof d->uuid, x->uuid);
	text_copy(d->kind, sizeof d->kind, x->kind);
	text_copy(d->prefix, sizeof d->prefix, x->prefix);
	d->state = HUB_PENDING;
	d->key_no = x->key_no;
	memcpy(d->pub, x->pub, sizeof d->pub);
	hub_counter_take(d, c->counter);
	d->contact = c->now;
	for (int i = 0; i < TRIES && rc == ERR_CONFLICT; i++) {
		if (i > 0 || !d->prefix[0])
			hub_new_prefix(d);
		rc = c->hub->store->recover(c->hub->ctx, d, c->now);
	}
	return rc == OK ? OK : ERR_STORAGE;
}

/* A database from before its last rotation: the certified key is the newer one. */
static int renew(struct hub_call *c, const struct claim *x)
{
	struct hub_device *d = &c->dev;

	d->key_no = x->key_no;
	memcpy(d->pub, x->pub, sizeof d->pub);
	d->has_next = false;
	if (d->state == HUB_ACTIVE)
		d->state = HUB_PENDING;
	return c->hub->store->device_put(c->hub->ctx, d);
}

static enum sync_fault recover(struct hub_call *c, const struct claim *x)
{
	const struct hub_store *s = c->hub->store;
	bool known = s->device_get(c->hub->ctx, x->uuid, &c->dev);

	text_copy(c->out->device, sizeof c->out->device, x->uuid);
	if (s->revoked(c->hub->ctx, x->uuid) || (known && c->dev.state == HUB_REVOKED))
		return FAULT_DEVICE_REVOKED;
	if (known && (c->dev.key_no > x->key_no || (c->dev.key_no == x->key_no &&
						    !crypt_equal(c->dev.pub, x->pub, sizeof x->pub))))
		return FAULT_UNKNOWN_DEVICE;
	if (!known)
		c->storage = make_again(c, x);
	else if (c->dev.key_no < x->key_no)
		c->storage = renew(c, x);
	else
		return FAULT_NONE;
	hub_note(c, "device.recover", x->uuid, "");
	return FAULT_NONE;
}

enum sync_fault hub_recover(struct hub_call *c)
{
	struct claim x;
	enum sync_fault f;

	if (hub_peer_blocked(c->hub, c->rq->peer, false))
		return FAULT_SLOW_DOWN;
	f = hub_check_body(c);
	if (f == FAULT_NONE)
		f = read_claim(c, &x);
	if (f == FAULT_NONE)
		f = recover(c, &x);
	if (f == FAULT_BAD_SIGNATURE || f == FAULT_UNKNOWN_DEVICE)
		hub_peer_blocked(c->hub, c->rq->peer, true);
	if (f == FAULT_NONE && c->storage == OK)
		hub_answer_identity(c, &c->dev, NULL);
	return f;
}
