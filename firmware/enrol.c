/* Enrolment and the first fill: one task, run until site and reference data are in.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/enrol.h"

#include <stdio.h>
#include <string.h>

#include "firmware/device_store.h"
#include "firmware/mirror_store.h"
#include "firmware/sync_inside.h"
#include "shared/io/db.h"
#include "shared/io/loop.h"

#define TRIES 5                       /* failures in a row */
#define RETRY_CAP_MS (2 * SECOND_MS)
#define POLL_MS (3 * SECOND_MS)       /* how soon missing data is asked for again */
#define WHOLE_MS (5 * MINUTE_MS)      /* for everything together */

static bool filled(struct sync_task *t)
{
	char current[65], previous[65];

	mirror_site_current(t->o.db, current, previous, sizeof current);
	return mirror_ready(t->o.db) && current[0];
}

static void after(struct sync_task *t)
{
	struct device *d = &t->device;

	if (!d->enrolled && d->enrol_result != 1 && d->enrol_result != OK)
		t->result = d->enrol_result;
	else if (d->backoff.failures >= TRIES)
		t->result = ERR_NETWORK;
	else if (d->stopped)
		t->result = ERR_ROLE;
	else if (d->enrolled && filled(t))
		t->result = OK;
	else if (d->enrolled && !d->want_news && !device_busy(d) &&
		 (!d->want_site || d->site_at > clock_mono(t->o.clock)))
		t->result = ERR_SETUP;
	else
		return;
	t->done = true;
}

static void too_late(void *ctx)
{
	struct sync_task *t = ctx;

	t->result = ERR_NETWORK;
	t->done = true;
}

static void say(const struct sync_task *t, char *why, size_t cap)
{
	const char *error = t->device.marks.last_error;

	if (t->result == ERR_CREDENTIALS)
		snprintf(why, cap, "the code is wrong, used or expired");
	else if (t->result == ERR_ROLE)
		snprintf(why, cap, "this kiosk was revoked");
	else if (t->result == ERR_STORAGE)
		snprintf(why, cap, "%s cannot be written", t->data_dir);
	else if (t->result == ERR_SETUP && strcmp(t->device.marks.state, "pending") == 0)
		snprintf(why, cap, "enrolled; an administrator must approve this kiosk first");
	else if (t->result != OK && t->device.enrolled)
		snprintf(why, cap, "enrolled, but central did not give everything a kiosk needs (%s)",
			 error[0] ? error : "no site published");
	else if (t->result != OK)
		snprintf(why, cap, "central did not answer as central (%s)", error);
}

static int run(struct sync_task *t)
{
	struct loop_timer *deadline = loop_timer_new(t->o.loop, too_late, t);

	t->after = after;
	loop_timer_set(deadline, WHOLE_MS);
	sync_pump(t);
	loop_run_until(t->o.loop, &t->done);
	loop_timer_free(deadline);
	return t->done ? t->result : ERR_NETWORK;
}

static int read_code(const char *typed, char out[PROOF_CODE])
{
	return crockford_normalise(typed, out, PROOF_CODE) && strlen(out) == PROOF_CODE - 1
		       ? OK : ERR_INPUT;
}

int enrol_run(const struct sync_options *o, const char *code, char *why, size_t cap)
{
	struct sync_options mine = *o;
	struct sync_task *t;
	char normal[PROOF_CODE] = "", authority[256];
	int err;

	why[0] = '\0';
	if (code && read_code(code, normal) != OK) {
		snprintf(why, cap, "an enrolment code has 20 letters and digits");
		return ERR_INPUT;
	}
	if (!code && !device_enrolled(o->db)) {
		snprintf(why, cap, "this kiosk is not enrolled and no code was given");
		return ERR_SETUP;
	}
	if (code && (!o->origin || !sync_authority(o->origin, authority, sizeof authority))) {
		snprintf(why, cap, "the address of central must look like https://name or http://host:port");
		return ERR_INPUT;
	}
	mine.retry_cap_ms = RETRY_CAP_MS;
	mine.poll_ms = POLL_MS;
	err = sync_task_start(&mine, &t);
	if (err != OK)
		return err;
	if (code) {
		text_copy(t->next_origin, sizeof t->next_origin, o->origin);
		text_copy(t->origin, sizeof t->origin, o->origin);
		text_copy(t->device.o.authority, sizeof t->device.o.authority, authority);
		device_enrol(&t->device, normal, t->device.o.hw_hint);
	}
	err = run(t);
	say(t, why, cap);
	sync_task_free(t);
	crypt_wipe(normal, sizeof normal);
	return err;
}
