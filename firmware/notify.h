/* Telling systemd how we are: READY=1, STATUS=, WATCHDOG=1, STOPPING=1 over $NOTIFY_SOCKET.
 *
 * Without that variable every call does nothing.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef FIRMWARE_NOTIFY_H
#define FIRMWARE_NOTIFY_H

struct loop;
struct notify;

/* Start feeding the watchdog of $WATCHDOG_USEC from the loop, at half its period. */
struct notify *notify_start(struct loop *l);
void notify_free(struct notify *n);
/* Send one line, e.g. "READY=1\nSTATUS=serving". */
void notify_say(const char *line);

#endif
