/* Fixed clock and chance, and looking at what a start finds.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/faults/works.h"

#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "shared/base/crypt.h"
#include "shared/base/err.h"
#include "shared/io/db.h"
#include "shared/io/fs.h"

#define SCHEMA_STEPS 128

/* ---- clock and chance --------------------------------------------------------------------------- */

int __wrap_clock_gettime(clockid_t id, struct timespec *ts);

int __wrap_clock_gettime(clockid_t id, struct timespec *ts)
{
	int64_t ms = id == CLOCK_MONOTONIC ? 5000000 : WORKS_WALL;

	ts->tv_sec = ms / 1000;
	ts->tv_nsec = ms % 1000 * 1000000;
	return 0;
}

static uint64_t *chance(void)
{
	static uint64_t state = 1;

	return &state;
}

static const char *chance_name(void)
{
	return "works";
}

static uint32_t chance_number(void)
{
	return (uint32_t)disk_dice(chance());
}

static void chance_fill(void *out, size_t n)
{
	for (size_t i = 0; i < n; i++)
		((uint8_t *)out)[i] = (uint8_t)disk_dice(chance());
}

void works_seed(uint64_t seed)
{
	static randombytes_implementation mine = { .implementation_name = chance_name,
						   .random = chance_number, .buf = chance_fill };

	randombytes_set_implementation(&mine);
	if (crypt_start())
		abort();
	*chance() = seed;
	disk_seed(seed);
	disk_time(WORKS_WALL);
}

uint64_t works_chance(void)
{
	return *chance();
}

/* ---- workloads ---------------------------------------------------------------------------------- */

const struct work *works_join(const struct work *const parts[], size_t part_count, struct work *all, size_t *ret_count)
{
	size_t n = 0;

	for (size_t p = 0; p < part_count; p++)
		for (const struct work *w = parts[p]; w->name; w++)
			all[n++] = *w;
	*ret_count = n;
	return all;
}

/* ---- disks -------------------------------------------------------------------------------------- */

static const char *dir_of(const struct disk *d, char out[PATH_CAP])
{
	fs_join(out, disk_root(d), WORKS_DIR);
	return out;
}

struct disk *works_base(void)
{
	struct disk *d = disk_new("base");
	char dir[PATH_CAP];

	works_seed(1);
	house_base(dir_of(d, dir));
	disk_settle(d);
	return d;
}

struct disk *works_disk(const struct work *w, const struct disk *base, const char *name)
{
	struct disk *d = w->bare ? disk_new(name) : disk_clone(base, name);
	char dir[PATH_CAP];

	works_seed(2);
	if (!w->prepare)
		return d;
	struct house *h = house_new(dir_of(d, dir), w);
	if (!w->bare && house_open(h))
		abort();
	w->prepare(h);
	house_free(h);
	disk_settle(d);
	disk_counts_clear(d);
	return d;
}

/* ---- rows --------------------------------------------------------------------------------------- */

static void mix(uint64_t *sum, const void *p, size_t n)
{
	const uint8_t *at = p;

	for (size_t i = 0; i < n; i++)
		*sum = (*sum ^ at[i]) * UINT64_C(1099511628211);
}

static void mix_row(uint64_t *sum, sqlite3_stmt *st)
{
	for (int i = 0; i < sqlite3_column_count(st); i++) {
		int type = sqlite3_column_type(st, i);
		const void *p = sqlite3_column_blob(st, i);

		mix(sum, &type, sizeof(type));
		if (p)
			mix(sum, p, (size_t)sqlite3_column_bytes(st, i));
	}
}

static void mix_table(sqlite3 *db, const char *table, struct finding *ret)
{
	char sql[200];
	sqlite3_stmt *st = NULL;
	int64_t n = 0;

	snprintf(sql, sizeof(sql), "SELECT * FROM \"%s\"", table);
	mix(&ret->rows, table, strlen(table));
	mix(&ret->counts, table, strlen(table));
	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL))
		snprintf(ret->why, sizeof(ret->why), "%s: %s", table, sqlite3_errmsg(db));
	while (st && sqlite3_step(st) == SQLITE_ROW) {
		mix_row(&ret->rows, st);
		n++;
	}
	mix(&ret->counts, &n, sizeof(n));
	sqlite3_finalize(st);
}

/* "ok", or the first complaint. */
static void check(sqlite3 *db, const char *pragma, struct finding *ret)
{
	sqlite3_stmt *st = NULL;

	if (sqlite3_prepare_v2(db, pragma, -1, &st, NULL))
		snprintf(ret->why, sizeof(ret->why), "%s: %s", pragma, sqlite3_errmsg(db));
	else if (sqlite3_step(st) == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(st, 0), "ok"))
		snprintf(ret->why, sizeof(ret->why), "%s: %s", pragma, sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
}

void works_rows(const char *dir, struct finding *ret)
{
	static const char TABLES[] = "SELECT name FROM sqlite_schema WHERE type = 'table'"
				     " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
	char path[PATH_CAP];
	sqlite3 *db = NULL;
	sqlite3_stmt *st = NULL;

	ret->rows = ret->counts = UINT64_C(14695981039346656037);
	fs_join(path, dir, "portiek.db");
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL)) {
		ret->rows = ret->counts = 0;
		sqlite3_close(db);
		return;
	}
	check(db, "PRAGMA integrity_check", ret);
	check(db, "PRAGMA foreign_key_check", ret);
	sqlite3_prepare_v2(db, TABLES, -1, &st, NULL);
	while (st && sqlite3_step(st) == SQLITE_ROW)
		mix_table(db, (const char *)sqlite3_column_text(st, 0), ret);
	sqlite3_finalize(st);
	sqlite3_close(db);
}

int works_older(const char *dir, const struct db_migration *all, int upto, struct db **ret)
{
	struct db_migration steps[SCHEMA_STEPS] = { 0 };
	char path[PATH_CAP];

	for (int i = 0, n = 0; all[i].number && n + 1 < SCHEMA_STEPS; i++)
		if (all[i].number <= upto)
			steps[n++] = all[i];
	fs_join(path, dir, "portiek.db");
	int err = db_open(path, DB_OWNER, 0, ret);
	return err ? err : db_migrate(*ret, steps, NULL);
}

int64_t works_newest(const struct db_migration *all)
{
	int64_t newest = 0;

	for (int i = 0; all[i].number; i++)
		newest = all[i].number > newest ? all[i].number : newest;
	return newest;
}

void works_find(struct disk *d, const struct work *w, int confirmed, struct finding *ret)
{
	char dir[PATH_CAP];
	struct house *h = house_new(dir_of(d, dir), w);
	uint64_t before = *chance();

	memset(ret, 0, sizeof(*ret));
	ret->err = house_open(h);
	if (ret->err && ret->err != ERR_NOT_FOUND)
		snprintf(ret->why, sizeof(ret->why), "it does not open: %s", err_slug(ret->err));
	if (!ret->err)
		works_rows(dir, ret);
	if (!ret->err && !*ret->why && !house_sane(h))
		snprintf(ret->why, sizeof(ret->why), "its rows do not agree with each other");
	if (!ret->err && !*ret->why && w->holds && !w->holds(h, confirmed))
		snprintf(ret->why, sizeof(ret->why), "what the workload says of it does not hold");
	house_free(h);
	*chance() = before;
}
