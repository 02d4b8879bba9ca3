/* States and identities: revoked devices, forged cursors, files of a newer program, enrolments whose reply
 * is lost, new keys, files that rot.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sim/faults_inside.h"
#include "tests/sim/ledger.h"
#include "tests/sim/plot.h"
#include "tests/sim/sides.h"

#define NEWER "PRAGMA user_version = 999"
#define PAGE 4096

/* Write into the database of a machine that does not run. */
static bool edit(struct machine *m, const char *sql, int (*row)(void *ctx, int n, char **values, char **names), void *ctx)
{
	char path[DISK_PATH];
	sqlite3 *db = NULL;
	bool good;

	if (m->up)
		return false;
	disk_boot(m->disk);
	snprintf(path, sizeof path, "%s/portiek.db", m->dir);
	good = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
	       sqlite3_exec(db, sql, row, ctx, NULL) == SQLITE_OK;
	sqlite3_close_v2(db);
	world_note("edit of %s: %d", m->name, good);
	return good;
}

/* Stop it, do something to what it left, start it. */
struct pause {
	struct machine *m;
	const char *sql;
	char undo[48];
	int fault;
};

static void start(void *ctx)
{
	machine_start(ctx);
}

static void put_back(void *ctx)
{
	struct pause *p = ctx;

	machine_stop(p->m);
	if (p->m->up)
		world_fail("%s served a file of a newer program", p->m->name);
	if (!edit(p->m, p->undo, NULL, NULL)) { /* its disk has troubles */
		world_in(5 * SECOND, put_back, p);
		return;
	}
	p->m->held = false;
	machine_start(p->m);
	free(p);
}

static int version(void *ctx, int n, char **values, char **names)
{
	(void)n, (void)names;
	snprintf(ctx, 48, "PRAGMA user_version = %s", values[0]);
	return 0;
}

static void change(void *ctx)
{
	struct pause *p = ctx;

	if (!strcmp(p->sql, NEWER))
		(void)!edit(p->m, "PRAGMA user_version", version, p->undo);
	if (p->m->up || (!p->undo[0] && !strcmp(p->sql, NEWER)) || !edit(p->m, p->sql, NULL, NULL)) {
		p->m->held = false;
		world_in(SECOND, start, p->m);
		free(p);
		return;
	}
	plot_hit(p->fault);
	if (p->undo[0]) {
		machine_start(p->m);
		world_in(20 * SECOND, put_back, p);
		return;
	}
	p->m->held = false;
	machine_start(p->m);
	free(p);
}

static void pause_for(const struct act *a, struct machine *m, const char *sql)
{
	struct pause *p;

	if (!m->up || m->held || m->asleep || m->crash_in || m->crash_at)
		return;
	p = calloc(1, sizeof *p);
	*p = (struct pause){ .m = m, .sql = sql, .fault = a->fault };
	m->held = true;
	machine_stop(m);
	world_in(2 * SECOND, change, p);
}

void begin_newer(const struct act *a)
{
	pause_for(a, fault_machine(a), NEWER);
}

void begin_cursor(const struct act *a)
{
	static const char *const FORGED[] = {
		"UPDATE meta SET value = 'ffff' WHERE key = 'mirror.cursor'",
		"UPDATE meta SET value = '00112233445566778899aabbccddeeff-5' WHERE key = 'mirror.cursor'",
		"UPDATE meta SET value = value || '99999999' WHERE key = 'mirror.cursor'",
	};
	uint64_t dice = a->dice;

	pause_for(a, fault_machine(a), FORGED[disk_roll(&dice, 3)]);
}

void begin_revoke(const struct act *a)
{
	plot_report(a->kiosk, a->dice);
	if (plot_revoke(a->kiosk))
		plot_hit(a->fault);
}

void begin_second_try(const struct act *a)
{
	if (plot_second_try(a->dice))
		plot_hit(a->fault);
}

/* ---- what was written reads otherwise ------------------------------------------------------------ */

struct rot {
	struct machine *m;
	int fault;
	enum { SPOOL, PAGE_OF, WHOLE, BOTH } what;
	uint64_t dice;
	char name[DISK_PATH]; /* the newest piece of the spool */
};

static void newest_piece(void *ctx, const char *name, int64_t size)
{
	if (!strncmp(name, "data/spool/", 11) && strcmp(name, "data/spool/state") && size > 0)
		snprintf(ctx, DISK_PATH, "%s", name);
}

/* A file of noughts, or none of its bytes; what its journal has goes the same way. */
static bool empty(struct disk *d, int64_t size, bool noughts)
{
	char *all = calloc(1, (size_t)size);

	disk_put(d, "data/portiek.db", all, noughts ? (size_t)size : 0);
	free(all);
	if (disk_has(d, "data/portiek.db-wal"))
		disk_drop(d, "data/portiek.db-wal");
	return true;
}

/* One bit of the newest piece. */
static bool flip_spool(struct rot *r)
{
	struct disk *d = r->m->disk;

	disk_each(d, newest_piece, r->name);
	int64_t size = r->name[0] ? disk_size(d, r->name) : 0;

	return size > 0 && disk_flip(d, r->name, (int64_t)disk_roll(&r->dice, (uint64_t)size * 8));
}

static bool spoil(struct rot *r)
{
	struct disk *d = r->m->disk;
	uint8_t junk[PAGE];
	int64_t size;

	if (r->what == SPOOL)
		return flip_spool(r);
	size = disk_size(d, "data/portiek.db");
	if (r->what == BOTH) {
		if (plot_excused(r->m) || size <= 0)
			return false;
		ledger_kiosk_loses_both(r->m->number, d);
		plot_people_leave(r->m); /* who presses again could be given a second receipt */
		plot_watch(r->m);        /* marks it has no more and a central put back look like a twin to it */
		return flip_spool(r) && empty(d, size, disk_roll(&r->dice, 2));
	}
	if (r->what == WHOLE) /* where the spool could not be written of late both copies would be gone: row 20 */
		return !plot_excused(r->m) && size > 0 && empty(d, size, disk_roll(&r->dice, 2));
	for (size_t i = 0; i < sizeof junk; i++)
		junk[i] = (uint8_t)disk_roll(&r->dice, 256);
	return size >= PAGE && disk_rot(d, "data/portiek.db", (int64_t)disk_roll(&r->dice, (uint64_t)(size / PAGE)) * PAGE, junk, sizeof junk);
}

static void files_again(void *ctx)
{
	disk_open_limit(((struct machine *)ctx)->disk, -1);
}

/* The start that finds it has few descriptors. */
static void starve(struct machine *m, uint64_t *dice)
{
	disk_open_limit(m->disk, 1 + (int)disk_roll(dice, 12));
	plot_excuse(m, 3 * MINUTE);
	world_in(20 * SECOND, files_again, m);
}

static void rot_now(void *ctx)
{
	struct rot *r = ctx;

	if (!r->m->up) {
		disk_boot(r->m->disk);
		if (spoil(r)) {
			world_note("%s rots: %s", r->m->name, r->what == SPOOL ? r->name : r->what == PAGE_OF ? "a page" : "all of it");
			plot_hit(r->fault);
			if (r->what != SPOOL) { /* of what is safe nothing need be here, and the catalogue comes from central again */
				ledger_kiosk_went_back(r->m->number);
				plot_pardon(r->m, 10 * MINUTE);
				if (r->what == WHOLE && disk_roll(&r->dice, 3) == 0)
					starve(r->m, &r->dice);
			}
		}
	}
	r->m->held = false;
	machine_start(r->m);
	free(r);
}

void begin_rot(const struct act *a)
{
	struct machine *m = fault_machine(a);
	struct rot *r;

	plot_report(a->kiosk, a->dice);
	if (!m->up || m->held || m->asleep || m->crash_in || m->crash_at)
		return;
	r = calloc(1, sizeof *r);
	*r = (struct rot){ .m = m, .fault = a->fault, .dice = a->dice };
	if (!strcmp(FAULTS[a->fault].name, "kiosk-page-damaged"))
		r->what = PAGE_OF;
	else if (!strcmp(FAULTS[a->fault].name, "kiosk-database-empty"))
		r->what = WHOLE;
	else if (!strcmp(FAULTS[a->fault].name, "kiosk-both-damaged"))
		r->what = BOTH;
	m->held = true;
	machine_stop(m);
	world_in(2 * SECOND, rot_now, r);
}

/* ---- new keys ----------------------------------------------------------------------------------- */

static void ask_for_key(void *ctx)
{
	const struct machine *m = ctx;

	world_note("%s is asked for a new key: %d", m->name, simk_rotate(m->dir));
}

/* Of central or of a kiosk; replies may be lost on the way, and reports go on. */
void begin_rotate(const struct act *a)
{
	struct machine *central = &world->machines[CENTRAL], *m = &world->machines[KIOSK + a->kiosk];
	uint64_t dice = a->dice;
	bool servers = disk_roll(&dice, 3) == 0;

	plot_report(a->kiosk, dice);
	if (!central->up || !m->up || m->asleep)
		return;
	if (servers) {
		plot_command("key rotate", "server");
	} else if (!plot_has_twins()) { /* the twin's key would be dead: it would have to be enrolled anew */
		plot_identity_changes();
		machine_errand(m, ask_for_key, m);
	}
	plot_linger(MINUTE); /* chores see the question within half a minute */
	plot_hit(a->fault);
}

void faults_state_end(void)
{
	plot_enrol_revoked();
}
