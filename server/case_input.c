/* What a person filled in with a step: checked against the fields of its action.
 *
 * Owns nothing. Promises: nothing reaches an effect or the history that is not a field of the action,
 * of its type and within its cap.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "server/app.h"
#include "server/case_act_inside.h"
#include "server/civil.h"
#include "server/register_party.h"
#include "server/register_store.h"
#include "server/staff_store.h"

const char *act_text(const struct run *r, const char *field)
{
	return val_str_of(r->detail, field, "");
}


static bool is_choice(const char *choices, const char *s)
{
	size_t n = strlen(s);
	for (const char *p = choices; *p; p += strspn(p, "|")) {
		size_t word = strcspn(p, "|");
		if (word == n && !memcmp(p, s, n))
			return true;
		p += word;
	}
	return false;
}

static bool is_code(const char *s, int cap)
{
	size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
	return n && !s[n] && n <= (size_t)cap;
}

static bool is_party(struct app *app, const char *key)
{
	static const char *const departments[] = { "dept:phone", "dept:repair", "dept:living", "dept:energy" };
	struct party p;
	for (size_t i = 0; i < COUNT_OF(departments); i++)
		if (!strcmp(departments[i], key))
			return true;
	return party_find(app->db, key, &p);
}

static bool is_staff(struct app *app, const char *name)
{
	struct staff s;
	return staff_find(app->db, name, &s) && !s.disabled;
}

static bool fits(struct app *app, const struct flow_field *f, const char *s)
{
	switch (f->type) {
	case FIELD_TEXT:
		return strlen(s) <= (size_t)f->cap;
	case FIELD_CHOICE:
		return is_choice(f->choices, s);
	case FIELD_PARTY:
		return is_party(app, s);
	case FIELD_DATE:
		return day_valid(s);
	case FIELD_CODE:
		return is_code(s, f->cap);
	case FIELD_STAFF:
		return is_staff(app, s);
	case FIELD_NUMBER:
		return false; /* no text */
	}
	return false;
}

static int wrong(struct run *r, const char *field)
{
	text_copy(r->answer->field, sizeof r->answer->field, field);
	return ERR_INPUT;
}

/* Spaces around a text say nothing. */
static const char *trimmed(const char *s, struct buf *out)
{
	size_t n;
	s += strspn(s, " \t\r\n");
	for (n = strlen(s); n && strchr(" \t\r\n", s[n - 1]);)
		n--;
	buf_add(out, s, n);
	return buf_text(out);
}

static int read_field(struct run *r, const struct flow_field *f)
{
	BUF(clean);
	const struct val *v = val_get(r->act->in, f->name);
	if (f->type == FIELD_NUMBER && val_is_int(v)) {
		if (val_int(v, 0) < 1)
			return wrong(r, f->name);
		val_put_int(r->detail, f->name, val_int(v, 0));
		return OK;
	}
	if (v && !val_is_string(v) && !val_is_null(v))
		return wrong(r, f->name);
	const char *s = trimmed(val_text(v, ""), &clean);
	if (!s[0])
		return f->required ? wrong(r, f->name) : OK;
	if (!fits(r->app, f, s))
		return wrong(r, f->name);
	val_put_str(r->detail, f->name, s);
	return OK;
}

int act_read(struct run *r)
{
	const struct flow_field *fields = flow_fields(r->act->action);
	VAL_EACH(member, r->act->in) {
		const struct flow_field *f = fields;
		while (f->name && strcmp(f->name, val_name(member)))
			f++;
		if (!f->name)
			return wrong(r, val_name(member));
	}
	for (const struct flow_field *f = fields; f->name; f++) {
		int err = read_field(r, f);
		if (err)
			return err;
	}
	return OK;
}

/* Can this party be reached today? A department always can; others by a contact that is neither empty
 * nor out of date (R7). */
static bool reachable(struct app *app, const char *party)
{
	struct contact contact;
	char today[CIVIL_TEXT], date[CIVIL_TEXT];
	if (!party[0] || !strncmp(party, "dept:", 5))
		return party[0];
	civil_today(app, today);
	return register_contact_for(app->db, party, ROLE_GENERAL, today, &contact, date) == PARTY_CONTRACT;
}

unsigned act_facts(const struct run *r)
{
	unsigned facts = act_text(r, "note")[0] ? G_NOTE : 0;
	return facts | (reachable(r->app, act_text(r, "party")) ? G_PARTY : 0);
}
