/* DIR/admin.sock: how a writing subcommand reaches the one writer, a running `serve`.
 *
 * Mode 0600, and the peer must be the same user (or root). One question per connection:
 * a line of JSON {"verb","values":{flag:value},"rest":[…]}, then the raw input, then end of stream.
 * Answer: a line with the outcome's slug, then the text for the user.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_ADMIN_H
#define SERVER_ADMIN_H

#include <stdbool.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

struct admin;
struct app;
struct args;
struct verb;

/* Client: let the server run the verb; its text is appended to out, its outcome returned.
 * ERR_LOCKED: somebody holds the lock but does not listen. */
int admin_ask(const char *dir, const struct verb *v, const struct args *a,
	      const struct buf *input, struct buf *out) MUST_USE;

/* Server: listen with a thread of its own that only carries bytes; questions wait for
 * admin_turn. ERR_STORAGE: the socket cannot be made. */
int admin_open(struct app *app, struct admin **ret) MUST_USE;
/* In the loop thread, each turn: run the waiting question, if any. true: one ran. */
bool admin_turn(struct admin *ad);
/* After the turn's commit: let the answer go (stored: outcome of the commit). */
void admin_answer(struct admin *ad, int stored);
void admin_close(struct admin *ad);

#endif
