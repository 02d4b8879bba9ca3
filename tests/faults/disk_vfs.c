/* SQLite's door: a VFS that is the default one, gives paths below the mount to the disk and all
 * others to the VFS that was there before.
 *
 * It does what SQLite's unix VFS does: repeats short calls, syncs the folder of a new journal with
 * the first sync of it, opens read-only what cannot be written.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "tests/faults/disk_lite.h"

static int lite_error(int error, int rc)
{
	return error == ENOSPC ? SQLITE_FULL : error ? rc : SQLITE_OK;
}

static int close_file(sqlite3_file *f)
{
	struct lite *l = (struct lite *)f;

	disk_enter();
	disk_lite_unlock(f, SQLITE_LOCK_NONE);
	disk_handle_close(&l->h);
	disk_leave();
	return SQLITE_OK;
}

static int read_file(sqlite3_file *f, void *p, int n, sqlite3_int64 at)
{
	struct lite *l = (struct lite *)f;
	size_t got = (size_t)n;

	disk_enter();
	int error = disk_handle_read(&l->h, at, p, &got, true);
	disk_leave();
	if (error)
		return SQLITE_IOERR_READ;
	if (got == (size_t)n)
		return SQLITE_OK;
	memset((char *)p + got, 0, (size_t)n - got);
	return SQLITE_IOERR_SHORT_READ;
}

static int write_file(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
	struct lite *l = (struct lite *)f;
	size_t put = (size_t)n;

	disk_enter();
	int error = disk_handle_write(&l->h, at, p, &put, true);
	disk_leave();
	return lite_error(error, SQLITE_IOERR_WRITE);
}

static int truncate_file(sqlite3_file *f, sqlite3_int64 size)
{
	disk_enter();
	int error = disk_handle_truncate(&((struct lite *)f)->h, size);
	disk_leave();
	return error ? SQLITE_IOERR_TRUNCATE : SQLITE_OK;
}

/* The folder a file is in, synced. */
static int sync_folder(struct disk_handle *file)
{
	char path[DISK_PATH];
	struct disk_handle *folder;
	int error = 0;

	if (!file->d || file->era != file->d->era)
		return 0;
	disk_parent(file->path, path);
	folder = disk_open_at(file->d, path, O_RDONLY | O_DIRECTORY, 0, &error);
	if (!folder)
		return 0; /* as SQLite: it goes on when a folder cannot be opened */
	error = disk_handle_sync(folder);
	disk_handle_close(folder);
	disk_give(folder);
	return error;
}

static int sync_file(sqlite3_file *f, int flags)
{
	struct lite *l = (struct lite *)f;

	(void)flags;
	disk_enter();
	int error = disk_handle_sync(&l->h), folder = 0;
	if (!error && l->new_journal) {
		folder = sync_folder(&l->h);
		l->new_journal = folder != 0;
	}
	disk_leave();
	return error ? SQLITE_IOERR_FSYNC : folder ? SQLITE_IOERR_DIR_FSYNC : SQLITE_OK;
}

static int size_of(sqlite3_file *f, sqlite3_int64 *ret)
{
	struct lite *l = (struct lite *)f;

	disk_enter();
	int error = disk_gate(l->h.d, &l->h, DISK_STAT, l->h.path, 0, NULL, true);
	*ret = l->h.node->size;
	disk_leave();
	return error ? SQLITE_IOERR_FSTAT : SQLITE_OK;
}

static int control(sqlite3_file *f, int what, void *arg)
{
	struct lite *l = (struct lite *)f;

	switch (what) {
	case SQLITE_FCNTL_LOCKSTATE:
		*(int *)arg = l->lock;
		return SQLITE_OK;
	case SQLITE_FCNTL_PERSIST_WAL:
		if (*(int *)arg < 0)
			*(int *)arg = l->persist;
		else
			l->persist = *(int *)arg;
		return SQLITE_OK;
	case SQLITE_FCNTL_POWERSAFE_OVERWRITE:
		*(int *)arg = 1;
		return SQLITE_OK;
	case SQLITE_FCNTL_HAS_MOVED:
		*(int *)arg = l->h.d && disk_tree_find(&l->h.d->face.now, l->h.path) != l->h.node;
		return SQLITE_OK;
	default:
		return SQLITE_NOTFOUND;
	}
}

static int sector(sqlite3_file *f)
{
	(void)f;
	return 4096; /* what the unix VFS says */
}

static int traits(sqlite3_file *f)
{
	(void)f;
	return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static const sqlite3_io_methods METHODS = {
	.iVersion = 2, .xClose = close_file, .xRead = read_file, .xWrite = write_file,
	.xTruncate = truncate_file, .xSync = sync_file, .xFileSize = size_of, .xLock = disk_lite_lock,
	.xUnlock = disk_lite_unlock, .xCheckReservedLock = disk_lite_reserved,
	.xFileControl = control, .xSectorSize = sector, .xDeviceCharacteristics = traits,
	.xShmMap = disk_shm_map, .xShmLock = disk_shm_lock, .xShmBarrier = disk_shm_barrier,
	.xShmUnmap = disk_shm_unmap,
};

/* ---- the VFS ------------------------------------------------------------------------------------ */

static sqlite3_vfs *before(sqlite3_vfs *v)
{
	return v->pAppData;
}

static int open_here(struct disk *d, const char *path, struct lite *l, int flags, int *ret_flags)
{
	int how = flags & SQLITE_OPEN_READWRITE ? O_RDWR : O_RDONLY;
	bool there = disk_tree_find(&d->face.now, path) != NULL;
	int error;

	how |= flags & SQLITE_OPEN_CREATE ? O_CREAT : 0;
	how |= flags & SQLITE_OPEN_EXCLUSIVE ? O_EXCL : 0;
	error = disk_open_in(&l->h, d, path, how, 0600);
	if ((error == EROFS || error == EACCES) && !(flags & SQLITE_OPEN_EXCLUSIVE)) {
		flags = (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY;
		error = disk_open_in(&l->h, d, path, O_RDONLY, 0);
	}
	if (error)
		return SQLITE_CANTOPEN;
	l->new_journal = !there && (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL |
					     SQLITE_OPEN_WAL));
	l->base.pMethods = &METHODS;
	if (flags & SQLITE_OPEN_DELETEONCLOSE)
		disk_unlink_at(d, path, false);
	if (ret_flags)
		*ret_flags = flags;
	return SQLITE_OK;
}

static int open_file(sqlite3_vfs *v, const char *path, sqlite3_file *f, int flags, int *ret_flags)
{
	char name[DISK_PATH];
	struct disk *d;
	int rc;

	if (!path || strncmp(path, DISK_MOUNT, sizeof(DISK_MOUNT) - 1))
		return before(v)->xOpen(before(v), path, f, flags, ret_flags);
	memset(f, 0, sizeof(struct lite));
	disk_enter();
	d = disk_of(path, name);
	rc = d ? open_here(d, name, (struct lite *)f, flags, ret_flags) : SQLITE_CANTOPEN;
	disk_leave();
	return rc;
}

static int delete_here(struct disk *d, const char *name, int sync)
{
	struct disk_handle as = { .d = d, .era = d->era };
	int error = disk_unlink_at(d, name, false);

	if (error)
		return error == ENOENT ? SQLITE_IOERR_DELETE_NOENT : SQLITE_IOERR_DELETE;
	memcpy(as.path, name, strlen(name) + 1);
	return sync && sync_folder(&as) ? SQLITE_IOERR_DIR_FSYNC : SQLITE_OK;
}

static int delete_file(sqlite3_vfs *v, const char *path, int sync)
{
	char name[DISK_PATH];
	int rc;

	if (strncmp(path, DISK_MOUNT, sizeof(DISK_MOUNT) - 1))
		return before(v)->xDelete(before(v), path, sync);
	disk_enter();
	struct disk *d = disk_of(path, name);
	rc = d ? delete_here(d, name, sync) : SQLITE_IOERR_DELETE;
	disk_leave();
	return rc;
}

static int access_file(sqlite3_vfs *v, const char *path, int how, int *ret)
{
	char name[DISK_PATH];
	const struct disk_node *n;

	if (strncmp(path, DISK_MOUNT, sizeof(DISK_MOUNT) - 1))
		return before(v)->xAccess(before(v), path, how, ret);
	disk_enter();
	struct disk *d = disk_of(path, name);
	n = d ? disk_tree_find(&d->face.now, name) : NULL;
	*ret = n && (how != SQLITE_ACCESS_EXISTS || n->folder || n->size > 0);
	disk_leave();
	return SQLITE_OK;
}

static int full_name(sqlite3_vfs *v, const char *path, int n, char *out)
{
	if (strncmp(path, DISK_MOUNT, sizeof(DISK_MOUNT) - 1))
		return before(v)->xFullPathname(before(v), path, n, out);
	if (strlen(path) >= (size_t)n)
		return SQLITE_CANTOPEN;
	memcpy(out, path, strlen(path) + 1);
	return SQLITE_OK;
}

/* No lock: SQLite asks while it holds one of its own. */
static int randomness(sqlite3_vfs *v, int n, char *out)
{
	(void)v;
	for (int i = 0; i < n; i++)
		out[i] = (char)disk_dice(&disk_world()->random);
	return n;
}

/* Nobody waits in here: who holds a lock is this very thread or gives it back soon. */
static int no_sleep(sqlite3_vfs *v, int us)
{
	(void)v;
	return us;
}

static int now64(sqlite3_vfs *v, sqlite3_int64 *ret)
{
	if (disk_world()->wall < 0)
		return before(v)->xCurrentTimeInt64(before(v), ret);
	*ret = disk_world()->wall + INT64_C(210866760000000);
	return SQLITE_OK;
}

static int now(sqlite3_vfs *v, double *ret)
{
	sqlite3_int64 ms;
	int rc = now64(v, &ms);

	*ret = (double)ms / 86400000.0;
	return rc;
}

static sqlite3_vfs *vfs(void)
{
	static sqlite3_vfs mine;

	return &mine;
}

void disk_vfs_register(void)
{
	sqlite3_vfs *v = vfs(), *was;

	if (disk_world()->registered)
		return;
	disk_world()->registered = true;
	was = sqlite3_vfs_find(NULL);
	*v = *was;
	v->pNext = NULL;
	v->zName = "faults";
	v->pAppData = was;
	v->szOsFile = was->szOsFile > (int)sizeof(struct lite) ? was->szOsFile : (int)sizeof(struct lite);
	v->xOpen = open_file;
	v->xDelete = delete_file;
	v->xAccess = access_file;
	v->xFullPathname = full_name;
	v->xRandomness = randomness;
	v->xSleep = no_sleep;
	v->xCurrentTime = now;
	v->xCurrentTimeInt64 = now64;
	sqlite3_vfs_register(v, 1);
}

void disk_seed(uint64_t seed)
{
	disk_world()->random = seed;
	sqlite3_randomness(0, NULL);
}

void disk_time(int64_t wall_ms)
{
	disk_world()->wall = wall_ms;
}
