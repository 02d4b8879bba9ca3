/* Workloads of the kiosk's files: sites that arrive in pieces, keys, the page for a stopped daemon, the
 * mark of a clean stop, a copy of the database (matrix 10, 13, 51, 57).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/faults/works_kiosk.h"

#include "firmware/storing.h"
#include "firmware/witness.h"
#include "shared/io/archive.h"

static struct db *db_of(struct house *h)
{
	return h->k.app->db;
}

static char *inside(struct house *h, const char *name, char out[PATH_CAP])
{
	fs_join(out, h->dir, name);
	return out;
}

/* ---- sites -------------------------------------------------------------------------------------- */

#define SITE_BYTES 2000
#define PIECE 700
#define PIECES 3

static void site_key(struct site_key *ret)
{
	uint8_t seed[SEED_BYTES] = "a key that is only for this test";

	sign_key_from_seed(seed, &ret->sign);
	memset(ret->id, 7, sizeof(ret->id));
}

static void site_data(int number, uint8_t out[SITE_BYTES])
{
	for (int i = 0; i < SITE_BYTES; i++)
		out[i] = (uint8_t)(number * 31 + i * 7);
}

static void announce(struct house *h, int number)
{
	struct site_key key;
	struct device_change c = { .rev = number };
	uint8_t data[SITE_BYTES], hash[HASH_BYTES];
	char path[PATH_CAP], hex[HEX32_TEXT];
	BUF(minisig);
	BUF(quoted);
	BUF(body);

	site_key(&key);
	site_data(number, data);
	assert_int_equal(fs_write(inside(h, "to-sign", path), data, sizeof(data), 0600), OK);
	assert_int_equal(site_sign(&key, path, "test", &minisig), OK);
	fs_remove(path);
	sha256(data, sizeof(data), hash);
	hex_encode(hash, 32, hex);
	val_quote(buf_text(&minisig), &quoted);
	buf_fmt(&body, "{\"version\":\"v%d\",\"size\":%d,\"sha256\":\"%s\",\"minisig\":%s}", number, SITE_BYTES,
		hex, buf_text(&quoted));
	text_copy(c.feed, sizeof(c.feed), "site");
	text_copy(c.key, sizeof(c.key), "current");
	c.body = walk_text(buf_text(&body), body.len);
	SYNC_STORE.begin(&h->t);
	SYNC_STORE.page_begin(&h->t, false);
	SYNC_STORE.page_change(&h->t, &c);
	SYNC_STORE.page_end(&h->t, "c1", false);
	assert_int_equal(SYNC_STORE.commit(&h->t, true), OK);
}

static int piece(struct house *h, int number)
{
	struct site_key key;
	uint8_t data[SITE_BYTES];
	char version[65];
	int64_t from;

	site_key(&key);
	site_key_public(&key, h->t.device.id.site_key);
	site_data(number, data);
	if (!sync_site_wanted(&h->t, version, &from))
		return OK;
	int64_t n = SITE_BYTES - from < PIECE ? SITE_BYTES - from : PIECE;
	return sync_site_piece(&h->t, version, from, SITE_BYTES, data + from, (size_t)n);
}

static void one_announced(struct house *h)
{
	announce(h, 1);
}

static void third_announced(struct house *h)
{
	for (int number = 1; number < 3; number++) {
		announce(h, number);
		for (int i = 0; i < PIECES; i++)
			assert_int_equal(piece(h, number), OK);
	}
	announce(h, 3);
}

static int first_site(struct house *h, int i)
{
	(void)i;
	return piece(h, 1);
}

static int third_site(struct house *h, int i)
{
	(void)i;
	return piece(h, 3);
}

/* What the database calls current is there, whole. Steps beyond the pieces do nothing when all went well. */
static bool site_whole(struct house *h, const char *version)
{
	char name[100], path[PATH_CAP];
	uint8_t data[SITE_BYTES];
	BUF(found);

	if (!*version)
		return true;
	site_data(version[1] - '0', data);
	snprintf(name, sizeof(name), "site/site-%s.sqlar", version);
	if (fs_read(inside(h, name, path), SITE_BYTES, &found) || found.len != SITE_BYTES)
		return false;
	snprintf(name, sizeof(name), "site/site-%s.sqlar.minisig", version);
	return !memcmp(found.data, data, SITE_BYTES) && fs_exists(inside(h, name, path));
}

static bool installed(struct house *h, int confirmed)
{
	char current[65], previous[65], version[65];
	int64_t from;

	mirror_site_current(db_of(h), current, previous, sizeof(current));
	if (!site_whole(h, current) || !site_whole(h, previous))
		return false;
	/* The next start goes on with the pieces it has; in the moment between the name and the row of the
	 * database it fetches them again. */
	if (sync_site_wanted(&h->t, version, &from))
		return (confirmed < PIECES && from >= (int64_t)confirmed * PIECE) || site_whole(h, version);
	return true;
}

/* ---- single files ------------------------------------------------------------------------------- */

static int enrol_key(struct house *h, int i)
{
	struct sign_key key;
	int err = device_enrol_key(h->dir, i ? "QRST" : "MNPQ", &key);

	if (!err)
		h->k.intake.pub[i] = key.pub[0];
	return err;
}

/* The key that central may have been told is there, and stays the same. */
static bool keys_stay(struct house *h, int confirmed)
{
	char path[PATH_CAP];
	struct sign_key a, b;

	if (confirmed > 0 && !fs_exists(inside(h, "keys/device-MNPQ.key", path)))
		return false;
	if (confirmed > 1 && !fs_exists(inside(h, "keys/device-QRST.key", path)))
		return false;
	return !device_enrol_key(h->dir, "MNPQ", &a) && !device_enrol_key(h->dir, "MNPQ", &b) &&
	       !memcmp(a.pub, b.pub, sizeof(a.pub));
}

static int stopped_page(struct house *h, int i)
{
	char path[PATH_CAP];
	BUF(html);

	snprintf(h->k.app->set.phone, sizeof(h->k.app->set.phone), "088 000 %d", i);
	storing_refresh(h->k.app);
	int err = fs_read(inside(h, "storing.html", path), 1 << 20, &html);
	return err ? err : strstr(buf_text(&html), h->k.app->set.phone) ? OK : ERR_STORAGE;
}

/* Somebody may read it at any moment: never half. */
static bool page_whole(struct house *h, int confirmed)
{
	char path[PATH_CAP];
	BUF(html);

	if (fs_read(inside(h, "storing.html", path), 1 << 20, &html))
		return confirmed == 0;
	return html.len > 100 && strstr(buf_text(&html), "</html>");
}

static int witness(struct house *h, int i)
{
	bool unclean;

	if (i % 2 == 0)
		return witness_open(h->dir, &unclean);
	witness_close(h->dir);
	return OK;
}

/* A start after a crash knows of it. */
static bool noticed(struct house *h, int confirmed)
{
	char path[PATH_CAP];

	return confirmed != 1 || fs_exists(inside(h, "witness", path));
}

static void some_captured(struct house *h)
{
	for (int i = 0; i < 3; i++)
		assert_int_equal(kiosk_capture(h, i), OK);
}

static int copy(struct house *h, int i)
{
	char path[PATH_CAP];

	return db_backup(db_of(h), inside(h, i ? "copy-2" : "copy-1", path));
}

/* A copy that was confirmed is whole. */
static bool copied(struct house *h, int confirmed)
{
	static const char *const NAMES[] = { "copy-1", "copy-2" };
	char path[PATH_CAP];

	for (int i = 0; i < confirmed; i++) {
		DB(db);
		if (!fs_exists(inside(h, NAMES[i], path)) || db_open(path, DB_READER, 0, &db) ||
		    !db_healthy(db) || ROW(db, "SELECT count(*) FROM outbox_item") != 3)
			return false;
	}
	return true;
}

const struct work KIOSK_FILES[] = {
	{ .name = "a site in pieces", .rows = "matrix 10, 57", .prepare = one_announced, .steps = 2 * PIECES,
	  .step = first_site, .holds = installed },
	{ .name = "a site that replaces another", .rows = "matrix 10, 57", .prepare = third_announced, .steps = 2 * PIECES,
	  .step = third_site, .holds = installed },
	{ .name = "keys of enrolments", .rows = "matrix 13, 51", .steps = 2, .step = enrol_key, .holds = keys_stay },
	{ .name = "the page for a stopped daemon", .rows = "matrix 13", .steps = 2, .step = stopped_page,
	  .holds = page_whole },
	{ .name = "the mark of a clean stop", .rows = "matrix 13", .steps = 3, .step = witness, .holds = noticed },
	{ .name = "copies of the database", .rows = "matrix 13, 74", .prepare = some_captured, .steps = 2, .step = copy,
	  .holds = copied },
	{ 0 },
};
