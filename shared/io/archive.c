/* Reading archives: names sorted in memory, a file's bytes from its first use on, so that a page is
 * one look-up and one write and an idle program holds only what somebody asked for.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/io/archive.h"

#include <stdlib.h>
#include <string.h>

#include "shared/base/log.h"
#include "shared/base/pack.h"
#include "shared/base/text.h"
#include "shared/io/db.h"
#include "shared/io/fs.h"

#define CACHE_KIB 64

struct row {
	size_t name;   /* offset into names */
	size_t len, size;
	void *data;    /* NULL until asked for */
	char etag[20]; /* "16 hex" with quotes; set with data */
};

struct archive {
	struct db *db;
	struct buf names; /* one after the other, each with its NUL */
	struct row *rows;
	int count, cap;
};

static const char COLUMNS[] =
	"SELECT count(*) FROM pragma_table_info('sqlar') WHERE name IN ('name','sz','data')";
static const char NAMES[] = "SELECT name, sz, length(data) AS len FROM sqlar ORDER BY name";
static const char DATA[] = "SELECT data FROM sqlar WHERE name = ?";

/* What a browser is told, by the end of the name. */
static const struct {
	const char *end, *type;
} TYPES[] = {
	{ ".html", "text/html; charset=utf-8" },
	{ ".css", "text/css; charset=utf-8" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".mjs", "text/javascript; charset=utf-8" },
	{ ".json", "application/json" },
	{ ".svg", "image/svg+xml" },
	{ ".png", "image/png" },
	{ ".jpg", "image/jpeg" },
	{ ".ico", "image/x-icon" },
	{ ".woff2", "font/woff2" },
	{ ".txt", "text/plain; charset=utf-8" },
	{ ".webmanifest", "application/manifest+json" },
	{ ".opus", "audio/ogg" },
};

static const char *type_of(const char *name)
{
	size_t n = strlen(name);
	for (size_t i = 0; i < COUNT_OF(TYPES); i++) {
		size_t m = strlen(TYPES[i].end);
		if (n > m && !strcmp(name + n - m, TYPES[i].end))
			return TYPES[i].type;
	}
	return "application/octet-stream";
}

static void add_row(struct archive *a, struct db_stmt *st)
{
	const char *name = db_col_text(st, "name");
	if (a->count == a->cap) {
		a->cap = a->cap ? 2 * a->cap : 256;
		a->rows = realloc(a->rows, (size_t)a->cap * sizeof *a->rows);
		if (!a->rows)
			die("memory.none", "what=archive");
	}
	struct row *r = &a->rows[a->count++];
	*r = (struct row){ .name = a->names.len };
	r->size = (size_t)db_col_int(st, "sz");
	r->len = (size_t)db_col_int(st, "len");
	buf_add(&a->names, name, strlen(name) + 1);
}

int archive_open(const char *path, struct archive **ret)
{
	*ret = NULL;
	if (!fs_exists(path))
		return ERR_NOT_FOUND;
	DB(db);
	if (db_open(path, DB_READER, CACHE_KIB, &db))
		return ERR_STORAGE;
	db_stand(db); /* a disk that lost bits since the file was verified must not end the program */
	if (db_ask_int(db, COLUMNS, 0) != 3)
		return ERR_STORAGE;
	struct archive *a = mem_new(1, sizeof *a);
	struct db_stmt *st = db_prepare(db, NAMES);
	while (db_step(st))
		add_row(a, st);
	db_release(&st);
	bool damaged = db_damaged(db);
	a->db = db;
	db = NULL;
	if (damaged)
		archive_close(a);
	else
		*ret = a;
	return damaged ? ERR_STORAGE : OK;
}

/* The bytes of a row, read once and kept. false: the file does not give them any more. */
static bool load(const struct archive *a, struct row *r)
{
	size_t len;
	uint8_t hash[HASH_BYTES];
	if (r->data)
		return true;
	DB_STMT(st) = db_prepare(a->db, DATA);
	db_bind_text(st, a->names.data + r->name);
	if (!db_step(st))
		return false;
	const void *data = db_col_blob(st, "data", &len);
	if (len != r->len)
		return false;
	r->data = mem_new(len + 1, 1);
	if (len)
		memcpy(r->data, data, len);
	sha256(data, len, hash);
	r->etag[0] = '"';
	hex_encode(hash, 8, r->etag + 1);
	r->etag[17] = '"';
	return true;
}

void archive_close(struct archive *a)
{
	if (!a)
		return;
	for (int i = 0; i < a->count; i++)
		free(a->rows[i].data);
	free(a->rows);
	buf_free(&a->names);
	db_close(a->db);
	free(a);
}

static struct row *find(const struct archive *a, const char *name)
{
	int low = 0, high = a->count - 1;
	while (low <= high) {
		int mid = (low + high) / 2;
		int order = strcmp(name, a->names.data + a->rows[mid].name);
		if (!order)
			return &a->rows[mid];
		if (order < 0)
			high = mid - 1;
		else
			low = mid + 1;
	}
	return NULL;
}

bool archive_find(const struct archive *a, const char *name, struct archive_file *ret)
{
	struct row *r = find(a, name);
	if (!r || !load(a, r))
		return false;
	*ret = (struct archive_file){
		.data = r->data,
		.len = r->len,
		.size = r->size,
		.deflated = r->len < r->size,
		.etag = r->etag,
		.type = type_of(name),
	};
	return true;
}

int archive_read(const struct archive *a, const char *name, struct buf *out)
{
	struct archive_file f;
	if (!archive_find(a, name, &f))
		return ERR_NOT_FOUND;
	if (f.deflated)
		return pack_inflate(f.data, f.len, f.size, NULL, 0, out);
	buf_add(out, f.data, f.len);
	return OK;
}

int archive_count(const struct archive *a)
{
	return a->count;
}

const char *archive_name(const struct archive *a, int i)
{
	return a->names.data + a->rows[i].name;
}
