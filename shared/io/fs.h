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
/* Is it this process or machine that cannot open one file more, whatever the file is like? */
bool fs_short(const char *path);

/* Read the first n bytes. ERR_STORAGE: cannot, or it is shorter. */
int fs_read_head(const char *path, void *out, size_t n) MUST_USE;

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
/* Write a file over itself and fsync it: what an fsync that failed, maybe in an earlier process, left in
 * the system's memory alone is on the disk then. OK for a file that is absent or cannot be written. */
int fs_renew(const char *path) MUST_USE;

/* Copy a file so that after OK it survives a power cut, whatever its size. ERR_NOT_FOUND, ERR_STORAGE. */
int fs_copy(const char *from, const char *to, unsigned mode) MUST_USE;
/* The same file under a second name; a copy where the file systems differ. For files that never change. */
int fs_share(const char *from, const char *to) MUST_USE;
/* SHA-256 of a file, read in pieces. ERR_NOT_FOUND, ERR_STORAGE. */
int fs_sha256(const char *path, uint8_t out[32]) MUST_USE;
/* The path from the root, links resolved. ERR_NOT_FOUND, ERR_TOO_LARGE. */
int fs_whole(const char *path, char out[PATH_CAP]) MUST_USE;
/* Take a folder away with all that is in it. OK when there is none. ERR_STORAGE. */
int fs_remove_tree(const char *path) MUST_USE;

/* Create a folder and its parents (0700), durably. OK when it is there already. */
int fs_mkdir(const char *path) MUST_USE;
bool fs_exists(const char *path);
int fs_remove(const char *path);
int64_t fs_size(const char *path);   /* -1 when absent */
int64_t fs_changed(const char *path); /* second of its last change, 0 when absent */
int64_t fs_free(const char *path);   /* bytes free on its file system, -1 unknown */

/* Call fn for each plain file in a folder, sorted by name. Stops at the first non-zero. */
int fs_each(const char *dir, int (*fn)(void *ctx, const char *name), void *ctx) MUST_USE;

/* The same for its sub-folders; hidden ones are passed over. */
int fs_each_folder(const char *dir, int (*fn)(void *ctx, const char *name), void *ctx) MUST_USE;

/* ---- files that only grow (fs_log.c) -------------------------------------------------------- */

/* Open for writing, made when absent (0600). ret_size: where to go on. The caller closes. ERR_STORAGE. */
int fs_log_open(const char *path, int *ret_fd, int64_t *ret_size) MUST_USE;
/* Write n bytes at offset at; not durable yet. ERR_STORAGE: nothing of it stands there, unless cutting
 * it off failed as well (the next reader sees that). */
int fs_log_add(int fd, int64_t at, const void *p, size_t n) MUST_USE;
/* fsync. ERR_STORAGE: what was written since the last good one counts as not written, and the
 * descriptor must not be used again. May run in a worker thread. */
int fs_log_sync(int fd) MUST_USE;
void fs_log_close(int fd);
/* Names made in, or gone from, a folder are durable. */
int fs_sync_dir(const char *dir) MUST_USE;
/* Is its file system mounted read-only? */
bool fs_read_only(const char *path);
/* One log line about a failed call: disk.full, disk.read_only or fs.fault. why: errno. */
void fs_fault_log(int why, const char *what, const char *path);

/* Take DIR/lock for this process; held until fs_unlock or exit. ret_fd: the lock.
 * ERR_LOCKED: another process has it. */
int fs_lock(const char *dir, int *ret_fd) MUST_USE;
void fs_unlock(int fd);

/* Folder of the running program ("…/build"), for finding share/ beside it. */
void fs_program_dir(char out[PATH_CAP]);

#endif
