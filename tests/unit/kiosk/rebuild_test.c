/* A damaged database is made anew, whatever is wrong with it: what people were shown is there again.
 *
 * Every start runs in a process of its own, as under the supervisor: one that meets a damaged page ends
 * with 75 and is started again.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/second_copy.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <sysexits.h>

#include "firmware/copies.h"
#include "firmware/outbox_inside.h"
#include "firmware/rebuild.h"

#define PAGE 4096

enum pattern { ZEROS, ONES, FLIPS, SWAPPED, PATTERNS };

/* ---- starts ---------------------------------------------------------------------------------- */

/* What a start that came through must find; asserts by exit code. */
static int start(struct copies *c, int (*look)(struct copies *c))
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
static int started(struct copies *c, int (*look)(struct copies *c))
{
	int code = EX_TEMPFAIL;
	for (int i = 0; i < 4 && code == EX_TEMPFAIL; i++)
		code = start(c, look);
	return code;
}

static int all_there(struct copies *c)
{
	return copies_missing(c);
}

/* The kiosk is a kiosk: who it was, nothing given twice, takes the next report. */
static int all_there_and_alive(struct copies *c)
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

static void aside_is_kept(struct copies *c, int64_t size)
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

static int64_t note_of(struct copies *c, const char *sql)
{
	assert_int_equal(copies_open(c, APP_OWNER), OK);
	int64_t n = copies_ask(c, sql);
	copies_close(c);
	return n;
}

#define NOTE(key) "SELECT value FROM meta WHERE key = 'rebuild." key "'"

/* ---- a whole file ---------------------------------------------------------------------------- */

/* Matrix 21: an empty file, one of NULs, none at all: never an empty queue. */
static void a_database_that_is_gone_is_no_empty_queue(void **state)
{
	static struct copies c;
	static char nul[16 * PAGE];
	char path[PATH_CAP];

	(void)state;
	for (int how = 0; how < 3; how++) {
		copies_new(&c);
		copies_capture_many(&c, 1, 30);
		copies_close(&c);
		copies_path(&c, "portiek.db", path);
		if (how == 0)
			file_write(&c, "portiek.db", "", 0);
		else if (how == 1)
			file_write(&c, "portiek.db", nul, sizeof nul);
		else
			assert_int_equal(fs_remove(path), OK);
		assert_int_equal(started(&c, all_there_and_alive), 0);
		if (how < 2)
			aside_is_kept(&c, how ? (int64_t)sizeof nul : 0);
		assert_int_equal(note_of(&c, NOTE("items")), 30);
		assert_int_equal(note_of(&c, NOTE("lost")), 0);
		assert_int_equal(note_of(&c, NOTE("unsure")), 0);
		assert_true(note_of(&c, "SELECT value FROM meta WHERE key = 'sync.counters'") > 1000000);
		copies_end(&c);
	}
	PROVES("R60 R61 R62");
}

/* Matrix 21, 25: copies that cannot be opened for want of descriptors are not copies that are gone. */
static void a_start_without_descriptors_makes_nothing_anew(void **state)
{
	static struct copies c;
	struct rlimit was, few;
	int code = 1, refused = 0;

	(void)state;
	copies_new(&c);
	copies_capture_many(&c, 1, 30);
	copies_close(&c);
	file_write(&c, "portiek.db", "", 0);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &was), 0);
	for (few = (struct rlimit){ 4, was.rlim_max }; code && few.rlim_cur < 64; few.rlim_cur++) {
		assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
		code = started(&c, all_there_and_alive);
		assert_int_equal(setrlimit(RLIMIT_NOFILE, &was), 0);
		refused += code == 1;
		assert_in_range(code, 0, 9);
	}
	assert_int_equal(code, 0);
	assert_true(refused > 0);
	copies_end(&c);
	PROVES("R60 R62");
}

/* A first start that was broken off is no damage. */
static void an_empty_folder_is_a_new_kiosk(void **state)
{
	static struct copies c;

	(void)state;
	copies_new(&c);
	copies_close(&c);
	rm_name(c.dir, "portiek.db");
	rm_name(c.dir, "identity");
	file_write(&c, "portiek.db", "", 0);
	assert_null(rebuild_due(c.dir, true));
	assert_int_equal(copies_open(&c, APP_OWNER), OK);
	assert_int_equal(copies_ask(&c, "SELECT count(*) FROM meta WHERE key = 'rebuild.t'"), 0);
	copies_end(&c);
	PROVES("R60");
}

/* ---- one page -------------------------------------------------------------------------------- */

static void hurt(const struct buf *good, size_t page, enum pattern how, struct buf *out)
{
	size_t pages = good->len / PAGE, other = (page + 1) % pages;
	buf_clear(out);
	buf_add(out, good->data, good->len);
	char *p = out->data + page * PAGE;
	if (how == ZEROS || how == ONES)
		memset(p, how == ZEROS ? 0 : 0xff, PAGE);
	for (unsigned i = 0; how == FLIPS && i < 12; i++)
		p[(page * 131 + i * 997) % PAGE] = (char)(p[(page * 131 + i * 997) % PAGE] ^ (1 << (page + i) % 8));
	if (how == SWAPPED) {
		memcpy(p, good->data + other * PAGE, PAGE);
		memcpy(out->data + other * PAGE, good->data + page * PAGE, PAGE);
	}
}

/* Every step-th page of a kiosk with that many reports, four ways of being wrong. */
static void damaged_pages(int items, size_t step)
{
	static struct copies c;
	int rebuilt = 0, tried = 0;
	BUF(good);
	BUF(bad);
	BUF(spool);

	copies_new(&c);
	copies_capture_many(&c, 1, items);
	copies_close(&c);
	file_read(&c, "portiek.db", &good);
	file_read(&c, "spool/s00000001.seg", &spool);
	assert_int_equal(good.len % PAGE, 0);
	for (size_t page = 0; page < good.len / PAGE; page += step)
		for (int how = 0; how < PATTERNS; how++, tried++) {
			hurt(&good, page, how, &bad);
			file_write(&c, "portiek.db", bad.data, bad.len);
			file_write(&c, "spool/s00000001.seg", spool.data, spool.len);
			int code = started(&c, all_there);
			if (code)
				fprintf(stderr, "page %zu, pattern %d: %d\n", page + 1, how, code);
			assert_int_equal(code, 0);
			rebuilt += note_of(&c, "SELECT count(*) FROM meta WHERE key = 'rebuild.t'") > 0;
		}
	assert_true(rebuilt > tried / PATTERNS);
	copies_end(&c);
}

/* Matrix 18: any page of the database. */
static void any_damaged_page_costs_nothing(void **state)
{
	(void)state;
	damaged_pages(40, 1);
	PROVES("R60 R61 R62");
}

/* Matrix 18, with a whole queue; every page with PORTIEK_EVERY_PAGE set (tests/long.sh). */
static void a_damaged_page_among_five_hundred_reports_costs_nothing(void **state)
{
	(void)state;
	damaged_pages(500, getenv("PORTIEK_EVERY_PAGE") ? 1 : 23);
	PROVES("R60 R61 R62");
}

/* ---- the spool ------------------------------------------------------------------------------- */

/* Matrix 19: the database is right, the spool is written again; the place is told. */
static void a_damaged_spool_is_written_again(void **state)
{
	static struct copies c;
	struct copies_report r;
	char line[400] = "";
	FILE *out = tmpfile();
	BUF(spool);

	(void)state;
	copies_new(&c);
	copies_capture_many(&c, 1, 20);
	copies_close(&c);
	file_read(&c, "spool/s00000001.seg", &spool);
	for (size_t at = 3; at < spool.len; at += spool.len / 23) {
		file_write(&c, "spool/s00000001.seg", spool.data, spool.len);
		file_flip(&c, "spool/s00000001.seg", at, at % 8);
		if (at == 3) {
			assert_int_equal(copies_check(c.dir, out), ERR_INPUT);
			rewind(out);
			assert_non_null(fgets(line, sizeof line, out));
			assert_non_null(strstr(line, "s00000001.seg: no record at offset 0,"));
		}
		assert_int_equal(started(&c, all_there), 0);
		assert_int_equal(copies_open(&c, APP_OWNER), OK);
		assert_int_equal(copies_compare(c.dir, c.k.app->db, NULL, &r), OK);
		assert_int_equal(r.bad + r.differ + r.absent + r.missing + r.unsound, 0);
		assert_int_equal(copies_ask(&c, "SELECT count(*) FROM meta WHERE key = 'rebuild.t'"), 0);
		copies_close(&c);
		assert_int_equal(copies_check(c.dir, out), OK);
		rm_name(c.dir, "spool/s00000002.seg");
	}
	fclose(out);
	copies_end(&c);
	PROVES("R60 R62");
}

/* A row that rotted without the engine noticing is put right from its record. */
static void a_row_that_rotted_is_put_right(void **state)
{
	static struct copies c;

	(void)state;
	copies_new(&c);
	copies_capture_many(&c, 1, 10);
	sql(&c.k, "UPDATE outbox_item SET receipt = 'K7QD-00000-0' WHERE n & 255 = 3");
	sql(&c.k, "UPDATE outbox_item SET text = CAST(replace(CAST(text AS TEXT), 'A', 'B') AS BLOB) WHERE n & 255 = 4");
	sql(&c.k, "DELETE FROM outbox_item WHERE n & 255 = 5");
	sql(&c.k, "DELETE FROM outbox_queue WHERE n & 255 = 6");
	copies_close(&c);
	assert_int_equal(started(&c, all_there_and_alive), 0);
	copies_end(&c);
	PROVES("R60 R62");
}

/* ---- both ------------------------------------------------------------------------------------ */

/* Items younger than the spool's last fsync come from the damaged database itself. */
static void the_youngest_come_from_what_is_left(void **state)
{
	static struct copies c;
	BUF(bytes);
	BUF(spool);

	(void)state;
	copies_new(&c);
	copies_capture_many(&c, 1, 30);
	file_read(&c, "spool/s00000001.seg", &spool);
	copies_capture_many(&c, 31, 40);
	copies_close(&c);
	file_write(&c, "spool/s00000001.seg", spool.data, spool.len);
	file_read(&c, "portiek.db", &bytes);
	memset(bytes.data + PAGE + 8, 0xff, 4); /* table meta: its first page */
	file_write(&c, "portiek.db", bytes.data, bytes.len);
	assert_int_equal(started(&c, all_there_and_alive), 0);
	assert_int_equal(note_of(&c, NOTE("items")), 40);
	assert_int_equal(note_of(&c, NOTE("lost")), 0);
	copies_end(&c);
	PROVES("R60");
}

static bool void_seq(void *arg, const struct device_pending *p)
{
	BUF(text);
	buf_add(&text, p->text, p->len);
	if (strstr(buf_text(&text), "\"void\":\"lost\""))
		*(int64_t *)arg |= INT64_C(1) << p->seq;
	return true;
}

static bool none(void *arg, int64_t seq)
{
	(void)arg, (void)seq;
	return false;
}

/* Matrix 20: both hurt. What no copy has is told by number, to the log and to central. */
static void what_is_lost_is_told_by_number(void **state)
{
	static struct copies c;
	struct rebuild_note note;
	int64_t voids = 0;
	BUF(spool);
	size_t first;

	(void)state;
	copies_new(&c);
	copies_capture_many(&c, 1, 1);
	file_read(&c, "spool/s00000001.seg", &spool);
	first = spool.len;
	copies_capture_many(&c, 2, 20);
	copies_close(&c);
	file_flip(&c, "spool/s00000001.seg", first + 100, 1); /* the record of number 2 */
	file_write(&c, "portiek.db", "", 0);
	assert_int_equal(copies_open(&c, APP_SERVE), OK);
	rebuild_read_note(c.k.app->db, &note);
	assert_int_equal(note.lost, 1);
	assert_string_equal(note.list, "2");
	assert_int_equal(copies_missing(&c), 1);
	outbox_each(c.k.app->db, none, void_seq, &voids);
	assert_int_equal(voids, 1 << 2);
	uint8_t id[16], h[32];
	assert_false(outbox_mark(c.k.app->db, 2, id, h)); /* its mark is not known here any more */
	struct outbox_totals t;
	outbox_totals(c.k.app->db, &t);
	assert_int_equal(t.pending, 20);
	assert_int_equal(t.last_seq, 20);
	copies_close(&c);
	assert_int_equal(copies_open(&c, APP_SERVE), OK); /* once is enough */
	copies_end(&c);
	PROVES("R60 R62");
}

/* The machine went down and nobody can say which number was the last: none is given twice. */
static void numbers_nobody_is_sure_of_are_passed_over(void **state)
{
	static struct copies c;
	struct outbox_totals t;

	(void)state;
	copies_new(&c);
	copies_capture_many(&c, 1, 5);
	copies_close(&c);
	file_write(&c, "spool/state", "another boot", 12);
	file_write(&c, "portiek.db", "", 0);
	assert_int_equal(copies_open(&c, APP_SERVE), OK);
	outbox_totals(c.k.app->db, &t);
	assert_int_equal(t.last_seq, 5 + 64);
	assert_int_equal(copies_ask(&c, NOTE("unsure")), 64);
	assert_int_equal(copies_missing(&c), 0);
	copies_capture_many(&c, 6, 6);
	outbox_totals(c.k.app->db, &t);
	assert_int_equal(t.last_seq, 70);
	copies_end(&c);
	PROVES("R60 R61");
}

/* No daemon died here, so nothing is left that says "look": an enrolment looks by itself; any other command makes
 * anew what cannot even be opened. */
static void an_enrolment_makes_a_damaged_database_anew(void **state)
{
	static const struct {
		enum app_mode mode;
		bool head; /* else its last page */
		const char *why;
	} starts[] = { { APP_ENROL, true, "damaged" }, { APP_ENROL, false, "damaged" }, { APP_OWNER, true, "unopened" } };
	static struct copies c;
	struct rebuild_note note;
	char junk[PAGE];

	(void)state;
	memset(junk, 0xa5, sizeof junk);
	for (size_t i = 0; i < COUNT_OF(starts); i++) {
		BUF(file);
		copies_new(&c);
		copies_capture_many(&c, 1, 30);
		copies_close(&c);
		file_read(&c, "portiek.db", &file);
		memcpy(file.data + (starts[i].head ? 0 : file.len - PAGE), junk, PAGE);
		file_write(&c, "portiek.db", file.data, file.len);
		assert_int_equal(copies_open(&c, starts[i].mode), OK);
		rebuild_read_note(c.k.app->db, &note);
		assert_string_equal(note.why, starts[i].why);
		assert_int_equal(note.items, 30);
		assert_int_equal(note.lost + note.unsure, 0);
		assert_int_equal(all_there_and_alive(&c), 0);
		aside_is_kept(&c, (int64_t)file.len);
		copies_end(&c);
	}
	PROVES("R60 R61");
}

/* What central has stays delivered, what it refused stays a dead letter. */
static void what_was_delivered_is_not_queued_again(void **state)
{
	static struct copies c;
	struct outbox_entry e;
	struct outbox_totals t;

	(void)state;
	copies_new(&c);
	copies_capture_many(&c, 1, 10);
	db_event_begin(c.k.app->db);
	outbox_acked(c.k.app->db, 1, 6);
	outbox_bury(c.k.app->db, 8, "too_large");
	db_meta_set_int(c.k.app->db, "sync.hwm", 6);
	assert_int_equal(db_event_commit(c.k.app->db, true), OK);
	copies_close(&c);
	file_write(&c, "portiek.db", "", 0);
	assert_int_equal(copies_open(&c, APP_SERVE), OK);
	outbox_totals(c.k.app->db, &t);
	assert_int_equal(t.pending, 4);
	assert_int_equal(t.dead, 1);
	assert_int_equal(outbox_find_receipt(c.k.app->db, c.shown[5].receipt, &e), OK);
	assert_int_equal(e.state, OUTBOX_OFFICE);
	assert_string_equal(e.follow, "00ff");
	assert_int_equal(outbox_find_receipt(c.k.app->db, c.shown[7].receipt, &e), OK);
	assert_int_equal(e.state, OUTBOX_DEAD);
	assert_int_equal(outbox_find_receipt(c.k.app->db, c.shown[9].receipt, &e), OK);
	assert_int_equal(e.state, OUTBOX_KIOSK);
	copies_end(&c);
	PROVES("R60 R62");
}

static void a_damaged_identity_comes_from_the_database(void **state)
{
	static struct copies c;

	(void)state;
	copies_new(&c);
	copies_capture_many(&c, 1, 3);
	copies_close(&c);
	file_flip(&c, "identity", 60, 0);
	file_write(&c, "damaged", "x", 1); /* a statement met a page: the file itself looks good */
	assert_int_equal(started(&c, all_there_and_alive), 0);
	copies_end(&c);
	PROVES("R60 R61");
}

/* ---- the plug -------------------------------------------------------------------------------- */

/* Killed at any step of a rebuild: the next start finds the old file or the new one. */
static void a_plug_pulled_in_a_rebuild_costs_nothing(void **state)
{
	static const char *const points[] = { "kiosk.rebuild.filled", "kiosk.rebuild.done", "kiosk.rebuild.aside",
					      "kiosk.rebuild.swapped" };
	static struct copies c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(points); i++) {
		copies_new(&c);
		copies_capture_many(&c, 1, 12);
		copies_close(&c);
		file_write(&c, "portiek.db", "", 0);
		setenv("PORTIEK_CRASH", points[i], 1);
		assert_int_equal(start(&c, all_there), 256 + SIGKILL);
		unsetenv("PORTIEK_CRASH");
		assert_int_equal(started(&c, all_there_and_alive), 0);
		copies_end(&c);
	}
	PROVES("R60 R61");
}

static void put_many(struct copies *c, int count)
{
	db_event_begin(c->k.app->db);
	for (int n = 1; n <= count; n++) {
		struct outbox_item it = { .kind = "report.new", .schema = 1, .body = "{\"n\":1}", .body_len = 7,
			.t = { c->k.time.wall, c->k.time.mono, "b00b00b00b00b00b00b00b00b00b00bb" } };
		snprintf(it.id, sizeof it.id, "01a20074-%04x-7619-88bb-3ef1028c%04x", (unsigned)n >> 16, (unsigned)n & 0xffff);
		snprintf(it.receipt, sizeof it.receipt, "K7QD-%05u-0", (unsigned)n);
		assert_int_equal(outbox_add(c->k.app->db, &it), OK);
	}
	assert_int_equal(db_event_commit(c->k.app->db, true), OK);
}

static int five_thousand(struct copies *c)
{
	return copies_ask(c, "SELECT count(*) FROM outbox_queue") == 5000 ? 0 : 1;
}

static void thousands_are_made_anew(void **state)
{
	static struct copies c;

	(void)state;
	copies_new(&c);
	put_many(&c, 5000);
	copies_close(&c);
	file_write(&c, "portiek.db", "", 0);
	assert_int_equal(started(&c, five_thousand), 0);
	copies_end(&c);
	PROVES("R60");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_database_that_is_gone_is_no_empty_queue),
		cmocka_unit_test(a_start_without_descriptors_makes_nothing_anew),
		cmocka_unit_test(an_empty_folder_is_a_new_kiosk),
		cmocka_unit_test(any_damaged_page_costs_nothing),
		cmocka_unit_test(a_damaged_page_among_five_hundred_reports_costs_nothing),
		cmocka_unit_test(a_damaged_spool_is_written_again),
		cmocka_unit_test(a_row_that_rotted_is_put_right),
		cmocka_unit_test(the_youngest_come_from_what_is_left),
		cmocka_unit_test(what_is_lost_is_told_by_number),
		cmocka_unit_test(numbers_nobody_is_sure_of_are_passed_over),
		cmocka_unit_test(an_enrolment_makes_a_damaged_database_anew),
		cmocka_unit_test(what_was_delivered_is_not_queued_again),
		cmocka_unit_test(a_damaged_identity_comes_from_the_database),
		cmocka_unit_test(a_plug_pulled_in_a_rebuild_costs_nothing),
		cmocka_unit_test(thousands_are_made_anew),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
