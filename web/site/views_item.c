/* Pages about one thing: who pays for a repair, and one emergency sign. See VIEWS.md.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "web/site/views.h"

/* ---- who pays (R34) ----------------------------------------------------------------------- */

/* The sentence and ground that hold here: the catalogue's, or the corporation's own rule. */
static void put_sentence(struct site *s, int lang, const struct fault *f, const char *payer,
			 struct val *v)
{
	const struct val *rule = catalogue_payer(s->catalogue, f->payer);
	char key[120];

	if (strcmp(payer, val_str_of(rule, "payer", "")) == 0) {
		val_put_str(v, "sentence", site_text(s, lang, "payer.%s", f->payer));
		snprintf(key, sizeof(key), "payer.%s.ground", f->payer);
		val_put_str(v, "ground", site_text_or_empty(s, lang, key));
		val_put_str(v, "law", val_str_of(rule, "law", ""));
		return;
	}
	snprintf(key, sizeof(key), "payer.%s", payer);
	val_put_str(v, "sentence", site_message(s, lang, key));
	val_put_str(v, "ground", site_message(s, lang, "payer.ground.own"));
	val_put_str(v, "law", "");
}

static void put_subscription(struct site *s, int lang, const char *payer, const char *with,
			     struct val *v)
{
	if (strcmp(payer, with) == 0) {
		val_put_bool(v, "subscription", false);
		return;
	}
	struct val *sub = val_put_object(v, "subscription");
	val_put_str(sub, "payer", with);
	val_put_str(sub, "sentence", site_message(s, lang, "payer.subscription"));
}

/* Questions to ask before this page counts, as codes and as links. */
static void put_questions(struct site *s, const struct page *p, struct val *v)
{
	struct val *links = val_put_array(v, "question_links");
	char path[LINK_CAP], href[LINK_CAP];
	BUF(codes);

	VAL_EACH(code, p->fault->questions) {
		const struct val *row = catalogue_question(s->catalogue, val_text(code, ""));
		struct val *one = val_put_object(links, NULL);
		snprintf(path, sizeof(path), "vraag/%s/", val_str_of(row, "slug", "?"));
		tree_link(p->path, path, href, sizeof(href));
		val_put_str(one, "code", val_text(code, ""));
		val_put_str(one, "href", href);
		buf_fmt(&codes, "%s%s", codes.len ? " " : "", val_text(code, ""));
	}
	val_put_str(v, "questions", buf_text(&codes));
}

static const char *who_pays(struct site *s, const struct fault *f, bool subscription)
{
	return catalogue_who_pays(s->catalogue, f, val_get(s->options->corporation, "payers"),
				  subscription);
}

void view_payer_data(struct site *s, const struct page *p, struct val *data)
{
	BUF(codes);

	VAL_EACH(code, p->fault->questions)
		buf_fmt(&codes, "%s%s", codes.len ? " " : "", val_text(code, ""));
	view_put_data(data, "payer", who_pays(s, p->fault, false));
	view_put_data(data, "urgency", urgency_name(p->fault->urgency));
	view_put_data(data, "questions", buf_text(&codes));
}

void view_payer(struct site *s, const struct page *p, int lang, struct val *v)
{
	const struct fault *f = p->fault;
	const char *payer = who_pays(s, f, false);
	const char *urgency = urgency_name(f->urgency);
	char key[40];

	val_put_str(v, "object_label",
		    site_text(s, lang, "home.%s.%s", p->area->code, p->object->code));
	val_put_str(v, "fault_label",
		    site_text(s, lang, "home.%s.%s.%s", p->area->code, p->object->code, f->code));
	val_put_str(v, "fault_svg", site_icon(s, f->icon));
	val_put_str(v, "payer", payer);
	val_put_bool(v, "is_paid", strcmp(payer, "tenant") == 0);
	put_sentence(s, lang, f, payer, v);
	put_subscription(s, lang, payer, who_pays(s, f, true), v);
	val_put_str(v, "urgency", urgency);
	snprintf(key, sizeof(key), "urgency.%s", urgency);
	val_put_str(v, "urgency_label", site_message(s, lang, key));
	put_questions(s, p, v);
}

/* Own words name no fault, so nobody can say yet who pays; the rule of that name says it honestly. */
#define PAYER_OWN_WORDS "ONBEKEND"

void view_words(struct site *s, const struct page *p, int lang, struct val *v)
{
	(void)p;
	if (!catalogue_payer(s->catalogue, PAYER_OWN_WORDS))
		return;
	val_put_str(v, "payer", "unknown");
	val_put_str(v, "sentence", site_text(s, lang, "payer." PAYER_OWN_WORDS));
	val_put_str(v, "ground",
		    site_text_or_empty(s, lang, "payer." PAYER_OWN_WORDS ".ground"));
}

/* ---- one emergency sign (R51) ------------------------------------------------------------- */

const char *view_number(struct site *s, const struct val *row)
{
	const struct val *number = val_get(row, "number");
	const struct val *corporation = s->options->corporation;

	if (val_is_string(number))
		return val_text(number, "");
	const char *own = val_str_of(corporation, val_str_of(number, "setting", ""), "");
	return *own ? own : val_str_of(corporation, "phone", "");
}

void view_emergency(struct site *s, const struct page *p, int lang, struct val *v)
{
	const char *code = val_str_of(p->item, "code", "");
	const char *number = view_number(s, p->item);
	struct val *commands = val_put_array(v, "commands");
	char href[64];
	int n = 0;

	val_put_str(v, "code", code);
	val_put_str(v, "sign_label", site_text(s, lang, "emergency.%s", code));
	val_put_str(v, "svg", site_icon(s, val_str_of(p->item, "icon", "")));
	val_put_bool(v, "leave", val_bool_of(p->item, "leave", false));
	val_put_str(v, "number", number);
	view_phone_href(number, href, sizeof(href));
	val_put_str(v, "number_href", href);
	val_put_str(v, "who", site_text(s, lang, "emergency.%s.who", code));
	VAL_EACH(command, val_get(p->item, "commands")) {
		struct val *one = val_put_object(commands, NULL);
		val_put_int(one, "n", ++n);
		val_put_str(one, "text", site_text(s, lang, "emergency.%s.%d", code, n));
		val_put_str(one, "svg", site_icon(s, val_str_of(command, "icon", "")));
	}
}
