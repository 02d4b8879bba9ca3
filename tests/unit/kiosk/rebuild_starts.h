/* Starts of a kiosk in a process of their own, as under the supervisor: one that meets a damaged page ends with 75 and
 * is started again.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_KIOSK_REBUILD_STARTS_H
#define TESTS_UNIT_KIOSK_REBUILD_STARTS_H

#include "tests/unit/kiosk/second_copy.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <sysexits.h>

#include "firmware/copies.h"
#include "firmware/outbox_inside.h"
#include "firmware/rebuild.h"

#define PAGE 4096

/* What a start that came through must find; asserts by exit code. */
static inline int start(struct copies *c, int (*look)(struct copies *c))
{
	int status;
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		setrlimit(RLIMIT_CPU, &(struct rlimit){ 10, 10 }); /* R60: serving again within ten seconds */
		if (copies_open(c, APP_SERVE))
			_exit(1);
		if (copies_mend(c->dir, c->k.app->db, c->k.app->spool, true))
			_exit(2);
		int wrong = look(c);
		copies_close(c);
		_exit(wrong ? 10 + (wrong > 90 ? 90 : wrong) : 0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
}

/* The supervisor's part. */
static inline int started(struct copies *c, int (*look)(struct copies *c))
{
	int code = EX_TEMPFAIL;
	for (int i = 0; i < 4 && code == EX_TEMPFAIL; i++)
		code = start(c, look);
	return code;
}

static inline int all_there(struct copies *c)
{
	return copies_missing(c);
}

/* The kiosk is a kiosk: who it was, nothing given twice, takes the next report. */
static inline int all_there_and_alive(struct copies *c)
{
	int missing = copies_missing(c);
	char device[UUID_TEXT] = "";
	db_meta_text(c->k.app->db, "sync.device", device, sizeof device);
	if (missing || strcmp(device, "018f4a00-1111-7222-8333-444444444444"))
		return missing ? missing : 80;
	struct outbox_totals before, after;
	outbox_totals(c->k.app->db, &before);
	copies_capture_many(c, 999, 999);
	outbox_totals(c->k.app->db, &after);
	if (after.last_seq <= c->count - 1 || after.last_seq <= before.last_seq)
		return 81;
	return copies_ask(c, "SELECT count(*) FROM outbox_queue WHERE void = ''") == c->count ? 0 : 82;
}

static inline void aside_is_kept(struct copies *c, int64_t size)
{
	DIR *d = opendir(c->dir);
	struct dirent *e;
	char path[PATH_CAP];
	int found = 0;
	assert_non_null(d);
	while ((e = readdir(d))) {
		if (strncmp(e->d_name, "portiek.db.damaged-", 19) || strstr(e->d_name, "-wal"))
			continue;
		copies_path(c, e->d_name, path);
		found += fs_size(path) == size;
	}
	closedir(d);
	assert_int_equal(found, 1);
}

static inline int64_t note_of(struct copies *c, const char *sql)
{
	assert_int_equal(copies_open(c, APP_OWNER), OK);
	int64_t n = copies_ask(c, sql);
	copies_close(c);
	return n;
}

#define NOTE(key) "SELECT value FROM meta WHERE key = 'rebuild." key "'"

#endif
