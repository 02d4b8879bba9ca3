/* The table of sessions: a few places in memory, wiped when they end.
 *
 * One screen needs one place; the others let a test browser and a maintainer look at the same
 * kiosk without ending somebody's session.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/sessions.h"

#include <stdlib.h>
#include <string.h>

#include "firmware/app.h"
#include "shared/base/crypt.h"
#include "shared/io/http.h"

#define PLACES 4

struct session {
	char sid[SID_TEXT];    /* "" = free */
	int64_t seen;          /* mono ms of the last request */
	struct val *record;
};

struct sessions {
	struct session at[PLACES];
};

struct sessions *sessions_new(void)
{
	return mem_new(1, sizeof(struct sessions));
}

static void wipe(struct session *s)
{
	val_free(s->record);
	crypt_wipe(s, sizeof *s);
}

void sessions_free(struct sessions *s)
{
	for (int i = 0; s && i < PLACES; i++)
		wipe(&s->at[i]);
	free(s);
}

int sessions_sweep(struct app *app)
{
	int64_t oldest = clock_mono(&app->clock) - app->set.session_idle_s * SECOND_MS;
	int alive = 0;
	for (int i = 0; i < PLACES; i++) {
		struct session *s = &app->sessions->at[i];
		if (*s->sid && s->seen <= oldest)
			wipe(s);
		alive += *s->sid != '\0';
	}
	return alive;
}

static struct session *free_place(struct sessions *all)
{
	struct session *oldest = &all->at[0];
	for (int i = 0; i < PLACES; i++) {
		struct session *s = &all->at[i];
		if (!*s->sid)
			return s;
		if (s->seen < oldest->seen)
			oldest = s;
	}
	wipe(oldest);
	return oldest;
}

const struct session *sessions_begin(struct app *app, struct val *record)
{
	uint8_t rnd[16];
	sessions_sweep(app);
	struct session *s = free_place(app->sessions);
	app->random(rnd, sizeof rnd);
	hex_encode(rnd, sizeof rnd, s->sid);
	s->seen = clock_mono(&app->clock);
	s->record = record;
	return s;
}

static struct session *find(struct app *app, const char *sid)
{
	sessions_sweep(app);
	for (int i = 0; strlen(sid) == SID_TEXT - 1 && i < PLACES; i++)
		if (crypt_equal(app->sessions->at[i].sid, sid, SID_TEXT - 1))
			return &app->sessions->at[i];
	return NULL;
}

const struct session *sessions_find(struct app *app, const char *sid)
{
	struct session *s = find(app, sid);
	if (s)
		s->seen = clock_mono(&app->clock);
	return s;
}

void sessions_end(struct app *app, const char *sid)
{
	struct session *s = find(app, sid);
	if (s)
		wipe(s);
}

const char *session_sid(const struct session *s)
{
	return s->sid;
}

const char *session_number(const struct session *s)
{
	return val_str_of(s->record, "number", "");
}

const struct val *session_record(const struct session *s)
{
	return s->record;
}

bool session_has_unit(const struct session *s, const char *key)
{
	VAL_EACH(unit, val_get(s->record, "units"))
		if (!strcmp(val_str_of(unit, "key", ""), key))
			return true;
	return false;
}

const struct session *sessions_of(struct app *app, const struct request *rq)
{
	char sid[SID_TEXT];
	if (!http_cookie(rq, "portiek_sid", sid, sizeof sid))
		return NULL;
	return sessions_find(app, sid);
}

unsigned sessions_who(struct app *app, const struct request *rq)
{
	unsigned who = WHO_ANYONE;
	if (rq->loopback)
		who |= WHO_LOCAL;
	if (*rq->cookie && sessions_of(app, rq))
		who |= WHO_TENANT;
	return who;
}
