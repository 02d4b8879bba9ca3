/* Devices as staff and the command line see them; codes. The hub's side is hub_store.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/device_store.h"

#include <stdio.h>
#include <string.h>

#include "server/epoch_store.h"
#include "server/feed.h"
#include "server/hub_store.h"
#include "shared/base/val.h"
#include "shared/io/db.h"

#define KIOSK_VALID_MS (48 * HOUR_MS)
#define TABLET_VALID_MS (15 * MINUTE_MS)
#define TRIES 8 /* a code id in use */

static const char ADD_CODE[] =
	"INSERT INTO enrol_code (code_id, secret, kind, label, scopes, expires) VALUES (?, ?, ?, ?, ?, ?)";
static const char DROP_CODES[] =
	"DELETE FROM enrol_code WHERE expires < ?";
#define COLUMNS "SELECT d.*, p.uuid AS parent_uuid FROM device d LEFT JOIN device p ON p.n = d.parent"
static const char DEVICES[] = COLUMNS " ORDER BY d.n";
static const char DEVICE[] = COLUMNS " WHERE d.uuid = ? OR d.prefix = ?";
static const char SCOPES[] = "SELECT scope FROM device_scope WHERE device = ? ORDER BY scope";
static const char DROP_SCOPES[] = "DELETE FROM device_scope WHERE device = ?";
static const char ADD_SCOPE[] = "INSERT OR IGNORE INTO device_scope (device, scope) VALUES (?, ?)";
static const char SET_SCOPED[] = "UPDATE device SET scoped = ? WHERE n = ?";
static const char SET_STATE[] = "UPDATE device SET state = ? WHERE n = ?";
/* feed_seen: the next reply tells it that there is news. */
static const char ADMIT[] =
	"UPDATE device SET state = 'active', feed_seen = 0 WHERE n = ? AND state = 'pending'";
/* What came while too many lines of one device asked for trust (hub_batch: too_many_lines). */
static const char TRUST[] = "UPDATE item SET fault = '' WHERE device = ? AND fault = 'too_many_lines'";
static const char AGAIN[] =
	"INSERT INTO item_again (n) SELECT q.n FROM quarantine q JOIN item i ON i.n = q.n"
	" WHERE i.device = ? AND q.code = 'too_many_lines' ON CONFLICT DO NOTHING";

/* ---- codes --------------------------------------------------------------------------------------- */

static void print_code(const char *code, char out[DEVICE_CODE_TEXT])
{
	snprintf(out, DEVICE_CODE_TEXT, "%.4s-%.4s-%.4s-%.4s-%.4s", code, code + 4, code + 8, code + 12,
		 code + 16);
}

static void scopes_json(const struct device_new *d, struct buf *out)
{
	buf_char(out, '[');
	for (int i = 0; i < d->complex_count; i++) {
		if (i)
			buf_char(out, ',');
		val_quote(d->complexes[i], out);
	}
	buf_char(out, ']');
}

static int add_code(struct db *db, const struct keys *k, const char *code,
		    const struct device_new *d, int64_t expires)
{
	DB_STMT(st) = db_prepare(db, ADD_CODE);
	char code_id[5];
	BUF(secret);
	BUF(scopes);

	text_copy(code_id, sizeof code_id, code);
	hub_code_seal(k, code + 4, &secret);
	scopes_json(d, &scopes);
	db_bind_text(st, code_id);
	db_bind_blob(st, secret.data, secret.len);
	db_bind_text(st, d->kind);
	db_bind_text(st, d->label ? d->label : "");
	db_bind_text(st, buf_text(&scopes));
	db_bind_int(st, expires);
	return db_run(st);
}

static int drop_old_codes(struct db *db, int64_t now)
{
	DB_STMT(st) = db_prepare(db, DROP_CODES);

	db_bind_int(st, now - KIOSK_VALID_MS);
	return db_run(st);
}

int device_code_make(struct db *db, const struct keys *k, const struct clock *clock,
		     const struct device_new *d, char code[DEVICE_CODE_TEXT])
{
	bool kiosk = strcmp(d->kind, "kiosk") == 0;
	int64_t now = clock_wall(clock);
	uint8_t rnd[20];
	char plain[21];
	int err;

	if ((!kiosk && strcmp(d->kind, "tablet") != 0) || (kiosk && d->complex_count == 0))
		return ERR_INPUT;
	err = drop_old_codes(db, now);
	if (err != OK)
		return err;
	err = ERR_CONFLICT;
	for (int i = 0; i < TRIES && err == ERR_CONFLICT; i++) {
		crypt_random(rnd, sizeof rnd);
		crockford_make(rnd, sizeof rnd, plain);
		err = add_code(db, k, plain, d, now + (kiosk ? KIOSK_VALID_MS : TABLET_VALID_MS));
	}
	if (err == OK)
		print_code(plain, code);
	crypt_wipe(plain, sizeof plain);
	crypt_wipe(rnd, sizeof rnd);
	return err;
}

/* ---- devices ------------------------------------------------------------------------------------- */

/* Enough to compare two by eye. */
static void short_hint(const char *hex, char out[10])
{
	size_t n = 0;

	for (; hex[0] && n < 9; n++)
		out[n] = n == 4 ? '-' : *hex >= 'a' ? (char)(*hex++ - 'a' + 'A') : *hex++;
	out[n] = '\0';
}

static void read_row(struct db_stmt *st, struct device_row *r)
{
	r->n = db_col_int(st, "n");
	text_copy(r->device, sizeof r->device, db_col_text(st, "uuid"));
	text_copy(r->kind, sizeof r->kind, db_col_text(st, "kind"));
	text_copy(r->label, sizeof r->label, db_col_text(st, "label"));
	text_copy(r->state, sizeof r->state, db_col_text(st, "state"));
	text_copy(r->prefix, sizeof r->prefix, db_col_text(st, "prefix"));
	text_copy(r->software, sizeof r->software, db_col_text(st, "software"));
	short_hint(db_col_text(st, "hw_hint"), r->hardware);
	text_copy(r->site, sizeof r->site, db_col_text(st, "site"));
	text_copy(r->parent, sizeof r->parent, db_col_text(st, "parent_uuid"));
	r->enrolled = db_col_int(st, "enrolled");
	r->last_contact = db_col_int(st, "contact");
	r->hwm = db_col_int(st, "hwm");
	r->pending = db_col_int(st, "pending");
	r->dead = db_col_int(st, "dead");
	r->oldest_s = db_col_int(st, "oldest_s");
	r->disk_free = db_col_int(st, "disk_free");
}

void device_each(struct db *db, bool (*fn)(void *ctx, const struct device_row *r), void *ctx)
{
	DB_STMT(st) = db_prepare(db, DEVICES);
	struct device_row r;

	while (db_step(st)) {
		read_row(st, &r);
		if (!fn(ctx, &r))
			return;
	}
}

int device_find(struct db *db, const char *name, struct device_row *ret)
{
	DB_STMT(st) = db_prepare(db, DEVICE);

	db_bind_text(st, name);
	db_bind_text(st, name);
	if (!db_step(st))
		return ERR_NOT_FOUND;
	read_row(st, ret);
	return OK;
}

static int run_for(struct db *db, const char *sql, int64_t n)
{
	DB_STMT(st) = db_prepare(db, sql);

	db_bind_int(st, n);
	return db_run(st);
}

static int set_state(struct db *db, int64_t n, const char *state)
{
	DB_STMT(st) = db_prepare(db, SET_STATE);

	db_bind_text(st, state);
	db_bind_int(st, n);
	return db_run(st);
}

int device_revoke(struct db *db, const char *name, int64_t now)
{
	struct device_row r;
	int err = device_find(db, name, &r);

	if (err == OK)
		err = set_state(db, r.n, "revoked");
	return err == OK ? revoked_add(db, r.device, now) : err;
}

int device_approve(struct db *db, const char *name)
{
	struct device_row r;
	int err = device_find(db, name, &r);

	if (err != OK)
		return err;
	if (strcmp(r.state, "pending") != 0)
		return ERR_CONFLICT;
	err = run_for(db, ADMIT, r.n);
	if (err == OK)
		err = run_for(db, AGAIN, r.n);
	return err == OK ? run_for(db, TRUST, r.n) : err;
}

/* ---- scopes --------------------------------------------------------------------------------------- */

void device_scopes(struct db *db, int64_t n, bool (*fn)(void *ctx, const char *key), void *ctx)
{
	DB_STMT(st) = db_prepare(db, SCOPES);

	db_bind_int(st, n);
	while (db_step(st))
		if (!fn(ctx, db_col_text(st, "scope")))
			return;
}

/* Is the scope one of the keys, and how many are? */
struct comparison {
	const char *const *keys;
	int count, had, both;
};

static bool compare(void *ctx, const char *scope)
{
	struct comparison *c = ctx;

	c->had++;
	for (int i = 0; i < c->count; i++)
		if (strcmp(c->keys[i], scope) == 0) {
			c->both++;
			break;
		}
	return true;
}

static int add_scope(struct db *db, int64_t n, const char *key)
{
	DB_STMT(st) = db_prepare(db, ADD_SCOPE);

	db_bind_int(st, n);
	db_bind_text(st, key);
	return db_run(st);
}

int device_scope(struct db *db, const char *name, const char *const *keys, int count)
{
	struct device_row r;
	struct comparison c = { keys, count, 0, 0 };
	int err = device_find(db, name, &r);

	if (err != OK)
		return err;
	device_scopes(db, r.n, compare, &c);
	if (c.had == count && c.both == count)
		return OK;
	err = run_for(db, DROP_SCOPES, r.n);
	for (int i = 0; i < count && err == OK; i++)
		err = add_scope(db, r.n, keys[i]);
	if (err != OK)
		return err;
	DB_STMT(st) = db_prepare(db, SET_SCOPED);
	db_bind_int(st, feed_mark(db));
	db_bind_int(st, r.n);
	return db_run(st);
}

int64_t device_count(struct db *db)
{
	return db_meta_int(db, "devices", 0);
}
