/* Between the files of the sync task only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_SYNC_INSIDE_H
#define FIRMWARE_SYNC_INSIDE_H

#include "firmware/sync_task.h"
#include "shared/io/fs.h"
#include "shared/sync/device.h"

struct loop_timer;
struct sync_flight;

struct sync_task {
	struct sync_options o;
	char origin[256];
	char data_dir[PATH_CAP];
	char code_id[DEVICE_KEY_NAME];    /* while enrolling */
	char next_origin[256];            /* where an enrolment under way is going */
	struct loop_timer *timer, *guard;
	int link;                         /* tells when the network comes up, -1: nobody tells */
	struct device device;
	struct sync_flight *flights[DEVICE_SLOTS];
	int64_t wire;                     /* bytes of batches both ways that are not in the counter yet */
	unsigned feeds;                   /* touched in the running transaction */
	char site[65];                    /* installed in the running turn, "" none */
	int64_t rotate_from;              /* rotate-key: number of the key it began with */
	bool batches_only;                /* sync --once: no news */
	bool pumping;
	char told[48];                    /* last_error as it stands in the database */
	int64_t next_send;                /* mono ms: no request is built before */
	void (*after)(struct sync_task *t); /* commands: called after every answer */
	bool done;                        /* commands: leave the loop */
	int result;
};

/* The engine's store over this kiosk's database; ctx is the task. */
extern const struct device_store SYNC_STORE;

/* Site files (firmware/sync_site.c). */
bool sync_site_wanted(void *ctx, char version[65], int64_t *from);
int sync_site_piece(void *ctx, const char *version, int64_t from, int64_t size, const void *data,
		    size_t n);

/* The engine without a loop, for a command that only writes or takes in files. ERR_SETUP: not enrolled. */
int sync_task_still(const struct sync_options *o, struct sync_task **ret) MUST_USE;
/* The clock (firmware/sync_time.c). The earliest second it can be: when the program was built, or the last
 * good word of central. */
int64_t sync_time_floor(const struct sync_task *t);
/* "rtc", or "floor" for a clock that is behind it. */
const char *sync_time_quality(const struct sync_task *t);
/* Keep last_error where `status` finds it, when it changed. */
void sync_keep_error(struct sync_task *t);

/* Make the engine from what is stored. false: not enrolled. */
bool sync_load(struct sync_task *t);
/* Looking after the driver (firmware/sync_guard.c). stalled: it had stopped trying with something
 * pending and was made anew. */
void sync_guard_start(struct sync_task *t);
void sync_guard_stop(struct sync_task *t);
bool sync_guard_stalled(struct sync_task *t);

/* Send what may be sent, set the timer for the rest. */
void sync_pump(struct sync_task *t);
/* "http://Host:80" -> "host": what the request's Host will say. false: not an origin. */
bool sync_authority(const char *origin, char *out, size_t cap) MUST_USE;

#endif
