/* A session at central's sync door: requests one after the other against hub_serve over a store in
 * memory, some good, some again, some spoilt.
 *
 * After each: a reply is signed or says why not; an acknowledged number is stored, with the very bytes;
 * nothing is stored twice; hwm counts without a gap and the chain is that of the marks; a refusal
 * leaves no item and no mark behind.
 *
 * Input: a list of steps of one byte each, most with arguments behind them; see STEPS.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/fuzz/target.h"
#include "shared/model/walk.h"
#include "shared/sync/carry.h"
#include "tests/unit/sync_hub.h"

#define STEPS_MOST 60
#define REPLY_Z "application/vnd.portiek.reply-z"

struct session {
	struct world *w;
	struct wired x;
	struct input in;
	int captured;
	int before_items, before_marks;
};

static int64_t far_hwm(struct far_end *f, int64_t device)
{
	int64_t n = 0;
	while (far_find_mark(f, device, n + 1))
		n++;
	return n;
}

static void chain_holds(struct far_end *f, const struct hub_device *d)
{
	uint8_t c[32] = { 0 };
	for (int64_t n = 1; n <= d->hwm; n++) {
		struct far_mark *m = far_find_mark(f, d->n, n);
		MUST(m);
		chain_next(c, m->id, m->h);
	}
	MUST(memcmp(c, d->chain, 32) == 0);
}

static void store_holds(struct session *s)
{
	struct far_end *f = &s->w->far;

	for (int i = 0; i < f->device_count; i++) {
		MUST(f->devices[i].hwm <= far_hwm(f, f->devices[i].n));
		chain_holds(f, &f->devices[i]);
	}
	for (int i = 0; i < f->mark_count; i++)
		for (int k = 0; k < i; k++)
			MUST(f->marks[i].seq != f->marks[k].seq || f->marks[i].device != f->marks[k].device);
	for (int i = 0; i < f->item_count; i++)
		for (int k = 0; k < i; k++)
			MUST(memcmp(f->items[i].id, f->items[k].id, 16) != 0);
}

/* What the reply acknowledges is there; what it names is in the reply once. */
static void acks_hold(struct session *s, const struct hub_reply *r)
{
	struct wire_reply *reply = calloc(1, sizeof *reply);
	struct far_end *f = &s->w->far;

	if (!wire_reply_read(buf_text(&r->body), r->body.len, reply)) {
		for (int i = 0; i < reply->ack_count; i++)
			for (int64_t n = reply->ack[i].from; n <= reply->ack[i].to; n++)
				MUST(far_find_mark(f, 0, n));
		MUST(reply->hwm == f->devices[0].hwm);
		MUST(reply->safe_hwm <= reply->hwm || reply->safe_hwm == f->devices[0].safe_hwm);
	}
	free(reply);
}

static void serve(struct session *s)
{
	struct hub_reply r;
	int err, items = s->w->far.item_count, marks = s->w->far.mark_count, strays = s->w->far.strays;

	err = wired_serve(s->w, &s->x, &r);
	MUST(err == OK || err == ERR_STORAGE);
	MUST(r.status >= 200 && r.status < 600 && r.body.len && r.type[0]);
	BUF(plain);
	if (strcmp(r.type, REPLY_Z) == 0)
		MUST(pack_inflate(r.body.data, r.body.len, 8u << 20, NULL, 0, &plain) == OK);
	else
		buf_add(&plain, r.body.data, r.body.len);
	MUST(val_scan(plain.data, plain.len, &(struct val_limits){ .big_key = "data", .big = 1 << 20 }, NULL) == OK);
	if (r.is_signed)
		MUST(sig_reply_check(s->w->hub.key.pub, r.status, r.body.data, r.body.len, r.digest, r.input,
				     r.signature) == OK);
	if (r.fault != FAULT_NONE) {
		MUST(r.status >= 400 && strstr(buf_text(&r.body), fault_row(r.fault)->code));
		if (r.fault != FAULT_STORAGE_FULL)
			MUST(items == s->w->far.item_count && marks == s->w->far.mark_count);
		MUST(strays == s->w->far.strays || r.fault == FAULT_STORAGE_FULL);
	} else if (strstr(s->x.path, "/batches")) {
		MUST(r.is_signed);
		acks_hold(s, &r);
	}
	buf_free(&r.body);
	store_holds(s);
}

/* ---- steps ------------------------------------------------------------------------------------ */

static void batch_of(struct session *s)
{
	int from = 1 + input_byte(&s->in) % (s->captured + 1), to = from + input_byte(&s->in) % 8;

	to = to > s->captured ? s->captured : to;
	if (from <= to)
		make_items(s->w, &s->x, from, to);
	serve(s);
}

static void batch_capture(struct session *s)
{
	if (s->captured < 100)
		s->captured = (int)world_capture(s->w);
	batch_of(s);
}

/* Items out of the text of the input, in an envelope that is right. */
static void batch_free(struct session *s)
{
	char text[700];
	BUF(json);

	input_line(&s->in, text, sizeof text);
	head_text(s->w, &json);
	buf_str(&json, text);
	wire_batch_end(&json);
	make_batch(s->w, &s->x, json.data, json.len);
	serve(s);
}

/* A body that is no stream, or none of a batch. */
static void batch_raw(struct session *s)
{
	char text[300];

	input_line(&s->in, text, sizeof text);
	if (input_byte(&s->in) & 1)
		make(s->w, &s->x, "POST", "/batches", BATCH_TYPE, text, strlen(text));
	else
		make_batch(s->w, &s->x, text, strlen(text));
	serve(s);
}

/* An item that says a number it does not have: another's id, another's bytes. */
static void batch_renumbered(struct session *s)
{
	BUF(text);
	struct near_item *it;

	if (!s->captured)
		return;
	it = &s->w->near.items[input_byte(&s->in) % s->captured];
	head_text(s->w, &text);
	wire_item_renumber(&text, it->text.data, it->text.len, 1 + input_byte(&s->in) * (int64_t)input_byte(&s->in) * 50);
	wire_batch_end(&text);
	make_batch(s->w, &s->x, text.data, text.len);
	serve(s);
}

static void batch_void(struct session *s)
{
	static const char *const WHY[] = { "refused", "purged", "lost", "bored" };
	static const uint8_t none[HASH_BYTES]; /* what a rebuilt device says of a number it only knows was given */
	uint8_t why;
	BUF(text);
	struct near_item *it;
	int n;

	if (!s->captured)
		return;
	n = input_byte(&s->in) % s->captured;
	it = &s->w->near.items[n];
	head_text(s->w, &text);
	why = input_byte(&s->in);
	wire_void_write(&text, n + 1, it->id, why & 4 ? none : it->h, WHY[why % 4]);
	wire_batch_end(&text);
	make_batch(s->w, &s->x, text.data, text.len);
	serve(s);
}

static void get_any(struct session *s)
{
	char target[300], path[310];
	uint8_t how;

	input_line(&s->in, target, sizeof target);
	snprintf(path, sizeof path, "/%s", target);
	how = input_byte(&s->in);
	make(s->w, &s->x, how & 1 ? "POST" : "GET", path, "", "", 0);
	text_copy(s->x.accept, sizeof s->x.accept, how & 2 ? REPLY_Z : "");
	serve(s);
}

/* The last request once more, as it was: only its counter can be seen. */
static void again(struct session *s)
{
	serve(s);
	MUST(s->w->last != FAULT_NONE || !strcmp(s->x.path, "/sync/v1/hello"));
}

/* The last request with a byte of one header changed: never good. */
static void spoilt(struct session *s)
{
	char *const FIELDS[] = { s->x.counter, s->x.digest, s->x.input, s->x.signature, s->x.protocol, s->x.path, s->x.query,
		s->x.authority, s->x.type };
	char *field = FIELDS[input_byte(&s->in) % COUNT_OF(FIELDS)];
	size_t n = strlen(field), at = n ? input_byte(&s->in) % n : 0;
	uint8_t to = input_byte(&s->in);

	if (n && to && to != (uint8_t)field[at])
		field[at] = (char)to;
	serve(s);
}

/* Signed with the right key under another name: by line. */
static void other_name(struct session *s)
{
	char keyid[SIG_KEYID];

	input_line(&s->in, keyid, sizeof keyid);
	make(s->w, &s->x, "GET", "/chain?seq=0", "", "", 0);
	if (strchr(keyid, '"') || strstr(keyid, ";created="))
		return;
	sign_again(&s->x, &s->w->near.id.key, keyid, s->w->wall / 1000);
	serve(s);
	MUST(s->w->last != FAULT_NONE || !strncmp(keyid, s->w->near.id.device, UUID_TEXT - 1));
}

/* A body over every cap, or of another sort. */
static void odd_body(struct session *s)
{
	uint8_t how = input_byte(&s->in);
	size_t n = how & 1 ? 300000 : 10;
	char *big = mem_new(n, 1);

	make(s->w, &s->x, "POST", "/batches", how & 2 ? "text/plain" : BATCH_TYPE, big, n);
	if (how & 4)
		text_copy(s->x.authority, sizeof s->x.authority, how & 8 ? "other.test:80" : "evil.test:443");
	serve(s);
	MUST(s->w->last != FAULT_NONE);
	free(big);
}

static void pass(struct session *s)
{
	world_pass(s->w, input_byte(&s->in) * INT64_C(70000));
}

static void state_of(struct session *s)
{
	s->w->far.devices[0].state = (enum hub_state)(input_byte(&s->in) % HUB_STATE_MAX);
}

static void full_disk(struct session *s)
{
	s->w->far.full = !s->w->far.full;
}

static void news(struct session *s)
{
	s->w->far.last_change += input_byte(&s->in);
	s->w->far.gone = input_byte(&s->in) == 7;
}

/* An enrolment whose body is the input's. */
static void enrol_any(struct session *s)
{
	struct sign_key k;
	char body[600], keyid[SIG_KEYID];
	int devices = s->w->far.device_count;

	input_line(&s->in, body, sizeof body);
	make(s->w, &s->x, "POST", "/enrol", "application/json", body, strlen(body));
	text_copy(s->x.counter, sizeof s->x.counter, "1");
	sign_key_make(&k);
	text_copy(keyid, sizeof keyid, "enrol.B1EM");
	sign_again(&s->x, &k, keyid, s->w->wall / 1000);
	serve(s);
	MUST(s->w->far.device_count == devices);
}

/* A batch of somebody else, under our signature: refused whole. */
static void batch_of_other(struct session *s)
{
	char *last = &s->w->near.id.device[UUID_TEXT - 2], was = *last;
	BUF(text);

	*last = was == 'a' ? 'b' : 'a';
	head_text(s->w, &text);
	*last = was;
	wire_batch_end(&text);
	make_batch(s->w, &s->x, text.data, text.len);
	serve(s);
	MUST(s->w->last != FAULT_NONE);
}

/* The reply to a carried file is a file too, and central's. */
static void carried_reply_holds(struct session *s, const struct hub_reply *r)
{
	struct span data;
	struct carried f;
	BUF(file);

	MUST(val_scan(r->body.data, r->body.len, &(struct val_limits){ .big_key = "data", .big = 1 << 20 }, NULL) == OK);
	data = walk_get(walk_text(r->body.data, r->body.len), "data");
	MUST(data.n >= 2);
	MUST(base64_decode(data.p + 1, data.n - 2, &file) == OK && carry_read(file.data, file.len, &f) == OK && f.status);
	MUST(sig_reply_check(s->w->hub.key.pub, f.status, f.body.p, f.body.n, f.digest, f.input, f.signature) == OK);
}

/* Items in a file that our own device hands in; a byte of it may be another. */
static void carry(struct session *s)
{
	int from = 1 + input_byte(&s->in) % (s->captured + 1);
	size_t at = input_byte(&s->in) * (size_t)4;
	uint8_t to = input_byte(&s->in);
	struct hub_reply r;
	BUF(headers);
	BUF(file);

	if (from > s->captured)
		return;
	make_items(s->w, &s->x, from, s->captured);
	buf_fmt(&headers, "portiek-protocol: %s\r\nportiek-counter: %s\r\ncontent-digest: %s\r\nsignature-input: %s\r\n"
		"signature: %s\r\ncontent-type: %s\r\n", s->x.protocol, s->x.counter, s->x.digest, s->x.input, s->x.signature, s->x.type);
	carry_write_request(&file, s->x.authority, &headers, &s->x.body);
	if (to && at < file.len)
		file.data[at] = (char)to;
	make(s->w, &s->x, "POST", "/carried", CARRY_TYPE, file.data, file.len);
	MUST(wired_serve(s->w, &s->x, &r) == OK || r.fault == FAULT_STORAGE_FULL);
	if (r.fault == FAULT_NONE)
		carried_reply_holds(s, &r);
	buf_free(&r.body);
	store_holds(s);
}

/* The first request under the key agreed on kills the old one, and nothing else does. */
static void next_key(struct session *s)
{
	struct hub_device *d = &s->w->far.devices[0];
	struct sign_key k, *own = &s->w->near.id.key;
	char keyid[SIG_KEYID];

	sign_key_make(&k);
	memcpy(d->next_pub, k.pub, sizeof d->next_pub);
	d->has_next = true;
	make(s->w, &s->x, "GET", "/chain?seq=0", "", "", 0);
	snprintf(keyid, sizeof keyid, "%s.2", s->w->near.id.device);
	sign_again(&s->x, input_byte(&s->in) & 1 ? own : &k, keyid, s->w->wall / 1000);
	serve(s);
	MUST((d->key_no == 2) == (memcmp(d->pub, k.pub, sizeof d->pub) == 0) && d->has_next == (d->key_no == 1));
	if (d->key_no == 2) {
		make(s->w, &s->x, "GET", "/chain?seq=0", "", "", 0);
		serve(s);
		MUST(s->w->last == FAULT_UNKNOWN_DEVICE);
		*own = k; /* make() knows one number only */
		d->key_no = 1;
	}
	d->has_next = false;
}

/* A device may leave out counters, many at once. */
static void counter_jumps(struct session *s)
{
	s->w->device.counter += input_byte(&s->in) * 8;
}

static void flooded(struct session *s)
{
	s->w->far.devices[0].flooded = !s->w->far.devices[0].flooded;
}

static void (*const STEPS[])(struct session *s) = {
	batch_capture, batch_of, batch_free, batch_raw, batch_renumbered, batch_void, get_any, again, spoilt, pass, state_of,
	full_disk, news, enrol_any, other_name, odd_body, batch_of_other, carry, next_key, counter_jumps, flooded,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct session s = { .in = { data, size } };

	s.w = world_ready();
	for (int i = 0; i < STEPS_MOST && s.in.n; i++)
		STEPS[input_byte(&s.in) % COUNT_OF(STEPS)](&s);
	buf_free(&s.x.body);
	world_close(s.w);
	return 0;
}
