/* Files and folders. Writing is temporary name, fsync, rename, fsync of the folder.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/io/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "shared/base/log.h"
#include "shared/io/fs_inside.h"

void fs_join(char out[PATH_CAP], const char *dir, const char *name)
{
	size_t n = strlen(dir);
	const char *slash = n && dir[n - 1] == '/' ? "" : "/";
	if (snprintf(out, PATH_CAP, "%s%s%s", dir, slash, name) >= PATH_CAP)
		die("path.long", "dir=%.200s", dir);
}

void fs_fault_log(int why, const char *what, const char *path)
{
	const char *event = why == ENOSPC || why == EDQUOT ? "disk.full"
			    : why == EROFS		   ? "disk.read_only"
							   : "fs.fault";
	log_line(LOG_ERROR, event, "what=%s path=%s why=%s", what, path, strerror(why));
}

int fs_fault(const char *what, const char *path)
{
	fs_fault_log(errno, what, path);
	return ERR_STORAGE;
}

bool fs_short(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), why = errno;
	if (fd >= 0)
		close(fd);
	return fd < 0 && (why == EMFILE || why == ENFILE || why == ENOMEM);
}

static int read_all(int fd, size_t cap, struct buf *out)
{
	for (;;) {
		ssize_t n = read(fd, buf_room(out, 65536), 65536);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return ERR_STORAGE;
		if (n == 0)
			break;
		out->len += (size_t)n;
		if (out->len > cap)
			return ERR_TOO_LARGE;
	}
	out->data[out->len] = '\0';
	return OK;
}

int fs_read(const char *path, size_t cap, struct buf *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? ERR_NOT_FOUND : fs_fault("open", path);
	int err = read_all(fd, out->len + cap, out);
	close(fd);
	return err;
}

int fs_read_head(const char *path, void *out, size_t n)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t done = 0;
	while (fd >= 0 && done < n) {
		ssize_t some = read(fd, (char *)out + done, n - done);
		if (some < 0 && errno == EINTR)
			continue;
		if (some <= 0)
			break;
		done += (size_t)some;
	}
	if (fd >= 0)
		close(fd);
	return done == n ? OK : ERR_STORAGE;
}

static int sync_dir_of(const char *path)
{
	char copy[PATH_CAP];
	if (text_copy(copy, sizeof copy, path))
		return ERR_STORAGE;
	return fs_sync_dir(dirname(copy));
}

int fs_put(int fd, const void *p, size_t n)
{
	for (const char *at = p; n;) {
		ssize_t done = write(fd, at, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return ERR_STORAGE;
		at += done;
		n -= (size_t)done;
	}
	return OK;
}

static int write_all(int fd, const void *p, size_t n)
{
	return fs_put(fd, p, n) || fsync(fd) ? ERR_STORAGE : OK;
}

int fs_write(const char *path, const void *p, size_t n, unsigned mode)
{
	char part[PATH_CAP];
	if (snprintf(part, sizeof part, "%s.part", path) >= (int)sizeof part)
		return ERR_STORAGE;
	int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
	if (fd < 0)
		return fs_fault("create", part);
	int err = write_all(fd, p, n) ? fs_fault("write", part) : OK;
	close(fd);
	if (!err)
		return fs_replace(part, path);
	unlink(part);
	return err;
}

int fs_append(const char *path, const void *p, size_t n, unsigned mode)
{
	bool fresh = !fs_exists(path);
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, mode);
	if (fd < 0)
		return fs_fault("open", path);
	int err = write_all(fd, p, n) ? fs_fault("append", path) : OK;
	close(fd);
	return fresh && !err ? sync_dir_of(path) : err;
}

int fs_replace(const char *from, const char *to)
{
	if (rename(from, to))
		return fs_fault("rename", to);
	return sync_dir_of(to);
}

int fs_sync(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fs_fault("open", path);
	int err = fsync(fd) ? fs_fault("fsync", path) : OK;
	close(fd);
	return err;
}

/* What is durable in a folder is lost with it, so its name must be durable first. One that is there
 * may have been made by a process that was killed before it came to the sync. */
static int make_folder(const char *path, bool last)
{
	bool fresh = !mkdir(path, 0700);
	if (!fresh && errno != EEXIST)
		return fs_fault("mkdir", path);
	return fresh || last ? sync_dir_of(path) : OK;
}

static int renew_all(int fd)
{
	char piece[16384];
	off_t at = 0;
	ssize_t n;
	while ((n = pread(fd, piece, sizeof piece, at)) != 0) {
		ssize_t done = n < 0 ? -1 : pwrite(fd, piece, (size_t)n, at);
		if (done <= 0 && errno != EINTR)
			return ERR_STORAGE;
		at += done > 0 ? done : 0;
	}
	return fsync(fd) ? ERR_STORAGE : OK;
}

int fs_renew(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT || errno == EROFS || errno == EACCES ? OK : fs_fault("open", path);
	int err = renew_all(fd) ? fs_fault("renew", path) : OK;
	close(fd);
	return err;
}

int fs_mkdir(const char *path)
{
	char part[PATH_CAP];
	if (text_copy(part, sizeof part, path))
		return ERR_STORAGE;
	for (char *at = part + 1; *at; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		if (make_folder(part, false))
			return ERR_STORAGE;
		*at = '/';
	}
	return make_folder(part, true);
}

bool fs_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

int fs_remove(const char *path)
{
	return unlink(path) && errno != ENOENT ? fs_fault("remove", path) : OK;
}

int64_t fs_size(const char *path)
{
	struct stat st;
	return stat(path, &st) ? -1 : (int64_t)st.st_size;
}

int64_t fs_changed(const char *path)
{
	struct stat st;
	return stat(path, &st) ? 0 : (int64_t)st.st_mtime;
}

int64_t fs_free(const char *path)
{
	struct statvfs st;
	return statvfs(path, &st) ? -1 : (int64_t)st.f_bavail * (int64_t)st.f_frsize;
}

static int plain_file(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && entry->d_type != DT_DIR;
}

static int folder(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && entry->d_type == DT_DIR;
}

static int each(const char *dir, int (*wanted)(const struct dirent *),
		int (*fn)(void *ctx, const char *name), void *ctx)
{
	struct dirent **list;
	int count = scandir(dir, &list, wanted, alphasort);
	int err = OK;
	if (count < 0)
		return errno == ENOENT ? ERR_NOT_FOUND : fs_fault("list", dir);
	for (int i = 0; i < count; i++) {
		err = err ? err : fn(ctx, list[i]->d_name);
		free(list[i]);
	}
	free(list);
	return err;
}

int fs_each(const char *dir, int (*fn)(void *ctx, const char *name), void *ctx)
{
	return each(dir, plain_file, fn, ctx);
}

int fs_each_folder(const char *dir, int (*fn)(void *ctx, const char *name), void *ctx)
{
	return each(dir, folder, fn, ctx);
}

int fs_lock(const char *dir, int *ret_fd)
{
	char path[PATH_CAP];
	fs_join(path, dir, "lock");
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 && errno == EROFS) /* the same file, which whoever came before holds; … */
		fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT) /* … a folder that never had one will do itself */
		fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return fs_fault("lock", path);
	if (flock(fd, LOCK_EX | LOCK_NB)) {
		close(fd);
		return ERR_LOCKED;
	}
	*ret_fd = fd;
	return OK;
}

void fs_unlock(int fd)
{
	close(fd);
}

void fs_program_dir(char out[PATH_CAP])
{
	char path[PATH_CAP];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
	if (n < 0)
		die("proc.self", "why=%s", strerror(errno));
	path[n] = '\0';
	if (text_copy(out, PATH_CAP, dirname(path)))
		die("path.long", "path=%.200s", path);
}
