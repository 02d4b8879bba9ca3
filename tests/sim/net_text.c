/* Copies and heads of requests and replies.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tests/sim/net_inside.h"

void head_add(struct net_head *heads, int *count, const char *name, size_t name_len, const char *value,
	      size_t value_len)
{
	if (*count == NET_HEADS)
		return;
	heads[*count] = (struct net_head){ strndup(name, name_len), strndup(value, value_len) };
	(*count)++;
}

void heads_read(const char *text, size_t len, struct net_head *heads, int *count)
{
	const char *end = text + len;

	while (text < end) {
		const char *line = memmem(text, (size_t)(end - text), "\r\n", 2), *colon;

		line = line ? line : end;
		colon = memchr(text, ':', (size_t)(line - text));
		if (colon && colon + 1 < line)
			head_add(heads, count, text, (size_t)(colon - text), colon + 2, (size_t)(line - colon - 2));
		text = line + 2;
	}
}

const char *net_head(const struct net_head *heads, int count, const char *name)
{
	for (int i = 0; i < count; i++)
		if (!strcasecmp(heads[i].name, name))
			return heads[i].value;
	return NULL;
}

static void heads_copy(struct net_head *to, const struct net_head *from, int count)
{
	for (int i = 0; i < count; i++)
		to[i] = (struct net_head){ strdup(from[i].name), strdup(from[i].value) };
}

static void heads_free(struct net_head *heads, int count)
{
	for (int i = 0; i < count; i++) {
		free(heads[i].name);
		free(heads[i].value);
	}
}

static char *body_copy(const char *p, size_t len)
{
	char *copy = calloc(1, len + 1);

	memcpy(copy, p, len);
	return copy;
}

void request_copy(struct net_request *to, const struct net_request *from)
{
	*to = *from;
	heads_copy(to->heads, from->heads, from->head_count);
	to->body = body_copy(from->body, from->len);
}

void request_free(struct net_request *rq)
{
	heads_free(rq->heads, rq->head_count);
	free(rq->body);
	*rq = (struct net_request){ 0 };
}

struct net_reply *reply_copy(const struct net_reply *from)
{
	struct net_reply *to = calloc(1, sizeof *to);

	*to = *from;
	heads_copy(to->heads, from->heads, from->head_count);
	to->body = body_copy(from->body, from->len);
	return to;
}

void reply_free(struct net_reply *r)
{
	if (!r)
		return;
	heads_free(r->heads, r->head_count);
	free(r->body);
	free(r);
}

void wire_free(struct wire *w)
{
	request_free(&w->rq);
	free(w->out);
	free(w->conn);
	free(w);
}
