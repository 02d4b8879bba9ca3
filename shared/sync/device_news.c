/* News and sites: pages of changes applied one transaction each, a site piece by piece.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "shared/base/log.h"
#include "shared/sync/device_inside.h"

#define DOUBLINGS 9
#define SITE_PAUSE_MS (15 * MINUTE_MS) /* before a site that failed is fetched again */

static void ask_changes(struct device *d, struct device_request *ret)
{
	struct device_flight *f = &d->flights[DEVICE_NEWS];
	char cursor[128], target[200];

	d->o.store->cursor(d->o.ctx, cursor, sizeof cursor);
	f->fresh = cursor[0] == '\0';
	if (f->fresh)
		snprintf(target, sizeof target, "/changes?limit=500");
	else
		snprintf(target, sizeof target, "/changes?cursor=%s&limit=500", cursor);
	f->count = 0;
	device_sign(d, DEVICE_NEWS, KIND_CHANGES, "GET", target, "", ret);
}

bool device_news_next(struct device *d, struct device_request *ret)
{
	struct device_flight *f = &d->flights[DEVICE_NEWS];
	char target[200];

	if (d->want_news && device_mono(d) >= d->news_at) {
		ask_changes(d, ret);
		return true;
	}
	if (!d->o.store->site_wanted(d->o.ctx, f->version, &f->from)) {
		d->want_site = false;
		return false;
	}
	f->count = 0;
	snprintf(target, sizeof target, "/site/%s?from=%lld", f->version, (long long)f->from);
	device_sign(d, DEVICE_NEWS, KIND_SITE, "GET", target, "", ret);
	return true;
}

static bool read_change(struct span v, struct device_change *c)
{
	static const char *const NAMES[] = { "feed", "key", "rev", "op", "body", NULL };
	struct span f[5];

	if (!walk_pick(v, NAMES, f) || !span_copy(f[0], c->feed, sizeof c->feed) ||
	    !span_copy(f[1], c->key, sizeof c->key) || !span_int(f[2], 1, WIRE_INT_MAX, &c->rev))
		return false;
	c->gone = span_is(f[3], "del");
	c->body = f[4];
	return c->gone || (span_is(f[3], "put") && span_is_object(f[4]));
}

static bool apply(struct device *d, const struct device_flight *f, struct span changes,
		  const char *cursor, bool more)
{
	struct device_change c;
	struct walk w;
	struct span name, value;

	walk_begin(&w, changes);
	d->o.store->begin(d->o.ctx);
	d->o.store->page_begin(d->o.ctx, f->fresh);
	while (walk_next(&w, &name, &value)) {
		if (read_change(value, &c))
			d->o.store->page_change(d->o.ctx, &c);
		else
			log_line(LOG_WARN, "sync.change", "skipped=1");
	}
	d->o.store->page_end(d->o.ctx, cursor, more);
	d->o.store->save_marks(d->o.ctx, &d->marks);
	return d->o.store->commit(d->o.ctx, true) == OK;
}

bool device_changes_answer(struct device *d, struct device_flight *f)
{
	static const char *const NAMES[] = { "cursor", "more", "changes", NULL };
	struct span part[3];
	char cursor[128];
	bool more;

	walk_pick(device_reply(d), NAMES, part);
	if (!span_copy(part[0], cursor, sizeof cursor) || !span_is_array(part[2])) {
		device_failed(d, "bad_reply");
		return false;
	}
	more = span_bool(part[1], false);
	if (!apply(d, f, part[2], cursor, more)) {
		device_failed(d, "storage");
		return false;
	}
	d->want_news = more;
	d->news_tries = 0;
	d->want_site = true;
	d->site_at = 0;
	if (strcmp(d->marks.state, "pending") == 0)
		device_save_state(d, "active");
	return true;
}

void device_news_failed(struct device *d)
{
	int64_t span = BACKOFF_BASE_MS << (d->news_tries < DOUBLINGS ? d->news_tries : DOUBLINGS);

	span = span > d->backoff.cap_ms ? d->backoff.cap_ms : span;
	d->news_tries++;
	d->news_at = device_mono(d) + 1 + (int64_t)(device_chance(d) % (uint64_t)span);
}

void device_site_failed(struct device *d)
{
	d->site_at = device_mono(d) + SITE_PAUSE_MS;
}

bool device_site_answer(struct device *d, struct device_flight *f)
{
	static const char *const NAMES[] = { "version", "size", "from", "data", NULL };
	struct span part[4];
	int64_t size, from;
	BUF(b64);
	BUF(data);

	walk_pick(device_reply(d), NAMES, part);
	if (!span_is(part[0], f->version) ||
	    !span_int(part[1], 1, WIRE_INT_MAX, &size) || !span_int(part[2], 0, size, &from) ||
	    from != f->from || !span_append(part[3], &b64) ||
	    base64_decode(buf_text(&b64), b64.len, &data) != OK || (data.len == 0 && from < size)) {
		device_site_failed(d);
		device_failed(d, "bad_reply");
		return false;
	}
	if (d->o.store->site_piece(d->o.ctx, f->version, from, size, buf_text(&data), data.len) != OK) {
		device_site_failed(d);
		log_line(LOG_ERROR, "sync.site", "version=%s kept=0", f->version);
	}
	return true; /* a site that is not right is not the line's fault */
}
