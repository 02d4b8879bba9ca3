/* What is told of delivering: how the kiosk stands with central, from the database and from the task that runs, and
 * where an item is.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "firmware/device_store.h"
#include "firmware/mirror_store.h"
#include "firmware/sync_inside.h"
#include "shared/base/text.h"
#include "shared/io/db.h"

void sync_status_read(struct db *db, struct sync_status *ret)
{
	struct device_marks m;

	memset(ret, 0, sizeof *ret);
	device_load_marks(db, &m);
	ret->enrolled = device_enrolled(db);
	db_meta_text(db, "sync.device", ret->device, sizeof ret->device);
	if (device_receipt_prefix(db, ret->prefix) != OK)
		ret->prefix[0] = '\0';
	text_copy(ret->state, sizeof ret->state, ret->enrolled ? m.state : "none");
	text_copy(ret->epoch, sizeof ret->epoch, m.epoch);
	text_copy(ret->last_error, sizeof ret->last_error, m.last_error);
	text_copy(ret->chain, sizeof ret->chain, m.chain);
	ret->stopped = strcmp(ret->state, "revoked") == 0;
	ret->last_contact = m.last_contact;
	ret->hwm = m.hwm;
	ret->safe_hwm = m.safe_hwm;
	ret->next_ms = -1;
	ret->wire_bytes = db_meta_int(db, "sync.wire", 0);
	ret->snapshot_done = mirror_ready(db);
}

bool sync_task_stopped(const struct sync_task *t)
{
	return t->device.stopped;
}

void sync_task_status(const struct sync_task *t, struct sync_status *ret)
{
	const struct device *d = &t->device;

	sync_status_read(t->o.db, ret);
	ret->online = d->online;
	ret->attempts = d->attempts;
	ret->failures = d->backoff.failures;
	ret->next_ms = device_wait(d);
	if (!d->enrolled)
		return;
	ret->last_contact = d->marks.last_contact;
	text_copy(ret->last_error, sizeof ret->last_error, d->marks.last_error);
}

int sync_task_where(struct sync_task *t, const char *receipt, struct outbox_entry *ret)
{
	int err = outbox_find_receipt(t->o.db, receipt, ret);

	if (err == OK)
		sync_task_locate(t, ret);
	return err;
}

void sync_task_locate(struct sync_task *t, struct outbox_entry *e)
{
	if (e->state == OUTBOX_KIOSK && device_underway(&t->device, outbox_entry_seq(e)))
		e->state = OUTBOX_UNDERWAY;
}
