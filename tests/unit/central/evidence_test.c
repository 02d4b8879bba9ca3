/* Files that prove something: what is refused leaves nothing behind.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/office.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "server/evidence.h"

static const char PNG[] = "\x89PNG\r\n\x1a\nxxxxxxxx";

static int files(const struct office *o)
{
	char folder[PATH_CAP];
	int n = 0;
	app_folder(&o->app, "blobs", folder);
	DIR *d = opendir(folder);
	assert_non_null(d);
	for (struct dirent *e; (e = readdir(d)) != NULL;)
		n += e->d_name[0] != '.';
	closedir(d);
	return n;
}

static int take_away(void *ctx, const char *name)
{
	char path[PATH_CAP];
	fs_join(path, ctx, name);
	return fs_remove(path);
}

static int keep(struct office *o, int64_t nr, const char *type)
{
	db_event_begin(o->app.db);
	int err = evidence_keep(&o->app, nr, "Zonzeker", "a.png", type, PNG, sizeof PNG - 1);
	db_event_end(o->app.db, !err);
	return err;
}

static void a_refused_file_stays_nowhere(void **state)
{
	struct office *o = office_open();
	struct report r;
	char dir[] = "/tmp/portiek-evidence-XXXXXX", folder[PATH_CAP];
	(void)state;
	assert_non_null(mkdtemp(dir));
	text_copy(o->app.dir, sizeof o->app.dir, dir);
	app_folder(&o->app, "blobs", folder);
	assert_int_equal(fs_mkdir(folder), OK);
	office_must_import(o, "rules", "rank,rule,party,reason\n10,alles,dept:phone,Alles.\n");
	office_report(&r, 1);
	int64_t nr = office_case(o, &r, 0);
	assert_int_equal(keep(o, nr, "image/jpeg"), ERR_TYPE);
	assert_int_equal(keep(o, 999, "image/png"), ERR_CONFLICT); /* no such case: its row is refused */
	assert_int_equal(files(o), 0);
	assert_int_equal(keep(o, nr, "image/png"), OK);
	assert_int_equal(files(o), 1);
	assert_int_equal(keep(o, 999, "image/png"), ERR_CONFLICT); /* but the other case has it */
	assert_int_equal(files(o), 1);
	o->app.dir[0] = '\0';
	office_close(o);
	assert_int_equal(fs_each(folder, take_away, folder), OK);
	assert_int_equal(rmdir(folder), 0);
	assert_int_equal(rmdir(dir), 0);
	PROVES("R22");
}

int main(void)
{
	static const struct CMUnitTest tests[] = { cmocka_unit_test(a_refused_file_stays_nowhere) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
