/* See tree.h. Ways from one page to another: relative, so that the archive works below any path.
 *
 * Owns nothing; what does not fit its buffer is a mistake of the catalogue and ends the build.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/site/tree.h"

#include <string.h>

#include "shared/base/log.h"

void tree_up(const char *path, int more, char *out, size_t cap)
{
	int depth = more;
	size_t len = 0;

	for (; *path; path++)
		depth += *path == '/';
	if (depth == 0)
		text_copy(out, cap, "./");
	for (out[0] = depth ? '\0' : out[0]; depth > 0 && len + 4 < cap; depth--, len += 3)
		memcpy(out + len, "../", 4);
}

void tree_link(const char *from, const char *to, char *out, size_t cap)
{
	size_t same = 0;

	for (size_t i = 0; from[i] && from[i] == to[i]; i++)
		if (from[i] == '/')
			same = i + 1;
	tree_up(from + same, 0, out, cap);
	size_t len = strlen(out);
	if (len == 2 && to[same]) /* below the page itself: no "./" needed */
		len = 0;
	if (text_copy(out + len, cap - len, to + same) < 0)
		die("site.link", "link too long to %s", to);
}
