/* Following one's own report: the kiosk's own outbox knows where it is, the mirror what the office
 * made of it.
 *
 * A report made at another kiosk of the neighbourhood is found through the mirror alone, when the
 * office sent its follow hash and id along.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/cases.h"

#include <string.h>

#include "firmware/app.h"
#include "firmware/intake.h"
#include "firmware/reference_store.h"
#include "firmware/sync_task.h"
#include "shared/base/crypt.h"
#include "shared/io/http.h"

struct followed {
	char receipt[RECEIPT_TEXT];
	char state[16];       /* kiosk underway office dead */
	char case_state[32];
	struct val *body;     /* mirrored case, NULL when none */
	int64_t t;
};

int cases_where(struct app *app, const char *receipt, struct outbox_entry *ret)
{
	if (app->sync)
		return sync_task_where(app->sync, receipt, ret);
	return outbox_find_receipt(app->db, receipt, ret);
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
		return code_fits(e.id, code, e.follow) ? OK : ERR_CREDENTIALS;
	}
	f->t = val_int_of(f->body, "t", 0);
	text_copy(f->state, sizeof f->state, outbox_state_name(OUTBOX_OFFICE));
	return mirrored && code_fits(val_str_of(f->body, "id", ""), code,
				     val_str_of(f->body, "follow", ""))
		       ? OK
		       : ERR_CREDENTIALS;
}

/* What the tenant may see of the mirrored case: everything but the keys it was found by. */
static void put_case(const struct followed *f, struct val *into)
{
	if (!f->body) {
		val_put_null(into, "case");
		return;
	}
	struct val *c = val_put_object(into, "case");
	val_put_str(c, "state", f->case_state);
	VAL_EACH(m, f->body)
		if (strcmp(val_name(m), "follow") && strcmp(val_name(m), "id") &&
		    strcmp(val_name(m), "state"))
			val_put(c, val_name(m), val_copy(m));
}

static void write_case(const struct followed *f, struct buf *out)
{
	VAL(v) = val_object();
	val_put_str(v, "receipt", f->receipt);
	val_put_str(v, "state", f->state);
	put_case(f, v);
	val_put_int(v, "t", f->t);
	val_print(v, out);
}

int cases_post(struct app *app, const struct request *rq, struct reply *rp)
{
	struct followed f = { 0 };
	char code[16];
	VAL(body) = NULL;
	int64_t now = clock_mono(&app->clock);
	rp->wait_s = attempts_wait(&app->follow_attempts, now);
	if (rp->wait_s)
		return ERR_SLOW_DOWN;
	int err = val_parse(rq->body, rq->body_len, NULL, &body, NULL);
	if (err)
		return err;
	if (!receipt_normalise(val_str_of(body, "receipt", ""), f.receipt))
		return reply_field(rp, ERR_INPUT, "receipt");
	if (!crockford_normalise(val_str_of(body, "code", ""), code, sizeof code) ||
	    strlen(code) != FOLLOW_TEXT - 1)
		return reply_field(rp, ERR_INPUT, "code");
	err = find(app, code, &f);
	if (err)
		attempts_fail(&app->follow_attempts, now);
	else
		write_case(&f, &rp->body);
	val_free(f.body);
	return err;
}
