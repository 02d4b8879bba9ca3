/* Between the files of the faults only.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_SIM_FAULTS_INSIDE_H
#define TESTS_SIM_FAULTS_INSIDE_H

#include "tests/sim/faults.h"
#include "tests/sim/plan.h"
#include "tests/sim/world.h"

typedef void fault_begin(const struct act *a);

/* faults_net.c */
fault_begin begin_report, begin_line, begin_slow, begin_flap, begin_replay, begin_forge, begin_line_kill, begin_absence,
	begin_hostile;
void faults_net_end(void);
/* faults_crash.c */
fault_begin begin_crash_point, begin_crash_write, begin_kill, begin_restart, begin_long_stop, begin_boot_crash, begin_twice;
/* faults_disk.c */
fault_begin begin_disk_error, begin_disk_full, begin_read_only, begin_few_files;
void faults_disk_end(void);
/* faults_clock.c */
fault_begin begin_clock, begin_sleep;
void faults_clock_end(void);
/* faults_back.c */
fault_begin begin_put_back, begin_restore, begin_revoked_after;
/* faults_image.c */
fault_begin begin_rolled_back, begin_cloned;
/* faults_state.c */
fault_begin begin_revoke, begin_newer, begin_cursor, begin_second_try, begin_rotate, begin_rot;
void faults_state_end(void);

/* The machine an act is about: names that begin with "central" mean central, else its kiosk. */
struct machine *fault_machine(const struct act *a);
/* Some time between least and most, from the act's dice. */
int64_t fault_span(uint64_t *dice, int64_t least, int64_t most);

#endif
