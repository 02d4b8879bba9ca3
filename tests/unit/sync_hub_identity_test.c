/* Keys, certificates and lines at central's door: signed as they should be, with a member missing or wrong. Central
 * names the member and keeps nothing; a certificate never undoes what central knows.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_hub_members.h"

static void new_key_body(struct world *w, const struct sign_key *k, struct buf *out)
{
	char keyid[SIG_KEYID];

	device_keyid(&w->device, keyid);
	buf_clear(out);
	device_key_write(out, keyid, k);
}

/* ---- a new key ----------------------------------------------------------------------------------------- */

static const struct change NEW_KEY[] = {
	{ "{", "[", NULL },
	{ "\"pubkey\":", "\"x\":", "/pubkey" },
	{ "\"pubkey\":\"", "\"pubkey\":\"z", "/pubkey" },
	{ "\"new_sig\":", "\"x\":", "/new_sig" },
	{ "\"new_sig\":\"", "\"new_sig\":\"\",\"x\":\"", "/new_sig" },
	{ "\"new_sig\":\"", "\"new_sig\":\"====\",\"x\":\"", "/new_sig" },
};

static void a_new_key_signs_for_itself(void **state)
{
	static const char *const TARGETS[] = { "/device/rotate", "/device/reincarnate" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(TARGETS); i++) {
		struct world *w = world_ready();
		struct sign_key k;
		BUF(good);

		sign_key_make(&k);
		new_key_body(w, &k, &good);
		every_change(w, TARGETS[i], &good, NEW_KEY, COUNT_OF(NEW_KEY));
		assert_int_equal(w->far.devices[0].has_next, i == 0);
		assert_int_equal(w->far.device_count, 1 + i);
		assert_int_equal(w->far.devices[0].state, i == 0 ? HUB_ACTIVE : HUB_FORKED);
		world_close(w);
	}
	PROVES("R70");
}

static void the_key_it_has_is_no_new_one(void **state)
{
	static const char *const TARGETS[] = { "/device/rotate", "/device/reincarnate" };
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	BUF(body);

	(void)state;
	new_key_body(w, &w->near.id.key, &body);
	for (size_t i = 0; i < COUNT_OF(TARGETS); i++) {
		make(w, &x, "POST", TARGETS[i], JSON_TYPE, body.data, body.len);
		refused_at(w, &x, "/pubkey");
	}
	assert_false(w->far.devices[0].has_next);
	assert_int_equal(w->far.device_count, 1);
	assert_int_equal(w->far.devices[0].state, HUB_ACTIVE);
	assert_string_equal(w->far.noted, "");
	buf_free(&x.body);
	world_close(w);
	PROVES("R70");
}

/* The audit hears of a key once, and again of another one. */
static void asking_twice_for_one_key_is_one_rotation(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct sign_key first, second;
	struct hub_reply r;
	BUF(body);

	(void)state;
	sign_key_make(&first);
	sign_key_make(&second);
	for (int i = 0; i < 3; i++) {
		new_key_body(w, i < 2 ? &first : &second, &body);
		make(w, &x, "POST", "/device/rotate", JSON_TYPE, body.data, body.len);
		served(w, &x, &r);
		assert_non_null(strstr(buf_text(&r.body), "\"key_no\":2,"));
		buf_free(&r.body);
	}
	assert_string_equal(w->far.noted, "device.rotate device.rotate ");
	assert_memory_equal(w->far.devices[0].next_pub, second.pub, PUBKEY_BYTES);
	assert_int_equal(w->far.devices[0].key_no, 1);
	buf_free(&x.body);
	world_close(w);
	PROVES("R70");
}

/* ---- a certificate -------------------------------------------------------------------------------------- */

static void recover_body(struct world *w, const struct sign_key *by, const char *cert, const char *prefix, struct buf *out)
{
	struct device_identity id = w->near.id;

	if (cert)
		text_copy(id.cert, sizeof id.cert, cert);
	proof_sign(by, id.cert, id.cert_sig);
	buf_clear(out);
	buf_fmt(out, "{\"v\":1,\"cert\":\"%s\",\"cert_sig\":\"%s\",\"prefix\":\"%s\"}", id.cert, id.cert_sig, prefix);
}

static enum sync_fault recovers(struct world *w, const struct buf *body)
{
	struct wired x = { .body = { 0 } };
	struct hub_reply r;

	make(w, &x, "POST", "/device/recover", JSON_TYPE, buf_text(body), body->len);
	(void)!wired_serve(w, &x, &r);
	buf_free(&r.body);
	buf_free(&x.body);
	return r.fault;
}

static void a_certificate_is_shown_whole(void **state)
{
	static const struct change ROWS[] = {
		{ "{", "[", NULL },
		{ "\"cert\":", "\"x\":", "/cert" },
		{ "\"cert_sig\":", "\"x\":", "/cert_sig" },
	};
	struct world *w = world_ready();
	BUF(good);

	(void)state;
	w->far.device_count = 0;
	recover_body(w, &w->hub.key, NULL, "ABCD", &good);
	every_change(w, "/device/recover", &good, ROWS, COUNT_OF(ROWS));
	assert_int_equal(w->far.device_count, 1);
	assert_string_equal(w->far.devices[0].prefix, "ABCD");
	assert_int_equal(w->far.devices[0].state, HUB_PENDING);
	assert_string_equal(w->far.devices[0].kind, "kiosk");
	assert_int_equal(w->far.devices[0].counter, w->device.counter);
	assert_int_equal(w->far.devices[0].contact, w->wall);
	world_close(w);
	PROVES("R70");
}

/* Signed by central, and yet no certificate of this device in the one form there is. */
static void a_certificate_has_one_form(void **state)
{
	struct world *w = world_ready();
	const char *own = w->near.id.device;
	char pub[HEX32_TEXT], other[UUID_TEXT], cert[PROOF_CERT];
	BUF(body);

	(void)state;
	hex_encode(w->near.id.key.pub, PUBKEY_BYTES, pub);
	text_copy(other, sizeof other, own);
	other[35] = other[35] == '0' ? '1' : '0';
	const struct { const char *fmt, *uuid, *number, *pub; } ROWS[] = {
		{ "portiek-cert-2 %s %s %s kiosk", own, "1", pub },   { "portiek-cert-1 %s %s %s", own, "1", pub },
		{ "portiek-cert-1 %s %s %s kiosk ", own, "1", pub },  { "portiek-cert-1 %s  %s %s kiosk", own, "1", pub },
		{ "portiek-cert-1 %s %s %s kiosk", own, "0", pub },   { "portiek-cert-1 %s %s %s kiosk", own, "01", pub },
		{ "portiek-cert-1 %s %s %s kiosk", own, "x", pub },   { "portiek-cert-1 %s %s %s kiosk", own, "2", pub },
		{ "portiek-cert-1 %s %s %s kiosk", own, "1", "abcd" }, { "portiek-cert-1 %s %s %s kiosk", "nobody", "1", pub },
		{ "portiek-cert-1 %s %s %s kiosk", other, "1", pub },
	};
	w->far.device_count = 0;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		w->hub.peers[0].count = 0;
		snprintf(cert, sizeof cert, ROWS[i].fmt, ROWS[i].uuid, ROWS[i].number, ROWS[i].pub);
		recover_body(w, &w->hub.key, cert, "ABCD", &body);
		assert_int_equal(recovers(w, &body), FAULT_BAD_SIGNATURE);
		assert_int_equal(w->hub.peers[0].count, 1); /* counts as a guess */
	}
	assert_int_equal(w->far.device_count, 0);
	recover_body(w, &w->hub.key, NULL, "ABCD", &body);
	assert_int_equal(recovers(w, &body), FAULT_NONE);
	world_close(w);
	PROVES("R70");
}

static void certificates_of_former_keys_of_central_hold(void **state)
{
	struct world *w = world_ready();
	struct sign_key former[2], stranger;
	uint8_t pubs[2][PUBKEY_BYTES];
	BUF(body);

	(void)state;
	sign_key_make(&stranger);
	for (int i = 0; i < 2; i++) {
		sign_key_make(&former[i]);
		memcpy(pubs[i], former[i].pub, PUBKEY_BYTES);
	}
	w->hub.former = (const uint8_t (*)[PUBKEY_BYTES])pubs;
	w->hub.former_count = 2;
	for (int i = 0; i < 2; i++) {
		w->far.device_count = 0;
		recover_body(w, &former[i], NULL, "ABCD", &body);
		assert_int_equal(recovers(w, &body), FAULT_NONE);
	}
	w->far.device_count = 0;
	recover_body(w, &stranger, NULL, "ABCD", &body);
	assert_int_equal(recovers(w, &body), FAULT_BAD_SIGNATURE);
	w->hub.former_count = 1;
	recover_body(w, &former[1], NULL, "ABCD", &body);
	assert_int_equal(recovers(w, &body), FAULT_BAD_SIGNATURE);
	assert_int_equal(w->far.device_count, 0);
	world_close(w);
	PROVES("R70");
}

/* Letters that are none, or that another device has meanwhile, are made anew. */
static void the_letters_of_receipts_are_a_help_only(void **state)
{
	static const char *const BAD[] = { "ABC", "", "U!UU", "ABCDE", "AB!", "ABCDEFGHIJ" };
	BUF(body);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(BAD) + 1; i++) {
		struct world *w = world_ready();

		w->far.device_count = 0;
		memset(w->far.devices, 0, sizeof w->far.devices);
		if (i == COUNT_OF(BAD)) {
			w->far.device_count = 1; /* a stranger who has them */
			text_copy(w->far.devices[0].prefix, 5, "ABCD");
		}
		recover_body(w, &w->hub.key, NULL, i < COUNT_OF(BAD) ? BAD[i] : "ABCD", &body);
		assert_int_equal(recovers(w, &body), FAULT_NONE);
		const struct hub_device *d = &w->far.devices[w->far.device_count - 1];
		assert_string_equal(d->uuid, w->near.id.device);
		assert_int_equal(strlen(d->prefix), 4);
		assert_string_not_equal(d->prefix, "ABCD");
		world_close(w);
	}
	PROVES("R70");
}

/* What central knows of the device decides: nothing, an older key, this key, another one, a newer one. */
static void a_certificate_never_undoes_what_central_knows(void **state)
{
	struct world *w = world_ready();
	struct hub_device *d = &w->far.devices[0], was = *d;
	struct wired x = { .body = { 0 } };
	struct hub_reply r;
	BUF(body);

	(void)state;
	recover_body(w, &w->hub.key, NULL, "ABCD", &body);
	assert_int_equal(recovers(w, &body), FAULT_NONE); /* known as it is */
	assert_memory_equal(d, &was, sizeof was);
	assert_string_equal(w->far.noted, "");
	d->pub[0] ^= 1;
	assert_int_equal(recovers(w, &body), FAULT_UNKNOWN_DEVICE); /* another key under this number */
	d->pub[0] ^= 1;
	d->key_no = 2;
	assert_int_equal(recovers(w, &body), FAULT_UNKNOWN_DEVICE); /* rotated since */
	assert_int_equal(w->hub.peers[0].count, 2);
	d->key_no = 0;
	d->state = HUB_REVOKED;
	assert_int_equal(recovers(w, &body), FAULT_DEVICE_REVOKED);
	for (int state_of = HUB_ACTIVE; state_of <= HUB_FORKED; state_of++) {
		*d = was;
		d->key_no = 0;
		memset(d->pub, 0, sizeof d->pub);
		d->has_next = true;
		d->state = (enum hub_state)state_of;
		w->far.noted[0] = '\0';
		assert_int_equal(recovers(w, &body), FAULT_NONE);
		assert_int_equal(d->key_no, 1);
		assert_memory_equal(d->pub, w->near.id.key.pub, PUBKEY_BYTES);
		assert_false(d->has_next);
		assert_int_equal(d->state, state_of == HUB_ACTIVE ? HUB_PENDING : (enum hub_state)state_of);
		assert_string_equal(w->far.noted, "device.recover ");
	}
	w->hub.peers[0].count = 10;
	assert_int_equal(recovers(w, &body), FAULT_SLOW_DOWN);
	w->hub.peers[0].count = 0;
	make(w, &x, "POST", "/device/recover", JSON_TYPE, body.data, body.len);
	x.digest[10] = x.digest[10] == 'A' ? 'B' : 'A';
	sign_again(&x, &w->near.id.key, "x.1", w->wall / 1000);
	(void)!wired_serve(w, &x, &r);
	assert_int_equal(r.fault, FAULT_BAD_DIGEST);
	assert_string_equal(w->hub.peers[0].address[0] ? w->hub.peers[0].address : "192.0.2.7", "192.0.2.7");
	assert_int_equal(w->hub.peers[0].count, 0);
	buf_free(&r.body);
	buf_free(&x.body);
	world_close(w);
	PROVES("R70");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_key_signs_for_itself),
		cmocka_unit_test(the_key_it_has_is_no_new_one),
		cmocka_unit_test(asking_twice_for_one_key_is_one_rotation),
		cmocka_unit_test(a_certificate_is_shown_whole),
		cmocka_unit_test(a_certificate_has_one_form),
		cmocka_unit_test(certificates_of_former_keys_of_central_hold),
		cmocka_unit_test(the_letters_of_receipts_are_a_help_only),
		cmocka_unit_test(a_certificate_never_undoes_what_central_knows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
