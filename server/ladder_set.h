/* The ladder in force, and every one before it: rows of shared/model/ladder, by version (D4).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_LADDER_SET_H
#define SERVER_LADDER_SET_H

#include <stddef.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/model/ladder.h"

struct app;

/* The ladder a new installation starts with, as an import file. */
extern const char LADDER_DEFAULT[];

/* The ladder in force; its version is app->ladder_set. There always is one. Valid until another is
 * published. */
const struct ladder *ladder_set_in_force(struct app *app);
/* The ladder of a version: what a running clock was started under. NULL: no such version. When it is
 * not the one in force, ret_owned is set and the caller frees it. */
const struct ladder *ladder_set_of(struct app *app, int64_t version, struct ladder **ret_owned);

/* Read a ladder file; problem() per bad line. The caller frees. NULL when anything was wrong: a cell,
 * an equal rank, a row that can never decide, no row at all. */
struct ladder *ladder_set_parse(const char *csv, size_t len,
				void (*problem)(void *ctx, int line, const char *why),
				void *ctx) MUST_USE;
/* Put a ladder in force. Clocks that run keep the version they started under. In an event. */
int ladder_set_publish(struct app *app, const char *csv, size_t len, const char *who,
		       int64_t *ret_version) MUST_USE;
/* An installation without a ladder gets LADDER_DEFAULT. Makes its own event. */
int ladder_set_begin(struct app *app) MUST_USE;

#endif
