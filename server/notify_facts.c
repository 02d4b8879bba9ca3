/* The facts of a letter, gathered when it is written, so that they are those of the day.
 *
 * Owns nothing. Promises: of a restricted case nothing that leads to the reporter becomes a fact of
 * a letter to somebody else, and words typed by staff are looked through for it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/notify_facts.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "server/app.h"
#include "server/catalogues.h"
#include "server/register_store.h"
#include "server/routing.h"

#define PHONE_TAIL 8 /* digits two writings of one number share */

/* ---- the case ----------------------------------------------------------------------------- */

static void add(struct buf *out, const char *between, const char *text)
{
	if (text[0])
		buf_fmt(out, "%s%s", out->len ? between : "", text);
}

/* Label of a catalogue key; "" when it has none. */
static const char *label(const struct catalogue *c, const char *lang, const char *key)
{
	const char *text = catalogue_text(c, lang, key);
	return strcmp(text, key) ? text : "";
}

/* "Badkamer – douchekraan: lekt" in the language of the letter. */
static void put_subject(struct app *app, const struct notify_case *k, struct val *view)
{
	const struct case_row *c = &k->row;
	const struct catalogue *cat = catalogues_get(app, c->catalogue);
	char key[160];
	BUF(text);
	if (!cat)
		return;
	if (!strcmp(c->branch, "surroundings")) {
		snprintf(key, sizeof key, "%s.%s", strcmp(c->object, "people") ? "thing" : "people",
			 c->fault);
		add(&text, "", label(cat, k->lang, key));
	} else {
		snprintf(key, sizeof key, "home.%s", c->room);
		add(&text, "", label(cat, k->lang, key));
		snprintf(key, sizeof key, "home.%s.%s", c->room, c->object);
		add(&text, " – ", label(cat, k->lang, key));
		snprintf(key, sizeof key, "home.%s.%s.%s", c->room, c->object, c->fault);
		add(&text, ": ", label(cat, k->lang, key));
	}
	val_put_str(view, "subject", buf_text(&text));
}

static void put_address(struct app *app, const struct case_row *c, struct val *view)
{
	struct dwelling d;
	char street[160], text[300];
	if (!c->unit[0] || !dwelling_find(app->db, c->unit, &d))
		return;
	dwelling_label(&d, street, sizeof street);
	snprintf(text, sizeof text, "%s, %s %s", street, d.postcode, d.city);
	val_put_str(view, "address", text);
}

static void put_place(struct app *app, const struct notify_case *k, bool own_words,
		      struct val *view)
{
	const struct catalogue *cat = catalogues_get(app, k->row.catalogue);
	char key[64];
	BUF(text);
	if (strcmp(k->row.branch, "surroundings") || !cat)
		return;
	snprintf(key, sizeof key, "place.%s", k->row.room);
	add(&text, "", label(cat, k->lang, key));
	if (own_words)
		add(&text, ", ", k->report.place_text);
	val_put_str(view, "place", buf_text(&text));
}

static void put_case_link(struct app *app, const struct case_row *c, struct val *view)
{
	char link[260];
	snprintf(link, sizeof link, "%s/#/alle/%lld", app->settings.public_url, (long long)c->nr);
	if (app->settings.public_url[0])
		val_put_str(view, "case_link", link);
}

/* Who reported, for those who must come along or take over. */
static void put_reporter(const struct notify_case *k, struct val *view)
{
	val_put_str(view, "reporter", k->row.name);
	val_put_str(view, "reporter_phone", k->report.phone);
	val_put_str(view, "words", k->report.words);
}

static void put_case(struct app *app, const struct notify_case *k, const struct letter *l,
		     struct val *view)
{
	const struct case_row *c = &k->row;
	bool reporter = l->to == LETTER_REPORTER, open = reporter || !c->restricted;
	val_put_str(view, "receipt", c->receipt);
	val_put_bool(view, "restricted", c->restricted);
	/* mailboxes are shared: what it is about is for partners only */
	if (!c->restricted || l->to == LETTER_PARTNER)
		put_subject(app, k, view);
	if (open)
		put_address(app, c, view);
	put_place(app, k, open, view);
	if (reporter)
		val_put_str(view, "name", c->name);
	else if (open)
		put_reporter(k, view);
	val_put_str(view, "owner", c->owner);
	put_case_link(app, c, view);
}

/* ---- party and corporation ---------------------------------------------------------------- */

static void put_party(struct app *app, const struct notify_case *k, const struct letter *l,
		      const struct val *given, struct val *view)
{
	struct party p = { .key = "" };
	char name[120] = "";
	const char *key = val_str_of(given, "party_key", k->row.party);
	if (key[0])
		routing_party_label(app, key, name, sizeof name);
	if (!name[0] && l->to == LETTER_REPORTER)
		text_copy(name, sizeof name, app->settings.dept_phone);
	val_put_str(view, "party", name);
	if (!key[0] || !party_find(app->db, key, &p))
		return;
	val_put_str(view, "party_phone", p.phone);
	val_put_str(view, "party_mail", p.mail);
	val_put_str(view, "party_hours", p.hours);
}

void notify_facts(struct app *app, const struct notify_case *k, const struct letter *l,
		  const struct val *given, struct val *view)
{
	const struct settings *s = &app->settings;
	val_put_str(view, "corporation", s->name);
	val_put_str(view, "phone", s->phone);
	val_put_str(view, "mail", s->mail);
	val_put_str(view, "website", s->website);
	put_case(app, k, l, view);
	put_party(app, k, l, given, view);
	VAL_EACH (one, given)
		if (letter_takes(l, val_name(one)) && !val_get(view, val_name(one)))
			val_put(view, val_name(one), val_copy(one));
	if (l->calendar == CALENDAR_NONE)
		return;
	val_put_int(view, "day", val_int_of(given, "start", -1));
	val_put_int(view, "from", val_int_of(given, "start", -1));
	val_put_int(view, "until", val_int_of(given, "end", -1));
}

/* ---- giving away -------------------------------------------------------------------------- */

static bool is_letter(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Does text name this, as words of its own, in capitals or small letters? */
static bool says(const char *text, const char *what)
{
	size_t n = strlen(what);
	if (n < 3)
		return false;
	for (const char *p = strcasestr(text, what); p; p = strcasestr(p + 1, what))
		if ((p == text || !is_letter(p[-1])) && !is_letter(p[n]))
			return true;
	return false;
}

/* A telephone number, however it is written. */
static bool says_phone(const char *text, const char *phone)
{
	BUF(digits);
	BUF(wanted);
	for (; *text; text++)
		if (isdigit((unsigned char)*text))
			buf_char(&digits, *text);
	for (; *phone; phone++)
		if (isdigit((unsigned char)*phone))
			buf_char(&wanted, *phone);
	return wanted.len >= PHONE_TAIL &&
	       strstr(buf_text(&digits), buf_text(&wanted) + wanted.len - PHONE_TAIL);
}

bool notify_gives_away(struct app *app, const struct notify_case *k, const struct letter *l,
		       const struct val *given)
{
	struct dwelling d;
	char home[160] = "";
	const char *surname = strrchr(k->row.name, ' ');
	if (!k->row.restricted || l->to == LETTER_REPORTER)
		return false;
	if (k->row.unit[0] && dwelling_find(app->db, k->row.unit, &d))
		dwelling_label(&d, home, sizeof home);
	VAL_EACH (one, given) {
		const char *text = val_text(one, "");
		if (!letter_takes(l, val_name(one)) || !strcmp(val_name(one), "link"))
			continue;
		if (says(text, k->row.name) || says(text, surname ? surname + 1 : "") ||
		    says(text, k->report.mail) || says(text, home) ||
		    says_phone(text, k->report.phone))
			return true;
	}
	return false;
}
