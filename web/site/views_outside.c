/* Pages of tiles outside the home: neighbourhood and emergencies. See VIEWS.md "Pages with tiles".
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "web/site/views.h"

/* ---- emergency signs ---------------------------------------------------------------------- */

bool view_sign_path(struct site *s, const char *code, char *out, size_t cap)
{
	const struct val *row = catalogue_emergency(s->catalogue, code);

	snprintf(out, cap, "noodgeval/%s/", val_str_of(row, "slug", ""));
	return row != NULL;
}

void view_put_signs(struct site *s, const struct page *p, const struct page *list, int lang,
		    struct val *tiles)
{
	int i = 0;

	VAL_EACH(row, val_get(s->doc, "emergencies")) {
		const char *code = val_str_of(row, "code", "");
		char to[LINK_CAP];
		if (!page_shows(list, i++))
			continue;
		view_sign_path(s, code, to, sizeof(to));
		view_put_tile(s, p, tiles,
			      &(struct tile){ .label = site_text(s, lang, "emergency.%s", code),
					      .to = to, .icon = val_str_of(row, "icon", ""),
					      .code = code, .kind = TILE_DANGER });
	}
	view_put_more(s, p, list, lang, tiles);
}

/* ---- pages --------------------------------------------------------- */

void view_outside(struct site *s, const struct page *p, int lang, struct val *v)
{
	struct val *tiles = val_put_array(v, "tiles");

	view_put_named(s, p, lang, tiles, "people", "omgeving/mensen/", TILE_CHOICE);
	view_put_named(s, p, lang, tiles, "things", "omgeving/dingen/", TILE_CHOICE);
	view_put_columns(v, tiles);
}

void view_kinds(struct site *s, const struct page *p, int lang, struct val *v)
{
	struct val *tiles = val_put_array(v, "tiles");
	bool people = p->source[0] == 'p';
	int i = 0;

	VAL_EACH(row, val_get(s->doc, people ? "people" : "things")) {
		BELOW(to, view_first(p), val_str_of(row, "slug", "?"));
		if (!page_shows(p, i++))
			continue;
		view_put_row(s, p, tiles, row,
			site_text(s, lang, "%s.%s", people ? "people" : "thing",
				  val_str_of(row, "code", "")),
			to);
	}
	view_put_other(s, p, lang, v, tiles, "omgeving/plek/");
}

void view_places(struct site *s, const struct page *p, int lang, struct val *v)
{
	struct val *tiles = val_put_array(v, "tiles");
	int i = 0;

	VAL_EACH(row, val_get(s->doc, "places"))
		if (page_shows(p, i++))
			view_put_row(s, p, tiles, row,
			site_text(s, lang, "place.%s", val_str_of(row, "code", "")),
			"omgeving/woorden/");
	view_put_other(s, p, lang, v, tiles, "omgeving/plek/");
}

void view_emergencies(struct site *s, const struct page *p, int lang, struct val *v)
{
	struct val *tiles = val_put_array(v, "tiles");

	view_put_signs(s, p, p, lang, tiles);
	view_put_columns(v, tiles);
}

void view_storing(struct site *s, const struct page *p, int lang, struct val *v)
{
	const struct page *list = tree_find(&s->tree, pages_row(PAGE_EMERGENCIES)->path);

	view_put_signs(s, p, list, lang, val_put_array(v, "signs"));
}
