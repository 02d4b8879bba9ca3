/* Routing messages of the kernel, read as far as this question needs.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/io/link_watch.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ROUND 64 /* messages read at one go */

int link_watch_open(void)
{
	struct sockaddr_nl at = { .nl_family = AF_NETLINK,
		.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);

	if (fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0)
		return fd;
	link_watch_close(fd);
	return -1;
}

void link_watch_close(int fd)
{
	if (fd >= 0)
		close(fd);
}

/* The body of a message, copied so that it is aligned. */
static bool body(const uint8_t *p, const struct nlmsghdr *h, void *out, size_t n)
{
	if (h->nlmsg_len < NLMSG_HDRLEN + n)
		return false;
	memcpy(out, p + NLMSG_HDRLEN, n);
	return true;
}

bool link_watch_says(const void *p, size_t n)
{
	const uint8_t *at = p;
	struct nlmsghdr h;
	struct ifinfomsg link;
	bool up = false;

	while (n >= sizeof h) {
		memcpy(&h, at, sizeof h);
		if (h.nlmsg_len < sizeof h || h.nlmsg_len > n)
			break;
		up = up || h.nlmsg_type == RTM_NEWADDR;
		if (h.nlmsg_type == RTM_NEWLINK && body(at, &h, &link, sizeof link))
			up = up || ((link.ifi_flags & IFF_RUNNING) && !(link.ifi_flags & IFF_LOOPBACK));
		size_t step = NLMSG_ALIGN(h.nlmsg_len);
		if (step > n)
			break;
		at += step;
		n -= step;
	}
	return up;
}

bool link_watch_up(int fd)
{
	uint8_t text[8192];
	bool up = false;

	for (int i = 0; fd >= 0 && i < ROUND; i++) {
		ssize_t n = recv(fd, text, sizeof text, 0);

		if (n < 0 && errno == ENOBUFS)
			up = true; /* more happened than the kernel could tell */
		else if (n <= 0)
			break;
		else
			up = link_watch_says(text, (size_t)n) || up;
	}
	return up;
}
