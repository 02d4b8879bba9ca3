/* The envelope of a batch, as central reads it once the scan let it through.
 *
 * Everything found lies inside the text; sequence numbers are different; what was read, written
 * again around the same items, reads to the same; an item under another number is the same item.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/base/val.h"
#include "shared/model/wire.h"
#include "tests/fuzz/target.h"

static const struct val_limits LIMITS = { .big_key = "body" };

static bool inside(struct span v, const struct buf *text)
{
	return !v.n || (v.p >= text->data && v.p + v.n <= text->data + text->len);
}

static bool same_detail(const struct wire_detail *a, const struct wire_detail *b)
{
	return !strcmp(a->kind, b->kind) && a->schema == b->schema && a->t.wall == b->t.wall &&
	       a->t.mono == b->t.mono && !strcmp(a->t.boot, b->t.boot) && !strcmp(a->key, b->key) &&
	       a->dict == b->dict;
}

/* Written by our own writer the item says the same, and its plaintext repeats it. */
static void rewritten(const struct wire_item *it, const struct wire_detail *d)
{
	struct wire_detail back;
	struct span body;
	char path[32];
	BUF(text);
	BUF(plain);

	for (const char *p = d->key; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == '"' || *p == '\\')
			return; /* keys are made by us and hold nothing that needs escaping */
	for (const char *p = d->t.boot; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == '"' || *p == '\\')
			return;
	wire_item_write(&text, it->seq, it->id, d, "sealed", 6);
	MUST(val_scan(text.data, text.len, &LIMITS, NULL) == OK);
	MUST(wire_item_read(walk_text(text.data, text.len), &back, path) == OK && same_detail(d, &back));
	if (strpbrk(d->kind, "\"\\") || strlen(d->kind) != strcspn(d->kind, "\b\f\n\r\t"))
		return; /* compared as written, without escapes */
	wire_plain_write(&plain, it->id, d, "{\"a\":1}", 7);
	if (val_scan(plain.data, plain.len, &LIMITS, NULL) == OK && strlen(d->kind) == utf8_length(d->kind)) {
		MUST(wire_plain_read(walk_text(plain.data, plain.len), it->id, d, &body, path) == OK);
		MUST(body.n == 7 && !memcmp(body.p, "{\"a\":1}", 7));
		back.schema = d->schema == 1 ? 2 : 1;
		MUST(wire_plain_read(walk_text(plain.data, plain.len), it->id, &back, &body, path) == ERR_INPUT);
	}
}

static void judge_item(const struct wire_item *it, const struct buf *text)
{
	struct wire_detail d;
	char path[32];

	MUST(inside(it->text, text) && inside(it->body, text) && inside(it->after, text));
	MUST(it->seq >= 1 && it->seq <= WIRE_INT_MAX && uuid_valid(it->id));
	MUST(it->is_void ? !it->body.n && !it->fault[0] : it->body.n >= 2);
	if (it->is_void)
		return;
	MUST(it->cut > 0 && it->cut < it->text.n && it->text.p[it->cut - 1] == '"');
	MUST((wire_item_read(it->text, &d, path) == OK) == !it->fault[0]);
	if (it->fault[0])
		return;
	MUST(it->alarm == !strncmp(d.kind, "alarm.", 6) && it->t.wall == d.t.wall);
	rewritten(it, &d);
}

/* The same items behind a head of our own, each but the first renumbered when it begins with seq. */
static void again(const struct wire_head *head, const struct wire_item *items, int count)
{
	struct wire_item *back = calloc(WIRE_ITEMS, sizeof *back);
	struct wire_head h = *head, got;
	struct wire_fault fault;
	int n = 0;
	BUF(text);

	for (const char *p = h.epoch; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == '"' || *p == '\\')
			h.epoch[0] = '\0';
	text_copy(h.clock.boot, sizeof h.clock.boot, "b00b00b00b00b00b00b00b00b00b00bb");
	wire_batch_begin(&text, &h);
	for (int i = 0; i < count; i++)
		wire_batch_item(&text, items[i].text.p, items[i].text.n, i == 0);
	wire_batch_end(&text);
	if (val_scan(text.data, text.len, &LIMITS, NULL) == OK) { /* else it grew over a cap */
		MUST(wire_batch_read(text.data, text.len, &got, back, &n, &fault) == OK && n == count);
		MUST(!strcmp(got.device, h.device) && got.queue.bytes == h.queue.bytes);
		for (int i = 0; i < n; i++)
			MUST(back[i].seq == items[i].seq && !strcmp(back[i].id, items[i].id) &&
			     back[i].text.n == items[i].text.n && !strcmp(back[i].fault, items[i].fault));
	}
	free(back);
}

static void renumbered(const struct wire_item *it)
{
	struct wire_detail a, b;
	char path[32];
	BUF(text);

	if (it->is_void || it->fault[0] || it->text.n < 8 || memcmp(it->text.p, "{\"seq\":", 7))
		return;
	wire_item_renumber(&text, it->text.p, it->text.n, WIRE_INT_MAX);
	MUST(val_scan(text.data, text.len, &LIMITS, NULL) == OK);
	MUST(wire_item_read(it->text, &a, path) == OK);
	MUST(wire_item_read(walk_text(text.data, text.len), &b, path) == OK && same_detail(&a, &b));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wire_head head;
	struct wire_fault fault = { "" };
	struct wire_item *items = calloc(WIRE_ITEMS, sizeof *items);
	struct wire_detail d;
	char path[32];
	int count = 0;
	BUF(text);

	buf_add(&text, data, size);
	if (!val_scan(buf_text(&text), text.len, &LIMITS, NULL)) {
		int err = wire_batch_read(buf_text(&text), text.len, &head, items, &count, &fault);
		MUST(err == OK || (err == ERR_INPUT && (!fault.path[0] || fault.path[0] == '/')) ||
		     err == ERR_TOO_LARGE);
		MUST(!err || !count);
		(void)!wire_item_read(walk_text(buf_text(&text), text.len), &d, path);
		for (int i = 0; i < count; i++) {
			judge_item(&items[i], &text);
			renumbered(&items[i]);
			for (int k = 0; k < i; k++)
				MUST(items[k].seq != items[i].seq);
		}
		if (!err)
			again(&head, items, count);
	}
	free(items);
	return 0;
}
