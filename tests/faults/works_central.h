/* Central's house, shared by the files of its workloads.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_FAULTS_WORKS_CENTRAL_H
#define TESTS_FAULTS_WORKS_CENTRAL_H

#include "tests/faults/works.h"
#include "tests/unit/central/office.h"

struct world;

struct house {
	char dir[64];
	const struct work *w;
	struct office o;
	bool open;
	struct world *line; /* a device at the other end, made when first asked for */
};

#define ROW(h, sql) db_ask_int((h)->o.app.db, sql, -1)

/* A step's event: house_begin(h), the work, return house_done(h, err). */
static inline void house_begin(struct house *h)
{
	db_event_begin(h->o.app.db);
}

static inline int house_done(struct house *h, int err)
{
	int stored = db_event_commit(h->o.app.db, err >= 0);

	return err < 0 ? err : stored;
}

/* Ends the turn helpers of office.h left open. */
static inline void house_commit(struct house *h)
{
	assert_int_equal(db_turn_commit(h->o.app.db), OK);
}

void central_line_free(struct house *h);
void central_line_hub(struct house *h);

/* Tables of the other files. */
extern const struct work CENTRAL_INTAKE[], CENTRAL_CASES[], CENTRAL_OFFICE[], CENTRAL_FILES[], CENTRAL_STEPS[];

#endif
