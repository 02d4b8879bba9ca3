/* SQLite's door: locks on files and the memory connections share in WAL mode, within one process.
 *
 * Both hang on the file's node, so a boot, which makes new nodes, leaves none behind.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>

#include "tests/faults/disk_lite.h"

static int take(struct lite *l, int level)
{
	struct disk_node *n = l->h.node;

	if (level == SQLITE_LOCK_SHARED) {
		if ((n->pending && n->pending != l) || (n->exclusive && n->exclusive != l))
			return SQLITE_BUSY;
		n->readers++;
		return SQLITE_OK;
	}
	if (n->reserved && n->reserved != l)
		return SQLITE_BUSY;
	n->reserved = l;
	if (level != SQLITE_LOCK_EXCLUSIVE)
		return SQLITE_OK;
	n->pending = l;
	if (n->readers > 1) {
		l->lock = SQLITE_LOCK_PENDING;
		return SQLITE_BUSY;
	}
	n->exclusive = l;
	return SQLITE_OK;
}

int disk_lite_lock(sqlite3_file *f, int level)
{
	struct lite *l = (struct lite *)f;
	int rc;

	if (l->lock >= level)
		return SQLITE_OK;
	disk_enter();
	rc = disk_gate(l->h.d, &l->h, DISK_LOCK, l->h.path, 0, NULL, true) ? SQLITE_IOERR_LOCK
									    : take(l, level);
	if (rc == SQLITE_OK)
		l->lock = level;
	disk_leave();
	return rc;
}

int disk_lite_unlock(sqlite3_file *f, int level)
{
	struct lite *l = (struct lite *)f;
	struct disk_node *n = l->h.node;

	if (l->lock <= level)
		return SQLITE_OK;
	disk_enter();
	if (l->lock > SQLITE_LOCK_SHARED) {
		n->reserved = n->reserved == l ? NULL : n->reserved;
		n->pending = n->pending == l ? NULL : n->pending;
		n->exclusive = n->exclusive == l ? NULL : n->exclusive;
	}
	if (level == SQLITE_LOCK_NONE)
		n->readers--;
	l->lock = level;
	disk_leave();
	return SQLITE_OK;
}

int disk_lite_reserved(sqlite3_file *f, int *ret)
{
	*ret = ((struct lite *)f)->h.node->reserved != NULL;
	return SQLITE_OK;
}

/* ---- shared memory ------------------------------------------------------------------------------ */

static struct disk_shm *shm_of(struct lite *l)
{
	struct disk_node *n = l->h.node;

	if (!n->shm)
		n->shm = disk_mem(1, sizeof(*n->shm));
	n->shm->users += !l->mapped;
	l->mapped = true;
	return n->shm;
}

int disk_shm_map(sqlite3_file *f, int region, int size, int extend, void volatile **ret)
{
	struct disk_shm *s;

	disk_enter();
	s = shm_of((struct lite *)f);
	*ret = NULL;
	if (region >= SHM_REGIONS)
		abort();
	if (!s->region[region] && extend)
		s->region[region] = disk_mem(1, (size_t)size);
	*ret = s->region[region];
	disk_leave();
	return SQLITE_OK;
}

static bool may(const struct lite *l, const struct disk_shm *s, int i, bool exclusive)
{
	if (s->exclusive[i] && s->exclusive[i] != l)
		return false;
	return !exclusive || s->shared[i] == (int)((l->shared >> i) & 1);
}

static void shm_take(struct lite *l, struct disk_shm *s, int i, bool exclusive)
{
	unsigned bit = 1u << i;

	if (exclusive) {
		s->exclusive[i] = l;
		l->exclusive |= bit;
	} else if (!(l->shared & bit)) {
		s->shared[i]++;
		l->shared |= bit;
	}
}

static void shm_give(struct lite *l, struct disk_shm *s, int i)
{
	unsigned bit = 1u << i;

	if (l->exclusive & bit)
		s->exclusive[i] = NULL;
	if (l->shared & bit)
		s->shared[i]--;
	l->exclusive &= ~bit;
	l->shared &= ~bit;
}

int disk_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
	struct lite *l = (struct lite *)f;
	bool exclusive = flags & SQLITE_SHM_EXCLUSIVE;
	int rc = SQLITE_OK;

	disk_enter();
	struct disk_shm *s = shm_of(l);
	for (int i = offset; i < offset + n; i++) {
		if (flags & SQLITE_SHM_UNLOCK)
			shm_give(l, s, i);
		else if (!may(l, s, i, exclusive))
			rc = SQLITE_BUSY;
	}
	for (int i = offset; i < offset + n && rc == SQLITE_OK && (flags & SQLITE_SHM_LOCK); i++)
		shm_take(l, s, i, exclusive);
	disk_leave();
	return rc;
}

void disk_shm_barrier(sqlite3_file *f)
{
	(void)f;
	__sync_synchronize();
}

int disk_shm_unmap(sqlite3_file *f, int gone)
{
	struct lite *l = (struct lite *)f;

	(void)gone;
	if (!l->mapped)
		return SQLITE_OK;
	disk_enter();
	struct disk_shm *s = shm_of(l);
	for (int i = 0; i < SHM_LOCKS; i++)
		shm_give(l, s, i);
	l->mapped = false;
	if (--s->users == 0) {
		for (int i = 0; i < SHM_REGIONS; i++)
			disk_give(s->region[i]);
		disk_give(s);
		l->h.node->shm = NULL;
	}
	disk_leave();
	return SQLITE_OK;
}
