/* INI files into settings rows, by libinih.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/conf.h"
#include "shared/io/fs.h"

#define FILE_CAP (256 * 1024)

struct reading {
	const struct conf_row *rows;
	void *settings;
	char *why;
	size_t why_cap;
};

static int take(void *user, const char *section, const char *key, const char *value)
{
	struct reading *r = user;
	return conf_set(r->rows, r->settings, section, key, value, r->why, r->why_cap) == OK;
}

int conf_read(const struct conf_row *rows, void *settings, const char *path, char *why,
	      size_t why_cap)
{
	BUF(text);
	int err = fs_read(path, FILE_CAP, &text);
	if (err) {
		snprintf(why, why_cap, "%s: cannot be read", path);
		return err;
	}
	char reason[256] = "not of the form key = value";
	struct reading r = { rows, settings, reason, sizeof reason };
	int line = ini_parse_string(buf_text(&text), take, &r);
	if (!line)
		return OK;
	snprintf(why, why_cap, "%s:%d: %s", path, line, reason);
	return ERR_INPUT;
}
