/* See index.h. Bisection over a sorted array; rows live until index_free.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/site/index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void index_add(struct index *x, const char *key, const char *text)
{
	if (x->count == x->cap) {
		int cap = x->cap ? 2 * x->cap : 64;
		struct index_row *rows = mem_new((size_t)cap, sizeof(*rows));
		if (x->count)
			memcpy(rows, x->rows, (size_t)x->count * sizeof(*rows));
		free(x->rows);
		x->rows = rows;
		x->cap = cap;
	}
	x->rows[x->count++] = (struct index_row){ mem_str(key), mem_str(text), false };
}

void index_add_all(struct index *x, const char *prefix, const struct val *v)
{
	VAL_EACH(child, v) {
		char key[160];
		snprintf(key, sizeof(key), "%s%s%s", prefix, *prefix ? "." : "", val_name(child));
		if (val_is_object(child))
			index_add_all(x, key, child);
		else
			index_add(x, key, val_text(child, ""));
	}
}

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct index_row *)a)->key, ((const struct index_row *)b)->key);
}

void index_sort(struct index *x)
{
	if (x->count)
		qsort(x->rows, (size_t)x->count, sizeof(*x->rows), by_key);
}

static struct index_row *find(const struct index *x, const char *key)
{
	int from = 0, to = x->count;

	while (from < to) {
		int mid = from + (to - from) / 2;
		int order = strcmp(key, x->rows[mid].key);
		if (order == 0)
			return &x->rows[mid];
		if (order < 0)
			to = mid;
		else
			from = mid + 1;
	}
	return NULL;
}

const char *index_find(struct index *x, const char *key)
{
	struct index_row *row = find(x, key);

	if (!row)
		return NULL;
	row->used = true;
	return row->text;
}

const struct index_row *index_row(const struct index *x, const char *key)
{
	return find(x, key);
}

const struct index_row *index_row_unsorted(const struct index *x, const char *key)
{
	for (int i = 0; i < x->count; i++)
		if (strcmp(x->rows[i].key, key) == 0)
			return &x->rows[i];
	return NULL;
}

void index_free(struct index *x)
{
	for (int i = 0; i < x->count; i++) {
		free(x->rows[i].key);
		free(x->rows[i].text);
	}
	free(x->rows);
	*x = (struct index){0};
}
