/* Sends the mails of the outgoing queue: one at a time, in the worker, with backoff, never twice
 * (R41). Without a mail server they wait, visibly.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_NOTIFY_H
#define SERVER_NOTIFY_H

#include <stdint.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"

struct app;
struct notify;
struct outgoing;

struct notify *notify_open(struct app *app);
void notify_close(struct notify *n);
/* A mail was queued. Safe with NULL (commands, tests). */
void notify_nudge(struct notify *n);

/* The confirmation of a case as a mail. mail: filled by the call, in the reporter's language where
 * we have it. ERR_NOT_FOUND: the case has no mail address. */
struct mail;
int notify_compose(struct app *app, const struct outgoing *o, struct mail *ret) MUST_USE;
void notify_mail_free(struct mail *m);

/* Wait before attempt number `attempts` + 1: 1, 5, 15 min, 1 h, then every 4 h. */
int64_t notify_backoff(int64_t attempts);
/* After this many attempts a mail has failed and staff see it. */
#define NOTIFY_ATTEMPTS 12

#endif
