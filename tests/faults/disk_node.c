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

/* Of its data. */
static void let_go(struct disk_node *n)
{
	bool others = n->sharers && --*n->sharers > 0;

	if (!others) {
		disk_give(n->sharers);
		disk_give(n->data);
	}
	n->sharers = NULL;
	n->data = NULL;
}

void disk_node_own(struct disk_node *n)
{
	uint8_t *own;

	if (!n->sharers)
		return;
	if (*n->sharers == 1) {
		disk_give(n->sharers);
		n->sharers = NULL;
		return;
	}
	own = disk_raw(n->cap);
	memcpy(own, n->data, n->cap);
	let_go(n);
	n->data = own;
}

void disk_node_drop(struct disk_node *n)
{
	if (!n || --n->refs > 0)
		return;
	disk_node_forget(n);
	disk_give(n->ops);
	let_go(n);
	shm_free(n->shm);
	disk_give(n);
}

/* c, which has none, shows the data of n. */
static void share(struct disk_node *n, struct disk_node *c)
{
	c->size = n->size;
	c->cap = n->cap;
	c->data = n->data;
	if (n->data && !n->sharers) {
		n->sharers = disk_mem(1, sizeof(*n->sharers));
		*n->sharers = 1;
	}
	c->sharers = n->sharers;
	if (c->sharers)
		++*c->sharers;
}

void disk_node_show(struct disk_node *n, struct disk_node *from)
{
	disk_node_forget(n);
	let_go(n);
	n->size = 0;
	n->cap = 0;
	if (from)
		share(from, n);
	if (n->shm && n->shm->region[0])
		memset(n->shm->region[0], 0, SHM_HEAD);
}

/* Like n, with nobody holding it open or locked; ops and all. */
struct disk_node *disk_node_copy(struct disk_node *n)
{
	struct disk_node *c = disk_node_new(n->folder, n->mode);

	share(n, c);
	c->op_count = c->op_cap = n->op_count;
	c->ops = c->op_count ? disk_mem(c->op_count, sizeof(*c->ops)) : NULL;
	for (size_t i = 0; i < c->op_count; i++) {
		c->ops[i] = n->ops[i];
		c->ops[i].bytes = n->ops[i].n ? disk_raw(n->ops[i].n) : NULL;
		if (n->ops[i].n)
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
	memcpy(p, n->data + offset, len);
	return len;
}

static void room(struct disk_node *n, int64_t size)
{
	size_t cap = n->cap ? n->cap : 4096;

	if ((size_t)size <= n->cap)
		return;
	while (cap < (size_t)size)
		cap *= 2;
	disk_node_own(n);
	n->data = disk_again(n->data, cap, 1);
	memset(n->data + n->cap, 0, cap - n->cap);
	n->cap = cap;
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
	if (!len)
		return;
	room(n, offset + (int64_t)len);
	op->bytes = disk_raw(len);
	memcpy(op->bytes, n->data + offset, len);
}

void disk_node_write(struct disk_node *n, int64_t seq, int64_t offset, const void *p, size_t len)
{
	int64_t end = offset + (int64_t)len;

	if (!len)
		return;
	note(n, seq, offset, len, end > n->size ? end : n->size);
	disk_node_own(n);
	memcpy(n->data + offset, p, len);
	if (end > n->size)
		n->size = end;
}

void disk_node_truncate(struct disk_node *n, int64_t seq, int64_t size)
{
	if (size < n->size) {
		note(n, seq, size, (size_t)(n->size - size), size);
		disk_node_own(n);
		memset(n->data + size, 0, (size_t)(n->size - size));
	} else if (size > n->size) {
		room(n, size);
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
	for (size_t i = 0; i < op->n; i++) {
		uint8_t was = n->data[op->offset + (int64_t)i];

		n->data[op->offset + (int64_t)i] = op->bytes[i];
		op->bytes[i] = was;
	}
}

struct fate {
	int64_t sectors;
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
	for (size_t i = 0; i < op->n; i++) {
		int64_t at = op->offset + (int64_t)i;

		if (f->version[at / DISK_SECTOR] >= version)
			n->data[at] = op->bytes[i];
	}
}

void disk_node_lose(struct disk_node *n, enum disk_loss loss, int64_t keep, uint64_t *dice)
{
	struct fate f = { .sectors = (int64_t)n->cap / DISK_SECTOR + 1 };
	int64_t durable;

	if (!n->op_count)
		return;
	disk_node_own(n);
	durable = n->ops[0].size_before;
	f.version = disk_mem((size_t)f.sectors, sizeof(*f.version));
	decide(n, &f, loss, keep, dice);
	for (size_t i = n->op_count; i-- > 0;)
		swap(n, &n->ops[i]);
	for (size_t i = 0; i < n->op_count; i++)
		redo(n, &f, &n->ops[i], (uint32_t)i + 1);
	n->size = f.size ? n->ops[f.size - 1].size_after : durable;
	memset(n->data + n->size, 0, n->cap - (size_t)n->size);
	disk_node_forget(n);
	disk_give(f.version);
}
