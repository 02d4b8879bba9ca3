/* Which machine is this? A word central can compare, from which nothing about the machine can be read
 * (PROTOCOL.md sections 2 and 5: `hw_hint`).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_HARDWARE_H
#define FIRMWARE_HARDWARE_H

#include "shared/base/text.h"

/* 64 hex digits, the same at every start of this machine with this folder: two kiosks of one machine are
 * two. "" on a machine that says nothing about itself. */
void hardware_hint(const char *data_dir, char out[HEX32_TEXT]);
/* The same with the machine's files below root, for tests. */
void hardware_hint_of(const char *root, const char *data_dir, char out[HEX32_TEXT]);

#endif
