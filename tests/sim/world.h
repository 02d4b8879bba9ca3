/* A world of whole machines in one thread: central and up to three kiosks, each running its real
 * `serve` as a coroutine between two looks at its loop.
 *
 * Owns time, chance, the order of everything, the machines and the diary of a run. Promises: the same
 * seed gives the same world to the last bit; nothing here knows an address, a hash order or the time of
 * day. The product sees this world through shared/io/loop.h, post.h, http.h, the disk and the clock.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_SIM_WORLD_H
#define TESTS_SIM_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "tests/faults/disk.h"

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define BEGINNING INT64_C(1795300000000) /* true time of the first moment, ms since 1970 UTC */

#define KIOSKS 3
enum { CENTRAL, KIOSK, SPARE = KIOSK + KIOSKS, MACHINES }; /* spare: for a second process, a second try */

struct loop;
struct http;
struct fiber;
struct world;

/* Something that happens inside a machine at its next look round. */
struct errand {
	struct errand *next;
	void (*fn)(void *ctx);
	void *ctx;
};

struct machine {
	int number;
	char name[12];
	bool up;                /* a process runs */
	bool doomed;            /* its power went or it was killed: gone at its next look round */
	bool stopping;          /* was asked to end */
	bool asleep;            /* suspended: nothing happens until it wakes */
	int boots;              /* of the process: a connection belongs to one of them */
	int machine_boots;      /* of the machine: its monotonic clock and boot id */
	int failures;           /* starts in a row that came to nothing */
	struct fiber *fiber;
	int (*program)(struct machine *m);
	bool once;              /* a command: it is not started again when it ends */
	int result;             /* what program returned last */
	struct loop *loop;      /* while a loop runs */
	struct http *http;      /* while it listens */
	struct errand *first, **last;
	int64_t rests;          /* busy until */
	bool called;            /* a look round is in the order of events */
	int64_t wake;           /* next look round on its own account, INT64_MAX: none */
	uint64_t wake_number;
	int64_t second;         /* of true time, and its looks round in it */
	int looks;
	int64_t wall_off;       /* its wall clock minus true time */
	int64_t mono_zero;      /* true time at which its monotonic clock was 0 */
	char boot_id[40];
	uint64_t dice;          /* what it takes for chance */
	struct disk *disk;
	char dir[64];           /* its data folder on that disk */
	int64_t crash_in;       /* calls of the disk that change something until it is killed, 0: never */
	enum disk_loss crash_loss;
	bool crash_power;       /* then the power goes, else the process alone */
	bool held;              /* somebody keeps it from starting by itself */
	int64_t armed_until;    /* for faults_crash.c */
	bool dark;              /* it lost power: its next start is a boot */
	const char *crash_at;   /* a named point of the product, NULL: none */
	int crash_fault;        /* row of FAULTS that is told of either, -1: none */
};

struct world {
	int64_t now;            /* true time */
	uint64_t seed, dice;
	uint64_t number;        /* of the last event */
	uint64_t sum;           /* of everything the diary got */
	int64_t events;
	struct happening **heap;
	int count, room;
	struct machine machines[MACHINES];
	int kiosks;             /* in use */
	struct machine *current; /* whose code runs, NULL: nobody's */
	FILE *diary;            /* NULL: only summed up */
	bool real_crypto;
	char failure[400];      /* what must never be, "" so far */
	void (*restarted)(struct machine *m); /* after a machine's disk came back from a cut */
	void (*crashed)(struct machine *m, int fault); /* something armed went off */
};

/* The one world of this process. */
extern struct world *world;

struct world *world_new(void);
/* From here on everything follows from seed. */
void world_seed(uint64_t seed);

/* A number below `below`, and one of 0..1 by chance per thousand, from the world's own dice. */
uint64_t world_roll(uint64_t below);
bool world_chance(int per_mille);

/* One line of the diary; part of the sum. */
void world_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Something must never happen and did: the first one stays. */
void world_fail(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* fn(ctx) after a while, in no machine. */
void world_in(int64_t ms, void (*fn)(void *ctx), void *ctx);
/* Let things happen until true time `until`, or nothing is left, or a failure. */
void world_run(int64_t until);

/* ---- machines ------------------------------------------------------------------------------- */

/* Start its process now. */
void machine_start(struct machine *m);
/* The process alone, on a disk that is in use. */
void machine_process(struct machine *m);
/* Ask it to end, as a service manager does. */
void machine_stop(struct machine *m);
/* kill -9 (no loss) or power cut. It comes back by itself after a while. */
void machine_kill(struct machine *m);
void machine_cut(struct machine *m, enum disk_loss loss);
/* From inside: this process ends here and now, as by abort(). */
void machine_abort(struct machine *m, const char *why) __attribute__((noreturn));
/* fn(ctx) inside the machine at its next look round. */
void machine_errand(struct machine *m, void (*fn)(void *ctx), void *ctx);
/* One more look round, soon. */
void machine_wake(struct machine *m);
/* From inside a loop: until something is to be done. false: the loop is to stop. */
bool machine_rest(struct machine *m, int64_t wake);
/* The errands that wait, one after the other. */
bool machine_next_errand(struct machine *m, struct errand *ret);
int64_t machine_wall(const struct machine *m);
int64_t machine_mono(const struct machine *m);
/* Arm its disk: at the nth change it is killed, or its power goes; fault hears of it. 0: disarm. */
void machine_crash_in(struct machine *m, int64_t nth, bool power, enum disk_loss loss, int fault);
/* Arm a named point of the product, NULL: disarm. */
void machine_crash_at(struct machine *m, const char *point, int fault);
void machine_sleep(struct machine *m, bool asleep);
/* This is its disk now. */
void machine_disk(struct machine *m, struct disk *d);

#endif
