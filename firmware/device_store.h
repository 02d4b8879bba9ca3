/* The kiosk's identity and counters: who it is for central, and how far both got.
 *
 * Kept in table meta under "sync." keys, except the secret key, which is a file of its own
 * (data_dir/keys/device.key, 0600).
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

/* Everything the engine remembers between runs; ERR_SETUP: not enrolled. */
int device_load(struct db *db, const char *data_dir, struct device_identity *ret) MUST_USE;
/* Store a fresh identity and its key, renumber the queue. Inside an event. */
int device_save(struct db *db, const char *data_dir, const char *origin,
		const struct device_identity *id) MUST_USE;
/* What changes while running. Inside an event. */
void device_save_marks(struct db *db, const struct device_marks *m);
void device_load_marks(struct db *db, struct device_marks *ret);
/* Counters up to the returned number may be used; durable once the event is committed. */
int64_t device_reserve_counters(struct db *db, int64_t above);

#endif
