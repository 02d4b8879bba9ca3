/* The HTTP face of the intake: POST reports and alarms.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "firmware/app.h"
#include "firmware/intake.h"
#include "firmware/routes.h"
#include "firmware/sessions.h"
#include "firmware/shelf.h"
#include "firmware/sync_task.h"
#include "shared/base/log.h"
#include "shared/io/http.h"

static void write_result(const struct intake_result *r, struct buf *out)
{
	VAL(v) = val_object();
	val_put_str(v, "id", r->id);
	val_put_str(v, "receipt", r->receipt);
	val_put_str(v, "follow", r->known ? NULL : r->follow);
	val_put_str(v, "state", "kiosk");
	val_put_str(v, "urgency", urgency_name(r->urgency));
	val_put_int(v, "t", r->t);
	val_print(v, out);
}

int intake_post(struct app *app, const struct request *rq, struct reply *rp)
{
	struct intake_result result;
	struct report_fault fault;
	int err = intake_accept(app, rq->body, rq->body_len, sessions_of(app, rq), &result, &fault);
	if (err) {
		log_line(LOG_NOTE, "intake.refused", "code=%s field=%s why=%s", err_slug(err),
			 fault.field, fault.why ? fault.why : "");
		return reply_field(rp, err, fault.field);
	}
	write_result(&result, &rp->body);
	if (!result.known && app->sync)
		sync_task_nudge(app->sync);
	return result.known ? OK : OK_CREATED;
}

/* ---- alarms --------------------------------------------------------------------------------- */

/* "?lang=en" of the page; Dutch else. */
static void page_language(const struct request *rq, char out[8])
{
	char typed[8];
	bool known = http_arg(rq, "lang", typed, sizeof typed) && strlen(typed) == 2 &&
		     typed[0] >= 'a' && typed[0] <= 'z' && typed[1] >= 'a' && typed[1] <= 'z';
	text_copy(out, 8, known ? typed : "nl");
}

/* A page without scripts goes back to the sign it came from. */
static int back_to_sign(struct app *app, const char *code, const char *lang, struct reply *rp)
{
	char where[160];
	const struct catalogue *c;
	int err = shelf_get(app->shelf, "", &c);
	if (err)
		return err;
	snprintf(where, sizeof where, PAGE_SIGN, lang,
		 val_str_of(catalogue_emergency(c, code), "slug", ""));
	reply_header(rp, "location", where);
	return OK_SEE_OTHER;
}

int intake_post_alarm(struct app *app, const struct request *rq, struct reply *rp)
{
	char id[UUID_TEXT], lang[8];
	bool is_new;
	page_language(rq, lang);
	int err = intake_alarm(app, rq->rest, lang, id, &is_new);
	if (err)
		return err;
	log_line(LOG_WARN, "alarm", "code=%s id=%s new=%d", rq->rest, id, is_new);
	if (is_new && app->sync)
		sync_task_nudge(app->sync);
	if (!strcmp(rq->type, "application/x-www-form-urlencoded"))
		return back_to_sign(app, rq->rest, lang, rp);
	buf_fmt(&rp->body, "{\"id\":\"%s\"}", id);
	return is_new ? OK_CREATED : OK;
}
