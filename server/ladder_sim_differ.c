/* Where two ladders differ about one case: clock by clock, the first difference that matters.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "server/ladder_sim_inside.h"
#include "server/words.h"

static const char *const KINDS[SIM_KIND_MAX] = {
	[SIM_LATE] = "late", [SIM_IN_TIME] = "in-time", [SIM_NEW] = "new",
	[SIM_GONE] = "gone", [SIM_DUE] = "due",		[SIM_TOLD] = "told",
};

void sim_differ_open(struct sim_differ *d)
{
	memset(d, 0, sizeof *d);
	for (int i = 0; i < SIM_KIND_MAX; i++)
		d->shown[i] = val_array();
}

void sim_differ_close(struct sim_differ *d)
{
	for (int i = 0; i < SIM_KIND_MAX; i++)
		val_free(d->shown[i]);
	memset(d, 0, sizeof *d);
}

static void put_run(const struct sim_run *r, int64_t at, const char *name, struct val *into)
{
	if (!r) {
		val_put_null(into, name);
		return;
	}
	struct val *v = val_put_object(into, name);
	val_put_int(v, "rank", r->rank);
	val_put_int(v, "due", r->due);
	val_put_int(v, "end", r->end);
	val_put_bool(v, "late", sim_run_late(r, at));
}

static bool one(struct sim_differ *d, const struct case_row *c, const struct sim_run *was,
		const struct sim_run *now, int64_t at)
{
	bool before = was && sim_run_late(was, at), after = now && sim_run_late(now, at);
	const char *clock = was ? was->clock : now->clock;
	enum sim_kind k = after && !before	   ? SIM_LATE
			  : before && !after	   ? SIM_IN_TIME
			  : !was		   ? SIM_NEW
			  : !now		   ? SIM_GONE
			  : was->due != now->due   ? SIM_DUE
			  : was->told != now->told ? SIM_TOLD
						   : SIM_KIND_MAX;
	if (k == SIM_KIND_MAX)
		return false;
	if (d->clocks[k]++ < LADDER_SIM_SHOWN) {
		struct val *v = val_object();
		val_put_int(v, "nr", c->nr);
		val_put_str(v, "receipt", c->receipt);
		val_put_str(v, "clock", clock);
		val_put_str(v, "label", words_get("clock", clock));
		put_run(was, at, "was", v);
		put_run(now, at, "now", v);
		val_put(d->shown[k], NULL, v);
	}
	return true;
}

/* The n-th run of a clock. */
static const struct sim_run *nth(const struct sim_side *s, const char *clock, int n)
{
	for (int i = 0; i < s->count; i++)
		if (!s->run[i].gone && !strcmp(s->run[i].clock, clock) && !n--)
			return &s->run[i];
	return NULL;
}

/* How many runs of its clock came before this one. */
static int before(const struct sim_side *s, int at)
{
	int n = 0;
	for (int i = 0; i < at; i++)
		n += !s->run[i].gone && !strcmp(s->run[i].clock, s->run[at].clock);
	return n;
}

void sim_differ_case(struct sim_differ *d, const struct case_row *c, const struct sim_side *was,
		     const struct sim_side *now, int64_t at)
{
	bool any = false;
	for (int i = 0; i < was->count; i++)
		if (!was->run[i].gone)
			any |= one(d, c, &was->run[i], nth(now, was->run[i].clock, before(was, i)),
				   at);
	for (int i = 0; i < now->count; i++)
		if (!now->run[i].gone && !nth(was, now->run[i].clock, before(now, i)))
			any |= one(d, c, NULL, &now->run[i], at);
	d->cases += any;
}

void sim_differ_put(struct sim_differ *d, struct val *ret)
{
	struct val *v = val_put_object(ret, "differ");
	val_put_int(v, "cases", d->cases);
	struct val *kinds = val_put_array(v, "kinds");
	for (int i = 0; i < SIM_KIND_MAX; i++) {
		struct val *kind = val_object();
		val_put_str(kind, "what", KINDS[i]);
		val_put_str(kind, "label", words_get("ladder-differs", KINDS[i]));
		val_put_int(kind, "clocks", d->clocks[i]);
		val_put(kind, "cases", d->shown[i]);
		d->shown[i] = NULL;
		val_put(kinds, NULL, kind);
	}
	sim_differ_close(d);
}
