/* Workloads of central's files: letters of its own, copies of the database, published sites
 * (matrix 13, 74).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/faults/works_central.h"

#include "server/letters.h"
#include "server/publish.h"
#include "shared/io/archive.h"

static char *inside(struct house *h, const char *name, char out[PATH_CAP])
{
	fs_join(out, h->dir, name);
	return out;
}

/* ---- letters ------------------------------------------------------------------------------------ */

static const char OWN[] = "Uw melding {{receipt}}\n\nDank u wel.\n";

static int own_letter(struct house *h, int i)
{
	const struct letter *l = letter_find("closed");

	return i == 2 ? letters_own_drop(h->dir, "nl", l) : letters_own_put(h->dir, i ? "en" : "nl", l, OWN);
}

/* A letter is the old one or the new one, whole. */
static bool letters_whole(struct house *h, int confirmed)
{
	static const char *const LANGS[] = { "nl", "en" };
	BUF(text);
	bool own;

	for (int i = 0; i < 2; i++) {
		buf_clear(&text);
		letters_text(h->dir, LANGS[i], letter_find("closed"), &text, &own);
		if (own && strcmp(buf_text(&text), OWN))
			return false;
		if (!own && ((i == 0 && confirmed > 0 && confirmed < 2) || (i == 1 && confirmed > 1)))
			return false;
	}
	return true;
}

/* ---- copies ------------------------------------------------------------------------------------- */

static int copy(struct house *h, int i)
{
	char path[PATH_CAP];

	return db_backup(h->o.app.db, inside(h, i ? "copy-2" : "copy-1", path));
}

static bool copied(struct house *h, int confirmed)
{
	static const char *const NAMES[] = { "copy-1", "copy-2" };
	char path[PATH_CAP];

	for (int i = 0; i < confirmed; i++) {
		DB(db);
		if (!fs_exists(inside(h, NAMES[i], path)) || db_open(path, DB_READER, 0, &db) ||
		    !db_healthy(db) || db_ask_int(db, "SELECT count(*) FROM dwelling", -1) != 3)
			return false;
	}
	return true;
}

/* ---- sites -------------------------------------------------------------------------------------- */

static int publish(struct house *h, int i)
{
	struct publishing *p;
	BUF(say);
	int err = publish_begin(&h->o.app, "web", false, &say, &p);

	(void)i;
	if (err)
		return err;
	publish_build(p);
	house_begin(h);
	err = house_done(h, publish_finish(&h->o.app, p, "baas", &say));
	publish_drop(p);
	return err;
}

/* What kiosks are told of is there, whole. */
static bool published(struct house *h, int confirmed)
{
	char path[PATH_CAP];
	struct archive *site;

	if (!publish_current(&h->o.app, path))
		return confirmed == 0;
	if (archive_open(path, &site))
		return false;
	BUF(page);
	int err = archive_read(site, "storing.html", &page);
	archive_close(site);
	return !err && page.len > 100;
}

const struct work CENTRAL_FILES[] = {
	{ .name = "letters of its own", .rows = "matrix 13", .steps = 3, .step = own_letter, .holds = letters_whole },
	{ .name = "copies of the database", .rows = "matrix 13, 74", .steps = 1, .step = copy, .holds = copied,
	  .sparse = 4 },
	{ .name = "a site that is published", .rows = "matrix 13", .steps = 1, .step = publish, .holds = published,
	  .sparse = 90 },
	{ 0 },
};
