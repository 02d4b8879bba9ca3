/* `sync --once`: the driver without news and with hardly a pause, until nothing is left to deliver.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "firmware/device_store.h"
#include "firmware/sync_inside.h"
#include "shared/io/loop.h"

#define ONCE_CAP_MS INT64_C(500)     /* sync --once: hardly any pause … */
#define ONCE_FAILURES 3              /* … and not many tries */

static bool batches_underway(const struct device *d)
{
	return d->flights[0].kind != KIND_NONE || d->flights[1].kind != KIND_NONE;
}

static void once_after(struct sync_task *t)
{
	struct outbox_totals totals;

	outbox_waiting(t->o.db, &totals);
	if (t->device.backoff.failures > 0 && strcmp(t->device.marks.last_error, "storage") == 0)
		t->result = ERR_STORAGE; /* replies come, but nothing of them can be kept */
	else if (t->device.stopped || t->device.backoff.failures >= ONCE_FAILURES ||
		 device_kind_tries(&t->device) >= ONCE_FAILURES)
		t->result = ERR_NETWORK;
	else if (totals.pending > 0 || batches_underway(&t->device) || device_refilling(&t->device))
		return;
	else
		t->result = totals.dead > 0 ? ERR_CONFLICT : OK;
	t->done = true;
}

static void say_once(const struct sync_task *t, char *why, size_t cap)
{
	if (t->result == ERR_NETWORK)
		snprintf(why, cap, "central at %s gave no valid answer (%s)", t->origin,
			 t->device.marks.last_error);
	else if (t->result == ERR_STORAGE)
		snprintf(why, cap, "the disk is full or read-only; the queue stays as it is");
	else if (t->result == ERR_CONFLICT)
		snprintf(why, cap, "central will not hold some items; see status");
	else
		why[0] = '\0';
}

int sync_run_once(const struct sync_options *o, char *why, size_t cap)
{
	struct sync_options once = *o;
	struct sync_task *t;
	int err;

	once.retry_cap_ms = ONCE_CAP_MS;
	once.poll_ms = -1;
	if (!device_enrolled(o->db)) {
		snprintf(why, cap, "this kiosk is not enrolled");
		return ERR_SETUP;
	}
	err = sync_task_start(&once, &t);
	if (err != OK)
		return err;
	t->batches_only = true;
	t->after = once_after;
	once_after(t);
	if (!t->done)
		loop_run_until(o->loop, &t->done);
	err = t->done ? t->result : ERR_NETWORK; /* stopped by a signal */
	say_once(t, why, cap);
	sync_task_free(t);
	return err;
}
