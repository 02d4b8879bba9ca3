/* CSV into the register: line-exact problems, all or nothing by default (R6, R8).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_IMPORT_H
#define SERVER_IMPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

struct app;

struct import {
	const char *what;        /* dwellings tenants suppliers contracts contacts rules ladder */
	const char *csv;
	size_t len;
	bool dry_run, partial;
	const char *who;
	struct buf *out;         /* report for the user */
	struct buf *codes;       /* tenants: "number,code" rows of new ones, may be NULL */
};

/* Import. ERR_INPUT: at least one line was refused and nothing was kept (unless partial);
 * ERR_USAGE: no such thing to import. In an event, which the caller takes back on error. */
int import_run(struct app *app, const struct import *im) MUST_USE;

#endif
