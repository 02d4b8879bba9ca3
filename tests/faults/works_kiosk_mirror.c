/* Workloads of the kiosk's mirror: pages of changes, snapshots, starting over (matrix 10).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/faults/works_kiosk.h"

static struct db *db_of(struct house *h)
{
	return h->k.app->db;
}

static void change(struct house *h, const char *feed, int n, int64_t rev, const char *body)
{
	struct device_change c = { .rev = rev, .gone = body == NULL };

	text_copy(c.feed, sizeof(c.feed), feed);
	snprintf(c.key, sizeof(c.key), "k%03d", n);
	if (body)
		c.body = walk_text(body, strlen(body));
	SYNC_STORE.page_change(&h->t, &c);
}

#define HOME "{\"street\":\"Lindelaan\",\"number\":12,\"suffix\":null,\"postcode\":\"1234AB\",\"city\":\"X\"," \
	     "\"complex\":\"L\",\"riser\":\"A\",\"type\":\"GAL\",\"nom\":true,\"parent\":null,"               \
	     "\"kind\":\"dwelling\",\"rooms\":[\"KEU\"]}"

/* Page i holds 20 homes and 10 texts. */
static int page(struct house *h, int i, bool fresh, bool more)
{
	char cursor[24];
	struct device_marks m = { .state = "active", .epoch = "00112233445566778899aabbccddeeff",
				  .chain = "0", .last_contact = WORKS_WALL + i };

	SYNC_STORE.begin(&h->t);
	SYNC_STORE.page_begin(&h->t, fresh);
	for (int k = 0; k < 30; k++)
		change(h, k < 20 ? "dwelling" : "text", 30 * i + k, 1000 + 30 * i + k, k < 20 ? HOME : "{\"n\":1}");
	snprintf(cursor, sizeof(cursor), "c%d", i + 1);
	SYNC_STORE.page_end(&h->t, cursor, more);
	SYNC_STORE.save_marks(&h->t, &m);
	return SYNC_STORE.commit(&h->t, true);
}

static int64_t homes(struct house *h)
{
	return ROW(db_of(h), "SELECT count(*) FROM dwelling");
}

static int at_cursor(struct house *h)
{
	char cursor[64];

	mirror_cursor(db_of(h), cursor, sizeof(cursor));
	return *cursor == 'c' ? (int)strtol(cursor + 1, NULL, 10) : 0;
}

static int apply(struct house *h, int i)
{
	return page(h, i, false, i < 2);
}

/* The cursor says how far, and just so much is there. */
static bool applied(struct house *h, int confirmed)
{
	int at = at_cursor(h);

	return (at == confirmed || at == confirmed + 1) && homes(h) == 20 * at &&
	       ROW(db_of(h), "SELECT count(*) FROM text") == 10 * at;
}

static int first_read(struct house *h, int i)
{
	return page(h, i, i == 0, i < 2);
}

/* Nothing is seen before the last page, and then all. */
static bool read_whole(struct house *h, int confirmed)
{
	int at = at_cursor(h);

	(void)confirmed;
	return at < 3 ? homes(h) == 0 && ROW(db_of(h), "SELECT count(*) FROM mirror_shadow") == 30 * at
		      : homes(h) == 60 && !ROW(db_of(h), "SELECT count(*) FROM mirror_shadow") &&
			    mirror_ready(db_of(h));
}

static void read_before(struct house *h)
{
	for (int i = 0; i < 3; i++)
		assert_int_equal(first_read(h, i), OK);
}

/* Again from the beginning, with fewer homes: step 0 starts over, 1 and 2 bring the pages. */
static int second_read(struct house *h, int i)
{
	if (i)
		return page(h, 9 + i, i == 1, i == 1);
	SYNC_STORE.begin(&h->t);
	SYNC_STORE.cursor_reset(&h->t);
	return SYNC_STORE.commit(&h->t, true);
}

static bool old_or_new(struct house *h, int confirmed)
{
	int64_t n = homes(h);

	return (n == 60 && confirmed < 3) || (n == 40 && at_cursor(h) == 12);
}

static int take_away(struct house *h, int i)
{
	SYNC_STORE.begin(&h->t);
	SYNC_STORE.page_begin(&h->t, false);
	for (int k = 0; k < 20; k++)
		change(h, "dwelling", 30 * i + k, 5000 + k, NULL);
	SYNC_STORE.page_end(&h->t, i ? "c5" : "c4", false);
	return SYNC_STORE.commit(&h->t, true);
}

static bool taken_away(struct house *h, int confirmed)
{
	int at = at_cursor(h);

	(void)confirmed;
	return homes(h) == 60 - 20 * (at - 3);
}

static int new_catalogue(struct house *h, int i)
{
	struct device_change c = { .rev = 7000 + i };
	char body[40], cursor[24];

	snprintf(body, sizeof(body), "{\"version\":\"%d\"}", i + 2);
	snprintf(cursor, sizeof(cursor), "c%d", i + 4);
	text_copy(c.feed, sizeof(c.feed), "catalogue");
	snprintf(c.key, sizeof(c.key), "%d", i + 2);
	c.body = walk_text(body, strlen(body));
	SYNC_STORE.begin(&h->t);
	SYNC_STORE.page_begin(&h->t, false);
	SYNC_STORE.page_change(&h->t, &c);
	SYNC_STORE.page_end(&h->t, cursor, false);
	return SYNC_STORE.commit(&h->t, true);
}

static bool one_current(struct house *h, int confirmed)
{
	(void)confirmed;
	return ROW(db_of(h), "SELECT count(*) FROM catalogue WHERE current = 1") == 1;
}

const struct work KIOSK_MIRROR[] = {
	{ .name = "pages of changes", .rows = "matrix 10", .steps = 3, .step = apply, .holds = applied },
	{ .name = "a first read in pages", .rows = "matrix 10", .steps = 3, .step = first_read, .holds = read_whole },
	{ .name = "a snapshot that replaces another", .rows = "matrix 10, 66", .prepare = read_before, .steps = 3,
	  .step = second_read, .holds = old_or_new },
	{ .name = "deletions", .rows = "matrix 10", .prepare = read_before, .steps = 2, .step = take_away,
	  .holds = taken_away },
	{ .name = "new catalogues", .rows = "matrix 10", .steps = 2, .step = new_catalogue, .holds = one_current },
	{ 0 },
};
