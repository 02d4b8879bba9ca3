/* Staff log-in: Argon2id in the worker, attempts limited, cookie + CSRF token.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_LOGIN_H
#define SERVER_LOGIN_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"

struct app;
struct request;
struct reply;
struct val;
struct val_limits;

#define LOGIN_COOKIE "portiek_staff"
#define LOGIN_SLOTS 256
#define LOGIN_QUEUE 16               /* passwords under way */
#define LOGIN_FREE_TRIES 5        /* wrong attempts before waiting begins */
#define LOGIN_WINDOW_MS INT64_C(900000)
#define LOGIN_SESSION_MS INT64_C(43200000) /* twelve hours: one working day */

/* Wrong attempts lately, by name and by address; bounded, the oldest slot is reused. */
struct login_limits {
	struct login_slot {
		uint64_t key;  /* hash of "name:…" or "addr:…" */
		int64_t until; /* monotonic time this row is forgotten */
		int wrong;
	} slot[LOGIN_SLOTS];
	int running;           /* Argon2id jobs queued */
};

/* May somebody try now? Seconds to wait, 0 = yes. Both keys are asked. */
int login_wait(const struct login_limits *l, const char *name, const char *peer, int64_t mono);
/* Note a wrong attempt; or forget the name's after a right one. */
void login_wrong(struct login_limits *l, const char *name, const char *peer, int64_t mono);
void login_right(struct login_limits *l, const char *name);

/* Who sends this request: WHO_ bits of staff, WHO_FRESH for somebody whose first act must be to choose a
 * password (server/password), 0 for nobody. */
unsigned login_who(struct app *app, const struct request *rq);
/* The logged-in name and its role word into out; false when nobody. csrf may be NULL. */
struct login {
	char name[64];
	char role[16];
	char csrf[33];
	bool must_change;
	char sees[176]; /* whose cases: struct case_query's word for it, "" = all */
};
bool login_current(struct app *app, const struct request *rq, struct login *ret);
/* SHA-256 of the request's cookie: names its session. false: no cookie. */
bool login_token(const struct request *rq, uint8_t ret[32]);
/* Is the header portiek-csrf that of this session? ERR_CSRF, ERR_AUTH. Pages below /melden/ do not
 * know the header: they stand behind the HTTP room's check of where a request comes from, and the
 * cookie is SameSite=Strict. */
int login_guard(struct app *app, const struct request *rq, struct login *ret) MUST_USE;
/* The same, and what the request says as JSON within limits (NULL: the usual ones): *ret_in is the caller's. ERR_JSON,
 * and as above. */
int login_body(struct app *app, const struct request *rq, const struct val_limits *limits, struct login *ret,
	       struct val **ret_in) MUST_USE;

/* Begin a session of an account and answer as log-in does: cookie, name, role, CSRF token. In an event. */
int login_begin(struct app *app, const char *name, bool tls, struct reply *rp) MUST_USE;
/* Does the browser reach us by HTTPS? Then cookies are Secure. */
bool login_is_tls(const struct app *app, const struct request *rq);

/* Handlers. */
int login_post(struct app *app, const struct request *rq, struct reply *rp);
int login_delete(struct app *app, const struct request *rq, struct reply *rp);
int login_me(struct app *app, const struct request *rq, struct reply *rp);

#endif
