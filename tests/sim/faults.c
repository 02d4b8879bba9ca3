/* The table itself; what each row does stands in faults_net.c, faults_crash.c, faults_disk.c,
 * faults_clock.c, faults_back.c, faults_image.c and faults_state.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/sim/faults.h"

#include <string.h>

#include "tests/sim/faults_inside.h"

const struct fault FAULTS[] = {
	{ "report", "", 0, begin_report, NULL },

	{ "kiosk-at-commit.before", "1", 10, begin_crash_point, NULL },
	{ "kiosk-at-commit.after", "3", 10, begin_crash_point, NULL },
	{ "kiosk-at-spool.before", "2", 14, begin_crash_point, NULL },
	{ "kiosk-at-spool.written", "2", 14, begin_crash_point, NULL },
	{ "kiosk-at-sync.built", "4", 10, begin_crash_point, NULL },
	{ "kiosk-at-sync.sent", "5", 12, begin_crash_point, NULL },
	{ "kiosk-at-sync.replied", "6", 15, begin_crash_point, NULL },
	{ "kiosk-at-sync.stored", "6", 28, begin_crash_point, NULL },
	{ "kiosk-killed-at-write", "1 4", 10, begin_crash_write, NULL },
	{ "kiosk-killed-at-ack", "6 7", 16, begin_line_kill, NULL },
	{ "kiosk-killed-at-page", "10", 20, begin_line_kill, NULL },
	{ "kiosk-power-all", "11", 10, begin_crash_write, NULL },
	{ "kiosk-power-torn", "12", 10, begin_crash_write, NULL },
	{ "kiosk-power-some", "12", 10, begin_crash_write, NULL },
	{ "kiosk-power-at-boot", "13", 10, begin_boot_crash, NULL },
	{ "kiosk-killed", "3 5", 10, begin_kill, NULL },
	{ "kiosk-restart", "54", 10, begin_restart, NULL },

	{ "central-at-commit.after", "8", 18, begin_crash_point, NULL },
	{ "central-at-commit.before", "9", 14, begin_crash_point, NULL },
	{ "central-at-sync.taken", "9", 15, begin_crash_point, NULL },
	{ "central-at-case.stored", "9", 22, begin_crash_point, NULL },
	{ "central-killed-at-write", "8 9", 14, begin_crash_write, NULL },
	{ "central-power-all", "8 11", 13, begin_crash_write, NULL },
	{ "central-power-torn", "12", 13, begin_crash_write, NULL },
	{ "central-power-some", "12", 13, begin_crash_write, NULL },
	{ "central-killed", "8", 10, begin_kill, NULL },
	{ "central-restart", "54", 10, begin_restart, NULL },
	{ "central-newer", "54", 14, begin_newer, NULL },
	{ "central-away", "56", 10, begin_long_stop, NULL },

	{ "kiosk-disk-eio-sync", "14", 18, begin_disk_error, NULL },
	{ "central-disk-eio-sync", "14", 28, begin_disk_error, NULL },
	{ "kiosk-disk-eio-write", "14", 14, begin_disk_error, NULL },
	{ "central-disk-eio-write", "14", 24, begin_disk_error, NULL },
	{ "kiosk-disk-short", "23", 45, begin_disk_error, NULL },
	{ "central-disk-short", "23", 45, begin_disk_error, NULL },
	{ "kiosk-disk-eintr", "23", 45, begin_disk_error, NULL },
	{ "central-disk-eintr", "23", 45, begin_disk_error, NULL },
	{ "kiosk-disk-full", "15", 45, begin_disk_full, NULL },
	{ "central-disk-full", "16", 45, begin_disk_full, NULL },
	{ "kiosk-read-only", "17", 45, begin_read_only, NULL },
	{ "central-read-only", "17", 45, begin_read_only, NULL },
	{ "kiosk-few-files", "25", 45, begin_few_files, NULL },
	{ "central-few-files", "25", 45, begin_few_files, NULL },
	{ "kiosk-page-damaged", "18", 14, begin_rot, NULL },
	{ "kiosk-spool-damaged", "19", 16, begin_rot, NULL },
	{ "kiosk-database-empty", "21", 26, begin_rot, NULL },
	{ "kiosk-both-damaged", "20", 0, begin_rot, NULL }, /* drawn apart, see plan.c */
	{ "central-page-damaged", "22", 0, NULL, "nobody restores a central that stopped writing here; restore_test plays it" },

	{ "replayed", "26", 45, begin_replay, NULL },
	{ "line-mixed", "27", 45, begin_slow, NULL },
	{ "line-repeat", "28", 45, begin_line, NULL },
	{ "line-cut-request", "29", 45, begin_line, NULL },
	{ "line-spoil-request", "30", 45, begin_line, NULL },
	{ "line-spoil-reply", "31", 45, begin_line, NULL },
	{ "line-cut-reply", "31", 45, begin_line, NULL },
	{ "line-swap-reply", "31", 45, begin_line, NULL },
	{ "line-deaf", "5 31", 45, begin_line, NULL },
	{ "line-portal", "32", 45, begin_line, NULL },
	{ "line-down", "58", 45, begin_line, NULL },
	{ "line-certificate", "47 48", 45, begin_line, NULL },
	{ "line-no-name", "58", 45, begin_line, NULL },
	{ "line-one-kind", "60", 45, begin_line, NULL },
	{ "line-loss-30", "57", 45, begin_line, NULL },
	{ "line-loss-95", "57", 45, begin_line, NULL },
	{ "line-slow", "57", 45, begin_slow, NULL },
	{ "line-late", "57", 45, begin_line, NULL },
	{ "line-flap", "57", 45, begin_flap, NULL },
	{ "line-absence", "56", 9, begin_absence, NULL },
	{ "forged", "64", 45, begin_forge, NULL },
	{ "hostile-words", "35 36 37 38", 45, begin_hostile, NULL },

	{ "kiosk-clock-1970", "45", 10, begin_clock, NULL },
	{ "kiosk-clock-ahead", "45", 10, begin_clock, NULL },
	{ "kiosk-clock-day", "45", 10, begin_clock, NULL },
	{ "central-clock-day", "46", 10, begin_clock, NULL },
	{ "kiosk-sleeps", "68", 45, begin_sleep, NULL },
	{ "central-sleeps", "68", 45, begin_sleep, NULL },

	{ "kiosk-twice", "67", 10, begin_twice, NULL },
	{ "cursor-forged", "66", 11, begin_cursor, NULL },
	{ "revoked", "50", 10, begin_revoke, NULL },
	{ "enrol-second-try", "51", 11, begin_second_try, NULL },
	{ "central-put-back", "41 42", 16, begin_put_back, NULL },
	{ "central-restored", "40 42", 22, begin_restore, NULL },
	{ "revoked-after-restore", "40 50", 24, begin_revoked_after, NULL },
	{ "kiosk-rolled-back", "43", 0, begin_rolled_back, NULL }, /* drawn apart, see plan.c */
	{ "kiosk-cloned", "44", 0, begin_cloned, NULL },
	{ "no-memory", "24", 0, NULL, "the world and the daemons share one heap; alloc_test fails each allocation" },
	{ "hostile-packing", "33 34", 0, NULL, "who cannot sign is refused before anything is unpacked; the vectors hold the signed ones" },
	{ "intake-key-unknown", "52", 0, NULL, "the audit knows no quarantine; road 25 plays it" },
	{ "kiosk-upgraded", "53", 0, NULL, "one program is linked here, not two; crash_test upgrades at every write" },
	{ "kiosk-aged", "55", 0, NULL, "one program is linked here, not two; sync_road_state_test plays it" },
	{ "poison-item", "59", 0, NULL, "the audit knows no quarantine; road 09 plays it" },
	{ "slow-clients", "63", 0, NULL, "requests are whole in this world; road 27 opens sockets" },
	{ "parent-late", "65", 0, NULL, "people here send reports, which have no parents; road 09 plays it" },
	{ "tables-full", "70", 0, NULL, "no schedule lasts long enough to fill a table; road 06 fills a log" },
	{ "keys-rotated", "49", 12, begin_rotate, NULL },
};

const int FAULT_COUNT = sizeof FAULTS / sizeof FAULTS[0];

int fault_find(const char *name)
{
	for (int i = 0; i < FAULT_COUNT; i++)
		if (!strcmp(FAULTS[i].name, name))
			return i;
	return -1;
}

struct machine *fault_machine(const struct act *a)
{
	return &world->machines[strncmp(FAULTS[a->fault].name, "central", 7) ? KIOSK + a->kiosk : CENTRAL];
}

int64_t fault_span(uint64_t *dice, int64_t least, int64_t most)
{
	return least + (int64_t)disk_roll(dice, (uint64_t)(most - least));
}

void faults_end(void)
{
	for (int i = 0; i < MACHINES; i++) {
		machine_crash_in(&world->machines[i], 0, false, DISK_LOSE_NOTHING, -1);
		machine_crash_at(&world->machines[i], NULL, -1);
	}
	faults_net_end();
	faults_disk_end();
	faults_clock_end();
	faults_state_end();
}
