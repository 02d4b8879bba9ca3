/* The history of a case in words: what was filled in with each step, named as in its form.
 *
 * Owns nothing. A code that this version does not know is shown as it stands.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/case_view.h"
#include "server/catalogues.h"
#include "server/device_store.h"
#include "server/leader_store.h"
#include "server/routing.h"
#include "server/words.h"

struct history {
	struct app *app;
	const struct catalogue *cat;
	struct val *list;
};

static void add_fact(struct val *facts, const char *label, const char *value, const char *type)
{
	if (!value[0])
		return;
	struct val *row = val_object();
	val_put_str(row, "label", label);
	val_put_str(row, "value", value);
	val_put_str(row, "type", type);
	val_put(facts, NULL, row);
}

/* A code with the words of its place: the object needs its room, the fault both. */
static const char *code_text(const struct history *h, const struct val *detail, const char *field,
			     const char *code)
{
	char key[160] = "";
	const char *room = val_str_of(detail, "room", ""), *object = val_str_of(detail, "object", "");
	if (!h->cat)
		return code;
	if (!strcmp(field, "found"))
		snprintf(key, sizeof key, "suspect.%s", code);
	else if (!strcmp(field, "room"))
		snprintf(key, sizeof key, "home.%s", code);
	else if (!strcmp(field, "object"))
		snprintf(key, sizeof key, "home.%s.%s", room, code);
	else
		snprintf(key, sizeof key, "home.%s.%s.%s", room, object, code);
	return catalogue_text(h->cat, "nl", key);
}

static void add_party(const struct history *h, struct val *facts, const char *label, const char *key)
{
	char text[120];
	routing_party_label(h->app, key, text, sizeof text);
	add_fact(facts, label, key[0] ? text : "", "text");
}

static void add_task(const struct history *h, struct val *facts, const char *label, int64_t n)
{
	struct task t;
	if (n && task_find(h->app->db, n, &t))
		add_fact(facts, label, t.what, "text");
}

static void add_field(const struct history *h, const char *step, const struct flow_field *f,
		      const struct val *detail, struct val *facts)
{
	const char *label = words_field(step, f->name), *s = val_str_of(detail, f->name, "");
	switch (f->type) {
	case FIELD_CHOICE:
		add_fact(facts, label, s[0] ? words_get(f->name, s) : "", "text");
		return;
	case FIELD_PARTY:
		add_party(h, facts, label, s);
		return;
	case FIELD_DATE:
		add_fact(facts, label, s, "date");
		return;
	case FIELD_CODE:
		add_fact(facts, label, s[0] ? code_text(h, detail, f->name, s) : "", "text");
		return;
	case FIELD_NUMBER:
		add_task(h, facts, label, val_int_of(detail, f->name, 0));
		return;
	case FIELD_TEXT:
	case FIELD_STAFF:
		add_fact(facts, label, s, "text");
		return;
	}
}

static bool has_field(enum action a, const char *name)
{
	for (const struct flow_field *f = flow_fields(a); f->name; f++)
		if (!strcmp(f->name, name))
			return true;
	return false;
}

/* What effects added to the detail. */
static void add_extras(const struct history *h, enum action a, const struct val *detail,
		       struct val *facts)
{
	static const char *const parties[] = { "party", "department", "referred_to", "ready_by" };
	char number[24];
	for (size_t i = 0; i < COUNT_OF(parties); i++)
		if (!has_field(a, parties[i]))
			add_party(h, facts, words_get("detail", parties[i]),
				  val_str_of(detail, parties[i], ""));
	add_fact(facts, words_get("detail", "leader"), val_str_of(detail, "leader", ""), "text");
	const char *before = val_str_of(detail, "before", "");
	add_fact(facts, words_get("detail", "before"), before[0] ? words_get("urgency", before) : "",
		 "text");
	snprintf(number, sizeof number, "%lld", (long long)val_int_of(detail, "until", 0));
	add_fact(facts, words_get("detail", "until"), number[0] == '0' ? "" : number, "time");
	snprintf(number, sizeof number, "%lld", (long long)val_int_of(detail, "referral", 0));
	add_fact(facts, words_get("detail", "referral"), number[0] == '0' ? "" : number, "case");
}

static void put_facts(const struct history *h, const struct case_event *e, struct val *row)
{
	VAL(detail) = NULL;
	struct val *facts = val_put_array(row, "facts");
	enum action a = flow_action_from(e->what);
	if (a == AC_MAX || val_parse(e->detail, strlen(e->detail), NULL, &detail, NULL))
		return;
	for (const struct flow_field *f = flow_fields(a); f->name; f++)
		add_field(h, e->what, f, detail, facts);
	add_extras(h, a, detail, facts);
}

/* A device (four capitals or digits) by what people call it, staff by name. */
static void put_who(struct app *app, const char *who, struct val *row)
{
	struct device_row d;
	bool device = strlen(who) == 4 && !device_find(app->db, who, &d);
	val_put_str(row, "who", device ? d.label : who);
}

/* What happened; of a tenant's answer, what they said. */
static const char *event_text(const struct case_event *e)
{
	VAL(detail) = NULL;
	if (strcmp(e->what, "said") || val_parse(e->detail, strlen(e->detail), NULL, &detail, NULL))
		return words_get("event", e->what);
	return words_get("said", val_str_of(detail, "answer", ""));
}

static void put_event(void *ctx, const struct case_event *e)
{
	const struct history *h = ctx;
	char hash[HEX32_TEXT];
	struct val *row = val_object();
	hex_encode(e->hash, 8, hash);
	val_put_int(row, "n", e->n);
	val_put_int(row, "t", e->t);
	put_who(h->app, e->who, row);
	val_put_str(row, "what", e->what);
	val_put_str(row, "text", event_text(e));
	put_facts(h, e, row);
	val_put_raw(row, "detail", e->detail);
	val_put_str(row, "hash", hash);
	val_put(h->list, NULL, row);
}

void case_put_history(struct app *app, const struct case_row *c, struct val *list)
{
	struct history h = { app, catalogues_get(app, c->catalogue), list };
	event_each(app->db, c->nr, put_event, &h);
}
