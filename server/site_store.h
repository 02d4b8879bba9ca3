/* SQL of published sites.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_SITE_STORE_H
#define SERVER_SITE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/base/text.h"

struct db;

struct site_row {
	char version[64];
	char catalogue[64];
	int64_t published, size;
	char sha256[HEX32_TEXT];
};

/* A version published before becomes the one in force again. In an event. */
int site_add(struct db *db, const struct site_row *row) MUST_USE;
bool site_newest(struct db *db, struct site_row *ret);
/* false: never published. */
bool site_find(struct db *db, const char *version, struct site_row *ret);
/* Every version, the one in force first; kiosks: devices in use that hold it. */
void site_each(struct db *db, void (*fn)(void *ctx, const struct site_row *row, int64_t kiosks),
	       void *ctx);
/* Kiosks in use. */
int64_t site_kiosks(struct db *db);

#endif
