/* The order of checks of a request (PROTOCOL.md section 1), one function per step.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "shared/sync/hub_inside.h"

#define BASE "/sync/v1"
#define TARGET_CAP 1024

static bool unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '.' || c == '_' || c == '~';
}

/* One or more /segment of unreserved characters, none of them "." or "..". */
static bool path_valid(const char *p)
{
	if (*p != '/')
		return false;
	while (*p == '/') {
		const char *start = ++p;

		while (unreserved(*p))
			p++;
		if (p == start || (p - start == 1 && start[0] == '.') ||
		    (p - start == 2 && start[0] == '.' && start[1] == '.'))
			return false;
	}
	return *p == '\0';
}

/* name=value pairs joined by &. */
static bool query_valid(const char *p)
{
	if (*p == '\0')
		return true;
	for (;; p++) {
		const char *start = p;

		while (unreserved(*p))
			p++;
		if (p == start || *p != '=')
			return false;
		for (p++; unreserved(*p);)
			p++;
		if (*p == '\0')
			return true;
		if (*p != '&')
			return false;
	}
}

static const struct hub_route *find_route(struct hub_call *c, bool *known)
{
	const char *path = c->rq->path + strlen(BASE);

	*known = false;
	for (const struct hub_route *r = HUB_ROUTES; r->path; r++) {
		size_t n = strlen(r->path);
		bool prefix = r->path[n - 1] == '/';

		if (prefix ? strncmp(path, r->path, n) != 0 : strcmp(path, r->path) != 0)
			continue;
		*known = true;
		c->rest = path + n;
		if (strcmp(r->method, c->rq->method) == 0)
			return r;
	}
	return NULL;
}

enum sync_fault hub_check_target(struct hub_call *c)
{
	bool known;

	if (strlen(c->rq->path) + strlen(c->rq->query) + 1 > TARGET_CAP || !path_valid(c->rq->path) ||
	    !query_valid(c->rq->query))
		return FAULT_BAD_REQUEST;
	if (strncmp(c->rq->path, BASE "/", strlen(BASE) + 1) != 0)
		return FAULT_NOT_FOUND;
	c->route = find_route(c, &known);
	return c->route ? FAULT_NONE : known ? FAULT_BAD_METHOD : FAULT_NOT_FOUND;
}

/* Any minor of major 1. */
static bool version_supported(const char *v)
{
	int64_t minor;

	return v[0] == '1' && v[1] == '.' && int_parse(v + 2, 0, 999, &minor);
}

/* Host, lower case and without the default port. */
static void normal_authority(struct hub_call *c)
{
	size_t n = 0;
	const char *h = c->rq->authority;

	for (; h[n] && n + 1 < sizeof c->authority; n++)
		c->authority[n] = h[n] >= 'A' && h[n] <= 'Z' ? (char)(h[n] | 32) : h[n];
	c->authority[n] = '\0';
	if (n > 3 && strcmp(c->authority + n - 3, ":80") == 0)
		c->authority[n - 3] = '\0';
	if (n > 4 && strcmp(c->authority + n - 4, ":443") == 0)
		c->authority[n - 4] = '\0';
}

/* Is it one of the configured ones? */
static bool authority_ours(const struct hub_call *c)
{
	const char *list = c->hub->authorities;
	size_t n = strlen(c->authority);

	if (!list[0])
		return n > 0;
	for (const char *p = list; (p = strstr(p, c->authority)) && n > 0; p += n)
		if ((p == list || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0'))
			return true;
	return false;
}

enum sync_fault hub_check_head(struct hub_call *c)
{
	const struct hub_request *rq = c->rq;

	if (!version_supported(rq->protocol)) {
		if (sig_header_read(rq->signature, c->sig, c->sig_text) != OK)
			c->sig_text[0] = '\0'; /* else this refusal is signed, or nobody would believe it */
		snprintf(c->detail, sizeof c->detail, ",\"versions\":[\"" WIRE_VERSION "\"]");
		return FAULT_BAD_VERSION;
	}
	normal_authority(c);
	c->signed_rq = (struct sig_request){
		.method = rq->method, .authority = c->authority, .path = rq->path,
		.query = rq->query, .digest = rq->digest, .protocol = rq->protocol,
		.counter = rq->counter, .type = rq->body_len ? rq->type : "",
		.upload_offset = rq->upload_offset,
	};
	if (sig_request_read(&c->signed_rq, rq->input, rq->signature, &c->params, c->sig,
			     c->sig_text) != OK)
		return FAULT_BAD_SIGNATURE;
	if (rq->counter[0] == '0' || !int_parse(rq->counter, 1, WIRE_INT_MAX, &c->counter) ||
	    !authority_ours(c))
		return FAULT_BAD_SIGNATURE;
	return FAULT_NONE;
}

enum sync_fault hub_check_body(struct hub_call *c)
{
	char own[SIG_DIGEST];

	if (c->rq->body_len > c->route->cap)
		return FAULT_TOO_LARGE;
	if (c->rq->body_len > 0 && strcmp(c->rq->type, c->route->type) != 0)
		return FAULT_BAD_TYPE;
	sig_digest(c->rq->body, c->rq->body_len, own);
	return strcmp(own, c->rq->digest) == 0 ? FAULT_NONE : FAULT_BAD_DIGEST;
}

enum sync_fault hub_check_signature(struct hub_call *c, const uint8_t pub[PUBKEY_BYTES])
{
	return sig_request_check(pub, &c->signed_rq, &c->params, c->sig) ? FAULT_NONE
									 : FAULT_BAD_SIGNATURE;
}

enum sync_fault hub_check_created(struct hub_call *c)
{
	int64_t off = c->params.created - c->now / SECOND_MS;

	return off > HUB_SKEW_S || off < -HUB_SKEW_S ? FAULT_CLOCK_SKEW : FAULT_NONE;
}

enum sync_fault hub_check_state(struct hub_call *c)
{
	static const enum sync_fault REFUSAL[HUB_STATE_MAX] = {
		[HUB_ACTIVE] = FAULT_NONE,
		[HUB_PENDING] = FAULT_DEVICE_PENDING,
		[HUB_FORKED] = FAULT_DEVICE_FORKED,
		[HUB_REVOKED] = FAULT_DEVICE_REVOKED,
	};

	return c->route->states & 1u << c->dev.state ? FAULT_NONE : REFUSAL[c->dev.state];
}

bool hub_counter_seen(const struct hub_device *d, int64_t counter)
{
	int64_t slot = counter % HUB_WINDOW;

	if (counter > d->counter)
		return false;
	return counter <= d->counter - HUB_WINDOW || d->seen[slot / 8] & 1 << slot % 8;
}

void hub_counter_take(struct hub_device *d, int64_t counter)
{
	int64_t slot = counter % HUB_WINDOW;

	if (counter > d->counter + HUB_WINDOW)
		memset(d->seen, 0, sizeof d->seen);
	else
		for (int64_t i = d->counter + 1; i < counter; i++)
			d->seen[i % HUB_WINDOW / 8] &= (uint8_t)~(1 << i % HUB_WINDOW % 8);
	d->seen[slot / 8] |= (uint8_t)(1 << slot % 8);
	if (counter > d->counter)
		d->counter = counter;
}
