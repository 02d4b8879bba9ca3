/* Identity in meta rows, one per member; the secret key in a file that no copy of the database holds.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/device_store.h"

#include <stdio.h>
#include <string.h>

#include "firmware/outbox.h"
#include "shared/base/log.h"
#include "shared/io/db.h"
#include "shared/io/fs.h"

#define COUNTERS "sync.counters"
#define KEY_MADE "sync.key_made" /* wall ms */

static const char INTAKE_KEYS[] = "SELECT body FROM config WHERE key = 'intake_keys'";
static const char DICT[] = "SELECT n, data FROM dict ORDER BY n DESC LIMIT 1";

/* Text members of the identity and their rows. */
static const struct {
	const char *key;
	size_t offset, cap;
} TEXTS[] = {
#define ROW(name, member) { name, offsetof(struct device_identity, member), \
			    sizeof(((struct device_identity *)0)->member) }
	ROW("sync.device", device),   ROW("sync.prefix", prefix),
	ROW("sync.state", state),     ROW("sync.epoch", epoch),
	ROW("sync.site_key", site_key), ROW("sync.intake_id", intake_id),
	ROW("sync.cert", cert),       ROW("sync.cert_sig", cert_sig),
#undef ROW
};

bool device_enrolled(struct db *db)
{
	char uuid[UUID_TEXT];

	return db_meta_text(db, "sync.device", uuid, sizeof uuid);
}

int device_receipt_prefix(struct db *db, char out[5])
{
	return db_meta_text(db, "sync.prefix", out, 5) ? OK : ERR_SETUP;
}

void device_origin(struct db *db, char *out, size_t cap)
{
	if (!db_meta_text(db, "sync.origin", out, cap))
		out[0] = '\0';
}

void device_boot(char out[WIRE_BOOT])
{
	uint8_t rnd[16];
	size_t n = 0;
	BUF(text);

	if (fs_read("/proc/sys/kernel/random/boot_id", 64, &text) == OK)
		for (const char *p = buf_text(&text); *p && n < WIRE_BOOT - 1; p++)
			if (*p != '-' && *p != '\n')
				out[n++] = *p;
	out[n] = '\0';
	if (n == WIRE_BOOT - 1)
		return;
	crypt_random(rnd, sizeof rnd);
	hex_encode(rnd, sizeof rnd, out);
}

/* ---- the key file ----------------------------------------------------------------------------- */

static void key_path(char out[PATH_CAP], const char *data_dir, const char *key)
{
	char dir[PATH_CAP], name[DEVICE_KEY_NAME + 16];

	fs_join(dir, data_dir, "keys");
	snprintf(name, sizeof name, "device-%s.key", key);
	fs_join(out, dir, name);
}

static int read_key(const char *path, struct sign_key *ret)
{
	uint8_t seed[SEED_BYTES];
	char hex[HEX32_TEXT];
	int err;
	BUF(text);

	err = fs_read(path, 128, &text);
	if (err != OK)
		return err;
	text_copy(hex, sizeof hex, buf_text(&text));
	crypt_wipe(text.data, text.len);
	if (!hex_decode(hex, seed, sizeof seed))
		return ERR_INPUT;
	sign_key_from_seed(seed, ret);
	crypt_wipe(seed, sizeof seed);
	crypt_wipe(hex, sizeof hex);
	return OK;
}

int device_enrol_key(const char *data_dir, const char *code_id, struct sign_key *ret)
{
	char path[PATH_CAP], dir[PATH_CAP], hex[HEX32_TEXT];
	uint8_t seed[SEED_BYTES];
	int err;

	key_path(path, data_dir, code_id);
	if (fs_exists(path))
		return read_key(path, ret);
	fs_join(dir, data_dir, "keys");
	err = fs_mkdir(dir);
	if (err != OK)
		return err;
	crypt_random(seed, sizeof seed);
	hex_encode(seed, sizeof seed, hex);
	err = fs_write(path, hex, strlen(hex), 0600);
	if (err == OK)
		sign_key_from_seed(seed, ret);
	crypt_wipe(seed, sizeof seed);
	crypt_wipe(hex, sizeof hex);
	return err;
}

/* ---- identity ---------------------------------------------------------------------------------- */

static bool meta_bytes(struct db *db, const char *key, uint8_t out[32])
{
	char hex[HEX32_TEXT];

	return db_meta_text(db, key, hex, sizeof hex) && hex_decode(hex, out, 32);
}

static void set_bytes(struct db *db, const char *key, const uint8_t p[32])
{
	char hex[HEX32_TEXT];

	hex_encode(p, 32, hex);
	db_meta_set_text(db, key, hex);
}

int device_load(struct db *db, const char *data_dir, struct device_identity *ret)
{
	char path[PATH_CAP], key[DEVICE_KEY_NAME];

	memset(ret, 0, sizeof *ret);
	for (size_t i = 0; i < COUNT_OF(TEXTS); i++)
		if (!db_meta_text(db, TEXTS[i].key, (char *)ret + TEXTS[i].offset, TEXTS[i].cap))
			return ERR_SETUP;
	ret->key_no = db_meta_int(db, "sync.key_no", 1);
	if (!meta_bytes(db, "sync.server_key", ret->server_key) ||
	    !meta_bytes(db, "sync.intake_pub", ret->intake_pub) ||
	    !db_meta_text(db, "sync.code_id", key, sizeof key))
		return ERR_SETUP;
	key_path(path, data_dir, key);
	if (read_key(path, &ret->key) != OK) {
		log_line(LOG_ERROR, "sync.key", "readable=0");
		return ERR_SETUP;
	}
	return OK;
}

/* safe: up to this number the line that ends is known to be in a verified copy of central. */
static void begin_line(struct db *db, int64_t safe)
{
	static const char ZERO[] = "0000000000000000000000000000000000000000000000000000000000000000";

	db_meta_set_int(db, COUNTERS, 1);
	db_meta_set_int(db, "sync.hwm", 0);
	db_meta_set_int(db, "sync.safe_hwm", 0);
	db_meta_set_int(db, "sync.refill_next", 0);
	db_meta_set_text(db, "sync.chain", ZERO);
	db_meta_set_text(db, "sync.error", "");
	outbox_new_line(db, safe);
}

/* What was safe counts within its epoch alone: central may have been put back to before that copy. */
static int64_t still_safe(struct db *db, const char *epoch)
{
	char known[sizeof ((struct device_identity *)0)->epoch] = "";

	db_meta_text(db, "sync.epoch", known, sizeof known);
	return known[0] && strcmp(known, epoch) ? 0 : db_meta_int(db, "sync.safe_hwm", 0);
}

void device_become(struct db *db, const struct device_identity *id, const char *key, bool line,
		   int64_t now)
{
	int64_t safe = still_safe(db, id->epoch);

	for (size_t i = 0; i < COUNT_OF(TEXTS); i++)
		db_meta_set_text(db, TEXTS[i].key, (const char *)id + TEXTS[i].offset);
	db_meta_set_int(db, "sync.key_no", id->key_no);
	set_bytes(db, "sync.server_key", id->server_key);
	set_bytes(db, "sync.intake_pub", id->intake_pub);
	if (key) {
		db_meta_set_text(db, "sync.code_id", key);
		db_meta_set_int(db, KEY_MADE, now);
	}
	if (line)
		begin_line(db, safe);
}

void device_save(struct db *db, const char *origin, const char *code_id,
		 const struct device_identity *id, int64_t now)
{
	char before[UUID_TEXT];
	bool same = db_meta_text(db, "sync.device", before, sizeof before) && strcmp(before, id->device) == 0;

	db_meta_set_text(db, "sync.origin", origin);
	db_meta_set_text(db, "sync.error", "");
	device_become(db, id, code_id, !same, now); /* the same code again, after a crash say: numbers go on */
}

bool device_key_old(struct db *db, int64_t now, int64_t most_ms)
{
	int64_t made = db_meta_int(db, KEY_MADE, 0);

	return most_ms > 0 && now - made > most_ms;
}

/* Only what differs from the row is written: most replies change two or three of them. */
static void set_int(struct db *db, const char *key, int64_t n)
{
	if (db_meta_int(db, key, -1) != n)
		db_meta_set_int(db, key, n);
}

static void set_text(struct db *db, const char *key, const char *s)
{
	char was[HEX32_TEXT] = "";

	if (!db_meta_text(db, key, was, sizeof was) || strcmp(was, s) != 0)
		db_meta_set_text(db, key, s);
}

void device_save_error(struct db *db, const char *code)
{
	db_meta_set_text(db, "sync.error", code);
}

void device_save_marks(struct db *db, const struct device_marks *m)
{
	set_text(db, "sync.state", m->state);
	set_text(db, "sync.epoch", m->epoch);
	set_text(db, "sync.chain", m->chain);
	set_text(db, "sync.error", m->last_error);
	set_int(db, "sync.hwm", m->hwm);
	set_int(db, "sync.safe_hwm", m->safe_hwm);
	set_int(db, "sync.contact", m->last_contact);
	set_int(db, "sync.skew", m->skew_s);
	set_int(db, "sync.refill_next", m->refill_next);
	set_int(db, "sync.refill_last", m->refill_last);
}

void device_load_marks(struct db *db, struct device_marks *ret)
{
	memset(ret, 0, sizeof *ret);
	db_meta_text(db, "sync.state", ret->state, sizeof ret->state);
	db_meta_text(db, "sync.epoch", ret->epoch, sizeof ret->epoch);
	db_meta_text(db, "sync.chain", ret->chain, sizeof ret->chain);
	db_meta_text(db, "sync.error", ret->last_error, sizeof ret->last_error);
	ret->hwm = db_meta_int(db, "sync.hwm", 0);
	ret->safe_hwm = db_meta_int(db, "sync.safe_hwm", 0);
	ret->last_contact = db_meta_int(db, "sync.contact", 0);
	ret->skew_s = db_meta_int(db, "sync.skew", 0);
	ret->refill_next = db_meta_int(db, "sync.refill_next", 0);
	ret->refill_last = db_meta_int(db, "sync.refill_last", 0);
}

int64_t device_reserve_counters(struct db *db, int64_t above)
{
	int64_t top = db_meta_int(db, COUNTERS, 1);

	top = (top > above ? top : above) + DEVICE_COUNTERS;
	db_meta_set_int(db, COUNTERS, top);
	return top;
}

int64_t device_counters(struct db *db)
{
	return db_meta_int(db, COUNTERS, 1);
}

/* ---- sealing ------------------------------------------------------------------------------------ */

/* The first of the published keys. */
static bool published_key(struct db *db, struct device_seal *ret)
{
	DB_STMT(st) = db_prepare(db, INTAKE_KEYS);
	const char *body;
	struct walk w;
	struct span name, key;
	char hex[HEX32_TEXT];

	if (!db_step(st))
		return false;
	body = db_col_text(st, "body");
	return walk_begin(&w, walk_get(walk_text(body, strlen(body)), "keys")) &&
	       walk_next(&w, &name, &key) &&
	       span_copy(walk_get(key, "id"), ret->key_id, sizeof ret->key_id) &&
	       span_copy(walk_get(key, "x25519"), hex, sizeof hex) && hex_decode(hex, ret->key, 32);
}

void device_keep_intake(struct db *db)
{
	struct device_seal now = { 0 };

	if (!published_key(db, &now))
		return;
	set_text(db, "sync.intake_id", now.key_id);
	set_bytes(db, "sync.intake_pub", now.key);
}

int device_seal_with(struct db *db, struct device_seal *ret)
{
	DB_STMT(st) = db_prepare(db, DICT);
	const void *data;
	size_t len;

	memset(ret, 0, sizeof *ret);
	if (!published_key(db, ret) &&
	    (!db_meta_text(db, "sync.intake_id", ret->key_id, sizeof ret->key_id) ||
	     !meta_bytes(db, "sync.intake_pub", ret->key)))
		return ERR_SETUP;
	if (!device_enrolled(db))
		return ERR_SETUP;
	if (db_step(st)) {
		ret->dict_n = db_col_int(st, "n");
		data = db_col_blob(st, "data", &len);
		buf_add(&ret->dict, data, len);
	}
	return OK;
}
