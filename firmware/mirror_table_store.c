/* One writer per feed: from a body's JSON to the columns of its mirror table.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "firmware/device_store.h"
#include "firmware/mirror_inside.h"
#include "shared/base/log.h"
#include "shared/io/db.h"

#define DICT_CAP 32768

static const char PUT_DWELLING[] =
	"INSERT OR REPLACE INTO dwelling (key, street, number, suffix, postcode, city, complex, riser,"
	" type, parent, kind, provider, supplier, nom, rooms)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
static const char PUT_DIRECTORY[] =
	"INSERT OR REPLACE INTO directory (idx, record) VALUES (?, ?)";
static const char PUT_CATALOGUE[] =
	"INSERT OR REPLACE INTO catalogue (version, doc, current) VALUES (?, ?, 1)";
static const char OLD_CATALOGUE[] = "UPDATE catalogue SET current = 0 WHERE version <> ?";
static const char PUT_PARTY[] = "INSERT OR REPLACE INTO party (key, body) VALUES (?, ?)";
static const char PUT_TEXT[] = "INSERT OR REPLACE INTO text (key, body) VALUES (?, ?)";
static const char PUT_OUTAGE[] = "INSERT OR REPLACE INTO outage (key, body) VALUES (?, ?)";
static const char PUT_CONFIG[] = "INSERT OR REPLACE INTO config (key, body) VALUES (?, ?)";
static const char PUT_DICT[] = "INSERT INTO dict (n, data) VALUES (?, ?) ON CONFLICT DO NOTHING";
static const char PUT_CASE[] =
	"INSERT OR REPLACE INTO case_status (receipt, state, body) VALUES (?, ?, ?)";
static const char SITE_KNOWN[] =
	"SELECT 1 AS known FROM site WHERE version = ? AND role = 'current'";
static const char PUT_SITE[] =
	"INSERT OR REPLACE INTO site (version, size, sha256, minisig, role)"
	" VALUES (?, ?, ?, ?, 'wanted')";
static const char SITE_WANTED[] = "SELECT * FROM site WHERE role = 'wanted'";
static const char SITE_ROLE[] = "SELECT version FROM site WHERE role = ?";
static const char SITE_BECOMES[] = "UPDATE site SET role = ? WHERE version = ?";

/* ---- writers ----------------------------------------------------------------------------------- */

static int put_plain(struct db *db, const char *sql, const char *key, struct span body)
{
	DB_STMT(st) = db_prepare(db, sql);

	db_bind_text(st, key);
	db_bind_text_n(st, body.p, body.n);
	return db_run(st);
}

static int put_party(struct db *db, const char *key, struct span body)
{
	return put_plain(db, PUT_PARTY, key, body);
}

static int put_text(struct db *db, const char *key, struct span body)
{
	return put_plain(db, PUT_TEXT, key, body);
}

static int put_outage(struct db *db, const char *key, struct span body)
{
	return put_plain(db, PUT_OUTAGE, key, body);
}

static int put_catalogue(struct db *db, const char *key, struct span body)
{
	DB_STMT(old) = db_prepare(db, OLD_CATALOGUE);
	int err = put_plain(db, PUT_CATALOGUE, key, body);

	db_bind_text(old, key);
	return err == OK ? db_run(old) : err;
}

/* A string, a number as text, or "" for null and absent. */
static void plain_text(struct span v, struct buf *out)
{
	if (span_append(v, out) || v.n == 0 || *v.p == 'n')
		return;
	buf_add(out, v.p, v.n);
}

static int put_dwelling(struct db *db, const char *key, struct span body)
{
	static const char *const NAMES[] = { "street", "number", "suffix", "postcode", "city",
		"complex", "riser", "type", "parent", "kind", "provider", "supplier", "nom", "rooms",
		NULL };
	enum { TEXTS = 12, NOM = 12, ROOMS = 13 };
	struct span f[14];
	struct buf texts[TEXTS] = { { 0 } };
	DB_STMT(st) = db_prepare(db, PUT_DWELLING);
	int err;

	if (!walk_pick(body, NAMES, f) || !span_is_string(f[0]))
		return ERR_INPUT;
	db_bind_text(st, key);
	for (int i = 0; i < TEXTS; i++) {
		plain_text(f[i], &texts[i]);
		db_bind_text(st, buf_text(&texts[i]));
	}
	db_bind_int(st, span_bool(f[NOM], false));
	if (span_is_array(f[ROOMS]))
		db_bind_text_n(st, f[ROOMS].p, f[ROOMS].n);
	else
		db_bind_text(st, "[]");
	err = db_run(st);
	for (int i = 0; i < TEXTS; i++)
		buf_free(&texts[i]);
	return err;
}

static int put_directory(struct db *db, const char *key, struct span body)
{
	DB_STMT(st) = db_prepare(db, PUT_DIRECTORY);
	uint8_t idx[32];
	BUF(b64);
	BUF(record);

	if (!hex_decode(key, idx, sizeof idx) || !span_append(walk_get(body, "record"), &b64) ||
	    base64_decode(buf_text(&b64), b64.len, &record) != OK || record.len == 0)
		return ERR_INPUT;
	db_bind_blob(st, idx, sizeof idx);
	db_bind_blob(st, record.data, record.len);
	return db_run(st);
}

/* config "dict.<n>": its bytes are checked once, here, and kept ready for the capture. */
static int put_dict(struct db *db, int64_t n, struct span body)
{
	DB_STMT(st) = db_prepare(db, PUT_DICT);
	uint8_t hash[HASH_BYTES], want[HASH_BYTES];
	char hex[HEX32_TEXT];
	BUF(text);
	BUF(data);

	if (!span_copy(walk_get(body, "sha256"), hex, sizeof hex) || !hex_decode(hex, want, 32) ||
	    !span_append(walk_get(body, "data"), &text) ||
	    base64_decode(buf_text(&text), text.len, &data) != OK || data.len > DICT_CAP)
		return ERR_INPUT;
	sha256(data.data, data.len, hash);
	if (memcmp(hash, want, sizeof hash) != 0)
		return ERR_INPUT;
	db_bind_int(st, n);
	db_bind_blob(st, data.data, data.len);
	return db_run(st);
}

static int put_config(struct db *db, const char *key, struct span body)
{
	int64_t n;
	int err;

	if (strncmp(key, "dict.", 5) == 0)
		return int_parse(key + 5, 1, 65535, &n) ? put_dict(db, n, body) : ERR_INPUT;
	err = put_plain(db, PUT_CONFIG, key, body);
	if (err == OK && strcmp(key, "intake_keys") == 0)
		device_keep_intake(db);
	return err;
}

static int put_case(struct db *db, const char *key, struct span body)
{
	DB_STMT(st) = db_prepare(db, PUT_CASE);
	char state[32];

	if (!span_copy(walk_get(body, "state"), state, sizeof state))
		return ERR_INPUT;
	db_bind_text(st, key);
	db_bind_text(st, state);
	db_bind_text_n(st, body.p, body.n);
	return db_run(st);
}

static bool site_known(struct db *db, const char *version)
{
	DB_STMT(st) = db_prepare(db, SITE_KNOWN);

	db_bind_text(st, version);
	return db_step(st);
}

/* A version becomes part of a file name and of a request target. */
static bool version_valid(const char *v)
{
	for (const char *p = v; *p; p++)
		if (!((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') ||
		      (*p == '.' && p > v) || *p == '-' || *p == '_'))
			return false;
	return v[0] != '\0';
}

static int put_site(struct db *db, const char *key, struct span body)
{
	static const char *const NAMES[] = { "version", "size", "sha256", "minisig", NULL };
	struct mirror_site s;
	struct span f[4];
	DB_STMT(st) = db_prepare(db, PUT_SITE);

	(void)key;
	if (!walk_pick(body, NAMES, f) || !span_copy(f[0], s.version, sizeof s.version) ||
	    !version_valid(s.version) || !span_int(f[1], 1, INT64_C(1) << 32, &s.size) ||
	    !span_copy(f[2], s.sha256, sizeof s.sha256) ||
	    !span_copy(f[3], s.minisig, sizeof s.minisig))
		return ERR_INPUT;
	if (db_exec(db, "DELETE FROM site WHERE role = 'wanted'") != OK)
		return ERR_STORAGE;
	if (site_known(db, s.version))
		return OK;
	db_bind_text(st, s.version);
	db_bind_int(st, s.size);
	db_bind_text(st, s.sha256);
	db_bind_text(st, s.minisig);
	return db_run(st);
}

const struct mirror_table MIRROR_TABLES[] = {
	{ "case", MIRROR_CASE, put_case, "DELETE FROM case_status WHERE receipt = ?",
	  "DELETE FROM case_status" },
	{ "catalogue", MIRROR_CATALOGUE, put_catalogue, "DELETE FROM catalogue WHERE version = ?",
	  "DELETE FROM catalogue" },
	{ "dwelling", MIRROR_DWELLING, put_dwelling, "DELETE FROM dwelling WHERE key = ?",
	  "DELETE FROM dwelling" },
	{ "party", MIRROR_PARTY, put_party, "DELETE FROM party WHERE key = ?", "DELETE FROM party" },
	{ "directory", MIRROR_DIRECTORY, put_directory,
	  "DELETE FROM directory WHERE lower(hex(idx)) = ?", "DELETE FROM directory" },
	{ "text", MIRROR_TEXT, put_text, "DELETE FROM text WHERE key = ?", "DELETE FROM text" },
	{ "config", MIRROR_CONFIG, put_config, "DELETE FROM config WHERE key = ?",
	  "DELETE FROM config" },
	{ "site", MIRROR_SITE, put_site, "DELETE FROM site WHERE role = 'wanted' AND ? <> ''",
	  "DELETE FROM site WHERE role = 'wanted'" },
	{ "outage", MIRROR_OUTAGE, put_outage, "DELETE FROM outage WHERE key = ?",
	  "DELETE FROM outage" },
	{ NULL, 0, NULL, NULL, NULL },
};

/* ---- readers ----------------------------------------------------------------------------------- */

bool mirror_site_wanted(struct db *db, struct mirror_site *ret)
{
	DB_STMT(st) = db_prepare(db, SITE_WANTED);

	if (!db_step(st))
		return false;
	text_copy(ret->version, sizeof ret->version, db_col_text(st, "version"));
	text_copy(ret->sha256, sizeof ret->sha256, db_col_text(st, "sha256"));
	text_copy(ret->minisig, sizeof ret->minisig, db_col_text(st, "minisig"));
	ret->size = db_col_int(st, "size");
	return true;
}

static void site_of(struct db *db, const char *role, char *out, size_t cap)
{
	DB_STMT(st) = db_prepare(db, SITE_ROLE);

	db_bind_text(st, role);
	text_copy(out, cap, db_step(st) ? db_col_text(st, "version") : "");
}

void mirror_site_current(struct db *db, char *current, char *previous, size_t cap)
{
	site_of(db, "current", current, cap);
	site_of(db, "previous", previous, cap);
}

static void become(struct db *db, const char *version, const char *role)
{
	DB_STMT(st) = db_prepare(db, SITE_BECOMES);

	db_bind_text(st, role);
	db_bind_text(st, version);
	if (db_run(st) == ERR_CONFLICT)
		die("mirror.site", "version=%s", version);
}

void mirror_site_installed(struct db *db, const char *version, char *gone, size_t cap)
{
	char current[65];

	site_of(db, "previous", gone, cap);
	site_of(db, "current", current, sizeof current);
	if (db_exec(db, "DELETE FROM site WHERE role = 'previous'") == ERR_CONFLICT)
		die("mirror.site", "version=%s", version);
	if (current[0])
		become(db, current, "previous");
	become(db, version, "current");
}
