/* Central's door: every refusal of sections 1, 2 and 9 with its code, in its order, without a trace.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_world.h"

#include "shared/base/val.h"

/* ---- making requests ------------------------------------------------------------------------------- */

/* A fresh request of the enrolled device of this world. */
static void make(struct world *w, struct wired *x, const char *method, const char *target,
		 const char *type, const void *body, size_t n)
{
	const char *q = strchr(target, '?');
	struct sig_params p = { .created = w->wall / 1000 };
	char sig[SIG_TEXT];

	buf_free(&x->body);
	memset(x, 0, sizeof *x);
	text_copy(x->method, sizeof x->method, method);
	text_copy(x->authority, sizeof x->authority, "central.test:8080");
	snprintf(x->path, sizeof x->path, "/sync/v1%.*s", (int)(q ? q - target : (int)strlen(target)),
		 target);
	text_copy(x->query, sizeof x->query, q ? q + 1 : "");
	text_copy(x->protocol, sizeof x->protocol, "1.0");
	snprintf(x->counter, sizeof x->counter, "%lld", (long long)++w->device.counter);
	text_copy(x->type, sizeof x->type, n ? type : "");
	text_copy(x->peer, sizeof x->peer, "192.0.2.7");
	buf_add(&x->body, body, n);
	sig_digest(body, n, x->digest);
	snprintf(p.keyid, sizeof p.keyid, "%s.1", w->near.id.device);
	struct sig_request rq = { x->method, x->authority, x->path, x->query, x->digest, x->protocol,
		x->counter, x->type, "" };
	sig_request_make(&w->near.id.key, &rq, &p, x->input, x->signature, sig);
}

/* Sign what stands in x again, with these parameters. */
static void sign_again(struct wired *x, const struct sign_key *k, const char *keyid, int64_t created)
{
	struct sig_params p = { .created = created };
	struct sig_request rq = { x->method, x->authority, x->path, x->query, x->digest, x->protocol,
		x->counter, x->type, x->offset };
	char sig[SIG_TEXT];

	text_copy(p.keyid, sizeof p.keyid, keyid);
	sig_request_make(k, &rq, &p, x->input, x->signature, sig);
}

/* Serve x and check the refusal: its code, its signature, and that nothing was stored. */
static void refused(struct world *w, const struct wired *x, enum sync_fault want)
{
	struct far_end *before = mem_new(1, sizeof *before);
	struct hub_reply r;

	*before = w->far;
	(void)!wired_serve(w, x, &r);
	assert_string_equal(fault_row(r.fault)->code, fault_row(want)->code);
	assert_int_equal(r.status, fault_row(want)->status);
	assert_int_equal(w->far.item_count, before->item_count);
	assert_int_equal(w->far.mark_count, before->mark_count);
	if (r.is_signed) {
		assert_non_null(strstr(buf_text(&r.body), fault_row(want)->code));
		assert_int_equal(sig_reply_check(w->hub.key.pub, r.status, r.body.data, r.body.len,
						 r.digest, r.input, r.signature), OK);
	}
	buf_free(&r.body);
	free(before);
}

static void served(struct world *w, const struct wired *x, struct hub_reply *r)
{
	(void)!wired_serve(w, x, r);
	assert_string_equal(fault_row(r->fault)->code, "");
}

static void head_text(struct world *w, struct buf *out)
{
	struct wire_head h = { .quality = "rtc", .clock = { w->wall, w->mono,
		"b00b00b00b00b00b00b00b00b00b00bb" } };

	text_copy(h.device, sizeof h.device, w->near.id.device);
	wire_batch_begin(out, &h);
}

/* A batch of this JSON, packed. */
static void make_batch(struct world *w, struct wired *x, const char *json, size_t n)
{
	BUF(packed);

	pack_deflate(json, n, 4, NULL, 0, &packed);
	make(w, x, "POST", "/batches", BATCH_TYPE, packed.data, packed.len);
}

static void make_items(struct world *w, struct wired *x, int from, int to)
{
	BUF(text);

	head_text(w, &text);
	for (int i = from; i <= to; i++)
		wire_batch_item(&text, w->near.items[i - 1].text.data, w->near.items[i - 1].text.len,
				i == from);
	wire_batch_end(&text);
	make_batch(w, x, text.data, text.len);
}

/* ---- section 1 -------------------------------------------------------------------------------------------- */

static void targets_must_have_the_plain_form(void **state)
{
	static const char *const BAD[] = { "/", "//batches", "/batches/", "/./batches", "/../batches",
		"/bat%63hes", "/bat ches", "/changes?x", "/changes?x=1&", "/changes?=1",
		"/changes?x=%41", "/changes?x=1&&y=2", "/changes?x=a/b" };
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	char path[1200] = "/";

	(void)state;
	for (size_t i = 0; i < COUNT_OF(BAD); i++) {
		make(w, &x, "GET", BAD[i], "", "", 0);
		refused(w, &x, FAULT_BAD_REQUEST);
	}
	memset(path + 1, 'a', 1100);
	make(w, &x, "GET", path, "", "", 0);
	refused(w, &x, FAULT_BAD_REQUEST);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

static void routes_and_methods_are_checked_next(void **state)
{
	static const char *const UNKNOWN[] = { "/batch", "/batches/x", "/blobs/00", "/device/rotate",
		"/device/recover", "/device/reincarnate", "/site" };
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(UNKNOWN); i++) {
		make(w, &x, "GET", UNKNOWN[i], "", "", 0);
		refused(w, &x, FAULT_NOT_FOUND);
	}
	make(w, &x, "GET", "/batches", "", "", 0);
	refused(w, &x, FAULT_BAD_METHOD);
	make(w, &x, "POST", "/changes", "application/json", "{}", 2);
	refused(w, &x, FAULT_BAD_METHOD);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

static void protocol_versions(void **state)
{
	static const char *const BAD[] = { "", "1", "2.0", "1.x", "01.0", "1.0 " };
	struct world *w = world_ready();
	char keyid[SIG_KEYID];
	struct wired x = { .body = { 0 } };
	struct hub_reply r;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(BAD); i++) {
		make(w, &x, "GET", "/chain?seq=0", "", "", 0);
		text_copy(x.protocol, sizeof x.protocol, BAD[i]);
		refused(w, &x, FAULT_BAD_VERSION);
	}
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	text_copy(x.protocol, sizeof x.protocol, "1.7"); /* any minor of a known major */
	snprintf(keyid, sizeof keyid, "%s.1", w->near.id.device);
	sign_again(&x, &w->near.id.key, keyid, w->wall / 1000);
	served(w, &x, &r);
	buf_free(&r.body);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

static void signatures_must_be_right(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct sign_key other;
	char keyid[SIG_KEYID];

	(void)state;
	sign_key_make(&other);
	snprintf(keyid, sizeof keyid, "%s.1", w->near.id.device);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	x.signature[0] = '\0';
	refused(w, &x, FAULT_BAD_SIGNATURE);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	x.input[0] = '\0';
	refused(w, &x, FAULT_BAD_SIGNATURE);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	sign_again(&x, &other, keyid, w->wall / 1000);
	refused(w, &x, FAULT_BAD_SIGNATURE);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	text_copy(x.path, sizeof x.path, "/sync/v1/changes"); /* good signature, other path */
	refused(w, &x, FAULT_BAD_SIGNATURE);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	text_copy(x.authority, sizeof x.authority, "other.test"); /* other host of ours */
	refused(w, &x, FAULT_BAD_SIGNATURE);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	text_copy(x.authority, sizeof x.authority, "evil.test"); /* not one of ours */
	sign_again(&x, &w->near.id.key, keyid, w->wall / 1000);
	refused(w, &x, FAULT_BAD_SIGNATURE);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	text_copy(x.counter, sizeof x.counter, "007");
	sign_again(&x, &w->near.id.key, keyid, w->wall / 1000);
	refused(w, &x, FAULT_BAD_SIGNATURE);
	buf_free(&x.body);
	world_close(w);
	PROVES("R70");
}

static void only_known_devices_with_their_present_key(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	char keyid[SIG_KEYID];

	(void)state;
	snprintf(keyid, sizeof keyid, "%s.2", w->near.id.device);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	sign_again(&x, &w->near.id.key, keyid, w->wall / 1000);
	refused(w, &x, FAULT_UNKNOWN_DEVICE);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	sign_again(&x, &w->near.id.key, "01a20074-8f8b-7619-88bb-3ef1028ccf8f.1", w->wall / 1000);
	refused(w, &x, FAULT_UNKNOWN_DEVICE);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	sign_again(&x, &w->near.id.key, "somebody", w->wall / 1000);
	refused(w, &x, FAULT_UNKNOWN_DEVICE);
	buf_free(&x.body);
	world_close(w);
	PROVES("R70");
}

static void counters_are_used_once_within_a_window(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct hub_reply r;
	int64_t top = w->device.counter + 3000;

	(void)state;
	w->device.counter = top - 1;
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	served(w, &x, &r);
	buf_free(&r.body);
	refused(w, &x, FAULT_COUNTER_REPLAYED);
	w->device.counter = top - HUB_WINDOW - 1;
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	refused(w, &x, FAULT_COUNTER_REPLAYED); /* too far behind */
	for (int64_t back = HUB_WINDOW - 1; back > 0; back -= 97) {
		w->device.counter = top - back - 1;
		make(w, &x, "GET", "/chain?seq=0", "", "", 0);
		served(w, &x, &r); /* late, but within the window */
		buf_free(&r.body);
		refused(w, &x, FAULT_COUNTER_REPLAYED);
	}
	assert_int_equal(w->far.devices[0].counter, top);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

/* A wrong signature must not burn a counter; a refused but genuine request must. */
static void counters_are_recorded_after_the_signature(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct hub_reply r;
	char keyid[SIG_KEYID];
	struct sign_key other;
	int64_t before = w->far.devices[0].counter;

	(void)state;
	sign_key_make(&other);
	snprintf(keyid, sizeof keyid, "%s.1", w->near.id.device);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	sign_again(&x, &other, keyid, w->wall / 1000);
	refused(w, &x, FAULT_BAD_SIGNATURE);
	assert_int_equal(w->far.devices[0].counter, before);
	sign_again(&x, &w->near.id.key, keyid, w->wall / 1000 - 301);
	refused(w, &x, FAULT_CLOCK_SKEW);
	refused(w, &x, FAULT_COUNTER_REPLAYED);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	sign_again(&x, &w->near.id.key, keyid, w->wall / 1000 + 301);
	refused(w, &x, FAULT_CLOCK_SKEW);
	make(w, &x, "GET", "/chain?seq=0", "", "", 0);
	sign_again(&x, &w->near.id.key, keyid, w->wall / 1000 - 300);
	served(w, &x, &r);
	buf_free(&r.body);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

static void bodies_are_checked_before_they_are_opened(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	char *big = mem_new(1, WIRE_PACKED + 1);

	(void)state;
	make(w, &x, "POST", "/batches", BATCH_TYPE, big, WIRE_PACKED + 1);
	refused(w, &x, FAULT_TOO_LARGE);
	make(w, &x, "POST", "/batches", "application/json", "{}", 2);
	refused(w, &x, FAULT_BAD_TYPE);
	make(w, &x, "POST", "/batches", BATCH_TYPE, "abc", 3);
	x.body.data[1] = 'B';
	refused(w, &x, FAULT_BAD_DIGEST);
	make(w, &x, "GET", "/changes", "text/plain", "abc", 3);
	refused(w, &x, FAULT_TOO_LARGE);
	free(big);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

static void states_decide_what_a_device_may(void **state)
{
	static const struct {
		enum hub_state state;
		const char *target;
		enum sync_fault want;
	} CASES[] = {
		{ HUB_PENDING, "/changes", FAULT_DEVICE_PENDING },
		{ HUB_PENDING, "/site/v1", FAULT_DEVICE_PENDING },
		{ HUB_PENDING, "/chain?seq=0", FAULT_NONE },
		{ HUB_FORKED, "/changes", FAULT_DEVICE_FORKED },
		{ HUB_FORKED, "/chain?seq=0", FAULT_DEVICE_FORKED },
		{ HUB_REVOKED, "/changes", FAULT_DEVICE_REVOKED },
		{ HUB_REVOKED, "/chain?seq=0", FAULT_DEVICE_REVOKED },
		{ HUB_ACTIVE, "/changes", FAULT_NONE },
		{ HUB_ACTIVE, "/site/v2", FAULT_NOT_FOUND },
		{ HUB_ACTIVE, "/chain", FAULT_BAD_REQUEST },
		{ HUB_ACTIVE, "/chain?seq=1", FAULT_NOT_FOUND },
		{ HUB_ACTIVE, "/changes?limit=0", FAULT_BAD_REQUEST },
		{ HUB_ACTIVE, "/changes?limit=501", FAULT_BAD_REQUEST },
		{ HUB_ACTIVE, "/changes?cursor=99", FAULT_CURSOR_RESET },
		{ HUB_ACTIVE, "/changes?cursor=forged", FAULT_CURSOR_RESET },
	};
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct hub_reply r;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		w->far.devices[0].state = CASES[i].state;
		make(w, &x, "GET", CASES[i].target, "", "", 0);
		(void)!wired_serve(w, &x, &r);
		assert_string_equal(fault_row(r.fault)->code, fault_row(CASES[i].want)->code);
		buf_free(&r.body);
	}
	buf_free(&x.body);
	world_close(w);
	PROVES("R70");
}

/* ---- section 9 -------------------------------------------------------------------------------------------- */

static void streams_that_are_not_one_zlib_stream(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	BUF(text);
	BUF(packed);

	(void)state;
	head_text(w, &text);
	wire_batch_end(&text);
	pack_deflate(text.data, text.len, 4, NULL, 0, &packed);
	make(w, &x, "POST", "/batches", BATCH_TYPE, text.data, text.len);
	refused(w, &x, FAULT_BAD_ZLIB);
	packed.data[packed.len - 1] ^= 1; /* Adler-32 */
	make(w, &x, "POST", "/batches", BATCH_TYPE, packed.data, packed.len);
	refused(w, &x, FAULT_BAD_ZLIB);
	packed.data[packed.len - 1] ^= 1;
	make(w, &x, "POST", "/batches", BATCH_TYPE, packed.data, packed.len - 1);
	refused(w, &x, FAULT_BAD_ZLIB);
	pack_deflate("more", 4, 4, NULL, 0, &packed);
	make(w, &x, "POST", "/batches", BATCH_TYPE, packed.data, packed.len);
	refused(w, &x, FAULT_BAD_ZLIB);
	buf_clear(&packed);
	pack_deflate(text.data, text.len, 4, "dictionary", 10, &packed);
	make(w, &x, "POST", "/batches", BATCH_TYPE, packed.data, packed.len);
	refused(w, &x, FAULT_BAD_ZLIB);
	make(w, &x, "POST", "/batches", BATCH_TYPE, "", 0);
	refused(w, &x, FAULT_BAD_ZLIB);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

static void bombs_are_refused_early(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	char *zeros = mem_new(4, 1024 * 1024);

	(void)state;
	make_batch(w, &x, zeros, 4 * 1024 * 1024);
	refused(w, &x, FAULT_TOO_LARGE);
	assert_true(w->hub.inflated.cap <= WIRE_INFLATED + 65536);
	make_batch(w, &x, zeros, 300 * 1024); /* within the size, over 100:1 */
	refused(w, &x, FAULT_TOO_LARGE);
	free(zeros);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

static void only_strict_json(void **state)
{
	static const char *const BAD[] = { "", "{", "{}x", "{\"v\":01}", "{\"v\":1e9}", "{\"v\":1.5}",
		"{\"v\":-0}", "{\"v\":4503599627370496}", "{\"v\":1,\"v\":1}", "{\"v\":1,\"\\u0076\":1}",
		"{\"v\":\"\\u0000\"}", "{\"v\":\"\\ud800\"}", "{\"v\":\"\x01\"}", "{\"v\":\"\xc0\x80\"}",
		"{\"v\":\"\xff\"}", "\xef\xbb\xbf{}", "{\"v\":NaN}", "{'v':1}", "{}{}",
		"[[[[[[[[[[[[[1]]]]]]]]]]]]]" };
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(BAD); i++) {
		make_batch(w, &x, BAD[i], strlen(BAD[i]));
		refused(w, &x, FAULT_BAD_JSON);
	}
	make_batch(w, &x, "{}", 2);
	refused(w, &x, FAULT_BAD_ENVELOPE);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

static void a_batch_speaks_for_its_own_device(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct hub_reply r;
	BUF(text);

	(void)state;
	head_text(w, &text);
	wire_batch_end(&text);
	make_batch(w, &x, text.data, text.len);
	served(w, &x, &r);
	buf_free(&r.body);
	memcpy(strstr(text.data, w->near.id.device), "01a20074-8f8b-7619-88bb-3ef1028ccf8f", 36);
	make_batch(w, &x, text.data, text.len);
	refused(w, &x, FAULT_BAD_ENVELOPE);
	buf_free(&x.body);
	world_close(w);
	PROVES("R70");
}

static void a_body_must_be_canonical_base64(void **state)
{
	static const char *const BAD[] = { "AAE", "AAEC=", "AA E", "AAF=", "AA==AA==", "-_AA" };
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(BAD); i++) {
		BUF(text);

		head_text(w, &text);
		buf_fmt(&text, "{\"id\":\"01a20074-8f8b-7619-88bb-3ef1028ccf8f\",\"seq\":1,\"body\":\"%s\"}]}",
			BAD[i]);
		make_batch(w, &x, text.data, text.len);
		refused(w, &x, FAULT_BAD_ENVELOPE);
	}
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

/* Fault matrix 29 and 30: nothing but the whole, untouched request has an effect. */
static void every_flipped_bit_and_every_cut_is_refused(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct hub_reply r;

	(void)state;
	world_capture(w);
	make_items(w, &x, 1, 1);
	char *const fields[] = { x.method, x.authority, x.path, x.protocol, x.counter, x.digest, x.type,
		x.input, x.signature, x.body.data };

	for (size_t f = 0; f < COUNT_OF(fields); f++) {
		size_t n = f == COUNT_OF(fields) - 1 ? x.body.len : strlen(fields[f]);

		for (size_t bit = 0; bit < n * 8; bit++) {
			char was = fields[f][bit / 8];

			fields[f][bit / 8] ^= (char)(1 << bit % 8);
			/* Host is compared without regard to case: the same request then. */
			if (fields[f] == x.authority && (was ^ fields[f][bit / 8]) == 32) {
				fields[f][bit / 8] = was;
				continue;
			}
			(void)!wired_serve(w, &x, &r);
			assert_int_not_equal(r.fault, FAULT_NONE);
			assert_int_equal(w->far.mark_count, 0);
			buf_free(&r.body);
			fields[f][bit / 8] = was;
		}
	}
	for (size_t n = x.body.len; n-- > 0;) {
		size_t whole = x.body.len;

		x.body.len = n;
		refused(w, &x, n ? FAULT_BAD_DIGEST : FAULT_BAD_SIGNATURE);
		x.body.len = whole;
	}
	served(w, &x, &r); /* its counter was never burnt */
	assert_int_equal(w->far.item_count, 1);
	buf_free(&r.body);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62 R70");
}

/* ---- section 3 -------------------------------------------------------------------------------------------- */

static void read_reply(struct hub_reply *r, struct wire_reply *ret)
{
	assert_int_equal(val_scan(r->body.data, r->body.len, NULL, NULL), OK);
	assert_int_equal(wire_reply_read(r->body.data, r->body.len, ret), OK);
	buf_free(&r->body);
}

static void items_in_any_order_and_often(void **state)
{
	static const int ORDER[][2] = { { 5, 6 }, { 1, 2 }, { 1, 2 }, { 4, 4 }, { 1, 6 }, { 3, 3 } };
	static const int64_t HWM[] = { 0, 2, 2, 2, 6, 6 };
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct wire_reply reply;
	struct hub_reply r;
	uint8_t c[32] = { 0 };
	char hex[HEX32_TEXT];

	(void)state;
	for (int i = 0; i < 6; i++) {
		world_capture(w);
		chain_next(c, w->near.items[i].id, w->near.items[i].h);
	}
	for (size_t i = 0; i < COUNT_OF(ORDER); i++) {
		make_items(w, &x, ORDER[i][0], ORDER[i][1]);
		served(w, &x, &r);
		read_reply(&r, &reply);
		assert_int_equal(reply.ack_count, 1);
		assert_int_equal(reply.ack[0].from, ORDER[i][0]);
		assert_int_equal(reply.ack[0].to, ORDER[i][1]);
		assert_int_equal(reply.result_count, 0);
		assert_int_equal(reply.hwm, HWM[i]);
	}
	assert_int_equal(w->far.item_count, 6);
	hex_encode(c, 32, hex);
	assert_string_equal(reply.chain, hex);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

static void the_same_batch_a_thousand_times(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct hub_reply r;

	(void)state;
	for (int i = 0; i < 20; i++)
		world_capture(w);
	for (int i = 0; i < 1000; i++) {
		make_items(w, &x, 1, 20);
		served(w, &x, &r);
		buf_free(&r.body);
		if (i % 100 == 0)
			refused(w, &x, FAULT_COUNTER_REPLAYED);
	}
	assert_int_equal(w->far.item_count, 20);
	assert_int_equal(w->far.mark_count, 20);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

static void a_known_id_with_other_bytes_is_a_conflict(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct wire_reply reply;
	struct hub_reply r;
	BUF(second);

	(void)state;
	world_capture(w);
	world_capture(w);
	make_items(w, &x, 1, 1);
	served(w, &x, &r);
	buf_free(&r.body);
	/* Number 2 claims the id of number 1. */
	memcpy(strstr(w->near.items[1].text.data, "\"id\":\"") + 6,
	       strstr(w->near.items[0].text.data, "\"id\":\"") + 6, 36);
	make_items(w, &x, 2, 2);
	served(w, &x, &r);
	read_reply(&r, &reply);
	assert_int_equal(reply.ack_count, 1);
	assert_int_equal(reply.results[0].r, RESULT_CONFLICT);
	assert_int_equal(w->far.strays, 1);
	assert_int_equal(w->far.devices[0].state, HUB_ACTIVE);
	assert_int_equal(reply.hwm, 2);
	/* Number 1 comes again as something else: two lines of one device. */
	wire_item_renumber(&second, w->near.items[1].text.data, w->near.items[1].text.len, 1);
	buf_clear(&w->near.items[1].text);
	buf_add(&w->near.items[1].text, second.data, second.len);
	make_items(w, &x, 2, 2);
	served(w, &x, &r);
	read_reply(&r, &reply);
	assert_int_equal(reply.results[0].r, RESULT_CONFLICT);
	assert_int_equal(w->far.strays, 2);
	make_items(w, &x, 1, 1);
	refused(w, &x, FAULT_DEVICE_FORKED);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62 R70");
}

static void voids_keep_the_mark_moving_and_may_be_filled_later(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct wire_reply reply;
	struct hub_reply r;
	BUF(text);
	BUF(item);

	(void)state;
	world_capture(w);
	head_text(w, &text);
	wire_void_write(&item, 1, w->near.items[0].id, w->near.items[0].h, "lost");
	wire_batch_item(&text, item.data, item.len, true);
	wire_batch_end(&text);
	make_batch(w, &x, text.data, text.len);
	served(w, &x, &r);
	read_reply(&r, &reply);
	assert_int_equal(reply.hwm, 1);
	assert_int_equal(w->far.item_count, 0);
	make_items(w, &x, 1, 1);
	served(w, &x, &r);
	read_reply(&r, &reply);
	assert_int_equal(reply.hwm, 1);
	assert_int_equal(reply.result_count, 0);
	assert_int_equal(w->far.item_count, 1);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

/* Append one hand-written item to a batch of its own and serve it. */
static void serve_item(struct world *w, const char *json, struct wire_reply *reply)
{
	struct wired x = { .body = { 0 } };
	struct hub_reply r;
	BUF(text);

	head_text(w, &text);
	buf_fmt(&text, "%s]}", json);
	make_batch(w, &x, text.data, text.len);
	served(w, &x, &r);
	read_reply(&r, reply);
	buf_free(&x.body);
}

#define ITEM_REST ",\"kind\":\"report.new\",\"schema\":1,\"t\":{\"wall\":5,\"mono\":6,\"boot\":\"e0\"}," \
		  "\"key\":\"k-1\",\"body\":\"AAEC\"}"

static void exceptions_by_name(void **state)
{
	struct world *w = world_ready();
	struct wire_reply reply;

	(void)state;
	serve_item(w, "{\"seq\":100001,\"id\":\"01a20074-0000-7619-88bb-3ef1028ccf8f\"" ITEM_REST, &reply);
	assert_int_equal(reply.ack_count, 0);
	assert_int_equal(reply.results[0].r, RESULT_RETRY);
	assert_string_equal(reply.results[0].code, "seq_ahead");
	serve_item(w, "{\"seq\":1,\"id\":\"01a20074-0001-7619-88bb-3ef1028ccf8f\",\"body\":\"AAEC\"}", &reply);
	assert_int_equal(reply.ack_count, 1);
	assert_int_equal(reply.results[0].r, RESULT_QUARANTINED);
	assert_string_equal(reply.results[0].code, "bad_field");
	assert_string_equal(reply.results[0].path, "/kind");
	assert_string_equal(w->far.items[0].fault, "bad_field");
	serve_item(w, "{\"seq\":2,\"id\":\"01a20074-0002-7619-88bb-3ef1028ccf8f\","
		   "\"after\":[\"01a20074-0003-7619-88bb-3ef1028ccf8f\"]" ITEM_REST, &reply);
	assert_int_equal(reply.ack_count, 1);
	assert_int_equal(reply.results[0].r, RESULT_PARKED);
	assert_true(w->far.items[1].parked);
	serve_item(w, "{\"seq\":4,\"id\":\"01a20074-0004-7619-88bb-3ef1028ccf8f\","
		   "\"after\":[\"01a20074-0003-7619-88bb-3ef1028ccf8f\"]" ITEM_REST
		   ",{\"seq\":3,\"id\":\"01a20074-0003-7619-88bb-3ef1028ccf8f\"" ITEM_REST, &reply);
	assert_int_equal(reply.result_count, 0); /* parent in the same batch */
	assert_int_equal(reply.hwm, 4);
	world_close(w);
	PROVES("R62");
}

static void capture_times_are_estimated(void **state)
{
	struct world *w = world_ready();
	struct wire_reply reply;

	(void)state;
	serve_item(w, "{\"seq\":1,\"id\":\"01a20074-0001-7619-88bb-3ef1028ccf8f\"" ITEM_REST, &reply);
	assert_int_equal(w->far.items[0].quality, QUALITY_PAST); /* the fake store knows boots e… */
	assert_int_equal(w->far.items[0].t, WORLD_START - 7000000 + 6);
	serve_item(w, "{\"seq\":2,\"id\":\"01a20074-0002-7619-88bb-3ef1028ccf8f\",\"kind\":\"a\",\"schema\":1,"
		   "\"t\":{\"wall\":1795299900000,\"mono\":6,\"boot\":\"x\"},\"key\":\"k\",\"body\":\"\"}", &reply);
	assert_int_equal(w->far.items[1].quality, QUALITY_WALL);
	assert_int_equal(w->far.items[1].t, INT64_C(1795299900000));
	serve_item(w, "{\"seq\":3,\"id\":\"01a20074-0003-7619-88bb-3ef1028ccf8f\",\"kind\":\"a\",\"schema\":1,"
		   "\"t\":{\"wall\":1995200000000,\"mono\":6,\"boot\":\"x\"},\"key\":\"k\",\"body\":\"\"}", &reply);
	assert_int_equal(w->far.items[2].quality, QUALITY_CLAMPED);
	assert_int_equal(w->far.items[2].t, w->wall);
	/* Before the batch that left the queue empty nothing of now can have been captured. */
	world_pass(w, DAY_MS);
	serve_item(w, "{\"seq\":4,\"id\":\"01a20074-0004-7619-88bb-3ef1028ccf8f\",\"kind\":\"a\",\"schema\":1,"
		   "\"t\":{\"wall\":1,\"mono\":6,\"boot\":\"x\"},\"key\":\"k\",\"body\":\"\"}", &reply);
	assert_int_equal(w->far.items[3].quality, QUALITY_CLAMPED);
	assert_int_equal(w->far.items[3].t, WORLD_START - 5 * MINUTE_MS);
	world_close(w);
	PROVES("R63");
}

static void the_chain_can_be_asked_at_any_number(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct hub_reply r;
	uint8_t c[32] = { 0 };
	char hex[HEX32_TEXT], target[40];

	(void)state;
	for (int i = 0; i < 600; i++)
		world_capture(w);
	world_run(w, MINUTE_MS);
	assert_int_equal(w->far.chain_count, 2);
	for (int n = 0; n <= 600; n++) {
		if (n > 0)
			chain_next(c, w->near.items[n - 1].id, w->near.items[n - 1].h);
		if (n % 100 != 0 && n != 256 && n != 257)
			continue;
		snprintf(target, sizeof target, "/chain?seq=%d", n);
		make(w, &x, "GET", target, "", "", 0);
		served(w, &x, &r);
		hex_encode(c, 32, hex);
		assert_non_null(strstr(buf_text(&r.body), hex));
		buf_free(&r.body);
	}
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

/* ---- section 2 -------------------------------------------------------------------------------------------- */

/* An enrolment request of a device with this key and code. */
static void make_enrol(struct world *w, struct wired *x, const struct sign_key *k, const char *secret,
		       const char *kind, const char *hint)
{
	uint8_t proof[32];
	char pub[HEX32_TEXT], hex[HEX32_TEXT];
	BUF(body);

	proof_device(secret, k->pub, w->hub.key.pub, proof);
	hex_encode(k->pub, 32, pub);
	hex_encode(proof, 32, hex);
	buf_fmt(&body, "{\"v\":1,\"code_id\":\"B1EM\",\"pubkey\":\"%s\",\"kind\":\"%s\",\"hw_hint\":\"%s\","
		"\"sw\":\"test\",\"proof\":\"%s\"}", pub, kind, hint, hex);
	buf_free(&x->body);
	memset(x, 0, sizeof *x);
	text_copy(x->method, sizeof x->method, "POST");
	text_copy(x->authority, sizeof x->authority, "central.test:8080");
	text_copy(x->path, sizeof x->path, "/sync/v1/enrol");
	text_copy(x->protocol, sizeof x->protocol, "1.0");
	text_copy(x->counter, sizeof x->counter, "1");
	text_copy(x->type, sizeof x->type, "application/json");
	text_copy(x->peer, sizeof x->peer, "192.0.2.7");
	buf_add(&x->body, body.data, body.len);
	sig_digest(body.data, body.len, x->digest);
	sign_again(x, k, "enrol.B1EM", w->wall / 1000);
}

static void enrolment_needs_the_right_proof(void **state)
{
	struct world *w = world_open();
	struct wired x = { .body = { 0 } };
	struct sign_key k, other;
	struct hub_reply r;

	(void)state;
	sign_key_make(&k);
	sign_key_make(&other);
	make_enrol(w, &x, &k, "0000000000000000", "kiosk", "");
	refused(w, &x, FAULT_BAD_CODE);
	make_enrol(w, &x, &k, "EJQG07MFKKZSG07M", "tablet", "");
	refused(w, &x, FAULT_BAD_CODE); /* issued for a kiosk */
	make_enrol(w, &x, &k, "EJQG07MFKKZSG07M", "kiosk", "");
	sign_again(&x, &other, "enrol.B1EM", w->wall / 1000);
	refused(w, &x, FAULT_BAD_SIGNATURE);
	sign_again(&x, &k, "enrol.AAAA", w->wall / 1000);
	refused(w, &x, FAULT_BAD_SIGNATURE);
	sign_again(&x, &k, "enrol.B1EM", w->wall / 1000 - 400);
	refused(w, &x, FAULT_CLOCK_SKEW);
	assert_int_equal(w->far.device_count, 0);
	make_enrol(w, &x, &k, "EJQG07MFKKZSG07M", "kiosk", "");
	served(w, &x, &r);
	assert_int_equal(w->far.device_count, 1);
	assert_int_equal(w->far.devices[0].state, HUB_ACTIVE);
	buf_free(&r.body);
	buf_free(&x.body);
	world_close(w);
	PROVES("R70");
}

static void a_lost_enrolment_reply_can_be_asked_again(void **state)
{
	struct world *w = world_open();
	struct wired x = { .body = { 0 } };
	struct sign_key k, other;
	struct hub_reply one, two;

	(void)state;
	sign_key_make(&k);
	sign_key_make(&other);
	make_enrol(w, &x, &k, "EJQG07MFKKZSG07M", "kiosk", "");
	served(w, &x, &one);
	make_enrol(w, &x, &k, "EJQG07MFKKZSG07M", "kiosk", "");
	served(w, &x, &two);
	assert_int_equal(w->far.device_count, 1);
	assert_string_equal(strstr(buf_text(&one.body), "\"device\""),
			    strstr(buf_text(&two.body), "\"device\""));
	make_enrol(w, &x, &other, "EJQG07MFKKZSG07M", "kiosk", "");
	refused(w, &x, FAULT_BAD_CODE); /* used by another key */
	world_pass(w, 49 * HOUR_MS);
	make_enrol(w, &x, &k, "EJQG07MFKKZSG07M", "kiosk", "");
	refused(w, &x, FAULT_BAD_CODE); /* the validity is over */
	buf_free(&one.body);
	buf_free(&two.body);
	buf_free(&x.body);
	world_close(w);
	PROVES("R70");
}

static void five_wrong_proofs_burn_a_code(void **state)
{
	struct world *w = world_open();
	struct wired x = { .body = { 0 } };
	struct sign_key k;

	(void)state;
	sign_key_make(&k);
	for (int i = 0; i < HUB_FAILURES; i++) {
		make_enrol(w, &x, &k, "0000000000000000", "kiosk", "");
		refused(w, &x, FAULT_BAD_CODE);
	}
	make_enrol(w, &x, &k, "EJQG07MFKKZSG07M", "kiosk", "");
	refused(w, &x, FAULT_BAD_CODE);
	assert_int_equal(w->far.device_count, 0);
	buf_free(&x.body);
	world_close(w);
	PROVES("R70");
}

static void guessing_is_slowed_down_per_address(void **state)
{
	struct world *w = world_open();
	struct wired x = { .body = { 0 } };
	struct sign_key k;
	struct hub_reply r;

	(void)state;
	sign_key_make(&k);
	w->far.has_code = false;
	for (int i = 0; i < 10; i++) {
		make_enrol(w, &x, &k, "0000000000000000", "kiosk", "");
		refused(w, &x, FAULT_BAD_CODE);
	}
	w->far.has_code = true;
	make_enrol(w, &x, &k, "EJQG07MFKKZSG07M", "kiosk", "");
	refused(w, &x, FAULT_SLOW_DOWN);
	text_copy(x.peer, sizeof x.peer, "192.0.2.8");
	served(w, &x, &r); /* another address is not held up */
	buf_free(&r.body);
	world_pass(w, 2 * MINUTE_MS);
	make_enrol(w, &x, &k, "EJQG07MFKKZSG07M", "kiosk", "");
	served(w, &x, &r);
	buf_free(&r.body);
	buf_free(&x.body);
	world_close(w);
	PROVES("R70");
}

static void the_same_hardware_waits_for_approval(void **state)
{
	struct world *w = world_open();
	struct wired x = { .body = { 0 } };
	struct sign_key k;
	struct hub_reply r;

	(void)state;
	sign_key_make(&k);
	make_enrol(w, &x, &k, "EJQG07MFKKZSG07M", "kiosk",
		   "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");
	served(w, &x, &r);
	assert_int_equal(w->far.devices[0].state, HUB_PENDING);
	assert_non_null(strstr(buf_text(&r.body), "\"state\":\"pending\""));
	buf_free(&r.body);
	buf_free(&x.body);
	world_close(w);
	PROVES("R70");
}

/* Somebody between kiosk and central who does not know the code cannot play central. */
static bool other_central(struct world *w, struct device_answer *a, struct hub_reply *r)
{
	char *proof = strstr(buf_text(&r->body), "\"server_proof\":\"");

	if (!proof)
		return true;
	proof[16] = proof[16] == '0' ? '1' : '0';
	sig_digest(r->body.data, r->body.len, r->digest);
	sig_reply_make(&w->hub.key, r->status, r->digest, w->wall / 1000, r->input, r->signature);
	a->body = r->body.data;
	return true;
}

static void a_device_believes_only_a_central_that_knows_the_code(void **state)
{
	struct world *w = world_open();

	(void)state;
	w->spoil = other_central;
	device_enrol(&w->device, WORLD_CODE, "");
	world_run(w, MINUTE_MS);
	assert_int_equal(w->device.enrol_result, ERR_CREDENTIALS);
	assert_false(w->device.enrolled);
	world_close(w);
	PROVES("R70");
}

static void a_device_survives_a_lost_enrolment_reply(void **state)
{
	struct world *w = world_open();

	(void)state;
	device_enrol(&w->device, WORLD_CODE, "");
	assert_true(world_exchange(w)); /* hello */
	w->lose = 1;
	w->device.o.poll_ms = -1;
	world_run(w, HOUR_MS);
	assert_int_equal(w->device.enrol_result, OK);
	assert_int_equal(w->far.device_count, 1);
	world_close(w);
	PROVES("R70");
}

static void a_wrong_code_is_told_at_once(void **state)
{
	struct world *w = world_open();

	(void)state;
	device_enrol(&w->device, "B1EM0000000000000000", "");
	world_run(w, MINUTE_MS);
	assert_int_equal(w->device.enrol_result, ERR_CREDENTIALS);
	assert_int_equal(w->far.code.failures, 1);
	world_close(w);
	PROVES("R70");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(targets_must_have_the_plain_form),
		cmocka_unit_test(routes_and_methods_are_checked_next),
		cmocka_unit_test(protocol_versions),
		cmocka_unit_test(signatures_must_be_right),
		cmocka_unit_test(only_known_devices_with_their_present_key),
		cmocka_unit_test(counters_are_used_once_within_a_window),
		cmocka_unit_test(counters_are_recorded_after_the_signature),
		cmocka_unit_test(bodies_are_checked_before_they_are_opened),
		cmocka_unit_test(states_decide_what_a_device_may),
		cmocka_unit_test(streams_that_are_not_one_zlib_stream),
		cmocka_unit_test(bombs_are_refused_early),
		cmocka_unit_test(only_strict_json),
		cmocka_unit_test(a_batch_speaks_for_its_own_device),
		cmocka_unit_test(a_body_must_be_canonical_base64),
		cmocka_unit_test(every_flipped_bit_and_every_cut_is_refused),
		cmocka_unit_test(items_in_any_order_and_often),
		cmocka_unit_test(the_same_batch_a_thousand_times),
		cmocka_unit_test(a_known_id_with_other_bytes_is_a_conflict),
		cmocka_unit_test(voids_keep_the_mark_moving_and_may_be_filled_later),
		cmocka_unit_test(exceptions_by_name),
		cmocka_unit_test(capture_times_are_estimated),
		cmocka_unit_test(the_chain_can_be_asked_at_any_number),
		cmocka_unit_test(enrolment_needs_the_right_proof),
		cmocka_unit_test(a_lost_enrolment_reply_can_be_asked_again),
		cmocka_unit_test(five_wrong_proofs_burn_a_code),
		cmocka_unit_test(guessing_is_slowed_down_per_address),
		cmocka_unit_test(the_same_hardware_waits_for_approval),
		cmocka_unit_test(a_device_believes_only_a_central_that_knows_the_code),
		cmocka_unit_test(a_device_survives_a_lost_enrolment_reply),
		cmocka_unit_test(a_wrong_code_is_told_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
