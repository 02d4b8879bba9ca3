/* What devices fetch: hello, news, sites, and C(n) of their own chain.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "shared/model/chain.h"
#include "shared/sync/hub_inside.h"

enum sync_fault hub_hello(struct hub_call *c)
{
	struct buf *out = &c->out->body;
	char hex[HEX32_TEXT];

	hex_encode(c->hub->key.pub, PUBKEY_BYTES, hex);
	buf_fmt(out, "{\"v\":1,\"versions\":[\"" WIRE_VERSION "\"],\"now\":%lld,\"epoch\":\"%s\"",
		(long long)c->now, c->hub->epoch);
	buf_fmt(out, ",\"server_key\":\"%s\",\"server_keys\":[%s]", hex,
		c->hub->server_keys ? c->hub->server_keys : "");
	buf_fmt(out, ",\"limits\":{\"items\":%d,\"packed\":%d,\"inflated\":%d,\"body\":%d,\"page\":%d}}",
		WIRE_ITEMS, WIRE_PACKED, WIRE_INFLATED, WIRE_BODY, HUB_PAGE);
	return FAULT_NONE;
}

enum sync_fault hub_changes(struct hub_call *c)
{
	char cursor[128] = "", limit_text[8] = "500";
	int64_t limit;
	int rc;

	if (strstr(c->rq->query, "cursor=") && !hub_arg(c->rq->query, "cursor", cursor, sizeof cursor))
		return FAULT_CURSOR_RESET;
	if (strstr(c->rq->query, "limit=") &&
	    !hub_arg(c->rq->query, "limit", limit_text, sizeof limit_text))
		return FAULT_BAD_REQUEST;
	if (!int_parse(limit_text, 1, HUB_PAGE, &limit))
		return FAULT_BAD_REQUEST;
	hub_answer(c);
	buf_fmt(&c->out->body, ",\"epoch\":\"%s\",", c->hub->epoch);
	rc = c->hub->store->changes(c->hub->ctx, &c->dev, c->hub->epoch, cursor, (int)limit,
				    &c->out->body);
	if (rc != OK)
		return FAULT_CURSOR_RESET;
	buf_char(&c->out->body, '}');
	return FAULT_NONE;
}

enum sync_fault hub_site(struct hub_call *c)
{
	char from_text[24] = "0";
	int64_t from, size;
	BUF(data);

	if (strlen(c->rest) > 64 || strchr(c->rest, '/'))
		return FAULT_NOT_FOUND;
	if (c->rq->query[0] && !hub_arg(c->rq->query, "from", from_text, sizeof from_text))
		return FAULT_BAD_REQUEST;
	if (!int_parse(from_text, 0, WIRE_INT_MAX, &from))
		return FAULT_BAD_REQUEST;
	if (c->hub->store->site(c->hub->ctx, c->rest, from, HUB_SITE, &data, &size) != OK)
		return FAULT_NOT_FOUND;
	if (c->hub->store->site_taken && from + (int64_t)data.len == size)
		c->hub->store->site_taken(c->hub->ctx, c->dev.n, c->rest);
	hub_answer(c);
	buf_fmt(&c->out->body, ",\"version\":\"%s\",\"size\":%lld,\"from\":%lld,\"data\":\"", c->rest,
		(long long)size, (long long)from);
	base64_encode(data.data, data.len, &c->out->body);
	buf_str(&c->out->body, "\"}");
	return FAULT_NONE;
}

/* C(seq): from the nearest stored one, at most CHAIN_EVERY marks further. */
static bool chain_at(struct hub_call *c, int64_t seq, uint8_t out[HASH_BYTES])
{
	uint8_t id[16], h[HASH_BYTES];
	int64_t at = c->hub->store->chain_get(c->hub->ctx, c->dev.n, seq, out);

	for (at++; at <= seq; at++) {
		if (!c->hub->store->mark_get(c->hub->ctx, c->dev.n, at, id, h))
			return false;
		chain_next(out, id, h);
	}
	return true;
}

enum sync_fault hub_chain(struct hub_call *c)
{
	uint8_t chain[HASH_BYTES];
	char text[24], hex[HEX32_TEXT];
	int64_t seq;

	if (!hub_arg(c->rq->query, "seq", text, sizeof text) || !int_parse(text, 0, WIRE_INT_MAX, &seq))
		return FAULT_BAD_REQUEST;
	if (seq > c->dev.hwm || !chain_at(c, seq, chain))
		return FAULT_NOT_FOUND;
	hex_encode(chain, sizeof chain, hex);
	hub_answer(c);
	buf_fmt(&c->out->body, ",\"epoch\":\"%s\",\"seq\":%lld,\"chain\":\"%s\"}", c->hub->epoch,
		(long long)seq, hex);
	return FAULT_NONE;
}
