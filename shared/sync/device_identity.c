/* Who this device is, and how that changes: a new key, a new line after a twin was seen, being known
 * again to a restored central, a new key of central's (PROTOCOL.md sections 2 and 5).
 *
 * One turn at a time, alone on the line, and before any of them the question for central's keys: without
 * it no answer would be believed. A new key is durable before it is sent and the answer before it
 * is used, so a lost reply or a crash anywhere ends in the same request with the same key.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "shared/base/log.h"
#include "shared/base/val.h"
#include "shared/sync/device_inside.h"

#define HELLO_MS (20 * SECOND_MS)
#define LINE_PAUSE_MS (10 * MINUTE_MS) /* between two new lines of one kiosk */

void device_keyid(const struct device *d, char out[SIG_KEYID])
{
	snprintf(out, SIG_KEYID, "%s.%lld", d->id.device, (long long)d->id.key_no);
}

void device_rotate_start(struct device *d)
{
	if (d->enrolled && !d->stopped && d->turn == TURN_NONE)
		d->turn = TURN_ROTATE;
}

void device_reincarnate_start(struct device *d, const char *why)
{
	if (!d->enrolled || d->stopped || d->turn == TURN_REINCARNATE || !d->o.store->became)
		return;
	log_line(LOG_ERROR, "sync.reincarnate", "device=%s why=%s", d->id.device, why);
	d->turn = TURN_REINCARNATE;
}

/* ---- asking ------------------------------------------------------------------------------------- */

void device_key_write(struct buf *out, const char *keyid, const struct sign_key *next)
{
	char text[PROOF_CERT], hex[HEX32_TEXT], sig[SIG_TEXT];

	proof_new_key(text, keyid, next->pub);
	proof_sign(next, text, sig);
	hex_encode(next->pub, PUBKEY_BYTES, hex);
	buf_fmt(out, "{\"v\":1,\"pubkey\":\"%s\",\"new_sig\":\"%s\"}", hex, sig);
}

void device_recover_write(struct buf *out, const struct device_identity *id)
{
	buf_fmt(out, "{\"v\":1,\"cert\":\"%s\",\"cert_sig\":\"%s\",\"prefix\":\"%s\"}", id->cert,
		id->cert_sig, id->prefix);
}

static bool ask_hello(struct device *d, struct device_request *ret)
{
	d->flights[0].kind = KIND_HELLO;
	d->flights[0].started = device_mono(d);
	ret->slot = 0;
	ret->method = "GET";
	ret->deadline_ms = HELLO_MS;
	snprintf(ret->target, sizeof ret->target, "/sync/v1/hello");
	return true;
}

/* The name says what the key is for, so a second try finds the key of the first. */
static bool ask_key(struct device *d, struct device_request *ret)
{
	bool rotate = d->turn == TURN_ROTATE;
	char keyid[SIG_KEYID];
	int64_t early = d->line_at - device_mono(d);

	if (!rotate && early > 0) { /* what made the last one doubtful may do it again */
		backoff_asked(&d->backoff, device_mono(d), early / SECOND_MS + 1, device_chance(d));
		return false;
	}

	if (rotate)
		snprintf(d->next_name, sizeof d->next_name, "r%lld-%s", (long long)d->id.key_no + 1,
			 d->id.device);
	else
		snprintf(d->next_name, sizeof d->next_name, "i-%s", d->id.device);
	if (d->o.store->enrol_key(d->o.ctx, d->next_name, &d->next_key) != OK) {
		device_failed(d, "storage");
		return false;
	}
	device_keyid(d, keyid);
	device_key_write(&ret->body, keyid, &d->next_key);
	if (!rotate) { /* a copy on another machine can be told from the original */
		ret->body.len--;
		buf_fmt(&ret->body, ",\"hw_hint\":\"%s\"}", d->o.hw_hint);
	}
	device_sign(d, 0, rotate ? KIND_ROTATE : KIND_REINCARNATE, "POST",
		    rotate ? "/device/rotate" : "/device/reincarnate", "application/json", ret);
	return true;
}

bool device_turn_next(struct device *d, struct device_request *ret)
{
	d->flights[0].count = 0;
	if (d->ask_keys)
		return ask_hello(d, ret);
	if (d->turn != TURN_RECOVER)
		return ask_key(d, ret);
	device_recover_write(&ret->body, &d->id);
	device_sign(d, 0, KIND_RECOVER, "POST", "/device/recover", "application/json", ret);
	return true;
}

/* ---- answers ------------------------------------------------------------------------------------ */

/* Nothing of the old line counts any more: numbers, marks, parts of batches. */
static void begin_line(struct device *d)
{
	struct device_marks *m = &d->marks;

	d->counter = d->counter_top = 1;
	d->group_count = d->rest_count = 0;
	d->group_turn = false;
	m->hwm = m->safe_hwm = 0;
	memset(m->chain, '0', sizeof m->chain - 1);
	device_refill_reset(d);
	d->line_at = device_mono(d) + LINE_PAUSE_MS;
	d->has_pending = d->want_news = true;
}

/* Is this the certificate of that key under that number, by the pinned server key? */
static bool certified(const struct device *d, const struct device_identity *id,
		      const uint8_t pub[PUBKEY_BYTES])
{
	char cert[PROOF_CERT];

	proof_cert(cert, id->device, id->key_no, pub, "kiosk");
	return strcmp(cert, id->cert) == 0 && proof_signed(d->id.server_key, id->cert, id->cert_sig);
}

static bool right_answer(const struct device *d, const struct device_flight *f,
			 const struct device_identity *id)
{
	bool same = strcmp(id->device, d->id.device) == 0;

	if (f->kind == KIND_ROTATE)
		return same && id->key_no == d->id.key_no + 1;
	if (f->kind == KIND_REINCARNATE)
		return !same;
	return same && id->key_no == d->id.key_no;
}

bool device_turn_answer(struct device *d, const struct device_flight *f)
{
	bool recover = f->kind == KIND_RECOVER, line = f->kind == KIND_REINCARNATE;
	struct device_identity id = { .key = recover ? d->id.key : d->next_key };
	bool moved;
	int err;

	if (!device_read_identity(device_reply(d), &id) || !right_answer(d, f, &id) ||
	    !certified(d, &id, id.key.pub)) {
		device_failed(d, "bad_reply");
		return false;
	}
	memcpy(id.server_key, d->id.server_key, sizeof id.server_key);
	moved = !line && d->marks.epoch[0] && strcmp(id.epoch, d->marks.epoch) != 0;
	if (moved) /* taken over only when it is known what central lost */
		text_copy(id.epoch, sizeof id.epoch, d->marks.epoch);
	err = d->o.store->became(d->o.ctx, &id, recover ? NULL : d->next_name, line);
	if (err != OK) {
		device_failed(d, "storage");
		return false;
	}
	log_line(LOG_NOTE, "sync.identity", "was=%s is=%s key_no=%lld state=%s", d->id.device, id.device,
		 (long long)id.key_no, id.state);
	d->id = id;
	d->turn = TURN_NONE;
	d->has_pending = true;
	crypt_wipe(&d->next_key, sizeof d->next_key);
	text_copy(d->marks.state, sizeof d->marks.state, id.state);
	text_copy(d->marks.epoch, sizeof d->marks.epoch, id.epoch);
	if (line)
		begin_line(d);
	if (moved)
		device_refill_ask(d);
	return true;
}

/* ---- refusals ----------------------------------------------------------------------------------- */

static void wait_asked(struct device *d)
{
	int64_t wait_s;

	if (span_int(walk_get(device_reply(d), "wait_s"), 1, 86400, &wait_s))
		backoff_asked(&d->backoff, device_mono(d), wait_s, device_chance(d));
}

bool device_turn_refused(struct device *d, const struct device_flight *f, enum sync_fault fault,
			 const char *code)
{
	bool turn = f->kind == KIND_ROTATE || f->kind == KIND_REINCARNATE || f->kind == KIND_RECOVER;

	if (fault == FAULT_DEVICE_FORKED) {
		device_save_state(d, "forked");
		device_reincarnate_start(d, "forked");
		if (f->kind == KIND_REINCARNATE)
			device_failed(d, code);
		return d->turn == TURN_REINCARNATE;
	}
	if (fault == FAULT_UNKNOWN_DEVICE && d->o.store->became) {
		device_failed(d, code); /* once per pause: the certificate, then as always again */
		d->has_pending = true;
		d->turn = f->kind == KIND_RECOVER ? TURN_NONE : TURN_RECOVER;
		return true;
	}
	if (!turn || fault == FAULT_CLOCK_SKEW || fault == FAULT_COUNTER_REPLAYED ||
	    fault == FAULT_DEVICE_REVOKED)
		return false;
	if (f->kind != KIND_REINCARNATE)
		d->turn = TURN_NONE; /* a rotation comes again, a recovery when it is needed again */
	device_failed(d, code);
	wait_asked(d);
	return true;
}

/* ---- keys of central ---------------------------------------------------------------------------- */

void device_foreign_key(struct device *d, const struct device_answer *a)
{
	const char *named = a->input ? strstr(a->input, ";keyid=\"") : NULL;
	uint8_t hash[HASH_BYTES];
	char own[HEX32_TEXT];

	if (a->err != OK || !named || !d->enrolled || !d->o.store->became)
		return;
	sha256(d->id.server_key, PUBKEY_BYTES, hash);
	hex_encode(hash, sizeof hash, own);
	if (strncmp(named + 8, own, HEX32_TEXT - 1) != 0)
		d->ask_keys = true;
}

/* One step of the list: its key, when the one we trust signed for it. */
static bool follow(struct span step, uint8_t trusted[PUBKEY_BYTES])
{
	static const char *const NAMES[] = { "key", "by", "sig", NULL };
	struct span f[3];
	uint8_t key[PUBKEY_BYTES], by[PUBKEY_BYTES];
	char hex[HEX32_TEXT], sig[SIG_TEXT], text[PROOF_CERT];

	if (!walk_pick(step, NAMES, f) || !span_copy(f[0], hex, sizeof hex) ||
	    !hex_decode(hex, key, sizeof key) || !span_copy(f[1], hex, sizeof hex) ||
	    !hex_decode(hex, by, sizeof by) || !span_copy(f[2], sig, sizeof sig))
		return false;
	proof_server_key(text, key);
	if (!crypt_equal(by, trusted, sizeof by) || !proof_signed(trusted, text, sig))
		return false;
	memcpy(trusted, key, sizeof key);
	return true;
}

/* From the pinned key along the list. false: it does not lead on. */
static bool follow_all(struct span list, uint8_t trusted[PUBKEY_BYTES])
{
	struct walk w;
	struct span name, step;
	bool moved = false;

	if (!walk_array(&w, list))
		return false;
	while (walk_next(&w, &name, &step))
		moved = follow(step, trusted) || moved;
	return moved;
}

void device_keys_answer(struct device *d, const struct device_answer *a)
{
	struct device_identity id = d->id;
	struct val_fault fault;

	text_copy(id.state, sizeof id.state, d->marks.state);
	text_copy(id.epoch, sizeof id.epoch, d->marks.epoch);
	d->ask_keys = false;
	buf_clear(&d->body);
	if (a->err == OK)
		buf_add(&d->body, a->body, a->len);
	if (a->err != OK || val_scan(buf_text(&d->body), d->body.len, NULL, &fault) != OK ||
	    !follow_all(walk_get(device_reply(d), "server_keys"), id.server_key)) {
		device_failed(d, a->err == OK ? "server_key" : a->why);
	} else if (d->o.store->became(d->o.ctx, &id, NULL, false) != OK) {
		device_failed(d, "storage");
	} else {
		log_line(LOG_NOTE, "sync.server_key", "followed=1");
		d->id = id;
		backoff_good(&d->backoff);
	}
	crypt_wipe(&id.key, sizeof id.key);
}
