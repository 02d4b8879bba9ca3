/* Routes: finding the row of a request, and printing the table.
 *
 * A table has some dozens of rows, so a linear search beats any index it would need.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "shared/io/http_inside.h"

static const char *const METHODS[HTTP_METHOD_MAX] = {
	[HTTP_GET] = "GET",     [HTTP_HEAD] = "HEAD",     [HTTP_POST] = "POST",
	[HTTP_PUT] = "PUT",     [HTTP_PATCH] = "PATCH",   [HTTP_DELETE] = "DELETE",
	[HTTP_OPTIONS] = "OPTIONS",
};

static const struct {
	unsigned bit;
	const char *name;
} WHO[] = {
	{ WHO_ANYONE, "anyone" },   { WHO_LOCAL, "local" },   { WHO_TENANT, "tenant" },
	{ WHO_DEVICE, "device" },   { WHO_PHONE, "phone" },   { WHO_LEADER, "leader" },
	{ WHO_PLANNER, "planner" }, { WHO_CARETAKER, "caretaker" },
	{ WHO_MANAGER, "manager" }, { WHO_ADMIN, "admin" },
	{ WHO_LINK, "link" },       { WHO_FRESH, "fresh" },
};

const char *route_method(enum http_method m)
{
	return METHODS[m];
}

/* Length of the fixed part that matched, -1 when the row does not match the path. */
static int matched(const struct route *r, const char *path)
{
	size_t n = strlen(r->path);

	if (n == 0 || r->path[n - 1] != '*')
		return strcmp(r->path, path) == 0 ? (int)n : -1;
	if (strncmp(r->path, path, n - 1) != 0 || !path[n - 1])
		return -1;
	return (int)n - 1;
}

static bool is_exact(const struct route *r)
{
	size_t n = strlen(r->path);

	return n == 0 || r->path[n - 1] != '*';
}

const struct route *route_find(const struct route *routes, enum http_method method,
			       const char *path, const char **ret_rest, int *ret_err)
{
	enum http_method wanted = method == HTTP_HEAD ? HTTP_GET : method;
	const struct route *best = NULL;
	int best_len = -1;

	*ret_err = ERR_NOT_FOUND;
	*ret_rest = "";
	for (const struct route *r = routes; r->path; r++) {
		int n = matched(r, path);

		if (n < 0)
			continue;
		if (r->method != wanted) {
			*ret_err = ERR_METHOD;
			continue;
		}
		if (is_exact(r))
			return r;
		if (n > best_len) {
			best = r;
			best_len = n;
		}
	}
	if (best)
		*ret_rest = path + best_len;
	return best;
}

void route_allow(const struct route *routes, const char *path, struct buf *out)
{
	unsigned seen = 0;

	for (const struct route *r = routes; r->path; r++) {
		if (matched(r, path) >= 0)
			seen |= 1u << r->method;
	}
	if (seen & (1u << HTTP_GET))
		seen |= 1u << HTTP_HEAD;
	if (seen)
		seen |= 1u << HTTP_OPTIONS;
	for (int m = 0; m < HTTP_METHOD_MAX; m++) {
		if (seen & (1u << m))
			buf_fmt(out, "%s%s", out->len ? ", " : "", METHODS[m]);
	}
}

static void print_who(unsigned who, struct buf *out)
{
	size_t start = out->len;

	if ((who & WHO_STAFF) == WHO_STAFF) {
		buf_str(out, "staff");
		who &= ~(unsigned)WHO_STAFF;
	}
	for (size_t i = 0; i < COUNT_OF(WHO); i++) {
		if (who & WHO[i].bit)
			buf_fmt(out, "%s%s", out->len > start ? "," : "", WHO[i].name);
	}
	while (out->len < start + 20)
		buf_char(out, ' ');
}

void http_print_routes(const struct route *routes, struct buf *out)
{
	static const char *const TX[] = { "-", "reads", "writes" };

	buf_fmt(out, "%-7s %-36s %-20s %8s %-6s %s\n", "method", "path", "who", "body", "data",
		"what");
	for (const struct route *r = routes; r->path; r++) {
		buf_fmt(out, "%-7s %-36s ", METHODS[r->method], r->path);
		print_who(r->who, out);
		buf_fmt(out, " %8zu %-6s %s\n", r->body_cap, TX[r->tx], r->help);
	}
}
