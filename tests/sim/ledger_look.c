/* Looking at disks: copies of databases, read with sqlite3 and nothing of the product.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "tests/sim/ledger_inside.h"
#include "tests/sim/plot.h"
#include "tests/sim/world.h"

#define SEAL_HEAD 56 /* of the stand-in seal: mark, key, hash (crypt.c) */

static sqlite3_stmt *ask(struct copy *c, const char *sql)
{
	sqlite3_stmt *st = NULL;

	if (sqlite3_prepare_v2(c->db, sql, -1, &st, NULL) != SQLITE_OK)
		world_fail("ledger: %s: %s", sql, sqlite3_errmsg(c->db));
	return st;
}

static bool row(sqlite3_stmt *st)
{
	int rc = st ? sqlite3_step(st) : SQLITE_DONE;

	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		world_fail("a database cannot be read: %s", sqlite3_errmsg(sqlite3_db_handle(st)));
	return rc == SQLITE_ROW;
}

static void uuid_of(sqlite3_stmt *st, int column, char out[37])
{
	static const char HEX[] = "0123456789abcdef";
	const unsigned char *p = sqlite3_column_blob(st, column);
	int n = 0;

	for (int i = 0; p && i < 16 && sqlite3_column_bytes(st, column) == 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			out[n++] = '-';
		out[n++] = HEX[p[i] >> 4];
		out[n++] = HEX[p[i] & 15];
	}
	out[n] = '\0';
}

/* ---- central ----------------------------------------------------------------------------------- */

/* Every number it acknowledged has its mark. */
static void promises_kept(struct copy *c)
{
	sqlite3_stmt *st = ask(c, "SELECT 1 FROM mark m JOIN device d ON d.n = m.device WHERE d.uuid = ? AND m.seq = ?");

	for (int i = 0; i < book.line_count; i++)
		for (int seq = 1; seq < SEQS; seq++) {
			if (!book.lines[i].acked[seq])
				continue;
			sqlite3_reset(st);
			sqlite3_bind_text(st, 1, book.lines[i].uuid, -1, SQLITE_STATIC);
			sqlite3_bind_int(st, 2, seq);
			if (!row(st))
				world_fail("central acknowledged %d of %.8s and does not hold it", seq, book.lines[i].uuid);
		}
	sqlite3_finalize(st);
}

/* Every mark up to the high-water mark is there. */
static void marks_whole(struct copy *c)
{
	sqlite3_stmt *st = ask(c, "SELECT d.uuid, d.hwm, (SELECT count(*) FROM mark m WHERE m.device = d.n"
				  " AND m.seq BETWEEN 1 AND d.hwm) FROM device d");

	while (row(st))
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
	sqlite3_stmt *st = ask(c, "SELECT uuid, state FROM device");

	while (row(st)) {
		const char *uuid = (const char *)sqlite3_column_text(st, 0), *state = (const char *)sqlite3_column_text(st, 1);

		if (strcmp(state, "revoked") && is_listed(uuid))
			world_fail("%.8s was revoked and is %s again", uuid, state);
	}
	sqlite3_finalize(st);
}

void ledger_note_revoked(const struct disk *d)
{
	struct copy *c = copy_open(CENTRAL, d);
	sqlite3_stmt *st = c ? ask(c, "SELECT uuid FROM device WHERE state = 'revoked'") : NULL;

	while (row(st) && book.revoked_count < LINES) {
		const char *uuid = (const char *)sqlite3_column_text(st, 0);

		if (!is_listed(uuid))
			snprintf(book.revoked[book.revoked_count++], sizeof book.revoked[0], "%s", uuid);
	}
	sqlite3_finalize(st);
}

void ledger_look_at_central(const struct disk *d)
{
	struct copy *c = copy_open(CENTRAL, d);

	if (!c)
		return;
	promises_kept(c);
	marks_whole(c);
	revoked_stay(c);
}

struct dict {
	unsigned char bytes[65536];
	unsigned len;
};

/* The dictionary bodies may be compressed with, as central holds it. */
static void read_dict(struct copy *c, struct dict *ret)
{
	sqlite3_stmt *st = ask(c, "SELECT data FROM dict ORDER BY n DESC LIMIT 1");

	ret->len = 0;
	if (row(st) && sqlite3_column_bytes(st, 0) <= (int)sizeof ret->bytes) {
		ret->len = (unsigned)sqlite3_column_bytes(st, 0);
		memcpy(ret->bytes, sqlite3_column_blob(st, 0), ret->len);
	}
	sqlite3_finalize(st);
}

static bool inflate_body(const struct dict *d, const unsigned char *p, unsigned n, char *out, unsigned cap)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)p, .avail_in = n, .next_out = (Bytef *)out, .avail_out = cap - 1 };

	if (inflateInit(&z) != Z_OK)
		return false;
	int rc = inflate(&z, Z_FINISH);
	if (rc == Z_NEED_DICT && inflateSetDictionary(&z, d->bytes, d->len) == Z_OK)
		rc = inflate(&z, Z_FINISH);
	out[z.total_out] = '\0';
	inflateEnd(&z);
	return rc == Z_STREAM_END;
}

/* Does a stored body say these words? */
static bool says(const struct dict *d, const unsigned char *body, int len, const char *words)
{
	char text[8192];

	if (world->real_crypto)
		return true; /* sealed for good: its hash is in the chain */
	return len > SEAL_HEAD && inflate_body(d, body + SEAL_HEAD, (unsigned)(len - SEAL_HEAD), text, sizeof text) &&
	       strstr(text, words) != NULL;
}

static void count_items(struct copy *c)
{
	sqlite3_stmt *st = ask(c, "SELECT id, body FROM item");
	struct dict dict;
	char id[37];

	read_dict(c, &dict);
	while (row(st)) {
		uuid_of(st, 0, id);
		struct entry *e = ledger_find(id);

		if (!e) {
			world_fail("central holds an item nobody sent: %s", id);
			continue;
		}
		e->at_central++;
		if (!says(&dict, sqlite3_column_blob(st, 1), sqlite3_column_bytes(st, 1), e->words))
			world_fail("item %s does not say what was said", id);
	}
	sqlite3_finalize(st);
}

static int count_cases(struct copy *c, const char *receipt)
{
	sqlite3_stmt *st = ask(c, "SELECT count(*) FROM case_file WHERE receipt = ?");

	sqlite3_bind_text(st, 1, receipt, -1, SQLITE_STATIC);
	int n = row(st) ? sqlite3_column_int(st, 0) : 0;
	sqlite3_finalize(st);
	return n;
}

static long one(struct copy *c, const char *sql)
{
	sqlite3_stmt *st = ask(c, sql);
	long n = row(st) ? (long)sqlite3_column_int64(st, 0) : -1;

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
	st = ask(c, "SELECT receipt, nr FROM case_file");
	while (row(st))
		for (int i = 0; i < book.count; i++)
			if (book.entries[i].receipt[0] && !strcmp(book.entries[i].receipt, (const char *)sqlite3_column_text(st, 0)))
				book.entries[i].number = (long)sqlite3_column_int64(st, 1);
	sqlite3_finalize(st);
}

/* A number that stood for one report never stands for another. */
static void numbers_kept(struct copy *c)
{
	sqlite3_stmt *st = ask(c, "SELECT receipt FROM case_file WHERE nr = ?");

	for (int i = 0; i < book.count; i++) {
		struct entry *e = &book.entries[i];

		sqlite3_reset(st);
		sqlite3_bind_int64(st, 1, e->number);
		if (e->number && row(st) && strcmp((const char *)sqlite3_column_text(st, 0), e->receipt))
			world_fail("case number %ld stood for %s and stands for another now", e->number, e->receipt);
	}
	sqlite3_finalize(st);
}

/* Is it missing with its name? */
static bool named_gap(struct copy *c, const char *id)
{
	sqlite3_stmt *st = ask(c, "SELECT m.id FROM item_void v JOIN mark m ON m.device = v.device AND m.seq = v.seq");
	char found[37];
	bool named = false;

	while (!named && row(st)) {
		uuid_of(st, 0, found);
		named = !strcmp(found, id);
	}
	sqlite3_finalize(st);
	return named;
}

/* What a kiosk lost has its number told; with a new line it got another. */
static bool named_lost(struct copy *c, const struct entry *e)
{
	sqlite3_stmt *st = ask(c, "SELECT 1 FROM item_void WHERE seq = ? OR ?");

	sqlite3_bind_int64(st, 1, e->seq);
	sqlite3_bind_int(st, 2, plot_identities_changed());
	bool named = row(st);
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
	sqlite3_stmt *st = ask(c, LEFT_ASIDE);
	long n = 0;
	char id[37];

	while (row(st)) {
		uuid_of(st, 0, id);
		struct entry *e = ledger_find(id);

		n += !e || !(e->alone || (e->seq && named_lost(c, e)));
	}
	sqlite3_finalize(st);
	return n;
}

static void audit_central(struct copy *c)
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
	if (one(c, "SELECT count(*) - count(DISTINCT item) FROM case_file WHERE item IS NOT NULL"))
		world_fail("two cases of one item");
	if (one(c, "SELECT count(*) FROM quarantine"))
		world_fail("an item is in quarantine");
	if (one(c, plot_has_twins() ? CHILDLESS : "SELECT count(*) FROM device WHERE state = 'forked'"))
		world_fail("a device is held for a twin");
	if (!book.gaps && !book.lost && one(c, GAPS))
		world_fail("central has a gap nobody made");
	if (plot_has_twins() ? left_aside(c) : one(c, "SELECT count(*) FROM item_stray"))
		world_fail("one number or id stands for two items");
	numbers_kept(c);
}

/* ---- kiosks -------------------------------------------------------------------------------------- */

void ledger_look_at_kiosk(int machine, const struct disk *d)
{
	struct copy *c = book.kiosk_back[machine] ? NULL : copy_open(machine, d);
	sqlite3_stmt *st;
	char id[37];
	int have = 0, want = 0;

	if (!c)
		return;
	st = ask(c, "SELECT id, receipt FROM outbox_item");
	while (row(st)) {
		uuid_of(st, 0, id);
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
	sqlite3_stmt *st = c ? ask(c, "SELECT id, n & ((1 << 40) - 1) FROM outbox_item") : NULL;
	char id[37];

	book.lost = book.loses[machine] = true;
	while (row(st)) {
		uuid_of(st, 0, id);
		struct entry *e = ledger_find(id);

		if (e && e->machine == machine)
			e->seq = (long)sqlite3_column_int64(st, 1);
	}
	sqlite3_finalize(st);
}

void ledger_kiosk_rolled_back(int machine, const struct disk *image)
{
	struct copy *c = copy_open(machine, image);
	sqlite3_stmt *st = c ? ask(c, "SELECT id FROM outbox_item") : NULL;
	char id[37];

	book.kiosk_back[machine] = true;
	for (int i = 0; i < book.count; i++)
		book.entries[i].alone = book.entries[i].alone || book.entries[i].machine == machine;
	while (row(st)) {
		uuid_of(st, 0, id);
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

static void device_of(struct copy *c, char device[40])
{
	sqlite3_stmt *st = ask(c, "SELECT value FROM meta WHERE key = 'sync.device'");

	device[0] = '\0';
	if (row(st))
		snprintf(device, 40, "%s", (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
}

static bool dropped(int machine, struct copy *c)
{
	char device[40];

	device_of(c, device);
	sqlite3_stmt *st = ask(c, PURGED);
	sqlite3_bind_int64(st, 1, ledger_droppable(machine, device));
	bool any = row(st) && sqlite3_column_int64(st, 0) > 0;
	sqlite3_finalize(st);
	return any;
}

static void audit_kiosk(int machine, struct copy *c)
{
	long left = one(c, "SELECT count(*) FROM outbox_queue"), dead = one(c, "SELECT count(*) FROM outbox_dead");

	if (left)
		world_fail("kiosk %d still holds %ld items back", machine, left);
	if (dead)
		world_fail("kiosk %d has %ld dead letters", machine, dead);
	if (!book.moved[machine] && !book.loses[machine] && dropped(machine, c))
		world_fail("kiosk %d dropped what no verified copy of central holds", machine);
}

/* An enrolment whose reply was lost may leave one that waits; none that a kiosk is. */
static void not_held(struct copy *central, struct copy *kiosk)
{
	char device[40];

	device_of(kiosk, device);
	sqlite3_stmt *st = ask(central, "SELECT 1 FROM device WHERE uuid = ? AND state = 'pending'");
	sqlite3_bind_text(st, 1, device, -1, SQLITE_STATIC);
	if (row(st))
		world_fail("a kiosk is held for a twin: %.8s", device);
	sqlite3_finalize(st);
}

void ledger_audit(const struct disk *const disks[])
{
	struct copy *c = copy_open(CENTRAL, disks[CENTRAL]), *office = c;

	if (c) {
		promises_kept(c);
		marks_whole(c);
		revoked_stay(c);
		audit_central(c);
	}
	for (int i = KIOSK; i < MACHINES; i++) {
		c = disks[i] ? copy_open(i, disks[i]) : NULL;
		if (c)
			audit_kiosk(i, c);
		if (c && office)
			not_held(office, c);
	}
}
