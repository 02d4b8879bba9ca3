/* Following one's own report: the kiosk's own outbox knows where it is, the mirror what the office
 * made of it.
 *
 * A report made at another kiosk of the neighbourhood is found through the mirror alone, when the
 * office sent its follow hash and id along.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/cases.h"

#include <string.h>

#include "firmware/answer_store.h"
#include "firmware/app.h"
#include "firmware/intake.h"
#include "firmware/reference_store.h"
#include "firmware/sync_task.h"
#include "shared/base/crypt.h"
#include "shared/io/http.h"
#include "shared/model/answer.h"
#include "shared/model/referral.h"

#define COMPLAIN_DAYS 10 /* until the office has said otherwise */

int cases_where(struct app *app, const char *receipt, struct outbox_entry *ret)
{
	if (app->sync)
		return sync_task_where(app->sync, receipt, ret);
	return outbox_find_receipt(app->db, receipt, ret);
}

int cases_where_id(struct app *app, const char *id, struct outbox_entry *ret)
{
	int err = outbox_find_id(app->db, id, ret);
	if (!err && app->sync)
		sync_task_locate(app->sync, ret);
	return err;
}

static bool code_fits(const char *id, const char *code, const char *follow)
{
	char hash[HEX32_TEXT];
	size_t n = strlen(follow);
	if ((n != REPORT_FOLLOW && n != HEX32_TEXT - 1) || !uuid_valid(id))
		return false;
	report_follow_hash(id, code, hash);
	return crypt_equal(hash, follow, n);
}

/* ERR_CREDENTIALS: no such receipt, or not with this code. */
static int find(struct app *app, const char *code, struct followed *f)
{
	struct outbox_entry e;
	bool mirrored = reference_case(app->db, f->receipt, f->case_state, sizeof f->case_state,
				       &f->body);
	if (cases_where(app, f->receipt, &e) == OK) {
		f->t = e.t;
		text_copy(f->state, sizeof f->state, outbox_state_name(e.state));
		text_copy(f->follow, sizeof f->follow, e.follow);
		return code_fits(e.id, code, e.follow) ? OK : ERR_CREDENTIALS;
	}
	f->t = val_int_of(f->body, "t", 0);
	text_copy(f->state, sizeof f->state, outbox_state_name(OUTBOX_OFFICE));
	text_copy(f->follow, sizeof f->follow, val_str_of(f->body, "follow", ""));
	return mirrored && code_fits(val_str_of(f->body, "id", ""), code, f->follow)
		       ? OK
		       : ERR_CREDENTIALS;
}

/* Members a tenant sees nothing of: the keys the case was found by, and those shown otherwise. */
static bool is_hidden(const char *name)
{
	static const char *const names[] = { "follow", "id", "state", "party_key", "contact" };
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

/* How to reach the party it is with, unless its data do not hold today (R7, R64). */
static void put_contact(struct app *app, const struct val *body, struct val *into)
{
	static const char *const names[] = { "name", "phone", "mail", "hours" };
	char today[21];
	VAL(party) = reference_party_of(app->db, val_str_of(body, "party_key", ""),
					val_str_of(body, "party", ""));
	clock_rfc3339(clock_wall(&app->clock), today);
	today[10] = '\0';
	if (!party || !referral_holds(party, today)) {
		val_put_null(into, "contact");
		return;
	}
	struct val *contact = val_put_object(into, "contact");
	for (size_t i = 0; i < COUNT_OF(names); i++)
		val_put_str(contact, names[i], val_str_of(party, names[i], ""));
}

static void put_case(struct app *app, const struct followed *f, struct val *into)
{
	if (!f->body) {
		val_put_null(into, "case");
		return;
	}
	struct val *c = val_put_object(into, "case");
	val_put_str(c, "state", f->case_state);
	VAL_EACH(m, f->body)
		if (!is_hidden(val_name(m)))
			val_put(c, val_name(m), val_copy(m));
	put_contact(app, f->body, c);
}

/* Where the last answer about it is, given here. */
static void put_answered(struct app *app, const struct followed *f, struct val *into)
{
	char id[UUID_TEXT];
	struct outbox_entry e;
	if (!answer_last(app->db, f->receipt, id) || cases_where_id(app, id, &e)) {
		val_put_null(into, "answered");
		return;
	}
	struct val *v = val_put_object(into, "answered");
	val_put_str(v, "state", outbox_state_name(e.state));
	val_put_int(v, "t", e.t);
}

static bool may_complain(struct app *app, const struct followed *f)
{
	VAL(config) = reference_config(app->db, "complaint");
	return answer_may_complain(f->case_state, val_bool_of(f->body, "ask", false), f->t,
				   clock_wall(&app->clock),
				   val_int_of(config, "after_days", COMPLAIN_DAYS));
}

static void write_case(struct app *app, const struct followed *f, struct buf *out)
{
	VAL(v) = val_object();
	val_put_str(v, "receipt", f->receipt);
	val_put_str(v, "state", f->state);
	put_case(app, f, v);
	val_put_bool(v, "may_complain", may_complain(app, f));
	put_answered(app, f, v);
	val_put_int(v, "t", f->t);
	val_print(v, out);
}

int cases_open(struct app *app, const struct request *rq, struct val **ret_body,
	       struct followed *f, struct reply *rp)
{
	char code[16];
	int64_t now = clock_mono(&app->clock);
	memset(f, 0, sizeof *f);
	rp->wait_s = attempts_wait(&app->follow_attempts, now);
	if (rp->wait_s)
		return ERR_SLOW_DOWN;
	int err = val_parse(rq->body, rq->body_len, NULL, ret_body, NULL);
	if (err)
		return err;
	if (!receipt_normalise(val_str_of(*ret_body, "receipt", ""), f->receipt))
		return reply_field(rp, ERR_INPUT, "receipt");
	if (!crockford_normalise(val_str_of(*ret_body, "code", ""), code, sizeof code) ||
	    strlen(code) != FOLLOW_TEXT - 1)
		return reply_field(rp, ERR_INPUT, "code");
	err = find(app, code, f);
	if (!err)
		return OK;
	attempts_fail(&app->follow_attempts, now);
	val_free(f->body);
	f->body = NULL;
	return err;
}

int cases_post(struct app *app, const struct request *rq, struct reply *rp)
{
	struct followed f;
	VAL(body) = NULL;
	int err = cases_open(app, rq, &body, &f, rp);
	if (!err)
		write_case(app, &f, &rp->body);
	val_free(f.body);
	return err;
}
