/* Staff log-in and who sends a request.
 *
 * Owns the cookie's form and the limits. Promises: the password is checked in the worker only, at
 * most a few at a time; an unknown name costs as long as a wrong password; after LOGIN_FREE_TRIES
 * wrong attempts for a name or an address every further one waits, twice as long each time.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/login.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/app.h"
#include "server/staff_store.h"
#include "server/words.h"
#include "shared/base/crash.h"
#include "shared/base/text.h"
#include "shared/base/val.h"
#include "shared/io/db.h"
#include "shared/io/http.h"
#include "shared/io/loop.h"

#define TOKEN_BYTES 24
#define WAIT_MAX_S 900

/* A well-formed hash nobody's password has: keeps unknown names as slow as known ones. */
static const char NOBODY[] =
	"$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
	"RdescudvJCsgt3ub+b0dWRWJTmaaJObGRdescudvJCs";

/* ---- limits ------------------------------------------------------------------------------- */

static uint64_t key_of(const char *kind, const char *what)
{
	uint64_t h = UINT64_C(1469598103934665603);
	for (const char *p = kind; *p; p++)
		h = (h ^ (unsigned char)*p) * UINT64_C(1099511628211);
	for (const char *p = what; *p; p++)
		h = (h ^ (unsigned char)*p) * UINT64_C(1099511628211);
	return h;
}

static const struct login_slot *slot_find(const struct login_limits *l, uint64_t key)
{
	for (int i = 0; i < LOGIN_SLOTS; i++)
		if (l->slot[i].wrong && l->slot[i].key == key)
			return &l->slot[i];
	return NULL;
}

/* Seconds a key must still wait: 2, 4, 8 … after the free tries, counted from the last attempt. */
static int key_wait(const struct login_limits *l, uint64_t key, int64_t mono, int free_tries)
{
	const struct login_slot *s = slot_find(l, key);
	if (!s || s->until <= mono || s->wrong < free_tries)
		return 0;
	int over = s->wrong - free_tries + 1;
	int64_t wait = over > 9 ? WAIT_MAX_S : INT64_C(1) << over;
	int64_t last = s->until - LOGIN_WINDOW_MS;
	int64_t left = last + wait * SECOND_MS - mono;
	return left > 0 ? (int)((left + SECOND_MS - 1) / SECOND_MS) : 0;
}

int login_wait(const struct login_limits *l, const char *name, const char *peer, int64_t mono)
{
	int by_name = key_wait(l, key_of("name:", name), mono, LOGIN_FREE_TRIES);
	int by_peer = key_wait(l, key_of("addr:", peer), mono, LOGIN_FREE_TRIES * 6);
	return by_name > by_peer ? by_name : by_peer;
}

static void count_wrong(struct login_limits *l, uint64_t key, int64_t mono)
{
	struct login_slot *at = (struct login_slot *)slot_find(l, key);
	for (int i = 0; !at && i < LOGIN_SLOTS; i++)
		if (!l->slot[i].wrong || l->slot[i].until <= mono)
			at = &l->slot[i];
	for (int i = 1; !at && i < LOGIN_SLOTS; i++)
		if (l->slot[i].until < l->slot[0].until)
			at = &l->slot[i];
	if (!at)
		at = &l->slot[0];
	if (at->key != key || at->until <= mono)
		at->wrong = 0;
	at->key = key;
	at->wrong++;
	at->until = mono + LOGIN_WINDOW_MS;
}

void login_wrong(struct login_limits *l, const char *name, const char *peer, int64_t mono)
{
	count_wrong(l, key_of("name:", name), mono);
	count_wrong(l, key_of("addr:", peer), mono);
}

void login_right(struct login_limits *l, const char *name)
{
	uint64_t key = key_of("name:", name);
	for (int i = 0; i < LOGIN_SLOTS; i++)
		if (l->slot[i].key == key)
			l->slot[i].wrong = 0;
}

/* ---- who is it ---------------------------------------------------------------------------- */

bool login_token(const struct request *rq, uint8_t ret[HASH_BYTES])
{
	char cookie[80];
	if (!http_cookie(rq, LOGIN_COOKIE, cookie, sizeof cookie))
		return false;
	sha256(cookie, strlen(cookie), ret);
	return true;
}

static bool find_session(struct app *app, const struct request *rq, struct staff_session *ret)
{
	uint8_t token[HASH_BYTES];
	return login_token(rq, token) && session_find(app->db, token, ret) &&
	       ret->created + LOGIN_SESSION_MS > app_now(app);
}

unsigned login_who(struct app *app, const struct request *rq)
{
	struct staff_session s;
	if (!rq->cookie[0] || !find_session(app, rq, &s))
		return 0;
	return s.must_change ? WHO_FRESH : staff_who(s.role);
}

/* Whose cases somebody sees: his departments' and those of none, unless his role sees all. */
static void put_sees(const struct app *app, const struct staff_session *s, char *out, size_t cap)
{
	char roles[sizeof app->settings.see_all + 2], role[20];
	snprintf(roles, sizeof roles, " %s ", app->settings.see_all);
	snprintf(role, sizeof role, " %s ", s->role);
	out[0] = '\0';
	if (s->departments[0] && !strstr(roles, role))
		snprintf(out, cap, "  %s ", s->departments);
}

bool login_current(struct app *app, const struct request *rq, struct login *ret)
{
	struct staff_session s;
	if (!find_session(app, rq, &s))
		return false;
	text_copy(ret->name, sizeof ret->name, s.name);
	text_copy(ret->role, sizeof ret->role, s.role);
	text_copy(ret->csrf, sizeof ret->csrf, s.csrf);
	put_sees(app, &s, ret->sees, sizeof ret->sees);
	ret->must_change = s.must_change;
	return true;
}

int login_guard(struct app *app, const struct request *rq, struct login *ret)
{
	char sent[40];
	if (!login_current(app, rq, ret))
		return ERR_AUTH;
	if (!http_header(rq, "portiek-csrf:", sent, sizeof sent) ||
	    strlen(sent) != strlen(ret->csrf) || !crypt_equal(sent, ret->csrf, strlen(sent)))
		return ERR_CSRF;
	return OK;
}

int login_body(struct app *app, const struct request *rq, const struct val_limits *limits, struct login *ret,
	       struct val **ret_in)
{
	int err = login_guard(app, rq, ret);
	return err ? err : val_parse(rq->body, rq->body_len, limits, ret_in, NULL);
}

/* ---- logging in --------------------------------------------------------------------------- */

struct attempt {
	struct app *app;
	uint64_t request;
	char peer[64];
	bool tls;
	struct staff staff; /* name is what was typed */
	char password[256];
	bool right;
};

static void check_password(void *ctx)
{
	struct attempt *a = ctx;
	a->right = password_check(a->staff.hash, a->password);
	crypt_wipe(a->password, sizeof a->password);
}

static void put_login(struct reply *rp, const struct login *who)
{
	VAL(v) = val_object();
	val_put_str(v, "name", who->name);
	val_put_str(v, "role", who->role);
	val_put_str(v, "role_label", words_get("role", who->role));
	val_put_str(v, "csrf", who->csrf);
	val_put_bool(v, "must_change", who->must_change);
	val_print(v, &rp->body);
}

bool login_is_tls(const struct app *app, const struct request *rq)
{
	return rq->tls || !strncmp(app->settings.public_url, "https://", 8);
}

int login_begin(struct app *app, const char *name, bool tls, struct reply *rp)
{
	uint8_t rnd[TOKEN_BYTES], csrf[16];
	char token[2 * TOKEN_BYTES + 1], cookie[200];
	struct staff_session s = { .created = app_now(app) };
	struct staff account;
	struct login who = { .csrf = "" };
	if (!staff_find(app->db, name, &account))
		return ERR_NOT_FOUND;
	crypt_random(rnd, sizeof rnd);
	crypt_random(csrf, sizeof csrf);
	hex_encode(rnd, sizeof rnd, token);
	hex_encode(csrf, sizeof csrf, s.csrf);
	sha256(token, strlen(token), s.token);
	text_copy(s.name, sizeof s.name, name);
	session_drop_old(app->db, s.created - LOGIN_SESSION_MS);
	int err = session_add(app->db, &s);
	crash_point("central.login.opened");
	if (err)
		return err;
	snprintf(cookie, sizeof cookie,
		 LOGIN_COOKIE "=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%d%s", token,
		 (int)(LOGIN_SESSION_MS / SECOND_MS), tls ? "; Secure" : "");
	reply_header(rp, "set-cookie", cookie);
	text_copy(who.name, sizeof who.name, name);
	text_copy(who.role, sizeof who.role, account.role);
	text_copy(who.csrf, sizeof who.csrf, s.csrf);
	who.must_change = account.must_change;
	put_login(rp, &who);
	return OK;
}

/* A refused attempt stands in the audit in an event of its own: the refusal itself changes nothing. A name
 * nobody has is not written down, for it may be a password typed in the wrong field. */
static void note_wrong(struct app *app, const struct attempt *a)
{
	struct staff known;
	const char *name = staff_find(app->db, a->staff.name, &known) ? a->staff.name : "?";
	int64_t mono = clock_mono(&app->clock);
	bool waits = login_wait(&app->logins, a->staff.name, a->peer, mono) > 0;
	login_wrong(&app->logins, a->staff.name, a->peer, mono);
	bool locked = !waits && login_wait(&app->logins, a->staff.name, a->peer, mono) > 0;
	db_event_begin(app->db);
	app_audit_about(app, name, "login.failed", "", a->peer);
	if (locked)
		app_audit_about(app, name, "login.locked", "", a->peer);
	db_event_end(app->db, true);
}

static int answer_attempt(struct app *app, void *ctx, struct reply *rp)
{
	struct attempt *a = ctx;
	if (!a->right || a->staff.disabled)
		return ERR_CREDENTIALS;
	login_right(&app->logins, a->staff.name);
	app_audit(app, a->staff.name, "login", a->peer);
	return login_begin(app, a->staff.name, a->tls, rp);
}

static void attempt_done(void *ctx)
{
	struct attempt *a = ctx;
	a->app->logins.running--;
	if (!a->right || a->staff.disabled)
		note_wrong(a->app, a);
	http_answer(a->app->http, a->request, answer_attempt, a);
	free(a);
}

static int read_attempt(const struct request *rq, struct attempt *a, struct reply *rp)
{
	VAL(v) = NULL;
	if (val_parse(rq->body, rq->body_len, NULL, &v, NULL))
		return ERR_JSON;
	if (text_copy(a->staff.name, sizeof a->staff.name, val_str_of(v, "name", "")) ||
	    !a->staff.name[0])
		return reply_field(rp, ERR_INPUT, "name");
	if (text_copy(a->password, sizeof a->password, val_str_of(v, "password", "")) ||
	    !a->password[0])
		return reply_field(rp, ERR_INPUT, "password");
	return OK;
}

int login_post(struct app *app, const struct request *rq, struct reply *rp)
{
	struct attempt *a = mem_new(1, sizeof *a);
	int err = read_attempt(rq, a, rp);
	rp->wait_s = login_wait(&app->logins, a->staff.name, rq->peer, clock_mono(&app->clock));
	if (!err && (rp->wait_s || app->logins.running >= LOGIN_QUEUE))
		err = ERR_SLOW_DOWN;
	if (err) {
		free(a);
		return err;
	}
	char typed[64];
	text_copy(typed, sizeof typed, a->staff.name);
	if (!staff_find(app->db, typed, &a->staff)) {
		text_copy(a->staff.hash, sizeof a->staff.hash, NOBODY);
		a->staff.disabled = true;
	}
	a->app = app;
	a->request = rq->id;
	a->tls = login_is_tls(app, rq);
	text_copy(a->peer, sizeof a->peer, rq->peer);
	app->logins.running++;
	loop_work(app->loop, check_password, attempt_done, a);
	return OK_LATER;
}

int login_delete(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	uint8_t token[HASH_BYTES];
	int err = login_guard(app, rq, &who);
	if (err)
		return err;
	if (login_token(rq, token))
		session_drop(app->db, token);
	reply_header(rp, "set-cookie",
		     LOGIN_COOKIE "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
	return OK_NO_CONTENT;
}

int login_me(struct app *app, const struct request *rq, struct reply *rp)
{
	struct login who;
	if (login_current(app, rq, &who))
		put_login(rp, &who);
	else
		buf_str(&rp->body, "{\"signed_in\":false}"); /* a first visit is no fault */
	return OK;
}
