/* The answer to a batch, as a kiosk reads it.
 *
 * Ranges have a beginning before their end and fit the room there is; what was read, written again,
 * reads to the same; wire_ranges covers exactly the numbers it was given.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/base/val.h"
#include "shared/model/wire.h"
#include "tests/fuzz/target.h"

/* Texts of our own making hold nothing that needs escaping. */
static bool plain(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == '"' || *s == '\\')
			return false;
	return true;
}

static void again(const struct wire_reply *r)
{
	struct wire_reply *back = calloc(1, sizeof *back);
	char sig[89];
	BUF(text);

	memset(sig, 'A', 88);
	sig[88] = '\0';
	wire_reply_write(&text, sig, r);
	MUST(val_scan(text.data, text.len, NULL, NULL) == OK);
	MUST(wire_reply_read(text.data, text.len, back) == OK);
	MUST(back->ack_count == r->ack_count && !memcmp(back->ack, r->ack, sizeof *r->ack * (size_t)r->ack_count));
	MUST(back->result_count == r->result_count);
	for (int i = 0; i < r->result_count; i++)
		MUST(back->results[i].seq == r->results[i].seq && back->results[i].r == r->results[i].r &&
		     !strcmp(back->results[i].code, r->results[i].code) &&
		     !strcmp(back->results[i].path, r->results[i].path));
	MUST(back->hwm == r->hwm && back->safe_hwm == r->safe_hwm && back->now == r->now);
	MUST(!strcmp(back->epoch, r->epoch) && !strcmp(back->chain, r->chain) && back->pull == r->pull);
	MUST(back->credit_items == r->credit_items && back->credit_bytes == r->credit_bytes &&
	     back->wait_s == r->wait_s);
	free(back);
}

/* Small numbers from the bytes themselves. */
static void ranges(const uint8_t *data, size_t size)
{
	int64_t seqs[64];
	struct wire_range out[64];
	int n = size < 64 ? (int)size : 64, count;
	bool in[256] = { false };

	for (int i = 0; i < n; i++)
		in[seqs[i] = data[i]] = true;
	count = wire_ranges(seqs, n, out);
	MUST(count <= n);
	for (int i = 0; i < count; i++)
		MUST(out[i].from <= out[i].to && (!i || out[i - 1].to + 1 < out[i].from));
	for (int i = 0; i < 256; i++)
		MUST(wire_in_ranges(out, count, i) == in[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wire_reply *r = calloc(1, sizeof *r);
	BUF(text);

	buf_add(&text, data, size);
	ranges(data, size);
	if (!val_scan(buf_text(&text), text.len, NULL, NULL) &&
	    wire_reply_read(buf_text(&text), text.len, r) == OK) {
		for (int i = 0; i < r->ack_count; i++)
			MUST(r->ack[i].from >= 1 && r->ack[i].from <= r->ack[i].to && r->ack[i].to <= WIRE_INT_MAX);
		for (int i = 0; i < r->result_count; i++)
			MUST(r->results[i].r < RESULT_MAX && wire_result_name(r->results[i].r)[0]);
		MUST(r->credit_items >= 1 && r->credit_items <= WIRE_ITEMS && r->credit_bytes <= WIRE_PACKED);
		if (plain(r->epoch) && plain(r->chain))
			again(r);
	}
	free(r);
	return 0;
}
