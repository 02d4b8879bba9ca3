/* A copy of what does not change, and nothing of the rest.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/aside.h"

#include <stdlib.h>

#include "server/app.h"
#include "server/calendar.h"
#include "server/catalogues.h"
#include "shared/base/val.h"
#include "shared/model/ladder.h"
#include "shared/model/rules.h"

struct app *aside_new(const struct app *app)
{
	struct app *a = mem_new(1, sizeof *a);
	text_copy(a->dir, sizeof a->dir, app->dir);
	a->mode = APP_READ;
	a->lock_fd = -1;
	a->settings = app->settings;
	a->calendar = mem_new(1, sizeof *a->calendar);
	*a->calendar = *app->calendar;
	a->clock = app->clock;
	a->keys = app->keys;
	a->payers = app->payers ? val_copy(app->payers) : NULL;
	a->catalogues = catalogues_new();
	return a;
}

void aside_free(struct app *a)
{
	if (!a)
		return;
	catalogues_free(a->catalogues);
	rules_free(a->rules);
	ladder_free(a->ladder);
	val_free(a->payers);
	free(a->calendar);
	free(a);
}
