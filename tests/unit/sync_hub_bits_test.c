/* Requests about who a device is, with any one bit turned: none has an effect, and the untouched one still does
 * (fault matrix 30; of batches: sync_hub_body_test.c).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_hub_members.h"

#define SECRET "EJQG07MFKKZSG07M" /* of the code of every world */

/* All central knows of devices, and how much it has of the rest. */
static bool same(const struct far_end *a, const struct far_end *b)
{
	return !memcmp(a->devices, b->devices, sizeof a->devices) && !memcmp(a->cert, b->cert, sizeof a->cert) &&
	       !memcmp(a->cert_sig, b->cert_sig, sizeof a->cert_sig) && a->device_count == b->device_count &&
	       !memcmp(&a->code, &b->code, sizeof a->code) && a->mark_count == b->mark_count &&
	       a->item_count == b->item_count && a->strays == b->strays && a->voids == b->voids &&
	       a->chain_count == b->chain_count && !memcmp(a->parent, b->parent, sizeof a->parent) &&
	       !memcmp(a->born_at, b->born_at, sizeof a->born_at) && !memcmp(a->born, b->born, sizeof a->born) &&
	       !strcmp(a->revoked, b->revoked) && !strcmp(a->noted, b->noted);
}

/* Every bit of what is covered, of both signature fields and of the body, in turn; then the request as it was. */
static void every_bit_counts(struct world *w, struct wired *x)
{
	struct far_end *before = mem_new(1, sizeof *before);
	char *const fields[] = { x->method, x->authority, x->path, x->protocol, x->counter, x->digest, x->type,
		x->input, x->signature, x->body.data };
	struct hub_reply r;
	size_t turned = 0;

	*before = w->far;
	for (size_t f = 0; f < COUNT_OF(fields); f++) {
		size_t n = f == COUNT_OF(fields) - 1 ? x->body.len : strlen(fields[f]);

		for (size_t bit = 0; bit < n * 8; bit++) {
			char was = fields[f][bit / 8];

			fields[f][bit / 8] ^= (char)(1 << bit % 8);
			/* Host is compared without regard to case: the same request then. */
			if (fields[f] != x->authority || (was ^ fields[f][bit / 8]) != 32) {
				/* from ever another address: it is refused for itself, not for how often */
				snprintf(x->peer, sizeof x->peer, "2001:db8::%zx", turned);
				(void)!wired_serve(w, x, &r);
				assert_int_not_equal(r.fault, FAULT_NONE);
				assert_int_not_equal(r.fault, FAULT_SLOW_DOWN);
				assert_true(same(&w->far, before));
				buf_free(&r.body);
				turned++;
			}
			fields[f][bit / 8] = was;
		}
	}
	print_message("# %s: %zu bits, each refused\n", x->path, turned);
	served(w, x, &r);
	assert_false(same(&w->far, before));
	buf_free(&r.body);
	free(before);
}

static void an_enrolment(void **state)
{
	struct world *w = world_open();
	struct wired x = { .method = "POST", .authority = "central.test:8080", .path = "/sync/v1/enrol", .protocol = "1.0",
		.counter = "1", .type = JSON_TYPE, .peer = "192.0.2.7", .body = { 0 } };
	struct sign_key k;
	uint8_t proof[32];
	char pub[HEX32_TEXT], hex[HEX32_TEXT];

	(void)state;
	sign_key_make(&k);
	proof_device(SECRET, k.pub, w->hub.key.pub, proof);
	hex_encode(k.pub, 32, pub);
	hex_encode(proof, 32, hex);
	buf_fmt(&x.body, "{\"v\":1,\"code_id\":\"B1EM\",\"pubkey\":\"%s\",\"kind\":\"kiosk\",\"hw_hint\":\"\","
		"\"sw\":\"test\",\"proof\":\"%s\"}", pub, hex);
	sig_digest(x.body.data, x.body.len, x.digest);
	sign_again(&x, &k, "enrol.B1EM", w->wall / 1000);
	every_bit_counts(w, &x);
	assert_int_equal(w->far.device_count, 1);
	assert_int_equal(w->far.code.failures, 0);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62 R70");
}

/* A new key, for the same line or for another. */
static void with_a_new_key(const char *target)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct sign_key k;
	char keyid[SIG_KEYID];
	BUF(body);

	sign_key_make(&k);
	device_keyid(&w->device, keyid);
	device_key_write(&body, keyid, &k);
	make(w, &x, "POST", target, JSON_TYPE, body.data, body.len);
	every_bit_counts(w, &x);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62 R70");
}

static void a_rotation(void **state)
{
	(void)state;
	with_a_new_key("/device/rotate");
}

static void another_line(void **state)
{
	(void)state;
	with_a_new_key("/device/reincarnate");
}

/* Central is older than the enrolment. */
static void a_recovery(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	BUF(body);

	(void)state;
	w->far.device_count = 0;
	memset(w->far.devices, 0, sizeof w->far.devices);
	buf_fmt(&body, "{\"v\":1,\"cert\":\"%s\",\"cert_sig\":\"%s\",\"prefix\":\"ABCD\"}", w->near.id.cert, w->near.id.cert_sig);
	make(w, &x, "POST", "/device/recover", JSON_TYPE, body.data, body.len);
	every_bit_counts(w, &x);
	assert_int_equal(w->far.device_count, 1);
	assert_int_equal(w->far.devices[0].state, HUB_PENDING);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62 R70");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_enrolment),
		cmocka_unit_test(a_rotation),
		cmocka_unit_test(another_line),
		cmocka_unit_test(a_recovery),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
