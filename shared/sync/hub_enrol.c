/* Enrolment: a one-time code proves both sides to each other (PROTOCOL.md section 2, R70).
 *
 * The only request whose body is read before its signature: the key stands in it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "shared/sync/hub_inside.h"
#include "shared/sync/proof.h"

#define TRIES 8 /* random uuid or prefix taken */

static bool read_hint(struct span v, char out[HEX32_TEXT])
{
	uint8_t raw[32];

	return span_copy(v, out, HEX32_TEXT) && (out[0] == '\0' || hex_decode(out, raw, 32));
}

static enum sync_fault read_enrol(struct hub_call *c, struct hub_enrol *e)
{
	static const char *const NAMES[] = { "v", "code_id", "pubkey", "kind", "hw_hint", "sw",
		"proof", NULL };
	enum sync_fault bad = hub_scan(c);
	struct span f[7];
	int64_t v;

	if (bad != FAULT_NONE)
		return bad;
	memset(e, 0, sizeof *e);
	if (!walk_pick(walk_text(c->rq->body, c->rq->body_len), NAMES, f) ||
	    !span_int(f[0], WIRE_MAJOR, WIRE_MAJOR, &v))
		return hub_envelope(c, "/v");
	if (!span_copy(f[1], e->code_id, sizeof e->code_id) || strlen(e->code_id) != PROOF_CODE_ID)
		return hub_envelope(c, "/code_id");
	if (!hub_hex32(f[2], e->pub))
		return hub_envelope(c, "/pubkey");
	if (!span_copy(f[3], e->kind, sizeof e->kind))
		return hub_envelope(c, "/kind");
	if (!read_hint(f[4], e->hw_hint))
		return hub_envelope(c, "/hw_hint");
	if (!span_copy(f[5], e->software, sizeof e->software))
		return hub_envelope(c, "/sw");
	return hub_hex32(f[6], e->proof) ? FAULT_NONE : hub_envelope(c, "/proof");
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
	if (!proven) {
		c->hub->store->code_failed(c->hub->ctx, e->code_id);
		if (code->failures < HUB_FAILURES) /* behind that it is burnt, and noise */
			hub_note(c, "device.guess", e->code_id, c->rq->peer);
	}
	fresh = c->now < code->expires && code->failures < HUB_FAILURES;
	if (code->redeemed)
		fresh = fresh && crypt_equal(code->pub, e->pub, sizeof code->pub);
	return proven && fresh && strcmp(code->kind, e->kind) == 0;
}

static int make_device(struct hub_call *c, const struct hub_enrol *e)
{
	struct hub_device *d = &c->dev;
	char cert[PROOF_CERT], cert_sig[SIG_TEXT];
	int rc = ERR_CONFLICT;

	for (int i = 0; i < TRIES && rc == ERR_CONFLICT; i++) {
		memset(d, 0, sizeof *d);
		hub_new_name(c, d);
		text_copy(d->kind, sizeof d->kind, e->kind);
		d->state = e->hw_hint[0] && c->hub->store->hw_hint_active(c->hub->ctx, e->hw_hint)
			   ? HUB_PENDING : HUB_ACTIVE;
		d->key_no = 1;
		memcpy(d->pub, e->pub, sizeof d->pub);
		hub_counter_take(d, c->counter);
		d->contact = c->now;
		hub_cert(c->hub, d, cert, cert_sig);
		rc = c->hub->store->enrol(c->hub->ctx, e, d, cert, cert_sig, c->now);
	}
	return rc;
}

static enum sync_fault redeem(struct hub_call *c, const struct hub_enrol *e)
{
	struct hub_code code;
	enum sync_fault f = FAULT_NONE;

	if (!code_good(c, e, &code)) {
		hub_peer_blocked(c->hub, c->rq->peer, true);
		f = FAULT_BAD_CODE;
	} else if (code.redeemed) {
		if (!c->hub->store->device_get(c->hub->ctx, code.device, &c->dev) ||
		    !crypt_equal(c->dev.pub, e->pub, sizeof e->pub)) /* it has another key by now */
			f = FAULT_BAD_CODE;
	} else if (make_device(c, e) != OK) {
		c->storage = ERR_STORAGE;
		f = FAULT_STORAGE_FULL;
	}
	if (f == FAULT_NONE)
		hub_answer_identity(c, &c->dev, code.secret);
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
