/* Database turns, zlib caps, seals, archives and settings files.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <unistd.h>

#include "shared/base/conf.h"
#include "shared/base/crypt.h"
#include "shared/base/pack.h"
#include "shared/io/archive.h"
#include "shared/io/db.h"
#include "shared/io/fs.h"
#include "tests/unit/check.h"

static const struct db_migration STEPS[] = {
	{ 1, "one", "CREATE TABLE meta(key TEXT PRIMARY KEY, value ANY) STRICT;" },
	{ 2, "two", "CREATE TABLE t(n INTEGER PRIMARY KEY, s TEXT UNIQUE) STRICT;" },
	{ 0, 0, 0 },
};

static void put(struct db *db, const char *s, int want)
{
	DB_STMT(st) = db_prepare(db, "INSERT INTO t(s) VALUES(?)");
	db_bind_text(st, s);
	assert_int_equal(db_run(st), want);
}

static void a_failed_event_leaves_the_others_of_its_turn(void **state)
{
	(void)state;
	DB(db);
	assert_int_equal(db_open(NULL, DB_MEMORY, 0, &db), OK);
	assert_int_equal(db_migrate(db, STEPS, NULL), OK);
	assert_int_equal(db_migrate(db, STEPS, NULL), OK);
	db_event_begin(db);
	put(db, "kept", OK);
	db_event_end(db, true);
	db_event_begin(db);
	put(db, "gone", OK);
	put(db, "kept", ERR_CONFLICT);
	db_event_end(db, false);
	assert_true(db_turn_open(db));
	assert_int_equal(db_turn_commit(db), OK);
	assert_int_equal(db_ask_int(db, "SELECT count(*) FROM t", -1), 1);
	PROVES("R61");
}

/* The sync stores a reply of central with a commit of its own, in a turn in which a report waits for its answer. */
static void a_refused_commit_is_told_to_all_of_its_turn(void **state)
{
	(void)state;
	DB(db);
	assert_int_equal(db_open(NULL, DB_MEMORY, 0, &db), OK);
	assert_int_equal(db_migrate(db, STEPS, NULL), OK);
	db_event_begin(db);
	put(db, "a report", OK);
	db_event_end(db, true);
	assert_int_equal(db_exec(db, "PRAGMA max_page_count=1"), OK);
	char *much = mem_new(1, 40000);
	memset(much, 'x', 39999);
	db_event_begin(db);
	put(db, much, ERR_STORAGE);
	free(much);
	assert_int_equal(db_event_commit(db, true), ERR_STORAGE);
	assert_false(db_turn_open(db));
	assert_int_equal(db_turn_end(db), ERR_STORAGE);
	assert_int_equal(db_turn_end(db), OK);
	assert_int_equal(db_ask_int(db, "SELECT count(*) FROM t", -1), 0);
	PROVES("R60 R61");
}

/* matrix 54: a program of before an upgrade */
static void a_newer_file_is_left_alone(void **state)
{
	(void)state;
	DB(db);
	assert_int_equal(db_open(NULL, DB_MEMORY, 0, &db), OK);
	assert_int_equal(db_exec(db, "PRAGMA user_version=9"), OK);
	assert_int_equal(db_migrate(db, STEPS, NULL), ERR_NEWER);
	assert_int_equal(db_ask_int(db, "SELECT count(*) FROM sqlite_schema", -1), 0);
	PROVES("-");
}

static void meta_counts(void **state)
{
	(void)state;
	DB(db);
	char text[16];
	assert_int_equal(db_open(NULL, DB_MEMORY, 0, &db), OK);
	assert_int_equal(db_migrate(db, STEPS, NULL), OK);
	assert_int_equal(db_meta_int(db, "n", 5), 5);
	assert_int_equal(db_meta_add(db, "n", 3), 3);
	assert_int_equal(db_meta_add(db, "n", 3), 6);
	db_meta_set_text(db, "word", "ja");
	assert_true(db_meta_text(db, "word", text, sizeof text));
	assert_string_equal(text, "ja");
	assert_false(db_meta_text(db, "none", text, sizeof text));
	PROVES("-");
}

static void inflating_stops_at_every_trick(void **state)
{
	(void)state;
	BUF(plain);
	BUF(packed);
	for (int i = 0; i < 1000; i++)
		buf_fmt(&plain, "regel %d\n", i);
	pack_deflate(plain.data, plain.len, 6, NULL, 0, &packed);
	BUF(out);
	assert_int_equal(pack_inflate(packed.data, packed.len, plain.len, NULL, 0, &out), OK);
	assert_int_equal(out.len, plain.len);
	BUF(no);
	assert_int_equal(pack_inflate(packed.data, packed.len, plain.len - 1, NULL, 0, &no), ERR_TOO_LARGE);
	assert_int_equal(pack_inflate(packed.data, packed.len - 1, 1 << 20, NULL, 0, &no), ERR_PACK);
	buf_add(&packed, "x", 1);
	assert_int_equal(pack_inflate(packed.data, packed.len, 1 << 20, NULL, 0, &no), ERR_PACK);
	packed.data[packed.len - 3] ^= 1;
	assert_int_equal(pack_inflate(packed.data, packed.len - 1, 1 << 20, NULL, 0, &no), ERR_PACK);
	BUF(zeros);
	BUF(bomb);
	memset(buf_room(&zeros, 4 << 20), 0, 4 << 20);
	zeros.len = 4 << 20;
	pack_deflate(zeros.data, zeros.len, 9, NULL, 0, &bomb);
	assert_int_equal(pack_inflate(bomb.data, bomb.len, 64 << 20, NULL, 0, &no), ERR_TOO_LARGE);
	BUF(dict);
	pack_deflate("de kraan lekt", 13, 9, "kraan lekt", 10, &dict);
	assert_int_equal(pack_inflate(dict.data, dict.len, 100, NULL, 0, &no), ERR_PACK);
	assert_int_equal(pack_inflate(dict.data, dict.len, 100, "wrong one!", 10, &no), ERR_PACK);
	assert_int_equal(no.len, 0);
	assert_int_equal(pack_inflate(dict.data, dict.len, 100, "kraan lekt", 10, &no), OK);
	assert_string_equal(no.data, "de kraan lekt");
	PROVES("R62");
}

static void only_the_holder_opens_a_seal(void **state)
{
	(void)state;
	struct seal_key ours, other;
	BUF(sealed);
	BUF(out);
	assert_int_equal(crypt_start(), OK);
	seal_key_make(&ours);
	seal_key_make(&other);
	seal_close(ours.pub, "geheim", 6, &sealed);
	assert_null(memmem(sealed.data, sealed.len, "geheim", 6));
	assert_int_equal(seal_open(&other, sealed.data, sealed.len, &out), ERR_CRYPT);
	assert_int_equal(seal_open(&ours, sealed.data, 10, &out), ERR_CRYPT);
	assert_int_equal(seal_open(&ours, sealed.data, sealed.len, &out), OK);
	assert_string_equal(buf_text(&out), "geheim");
	PROVES("D1");
}

static void a_seal_made_ahead_is_a_seal_used_once(void **state)
{
	(void)state;
	struct seal_key ours, other;
	struct seal_ready ready = { 0 };
	static const struct seal_ready wiped;
	BUF(first);
	BUF(second);
	BUF(out);
	assert_int_equal(crypt_start(), OK);
	seal_key_make(&ours);
	seal_key_make(&other);
	seal_ready_make(ours.pub, &ready);
	assert_true(ready.made);
	uint8_t ephemeral[32];
	memcpy(ephemeral, ready.ephemeral, sizeof ephemeral);
	seal_close_ready(&ready, ours.pub, "geheim", 6, &first);
	assert_memory_equal(&ready, &wiped, sizeof wiped);
	assert_memory_equal(first.data, ephemeral, 32);
	assert_int_equal(seal_open(&ours, first.data, first.len, &out), OK);
	assert_string_equal(out.data, "geheim");
	seal_close_ready(&ready, ours.pub, "geheim", 6, &second); /* nothing is ready any more */
	assert_memory_not_equal(first.data, second.data, 32);
	assert_int_equal(seal_open(&ours, second.data, second.len, &out), OK);
	seal_ready_make(other.pub, &ready); /* made for another key: not used, but wiped */
	buf_clear(&second);
	seal_close_ready(&ready, ours.pub, "geheim", 6, &second);
	assert_memory_equal(&ready, &wiped, sizeof wiped);
	assert_int_equal(seal_open(&ours, second.data, second.len, &out), OK);
	PROVES("R62");
}

static void a_primed_compressor_gives_the_same_bytes(void **state)
{
	(void)state;
	const char *dict = "de kraan lekt in de keuken en het water loopt over de vloer";
	const char *const texts[] = { "", "de kraan", "het water loopt in de keuken over de kraan", dict };
	struct pack_primed *p = pack_primed_new(6, dict, strlen(dict), 80);
	BUF(big);
	for (int i = 0; i < 800; i++)
		buf_fmt(&big, "de vloer van %d ", i * 7);
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		BUF(primed);
		BUF(plain);
		pack_primed_deflate(p, texts[i], strlen(texts[i]), &primed);
		pack_deflate(texts[i], strlen(texts[i]), 6, dict, strlen(dict), &plain);
		assert_int_equal(primed.len, plain.len);
		assert_memory_equal(primed.data, plain.data, plain.len);
	}
	BUF(primed);
	BUF(out);
	pack_primed_deflate(p, big.data, big.len, &primed); /* more than it is meant for */
	assert_int_equal(pack_inflate(primed.data, primed.len, big.len, dict, strlen(dict), &out), OK);
	assert_string_equal(out.data, big.data);
	pack_primed_free(p);
	PROVES("-");
}

static void archives_are_the_same_bytes_twice_and_signed(void **state)
{
	(void)state;
	char dir[] = "/tmp/portiek-XXXXXX", a[64], b[64], pub[64];
	assert_non_null(mkdtemp(dir));
	snprintf(a, sizeof a, "%s/a.sqlar", dir);
	snprintf(b, sizeof b, "%s/b.sqlar", dir);
	BUF(page);
	for (int i = 0; i < 100; i++)
		buf_str(&page, "<p>hallo</p>");
	for (int round = 0; round < 2; round++) {
		struct archive_writer *w = archive_begin();
		archive_add(w, round ? "b.css" : "nl/index.html", round ? "x" : page.data, round ? 1 : page.len);
		archive_add(w, round ? "nl/index.html" : "b.css", round ? page.data : "x", round ? page.len : 1);
		assert_int_equal(archive_finish(w, round ? b : a), OK);
	}
	struct archive_writer *twice = archive_begin();
	archive_add(twice, "a", "1", 1);
	archive_add(twice, "a", "2", 1);
	assert_int_equal(archive_finish(twice, b), ERR_CONFLICT);

	BUF(first);
	BUF(second);
	assert_int_equal(fs_read(a, 1 << 20, &first), OK);
	assert_int_equal(fs_read(b, 1 << 20, &second), OK);
	assert_int_equal(first.len, second.len);
	assert_memory_equal(first.data, second.data, first.len);

	struct archive *ar;
	struct archive_file f;
	assert_int_equal(archive_open(a, &ar), OK);
	assert_int_equal(archive_count(ar), 2);
	assert_true(archive_find(ar, "nl/index.html", &f));
	assert_true(f.deflated);
	assert_string_equal(f.type, "text/html; charset=utf-8");
	assert_true(archive_find(ar, "b.css", &f));
	assert_false(f.deflated);
	assert_false(archive_find(ar, "none", &f));
	BUF(back);
	assert_int_equal(archive_read(ar, "nl/index.html", &back), OK);
	assert_string_equal(buf_text(&back), buf_text(&page));
	archive_close(ar);

	struct site_key key;
	BUF(sig);
	assert_int_equal(crypt_start(), OK);
	sign_key_make(&key.sign);
	memcpy(key.id, "12345678", 8);
	site_key_public(&key, pub);
	assert_int_equal(site_sign(&key, a, "version 1", &sig), OK);
	assert_int_equal(site_verify(pub, a, buf_text(&sig)), OK);
	first.data[100] ^= 1;
	assert_int_equal(fs_write(a, first.data, first.len, 0600), OK);
	assert_int_equal(site_verify(pub, a, buf_text(&sig)), ERR_CRYPT);
	unlink(a);
	unlink(b);
	rmdir(dir);
	PROVES("R26");
}

/* A disk loses bits under a site that was verified when it came: the daemon must not die of it, or it
 * would die again at every start. */
static void a_damaged_archive_is_refused_and_not_died_of(void **state)
{
	(void)state;
	char dir[] = "/tmp/portiek-XXXXXX", a[64], name[16];
	assert_non_null(mkdtemp(dir));
	snprintf(a, sizeof a, "%s/a.sqlar", dir);
	struct archive_writer *w = archive_begin();
	for (int i = 0; i < 200; i++) {
		snprintf(name, sizeof name, "%03d.html", i);
		archive_add(w, name, name, strlen(name));
	}
	assert_int_equal(archive_finish(w, a), OK);
	BUF(good);
	assert_int_equal(fs_read(a, 1 << 20, &good), OK);
	for (size_t page = 0; page + 2048 <= good.len; page += 2048) {
		struct archive *ar = NULL;
		struct archive_file f;
		BUF(bad);
		buf_add(&bad, good.data, good.len);
		memset(bad.data + page + (page ? 0 : 100), 0xff, 200);
		assert_int_equal(fs_write(a, bad.data, bad.len, 0600), OK);
		int err = archive_open(a, &ar);
		assert_true(err ? !ar : ar != NULL);
		for (int i = 0; ar && i < archive_count(ar); i++)
			(void)archive_find(ar, archive_name(ar, i), &f);
		archive_close(ar);
		if (!page)
			assert_int_equal(err, ERR_STORAGE);
	}
	unlink(a);
	rmdir(dir);
	PROVES("R60");
}

struct settings {
	char phone[16];
	int64_t cap;
	bool web;
};

static void settings_say_what_is_wrong(void **state)
{
	(void)state;
	static const struct conf_row rows[] = {
		{ "corporation", "phone", CONF_TEXT, offsetof(struct settings, phone), 16, "010", "phone" },
		{ "queue", "cap", CONF_INT, offsetof(struct settings, cap), 0, "50000", "most items" },
		{ "site", "web", CONF_BOOL, offsetof(struct settings, web), 0, "no", "open to the web" },
		{ 0 },
	};
	struct settings s;
	char why[200], path[] = "/tmp/portiek-conf-XXXXXX";
	conf_defaults(rows, &s);
	assert_int_equal(s.cap, 50000);
	int fd = mkstemp(path);
	const char *ini = "[corporation]\nphone = 020\n[queue]\nkap = 5\n";
	assert_int_equal(write(fd, ini, strlen(ini)), (ssize_t)strlen(ini));
	close(fd);
	assert_int_equal(conf_read(rows, &s, path, why, sizeof why), ERR_INPUT);
	assert_non_null(strstr(why, ":4: no setting [queue] kap; did you mean [queue] cap?"));
	assert_string_equal(s.phone, "020");
	assert_int_equal(conf_set(rows, &s, "queue", "cap", "much", why, sizeof why), ERR_INPUT);
	assert_int_equal(conf_set(rows, &s, "site", "web", "yes", why, sizeof why), OK);
	assert_true(s.web);
	unlink(path);
	PROVES("R1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_failed_event_leaves_the_others_of_its_turn),
		cmocka_unit_test(a_refused_commit_is_told_to_all_of_its_turn),
		cmocka_unit_test(a_newer_file_is_left_alone),
		cmocka_unit_test(meta_counts),
		cmocka_unit_test(inflating_stops_at_every_trick),
		cmocka_unit_test(only_the_holder_opens_a_seal),
		cmocka_unit_test(a_seal_made_ahead_is_a_seal_used_once),
		cmocka_unit_test(a_primed_compressor_gives_the_same_bytes),
		cmocka_unit_test(archives_are_the_same_bytes_twice_and_signed),
		cmocka_unit_test(a_damaged_archive_is_refused_and_not_died_of),
		cmocka_unit_test(settings_say_what_is_wrong),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
