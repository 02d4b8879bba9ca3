/* The kiosk as a house: how it is made, opened, judged; and the list of its workloads.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/faults/works_kiosk.h"

#include "firmware/spool.h"

const char HOUSE_NAME[] = "kiosk";

const struct work *house_works(size_t *ret_count)
{
	static struct work all[64];
	const struct work *const parts[] = { KIOSK_QUEUE, KIOSK_MIRROR, KIOSK_FILES, KIOSK_STEPS };

	return works_join(parts, COUNT_OF(parts), all, ret_count);
}

struct house *house_new(const char *dir, const struct work *w)
{
	struct house *h = mem_new(1, sizeof(*h));

	h->w = w;
	h->k.time = (struct fake_time){ .wall = WORKS_WALL, .mono = 5000000 };
	text_copy(h->dir, sizeof(h->dir), dir);
	return h;
}

int house_open(struct house *h)
{
	char version[65] = "";
	int err = app_open(h->dir, NULL, APP_OWNER, &h->k.app);

	if (err)
		return err;
	h->k.app->clock = (struct clock){ fake_wall, fake_mono, &h->k.time };
	text_copy(h->k.app->boot, sizeof(h->k.app->boot), "b00b00b00b00b00b00b00b00b00b00bb");
	(void)version;
	h->t.o = (struct sync_options){ .db = h->k.app->db, .clock = &h->k.app->clock };
	text_copy(h->t.data_dir, sizeof(h->t.data_dir), h->dir);
	text_copy(h->t.next_origin, sizeof(h->t.next_origin), "http://127.0.0.1:1");
	return OK;
}

void house_close(struct house *h)
{
	app_close(h->k.app);
	h->k.app = NULL;
}

void house_free(struct house *h)
{
	house_close(h);
	free(h);
}

struct db *house_db(struct house *h)
{
	return h->k.app->db;
}

const struct work *house_work(const struct house *h)
{
	return h->w;
}

/* Enrolled, with its key as a file and a catalogue. */
void house_base(const char *dir)
{
	struct house *h = house_new(dir, NULL);
	struct device_identity id = { .key_no = 1, .prefix = "K7QD", .state = "active",
				      .epoch = "00112233445566778899aabbccddeeff", .intake_id = "k1" };

	assert_int_equal(house_open(h), OK);
	text_copy(id.device, sizeof(id.device), "018f4a00-1111-7222-8333-444444444444");
	assert_int_equal(device_enrol_key(dir, "ABCD", &id.key), OK);
	seal_key_make(&h->k.intake);
	memcpy(id.intake_pub, h->k.intake.pub, 32);
	db_event_begin(h->k.app->db);
	device_save(h->k.app->db, "http://127.0.0.1:1", "ABCD", &id, WORKS_WALL);
	assert_int_equal(db_event_commit(h->k.app->db, true), OK);
	put_catalogue(&h->k, "1.0");
	house_free(h);
}

/* The second copy has caught up, the queue agrees with its counters, every pending item has its text and the hash of it, numbers have no
 * gap, the identity can be read, the mirror's rows have their revisions. */
bool house_sane(struct house *h)
{
	struct db *db = h->k.app->db;
	struct outbox_totals t;
	struct device_identity id;
	struct spool_state copy;

	spool_state(h->dir, db, h->k.app->spool, &copy);
	if (device_enrolled(db) && device_load(db, h->dir, &id) != OK)
		return false;
	outbox_totals(db, &t);
	return copy.behind == 0 &&
	       t.pending == ROW(db, "SELECT count(*) FROM outbox_queue") &&
	       t.bytes == ROW(db, "SELECT coalesce(sum(bytes), 0) FROM outbox_queue") &&
	       t.dead == ROW(db, "SELECT count(*) FROM outbox_dead") &&
	       !ROW(db, "SELECT count(*) FROM outbox_queue q LEFT JOIN outbox_item i USING (n)"
			" WHERE q.void = '' AND i.text IS NULL") &&
	       !ROW(db, "SELECT count(*) FROM dwelling d LEFT JOIN mirror_rev r"
			" ON r.feed = 'dwelling' AND r.key = d.key WHERE r.rev IS NULL") &&
	       !ROW(db, "SELECT count(*) FROM config c LEFT JOIN mirror_rev r"
			" ON r.feed = 'config' AND r.key = c.key WHERE r.rev IS NULL");
}

int kiosk_take(struct house *h, int i)
{
	struct report_fault f;
	BUF(json);

	buf_fmt(&json, "{\"schema\":1,\"id\":\"018f4a00-0000-7000-8000-%012d\",\"catalogue\":\"1.0\","
		"\"channel\":\"web\",\"lang\":\"nl\",\"actor\":{\"kind\":\"guest\",\"ref\":null},"
		"\"branch\":\"home\",\"kind\":\"repair\",\"unit\":\"D1\",\"room\":\"BAD\",\"object\":\"KRAAN\","
		"\"fault\":\"DRP\",\"words\":\"" WORDS " %d\",\"answers\":{},\"when\":{\"slots\":[],"
		"\"call\":true},\"contact\":{\"name\":\"M. de Vries\",\"phone\":\"0612345678\",\"mail\":\"\","
		"\"via\":\"phone\"},\"first_contact\":true,\"t\":1}", i, i);
	return intake_accept(h->k.app, buf_text(&json), json.len, NULL, &h->last, &f);
}

int kiosk_capture(struct house *h, int i)
{
	db_event_begin(h->k.app->db);
	int err = house_done(h, kiosk_take(h, i));
	spool_follow(h->k.app->spool); /* as at the end of a turn */
	return err;
}
