/* Offline sign-in over the encrypted directory (R27, R28; design decision 8).
 *
 * The directory holds, per tenant, an index and a box; both index and key come out of one Argon2id
 * over number and code with the salt of this directory. A stolen kiosk gives neither numbers nor
 * names. Parameters travel in the directory's own settings, so central decides the price of a try.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/signin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/app.h"
#include "firmware/dwellings.h"
#include "firmware/reference_store.h"
#include "firmware/sessions.h"
#include "shared/base/crash.h"
#include "shared/base/crypt.h"
#include "shared/io/http.h"
#include "shared/io/loop.h"

#define CODE_CHARS 8
#define SEPARATOR 0x1f
#define MEMORY_CAP (64 * 1024 * 1024)

/* The number as printed on the card, without the spaces people put in. */
static bool take_number(const char *typed, char *out, size_t cap)
{
	size_t n = 0;
	for (; *typed; typed++) {
		if (*typed == ' ')
			continue;
		if (n + 1 >= cap || (unsigned char)*typed < ' ')
			return false;
		out[n++] = *typed;
	}
	out[n] = '\0';
	return n > 0;
}

static int take_settings(struct app *app, struct signin_try *ret)
{
	VAL(v) = reference_config(app->db, "directory");
	int64_t memory = val_int_of(v, "memory", 0), passes = val_int_of(v, "passes", 0);
	if (!hex_decode(val_str_of(v, "salt", ""), ret->salt, sizeof ret->salt))
		return ERR_SETUP;
	if (memory < 8192 || memory > MEMORY_CAP || passes < 1 || passes > 8)
		return ERR_SETUP;
	ret->memory = (size_t)memory;
	ret->passes = (uint64_t)passes;
	return OK;
}

int signin_prepare(struct app *app, const struct val *body, struct signin_try *ret,
		   const char **ret_field)
{
	memset(ret, 0, sizeof *ret);
	*ret_field = "number";
	if (!take_number(val_str_of(body, "number", ""), ret->number, sizeof ret->number))
		return ERR_INPUT;
	*ret_field = "code";
	if (!crockford_normalise(val_str_of(body, "code", ""), ret->code, sizeof ret->code) ||
	    strlen(ret->code) != CODE_CHARS)
		return ERR_INPUT;
	*ret_field = "";
	return take_settings(app, ret);
}

void signin_derive(void *ctx)
{
	struct signin_try *t = ctx;
	BUF(secret);
	buf_str(&secret, t->number);
	buf_char(&secret, SEPARATOR);
	buf_str(&secret, t->code);
	t->err = argon2id(secret.data, secret.len, t->salt, t->passes, t->memory, t->out,
			  sizeof t->out);
	crypt_wipe(secret.data, secret.len);
	crypt_wipe(t->code, sizeof t->code);
}

int signin_open(struct app *app, const struct signin_try *t, struct val **ret)
{
	BUF(sealed);
	BUF(plain);
	*ret = NULL;
	if (t->err)
		return t->err;
	if (!reference_directory(app->db, t->out, &sealed))
		return ERR_CREDENTIALS;
	if (box_open(t->out + 32, sealed.data, sealed.len, &plain))
		return ERR_CREDENTIALS;
	int err = val_parse(plain.data, plain.len, NULL, ret, NULL);
	crypt_wipe(plain.data, plain.len);
	return err ? ERR_CREDENTIALS : OK;
}

/* ---- the session as the page sees it -------------------------------------------------------- */

static void write_session(struct app *app, const struct session *s, struct reply *rp)
{
	static const char *const names[] = { "name", "phone", "mail", "number" };
	VAL(v) = val_object();
	val_put_bool(v, "signed_in", s != NULL);
	const struct val *record = s ? session_record(s) : NULL;
	for (size_t i = 0; s && i < COUNT_OF(names); i++)
		val_put_str(v, names[i], val_str_of(record, names[i], ""));
	if (s)
		val_put_bool(v, "subscription", val_bool_of(record, "subscription", false));
	struct val *units = val_put_array(v, "units");
	VAL_EACH(unit, val_get(record, "units"))
		dwellings_put_unit(app, unit, val_put_object(units, NULL));
	val_print(v, &rp->body);
}

int signin_get(struct app *app, const struct request *rq, struct reply *rp)
{
	write_session(app, sessions_of(app, rq), rp);
	return OK;
}

int signin_delete(struct app *app, const struct request *rq, struct reply *rp)
{
	char sid[SID_TEXT];
	if (http_cookie(rq, "portiek_sid", sid, sizeof sid))
		sessions_end(app, sid);
	reply_header(rp, "set-cookie",
		     "portiek_sid=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
	return OK_NO_CONTENT;
}

/* ---- signing in ----------------------------------------------------------------------------- */

/* One try on its way through the worker; owned by the loop until tried() frees it. */
struct trial {
	struct signin_try try;
	struct app *app;
	uint64_t request;
	struct val *record;
	int err;
};

static int answer(struct app *app, void *ctx, struct reply *rp)
{
	struct trial *t = ctx;
	char cookie[128];
	if (t->err == ERR_CREDENTIALS)
		rp->wait_s = attempts_wait(&app->signin_attempts, clock_mono(&app->clock));
	if (t->err)
		return t->err;
	const struct session *s = sessions_begin(app, t->record);
	t->record = NULL;
	crash_point("kiosk.session.opened");
	snprintf(cookie, sizeof cookie, "portiek_sid=%s; Path=/; HttpOnly; SameSite=Strict",
		 session_sid(s));
	reply_header(rp, "set-cookie", cookie);
	write_session(app, s, rp);
	return OK;
}

static void derive(void *ctx)
{
	struct trial *t = ctx;
	signin_derive(&t->try);
}

static void tried(void *ctx)
{
	struct trial *t = ctx;
	struct app *app = t->app;
	app->signin_busy = false;
	t->err = signin_open(app, &t->try, &t->record);
	if (t->err == ERR_CREDENTIALS)
		attempts_fail(&app->signin_attempts, clock_mono(&app->clock));
	http_answer(app->http, t->request, answer, t);
	val_free(t->record);
	crypt_wipe(t, sizeof *t);
	free(t);
}

int signin_post(struct app *app, const struct request *rq, struct reply *rp)
{
	const char *field;
	VAL(body) = NULL;
	rp->wait_s = attempts_wait(&app->signin_attempts, clock_mono(&app->clock));
	if (rp->wait_s)
		return ERR_SLOW_DOWN;
	if (app->signin_busy)
		return ERR_BUSY;
	int err = val_parse(rq->body, rq->body_len, NULL, &body, NULL);
	if (err)
		return err;
	struct trial *t = mem_new(1, sizeof *t);
	err = signin_prepare(app, body, &t->try, &field);
	if (err) {
		free(t);
		return reply_field(rp, err, field);
	}
	t->app = app;
	t->request = rq->id;
	app->signin_busy = true;
	loop_work(app->loop, derive, tried, t);
	return OK_LATER;
}
