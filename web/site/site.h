/* Everything one build needs, loaded once: catalogue, texts, messages, icons, templates, settings.
 *
 * The rooms of the generator share this struct; outside it only build.h is of interest.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_SITE_SITE_H
#define WEB_SITE_SITE_H

#include "shared/model/catalogue.h"
#include "web/site/build.h"
#include "web/site/index.h"
#include "web/site/render.h"
#include "web/site/source.h"
#include "web/site/tree.h"

#define SITE_LANGS 8

/* One complete language. */
struct site_lang {
	const char *code;
	struct index texts;    /* of the catalogue */
	struct index messages; /* of the templates */
	struct index missing;  /* keys asked for and not there, unsorted, may repeat */
	struct render_base *base;
};

struct site {
	const struct site_options *options;
	struct val *doc; /* merged catalogue */
	struct catalogue *catalogue;
	struct tree tree;
	struct site_lang langs[SITE_LANGS];
	int lang_count;
	struct index icons;
	struct index missing_icons;
	struct index assets; /* entry name of web/dist/manifest.json -> path in the archive */
	struct render_set *render;
};

/* Load and compile all inputs. Frees what it made on failure; why tells which input and what. */
int site_load(const struct site_options *options, struct site **ret, char *why,
	      size_t cap) MUST_USE;
void site_free(struct site *s);
void site_freep(struct site **s);

/* Text of the catalogue, message, icon; never NULL. A missing text reads as in Dutch, else as "?", a
 * missing icon as ""; both are remembered for check. */
const char *site_text(struct site *s, int lang, const char *fmt, ...) PRINTF_LIKE(3, 4);
const char *site_message(struct site *s, int lang, const char *key);
/* "" when there is none: for texts that may be absent. */
const char *site_text_or_empty(struct site *s, int lang, const char *key);
const char *site_message_or_empty(struct site *s, int lang, const char *key);
const char *site_icon(struct site *s, const char *name);

/* Template of a page type: its own, else that of its group. */
const char *site_template(const struct site *s, const struct page_row *row);

/* Render one page, appended to out. */
void site_render(struct site *s, const struct page *p, int lang, struct buf *out);

/* "rtl" or "ltr". */
const char *site_direction(const char *lang);

#endif
