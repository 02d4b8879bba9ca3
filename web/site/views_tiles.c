/* Pages of tiles: each choice is a link to the next page. See VIEWS.md "Pages with tiles".
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "web/site/order.h"
#include "web/site/views.h"

static const char *const KINDS[] = { "choice", "other", "unknown", "danger", "more" };
static const char *const FLAGS[] = { "is_choice", "is_other", "is_unknown", "is_danger",
				   "is_more" };

const struct page *view_first(const struct page *p)
{
	while (p->from > 0)
		p = p->parent;
	return p;
}

void view_put_tile(struct site *s, const struct page *p, struct val *tiles, const struct tile *t)
{
	struct val *one = val_put_object(tiles, NULL);
	struct val *attrs;
	char href[LINK_CAP];

	tree_link(p->path, t->to, href, sizeof(href));
	val_put_str(one, "label", t->label);
	val_put_str(one, "href", href);
	val_put_str(one, "svg", site_icon(s, t->icon));
	val_put_str(one, "code", t->code);
	val_put_str(one, "kind", KINDS[t->kind]);
	val_put_bool(one, FLAGS[t->kind], true);
	attrs = val_put_array(one, "attrs");
	for (size_t i = 0; i < COUNT_OF(t->attrs); i++)
		if (t->attrs[i][0])
			view_put_data(attrs, t->attrs[i][0], t->attrs[i][1]);
}

/* Columns for a screen that lies: no last row that looks like an accident. */
void view_put_columns(struct val *v, const struct val *tiles)
{
	int n = val_count(tiles);

	val_put_int(v, "count", n);
	val_put_int(v, "columns", n <= 2 || n == 4 ? 2 : n % 4 == 0 || n > 9 ? 4 : 3);
}

void view_put_named(struct site *s, const struct page *p, int lang, struct val *tiles,
		    const char *name, const char *to, enum tile_kind kind)
{
	char key[40];

	snprintf(key, sizeof(key), "tile.%s", name);
	view_put_tile(s, p, tiles, &(struct tile){ .label = site_message(s, lang, key), .to = to,
						   .icon = name, .code = name, .kind = kind });
}

void view_put_more(struct site *s, const struct page *p, const struct page *list, int lang,
		     struct val *tiles)
{
	if (list->more)
		view_put_named(s, p, lang, tiles, "more", list->more->path, TILE_MORE);
}

void view_put_row(struct site *s, const struct page *p, struct val *tiles, const struct val *row,
		    const char *label, const char *to)
{
	char sign[LINK_CAP];
	struct tile t = { .label = label, .to = to, .icon = val_str_of(row, "icon", ""),
			  .code = val_str_of(row, "code", "") };
	const char *emergency = val_str_of(row, "emergency", "");

	if (*emergency && view_sign_path(s, emergency, sign, sizeof(sign))) {
		t.to = sign;
		t.kind = TILE_DANGER;
	}
	if (page_is(p, PAGE_QUESTION)) {
		t.attrs[0][0] = "question";
		t.attrs[0][1] = val_str_of(p->item, "code", "");
		t.attrs[1][0] = "answer";
		t.attrs[1][1] = t.code;
	}
	if (page_is(p, PAGE_PLACES)) {
		t.attrs[0][0] = "place";
		t.attrs[0][1] = t.code;
	}
	view_put_tile(s, p, tiles, &t);
}

/* ---- start and sign-in -------------------------------------------------------------------- */

void view_start(struct site *s, const struct page *p, int lang, struct val *v)
{
	struct val *tiles = val_put_array(v, "tiles");

	view_put_named(s, p, lang, tiles, "home", "woning/", TILE_CHOICE);
	view_put_named(s, p, lang, tiles, "outside", "omgeving/", TILE_CHOICE);
	if (tree_find(&s->tree, "energie/"))
		view_put_named(s, p, lang, tiles, "energy", "energie/", TILE_CHOICE);
	view_put_named(s, p, lang, tiles, "follow", "volgen/", TILE_CHOICE);
	view_put_named(s, p, lang, tiles, "emergency", "noodgeval/", TILE_DANGER);
	view_put_columns(v, tiles);
}

void view_who(struct site *s, const struct page *p, int lang, struct val *v)
{
	struct val *tiles = val_put_array(v, "tiles");

	view_put_named(s, p, lang, tiles, "number", "woning/nummer/", TILE_CHOICE);
	view_put_named(s, p, lang, tiles, "guest", "woning/adres/", TILE_CHOICE);
	view_put_columns(v, tiles);
}

/* ---- at home ------------------------------------------------------------------------------ */

/* "rest": the rooms of the pages behind, for a home that has few enough to show them all here. */
void view_rooms(struct site *s, const struct page *p, int lang, struct val *v)
{
	struct val *tiles = val_put_array(v, "tiles"), *rest = val_put_array(v, "rest");

	for (int i = 0; i < catalogue_area_count(s->catalogue); i++) {
		const struct area *a = catalogue_area(s->catalogue, i);
		char to[LINK_CAP];
		if (i < p->from)
			continue;
		snprintf(to, sizeof(to), "woning/%s/", a->slug);
		view_put_tile(s, p, page_shows(p, i) ? tiles : rest,
			      &(struct tile){ .label = site_text(s, lang, "home.%s", a->code),
					      .to = to, .icon = a->icon, .code = a->code,
					      .attrs = { { "room", a->code },
							 { "common", a->common ? "1" : "" } } });
	}
	view_put_more(s, p, p, lang, tiles);
	view_put_columns(v, tiles);
}

void view_put_object(struct site *s, const struct page *p, int lang, struct val *tiles,
		     const struct area *a, const struct object *o, const char *to)
{
	view_put_tile(s, p, tiles,
		      &(struct tile){ .label = site_text(s, lang, "home.%s.%s", a->code, o->code),
				      .to = to, .icon = o->icon, .code = o->code });
}

void view_put_other(struct site *s, const struct page *p, int lang, struct val *v,
		    struct val *tiles, const char *to)
{
	view_put_more(s, p, p, lang, tiles);
	view_put_named(s, p, lang, tiles, "other", to, TILE_OTHER);
	view_put_columns(v, tiles);
}

void view_put_fault(struct site *s, const struct page *p, int lang, struct val *tiles,
		    const struct fault *f, const char *to)
{
	char sign[LINK_CAP];
	bool danger = tree_is_emergency(f) && view_sign_path(s, f->emergency, sign, sizeof(sign));

	view_put_tile(s, p, tiles,
		      &(struct tile){ .label = site_text(s, lang, "home.%s.%s.%s", p->area->code,
							 p->object->code, f->code),
				      .to = danger ? sign : to, .icon = f->icon, .code = f->code,
				      .kind = danger ? TILE_DANGER : TILE_CHOICE });
}

static void put_below(struct site *s, const struct page *p, int lang, struct val *tiles,
		      const struct object *o)
{
	BELOW(to, view_first(p), o->slug);
	view_put_object(s, p, lang, tiles, p->area, o, to);
}

void view_objects(struct site *s, const struct page *p, int lang, struct val *v)
{
	struct val *tiles = val_put_array(v, "tiles");
	BELOW(other, view_first(p), SLUG_OTHER);

	for (int i = 0; i < p->area->object_count; i++)
		if (page_shows(p, i))
			put_below(s, p, lang, tiles, &p->area->objects[i]);
	view_put_other(s, p, lang, v, tiles, other);
}

void view_faults(struct site *s, const struct page *p, int lang, struct val *v)
{
	struct val *tiles = val_put_array(v, "tiles");

	for (int i = 0; i < p->object->fault_count; i++) {
		const struct fault *f = &p->object->faults[i];
		bool asks = val_count(f->suspects) > 0;
		char to[LINK_CAP];
		if (!page_shows(p, i))
			continue;
		snprintf(to, sizeof(to), "%s%s/%s%s", view_first(p)->path, f->slug,
			 asks ? "" : SLUG_UNKNOWN, asks ? "" : "/");
		view_put_fault(s, p, lang, tiles, f, to);
	}
	BELOW(other, view_first(p), SLUG_OTHER);
	view_put_other(s, p, lang, v, tiles, other);
}

void view_suspects(struct site *s, const struct page *p, int lang, struct val *v)
{
	struct val *tiles = val_put_array(v, "tiles");
	const struct val *list[ORDER_MAX];
	int count = order_suspects(s->options->order, p->object, p->fault, list);

	for (int i = 0; i < count; i++) {
		const char *code = val_str_of(list[i], "code", "");
		const struct val *row = tree_row(s->catalogue, "suspects", code);
		BELOW(to, view_first(p), val_str_of(row, "slug", "?"));
		if (!page_shows(p, i))
			continue;
		view_put_tile(s, p, tiles,
			      &(struct tile){ .label = site_text(s, lang, "suspect.%s", code),
					      .to = to, .icon = val_str_of(row, "icon", ""),
					      .code = code });
	}
	BELOW(unknown, view_first(p), SLUG_UNKNOWN);
	view_put_more(s, p, p, lang, tiles);
	view_put_tile(s, p, tiles, &(struct tile){ .label = view_unknown(s, lang), .to = unknown,
						   .icon = "unknown", .code = CODE_UNKNOWN,
						   .kind = TILE_UNKNOWN });
	view_put_columns(v, tiles);
}

void view_question(struct site *s, const struct page *p, int lang, struct val *v)
{
	struct val *tiles = val_put_array(v, "tiles");
	const char *code = val_str_of(p->item, "code", "");
	int i = 0;

	VAL_EACH(answer, val_get(p->item, "answers"))
		if (page_shows(p, i++))
			view_put_row(s, p, tiles, answer,
				site_text(s, lang, "question.%s.%s", code,
					  val_str_of(answer, "code", "")),
				"dagdelen/");
	view_put_more(s, p, p, lang, tiles);
	view_put_columns(v, tiles);
}
