/* Devices that are born of others, or come back after a restore, as the sync hub asks for them.
 *
 * Owns no rows of its own: they are device's. Promises: a new line has its parent's place and complexes
 * and is pending; nothing here makes a device active.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>

#include "server/audit_store.h"
#include "server/device_store.h"
#include "server/epoch_store.h"
#include "server/feed.h"
#include "server/hub_store.h"
#include "shared/base/log.h"
#include "shared/base/val.h"
#include "shared/io/db.h"
#include "shared/sync/proof.h"

static const char CHILD[] = "SELECT uuid FROM device WHERE parent = ? AND born = ?";
static const char CHILDREN[] = "SELECT count(*) AS n FROM device WHERE parent = ? AND enrolled > ?";
static const char KIN[] =
	"WITH RECURSIVE up (n, parent) AS (SELECT n, parent FROM device WHERE n = ?1"
	" UNION SELECT d.n, d.parent FROM device d JOIN up ON d.n = up.parent),"
	" family (n) AS (SELECT n FROM up WHERE parent IS NULL"
	" UNION SELECT d.n FROM device d JOIN family ON d.parent = family.n)"
	" SELECT count(*) AS n FROM device JOIN family USING (n)"
	" WHERE parent IS NOT NULL AND enrolled > ?2";
static const char ADD_LINE[] =
	"INSERT INTO device (uuid, prefix, kind, label, state, key_no, pubkey, hw_hint, software, cert,"
	" cert_sig, counter, seen, hwm, chain, safe_hwm, enrolled, contact, pending, dead, oldest_s,"
	" disk_free, drained, feed_seen, parent, born)"
	" SELECT ?1, ?2, kind, label, 'pending', 1, ?3, CASE ?8 WHEN '' THEN hw_hint ELSE ?8 END, software, '', '', ?4, ?5, 0, zeroblob(32),"
	" 0, ?6, ?6, 0, 0, 0, 0, 0, 0, n, ?3 FROM device WHERE n = ?7";
static const char ADD_SCOPES[] =
	"INSERT INTO device_scope (device, scope) SELECT ?, scope FROM device_scope WHERE device = ?";
static const char FLOOD[] = "UPDATE device SET flooded = ? WHERE n = ?";
static const char ADD_AGAIN[] =
	"INSERT INTO device (uuid, prefix, kind, label, state, key_no, pubkey, hw_hint, software, cert,"
	" cert_sig, counter, seen, hwm, chain, safe_hwm, enrolled, contact, pending, dead, oldest_s,"
	" disk_free, drained, feed_seen)"
	" VALUES (?1, ?2, ?3, '', 'pending', ?4, ?5, '', '', '', '', ?6, ?7, 0, zeroblob(32), 0, ?8, ?8,"
	" 0, 0, 0, 0, 0, 0)";
static const char LABEL_OF[] = "SELECT label FROM device WHERE n = ?";

bool hub_child_get(void *ctx, int64_t parent, const uint8_t pub[PUBKEY_BYTES], struct hub_device *ret)
{
	const struct hub_files *f = ctx;
	char uuid[UUID_TEXT];
	DB_STMT(st) = db_prepare(f->db, CHILD);

	db_bind_int(st, parent);
	db_bind_blob(st, pub, PUBKEY_BYTES);
	if (!db_step(st))
		return false;
	text_copy(uuid, sizeof uuid, db_col_text(st, "uuid"));
	return HUB_STORE.device_get(ctx, uuid, ret);
}

static int64_t count_since(struct db *db, const char *sql, int64_t n, int64_t since)
{
	DB_STMT(st) = db_prepare(db, sql);

	db_bind_int(st, n);
	db_bind_int(st, since);
	return db_step(st) ? db_col_int(st, "n") : 0;
}

int64_t hub_children(void *ctx, int64_t parent, int64_t since)
{
	const struct hub_files *f = ctx;

	return count_since(f->db, CHILDREN, parent, since);
}

int64_t hub_kin(void *ctx, int64_t parent, int64_t since)
{
	const struct hub_files *f = ctx;

	return count_since(f->db, KIN, parent, since);
}

/* Where it stands, for its own screens: config "kiosk.<device>", for this device alone. */
void hub_publish_place(struct db *db, const struct hub_device *d)
{
	char key[48], scope[48];
	DB_STMT(st) = db_prepare(db, LABEL_OF);
	VAL(body) = val_object();

	db_bind_int(st, d->n);
	if (!db_step(st))
		return;
	snprintf(key, sizeof key, "kiosk.%s", d->uuid);
	snprintf(scope, sizeof scope, "device:%s", d->uuid);
	val_put_str(body, "place", db_col_text(st, "label"));
	feed_put_val(db, "config", key, scope, body);
}

static int add_line(struct db *db, int64_t parent, const struct hub_device *d, int64_t now)
{
	DB_STMT(st) = db_prepare(db, ADD_LINE);

	db_bind_text(st, d->uuid);
	db_bind_text(st, d->prefix);
	db_bind_blob(st, d->pub, sizeof d->pub);
	db_bind_int(st, d->counter);
	db_bind_blob(st, d->seen, sizeof d->seen);
	db_bind_int(st, now);
	db_bind_int(st, parent);
	db_bind_text(st, d->hw_hint);
	return db_run(st);
}

static int add_scopes(struct db *db, int64_t device, int64_t parent)
{
	DB_STMT(st) = db_prepare(db, ADD_SCOPES);

	db_bind_int(st, device);
	db_bind_int(st, parent);
	return db_run(st);
}

int hub_reincarnate_put(void *ctx, int64_t parent, struct hub_device *d, int64_t now)
{
	const struct hub_files *f = ctx;
	int err = add_line(f->db, parent, d, now);

	if (err != OK)
		return err;
	d->n = db_last_id(f->db);
	if (add_scopes(f->db, d->n, parent) != OK)
		return ERR_STORAGE;
	hub_publish_place(f->db, d);
	db_meta_add(f->db, "devices", 1);
	log_line(LOG_WARN, "device.line", "device=%s prefix=%s", d->uuid, d->prefix);
	return OK;
}

int hub_flood(void *ctx, const struct hub_device *parent, int64_t now)
{
	const struct hub_files *f = ctx;
	DB_STMT(st) = db_prepare(f->db, FLOOD);

	log_line(LOG_WARN, "device.flood", "device=%s", parent->uuid);
	db_bind_int(st, now);
	db_bind_int(st, parent->n);
	return db_run(st);
}

int hub_recover_put(void *ctx, struct hub_device *d, int64_t now)
{
	const struct hub_files *f = ctx;
	DB_STMT(st) = db_prepare(f->db, ADD_AGAIN);
	int err;

	db_bind_text(st, d->uuid);
	db_bind_text(st, d->prefix);
	db_bind_text(st, d->kind);
	db_bind_int(st, d->key_no);
	db_bind_blob(st, d->pub, sizeof d->pub);
	db_bind_int(st, d->counter);
	db_bind_blob(st, d->seen, sizeof d->seen);
	db_bind_int(st, now);
	err = db_run(st);
	if (err != OK)
		return err;
	d->n = db_last_id(f->db);
	db_meta_add(f->db, "devices", 1);
	log_line(LOG_WARN, "device.recover", "device=%s prefix=%s", d->uuid, d->prefix);
	return OK;
}

bool hub_revoked(void *ctx, const char *uuid)
{
	const struct hub_files *f = ctx;

	return revoked_has(f->db, uuid);
}

void hub_line_note(void *ctx, const char *what, const char *uuid, const char *detail, int64_t now)
{
	const struct hub_files *f = ctx;
	struct device_row d;
	bool known = device_find(f->db, uuid, &d) == OK && d.label[0];
	const struct audit_row row = { .t = now, .who = "device", .what = what,
				       .about = known ? d.label : uuid, .detail = detail };

	(void)!audit_add(f->db, &row); /* no room on disk: the turn fails as a whole */
}
