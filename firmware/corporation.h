/* Whose kiosk this is: the name and number on screens and in sentences.
 *
 * Central sends it with the feeds (config rows "corporation" and "kiosk.<device>"); what
 * portiek.conf says stands in until then.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_CORPORATION_H
#define FIRMWARE_CORPORATION_H

#include "shared/model/promises.h"

struct app;

struct corporation {
	char name[120];
	char phone[32];
	char place[120]; /* where this kiosk stands */
	struct promises promises;
};

void corporation_read(struct app *app, struct corporation *ret);

#endif
