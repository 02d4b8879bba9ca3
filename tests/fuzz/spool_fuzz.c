/* The second copy of a capture, read from bytes that may have rotted.
 *
 * What is told lies inside the bytes, in order, never twice; what is told and what is bad make the whole;
 * an item told, written again and read again, is the same; a record of ours is found whatever stands
 * before it.
 *
 * Input: pieces, each a byte and what it says: 'i' a line as text of an item of ours, 'd' a line as code of
 * a dead one, 'p' a line as payload under a right hash, '~' cuts the last byte off, any other starts raw
 * bytes up to a line end, in which a CR stands for a line end.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/spool_record.h"
#include "shared/base/crypt.h"
#include "tests/fuzz/target.h"

struct seen {
	const struct buf *bytes;
	size_t told, bad; /* bytes */
	size_t last_bad;  /* end of it */
	int items, dead, ours;
};

/* Length of an item's record. */
static size_t length_of(const struct spool_item *it)
{
	return SPOOL_HEAD + 1 + 17 + 48 + 4 + strlen(it->kind) + strlen(it->receipt) + strlen(it->follow) +
	       strlen(it->about) + 4 + it->len;
}

static void count_item(void *ctx, const struct spool_item *it)
{
	struct spool_item *keep = ctx;
	*keep = *it;
}

static void on_item(void *ctx, const struct spool_item *it)
{
	struct seen *s = ctx;
	struct spool_item back = { .n = 0 };
	const struct spool_sink one = { .item = count_item, .ctx = &back };
	BUF(again);

	s->items++;
	s->ours += it->n == 4711;
	s->told += length_of(it);
	MUST(it->n > 0 && it->len <= SPOOL_TEXT && (it->rank == 0 || it->rank == 1));
	MUST(it->text >= s->bytes->data && it->text + it->len <= s->bytes->data + s->bytes->len);
	MUST(spool_item_write(&again, it) == OK && again.len == length_of(it));
	spool_read(again.data, again.len, &one);
	MUST(back.n == it->n && back.t == it->t && back.rank == it->rank && !memcmp(back.id, it->id, 16));
	MUST(!memcmp(back.h, it->h, 32) && !strcmp(back.kind, it->kind) && !strcmp(back.about, it->about));
	MUST(back.len == it->len && !memcmp(back.text, it->text, it->len));
}

static void on_dead(void *ctx, const struct spool_dead *d)
{
	struct seen *s = ctx;

	s->dead++;
	s->told += SPOOL_HEAD + 1 + 16 + 1 + strlen(d->code);
	MUST(d->n > 0);
}

static void on_bad(void *ctx, size_t offset, size_t len)
{
	struct seen *s = ctx;

	MUST(len > 0 && offset >= s->last_bad && offset + len <= s->bytes->len);
	s->bad += len;
	s->last_bad = offset + len;
}

static void put_payload(struct buf *out, const char *text, size_t n)
{
	uint8_t head[SPOOL_HEAD] = { 0xf5, 'P', 'S', '\n', 0, 0, (uint8_t)(n >> 8), (uint8_t)n };

	sha256(text, n, head + 8);
	buf_add(out, head, sizeof head);
	buf_add(out, text, n);
}

static void put_item(struct buf *out, const char *text)
{
	struct spool_item it = { .n = 4711, .t = 1795300000000, .rank = 1, .kind = "report.new",
		.receipt = "K7QD-4M2XR-0", .follow = "00ff", .text = text, .len = strlen(text) };

	MUST(spool_item_write(out, &it) == OK);
}

/* Bytes of a line as they are, NULs too. */
static size_t raw_line(struct input *in, char *out, size_t cap)
{
	size_t n = 0;
	for (uint8_t c; in->n && (c = input_byte(in)) != '\n';)
		if (n < cap)
			out[n++] = (char)c;
	return n;
}

static void piece(struct input *in, struct buf *out)
{
	char line[600];
	uint8_t what = input_byte(in);
	size_t n;

	if (what == '~') {
		out->len -= out->len > 0;
		return;
	}
	n = raw_line(in, line, sizeof line - 1);
	line[n] = '\0';
	for (size_t i = 0; i < n && (what == 'i' || what == 'p'); i++)
		if ((uint8_t)line[i] == 0xf5) /* no text of ours holds it */
			line[i] = '?';
	if (what == 'i')
		put_item(out, line);
	else if (what == 'd')
		spool_dead_write(out, &(struct spool_dead){ .n = 77, .t = 1, .code = "too_large" });
	else if (what == 'p')
		put_payload(out, line, n);
	else
		for (size_t i = 0; i < n; i++)
			buf_char(out, line[i] == '\r' ? '\n' : line[i]);
}

static int marks_in(const struct buf *b)
{
	int n = 0;
	for (size_t i = 0; i + 4 <= b->len; i++)
		n += !memcmp(b->data + i, "\xf5PS\n", 4);
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	static const struct spool_sink nobody = { NULL, NULL, NULL, NULL };
	BUF(bytes);

	if (crypt_start())
		return 0;
	while (in.n)
		piece(&in, &bytes);
	put_item(&bytes, "{\"the\":\"last\"}"); /* found in any case */
	struct seen s = { .bytes = &bytes };
	const struct spool_sink sink = { on_item, on_dead, on_bad, &s };
	spool_read(bytes.data, bytes.len, &sink);
	MUST(s.told + s.bad == bytes.len);
	/* Sixty marks that promise records there are not use up the work a reader may do. */
	if (marks_in(&bytes) < 60)
		MUST(s.ours >= 1 && s.last_bad < bytes.len);
	spool_read(bytes.data, bytes.len, &nobody);
	struct spool_item big = { .n = 1, .text = "", .len = SPOOL_TEXT + 1 };
	MUST(spool_item_write(&bytes, &big) == ERR_TOO_LARGE);
	return 0;
}
