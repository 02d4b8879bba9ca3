/* The POSIX door, by path: what the linker's --wrap sends here.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/faults/disk_inside.h"
#include "tests/faults/disk_wrap.h"

bool disk_is_ours(const char *path)
{
	return path && !strncmp(path, DISK_MOUNT, sizeof(DISK_MOUNT) - 1);
}

bool disk_beside(int dir, const char *path, char *out, size_t cap)
{
	const struct disk_handle *h = disk_fd(dir);

	if (*path == '/' || !h || !h->d)
		return snprintf(out, cap, "%s", path) < (int)cap;
	return snprintf(out, cap, "%s/%s/%s", h->d->root, h->path, path) < (int)cap;
}

static int done(int error)
{
	disk_leave();
	if (!error)
		return 0;
	errno = error;
	return -1;
}

/* The disk of a path, with the lock taken; NULL: there is no such disk. */
static struct disk *enter(const char *path, char name[DISK_PATH])
{
	disk_enter();
	return disk_of(path, name);
}

static void fill(const struct disk_node *n, struct stat *st)
{
	memset(st, 0, sizeof(*st));
	st->st_mode = (n->folder ? S_IFDIR : S_IFREG) | (n->mode & 07777);
	st->st_nlink = 1;
	st->st_size = n->folder ? 0 : n->size;
	st->st_blksize = 4096;
	st->st_blocks = (st->st_size + 511) / 512;
}

/* A call that only looks: its node, or NULL with *error. */
static struct disk_node *look(const char *path, int *error)
{
	char name[DISK_PATH];
	struct disk *d = enter(path, name);
	struct disk_node *n = d ? disk_tree_find(&d->face.now, name) : NULL;

	*error = d ? disk_gate(d, NULL, DISK_STAT, name, 0, NULL, false) : ENOENT;
	if (!*error && !n)
		*error = ENOENT;
	return *error ? NULL : n;
}

int __wrap_stat(const char *path, struct stat *st)
{
	int error;

	if (!disk_is_ours(path))
		return __real_stat(path, st);
	struct disk_node *n = look(path, &error);
	if (n)
		fill(n, st);
	return done(error);
}

int __wrap_lstat(const char *path, struct stat *st)
{
	return disk_is_ours(path) ? __wrap_stat(path, st) : __real_lstat(path, st);
}

int __wrap_fstat(int fd, struct stat *st)
{
	struct disk_handle *h = disk_fd(fd);

	if (!h)
		return __real_fstat(fd, st);
	disk_enter();
	int error = disk_gate(h->d, h, DISK_STAT, h->path, 0, NULL, false);
	if (!error)
		fill(h->node, st);
	return done(error);
}

int __wrap_access(const char *path, int how)
{
	int error;

	if (!disk_is_ours(path))
		return __real_access(path, how);
	look(path, &error);
	return done(error);
}

int __wrap_chmod(const char *path, mode_t mode)
{
	int error;

	if (!disk_is_ours(path))
		return __real_chmod(path, mode);
	struct disk_node *n = look(path, &error);
	if (n)
		n->mode = mode;
	return done(error);
}

int __wrap_fchmod(int fd, mode_t mode)
{
	if (!disk_fd(fd))
		return __real_fchmod(fd, mode);
	disk_fd(fd)->node->mode = mode;
	return 0;
}

int __wrap_statvfs(const char *path, struct statvfs *st)
{
	char name[DISK_PATH];

	if (!disk_is_ours(path))
		return __real_statvfs(path, st);
	struct disk *d = enter(path, name);
	if (!d || !disk_tree_find(&d->face.now, name))
		return done(ENOENT);
	int error = disk_gate(d, NULL, DISK_STAT, name, 0, NULL, false);
	int64_t whole = d->limit >= 0 ? d->limit : INT64_C(1) << 40, used = disk_used(d);
	memset(st, 0, sizeof(*st));
	st->f_bsize = st->f_frsize = 1;
	st->f_blocks = (fsblkcnt_t)whole;
	st->f_bfree = st->f_bavail = (fsblkcnt_t)(whole > used ? whole - used : 0);
	st->f_flag = d->read_only ? ST_RDONLY : 0;
	return done(error);
}

int __wrap_truncate(const char *path, off_t size)
{
	char name[DISK_PATH];
	int error = ENOENT;

	if (!disk_is_ours(path))
		return __real_truncate(path, size);
	struct disk *d = enter(path, name);
	struct disk_handle *h = d ? disk_open_at(d, name, O_WRONLY, 0, &error) : NULL;
	if (h) {
		error = disk_handle_truncate(h, size);
		disk_handle_close(h);
		disk_give(h);
	}
	return done(error);
}

static int move(struct disk *d, const char *from, const char *to)
{
	struct disk_node *n = disk_tree_find(&d->face.now, from), *old, *in;
	char folder[DISK_PATH];
	int error;

	if (!n || !*from)
		return ENOENT;
	error = disk_gate(d, NULL, DISK_RENAME, to, 0, NULL, false);
	if (error)
		return error;
	disk_parent(to, folder);
	in = disk_tree_find(&d->face.now, folder);
	old = disk_tree_find(&d->face.now, to);
	if (!in || !in->folder)
		return ENOENT;
	if (old == n)
		return 0;
	if (old && old->folder != n->folder)
		return old->folder ? EISDIR : ENOTDIR;
	if (old && old->folder && disk_tree_filled(&d->face.now, to))
		return ENOTEMPTY;
	disk_change(d, VERB_MOVE, from, to, n);
	return 0;
}

int __wrap_rename(const char *from, const char *to)
{
	char a[DISK_PATH], b[DISK_PATH];

	if (!disk_is_ours(from) && !disk_is_ours(to))
		return __real_rename(from, to);
	struct disk *d = enter(from, a);
	if (!d || disk_of(to, b) != d)
		return done(d ? EXDEV : ENOENT);
	return done(move(d, a, b));
}

static int gone(const char *path, bool folder)
{
	char name[DISK_PATH];
	struct disk *d = enter(path, name);

	return done(d ? disk_unlink_at(d, name, folder) : ENOENT);
}

int __wrap_unlink(const char *path)
{
	return disk_is_ours(path) ? gone(path, false) : __real_unlink(path);
}

int __wrap_rmdir(const char *path)
{
	return disk_is_ours(path) ? gone(path, true) : __real_rmdir(path);
}

int __wrap_remove(const char *path)
{
	if (!disk_is_ours(path))
		return __real_remove(path);
	if (!gone(path, false))
		return 0;
	return errno == EISDIR ? gone(path, true) : -1;
}

int __wrap_unlinkat(int dir, const char *path, int flags)
{
	char whole[2 * DISK_PATH];

	if (!disk_fd(dir) && !disk_is_ours(path))
		return __real_unlinkat(dir, path, flags);
	if (!disk_beside(dir, path, whole, sizeof(whole))) {
		errno = ENAMETOOLONG;
		return -1;
	}
	return gone(whole, flags & AT_REMOVEDIR);
}

static int make_folder(struct disk *d, const char *name, unsigned mode)
{
	char folder[DISK_PATH];
	const struct disk_node *in;
	struct disk_node *n;
	int error;

	if (disk_tree_find(&d->face.now, name))
		return EEXIST;
	error = disk_gate(d, NULL, DISK_MKDIR, name, 0, NULL, false);
	if (error)
		return error;
	disk_parent(name, folder);
	in = disk_tree_find(&d->face.now, folder);
	if (!in || !in->folder)
		return in ? ENOTDIR : ENOENT;
	n = disk_node_new(true, mode);
	disk_change(d, VERB_MAKE, NULL, name, n);
	disk_node_drop(n);
	return 0;
}

/* The folder of all disks is there, too. */
int __wrap_mkdir(const char *path, mode_t mode)
{
	char name[DISK_PATH];

	if (!strcmp(path, "/vdisk")) {
		errno = EEXIST;
		return -1;
	}
	if (!disk_is_ours(path))
		return __real_mkdir(path, mode);
	struct disk *d = enter(path, name);
	return done(d ? make_folder(d, name, mode) : ENOENT);
}

/* Hard links are not part of this world. */
int __wrap_link(const char *from, const char *to)
{
	if (!disk_is_ours(from) && !disk_is_ours(to))
		return __real_link(from, to);
	errno = EPERM;
	return -1;
}
