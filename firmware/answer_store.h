/* SQL of the answers given at this kiosk (table case_answer).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_ANSWER_STORE_H
#define FIRMWARE_ANSWER_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/base/text.h"
#include "shared/io/db.h"

/* Remember that an answer was given, in the running event. ERR_STORAGE. */
int answer_remember(struct db *db, const char *id, const char *receipt, int64_t t) MUST_USE;
/* Id of the last answer about a report. false: none was given here. */
bool answer_last(struct db *db, const char *receipt, char ret_id[UUID_TEXT]);

#endif
