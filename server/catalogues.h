/* Published catalogues by version, kept for ever; a few of them loaded (R53).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_CATALOGUES_H
#define SERVER_CATALOGUES_H

#include "shared/base/err.h"
#include "shared/model/catalogue.h"

struct app;
struct catalogues;

struct catalogues *catalogues_new(void) MUST_USE;
void catalogues_free(struct catalogues *c);

/* The catalogue of a version, loaded when needed; NULL when it was never published. Valid until
 * the next call with another version. */
const struct catalogue *catalogues_get(struct app *app, const char *version);
/* The same from another connection, with a cache of its own: for the worker of server/heavy.h. */
struct db;
const struct catalogue *catalogues_of(struct db *db, struct catalogues *c, const char *version);
/* The one in force; NULL before the first publication. */
const struct catalogue *catalogues_current(struct app *app);

/* Keep a version for ever and make it the one in force. In an event.
 * ERR_CONFLICT: the version is there with other content; ERR_INPUT: no valid catalogue. */
int catalogues_add(struct app *app, const struct val *doc, char *why, size_t cap) MUST_USE;

#endif
