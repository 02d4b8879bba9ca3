/* SQL of the dashboards: rows of figures over a span of time (D7, D9, R4, R17).
 *
 * Every question walks one stretch of an index (what was reported, which steps were taken between two
 * instants) or the open cases, and gives a bounded number of rows. Reads only; runs in the worker of
 * server/heavy.h. Figures count reports about persons (R55) too: counts say nothing of anybody.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_FIGURES_STORE_H
#define SERVER_FIGURES_STORE_H

#include <stdint.h>

struct db;

#define FIGURE_TEXTS   3
#define FIGURE_NUMBERS 9
#define FIGURE_NONE    INT64_MIN /* there is no such figure: nothing to take a median of */

/* One row of a table: texts and numbers in the order each question names them. */
struct figure_row {
	char text[FIGURE_TEXTS][160];
	int64_t n[FIGURE_NUMBERS];
};
typedef void (*figure_fn)(void *ctx, const struct figure_row *r);

struct figure_span {
	int64_t from, until; /* [from, until), ms */
	int64_t now;
};

/* n: reported; ended (closed, solved, withdrawn); reopened. Steps count when they were taken. */
void figures_work(struct db *db, const struct figure_span *s, struct figure_row *ret);

#define FIRST_CONTACT_MS INT64_C(86400000) /* 24 clock hours (R17) */
/* Hand-overs to a project leader. n: handed over; contacted within 24 clock hours; later or not at
 * all; still within them. */
void figures_contact(struct db *db, const struct figure_span *s, struct figure_row *ret);

/* text: kind. n: reported, of these ended, open now, late now, of the reported ones reopened, turned
 * into a complaint (D10). */
void figures_kinds(struct db *db, const struct figure_span *s, figure_fn fn, void *ctx);
/* text: key of the party ("" = none), its name ("" = not in the register). n: reported, open now, late
 * now, reopened. Late first; at most 200. */
void figures_parties(struct db *db, const struct figure_span *s, figure_fn fn, void *ctx);

/* The scorecard of providers, suppliers and partners (D9). text: key, name, kind. n: referrals; came
 * back as not taken up; as dissatisfied; asked for data; of these late or not answered in time; cases
 * reported ready; median days from the request to that, in tenths, or FIGURE_NONE; of these with a file
 * as evidence; reopened after ready. Only parties that had something in the span; at most 200. */
void figures_suppliers(struct db *db, const struct figure_span *s, figure_fn fn, void *ctx);

/* What the tenant suspected beside what was found (D7). text: object, fault. n: found; of these the
 * tenant named a cause; and was right. At most 200, most suspicions first. */
void figures_hits(struct db *db, const struct figure_span *s, figure_fn fn, void *ctx);

/* A zero-energy home without monitoring (D9): one case of it. */
struct figure_dark {
	int64_t nr, captured;
	char unit[64], complex[64], address[160], provider[160];
	int64_t cents; /* monthly fee of its contract, -1: none there */
};
/* Cases of NOM homes about an outage, reported before the end of the span, in order of complex and
 * home. outages: JSON array of "OBJECT" (any fault of it) or "OBJECT:FAULT". today: civil date whose
 * contract holds. fn returns nonzero to stop. */
void figures_dark(struct db *db, const struct figure_span *s, const char *outages,
		  const char *today, int (*fn)(void *ctx, const struct figure_dark *d), void *ctx);
/* Stretches in which a case stood open as an outage, [from, until); until INT64_MAX while it does. A
 * case that turned out to be no fault has none. */
void figures_dark_spans(struct db *db, const struct figure_dark *d,
			void (*fn)(void *ctx, int64_t from, int64_t until), void *ctx);
/* NOM homes of a complex. */
int64_t figures_nom_homes(struct db *db, const char *complex);

#endif
