/* Directory records: deriving their place and key from number and code, boxing, publishing.
 *
 * Owns the queue of one derivation at a time in the worker. Promises: the code is forgotten in the
 * transaction that stores what was derived; a kiosk's directory tells neither numbers nor names.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/tenants.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/app.h"
#include "server/feed.h"
#include "server/register_store.h"
#include "shared/base/crypt.h"
#include "shared/base/log.h"
#include "shared/base/text.h"
#include "shared/base/val.h"
#include "shared/io/db.h"
#include "shared/io/loop.h"

#define SALT_BYTES 16

/* One derivation; the worker touches nothing else, and not its owner. */
struct derivation {
	struct tenants *owner;
	char number[KEY_CAP];
	char code[16];
	uint8_t salt[SALT_BYTES];
	uint64_t passes;
	size_t memory;
	uint8_t out[64];
	int err;
};

struct tenants {
	struct app *app;
	struct derivation now;
	bool running, closing;
};

void tenants_code(char out[9])
{
	uint8_t rnd[8];
	crypt_random(rnd, sizeof rnd);
	crockford_make(rnd, sizeof rnd, out);
}

/* ---- deriving ----------------------------------------------------------------------------- */

static void salt_of(struct app *app, uint8_t salt[SALT_BYTES])
{
	char hex[2 * SALT_BYTES + 1];
	if (db_meta_text(app->db, "directory_salt", hex, sizeof hex) &&
	    hex_decode(hex, salt, SALT_BYTES))
		return;
	crypt_random(salt, SALT_BYTES);
	hex_encode(salt, SALT_BYTES, hex);
	db_meta_set_text(app->db, "directory_salt", hex);
}

static void derive(void *ctx)
{
	struct derivation *d = ctx;
	char secret[KEY_CAP + 20];
	int n = snprintf(secret, sizeof secret, "%s\x1f%s", d->number, d->code);
	d->err = argon2id(secret, (size_t)n, d->salt, d->passes, d->memory, d->out, sizeof d->out);
	crypt_wipe(secret, sizeof secret);
}

static bool prepare(struct app *app, struct derivation *d)
{
	if (!tenant_next_code(app->db, d->number, d->code))
		return false;
	salt_of(app, d->salt);
	d->passes = (uint64_t)app->settings.signin_passes;
	d->memory = (size_t)app->settings.signin_memory_kib * 1024;
	return true;
}

static int keep(struct app *app, struct derivation *d)
{
	int err = d->err;
	if (!err)
		err = tenant_set_secret(app->db, d->number, d->out, d->out + 32);
	if (!err)
		tenants_publish(app, d->number);
	crypt_wipe(d->out, sizeof d->out);
	crypt_wipe(d->code, sizeof d->code);
	return err;
}

int tenants_derive_all(struct app *app)
{
	struct derivation d;
	int err = OK;
	while (!err && prepare(app, &d)) {
		derive(&d);
		err = keep(app, &d);
	}
	return err;
}

/* ---- beside a running server -------------------------------------------------------------- */

static void derived(void *ctx)
{
	struct tenants *t = ((struct derivation *)ctx)->owner;
	t->running = false;
	if (t->closing) {
		free(t);
		return;
	}
	db_event_begin(t->app->db);
	int err = keep(t->app, &t->now);
	db_event_end(t->app->db, !err);
	if (err)
		log_line(LOG_ERROR, "tenants.derive", "err=%s", err_slug(err));
	else
		tenants_nudge(t);
}

void tenants_nudge(struct tenants *t)
{
	if (!t || t->running || !prepare(t->app, &t->now))
		return;
	t->running = true;
	t->now.owner = t;
	loop_work(t->app->loop, derive, derived, &t->now);
}

struct tenants *tenants_open(struct app *app)
{
	struct tenants *t = mem_new(1, sizeof *t);
	t->app = app;
	tenants_nudge(t);
	return t;
}

void tenants_close(struct tenants *t)
{
	if (!t)
		return;
	t->closing = true;
	if (!t->running)
		free(t);
}

/* ---- publishing --------------------------------------------------------------------------- */

struct units {
	struct app *app;
	struct val *list;
	char complex[KEY_CAP];
};

static void put_unit(struct units *u, const char *key)
{
	struct dwelling d;
	if (!dwelling_find(u->app->db, key, &d))
		return;
	char label[160];
	struct val *row = val_object();
	dwelling_label(&d, label, sizeof label);
	val_put_str(row, "key", d.key);
	val_put_str(row, "kind", d.kind);
	val_put_str(row, "label", label);
	val_put(u->list, NULL, row);
	if (!u->complex[0])
		text_copy(u->complex, sizeof u->complex, d.complex);
}

static void put_units(struct units *u, const char *keys)
{
	char copy[400], *save = NULL;
	text_copy(copy, sizeof copy, keys);
	for (char *k = strtok_r(copy, " ", &save); k; k = strtok_r(NULL, " ", &save))
		put_unit(u, k);
}

static void put_record(struct app *app, const struct tenant *t, const uint8_t idx[32],
		       const uint8_t box[32])
{
	char key[HEX32_TEXT];
	BUF(json);
	BUF(sealed);
	BUF(text);
	VAL(record) = val_object();
	val_put_str(record, "number", t->number);
	val_put_str(record, "name", t->name);
	val_put_str(record, "phone", t->phone);
	val_put_str(record, "mail", t->mail);
	val_put_bool(record, "subscription", t->subscription);
	struct units u = { app, val_put_array(record, "units"), "" };
	put_units(&u, t->units);
	val_print(record, &json);
	box_close(box, json.data, json.len, &sealed);
	base64_encode(sealed.data, sealed.len, &text);
	VAL(body) = val_object();
	val_put_str(body, "record", buf_text(&text));
	hex_encode(idx, 32, key);
	feed_put_val(app->db, "directory", key, u.complex, body);
}

void tenants_publish(struct app *app, const char *number)
{
	struct tenant t;
	uint8_t idx[32], box[32];
	if (!tenant_find(app->db, number, &t) || !tenant_secret(app->db, number, idx, box))
		return;
	put_record(app, &t, idx, box);
	crypt_wipe(box, sizeof box);
}

void tenants_publish_parameters(struct app *app)
{
	uint8_t salt[SALT_BYTES];
	char hex[2 * SALT_BYTES + 1];
	VAL(v) = val_object();
	salt_of(app, salt);
	hex_encode(salt, SALT_BYTES, hex);
	val_put_str(v, "salt", hex);
	val_put_int(v, "passes", app->settings.signin_passes);
	val_put_int(v, "memory", app->settings.signin_memory_kib * 1024);
	feed_put_val(app->db, "config", "directory", "", v);
}
