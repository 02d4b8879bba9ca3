/* sd_notify(3) by hand: one datagram.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/notify.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "shared/base/buf.h"
#include "shared/base/text.h"
#include "shared/io/loop.h"

struct notify {
	struct loop_timer *timer; /* NULL: no watchdog */
	int64_t every_ms;
};

void notify_say(const char *line)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	if (!path || text_copy(to.sun_path, sizeof to.sun_path, path))
		return;
	socklen_t len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
	if (to.sun_path[0] == '@')
		to.sun_path[0] = '\0';
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	(void)!sendto(fd, line, strlen(line), MSG_NOSIGNAL, (struct sockaddr *)&to, len);
	close(fd);
}

static void feed(void *ctx)
{
	struct notify *n = ctx;
	notify_say("WATCHDOG=1");
	loop_timer_set(n->timer, n->every_ms);
}

struct notify *notify_start(struct loop *l)
{
	struct notify *n = mem_new(1, sizeof *n);
	const char *period = getenv("WATCHDOG_USEC");
	int64_t usec = 0;
	if (!period || !int_parse(period, 1000, INT64_MAX, &usec))
		return n;
	n->every_ms = usec / 2000;
	n->timer = loop_timer_new(l, feed, n);
	loop_timer_set(n->timer, n->every_ms);
	return n;
}

void notify_free(struct notify *n)
{
	if (n && n->timer)
		loop_timer_free(n->timer);
	free(n);
}
