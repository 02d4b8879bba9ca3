/* Looks at the driver from outside every few seconds: did the network come up, and does it still try?
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/sync_inside.h"
#include "shared/base/log.h"
#include "shared/io/link_watch.h"
#include "shared/io/loop.h"

#define LOOK_MS (2 * SECOND_MS)

bool sync_guard_stalled(struct sync_task *t)
{
	struct outbox_totals q;
	const struct device *d = &t->device;
	int64_t idle = clock_mono(t->o.clock) - d->last_try;

	if (!device_stalled(d) || device_spent(d))
		return false;
	outbox_waiting(t->o.db, &q);
	if (q.pending == 0)
		return false;
	log_line(LOG_ERROR, "sync.stalled", "pending=%lld idle_s=%lld failures=%d restarted=1",
		 (long long)q.pending, (long long)(idle / SECOND_MS), d->backoff.failures);
	device_free(&t->device);
	sync_load(t);
	return true;
}

static void look(void *ctx)
{
	struct sync_task *t = ctx;

	if (link_watch_up(t->link) && t->device.enrolled)
		sync_task_link_up(t);
	if (sync_guard_stalled(t))
		loop_timer_set(t->timer, 0);
	loop_timer_set(t->guard, LOOK_MS);
}

void sync_guard_start(struct sync_task *t)
{
	t->link = link_watch_open();
	t->guard = loop_timer_new(t->o.loop, look, t);
	loop_timer_set(t->guard, LOOK_MS);
}

void sync_guard_stop(struct sync_task *t)
{
	link_watch_close(t->link);
	if (t->guard)
		loop_timer_free(t->guard);
}
