/* How many may stand at the door: caps on connections and on what they make us hold.
 *
 * Debian's libwebsockets has no limits per peer, so they are here. A connection is a stranger until
 * somebody logged in, or a device with a right signature, asked something on it. Strangers of one
 * address are few; when a cap is reached the stranger that has been idle longest goes first, then the
 * longest idle of all, and only when everybody is at work the newcomer is sent away (503, 429) before
 * his head is read. Bodies under way share one room, so that a thousand large uploads cannot fill the
 * memory. Connections of this machine do not count against an address unless count_loopback says so:
 * a proxy in front speaks for everybody.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "shared/base/log.h"
#include "shared/io/http_inside.h"

#define RETRY_S 2
#define SPARED 32 /* looks at whoever is next to go, for one newcomer */
#define FIRST_PIECE 4096
#define OWNED_MOST 4 /* connections of one device */

/* ---- connections -------------------------------------------------------------------------- */

static bool is_idle(const struct conn *c)
{
	return !c->ex && !c->live && !c->killed;
}

/* Is a a better one to send away than b (NULL: any is)? */
static bool goes_first(const struct conn *a, const struct conn *b)
{
	if (!b || a->known != b->known)
		return !b || !a->known;
	return a->since < b->since;
}

/* The idle connection to be closed for another; peer NULL: whoever's. */
static struct conn *find_victim(const struct http *h, const char *peer)
{
	struct conn *found = NULL;

	for (struct conn *c = h->conns; c; c = c->next) {
		if (is_idle(c) && (!peer || strcmp(c->peer, peer) == 0) && goes_first(c, found))
			found = c;
	}
	return found;
}

/* Has it a request under way that was not read yet? Then it is not idle, only unheard. */
static bool speaks(const struct conn *c)
{
	char byte;

	return recv(lws_get_socket_fd(c->wsi), &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

/* Only from the listener's callback: no other connection is being served then. */
static bool make_room(struct http *h, const char *peer)
{
	struct conn *c = find_victim(h, peer);

	for (int i = 0; c && speaks(c) && i < SPARED; i++) {
		c->since = lws_now_usecs();
		c = find_victim(h, peer);
	}
	if (!c)
		return false;
	h->dropped++;
	c->killed = true;
	lws_sul_cancel(&c->tick);
	lws_set_timeout(c->wsi, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_SYNC);
	return true;
}

/* One short word to whoever is sent away; he may not hear it. */
static bool send_away(struct http *h, int fd, int err, int count)
{
	char text[160];
	int n = snprintf(text, sizeof(text), "HTTP/1.1 %d \r\nRetry-After: %d\r\n"
			 "Connection: close\r\nContent-Length: 0\r\n\r\n",
			 err_row(err)->status, RETRY_S);

	h->refused++;
	log_line(LOG_INFO, "http.full", "why=%s connections=%d", err_slug(err), count);
	if (!h->o.tls_cert && send(fd, text, (size_t)n, MSG_DONTWAIT | MSG_NOSIGNAL) == n)
		shutdown(fd, SHUT_WR);
	return false;
}

static void count_peer(const struct http *h, const char *peer, int *ret_all, int *ret_strangers)
{
	*ret_all = *ret_strangers = 0;
	for (const struct conn *c = h->conns; c; c = c->next) {
		if (c->killed || strcmp(c->peer, peer) != 0)
			continue;
		++*ret_all;
		*ret_strangers += !c->known;
	}
}

bool crowd_admits(struct http *h, int fd)
{
	char peer[64];
	bool loopback;
	int all, strangers;

	/* One more than that and accept(2) would fail, which the library meets by trying for ever. */
	if (h->conn_count >= h->conn_most && !make_room(h, NULL))
		return send_away(h, fd, ERR_BUSY, h->conn_count);
	if (!conn_peer(fd, peer, &loopback) || (loopback && !h->o.count_loopback))
		return true;
	count_peer(h, peer, &all, &strangers);
	if ((h->o.per_address <= 0 || all < h->o.per_address) &&
	    (h->o.strangers <= 0 || strangers < h->o.strangers))
		return true;
	return make_room(h, peer) || send_away(h, fd, ERR_SLOW_DOWN, all);
}

void http_owner(const struct request *rq, const char *name)
{
	struct conn *own = rq->wsi ? lws_get_opaque_user_data(rq->wsi) : NULL;
	struct conn *oldest = NULL;
	int count = 0;

	if (!own || strcmp(own->owner, name) == 0) /* it was counted when it came */
		return;
	own->known = true;
	snprintf(own->owner, sizeof(own->owner), "%s", name);
	for (struct conn *c = own->http->conns; c; c = c->next) {
		if (c->killed || strcmp(c->owner, name) != 0)
			continue;
		count++;
		if (c != own && (!oldest || (!oldest->ex == !c->ex ? c->since < oldest->since : !c->ex)))
			oldest = c;
	}
	if (count <= OWNED_MOST || !oldest)
		return;
	own->http->dropped++;
	conn_kill(oldest);
}

void http_load(const struct http *h, struct http_load *ret)
{
	*ret = (struct http_load){ .connections = h->conn_count, .held = (int64_t)h->held,
				   .dropped = h->dropped, .refused = h->refused };
}

/* ---- bodies ------------------------------------------------------------------------------- */

bool crowd_body_room(struct exchange *ex, size_t need)
{
	struct http *h = ex->http;
	size_t room = ex->room ? ex->room : FIRST_PIECE;
	char *grown;

	if (need <= ex->room)
		return true;
	while (room < need)
		room *= 2;
	if (room > ex->length)
		room = ex->length;
	if (h->held + (room - ex->room) > h->held_most) {
		log_line(LOG_WARN, "http.bodies", "held=%zu", h->held);
		return false;
	}
	grown = mem_new(room + 1, 1);
	if (ex->rq.body_len > 0)
		memcpy(grown, ex->body, ex->rq.body_len);
	free(ex->body);
	ex->body = grown;
	h->held += room - ex->room;
	ex->room = room;
	return true;
}

void crowd_body_free(struct exchange *ex)
{
	free(ex->body);
	ex->body = NULL;
	ex->rq.body = "";
	ex->http->held -= ex->room;
	ex->room = 0;
}
