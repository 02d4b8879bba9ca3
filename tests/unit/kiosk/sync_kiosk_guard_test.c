/* What looks after the kiosk's driver: the network that comes up, and a driver that stopped trying.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>

#include "shared/io/link_watch.h"
#include "tests/unit/kiosk/lobby.h"

static void a_driver_that_stopped_trying_is_made_anew(void **state)
{
	struct lobby *l = lobby_ready();
	int64_t cap = l->w->device.backoff.cap_ms;

	(void)state;
	l->t.device = l->w->device;
	world_pass(l->w, 3 * cap);
	assert_false(sync_guard_stalled(&l->t)); /* nothing waits */
	capture(l, 1, false);
	l->t.device = l->w->device;
	l->t.device.has_pending = false; /* it forgot */
	assert_true(sync_guard_stalled(&l->t));
	assert_true(l->t.device.has_pending);
	assert_false(sync_guard_stalled(&l->t));
	l->w->device = l->t.device;
	world_run(l->w, MINUTE_MS);
	assert_int_equal(pending(l), 0);
	lobby_close(l);
	PROVES("R62");
}

/* One message of the kernel. */
static size_t message(uint8_t out[256], int type, unsigned flags)
{
	struct nlmsghdr h = { .nlmsg_len = NLMSG_HDRLEN + sizeof(struct ifinfomsg), .nlmsg_type = (uint16_t)type };
	struct ifinfomsg link = { .ifi_flags = flags };

	memcpy(out, &h, sizeof h);
	memcpy(out + NLMSG_HDRLEN, &link, sizeof link);
	return NLMSG_ALIGN(h.nlmsg_len);
}

static void a_network_that_comes_up_is_told(void **state)
{
	uint8_t m[512];
	size_t n;
	int fd = link_watch_open();

	(void)state;
	assert_false(link_watch_up(fd)); /* nothing happened, and it does not wait */
	link_watch_close(fd);
	assert_false(link_watch_up(-1));
	assert_true(link_watch_says(m, message(m, RTM_NEWADDR, 0)));
	assert_true(link_watch_says(m, message(m, RTM_NEWLINK, IFF_UP | IFF_RUNNING)));
	assert_false(link_watch_says(m, message(m, RTM_NEWLINK, IFF_UP)));
	assert_false(link_watch_says(m, message(m, RTM_NEWLINK, IFF_UP | IFF_RUNNING | IFF_LOOPBACK)));
	assert_false(link_watch_says(m, message(m, RTM_DELADDR, 0)));
	n = message(m, RTM_NEWLINK, IFF_UP);
	n += message(m + n, RTM_NEWADDR, 0);
	assert_true(link_watch_says(m, n));
	for (size_t cut = 0; cut < n; cut++) /* whatever is cut off is not read */
		(void)link_watch_says(m, cut);
	memset(m, 0, sizeof m);
	assert_false(link_watch_says(m, sizeof m));
	PROVES("R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_driver_that_stopped_trying_is_made_anew),
		cmocka_unit_test(a_network_that_comes_up_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
