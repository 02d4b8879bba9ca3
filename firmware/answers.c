/* Judge, seal and queue one answer.
 *
 * The same road as a report: strict JSON, rows, what the kiosk itself knows (channel, time, proof),
 * room in the queue, outbox. Here only id, receipt and time stay readable.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/answers.h"

#include <string.h>

#include "firmware/answer_store.h"
#include "firmware/app.h"
#include "firmware/cases.h"
#include "firmware/intake.h"
#include "firmware/outbox.h"
#include "firmware/sync_task.h"
#include "shared/base/crash.h"
#include "shared/base/crypt.h"
#include "shared/base/log.h"
#include "shared/io/http.h"

static int queue(struct app *app, const struct answer *a)
{
	BUF(body);
	VAL(v) = answer_write(a);
	val_print(v, &body);
	struct outbox_item item = {
		.kind = "case.answer", .schema = ANSWER_SCHEMA,
		.t = { .wall = a->t, .mono = clock_mono(&app->clock) },
		.body = body.data, .body_len = body.len, .sealer = app->sealer,
	};
	text_copy(item.id, sizeof item.id, a->id);
	text_copy(item.t.boot, sizeof item.t.boot, app->boot);
	int err = outbox_add(app->db, &item);
	crypt_wipe(body.data, body.len);
	return err ? err : answer_remember(app->db, a->id, a->receipt, a->t);
}

int answers_accept(struct app *app, const struct followed *f, struct answer *a, bool *ret_known)
{
	struct outbox_entry before;
	struct report_fault fault;
	int err = outbox_find_id(app->db, a->id, &before);
	*ret_known = !err && !strcmp(before.kind, "case.answer");
	if (*ret_known) {
		a->t = before.t;
		return OK;
	}
	if (err != ERR_NOT_FOUND)
		return err ? err : ERR_CONFLICT;
	text_copy(a->receipt, sizeof a->receipt, f->receipt);
	text_copy(a->follow, sizeof a->follow, f->follow);
	text_copy(a->channel, sizeof a->channel, "kiosk");
	a->t = clock_wall(&app->clock);
	err = answer_judge(a, true, &fault);
	if (!err)
		err = intake_room(app);
	if (!err)
		err = queue(app, a);
	crash_point("kiosk.answer.queued");
	return err;
}

/* What the page sent, without the code: that was checked and goes no further. */
static int read_answer(const struct val *body, const char *receipt, struct answer *a,
		       struct report_fault *fault)
{
	VAL(v) = val_object();
	val_put_int(v, "schema", ANSWER_SCHEMA);
	val_put_str(v, "receipt", receipt);
	VAL_EACH(member, body)
		if (strcmp(val_name(member), "code") && strcmp(val_name(member), "receipt") &&
		    strcmp(val_name(member), "schema"))
			val_put(v, val_name(member), val_copy(member));
	return answer_read(v, true, a, fault);
}

static void write_reply(struct app *app, const struct answer *a, struct buf *out)
{
	struct outbox_entry e = { .state = OUTBOX_KIOSK };
	VAL(v) = val_object();
	val_put_str(v, "id", a->id);
	if (cases_where_id(app, a->id, &e))
		e.state = OUTBOX_KIOSK;
	val_put_str(v, "state", outbox_state_name(e.state));
	val_put_int(v, "t", a->t);
	val_print(v, out);
}

int answers_post(struct app *app, const struct request *rq, struct reply *rp)
{
	struct followed f;
	struct answer a;
	struct report_fault fault = { .why = "" };
	bool known = false;
	VAL(body) = NULL;
	int err = cases_open(app, rq, &body, &f, rp);
	if (err)
		return err;
	err = read_answer(body, f.receipt, &a, &fault);
	if (!err)
		err = answers_accept(app, &f, &a, &known);
	val_free(f.body);
	if (err) {
		log_line(LOG_NOTE, "answer.refused", "code=%s field=%s why=%s", err_slug(err),
			 fault.field, fault.why ? fault.why : "");
		return reply_field(rp, err, fault.field);
	}
	write_reply(app, &a, &rp->body);
	if (!known && app->sync)
		sync_task_nudge(app->sync);
	return known ? OK : OK_CREATED;
}
