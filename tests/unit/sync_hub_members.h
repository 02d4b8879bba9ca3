/* Requests to central's door with one member changed, and what is said of them.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_SYNC_HUB_MEMBERS_H
#define TESTS_UNIT_SYNC_HUB_MEMBERS_H

#include "tests/unit/sync_hub.h"

#include "shared/sync/device_inside.h"

#define JSON_TYPE "application/json"

struct change {
	const char *from, *to;
	const char *path; /* NULL: no JSON at all */
};

static inline void replaced(const struct buf *in, const struct change *c, struct buf *out)
{
	const char *at = strstr(buf_text(in), c->from);

	assert_non_null(at);
	buf_clear(out);
	buf_add(out, in->data, (size_t)(at - in->data));
	buf_str(out, c->to);
	buf_str(out, at + strlen(c->from));
}

/* Refused for that member, and told which. */
static inline void refused_at(struct world *w, const struct wired *x, const char *path)
{
	struct hub_reply r;
	char want[64];

	(void)!wired_serve(w, x, &r);
	assert_string_equal(fault_row(r.fault)->code, path ? "bad_envelope" : "bad_json");
	snprintf(want, sizeof want, path ? ",\"path\":\"%s\"}" : ",\"offset\":", path ? path : "");
	assert_non_null(strstr(buf_text(&r.body), want));
	assert_true(r.is_signed);
	buf_free(&r.body);
}

/* The good body with each change in turn, then as it is. */
static inline void every_change(struct world *w, const char *target, const struct buf *good, const struct change *rows, size_t n)
{
	struct wired x = { .body = { 0 } };
	struct hub_reply r;
	BUF(bad);

	for (size_t i = 0; i < n; i++) {
		replaced(good, &rows[i], &bad);
		make(w, &x, "POST", target, JSON_TYPE, bad.data, bad.len);
		refused_at(w, &x, rows[i].path);
	}
	make(w, &x, "POST", target, JSON_TYPE, good->data, good->len);
	served(w, &x, &r);
	buf_free(&r.body);
	buf_free(&x.body);
}

#endif
