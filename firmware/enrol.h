/* `portiek-kiosk enrol`: from a typed code to a kiosk that can serve (protocol.md section 2, R70).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_ENROL_H
#define FIRMWARE_ENROL_H

#include <stddef.h>

#include "firmware/sync_task.h"
#include "shared/base/err.h"

/* Enrol at o->origin with a code of 20 Crockford characters as typed, then fetch the first site,
 * catalogue, dwellings, parties and directory; runs the loop itself until all of it is in.
 * Which machine it is, stands in o (hw_hint). A second call after a break goes on where the first stopped: with
 * an identity stored, code may be NULL and only what is missing is fetched. An enrolled kiosk that
 * gets a new code becomes a new device and keeps its queue.
 * ERR_CREDENTIALS: the code is wrong, used or expired, or central could not prove it knows it.
 * ERR_NETWORK, ERR_INPUT (malformed code or origin), ERR_STORAGE. why: an English sentence. */
int enrol_run(const struct sync_options *o, const char *code, char *why, size_t cap) MUST_USE;

#endif
