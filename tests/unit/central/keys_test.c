/* Keys of the office that take the place of others: the files after each step, and what they open.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/check.h"

#include <stdlib.h>
#include <unistd.h>

#include "server/keys.h"
#include "shared/io/fs.h"
#include "shared/sync/proof.h"

struct folder {
	char dir[64];
	struct keys k;
};

static struct folder *folder_new(void)
{
	struct folder *f = mem_new(1, sizeof *f);

	assert_int_equal(crypt_start(), OK);
	text_copy(f->dir, sizeof f->dir, "/tmp/keys-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	assert_int_equal(keys_make(f->dir), OK);
	assert_int_equal(keys_load(f->dir, &f->k), OK);
	return f;
}

static void folder_free(struct folder *f)
{
	assert_int_equal(fs_remove_tree(f->dir), OK);
	free(f);
}

static void move(const struct folder *f, const char *from, const char *to)
{
	char a[PATH_CAP], b[PATH_CAP];

	snprintf(a, sizeof a, "%s/keys/%s", f->dir, from);
	snprintf(b, sizeof b, "%s/keys/%s", f->dir, to);
	assert_int_equal(rename(a, b), 0);
}

/* matrix 49 */
static void each_signing_key_vouches_for_the_next(void **state)
{
	struct folder *f = folder_new();
	struct sign_key first = f->k.server;
	struct keys again = { 0 };

	(void)state;
	for (int i = 1; i <= 3; i++) {
		struct sign_key before = f->k.server;

		assert_int_equal(keys_new_server(f->dir, &f->k), OK);
		assert_memory_not_equal(f->k.server.pub, before.pub, PUBKEY_BYTES);
		assert_int_equal(f->k.former_count, i);
		assert_memory_equal(f->k.former[i - 1], before.pub, PUBKEY_BYTES);
		assert_memory_equal(f->k.root.pub, first.pub, PUBKEY_BYTES); /* links and codes stay good */
	}
	assert_int_equal(keys_load(f->dir, &again), OK);
	assert_memory_equal(again.server.pub, f->k.server.pub, PUBKEY_BYTES);
	assert_string_equal(again.server_keys, f->k.server_keys);
	folder_free(f);
	PROVES("R70");
}

/* matrix 49: the program ends between the list and the rename */
static void a_change_cut_short_is_ended_at_the_next_start(void **state)
{
	struct folder *f = folder_new();
	struct sign_key before = f->k.server, after;

	(void)state;
	assert_int_equal(keys_new_server(f->dir, &f->k), OK);
	after = f->k.server;
	move(f, "server.key", "server.next");
	move(f, "root.key", "server.key"); /* the first is what stood there before the rename */
	assert_int_equal(keys_load(f->dir, &f->k), OK);
	assert_memory_equal(f->k.server.pub, after.pub, PUBKEY_BYTES);
	assert_memory_equal(f->k.former[0], before.pub, PUBKEY_BYTES);
	folder_free(f);
	PROVES("R70");
}

static void a_signing_key_nobody_vouched_for_is_not_used(void **state)
{
	struct folder *f = folder_new();

	(void)state;
	assert_int_equal(keys_new_server(f->dir, &f->k), OK);
	move(f, "root.key", "server.key"); /* an older one was put back */
	assert_int_equal(keys_load(f->dir, &f->k), ERR_INPUT);
	folder_free(f);
	PROVES("R70");
}

/* matrix 52 */
static void a_former_intake_key_opens_while_it_is_there(void **state)
{
	struct folder *f = folder_new();
	char first[33], name[64];

	(void)state;
	text_copy(first, sizeof first, f->k.intake_id);
	assert_int_equal(keys_new_intake(f->dir, &f->k), OK);
	assert_string_not_equal(f->k.intake_id, first);
	assert_non_null(keys_intake(&f->k, first));
	snprintf(name, sizeof name, "intake-%s.key", first);
	move(f, name, "away");
	assert_int_equal(keys_load(f->dir, &f->k), OK);
	assert_null(keys_intake(&f->k, first));
	move(f, "away", name);
	assert_int_equal(keys_find_intakes(f->dir, &f->k), 1);
	assert_non_null(keys_intake(&f->k, first));
	assert_int_equal(keys_find_intakes(f->dir, &f->k), 0);
	folder_free(f);
	PROVES("R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_signing_key_vouches_for_the_next),
		cmocka_unit_test(a_change_cut_short_is_ended_at_the_next_start),
		cmocka_unit_test(a_signing_key_nobody_vouched_for_is_not_used),
		cmocka_unit_test(a_former_intake_key_opens_while_it_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
