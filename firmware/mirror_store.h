/* The kiosk's copy of what central publishes: filled from the changes feed, read by everybody.
 *
 * Tables (firmware/sql/0002_sync.sql): catalogue, dwelling, party, directory, config, site, text,
 * outage, case_status. One page of changes = one transaction with its cursor. A first read or a
 * restart from the beginning goes to a shadow table and replaces everything at once at its end, so
 * readers see the old state or the new one, never a mix.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_MIRROR_STORE_H
#define FIRMWARE_MIRROR_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"
#include "shared/sync/device.h"

struct db;

/* Which feeds a page touched. */
enum mirror_feed {
	MIRROR_CASE = 1 << 0,
	MIRROR_CATALOGUE = 1 << 1,
	MIRROR_DWELLING = 1 << 2,
	MIRROR_PARTY = 1 << 3,
	MIRROR_DIRECTORY = 1 << 4,
	MIRROR_TEXT = 1 << 5,
	MIRROR_CONFIG = 1 << 6,
	MIRROR_SITE = 1 << 7,
	MIRROR_OUTAGE = 1 << 8
};

/* Start of a page: fresh = it was asked without a cursor. Inside an event. */
void mirror_page_begin(struct db *db, bool fresh);
/* One change. Unknown feeds are skipped; an equal or lower rev changes nothing.
 * ERR_INPUT: body is not what the feed promises (logged, skipped by the caller). */
int mirror_page_change(struct db *db, const struct device_change *c, unsigned *feeds) MUST_USE;
/* End of a page: cursor stored; with more == false a running snapshot is swapped in. */
void mirror_page_end(struct db *db, const char *cursor, bool more, unsigned *feeds);

/* The cursor to ask with, "" for none. A running snapshot has its own. */
void mirror_cursor(struct db *db, char *out, size_t cap);
/* Central does not know our cursor any more: start over from the beginning. */
void mirror_reset(struct db *db);
/* Are the rows still what they were when they came in? Looked at when the last stop was not clean, else at
 * most once a day; when they are not, everything is read from the beginning. Returns the feeds (MIRROR_ bits)
 * that rotted. Opens its own event and commits it. now: wall ms. */
unsigned mirror_check(struct db *db, int64_t now, bool unclean);
/* Has a snapshot ever been swapped in? */
bool mirror_ready(struct db *db);

/* ---- sites ---------------------------------------------------------------------------------- */

/* A row of table site. */
struct mirror_site {
	char version[65];
	int64_t size;
	char sha256[65];
	char minisig[1024];
};

/* The site central wants here; false: none announced. */
bool mirror_site_wanted(struct db *db, struct mirror_site *ret);
/* Version that is installed now, "" for none; and the one before it. Files are
 * DIR/site/site-VERSION.sqlar. */
void mirror_site_current(struct db *db, char *current, char *previous, size_t cap);
/* The wanted file is verified and in place: it becomes current, the old one previous. Inside an
 * event. gone: version whose file may be removed now, "" for none. */
void mirror_site_installed(struct db *db, const char *version, char *gone, size_t cap);

#endif
