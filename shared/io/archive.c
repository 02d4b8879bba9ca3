/* Reading archives: the whole file in memory, names sorted, one look-up and one write per page.
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

#define FILE_CAP (64u << 20)

struct row {
	size_t name, data; /* offsets into bytes */
	size_t len, size;
	char etag[20];     /* "16 hex" with quotes */
};

struct archive {
	struct buf bytes; /* all names (with NUL) and data, one after the other */
	struct row *rows;
	int count, cap;
};

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
	size_t len;
	const char *name = db_col_text(st, "name");
	const void *data = db_col_blob(st, "data", &len);
	if (a->count == a->cap) {
		a->cap = a->cap ? 2 * a->cap : 256;
		a->rows = realloc(a->rows, (size_t)a->cap * sizeof *a->rows);
		if (!a->rows)
			die("memory.none", "what=archive");
	}
	struct row *r = &a->rows[a->count++];
	*r = (struct row){ .name = a->bytes.len, .len = len };
	r->size = (size_t)db_col_int(st, "sz");
	buf_add(&a->bytes, name, strlen(name) + 1);
	r->data = a->bytes.len;
	buf_add(&a->bytes, data, len);
	uint8_t hash[HASH_BYTES];
	sha256(data, len, hash);
	r->etag[0] = '"';
	hex_encode(hash, 8, r->etag + 1);
	r->etag[17] = '"';
}

int archive_open(const char *path, struct archive **ret)
{
	*ret = NULL;
	if (!fs_exists(path))
		return ERR_NOT_FOUND;
	DB(db);
	if (db_open(path, DB_READER, 256, &db))
		return ERR_STORAGE;
	if (db_ask_int(db, "SELECT count(*) FROM sqlite_schema WHERE name='sqlar'", 0) != 1)
		return ERR_STORAGE;
	struct archive *a = mem_new(1, sizeof *a);
	int64_t bytes = db_bytes(db);
	buf_room(&a->bytes, bytes < (int64_t)FILE_CAP ? (size_t)bytes : FILE_CAP);
	struct db_stmt *st = db_prepare(db, "SELECT name,sz,data FROM sqlar ORDER BY name");
	while (db_step(st))
		add_row(a, st);
	db_release(&st);
	*ret = a;
	return OK;
}

void archive_close(struct archive *a)
{
	if (!a)
		return;
	buf_free(&a->bytes);
	free(a->rows);
	free(a);
}

bool archive_find(const struct archive *a, const char *name, struct archive_file *ret)
{
	int low = 0, high = a->count - 1;
	while (low <= high) {
		int mid = (low + high) / 2;
		const struct row *r = &a->rows[mid];
		int order = strcmp(name, a->bytes.data + r->name);
		if (!order) {
			*ret = (struct archive_file){
				.data = a->bytes.data + r->data,
				.len = r->len,
				.size = r->size,
				.deflated = r->len < r->size,
				.etag = r->etag,
				.type = type_of(name),
			};
			return true;
		}
		if (order < 0)
			high = mid - 1;
		else
			low = mid + 1;
	}
	return false;
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
	return a->bytes.data + a->rows[i].name;
}
