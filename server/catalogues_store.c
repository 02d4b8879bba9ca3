/* SQL of the catalogue versions, and the small cache of loaded ones.
 *
 * Owns CACHE loaded catalogues with their documents; the least recently used makes room.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/catalogues.h"

#include <stdlib.h>
#include <string.h>

#include "server/app.h"
#include "shared/base/log.h"
#include "shared/base/pack.h"
#include "shared/io/db.h"

#define CACHE 2
#define DOC_CAP (8u << 20)

struct catalogues {
	char current[64];
	struct loaded {
		char version[64];
		struct val *doc;
		struct catalogue *catalogue;
		unsigned used;
	} loaded[CACHE];
	unsigned clock;
};

struct catalogues *catalogues_new(void)
{
	return mem_new(1, sizeof(struct catalogues));
}

static void forget(struct loaded *l)
{
	catalogue_free(l->catalogue);
	val_free(l->doc);
	memset(l, 0, sizeof *l);
}

void catalogues_free(struct catalogues *c)
{
	for (int i = 0; c && i < CACHE; i++)
		forget(&c->loaded[i]);
	free(c);
}

static int read_doc(struct db *db, const char *version, struct val **ret)
{
	static const struct val_limits limits = {
		.bytes = DOC_CAP, .depth = 16, .tokens = 400000, .string = 8192,
	};
	BUF(text);
	size_t n;
	DB_STMT(st) = db_prepare(db, "SELECT doc FROM catalogue WHERE version = ?");
	db_bind_text(st, version);
	if (!db_step(st))
		return ERR_NOT_FOUND;
	const void *p = db_col_blob(st, "doc", &n);
	int err = pack_inflate(p, n, DOC_CAP, NULL, 0, &text);
	return err ? err : val_parse(text.data, text.len, &limits, ret, NULL);
}

static struct loaded *room_for_one(struct catalogues *c)
{
	struct loaded *oldest = &c->loaded[0];
	for (int i = 1; i < CACHE; i++)
		if (c->loaded[i].used < oldest->used)
			oldest = &c->loaded[i];
	forget(oldest);
	return oldest;
}

const struct catalogue *catalogues_of(struct db *db, struct catalogues *c, const char *version)
{
	char why[200] = "";
	for (int i = 0; i < CACHE; i++) {
		struct loaded *l = &c->loaded[i];
		if (!l->catalogue || strcmp(l->version, version))
			continue;
		l->used = ++c->clock;
		return l->catalogue;
	}
	struct val *doc = NULL;
	struct catalogue *catalogue = NULL;
	if (strlen(version) >= sizeof c->current || read_doc(db, version, &doc))
		return NULL;
	if (catalogue_load(doc, &catalogue, why, sizeof why)) {
		log_line(LOG_ERROR, "catalogue.load", "version=%s why=%s", version, why);
		val_free(doc);
		return NULL;
	}
	struct loaded *l = room_for_one(c);
	text_copy(l->version, sizeof l->version, version);
	l->doc = doc;
	l->catalogue = catalogue;
	l->used = ++c->clock;
	return catalogue;
}

const struct catalogue *catalogues_get(struct app *app, const char *version)
{
	return catalogues_of(app->db, app->catalogues, version);
}

const struct catalogue *catalogues_current(struct app *app)
{
	struct catalogues *c = app->catalogues;
	if (!c->current[0] && !db_meta_text(app->db, "catalogue", c->current, sizeof c->current))
		return NULL;
	return catalogues_get(app, c->current);
}

/* Is it there already, and is it the same? */
static int compare(struct db *db, const char *version, const struct buf *packed)
{
	size_t n;
	DB_STMT(st) = db_prepare(db, "SELECT doc FROM catalogue WHERE version = ?");
	db_bind_text(st, version);
	if (!db_step(st))
		return ERR_NOT_FOUND;
	const void *p = db_col_blob(st, "doc", &n);
	return n == packed->len && !memcmp(p, packed->data, n) ? OK : ERR_CONFLICT;
}

static int insert(struct app *app, const char *version, const struct buf *packed)
{
	DB_STMT(st) =
	    db_prepare(app->db, "INSERT INTO catalogue (version, added, doc) VALUES (?, ?, ?)");
	db_bind_text(st, version);
	db_bind_int(st, app_now(app));
	db_bind_blob(st, packed->data, packed->len);
	return db_run(st);
}

int catalogues_add(struct app *app, const struct val *doc, char *why, size_t cap)
{
	struct catalogue *catalogue = NULL;
	const char *version = val_str_of(doc, "version", "");
	BUF(text);
	BUF(packed);
	int err = catalogue_load(doc, &catalogue, why, cap);
	catalogue_free(catalogue);
	if (err)
		return err;
	val_print(doc, &text);
	pack_deflate(text.data, text.len, 9, NULL, 0, &packed);
	err = compare(app->db, version, &packed);
	if (err == ERR_NOT_FOUND)
		err = insert(app, version, &packed);
	if (err == ERR_CONFLICT)
		text_copy(why, cap, "this version is published already with other content");
	if (err)
		return err;
	db_meta_set_text(app->db, "catalogue", version);
	app->catalogues->current[0] = '\0';
	return OK;
}
