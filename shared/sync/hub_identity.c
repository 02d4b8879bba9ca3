/* Devices that change who they are: a new key, a new line beside an old one (PROTOCOL.md sections 2
 * and 5).
 *
 * Promises: the same request again gives the same answer; nothing here makes a device active, only an
 * administrator does.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "shared/base/val.h"
#include "shared/sync/hub_inside.h"
#include "shared/sync/proof.h"

#define TRIES 8 /* random uuid or prefix taken */

static const char *const STATES[HUB_STATE_MAX] = {
	[HUB_ACTIVE] = "active", [HUB_PENDING] = "pending", [HUB_FORKED] = "forked",
	[HUB_REVOKED] = "revoked",
};

const char *hub_state_name(enum hub_state s)
{
	return STATES[s];
}

/* ---- parts every identity has --------------------------------------------------------------------- */

bool hub_hex32(struct span v, uint8_t out[32])
{
	char hex[HEX32_TEXT];

	return span_copy(v, hex, sizeof hex) && hex_decode(hex, out, 32);
}

enum sync_fault hub_envelope(struct hub_call *c, const char *path)
{
	snprintf(c->detail, sizeof c->detail, ",\"path\":\"%s\"", path);
	return FAULT_BAD_ENVELOPE;
}

enum sync_fault hub_scan(struct hub_call *c)
{
	struct val_fault why;

	if (val_scan(c->rq->body, c->rq->body_len, NULL, &why) == OK)
		return FAULT_NONE;
	snprintf(c->detail, sizeof c->detail, ",\"offset\":%zu,\"why\":\"%s\"", why.offset, why.why);
	return FAULT_BAD_JSON;
}

void hub_new_prefix(struct hub_device *d)
{
	uint8_t rnd[4];

	crypt_random(rnd, sizeof rnd);
	crockford_make(rnd, sizeof rnd, d->prefix);
}

void hub_new_name(struct hub_call *c, struct hub_device *d)
{
	uint8_t rnd[10];

	crypt_random(rnd, sizeof rnd);
	uuid7_make(c->now, rnd, d->uuid);
	hub_new_prefix(d);
}

void hub_cert(const struct hub *h, const struct hub_device *d, char cert[256], char cert_sig[SIG_TEXT])
{
	proof_cert(cert, d->uuid, d->key_no, d->pub, d->kind);
	proof_sign(&h->key, cert, cert_sig);
}

void hub_answer_identity(struct hub_call *c, const struct hub_device *d, const char *secret)
{
	const struct hub *h = c->hub;
	struct buf *out = &c->out->body;
	uint8_t proof[HASH_BYTES];
	char cert[PROOF_CERT], cert_sig[SIG_TEXT], hex[HEX32_TEXT];

	hub_cert(h, d, cert, cert_sig);
	hub_answer(c);
	buf_fmt(out, ",\"now\":%lld,\"device\":\"%s\",\"key_no\":%lld,\"state\":\"%s\",\"epoch\":\"%s\"",
		(long long)c->now, d->uuid, (long long)d->key_no, STATES[d->state], h->epoch);
	hex_encode(h->key.pub, PUBKEY_BYTES, hex);
	buf_fmt(out, ",\"server_key\":\"%s\"", hex);
	if (secret) {
		proof_server(secret, h->key.pub, d->uuid, d->pub, proof);
		hex_encode(proof, sizeof proof, hex);
		buf_fmt(out, ",\"server_proof\":\"%s\"", hex);
	}
	hex_encode(h->intake_pub, 32, hex);
	buf_fmt(out, ",\"site_key\":\"%s\",\"receipt_prefix\":\"%s\"", h->site_key, d->prefix);
	buf_fmt(out, ",\"intake_keys\":[{\"id\":\"%s\",\"x25519\":\"%s\"}]", h->intake_id, hex);
	buf_fmt(out, ",\"cert\":\"%s\",\"cert_sig\":\"%s\"}", cert, cert_sig);
}

void hub_note(struct hub_call *c, const char *what, const char *uuid, const char *detail)
{
	if (c->hub->store->note)
		c->hub->store->note(c->hub->ctx, what, uuid, detail, c->now);
}

/* {"pubkey","new_sig"}: a key that signed for itself after the one the request is signed with. */
static enum sync_fault read_new_key(struct hub_call *c, uint8_t pub[PUBKEY_BYTES])
{
	struct span body = walk_text(c->rq->body, c->rq->body_len);
	enum sync_fault f = hub_scan(c);
	char text[PROOF_CERT], sig[SIG_TEXT];

	if (f != FAULT_NONE)
		return f;
	if (!hub_hex32(walk_get(body, "pubkey"), pub))
		return hub_envelope(c, "/pubkey");
	if (!span_copy(walk_get(body, "new_sig"), sig, sizeof sig))
		return hub_envelope(c, "/new_sig");
	proof_new_key(text, c->params.keyid, pub);
	return proof_signed(pub, text, sig) ? FAULT_NONE : hub_envelope(c, "/new_sig");
}

/* ---- a new key ------------------------------------------------------------------------------------ */

enum sync_fault hub_rotate(struct hub_call *c)
{
	struct hub_device *d = &c->dev, next;
	uint8_t pub[PUBKEY_BYTES];
	enum sync_fault f = read_new_key(c, pub);

	if (f != FAULT_NONE)
		return f;
	if (crypt_equal(pub, d->pub, sizeof pub))
		return hub_envelope(c, "/pubkey");
	if (!d->has_next || !crypt_equal(pub, d->next_pub, sizeof pub))
		hub_note(c, "device.rotate", d->uuid, "");
	d->has_next = true; /* the old one lives until this one was used */
	memcpy(d->next_pub, pub, sizeof pub);
	next = *d;
	next.key_no++;
	memcpy(next.pub, pub, sizeof pub);
	hub_answer_identity(c, &next, NULL);
	return FAULT_NONE;
}

/* ---- a new line ----------------------------------------------------------------------------------- */

/* "hw_hint" may be left out; what is none counts as left out. */
static void read_hint(struct hub_call *c, char out[HEX32_TEXT])
{
	uint8_t raw[HASH_BYTES];

	if (!span_copy(walk_get(walk_text(c->rq->body, c->rq->body_len), "hw_hint"), out, HEX32_TEXT) ||
	    !hex_decode(out, raw, sizeof raw))
		out[0] = '\0';
}

static enum sync_fault beget(struct hub_call *c, const uint8_t pub[PUBKEY_BYTES], struct hub_device *child)
{
	const struct hub_store *s = c->hub->store;
	struct hub_device *parent = &c->dev;
	int rc = ERR_CONFLICT;

	if (s->children(c->hub->ctx, parent->n, c->now - HOUR_MS) >= HUB_LINES ||
	    s->kin(c->hub->ctx, parent->n, c->now - HOUR_MS) >= HUB_KIN) {
		c->storage = s->flood(c->hub->ctx, parent, c->now);
		snprintf(c->detail, sizeof c->detail, ",\"wait_s\":3600");
		hub_note(c, "device.flood", parent->uuid, "");
		return FAULT_SLOW_DOWN;
	}
	for (int i = 0; i < TRIES && rc == ERR_CONFLICT; i++) {
		memset(child, 0, sizeof *child);
		hub_new_name(c, child);
		text_copy(child->kind, sizeof child->kind, parent->kind);
		child->state = HUB_PENDING;
		child->key_no = 1;
		memcpy(child->pub, pub, PUBKEY_BYTES);
		read_hint(c, child->hw_hint);
		hub_counter_take(child, 1);
		child->contact = c->now;
		rc = s->reincarnate(c->hub->ctx, parent->n, child, c->now);
	}
	if (rc != OK) {
		c->storage = ERR_STORAGE;
		return FAULT_STORAGE_FULL;
	}
	hub_note(c, "device.line", child->uuid, parent->uuid);
	return FAULT_NONE;
}

enum sync_fault hub_reincarnate(struct hub_call *c)
{
	struct hub_device child;
	uint8_t pub[PUBKEY_BYTES];
	enum sync_fault f = read_new_key(c, pub);

	if (f != FAULT_NONE)
		return f;
	if (crypt_equal(pub, c->dev.pub, sizeof pub))
		return hub_envelope(c, "/pubkey");
	c->dev.state = HUB_FORKED;
	if (!c->hub->store->child_get(c->hub->ctx, c->dev.n, pub, &child))
		f = beget(c, pub, &child);
	if (f == FAULT_NONE)
		hub_answer_identity(c, &child, NULL);
	return f;
}
