/* Sites that arrive: installed when their signature holds, thrown away otherwise.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/lobby.h"

struct published {
	struct site_key key;
	char sha256[HEX32_TEXT];
	struct buf minisig;
};

/* central's site is far.site; sign it as `version`. */
static void publish(struct lobby *l, struct published *p, const char *version, int64_t rev)
{
	char path[PATH_CAP], *start;
	uint8_t hash[32];
	unsigned feeds = 0;
	BUF(quoted);
	BUF(body);

	crypt_random(l->w->far.site, sizeof l->w->far.site);
	fs_join(path, l->dir, "to-sign");
	assert_int_equal(fs_write(path, l->w->far.site, sizeof l->w->far.site, 0600), OK);
	buf_clear(&p->minisig);
	assert_int_equal(site_sign(&p->key, path, "test", &p->minisig), OK);
	fs_remove(path);
	sha256(l->w->far.site, sizeof l->w->far.site, hash);
	hex_encode(hash, 32, p->sha256);
	val_quote(buf_text(&p->minisig), &quoted);
	buf_fmt(&body, "{\"version\":\"%s\",\"size\":%zu,\"sha256\":\"%s\",\"minisig\":%s}", version,
		sizeof l->w->far.site, p->sha256, buf_text(&quoted));
	start = body.data;
	db_event_begin(l->db);
	mirror_page_begin(l->db, false);
	assert_int_equal(change(l, "site", "current", rev, start, &feeds), OK);
	assert_int_equal(db_event_commit(l->db, true), OK);
}

static void new_site_key(struct lobby *l, struct published *p)
{
	memset(p, 0, sizeof *p);
	sign_key_make(&p->key.sign);
	memset(p->key.id, 7, sizeof p->key.id);
	site_key_public(&p->key, l->t.device.id.site_key);
}

static void download(struct lobby *l, const char *version)
{
	char wanted[65];
	int64_t from;

	while (sync_site_wanted(&l->t, wanted, &from)) {
		size_t n = sizeof l->w->far.site - (size_t)from;

		assert_string_equal(wanted, version);
		n = n > 700 ? 700 : n;
		if (sync_site_piece(&l->t, version, from, sizeof l->w->far.site,
				    l->w->far.site + from, n) != OK)
			return;
	}
}

static void a_site_is_installed_when_its_signature_holds(void **state)
{
	struct lobby *l = lobby_ready();
	struct published p;
	char current[65], previous[65], wanted[65], dir[PATH_CAP], path[PATH_CAP];
	int64_t from;

	(void)state;
	new_site_key(l, &p);
	publish(l, &p, "v1", 1);
	assert_true(sync_site_wanted(&l->t, wanted, &from));
	assert_int_equal(from, 0);
	assert_int_equal(sync_site_piece(&l->t, "v1", 0, sizeof l->w->far.site, l->w->far.site, 700), OK);
	assert_true(sync_site_wanted(&l->t, wanted, &from)); /* after a restart it goes on there */
	assert_int_equal(from, 700);
	download(l, "v1");
	assert_string_equal(l->site, "v1");
	mirror_site_current(l->db, current, previous, sizeof current);
	assert_string_equal(current, "v1");
	assert_string_equal(previous, "");
	publish(l, &p, "v2", 2);
	download(l, "v2");
	publish(l, &p, "v3", 3);
	download(l, "v3");
	mirror_site_current(l->db, current, previous, sizeof current);
	assert_string_equal(current, "v3");
	assert_string_equal(previous, "v2");
	fs_join(dir, l->dir, "site");
	fs_join(path, dir, "site-v1.sqlar");
	assert_false(fs_exists(path));
	fs_join(path, dir, "site-v2.sqlar");
	assert_true(fs_exists(path));
	fs_join(path, dir, "site-v3.sqlar.minisig");
	assert_true(fs_exists(path));
	buf_free(&p.minisig);
	lobby_close(l);
	PROVES("R53 R60");
}

static void a_foreign_or_damaged_site_is_thrown_away(void **state)
{
	struct lobby *l = lobby_ready();
	struct published p, thief;
	char current[65], previous[65];

	(void)state;
	new_site_key(l, &thief);
	new_site_key(l, &p); /* this one is pinned */
	publish(l, &thief, "v1", 1);
	download(l, "v1");
	assert_string_equal(l->site, "");
	publish(l, &p, "v2", 2);
	l->w->far.site[1999] ^= 1;
	download(l, "v2");
	assert_string_equal(l->site, "");
	mirror_site_current(l->db, current, previous, sizeof current);
	assert_string_equal(current, "");
	l->w->far.site[1999] ^= 1;
	download(l, "v2"); /* from the beginning, since the bad file is gone */
	assert_string_equal(l->site, "v2");
	buf_free(&p.minisig);
	buf_free(&thief.minisig);
	lobby_close(l);
	PROVES("R53");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_site_is_installed_when_its_signature_holds),
		cmocka_unit_test(a_foreign_or_damaged_site_is_thrown_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
