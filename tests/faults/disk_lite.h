/* A file of SQLite's door; shared by disk_vfs.c and disk_shm.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_FAULTS_DISK_LITE_H
#define TESTS_FAULTS_DISK_LITE_H

#include <sqlite3.h>

#include "tests/faults/disk_inside.h"

struct lite {
	sqlite3_file base;
	struct disk_handle h;
	bool new_journal; /* the first sync also syncs the folder */
	int persist;
	int lock;
	bool mapped;
	unsigned shared, exclusive; /* locks held on the shared memory */
};

int disk_lite_lock(sqlite3_file *f, int level);
int disk_lite_unlock(sqlite3_file *f, int level);
int disk_lite_reserved(sqlite3_file *f, int *ret);
int disk_shm_map(sqlite3_file *f, int region, int size, int extend, void volatile **ret);
int disk_shm_lock(sqlite3_file *f, int offset, int n, int flags);
void disk_shm_barrier(sqlite3_file *f);
int disk_shm_unmap(sqlite3_file *f, int gone);

#endif
