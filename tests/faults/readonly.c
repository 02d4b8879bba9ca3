/* A file system that turns read-only under a real program, as Linux does with one that errs: preloaded, it
 * refuses every write below TEST_READONLY_DIR while the file TEST_READONLY is there. A remount would not do:
 * the kernel refuses it while files are open for writing.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool below(const char *path)
{
	const char *flag = getenv("TEST_READONLY"), *dir = getenv("TEST_READONLY_DIR");
	struct stat st;

	return flag && dir && strncmp(path, dir, strlen(dir)) == 0 && fstatat(AT_FDCWD, flag, &st, 0) == 0;
}

static bool refused(const char *path)
{
	bool no = below(path);

	if (no)
		errno = EROFS;
	return no;
}

static bool refused_fd(int fd)
{
	char link[40], path[PATH_MAX] = "";

	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	return readlink(link, path, sizeof path - 1) > 0 && refused(path);
}

static int opened(const char *path, int flags, mode_t mode)
{
	if ((flags & (O_CREAT | O_TRUNC) || (flags & O_ACCMODE) != O_RDONLY) && refused(path)) {
		struct stat st;

		if (fstatat(AT_FDCWD, path, &st, 0) < 0 && !(flags & O_CREAT))
			errno = ENOENT;
		return -1;
	}
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

static mode_t mode_of(int flags, va_list more)
{
	return flags & O_CREAT ? (mode_t)va_arg(more, int) : 0;
}

#define OPEN(name) \
	int name(const char *path, int flags, ...) \
	{ \
		va_list more; \
		va_start(more, flags); \
		int fd = opened(path, flags, mode_of(flags, more)); \
		va_end(more); \
		return fd; \
	}
OPEN(open)
OPEN(open64)

ssize_t write(int fd, const void *p, size_t n)
{
	return refused_fd(fd) ? -1 : syscall(SYS_write, fd, p, n);
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
	return refused_fd(fd) ? -1 : syscall(SYS_pwrite64, fd, p, n, at);
}

ssize_t pwrite64(int fd, const void *p, size_t n, off_t at)
{
	return pwrite(fd, p, n, at);
}

int ftruncate(int fd, off_t n)
{
	return refused_fd(fd) ? -1 : (int)syscall(SYS_ftruncate, fd, n);
}

int ftruncate64(int fd, off_t n)
{
	return ftruncate(fd, n);
}

int rename(const char *from, const char *to)
{
	return refused(from) || refused(to) ? -1 : (int)syscall(SYS_rename, from, to);
}

int unlink(const char *path)
{
	return refused(path) ? -1 : (int)syscall(SYS_unlink, path);
}

int mkdir(const char *path, mode_t mode)
{
	struct stat st;

	if (fstatat(AT_FDCWD, path, &st, 0) == 0)
		return errno = EEXIST, -1;
	return refused(path) ? -1 : (int)syscall(SYS_mkdir, path, mode);
}

int statvfs(const char *path, struct statvfs *ret)
{
	int (*next)(const char *, struct statvfs *) = (int (*)(const char *, struct statvfs *))dlsym(RTLD_NEXT, "statvfs");
	int err = next(path, ret);

	if (err == 0 && below(path))
		ret->f_flag |= ST_RDONLY;
	return err;
}
