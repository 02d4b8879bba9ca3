/* The spool's folder: names, order, and reading all of it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/spool_files.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "firmware/device_store.h"
#include "firmware/spool.h"
#include "firmware/spool_inside.h"
#include "firmware/spool_store.h"
#include "shared/base/log.h"

#define DIGITS 8

void spool_folder(const char *data_dir, char out[PATH_CAP])
{
	fs_join(out, data_dir, "spool");
}

void spool_path(const char *folder, char series, int64_t number, char out[PATH_CAP])
{
	char name[32];
	snprintf(name, sizeof name, "%c%0*" PRId64 ".seg", series, DIGITS, number);
	fs_join(out, folder, name);
}

int64_t spool_number(const char *name, char series)
{
	int64_t n = 0;
	if (name[0] != series || strlen(name) != 1 + DIGITS + 4 || strcmp(name + 1 + DIGITS, ".seg"))
		return 0;
	for (int i = 1; i <= DIGITS; i++) {
		if (name[i] < '0' || name[i] > '9')
			return 0;
		n = n * 10 + (name[i] - '0');
	}
	return n;
}

struct listing {
	char series;
	int (*fn)(void *ctx, int64_t number);
	void *ctx;
};

static int on_name(void *ctx, const char *name)
{
	struct listing *l = ctx;
	int64_t n = spool_number(name, l->series);
	return n ? l->fn(l->ctx, n) : OK;
}

int spool_each_file(const char *folder, char series, int (*fn)(void *ctx, int64_t number), void *ctx)
{
	struct listing l = { series, fn, ctx };
	return fs_each(folder, on_name, &l);
}

struct bounds {
	int64_t first, last;
};

static int stretch(void *ctx, int64_t number)
{
	struct bounds *b = ctx;
	b->first = b->first ? b->first : number;
	b->last = number;
	return OK;
}

void spool_bounds(const char *folder, char series, int64_t *ret_first, int64_t *ret_last)
{
	struct bounds b = { 0 };
	if (spool_each_file(folder, series, stretch, &b))
		b = (struct bounds){ 0 };
	*ret_first = b.first;
	*ret_last = b.last;
}

/* ---- reading all of it ---------------------------------------------------------------------- */

struct reading {
	const struct spool_reader *r;
	char folder[PATH_CAP];
	char series;
	char name[32];
	int err;
};

static void bad(void *ctx, size_t offset, size_t len)
{
	struct reading *rd = ctx;
	if (rd->r->bad)
		rd->r->bad(rd->r->ctx, rd->name, offset, len);
}

static void item(void *ctx, const struct spool_item *it)
{
	struct reading *rd = ctx;
	if (rd->r->item)
		rd->r->item(rd->r->ctx, it);
}

static void dead(void *ctx, const struct spool_dead *d)
{
	struct reading *rd = ctx;
	if (rd->r->dead)
		rd->r->dead(rd->r->ctx, d);
}

static int read_file(void *ctx, int64_t number)
{
	struct reading *rd = ctx;
	struct spool_sink sink = { item, dead, bad, rd };
	char path[PATH_CAP];
	BUF(bytes);
	spool_path(rd->folder, rd->series, number, path);
	text_copy(rd->name, sizeof rd->name, strrchr(path, '/') + 1);
	int err = fs_read(path, SPOOL_FILE_CAP, &bytes);
	if (err) {
		bad(rd, 0, 0);
		rd->err = ERR_STORAGE;
		return OK;
	}
	spool_read(bytes.data, bytes.len, &sink);
	return OK;
}

int spool_read_all(const char *data_dir, const struct spool_reader *r)
{
	struct reading rd = { .r = r, .series = SPOOL_MARKS };
	spool_folder(data_dir, rd.folder);
	int err = spool_each_file(rd.folder, SPOOL_MARKS, read_file, &rd);
	rd.series = SPOOL_ITEMS;
	if (!err)
		err = spool_each_file(rd.folder, SPOOL_ITEMS, read_file, &rd);
	return err ? err : rd.err;
}

/* ---- how it stands -------------------------------------------------------------------------- */

struct tally {
	char folder[PATH_CAP];
	char series;
	struct spool_state *state;
};

static int count(void *ctx, int64_t number)
{
	struct tally *t = ctx;
	char path[PATH_CAP];
	spool_path(t->folder, t->series, number, path);
	int64_t size = fs_size(path);
	t->state->files++;
	t->state->bytes += size > 0 ? size : 0;
	return OK;
}

static void tally(const char *data_dir, struct spool_state *ret)
{
	struct tally t = { .series = SPOOL_MARKS, .state = ret };
	memset(ret, 0, sizeof *ret);
	spool_folder(data_dir, t.folder);
	if (spool_each_file(t.folder, SPOOL_MARKS, count, &t))
		return;
	t.series = SPOOL_ITEMS;
	if (spool_each_file(t.folder, SPOOL_ITEMS, count, &t))
		log_line(LOG_WARN, "spool.list", "folder=%s", t.folder);
}

bool spool_exists(const char *data_dir)
{
	struct spool_state s;
	tally(data_dir, &s);
	return s.bytes > 0;
}

/* ---- how it was left ------------------------------------------------------------------------ */

static void read_mark(const char *folder, char word[64])
{
	char path[PATH_CAP];
	BUF(text);
	fs_join(path, folder, "state");
	text_copy(word, 64, fs_read(path, 63, &text) ? "" : buf_text(&text));
}

void spool_mark(const char *folder, const char *word)
{
	char path[PATH_CAP], now[64];
	fs_join(path, folder, "state");
	read_mark(folder, now);
	if (strcmp(now, word) && (fs_mkdir(folder) || fs_write(path, word, strlen(word), 0600)))
		log_line(LOG_ERROR, "spool.unmarked", "path=%s", path);
}

bool spool_sure(const char *data_dir)
{
	char folder[PATH_CAP], now[64], boot[WIRE_BOOT];
	spool_folder(data_dir, folder);
	read_mark(folder, now);
	device_boot(boot);
	return !strcmp(now, "closed") || !strcmp(now, boot);
}

static void highest(void *ctx, const struct spool_item *it)
{
	int64_t *last = ctx;
	*last = it->n > *last ? it->n : *last;
}

int64_t spool_last(const char *folder)
{
	int64_t first, number, last = 0;
	struct spool_sink sink = { .item = highest, .ctx = &last };
	spool_bounds(folder, SPOOL_ITEMS, &first, &number);
	for (; number && number >= first && !last; number--) {
		char path[PATH_CAP];
		BUF(bytes);
		spool_path(folder, SPOOL_ITEMS, number, path);
		if (fs_read(path, SPOOL_FILE_CAP, &bytes) == OK)
			spool_read(bytes.data, bytes.len, &sink);
	}
	return last;
}

void spool_state(const char *data_dir, struct db *db, const struct spool *s, struct spool_state *ret)
{
	char folder[PATH_CAP];
	tally(data_dir, ret);
	spool_folder(data_dir, folder);
	ret->last = s ? s->last : spool_last(folder);
	ret->behind = spool_count_after(db, ret->last);
}
