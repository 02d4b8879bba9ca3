/* The walk of the catalogue: which pages there are, and which page lies before which.
 *
 * Language plays no part: slugs, and so paths, are the same in every language.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_SITE_TREE_H
#define WEB_SITE_TREE_H

#include "web/site/pages.h"

/* Slugs with a meaning of their own in a path. */
#define SLUG_OTHER "anders"      /* own words */
#define SLUG_UNKNOWN "weet-niet" /* the suspect nobody knows */
#define SLUG_MORE "meer"         /* the rest of a long list; then meer-2, meer-3 … */
#define CODE_UNKNOWN "WEET-NIET"

struct tree {
	struct page **pages; /* in the order of PAGES and the catalogue */
	int count;
	int cap;
	const struct val *order; /* of suspects: order.h */
};

/* Make every page. Points into c and order (NULL: as in the catalogue), which must outlive it. */
void tree_catalogue(const struct catalogue *c, const struct val *order, struct tree *ret);
void tree_free(struct tree *w);

/* The first page that shows row i of a list that begins on p. */
const struct page *tree_showing(const struct page *p, int i);

/* The page at a path ("woning/badkamer/"), NULL when there is none. */
const struct page *tree_find(const struct tree *w, const char *path);

/* Does the fault skip the form and lead to an emergency page? (R51) */
bool tree_is_emergency(const struct fault *f);
/* Row of a list of the catalogue document ("suspects", "people", …) by its code, or NULL. */
const struct val *tree_row(const struct catalogue *c, const char *list, const char *code);

/* Link from one page to another, relative, both paths below the language. out[cap]. */
void tree_link(const char *from, const char *to, char *out, size_t cap);
/* "../" for every folder of path, "./" for none. */
void tree_up(const char *path, int more, char *out, size_t cap);

#endif
