/* A kiosk's connections: one for each request, as the kiosk's own (shared/io/post) makes them; plain HTTP/1.1 without
 * waiting.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/bench/kiosks.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "shared/base/log.h"

#define HEADER 2048

void tries_add(struct tries *t, int64_t mono)
{
	int within = 1;
	for (int i = t->count - 1; i >= 0 && i >= t->count - TRIES_KEPT && mono - t->at[i % TRIES_KEPT] < MINUTE_MS; i--)
		within++;
	t->most = within > t->most ? within : t->most;
	t->at[t->count++ % TRIES_KEPT] = mono;
}

void kiosk_unheard(struct kiosk *k, int slot, const char *why)
{
	struct device_answer a = { .err = ERR_NETWORK, .why = why };
	k->crowd->failures++;
	tries_add(&k->failed, clock_mono(k->d.o.clock));
	device_answer(&k->d, slot, &a);
}

static void hang_up(struct kiosk *k, struct line *l, const char *why)
{
	int slot = l->slot;
	close(l->fd);
	l->fd = l->slot = -1;
	buf_free(&l->out);
	buf_free(&l->in);
	if (slot >= 0)
		kiosk_unheard(k, slot, why);
}

static bool call(struct kiosk *k, struct line *l)
{
	const int one = 1;
	struct epoll_event e = { .events = EPOLLIN | EPOLLOUT | EPOLLET };
	l->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (l->fd < 0)
		die("bench.socket", "errno=%d", errno);
	setsockopt(l->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	e.data.u64 = (uint64_t)(k - k->crowd->kiosks) << 2 | (uint64_t)(l - k->lines);
	epoll_ctl(k->crowd->epoll, EPOLL_CTL_ADD, l->fd, &e);
	return !connect(l->fd, (struct sockaddr *)&k->crowd->to, sizeof k->crowd->to) || errno == EINPROGRESS;
}

static void send_more(struct kiosk *k, struct line *l)
{
	while (l->sent < l->out.len) {
		ssize_t n = send(l->fd, l->out.data + l->sent, l->out.len - l->sent, MSG_NOSIGNAL);
		if (n < 0 && (errno == EAGAIN || errno == ENOTCONN))
			return;
		if (n < 0) {
			hang_up(k, l, "net_down");
			return;
		}
		l->sent += (size_t)n;
	}
}

void kiosk_talk(struct kiosk *k)
{
	struct device_request rq = { 0 };
	if (k->crowd->enrolling && k != k->crowd->kiosks)
		k->d.want_news = k->d.want_site = false;
	while (device_next(&k->d, &rq)) {
		struct line *l = &k->lines[rq.slot];
		tries_add(&k->all, clock_mono(k->d.o.clock));
		l->slot = rq.slot;
		l->batch = k->d.flights[rq.slot].kind == KIND_BATCH && k->d.flights[rq.slot].count > 0;
		l->began = now_us();
		l->sent = 0;
		buf_clear(&l->out);
		buf_fmt(&l->out, "%s %s HTTP/1.1\r\nhost: %s\r\n", rq.method, rq.target, k->crowd->authority);
		buf_add(&l->out, rq.headers.data, rq.headers.len);
		if (strcmp(rq.method, "GET"))
			buf_fmt(&l->out, "content-length: %zu\r\n", rq.body.len);
		buf_str(&l->out, "\r\n");
		buf_add(&l->out, rq.body.data, rq.body.len);
		buf_free(&rq.headers);
		buf_free(&rq.body);
		memset(&rq, 0, sizeof rq);
		if (l->fd < 0 && !call(k, l))
			hang_up(k, l, "net_refused");
		else
			send_more(k, l);
	}
	int64_t wait = device_wait(&k->d);
	k->wake = wait < 0 ? INT64_MAX : now_us() + wait * 1000;
	if (!device_busy(&k->d))
		buf_free(&k->d.text);
}

/* ---- answers --------------------------------------------------------------------------------- */

static const char *header(const char *head, const char *name, char out[HEADER])
{
	size_t n = strlen(name);
	out[0] = '\0';
	for (const char *p = strstr(head, "\r\n"); p; p = strstr(p + 2, "\r\n")) {
		if (strncasecmp(p + 2, name, n) || p[2 + n] != ':')
			continue;
		const char *from = p + 3 + n + (p[3 + n] == ' '), *end = strstr(from, "\r\n");
		size_t len = end && end - from < HEADER ? (size_t)(end - from) : 0;
		memcpy(out, from, len);
		out[len] = '\0';
		return out;
	}
	return NULL;
}

static void note_time(struct crowd *c, double ms)
{
	if (c->times_count == c->times_room) {
		c->times_room = c->times_room ? 2 * c->times_room : 4096;
		c->times = realloc(c->times, (size_t)c->times_room * sizeof *c->times);
	}
	c->times[c->times_count++] = ms;
}

static void answer(struct kiosk *k, struct line *l, const char *head, const char *body, size_t len)
{
	char type[HEADER], digest[HEADER], input[HEADER], sig[HEADER];
	struct device_answer a = {
		.status = atoi(head + 9), .body = body, .len = len,
		.type = header(head, "content-type", type), .digest = header(head, "content-digest", digest),
		.input = header(head, "signature-input", input), .signature = header(head, "signature", sig),
	};
	int slot = l->slot;
	l->slot = -1;
	if (a.status != 200) {
		k->crowd->failures++;
		tries_add(&k->failed, clock_mono(k->d.o.clock));
	} else if (l->batch) {
		note_time(k->crowd, (double)(now_us() - l->began) / 1e3);
	}
	device_answer(&k->d, slot, &a);
	if (k->crowd->reports)
		k->d.credit_items = k->crowd->reports;
	hang_up(k, l, "");
}

/* Is a whole reply there? */
static void look(struct kiosk *k, struct line *l)
{
	char length[HEADER];
	char *end = l->in.len ? strstr(l->in.data, "\r\n\r\n") : NULL;
	if (!end)
		return;
	end[2] = '\0'; /* the head is searched as text */
	const char *n = header(l->in.data, "content-length", length);
	size_t want = n ? (size_t)atol(n) : 0, head = (size_t)(end + 4 - l->in.data);
	if (l->in.len - head >= want && l->slot >= 0)
		answer(k, l, l->in.data, l->in.data + head, want);
	else
		end[2] = '\r';
}

void line_ready(struct kiosk *k, struct line *l, unsigned events)
{
	if (l->fd < 0)
		return;
	if (events & EPOLLOUT)
		send_more(k, l);
	while (l->fd >= 0) {
		ssize_t n = recv(l->fd, buf_room(&l->in, 16384), 16384, 0);
		if (n < 0 && errno == EAGAIN)
			break;
		if (n <= 0) {
			hang_up(k, l, "net_down");
			break;
		}
		l->in.len += (size_t)n;
		l->in.data[l->in.len] = '\0';
		look(k, l);
	}
	kiosk_talk(k);
}
