/* From a number to a schedule and to text.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/sim/plan.h"

#include <stdlib.h>
#include <string.h>

#include "tests/sim/faults.h"
#include "tests/sim/world.h"

#define FAULTS_LEAST 20
#define FAULTS_MORE 4
#define REPORTS_LEAST 1
#define REPORTS_MORE 3
#define SHORTEST (2 * MINUTE)
#define LONGER (2 * MINUTE)
#define TWINS_PER_MILLE 400
#define BOTH_PER_MILLE 300

/* At most one a schedule, and drawn behind all others: of two of them nobody could say what is whose. The first often
 * comes to nothing: whatever was sent since the image was made, made no difference. */
static const char *const TWINS[] = { "kiosk-rolled-back", "kiosk-rolled-back", "kiosk-cloned" };

static int weighted(uint64_t *dice)
{
	int total = 0;

	for (int i = 0; i < FAULT_COUNT; i++)
		total += FAULTS[i].off ? 0 : FAULTS[i].weight;
	int at = (int)disk_roll(dice, (uint64_t)total);

	for (int i = 0; i < FAULT_COUNT; i++) {
		at -= FAULTS[i].off ? 0 : FAULTS[i].weight;
		if (at < 0)
			return i;
	}
	return 0;
}

static void add(struct plan *p, int fault, uint64_t *dice)
{
	int kiosk = (int)disk_roll(dice, (uint64_t)p->kiosks);
	int64_t at = 1 + (int64_t)disk_roll(dice, (uint64_t)p->horizon);
	uint64_t own = disk_dice(dice);

	p->acts[p->count++] = (struct act){ at, fault, kiosk, own };
}

static int by_time(const void *a, const void *b)
{
	int64_t x = ((const struct act *)a)->at, y = ((const struct act *)b)->at;

	return x < y ? -1 : x > y;
}

void plan_make(struct plan *p, uint64_t seed)
{
	static const int KIOSKS_OF[] = { 1, 1, 1, 1, 1, 1, 2, 2, 2, 3 };
	uint64_t dice = seed * 2 + 1;
	int report = fault_find("report");

	disk_dice(&dice);
	*p = (struct plan){ .seed = seed };
	p->kiosks = KIOSKS_OF[disk_roll(&dice, 10)];
	p->horizon = SHORTEST + (int64_t)disk_roll(&dice, LONGER);
	int reports = REPORTS_LEAST + (int)disk_roll(&dice, REPORTS_MORE);
	int faults = FAULTS_LEAST + (int)disk_roll(&dice, FAULTS_MORE);

	for (int i = 0; i < reports; i++)
		add(p, report, &dice);
	for (int i = 0; i < faults; i++)
		add(p, weighted(&dice), &dice);
	if (disk_roll(&dice, 1000) < TWINS_PER_MILLE)
		add(p, fault_find(TWINS[disk_roll(&dice, sizeof TWINS / sizeof TWINS[0])]), &dice);
	if (disk_roll(&dice, 1000) < BOTH_PER_MILLE)
		add(p, fault_find("kiosk-both-damaged"), &dice);
	qsort(p->acts, (size_t)p->count, sizeof p->acts[0], by_time);
}

void plan_print(const struct plan *p, FILE *to)
{
	fprintf(to, "plan seed=%llu kiosks=%d horizon=%lld\n", (unsigned long long)p->seed, p->kiosks,
		(long long)p->horizon);
	for (int i = 0; i < p->count; i++)
		fprintf(to, "%lld %s %d %llu\n", (long long)p->acts[i].at, FAULTS[p->acts[i].fault].name,
			p->acts[i].kiosk, (unsigned long long)p->acts[i].dice);
}

bool plan_read(struct plan *p, FILE *from)
{
	char line[200], name[80];
	unsigned long long seed, dice;
	long long at, horizon;
	int kiosk;

	*p = (struct plan){ 0 };
	while (fgets(line, sizeof line, from)) {
		if (line[0] == '#' || line[0] == '\n')
			continue;
		if (sscanf(line, "plan seed=%llu kiosks=%d horizon=%lld", &seed, &kiosk, &horizon) == 3) {
			p->seed = seed;
			p->kiosks = kiosk;
			p->horizon = horizon;
		} else if (sscanf(line, "%lld %79s %d %llu", &at, name, &kiosk, &dice) == 4 && p->count < ACTS &&
			   fault_find(name) >= 0) {
			p->acts[p->count++] = (struct act){ at, fault_find(name), kiosk, dice };
		} else {
			return false;
		}
	}
	return p->kiosks > 0 && p->kiosks <= KIOSKS;
}
