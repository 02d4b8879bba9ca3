/* One published catalogue for the office's pickers (R36, R38).
 *
 * Owns nothing; words are the catalogue's own.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/catalogue_api.h"

#include <stdio.h>

#include "server/app.h"
#include "server/catalogues.h"
#include "shared/base/val.h"
#include "shared/io/http.h"

#define KEY_TEXT 200

static struct val *add_code(struct val *list, const struct catalogue *c, const char *code,
			    const char *key)
{
	struct val *row = val_object();
	val_put_str(row, "code", code);
	val_put_str(row, "label", catalogue_text(c, "nl", key));
	val_put(list, NULL, row);
	return row;
}

static void put_object(const struct catalogue *c, const struct area *a, const struct object *o,
		       struct val *list)
{
	char key[KEY_TEXT];
	snprintf(key, sizeof key, "home.%s.%s", a->code, o->code);
	struct val *faults = val_put_array(add_code(list, c, o->code, key), "faults");
	for (int i = 0; i < o->fault_count; i++) {
		snprintf(key, sizeof key, "home.%s.%s.%s", a->code, o->code, o->faults[i].code);
		add_code(faults, c, o->faults[i].code, key);
	}
}

static void put_area(const struct catalogue *c, const struct area *a, struct val *list)
{
	char key[KEY_TEXT];
	snprintf(key, sizeof key, "home.%s", a->code);
	struct val *objects = val_put_array(add_code(list, c, a->code, key), "objects");
	for (int i = 0; i < a->object_count; i++)
		put_object(c, a, &a->objects[i], objects);
}

int catalogue_get(struct app *app, const struct request *rq, struct reply *rp)
{
	VAL(v) = val_object();
	const struct catalogue *c = catalogues_get(app, rq->rest);
	if (!c)
		return ERR_NOT_FOUND;
	val_put_str(v, "version", catalogue_version(c));
	struct val *areas = val_put_array(v, "areas");
	for (int i = 0; i < catalogue_area_count(c); i++)
		put_area(c, catalogue_area(c, i), areas);
	struct val *causes = val_put_array(v, "causes");
	VAL_EACH(row, val_get(catalogue_doc(c), "suspects")) {
		char key[KEY_TEXT];
		const char *code = val_str_of(row, "code", "");
		snprintf(key, sizeof key, "suspect.%s", code);
		add_code(causes, c, code, key);
	}
	rp->cache = "private, max-age=86400";
	val_print(v, &rp->body);
	return OK;
}
