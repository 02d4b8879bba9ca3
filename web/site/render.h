/* Mustache rendering behind a C door; render.cc holds the only C++ of the product.
 *
 * Templates are compiled once, into a set; what all pages of one language share (messages, languages,
 * corporation) is converted once, into a base; a page then costs its own small view only.
 * Rules of the engine that template writers must know stand in VIEWS.md.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_SITE_RENDER_H
#define WEB_SITE_RENDER_H

#include <stdbool.h>
#include <stddef.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"
#include "shared/base/val.h"

struct render_set;  /* compiled templates */
struct render_base; /* what the pages of one language share */

struct render_set *render_set_new(void) MUST_USE;
void render_set_free(struct render_set *set);

/* Keep a partial; it is expanded when a template that names it is compiled. */
void render_add_partial(struct render_set *set, const char *name, const char *text);
/* Compile a template under a name. ERR_INPUT: not a template, unknown partial, or {{{raw}}} on a
 * field that is no picture; why says which. */
int render_add_template(struct render_set *set, const char *name, const char *text, char *why,
			size_t cap) MUST_USE;
bool render_has(const struct render_set *set, const char *name);

/* messages: flat or nested object of texts, seen as m.<key>; common: fields every page sees.
 * Both are copied. */
struct render_base *render_base_new(const struct val *messages, const struct val *common) MUST_USE;
void render_base_free(struct render_base *base);

/* Render a compiled template, appended to out. view may shadow common fields.
 * A name that render_has() denies is our own fault and ends the program. */
void render_page(struct render_set *set, const char *name, struct render_base *base,
		 const struct val *view, struct buf *out);

/* Message keys templates asked for: fn for each, found or not, in sorted order. */
void render_messages_asked(const struct render_base *base,
			   void (*fn)(void *ctx, const char *key, bool found), void *ctx);

/* Fill a text that is no page, such as a letter: the same tags, nothing escaped, lines as they stand;
 * a line with nothing but section tags vanishes. No partials. Values are never read as tags.
 * ERR_INPUT: not a template; why says what. */
int render_plain(const char *text, const struct val *view, struct buf *out, char *why,
		 size_t cap) MUST_USE;

#endif
