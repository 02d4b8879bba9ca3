/* Enrolment from the device: hello, proof, and believing central only with its own proof (R70).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "shared/base/log.h"
#include "shared/base/val.h"
#include "shared/sync/device_inside.h"

void device_enrol(struct device *d, const char *code, const char *hw_hint)
{
	text_copy(d->code, sizeof d->code, code);
	text_copy(d->hw_hint, sizeof d->hw_hint, hw_hint);
	d->enrol_result = 1;
	d->enrolled = false;
	d->stopped = false;
	d->ask_keys = false;
	d->turn = TURN_NONE;
	d->hello_known = false;
	backoff_good(&d->backoff);
}

static void write_enrol(struct device *d, const struct sign_key *key, struct buf *out)
{
	uint8_t proof[HASH_BYTES];
	char pub[HEX32_TEXT], hex[HEX32_TEXT];

	proof_device(d->code + PROOF_CODE_ID, key->pub, d->hello_key, proof);
	hex_encode(key->pub, sizeof key->pub, pub);
	hex_encode(proof, sizeof proof, hex);
	buf_fmt(out, "{\"v\":1,\"code_id\":\"%.4s\",\"pubkey\":\"%s\",\"kind\":\"kiosk\",\"hw_hint\":\"%s\",",
		d->code, pub, d->hw_hint);
	buf_str(out, "\"sw\":");
	val_quote(d->o.software, out);
	buf_fmt(out, ",\"proof\":\"%s\"}", hex);
}

bool device_enrol_next(struct device *d, struct device_request *ret)
{
	char keyid[SIG_KEYID], code_id[PROOF_CODE_ID + 1];

	if (!d->code[0] || d->enrol_result != 1 || device_busy(d))
		return false;
	if (!d->hello_known) {
		d->flights[0].kind = KIND_HELLO;
		d->flights[0].started = device_mono(d);
		ret->slot = 0;
		ret->method = "GET";
		ret->deadline_ms = 20 * SECOND_MS;
		snprintf(ret->target, sizeof ret->target, "/sync/v1/hello");
		return true;
	}
	text_copy(code_id, sizeof code_id, d->code);
	if (d->o.store->enrol_key(d->o.ctx, code_id, &d->id.key) != OK) {
		d->enrol_result = ERR_STORAGE;
		return false;
	}
	write_enrol(d, &d->id.key, &ret->body);
	snprintf(keyid, sizeof keyid, "enrol.%s", code_id);
	d->flights[0].count = 0;
	device_sign_as(d, 0, KIND_ENROL, &d->id.key, keyid, 1, "POST", "/enrol", "application/json",
		       ret);
	return true;
}

void device_hello_answer(struct device *d, const struct device_answer *a)
{
	struct val_fault fault;
	char hex[HEX32_TEXT];

	if (a->err != OK) {
		device_failed(d, a->why);
		return;
	}
	buf_clear(&d->body);
	buf_add(&d->body, a->body, a->len);
	if (val_scan(buf_text(&d->body), d->body.len, NULL, &fault) != OK ||
	    !span_copy(walk_get(device_reply(d), "server_key"), hex, sizeof hex) ||
	    !hex_decode(hex, d->hello_key, PUBKEY_BYTES)) {
		device_failed(d, "portal");
		return;
	}
	d->hello_known = true;
	backoff_good(&d->backoff);
}

static bool read_key(struct span keys, struct device_identity *id)
{
	struct walk w;
	struct span name, first;
	char hex[HEX32_TEXT];

	return walk_array(&w, keys) && walk_next(&w, &name, &first) &&
	       span_copy(walk_get(first, "id"), id->intake_id, sizeof id->intake_id) &&
	       span_copy(walk_get(first, "x25519"), hex, sizeof hex) &&
	       hex_decode(hex, id->intake_pub, sizeof id->intake_pub);
}

bool device_read_identity(struct span reply, struct device_identity *id)
{
	static const char *const NAMES[] = { "device", "key_no", "state", "epoch", "site_key",
		"receipt_prefix", "intake_keys", "cert", "cert_sig", NULL };
	struct span f[9];

	walk_pick(reply, NAMES, f); /* of an object: it names the request */
	return span_copy(f[0], id->device, sizeof id->device) &&
	       uuid_valid(id->device) && span_int(f[1], 1, WIRE_INT_MAX, &id->key_no) &&
	       span_copy(f[2], id->state, sizeof id->state) &&
	       span_copy(f[3], id->epoch, sizeof id->epoch) &&
	       span_copy(f[4], id->site_key, sizeof id->site_key) &&
	       span_copy(f[5], id->prefix, sizeof id->prefix) && strlen(id->prefix) == 4 &&
	       read_key(f[6], id) && span_copy(f[7], id->cert, sizeof id->cert) &&
	       span_copy(f[8], id->cert_sig, sizeof id->cert_sig);
}

static bool central_proven(const struct device *d, const struct device_identity *id,
			   const char *proof)
{
	uint8_t want[HASH_BYTES], got[HASH_BYTES];

	proof_server(d->code + PROOF_CODE_ID, d->hello_key, id->device, id->key.pub, want);
	return hex_decode(proof, got, sizeof got) && crypt_equal(want, got, sizeof want);
}

void device_enrol_answer(struct device *d)
{
	struct device_identity id = { .key = d->id.key };
	char proof[HEX32_TEXT];

	if (!device_read_identity(device_reply(d), &id) ||
	    !span_copy(walk_get(device_reply(d), "server_proof"), proof, sizeof proof) ||
	    !central_proven(d, &id, proof)) {
		log_line(LOG_ERROR, "sync.enrol", "central_proven=0");
		d->enrol_result = ERR_CREDENTIALS;
		return;
	}
	memcpy(id.server_key, d->hello_key, sizeof id.server_key);
	d->enrol_result = d->o.store->enrolled(d->o.ctx, &id);
	if (d->enrol_result != OK)
		return;
	d->id = id;
	d->enrolled = true;
	d->counter = d->counter_top = 1;
	d->marks = (struct device_marks){ .skew_s = d->marks.skew_s };
	device_refill_reset(d);
	memset(d->marks.chain, '0', sizeof d->marks.chain - 1);
	text_copy(d->marks.state, sizeof d->marks.state, id.state);
	text_copy(d->marks.epoch, sizeof d->marks.epoch, id.epoch);
	d->has_pending = d->want_news = d->want_site = true;
	crypt_wipe(d->code, sizeof d->code);
}
