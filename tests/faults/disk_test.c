/* The disk in memory against simple sequences of calls, and against SQLite: what the model promises,
 * and that it bites.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "shared/base/err.h"
#include "shared/io/fs.h"
#include "tests/faults/disk.h"
#include "tests/unit/check.h"

static void put(const char *path, const char *text, bool sync)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	if (sync)
		assert_int_equal(fsync(fd), 0);
	assert_int_equal(close(fd), 0);
}

static void sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY);

	assert_true(fd >= 0);
	assert_int_equal(fsync(fd), 0);
	close(fd);
}

static bool holds(struct disk *d, const char *name, const char *text)
{
	size_t n;
	const uint8_t *p = disk_bytes(d, name, &n);

	return p && n == strlen(text) && !memcmp(p, text, n);
}

/* What was seen over many cuts of the same state. */
struct seen {
	int old, fresh, none, other;
};

static struct seen cut_often(struct disk *d, const char *name, const char *old, const char *fresh)
{
	struct seen s = { 0 };
	uint64_t dice = 7;

	for (int i = 0; i < 2000; i++) {
		struct disk *image = disk_clone(d, "image");

		disk_lose(image, DISK_LOSE_ANY, &dice);
		if (!disk_has(image, name))
			s.none++;
		else if (holds(image, name, old))
			s.old++;
		else if (holds(image, name, fresh))
			s.fresh++;
		else
			s.other++;
		disk_free(image);
	}
	return s;
}

static void matrix_13_a_rename_is_old_or_new_until_its_folder_is_synced(void **state)
{
	struct disk *d = disk_new("one");
	struct seen s;

	(void)state;
	put("/vdisk/one/f", "old", true);
	sync_folder("/vdisk/one");
	put("/vdisk/one/f.part", "fresh", true);
	assert_int_equal(rename("/vdisk/one/f.part", "/vdisk/one/f"), 0);
	s = cut_often(d, "f", "old", "fresh");
	assert_true(s.old > 100 && s.fresh > 100);
	assert_int_equal(s.none + s.other, 0);
	sync_folder("/vdisk/one");
	s = cut_often(d, "f", "old", "fresh");
	assert_int_equal(s.fresh, 2000);
	disk_free(d);
}

static void a_rename_of_what_was_not_synced_may_leave_an_empty_file(void **state)
{
	struct disk *d = disk_new("one");
	struct seen s;

	(void)state;
	put("/vdisk/one/f.part", "fresh", false);
	assert_int_equal(rename("/vdisk/one/f.part", "/vdisk/one/f"), 0);
	sync_folder("/vdisk/one");
	s = cut_often(d, "f", "", "fresh");
	assert_true(s.old > 100 && s.fresh > 100);
	disk_free(d);
}

static void a_synced_file_whose_folder_was_not_is_there_or_not(void **state)
{
	struct disk *d = disk_new("one");
	struct seen s;

	(void)state;
	put("/vdisk/one/f", "fresh", true);
	s = cut_often(d, "f", "", "fresh");
	assert_true(s.none > 100 && s.fresh > 100);
	assert_int_equal(s.old + s.other, 0);
	/* and what lies in a folder nobody made last goes with the folder */
	assert_int_equal(mkdir("/vdisk/one/in", 0700), 0);
	put("/vdisk/one/in/g", "fresh", true);
	sync_folder("/vdisk/one/in");
	s = cut_often(d, "in/g", "", "fresh");
	assert_true(s.none > 100 && s.fresh > 100);
	disk_free(d);
}

static void matrix_12_sectors_are_torn_one_by_one_and_synced_ones_never(void **state)
{
	struct disk *d = disk_new("one");
	uint64_t dice = 3;
	char a[2048], b[2048];
	int mixed = 0;

	(void)state;
	memset(a, 'a', sizeof(a));
	memset(b, 'b', sizeof(b));
	disk_put(d, "f", a, sizeof(a));
	int fd = open("/vdisk/one/f", O_RDWR);
	assert_int_equal(pwrite(fd, b, 1024, 512), 1024);
	for (int i = 0; i < 500; i++) {
		struct disk *image = disk_clone(d, "image");
		size_t n;

		disk_lose(image, DISK_LOSE_TORN, &dice);
		const uint8_t *p = disk_bytes(image, "f", &n);
		assert_int_equal(n, 2048);
		assert_memory_equal(p, a, 512);
		assert_memory_equal(p + 1536, a, 512);
		for (size_t s = 512; s < 1536; s += 512)
			assert_true(!memcmp(p + s, a, 512) || !memcmp(p + s, b, 512));
		mixed += p[512] != p[1024];
		disk_free(image);
	}
	assert_true(mixed > 100);
	assert_int_equal(fsync(fd), 0);
	assert_int_equal(pwrite(fd, a, 10, 0), 10);
	disk_lose(d, DISK_LOSE_ALL, &dice);
	size_t n;
	assert_memory_equal(disk_bytes(d, "f", &n) + 512, b, 1024);
	close(fd);
	disk_free(d);
}

static void what_dies_with_the_power_changes_nothing_afterwards(void **state)
{
	struct disk *d = disk_new("one");
	uint64_t dice = 1, sum;
	char c;

	(void)state;
	put("/vdisk/one/f", "durable", true);
	sync_folder("/vdisk/one");
	int fd = open("/vdisk/one/f", O_RDWR);
	assert_int_equal(write(fd, "volatil", 7), 7);
	disk_cut(d, DISK_LOSE_ALL, &dice);
	/* the dying process: works, and means nothing */
	put("/vdisk/one/g", "never", true);
	assert_int_equal(unlink("/vdisk/one/f"), 0);
	sync_folder("/vdisk/one");
	assert_int_equal(fsync(fd), 0);
	disk_boot(d);
	assert_true(holds(d, "f", "durable"));
	assert_false(disk_has(d, "g"));
	sum = disk_sum(d);
	assert_int_equal(write(fd, "x", 1), 1);
	assert_int_equal(fsync(fd), 0);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_int_equal(read(fd, &c, 1), 1);
	assert_int_equal(c, 'v');
	assert_int_equal(close(fd), 0);
	assert_int_equal(disk_sum(d), sum);
	disk_free(d);
}

static void a_kill_keeps_what_was_written_and_frees_the_lock(void **state)
{
	struct disk *d = disk_new("one");
	uint64_t dice = 1;
	int lock, again;

	(void)state;
	assert_int_equal(fs_lock("/vdisk/one", &lock), OK);
	assert_int_equal(fs_lock("/vdisk/one", &again), ERR_LOCKED);
	disk_read_only(d, true); /* matrix 67 on a disk that turned read-only meanwhile */
	assert_int_equal(fs_lock("/vdisk/one", &again), ERR_LOCKED);
	disk_read_only(d, false);
	put("/vdisk/one/f", "written", false);
	disk_kill(d);
	fs_unlock(lock);
	disk_boot(d);
	assert_true(holds(d, "f", "written"));
	assert_true(disk_unsettled(d));
	assert_int_equal(fs_lock("/vdisk/one", &lock), OK);
	fs_unlock(lock);
	disk_lose(d, DISK_LOSE_ALL, &dice);
	assert_false(disk_has(d, "f"));
	disk_free(d);
}

static void matrix_14_a_failed_fsync_is_not_mended_by_the_next(void **state)
{
	struct disk *d = disk_new("one");
	uint64_t dice = 1;
	char c;

	(void)state;
	put("/vdisk/one/f", "old", true);
	sync_folder("/vdisk/one");
	int fd = open("/vdisk/one/f", O_RDWR);
	assert_int_equal(write(fd, "new", 3), 3);
	disk_fail(d, &(struct disk_fault){ .mask = DISK_BIT(DISK_SYNC), .nth = 1, .times = 1, .error = EIO });
	assert_int_equal(fsync(fd), -1);
	assert_int_equal(errno, EIO);
	assert_int_equal(fsync(fd), 0);
	assert_int_equal(pread(fd, &c, 1, 0), 1);
	assert_int_equal(c, 'n');
	disk_lose(d, DISK_LOSE_NOTHING, &dice);
	assert_true(holds(d, "f", "old"));
	close(fd);
	disk_free(d);
}

static void matrix_23_faults_come_at_the_call_that_was_asked_for(void **state)
{
	struct disk *d = disk_new("one");
	struct disk_counts n;
	int fd = open("/vdisk/one/f", O_RDWR | O_CREAT, 0600);
	char in[8];

	(void)state;
	disk_fail(d, &(struct disk_fault){ .mask = DISK_BIT(DISK_WRITE), .nth = 2, .times = 2, .error = DISK_SHORT });
	assert_int_equal(write(fd, "abcd", 4), 4);
	assert_int_equal(write(fd, "efgh", 4), 2);
	assert_int_equal(write(fd, "gh", 2), 1);
	assert_int_equal(write(fd, "h", 1), 1);
	assert_int_equal(disk_failed(d), 2);
	disk_fail(d, &(struct disk_fault){ .mask = DISK_BIT(DISK_READ), .nth = 1, .times = 1, .error = EINTR });
	assert_int_equal(pread(fd, in, 8, 0), -1);
	assert_int_equal(errno, EINTR);
	assert_int_equal(pread(fd, in, 8, 0), 8);
	assert_memory_equal(in, "abcdefgh", 8);
	disk_limit(d, 10);
	assert_int_equal(pwrite(fd, "ijkl", 4, 8), 2);
	assert_int_equal(pwrite(fd, "kl", 2, 10), -1);
	assert_int_equal(errno, ENOSPC);
	disk_read_only(d, true);
	assert_int_equal(pwrite(fd, "x", 1, 0), -1);
	assert_int_equal(errno, EROFS);
	assert_int_equal(open("/vdisk/one/g", O_WRONLY | O_CREAT, 0600), -1);
	disk_open_limit(d, 1);
	assert_int_equal(open("/vdisk/one/f", O_RDONLY), -1);
	assert_int_equal(errno, EMFILE);
	disk_counts(d, "f", &n);
	assert_int_equal(n.calls[DISK_WRITE], 7);
	assert_int_equal(n.calls[DISK_READ], 2);
	close(fd);
	assert_int_equal(disk_open_count(d), 0);
	disk_free(d);
}

static int note(void *ctx, const char *name)
{
	strcat(ctx, name);
	strcat(ctx, " ");
	return OK;
}

static void the_file_room_finds_everything_it_uses(void **state)
{
	struct disk *d = disk_new("one");
	char names[100] = "";
	BUF(in);

	(void)state;
	assert_int_equal(fs_mkdir("/vdisk/one/data//keys/"), OK);
	assert_int_equal(fs_write("/vdisk/one/data/b", "two", 3, 0600), OK);
	assert_int_equal(fs_append("/vdisk/one/data/b", "more", 4, 0600), OK);
	assert_int_equal(fs_write("/vdisk/one/data/a", "one", 3, 0644), OK);
	assert_int_equal(fs_read("/vdisk/one/data/./b", 100, &in), OK);
	assert_string_equal(buf_text(&in), "twomore");
	assert_int_equal(fs_each("/vdisk/one/data", note, names), OK);
	assert_int_equal(fs_each_folder("/vdisk/one/data", note, names), OK);
	assert_string_equal(names, "a b keys ");
	assert_int_equal(fs_size("/vdisk/one/data/b"), 7);
	disk_limit(d, 15);
	assert_int_equal(fs_free("/vdisk/one/data"), 5);
	assert_int_equal(fs_remove("/vdisk/one/data/b"), OK);
	assert_false(fs_exists("/vdisk/one/data/b"));
	assert_int_equal(fs_read("/vdisk/none/x", 10, &in), ERR_NOT_FOUND);
	assert_true(fs_exists("/proc/self"));
	/* after OK it survives */
	uint64_t dice = 5;
	disk_lose(d, DISK_LOSE_ALL, &dice);
	assert_true(holds(d, "data/a", "one"));
	disk_free(d);
	PROVES("D1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(matrix_13_a_rename_is_old_or_new_until_its_folder_is_synced),
		cmocka_unit_test(a_rename_of_what_was_not_synced_may_leave_an_empty_file),
		cmocka_unit_test(a_synced_file_whose_folder_was_not_is_there_or_not),
		cmocka_unit_test(matrix_12_sectors_are_torn_one_by_one_and_synced_ones_never),
		cmocka_unit_test(what_dies_with_the_power_changes_nothing_afterwards),
		cmocka_unit_test(a_kill_keeps_what_was_written_and_frees_the_lock),
		cmocka_unit_test(matrix_14_a_failed_fsync_is_not_mended_by_the_next),
		cmocka_unit_test(matrix_23_faults_come_at_the_call_that_was_asked_for),
		cmocka_unit_test(the_file_room_finds_everything_it_uses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
