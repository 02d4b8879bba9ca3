/* SQL of what the office did: work, first contact, kinds, parties.
 *
 * Owns nothing; the scorecard and the fee at risk stand in figures_score_store.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/figures_store.h"

#include <string.h>

#include "shared/io/db.h"

static int64_t count(struct db *db, const char *sql, const struct figure_span *s)
{
	DB_STMT(st) = db_prepare(db, sql);
	db_bind_int(st, s->from);
	db_bind_int(st, s->until);
	return db_step(st) ? db_col_int(st, "n") : 0;
}

#define STEPS(what)                                                                                \
	"SELECT count(*) AS n FROM case_event WHERE what = '" what "' AND t >= ? AND t < ?"

void figures_work(struct db *db, const struct figure_span *s, struct figure_row *ret)
{
	ret->n[0] = count(
	    db, "SELECT count(*) AS n FROM case_file WHERE captured >= ? AND captured < ?", s);
	ret->n[1] = count(db, STEPS("close"), s) + count(db, STEPS("solved"), s) +
		    count(db, STEPS("withdraw"), s);
	ret->n[2] = count(db, STEPS("reopen"), s);
}

/* A hand-over is a return, an escalation, or a reopening of what a leader had already. */
#define STEP(what)                                                                                 \
	"SELECT nr, n, t FROM case_event e WHERE what = '" what "' AND t >= ?1 AND t < ?2"
#define LED_BEFORE                                                                                 \
	" AND EXISTS (SELECT 1 FROM case_event b WHERE b.nr = e.nr AND b.n < e.n"                  \
	" AND (b.what = 'return' OR b.what = 'escalate'))"
static const char CONTACT[] =
    "SELECT count(*) AS handed, total(spoke IS NOT NULL AND spoke - t <= ?3) AS in_time,"
    " total(spoke IS NULL AND ?4 - t <= ?3) AS running FROM ("
    " SELECT h.t AS t, (SELECT min(x.t) FROM case_event x"
    "  WHERE x.nr = h.nr AND x.n > h.n AND x.what = 'contact') AS spoke FROM (" STEP(
	"return") " UNION ALL " STEP("escalate") " UNION ALL " STEP("reopen") LED_BEFORE ") h)";

void figures_contact(struct db *db, const struct figure_span *s, struct figure_row *ret)
{
	DB_STMT(st) = db_prepare(db, CONTACT);
	db_bind_int(st, s->from);
	db_bind_int(st, s->until);
	db_bind_int(st, FIRST_CONTACT_MS);
	db_bind_int(st, s->now);
	if (!db_step(st))
		return;
	ret->n[0] = db_col_int(st, "handed");
	ret->n[1] = db_col_int(st, "in_time");
	ret->n[3] = db_col_int(st, "running");
	ret->n[2] = ret->n[0] - ret->n[1] - ret->n[3];
}

/* What was reported in the span, and what is open now whenever it was reported. */
#define REPORTED_AND_OPEN(by)                                                                      \
	"SELECT " by " AS by_what, 1 AS reported, open = 0 AS ended, 0 AS opened, 0 AS late,"      \
	" reopened > 0 AS back, kind = 'complaint' AND kind_first NOT IN ('', 'complaint') AS "    \
	"turned"                                                                                   \
	" FROM case_file WHERE captured >= ?1 AND captured < ?2 UNION ALL"                         \
	" SELECT " by ", 0, 0, 1, due < ?3, 0, 0 FROM case_file WHERE open = 1"

static void bind_span(struct db_stmt *st, const struct figure_span *s)
{
	db_bind_int(st, s->from);
	db_bind_int(st, s->until);
	db_bind_int(st, s->now);
}

void figures_kinds(struct db *db, const struct figure_span *s, figure_fn fn, void *ctx)
{
	static const char *const names[] = {
		"reported", "ended", "opened", "late", "back", "turned"
	};
	DB_STMT(st) = db_prepare(
	    db,
	    "SELECT by_what, sum(reported) AS reported, sum(ended) AS ended, sum(opened) AS opened,"
	    " sum(late) AS late, sum(back) AS back, sum(turned) AS turned FROM (" REPORTED_AND_OPEN(
		"kind") ") GROUP BY by_what");
	bind_span(st, s);
	while (db_step(st)) {
		struct figure_row r = { .n = { 0 } };
		DB_COPY(st, r.text[0], "by_what");
		for (int i = 0; i < 6; i++)
			r.n[i] = db_col_int(st, names[i]);
		fn(ctx, &r);
	}
}

void figures_parties(struct db *db, const struct figure_span *s, figure_fn fn, void *ctx)
{
	static const char *const names[] = { "reported", "opened", "late", "back" };
	DB_STMT(st) = db_prepare(
	    db,
	    "SELECT g.*, p.name AS name FROM (SELECT by_what, sum(reported) AS reported,"
	    " sum(opened) AS opened, sum(late) AS late, sum(back) AS back FROM (" REPORTED_AND_OPEN(
		"coalesce(party, '')") ") GROUP BY by_what) g"
				       " LEFT JOIN party p ON p.key = g.by_what"
				       " ORDER BY late DESC, opened DESC, reported DESC, by_what "
				       "LIMIT 200");
	bind_span(st, s);
	while (db_step(st)) {
		struct figure_row r = { .n = { 0 } };
		DB_COPY(st, r.text[0], "by_what");
		DB_COPY(st, r.text[1], "name");
		for (int i = 0; i < 4; i++)
			r.n[i] = db_col_int(st, names[i]);
		fn(ctx, &r);
	}
}
