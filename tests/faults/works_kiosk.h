/* A kiosk's house, shared by the files of its workloads.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_FAULTS_WORKS_KIOSK_H
#define TESTS_FAULTS_WORKS_KIOSK_H

#include "tests/faults/works.h"
#include "tests/unit/kiosk/intake.h"

#include "firmware/mirror_store.h"
#include "firmware/sync_inside.h"

struct house {
	char dir[64];
	const struct work *w;
	struct kiosk k;
	struct sync_task t; /* what the sync's store works with */
	struct intake_result last;
};

/* Steps: `what` in an event of its own, committed. */
static inline int house_done(struct house *h, int err)
{
	int stored = db_event_commit(h->k.app->db, err == OK);

	return err ? err : stored;
}

/* Capture report number i in an event of its own. A second time changes nothing and is OK. */
int kiosk_capture(struct house *h, int i);
/* The same inside an event of the caller. */
int kiosk_take(struct house *h, int i);

#define ROW(db, sql) db_ask_int(db, sql, -1)

/* Tables of the other files. */
extern const struct work KIOSK_QUEUE[], KIOSK_MIRROR[], KIOSK_FILES[], KIOSK_STEPS[];

#endif
