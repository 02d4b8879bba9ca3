/* The commands of portiek-kiosk as a table.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_COMMANDS_H
#define FIRMWARE_COMMANDS_H

#include "shared/base/conf.h"

extern const struct program KIOSK;

#endif
