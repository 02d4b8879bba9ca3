/* Between the files of the spool only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_SPOOL_INSIDE_H
#define FIRMWARE_SPOOL_INSIDE_H

#include "firmware/spool.h"

struct loop_timer;

/* An fsync in the worker thread: all it looks at. */
struct spool_job {
	bool running, fresh;
	int fd, err;
	const char *folder;
	int64_t upto, count;
};

struct spool {
	char folder[PATH_CAP];
	struct db *db;
	struct loop *loop;         /* NULL unless serving */
	struct loop_timer *timer;
	int fd;                    /* of the newest segment, -1: not open */
	bool fresh;                /* its name is not durable yet */
	int64_t number, size;      /* of the newest segment */
	int64_t last, synced;
	int64_t waiting;           /* records written that are not durable */
	int64_t dead;              /* dead letters the spool knows */
	int64_t seen;              /* changes of the database already followed */
	int64_t syncs;
	bool broken, failing;
	struct spool_job job;
};

/* Write a file again without what is not a whole record in it; nothing when all of it is good.
 * ERR_STORAGE: it stays as it was. */
int spool_mend_file(const char *path) MUST_USE;

#endif
