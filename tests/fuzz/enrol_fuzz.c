/* The one body central reads before it knows who sends it: an enrolment.
 *
 * The input is the JSON text, in which @PUB@, @PROOF@, @CODE@ stand for the right values of a fresh key,
 * so that seeds can be right. No device comes into being unless the proof of the code was in it, a
 * code makes one device only, and wrong proofs burn it. A leading F fills central's disk, T takes
 * each try to another hour and address.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/fuzz/target.h"
#include "tests/unit/sync_hub.h"

struct applicant {
	struct sign_key key;
	char pub[HEX32_TEXT], proof[HEX32_TEXT];
	bool proven;
};

static void applicant_make(struct world *w, struct applicant *a)
{
	uint8_t proof[HASH_BYTES];

	sign_key_make(&a->key);
	hex_encode(a->key.pub, 32, a->pub);
	proof_device(w->far.code.secret, a->key.pub, w->hub.key.pub, proof);
	hex_encode(proof, 32, a->proof);
}

static void fill_in(struct applicant *a, const char *p, size_t n, struct buf *out)
{
	const struct { const char *mark, *value; } FILL[] = {
		{ "@PUB@", a->pub }, { "@PROOF@", a->proof }, { "@CODE@", "B1EM" },
	};

	for (size_t i = 0; i < n;) {
		size_t k = 0;
		while (k < COUNT_OF(FILL) && (n - i < strlen(FILL[k].mark) || memcmp(p + i, FILL[k].mark, strlen(FILL[k].mark))))
			k++;
		if (k == COUNT_OF(FILL)) {
			buf_char(out, p[i++]);
			continue;
		}
		buf_str(out, FILL[k].value);
		i += strlen(FILL[k].mark);
	}
	a->proven = out->len && memmem(out->data, out->len, a->proof, 64);
}

static void apply(struct world *w, struct applicant *a, const struct buf *body, struct hub_reply *r)
{
	struct wired x = { .body = { 0 } };

	make(w, &x, "POST", "/enrol", "application/json", buf_text(body), body->len);
	text_copy(x.counter, sizeof x.counter, "1");
	sign_again(&x, &a->key, "enrol.B1EM", w->wall / 1000);
	(void)!wired_serve(w, &x, r);
	buf_free(&x.body);
}

static int no_room(void *ctx, const struct hub_enrol *e, struct hub_device *d, const char *cert, const char *cert_sig,
		   int64_t now)
{
	(void)ctx, (void)e, (void)d, (void)cert, (void)cert_sig, (void)now;
	return ERR_STORAGE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct world *w = world_open();
	struct applicant a, other;
	struct hub_reply r;
	BUF(body);

	bool full = size && data[0] == 'F', slowly = size && data[0] == 'T';
	data += full || slowly;
	size -= full || slowly;
	struct hub_store store = FAR_STORE;
	if (full)
		store.enrol = no_room;
	w->hub.store = &store;
	memset(w->near.id.device, '0', 36);
	applicant_make(w, &a);
	applicant_make(w, &other);
	fill_in(&a, (const char *)data, size, &body);
	for (int i = 0; i < 13; i++) {
		if (slowly)
			world_pass(w, HOUR_MS);
		apply(w, &a, &body, &r);
		MUST(r.status >= 200 && r.body.len && r.is_signed);
		MUST(w->far.device_count <= 1 && (w->far.device_count == 0 || a.proven));
		MUST((r.fault == FAULT_NONE) <= (w->far.device_count == 1));
		MUST(r.fault != FAULT_BAD_CODE || w->far.device_count || i > 4 || w->far.code.failures == i + 1 || a.proven);
		buf_free(&r.body);
	}
	/* The same words signed by another key: never a second device. */
	apply(w, &other, &body, &r);
	MUST(r.fault != FAULT_NONE);
	MUST(w->far.device_count <= 1);
	buf_free(&r.body);
	buf_free(&body);
	world_close(w);
	return 0;
}
