/* The hint that a colleague has the same case open.
 *
 * Owns a small table in memory. Nothing is stored, nothing is refused because of it: two people who act
 * at once are told apart by the version of the case.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/looking.h"

#include <string.h>

#include "shared/base/text.h"

static bool on(const struct looking_slot *s, int64_t nr, int64_t mono)
{
	return s->nr == nr && s->until > mono;
}

static struct looking_slot *find(struct looking *l, int64_t nr, const char *name, int64_t mono)
{
	for (int i = 0; i < LOOKING_SLOTS; i++)
		if (on(&l->slot[i], nr, mono) && !strcmp(l->slot[i].name, name))
			return &l->slot[i];
	return NULL;
}

static bool has_others(const struct looking *l, int64_t nr, const char *name, int64_t mono)
{
	for (int i = 0; i < LOOKING_SLOTS; i++)
		if (on(&l->slot[i], nr, mono) && strcmp(l->slot[i].name, name))
			return true;
	return false;
}

static struct looking_slot *first_to_end(struct looking *l)
{
	struct looking_slot *best = &l->slot[0];
	for (int i = 1; i < LOOKING_SLOTS; i++)
		if (l->slot[i].until < best->until)
			best = &l->slot[i];
	return best;
}

bool looking_note(struct looking *l, int64_t nr, const char *name, bool typing, int64_t mono)
{
	struct looking_slot *s = find(l, nr, name, mono);
	bool news = !s || s->typing != typing;
	if (!s)
		s = first_to_end(l);
	s->nr = nr;
	s->until = mono + LOOKING_MS;
	s->typing = typing;
	text_copy(s->name, sizeof s->name, name);
	return news && has_others(l, nr, name, mono);
}

bool looking_drop(struct looking *l, int64_t nr, const char *name, int64_t mono)
{
	struct looking_slot *s = find(l, nr, name, mono);
	if (!s)
		return false;
	s->until = 0;
	return has_others(l, nr, name, mono);
}

void looking_put(const struct looking *l, int64_t nr, const char *name, int64_t mono,
		 struct val *into)
{
	struct val *list = val_put_array(into, "looking");
	for (int i = 0; i < LOOKING_SLOTS; i++) {
		const struct looking_slot *s = &l->slot[i];
		if (!on(s, nr, mono) || !strcmp(s->name, name))
			continue;
		struct val *row = val_object();
		val_put_str(row, "name", s->name);
		val_put_bool(row, "typing", s->typing);
		val_put(list, NULL, row);
	}
}
