/* Who has which case open now: a hint for colleagues, never a lock.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_LOOKING_H
#define SERVER_LOOKING_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/val.h"

#define LOOKING_SLOTS 256
#define LOOKING_MS INT64_C(70000) /* forgotten after this; pages say it again every 25 s */

/* In memory only; bounded: the row that ends first makes room. */
struct looking {
	struct looking_slot {
		int64_t nr, until; /* until: monotonic; 0 = free */
		char name[64];
		bool typing;
	} slot[LOOKING_SLOTS];
};

/* This person looks at, or types in, this case. true: colleagues on the same case do not know yet. */
bool looking_note(struct looking *l, int64_t nr, const char *name, bool typing, int64_t mono);
/* This person left it. true: a colleague is still there. */
bool looking_drop(struct looking *l, int64_t nr, const char *name, int64_t mono);
/* Everybody but `name` on this case, as [{"name","typing"}] under "looking". */
void looking_put(const struct looking *l, int64_t nr, const char *name, int64_t mono,
		 struct val *into);

#endif
