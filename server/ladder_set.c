/* Ladders: read from CSV, kept by version, one in force.
 *
 * Owns the ladder in force as app->ladder. Promises: what is in force was read without a problem.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/ladder_set.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/ladder_set_store.h"
#include "shared/base/log.h"
#include "shared/io/csv.h"
#include "shared/io/db.h"

/* ---- reading a file --------------------------------------------------------------------------- */

struct reading {
	struct ladder *ladder;
	struct csv_problems problems;
};

static void take_row(void *ctx, const struct csv_row *row)
{
	struct reading *rd = ctx;
	struct ladder_row step = { .line = csv_line(row) };
	char why[200] = "";
	for (const char *const *column = ladder_columns(); *column; column++)
		if (ladder_cell(&step, *column, csv_get(row, *column), why, sizeof why)) {
			csv_problem(&rd->problems, step.line, why);
			return;
		}
	if (ladder_add(rd->ladder, &step, why, sizeof why))
		csv_problem(&rd->problems, step.line, why);
}

static void found_unreachable(void *ctx, const struct ladder_row *row)
{
	char why[160];
	snprintf(why, sizeof why,
		 "clock %s of rank %d can never decide: a lower rank takes all it could",
		 row->clock, row->rank);
	csv_problem(ctx, row->line, why);
}

struct ladder *ladder_set_parse(const char *csv, size_t len,
				void (*problem)(void *ctx, int line, const char *why), void *ctx)
{
	struct reading rd = { ladder_new(), { .tell = problem, .ctx = ctx } };
	struct csv_options o = {
		.columns = ladder_columns(),
		.row = take_row,
		.ctx = &rd,
		.problems = &rd.problems,
	};
	while (o.columns[o.required])
		o.required++;
	csv_read(csv, len, &o);
	if (!rd.problems.count && !ladder_count(rd.ladder))
		csv_problem(&rd.problems, 1, "no clock in the file");
	if (!rd.problems.count)
		ladder_unreachable(rd.ladder, found_unreachable, &rd.problems);
	if (!rd.problems.count)
		return rd.ladder;
	ladder_free(rd.ladder);
	return NULL;
}

/* ---- in force --------------------------------------------------------------------------------- */

static struct ladder *load(struct app *app, int64_t version)
{
	BUF(csv);
	if (ladder_set_find(app->db, version, &csv))
		return NULL;
	return ladder_set_parse(csv.data, csv.len, NULL, NULL);
}

const struct ladder *ladder_set_in_force(struct app *app)
{
	if (app->ladder)
		return app->ladder;
	app->ladder_set = ladder_set_newest(app->db);
	app->ladder = load(app, app->ladder_set);
	if (!app->ladder)
		die("ladder.unreadable", "version=%lld", (long long)app->ladder_set);
	return app->ladder;
}

const struct ladder *ladder_set_of(struct app *app, int64_t version, struct ladder **ret_owned)
{
	*ret_owned = NULL;
	if (app->ladder && app->ladder_set == version)
		return app->ladder;
	*ret_owned = load(app, version);
	return *ret_owned;
}

int ladder_set_publish(struct app *app, const char *csv, size_t len, const char *who,
		       int64_t *ret_version)
{
	int64_t before = ladder_set_newest(app->db);
	char version[24];
	int err = ladder_set_add(app->db, csv, len, who, app_now(app), ret_version);
	snprintf(version, sizeof version, "%lld", (long long)*ret_version);
	if (!err && *ret_version != before)
		app_audit_about(app, who, "ladder.publish", version, "");
	if (!err) {
		ladder_free(app->ladder);
		app->ladder = NULL;
	}
	return err;
}

int ladder_set_begin(struct app *app)
{
	int64_t version;
	if (ladder_set_newest(app->db))
		return OK;
	db_event_begin(app->db);
	int err =
	    ladder_set_publish(app, LADDER_DEFAULT, strlen(LADDER_DEFAULT), "start", &version);
	int stored = db_event_commit(app->db, !err);
	return err ? err : stored;
}
