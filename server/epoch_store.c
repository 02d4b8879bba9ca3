/* See epoch_store.h. The numbers that jump are rows of JUMPS.
 *
 * A number is given by its table (highest + 1); a floor in meta lifts it over those that were given after
 * the copy that was put back. "<name>_floor_from" remembers the highest at that moment, so that counts by
 * highest number stay right (case_total).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/epoch_store.h"

#include <stdio.h>

#include "shared/base/crypt.h"
#include "shared/base/log.h"
#include "shared/io/db.h"

static const struct {
	const char *floor, *from, *skipped;
	const char *newest;
} JUMPS[] = {
	{ "case_floor", "case_floor_from", "case_numbers_skipped", "SELECT max(nr) FROM case_file" },
	{ "rule_floor", "rule_floor_from", "rule_numbers_skipped", "SELECT max(version) FROM rule_set" },
	{ "ladder_floor", "ladder_floor_from", "ladder_numbers_skipped", "SELECT max(version) FROM ladder_set" },
};

static void make(struct db *db, char out[EPOCH_TEXT])
{
	uint8_t rnd[16];
	crypt_random(rnd, sizeof rnd);
	hex_encode(rnd, sizeof rnd, out);
	db_meta_set_text(db, "epoch", out);
}

static int note(struct db *db, int64_t now, const char *epoch, const char *why, const char *detail)
{
	DB_STMT(st) = db_prepare(db, "INSERT INTO epoch (t, epoch, why, detail) VALUES (?, ?, ?, ?)");
	db_bind_int(st, now);
	db_bind_text(st, epoch);
	db_bind_text(st, why);
	db_bind_text(st, detail);
	return db_run(st);
}

void epoch_first(struct db *db, int64_t now, char out[EPOCH_TEXT])
{
	if (db_meta_text(db, "epoch", out, EPOCH_TEXT))
		return;
	make(db, out);
	if (note(db, now, out, "init", "") == ERR_CONFLICT)
		die("epoch.first", "epoch=%s", out);
}

/* From the highest number there is, or the floor nobody has passed yet. */
static void jump(struct db *db, size_t i)
{
	int64_t newest = db_ask_int(db, JUMPS[i].newest, 0);
	int64_t floor = db_meta_int(db, JUMPS[i].floor, 0);
	if (newest > floor) {
		if (floor)
			db_meta_add(db, JUMPS[i].skipped, floor - db_meta_int(db, JUMPS[i].from, floor));
		db_meta_set_int(db, JUMPS[i].from, newest);
		floor = newest;
	} else if (!floor) {
		db_meta_set_int(db, JUMPS[i].from, 0);
	}
	db_meta_set_int(db, JUMPS[i].floor, floor + EPOCH_JUMP);
}

int epoch_next(struct db *db, int64_t now, const char *why, const char *detail, char out[EPOCH_TEXT])
{
	make(db, out);
	for (size_t i = 0; i < COUNT_OF(JUMPS); i++)
		jump(db, i);
	db_meta_add(db, "feed.last", EPOCH_JUMP);
	DB_STMT(st) = db_prepare(db, "UPDATE device SET safe_hwm = 0 WHERE safe_hwm <> 0");
	int err = db_run(st);
	return err ? err : note(db, now, out, why, detail);
}

bool epoch_changed(struct db *db, int64_t *ret_t, char *why, int cap)
{
	DB_STMT(st) = db_prepare(db, "SELECT t, why FROM epoch ORDER BY n DESC LIMIT 1");
	if (!db_step(st))
		return false;
	*ret_t = db_col_int(st, "t");
	snprintf(why, (size_t)cap, "%s", db_col_text(st, "why"));
	return why[0] != 'i';
}

int64_t epoch_commits(struct db *db)
{
	return db_meta_int(db, "commits", 0);
}

void epoch_count(struct db *db)
{
	db_meta_add(db, "commits", 1);
}

/* ---- never again ---------------------------------------------------------------------------- */

int revoked_add(struct db *db, const char *uuid, int64_t now)
{
	DB_STMT(st) = db_prepare(db, "INSERT INTO revoked (uuid, t) VALUES (?, ?) ON CONFLICT DO NOTHING");
	db_bind_text(st, uuid);
	db_bind_int(st, now);
	return db_run(st);
}

bool revoked_has(struct db *db, const char *uuid)
{
	DB_STMT(st) = db_prepare(db, "SELECT 1 FROM revoked WHERE uuid = ?");
	db_bind_text(st, uuid);
	return db_step(st);
}

void revoked_each(struct db *db, void (*fn)(void *ctx, const char *uuid), void *ctx)
{
	DB_STMT(st) = db_prepare(db, "SELECT uuid FROM revoked ORDER BY uuid");
	while (db_step(st))
		fn(ctx, db_col_text(st, "uuid"));
}

int revoked_apply(struct db *db)
{
	DB_STMT(st) = db_prepare(db,
		"UPDATE device SET state = 'revoked' WHERE state <> 'revoked' AND uuid IN (SELECT uuid FROM revoked)");
	return db_run(st) ? 0 : db_changes(db);
}
