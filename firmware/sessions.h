/* Who is signed in at this screen: records in memory, reached by a cookie, forgotten after idling.
 *
 * Nothing of a session is written to disk. Signing in derives index and key from what the tenant
 * typed (Argon2id in the worker thread, one at a time) and opens one record of the encrypted
 * directory: without number and code nobody can read it, this program neither. Wrong tries cost
 * growing waits. Other ways to sign in (card, staff vouching) end in sessions_begin as well.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_SESSIONS_H
#define FIRMWARE_SESSIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/base/val.h"

#define SID_TEXT 33 /* 128 random bits in hex, with NUL */

struct app;
struct reply;
struct request;
struct session;
struct sessions;

struct sessions *sessions_new(void) MUST_USE;
void sessions_free(struct sessions *s);

/* Begin a session from an opened directory record (see shared design: number, name, phone, mail,
 * subscription, units); takes record over. When all places are taken the oldest goes. */
const struct session *sessions_begin(struct app *app, struct val *record) MUST_USE;
/* The live session of a sid, its idle time renewed; NULL when there is none. */
const struct session *sessions_find(struct app *app, const char *sid);
void sessions_end(struct app *app, const char *sid);
/* Wipe what idled too long. Returns the number still alive. */
int sessions_sweep(struct app *app);

const char *session_sid(const struct session *s);
const char *session_number(const struct session *s);
bool session_has_unit(const struct session *s, const char *key);
const struct val *session_record(const struct session *s);

/* The session of a request, by its cookie. */
const struct session *sessions_of(struct app *app, const struct request *rq);
/* WHO_ bits of a request, for the HTTP room. */
unsigned sessions_who(struct app *app, const struct request *rq);

#endif
