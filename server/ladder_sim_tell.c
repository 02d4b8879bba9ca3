/* The figures of one ladder of a "what if", as JSON.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>

#include "server/ladder_sim_inside.h"
#include "server/words.h"
#include "shared/base/clock.h"

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

/* The spare time that so many in a hundred clocks had at least; null when none ended. */
static void put_spare(struct sim_figures *f, int percent, const char *name, struct val *into)
{
	if (!f->spares) {
		val_put_null(into, name);
		return;
	}
	size_t at = f->spares * (size_t)(100 - percent) / 100;
	val_put_int(into, name, f->spare[at] / SECOND_MS);
}

static void put_who(unsigned who, struct val *into)
{
	struct val *list = val_put_array(into, "who");
	for (unsigned one = TELL_OWNER; one <= TELL_ADMIN; one <<= 1)
		if (who & one)
			val_put_str(list, NULL, ladder_who_name((enum ladder_who)one));
}

static void put_rungs(const struct ladder_row *row, const struct sim_figures *f, struct val *into)
{
	struct val *list = val_put_array(into, "rungs");
	for (int i = 0; i < row->rung_count; i++) {
		struct val *v = val_object();
		put_who(row->rung[i].who, v);
		val_put_int(v, "after", row->rung[i].after.amount);
		val_put_str(v, "unit", ladder_unit_name(row->rung[i].after.unit));
		val_put_int(v, "fired", f->rung[i]);
		val_put(list, NULL, v);
	}
}

static void put_counts(const struct sim_figures *f, struct val *into)
{
	val_put_int(into, "started", f->started);
	val_put_int(into, "met", f->met);
	val_put_int(into, "late", f->late);
	val_put_int(into, "running", f->running);
	val_put_int(into, "warned", f->warned);
}

static void add(struct sim_figures *sum, const struct sim_figures *f)
{
	sum->started += f->started;
	sum->met += f->met;
	sum->late += f->late;
	sum->running += f->running;
	sum->warned += f->warned;
	for (int i = 0; i < LADDER_RUNGS; i++)
		sum->rung[0] += f->rung[i];
}

void sim_side_put(struct sim_side *s, struct val *ret)
{
	struct sim_figures sum = { 0 };
	struct val *rules = val_put_array(ret, "rules");
	for (int i = 0; i < ladder_count(s->ground.ladder); i++) {
		const struct ladder_row *row = ladder_at(s->ground.ladder, i);
		struct sim_figures *f = &s->row[i];
		struct val *v = val_object();
		if (f->spares)
			qsort(f->spare, f->spares, sizeof *f->spare, by_size);
		val_put_int(v, "rank", row->rank);
		val_put_str(v, "clock", row->clock);
		val_put_str(v, "label", words_get("clock", row->clock));
		val_put_str(v, "reason", row->reason);
		put_counts(f, v);
		put_spare(f, 50, "spare_median_s", v);
		put_spare(f, 90, "spare_p90_s", v);
		put_rungs(row, f, v);
		val_put(rules, NULL, v);
		add(&sum, f);
	}
	struct val *total = val_put_object(ret, "total");
	put_counts(&sum, total);
	val_put_int(total, "told", sum.rung[0]);
}
