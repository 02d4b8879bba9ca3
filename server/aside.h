/* An office to reckon with beside the loop: settings, calendar and keys as they are, catalogues and rules
 * of its own, and the connection of whoever reads (server/heavy.h).
 *
 * Made and freed in the loop, used in the worker in between; it shares nothing with the running office
 * but the keys, which never change while it runs.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_ASIDE_H
#define SERVER_ASIDE_H

#include "shared/base/err.h"

struct app;

/* Its db is NULL: whoever uses it lends one. The caller frees. */
struct app *aside_new(const struct app *app) MUST_USE;
/* Leaves db and keys alone. NULL is fine. */
void aside_free(struct app *a);

#endif
