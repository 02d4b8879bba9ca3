/* The audit when everything came to rest: each disk by itself, and what central's says of the kiosks.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <sqlite3.h>

#include "tests/sim/ledger_inside.h"
#include "tests/sim/world.h"

/* An enrolment whose reply was lost may leave one that waits; none that a kiosk is. */
static void not_held(struct copy *central, struct copy *kiosk)
{
	char device[40];

	ledger_kiosk_device(kiosk, device);
	sqlite3_stmt *st = copy_ask(central, "SELECT 1 FROM device WHERE uuid = ? AND state = 'pending'");
	sqlite3_bind_text(st, 1, device, -1, SQLITE_STATIC);
	if (copy_row(st))
		world_fail("a kiosk is held for a twin: %.8s", device);
	sqlite3_finalize(st);
}

void ledger_audit(const struct disk *const disks[])
{
	struct copy *c = copy_open(CENTRAL, disks[CENTRAL]), *office = c;

	if (c)
		ledger_central_audit(c);
	for (int i = KIOSK; i < MACHINES; i++) {
		c = disks[i] ? copy_open(i, disks[i]) : NULL;
		if (c)
			ledger_kiosk_audit(i, c);
		if (c && office)
			not_held(office, c);
	}
}
