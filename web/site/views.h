/* Views: what a template sees of one page in one language (VIEWS.md).
 *
 * view_page makes the whole; the others are the parts that belong to one page type and are named in
 * PAGES.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_SITE_VIEWS_H
#define WEB_SITE_VIEWS_H

#include "web/site/site.h"

#define LINK_CAP 480

/* Fields that all pages of a language share. The caller frees it. */
struct val *view_common(struct site *s, int lang) MUST_USE;
/* All fields of one page. The caller frees it. */
struct val *view_page(struct site *s, const struct page *p, int lang) MUST_USE;
/* What a page is about, as a chip shows it: "Badkamer", "Lekt". "" for pages that are no choice. */
const char *view_label(struct site *s, const struct page *p, int lang);

/* "I don't know", as the catalogue words it where it does. */
const char *view_unknown(struct site *s, int lang);

/* {name, value} appended to a list of data attributes; nothing when value is empty. */
void view_put_data(struct val *list, const char *name, const char *value);
/* Codes of a payer page beside its path: payer, urgency, questions. */
void view_payer_data(struct site *s, const struct page *p, struct val *data);
/* The number of an emergency: written out in the catalogue, or a setting of the corporation. */
const char *view_number(struct site *s, const struct val *emergency);
/* Number as a link: "tel:0801234567" for "080-123 45 67"; "" for a text without digits. */
void view_phone_href(const char *number, char *out, size_t cap);

/* One tile. Unset texts read as empty. */
enum tile_kind { TILE_CHOICE, TILE_OTHER, TILE_UNKNOWN, TILE_DANGER, TILE_MORE };
struct tile {
	const char *label;
	const char *to;    /* path below the language */
	const char *icon;
	const char *code;
	enum tile_kind kind;
	const char *attrs[3][2]; /* name, value */
};
void view_put_tile(struct site *s, const struct page *p, struct val *tiles, const struct tile *t);
/* A tile of which label and picture go by its name: message "tile.<name>", icon <name>. */
void view_put_named(struct site *s, const struct page *p, int lang, struct val *tiles,
		    const char *name, const char *to, enum tile_kind kind);
/* One object of the catalogue, one fault of the page's object; a fault that is a sign leads there. */
void view_put_object(struct site *s, const struct page *p, int lang, struct val *tiles,
		     const struct area *a, const struct object *o, const char *to);
void view_put_fault(struct site *s, const struct page *p, int lang, struct val *tiles,
		    const struct fault *f, const char *to);
/* A row of a catalogue list: to the sign it names, else to the page given. */
void view_put_row(struct site *s, const struct page *p, struct val *tiles, const struct val *row,
		  const char *label, const char *to);
/* The way to the rest of a list that stands on p; nothing when all of it is shown. */
void view_put_more(struct site *s, const struct page *p, const struct page *list, int lang,
		   struct val *tiles);
/* What ends a list: the way to the rest of it, and to own words. Then no tile may follow. */
void view_put_other(struct site *s, const struct page *p, int lang, struct val *v,
		    struct val *tiles, const char *to);
/* "count" and "columns" of the tiles. */
void view_put_columns(struct val *v, const struct val *tiles);
/* The page on which p's list begins: what hangs below the list has its path below that one. */
const struct page *view_first(const struct page *p);

/* Path of a page below another, in a buffer of that name. */
#define BELOW(name, p, slug) \
	char name[LINK_CAP]; \
	snprintf(name, sizeof(name), "%s%s/", (p)->path, slug)

/* Emergency signs as danger tiles: those that list shows, and the way to the others. */
void view_put_signs(struct site *s, const struct page *p, const struct page *list, int lang,
		    struct val *tiles);
/* "noodgeval/<slug>/" of a sign into out; false when the catalogue has none of that code. */
bool view_sign_path(struct site *s, const char *code, char *out, size_t cap);

void view_start(struct site *s, const struct page *p, int lang, struct val *v);
void view_who(struct site *s, const struct page *p, int lang, struct val *v);
void view_rooms(struct site *s, const struct page *p, int lang, struct val *v);
void view_objects(struct site *s, const struct page *p, int lang, struct val *v);
void view_energy(struct site *s, const struct page *p, int lang, struct val *v);
void view_broken(struct site *s, const struct page *p, int lang, struct val *v);
void view_topics(struct site *s, const struct page *p, int lang, struct val *v);
void view_symptoms(struct site *s, const struct page *p, int lang, struct val *v);
void view_before(struct site *s, const struct page *p, int lang, struct val *v);
void view_trouble(struct site *s, const struct page *p, int lang, struct val *v);
void view_party(struct site *s, const struct page *p, int lang, struct val *v);
void view_faults(struct site *s, const struct page *p, int lang, struct val *v);
void view_suspects(struct site *s, const struct page *p, int lang, struct val *v);
void view_question(struct site *s, const struct page *p, int lang, struct val *v);
void view_payer(struct site *s, const struct page *p, int lang, struct val *v);
void view_words(struct site *s, const struct page *p, int lang, struct val *v);
void view_outside(struct site *s, const struct page *p, int lang, struct val *v);
void view_kinds(struct site *s, const struct page *p, int lang, struct val *v);
void view_places(struct site *s, const struct page *p, int lang, struct val *v);
void view_emergencies(struct site *s, const struct page *p, int lang, struct val *v);
void view_emergency(struct site *s, const struct page *p, int lang, struct val *v);
void view_storing(struct site *s, const struct page *p, int lang, struct val *v);

#endif
