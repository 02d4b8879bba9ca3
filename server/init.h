/* Making an installation, empty or with an invented neighbourhood.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_INIT_H
#define SERVER_INIT_H

#include "shared/base/buf.h"
#include "shared/base/err.h"

struct app;

/* Routing rules every new installation starts with, as an import file. */
extern const char RULES_DEFAULT[];

/* Settings of the demo as text for DIR/portiek.conf. */
extern const char DEMO_SETTINGS[];

/* The CSV files of the demo's neighbourhood: the same on every machine. */
void demo_suppliers(struct buf *out);
void demo_contracts(struct buf *out);
void demo_contacts(struct buf *out);
void demo_dwellings(struct buf *out);
void demo_tenants(struct buf *out);

/* Fill an installation with the demo: register, staff (passwords random, written to DIR/logins),
 * one tenant number and code per complex (DIR/demo-tenants). In an event. */
int demo_fill(struct app *app, struct buf *say) MUST_USE;

#endif
