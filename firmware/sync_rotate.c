/* A new key for this kiosk: on schedule, by command, or asked of the running daemon by a file.
 *
 * Owns DIR/rotate-key, whose presence is the question. How keys change is the engine's
 * (shared/sync/device_identity.c).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>

#include "firmware/device_store.h"
#include "firmware/sync_inside.h"
#include "shared/io/db.h"
#include "shared/io/loop.h"

#define TRIES 3

static const char ASKED[] = "rotate-key";

int sync_rotate_ask(const char *data_dir)
{
	char path[PATH_CAP];

	fs_join(path, data_dir, ASKED);
	return fs_write(path, "asked\n", 6, 0600);
}

static bool asked(const struct sync_task *t)
{
	char path[PATH_CAP];

	fs_join(path, t->data_dir, ASKED);
	return fs_exists(path) && fs_remove(path) == OK;
}

void sync_task_chores(struct sync_task *t, int64_t most_ms)
{
	struct device *d = &t->device;

	if (!d->enrolled || d->stopped || d->turn != TURN_NONE)
		return;
	/* its age by central's clock only: ours may have jumped since */
	if (!asked(t) && !(d->online && d->said && device_key_old(t->o.db, d->said, most_ms)))
		return;
	device_rotate_start(d);
	sync_pump(t);
}

static void rotated(struct sync_task *t)
{
	const struct device *d = &t->device;

	if (d->turn == TURN_ROTATE && !d->stopped && d->backoff.failures < TRIES)
		return;
	t->result = t->rotate_from < d->id.key_no ? OK : ERR_NETWORK;
	t->done = true;
}

int sync_rotate_once(const struct sync_options *o, char *why, size_t cap)
{
	struct sync_options once = *o;
	struct sync_task *t;
	int err;

	if (!device_enrolled(o->db)) {
		snprintf(why, cap, "this kiosk is not enrolled");
		return ERR_SETUP;
	}
	once.retry_cap_ms = SECOND_MS;
	once.poll_ms = -1;
	err = sync_task_start(&once, &t);
	if (err != OK)
		return err;
	t->after = rotated;
	t->rotate_from = t->device.id.key_no;
	device_rotate_start(&t->device);
	rotated(t);
	if (!t->done) {
		sync_pump(t);
		loop_run_until(o->loop, &t->done);
	}
	err = t->done ? t->result : ERR_NETWORK;
	if (err != OK)
		snprintf(why, cap, "central did not take a new key (%s); the present one goes on",
			 t->device.marks.last_error);
	sync_task_free(t);
	return err;
}
