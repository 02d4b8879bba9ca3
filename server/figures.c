/* Which dashboards there are, and what stands in them.
 *
 * Owns nothing; runs in the worker but for figures_period. The numbers come from the stores.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/figures.h"

#include <stdio.h>
#include <string.h>

#include "server/words.h"
#include "shared/base/text.h"
#include "shared/io/db.h"

static const char *label(const struct figures *f, const char *key)
{
	return val_str_of(f->labels, key, key);
}

/* ---- filling ------------------------------------------------------------------------------ */

struct filling {
	const struct figures *f;
	struct figure_sheet *sheet;
	struct figure_row kinds[8];
	int rows;
};

static struct figure_span span_of(const struct figures *f, const struct figure_bucket *b)
{
	return (struct figure_span){ .from = b->from, .until = b->until, .now = f->span.now };
}

static void fill_buckets(struct db *db, const struct figures *f, struct figure_sheet *s,
			 void (*count)(struct db *db, const struct figure_span *s,
				       struct figure_row *ret))
{
	for (int i = 0; i < f->bucket_count && !db_stopped(db); i++) {
		const struct figure_span span = span_of(f, &f->bucket[i]);
		struct figure_row r = { .n = { 0 } };
		text_copy(r.text[0], sizeof r.text[0], f->bucket[i].label);
		count(db, &span, &r);
		figure_sheet_row(s, &r);
	}
}

static void fill_work(struct db *db, const struct figures *f, struct figure_sheet *s)
{
	fill_buckets(db, f, s, figures_work);
}

static void fill_contact(struct db *db, const struct figures *f, struct figure_sheet *s)
{
	fill_buckets(db, f, s, figures_contact);
}

/* Every kind has its row, also when nothing came in: a missing row would be read as a mistake (R4). */
static const char *const KINDS[] = { "question", "complaint", "repair", "nuisance", "area" };

static void keep_kind(void *ctx, const struct figure_row *r)
{
	struct filling *w = ctx;
	for (size_t i = 0; i < COUNT_OF(KINDS); i++)
		if (!strcmp(KINDS[i], r->text[0]))
			w->kinds[i] = *r;
}

static void fill_kinds(struct db *db, const struct figures *f, struct figure_sheet *s)
{
	struct filling w = { .f = f, .sheet = s };
	figures_kinds(db, &f->span, keep_kind, &w);
	for (size_t i = 0; i < COUNT_OF(KINDS); i++) {
		text_copy(w.kinds[i].text[0], sizeof w.kinds[i].text[0],
			  words_get("kind", KINDS[i]));
		figure_sheet_row(s, &w.kinds[i]);
	}
}

static void party_row(void *ctx, const struct figure_row *r)
{
	struct filling *w = ctx;
	struct figure_row out = *r;
	const char *name = r->text[1][0] ? r->text[1] : label(w->f, r->text[0]);
	text_copy(out.text[0], sizeof out.text[0],
		  r->text[0][0] ? name : words_get("figure", "nobody"));
	figure_sheet_row(w->sheet, &out);
	if (++w->rows == 200)
		figure_sheet_more(w->sheet);
}

static void fill_parties(struct db *db, const struct figures *f, struct figure_sheet *s)
{
	struct filling w = { .f = f, .sheet = s };
	figures_parties(db, &f->span, party_row, &w);
}

static void supplier_row(void *ctx, const struct figure_row *r)
{
	struct filling *w = ctx;
	struct figure_row out = *r;
	text_copy(out.text[0], sizeof out.text[0], r->text[1]);
	text_copy(out.text[1], sizeof out.text[1], words_get("party-kind", r->text[2]));
	figure_sheet_row(w->sheet, &out);
	if (++w->rows == 200)
		figure_sheet_more(w->sheet);
}

static void fill_suppliers(struct db *db, const struct figures *f, struct figure_sheet *s)
{
	struct filling w = { .f = f, .sheet = s };
	figures_suppliers(db, &f->span, supplier_row, &w);
}

static void hit_row(void *ctx, const struct figure_row *r)
{
	struct filling *w = ctx;
	struct figure_row out = *r;
	char key[80];
	snprintf(key, sizeof key, "object:%.60s", r->text[0]);
	text_copy(out.text[0], sizeof out.text[0], val_str_of(w->f->labels, key, r->text[0]));
	snprintf(key, sizeof key, "%.32s:%.32s", r->text[0], r->text[1]);
	text_copy(out.text[1], sizeof out.text[1], val_str_of(w->f->labels, key, r->text[1]));
	for (int i = 0; i < 2; i++)
		if (!out.text[i][0])
			text_copy(out.text[i], sizeof out.text[i],
				  words_get("figure", "own_words"));
	figure_sheet_row(w->sheet, &out);
	if (++w->rows == 200)
		figure_sheet_more(w->sheet);
}

static void fill_hits(struct db *db, const struct figures *f, struct figure_sheet *s)
{
	struct filling w = { .f = f, .sheet = s };
	figures_hits(db, &f->span, hit_row, &w);
}

/* ---- tables ------------------------------------------------------------------------------- */

#define TEXT(name) { name, FIGURE_LABEL, false, 0, 0, -1 }
#define SUM(name) { name, FIGURE_COUNT, true, 0, 0, -1 }
#define OTHER(name, type, sum) { name, type, sum, 0, 0, -1 }
#define SHARE(name, part, whole, rest) { name, FIGURE_SHARE, false, part, whole, rest }

static const struct figure_table TABLES[] = {
	{ "work", fill_work, {
		OTHER("period", FIGURE_PERIOD, false), SUM("reported"), SUM("ended"), SUM("reopened") } },
	{ "contact", fill_contact, {
		OTHER("period", FIGURE_PERIOD, false), SUM("handed"), SUM("in_time"), SUM("too_late"),
		SUM("running"), SHARE("in_time_share", 1, 1, 2) } },
	{ "kinds", fill_kinds, {
		TEXT("kind"), SUM("reported"), SUM("reported_ended"), SUM("open"), SUM("late"),
		SUM("reopened"), SUM("turned") } },
	{ "parties", fill_parties, {
		TEXT("party"), SUM("reported"), SUM("open"), SUM("late"), SUM("reopened") } },
	{ "suppliers", fill_suppliers, {
		TEXT("party"), TEXT("role"), SUM("referrals"), SUM("refused"), SUM("dissatisfied"), SUM("asked"),
		SUM("asked_late"), SUM("ready"), OTHER("median", FIGURE_TENTHS, false), SUM("proven"),
		SUM("again") } },
	{ "dark", figures_fill_dark, {
		TEXT("complex"), SUM("nom_homes"), SUM("dark_homes"), SUM("dark_now"),
		OTHER("dark_days", FIGURE_TENTHS, true), OTHER("at_risk", FIGURE_EURO, true) } },
	{ "dark_homes", figures_fill_dark_homes, {
		TEXT("address"), TEXT("complex"), TEXT("provider"), OTHER("case", FIGURE_CASE, false),
		OTHER("still", FIGURE_YES, false), OTHER("dark_days", FIGURE_TENTHS, true),
		OTHER("fee", FIGURE_EURO, false), OTHER("at_risk", FIGURE_EURO, true) } },
	{ "hits", fill_hits, {
		TEXT("object"), TEXT("fault"), SUM("found"), SUM("suspected"), SUM("correct"),
		SHARE("correct_share", 2, 1, -1) } },
};

const struct figure_table *figures_table(const char *key)
{
	for (size_t i = 0; i < COUNT_OF(TABLES); i++)
		if (!strcmp(TABLES[i].key, key))
			return &TABLES[i];
	return NULL;
}

static void write_table(struct db *db, const struct figures *f, const struct figure_table *t,
			struct val *tables, struct buf *csv)
{
	struct figure_sheet *s = figure_sheet_begin(t, tables, csv);
	t->fill(db, f, s);
	figure_sheet_end(s);
}

int figures_read(struct db *db, void *ctx, struct buf *out)
{
	const struct figures *f = ctx;
	VAL(v) = val_object();
	if (f->only) {
		write_table(db, f, f->only, NULL, out);
		return OK;
	}
	val_put_str(v, "from", f->from);
	val_put_str(v, "until", f->until);
	val_put_str(v, "by", f->weeks ? "week" : "month");
	val_put_int(v, "now", f->span.now);
	struct val *tables = val_put_array(v, "tables");
	for (size_t i = 0; i < COUNT_OF(TABLES) && !db_stopped(db); i++)
		write_table(db, f, &TABLES[i], tables, NULL);
	val_print(v, out);
	return OK;
}
