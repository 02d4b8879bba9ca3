/* Files in DIR/carried and on the stick; what is in them is the engine's business.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/carried.h"

#include <stdlib.h>
#include <string.h>

#include "firmware/app.h"
#include "firmware/serve.h"
#include "firmware/sync_inside.h"
#include "shared/base/log.h"
#include "shared/io/db.h"
#include "shared/sync/carry.h"

#define BATCH ".batch"
#define REPLY ".reply"  /* behind the name of its batch */
#define BAD ".bad"      /* central says that this is no batch */
#define MODE 0600
#define MODE_STICK 0644
#define NAME_DIGITS 24

static bool ends_in(const char *name, const char *ending)
{
	size_t n = strlen(name), m = strlen(ending);

	return n > m && strcmp(name + n - m, ending) == 0;
}

static void folder(const char *data_dir, char out[PATH_CAP])
{
	fs_join(out, data_dir, "carried");
}

static void beside(char out[PATH_CAP], const char *path, const char *ending)
{
	snprintf(out, PATH_CAP, "%.*s%s", PATH_CAP - 16, path, ending);
}

/* The name of a batch is that of its content. */
static void name_of(const struct buf *file, char out[65])
{
	uint8_t hash[HASH_BYTES];
	char hex[HEX32_TEXT];

	sha256(buf_text(file), file->len, hash);
	hex_encode(hash, sizeof hash, hex);
	snprintf(out, 65, "%.*s" BATCH, NAME_DIGITS, hex);
}

/* Each batch of a folder: fn(ctx, path of the batch, name). */
struct each {
	const char *dir;
	int (*fn)(void *ctx, const char *path, const char *name);
	void *ctx;
};

static int each_name(void *ctx, const char *name)
{
	struct each *e = ctx;
	char path[PATH_CAP];

	if (!ends_in(name, BATCH) || strlen(name) > 64)
		return 0;
	fs_join(path, e->dir, name);
	return e->fn(e->ctx, path, name);
}

static int each_batch(const char *data_dir, int (*fn)(void *ctx, const char *path, const char *name), void *ctx)
{
	char dir[PATH_CAP];
	struct each e = { dir, fn, ctx };

	folder(data_dir, dir);
	return fs_exists(dir) ? fs_each(dir, each_name, &e) : OK;
}

static bool is_answered(const char *path)
{
	char reply[PATH_CAP], bad[PATH_CAP];

	beside(reply, path, REPLY);
	beside(bad, path, BAD);
	return fs_exists(reply) || fs_exists(bad);
}

/* ---- from the stick ---------------------------------------------------------------------------------- */

static int read_kind(const char *path, bool reply, struct buf *out)
{
	struct carried c;
	int err = fs_read(path, CARRY_FILE, out);

	if (err)
		return err == ERR_TOO_LARGE ? ERR_INPUT : err;
	return carry_read(buf_text(out), out->len, &c) == OK && (c.status != 0) == reply ? OK : ERR_INPUT;
}

int carried_bring(const char *data_dir, const char *file, FILE *out)
{
	char dir[PATH_CAP], batch[PATH_CAP], to[PATH_CAP], name[65];
	bool reply = ends_in(file, REPLY);
	BUF(first);
	BUF(second);

	snprintf(batch, sizeof batch, "%.*s", (int)(strlen(file) - (reply ? strlen(REPLY) : 0)), file);
	int err = read_kind(batch, false, &first);
	if (!err && reply)
		err = read_kind(file, true, &second);
	if (err)
		return err;
	name_of(&first, name);
	folder(data_dir, dir);
	fs_join(to, dir, name);
	err = fs_mkdir(dir);
	if (!err && reply) { /* the reply first: a batch without one would be handed in again */
		char path[PATH_CAP];

		beside(path, to, REPLY);
		err = fs_write(path, buf_text(&second), second.len, MODE);
	}
	if (!err)
		err = fs_write(to, buf_text(&first), first.len, MODE);
	if (!err)
		fprintf(out, "%s %s\n", reply ? "reply" : "batch", name);
	return err;
}

/* ---- by the daemon ----------------------------------------------------------------------------------- */

static void forget(const char *path)
{
	char reply[PATH_CAP];

	beside(reply, path, REPLY);
	fs_remove(path);
	fs_remove(reply);
}

/* The reply to a batch of our own: what it acknowledges leaves the queue. */
static void take_reply(struct sync_task *t, const char *path, const char *name, const struct buf *batch)
{
	char reply[PATH_CAP], code[32];
	int err;
	BUF(text);

	beside(reply, path, REPLY);
	err = fs_read(reply, CARRY_FILE, &text);
	if (!err)
		err = device_import(&t->device, batch->data, batch->len, text.data, text.len, code);
	if (err == ERR_STORAGE)
		return; /* next time */
	log_line(err ? LOG_WARN : LOG_NOTE, "carried.taken", "name=%s err=%s code=%s", name, err_slug(err), code);
	forget(path);
}

static int take_one(void *ctx, const char *path, const char *name)
{
	struct sync_task *t = ctx;
	char reply[PATH_CAP];
	BUF(batch);

	beside(reply, path, REPLY);
	if (!is_answered(path)) {
		device_hand_in(&t->device);
		return 0;
	}
	if (!fs_exists(reply) || fs_read(path, CARRY_FILE, &batch) != OK ||
	    !device_carry_ours(&t->device, batch.data, batch.len))
		return 0;
	take_reply(t, path, name, &batch);
	return 1; /* one at a time: the folder is read again next time */
}

void carried_take(struct sync_task *t)
{
	if (!t->device.enrolled)
		return;
	for (int i = 0; i < 64 && each_batch(t->data_dir, take_one, t) == 1;)
		i++;
	if (t->device.want_carry && t->timer)
		sync_pump(t);
}

struct next {
	char *name;
	struct buf *out;
};

static int next_one(void *ctx, const char *path, const char *name)
{
	struct next *n = ctx;
	size_t was = n->out->len;

	if (is_answered(path))
		return 0;
	if (fs_read(path, CARRY_FILE, n->out) != OK || n->out->len == was)
		return 0;
	text_copy(n->name, 65, name);
	return 1;
}

bool carried_next(void *ctx, char name[65], struct buf *out)
{
	struct sync_task *t = ctx;
	struct next n = { name, out };

	return each_batch(t->data_dir, next_one, &n) == 1;
}

int carried_answer(void *ctx, const char *name, const void *file, size_t n)
{
	struct sync_task *t = ctx;
	char dir[PATH_CAP], path[PATH_CAP], reply[PATH_CAP];

	folder(t->data_dir, dir);
	fs_join(path, dir, name);
	beside(reply, path, n ? REPLY : BAD);
	log_line(n ? LOG_NOTE : LOG_WARN, "carried.answered", "name=%s good=%d", name, n > 0);
	return fs_write(reply, file ? file : "", n, MODE);
}

/* ---- onto the stick ---------------------------------------------------------------------------------- */

/* A kiosk as the engine sees it, without a loop to drive it. */
static int open_engine(struct app *app, struct sync_task **ret)
{
	struct sync_options o;

	serve_sync_options(app, NULL, &o);
	return sync_task_still(&o, ret);
}

struct out_to {
	struct sync_task *t;
	const char *dir;
	FILE *out;
};

/* What central said to another kiosk goes back the way it came. */
static int give_back(void *ctx, const char *path, const char *name)
{
	struct out_to *x = ctx;
	char from[PATH_CAP], to[PATH_CAP], reply[PATH_CAP];
	BUF(batch);
	BUF(answer);

	beside(from, path, REPLY);
	if (!fs_exists(from) || fs_read(path, CARRY_FILE, &batch) != OK || fs_read(from, CARRY_FILE, &answer) != OK ||
	    device_carry_ours(&x->t->device, batch.data, batch.len))
		return 0;
	fs_join(to, x->dir, name);
	beside(reply, to, REPLY);
	if (fs_write(to, batch.data, batch.len, MODE_STICK) != OK || fs_write(reply, answer.data, answer.len, MODE_STICK) != OK)
		return ERR_STORAGE;
	forget(path);
	fprintf(x->out, "%s" REPLY " answer for another kiosk\n", name);
	return 0;
}

static int write_queue(struct out_to *x)
{
	int done = 0, count;

	for (;; done += count) {
		char name[65], path[PATH_CAP];
		BUF(file);

		count = device_export(&x->t->device, done, &file);
		if (count == 0)
			return OK;
		name_of(&file, name);
		fs_join(path, x->dir, name);
		if (fs_write(path, file.data, file.len, MODE_STICK) != OK)
			return ERR_STORAGE;
		fprintf(x->out, "%s %d\n", name, count);
	}
}

int carried_export(struct app *app, const char *to, FILE *out)
{
	struct out_to x = { .dir = to, .out = out };
	int err = open_engine(app, &x.t);

	if (err)
		return err;
	err = db_snapshot_begin(app->db);
	if (!err) {
		err = write_queue(&x);
		db_snapshot_end(app->db);
	}
	if (!err)
		err = each_batch(app->dir, give_back, &x);
	sync_task_free(x.t);
	return err;
}
