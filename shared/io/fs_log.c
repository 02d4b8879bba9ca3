/* Files that only grow: one descriptor, written at a known place, made durable when somebody asks.
 *
 * A write that fails half-way is cut off again, so what stands in the file is whole or absent unless
 * the machine dies under it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "shared/io/fs_inside.h"

int fs_log_open(const char *path, int *ret_fd, int64_t *ret_size)
{
	struct stat st;
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return fs_fault("open", path);
	if (fstat(fd, &st)) {
		close(fd);
		return fs_fault("stat", path);
	}
	*ret_fd = fd;
	*ret_size = (int64_t)st.st_size;
	return OK;
}

int fs_log_add(int fd, int64_t at, const void *p, size_t n)
{
	const char *from = p;
	for (size_t done = 0; done < n;) {
		ssize_t some = pwrite(fd, from + done, n - done, (off_t)(at + (int64_t)done));
		if (some < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (some <= 0) {
			int err = fs_fault("append", "spool");
			if (ftruncate(fd, (off_t)at))
				return fs_fault("cut", "spool");
			return err;
		}
		done += (size_t)some;
	}
	return OK;
}

int fs_log_sync(int fd)
{
	return fsync(fd) ? fs_fault("fsync", "spool") : OK;
}

void fs_log_close(int fd)
{
	if (fd >= 0)
		close(fd);
}

int fs_sync_dir(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return fs_fault("open folder", dir);
	int err = fsync(fd) ? fs_fault("fsync folder", dir) : OK;
	close(fd);
	return err;
}

bool fs_read_only(const char *path)
{
	struct statvfs st;
	return !statvfs(path, &st) && (st.f_flag & ST_RDONLY);
}
