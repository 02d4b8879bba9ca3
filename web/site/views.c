/* What every page has: title, chips, links to other languages, back, progress, scripts. See views.h.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/site/views.h"

#include <stdio.h>
#include <string.h>

/* Stylesheets and scripts of a page, by their names in web/dist/manifest.json. */
static const char *const STYLES[] = { "tokens.css", "kiosk.css", "theme.css" };
static const char *const SCRIPTS[] = { "kiosk.js" };
#define EARLY "early.js" /* holds up drawing */
/* Texts of the corporation that pages show. */
static const char *const CORPORATION[] = { "name", "site_name", "phone", "logo_svg" };

/* ---- shared by all pages of a language ---------------------------------------------------- */

void view_phone_href(const char *number, char *out, size_t cap)
{
	size_t n = 0;
	bool rest = false; /* "(0)" of an international number is not dialled */

	for (; *number && n + 6 < cap; number++) {
		rest = *number == '(' ? true : *number == ')' ? false : rest;
		if ((*number >= '0' && *number <= '9' && !rest) || (*number == '+' && n == 0))
			out[4 + n++] = *number;
	}
	memcpy(out, "tel:", 4);
	out[n ? 4 + n : 0] = '\0';
}

struct val *view_common(struct site *s, int lang)
{
	const struct val *from = s->options->corporation;
	struct val *v = val_object();
	struct val *corporation = val_put_object(v, "corporation");
	struct val *icons = val_put_object(v, "icon");
	char href[64];

	for (size_t i = 0; i < COUNT_OF(CORPORATION); i++)
		val_put_str(corporation, CORPORATION[i], val_str_of(from, CORPORATION[i], ""));
	view_phone_href(val_str_of(from, "phone", ""), href, sizeof(href));
	val_put_str(corporation, "phone_href", href);
	val_put_str(v, "lang", s->langs[lang].code);
	val_put_str(v, "dir", site_direction(s->langs[lang].code));
	val_put_str(v, "version", catalogue_version(s->catalogue));
	for (int i = 0; i < s->icons.count; i++)
		val_put_str(val_put_object(icons, s->icons.rows[i].key), "svg",
			    s->icons.rows[i].text);
	return v;
}

/* ---- parts of a page ---------------------------------------------------------------------- */

void view_put_data(struct val *list, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	struct val *one = val_put_object(list, NULL);
	val_put_str(one, "name", name);
	val_put_str(one, "value", value);
}

/* to NULL: no such link, so false. */
static void put_link(struct val *v, const char *name, const struct page *from, const char *to)
{
	char href[LINK_CAP] = "";

	if (to)
		tree_link(from->path, to, href, sizeof(href));
	val_put_str(v, name, href);
}

const char *view_unknown(struct site *s, int lang)
{
	const char *text = site_text_or_empty(s, lang, "suspect." CODE_UNKNOWN);

	return *text ? text : site_message(s, lang, "tile.unknown");
}

const char *view_label(struct site *s, const struct page *p, int lang)
{
	if (p->from > 0) /* the rest of a list: its beginning said it */
		return "";
	if (page_is(p, PAGE_WHO))
		return site_message(s, lang, "crumb.home");
	if (page_is(p, PAGE_OUTSIDE))
		return site_message(s, lang, "crumb.outside");
	if (page_is(p, PAGE_EMERGENCIES))
		return site_message(s, lang, "crumb.emergency");
	if (page_is(p, PAGE_ENERGY))
		return site_message(s, lang, "crumb.energy");
	if (page_is(p, PAGE_OBJECTS))
		return site_text(s, lang, "home.%s", p->area->code);
	if (page_is(p, PAGE_FAULTS) || page_is(p, PAGE_SYMPTOMS))
		return site_text(s, lang, "home.%s.%s", p->area->code, p->object->code);
	if (page_is(p, PAGE_SUSPECTS))
		return site_text(s, lang, "home.%s.%s.%s", p->area->code, p->object->code,
				 p->fault->code);
	if (page_is(p, PAGE_PAYER))
		return p->item ? site_text(s, lang, "suspect.%s", val_str_of(p->item, "code", ""))
			       : view_unknown(s, lang);
	if (page_is(p, PAGE_KINDS))
		return site_message(s, lang, p->source[0] == 'p' ? "tile.people" : "tile.things");
	if (page_is(p, PAGE_PLACES))
		return site_text(s, lang, "%s.%s", p->source[0] == 'p' ? "people" : "thing",
				 val_str_of(p->item, "code", ""));
	if (page_is(p, PAGE_EMERGENCY))
		return site_text(s, lang, "emergency.%s", val_str_of(p->item, "code", ""));
	return "";
}

/* Chips from the first choice to this page's own; each links to where the choice was made. */
static void put_crumbs(struct site *s, const struct page *p, const struct page *at, int lang,
		       struct val *crumbs)
{
	if (!at->parent)
		return;
	put_crumbs(s, p, at->parent, lang, crumbs);
	const char *label = view_label(s, at, lang);
	bool lone_fault = page_is(at, PAGE_PAYER) && !page_is(at->parent, PAGE_SUSPECTS);
	if (lone_fault) /* nobody was asked for a suspect: the choice was the fault */
		label = site_text(s, lang, "home.%s.%s.%s", at->area->code, at->object->code,
				  at->fault->code);
	if (!*label)
		return;
	struct val *one = val_put_object(crumbs, NULL);
	val_put_str(one, "label", label);
	put_link(one, "href", p, at->parent->path);
}

static void put_langs(struct site *s, const struct page *p, int lang, struct val *v)
{
	struct val *langs = val_put_array(v, "langs");
	char up[LINK_CAP], href[2 * LINK_CAP];

	tree_up(p->path, 1, up, sizeof(up));
	for (int i = 0; i < s->lang_count; i++) {
		struct val *one = val_put_object(langs, NULL);
		snprintf(href, sizeof(href), "%s%s/%s", up, s->langs[i].code, p->path);
		val_put_str(one, "code", s->langs[i].code);
		val_put_str(one, "name", site_message(s, i, "lang.name"));
		val_put_str(one, "dir", site_direction(s->langs[i].code));
		val_put_str(one, "href", href);
		val_put_bool(one, "current", i == lang);
	}
}

/* The message with {n} and {of} filled in. */
static void put_progress(struct site *s, int lang, struct val *v, const char *name, int n, int of)
{
	const char *at = site_message(s, lang, "progress");
	BUF(text);

	if (n == 0) {
		val_put_bool(v, name, false);
		return;
	}
	for (; *at; at++) {
		bool is_n = strncmp(at, "{n}", 3) == 0, is_of = strncmp(at, "{of}", 4) == 0;
		if (is_n || is_of) {
			buf_fmt(&text, "%d", is_n ? n : of);
			at += is_n ? 2 : 3;
		} else {
			buf_char(&text, *at);
		}
	}
	struct val *progress = val_put_object(v, name);
	val_put_int(progress, "n", n);
	val_put_int(progress, "of", of);
	val_put_str(progress, "text", buf_text(&text));
}

/* One built asset as {member: href}; nothing when the build made none of that name. */
static void put_asset(struct site *s, const char *name, const char *root, const char *member,
		      struct val *into)
{
	char href[LINK_CAP];
	const char *path = index_find(&s->assets, name);

	if (!path)
		return;
	snprintf(href, sizeof(href), "%s%s", root, path);
	val_put_str(val_put_object(into, NULL), member, href);
}

static void put_assets(struct site *s, const struct page *p, const char *root, struct val *v)
{
	struct val *css = val_put_array(v, "css"), *js = val_put_array(v, "js");
	char own[64];

	put_asset(s, EARLY, root, "src", val_put_array(v, "early"));
	for (size_t i = 0; i < COUNT_OF(STYLES); i++)
		put_asset(s, STYLES[i], root, "href", css);
	for (size_t i = 0; i < COUNT_OF(SCRIPTS); i++)
		put_asset(s, SCRIPTS[i], root, "src", js);
	snprintf(own, sizeof(own), "%s.js", p->row->name);
	put_asset(s, own, root, "src", js);
}

static void put_codes(struct site *s, const struct page *p, struct val *v)
{
	struct val *data = val_put_array(v, "data");
	const char *code = p->item ? val_str_of(p->item, "code", "") : "";

	view_put_data(data, "branch", p->row->branch);
	view_put_data(data, "area", p->area ? p->area->code : "");
	view_put_data(data, "object", p->object ? p->object->code : "");
	view_put_data(data, "fault", p->fault ? p->fault->code : "");
	view_put_data(data, "source", p->source);
	if (page_is(p, PAGE_PAYER)) {
		view_put_data(data, "suspect", *code ? code : CODE_UNKNOWN);
		view_payer_data(s, p, data);
	} else if (*code) {
		bool kind = page_is(p, PAGE_PLACES);
		view_put_data(data, kind ? "kind" : p->row->name, code); /* question, emergency */
	}
}

/* ---- the whole ---------------------------------------------------------------------------- */

/* The line below the question: what the catalogue says about this very fault, else the type's own. */
static void put_helper(struct site *s, const struct page *p, int lang, struct val *v)
{
	char key[160];
	const char *help = "";

	if (p->fault && p->object && p->area) {
		snprintf(key, sizeof(key), "home.%s.%s.%s.help", p->area->code, p->object->code,
			 p->fault->code);
		help = site_text_or_empty(s, lang, key);
	}
	if (!*help) {
		snprintf(key, sizeof(key), "%s.helper", p->row->name);
		help = site_message_or_empty(s, lang, key);
	}
	val_put_str(v, "helper", help);
}

static void put_question(struct site *s, const struct page *p, int lang, struct val *v)
{
	char key[80];
	const char *question;

	snprintf(key, sizeof(key), "%s%s%s.question", p->row->name,
		 page_is(p, PAGE_KINDS) ? "." : "", page_is(p, PAGE_KINDS) ? p->source : "");
	if (page_is(p, PAGE_QUESTION))
		question = site_text(s, lang, "question.%s", val_str_of(p->item, "code", ""));
	else if (page_is(p, PAGE_EMERGENCY))
		question = view_label(s, p, lang);
	else
		question = site_message(s, lang, key);
	val_put_str(v, "title", question);
	val_put_str(v, "question", question);
	put_helper(s, p, lang, v);
}

static void put_ways(const struct page *p, struct val *v)
{
	put_link(v, "emergency_href", p, pages_row(PAGE_EMERGENCIES)->path);
	put_link(v, "home_href", p, "");
	put_link(v, "home", p, "");
	put_link(v, "back", p, p->parent ? p->parent->path : NULL);
	put_link(v, "back_outside", p, p->row->back_outside);
	put_link(v, "next", p, p->row->next);
}

struct val *view_page(struct site *s, const struct page *p, int lang)
{
	struct val *v = val_object();
	char root[LINK_CAP];

	tree_up(p->path, 1, root, sizeof(root));
	val_put_str(v, "root", root);
	val_put_str(v, "page", p->row->name);
	val_put_str(v, "path", p->path);
	put_question(s, p, lang, v);
	put_langs(s, p, lang, v);
	put_crumbs(s, p, p, lang, val_put_array(v, "crumbs"));
	put_ways(p, v);
	put_progress(s, lang, v, "progress", p->row->step ? p->row->step : p->row->step_outside,
		     p->row->step ? STEPS_HOME : STEPS_OUTSIDE);
	put_progress(s, lang, v, "progress_outside", p->row->step_outside, STEPS_OUTSIDE);
	put_codes(s, p, v);
	put_assets(s, p, root, v);
	if (p->row->view)
		p->row->view(s, p, lang, v);
	return v;
}
