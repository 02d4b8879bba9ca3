/* Answers become events of their case.
 *
 * Owns nothing: the history is server/event_store's. Promises: only who holds the receipt is heard, an
 * answer counts once, and none is dropped: what finds no case waits in the quarantine, what comes too
 * late for a step stands in the history alone.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/answers.h"

#include <string.h>

#include "server/answer_store.h"
#include "server/app.h"
#include "server/case_act.h"
#include "server/case_view.h"
#include "server/device_store.h"
#include "server/live.h"
#include "server/login.h"
#include "server/words.h"
#include "shared/base/crash.h"
#include "shared/base/val.h"
#include "shared/io/http.h"

/* ---- history ------------------------------------------------------------------------------ */

struct seeking {
	const char *id;
	bool found;
};

static void look_for(void *ctx, const struct case_event *e)
{
	struct seeking *s = ctx;
	VAL(detail) = NULL;
	if (strcmp(e->what, "said"))
		return;
	if (!val_parse(e->detail, strlen(e->detail), NULL, &detail, NULL) &&
	    !strcmp(val_str_of(detail, "id", ""), s->id))
		s->found = true;
}

static void put_detail(const struct answer *a, struct buf *out)
{
	VAL(v) = val_object();
	val_put_str(v, "id", a->id);
	val_put_str(v, "answer", a->answer);
	val_put_str(v, "words", a->words[0] ? a->words : NULL);
	val_put_int(v, "t", a->t);
	val_put_str(v, "channel", a->channel);
	val_put_str(v, "lang", a->lang);
	val_print(v, out);
}

int answers_record(struct app *app, const struct case_row *c, const struct answer *a, unsigned by,
		   const char *who)
{
	struct seeking s = { a->id, false };
	BUF(detail);
	event_each(app->db, c->nr, look_for, &s);
	if (s.found)
		return ERR_CONFLICT;
	put_detail(a, &detail);
	int err = event_add(app->db, c->nr, app_now(app), who, "said", buf_text(&detail));
	crash_point("central.answer.stored");
	return err ? err : answers_apply(app, c->nr, a, by, who);
}

/* ---- what follows ------------------------------------------------------------------------- */

/* The step an answer means, the first that leads on from where the case is: "not solved" objects while
 * the time to object runs (R24), and opens again what was ready, done or closed (D8). */
static enum action step_of(const struct case_row *c, const struct answer *a, unsigned by)
{
	static const struct {
		const char *answer;
		enum action step;
	} rows[] = {
		{ "solved", AC_SOLVED }, { "half", AC_OBJECT },		{ "not", AC_OBJECT },
		{ "half", AC_REOPEN },	 { "not", AC_REOPEN },		{ "complaint", AC_COMPLAIN },
	};
	enum action last = AC_MAX;
	struct flow_ask ask = { .kind = flow_kind_bit(c->kind), .from = c->state, .by = by,
				.facts = c->facts };
	struct flow_answer answer;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (strcmp(rows[i].answer, a->answer))
			continue;
		last = ask.action = rows[i].step;
		if (!flow_next(&ask, &answer))
			break;
	}
	return last;
}

/* The tenant's own words as the note of the step, as far as a note goes; else what the answer means. */
static void put_note(const struct answer *a, enum action step, struct val *in)
{
	char note[sizeof a->words];
	const struct flow_field *f = flow_fields(step);
	while (f->name && strcmp(f->name, "note"))
		f++;
	size_t cap = f->name && (size_t)f->cap < sizeof note ? (size_t)f->cap + 1 : sizeof note;
	text_copy(note, cap, a->words[0] ? a->words : words_get("said", a->answer));
	val_put_str(in, "note", note);
}

int answers_apply(struct app *app, int64_t nr, const struct answer *a, unsigned by, const char *who)
{
	struct act_answer told;
	struct case_row c;
	VAL(in) = val_object();
	if (!case_find(app->db, nr, &c))
		return ERR_NOT_FOUND;
	const struct act act = { .action = step_of(&c, a, by), .by = by, .who = who, .in = in };
	put_note(a, act.action, in);
	int err = case_act(app, nr, &act, &told);
	if (err != ERR_CONFLICT && err != ERR_ROLE && err != ERR_INCOMPLETE)
		return err;
	case_publish_step(app, nr); /* no step from here: heard all the same, and not asked again */
	return OK;
}

/* ---- items of devices --------------------------------------------------------------------- */

struct proving {
	struct app *app;
	const struct answer *a;
	struct case_row row; /* the case that was meant */
	int seen;            /* cases of this receipt */
	bool proved;
};

/* Does this case carry the hash the answer brings? */
static bool proves(void *ctx, int64_t nr)
{
	struct proving *p = ctx;
	BUF(json);
	VAL(report) = NULL;
	p->seen++;
	if (!case_find(p->app->db, nr, &p->row) || case_report_json(p->app, &p->row, &json) ||
	    val_parse(buf_text(&json), json.len, NULL, &report, NULL))
		return true;
	const char *follow = val_str_of(report, "follow", "");
	size_t n = strlen(follow);
	p->proved = n >= REPORT_FOLLOW && n == strlen(p->a->follow) &&
		    crypt_equal(follow, p->a->follow, n);
	return !p->proved;
}

static int refuse(char *code, char *path, const char *why_code, const char *why_path)
{
	text_copy(code, INGEST_CODE, why_code);
	text_copy(path, INGEST_PATH, why_path);
	return ERR_INPUT;
}

/* Receipts of the kiosk it was said at begin so; "" when the device is not known any more. */
static void device_prefix(struct app *app, const char *device, char out[5])
{
	struct device_row d;
	text_copy(out, 5, device_find(app->db, device, &d) ? "" : d.prefix);
}

int answers_project(struct app *app, const struct raw_item *it, char code[INGEST_CODE],
		    char path[INGEST_PATH])
{
	struct answer a;
	struct report_fault fault;
	char who[5];
	if (answer_read(it->body, false, &a, &fault) || answer_judge(&a, true, &fault))
		return refuse(code, path, "bad_field", fault.field);
	if (strcmp(a.id, it->id))
		return refuse(code, path, "bad_field", "id");
	struct proving p = { .app = app, .a = &a };
	answer_cases(app->db, a.receipt, proves, &p);
	if (!p.proved)
		return refuse(code, path, p.seen ? "wrong_proof" : "unknown_case",
			      p.seen ? "follow" : "receipt");
	a.t = it->t;
	device_prefix(app, it->device, who);
	int err = answers_record(app, &p.row, &a, BY_TENANT, who);
	return err == ERR_CONFLICT ? OK : err;
}

/* ---- phone desk --------------------------------------------------------------------------- */

static int read_told(struct app *app, const struct request *rq, struct answer *a, struct reply *rp)
{
	struct report_fault fault = { .why = "" };
	VAL(v) = NULL;
	int err = val_parse(rq->body, rq->body_len, NULL, &v, NULL);
	if (err)
		return err;
	VAL(told) = val_object();
	val_put_int(told, "schema", ANSWER_SCHEMA);
	VAL_EACH(member, v) /* the page sends what it sends at a kiosk, the code too */
		if (strcmp(val_name(member), "code") && strcmp(val_name(member), "schema"))
			val_put(told, val_name(member), val_copy(member));
	err = answer_read(told, true, a, &fault);
	text_copy(a->channel, sizeof a->channel, "phone");
	a->follow[0] = '\0';
	a->t = app_now(app);
	if (!err)
		err = answer_judge(a, false, &fault);
	return err ? reply_field(rp, err, fault.field) : OK;
}

int answers_phone(struct app *app, const struct request *rq, struct reply *rp)
{
	struct answer a;
	struct case_row c;
	struct login who;
	VAL(v) = val_object();
	if (!login_current(app, rq, &who))
		return ERR_AUTH;
	int err = read_told(app, rq, &a, rp);
	if (err)
		return err;
	if (!case_find_receipt(app->db, a.receipt, &c) || !case_within(who.sees, &c) ||
	    !case_may_see(&c, who.role))
		return ERR_NOT_FOUND;
	err = answers_record(app, &c, &a, BY_PHONE, who.name);
	if (err && err != ERR_CONFLICT)
		return err;
	val_put_str(v, "id", a.id);
	val_put_str(v, "state", "office");
	val_put_int(v, "t", a.t);
	val_print(v, &rp->body);
	if (err == ERR_CONFLICT)
		return OK;
	live_changed(app->live);
	return OK_CREATED;
}
