/* Whole requests to a central in a known state: one broken rule each, and deliveries (tests/vectors/refusals.py).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/vectors.h"

#include "tests/unit/sync_world.h"

static enum hub_state state_of(const struct val *device)
{
	static const char *const NAMES[HUB_STATE_MAX] = { [HUB_ACTIVE] = "active", [HUB_PENDING] = "pending",
		[HUB_FORKED] = "forked", [HUB_REVOKED] = "revoked" };
	int s = 0;

	while (s < HUB_STATE_MAX && strcmp(val_str_of(device, "state", ""), NAMES[s]) != 0)
		s++;
	assert_true(s < HUB_STATE_MAX);
	return (enum hub_state)s;
}

static void seeded(const struct val *row, const char *member, struct sign_key *k)
{
	uint8_t seed[SEED_BYTES];

	assert_true(hex_decode(val_str_of(row, member, ""), seed, sizeof seed));
	sign_key_from_seed(seed, k);
}

static void put_device(struct world *w, const struct val *world, const struct val *row)
{
	struct hub_device *d = &w->far.devices[w->far.device_count];
	int64_t unseen = val_int_of(world, "free", 0) % HUB_WINDOW;
	struct sign_key k;

	seeded(row, "seed", &k);
	*d = (struct hub_device){ .n = w->far.device_count++, .kind = "kiosk", .prefix = "K7QD", .state = state_of(row),
		.key_no = val_int_of(row, "key_no", 0), .counter = val_int_of(world, "counter", 0) };
	text_copy(d->uuid, sizeof d->uuid, val_str_of(row, "device", ""));
	memcpy(d->pub, k.pub, sizeof d->pub);
	memset(d->seen, 0xff, sizeof d->seen);
	d->seen[unseen / 8] &= (uint8_t)~(1 << unseen % 8);
}

static struct world *known_world(const struct val *world)
{
	struct world *w = world_open();

	w->wall = val_int_of(world, "now", 0);
	w->hub.authorities = val_str_of(world, "authorities", "");
	text_copy(w->hub.epoch, sizeof w->hub.epoch, val_str_of(world, "epoch", ""));
	seeded(world, "server_seed", &w->hub.key);
	text_copy(w->far.code.code_id, sizeof w->far.code.code_id, val_str_of(world, "code_id", ""));
	text_copy(w->far.code.secret, sizeof w->far.code.secret, val_str_of(world, "secret", ""));
	w->far.code.expires = w->wall + 1;
	VAL_EACH(row, val_get(world, "devices"))
		put_device(w, world, row);
	return w;
}

static int ask(struct world *w, const struct val *rq, const struct buf *body, struct hub_reply *ret)
{
	struct hub_request q = { .method = val_str_of(rq, "method", ""), .authority = val_str_of(rq, "authority", ""),
		.path = val_str_of(rq, "path", ""), .query = val_str_of(rq, "query", ""), .protocol = val_str_of(rq, "protocol", ""),
		.counter = val_str_of(rq, "counter", ""), .digest = val_str_of(rq, "digest", ""), .input = val_str_of(rq, "input", ""),
		.signature = val_str_of(rq, "signature", ""), .type = val_str_of(rq, "type", ""),
		.upload_offset = val_str_of(rq, "upload_offset", ""), .accept = "", .peer = "192.0.2.7", .body = buf_text(body), .body_len = body->len };

	memset(ret, 0, sizeof *ret);
	return hub_serve(&w->hub, &q, ret);
}

/* The signature of the reply, and that it is for this request. */
static bool genuine(const struct world *w, const struct hub_reply *r, const struct val *rq, const struct val *body)
{
	uint8_t sig[SIG_BYTES];
	char text[SIG_TEXT];

	if (sig_header_read(val_str_of(rq, "signature", ""), sig, text) != OK)
		return !r->is_signed;
	return r->is_signed && strcmp(val_str_of(body, "req_sig", ""), text) == 0 &&
	       sig_reply_check(w->hub.key.pub, r->status, buf_text(&r->body), r->body.len, r->digest, r->input, r->signature) == OK;
}

static bool same_number(const struct val *row, const struct val *body, const char *member)
{
	return !val_get(row, member) || val_int_of(row, member, -1) == val_int_of(body, member, -2);
}

static bool same_word(const struct val *row, const char *want, const struct val *body, const char *member)
{
	return !val_get(row, want) || strcmp(val_str_of(row, want, ""), val_str_of(body, member, "(none)")) == 0;
}

/* [[from,to],…] as printed, or nothing wanted. */
static bool same_ack(const struct val *row, const struct val *body)
{
	BUF(want);
	BUF(got);

	if (!val_get(row, "ack"))
		return true;
	val_print(val_get(row, "ack"), &want);
	if (val_get(body, "ack"))
		val_print(val_get(body, "ack"), &got);
	return strcmp(buf_text(&want), buf_text(&got)) == 0;
}

/* Each wanted [seq, r, code, path] stands among the results, and there are no others. */
static bool same_results(const struct val *row, const struct val *body)
{
	const struct val *got = val_first(val_get(body, "results"));

	if (!val_get(row, "ack"))
		return true;
	VAL_EACH(want, val_get(row, "results")) {
		const struct val *seq = val_first(want), *r = val_next(seq), *code = val_next(r), *path = val_next(code);

		if (!got || val_int_of(got, "seq", 0) != val_int(seq, -1) || strcmp(val_str_of(got, "r", ""), val_text(r, "?")) != 0 ||
		    strcmp(val_str_of(got, "code", ""), val_text(code, "?")) != 0 || strcmp(val_str_of(got, "path", ""), val_text(path, "?")) != 0)
			return false;
		got = val_next(got);
	}
	return !got;
}

static void try_request(struct vectors *v, const struct val *row)
{
	const struct val *rq = val_get(row, "request");
	struct world *w = known_world(val_get(v->tree, "world"));
	struct hub_reply r;
	struct val *body = NULL;
	bool refusal = val_str_of(row, "error", "")[0] != '\0';
	BUF(sent);

	unhex_of(rq, "body", &sent);
	(void)!ask(w, rq, &sent, &r);
	holds(v, row, same_text(row, "error", fault_row(r.fault)->code), fault_row(r.fault)->code);
	holds(v, row, r.status == val_int_of(row, "status", 0), "another status");
	holds(v, row, val_parse(buf_text(&r.body), r.body.len, NULL, &body, NULL) == OK, "no JSON");
	holds(v, row, genuine(w, &r, rq, body), "not signed for this request");
	holds(v, row, !refusal || (w->far.item_count == 0 && w->far.mark_count == 0 && same_word(row, "error", body, "error")), "something was stored");
	holds(v, row, same_number(row, body, "hwm") && same_number(row, body, "max") && same_number(row, body, "now") &&
		      same_word(row, "chain", body, "chain") && same_word(row, "pointer", body, "path") && same_ack(row, body) &&
		      same_results(row, body), buf_text(&r.body));
	holds(v, row, !val_get(row, "stored") || val_int_of(row, "stored", -1) == w->far.item_count, "another number stored");
	val_free(body);
	buf_free(&r.body);
	world_close(w);
}

/* matrix 29-31, 33-38, 64 */
static void requests_are_answered_as_written(void **state)
{
	struct vectors v = vectors_open("request");

	(void)state;
	VAL_EACH(row, val_get(v.tree, "vectors"))
		try_request(&v, row);
	vectors_close(&v, 1000);
	PROVES("R70 D1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests_are_answered_as_written),
	};

	return crypt_start() == OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
