/* Tells when the network of this machine came up: an interface got its carrier, or an address.
 *
 * Owns one netlink socket that never blocks. Where the kernel refuses it, nothing is ever told and
 * whoever asks goes on by its own pauses.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_IO_LINK_WATCH_H
#define SHARED_IO_LINK_WATCH_H

#include <stdbool.h>
#include <stddef.h>

/* A descriptor, -1: not to be had. */
int link_watch_open(void);
void link_watch_close(int fd);
/* Did something come up since the last question? */
bool link_watch_up(int fd);

/* What one message of the kernel says; for link_watch_up and its tests. */
bool link_watch_says(const void *p, size_t n);

#endif
