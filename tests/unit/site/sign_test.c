/* Signatures of a site: ours, minisign's own judgement, and what a changed byte does.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <spawn.h>
#include <sys/wait.h>

#include "shared/base/text.h"
#include "tests/unit/site/world.h"

extern char **environ;

struct signed_world {
	struct world w;
	struct site_key key;
	struct site_result r;
	char pub[64];
	char why[300];
};

static void open_signed(struct signed_world *s)
{
	world_open(&s->w);
	site_key_make(&s->key);
	site_key_public(&s->key, s->pub);
	s->w.o.key = &s->key;
	world_build(&s->w, &s->r);
	s->why[0] = '\0';
}

static void close_signed(struct signed_world *s)
{
	world_forget(&s->r);
	world_close(&s->w);
}

static int verify(struct signed_world *s)
{
	return site_verify_archive(s->r.path, s->pub, s->why, sizeof(s->why));
}

static void a_signed_site_verifies(void **state)
{
	struct signed_world s;
	struct site_key other;
	char pub[64];
	(void)state;

	open_signed(&s);
	assert_int_equal(verify(&s), OK);
	site_key_make(&other);
	site_key_public(&other, pub);
	assert_int_equal(site_verify_archive(s.r.path, pub, s.why, sizeof(s.why)), ERR_CRYPT);
	close_signed(&s);
	PROVES("R53");
}

static void minisign_accepts_it_too(void **state)
{
	struct signed_world s;
	pid_t pid;
	int status = -1;
	(void)state;

	open_signed(&s);
	const char *argv[] = { "minisign", "-q", "-V", "-P", s.pub, "-m", s.r.path, NULL };
	assert_int_equal(posix_spawnp(&pid, argv[0], NULL, NULL, (char *const *)argv, environ), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	close_signed(&s);
	PROVES("R53");
}

/* Flip one bit of a file. */
static void flip(const char *path, size_t at)
{
	BUF(bytes);

	assert_int_equal(fs_read(path, 64u << 20, &bytes), OK);
	assert_true(at < bytes.len);
	bytes.data[at] ^= 1;
	assert_int_equal(fs_write(path, bytes.data, bytes.len, 0644), OK);
}

static void a_flipped_bit_is_refused(void **state)
{
	struct signed_world s;
	char sig[PATH_CAP + 16];
	(void)state;

	open_signed(&s);
	size_t size = (size_t)s.r.bytes;
	const size_t places[] = { 20, size / 3, size / 2, size - 1 };
	for (size_t i = 0; i < COUNT_OF(places); i++) {
		flip(s.r.path, places[i]);
		assert_int_equal(verify(&s), ERR_CRYPT);
		flip(s.r.path, places[i]);
	}
	assert_int_equal(verify(&s), OK);
	snprintf(sig, sizeof(sig), "%s.minisig", s.r.path);
	flip(sig, (size_t)fs_size(sig) - 10);
	assert_int_equal(verify(&s), ERR_CRYPT);
	assert_int_equal(fs_remove(sig), OK);
	assert_int_equal(verify(&s), ERR_NOT_FOUND);
	close_signed(&s);
	PROVES("R53");
}

/* A good signature over a bad archive: rows and parts are looked at as well. */
static void a_signed_non_site_is_refused(void **state)
{
	struct signed_world s;
	char sig[PATH_CAP + 16];
	BUF(text);
	(void)state;

	open_signed(&s);
	struct archive_writer *w = archive_begin();
	assert_int_equal(archive_add(w, "catalogue.json", "{}", 2), OK);
	assert_int_equal(archive_finish(w, s.r.path), OK);
	assert_int_equal(site_sign(&s.key, s.r.path, "portiek site", &text), OK);
	snprintf(sig, sizeof(sig), "%s.minisig", s.r.path);
	assert_int_equal(fs_write(sig, text.data, text.len, 0644), OK);
	assert_int_equal(verify(&s), ERR_STORAGE);
	assert_non_null(strstr(s.why, "manifest.json"));
	close_signed(&s);
	PROVES("-");
}

static void a_key_survives_its_file(void **state)
{
	struct world w;
	struct site_key made, read;
	char path[PATH_CAP], a[64], b[64];
	BUF(pub);
	(void)state;

	world_open(&w);
	site_key_make(&made);
	fs_join(path, w.out, "key");
	assert_int_equal(site_key_save(&made, path), OK);
	assert_int_equal(site_key_load(path, &read), OK);
	assert_memory_equal(made.sign.secret, read.sign.secret, sizeof(made.sign.secret));
	site_key_public(&made, a);
	site_key_public(&read, b);
	assert_string_equal(a, b);
	fs_join(path, w.out, "key.pub");
	assert_int_equal(fs_read(path, 1024, &pub), OK);
	assert_non_null(strstr(buf_text(&pub), a));
	assert_int_equal(site_key_load(path, &read), ERR_CRYPT);
	world_close(&w);
	PROVES("-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_signed_site_verifies),
		cmocka_unit_test(minisign_accepts_it_too),
		cmocka_unit_test(a_flipped_bit_is_refused),
		cmocka_unit_test(a_signed_non_site_is_refused),
		cmocka_unit_test(a_key_survives_its_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
