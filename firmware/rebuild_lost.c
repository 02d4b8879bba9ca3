/* Numbers of which a rebuild found nothing: which there must have been, and the voids that take their place.
 *
 * Promises: a number that was given before is told to central or held already, and is never given again; when nobody
 * can say which was the last one, a stretch behind the last known one is passed over.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "firmware/outbox_inside.h"
#include "firmware/rebuild_inside.h"
#include "firmware/rebuild_store.h"
#include "firmware/spool.h"
#include "shared/base/log.h"
#include "shared/base/text.h"
#include "shared/io/db.h"

#define AHEAD INT64_C(100000) /* a number further above the known ones is rot (WIRE_AHEAD) */
#define SKIP 64               /* numbers passed over when nobody can say which was the last one given */
#define LOST_MAX 200000
#define RECORD_LEAST (2 * SPOOL_HEAD)

static void list_lost(struct rebuild *r, int64_t from, int64_t to)
{
	size_t at = strlen(r->note.list), room = sizeof r->note.list - at;
	int64_t a = from & OUTBOX_SEQ_MASK, b = to & OUTBOX_SEQ_MASK;
	const char *comma = at ? "," : "";
	int n = a == b ? snprintf(r->note.list + at, room, "%s%" PRId64, comma, a)
		       : snprintf(r->note.list + at, room, "%s%" PRId64 "-%" PRId64, comma, a, b);
	if (n >= (int)room)
		r->note.list[at] = '\0';
	log_line(LOG_ERROR, "rebuild.lost", "from=%" PRId64 " to=%" PRId64, a, b);
}

static int put_lost(struct rebuild *r, int64_t n)
{
	char text[UUID_TEXT];
	uint8_t rnd[10], id[16];
	int64_t now = clock_wall(r->o->clock);
	r->o->random(rnd, sizeof rnd);
	uuid7_make(now, rnd, text);
	uuid_bytes(text, id);
	return rebuild_put_lost(r->db, n, id, now);
}

/* A void for every number of which there is no item. Central has the acknowledged ones and is sent none of those,
 * unless it loses them. */
static int fill_gaps(struct rebuild *r, int64_t base, int64_t highest)
{
	int64_t from = highest - base > LOST_MAX ? r->acked : base, begin = 0;
	int err = OK;
	if (highest - from > LOST_MAX || rebuild_count(r->db, from, highest) == highest - from)
		return OK;
	for (int64_t n = from + 1; n <= highest + 1 && !err; n++) {
		bool gone = n <= highest && !rebuild_has(r->db, n), told = gone && n > r->acked;
		if (!told && begin)
			list_lost(r, begin, n - 1);
		begin = told ? (begin ? begin : n) : 0;
		r->note.lost += told;
		if (told)
			r->unchained = n & OUTBOX_SEQ_MASK;
		if (gone)
			err = put_lost(r, n);
	}
	return err;
}

/* Numbers behind the last known one may have been given and sent. */
static int skip_unsure(struct rebuild *r, int64_t highest)
{
	int64_t skip = SKIP + r->torn / RECORD_LEAST;
	int err = OK;
	skip = skip > LOST_MAX ? LOST_MAX : skip;
	for (int64_t n = highest + 1; n <= highest + skip && !err; n++)
		err = put_lost(r, n);
	r->note.unsure = skip;
	r->unchained = (highest + skip) & OUTBOX_SEQ_MASK;
	log_line(LOG_ERROR, "rebuild.unsure", "after=%" PRId64 " numbers=%" PRId64, highest & OUTBOX_SEQ_MASK, skip);
	return err;
}

/* Were all that cannot be read numbers between known ones? Records that were mended stand out of order, so where they
 * stand says nothing. */
static bool explained(const struct rebuild *r, int64_t base)
{
	int64_t below = r->low > base ? r->low - 1 : base;
	return r->stretches <= r->seen - below - rebuild_count(r->db, below, r->seen);
}

int rebuild_fill_holes(struct rebuild *r)
{
	int64_t base = outbox_line_base(r->db);
	bool whole = !r->stretches || explained(r, base);
	int64_t known = r->seen > base ? r->seen : base, told = r->old ? rebuild_read_highest(r->old) : -1;
	bool sure = told >= 0 && told <= known + AHEAD;
	known = r->acked > known ? r->acked : known;
	int64_t highest = sure && told > known ? told : known;
	if (rebuild_count(r->db, base, r->acked) < r->acked - base)
		r->unchained = r->acked - base;
	int err = fill_gaps(r, base, highest);
	bool enrolled = db_meta_int(r->db, "sync.counters", 0) > 0;
	sure = sure || (spool_sure(r->o->data_dir) && whole);
	return err || sure || !enrolled ? err : skip_unsure(r, highest);
}
