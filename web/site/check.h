/* The parts of `portiek-site check`. Each looks at one kind of trouble and reports every finding.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_SITE_CHECK_H
#define WEB_SITE_CHECK_H

#include "web/site/site.h"

#define LABEL_WORDS 8    /* on a tile, a chip, a sign */
#define SENTENCE_WORDS 12 /* in a question, a command, an explanation */

struct check {
	const struct site_options *options;
	struct site *site; /* NULL while the inputs are not loaded */
	void (*fn)(void *ctx, const char *where, const char *what);
	void *ctx;
	int findings;
};

void check_say(struct check *c, const char *where, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* Codes and slugs: twice the same, or of the wrong shape. Works on a document that does not load. */
void check_codes(struct check *c, const struct val *doc);
/* Texts one complete language has and another lacks. On such a document too. */
void check_languages(struct check *c, const struct val *doc);
/* Renders every page: broken links, pages nobody reaches, dead ends, two pages at one path. */
void check_pages(struct check *c);
/* After check_pages, which asks for every text: missing, unused, too long; icons; settings. */
void check_texts(struct check *c);
/* Stylesheets that know left and right only. */
void check_direction(struct check *c);

#endif
