/* Room on the disk: what is kept free for delivering, and what a full or read-only disk means.
 *
 * Reports are refused while there is still room to write down what central acknowledged; a small file
 * of ballast goes when somebody else filled the rest. So a kiosk on a full disk says so, goes on
 * sending, and has room again by it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_ROOM_H
#define FIRMWARE_ROOM_H

#include "shared/base/err.h"

struct app;

/* "ok", or why no report can be saved: "full", "read_only". "ok" without a folder. */
const char *room_state(struct app *app);
/* May a report be written? ERR_STORAGE, told in the log (disk.full, disk.read_only). */
int room_for_report(struct app *app) MUST_USE;
/* Now and then, and after a write that was refused: lay the ballast down, or throw it off. */
void room_keep(struct app *app);

#endif
