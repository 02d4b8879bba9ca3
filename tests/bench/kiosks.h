/* Many kiosks in one process: the real engine of the protocol (shared/sync/device.h) over queues in memory and
 * sockets of their own, for the figures of a whole town at once (tests/bench/many).
 *
 * kiosks.c runs them, kiosks_store.c is their disk, kiosks_line.c their line. Nothing here is durable: what is
 * measured is central.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_BENCH_KIOSKS_H
#define TESTS_BENCH_KIOSKS_H

#include <netinet/in.h>

#include "shared/sync/device.h"

#define TRIES_KEPT 64 /* of each kiosk: the moments of its last tries */

struct item {
	struct buf text;
	uint8_t id[16], h[HASH_BYTES];
	bool acked;
};

struct crowd;

/* One connection and what is under way on it. */
struct line {
	int fd;              /* -1: none */
	int slot;            /* of the engine; -1: idle */
	bool batch;          /* with items */
	int64_t began;       /* us */
	struct buf out, in;
	size_t sent;
};

struct tries {
	int64_t at[TRIES_KEPT]; /* mono ms of the kiosk */
	int count;
	int most;               /* within one minute */
};

struct kiosk {
	struct crowd *crowd;
	struct device d;
	struct line lines[DEVICE_SLOTS];
	struct item *items;
	int count, acked, upto; /* upto: 1..upto are acknowledged */
	int64_t counters;
	char cursor[128];
	int64_t chain_n;        /* the last C(n) kept */
	uint8_t chain[HASH_BYTES];
	int64_t wake;           /* us: nothing to do before */
	struct tries failed, all;
};

struct crowd {
	struct kiosk *kiosks;
	int count;
	struct sockaddr_in to;
	char authority[64];
	int epoll;
	struct clock clock;
	int64_t ahead_ms;       /* by which their monotonic clocks were put on */
	int reports;            /* in a batch; 0: as many as fit */
	bool enrolling;         /* only the first reads news: the others have its cursor soon */
	struct buf dict;        /* number 1, from the first kiosk's news */
	double *times;          /* ms of every answered batch */
	int times_count, times_room;
	int64_t acked, lost, failures;
};

int64_t now_us(void);

/* The disk: give it to device_options, with the kiosk as its ctx. */
extern const struct device_store KIOSKS_STORE;

/* Send what the engine has to say, as far as lines are free. */
void kiosk_talk(struct kiosk *k);
/* A connection may be written to or read from. */
void line_ready(struct kiosk *k, struct line *l, unsigned events);
/* Tell the engine that nothing came back. */
void kiosk_unheard(struct kiosk *k, int slot, const char *why);
/* Count a try at this moment of the kiosk's clock. */
void tries_add(struct tries *t, int64_t mono);

#endif
