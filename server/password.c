/* Passwords: hashed and compared in the worker, stored in the loop.
 *
 * Owns nothing but the jobs under way. Promises: a password is wiped as soon as its hash is known, but for
 * the start password, which is told once in the answer.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/password.h"

#include <stdlib.h>
#include <string.h>

#include "server/app.h"
#include "server/staff_store.h"
#include "server/user_change.h"
#include "shared/base/crypt.h"
#include "shared/base/text.h"
#include "shared/base/val.h"
#include "shared/io/http.h"
#include "shared/io/loop.h"

struct change {
	struct app *app;
	uint64_t request;
	char by[64], name[64];
	char role[16], departments[160]; /* of a new account, "" else */
	char peer[64];
	bool tls, own, checks_old;
	char old[PASSWORD_MAX + 1], fresh[PASSWORD_MAX + 1];
	char hash_before[128], hash[128];
	/* what the worker found */
	bool old_right, same;
	int err;
};

static void work(void *ctx)
{
	struct change *c = ctx;
	c->old_right = !c->checks_old || password_check(c->hash_before, c->old);
	c->same = c->own && password_check(c->hash_before, c->fresh);
	c->err = password_hash(c->fresh, c->hash);
	crypt_wipe(c->old, sizeof c->old);
	if (c->own)
		crypt_wipe(c->fresh, sizeof c->fresh);
}

/* ---- an own one ------------------------------------------------------------------------------- */

static int answer_own(struct app *app, void *ctx, struct reply *rp)
{
	struct change *c = ctx;
	const struct user_change u = { app, c->name, c->name };
	const char *why;
	if (c->err)
		return c->err;
	if (!c->old_right)
		return reply_field(rp, ERR_INPUT, "old");
	if (c->same)
		return reply_field(rp, ERR_INPUT, "new");
	login_right(&app->logins, c->name);
	int err = user_password(&u, c->hash, false, &why);
	return err ? err : login_begin(app, c->name, c->tls, rp);
}

static void own_done(void *ctx)
{
	struct change *c = ctx;
	c->app->logins.running--;
	if (!c->old_right)
		login_wrong(&c->app->logins, c->name, c->peer, clock_mono(&c->app->clock));
	http_answer(c->app->http, c->request, answer_own, c);
	free(c);
}

static int read_own(const struct request *rq, struct change *c, struct reply *rp)
{
	VAL(v) = NULL;
	if (val_parse(rq->body, rq->body_len, NULL, &v, NULL))
		return ERR_JSON;
	if (text_copy(c->old, sizeof c->old, val_str_of(v, "old", "")))
		return reply_field(rp, ERR_INPUT, "old");
	if (text_copy(c->fresh, sizeof c->fresh, val_str_of(v, "new", "")) ||
	    strlen(c->fresh) < PASSWORD_MIN)
		return reply_field(rp, ERR_INPUT, "new");
	return OK;
}

static struct change *begin(struct app *app, const struct request *rq, const char *by, const char *name)
{
	struct change *c = mem_new(1, sizeof *c);
	c->app = app;
	c->request = rq->id;
	c->tls = login_is_tls(app, rq);
	text_copy(c->by, sizeof c->by, by);
	text_copy(c->name, sizeof c->name, name);
	text_copy(c->peer, sizeof c->peer, rq->peer);
	return c;
}

int password_post(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	struct staff account;
	int err = login_guard(app, rq, &who);
	if (err)
		return err;
	rp->wait_s = login_wait(&app->logins, who.name, rq->peer, clock_mono(&app->clock));
	if (rp->wait_s || app->logins.running >= LOGIN_QUEUE)
		return ERR_SLOW_DOWN;
	if (!staff_find(app->db, who.name, &account))
		return ERR_AUTH;
	struct change *c = begin(app, rq, who.name, who.name);
	err = read_own(rq, c, rp);
	if (err) {
		free(c);
		return err;
	}
	c->own = true;
	c->checks_old = !who.must_change;
	text_copy(c->hash_before, sizeof c->hash_before, account.hash);
	app->logins.running++;
	loop_work(app->loop, work, own_done, c);
	return OK_LATER;
}

/* ---- one that is handed over ------------------------------------------------------------------ */

static int answer_gift(struct app *app, void *ctx, struct reply *rp)
{
	struct change *c = ctx;
	const struct user_change u = { app, c->by, c->name };
	const char *why = NULL;
	VAL(v) = val_object();
	if (c->err)
		return c->err;
	int err = c->role[0] ? user_add(&u, c->role, c->departments, c->hash, true, &why)
			     : user_password(&u, c->hash, true, &why);
	if (err)
		return why ? reply_field(rp, err, why) : err;
	val_put_str(v, "name", c->name);
	val_put_str(v, "password", c->fresh);
	val_print(v, &rp->body);
	return c->role[0] ? OK_CREATED : OK;
}

static void gift_done(void *ctx)
{
	struct change *c = ctx;
	c->app->logins.running--;
	http_answer(c->app->http, c->request, answer_gift, c);
	crypt_wipe(c->fresh, sizeof c->fresh);
	free(c);
}

int password_give(struct app *app, const struct request *rq, const struct login *by,
		  const struct password_gift *gift)
{
	if (app->logins.running >= LOGIN_QUEUE)
		return ERR_SLOW_DOWN;
	struct change *c = begin(app, rq, by->name, gift->name);
	if (gift->role) {
		text_copy(c->role, sizeof c->role, gift->role);
		text_copy(c->departments, sizeof c->departments, gift->departments);
	}
	user_start_password(c->fresh);
	app->logins.running++;
	loop_work(app->loop, work, gift_done, c);
	return OK_LATER;
}
