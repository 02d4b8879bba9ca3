/* Files of the disk: bytes as seen, and a list of how to take back what no fsync has covered.
 *
 * A change keeps what it overwrote. To see what a power cut leaves, all changes are taken back (each
 * then holds what it had written) and, sector by sector, put in again up to some version.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>

#include "tests/faults/disk_inside.h"

struct disk_node *disk_node_new(bool folder, unsigned mode)
{
	struct disk_node *n = disk_mem(1, sizeof(*n));

	n->refs = 1;
	n->folder = folder;
	n->mode = mode;
	return n;
}

struct disk_node *disk_node_ref(struct disk_node *n)
{
	n->refs++;
	return n;
}

static void shm_free(struct disk_shm *s)
{
	for (int i = 0; s && i < SHM_REGIONS; i++)
		disk_give(s->region[i]);
	disk_give(s);
}

void disk_node_drop(struct disk_node *n)
{
	if (!n || --n->refs > 0)
		return;
	disk_node_forget(n);
	disk_give(n->ops);
	disk_block_drop(n);
	shm_free(n->shm);
	disk_give(n);
}

void disk_node_show(struct disk_node *n, struct disk_node *from)
{
	disk_node_forget(n);
	disk_block_drop(n);
	n->size = from ? from->size : 0;
	if (from)
		disk_block_share(from, n);
	if (n->shm && n->shm->region[0])
		memset(n->shm->region[0], 0, SHM_HEAD);
}

/* Like n, with nobody holding it open or locked; ops and all. */
struct disk_node *disk_node_copy(struct disk_node *n)
{
	struct disk_node *c = disk_node_new(n->folder, n->mode);

	c->size = n->size;
	disk_block_share(n, c);
	c->op_count = c->op_cap = n->op_count;
	c->ops = c->op_count ? disk_mem(c->op_count, sizeof(*c->ops)) : NULL;
	for (size_t i = 0; i < c->op_count; i++) {
		c->ops[i] = n->ops[i];
		c->ops[i].bytes = n->ops[i].bytes ? disk_raw(n->ops[i].n) : NULL;
		if (n->ops[i].bytes)
			memcpy(c->ops[i].bytes, n->ops[i].bytes, n->ops[i].n);
	}
	return c;
}

size_t disk_node_read(const struct disk_node *n, int64_t offset, void *p, size_t len)
{
	if (offset >= n->size)
		return 0;
	if ((int64_t)len > n->size - offset)
		len = (size_t)(n->size - offset);
	disk_block_read(n, offset, p, len);
	return len;
}

/* Note a change of a range that is about to be made. */
static void note(struct disk_node *n, int64_t seq, int64_t offset, size_t len, int64_t size)
{
	struct disk_op *op;

	if (n->op_count == n->op_cap) {
		n->op_cap = n->op_cap ? n->op_cap * 2 : 8;
		n->ops = disk_again(n->ops, n->op_cap, sizeof(*n->ops));
	}
	op = &n->ops[n->op_count++];
	*op = (struct disk_op){ .seq = seq, .offset = offset, .n = len, .size_before = n->size,
				.size_after = size };
	if (!len || offset >= n->size)
		return;
	op->bytes = disk_raw(len);
	disk_block_read(n, offset, op->bytes, len);
}

void disk_node_write(struct disk_node *n, int64_t seq, int64_t offset, const void *p, size_t len)
{
	int64_t end = offset + (int64_t)len;

	if (!len)
		return;
	note(n, seq, offset, len, end > n->size ? end : n->size);
	disk_block_write(n, offset, p, len);
	if (end > n->size)
		n->size = end;
}

void disk_node_truncate(struct disk_node *n, int64_t seq, int64_t size)
{
	if (size < n->size) {
		note(n, seq, size, (size_t)(n->size - size), size);
		disk_block_end(n, size);
	} else if (size > n->size) {
		note(n, seq, size, 0, size);
	}
	n->size = size;
}

void disk_node_forget(struct disk_node *n)
{
	for (size_t i = 0; i < n->op_count; i++)
		disk_give(n->ops[i].bytes);
	n->op_count = 0;
}

void disk_node_sync(struct disk_node *n, bool ok)
{
	bool lost = false;

	for (size_t i = 0; i < n->op_count; i++) {
		n->ops[i].lost |= !ok && !n->ops[i].durable;
		n->ops[i].durable |= ok && !n->ops[i].lost;
		lost |= n->ops[i].lost;
	}
	if (!lost)
		disk_node_forget(n);
}

/* ---- a power cut -------------------------------------------------------------------------------- */

static void swap(struct disk_node *n, struct disk_op *op)
{
	if (op->n && !op->bytes)
		op->bytes = disk_mem(op->n, 1);
	disk_block_swap(n, op->offset, op->bytes, op->n);
}

struct fate {
	uint32_t *version; /* of each sector: changes up to this number (from 1) are in it */
	uint32_t size;     /* the same for the size */
};

static void raise_to(struct fate *f, const struct disk_op *op, uint32_t version)
{
	for (int64_t s = op->offset / DISK_SECTOR; op->n && s * DISK_SECTOR < op->offset + (int64_t)op->n; s++)
		if (f->version[s] < version)
			f->version[s] = version;
}

static bool arrives(const struct disk_op *op, enum disk_loss loss, int64_t keep, uint64_t *dice)
{
	if (op->durable || op->lost)
		return op->durable;
	switch (loss) {
	case DISK_LOSE_ALL:
		return false;
	case DISK_LOSE_NOTHING:
		return true;
	case DISK_LOSE_TAIL:
		return op->seq <= keep;
	case DISK_LOSE_SOME:
	case DISK_LOSE_TORN:
	case DISK_LOSE_ANY:
		return disk_roll(dice, 2);
	}
	return false;
}

/* Torn: of each sector by itself whether it arrives. */
static void tear(struct fate *f, const struct disk_op *op, uint32_t version, uint64_t *dice)
{
	for (int64_t s = op->offset / DISK_SECTOR; op->n && s * DISK_SECTOR < op->offset + (int64_t)op->n; s++)
		if (disk_roll(dice, 2) && f->version[s] < version)
			f->version[s] = version;
	if (disk_roll(dice, 2))
		f->size = version;
}

static void decide(const struct disk_node *n, struct fate *f, enum disk_loss loss, int64_t keep,
		   uint64_t *dice)
{
	for (size_t i = 0; i < n->op_count; i++) {
		const struct disk_op *op = &n->ops[i];
		uint32_t version = (uint32_t)i + 1;

		if (loss == DISK_LOSE_TORN && !op->durable && !op->lost) {
			tear(f, op, version, dice);
		} else if (arrives(op, loss, keep, dice)) {
			raise_to(f, op, version);
			f->size = version;
		}
	}
}

static void redo(struct disk_node *n, const struct fate *f, const struct disk_op *op, uint32_t version)
{
	int64_t at = op->offset, end = at + (int64_t)op->n, next;

	for (; at < end; at = next) {
		next = (at / DISK_SECTOR + 1) * DISK_SECTOR;
		next = next < end ? next : end;
		if (f->version[at / DISK_SECTOR] >= version)
			disk_block_write(n, at, op->bytes + (at - op->offset), (size_t)(next - at));
	}
}

/* Sectors that the changes of a file touch, counted from its beginning. */
static int64_t sectors_of(const struct disk_node *n)
{
	int64_t end = 0;

	for (size_t i = 0; i < n->op_count; i++)
		if (n->ops[i].offset + (int64_t)n->ops[i].n > end)
			end = n->ops[i].offset + (int64_t)n->ops[i].n;
	return end / DISK_SECTOR + 1;
}

void disk_node_lose(struct disk_node *n, enum disk_loss loss, int64_t keep, uint64_t *dice)
{
	struct fate f = { 0 };
	int64_t durable;

	if (!n->op_count)
		return;
	durable = n->ops[0].size_before;
	f.version = disk_mem((size_t)sectors_of(n), sizeof(*f.version));
	decide(n, &f, loss, keep, dice);
	for (size_t i = n->op_count; i-- > 0;)
		swap(n, &n->ops[i]);
	for (size_t i = 0; i < n->op_count; i++)
		redo(n, &f, &n->ops[i], (uint32_t)i + 1);
	n->size = f.size ? n->ops[f.size - 1].size_after : durable;
	disk_block_end(n, n->size);
	disk_node_forget(n);
	disk_give(f.version);
}
