/* SQL that finds the case an answer is about. Reads only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_ANSWER_STORE_H
#define SERVER_ANSWER_STORE_H

#include <stdbool.h>
#include <stdint.h>

struct db;

/* Cases of a receipt, in order of arrival: the first one and those whose number somebody else had
 * already (D2). fn returns false to stop. */
void answer_cases(struct db *db, const char *receipt, bool (*fn)(void *ctx, int64_t nr), void *ctx);

#endif
