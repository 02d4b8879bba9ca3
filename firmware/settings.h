/* Settings of a kiosk: DIR/portiek.conf (or --config FILE), every key with a default.
 *
 * What differs per corporation but travels from central (names, texts, dwellings) is not here: it
 * comes with the feeds. These are the settings of this one machine, and what its pages say before
 * the first feed arrived.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_SETTINGS_H
#define FIRMWARE_SETTINGS_H

#include <stdint.h>

#include "shared/base/conf.h"
#include "shared/io/fs.h"

struct settings {
	char corporation[120];     /* name on the built-in page */
	char phone[32];            /* number to call when nothing else works */
	char place[120];           /* where this kiosk stands */
	char listen[80];           /* ADDR:PORT */
	char hosts[256];           /* accepted Host names beside loopback */
	char central[256];         /* origin of central, "" = the one enrolled with */
	char ca_file[PATH_CAP];    /* CA bundle for https to central */
	int64_t queue_items;       /* most unsent reports */
	int64_t queue_percent;     /* most of the partition the queue may take */
	int64_t session_idle_s;    /* sign-in forgotten after */
	int64_t rotate_days;       /* a new device key every so many days, 0 never */
};

/* The rows; the last has key NULL. */
extern const struct conf_row SETTINGS[];

/* Defaults, then the file. path NULL: DIR/portiek.conf, which may be absent.
 * ERR_INPUT, ERR_NOT_FOUND: why[] holds the sentence. */
int settings_read(struct settings *s, const char *dir, const char *path, char *why,
		  size_t cap) MUST_USE;

#endif
