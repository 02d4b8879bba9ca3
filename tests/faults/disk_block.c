/* The bytes of a file in blocks: a hole is no block at all, and copies of a disk share blocks until one of them
 * writes. A file grows without being moved, and an image of a disk costs a table of pointers.
 *
 * Promises: what lies beyond the end of a file is zeros in every block. Owns nothing but memory of disk_mem.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "tests/faults/disk_inside.h"

#define BLOCK 4096 /* a page of a database: most writes are one */

/* Its bytes stand elsewhere: whoever only counts must not touch their pages, which may be shared with a parent. */
struct disk_block {
	int refs; /* how many files show it */
	uint8_t *bytes;
};

/* The part of a range that lies in one block. */
struct part {
	size_t block, from, n;
};

static struct part part_at(int64_t at, size_t len)
{
	struct part p = { .block = (size_t)(at / BLOCK), .from = (size_t)(at % BLOCK) };

	p.n = len < BLOCK - p.from ? len : BLOCK - p.from;
	return p;
}

static void drop(struct disk_block **b)
{
	if (*b && --(*b)->refs == 0) {
		disk_give((*b)->bytes);
		disk_give(*b);
	}
	*b = NULL;
}

static void room(struct disk_node *n, size_t block)
{
	size_t had = n->block_room;

	if (block < had)
		return;
	n->block_room = block + 1 > 2 * had ? block + 1 : 2 * had;
	n->blocks = disk_again(n->blocks, n->block_room, sizeof(*n->blocks));
	memset(n->blocks + had, 0, (n->block_room - had) * sizeof(*n->blocks));
}

/* Bytes of this block that belong to this file alone. */
static uint8_t *own(struct disk_node *n, size_t block)
{
	struct disk_block *b, *was;

	room(n, block);
	was = n->blocks[block];
	if (was && was->refs == 1)
		return was->bytes;
	b = disk_raw(sizeof(*b));
	*b = (struct disk_block){ 1, disk_raw(BLOCK) };
	if (was)
		memcpy(b->bytes, was->bytes, BLOCK);
	else
		memset(b->bytes, 0, BLOCK);
	drop(&n->blocks[block]);
	n->blocks[block] = b;
	return b->bytes;
}

static void unflatten(struct disk_node *n)
{
	if (n->flat)
		disk_give(n->flat);
	n->flat = NULL;
}

void disk_block_read(const struct disk_node *n, int64_t at, uint8_t *p, size_t len)
{
	for (struct part it; len; p += it.n, at += (int64_t)it.n, len -= it.n) {
		it = part_at(at, len);
		if (it.block < n->block_room && n->blocks[it.block])
			memcpy(p, n->blocks[it.block]->bytes + it.from, it.n);
		else
			memset(p, 0, it.n);
	}
}

void disk_block_write(struct disk_node *n, int64_t at, const uint8_t *p, size_t len)
{
	unflatten(n);
	for (struct part it; len; p += it.n, at += (int64_t)it.n, len -= it.n) {
		it = part_at(at, len);
		memcpy(own(n, it.block) + it.from, p, it.n);
	}
}

void disk_block_swap(struct disk_node *n, int64_t at, uint8_t *p, size_t len)
{
	uint8_t was[BLOCK];

	for (struct part it; len; p += it.n, at += (int64_t)it.n, len -= it.n) {
		it = part_at(at, len);
		disk_block_read(n, at, was, it.n);
		disk_block_write(n, at, p, it.n);
		memcpy(p, was, it.n);
	}
}

void disk_block_end(struct disk_node *n, int64_t size)
{
	struct part it = part_at(size, BLOCK);

	unflatten(n);
	if (it.from && it.block < n->block_room && n->blocks[it.block])
		memset(own(n, it.block) + it.from, 0, it.n);
	for (size_t i = it.block + (it.from > 0); i < n->block_room; i++)
		drop(&n->blocks[i]);
}

void disk_block_share(const struct disk_node *from, struct disk_node *to)
{
	disk_block_drop(to);
	to->block_room = from->block_room;
	to->blocks = from->block_room ? disk_raw(from->block_room * sizeof(*to->blocks)) : NULL;
	for (size_t i = 0; i < to->block_room; i++) {
		to->blocks[i] = from->blocks[i];
		if (to->blocks[i])
			to->blocks[i]->refs++;
	}
}

void disk_block_drop(struct disk_node *n)
{
	unflatten(n);
	for (size_t i = 0; i < n->block_room; i++)
		drop(&n->blocks[i]);
	disk_give(n->blocks);
	n->blocks = NULL;
	n->block_room = 0;
}

const uint8_t *disk_block_flat(struct disk_node *n)
{
	if (!n->flat) {
		n->flat = disk_raw((size_t)n->size);
		disk_block_read(n, 0, n->flat, (size_t)n->size);
	}
	return n->flat;
}
