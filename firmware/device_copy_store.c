/* Identity rows as text and back. Each line: key, i or t, value; text values in hex.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/device_copy_store.h"

#include <inttypes.h>
#include <string.h>

#include "shared/base/crypt.h"
#include "shared/base/log.h"
#include "shared/base/text.h"
#include "shared/io/db.h"
#include "shared/io/fs.h"

#define FILE_CAP 65536
#define VALUE_CAP 8192

static const char ROWS[] =
	"SELECT key, value, typeof(value) AS type FROM meta WHERE key >= 'sync.' AND key < 'sync/'"
	" AND key NOT IN ('sync.contact', 'sync.skew', 'sync.error', 'sync.wire') ORDER BY key";
static const char HEAD[] = "portiek-kiosk identity 1\n";
static const char SCHEMA[] = "schema"; /* version of the database that was copied: the first line */
static const char FOOT[] = "sha256 ";

static void put_row(struct db_stmt *st, struct buf *out)
{
	if (!strcmp(db_col_text(st, "type"), "integer")) {
		buf_fmt(out, "%s i %" PRId64 "\n", db_col_text(st, "key"), db_col_int(st, "value"));
		return;
	}
	const char *value = db_col_text(st, "value");
	size_t n = strlen(value);
	buf_fmt(out, "%s t ", db_col_text(st, "key"));
	hex_encode((const uint8_t *)value, n, buf_room(out, 2 * n));
	out->len += 2 * n;
	buf_char(out, '\n');
}

void device_copy_text(struct db *db, struct buf *out)
{
	uint8_t hash[HASH_BYTES];
	char hex[HEX32_TEXT];
	DB_STMT(st) = db_prepare(db, ROWS);
	size_t begin = out->len;
	buf_str(out, HEAD);
	buf_fmt(out, "%s i %" PRId64 "\n", SCHEMA, db_ask_int(db, "PRAGMA user_version", 0));
	while (db_step(st))
		put_row(st, out);
	sha256(out->data + begin, out->len - begin, hash);
	hex_encode(hash, sizeof hash, hex);
	buf_fmt(out, "%s%s\n", FOOT, hex);
}

int device_copy_write(struct db *db, const char *data_dir)
{
	char path[PATH_CAP];
	BUF(text);
	BUF(now);
	device_copy_text(db, &text);
	if (!*data_dir || !strstr(text.data, "\nsync.device "))
		return OK;
	fs_join(path, data_dir, "identity");
	if (!fs_read(path, FILE_CAP, &now) && now.len == text.len && !memcmp(now.data, text.data, now.len))
		return OK;
	return fs_write(path, text.data, text.len, 0600);
}

static bool hash_right(const struct buf *text)
{
	uint8_t hash[HASH_BYTES];
	char hex[HEX32_TEXT];
	size_t foot = strlen(FOOT) + HEX32_TEXT; /* its newline counts for the NUL */
	if (text->len < strlen(HEAD) + foot || strncmp(text->data, HEAD, strlen(HEAD)))
		return false;
	sha256(text->data, text->len - foot, hash);
	hex_encode(hash, sizeof hash, hex);
	const char *at = text->data + text->len - foot;
	return !strncmp(at, FOOT, strlen(FOOT)) && !strncmp(at + strlen(FOOT), hex, HEX32_TEXT - 1);
}

int device_copy_read(const char *data_dir, struct buf *out)
{
	char path[PATH_CAP];
	fs_join(path, data_dir, "identity");
	int err = fs_read(path, FILE_CAP, out);
	if (err == ERR_NOT_FOUND)
		return err;
	return !err && hash_right(out) ? OK : ERR_CRYPT;
}

int64_t device_copy_schema(const char *data_dir)
{
	int64_t n;
	BUF(text);
	const char *at = device_copy_read(data_dir, &text) == OK ? strstr(text.data, "\nschema i ") : NULL;
	if (!at)
		return 0;
	at += strlen("\nschema i ");
	char number[16] = "";
	for (size_t i = 0; i < sizeof number - 1 && at[i] != '\n'; i++)
		number[i] = at[i];
	return int_parse(number, 0, INT32_MAX, &n) ? n : 0;
}

static int restore_line(struct db *db, const char *line, size_t n)
{
	char key[64], value[VALUE_CAP];
	const char *space = memchr(line, ' ', n), *end = line + n;
	int64_t number;
	if (!space || (size_t)(space - line) >= sizeof key || end - space < 3)
		return ERR_CRYPT;
	memcpy(key, line, (size_t)(space - line));
	key[space - line] = '\0';
	size_t len = (size_t)(end - (space + 3));
	if (len >= sizeof value)
		return ERR_CRYPT;
	memcpy(value, space + 3, len);
	value[len] = '\0';
	if (!strcmp(key, SCHEMA))
		return OK;
	if (space[1] == 'i') {
		if (!int_parse(value, INT64_MIN, INT64_MAX, &number))
			return ERR_CRYPT;
		db_meta_set_int(db, key, number);
		return OK;
	}
	for (size_t i = 0; i < len / 2; i++) {
		char two[3] = { value[2 * i], value[2 * i + 1], '\0' };
		if (!hex_decode(two, (uint8_t *)&value[i], 1))
			return ERR_CRYPT;
	}
	value[len / 2] = '\0';
	db_meta_set_text(db, key, value);
	return OK;
}

int device_copy_restore(struct db *db, const struct buf *text)
{
	const char *at = text->data + strlen(HEAD), *end = text->data + text->len;
	int err = OK;
	while (!err && at < end && strncmp(at, FOOT, strlen(FOOT))) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		stop = stop ? stop : end;
		err = restore_line(db, at, (size_t)(stop - at));
		at = stop + 1;
	}
	return err;
}
