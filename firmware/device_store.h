/* The kiosk's identity and counters: who it is for central, and how far both got.
 *
 * Kept in table meta under "sync." keys, except the secret key, which is a file of its own
 * (data_dir/keys/device-NAME.key, 0600), made before it is first sent.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_DEVICE_STORE_H
#define FIRMWARE_DEVICE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/crypt.h"
#include "shared/base/err.h"
#include "shared/sync/device.h"

struct db;

/* Is there an identity? */
bool device_enrolled(struct db *db);
/* The four characters every receipt of this kiosk starts with. ERR_SETUP before enrolment. */
int device_receipt_prefix(struct db *db, char out[5]) MUST_USE;
/* Where central is ("http://host:port"), "" before enrolment. */
void device_origin(struct db *db, char *out, size_t cap);

/* What a new item is sealed with: central's newest intake key, and the newest dictionary to compress
 * with before (dict_n 0: none). The caller frees dict. ERR_SETUP: not enrolled. */
struct device_seal {
	char key_id[33];
	uint8_t key[32];
	int64_t dict_n;
	struct buf dict;
};
int device_seal_with(struct db *db, struct device_seal *ret) MUST_USE;
/* The published key becomes the one among the identity rows, and so of their copy: a rebuild has no
 * other to seal with. In an event. */
void device_keep_intake(struct db *db);

/* Everything the engine remembers between runs; ERR_SETUP: not enrolled. */
int device_load(struct db *db, const char *data_dir, struct device_identity *ret) MUST_USE;
/* The key of this name (an enrolment code's first four characters, or what it is for): the one of an
 * earlier try, else a new one, durable. */
int device_enrol_key(const char *data_dir, const char *key, struct sign_key *ret) MUST_USE;
/* Store a fresh identity whose key was made for code_id, renumber the queue. now: as below. Inside an
 * event. */
void device_save(struct db *db, const char *origin, const char *code_id,
		 const struct device_identity *id, int64_t now);
/* Store who this device is from now on. key: name of its new key, NULL for the same. line: a new one,
 * the queue is renumbered. now: wall ms of central, from which the key's age counts (a clock of ours may be
 * wrong for years). Inside an event. */
void device_become(struct db *db, const struct device_identity *id, const char *key, bool line,
		   int64_t now);
/* Is the key older than most_ms (0: never)? now: wall ms of central. A kiosk enrolled before keys had
 * an age counts as old. */
bool device_key_old(struct db *db, int64_t now, int64_t most_ms);
/* This boot of the machine, 32 hex digits: the kernel's boot id without dashes. */
void device_boot(char out[WIRE_BOOT]);
/* Why the last attempt failed, "" when it did not. Inside an event. */
void device_save_error(struct db *db, const char *code);
/* What changes while running. Inside an event. */
void device_save_marks(struct db *db, const struct device_marks *m);
void device_load_marks(struct db *db, struct device_marks *ret);
/* Counters up to the returned number may be used; durable once the event is committed. */
int64_t device_reserve_counters(struct db *db, int64_t above);
/* What was reserved before this run: none up to it may be used again. */
int64_t device_counters(struct db *db);

#endif
