/* SQL of the supplier's scorecard, of suspicion against finding, and of homes without monitoring.
 *
 * Owns nothing. Who promised what is read from the history of steps, so a figure can be recounted.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/figures_store.h"

#include <string.h>

#include "shared/io/db.h"
#include "shared/model/flow.h"

/* Steps of one kind in the span ?1..?2. */
#define STEP(what) "SELECT * FROM case_event WHERE what = '" what "' AND t >= ?1 AND t < ?2"
#define DETAIL(name) "json_extract(e.detail, '$." name "')"

#define REFERRED "SELECT party, count(*) AS n FROM referral WHERE t >= ?1 AND t < ?2 GROUP BY party"
#define CAME_BACK \
	"SELECT " DETAIL("referred_to") " AS party, sum(" DETAIL("reason") " = 'not_taken_up') AS refused," \
	" sum(" DETAIL("reason") " = 'dissatisfied') AS dissatisfied FROM (" \
	STEP("return") " UNION ALL " STEP("escalate") ") e GROUP BY 1"
#define REOPENED \
	"SELECT " DETAIL("ready_by") " AS party, count(*) AS n FROM (" STEP("reopen") ") e GROUP BY 1"
/* Recalled is no answer, but it ends the waiting. */
#define ASKED \
	"SELECT l.party AS party, count(*) AS n, sum(coalesce((SELECT min(a.t) FROM case_event a" \
	"  WHERE a.nr = e.nr AND a.n > e.n AND a.what IN ('answer', 'recall')), ?3) > l.due) AS late" \
	" FROM (" STEP("ask") ") e JOIN link l ON l.n = " DETAIL("link") " GROUP BY 1"
/* The last ready report of each case counts, for whom the case stands as ready by; its clock runs from
 * the first step that named that party, else from the report. */
#define READY \
	"SELECT c.ready_by AS party, max(0, e.t - coalesce((SELECT min(b.t) FROM case_event b" \
	"  WHERE b.nr = e.nr AND b.n < e.n AND json_extract(b.detail, '$.party') = c.ready_by), c.captured)) AS took," \
	" EXISTS (SELECT 1 FROM evidence v WHERE v.nr = e.nr AND v.t <= e.t) AS proven" \
	" FROM (" STEP("ready") " UNION ALL " STEP("done") " UNION ALL " STEP("arranged") ") e" \
	" JOIN case_file c ON c.nr = e.nr WHERE e.n = (SELECT max(x.n) FROM case_event x" \
	"  WHERE x.nr = e.nr AND x.what IN ('ready', 'done', 'arranged'))"
#define MEDIAN \
	"SELECT party, max(n) AS n, avg(took) FILTER (WHERE i IN ((n + 1) / 2, (n + 2) / 2)) AS took," \
	" sum(proven) AS proven FROM (SELECT party, took, proven, row_number() OVER (PARTITION BY party" \
	"  ORDER BY took) AS i, count(*) OVER (PARTITION BY party) AS n FROM (" READY ")) GROUP BY party"
static const char SCORE[] =
	"WITH refer AS (" REFERRED "), back AS (" CAME_BACK "), again AS (" REOPENED "), asked AS (" ASKED "),"
	" median AS (" MEDIAN ")"
	" SELECT p.key, p.name, p.kind, coalesce(refer.n, 0) AS referrals, coalesce(back.refused, 0) AS refused,"
	" coalesce(back.dissatisfied, 0) AS dissatisfied, coalesce(asked.n, 0) AS asked,"
	" coalesce(asked.late, 0) AS late, coalesce(median.n, 0) AS ready,"
	" CAST(round(median.took / 8640000.0) AS INTEGER) AS tenths, coalesce(median.proven, 0) AS proven,"
	" coalesce(again.n, 0) AS again FROM party p"
	" LEFT JOIN refer ON refer.party = p.key LEFT JOIN back ON back.party = p.key"
	" LEFT JOIN again ON again.party = p.key LEFT JOIN asked ON asked.party = p.key"
	" LEFT JOIN median ON median.party = p.key"
	" WHERE p.kind <> 'department' AND coalesce(refer.n, back.refused, again.n, asked.n, median.n) IS NOT NULL"
	" ORDER BY referrals + ready DESC, p.name LIMIT 200";

static void bind_span(struct db_stmt *st, const struct figure_span *s)
{
	db_bind_int(st, s->from);
	db_bind_int(st, s->until);
}

void figures_suppliers(struct db *db, const struct figure_span *s, figure_fn fn, void *ctx)
{
	static const char *const names[] = { "referrals", "refused", "dissatisfied",
					     "asked",	  "late",    "ready",
					     "tenths",	  "proven",  "again" };
	DB_STMT(st) = db_prepare(db, SCORE);
	bind_span(st, s);
	db_bind_int(st, s->now);
	while (db_step(st)) {
		struct figure_row r = { .n = { 0 } };
		DB_COPY(st, r.text[0], "key");
		DB_COPY(st, r.text[1], "name");
		DB_COPY(st, r.text[2], "kind");
		for (size_t i = 0; i < COUNT_OF(names); i++)
			r.n[i] = db_col_null(st, names[i]) ? FIGURE_NONE : db_col_int(st, names[i]);
		fn(ctx, &r);
	}
}

void figures_hits(struct db *db, const struct figure_span *s, figure_fn fn, void *ctx)
{
	DB_STMT(st) = db_prepare(
	    db, "SELECT object, fault, count(*) AS found, sum(suspect <> '') AS suspected,"
		" sum(suspect = found) AS correct FROM found_cause WHERE t >= ? AND t < ?"
		" GROUP BY object, fault ORDER BY suspected DESC, object, fault LIMIT 200");
	bind_span(st, s);
	while (db_step(st)) {
		struct figure_row r = { .n = { db_col_int(st, "found"), db_col_int(st, "suspected"),
					       db_col_int(st, "correct") } };
		DB_COPY(st, r.text[0], "object");
		DB_COPY(st, r.text[1], "fault");
		fn(ctx, &r);
	}
}

/* ---- homes without monitoring (D9) -------------------------------------------------------------- */

/* The fee of a contract of this party that holds today, the newest first. */
#define FEE(whose) \
	"(SELECT f.cents FROM contract_fee f JOIN contract k" \
	"  ON k.party = f.party AND k.number = f.number AND k.role = f.role" \
	"  WHERE f.complex = d.complex AND f.party = d." whose \
	"  AND (k.valid_from = '' OR k.valid_from <= ?3) AND (k.valid_until = '' OR k.valid_until >= ?3)" \
	"  ORDER BY k.valid_from DESC LIMIT 1)"
static const char DARK[] =
	"SELECT c.nr AS nr, c.captured AS captured, d.key AS unit, d.complex AS complex,"
	" d.street || ' ' || d.number || CASE d.suffix WHEN '' THEN '' ELSE ' ' || d.suffix END AS address,"
	" coalesce(p.name, '') AS provider, coalesce(" FEE("provider") ", " FEE("supplier") ", -1) AS cents"
	" FROM dwelling d JOIN case_file c ON c.unit = d.key LEFT JOIN party p ON p.key = d.provider"
	" WHERE d.nom = 1 AND d.kind = 'dwelling' AND c.captured < ?1 AND EXISTS (SELECT 1 FROM json_each(?2) j"
	"  WHERE j.value = c.object OR j.value = c.object || ':' || c.fault)"
	" ORDER BY d.complex, d.street, d.number, d.suffix, d.key, c.captured";

void figures_dark(struct db *db, const struct figure_span *s, const char *outages,
		  const char *today, int (*fn)(void *ctx, const struct figure_dark *d), void *ctx)
{
	DB_STMT(st) = db_prepare(db, DARK);
	db_bind_int(st, s->until);
	db_bind_text(st, outages);
	db_bind_text(st, today);
	while (db_step(st)) {
		struct figure_dark d = { .nr = db_col_int(st, "nr"),
					 .captured = db_col_int(st, "captured"),
					 .cents = db_col_int(st, "cents") };
		DB_COPY(st, d.unit, "unit");
		DB_COPY(st, d.complex, "complex");
		DB_COPY(st, d.address, "address");
		DB_COPY(st, d.provider, "provider");
		if (fn(ctx, &d))
			return;
	}
}

/* What a step says about the outage: over, there again, or never was. */
static const struct outage_step {
	enum action action;
	enum { OVER, AGAIN, NEVER } says;
} OUTAGE[] = {
	{ AC_READY, OVER },	 { AC_ARRANGED, OVER }, { AC_DONE, OVER },
	{ AC_SOLVED, OVER },	 { AC_CLOSE, OVER },	{ AC_REOPEN, AGAIN },
	{ AC_NOT_READY, AGAIN }, { AC_OBJECT, AGAIN },	{ AC_WITHDRAW, NEVER },
	{ AC_NO_FAULT, NEVER },
};

static const struct outage_step *outage_of(const char *what)
{
	enum action a = flow_action_from(what);
	for (size_t i = 0; i < COUNT_OF(OUTAGE); i++)
		if (OUTAGE[i].action == a)
			return &OUTAGE[i];
	return NULL;
}

void figures_dark_spans(struct db *db, const struct figure_dark *d,
			void (*fn)(void *ctx, int64_t from, int64_t until), void *ctx)
{
	int64_t from = d->captured;
	bool dark = true, doubted = false; /* doubted: "no fault" may still be objected to */
	DB_STMT(st) = db_prepare(db, "SELECT what, t FROM case_event WHERE nr = ? ORDER BY n");
	db_bind_int(st, d->nr);
	while (db_step(st)) {
		const struct outage_step *step = outage_of(db_col_text(st, "what"));
		if (!step || (step->says == AGAIN) == dark)
			continue;
		if (step->says == OVER)
			fn(ctx, from, db_col_int(st, "t"));
		if (step->says != NEVER && !doubted)
			from = db_col_int(st, "t");
		doubted = step->says == NEVER;
		dark = step->says == AGAIN;
	}
	if (dark)
		fn(ctx, from, INT64_MAX);
}

int64_t figures_nom_homes(struct db *db, const char *complex)
{
	DB_STMT(st) = db_prepare(db, "SELECT count(*) AS n FROM dwelling WHERE nom = 1 AND kind = "
				     "'dwelling' AND complex = ?");
	db_bind_text(st, complex);
	return db_step(st) ? db_col_int(st, "n") : 0;
}
