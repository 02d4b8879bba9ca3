/* Between the files of the file system room only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_IO_FS_INSIDE_H
#define SHARED_IO_FS_INSIDE_H

#include "shared/io/fs.h"

/* The call that just failed (errno), told as fs_fault_log does. ERR_STORAGE, always. */
int fs_fault(const char *what, const char *path);
/* All of it at the place of fd, however often the call is interrupted; not synced. ERR_STORAGE: errno says why. */
int fs_put(int fd, const void *p, size_t n) MUST_USE;

#endif
