/* What an administrator does at central while faults go on: commands, at central's next look round.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>

#include "tests/sim/ledger.h"
#include "tests/sim/plot.h"
#include "tests/sim/sides.h"
#include "tests/sim/world.h"

struct order {
	char verb[32], word[40];
	int boots;
};

static void carry_out(void *ctx)
{
	struct order *o = ctx;

	world_note("administrator: %s %s: %d", o->verb, o->word, simc_command(o->verb, o->word));
	free(o);
}

/* Central went on with a disk that had no troubles: what it committed holds. */
static void note_revoked(void *ctx)
{
	struct order *o = ctx;
	struct machine *m = &world->machines[CENTRAL];

	if (m->up && !m->doomed && m->boots == o->boots && !plot_excused(m))
		ledger_note_revoked(m->disk);
	free(o);
}

static void revoke(void *ctx)
{
	struct order *o = ctx;
	bool done = simc_command("device revoke", o->word) >= 0;

	world_note("administrator: device revoke %s: %d", o->word, done);
	if (done && simc_command("device approve", o->word) >= 0)
		world_fail("%s was revoked and could be approved", o->word);
	o->boots = world->machines[CENTRAL].boots;
	world_in(10 * SECOND, note_revoked, o);
}

static void give(void (*fn)(void *ctx), const char *verb, const char *word)
{
	struct order *o = calloc(1, sizeof *o);

	snprintf(o->verb, sizeof o->verb, "%s", verb);
	snprintf(o->word, sizeof o->word, "%s", word);
	machine_errand(&world->machines[CENTRAL], fn, o);
}

void plot_command(const char *verb, const char *word)
{
	give(carry_out, verb, word);
}

void plot_revoke_device(const char *prefix)
{
	give(revoke, "", prefix);
}
