/* The envelope of a batch: written piece by piece around verbatim items, read without copying them.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/wire_inside.h"

#include <stdio.h>
#include <string.h>

void wire_batch_begin(struct buf *out, const struct wire_head *h)
{
	buf_fmt(out, "{\"v\":1,\"device\":\"%s\",\"epoch\":\"%s\",", h->device, h->epoch);
	buf_fmt(out, "\"clock\":{\"wall\":%lld,\"mono\":%lld,\"boot\":\"%s\",\"q\":\"%s\"},",
		(long long)h->clock.wall, (long long)h->clock.mono, h->clock.boot, h->quality);
	buf_fmt(out, "\"queue\":{\"pending\":%lld,\"bytes\":%lld,\"oldest_s\":%lld,\"dead\":%lld,"
		"\"disk_free\":%lld},\"items\":[", (long long)h->queue.pending,
		(long long)h->queue.bytes, (long long)h->queue.oldest_s, (long long)h->queue.dead,
		(long long)h->queue.disk_free);
}

void wire_batch_item(struct buf *out, const char *text, size_t len, bool first)
{
	if (!first)
		buf_char(out, ',');
	buf_add(out, text, len);
}

void wire_batch_end(struct buf *out)
{
	buf_str(out, "]}");
}

static int bad(struct wire_fault *fault, const char *path)
{
	text_copy(fault->path, sizeof fault->path, path);
	return ERR_INPUT;
}

static int bad_item(struct wire_fault *fault, int i, const char *member)
{
	snprintf(fault->path, sizeof fault->path, "/items/%d%s", i, member);
	return ERR_INPUT;
}

static bool known_quality(const char *q)
{
	return strcmp(q, "synced") == 0 || strcmp(q, "rtc") == 0 || strcmp(q, "floor") == 0;
}

static int read_clock(struct span v, struct wire_head *h, struct wire_fault *fault)
{
	static const char *const NAMES[] = { "wall", "mono", "boot", "q", NULL };
	struct span f[4];

	if (!walk_pick(v, NAMES, f))
		return bad(fault, "/clock");
	if (!span_int(f[0], 0, WIRE_INT_MAX, &h->clock.wall))
		return bad(fault, "/clock/wall");
	if (!span_int(f[1], 0, WIRE_INT_MAX, &h->clock.mono))
		return bad(fault, "/clock/mono");
	if (!span_copy(f[2], h->clock.boot, sizeof h->clock.boot) || strlen(h->clock.boot) != 32)
		return bad(fault, "/clock/boot");
	if (!span_copy(f[3], h->quality, sizeof h->quality) || !known_quality(h->quality))
		return bad(fault, "/clock/q");
	return OK;
}

static int read_queue(struct span v, struct wire_queue *q, struct wire_fault *fault)
{
	static const char *const NAMES[] = { "pending", "bytes", "oldest_s", "dead", "disk_free", NULL };
	int64_t *const into[] = { &q->pending, &q->bytes, &q->oldest_s, &q->dead, &q->disk_free };
	struct span f[5];

	if (!walk_pick(v, NAMES, f))
		return bad(fault, "/queue");
	for (int i = 0; i < 5; i++) {
		if (span_int(f[i], 0, WIRE_INT_MAX, into[i]))
			continue;
		snprintf(fault->path, sizeof fault->path, "/queue/%s", NAMES[i]);
		return ERR_INPUT;
	}
	return OK;
}

/* The sealed body: only its place and size are looked at here. */
static bool read_body(struct span v, struct wire_item *it)
{
	if (!span_is_string(v))
		return false;
	it->body = v;
	it->cut = (size_t)(v.p + 1 - it->text.p);
	return true;
}

static int read_void(const struct span *f, int i, struct wire_item *it, struct wire_fault *fault)
{
	char hex[HEX32_TEXT];

	if (!span_copy(f[ITEM_H], hex, sizeof hex) || !hex_decode(hex, it->h, 32))
		return bad_item(fault, i, "/h");
	if (!span_copy(f[ITEM_VOID], it->void_why, sizeof it->void_why))
		it->void_why[0] = '\0';
	return OK;
}

/* The item whose object begins at text; *ret_end: what stands behind it. */
static int read_item(const char *text, int i, struct wire_item *it, const char **ret_end,
		     struct wire_fault *fault)
{
	struct span f[ITEM_MEMBERS];
	struct wire_detail d;

	memset(it, 0, sizeof *it);
	if (*text != '{')
		return bad_item(fault, i, "");
	*ret_end = wire_item_members(text, f);
	it->text = (struct span){ text, (size_t)(*ret_end - text) };
	if (!span_copy(f[ITEM_ID], it->id, sizeof it->id) || !uuid_valid(it->id))
		return bad_item(fault, i, "/id");
	if (!span_int(f[ITEM_SEQ], 1, WIRE_INT_MAX, &it->seq))
		return bad_item(fault, i, "/seq");
	it->is_void = f[ITEM_VOID].n > 0;
	if (it->is_void)
		return read_void(f, i, it, fault);
	if (!read_body(f[ITEM_BODY], it))
		return bad_item(fault, i, "/body");
	if (wire_item_judge(f, &d, it->path) != OK) {
		text_copy(it->fault, sizeof it->fault, "bad_field");
		return OK;
	}
	it->after = f[ITEM_AFTER];
	it->t = d.t;
	it->alarm = strncmp(d.kind, "alarm.", 6) == 0;
	return OK;
}

static bool seq_among(const struct wire_item *items, int count, int64_t seq)
{
	for (int i = 0; i < count; i++)
		if (items[i].seq == seq)
			return true;
	return false;
}

static int read_items(struct span v, struct wire_item *items, int *ret_count,
		      struct wire_fault *fault)
{
	struct walk w;
	const char *text;
	bool rising = true; /* the usual case, which needs no search */
	int n = 0, rc;

	if (!walk_array(&w, v))
		return bad(fault, "/items");
	while ((text = walk_element(&w)) != NULL) {
		if (n == WIRE_ITEMS)
			return ERR_TOO_LARGE;
		rc = read_item(text, n, &items[n], &w.at, fault);
		if (rc != OK)
			return rc;
		rising = rising && (n == 0 || items[n - 1].seq < items[n].seq);
		if (!rising && seq_among(items, n, items[n].seq))
			return bad_item(fault, n, "/seq");
		n++;
	}
	*ret_count = n;
	return OK;
}

int wire_batch_read(const char *text, size_t len, struct wire_head *ret_head,
		    struct wire_item *items, int *ret_count, struct wire_fault *fault)
{
	static const char *const NAMES[] = { "v", "device", "epoch", "clock", "queue", "items", NULL };
	struct span f[6];
	int64_t v;
	int rc;

	memset(ret_head, 0, sizeof *ret_head);
	*ret_count = 0;
	if (!walk_pick(walk_text(text, len), NAMES, f))
		return bad(fault, "");
	if (!span_int(f[0], WIRE_MAJOR, WIRE_MAJOR, &v))
		return bad(fault, "/v");
	if (!span_copy(f[1], ret_head->device, sizeof ret_head->device) ||
	    !uuid_valid(ret_head->device))
		return bad(fault, "/device");
	if (!span_copy(f[2], ret_head->epoch, sizeof ret_head->epoch))
		return bad(fault, "/epoch");
	rc = read_clock(f[3], ret_head, fault);
	if (rc == OK)
		rc = read_queue(f[4], &ret_head->queue, fault);
	return rc == OK ? read_items(f[5], items, ret_count, fault) : rc;
}
