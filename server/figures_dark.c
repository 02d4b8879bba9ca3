/* Days without monitoring, and the fee a corporation may lose by them (D9).
 *
 * A zero-energy home pays a monthly fee (EPV) as long as its tenant can see the energy flows. The
 * settings say which faults mean that they cannot. Days of one home count once, however many cases
 * it has; the fee is that of its contract, else that of the settings, and a day costs fee x 12 / 365.
 * "No fault" and withdrawn reports cost nothing.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>

#include "server/figures.h"
#include "shared/base/clock.h"
#include "shared/io/db.h"

#define TENTH_MS    (DAY_MS / 10)
#define YEAR_TENTHS 3650

#define SPANS_MAX 64 /* of one home; what comes after them counts no more */

struct outage {
	int64_t from, until;
};

/* One home of the walk. */
struct home {
	struct figure_dark first; /* nr: its newest case */
	int count;
	struct outage span[SPANS_MAX];
	bool still;
};

struct walk {
	struct db *db;
	const struct figures *f;
	struct home home; /* being counted; home.first.unit "" = none yet */
	void (*tell)(struct walk *w, const struct home *h, int64_t tenths);
	struct figure_sheet *sheet;
	struct figure_row row; /* of the complex */
	int homes;
};

static int64_t at_risk(int64_t cents, int64_t tenths)
{
	return (cents * 12 * tenths + YEAR_TENTHS / 2) / YEAR_TENTHS;
}

static int by_begin(const void *a, const void *b)
{
	int64_t x = ((const struct outage *)a)->from, y = ((const struct outage *)b)->from;
	return x < y ? -1 : x > y;
}

/* Days of all its outages together, in tenths; a moment counts once. */
static int64_t tenths_of(struct home *h)
{
	int64_t ms = 0, end = INT64_MIN;
	qsort(h->span, (size_t)h->count, sizeof h->span[0], by_begin);
	for (int i = 0; i < h->count; i++) {
		int64_t from = h->span[i].from > end ? h->span[i].from : end;
		ms += h->span[i].until > from ? h->span[i].until - from : 0;
		end = h->span[i].until > end ? h->span[i].until : end;
	}
	return (ms + TENTH_MS / 2) / TENTH_MS;
}

/* The part of it that lies in the period. */
static void add_span(void *ctx, int64_t from, int64_t until)
{
	struct walk *w = ctx;
	struct home *h = &w->home;
	const struct figure_span *s = &w->f->span;
	int64_t last = s->now < s->until ? s->now : s->until;
	h->still |= until == INT64_MAX && s->now < s->until;
	from = from < s->from ? s->from : from;
	until = until > last ? last : until;
	if (until > from && h->count < SPANS_MAX)
		h->span[h->count++] = (struct outage){ from, until };
}

static void finish_home(struct walk *w)
{
	if (w->home.count)
		w->tell(w, &w->home, tenths_of(&w->home));
	w->home.count = 0;
	w->home.still = false;
}

static int one_case(void *ctx, const struct figure_dark *d)
{
	struct walk *w = ctx;
	if (strcmp(w->home.first.unit, d->unit)) {
		finish_home(w);
		w->home.first = *d;
		if (d->cents < 0)
			w->home.first.cents = w->f->cents;
	}
	w->home.first.nr = d->nr;
	figures_dark_spans(w->db, d, add_span, w);
	return db_stopped(w->db);
}

static void walk(struct walk *w)
{
	figures_dark(w->db, &w->f->span, w->f->outages, w->f->today, one_case, w);
	finish_home(w);
}

/* ---- per complex -------------------------------------------------------------------------- */

static void finish_complex(struct walk *w)
{
	if (!w->row.text[0][0])
		return;
	w->row.n[0] = figures_nom_homes(w->db, w->row.text[0]);
	figure_sheet_row(w->sheet, &w->row);
}

static void add_to_complex(struct walk *w, const struct home *h, int64_t tenths)
{
	if (strcmp(w->row.text[0], h->first.complex)) {
		finish_complex(w);
		w->row = (struct figure_row){ .n = { 0 } };
		text_copy(w->row.text[0], sizeof w->row.text[0], h->first.complex);
	}
	w->row.n[1]++;
	w->row.n[2] += h->still;
	w->row.n[3] += tenths;
	w->row.n[4] += at_risk(h->first.cents, tenths);
}

void figures_fill_dark(struct db *db, const struct figures *f, struct figure_sheet *s)
{
	struct walk w = { .db = db, .f = f, .tell = add_to_complex, .sheet = s };
	walk(&w);
	finish_complex(&w);
}

/* ---- per home ----------------------------------------------------------------------------- */

static void put_home(struct walk *w, const struct home *h, int64_t tenths)
{
	struct figure_row r = { .n = { h->first.nr, h->still, tenths, h->first.cents,
				       at_risk(h->first.cents, tenths) } };
	if (w->homes++ >= FIGURES_DARK) {
		figure_sheet_more(w->sheet);
		return;
	}
	text_copy(r.text[0], sizeof r.text[0], h->first.address);
	text_copy(r.text[1], sizeof r.text[1], h->first.complex);
	text_copy(r.text[2], sizeof r.text[2], h->first.provider);
	figure_sheet_row(w->sheet, &r);
}

void figures_fill_dark_homes(struct db *db, const struct figures *f, struct figure_sheet *s)
{
	struct walk w = { .db = db, .f = f, .tell = put_home, .sheet = s };
	walk(&w);
}
