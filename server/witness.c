/* See witness.h.
 *
 * Owns DIR/witness, rows "commits" and "witnessed" of meta. Promises: the file never says more than the
 * database has committed. A missing or damaged file counts as a database that was put back, once one was
 * ever written: a new epoch costs devices one look at their marks and loses nothing.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/witness.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "server/app.h"
#include "server/epoch_store.h"
#include "server/lines.h"
#include "shared/base/crypt.h"
#include "shared/base/log.h"
#include "shared/io/db.h"
#include "shared/io/loop.h"

#define FILE_CAP (4 << 20)
#define EVERY_MS SECOND_MS

static const char FIRST[] = "portiek-witness 1\n";
static const char SUM[] = "sum ";

struct witness {
	struct loop_timer *timer; /* while serving: wakes the loop, whose turn then ends here */
	int64_t written;          /* monotonic */
	bool dirty, hurry, broken;
};

/* ---- the file ------------------------------------------------------------------------------- */

static void sum_of(const char *text, size_t n, char out[HEX32_TEXT])
{
	uint8_t hash[HASH_BYTES];
	sha256(text, n, hash);
	hex_encode(hash, sizeof hash, out);
}

static int parse(const char *text, struct witness_said *ret)
{
	char sum[HEX32_TEXT], right[HEX32_TEXT], uuid[UUID_TEXT];
	const char *at = text + strlen(FIRST);
	if (strncmp(text, FIRST, strlen(FIRST)) || !lines_take(&at, "epoch", ret->epoch, sizeof ret->epoch) ||
	    !lines_take_int(&at, "commits", &ret->commits))
		return ERR_INPUT;
	size_t most = strlen(at) / strlen("revoked ") + 1;
	ret->uuids = mem_new(most, sizeof *ret->uuids);
	while (lines_take(&at, "revoked", uuid, sizeof uuid))
		memcpy(ret->uuids[ret->revoked++], uuid, sizeof uuid);
	sum_of(text, (size_t)(at - text), right);
	return lines_take(&at, "sum", sum, sizeof sum) && !*at && !strcmp(sum, right) ? OK : ERR_INPUT;
}

int witness_read(const char *dir, struct witness_said *ret)
{
	char path[PATH_CAP];
	BUF(text);
	memset(ret, 0, sizeof *ret);
	fs_join(path, dir, "witness");
	int err = fs_read(path, FILE_CAP, &text);
	if (err == ERR_STORAGE && fs_short(path)) /* says nothing about the file */
		return ERR_BUSY;
	if (!err)
		err = parse(buf_text(&text), ret);
	return err == OK || err == ERR_NOT_FOUND ? err : ERR_INPUT;
}

void witness_said_free(struct witness_said *s)
{
	free(s->uuids);
	s->uuids = NULL;
}

static void put_revoked(void *ctx, const char *uuid)
{
	buf_fmt(ctx, "revoked %s\n", uuid);
}

/* Between two turns: what the database says now is committed. */
static int write_file(struct app *app)
{
	char path[PATH_CAP], epoch[EPOCH_TEXT], sum[HEX32_TEXT];
	BUF(text);
	if (!db_meta_text(app->db, "epoch", epoch, sizeof epoch))
		return OK; /* not set up yet */
	buf_fmt(&text, "%sepoch %s\ncommits %" PRId64 "\n", FIRST, epoch, epoch_commits(app->db));
	revoked_each(app->db, put_revoked, &text);
	sum_of(buf_text(&text), text.len, sum);
	buf_fmt(&text, "%s%s\n", SUM, sum);
	if (db_damaged(app->db))
		return ERR_DAMAGED;
	fs_join(path, app->dir, "witness");
	return fs_write(path, text.data, text.len, 0600);
}

/* ---- while the database is open -------------------------------------------------------------- */

static void write_now(struct app *app)
{
	struct witness *w = app->witness;
	int err = write_file(app);
	w->written = clock_mono(&app->clock);
	w->hurry = w->dirty = err != OK;
	if (err && !w->broken)
		log_line(LOG_ERROR, "witness.write", "err=%s", err_slug(err));
	w->broken = err != OK;
}

static void on_commit(void *ctx)
{
	struct app *app = ctx;
	epoch_count(app->db);
	app->witness->dirty = true;
}

static void on_timer(void *ctx)
{
	(void)ctx; /* the end of this turn does the rest */
}

void witness_turn(struct app *app)
{
	struct witness *w = app->witness;
	if (!w || !w->dirty || db_turn_open(app->db))
		return;
	if (db_moved(app->db))
		die("db.moved", "the database file was taken away or replaced while serving; start again");
	int64_t passed = clock_mono(&app->clock) - w->written;
	if (w->hurry || passed >= EVERY_MS)
		write_now(app);
	else if (app->loop && !w->timer)
		w->timer = loop_timer_new(app->loop, on_timer, app);
	if (w->dirty && w->timer)
		loop_timer_set(w->timer, EVERY_MS - passed > 0 ? EVERY_MS - passed : EVERY_MS);
}

void witness_hurry(struct app *app)
{
	if (app->witness)
		app->witness->hurry = true;
}

void witness_close(struct app *app)
{
	if (!app->witness)
		return;
	if (app->db && app->witness->dirty && !db_turn_open(app->db))
		write_now(app);
	if (app->db)
		db_before_commit(app->db, NULL, NULL);
	loop_timer_free(app->witness->timer);
	free(app->witness);
	app->witness = NULL;
}

/* ---- opening --------------------------------------------------------------------------------- */

/* Why the database is not the one the witness saw last; NULL: it is. */
static const char *judge(struct app *app, int read, const struct witness_said *said)
{
	char epoch[EPOCH_TEXT];
	if (!db_meta_text(app->db, "epoch", epoch, sizeof epoch))
		return NULL;
	if (read == ERR_NOT_FOUND)
		return db_meta_int(app->db, "witnessed", 0) ? "missing" : NULL;
	if (read)
		return "damaged";
	if (strcmp(said->epoch, epoch) != 0)
		return "other";
	return epoch_commits(app->db) < said->commits ? "older" : NULL;
}

static int take_revoked(struct app *app, const struct witness_said *said)
{
	int err = OK;
	for (int i = 0; i < said->revoked && !err; i++)
		if (!revoked_has(app->db, said->uuids[i]))
			err = revoked_add(app->db, said->uuids[i], app_now(app));
	int again = err ? 0 : revoked_apply(app->db);
	if (again)
		log_line(LOG_WARN, "witness.revoked", "devices=%d", again);
	return err;
}

static int begin(struct app *app, const char *why, const char *detail, int64_t seen)
{
	char epoch[EPOCH_TEXT];
	if (!why)
		return OK;
	log_line(LOG_WARN, "epoch.new", "why=%s commits=%" PRId64 " seen=%" PRId64, why,
		 epoch_commits(app->db), seen);
	app_audit_about(app, "-", "epoch", why, detail);
	return epoch_next(app->db, app_now(app), why, detail, epoch);
}

int witness_open(struct app *app, const char *why, const char *detail)
{
	struct witness_said said;
	int read = witness_read(app->dir, &said);
	if (read == ERR_BUSY) {
		log_line(LOG_ERROR, "witness.unread", "dir=%s", app->dir);
		return ERR_STORAGE;
	}
	app->witness = mem_new(1, sizeof *app->witness);
	app->witness->written = clock_mono(&app->clock) - EVERY_MS; /* the first commit is told at once */
	db_before_commit(app->db, on_commit, app);
	if (!why)
		why = judge(app, read, &said);
	db_event_begin(app->db);
	int err = read ? OK : take_revoked(app, &said);
	if (!err)
		err = begin(app, why, detail ? detail : "", read ? -1 : said.commits);
	if (!err && !db_meta_int(app->db, "witnessed", 0))
		db_meta_set_int(app->db, "witnessed", 1);
	int stored = db_event_commit(app->db, !err);
	err = err ? err : stored;
	if (err)
		app->witness->dirty = false; /* no new epoch began: what the witness saw last must stay */
	else if (app->witness->dirty)
		write_now(app);
	witness_said_free(&said);
	return err;
}
