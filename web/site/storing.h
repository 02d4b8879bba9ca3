/* storing.html: the page a display opens by file:// when the kiosk's daemon does not run (R51).
 *
 * One page for all languages with its style inside, so that it needs nothing beside it. The archive
 * carries it; the kiosk lays it down as a plain file.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_SITE_STORING_H
#define WEB_SITE_STORING_H

#include "web/site/site.h"

#define STORING_TEMPLATE "storing_file"
#define STORING_ROW "storing.html"

/* Append the page; false: there is no such template. */
bool storing_render(struct site *s, struct buf *out);

#endif
