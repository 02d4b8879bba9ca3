/* What central of the sync world sends down: a feed of numbered rows and a site in pieces; and its
 * whole store as one table.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_SYNC_FAR_NEWS_H
#define TESTS_UNIT_SYNC_FAR_NEWS_H

#include "tests/unit/sync_far_lines.h"

/* A feed of `last_change` config rows; the cursor is the number. */
static inline int far_changes(void *ctx, const struct hub_device *d, const char *epoch,
			      const char *cursor, int limit, struct buf *out)
{
	struct far_end *f = ctx;
	int64_t after = 0;
	int count = 0;

	(void)d, (void)epoch;
	if (cursor[0] && (f->gone || !int_parse(cursor, 0, f->last_change, &after)))
		return f->gone = false, ERR_GONE;
	limit = limit > 100 ? 100 : limit;
	buf_str(out, "\"changes\":[");
	for (; after < f->last_change && count < limit; count++) {
		after++;
		buf_fmt(out, "%s{\"feed\":\"config\",\"key\":\"k%lld\",\"rev\":%lld,\"op\":\"put\","
			"\"body\":{\"n\":%lld}}", count ? "," : "", (long long)after, (long long)after,
			(long long)after);
	}
	f->seen = (int)after;
	buf_fmt(out, "],\"cursor\":\"%lld\",\"more\":%s", (long long)after,
		after < f->last_change ? "true" : "false");
	return OK;
}

static inline int far_site(void *ctx, const char *version, int64_t from, size_t max,
			   struct buf *out, int64_t *ret_size)
{
	struct far_end *f = ctx;
	size_t left;

	if (strcmp(version, "v1") != 0 || from > (int64_t)sizeof f->site)
		return ERR_NOT_FOUND;
	left = sizeof f->site - (size_t)from;
	max = max > 700 ? 700 : max;
	buf_add(out, f->site + from, left < max ? left : max);
	*ret_size = sizeof f->site;
	return OK;
}

static inline bool far_news(void *ctx, const struct hub_device *d)
{
	struct far_end *f = ctx;

	(void)d;
	return f->seen < f->last_change;
}

static const struct hub_store FAR_STORE = {
	far_device_get, far_device_put, far_heard, far_boot, far_code_get, far_code_failed, far_enrol,
	far_hint, far_mark_put, far_mark_get, far_chain_put, far_chain_get, far_item_put,
	far_item_known, far_park, far_stray, far_void, far_changes, far_site, NULL, far_news,
	far_child, far_children, far_kin, far_reincarnate, far_flood, far_recover, far_revoked, far_note,
};

#endif
