/* The projection: opens, checks and hands over one item after the other, in slices between requests.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/ingest.h"

#include <stdlib.h>
#include <string.h>

#include "server/ingest_inside.h"
#include "shared/base/crash.h"
#include "shared/base/log.h"
#include "shared/base/pack.h"
#include "shared/io/db.h"
#include "shared/io/loop.h"

#define PLAIN_CAP (256 * 1024)    /* an opened body; far above any report */
#define SLICE 16                  /* items between two looks at the clock … */
#define SLICE_MS INT64_C(10)      /* … and how long before the sockets have their turn */
#define REST_MS INT64_C(50)       /* batches in a row are taken in first … */
#define LATEST_MS INT64_C(1000)   /* … but not for longer than this */

struct ingest {
	struct ingest_options o;
	struct loop_timer *timer;
	int64_t woken;                /* mono ms of the first wake that was not served, 0 for none */
	bool hurry;                   /* an alarm waits: no resting until nothing is left */
};

static void on_timer(void *ctx)
{
	struct ingest *g = ctx;
	int64_t end = clock_mono(g->o.clock) + SLICE_MS;
	int handled;

	g->woken = 0;
	do
		handled = ingest_run(g, SLICE);
	while (handled == SLICE && clock_mono(g->o.clock) < end);
	g->hurry = g->hurry && handled == SLICE;
	if (handled == SLICE)
		loop_timer_set(g->timer, 0);
}

int ingest_open(const struct ingest_options *o, struct ingest **ret)
{
	struct ingest *g = mem_new(1, sizeof *g);

	g->o = *o;
	if (o->loop)
		g->timer = loop_timer_new(o->loop, on_timer, g);
	*ret = g;
	return OK;
}

void ingest_free(struct ingest *g)
{
	if (!g)
		return;
	if (g->timer)
		loop_timer_free(g->timer);
	free(g);
}

void ingest_wake(struct ingest *g)
{
	int64_t now;

	if (!g->timer || g->hurry)
		return;
	now = clock_mono(g->o.clock);
	if (!g->woken)
		g->woken = now;
	else if (now - g->woken > LATEST_MS - REST_MS)
		return;
	loop_timer_set(g->timer, REST_MS);
}

void ingest_hurry(struct ingest *g)
{
	g->hurry = true;
	if (g->timer)
		loop_timer_set(g->timer, 0);
}

/* ---- opening ----------------------------------------------------------------------------------------- */

static int refuse(char code[INGEST_CODE], char path[INGEST_PATH], const char *what, const char *where)
{
	text_copy(code, INGEST_CODE, what);
	text_copy(path, INGEST_PATH, where);
	return ERR_INPUT;
}

static int unseal(struct db *db, const struct keys *k, const struct stored_item *it,
		  const struct wire_detail *d, struct buf *plain, char code[INGEST_CODE],
		  char path[INGEST_PATH])
{
	BUF(dict);
	BUF(packed);

	if (strcmp(d->key, k->intake_id) != 0)
		return refuse(code, path, "unknown_key", "/key");
	if (d->dict && !ingest_dict(db, d->dict, &dict))
		return refuse(code, path, "unknown_dict", "/dict");
	if (seal_open(&k->intake, it->body.data, it->body.len, &packed) != OK)
		return refuse(code, path, "cannot_open", "/body");
	if (pack_inflate(packed.data, packed.len, PLAIN_CAP, d->dict ? dict.data : NULL, dict.len,
			 plain) != OK)
		return refuse(code, path, "bad_body", "");
	return OK;
}

int ingest_open_item(struct db *db, const struct keys *k, const struct stored_item *it,
		     struct wire_detail *d, struct buf *plain, struct span *ret_body,
		     char code[INGEST_CODE], char path[INGEST_PATH])
{
	struct val_fault fault;
	char where[32] = "";
	int err;

	if (it->fault[0])
		return refuse(code, path, it->fault, it->path);
	if (wire_item_read(walk_text(it->text.data, it->text.len), d, where) != OK)
		return refuse(code, path, "bad_field", where);
	err = unseal(db, k, it, d, plain, code, path);
	if (err != OK)
		return err;
	if (val_scan(buf_text(plain), plain->len, NULL, &fault) != OK)
		return refuse(code, path, "bad_body", fault.why);
	if (wire_plain_read(walk_text(plain->data, plain->len), it->raw.id, d, ret_body, where) != OK)
		return refuse(code, path, "bad_field", where);
	return OK;
}

int ingest_plain(struct db *db, const struct keys *k, int64_t n, struct buf *out)
{
	struct stored_item it;
	struct wire_detail d;
	struct span body;
	char code[INGEST_CODE], path[INGEST_PATH];
	int err;
	BUF(plain);

	if (!ingest_read(db, n, &it))
		return ERR_NOT_FOUND;
	err = ingest_open_item(db, k, &it, &d, &plain, &body, code, path);
	if (err == OK)
		buf_add(out, body.p, body.n);
	else if (strcmp(code, "cannot_open") == 0 || strcmp(code, "unknown_key") == 0)
		err = ERR_CRYPT;
	stored_item_free(&it);
	return err;
}

/* ---- projecting -------------------------------------------------------------------------------------- */

/* Open and judge. What apply wrote stays only when this returns OK. */
static int judge(struct ingest *g, struct stored_item *it, char code[INGEST_CODE],
		 char path[INGEST_PATH])
{
	struct raw_item *raw = &it->raw;
	struct wire_detail d;
	struct span body;
	int err;
	BUF(plain);
	VAL(tree) = NULL;

	err = ingest_open_item(g->o.db, g->o.keys, it, &d, &plain, &body, code, path);
	if (err != OK)
		return err;
	if (val_parse(body.p, body.n, NULL, &tree, NULL) != OK)
		return refuse(code, path, "bad_body", "");
	text_copy(raw->kind, sizeof raw->kind, d.kind);
	raw->schema = d.schema;
	raw->t_wall = d.t.wall;
	raw->plain = body.p;
	raw->plain_len = body.n;
	raw->body = tree;
	err = g->o.apply(g->o.app, raw, code, path);
	crash_point("central.case.stored");
	if (err != OK && !code[0])
		text_copy(code, INGEST_CODE, err_slug(err));
	crypt_wipe(plain.data, plain.len);
	return err;
}

static int set_aside(struct ingest *g, int64_t n, const char *code, const char *path)
{
	int err;

	log_line(LOG_WARN, "ingest.quarantined", "item=%lld code=%s path=%s", (long long)n, code, path);
	db_event_begin(g->o.db);
	err = ingest_quarantine(g->o.db, n, code, path, clock_wall(g->o.clock));
	db_event_end(g->o.db, err == OK);
	return err;
}

static int clear_again(struct ingest *g, int64_t n)
{
	int err;

	db_event_begin(g->o.db);
	err = ingest_again_done(g->o.db, n);
	db_event_end(g->o.db, err == OK);
	return err;
}

/* One item. OK, ERR_INPUT: quarantined; ERR_STORAGE: nothing happened, stop. */
static int project(struct ingest *g, int64_t n, bool again)
{
	struct stored_item it;
	char code[INGEST_CODE] = "", path[INGEST_PATH] = "";
	int err = OK;

	if (again && clear_again(g, n) != OK)
		return ERR_STORAGE;
	if (ingest_is_parked(g->o.db, n) || !ingest_read(g->o.db, n, &it))
		return OK;
	db_event_begin(g->o.db);
	err = judge(g, &it, code, path);
	db_event_end(g->o.db, err == OK);
	stored_item_free(&it);
	if (err == OK || err == ERR_STORAGE)
		return err;
	return set_aside(g, n, code, path) == OK ? ERR_INPUT : ERR_STORAGE;
}

static void keep_cursor(struct ingest *g, int64_t cursor)
{
	db_event_begin(g->o.db);
	ingest_set_cursor(g->o.db, cursor);
	db_event_end(g->o.db, true);
}

int ingest_run(struct ingest *g, int max)
{
	int64_t was = ingest_cursor(g->o.db), cursor = was, n;
	int applied = 0, quarantined = 0, err;
	bool again;

	while (applied + quarantined < max && (n = ingest_next(g->o.db, cursor, &again)) != 0) {
		err = project(g, n, again);
		if (err == ERR_STORAGE)
			break;
		applied += err == OK;
		quarantined += err != OK;
		if (!again)
			cursor = n;
	}
	if (cursor != was)
		keep_cursor(g, cursor);
	if (applied + quarantined > 0 && g->o.done)
		g->o.done(g->o.app, applied, quarantined);
	return applied + quarantined;
}

int quarantine_replay(struct ingest *g, const char *code)
{
	int count = ingest_queue_again(g->o.db, code);

	if (count > 0)
		ingest_wake(g);
	return count;
}
