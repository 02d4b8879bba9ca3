/* Judge, number, seal and queue one report (R40, R61, D1, D2).
 *
 * Order: strict JSON, schema, what the kiosk itself knows (channel, actor, time), catalogue rules,
 * room in the queue, receipt, outbox. Everything that is written, is written in the event of the
 * caller; the reply leaves after its commit. The HTTP side is intake_http.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/intake.h"

#include <string.h>

#include "firmware/alarm_store.h"
#include "firmware/app.h"
#include "firmware/device_store.h"
#include "firmware/outbox.h"
#include "firmware/room.h"
#include "firmware/sessions.h"
#include "firmware/shelf.h"
#include "shared/base/crash.h"
#include "shared/base/crypt.h"
#include "shared/base/log.h"

#define RECEIPT_TRIES 64 /* 32^5 numbers a prefix: a second try is rare, a tenth never seen */
#define ALARM_SPAN_MS MINUTE_MS

static const struct val_limits REPORT_LIMITS = {
	.bytes = REPORT_CAP, .depth = 6, .tokens = 512, .string = 4096,
};

static int read_report(const char *json, size_t len, struct report *ret, struct report_fault *fault)
{
	VAL(v) = NULL;
	struct val_fault at;
	int err = val_parse(json, len, &REPORT_LIMITS, &v, &at);
	if (err) {
		fault->why = at.why;
		return err;
	}
	return report_read(v, true, ret, fault);
}

static int wrong(struct report_fault *fault, const char *field, const char *why)
{
	text_copy(fault->field, sizeof fault->field, field);
	fault->why = why;
	return ERR_INPUT;
}

/* What the kiosk knows better than the page. */
static int stamp(struct app *app, const struct session *who, struct report *r,
		 struct report_fault *fault)
{
	text_copy(r->channel, sizeof r->channel, "kiosk");
	text_copy(r->actor_kind, sizeof r->actor_kind, who ? "tenant" : "guest");
	text_copy(r->actor_ref, sizeof r->actor_ref, who ? session_number(who) : "");
	r->t = clock_wall(&app->clock);
	r->receipt[0] = r->follow[0] = '\0';
	if (!strcmp(r->branch, "alarm"))
		return wrong(fault, "branch", "alarms have a door of their own");
	if (who && *r->unit && !session_has_unit(who, r->unit))
		return wrong(fault, "unit", "not a unit of the signed-in tenant");
	return OK;
}

/* A receipt nobody got from this kiosk, and a follow code of which only the hash stays. */
static int give_receipt(struct app *app, struct report *r, char follow[FOLLOW_TEXT])
{
	char five[6], prefix[5];
	uint8_t rnd[6];
	struct outbox_entry taken;
	int err = device_receipt_prefix(app->db, prefix);
	if (err)
		return err;
	app->random(rnd, sizeof rnd);
	crockford_make(rnd, FOLLOW_TEXT - 1, follow);
	report_follow_hash(r->id, follow, r->follow);
	r->follow[REPORT_FOLLOW] = '\0';
	for (int i = 0; i < RECEIPT_TRIES; i++) {
		app->random(rnd, 5);
		crockford_make(rnd, 5, five);
		receipt_make(prefix, five, r->receipt);
		if (outbox_find_receipt(app->db, r->receipt, &taken) == ERR_NOT_FOUND)
			return OK;
	}
	log_line(LOG_ERROR, "intake.receipts", "tries=%d", RECEIPT_TRIES);
	return ERR_INTERNAL;
}

static int queue(struct app *app, const struct report *r, const char *kind, bool urgent)
{
	BUF(body);
	VAL(v) = report_write(r);
	val_print(v, &body);
	struct outbox_item item = {
		.kind = kind, .schema = REPORT_SCHEMA, .urgent = urgent,
		.t = { .wall = r->t, .mono = clock_mono(&app->clock) },
		.body = body.data, .body_len = body.len, .sealer = app->sealer,
	};
	text_copy(item.id, sizeof item.id, r->id);
	text_copy(item.t.boot, sizeof item.t.boot, app->boot);
	text_copy(item.receipt, sizeof item.receipt, r->receipt);
	text_copy(item.follow, sizeof item.follow, r->follow);
	crash_point("kiosk.capture.judged");
	int err = outbox_add(app->db, &item);
	crash_point("kiosk.capture.queued");
	crypt_wipe(body.data, body.len);
	return err;
}

/* The queue may hold so many items and take so much of its partition (protocol.md section 8). */
int intake_room(struct app *app)
{
	struct outbox_totals q;
	outbox_waiting(app->db, &q);
	if (q.pending - q.again >= app->set.queue_items)
		return ERR_QUEUE_FULL;
	int err = room_for_report(app);
	if (err)
		return err;
	int64_t used = db_bytes(app->db), free = *app->dir ? fs_free(app->dir) : -1;
	if (free < 0 || used * 100 < (used + free) * app->set.queue_percent)
		return OK;
	return ERR_QUEUE_FULL;
}

/* The answer given before; urgency is not kept in the open, so it is judged again. */
static int same_answer(struct app *app, const struct report *r, const struct outbox_entry *before,
		       struct intake_result *ret)
{
	const struct catalogue *c;
	ret->known = true;
	ret->t = before->t;
	text_copy(ret->receipt, sizeof ret->receipt, before->receipt);
	ret->urgency = shelf_get(app->shelf, r->catalogue, &c) ? URGENCY_NORMAL
							       : report_urgency(r, c);
	return OK;
}

static int take_new(struct app *app, struct report *r, const struct session *who,
		    struct intake_result *ret, struct report_fault *fault)
{
	const struct catalogue *c;
	int err = stamp(app, who, r, fault);
	if (!err)
		err = shelf_get(app->shelf, r->catalogue, &c);
	if (!err)
		err = report_judge(r, c, fault);
	if (!err)
		err = intake_room(app);
	if (!err)
		err = give_receipt(app, r, ret->follow);
	if (err)
		return err;
	ret->urgency = report_urgency(r, c);
	ret->t = r->t;
	text_copy(ret->receipt, sizeof ret->receipt, r->receipt);
	return queue(app, r, "report.new", ret->urgency >= URGENCY_URGENT);
}

int intake_accept(struct app *app, const char *json, size_t len, const struct session *who,
		  struct intake_result *ret, struct report_fault *fault)
{
	struct report r;
	struct outbox_entry before;
	memset(ret, 0, sizeof *ret);
	memset(fault, 0, sizeof *fault);
	int err = read_report(json, len, &r, fault);
	if (err)
		return err;
	text_copy(ret->id, sizeof ret->id, r.id);
	err = outbox_find_id(app->db, r.id, &before);
	if (err == ERR_NOT_FOUND)
		err = take_new(app, &r, who, ret, fault);
	else if (!err)
		err = strcmp(before.kind, "report.new") ? ERR_CONFLICT
							: same_answer(app, &r, &before, ret);
	crypt_wipe(&r, sizeof r);
	return err;
}

static void alarm_report(struct app *app, const struct catalogue *c, const char *code,
			 const char *lang, struct report *r)
{
	uint8_t rnd[10];
	memset(r, 0, sizeof *r);
	r->t = clock_wall(&app->clock);
	app->random(rnd, sizeof rnd);
	uuid7_make(r->t, rnd, r->id);
	text_copy(r->catalogue, sizeof r->catalogue, catalogue_version(c));
	text_copy(r->channel, sizeof r->channel, "kiosk");
	text_copy(r->lang, sizeof r->lang, lang);
	text_copy(r->actor_kind, sizeof r->actor_kind, "guest");
	text_copy(r->branch, sizeof r->branch, "alarm");
	text_copy(r->kind, sizeof r->kind, "alarm");
	text_copy(r->fault, sizeof r->fault, code);
}

int intake_alarm(struct app *app, const char *code, const char *lang, char ret_id[UUID_TEXT],
		 bool *ret_new)
{
	struct report r;
	const struct catalogue *c;
	int64_t mono = clock_mono(&app->clock);
	int err = shelf_get(app->shelf, "", &c);
	if (err)
		return err;
	if (!catalogue_has_emergency(c, code))
		return ERR_NOT_FOUND;
	*ret_new = !alarm_recent(app->db, code, app->boot, mono, ALARM_SPAN_MS, ret_id);
	if (!*ret_new)
		return OK;
	alarm_report(app, c, code, lang, &r);
	text_copy(ret_id, UUID_TEXT, r.id);
	err = queue(app, &r, "alarm.new", true);
	if (!err)
		err = alarm_remember(app->db, code, r.id, app->boot, mono);
	crash_point("kiosk.alarm.remembered");
	return err;
}
