/* What the mirror's rows were when they came in, so that a row which rotted since is found: pages of a
 * database carry no checksum, and a letter that became another one is no damage to SQLite.
 *
 * One row of SUMS per table; a feed may fill two. Sums are taken where a page ends, of what it brought, and
 * compared when the last stop was not clean, else once a day at a start.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "firmware/mirror_inside.h"
#include "shared/base/crypt.h"
#include "shared/base/log.h"
#include "shared/io/db.h"

#define CHECKED "mirror.checked" /* wall ms */

#define ROWS(table, feed, key, columns)                                                                          \
	"SELECT r.key AS key, r.sum AS sum, " columns " AS row FROM " table " x CROSS JOIN mirror_rev r"         \
	" ON r.feed = '" feed "' AND r.key = " key
static const struct {
	unsigned bit;
	const char *feed, *rows;
} SUMS[] = {
	{ MIRROR_CASE, "case", ROWS("case_status", "case", "x.receipt", "quote(x.state) || quote(x.body)") },
	{ MIRROR_CATALOGUE, "catalogue", ROWS("catalogue", "catalogue", "x.version", "quote(x.doc)") },
	{ MIRROR_DWELLING, "dwelling",
	  ROWS("dwelling", "dwelling", "x.key",
	       "quote(x.street) || quote(x.number) || quote(x.suffix) || quote(x.postcode) || quote(x.city) ||"
	       " quote(x.complex) || quote(x.riser) || quote(x.type) || quote(x.parent) || quote(x.kind) ||"
	       " quote(x.provider) || quote(x.supplier) || quote(x.nom) || quote(x.rooms)") },
	{ MIRROR_PARTY, "party", ROWS("party", "party", "x.key", "quote(x.body)") },
	{ MIRROR_DIRECTORY, "directory", ROWS("directory", "directory", "lower(hex(x.idx))", "quote(x.record)") },
	{ MIRROR_TEXT, "text", ROWS("text", "text", "x.key", "quote(x.body)") },
	{ MIRROR_CONFIG, "config", ROWS("config", "config", "x.key", "quote(x.body)") },
	{ MIRROR_CONFIG, "config", ROWS("dict", "config", "'dict.' || x.n", "quote(x.data)") },
	{ MIRROR_OUTAGE, "outage", ROWS("outage", "outage", "x.key", "quote(x.body)") },
};
static const char TAKEN[] = "SELECT count(*) AS n FROM mirror_rev WHERE feed = ? AND sum NOT IN (0, " MIRROR_UNTAKEN ")";
static const char TAKE[] = "UPDATE mirror_rev SET sum = ? WHERE feed = ? AND key = ?";

static int64_t sum_of(struct db_stmt *st)
{
	const char *row = db_col_text(st, "row");
	uint8_t hash[HASH_BYTES];
	int64_t sum;

	sha256(row, strlen(row), hash);
	memcpy(&sum, hash, sizeof sum);
	return sum && sum != INT64_MAX ? sum : 1;
}

static bool taken(struct db_stmt *row)
{
	int64_t sum = db_col_int(row, "sum");

	return sum && sum != INT64_MAX;
}

static int take_row(struct db *db, const char *feed, struct db_stmt *row)
{
	DB_STMT(st) = db_prepare(db, TAKE);

	db_bind_int(st, sum_of(row));
	db_bind_text(st, feed);
	db_bind_text(st, db_col_text(row, "key"));
	return db_run(st);
}

static int take(struct db *db, size_t i)
{
	DB_STMT(st) = db_prepare(db, SUMS[i].rows);

	while (db_step(st))
		if (!taken(st) && take_row(db, SUMS[i].feed, st) != OK)
			return ERR_STORAGE;
	return OK;
}

void mirror_sum_take(struct db *db, unsigned feeds)
{
	for (size_t i = 0; i < COUNT_OF(SUMS); i++)
		if ((feeds & SUMS[i].bit) && take(db, i) != OK)
			return; /* the event cannot be kept either */
}

/* Rows that are as they came in; -1: one is not. */
static int64_t right_rows(struct db *db, size_t i)
{
	DB_STMT(st) = db_prepare(db, SUMS[i].rows);
	int64_t n = 0;

	while (db_step(st)) {
		if (taken(st) && db_col_int(st, "sum") != sum_of(st))
			return -1;
		n += taken(st);
	}
	return n;
}

static bool rotten(struct db *db, unsigned bit, const char *feed)
{
	DB_STMT(st) = db_prepare(db, TAKEN);
	int64_t n = 0;

	for (size_t i = 0; i < COUNT_OF(SUMS); i++) {
		int64_t right = SUMS[i].bit == bit ? right_rows(db, i) : 0;

		if (right < 0)
			return true;
		n += right;
	}
	db_bind_text(st, feed);
	return !db_step(st) || db_col_int(st, "n") != n;
}

/* Reports are not made with keys and dictionaries nobody can vouch for. */
static void read_anew(struct db *db, unsigned feeds)
{
	if (feeds & MIRROR_CONFIG)
		(void)!(db_exec(db, "DELETE FROM config WHERE key = 'intake_keys'") || db_exec(db, "DELETE FROM dict"));
	mirror_reset(db);
}

unsigned mirror_check(struct db *db, int64_t now, bool unclean)
{
	int64_t since = now - db_meta_int(db, CHECKED, 0);
	unsigned feeds = 0;

	if (!unclean && since >= 0 && since < DAY_MS)
		return 0;
	for (size_t i = 0; i < COUNT_OF(SUMS); i++)
		if (!(feeds & SUMS[i].bit) && rotten(db, SUMS[i].bit, SUMS[i].feed)) {
			feeds |= SUMS[i].bit;
			log_line(LOG_ERROR, "mirror.rotten", "feed=%s next=read_anew", SUMS[i].feed);
		}
	db_event_begin(db);
	db_meta_set_int(db, CHECKED, now);
	if (feeds)
		read_anew(db, feeds);
	if (db_event_commit(db, true) != OK)
		log_line(LOG_ERROR, "mirror.unchecked", "stored=0");
	return feeds;
}
