/* Doors of personal links.
 *
 * Owns nothing. Promises: a wrong token costs its address patience, never a right one; what is sent
 * goes through case_act like any step, with the rights of an outsider; each answer is a plain page.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/link_api.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/case_act.h"
#include "server/case_view.h"
#include "server/evidence.h"
#include "server/link.h"
#include "server/link_page.h"
#include "server/live.h"
#include "server/routing.h"
#include "server/words.h"
#include "shared/base/form.h"
#include "shared/io/http.h"

#define ANSWER_CAP (32 * 1024)

static int page(struct reply *rp)
{
	rp->type = "text/html; charset=utf-8";
	rp->html_csp = true;
	return OK;
}

static int plain(struct app *app, struct reply *rp, int err)
{
	const char *what = err == ERR_EXPIRED ? "expired" : err == ERR_GONE ? "revoked"
			   : err == ERR_SLOW_DOWN ? "slow" : "unknown";
	link_page_plain(app, what, &rp->body);
	rp->status = err_row(err)->status;
	return page(rp);
}

/* "TOKEN" or "TOKEN/file" behind /l/. Wrong ones are counted, by address and in all. */
static int open_link(struct app *app, const struct request *rq, struct link_row *l, const char **ret_rest)
{
	char token[LINK_TOKEN];
	size_t n = strcspn(rq->rest, "/");
	int64_t mono = app->clock.mono(app->clock.ctx);
	*ret_rest = rq->rest[n] ? rq->rest + n + 1 : "";
	if (login_wait(&app->links, rq->peer, rq->peer, mono))
		return ERR_SLOW_DOWN;
	int err = n < sizeof token ? OK : ERR_NOT_FOUND;
	if (!err) {
		memcpy(token, rq->rest, n);
		token[n] = '\0';
		err = link_open(app, token, l);
	}
	if (err == ERR_NOT_FOUND)
		login_wrong(&app->links, rq->peer, rq->peer, mono);
	if (err)
		app->links_refused++;
	return err;
}

int link_get(struct app *app, const struct request *rq, struct reply *rp)
{
	struct link_row l;
	const char *rest;
	int err = open_link(app, rq, &l, &rest);
	if (!err && rest[0])
		err = ERR_NOT_FOUND;
	if (err)
		return plain(app, rp, err);
	if (strstr(rq->query, "ok=1"))
		link_page_plain(app, "thanks", &rp->body);
	else
		link_page(app, &l, NULL, "", &rp->body);
	return page(rp);
}

/* ---- answers ------------------------------------------------------------------------------ */

static void put_input(void *ctx, const char *name, const char *value)
{
	if (!val_get(ctx, name))
		val_put_str(ctx, name, value);
}

static enum action step_of(const struct link_row *l, const char *name)
{
	for (const enum action *a = link_steps(l->purpose); *a != AC_MAX; a++)
		if (!strcmp(flow_action_name(*a), name))
			return *a;
	return AC_MAX;
}

static int take(struct app *app, const struct link_row *l, const struct val *form, struct act_answer *answer)
{
	char who[120];
	VAL(in) = val_object();
	enum action action = step_of(l, val_str_of(form, "step", ""));
	if (action == AC_MAX)
		return ERR_INPUT;
	VAL_EACH(v, form)
		if (strcmp(val_name(v), "step"))
			val_put_str(in, val_name(v), val_text(v, ""));
	routing_party_label(app, l->party, who, sizeof who);
	const struct act act = { .action = action, .by = BY_SUPPLIER, .who = who, .in = in };
	int err = case_act(app, l->nr, &act, answer);
	return err ? err : link_answered(app->db, l->n, app_now(app));
}

static int answer_form(struct app *app, const struct request *rq, const struct link_row *l,
		       struct reply *rp)
{
	struct act_answer answer = { .field = "" };
	char to[64 + LINK_TOKEN];
	VAL(form) = val_object();
	if (strcmp(rq->type, "application/x-www-form-urlencoded"))
		return ERR_TYPE;
	if (rq->body_len > ANSWER_CAP)
		return ERR_TOO_LARGE;
	int err = form_read(rq->body, rq->body_len, put_input, form);
	if (!err)
		err = take(app, l, form, &answer);
	if (!err) {
		snprintf(to, sizeof to, "/l/%.*s?ok=1", (int)strcspn(rq->rest, "/"), rq->rest);
		reply_header(rp, "Location", to);
		return OK_SEE_OTHER;
	}
	link_page(app, l, form, words_get("link-fault", err_slug(err)), &rp->body);
	rp->status = err_row(err)->status;
	page(rp);
	return err;
}

static int answer_file(struct app *app, const struct request *rq, const struct link_row *l)
{
	char name[120] = "", who[120];
	BUF(detail);
	http_arg(rq, "name", name, sizeof name);
	routing_party_label(app, l->party, who, sizeof who);
	buf_str(&detail, "{\"name\":");
	val_quote(name, &detail);
	buf_char(&detail, '}');
	int err = event_add(app->db, l->nr, app_now(app), who, "file_added", buf_text(&detail));
	if (!err)
		err = evidence_keep(app, l->nr, who, name, rq->type, rq->body, rq->body_len);
	if (!err)
		live_changed(app->live);
	return err ? err : OK_NO_CONTENT;
}

int link_post(struct app *app, const struct request *rq, struct reply *rp)
{
	struct link_row l;
	const char *rest;
	int err = open_link(app, rq, &l, &rest);
	if (err)
		return plain(app, rp, err);
	if (!strcmp(rest, "file"))
		return answer_file(app, rq, &l);
	return rest[0] ? plain(app, rp, ERR_NOT_FOUND) : answer_form(app, rq, &l, rp);
}

/* ---- staff -------------------------------------------------------------------------------- */

int link_revoke_post(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	struct case_row c;
	long long nr, n;
	int used = 0;
	(void)rp;
	int err = login_guard(app, rq, &who);
	if (err)
		return err;
	if (sscanf(rq->rest, "%18lld/%18lld/revoke%n", &nr, &n, &used) != 2 || !used || rq->rest[used] ||
	    !case_find(app->db, nr, &c) || !case_within(who.sees, &c) ||
	    !case_may_see(&c, who.role))
		return ERR_NOT_FOUND;
	err = link_revoke(app->db, nr, n, app_now(app));
	if (!err)
		err = event_add(app->db, nr, app_now(app), who.name, "link_revoked", "{}");
	if (!err)
		live_changed(app->live);
	return err ? err : OK_NO_CONTENT;
}
