/* Between the two files of the outbox only. A number is given once: n = line * 2^40 + seq, where the
 * line counts enrolments, so a new device identity starts its own numbers.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_OUTBOX_INSIDE_H
#define FIRMWARE_OUTBOX_INSIDE_H

#include <stdint.h>

#include "shared/base/err.h"

#define OUTBOX_LINE_SHIFT 40
#define OUTBOX_SEQ_MASK ((INT64_C(1) << OUTBOX_LINE_SHIFT) - 1)
/* Counters in table meta. */
#define OUTBOX_PENDING "outbox.pending"
#define OUTBOX_BYTES "outbox.bytes"
#define OUTBOX_DEAD_COUNT "outbox.dead"
#define OUTBOX_AGAIN "outbox.again"
/* Up to this seq there are numbers whose mark is not known here any more (firmware/rebuild.h). */
#define OUTBOX_UNCHAINED "rebuild.unchained"
/* Sending order: urgent, the rest, and what was delivered before and is queued again (OUTBOX_AGAIN of them). */
#define OUTBOX_RANKS 3
#define OUTBOX_RANK_AGAIN 2

struct db;
struct db_stmt;

/* n of sequence number 0 of the present enrolment. */
int64_t outbox_line_base(struct db *db);
/* Run; a full disk comes back as ERR_STORAGE, anything else is our own fault and ends the program. */
int outbox_run(struct db_stmt *st, const char *what) MUST_USE;

#endif
