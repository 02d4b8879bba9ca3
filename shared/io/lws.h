/* What loop, http and post share about libwebsockets and show to nobody else.
 *
 * One context, one "base" virtual host without a listener: it carries the signal descriptor, the
 * wake-ups and the outgoing requests of post.c. Each http_open() adds a virtual host of its own.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_IO_LWS_H
#define SHARED_IO_LWS_H

#include <signal.h>

#include <libwebsockets.h>

#include "shared/io/loop.h"

/* Called at the end of every turn with what turn_end said. Lives in its owner's struct. */
struct loop_hook {
	void (*fn)(void *ctx, int outcome);
	void *ctx;
	struct loop_hook *next;
};

struct work;
struct post;

struct loop {
	struct loop_options options;
	struct lws_context *context;
	struct lws_vhost *base;
	struct loop_hook *hooks;
	struct loop_timer *timers; /* the next one due first */
	int64_t armed_us;          /* when the timer descriptor will wake us, 0: not set */
	struct work *work; /* NULL until the first job */
	struct work *work_long; /* the same for long ones */
	struct post *posts; /* requests under way */
	void (*reload)(void *ctx);
	void *reload_ctx;
	int signal_fd; /* both closed by the library */
	int timer_fd;
	sigset_t old_mask;
	bool stop;
};

void loop_hook_add(struct loop *l, struct loop_hook *h);
void loop_hook_remove(struct loop *l, struct loop_hook *h);

/* Connections there are descriptors for, at most options.max_connections. */
int loop_room(const struct loop *l);

/* timer.c: run what is due; at the end make every timer a dead one. */
void timers_due(struct loop *l);
void timers_forget(struct loop *l);

/* work.c: a worker thread; NULL is fine. work_finish runs done() of every finished job in the loop
 * thread; work_stop waits for the running job and forgets the rest. */
void work_finish(struct work *w);
void work_stop(struct work *w);

/* post.c: callbacks of an outgoing request; opaque user data of wsi is the request. */
int post_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
		  size_t len);
/* Go on with requests whose name was found. */
void post_names(struct loop *l);
/* Forget every request under way without a word; the loop is closing. */
void post_drop_all(struct loop *l);

#endif
