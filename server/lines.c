/* See lines.h.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/lines.h"

#include <string.h>

#include "shared/base/text.h"

bool lines_take(const char **at, const char *name, char *out, size_t cap)
{
	size_t n = strlen(name), len;
	if (strncmp(*at, name, n) || (*at)[n] != ' ')
		return false;
	len = strcspn(*at + n + 1, "\n");
	if (len >= cap || (*at)[n + 1 + len] != '\n')
		return false;
	memcpy(out, *at + n + 1, len);
	out[len] = '\0';
	*at += n + 1 + len + 1;
	return true;
}

bool lines_take_int(const char **at, const char *name, int64_t *ret)
{
	char number[24];
	return lines_take(at, name, number, sizeof number) && int_parse(number, 0, INT64_MAX, ret);
}
