/* How often tenants were right re-ranks what they are offered (D7).
 *
 * A suggestion's rank is the share of tenants who named it and were right, of the last two years,
 * drawn to the average of its fault as long as few named it, in steps of five percent: thin data and
 * small differences change nothing. The order is part of the published pages, not of the catalogue;
 * while the office serves it looks once a day and publishes the same catalogue again when the order
 * changed. "Don't know" always comes last.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_RANKING_H
#define SERVER_RANKING_H

#include <stdint.h>

#include "shared/base/val.h"

struct app;
struct db;
struct ranking;

#define RANKING_DAYS   730 /* findings older than this say nothing */
#define RANKING_LEAST  20  /* suspicions a fault needs before anything moves */
#define RANKING_WEIGHT 10  /* as if so many more had been right as often as the average */
#define RANKING_STEP   50  /* per mille that make one step */

/* {"OBJECT:FAULT":{"CODE":steps,"":steps}} as web/site/order.h takes it: the steps of each cause that
 * was named, "" those of the others. The caller frees it. */
struct val *ranking_order(struct db *db, int64_t now) MUST_USE;

/* One suspicion of a fault: named so often, right so often; all: of the whole fault. In steps. */
int ranking_steps(int64_t named, int64_t right, int64_t all_named, int64_t all_right);

/* SQL: named and right per object, fault and suspicion since then, in that order. */
void ranking_each(struct db *db, int64_t since,
		  void (*fn)(void *ctx, const char *object, const char *fault, const char *suspect,
			     int64_t named, int64_t right),
		  void *ctx);

/* While serving: looks at once and then every day. The caller closes, after the long worker ended. */
struct ranking *ranking_open(struct app *app);
void ranking_close(struct ranking *r);

#endif
