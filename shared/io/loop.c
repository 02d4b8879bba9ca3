/* The event loop: one libwebsockets context on its default poll loop.
 *
 * Owns the context, the base virtual host and the signal descriptor. Signals arrive through
 * signalfd(2), so no handler runs at odd moments and no variable outlives a struct. Timers are in
 * timer.c, the worker thread in work.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/io/loop.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "shared/base/buf.h"
#include "shared/base/log.h"
#include "shared/io/lws.h"

#define DEFAULT_CONNECTIONS 1024
#define SPARE_FDS 64          /* files, listeners, outgoing requests beside the connections */
#define SERVICE_BUFFER 32768  /* above one TLS record, see the gate */
#define HEAD_BYTES 8192
#define PIECE_BYTES (256 * 1024) /* most bytes of one write that go out uncopied */
#define STEP_SECONDS 10       /* the library's own patience per step */

/* ---- signals and wake-ups ----------------------------------------------------------------- */

static void take_signals(struct loop *l)
{
	struct signalfd_siginfo si;

	while (read(l->signal_fd, &si, sizeof(si)) == (ssize_t)sizeof(si)) {
		log_line(LOG_NOTE, "loop.signal", "number=%u", si.ssi_signo);
		if (si.ssi_signo != SIGHUP)
			l->stop = true;
		else if (l->reload)
			l->reload(l->reload_ctx);
	}
}

static int base_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
			 size_t len)
{
	struct loop *l = lws_context_user(lws_get_context(wsi));

	if (reason == LWS_CALLBACK_RAW_RX_FILE) {
		if (lws_get_socket_fd(wsi) == l->signal_fd)
			take_signals(l);
		else
			timers_due(l);
		return 0;
	}
	if (reason == LWS_CALLBACK_EVENT_WAIT_CANCELLED) {
		work_finish(l->work);
		work_finish(l->work_long);
		post_names(l);
		return 0;
	}
	if (lws_get_opaque_user_data(wsi))
		return post_callback(wsi, reason, user, in, len);
	return 0;
}

static const struct lws_protocols BASE_PROTOCOLS[] = {
	{ "loop", base_callback, 0, SERVICE_BUFFER, 0, NULL, PIECE_BYTES },
	{ NULL, NULL, 0, 0, 0, NULL, 0 },
};

/* Let the poll loop watch a descriptor; the library closes it in the end. */
static int watch(struct loop *l, int file)
{
	lws_sock_file_fd_type fd = { .filefd = file };

	if (file < 0)
		return ERR_INTERNAL;
	if (lws_adopt_descriptor_vhost(l->base, LWS_ADOPT_RAW_FILE_DESC, fd, "loop", NULL))
		return OK;
	close(file);
	return ERR_INTERNAL;
}

static int open_descriptors(struct loop *l)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	l->signal_fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	l->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	if (watch(l, l->signal_fd) != OK || watch(l, l->timer_fd) != OK)
		return ERR_INTERNAL;
	return OK;
}

/* ---- opening and closing ------------------------------------------------------------------ */

/* What the library has to say is for whoever looks for it: a visitor can provoke most of it. */
static void say(int level, const char *line)
{
	size_t n = strcspn(line, "\n");

	(void)level;
	log_line(LOG_INFO, "lws", "said=%.*s", (int)n, line);
}

/* The library sizes its tables by the descriptor limit, so the limit is brought to what we need. */
static void limit_descriptors(int connections)
{
	struct rlimit rl;
	rlim_t want = (rlim_t)connections + SPARE_FDS;

	if (getrlimit(RLIMIT_NOFILE, &rl) != 0)
		return;
	rl.rlim_cur = want < rl.rlim_max ? want : rl.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &rl) != 0)
		log_line(LOG_WARN, "loop.limit", "wanted=%llu", (unsigned long long)want);
}

/* Descriptors that are neither a connection nor spare would make accept(2) fail. */
int loop_room(const struct loop *l)
{
	struct rlimit rl;
	int most = l->options.max_connections, spare;

	if (getrlimit(RLIMIT_NOFILE, &rl) != 0 || rl.rlim_cur >= (rlim_t)most + SPARE_FDS)
		return most;
	spare = rl.rlim_cur > 2 * SPARE_FDS ? SPARE_FDS : (int)rl.rlim_cur / 2;
	log_line(LOG_WARN, "loop.descriptors", "limit=%d connections=%d", (int)rl.rlim_cur,
		 (int)rl.rlim_cur - spare);
	return (int)rl.rlim_cur - spare;
}

static int open_context(struct loop *l)
{
	struct lws_context_creation_info info = {0};

	info.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS | LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT |
		       LWS_SERVER_OPTION_DISABLE_OS_CA_CERTS;
	info.user = l;
	info.gid = info.uid = (gid_t)-1;
	info.pt_serv_buf_size = SERVICE_BUFFER;
	info.max_http_header_data = HEAD_BYTES;
	info.timeout_secs = STEP_SECONDS;
	l->context = lws_create_context(&info);
	if (!l->context)
		return ERR_INTERNAL;

	info.port = CONTEXT_PORT_NO_LISTEN;
	info.vhost_name = "base";
	info.http_proxy_address = ""; /* else the library takes one from the environment */
	info.protocols = BASE_PROTOCOLS;
	info.options = LWS_SERVER_OPTION_DISABLE_OS_CA_CERTS;
	if (l->options.ca_file) {
		info.options |= LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
		info.client_ssl_ca_filepath = l->options.ca_file;
	}
	l->base = lws_create_vhost(l->context, &info);
	return l->base ? OK : ERR_INTERNAL;
}

int loop_open(const struct loop_options *o, struct loop **ret)
{
	struct loop *l = mem_new(1, sizeof(*l));
	int err;

	*ret = NULL;
	l->options = *o;
	if (l->options.max_connections <= 0)
		l->options.max_connections = DEFAULT_CONNECTIONS;
	pthread_sigmask(SIG_SETMASK, NULL, &l->old_mask);
	lws_set_log_level(LLL_ERR | LLL_WARN, say);
	limit_descriptors(l->options.max_connections);
	err = open_context(l);
	if (err == OK)
		err = open_descriptors(l);
	if (err != OK) {
		loop_close(l);
		return err;
	}
	*ret = l;
	return OK;
}

void loop_close(struct loop *l)
{
	if (!l)
		return;
	work_stop(l->work);
	work_stop(l->work_long);
	post_drop_all(l);
	timers_forget(l);
	if (l->context)
		lws_context_destroy(l->context);
	pthread_sigmask(SIG_SETMASK, &l->old_mask, NULL);
	free(l);
}

/* ---- turns -------------------------------------------------------------------------------- */

static void end_turn(struct loop *l)
{
	int outcome = l->options.turn_end ? l->options.turn_end(l->options.ctx) : OK;

	for (struct loop_hook *h = l->hooks, *next; h; h = next) {
		next = h->next;
		h->fn(h->ctx, outcome);
	}
}

static void turn(struct loop *l)
{
	if (lws_service(l->context, 0) < 0)
		l->stop = true;
	end_turn(l);
}

void loop_run(struct loop *l)
{
	l->stop = false;
	end_turn(l);
	while (!l->stop)
		turn(l);
	loop_wake(l);
	turn(l); /* answers that were ready when the signal came */
}

void loop_run_until(struct loop *l, const bool *done)
{
	l->stop = false;
	end_turn(l);
	while (!l->stop && !*done)
		turn(l);
}

void loop_stop(struct loop *l)
{
	l->stop = true;
	loop_wake(l);
}

void loop_on_reload(struct loop *l, void (*fn)(void *ctx), void *ctx)
{
	l->reload = fn;
	l->reload_ctx = ctx;
}

void loop_wake(struct loop *l)
{
	lws_cancel_service(l->context);
}

void loop_hook_add(struct loop *l, struct loop_hook *h)
{
	h->next = l->hooks;
	l->hooks = h;
}

void loop_hook_remove(struct loop *l, struct loop_hook *h)
{
	for (struct loop_hook **at = &l->hooks; *at; at = &(*at)->next) {
		if (*at == h) {
			*at = h->next;
			return;
		}
	}
}
