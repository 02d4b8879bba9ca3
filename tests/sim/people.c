/* People in front of the displays: they send, wait for the word "opgeslagen", and press again when
 * nothing comes.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sim/ledger.h"
#include "tests/sim/net.h"
#include "tests/sim/plot.h"
#include "tests/sim/world.h"

#define PATIENCE (15 * SECOND)
#define PRESSES 4

struct person {
	struct machine *at;
	char id[37];
	char body[1200];
	int presses;
	int crowd;
	bool told;
};

static int crowds[MACHINES]; /* how often everybody at a display went home */

static const char REPORT[] =
	"{\"schema\":1,\"id\":\"%s\",\"catalogue\":\"1.0\",\"channel\":\"web\",\"lang\":\"nl\","
	"\"actor\":{\"kind\":\"guest\",\"ref\":\"\"},\"branch\":\"home\",\"kind\":\"repair\",\"unit\":\"A-%d\","
	"\"room\":\"BAD\",\"object\":\"KRAAN\",\"fault\":\"%s\",\"words\":\"%s\",\"answers\":{},"
	"\"when\":{\"slots\":[],\"call\":true},\"contact\":{\"name\":\"M. de Vries\",\"phone\":\"0612345678\","
	"\"mail\":\"\",\"via\":\"phone\"},\"first_contact\":true,\"t\":1}";

static void make_id(uint64_t *dice, char out[37])
{
	uint64_t ms = (uint64_t)world->now, a = disk_dice(dice), b = disk_dice(dice);

	snprintf(out, 37, "%08x-%04x-7%03x-%04x-%012llx", (unsigned)(ms >> 16), (unsigned)(ms & 0xffff),
		 (unsigned)(a & 0xfff), (unsigned)(0x8000 | (b >> 48 & 0x3fff)),
		 (unsigned long long)(b & 0xffffffffffff));
}

static void press(void *ctx);

/* What the display shows: the word "saved" is a receipt. */
static void answered(void *ctx, const struct net_reply *r)
{
	struct person *p = ctx;
	const char *at = r && r->len ? strstr(r->body, "\"receipt\":\"") : NULL;
	char receipt[16] = "";

	world_note("%s: display of %.8s: %d", p->at->name, p->id, r ? r->status : 0);
	if (!r)
		return;
	if ((r->status != 200 && r->status != 201) || !at) {
		if (!plot_may_refuse(p->at))
			world_fail("%s refused a report without reason: %d", p->at->name, r->status);
		return;
	}
	p->told = true;
	snprintf(receipt, sizeof receipt, "%.12s", at + 11);
	ledger_shown(p->id, receipt);
}

static void look(void *ctx)
{
	struct person *p = ctx;

	if (!p->told && p->presses < PRESSES && p->crowd == crowds[p->at->number])
		press(p);
}

static void press(void *ctx)
{
	struct person *p = ctx;

	p->presses++;
	net_visit(p->at, "POST", "/api/v1/reports", p->body, answered, p);
	world_in(PATIENCE << p->presses, look, p);
}

/* What somebody says, from dice: its id, its words and all of it. */
static void say(uint64_t dice, struct person *p, char words[40])
{
	make_id(&dice, p->id);
	snprintf(words, 40, "hij druppelt %016llx", (unsigned long long)disk_dice(&dice));
	bool urgent = disk_roll(&dice, 4) == 0;
	snprintf(p->body, sizeof p->body, REPORT, p->id, (int)disk_roll(&dice, 3) + 1, urgent ? "LEK" : "DRP", words);
}

void plot_words(uint64_t dice, char *out, size_t cap)
{
	struct person p;
	char words[40];

	say(dice, &p, words);
	snprintf(out, cap, "%s", p.body);
}

void plot_report(int kiosk, uint64_t dice)
{
	struct person *p = calloc(1, sizeof *p);
	char words[40];

	p->at = &world->machines[KIOSK + kiosk];
	p->crowd = crowds[p->at->number];
	say(dice, p, words);
	ledger_tried(p->at->number, p->id, words);
	press(p);
}

void plot_people_leave(const struct machine *m)
{
	crowds[m->number]++;
}
