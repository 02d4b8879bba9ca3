/* Enrolment: a one-time code proves both sides to each other (PROTOCOL.md section 2, R70).
 *
 * The only request whose body is read before its signature: the key stands in it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "shared/base/val.h"
#include "shared/sync/hub_inside.h"
#include "shared/sync/proof.h"

#define TRIES 8 /* random uuid or prefix taken */

static bool read_hex32(struct span v, uint8_t out[32])
{
	char hex[HEX32_TEXT];

	return span_copy(v, hex, sizeof hex) && hex_decode(hex, out, 32);
}

static bool read_hint(struct span v, char out[HEX32_TEXT])
{
	uint8_t raw[32];

	return span_copy(v, out, HEX32_TEXT) && (out[0] == '\0' || hex_decode(out, raw, 32));
}

static enum sync_fault envelope(struct hub_call *c, const char *path)
{
	snprintf(c->detail, sizeof c->detail, ",\"path\":\"%s\"", path);
	return FAULT_BAD_ENVELOPE;
}

static enum sync_fault read_enrol(struct hub_call *c, struct hub_enrol *e)
{
	static const char *const NAMES[] = { "v", "code_id", "pubkey", "kind", "hw_hint", "sw",
		"proof", NULL };
	struct val_fault why;
	struct span f[7];
	int64_t v;

	if (val_scan(c->rq->body, c->rq->body_len, NULL, &why) != OK) {
		snprintf(c->detail, sizeof c->detail, ",\"offset\":%zu,\"why\":\"%s\"", why.offset,
			 why.why);
		return FAULT_BAD_JSON;
	}
	memset(e, 0, sizeof *e);
	if (!walk_pick(walk_text(c->rq->body, c->rq->body_len), NAMES, f) ||
	    !span_int(f[0], WIRE_MAJOR, WIRE_MAJOR, &v))
		return envelope(c, "/v");
	if (!span_copy(f[1], e->code_id, sizeof e->code_id) || strlen(e->code_id) != PROOF_CODE_ID)
		return envelope(c, "/code_id");
	if (!read_hex32(f[2], e->pub))
		return envelope(c, "/pubkey");
	if (!span_copy(f[3], e->kind, sizeof e->kind))
		return envelope(c, "/kind");
	if (!read_hint(f[4], e->hw_hint))
		return envelope(c, "/hw_hint");
	if (!span_copy(f[5], e->software, sizeof e->software))
		return envelope(c, "/sw");
	return read_hex32(f[6], e->proof) ? FAULT_NONE : envelope(c, "/proof");
}

/* Is this code good for this device now? */
static bool code_good(struct hub_call *c, const struct hub_enrol *e, struct hub_code *code)
{
	uint8_t want[HASH_BYTES];
	bool proven, fresh;

	if (!c->hub->store->code_get(c->hub->ctx, e->code_id, code))
		return false;
	proof_device(code->secret, e->pub, c->hub->key.pub, want);
	proven = crypt_equal(want, e->proof, sizeof want);
	if (!proven)
		c->hub->store->code_failed(c->hub->ctx, e->code_id);
	fresh = c->now < code->expires && code->failures < HUB_FAILURES;
	if (code->redeemed)
		fresh = fresh && crypt_equal(code->pub, e->pub, sizeof code->pub);
	return proven && fresh && strcmp(code->kind, e->kind) == 0;
}

static void make_uuid(int64_t now, char out[UUID_TEXT])
{
	uint8_t rnd[10];

	crypt_random(rnd, sizeof rnd);
	uuid7_make(now, rnd, out);
}

static int make_device(struct hub_call *c, const struct hub_enrol *e)
{
	struct hub_device *d = &c->dev;
	uint8_t rnd[4], sig[SIG_BYTES];
	char cert[PROOF_CERT], header[SIG_HEADER], cert_sig[SIG_TEXT];
	int rc = ERR_CONFLICT;

	for (int i = 0; i < TRIES && rc == ERR_CONFLICT; i++) {
		memset(d, 0, sizeof *d);
		make_uuid(c->now, d->uuid);
		crypt_random(rnd, sizeof rnd);
		crockford_make(rnd, sizeof rnd, d->prefix);
		text_copy(d->kind, sizeof d->kind, e->kind);
		d->state = e->hw_hint[0] && c->hub->store->hw_hint_active(c->hub->ctx, e->hw_hint)
			   ? HUB_PENDING : HUB_ACTIVE;
		d->key_no = 1;
		memcpy(d->pub, e->pub, sizeof d->pub);
		hub_counter_take(d, c->counter);
		d->contact = c->now;
		proof_cert(cert, d->uuid, 1, e->pub, e->kind);
		sign_make(&c->hub->key, cert, strlen(cert), sig);
		sig_header_make(sig, header, cert_sig);
		rc = c->hub->store->enrol(c->hub->ctx, e, d, cert, cert_sig, c->now);
	}
	return rc;
}

static void answer(struct hub_call *c, const struct hub_code *code)
{
	const struct hub_device *d = &c->dev;
	struct buf *out = &c->out->body;
	uint8_t proof[HASH_BYTES];
	char cert[PROOF_CERT], cert_sig[SIG_TEXT], server[HEX32_TEXT], hex[HEX32_TEXT];

	c->hub->store->cert_get(c->hub->ctx, d->uuid, cert, cert_sig);
	hex_encode(c->hub->key.pub, PUBKEY_BYTES, server);
	proof_server(code->secret, c->hub->key.pub, d->uuid, d->pub, proof);
	hex_encode(proof, sizeof proof, hex);
	hub_answer(c);
	buf_fmt(out, ",\"now\":%lld,\"device\":\"%s\",\"key_no\":%lld,\"state\":\"%s\",\"epoch\":\"%s\"",
		(long long)c->now, d->uuid, (long long)d->key_no,
		d->state == HUB_PENDING ? "pending" : "active", c->hub->epoch);
	buf_fmt(out, ",\"server_key\":\"%s\",\"server_proof\":\"%s\",\"site_key\":\"%s\"", server, hex,
		c->hub->site_key);
	hex_encode(c->hub->intake_pub, 32, hex);
	buf_fmt(out, ",\"receipt_prefix\":\"%s\",\"intake_keys\":[{\"id\":\"%s\",\"x25519\":\"%s\"}]",
		d->prefix, c->hub->intake_id, hex);
	buf_fmt(out, ",\"cert\":\"%s\",\"cert_sig\":\"%s\"}", cert, cert_sig);
}

static enum sync_fault redeem(struct hub_call *c, const struct hub_enrol *e)
{
	struct hub_code code;
	enum sync_fault f = FAULT_NONE;

	if (!code_good(c, e, &code)) {
		hub_peer_blocked(c->hub, c->rq->peer, true);
		f = FAULT_BAD_CODE;
	} else if (code.redeemed) {
		if (!c->hub->store->device_get(c->hub->ctx, code.device, &c->dev))
			f = FAULT_BAD_CODE;
	} else if (make_device(c, e) != OK) {
		c->storage = ERR_STORAGE;
		f = FAULT_STORAGE_FULL;
	}
	if (f == FAULT_NONE)
		answer(c, &code);
	crypt_wipe(&code, sizeof code);
	return f;
}

enum sync_fault hub_enrol(struct hub_call *c)
{
	struct hub_enrol e;
	char keyid[SIG_KEYID];
	enum sync_fault f;

	if (strncmp(c->params.keyid, "enrol.", 6) != 0 || c->counter != 1)
		return FAULT_BAD_SIGNATURE;
	if (hub_peer_blocked(c->hub, c->rq->peer, false))
		return FAULT_SLOW_DOWN;
	f = hub_check_body(c);
	if (f == FAULT_NONE)
		f = read_enrol(c, &e);
	if (f != FAULT_NONE)
		return f;
	snprintf(keyid, sizeof keyid, "enrol.%s", e.code_id);
	if (strcmp(keyid, c->params.keyid) != 0)
		return FAULT_BAD_SIGNATURE;
	f = hub_check_signature(c, e.pub);
	if (f == FAULT_NONE)
		f = hub_check_created(c);
	return f == FAULT_NONE ? redeem(c, &e) : f;
}
