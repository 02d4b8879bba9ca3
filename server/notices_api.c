/* What a person of staff must know about deadlines.
 *
 * Owns nothing. A case a role may not see is told by its number only (R55).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/notices_api.h"

#include <string.h>

#include "server/app.h"
#include "server/case_view.h"
#include "server/clock_store.h"
#include "server/live.h"
#include "server/words.h"
#include "shared/io/http.h"

#define LIST_MAX 100

struct listing {
	struct app *app;
	const char *role, *sees;
	struct val *list;
};

static void put_notice(void *ctx, const struct notice *n)
{
	struct listing *l = ctx;
	struct case_row c;
	char subject[300] = "";
	bool found = n->nr && case_find(l->app->db, n->nr, &c);
	if (found && !case_within(l->sees, &c))
		return;
	struct val *row = val_object();
	if (found && case_may_see(&c, l->role))
		case_subject(l->app, &c, subject, sizeof subject);
	val_put_int(row, "id", n->n);
	val_put_int(row, "nr", n->nr);
	val_put_int(row, "alarm", n->alarm);
	val_put_int(row, "t", n->t);
	val_put_str(row, "what", n->what);
	val_put_str(row, "what_label", words_get("event", n->what));
	val_put_str(row, "clock", n->clock);
	val_put_str(row, "clock_label", words_get("clock", n->clock));
	val_put_int(row, "due", n->due);
	val_put_str(row, "subject", subject);
	val_put(l->list, NULL, row);
}

int notices_list(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	VAL(v) = val_object();
	if (!login_current(app, rq, &who))
		return ERR_AUTH;
	struct listing l = { app, who.role, who.sees, val_put_array(v, "notices") };
	notice_each(app->db, who.name, who.role, LIST_MAX, put_notice, &l);
	val_put_int(v, "count", who.sees[0] ? val_count(l.list)
					    : notice_count(app->db, who.name, who.role, 1000));
	val_print(v, &rp->body);
	return OK;
}

int notices_see(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	struct case_row c;
	char digits[24];
	int64_t nr;
	size_t len = strcspn(rq->rest, "/");
	int err = login_guard(app, rq, &who);
	(void)rp;
	if (err)
		return err;
	if (len >= sizeof digits || strcmp(rq->rest + len, "/seen"))
		return ERR_NOT_FOUND;
	memcpy(digits, rq->rest, len);
	digits[len] = '\0';
	if (!int_parse(digits, 1, INT64_MAX, &nr) || !case_find(app->db, nr, &c) ||
	    !case_within(who.sees, &c))
		return ERR_NOT_FOUND;
	err = notice_see(app->db, nr, who.name, who.role, app_now(app));
	if (!err)
		live_changed(app->live);
	return err ? err : OK_NO_CONTENT;
}
