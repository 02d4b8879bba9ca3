/* The page for a stopped daemon, as a file in the data folder.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/fixture.h"

#include <sys/stat.h>

#include "firmware/storing.h"
#include "shared/io/archive.h"

struct folder {
	struct kiosk k;
	char dir[64], file[PATH_CAP], site[PATH_CAP];
};

static void open_folder(struct folder *f)
{
	kiosk_enrolled(&f->k);
	text_copy(f->dir, sizeof f->dir, "/tmp/portiek-storing-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	text_copy(f->k.app->dir, sizeof f->k.app->dir, f->dir);
	fs_join(f->file, f->dir, "storing.html");
	fs_join(f->site, f->dir, "site");
	assert_int_equal(fs_mkdir(f->site), OK);
	fs_join(f->site, f->dir, "site/site-v1.sqlar");
}

static void close_folder(struct folder *f)
{
	char path[PATH_CAP];
	unlink(f->file);
	unlink(f->site);
	fs_join(path, f->dir, "site");
	rmdir(path);
	assert_int_equal(rmdir(f->dir), 0); /* nothing half-written is left */
	kiosk_close(&f->k);
}

static void must_say(const struct folder *f, const char *words)
{
	struct stat st;
	BUF(html);
	assert_int_equal(fs_read(f->file, 65536, &html), OK);
	if (!strstr(buf_text(&html), words))
		fail_msg("no \"%s\" in %s", words, buf_text(&html));
	assert_int_equal(stat(f->file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
}

static void install(struct folder *f, const char *row, const char *html)
{
	struct archive_writer *w = archive_begin();
	assert_int_equal(archive_add(w, row, html, strlen(html)), OK);
	assert_int_equal(archive_finish(w, f->site), OK);
	sql(&f->k, "DELETE FROM site WHERE role = 'current'");
	sql(&f->k, "INSERT INTO site (role, version, size, sha256, minisig) VALUES ('current', 'v1', 1, '', '')");
}

static void the_built_in_page_comes_before_the_first_site(void **state)
{
	struct folder f;
	(void)state;
	open_folder(&f);
	put_config(&f.k, "corporation", "{\"name\":\"Woon & <stede>\",\"phone\":\"088 1\"}");
	umask(0077);
	storing_refresh(f.k.app);
	must_say(&f, "Deze zuil werkt even niet");
	must_say(&f, "<b>112</b>");
	must_say(&f, "<b>0800-9009</b>");
	must_say(&f, "<b>088 1</b>");
	must_say(&f, "Woon &#38; &#60;stede&#62;");
	must_say(&f, "<style>"); /* nothing beside it */
	close_folder(&f);
	PROVES("R51");
}

static void the_sites_own_page_takes_its_place(void **state)
{
	struct folder f;
	struct stat before, after;
	(void)state;
	open_folder(&f);
	storing_refresh(f.k.app);
	install(&f, "storing.html", "<p>van de site</p>");
	storing_refresh(f.k.app);
	must_say(&f, "van de site");
	assert_int_equal(stat(f.file, &before), 0);
	storing_refresh(f.k.app); /* the same: not written again */
	assert_int_equal(stat(f.file, &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
	install(&f, "nl/index.html", "<p>oude site</p>"); /* made by an older generator */
	storing_refresh(f.k.app);
	must_say(&f, "Deze zuil werkt even niet");
	close_folder(&f);
	PROVES("R51");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_built_in_page_comes_before_the_first_site),
		cmocka_unit_test(the_sites_own_page_takes_its_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
