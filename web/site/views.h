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
/* Number as a link: "tel:0801234567" for "080-123 45 67"; "" for a text without digits. */
void view_phone_href(const char *number, char *out, size_t cap);

/* One tile. Unset texts read as empty. */
enum tile_kind { TILE_CHOICE, TILE_OTHER, TILE_UNKNOWN, TILE_DANGER };
struct tile {
	const char *label;
	const char *to;    /* path below the language */
	const char *icon;
	const char *code;
	enum tile_kind kind;
	const char *attrs[3][2]; /* name, value */
};
void view_put_tile(struct site *s, const struct page *p, struct val *tiles, const struct tile *t);
/* Every emergency sign as a danger tile. */
void view_put_signs(struct site *s, const struct page *p, int lang, struct val *tiles);
/* "noodgeval/<slug>/" of a sign into out; false when the catalogue has none of that code. */
bool view_sign_path(struct site *s, const char *code, char *out, size_t cap);

void view_start(struct site *s, const struct page *p, int lang, struct val *v);
void view_who(struct site *s, const struct page *p, int lang, struct val *v);
void view_rooms(struct site *s, const struct page *p, int lang, struct val *v);
void view_objects(struct site *s, const struct page *p, int lang, struct val *v);
void view_energy(struct site *s, const struct page *p, int lang, struct val *v);
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
