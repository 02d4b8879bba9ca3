/* Directory records for offline sign-in: made here, opened only by number and code at a kiosk
 * (design.md decision 8, R27).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_TENANTS_H
#define SERVER_TENANTS_H

#include "shared/base/err.h"

struct app;
struct tenants;

/* Make records of waiting codes in the worker, a few at a time. */
struct tenants *tenants_open(struct app *app);
void tenants_close(struct tenants *t);
/* New codes are waiting. Safe with NULL. */
void tenants_nudge(struct tenants *t);

/* Without a server: derive every waiting code now (tens of milliseconds each). In an event. */
int tenants_derive_all(struct app *app) MUST_USE;

/* A fresh sign-in code: 8 Crockford characters. */
void tenants_code(char out[9]);

/* Publish the record of one tenant again, after a change to it or to its objects. A tenant whose
 * code still waits has none yet. In an event. */
void tenants_publish(struct app *app, const char *number);

/* Salt and costs of this installation's directory, made at the first call. In an event. */
void tenants_publish_parameters(struct app *app);

#endif
