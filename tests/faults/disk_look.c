/* Looking at a disk and damaging it, past all rules and counts.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/faults/disk_inside.h"

bool disk_has(const struct disk *d, const char *name)
{
	return disk_tree_find(&d->face.now, name) != NULL;
}

int64_t disk_size(const struct disk *d, const char *name)
{
	const struct disk_node *n = disk_tree_find(&d->face.now, name);

	return n && !n->folder ? n->size : -1;
}

const uint8_t *disk_bytes(const struct disk *d, const char *name, size_t *ret_len)
{
	struct disk_node *n = disk_tree_find(&d->face.now, name);

	if (!n || n->folder)
		return NULL;
	*ret_len = (size_t)n->size;
	return disk_block_flat(n);
}

/* The folders above a name, durable. */
static void folders(struct disk *d, const char *name)
{
	char up[DISK_PATH];
	struct disk_node *n;

	disk_parent(name, up);
	if (!*up || disk_has(d, up))
		return;
	folders(d, up);
	n = disk_node_new(true, 0700);
	disk_tree_put(&d->face.now, up, n);
	disk_tree_put(&d->face.durable, up, n);
	disk_node_drop(n);
}

void disk_put(struct disk *d, const char *name, const void *p, size_t len)
{
	struct disk_node *n = disk_node_new(false, 0600);

	disk_enter();
	folders(d, name);
	disk_node_write(n, 0, 0, p, len);
	disk_node_forget(n);
	disk_tree_put(&d->face.now, name, n);
	disk_tree_put(&d->face.durable, name, n);
	disk_node_drop(n);
	disk_leave();
}

bool disk_put_real(struct disk *d, const char *name, const char *real_path)
{
	FILE *f = fopen(real_path, "rb");
	char *all = NULL;
	size_t n = 0, got;
	char part[65536];

	if (!f)
		return false;
	while ((got = fread(part, 1, sizeof(part), f)) > 0) {
		all = disk_again(all, n + got, 1);
		memcpy(all + n, part, got);
		n += got;
	}
	fclose(f);
	disk_put(d, name, all, n);
	disk_give(all);
	return true;
}

void disk_show(struct disk *to, const struct disk *from, const char *name)
{
	disk_enter();
	if (!disk_has(to, name))
		disk_put(to, name, "", 0);
	disk_node_show(disk_tree_find(&to->face.now, name), disk_tree_find(&from->face.now, name));
	disk_leave();
}

void disk_drop(struct disk *d, const char *name)
{
	disk_enter();
	disk_tree_take(&d->face.now, name);
	disk_tree_take(&d->face.durable, name);
	disk_leave();
}

bool disk_rot(struct disk *d, const char *name, int64_t offset, const void *p, size_t len)
{
	struct disk_node *n = disk_tree_find(&d->face.now, name);

	if (!n || n->folder || offset < 0 || offset + (int64_t)len > n->size)
		return false;
	disk_block_write(n, offset, p, len);
	return true;
}

bool disk_flip(struct disk *d, const char *name, int64_t bit)
{
	struct disk_node *n = disk_tree_find(&d->face.now, name);
	uint8_t byte;

	if (!n || n->folder || bit < 0 || bit / 8 >= n->size)
		return false;
	disk_block_read(n, bit / 8, &byte, 1);
	byte ^= (uint8_t)(1u << (bit % 8));
	disk_block_write(n, bit / 8, &byte, 1);
	return true;
}

bool disk_cut_file(struct disk *d, const char *name, int64_t size)
{
	struct disk_node *n = disk_tree_find(&d->face.now, name);

	if (!n || n->folder || size > n->size)
		return false;
	disk_node_truncate(n, d->seq, size);
	disk_node_forget(n);
	return true;
}

/* By name, whatever order the table is in: it is searched for the next one. */
void disk_each(const struct disk *d, void (*fn)(void *ctx, const char *name, int64_t size), void *ctx)
{
	const char *last = "";

	for (;;) {
		const struct disk_entry *next = NULL;

		for (size_t i = 0; i < d->face.now.count; i++) {
			const struct disk_entry *e = &d->face.now.at[i];

			if (strcmp(e->path, last) > 0 && (!next || strcmp(e->path, next->path) < 0))
				next = e;
		}
		if (!next)
			return;
		char name[DISK_PATH + 1];
		snprintf(name, sizeof(name), "%s%s", next->path, next->node->folder ? "/" : "");
		fn(ctx, name, next->node->size);
		last = next->path;
	}
}

struct summing {
	const struct disk *d;
	uint64_t sum;
};

static void mix(uint64_t *sum, const void *p, size_t n)
{
	const uint8_t *at = p;

	for (size_t i = 0; i < n; i++)
		*sum = (*sum ^ at[i]) * UINT64_C(1099511628211);
}

static void sum_one(void *ctx, const char *name, int64_t size)
{
	struct summing *s = ctx;
	size_t len = 0;
	const uint8_t *p = disk_bytes(s->d, name, &len);

	mix(&s->sum, name, strlen(name) + 1);
	mix(&s->sum, &size, sizeof(size));
	if (p)
		mix(&s->sum, p, len);
}

uint64_t disk_sum(const struct disk *d)
{
	struct summing s = { d, UINT64_C(14695981039346656037) };

	disk_each(d, sum_one, &s);
	return s.sum;
}
