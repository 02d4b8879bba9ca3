/* Enrolment codes and the devices they become.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "server/hub_store.h"
#include "shared/base/crash.h"
#include "shared/base/log.h"
#include "shared/io/db.h"

static const char CODE[] =
	"SELECT c.*, d.uuid AS uuid FROM enrol_code c LEFT JOIN device d ON d.n = c.device"
	" WHERE c.code_id = ?";
static const char CODE_FAILED[] = "UPDATE enrol_code SET failures = failures + 1 WHERE code_id = ?";
static const char REDEEM[] = "UPDATE enrol_code SET pubkey = ?, device = ? WHERE code_id = ?";
static const char ADD_DEVICE[] =
	"INSERT INTO device (uuid, prefix, kind, label, state, key_no, pubkey, hw_hint, software, cert,"
	" cert_sig, counter, seen, hwm, chain, safe_hwm, enrolled, contact, pending, dead, oldest_s,"
	" disk_free, drained, feed_seen)"
	" SELECT ?, ?, ?, label, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, zeroblob(32), 0, ?, ?, 0, 0, 0, 0, 0, 0"
	" FROM enrol_code WHERE code_id = ?";
static const char ADD_SCOPES[] =
	"INSERT OR IGNORE INTO device_scope (device, scope)"
	" SELECT ?, value FROM enrol_code, json_each(scopes) WHERE code_id = ?";
static const char HINT[] = "SELECT 1 AS yes FROM device WHERE hw_hint = ? AND state = 'active'";

static void code_key(const struct keys *k, uint8_t out[HASH_BYTES])
{
	static const char LABEL[] = "portiek-enrol-codes";
	const struct piece pieces[] = { { LABEL, sizeof LABEL - 1 },
		{ k->root.secret, sizeof k->root.secret } };

	sha256_pieces(pieces, 2, out);
}

void hub_code_seal(const struct keys *k, const char *secret, struct buf *out)
{
	uint8_t key[HASH_BYTES];

	code_key(k, key);
	box_close(key, secret, strlen(secret), out);
	crypt_wipe(key, sizeof key);
}

static bool open_secret(const struct keys *k, struct db_stmt *st, char out[17])
{
	uint8_t key[HASH_BYTES];
	size_t len;
	const void *box = db_col_blob(st, "secret", &len);
	bool good;
	BUF(plain);

	code_key(k, key);
	good = box_open(key, box, len, &plain) == OK && plain.len == 16;
	crypt_wipe(key, sizeof key);
	if (!good)
		return false;
	text_copy(out, 17, buf_text(&plain));
	crypt_wipe(plain.data, plain.len);
	return true;
}

bool hub_code_get(void *ctx, const char *code_id, struct hub_code *ret)
{
	const struct hub_files *f = ctx;
	DB_STMT(st) = db_prepare(f->db, CODE);
	size_t len;
	const void *pub;

	memset(ret, 0, sizeof *ret);
	db_bind_text(st, code_id);
	if (!db_step(st) || !open_secret(f->keys, st, ret->secret))
		return false;
	text_copy(ret->code_id, sizeof ret->code_id, code_id);
	text_copy(ret->kind, sizeof ret->kind, db_col_text(st, "kind"));
	ret->expires = db_col_int(st, "expires");
	ret->failures = db_col_int(st, "failures");
	ret->redeemed = !db_col_null(st, "device");
	if (!ret->redeemed)
		return true;
	pub = db_col_blob(st, "pubkey", &len);
	memcpy(ret->pub, pub, len < sizeof ret->pub ? len : sizeof ret->pub);
	text_copy(ret->device, sizeof ret->device, db_col_text(st, "uuid"));
	return true;
}

void hub_code_failed(void *ctx, const char *code_id)
{
	const struct hub_files *f = ctx;
	DB_STMT(st) = db_prepare(f->db, CODE_FAILED);

	db_bind_text(st, code_id);
	log_line(LOG_WARN, "enrol.proof", "code=%s right=0", code_id);
	if (db_run(st) != OK) /* a wrong proof that is not counted would be a free guess */
		die("enrol.count", "code=%s", code_id);
}

static int add_device(struct db *db, const struct hub_enrol *e, const struct hub_device *d,
		      const char *cert, const char *cert_sig, int64_t now)
{
	DB_STMT(st) = db_prepare(db, ADD_DEVICE);

	db_bind_text(st, d->uuid);
	db_bind_text(st, d->prefix);
	db_bind_text(st, d->kind);
	db_bind_text(st, d->state == HUB_PENDING ? "pending" : "active");
	db_bind_int(st, d->key_no);
	db_bind_blob(st, d->pub, sizeof d->pub);
	db_bind_text(st, e->hw_hint);
	db_bind_text(st, e->software);
	db_bind_text(st, cert);
	db_bind_text(st, cert_sig);
	db_bind_int(st, d->counter);
	db_bind_blob(st, d->seen, sizeof d->seen);
	db_bind_int(st, now);
	db_bind_int(st, now);
	db_bind_text(st, e->code_id);
	return db_run(st);
}

static int add_scopes(struct db *db, int64_t device, const char *code_id)
{
	DB_STMT(st) = db_prepare(db, ADD_SCOPES);

	db_bind_int(st, device);
	db_bind_text(st, code_id);
	return db_run(st);
}

static int redeem(struct db *db, const struct hub_enrol *e, int64_t device)
{
	DB_STMT(st) = db_prepare(db, REDEEM);

	db_bind_blob(st, e->pub, sizeof e->pub);
	db_bind_int(st, device);
	db_bind_text(st, e->code_id);
	return db_run(st);
}

int hub_enrol_put(void *ctx, const struct hub_enrol *e, struct hub_device *d, const char *cert,
		  const char *cert_sig, int64_t now)
{
	const struct hub_files *f = ctx;
	int err = add_device(f->db, e, d, cert, cert_sig, now);

	if (err != OK)
		return err;
	d->n = db_last_id(f->db);
	crash_point("central.enrol.added");
	err = add_scopes(f->db, d->n, e->code_id);
	if (err == OK)
		err = redeem(f->db, e, d->n);
	if (err != OK)
		return ERR_STORAGE;
	crash_point("central.enrol.redeemed");
	hub_publish_place(f->db, d);
	db_meta_add(f->db, "devices", 1);
	log_line(LOG_NOTE, "enrol.device", "device=%s prefix=%s", d->uuid, d->prefix);
	return OK;
}

bool hub_hint_active(void *ctx, const char *hw_hint)
{
	const struct hub_files *f = ctx;
	DB_STMT(st) = db_prepare(f->db, HINT);

	db_bind_text(st, hw_hint);
	return db_step(st);
}
