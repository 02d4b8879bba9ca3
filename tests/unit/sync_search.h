/* A central that stands somewhere else than it said, and the questions a device then asks it one by one.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_SYNC_SEARCH_H
#define TESTS_UNIT_SYNC_SEARCH_H

#include "tests/unit/sync_say.h"

#define RND UINT64_C(0x2b2b2b2b2b2b2b2b) /* what this world's chance always says */
#define STRANGE "5555555555555555555555555555555555555555555555555555555555555555"

/* Delivered to the real central, which from now on says what the test wants, under another epoch. */
static inline struct world *fallen(int items)
{
	struct world *w = world_ready();

	for (int i = 0; i < items; i++)
		world_capture(w);
	world_run(w, MINUTE_MS);
	world_check_all(w);
	w->hub.epoch[31] = 'e';
	w->device.o.poll_ms = MINUTE_MS;
	w->device.poll_at = w->mono;
	return w;
}

static inline void say_stands(struct world *w, struct device_request *rq, const char *epoch, int64_t hwm, const char *chain,
		       int64_t safe)
{
	say(w, rq, 200, "\"epoch\":\"%s\",\"hwm\":%lld,\"chain\":\"%s\",\"safe_hwm\":%lld,\"ack\":[],\"results\":[]", epoch,
	    (long long)hwm, chain, (long long)safe);
}

/* A central that stands at hwm with something else than we have there. */
static inline void doubtful(struct world *w, int64_t hwm)
{
	struct device_request rq;

	asks(w, &rq);
	assert_string_equal(rq.target, "/sync/v1/batches");
	say_stands(w, &rq, w->hub.epoch, hwm, STRANGE, hwm);
}

static inline void asks_for(struct world *w, struct device_request *rq, int64_t seq)
{
	char want[64];

	asks(w, rq);
	snprintf(want, sizeof want, "/sync/v1/chain?seq=%lld", (long long)seq);
	assert_string_equal(rq->target, want);
	assert_int_equal(w->device.refill.asked, seq);
}

/* Central has our line up to `common`. */
static inline void say_chain(struct world *w, struct device_request *rq, int64_t seq, int64_t common)
{
	char chain[HEX32_TEXT];

	chain_of(w, seq, chain);
	say(w, rq, 200, "\"epoch\":\"%s\",\"seq\":%lld,\"chain\":\"%s\"", w->hub.epoch, (long long)seq,
	    seq <= common ? chain : STRANGE);
}

#endif
