/* Doors of the product and of the C library that lead out of the world, bent by the linker (--wrap).
 *
 * log: into the diary. die and a named crash point: the end of this process. Clock, chance: the machine's.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <sodium.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "tests/sim/plot.h"
#include "tests/sim/wrap.h"
#include "tests/sim/world.h"

/* ---- time ------------------------------------------------------------------------------------ */

static int64_t wall(void *ctx)
{
	return machine_wall(ctx);
}

static int64_t mono(void *ctx)
{
	return machine_mono(ctx);
}

struct clock __wrap_clock_system(void)
{
	return (struct clock){ wall, mono, world->current };
}

time_t __wrap_time(time_t *ret)
{
	time_t now = (time_t)((world->current ? machine_wall(world->current) : world->now) / 1000);

	if (ret)
		*ret = now;
	return now;
}

/* ---- chance ------------------------------------------------------------------------------------ */

static const char *chance_name(void)
{
	return "world";
}

static uint32_t chance_word(void)
{
	uint64_t *dice = world->current ? &world->current->dice : &world->dice;

	return (uint32_t)(disk_dice(dice) >> 16);
}

static void chance_bytes(void *out, size_t n)
{
	uint64_t *dice = world->current ? &world->current->dice : &world->dice;
	unsigned char *p = out;

	while (n) {
		uint64_t word = disk_dice(dice);
		size_t some = n < sizeof word ? n : sizeof word;

		memcpy(p, &word, some);
		p += some;
		n -= some;
	}
}

static struct randombytes_implementation chance = {
	.implementation_name = chance_name, .random = chance_word, .buf = chance_bytes,
};

void wrap_start(void)
{
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	randombytes_set_implementation(&chance);
}

/* ---- words and ends ---------------------------------------------------------------------------- */

int __wrap_log_enabled(enum log_level level)
{
	return world->diary && level <= LOG_INFO;
}

void __wrap_log_line(enum log_level level, const char *event, const char *fmt, ...)
{
	char line[300];
	va_list ap;

	plot_heard(world->current, event);
	if (!world->diary || level > LOG_INFO)
		return;
	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	fprintf(world->diary, "%10lld %s> %s %s\n", (long long)(world->now - BEGINNING),
		world->current ? world->current->name : "-", event, line);
}

void __wrap_die(const char *event, const char *fmt, ...)
{
	char line[200];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	if (!world->current) {
		fprintf(stderr, "%s %s\n", event, line);
		abort();
	}
	plot_died(world->current, event, line);
	machine_abort(world->current, event);
}

/* A process that ends itself in the middle, as for a database that is to be made anew at the next start. */
void __wrap__exit(int status)
{
	char line[32];

	if (!world || !world->current)
		__real__exit(status);
	snprintf(line, sizeof line, "status %d", status);
	plot_died(world->current, "exit", line);
	machine_abort(world->current, line);
}

char *__wrap_getenv(const char *name)
{
	struct machine *m = world ? world->current : NULL;

	if (strncmp(name, "PORTIEK_", 8))
		return __real_getenv(name);
	if (m && m->crash_at && !strcmp(name, "PORTIEK_CRASH"))
		return (char *)(uintptr_t)m->crash_at;
	return NULL;
}

int __wrap_raise(int signal)
{
	struct machine *m = world->current;

	(void)signal;
	if (m->doomed)
		return 0;
	world_note("crash at %s", m->crash_at);
	m->crash_at = NULL;
	if (world->crashed)
		world->crashed(m, m->crash_fault);
	machine_abort(m, "killed");
}

/* A zone is the same in every world. */
int __wrap_ical_zone_read(const char *name, struct ical_zone *ret)
{
	static struct ical_zone zone;
	static char of[40];
	int err = OK;

	if (strcmp(name, of))
		err = __real_ical_zone_read(name, &zone);
	snprintf(of, sizeof of, "%s", err ? "" : name);
	*ret = zone;
	return err;
}

/* No kernel tells a simulated kiosk about its network. */
int __wrap_link_watch_open(void)
{
	return -1;
}

int __wrap_malloc_trim(size_t pad)
{
	(void)pad;
	return 0;
}

/* Paths on a disk of the world are whole as they are. */
char *__wrap_realpath(const char *path, char *out)
{
	if (strncmp(path, DISK_MOUNT, strlen(DISK_MOUNT)))
		return __real_realpath(path, out);
	return out ? strcpy(out, path) : strdup(path);
}

/* A thread does all it has to do before anybody looks again. */
int __wrap_pthread_create(pthread_t *ret, const pthread_attr_t *attr, void *(*fn)(void *ctx), void *ctx)
{
	(void)attr;
	*ret = pthread_self();
	fn(ctx);
	return 0;
}

int __wrap_pthread_join(pthread_t thread, void **ret)
{
	(void)thread, (void)ret;
	return 0;
}
