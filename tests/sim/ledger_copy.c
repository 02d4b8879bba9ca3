/* Copies of databases for the ledger, and reading them with sqlite3 and nothing of the product. One connection for
 * central's and one for the kiosks', which finds other bytes below it at each look: a schema is read once and not
 * at each of ten thousand looks.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "tests/faults/disk.h"
#include "tests/sim/ledger_inside.h"
#include "tests/sim/world.h"

#define FILE_NAME "data/portiek.db"
#define JOURNAL_NAME "data/portiek.db-wal"

static struct copy central_copy, kiosk_copy;

/* Where the tables stand: what the connection knows of them holds as long as this is the same. */
static sqlite3_int64 shape(struct copy *c)
{
	static const char SHAPE[] = "SELECT rowid, rootpage, length(name) FROM sqlite_schema";
	sqlite3_stmt *st = c->look;
	sqlite3_int64 sum = 0;

	if (!st && sqlite3_prepare_v3(c->db, SHAPE, -1, SQLITE_PREPARE_PERSISTENT, &c->look, NULL))
		return -1;
	st = c->look;
	while (sqlite3_step(st) == SQLITE_ROW)
		sum = sum * 1000003 % INT64_C(1000000007) + sqlite3_column_int64(st, 0) * sqlite3_column_int64(st, 1) +
		      sqlite3_column_int64(st, 2);
	return sqlite3_reset(st) ? -1 : sum;
}

static void part(struct copy *c)
{
	sqlite3_finalize(c->look);
	sqlite3_close_v2(c->db);
	c->look = NULL;
	c->db = NULL;
}

static bool connect(struct copy *c)
{
	char path[DISK_PATH];

	part(c);
	snprintf(path, sizeof path, "%s/%s", disk_root(c->disk), FILE_NAME);
	if (sqlite3_open_v2(path, &c->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL))
		return false;
	c->shape = shape(c);
	return true;
}

struct copy *copy_open(int machine, const struct disk *d)
{
	struct copy *c = machine == CENTRAL ? &central_copy : &kiosk_copy;
	bool there = disk_has(d, FILE_NAME);

	if (!c->disk)
		c->disk = disk_new(machine == CENTRAL ? "audit-central" : "audit-kiosk");
	disk_show(c->disk, d, FILE_NAME);
	disk_show(c->disk, d, JOURNAL_NAME);
	sqlite3_int64 now = c->db && there ? shape(c) : -1;
	if (there && now != -1 && now == c->shape)
		return c;
	if (there && c->db) { /* the last to close takes the journal along */
		part(c);
		disk_show(c->disk, d, FILE_NAME);
		disk_show(c->disk, d, JOURNAL_NAME);
	}
	if (there && connect(c))
		return c;
	world_fail("the database of a machine cannot be opened");
	return NULL;
}

/* ---- reading ------------------------------------------------------------------------------------ */

sqlite3_stmt *copy_ask(struct copy *c, const char *sql)
{
	sqlite3_stmt *st = NULL;

	if (sqlite3_prepare_v2(c->db, sql, -1, &st, NULL) != SQLITE_OK)
		world_fail("ledger: %s: %s", sql, sqlite3_errmsg(c->db));
	return st;
}

bool copy_row(sqlite3_stmt *st)
{
	int rc = st ? sqlite3_step(st) : SQLITE_DONE;

	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		world_fail("a database cannot be read: %s", sqlite3_errmsg(sqlite3_db_handle(st)));
	return rc == SQLITE_ROW;
}

void copy_uuid(sqlite3_stmt *st, int column, char out[37])
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

long copy_number(struct copy *c, const char *sql)
{
	sqlite3_stmt *st = copy_ask(c, sql);
	long n = copy_row(st) ? (long)sqlite3_column_int64(st, 0) : -1;

	sqlite3_finalize(st);
	return n;
}
