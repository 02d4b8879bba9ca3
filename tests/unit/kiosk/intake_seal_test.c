/* Receipts and seals of the intake: no number twice, nothing readable left here.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/intake.h"

/* ---- receipts ------------------------------------------------------------------------------- */

/* Randomness that says everything three times: numbers collide, receipts may not. */
static void stuttering(void *out, size_t n)
{
	static uint8_t calls;
	memset(out, calls++ / 6 % 32, n);
}

static void colliding_chance_gives_no_receipt_twice(void **state)
{
	struct kiosk k;
	struct intake_result r;
	struct report_fault f;
	char seen[8][RECEIPT_TEXT], json[2000];
	(void)state;
	kiosk_enrolled(&k);
	k.app->random = stuttering;
	for (int i = 0; i < 8; i++) {
		snprintf(json, sizeof json, "%s", GOOD);
		memcpy(strstr(json, ID) + strlen(ID), &"01234567"[i], 1);
		assert_int_equal(accept(&k, json, NULL, &r, &f), OK);
		for (int j = 0; j < i; j++)
			assert_string_not_equal(seen[j], r.receipt);
		text_copy(seen[i], RECEIPT_TEXT, r.receipt);
	}
	kiosk_close(&k);
	PROVES("D2");
}

static void taken_back_means_never_there(void **state)
{
	struct kiosk k;
	struct intake_result r;
	struct report_fault f;
	struct outbox_totals q;
	(void)state;
	kiosk_enrolled(&k);
	db_event_begin(k.app->db);
	assert_int_equal(intake_accept(k.app, GOOD, strlen(GOOD), NULL, &r, &f), OK);
	db_event_end(k.app->db, false);
	assert_int_equal(db_turn_commit(k.app->db), OK);
	assert_int_equal(rows(&k, ITEMS), 0);
	outbox_totals(k.app->db, &q);
	assert_int_equal(q.pending, 0);
	assert_int_equal(accept(&k, GOOD, NULL, &r, &f), OK);
	assert_false(r.known);
	kiosk_close(&k);
	PROVES("R61");
}

/* ---- sealing -------------------------------------------------------------------------------- */

static bool holds(const struct buf *file, const char *text)
{
	return memmem(file->data, file->len, text, strlen(text)) != NULL;
}

static void the_kiosk_cannot_read_its_own_queue(void **state)
{
	struct kiosk k;
	struct intake_result r;
	struct report_fault f;
	char path[] = "/tmp/portiek-copy-XXXXXX";
	BUF(file);
	(void)state;
	kiosk_enrolled(&k);
	assert_int_equal(accept(&k, GOOD, NULL, &r, &f), OK);
	close(mkstemp(path));
	assert_int_equal(db_backup(k.app->db, path), OK);
	assert_int_equal(fs_read(path, 64 << 20, &file), OK);
	assert_true(holds(&file, r.receipt));
	assert_false(holds(&file, WORDS));
	assert_false(holds(&file, "de Vries"));
	assert_false(holds(&file, "0612345678"));
	assert_false(holds(&file, r.follow));
	fs_remove(path);
	kiosk_close(&k);
	PROVES("D1");
}

static void central_opens_what_the_kiosk_sealed(void **state)
{
	struct kiosk k;
	struct intake_result r;
	struct report_fault f;
	struct report opened;
	VAL(v) = NULL;
	(void)state;
	kiosk_enrolled(&k);
	assert_int_equal(accept(&k, GOOD, NULL, &r, &f), OK);
	v = open_item(&k, 1);
	assert_int_equal(report_read(v, true, &opened, &f), OK);
	assert_string_equal(opened.id, r.id);
	assert_string_equal(opened.receipt, r.receipt);
	assert_string_equal(opened.channel, "kiosk");
	assert_string_equal(opened.actor_kind, "guest");
	assert_string_equal(opened.actor_ref, "");
	assert_int_equal(opened.t, k.time.wall);
	assert_string_equal(opened.words, WORDS);
	assert_int_equal(strlen(opened.follow), REPORT_FOLLOW);
	kiosk_close(&k);
	PROVES("D1 R50");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(colliding_chance_gives_no_receipt_twice),
		cmocka_unit_test(taken_back_means_never_there),
		cmocka_unit_test(the_kiosk_cannot_read_its_own_queue),
		cmocka_unit_test(central_opens_what_the_kiosk_sealed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
