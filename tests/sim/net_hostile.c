/* Bodies that mean harm, at the door where anybody may send: each is refused, and leaves nothing behind.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sim/net.h"
#include "tests/sim/plot.h"
#include "tests/sim/world.h"

#define DEEP 100000
#define END "\"t\":1}"

/* How the end of what would be a report goes on. */
static const char *const WORDS[] = {
	"\"t\":1e999}",                    "\"t\":9007199254740993}",  "\"t\":01}",
	"\"t\":1,\"t\":2}",                "\"t\":1}}",                "\"t\":1}{\"t\":1}",
	"\"t\":1,\"words\":\"\xc0\xaf\"}", "\"t\":1,\"x\":\"\\ud800\"}", "\"t\":1,\"x\":\"\\u0000\"}",
	"\"t\":1,\"x\":\"\x01\"}",         "\"t\":-}",                 "\"t\":1",
};

static void refused(void *ctx, const struct net_reply *r)
{
	struct machine *m = ctx;

	if (r && r->status >= 200 && r->status < 300)
		world_fail("%s took what no report is: %d", m->name, r->status);
	if (r && r->status >= 500 && !plot_may_refuse(m))
		world_fail("%s answered %d to what no report is", m->name, r->status);
}

void net_hostile(int machine, uint64_t dice)
{
	size_t count = sizeof WORDS / sizeof WORDS[0], which = (size_t)disk_roll(&dice, count + 1);
	struct machine *m = &world->machines[machine];
	char *body = calloc(1, DEEP + 200);

	if (which < count)
		plot_words(dice, body, DEEP);
	else
		memset(body, '[', DEEP);
	if (which < count)
		memcpy(strstr(body, END), WORDS[which], strlen(WORDS[which]) + 1);
	net_visit(m, "POST", "/api/v1/reports", body, refused, m);
	free(body);
}
