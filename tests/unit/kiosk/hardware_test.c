/* The word for a machine: the same at every start, another on another machine, and nothing to be read in it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/fixture.h"

#include <sys/stat.h>

#include "firmware/hardware.h"

struct machine {
	char root[64];
};

static void put(const struct machine *m, const char *name, const char *text)
{
	char path[PATH_CAP];

	fs_join(path, m->root, name);
	for (char *p = strchr(path + strlen(m->root) + 1, '/'); p; p = strchr(p + 1, '/')) {
		*p = '\0';
		mkdir(path, 0755);
		*p = '/';
	}
	assert_int_equal(fs_write(path, text, strlen(text), 0644), OK);
}

static void machine_new(struct machine *m)
{
	text_copy(m->root, sizeof m->root, "/tmp/portiek-machine-XXXXXX");
	assert_non_null(mkdtemp(m->root));
	put(m, "etc/machine-id", "0123456789abcdef0123456789abcdef\n");
	put(m, "sys/class/dmi/id/product_name", "NUC 11\n");
}

static void a_machine_says_the_same_and_another_something_else(void **state)
{
	struct machine m;
	char first[HEX32_TEXT], again[HEX32_TEXT];

	(void)state;
	machine_new(&m);
	hardware_hint_of(m.root, "/var/lib/portiek", first);
	hardware_hint_of(m.root, "/var/lib/portiek", again);
	assert_int_equal(strlen(first), 64);
	assert_string_equal(first, again);
	assert_null(strstr(first, "0123456789abcdef"));
	hardware_hint_of(m.root, "/srv/second", again); /* two kiosks of one machine */
	assert_string_not_equal(first, again);
	put(&m, "proc/device-tree/serial-number", "100000001"); /* the disk was put in another board */
	hardware_hint_of(m.root, "/var/lib/portiek", again);
	assert_string_not_equal(first, again);
	assert_int_equal(fs_remove_tree(m.root), OK);
	hardware_hint_of(m.root, "/var/lib/portiek", again);
	assert_string_equal(again, "");
	PROVES("R70");
}

/* As the daemon asks it, however the folder is written. */
static void the_folder_counts_by_where_it_is(void **state)
{
	char one[HEX32_TEXT], two[HEX32_TEXT];

	(void)state;
	hardware_hint("/tmp", one);
	hardware_hint("/tmp/../tmp/", two);
	assert_string_equal(one, two);
	PROVES("R70");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_machine_says_the_same_and_another_something_else),
		cmocka_unit_test(the_folder_counts_by_where_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
