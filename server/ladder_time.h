/* When a clock of the ladder is due, and the sentence that says why (R17, R63, D4, D10).
 *
 * Pure: a row, a calendar and the moment the clock started. Whatever the hour it is asked, the
 * answer is the same, so a clock that was started late, replayed or explained a year later agrees
 * with itself.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_LADDER_TIME_H
#define SERVER_LADDER_TIME_H

#include <stdint.h>

#include "server/calendar.h"
#include "shared/base/buf.h"
#include "shared/model/ladder.h"

struct ladder_times {
	int64_t due;
	int64_t warn; /* INT64_MAX: no warning, or its point lies before the start */
	int rung_count;
	int64_t rung[LADDER_RUNGS]; /* in order of the row; none before due */
};

/* start: when the event happened, not when we heard of it. */
void ladder_time_of(const struct ladder_row *row, const struct calendar *c, int64_t start,
		    struct ladder_times *ret);

/* "Uiterlijk dinsdag 24 november 14:05: 24 klokuren na overdracht op maandag 23 november 14:05 (regel
 * first-contact, versie 3).", appended. Years are told when they differ. A norm in working time adds
 * the closed days it passed over that would otherwise have been worked: "Eerste Kerstdag telt niet
 * mee." */
void ladder_time_explain(const struct ladder_row *row, int64_t version, const struct calendar *c,
			 int64_t start, struct buf *out);

#endif
