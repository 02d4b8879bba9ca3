/* Two places for catalogues, filled on demand.
 *
 * Texts are the largest part of a catalogue; the store cuts off all but Dutch before anything is
 * parsed, so that a kiosk in six languages needs no more memory than one in two.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/shelf.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/reference_store.h"
#include "shared/base/log.h"

struct catalogue_shelf {
	struct db *db;
	struct catalogue *at[2]; /* newest use first */
};

struct catalogue_shelf *shelf_new(struct db *db)
{
	struct catalogue_shelf *s = mem_new(1, sizeof *s);
	s->db = db;
	return s;
}

void shelf_free(struct catalogue_shelf *s)
{
	if (!s)
		return;
	catalogue_free(s->at[0]);
	catalogue_free(s->at[1]);
	free(s);
}

static int load(struct catalogue_shelf *s, const char *version, struct catalogue **ret)
{
	static const struct val_limits limits = { .string = 4096, .tokens = 200000 };
	char why[160];
	BUF(text);
	VAL(doc) = NULL;
	if (!reference_catalogue_doc(s->db, version, &text))
		return ERR_CATALOGUE;
	int err = val_parse(text.data, text.len, &limits, &doc, NULL);
	if (!err)
		err = catalogue_load(doc, ret, why, sizeof why);
	else
		text_copy(why, sizeof why, "not JSON");
	if (!err)
		return OK;
	log_line(LOG_ERROR, "catalogue.bad", "version=%s why=%s", version, why);
	return ERR_CATALOGUE;
}

static void to_front(struct catalogue_shelf *s)
{
	struct catalogue *c = s->at[1];
	s->at[1] = s->at[0];
	s->at[0] = c;
}

static bool holds(const struct catalogue *c, const char *version)
{
	return c && !strcmp(catalogue_version(c), version);
}

int shelf_get(struct catalogue_shelf *s, const char *version, const struct catalogue **ret)
{
	char current[32];
	reference_catalogue_current(s->db, current, sizeof current);
	if (!*current)
		return ERR_SETUP;
	if (!*version)
		version = current;
	if (!reference_catalogue_accepted(s->db, version))
		return ERR_CATALOGUE;
	if (!holds(s->at[0], version)) {
		to_front(s);
		if (!holds(s->at[0], version)) {
			catalogue_free(s->at[0]);
			s->at[0] = NULL;
			int err = load(s, version, &s->at[0]);
			malloc_trim(0);
			if (err)
				return err;
		}
	}
	*ret = s->at[0];
	return OK;
}
