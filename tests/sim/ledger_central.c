/* What central's disk must hold: every number it acknowledged, at any time; and when all came to rest every report
 * that was shown as saved, once, as one case with its own number, unless it is named as lost.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "tests/sim/ledger_inside.h"
#include "tests/sim/plot.h"
#include "tests/sim/world.h"

/* ---- at any time ------------------------------------------------------------------------------ */

/* Every number it acknowledged has its mark. */
static void promises_kept(struct copy *c)
{
	sqlite3_stmt *st = copy_ask(c, "SELECT 1 FROM mark m JOIN device d ON d.n = m.device WHERE d.uuid = ? AND m.seq = ?");

	for (int i = 0; i < book.line_count; i++)
		for (int seq = 1; seq < SEQS; seq++) {
			if (!book.lines[i].acked[seq])
				continue;
			sqlite3_reset(st);
			sqlite3_bind_text(st, 1, book.lines[i].uuid, -1, SQLITE_STATIC);
			sqlite3_bind_int(st, 2, seq);
			if (!copy_row(st))
				world_fail("central acknowledged %d of %.8s and does not hold it", seq, book.lines[i].uuid);
		}
	sqlite3_finalize(st);
}

/* Every mark up to the high-water mark is there. */
static void marks_whole(struct copy *c)
{
	sqlite3_stmt *st = copy_ask(c, "SELECT d.uuid, d.hwm, (SELECT count(*) FROM mark m WHERE m.device = d.n"
				  " AND m.seq BETWEEN 1 AND d.hwm) FROM device d");

	while (copy_row(st))
		if (sqlite3_column_int(st, 1) != sqlite3_column_int(st, 2))
			world_fail("the mark of %.8s is %d, but only %d are there", (const char *)sqlite3_column_text(st, 0),
				   sqlite3_column_int(st, 1), sqlite3_column_int(st, 2));
	sqlite3_finalize(st);
}

static bool is_listed(const char *uuid)
{
	for (int i = 0; i < book.revoked_count; i++)
		if (!strcmp(book.revoked[i], uuid))
			return true;
	return false;
}

static void revoked_stay(struct copy *c)
{
	sqlite3_stmt *st = copy_ask(c, "SELECT uuid, state FROM device");

	while (copy_row(st)) {
		const char *uuid = (const char *)sqlite3_column_text(st, 0), *state = (const char *)sqlite3_column_text(st, 1);

		if (strcmp(state, "revoked") && is_listed(uuid))
			world_fail("%.8s was revoked and is %s again", uuid, state);
	}
	sqlite3_finalize(st);
}

void ledger_note_revoked(const struct disk *d)
{
	struct copy *c = copy_open(CENTRAL, d);
	sqlite3_stmt *st = c ? copy_ask(c, "SELECT uuid FROM device WHERE state = 'revoked'") : NULL;

	while (copy_row(st) && book.revoked_count < LINES) {
		const char *uuid = (const char *)sqlite3_column_text(st, 0);

		if (!is_listed(uuid))
			snprintf(book.revoked[book.revoked_count++], sizeof book.revoked[0], "%s", uuid);
	}
	sqlite3_finalize(st);
}

static void hold_always(struct copy *c)
{
	promises_kept(c);
	marks_whole(c);
	revoked_stay(c);
}

void ledger_look_at_central(const struct disk *d)
{
	struct copy *c = copy_open(CENTRAL, d);

	if (c)
		hold_always(c);
}

/* ---- items and their cases -------------------------------------------------------------------- */

static void count_items(struct copy *c)
{
	sqlite3_stmt *st = copy_ask(c, "SELECT id, body FROM item");
	struct dict dict;
	char id[37];

	ledger_dict_read(c, &dict);
	while (copy_row(st)) {
		copy_uuid(st, 0, id);
		struct entry *e = ledger_find(id);

		if (!e) {
			world_fail("central holds an item nobody sent: %s", id);
			continue;
		}
		e->at_central++;
		if (!ledger_body_says(&dict, sqlite3_column_blob(st, 1), sqlite3_column_bytes(st, 1), e->words))
			world_fail("item %s does not say what was said", id);
	}
	sqlite3_finalize(st);
}

static int count_cases(struct copy *c, const char *receipt)
{
	sqlite3_stmt *st = copy_ask(c, "SELECT count(*) FROM case_file WHERE receipt = ?");

	sqlite3_bind_text(st, 1, receipt, -1, SQLITE_STATIC);
	int n = copy_row(st) ? sqlite3_column_int(st, 0) : 0;
	sqlite3_finalize(st);
	return n;
}

/* ---- numbers people know -------------------------------------------------------------------- */

void ledger_note_numbers(const struct disk *d)
{
	struct copy *c = copy_open(CENTRAL, d);
	sqlite3_stmt *st;

	if (!c)
		return;
	st = copy_ask(c, "SELECT receipt, nr FROM case_file");
	while (copy_row(st))
		for (int i = 0; i < book.count; i++)
			if (book.entries[i].receipt[0] && !strcmp(book.entries[i].receipt, (const char *)sqlite3_column_text(st, 0)))
				book.entries[i].number = (long)sqlite3_column_int64(st, 1);
	sqlite3_finalize(st);
}

/* A number that stood for one report never stands for another. */
static void numbers_kept(struct copy *c)
{
	sqlite3_stmt *st = copy_ask(c, "SELECT receipt FROM case_file WHERE nr = ?");

	for (int i = 0; i < book.count; i++) {
		struct entry *e = &book.entries[i];

		sqlite3_reset(st);
		sqlite3_bind_int64(st, 1, e->number);
		if (e->number && copy_row(st) && strcmp((const char *)sqlite3_column_text(st, 0), e->receipt))
			world_fail("case number %ld stood for %s and stands for another now", e->number, e->receipt);
	}
	sqlite3_finalize(st);
}

/* ---- what may be missing ------------------------------------------------------------------------ */

/* Is it missing with its name? */
static bool named_gap(struct copy *c, const char *id)
{
	sqlite3_stmt *st = copy_ask(c, "SELECT m.id FROM item_void v JOIN mark m ON m.device = v.device AND m.seq = v.seq");
	char found[37];
	bool named = false;

	while (!named && copy_row(st)) {
		copy_uuid(st, 0, found);
		named = !strcmp(found, id);
	}
	sqlite3_finalize(st);
	return named;
}

/* What a kiosk lost has its number told; with a new line it got another. */
static bool named_lost(struct copy *c, const struct entry *e)
{
	sqlite3_stmt *st = copy_ask(c, "SELECT 1 FROM item_void WHERE seq = ? OR ?");

	sqlite3_bind_int64(st, 1, e->seq);
	sqlite3_bind_int(st, 2, plot_identities_changed());
	bool named = copy_row(st);
	sqlite3_finalize(st);
	return named;
}

/* Voids of what central holds under another number are none. */
static const char GAPS[] =
	"SELECT count(*) FROM item_void v WHERE NOT EXISTS (SELECT 1 FROM mark m JOIN item i ON i.id = m.id"
	" WHERE m.device = v.device AND m.seq = v.seq)";

/* Where there are twins the line they come from is closed, but never without one that goes on; and what both
 * numbered alike comes again with another number. */
static const char CHILDLESS[] =
	"SELECT count(*) FROM device d WHERE d.state = 'forked' AND NOT EXISTS (SELECT 1 FROM device c WHERE c.parent = d.n)";
static const char LEFT_ASIDE[] = "SELECT id FROM item_stray s WHERE NOT EXISTS (SELECT 1 FROM item i WHERE i.id = s.id)";

/* Of twins: items kept aside that no line delivered again, though their kiosk still had them. */
static long left_aside(struct copy *c)
{
	sqlite3_stmt *st = copy_ask(c, LEFT_ASIDE);
	long n = 0;
	char id[37];

	while (copy_row(st)) {
		copy_uuid(st, 0, id);
		struct entry *e = ledger_find(id);

		n += !e || !(e->alone || (e->seq && named_lost(c, e)));
	}
	sqlite3_finalize(st);
	return n;
}

/* ---- at rest -------------------------------------------------------------------------------------- */

static void audit_items(struct copy *c)
{
	count_items(c);
	for (int i = 0; i < book.count; i++) {
		struct entry *e = &book.entries[i];

		if (e->at_central > 1)
			world_fail("item %s is stored %d times", e->id, e->at_central);
		if (!e->shown)
			continue;
		if (!e->at_central && e->seq && named_lost(c, e))
			continue;
		if (!e->at_central && (e->alone || (book.gaps && named_gap(c, e->id))))
			continue;
		if (!e->at_central)
			world_fail("item %s was shown as saved (%s) and is lost", e->id, e->receipt);
		else if (count_cases(c, e->receipt) != 1)
			world_fail("receipt %s has %d cases", e->receipt, count_cases(c, e->receipt));
	}
}

void ledger_central_audit(struct copy *c)
{
	hold_always(c);
	audit_items(c);
	if (copy_number(c, "SELECT count(*) - count(DISTINCT item) FROM case_file WHERE item IS NOT NULL"))
		world_fail("two cases of one item");
	if (copy_number(c, "SELECT count(*) FROM quarantine"))
		world_fail("an item is in quarantine");
	if (copy_number(c, plot_has_twins() ? CHILDLESS : "SELECT count(*) FROM device WHERE state = 'forked'"))
		world_fail("a device is held for a twin");
	if (!book.gaps && !book.lost && copy_number(c, GAPS))
		world_fail("central has a gap nobody made");
	if (plot_has_twins() ? left_aside(c) : copy_number(c, "SELECT count(*) FROM item_stray"))
		world_fail("one number or id stands for two items");
	numbers_kept(c);
}
