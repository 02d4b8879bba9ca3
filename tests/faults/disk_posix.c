/* The POSIX door, by descriptor: what the linker's --wrap sends here. Numbers from FD_BASE up are
 * ours; all others go to the real call.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/faults/disk_inside.h"
#include "tests/faults/disk_wrap.h"

#define FD_BASE (1 << 20)

struct fds {
	struct disk_handle **at;
	int count;
};

static struct fds *fds(void)
{
	static struct fds all;

	return &all;
}

struct disk_handle *disk_fd(int fd)
{
	int i = fd - FD_BASE;

	return i >= 0 && i < fds()->count ? fds()->at[i] : NULL;
}

int disk_fd_new(struct disk_handle *h)
{
	struct fds *f = fds();
	int i = 0;

	while (i < f->count && f->at[i])
		i++;
	if (i == f->count)
		f->at = disk_again(f->at, (size_t)++f->count, sizeof(struct disk_handle *));
	f->at[i] = h;
	return FD_BASE + i;
}

static int wrong(int error)
{
	errno = error;
	return -1;
}

/* 0 or an errno -> 0 or -1, leaving the lock. */
static int done(int error)
{
	disk_leave();
	return error ? wrong(error) : 0;
}

int disk_open_fd(const char *path, int flags, unsigned mode)
{
	char name[DISK_PATH];
	int error = ENOENT, fd = -1;
	struct disk_handle *h = NULL;

	disk_enter();
	struct disk *d = disk_of(path, name);
	if (d)
		h = disk_open_at(d, name, flags, mode, &error);
	if (h)
		fd = disk_fd_new(h);
	disk_leave();
	return fd < 0 ? wrong(error) : fd;
}

static unsigned mode_of(int flags, va_list ap)
{
	return flags & O_CREAT ? va_arg(ap, unsigned) : 0;
}

int __wrap_open(const char *path, int flags, ...)
{
	va_list ap;

	va_start(ap, flags);
	unsigned mode = mode_of(flags, ap);
	va_end(ap);
	return disk_is_ours(path) ? disk_open_fd(path, flags, mode) : __real_open(path, flags, mode);
}

int __wrap_openat(int dir, const char *path, int flags, ...)
{
	char whole[2 * DISK_PATH];
	va_list ap;

	va_start(ap, flags);
	unsigned mode = mode_of(flags, ap);
	va_end(ap);
	if (disk_fd(dir) && !disk_beside(dir, path, whole, sizeof(whole)))
		return wrong(ENAMETOOLONG);
	path = disk_fd(dir) ? whole : path;
	return disk_is_ours(path) ? disk_open_fd(path, flags, mode)
				  : __real_openat(dir, path, flags, mode);
}

int __wrap_close(int fd)
{
	struct disk_handle *h;

	if (fd < FD_BASE)
		return __real_close(fd);
	disk_enter();
	h = disk_fd(fd);
	if (!h)
		return done(EBADF);
	fds()->at[fd - FD_BASE] = NULL;
	disk_handle_close(h);
	disk_give(h);
	return done(0);
}

/* at < 0: the descriptor's own place, which moves on. */
static ssize_t transfer(int fd, void *to, const void *from, size_t n, int64_t at)
{
	struct disk_handle *h;
	int error;

	disk_enter();
	h = disk_fd(fd);
	if (!h)
		return done(EBADF);
	int64_t where = at >= 0 ? at : h->at;
	if (from && at < 0 && (h->flags & O_APPEND))
		where = h->node->size;
	if (h->node->folder || (from && (h->flags & O_ACCMODE) == O_RDONLY))
		error = from ? EBADF : EISDIR;
	else
		error = from ? disk_handle_write(h, where, from, &n, false)
			     : disk_handle_read(h, where, to, &n, false);
	if (error)
		return done(error);
	if (at < 0)
		h->at = where + (int64_t)n;
	disk_leave();
	return (ssize_t)n;
}

ssize_t __wrap_read(int fd, void *p, size_t n)
{
	return fd < FD_BASE ? __real_read(fd, p, n) : transfer(fd, p, NULL, n, -1);
}

ssize_t __wrap_pread(int fd, void *p, size_t n, off_t at)
{
	return fd < FD_BASE ? __real_pread(fd, p, n, at) : transfer(fd, p, NULL, n, at);
}

ssize_t __wrap_write(int fd, const void *p, size_t n)
{
	return fd < FD_BASE ? __real_write(fd, p, n) : transfer(fd, NULL, p, n, -1);
}

ssize_t __wrap_pwrite(int fd, const void *p, size_t n, off_t at)
{
	return fd < FD_BASE ? __real_pwrite(fd, p, n, at) : transfer(fd, NULL, p, n, at);
}

off_t __wrap_lseek(int fd, off_t offset, int whence)
{
	struct disk_handle *h = disk_fd(fd);

	if (fd < FD_BASE)
		return __real_lseek(fd, offset, whence);
	if (!h)
		return wrong(EBADF);
	offset += whence == SEEK_CUR ? h->at : whence == SEEK_END ? h->node->size : 0;
	if (offset < 0)
		return wrong(EINVAL);
	h->at = offset;
	return offset;
}

int __wrap_fsync(int fd)
{
	if (fd < FD_BASE)
		return __real_fsync(fd);
	disk_enter();
	return done(disk_fd(fd) ? disk_handle_sync(disk_fd(fd)) : EBADF);
}

int __wrap_fdatasync(int fd)
{
	return fd < FD_BASE ? __real_fdatasync(fd) : __wrap_fsync(fd);
}

int __wrap_ftruncate(int fd, off_t size)
{
	if (fd < FD_BASE)
		return __real_ftruncate(fd, size);
	disk_enter();
	return done(disk_fd(fd) ? disk_handle_truncate(disk_fd(fd), size) : EBADF);
}

int __wrap_flock(int fd, int how)
{
	struct disk_handle *h;
	int error;

	if (fd < FD_BASE)
		return __real_flock(fd, how);
	disk_enter();
	h = disk_fd(fd);
	if (!h)
		return done(EBADF);
	error = disk_gate(h->d, h, DISK_LOCK, h->path, 0, NULL, false);
	if (!error && (how & LOCK_UN)) {
		h->node->flocked = h->node->flocked == h ? NULL : h->node->flocked;
	} else if (!error) {
		error = h->node->flocked && h->node->flocked != h ? EWOULDBLOCK : 0;
		h->node->flocked = error ? h->node->flocked : h;
	}
	return done(error);
}

/* Only what asks or sets flags: locks by fcntl are not part of this world. */
int __wrap_fcntl(int fd, int cmd, ...)
{
	va_list ap;

	va_start(ap, cmd);
	void *arg = va_arg(ap, void *);
	va_end(ap);
	if (fd < FD_BASE)
		return __real_fcntl(fd, cmd, arg);
	if (!disk_fd(fd))
		return wrong(EBADF);
	return cmd == F_GETFL ? disk_fd(fd)->flags : 0;
}
