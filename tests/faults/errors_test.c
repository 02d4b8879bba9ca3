/* Calls of the disk that fail, at every place of every workload (matrix 14-17, 23, 25): refused or
 * ended, nothing confirmed is gone, and afterwards all goes on.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <errno.h>
#include <string.h>

#include "tests/faults/errors.h"

#define ROOMS (DISK_BIT(DISK_CREATE) | DISK_BIT(DISK_WRITE) | DISK_BIT(DISK_MKDIR))
#define SYNCS (DISK_BIT(DISK_SYNC) | DISK_BIT(DISK_SYNC_DIR))

int main(int argc, char **argv)
{
	static const struct fault_kind KINDS[] = {
		{ .name = "a sync that fails", .rows = "matrix 14", .mask = SYNCS, .error = EIO, .times = 1 },
		{ .name = "a change that fails", .rows = "matrix 14", .mask = DISK_CHANGES & ~SYNCS, .error = EIO,
		  .times = 1 },
		{ .name = "a read that fails", .rows = "matrix 14", .mask = DISK_BIT(DISK_READ), .error = EIO,
		  .times = 1 },
		{ .name = "a disk that is full for once", .rows = "matrix 15, 16", .mask = ROOMS, .error = ENOSPC,
		  .times = 1 },
		{ .name = "a disk that is full from here on", .rows = "matrix 15, 16", .mask = ROOMS,
		  .error = ENOSPC, .times = -1 },
		{ .name = "a disk that is read-only from here on", .rows = "matrix 17",
		  .mask = DISK_CHANGES & ~SYNCS, .error = EROFS, .times = -1 },
		{ .name = "a short call", .rows = "matrix 23", .mask = DISK_BIT(DISK_READ) | DISK_BIT(DISK_WRITE),
		  .error = DISK_SHORT, .times = 1, .unfelt = true },
		{ .name = "short calls from here on", .rows = "matrix 23",
		  .mask = DISK_BIT(DISK_READ) | DISK_BIT(DISK_WRITE), .error = DISK_SHORT, .times = -1,
		  .unfelt = true },
		{ .name = "an interrupted call", .rows = "matrix 23",
		  .mask = DISK_BIT(DISK_READ) | DISK_BIT(DISK_WRITE), .error = EINTR, .times = 1, .unfelt = true },
		{ .name = "no descriptor", .rows = "matrix 25", .mask = DISK_BIT(DISK_OPEN) | DISK_BIT(DISK_CREATE),
		  .error = EMFILE, .times = 1 },
		{ 0 },
	};

	return errors_main(argc, argv, KINDS, strcmp(HOUSE_NAME, "kiosk") ? 2 : 6);
}
