/* Connections: whose they are, and how long they may keep us waiting.
 *
 * The library times the head of a request and idle connections. What it leaves open is timed here:
 * a body must keep coming (1 KiB/s after 10 s, 120 s in all), a late answer must come (120 s), and
 * a client that sends bytes or hangs up while its answer is pending is dropped, because the library
 * would spin on it (row 12 of the notes).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "shared/base/log.h"
#include "shared/io/http_inside.h"

#define SECOND_US INT64_C(1000000)
#define TICK_US (SECOND_US / 4)
#define GRACE_S 10
#define RATE 1024 /* bytes a second, both ways */
#define BODY_TOTAL_S 120
#define LATER_TOTAL_S 120

/* ---- addresses ---------------------------------------------------------------------------- */

bool conn_peer(int fd, char out[64], bool *ret_loopback)
{
	struct sockaddr_storage ss = { 0 };
	socklen_t len = sizeof(ss);

	out[0] = '\0';
	*ret_loopback = false;
	if (getpeername(fd, (struct sockaddr *)&ss, &len) != 0)
		return false;
	if (ss.ss_family == AF_INET)
		inet_ntop(AF_INET, &((struct sockaddr_in *)&ss)->sin_addr, out, 64);
	else if (ss.ss_family == AF_INET6)
		inet_ntop(AF_INET6, &((struct sockaddr_in6 *)&ss)->sin6_addr, out, 64);
	if (strncmp(out, "::ffff:", 7) == 0)
		memmove(out, out + 7, strlen(out + 7) + 1);
	*ret_loopback = strncmp(out, "127.", 4) == 0 || strcmp(out, "::1") == 0;
	return true;
}

struct conn *conn_of(struct http *h, struct lws *wsi)
{
	struct conn *c = lws_get_opaque_user_data(wsi);

	if (c)
		return c;
	c = mem_new(1, sizeof(*c));
	c->http = h;
	c->wsi = wsi;
	conn_peer(lws_get_socket_fd(wsi), c->peer, &c->loopback);
	c->since = lws_now_usecs();
	c->next = h->conns;
	if (c->next)
		c->next->prev = c;
	h->conns = c;
	h->conn_count++;
	lws_set_opaque_user_data(wsi, c);
	return c;
}

void conn_gone(struct conn *c)
{
	lws_sul_cancel(&c->tick);
	lws_set_opaque_user_data(c->wsi, NULL);
	if (c->ex)
		exchange_orphan(c->ex);
	if (c->prev)
		c->prev->next = c->next;
	else
		c->http->conns = c->next;
	if (c->next)
		c->next->prev = c->prev;
	c->http->conn_count--;
	free(c);
}

/* ---- deadlines ---------------------------------------------------------------------------- */

/* Close from outside a callback; what lies unsent in the library's buffers is dropped with it. */
void conn_kill(struct conn *c)
{
	c->killed = true;
	lws_sul_cancel(&c->tick);
	lws_set_timeout(c->wsi, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_ASYNC);
}

/* Has the client sent something, or hung up, while it should be listening? Input stuck in the
 * library's buffers names no connection, so it must be seen twice before it counts. */
static bool is_stray(struct conn *c)
{
	char byte;

	if (recv(lws_get_socket_fd(c->wsi), &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0)
		return true;
	if (lws_service_adjust_timeout(lws_get_context(c->wsi), 1, 0) == 0)
		c->suspect++;
	else
		c->suspect = 0;
	return c->suspect >= 2;
}

static bool is_slow(const struct exchange *ex, size_t bytes, int64_t total_s)
{
	int64_t s = (lws_now_usecs() - ex->began) / SECOND_US;

	return s >= total_s || (s >= GRACE_S && bytes < (size_t)s * RATE);
}

/* A late answer that never comes, or a reply that nobody takes. */
static bool is_overdue(const struct exchange *ex)
{
	if (ex && ex->state == EX_LATER)
		return lws_now_usecs() - ex->began > LATER_TOTAL_S * SECOND_US;
	return ex && ex->state == EX_SENDING && is_slow(ex, ex->sent, INT64_MAX);
}

static void tick_due(lws_sorted_usec_list_t *sul)
{
	struct conn *c = lws_container_of(sul, struct conn, tick);
	struct exchange *ex = c->ex;
	bool pending = ex ? ex->state == EX_LATER || ex->state == EX_SENDING
			  : lws_partial_buffered(c->wsi) != 0;

	if (ex && ex->state == EX_BODY) {
		if (is_slow(ex, ex->rq.body_len, BODY_TOTAL_S)) {
			log_line(LOG_INFO, "http.slow", "body=%zu of=%zu", ex->rq.body_len,
				 ex->length);
			conn_kill(c);
			return;
		}
		conn_watch(c);
		return;
	}
	if (!pending)
		return;
	if (is_stray(c) || is_overdue(ex))
		conn_kill(c);
	else
		conn_watch(c);
}

void conn_watch(struct conn *c)
{
	bool body = c->ex && c->ex->state == EX_BODY;

	lws_sul_schedule(lws_get_context(c->wsi), 0, &c->tick, tick_due,
			 body ? SECOND_US : TICK_US);
}
