/* The doors of "what if".
 *
 * Owns what one question needs, until it is answered. Promises: the loop only judges the question; the
 * reading is done elsewhere, in one snapshot.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/simulate_api.h"

#include <stdlib.h>
#include <string.h>

#include "server/app.h"
#include "server/aside.h"
#include "server/heavy.h"
#include "server/ladder_sim.h"
#include "server/rules_sim.h"
#include "server/sets.h"
#include "server/simulate.h"
#include "shared/base/val.h"
#include "shared/io/http.h"

/* A question under way. */
struct question {
	struct app *aside;
	char *csv;
	struct replay_period period;
};

static void drop(void *facts)
{
	struct question *q = facts;
	aside_free(q->aside);
	free(q->csv);
	free(q);
}

/* A file that is wrong is an answer too. */
static int answer(int err, const struct val *found, struct buf *out)
{
	if (err && err != ERR_INPUT)
		return err;
	val_print(found, out);
	return OK;
}

static int read_ladder(struct db *db, void *facts, struct buf *out)
{
	struct question *q = facts;
	const struct ladder_try t = { .csv = q->csv, .len = strlen(q->csv), .period = q->period };
	VAL(found) = val_object();
	q->aside->db = db;
	return answer(ladder_sim(q->aside, &t, found), found, out);
}

static int read_rules(struct db *db, void *facts, struct buf *out)
{
	struct question *q = facts;
	const struct rules_try t = { .csv = q->csv, .len = strlen(q->csv), .period = q->period };
	VAL(found) = val_object();
	q->aside->db = db;
	return answer(rules_sim(q->aside, &t, found), found, out);
}

static int ask(struct app *app, const struct request *rq, struct reply *rp,
	       const struct heavy_read *how)
{
	static const struct val_limits limits = { .bytes = SIMULATE_BODY_CAP,
						  .big = SET_CSV_CAP,
						  .big_key = "csv" };
	struct login who;
	VAL(body) = NULL;
	struct replay_period period;
	int err = login_body(app, rq, &limits, &who, &body);
	if (err)
		return err;
	const char *csv = val_str_of(body, "csv", "");
	if (!csv[0])
		return reply_field(rp, ERR_INPUT, "csv");
	if (simulate_period(app, val_str_of(body, "from", ""), val_str_of(body, "to", ""), &period))
		return reply_field(rp, ERR_INPUT, "from");
	struct question *q = mem_new(1, sizeof *q);
	q->aside = aside_new(app);
	q->csv = mem_str(csv);
	q->period = period;
	return heavy_answer(app, rq, rp, how, q);
}

int simulate_api_ladder(struct app *app, const struct request *rq, struct reply *rp)
{
	static const struct heavy_read how = { read_ladder, NULL, drop };
	return ask(app, rq, rp, &how);
}

int simulate_api_rules(struct app *app, const struct request *rq, struct reply *rp)
{
	static const struct heavy_read how = { read_rules, NULL, drop };
	return ask(app, rq, rp, &how);
}
