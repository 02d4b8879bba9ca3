/* The answer to a batch: what is durable, and only the exceptions by name.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/wire.h"

#include <stdlib.h>
#include <string.h>

#include "shared/base/val.h"

static const char *const RESULTS[RESULT_MAX] = {
	[RESULT_PARKED] = "parked",     [RESULT_QUARANTINED] = "quarantined",
	[RESULT_CONFLICT] = "conflict", [RESULT_RETRY] = "retry",
	[RESULT_REFUSED] = "refused",
};

const char *wire_result_name(enum wire_result_kind r)
{
	return RESULTS[r];
}

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

int wire_ranges(int64_t *seqs, int count, struct wire_range *out)
{
	int n = 0;

	qsort(seqs, (size_t)count, sizeof *seqs, by_number);
	for (int i = 0; i < count; i++) {
		if (n && seqs[i] <= out[n - 1].to + 1)
			out[n - 1].to = seqs[i];
		else
			out[n++] = (struct wire_range){ seqs[i], seqs[i] };
	}
	return n;
}

bool wire_in_ranges(const struct wire_range *r, int count, int64_t seq)
{
	for (int i = 0; i < count; i++)
		if (seq >= r[i].from && seq <= r[i].to)
			return true;
	return false;
}

static void write_results(struct buf *out, const struct wire_reply *r)
{
	for (int i = 0; i < r->result_count; i++) {
		const struct wire_result *x = &r->results[i];

		buf_fmt(out, "%s{\"seq\":%lld,\"r\":\"%s\",\"code\":", i ? "," : "",
			(long long)x->seq, RESULTS[x->r]);
		val_quote(x->code, out);
		buf_str(out, ",\"path\":");
		val_quote(x->path, out);
		buf_char(out, '}');
	}
}

void wire_reply_write(struct buf *out, const char *req_sig, const struct wire_reply *r)
{
	buf_fmt(out, "{\"v\":1,\"req_sig\":\"%s\",\"epoch\":\"%s\",\"now\":%lld,\"ack\":[", req_sig,
		r->epoch, (long long)r->now);
	for (int i = 0; i < r->ack_count; i++)
		buf_fmt(out, "%s[%lld,%lld]", i ? "," : "", (long long)r->ack[i].from,
			(long long)r->ack[i].to);
	buf_str(out, "],\"results\":[");
	write_results(out, r);
	buf_fmt(out, "],\"hwm\":%lld,\"chain\":\"%s\",\"safe_hwm\":%lld,\"want_blobs\":[],",
		(long long)r->hwm, r->chain, (long long)r->safe_hwm);
	buf_fmt(out, "\"credit\":{\"items\":%lld,\"bytes\":%lld,\"wait_s\":%lld},\"ctl\":[%s]}",
		(long long)r->credit_items, (long long)r->credit_bytes, (long long)r->wait_s,
		r->pull ? "{\"op\":\"pull\"}" : "");
}

static bool read_ack(struct span v, struct wire_reply *r)
{
	struct walk w, pair;
	struct span name, range, from, to;

	if (!walk_array(&w, v))
		return false;
	while (walk_next(&w, &name, &range)) {
		struct wire_range *x = &r->ack[r->ack_count];

		if (r->ack_count == WIRE_ITEMS || !walk_array(&pair, range) ||
		    !walk_next(&pair, &name, &from) || !walk_next(&pair, &name, &to) ||
		    !span_int(from, 1, WIRE_INT_MAX, &x->from) ||
		    !span_int(to, x->from, WIRE_INT_MAX, &x->to))
			return false;
		r->ack_count++;
	}
	return true;
}

static bool read_results(struct span v, struct wire_reply *r)
{
	static const char *const NAMES[] = { "seq", "r", "code", "path", NULL };
	struct walk w;
	struct span name, value, f[4];

	if (!walk_array(&w, v))
		return false;
	while (walk_next(&w, &name, &value)) {
		struct wire_result *x = &r->results[r->result_count];
		int kind = 0;

		if (r->result_count == WIRE_ITEMS || !walk_pick(value, NAMES, f) ||
		    !span_int(f[0], 1, WIRE_INT_MAX, &x->seq))
			return false;
		while (kind < RESULT_MAX && !span_is(f[1], RESULTS[kind]))
			kind++;
		if (kind == RESULT_MAX) /* from a newer central: kept, tried again later */
			kind = RESULT_RETRY;
		x->r = (enum wire_result_kind)kind;
		if (!span_copy(f[2], x->code, sizeof x->code))
			x->code[0] = '\0';
		if (!span_copy(f[3], x->path, sizeof x->path))
			x->path[0] = '\0';
		r->result_count++;
	}
	return true;
}

static void read_credit(struct span v, struct wire_reply *r)
{
	static const char *const NAMES[] = { "items", "bytes", "wait_s", NULL };
	struct span f[3];

	r->credit_items = WIRE_ITEMS;
	r->credit_bytes = WIRE_PACKED;
	if (!walk_pick(v, NAMES, f))
		return;
	if (!span_int(f[0], 1, WIRE_ITEMS, &r->credit_items))
		r->credit_items = WIRE_ITEMS;
	if (!span_int(f[1], 1024, WIRE_PACKED, &r->credit_bytes))
		r->credit_bytes = WIRE_PACKED;
	if (!span_int(f[2], 0, 86400, &r->wait_s))
		r->wait_s = 0;
}

static bool wants_pull(struct span v)
{
	struct walk w;
	struct span name, value;

	if (!walk_array(&w, v))
		return false;
	while (walk_next(&w, &name, &value))
		if (span_is(walk_get(value, "op"), "pull"))
			return true;
	return false;
}

int wire_reply_read(const char *text, size_t len, struct wire_reply *ret)
{
	static const char *const NAMES[] = { "epoch", "now", "ack", "results", "hwm", "chain",
		"safe_hwm", "credit", "ctl", NULL };
	struct span f[9];

	memset(ret, 0, sizeof *ret);
	if (!walk_pick(walk_text(text, len), NAMES, f) ||
	    !span_copy(f[0], ret->epoch, sizeof ret->epoch) ||
	    !span_int(f[1], 0, WIRE_INT_MAX, &ret->now) || !read_ack(f[2], ret) ||
	    !read_results(f[3], ret) || !span_int(f[4], 0, WIRE_INT_MAX, &ret->hwm) ||
	    !span_copy(f[5], ret->chain, sizeof ret->chain) ||
	    !span_int(f[6], 0, WIRE_INT_MAX, &ret->safe_hwm))
		return ERR_INPUT;
	read_credit(f[7], ret);
	ret->pull = wants_pull(f[8]);
	return OK;
}
