/* Files and folders: read whole, write durably, lock, walk. The only room that opens files besides
 * db and archive.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_IO_FS_H
#define SHARED_IO_FS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"

#define PATH_CAP 1024

/* Join two parts with '/' into out[PATH_CAP]; ends the program when it does not fit. */
void fs_join(char out[PATH_CAP], const char *dir, const char *name);

/* Read a whole file of at most cap bytes, appended to out.
 * ERR_NOT_FOUND, ERR_TOO_LARGE, ERR_STORAGE. */
int fs_read(const char *path, size_t cap, struct buf *out) MUST_USE;

/* Write a file so that after OK it survives a power cut: temporary name, fsync, rename, fsync of
 * the folder. mode e.g. 0600. ERR_STORAGE. */
int fs_write(const char *path, const void *p, size_t n, unsigned mode) MUST_USE;

/* Append to a file, made when absent, and fsync it: a download in pieces. ERR_STORAGE; what was
 * written before stays. */
int fs_append(const char *path, const void *p, size_t n, unsigned mode) MUST_USE;

/* Move a finished file over path, durably. */
int fs_replace(const char *from, const char *to) MUST_USE;
/* fsync a file by name. */
int fs_sync(const char *path) MUST_USE;

/* Create a folder and its parents (0700), durably. OK when it is there already. */
int fs_mkdir(const char *path) MUST_USE;
bool fs_exists(const char *path);
int fs_remove(const char *path);
int64_t fs_size(const char *path);   /* -1 when absent */
int64_t fs_free(const char *path);   /* bytes free on its file system, -1 unknown */

/* Call fn for each plain file in a folder, sorted by name. Stops at the first non-zero. */
int fs_each(const char *dir, int (*fn)(void *ctx, const char *name), void *ctx) MUST_USE;

/* The same for its sub-folders; hidden ones are passed over. */
int fs_each_folder(const char *dir, int (*fn)(void *ctx, const char *name), void *ctx) MUST_USE;

/* Take DIR/lock for this process; held until fs_unlock or exit. ret_fd: the lock.
 * ERR_LOCKED: another process has it. */
int fs_lock(const char *dir, int *ret_fd) MUST_USE;
void fs_unlock(int fd);

/* Folder of the running program ("…/build"), for finding share/ beside it. */
void fs_program_dir(char out[PATH_CAP]);

#endif
