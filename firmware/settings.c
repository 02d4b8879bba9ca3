/* The rows of portiek.conf on a kiosk and how they are read.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/settings.h"

#include <stdio.h>

#define TEXT_ROW(section, key, field, dflt, help)                                                  \
	{ section, key, CONF_TEXT, offsetof(struct settings, field),                               \
	  sizeof(((struct settings *)0)->field), dflt, help }
#define INT_ROW(section, key, field, dflt, help)                                                   \
	{ section, key, CONF_INT, offsetof(struct settings, field), 0, dflt, help }

const struct conf_row SETTINGS[] = {
	TEXT_ROW("corporation", "name", corporation, "", "name on the built-in page"),
	TEXT_ROW("corporation", "phone", phone, "", "number people call when the kiosk cannot help"),
	TEXT_ROW("kiosk", "place", place, "", "where this kiosk stands, as people call it"),
	TEXT_ROW("kiosk", "listen", listen, "127.0.0.1:8081", "address and port of the pages"),
	TEXT_ROW("kiosk", "hosts", hosts, "", "further accepted Host names, space separated"),
	TEXT_ROW("central", "url", central, "", "origin of central; empty: as enrolled"),
	TEXT_ROW("central", "ca_file", ca_file, "", "CA bundle for https to central"),
	INT_ROW("central", "rotate_days", rotate_days, "365", "days until this kiosk makes itself a new key, 0 never"),
	INT_ROW("queue", "items", queue_items, "50000", "most unsent reports"),
	INT_ROW("queue", "disk_percent", queue_percent, "80", "most of the disk the queue may take"),
	INT_ROW("session", "idle_seconds", session_idle_s, "300", "a sign-in is forgotten after"),
	{ 0 },
};

int settings_read(struct settings *s, const char *dir, const char *path, char *why, size_t cap)
{
	char own[PATH_CAP];
	conf_defaults(SETTINGS, s);
	fs_join(own, dir, "portiek.conf");
	if (!path && !fs_exists(own))
		return OK;
	int err = conf_read(SETTINGS, s, path ? path : own, why, cap);
	if (err == ERR_NOT_FOUND)
		snprintf(why, cap, "%s: no such file", path ? path : own);
	return err;
}
