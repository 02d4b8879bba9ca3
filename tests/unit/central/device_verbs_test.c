/* `portiek-central device …`: who is invited, for which complexes, and what becomes of a device.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/central/verbs.h"

#include "server/device_change.h"
#include "server/device_store.h"

#define UUID "019303f2-7c10-7abc-8def-0123456789ab"
#define ONE "give one DEVICE: its id or the four characters its receipts begin with\n"

/* An office with one device in this state, of complex ZON. */
static struct office *with_device(const char *state)
{
	struct office *o = office_open();
	DB_STMT(st) = db_prepare(o->app.db,
		"INSERT INTO device (n, uuid, prefix, kind, label, state, key_no, pubkey, hw_hint, software, cert, cert_sig,"
		" counter, seen, hwm, chain, safe_hwm, enrolled, contact, pending, dead, oldest_s, disk_free, drained, feed_seen)"
		" VALUES (1, '" UUID "', 'K7QD', 'kiosk', 'Hal', ?, 1, zeroblob(32), '', '', '', '', 0, zeroblob(128), 0,"
		" zeroblob(32), 0, 1, 1, 3, 0, 0, 0, 0, 0)");

	db_event_begin(o->app.db);
	db_bind_text(st, state);
	assert_int_equal(db_run(st), OK);
	assert_int_equal(db_exec(o->app.db, "INSERT INTO device_scope (device, scope) VALUES (1, 'ZON')"), OK);
	db_event_end(o->app.db, true);
	return o;
}

static void a_code_is_shown_once_and_works_for_what_was_asked(void **state)
{
	struct office *o = office_open();
	BUF(out);
	char code[DEVICE_CODE_TEXT] = "";

	(void)state;
	assert_int_equal(verb_run(o, "device add --quiet --name Hal --complex LINDE,ZON,LINDE", "", &out), OK);
	assert_int_equal(out.len, DEVICE_CODE_TEXT); /* the code and a line end: a script reads it */
	memcpy(code, out.data, DEVICE_CODE_TEXT - 1);
	assert_int_equal(verb_run(o, "device add --place Zijdeur", "", &out), OK);
	assert_int_equal(strncmp(buf_text(&out), "enrolment code for Zijdeur: ", 28), 0);
	assert_non_null(strstr(buf_text(&out), "48 hours"));
	assert_null(strstr(buf_text(&out), code)); /* each its own */
	assert_int_equal(db_ask_int(o->app.db, "SELECT count(*) FROM enrol_code", -1), 2);
	verb_says(o, "device list", "", OK, ""); /* nobody enrolled yet */
	office_close(o);
	PROVES("R70");
}

static void who_stands_for_what_must_be_known(void **state)
{
	struct office *o = office_open();
	char line[200] = "device add --complex C0";
	BUF(homes);

	(void)state;
	verb_says(o, "device add --complex LINDE,MARS", "", ERR_INPUT, "no home has complex MARS; import dwellings first\n");
	verb_says(o, "device add --kind lift --complex LINDE", "", ERR_INPUT,
		  "--kind is kiosk or tablet, and a kiosk needs --complex KEYS\n");
	buf_str(&homes, DWELLINGS_HEAD);
	for (int i = 0; i <= DEVICE_COMPLEXES; i++)
		buf_fmt(&homes, "C-%d,Kade,%d,,8299 SK,Lindehaven,C%d,,APP,no,,,\n", i, i + 1, i);
	office_must_import(o, "dwellings", buf_text(&homes));
	for (int i = 1; i <= DEVICE_COMPLEXES; i++)
		snprintf(line + strlen(line), sizeof line - strlen(line), ",C%d", i);
	verb_says(o, line, "", ERR_INPUT, "a device stands for at most 16 complexes\n");
	BUF(out);
	assert_int_equal(verb_run(o, "device add", "", &out), ERR_USAGE);
	assert_non_null(strstr(buf_text(&out), "complexes: say with --complex which ones it stands for\n"));
	assert_int_equal(db_ask_int(o->app.db, "SELECT count(*) FROM enrol_code", -1), 0);
	office_close(o);
	PROVES("R70");
}

static void a_device_waits_until_it_is_approved_and_never_returns_once_revoked(void **state)
{
	struct office *o = with_device("pending");
	struct device_row r;

	(void)state;
	verb_says(o, "device list", "", OK, UUID " K7QD kiosk    pending  Hal (to send: 3) for ZON\n");
	verb_says(o, "device approve K7QD", "", OK, "K7QD takes part\n");
	verb_says(o, "device approve K7QD", "", ERR_CONFLICT, "K7QD does not wait for this\n");
	verb_says(o, "device revoke " UUID, "", OK, UUID " is revoked; it keeps its queue and shows \"buiten gebruik\"\n");
	verb_says(o, "device approve K7QD", "", ERR_CONFLICT, "K7QD does not wait for this\n");
	assert_int_equal(device_find(o->app.db, "K7QD", &r), OK);
	assert_string_equal(r.state, "revoked");
	office_close(o);
	PROVES("R70");
}

static void other_complexes_are_named_and_must_exist(void **state)
{
	struct office *o = with_device("active");

	(void)state;
	verb_says(o, "device scope K7QD LINDE,ZON", "", OK, "K7QD stands for LINDE,ZON\n");
	verb_says(o, "device list", "", OK, UUID " K7QD kiosk    active   Hal (to send: 3) for LINDE ZON\n");
	verb_says(o, "device scope K7QD MARS", "", ERR_INPUT, "no home has complex MARS; import dwellings first\n");
	verb_says(o, "device scope K7QD ,", "", ERR_USAGE, "");
	verb_says(o, "device list", "", OK, UUID " K7QD kiosk    active   Hal (to send: 3) for LINDE ZON\n");
	office_close(o);
	PROVES("R70");
}

static void a_command_without_its_device_does_nothing(void **state)
{
	struct office *o = with_device("pending");

	(void)state;
	verb_says(o, "device approve", "", ERR_USAGE, ONE);
	verb_says(o, "device revoke K7QD ZZZZ", "", ERR_USAGE, ONE);
	verb_says(o, "device approve ZZZZ", "", ERR_NOT_FOUND, "no device ZZZZ\n");
	verb_says(o, "device revoke ZZZZ", "", ERR_NOT_FOUND, "no device ZZZZ\n");
	verb_says(o, "device scope ZZZZ LINDE", "", ERR_NOT_FOUND, "no device ZZZZ\n");
	verb_says(o, "device scope K7QD", "", ERR_USAGE, "give DEVICE (its id or the four characters its receipts begin with)"
		  " and the KEYS of its complexes, by commas\n");
	verb_says(o, "device list", "", OK, UUID " K7QD kiosk    pending  Hal (to send: 3) for ZON\n");
	office_close(o);
	PROVES("R70");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_is_shown_once_and_works_for_what_was_asked),
		cmocka_unit_test(who_stands_for_what_must_be_known),
		cmocka_unit_test(a_device_waits_until_it_is_approved_and_never_returns_once_revoked),
		cmocka_unit_test(other_complexes_are_named_and_must_exist),
		cmocka_unit_test(a_command_without_its_device_does_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
