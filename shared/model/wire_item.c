/* One item: its JSON text, and the plaintext inside its seal.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/wire_inside.h"

#include <string.h>

#include "shared/base/log.h"
#include "shared/base/val.h"

static bool read_time(struct span v, struct wire_time *ret)
{
	static const char *const NAMES[] = { "wall", "mono", "boot", NULL };
	struct span f[3];

	return walk_pick(v, NAMES, f) && span_int(f[0], 0, WIRE_INT_MAX, &ret->wall) &&
	       span_int(f[1], 0, WIRE_INT_MAX, &ret->mono) &&
	       span_copy(f[2], ret->boot, sizeof ret->boot);
}

/* An array of at most max objects; absent is fine. */
static bool list_fits(struct span v, int max)
{
	struct walk w;
	struct span name, value;
	int n = 0;

	if (v.n == 0)
		return true;
	if (!walk_array(&w, v))
		return false;
	while (walk_next(&w, &name, &value))
		if (++n > max || !span_is_object(value))
			return false;
	return true;
}

static bool ids_valid(struct span v)
{
	struct walk w;
	struct span name, value;
	char id[UUID_TEXT];
	int n = 0;

	if (v.n == 0)
		return true;
	if (!walk_array(&w, v))
		return false;
	while (walk_next(&w, &name, &value))
		if (++n > WIRE_AFTER || !span_copy(value, id, sizeof id) || !uuid_valid(id))
			return false;
	return true;
}

const char *wire_item_members(const char *text, struct span ret[ITEM_MEMBERS])
{
	static const char *const NAMES[ITEM_MEMBERS + 1] = {
		[ITEM_ID] = "id", [ITEM_SEQ] = "seq", [ITEM_BODY] = "body", [ITEM_VOID] = "void",
		[ITEM_H] = "h", [ITEM_KIND] = "kind", [ITEM_SCHEMA] = "schema", [ITEM_T] = "t",
		[ITEM_KEY] = "key", [ITEM_DICT] = "dict", [ITEM_AFTER] = "after", [ITEM_ATT] = "att",
	};

	return walk_pick_at(text, NAMES, ret);
}

int wire_item_judge(const struct span f[ITEM_MEMBERS], struct wire_detail *ret, char path[32])
{
	const char *bad = NULL;

	memset(ret, 0, sizeof *ret);
	if (!span_copy(f[ITEM_KIND], ret->kind, sizeof ret->kind) || !ret->kind[0])
		bad = "/kind";
	else if (!span_int(f[ITEM_SCHEMA], 1, WIRE_INT_MAX, &ret->schema))
		bad = "/schema";
	else if (!read_time(f[ITEM_T], &ret->t))
		bad = "/t";
	else if (!span_copy(f[ITEM_KEY], ret->key, sizeof ret->key) || !ret->key[0])
		bad = "/key";
	else if (f[ITEM_DICT].n && !span_int(f[ITEM_DICT], 0, 65535, &ret->dict))
		bad = "/dict";
	else if (!ids_valid(f[ITEM_AFTER]))
		bad = "/after";
	else if (!list_fits(f[ITEM_ATT], 10))
		bad = "/att";
	if (!bad)
		return OK;
	text_copy(path, 32, bad);
	return ERR_INPUT;
}

int wire_item_read(struct span text, struct wire_detail *ret, char path[32])
{
	struct span f[ITEM_MEMBERS];

	memset(ret, 0, sizeof *ret);
	if (!span_is_object(text)) {
		path[0] = '\0';
		return ERR_INPUT;
	}
	wire_item_members(text.p, f);
	return wire_item_judge(f, ret, path);
}

/* Up to the mono of t; the caller closes it. */
static void write_detail(struct buf *out, const char *id, const struct wire_detail *d)
{
	buf_fmt(out, "\"id\":\"%s\",\"kind\":", id);
	val_quote(d->kind, out);
	buf_fmt(out, ",\"schema\":%lld,\"t\":{\"wall\":%lld,\"mono\":%lld", (long long)d->schema,
		(long long)d->t.wall, (long long)d->t.mono);
}

void wire_item_write(struct buf *out, int64_t seq, const char *id, const struct wire_detail *d,
		     const void *sealed, size_t sealed_len)
{
	buf_fmt(out, "{\"seq\":%lld,", (long long)seq);
	write_detail(out, id, d);
	buf_fmt(out, ",\"boot\":\"%s\"},\"key\":\"%s\"", d->t.boot, d->key);
	if (d->dict)
		buf_fmt(out, ",\"dict\":%lld", (long long)d->dict);
	buf_str(out, ",\"body\":\"");
	base64_encode(sealed, sealed_len, out);
	buf_str(out, "\"}");
}

void wire_void_write(struct buf *out, int64_t seq, const uint8_t id[16], const uint8_t h[32],
		     const char *why)
{
	char hex[HEX32_TEXT], uuid[UUID_TEXT];

	hex_encode(h, 32, hex);
	uuid_text(id, uuid);
	buf_fmt(out, "{\"seq\":%lld,\"id\":\"%s\",\"h\":\"%s\",\"void\":\"%s\"}", (long long)seq, uuid, hex, why);
}

void wire_item_renumber(struct buf *out, const char *text, size_t len, int64_t seq)
{
	const char *rest = memchr(text, ',', len);

	if (!rest)
		die("wire.item", "text=short");
	buf_fmt(out, "{\"seq\":%lld", (long long)seq);
	buf_add(out, rest, len - (size_t)(rest - text));
}

void wire_plain_write(struct buf *out, const char *id, const struct wire_detail *d,
		      const void *body, size_t body_len)
{
	buf_char(out, '{');
	write_detail(out, id, d);
	buf_str(out, "},\"body\":");
	buf_add(out, body, body_len);
	buf_char(out, '}');
}

/* Random bytes cannot be packed: boot need not be repeated inside the seal, but must not differ. */
static bool same_time(struct span v, const struct wire_time *t)
{
	static const char *const NAMES[] = { "wall", "mono", "boot", NULL };
	struct span f[3];
	int64_t wall, mono;

	return walk_pick(v, NAMES, f) && span_int(f[0], 0, WIRE_INT_MAX, &wall) && wall == t->wall &&
	       span_int(f[1], 0, WIRE_INT_MAX, &mono) && mono == t->mono &&
	       (f[2].n == 0 || span_is(f[2], t->boot));
}

int wire_plain_read(struct span plain, const char *id, const struct wire_detail *d,
		    struct span *ret_body, char path[32])
{
	static const char *const NAMES[] = { "id", "kind", "schema", "t", "body", NULL };
	struct span f[5];
	int64_t schema;
	const char *bad = NULL;

	if (!walk_pick(plain, NAMES, f))
		bad = "";
	else if (!span_is(f[0], id))
		bad = "/id";
	else if (!span_is(f[1], d->kind))
		bad = "/kind";
	else if (!span_int(f[2], 1, WIRE_INT_MAX, &schema) || schema != d->schema)
		bad = "/schema";
	else if (!same_time(f[3], &d->t))
		bad = "/t";
	else if (!span_is_object(f[4]))
		bad = "/body";
	if (bad) {
		text_copy(path, 32, bad);
		return ERR_INPUT;
	}
	*ret_body = f[4];
	return OK;
}
