/* SQL of the last alarm per sign (table alarm_last).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_ALARM_STORE_H
#define FIRMWARE_ALARM_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/base/text.h"
#include "shared/io/db.h"

/* Id of the last alarm of this sign within span_ms of mono in this boot. false: none. */
bool alarm_recent(struct db *db, const char *code, const char *boot, int64_t mono, int64_t span_ms,
		  char ret_id[UUID_TEXT]);
/* Remember it in the running event, replacing the one before. ERR_STORAGE. */
int alarm_remember(struct db *db, const char *code, const char *id, const char *boot,
		   int64_t mono) MUST_USE;

#endif
