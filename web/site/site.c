/* Answers for texts, messages and icons while pages are made. See site.h; loading is in load.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/site/site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/site/views.h"

const char *site_direction(const char *lang)
{
	static const char *const RTL[] = { "ar", "fa", "ur", "he", NULL };

	for (int i = 0; RTL[i]; i++)
		if (strcmp(lang, RTL[i]) == 0)
			return "rtl";
	return "ltr";
}

const char *site_text(struct site *s, int lang, const char *fmt, ...)
{
	char key[160];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(key, sizeof(key), fmt, ap);
	va_end(ap);
	const char *text = index_find(&s->langs[lang].texts, key);
	if (text && *text)
		return text;
	index_add(&s->langs[lang].missing, key, "text");
	text = index_find(&s->langs[0].texts, key);
	return text ? text : "?";
}

const char *site_text_or_empty(struct site *s, int lang, const char *key)
{
	const char *text = index_find(&s->langs[lang].texts, key);

	return text ? text : "";
}

const char *site_message_or_empty(struct site *s, int lang, const char *key)
{
	const char *text = index_find(&s->langs[lang].messages, key);

	return text ? text : "";
}

const char *site_message(struct site *s, int lang, const char *key)
{
	const char *text = index_find(&s->langs[lang].messages, key);

	if (text && *text)
		return text;
	index_add(&s->langs[lang].missing, key, "message");
	text = index_find(&s->langs[0].messages, key);
	return text ? text : "?";
}

const char *site_icon(struct site *s, const char *name)
{
	const char *svg = index_find(&s->icons, name);

	if (!svg)
		index_add(&s->missing_icons, name, "");
	return svg ? svg : "";
}

const char *site_template(const struct site *s, const struct page_row *row)
{
	return render_has(s->render, row->name) ? row->name : row->group;
}

void site_render(struct site *s, const struct page *p, int lang, struct buf *out)
{
	VAL(view) = view_page(s, p, lang);

	render_page(s->render, site_template(s, p->row), s->langs[lang].base, view, out);
}

void site_free(struct site *s)
{
	if (!s)
		return;
	for (int i = 0; i < s->lang_count; i++) {
		index_free(&s->langs[i].texts);
		index_free(&s->langs[i].messages);
		index_free(&s->langs[i].missing);
		if (s->langs[i].base)
			render_base_free(s->langs[i].base);
	}
	index_free(&s->icons);
	index_free(&s->missing_icons);
	index_free(&s->assets);
	if (s->render)
		render_set_free(s->render);
	tree_free(&s->tree);
	catalogue_free(s->catalogue);
	val_free(s->doc);
	free(s);
}

void site_freep(struct site **s)
{
	site_free(*s);
}
