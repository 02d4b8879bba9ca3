/* The wrapped calls: __real_NAME is the system's, __wrap_NAME ours. FAULTS_WRAP in CMakeLists.txt
 * has the same names.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_FAULTS_DISK_WRAP_H
#define TESTS_FAULTS_DISK_WRAP_H

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/types.h>

struct disk_handle;

/* Is it a path below the mount? */
bool disk_is_ours(const char *path);
struct disk_handle *disk_fd(int fd);
int disk_fd_new(struct disk_handle *h);
int disk_open_fd(const char *path, int flags, unsigned mode);
/* A path relative to an open folder, as a whole path. false: too long. */
bool disk_beside(int dir, const char *path, char *out, size_t cap);

#define WRAPPED(ret, name, ...)                                                                    \
	ret __real_##name(__VA_ARGS__);                                                            \
	ret __wrap_##name(__VA_ARGS__)

WRAPPED(int, open, const char *path, int flags, ...);
WRAPPED(int, openat, int dir, const char *path, int flags, ...);
WRAPPED(int, close, int fd);
WRAPPED(ssize_t, read, int fd, void *p, size_t n);
WRAPPED(ssize_t, pread, int fd, void *p, size_t n, off_t at);
WRAPPED(ssize_t, write, int fd, const void *p, size_t n);
WRAPPED(ssize_t, pwrite, int fd, const void *p, size_t n, off_t at);
WRAPPED(off_t, lseek, int fd, off_t offset, int whence);
WRAPPED(int, fsync, int fd);
WRAPPED(int, fdatasync, int fd);
WRAPPED(int, ftruncate, int fd, off_t size);
WRAPPED(int, flock, int fd, int how);
WRAPPED(int, fcntl, int fd, int cmd, ...);
WRAPPED(int, fstat, int fd, struct stat *st);
WRAPPED(int, fchmod, int fd, mode_t mode);
WRAPPED(int, stat, const char *path, struct stat *st);
WRAPPED(int, lstat, const char *path, struct stat *st);
WRAPPED(int, statvfs, const char *path, struct statvfs *st);
WRAPPED(int, access, const char *path, int how);
WRAPPED(int, chmod, const char *path, mode_t mode);
WRAPPED(int, truncate, const char *path, off_t size);
WRAPPED(int, rename, const char *from, const char *to);
WRAPPED(int, unlink, const char *path);
WRAPPED(int, unlinkat, int dir, const char *path, int flags);
WRAPPED(int, remove, const char *path);
WRAPPED(int, rmdir, const char *path);
WRAPPED(int, mkdir, const char *path, mode_t mode);
WRAPPED(int, link, const char *from, const char *to);
WRAPPED(int, scandir, const char *dir, struct dirent ***list,
	int (*wanted)(const struct dirent *),
	int (*order)(const struct dirent **, const struct dirent **));
WRAPPED(DIR *, opendir, const char *dir);
WRAPPED(struct dirent *, readdir, DIR *dir);
WRAPPED(int, closedir, DIR *dir);

#endif
