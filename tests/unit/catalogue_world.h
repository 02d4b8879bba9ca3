/* The real catalogue, loaded as the site, the kiosk and central load it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_CATALOGUE_WORLD_H
#define TESTS_UNIT_CATALOGUE_WORLD_H

#include "shared/model/catalogue.h"
#include "tests/unit/schema.h"
#include "web/site/source.h"

#define FOLDER "web/catalogue"

struct world {
	struct val *doc;
	struct catalogue *c;
};

static inline int set_up(void **state)
{
	static struct world w;
	char why[SOURCE_WHY];

	if (source_catalogue(FOLDER, &w.doc, why, sizeof(why)) < 0 ||
	    catalogue_load(w.doc, &w.c, why, sizeof(why)) < 0) {
		print_error("%s\n", why);
		return -1;
	}
	*state = &w;
	return 0;
}

static inline int tear_down(void **state)
{
	struct world *w = *state;

	catalogue_free(w->c);
	val_free(w->doc);
	return 0;
}

#endif
