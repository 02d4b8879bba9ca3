/* See forget_store.h. One list of statements, each about one table.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/forget_store.h"

#include "server/case_store.h"
#include "shared/io/db.h"

bool forget_next(struct db *db, int64_t nr, struct forget_row *ret)
{
	DB_STMT(st) = db_prepare(db,
		"SELECT c.nr, c.kind, (SELECT max(e.t) FROM case_event e WHERE e.nr = c.nr) AS last"
		" FROM case_file c WHERE c.open = 0 AND c.anonymous = 0 AND c.nr > ? ORDER BY c.nr LIMIT 1");
	db_bind_int(st, nr);
	if (!db_step(st))
		return false;
	ret->nr = db_col_int(st, "nr");
	ret->last = db_col_int(st, "last");
	text_copy(ret->kind, sizeof ret->kind, db_col_text(st, "kind"));
	return true;
}

bool forget_named(struct db *db, int64_t nr, int64_t *ret)
{
	DB_STMT(st) = db_prepare(db, "SELECT nr FROM case_file WHERE nr > ? AND anonymous = 0 ORDER BY nr LIMIT 1");
	db_bind_int(st, nr);
	if (!db_step(st))
		return false;
	*ret = db_col_int(st, "nr");
	return true;
}

/* Where persons stand, and how they go; ?1 = nr of the case. The item keeps its place in the device's row of
 * marks and its id, so that a device that sends it again is still told "known". */
static const char *const TAKE_OUT[] = {
	"UPDATE item SET body = x'' WHERE n = (SELECT item FROM case_file WHERE nr = ?1)",
	"UPDATE outgoing SET address = NULL, facts = NULL, note = NULL WHERE nr = ?1",
	"UPDATE referral SET number = '', phone = '', name = '' WHERE nr = ?1",
	"UPDATE task SET what = '' WHERE nr = ?1",
	"UPDATE link SET question = '' WHERE nr = ?1",
	"DELETE FROM evidence WHERE nr = ?1",
	"DELETE FROM case_body WHERE nr = ?1",
	/* Whose neighbour it was about follows from the address. */
	"UPDATE referral SET unit = '' WHERE nr = ?1 AND (SELECT restricted FROM case_file WHERE nr = ?1)",
	"UPDATE case_file SET unit = NULL WHERE nr = ?1 AND restricted = 1",
};

static int take_out(struct db *db, const char *sql, int64_t nr)
{
	DB_STMT(st) = db_prepare(db, sql);
	db_bind_int(st, nr);
	return db_run(st);
}

int forget_rows(struct db *db, const struct case_row *c, const struct buf *body, int64_t now)
{
	int err = OK;
	for (size_t i = 0; !err && i < COUNT_OF(TAKE_OUT); i++)
		err = take_out(db, TAKE_OUT[i], c->nr);
	if (err)
		return err;
	DB_STMT(st) = db_prepare(db,
		"UPDATE case_file SET name = '', item = NULL, anonymous = ? WHERE nr = ?");
	db_bind_int(st, now);
	db_bind_int(st, c->nr);
	err = db_run(st);
	return err ? err : case_add_body(db, c->nr, buf_text(body), body->len);
}

int forget_item(struct db *db, const char *id)
{
	uint8_t raw[16];
	uuid_bytes(id, raw);
	DB_STMT(st) = db_prepare(db, "UPDATE item SET body = x'' WHERE id = ?");
	db_bind_blob(st, raw, sizeof raw);
	return db_run(st);
}

bool forget_file_kept(struct db *db, const char *sha256)
{
	DB_STMT(st) = db_prepare(db, "SELECT 1 FROM evidence WHERE sha256 = ? LIMIT 1");
	db_bind_text(st, sha256);
	return db_step(st);
}
