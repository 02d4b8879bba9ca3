/* One schedule played: people, faults, rest, audit.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_SIM_PLOT_H
#define TESTS_SIM_PLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/sim/faults.h"
#include "tests/sim/plan.h"

struct machine;

struct outcome {
	char failure[400]; /* "": all is well */
	uint64_t sum;      /* of the diary */
	int64_t events, rest_ms; /* rest: from the end of faults until nothing was left to do */
	int requests;
	int shown;
	int restarts;
	int busiest;       /* attempts in the busiest minute after faults end */
	int hits[FAULT_MOST];
};

/* A world that ran its first fill: every schedule begins as a copy (fork) of it. false: it came to
 * nothing, world->failure says why. */
bool plot_prepare(bool real_crypto, FILE *diary);
void plot_play(const struct plan *p, struct outcome *ret);

/* This fault took effect now. */
void plot_hit(int fault);
/* A fault of the disk of this machine may make its process end. */
void plot_excuse(struct machine *m, int64_t ms);
bool plot_excused(const struct machine *m);
/* What it lost on its disk lets it refuse reports for a while, and end itself once. */
void plot_pardon(struct machine *m, int64_t ms);
bool plot_may_refuse(const struct machine *m);
/* A copy of a machine is excused what that one is. */
void plot_excuse_alike(const struct machine *to, const struct machine *from);

/* Somebody sends a report at a kiosk. */
void plot_report(int kiosk, uint64_t dice);
/* A report as a display would send it, of which the ledger knows nothing. */
void plot_words(uint64_t dice, char *out, size_t cap);
/* An administrator's command at central, at its next look round. */
void plot_command(const char *verb, const char *word);
/* Somebody revokes this device, and somebody else then approves it by mistake: that must be refused. */
void plot_revoke_device(const char *prefix);
/* Faults end no sooner than this. */
void plot_linger(int64_t ms);

/* plot_enrol.c: enrolments. Before the first schedule: this kiosk. */
void plot_enrol(int kiosk);
/* Its device is revoked; after a while it is enrolled anew. false: that is going on already. */
bool plot_revoke(int kiosk);
/* The same after central was put back, before this kiosk heard of it. */
bool plot_revoke_unnoticed(int kiosk);
/* Those that were revoked and not enrolled anew, now. */
void plot_enrol_revoked(void);
/* Somebody enrols a machine over a line that loses the reply, then somebody else with the same code. */
bool plot_second_try(uint64_t dice);
/* The spare machine is in use until the end. false: it is already. */
bool plot_take_spare(void);
/* This kiosk may become a line that waits: from now on the office looks at its display. */
void plot_watch(struct machine *m);
/* Because it has a twin; the fault took effect when central begins such a line. */
void plot_twins(struct machine *m, int fault);
bool plot_has_twins(void);
void plot_line_begun(void);
/* The spare machine is a copy of m: it takes part in everything. */
void plot_clone_of(const struct machine *m);
/* Whoever stood at this display and has no word of "saved" goes home. */
void plot_people_leave(const struct machine *m);
void plot_run_once(struct machine *m, int (*program)(struct machine *m), const char *what);
int plot_kiosk_serve(struct machine *m);

/* Something was put back to an older state: what that makes the logs say is no alarm. */
void plot_turned_back(void);
bool plot_is_turned_back(void);
/* Were devices revoked, enrolled or given a new key since the beginning? */
bool plot_identities_changed(void);
/* One has now: a restore to before that would leave it to an administrator, as it should. */
void plot_identity_changes(void);

/* From wrap.c. */
void plot_heard(struct machine *m, const char *event);
void plot_died(struct machine *m, const char *event, const char *line);

#endif
