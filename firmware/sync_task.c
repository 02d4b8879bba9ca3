/* The driver: asks the engine what to send, sends it, brings back what came, sleeps in between.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/sync_task.h"

#include <stdlib.h>
#include <string.h>

#include "firmware/device_store.h"
#include "firmware/sync_inside.h"
#include "shared/base/crash.h"
#include "shared/base/log.h"
#include "shared/io/db.h"
#include "shared/io/loop.h"
#include "shared/io/post.h"

#define GAP_MS 3                     /* between two requests: time to write the first one out */
#define REQUEST_HEAD 96              /* bytes of request line, Host and Content-Length, about */
#define REPLY_HEAD 480               /* bytes of a signed reply's head, about */
#define HURRY_MS (5 * SECOND_MS)     /* captures knock at most this often at a closed door */
#define KEY_AGAIN_MS (30 * SECOND_MS) /* between two tries to read a key that cannot be read */
#define NEAR_CAP_MS (3 * SECOND_MS)  /* a central on this very machine is never overrun … */
#define NEAR_POLL_MS (10 * SECOND_MS) /* … by a crowd of kiosks coming back at once */

/* One request under way; outlives the task when that is freed first. */
struct sync_flight {
	struct sync_task *task;
	int slot;
};

bool sync_authority(const char *origin, char *out, size_t cap)
{
	bool tls = strncmp(origin, "https://", 8) == 0;
	const char *host = strstr(origin, "://"), *dflt = tls ? ":443" : ":80";
	size_t n, d = strlen(dflt);

	if (!host || (!tls && strncmp(origin, "http://", 7) != 0))
		return false;
	host += 3;
	n = strlen(host);
	if (n > 0 && host[n - 1] == '/')
		n--;
	if (n > d && strncmp(host + n - d, dflt, d) == 0)
		n -= d;
	if (n == 0 || n >= cap || memchr(host, '/', n))
		return false;
	for (size_t i = 0; i < n; i++)
		out[i] = host[i] >= 'A' && host[i] <= 'Z' ? (char)(host[i] | 32) : host[i];
	out[n] = '\0';
	return true;
}

static void on_reply(void *ctx, const struct post_reply *r)
{
	struct sync_flight *f = ctx;
	struct sync_task *t = f->task;
	int slot = f->slot;

	free(f);
	if (!t)
		return;
	crash_point("kiosk.sync.replied");
	t->flights[slot] = NULL;
	if (slot != DEVICE_NEWS && t->device.enrolled)
		t->wire += (int64_t)r->body.len + REPLY_HEAD;
	struct device_answer a = {
		.err = r->err, .why = r->why ? r->why : "net", .status = r->status,
		.body = buf_text(&r->body), .len = r->body.len, .type = r->type,
		.digest = r->digest, .input = r->signature_input, .signature = r->signature,
	};
	device_answer(&t->device, slot, &a);
	sync_keep_error(t);
	if (t->after)
		t->after(t);
	sync_pump(t);
}

static void send(struct sync_task *t, const struct device_request *rq)
{
	struct sync_flight *f = mem_new(1, sizeof *f);
	struct post_request q = {
		.origin = t->device.enrolled ? t->origin : t->next_origin,
		.method = rq->method, .target = rq->target, .headers = buf_text(&rq->headers),
		.body = buf_text(&rq->body), .body_len = rq->body.len, .deadline_ms = rq->deadline_ms,
		.floor_s = sync_time_floor(t),
	};

	*f = (struct sync_flight){ t, rq->slot };
	if (rq->slot != DEVICE_NEWS && t->device.enrolled)
		t->wire += (int64_t)(rq->body.len + rq->headers.len + strlen(rq->target)) + REQUEST_HEAD;
	t->flights[rq->slot] = f;
	crash_point("kiosk.sync.built");
	post_start(t->o.loop, &q, on_reply, f);
	crash_point("kiosk.sync.sent");
}

/* One request at a time: it shall be on its way before the next one is built, so that this machine
 * packs while central unpacks. */
static void send_one(struct sync_task *t)
{
	struct device_request rq = { 0 };

	if (t->o.on_send)
		t->o.on_send(t->o.ctx);
	if (t->batches_only)
		t->device.want_news = t->device.want_site = false;
	text_copy(t->device.o.quality, sizeof t->device.o.quality, sync_time_quality(t));
	if (device_next(&t->device, &rq)) {
		send(t, &rq);
		t->next_send = clock_mono(t->o.clock) + GAP_MS;
	} else if (t->after && t->device.enrol_result == ERR_STORAGE) {
		t->after(t); /* no answer will ever come to a request that could not be made */
	}
	buf_free(&rq.headers);
	buf_free(&rq.body);
}

void sync_pump(struct sync_task *t)
{
	int64_t now = clock_mono(t->o.clock), wait;

	if (t->pumping) /* a request that fails at once answers from inside */
		return;
	if (db_turn_open(t->o.db)) { /* nothing leaves that is not durable here yet */
		loop_timer_set(t->timer, 1);
		return;
	}
	t->pumping = true;
	if (!t->done && now >= t->next_send && !device_spent(&t->device))
		send_one(t);
	t->pumping = false;
	wait = t->done || device_spent(&t->device) ? -1 : device_wait(&t->device);
	if (wait >= 0 && wait < t->next_send - now)
		wait = t->next_send - now;
	if (wait < 0)
		loop_timer_stop(t->timer);
	else
		loop_timer_set(t->timer, wait);
}

/* Enrolled, but its key could not be read at the start (no descriptor, a disk that errs): tried again. */
static bool key_missing(struct sync_task *t)
{
	return !t->device.enrolled && !t->device.code[0] && device_enrolled(t->o.db) && !sync_load(t);
}

static void on_timer(void *ctx)
{
	struct sync_task *t = ctx;

	if (key_missing(t))
		loop_timer_set(t->timer, KEY_AGAIN_MS);
	else
		sync_pump(t);
}

/* Pauses and polls as asked for, else by where central is. */
static void set_pace(const struct sync_task *t, struct device_options *o)
{
	bool near = strncmp(o->authority, "127.", 4) == 0 || strncmp(o->authority, "[::1]", 5) == 0 ||
		    strncmp(o->authority, "localhost", 9) == 0;

	o->cap_ms = t->o.retry_cap_ms;
	o->poll_ms = t->o.poll_ms;
	if (near && o->cap_ms == 0)
		o->cap_ms = NEAR_CAP_MS;
	if (near && o->poll_ms == 0)
		o->poll_ms = NEAR_POLL_MS;
}

bool sync_load(struct sync_task *t)
{
	struct device_identity id;
	struct device_marks marks;
	struct device_options o = { .store = &SYNC_STORE, .ctx = t, .clock = t->o.clock };
	bool known = device_load(t->o.db, t->data_dir, &id) == OK;

	if (!t->origin[0])
		device_origin(t->o.db, t->origin, sizeof t->origin);
	if (!sync_authority(t->origin, o.authority, sizeof o.authority))
		known = false;
	set_pace(t, &o);
	device_boot(o.boot);
	o.sparing = t->o.memory;
	text_copy(o.hw_hint, sizeof o.hw_hint, t->o.hw_hint);
	text_copy(o.software, sizeof o.software, t->o.software ? t->o.software : "portiek-kiosk");
	device_load_marks(t->o.db, &marks);
	text_copy(t->told, sizeof t->told, marks.last_error);
	device_init(&t->device, &o, known ? &id : NULL, known ? &marks : NULL,
		    device_counters(t->o.db));
	crypt_wipe(&id.key, sizeof id.key);
	return known;
}

static struct sync_task *new_task(const struct sync_options *o)
{
	struct sync_task *t = mem_new(1, sizeof *t);

	t->o = *o;
	text_copy(t->data_dir, sizeof t->data_dir, o->data_dir);
	text_copy(t->origin, sizeof t->origin, o->origin ? o->origin : "");
	t->result = OK;
	t->link = -1;
	return t;
}

int sync_task_still(const struct sync_options *o, struct sync_task **ret)
{
	struct sync_task *t = new_task(o);

	if (!sync_load(t)) {
		sync_task_free(t);
		return ERR_SETUP;
	}
	text_copy(t->device.o.quality, sizeof t->device.o.quality, sync_time_quality(t));
	*ret = t;
	return OK;
}

int sync_task_start(const struct sync_options *o, struct sync_task **ret)
{
	struct sync_task *t = new_task(o);

	t->timer = loop_timer_new(o->loop, on_timer, t);
	sync_guard_start(t);
	if (sync_load(t))
		loop_timer_set(t->timer, 0);
	else if (device_enrolled(t->o.db))
		loop_timer_set(t->timer, KEY_AGAIN_MS);
	else
		log_line(LOG_NOTE, "sync.idle", "enrolled=0");
	*ret = t;
	return OK;
}

void sync_task_free(struct sync_task *t)
{
	if (!t)
		return;
	for (int i = 0; i < DEVICE_SLOTS; i++)
		if (t->flights[i])
			t->flights[i]->task = NULL;
	if (t->timer)
		loop_timer_free(t->timer);
	sync_guard_stop(t);
	device_free(&t->device);
	free(t);
}

void sync_task_nudge(struct sync_task *t)
{
	struct device *d = &t->device;

	if (!d->enrolled && !d->code[0] && device_enrolled(t->o.db))
		sync_load(t);
	d->has_pending = true;
	if (d->backoff.failures == 0 || clock_mono(t->o.clock) - d->last_try >= HURRY_MS)
		device_nudge(d);
	loop_timer_set(t->timer, device_wait(d) < 0 ? 0 : device_wait(d));
}

void sync_task_link_up(struct sync_task *t)
{
	device_link_up(&t->device);
	sync_pump(t);
}
