/* The admin socket, both ends.
 *
 * Server side: one thread accepts, reads, waits, answers; it never touches the installation. The
 * question itself runs in the loop thread between two turns, so there is still one writer.
 * Left out on purpose: several questions at once.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/admin.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "server/app.h"
#include "server/command.h"
#include "shared/base/crash.h"
#include "shared/base/log.h"
#include "shared/base/val.h"
#include "shared/io/loop.h"

#define QUESTION_CAP (65u << 20)

enum slot { SLOT_FREE, SLOT_ASKED, SLOT_RAN, SLOT_DONE };

struct admin {
	struct app *app;
	int listener;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	enum slot slot;
	bool stopping;
	struct buf question, answer;
	int outcome;
};

/* ---- bytes -------------------------------------------------------------------------------- */

static bool send_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t sent = send(fd, p, n, MSG_NOSIGNAL);
		if (sent <= 0)
			return false;
		p += sent;
		n -= (size_t)sent;
	}
	return true;
}

static bool receive_all(int fd, struct buf *out)
{
	for (;;) {
		ssize_t got = recv(fd, buf_room(out, 65536), 65536, 0);
		if (got < 0 || out->len > QUESTION_CAP)
			return false;
		if (!got)
			return true;
		out->len += (size_t)got;
		out->data[out->len] = '\0';
	}
}

static bool address_of(const char *dir, struct sockaddr_un *ret)
{
	memset(ret, 0, sizeof *ret);
	ret->sun_family = AF_UNIX;
	int n = snprintf(ret->sun_path, sizeof ret->sun_path, "%s/admin.sock", dir);
	return n > 0 && (size_t)n < sizeof ret->sun_path;
}

/* ---- the asking end ----------------------------------------------------------------------- */

static void put_question(const struct verb *v, const struct args *a, struct buf *out)
{
	VAL(q) = val_object();
	val_put_str(q, "verb", v->name);
	struct val *values = val_put_object(q, "values");
	for (int i = 0; a->flags && a->flags[i].name; i++)
		if (a->values[i])
			val_put_str(values, a->flags[i].name, a->values[i]);
	struct val *rest = val_put_array(q, "rest");
	for (int i = 0; i < a->rest_count; i++)
		val_put_str(rest, NULL, a->rest[i]);
	val_print(q, out);
	buf_char(out, '\n');
}

/* Outcome by its slug. */
static int outcome_of(const char *slug, size_t n)
{
	int count;
	const struct err_row *rows = err_rows(&count);
	for (int i = 0; i < count; i++)
		if (strlen(rows[i].slug) == n && !memcmp(rows[i].slug, slug, n))
			return rows[i].err;
	return ERR_INTERNAL;
}

int admin_ask(const char *dir, const struct verb *v, const struct args *a,
	      const struct buf *input, struct buf *out)
{
	struct sockaddr_un at;
	BUF(question);
	BUF(answer);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || !address_of(dir, &at) || connect(fd, (struct sockaddr *)&at, sizeof at)) {
		buf_str(out, "another command is writing here; try again in a moment\n");
		if (fd >= 0)
			close(fd);
		return ERR_LOCKED;
	}
	put_question(v, a, &question);
	bool ok = send_all(fd, question.data, question.len) &&
		  send_all(fd, buf_text(input), input->len) && !shutdown(fd, SHUT_WR) &&
		  receive_all(fd, &answer);
	close(fd);
	const char *text = strchr(buf_text(&answer), '\n');
	if (!ok || !text)
		return ERR_INTERNAL;
	buf_str(out, text + 1);
	return outcome_of(answer.data, (size_t)(text - answer.data));
}

/* ---- the answering end -------------------------------------------------------------------- */

static bool peer_is_us(int fd)
{
	struct ucred who;
	socklen_t n = sizeof who;
	return !getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &n) &&
	       (who.uid == getuid() || who.uid == 0);
}

/* Hand the question to the loop and wait; false: the server is stopping. */
static bool wait_for_answer(struct admin *ad)
{
	pthread_mutex_lock(&ad->lock);
	ad->slot = SLOT_ASKED;
	loop_wake(ad->app->loop);
	while (ad->slot != SLOT_DONE && !ad->stopping)
		pthread_cond_wait(&ad->changed, &ad->lock);
	bool done = ad->slot == SLOT_DONE;
	ad->slot = SLOT_FREE;
	pthread_mutex_unlock(&ad->lock);
	return done;
}

static void serve_one(struct admin *ad, int fd)
{
	struct timeval patience = { .tv_sec = 10 };
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	buf_clear(&ad->question);
	buf_clear(&ad->answer);
	if (!peer_is_us(fd) || !receive_all(fd, &ad->question) || !wait_for_answer(ad))
		return;
	BUF(reply);
	buf_fmt(&reply, "%s\n", err_slug(ad->outcome));
	buf_add(&reply, buf_text(&ad->answer), ad->answer.len);
	send_all(fd, reply.data, reply.len);
}

static void *serve(void *ctx)
{
	struct admin *ad = ctx;
	for (;;) {
		int fd = accept4(ad->listener, NULL, NULL, SOCK_CLOEXEC);
		if (fd < 0)
			return NULL;
		serve_one(ad, fd);
		close(fd);
	}
}

static const struct command *command_of(const char *name)
{
	for (const struct command *c = COMMANDS; c->name; c++)
		if (!strcmp(c->name, name))
			return c;
	return NULL;
}

static const struct verb *verb_of(const char *name)
{
	for (const struct verb *v = VERBS; v->name; v++)
		if (!strcmp(v->name, name))
			return v;
	return NULL;
}

static void fill_args(const struct command *c, const struct val *q, struct args *a)
{
	memset(a, 0, sizeof *a);
	a->flags = c->flags;
	for (int i = 0; c->flags[i].name; i++)
		a->values[i] = val_str_of(val_get(q, "values"), c->flags[i].name, NULL);
	VAL_EACH(r, val_get(q, "rest"))
		if (a->rest_count < (int)COUNT_OF(a->rest))
			a->rest[a->rest_count++] = val_text(r, "");
}

static int run_question(struct admin *ad)
{
	const char *text = buf_text(&ad->question);
	const char *end = strchr(text, '\n');
	struct args a;
	VAL(q) = NULL;
	if (!end || val_parse(text, (size_t)(end - text), NULL, &q, NULL))
		return ERR_USAGE;
	const struct verb *v = verb_of(val_str_of(q, "verb", ""));
	const struct command *c = command_of(val_str_of(q, "verb", ""));
	if (!v || !c)
		return ERR_USAGE;
	fill_args(c, q, &a);
	log_line(LOG_NOTE, "admin.run", "verb=%s", v->name);
	return command_inside(ad->app, v, &a, end + 1, ad->question.len - (size_t)(end + 1 - text),
			      &ad->answer);
}

bool admin_turn(struct admin *ad)
{
	pthread_mutex_lock(&ad->lock);
	bool asked = ad->slot == SLOT_ASKED;
	if (asked) {
		ad->outcome = run_question(ad);
		ad->slot = SLOT_RAN;
		crash_point("central.admin.run");
	}
	pthread_mutex_unlock(&ad->lock);
	return asked;
}

void admin_answer(struct admin *ad, int stored)
{
	pthread_mutex_lock(&ad->lock);
	if (ad->slot == SLOT_RAN) {
		ad->outcome = stored ? stored : ad->outcome;
		ad->slot = SLOT_DONE;
		crash_point("central.admin.answered");
		pthread_cond_signal(&ad->changed);
	}
	pthread_mutex_unlock(&ad->lock);
}

int admin_open(struct app *app, struct admin **ret)
{
	struct sockaddr_un at;
	struct admin *ad = mem_new(1, sizeof *ad);
	ad->app = app;
	ad->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool ok = ad->listener >= 0 && address_of(app->dir, &at);
	if (ok) {
		unlink(at.sun_path);
		mode_t before = umask(0177);
		ok = !bind(ad->listener, (struct sockaddr *)&at, sizeof at) &&
		     !listen(ad->listener, 4);
		umask(before);
	}
	pthread_mutex_init(&ad->lock, NULL);
	pthread_cond_init(&ad->changed, NULL);
	if (!ok || pthread_create(&ad->thread, NULL, serve, ad)) {
		if (ad->listener >= 0)
			close(ad->listener);
		free(ad);
		return ERR_STORAGE;
	}
	*ret = ad;
	return OK;
}

void admin_close(struct admin *ad)
{
	struct sockaddr_un at;
	if (!ad)
		return;
	pthread_mutex_lock(&ad->lock);
	ad->stopping = true;
	pthread_cond_signal(&ad->changed);
	pthread_mutex_unlock(&ad->lock);
	shutdown(ad->listener, SHUT_RDWR);
	pthread_join(ad->thread, NULL);
	close(ad->listener);
	if (address_of(ad->app->dir, &at))
		unlink(at.sun_path);
	buf_free(&ad->question);
	buf_free(&ad->answer);
	free(ad);
}
