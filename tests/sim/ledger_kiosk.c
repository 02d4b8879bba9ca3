/* What a kiosk's disk must hold: after each start all it showed as saved; when all came to rest nothing that still
 * waits, and the texts no verified copy of central holds.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "tests/sim/ledger_inside.h"
#include "tests/sim/world.h"

void ledger_look_at_kiosk(int machine, const struct disk *d)
{
	struct copy *c = book.kiosk_back[machine] ? NULL : copy_open(machine, d);
	sqlite3_stmt *st;
	char id[37];
	int have = 0, want = 0;

	if (!c)
		return;
	st = copy_ask(c, "SELECT id, receipt FROM outbox_item");
	while (copy_row(st)) {
		copy_uuid(st, 0, id);
		struct entry *e = ledger_find(id);
		const char *receipt = (const char *)sqlite3_column_text(st, 1);

		if (!e || !e->shown || e->machine != machine)
			continue;
		have++;
		if (!receipt || strcmp(receipt, e->receipt))
			world_fail("item %s was shown with %s and is stored with %s", id, e->receipt, receipt ? receipt : "none");
	}
	sqlite3_finalize(st);
	for (int i = 0; i < book.count; i++)
		want += book.entries[i].shown && book.entries[i].machine == machine;
	if (have != want)
		world_fail("kiosk %d showed %d items as saved and holds %d after its start", machine, want, have);
}

void ledger_kiosk_loses_both(int machine, const struct disk *d)
{
	struct copy *c = copy_open(machine, d);
	sqlite3_stmt *st = c ? copy_ask(c, "SELECT id, n & ((1 << 40) - 1) FROM outbox_item") : NULL;
	char id[37];

	book.lost = book.loses[machine] = true;
	while (copy_row(st)) {
		copy_uuid(st, 0, id);
		struct entry *e = ledger_find(id);

		if (e && e->machine == machine)
			e->seq = (long)sqlite3_column_int64(st, 1);
	}
	sqlite3_finalize(st);
}

void ledger_kiosk_rolled_back(int machine, const struct disk *image)
{
	struct copy *c = copy_open(machine, image);
	sqlite3_stmt *st = c ? copy_ask(c, "SELECT id FROM outbox_item") : NULL;
	char id[37];

	book.kiosk_back[machine] = true;
	for (int i = 0; i < book.count; i++)
		book.entries[i].alone = book.entries[i].alone || book.entries[i].machine == machine;
	while (copy_row(st)) {
		copy_uuid(st, 0, id);
		struct entry *e = ledger_find(id);

		if (e && e->machine == machine)
			e->alone = false;
	}
	sqlite3_finalize(st);
}

/* Texts of its present line that are gone although no verified copy of central ever held them. */
static const char PURGED[] =
	"SELECT count(*) FROM outbox_item WHERE text IS NULL"
	" AND n > (coalesce((SELECT value FROM meta WHERE key = 'sync.line'), 0) << 40)"
	" + ?";

void ledger_kiosk_device(struct copy *c, char device[40])
{
	sqlite3_stmt *st = copy_ask(c, "SELECT value FROM meta WHERE key = 'sync.device'");

	device[0] = '\0';
	if (copy_row(st))
		snprintf(device, 40, "%s", (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
}

static bool dropped(int machine, struct copy *c)
{
	char device[40];

	ledger_kiosk_device(c, device);
	sqlite3_stmt *st = copy_ask(c, PURGED);
	sqlite3_bind_int64(st, 1, ledger_droppable(machine, device));
	bool any = copy_row(st) && sqlite3_column_int64(st, 0) > 0;
	sqlite3_finalize(st);
	return any;
}

void ledger_kiosk_audit(int machine, struct copy *c)
{
	long left = copy_number(c, "SELECT count(*) FROM outbox_queue"), dead = copy_number(c, "SELECT count(*) FROM outbox_dead");

	if (left)
		world_fail("kiosk %d still holds %ld items back", machine, left);
	if (dead)
		world_fail("kiosk %d has %ld dead letters", machine, dead);
	if (!book.moved[machine] && !book.loses[machine] && dropped(machine, c))
		world_fail("kiosk %d dropped what no verified copy of central holds", machine);
}
