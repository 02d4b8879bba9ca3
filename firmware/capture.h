/* Reports from a stream through the same door as those of the page.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_CAPTURE_H
#define FIRMWARE_CAPTURE_H

#include <stdio.h>

#include "shared/base/err.h"

struct app;

/* One report per line from in, each its own event, commits shared by up to 200 lines. After each
 * commit "ID RECEIPT" per line goes to out, in order: what was printed is durable. A line that is
 * refused says why on stderr and takes nothing with it.
 * OK: all taken; ERR_INPUT: some were refused; ERR_QUEUE_FULL, ERR_SETUP, ERR_STORAGE: stopped
 * there, what was printed stays. */
int capture_run(struct app *app, FILE *in, FILE *out) MUST_USE;

#endif
