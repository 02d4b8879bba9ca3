/* Looking up a name without making anybody wait: one detached thread per look-up.
 *
 * getaddrinfo(3) cannot be stopped and may take half a minute when the line is down. The worker
 * thread must not wait for it (a tenant may be signing in), and neither must the end of the program:
 * a look-up that nobody wants any more is left to itself and frees its own memory.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <netdb.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "shared/base/log.h"
#include "shared/io/post_inside.h"

#define STACK_BYTES (256 * 1024)

struct lookup {
	pthread_mutex_t lock;
	struct loop *loop; /* NULL: nobody waits any more */
	bool done;
	struct addresses found;
	char name[256];
};

static void lookup_free(struct lookup *k)
{
	pthread_mutex_destroy(&k->lock);
	free(k);
}

static void resolve(const char *name, struct addresses *ret)
{
	struct addrinfo want = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;

	if (getaddrinfo(name, NULL, &want, &found) != 0)
		return;
	for (struct addrinfo *a = found; a && ret->count < ADDRESSES; a = a->ai_next) {
		if (getnameinfo(a->ai_addr, a->ai_addrlen, ret->text[ret->count],
				sizeof(ret->text[0]), NULL, 0, NI_NUMERICHOST) == 0)
			ret->count++;
	}
	freeaddrinfo(found);
}

static void *thread_main(void *arg)
{
	struct lookup *k = arg;
	struct addresses found = {0};
	bool wanted;

	resolve(k->name, &found);
	pthread_mutex_lock(&k->lock);
	wanted = k->loop != NULL;
	k->found = found;
	k->done = true;
	if (wanted)
		loop_wake(k->loop);
	pthread_mutex_unlock(&k->lock);
	if (!wanted)
		lookup_free(k);
	return NULL;
}

/* No thread to be had: nothing was found, which the loop hears at its next turn. */
static void give_up(struct lookup *k)
{
	log_line(LOG_WARN, "lookup.thread", "cannot=start");
	k->done = true;
	loop_wake(k->loop);
}

struct lookup *lookup_start(struct loop *l, const char *name)
{
	struct lookup *k = mem_new(1, sizeof(*k));
	pthread_attr_t attr;
	pthread_t thread;

	k->loop = l;
	if (text_copy(k->name, sizeof(k->name), name) != OK)
		die("lookup.name", "too=long");
	pthread_mutex_init(&k->lock, NULL);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_BYTES);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	if (pthread_create(&thread, &attr, thread_main, k) != 0)
		give_up(k);
	pthread_attr_destroy(&attr);
	return k;
}

bool lookup_take(struct lookup *k, struct addresses *ret)
{
	bool done;

	pthread_mutex_lock(&k->lock);
	done = k->done;
	if (done)
		*ret = k->found;
	pthread_mutex_unlock(&k->lock);
	if (done)
		lookup_free(k);
	return done;
}

void lookup_drop(struct lookup *k)
{
	bool done;

	if (!k)
		return;
	pthread_mutex_lock(&k->lock);
	done = k->done;
	k->loop = NULL;
	pthread_mutex_unlock(&k->lock);
	if (done)
		lookup_free(k);
}
