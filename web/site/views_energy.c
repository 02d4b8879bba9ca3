/* Pages of the door "energy and meters": a question or a complaint goes to the party of this very
 * home first (R3, R4); something that is broken takes the road of repairs. See VIEWS.md.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "web/site/views.h"

#define BROKEN "energie/kapot/"
#define TOPICS "energie/over/"
#define BEFORE "energie/eerder/"
#define TROUBLE "energie/moeite/"
#define PARTY "energie/partij/"
#define SELF "energie/zelf/"
#define WORDS "energie/woorden/"

/* A page whose tiles go by their names. */
struct named {
	const char *name;
	const char *to;
};

static void put_all(struct site *s, const struct page *p, int lang, struct val *v,
		    const struct named *rows, size_t count)
{
	struct val *tiles = val_put_array(v, "tiles");

	for (size_t i = 0; i < count; i++)
		view_put_named(s, p, lang, tiles, rows[i].name, rows[i].to, TILE_CHOICE);
	view_put_columns(v, tiles);
}

void view_energy(struct site *s, const struct page *p, int lang, struct val *v)
{
	static const struct named rows[] = {
		{ "question", TOPICS }, { "complaint", TOPICS }, { "broken", BROKEN },
	};

	put_all(s, p, lang, v, rows, COUNT_OF(rows));
}

/* What a provider looks after, as far as this page shows it, to a page below `folder`. */
static void put_things(struct site *s, const struct page *p, int lang, struct val *tiles,
		       const char *folder)
{
	int n = 0;

	for (int i = 0; i < catalogue_area_count(s->catalogue); i++) {
		const struct area *a = catalogue_area(s->catalogue, i);
		for (int k = 0; k < a->object_count; k++) {
			const struct object *o = &a->objects[k];
			char to[LINK_CAP];
			if (!catalogue_is_energy(s->catalogue, o) || !page_shows(p, n++))
				continue;
			snprintf(to, sizeof(to), "%s%s/%s/", folder, a->slug, o->slug);
			view_put_object(s, p, lang, tiles, a, o, to);
		}
	}
}

void view_broken(struct site *s, const struct page *p, int lang, struct val *v)
{
	struct val *tiles = val_put_array(v, "tiles");

	put_things(s, p, lang, tiles, "woning/");
	view_put_more(s, p, p, lang, tiles);
	view_put_columns(v, tiles);
}

void view_topics(struct site *s, const struct page *p, int lang, struct val *v)
{
	struct val *tiles = val_put_array(v, "tiles");

	put_things(s, p, lang, tiles, TOPICS);
	view_put_other(s, p, lang, v, tiles, BEFORE);
}

void view_symptoms(struct site *s, const struct page *p, int lang, struct val *v)
{
	struct val *tiles = val_put_array(v, "tiles");

	for (int i = 0; i < p->object->fault_count; i++)
		if (page_shows(p, i))
			view_put_fault(s, p, lang, tiles, &p->object->faults[i], BEFORE);
	view_put_other(s, p, lang, v, tiles, BEFORE);
}

/* Told before, and whom? The module puts the party's own name on its tile (R5). */
void view_before(struct site *s, const struct page *p, int lang, struct val *v)
{
	static const struct named rows[] = {
		{ "before_no", PARTY }, { "before_party", TROUBLE }, { "before_us", TROUBLE },
	};

	put_all(s, p, lang, v, rows, COUNT_OF(rows));
}

/* R12 and R13: the two reasons to come back. */
void view_trouble(struct site *s, const struct page *p, int lang, struct val *v)
{
	static const struct named rows[] = {
		{ "not_taken_up", PARTY }, { "dissatisfied", PARTY },
	};

	put_all(s, p, lang, v, rows, COUNT_OF(rows));
}

/* The module fills in who it is; both ways on stand below. */
void view_party(struct site *s, const struct page *p, int lang, struct val *v)
{
	static const struct named rows[] = {
		{ "call_self", SELF }, { "send_us", WORDS },
	};

	put_all(s, p, lang, v, rows, COUNT_OF(rows));
}
