/* See person.h.
 *
 * Owns nothing. Promises: what is told leaves out who of staff took a step; what is erased goes through
 * forget_case, whole or not at all.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/person.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "server/app.h"
#include "server/case_view.h"
#include "server/command.h"
#include "server/forget.h"
#include "server/forget_store.h"
#include "server/ingest.h"
#include "server/link_store.h"
#include "server/outgoing_store.h"
#include "server/words.h"
#include "shared/io/db.h"
#include "shared/model/report.h"

/* ---- who ----------------------------------------------------------------------------------- */

int person_find(struct app *app, const char *number, const char *phone, const char *mail,
		struct person *ret)
{
	memset(ret, 0, sizeof *ret);
	if (!number[0] && !phone[0] && !mail[0])
		return ERR_INPUT;
	if (phone[0] && !phone_normalise(phone, ret->phone, sizeof ret->phone))
		return ERR_INPUT;
	if (mail[0] && !mail_valid(mail))
		return ERR_INPUT;
	text_copy(ret->mail, sizeof ret->mail, mail);
	return !number[0] || tenant_find(app->db, number, &ret->row) ? OK : ERR_NOT_FOUND;
}

static bool same_phone(const char *a, const char *b)
{
	char one[24];
	return a[0] && b[0] && phone_normalise(a, one, sizeof one) && !strcmp(one, b);
}

static bool same_mail(const char *a, const char *b)
{
	return a[0] && !strcasecmp(a, b);
}

static bool is_theirs(const struct person *p, const struct report *r)
{
	return (p->row.number[0] && !strcmp(r->actor_kind, "tenant") && !strcmp(r->actor_ref, p->row.number)) ||
	       same_phone(p->row.phone, r->phone) || same_phone(p->phone, r->phone) ||
	       same_mail(p->row.mail, r->mail) || same_mail(p->mail, r->mail);
}

/* ---- their cases ----------------------------------------------------------------------------- */

static int open_report(struct db *db, const struct keys *keys, const struct case_row *c, struct report *r)
{
	struct report_fault fault;
	BUF(json);
	VAL(body) = NULL;
	int err = c->item ? ingest_plain(db, keys, c->item, &json) : case_body(db, c->nr, &json);
	if (!err)
		err = val_parse(buf_text(&json), json.len, NULL, &body, NULL);
	return err ? err : report_read(body, false, r, &fault);
}

static void add(struct person_cases *list, int64_t nr)
{
	if (list->count == list->room) {
		list->room = list->room ? 2 * list->room : 16;
		int64_t *more = mem_new((size_t)list->room, sizeof *more);
		if (list->count)
			memcpy(more, list->nr, (size_t)list->count * sizeof *more);
		free(list->nr);
		list->nr = more;
	}
	list->nr[list->count++] = nr;
}

int person_cases(struct db *db, const struct keys *keys, const struct person *p, struct person_cases *ret)
{
	struct case_row c;
	struct report *r = mem_new(1, sizeof *r);
	for (int64_t nr = 0; forget_named(db, nr, &nr) && !db_stopped(db);)
		if (case_find(db, nr, &c) && !open_report(db, keys, &c, r) && is_theirs(p, r))
			add(ret, nr);
	free(r);
	return db_stopped(db) ? ERR_BUSY : OK;
}

void person_cases_free(struct person_cases *list)
{
	free(list->nr);
	*list = (struct person_cases){ 0 };
}

/* ---- telling --------------------------------------------------------------------------------- */

static void put_history(struct app *app, const struct case_row *c, struct val *into)
{
	VAL(all) = val_array();
	struct val *list = val_put_array(into, "history");
	case_put_history(app, c, all);
	VAL_EACH(e, all) {
		struct val *row = val_object();
		val_put_int(row, "t", val_int_of(e, "t", 0));
		val_put_str(row, "text", val_str_of(e, "text", ""));
		val_put(row, "facts", val_copy(val_get(e, "facts")));
		val_put(list, NULL, row);
	}
}

static bool put_letter(void *ctx, const struct outgoing *o)
{
	struct val *row = val_object();
	val_put_str(row, "kind", o->kind);
	val_put_str(row, "about", words_get("why", o->why));
	val_put_str(row, "state", o->state);
	val_put_str(row, "address", o->address);
	val_put_int(row, "done", o->done);
	val_put(ctx, NULL, row);
	return true;
}

static void put_file(void *ctx, const struct evidence *e)
{
	struct val *row = val_object();
	val_put_str(row, "name", e->name);
	val_put_str(row, "type", e->type);
	val_put_int(row, "size", e->size);
	val_put_str(row, "sha256", e->sha256);
	val_put_int(row, "t", e->t);
	val_put(ctx, NULL, row);
}

static void put_case(struct app *app, int64_t nr, struct val *into)
{
	struct case_row c;
	char subject[300];
	BUF(json);
	if (!case_find(app->db, nr, &c) || case_report_json(app, &c, &json))
		return;
	struct val *row = val_object();
	case_subject(app, &c, subject, sizeof subject);
	val_put_str(row, "receipt", c.receipt);
	val_put_str(row, "subject", subject);
	val_put_str(row, "state", words_get("state", flow_state_name(c.state)));
	val_put_int(row, "captured", c.captured);
	val_put_int(row, "received", c.received);
	val_put_raw(row, "report", buf_text(&json));
	put_history(app, &c, row);
	outgoing_each(app->db, NULL, nr, 1000, put_letter, val_put_array(row, "letters"));
	evidence_each(app->db, nr, put_file, val_put_array(row, "files"));
	val_put(into, NULL, row);
}

void person_export(struct app *app, const struct person *p, const struct person_cases *list, struct val *into)
{
	val_put_int(into, "made", app_now(app));
	struct val *row = val_put_object(into, "register");
	val_put_str(row, "number", p->row.number);
	val_put_str(row, "name", p->row.name);
	val_put_str(row, "phone", p->row.phone);
	val_put_str(row, "mail", p->row.mail);
	val_put_str(row, "units", p->row.units);
	struct val *cases = val_put_array(into, "cases");
	for (int i = 0; i < list->count; i++)
		put_case(app, list->nr[i], cases);
}

/* ---- taking out ------------------------------------------------------------------------------ */

int person_erase(struct app *app, const struct person_cases *list, const char *who, int64_t *ret_open)
{
	struct case_row c;
	int err = OK;
	*ret_open = 0;
	for (int i = 0; i < list->count; i++)
		*ret_open += case_find(app->db, list->nr[i], &c) && flow_open(c.state);
	if (*ret_open)
		return ERR_CONFLICT;
	for (int i = 0; !err && i < list->count; i++)
		err = forget_case(app, list->nr[i], who, "asked");
	return err;
}

/* ---- by hand --------------------------------------------------------------------------------- */

static int read_person(struct job *job, struct person *p)
{
	int err = person_find(job->app, args_get(job->args, "tenant", ""), args_get(job->args, "phone", ""),
			      args_get(job->args, "mail", ""), p);
	if (err == ERR_INPUT)
		buf_str(job->out, "say who: --tenant NUMBER, --phone NUMBER or --mail ADDRESS\n");
	if (err == ERR_NOT_FOUND)
		buf_str(job->out, "no tenant of this number\n");
	return err;
}

/* Who was meant, in the audit: by number, else only that it was somebody. */
static void note(struct job *job, const char *what, const struct person *p)
{
	app_audit(job->app, "-", what, p->row.number[0] ? p->row.number : "by phone or mail");
}

int person_verb_export(struct job *job)
{
	struct person *p = mem_new(1, sizeof *p);
	struct person_cases list = { 0 };
	VAL(all) = val_object();
	int err = read_person(job, p);
	if (!err)
		err = person_cases(job->app->db, job->app->keys, p, &list);
	if (!err) {
		person_export(job->app, p, &list, all);
		val_print_pretty(all, job->out);
		buf_str(job->out, "\n");
		note(job, "person.export", p);
	}
	person_cases_free(&list);
	free(p);
	return err;
}

int person_verb_erase(struct job *job)
{
	struct person *p = mem_new(1, sizeof *p);
	struct person_cases list = { 0 };
	int64_t open = 0;
	int err = read_person(job, p);
	if (!err)
		err = person_cases(job->app->db, job->app->keys, p, &list);
	if (!err)
		err = person_erase(job->app, &list, "-", &open);
	if (open)
		buf_fmt(job->out, "%lld cases of this person are open; nothing was changed\n", (long long)open);
	if (!err) {
		buf_fmt(job->out, "%d cases no longer name this person\n", list.count);
		note(job, "person.erase", p);
	}
	person_cases_free(&list);
	free(p);
	return err;
}
