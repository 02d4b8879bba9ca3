/* "What if" at the command line.
 *
 * Owns nothing: reads the period, lets the rooms of ladder and rules play, prints.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/simulate.h"

#include "server/app.h"
#include "server/civil.h"
#include "server/command.h"
#include "server/ladder_sim.h"
#include "server/rules_sim.h"
#include "shared/base/text.h"

#define YEAR_DAYS 365

int simulate_period(const struct app *app, const char *from, const char *to,
		    struct replay_period *ret)
{
	char last[CIVIL_TEXT], first[CIVIL_TEXT];
	civil_today(app, last);
	if ((from[0] && !day_valid(from)) || (to[0] && !day_valid(to)))
		return ERR_INPUT;
	civil_add(to[0] ? to : last, -YEAR_DAYS, first);
	ret->from = civil_begin(app, from[0] ? from : first);
	ret->until = to[0] ? civil_end(app, to) + 1 : -1;
	return to[0] && ret->until <= ret->from ? ERR_INPUT : OK;
}

static int read_period(const struct job *job, struct replay_period *ret)
{
	int err = simulate_period(job->app, args_get(job->args, "from", ""),
				  args_get(job->args, "to", ""), ret);
	if (err)
		buf_str(
		    job->out,
		    "--from and --to are days, like 2026-01-31, the first not after the last\n");
	return err ? ERR_USAGE : OK;
}

static int tell(const struct job *job, int err, const struct val *found,
		void (*print)(const struct calendar *c, const struct val *v, struct buf *out))
{
	if (args_has(job->args, "json")) {
		val_print(found, job->out);
		buf_char(job->out, '\n');
	} else if (err == ERR_INPUT) {
		simulate_print_problems(found, job->out);
	} else if (err == ERR_NOT_FOUND) {
		buf_str(job->out, "no rules are in force yet; import them first\n");
	} else if (!err) {
		print(job->app->calendar, found, job->out);
	}
	return err;
}

int simulate_verb_ladder(struct job *job)
{
	struct ladder_try t = { .csv = job->input, .len = job->input_len };
	VAL(found) = val_object();
	if (read_period(job, &t.period))
		return ERR_USAGE;
	return tell(job, ladder_sim(job->app, &t, found), found, simulate_print_ladder);
}

int simulate_verb_rules(struct job *job)
{
	struct rules_try t = { .csv = job->input, .len = job->input_len };
	VAL(found) = val_object();
	if (read_period(job, &t.period))
		return ERR_USAGE;
	return tell(job, rules_sim(job->app, &t, found), found, simulate_print_rules);
}
