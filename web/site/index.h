/* A sorted list of key and text, for look-ups that happen on every page.
 *
 * Filled once, then only read: texts of a language, messages, icons.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_SITE_INDEX_H
#define WEB_SITE_INDEX_H

#include "shared/base/val.h"

struct index_row {
	char *key;
	char *text;
	bool used; /* somebody asked for it */
};

struct index {
	struct index_row *rows;
	int count;
	int cap;
};

/* Copy both; call index_sort before the first look-up. */
void index_add(struct index *x, const char *key, const char *text);
/* Every text below v, keys joined by dots. */
void index_add_all(struct index *x, const char *prefix, const struct val *v);
void index_sort(struct index *x);
/* The text, or NULL; marks it used. */
const char *index_find(struct index *x, const char *key);
/* The row, or NULL; marks nothing. */
const struct index_row *index_row(const struct index *x, const char *key);
/* The same while it is still being filled. */
const struct index_row *index_row_unsorted(const struct index *x, const char *key);
void index_free(struct index *x);

#endif
