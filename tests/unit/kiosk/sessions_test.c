/* Sessions of the screen, and signing in over the encrypted directory.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/fixture.h"

#include "firmware/sessions.h"
#include "firmware/signin.h"

#define RECORD "{\"number\":\"H1042\",\"name\":\"M. de Vries\",\"phone\":\"0612345678\"," \
	       "\"mail\":\"\",\"subscription\":true,\"units\":[{\"key\":\"D1\",\"kind\":\"dwelling\"," \
	       "\"label\":\"Lindenlaan 12\"},{\"key\":\"P7\",\"kind\":\"parking\",\"label\":\"P7\"}]}"

static struct val *record(void)
{
	struct val *v = NULL;
	assert_int_equal(val_parse(RECORD, strlen(RECORD), NULL, &v, NULL), OK);
	return v;
}

/* What central does for one tenant. */
static void put_tenant(struct kiosk *k, const char *number, const char *code)
{
	uint8_t salt[16], out[64];
	char secret[64];
	BUF(box);
	assert_true(hex_decode("000102030405060708090a0b0c0d0e0f", salt, 16));
	put_config(k, "directory", "{\"salt\":\"000102030405060708090a0b0c0d0e0f\",\"passes\":1,"
				   "\"memory\":8192}");
	snprintf(secret, sizeof secret, "%s\x1f%s", number, code);
	assert_int_equal(argon2id(secret, strlen(secret), salt, 1, 8192, out, 64), OK);
	box_close(out + 32, RECORD, strlen(RECORD), &box);
	db_event_begin(k->app->db);
	DB_STMT(st) = db_prepare(k->app->db, "INSERT INTO directory (idx, record) VALUES (?, ?)");
	db_bind_blob(st, out, 32);
	db_bind_blob(st, box.data, box.len);
	assert_int_equal(db_run(st), OK);
	assert_int_equal(db_event_commit(k->app->db, true), OK);
}

/* The whole of one try, without loop and thread. */
static int sign_in(struct kiosk *k, const char *body, struct val **ret)
{
	struct signin_try t;
	const char *field;
	VAL(v) = NULL;
	*ret = NULL;
	assert_int_equal(val_parse(body, strlen(body), NULL, &v, NULL), OK);
	int err = signin_prepare(k->app, v, &t, &field);
	if (err)
		return err;
	signin_derive(&t);
	return signin_open(k->app, &t, ret);
}

static void the_right_code_opens_the_right_record(void **state)
{
	struct kiosk k;
	struct val *v;
	(void)state;
	kiosk_bare(&k);
	put_tenant(&k, "H1042", "7KQ2M4XR");
	assert_int_equal(sign_in(&k, "{\"number\":\"H1042\",\"code\":\"7kq2-m4xr\"}", &v), OK);
	assert_string_equal(val_str_of(v, "name", ""), "M. de Vries");
	val_free(v);
	assert_int_equal(sign_in(&k, "{\"number\":\" H1042 \",\"code\":\"7KQ2 M4XR\"}", &v), OK);
	val_free(v);
	kiosk_close(&k);
	PROVES("R27 R28");
}

static void a_wrong_half_opens_nothing_and_tells_nothing(void **state)
{
	struct kiosk k;
	struct val *v;
	(void)state;
	kiosk_bare(&k);
	put_tenant(&k, "H1042", "7KQ2M4XR");
	assert_int_equal(sign_in(&k, "{\"number\":\"H1042\",\"code\":\"7KQ2M4XS\"}", &v),
			 ERR_CREDENTIALS);
	assert_int_equal(sign_in(&k, "{\"number\":\"H1043\",\"code\":\"7KQ2M4XR\"}", &v),
			 ERR_CREDENTIALS);
	assert_int_equal(sign_in(&k, "{\"number\":\"H1042\",\"code\":\"7KQ2\"}", &v), ERR_INPUT);
	assert_int_equal(sign_in(&k, "{\"number\":\"\",\"code\":\"7KQ2M4XR\"}", &v), ERR_INPUT);
	kiosk_close(&k);
	PROVES("R27");
}

static void without_a_directory_nobody_signs_in(void **state)
{
	struct kiosk k;
	struct val *v;
	(void)state;
	kiosk_bare(&k);
	assert_int_equal(sign_in(&k, "{\"number\":\"H1\",\"code\":\"7KQ2M4XR\"}", &v), ERR_SETUP);
	kiosk_close(&k);
	PROVES("R27");
}

static void a_session_is_forgotten_after_idling(void **state)
{
	struct kiosk k;
	char sid[SID_TEXT];
	(void)state;
	kiosk_bare(&k);
	const struct session *s = sessions_begin(k.app, record());
	text_copy(sid, sizeof sid, session_sid(s));
	assert_int_equal(strlen(sid), 32);
	pass(&k.time, 299 * SECOND_MS);
	assert_non_null(sessions_find(k.app, sid));
	pass(&k.time, 299 * SECOND_MS);
	assert_non_null(sessions_find(k.app, sid));
	pass(&k.time, 300 * SECOND_MS);
	assert_null(sessions_find(k.app, sid));
	assert_int_equal(sessions_sweep(k.app), 0);
	kiosk_close(&k);
	PROVES("R69");
}

static void a_session_knows_its_own_objects(void **state)
{
	struct kiosk k;
	(void)state;
	kiosk_bare(&k);
	const struct session *s = sessions_begin(k.app, record());
	assert_true(session_has_unit(s, "D1"));
	assert_true(session_has_unit(s, "P7"));
	assert_false(session_has_unit(s, "D2"));
	assert_string_equal(session_number(s), "H1042");
	kiosk_close(&k);
	PROVES("R28 R30");
}

static void the_cookie_finds_it_and_stop_ends_it(void **state)
{
	struct kiosk k;
	char cookie[80];
	(void)state;
	kiosk_bare(&k);
	const struct session *s = sessions_begin(k.app, record());
	snprintf(cookie, sizeof cookie, "a=1; portiek_sid=%s", session_sid(s));
	struct request rq = request_of(HTTP_GET, "/api/v1/session");
	rq.cookie = cookie;
	struct reply rp = { 0 };
	assert_int_equal(signin_get(k.app, &rq, &rp), OK);
	VAL(v) = reply_json(&rp);
	assert_true(val_bool_of(v, "signed_in", false));
	assert_int_equal(val_count(val_get(v, "units")), 2);
	assert_true(sessions_who(k.app, &rq) & WHO_TENANT);
	struct reply gone = { 0 };
	rq.method = HTTP_DELETE;
	assert_int_equal(signin_delete(k.app, &rq, &gone), OK_NO_CONTENT);
	assert_null(sessions_of(k.app, &rq));
	assert_false(sessions_who(k.app, &rq) & WHO_TENANT);
	buf_free(&rp.body);
	buf_free(&gone.body);
	kiosk_close(&k);
	PROVES("R28 R69");
}

static void the_oldest_session_gives_way(void **state)
{
	struct kiosk k;
	char first[SID_TEXT];
	(void)state;
	kiosk_bare(&k);
	text_copy(first, sizeof first, session_sid(sessions_begin(k.app, record())));
	for (int i = 0; i < 4; i++) {
		pass(&k.time, SECOND_MS);
		assert_non_null(sessions_begin(k.app, record()));
	}
	assert_null(sessions_find(k.app, first));
	assert_int_equal(sessions_sweep(k.app), 4);
	kiosk_close(&k);
	PROVES("R69");
}

static void after_wrong_tries_the_screen_waits(void **state)
{
	struct kiosk k;
	struct request rq = request_of(HTTP_POST, "/api/v1/session");
	struct reply rp = { 0 };
	(void)state;
	kiosk_bare(&k);
	for (int i = 0; i < 4; i++)
		attempts_fail(&k.app->signin_attempts, k.time.mono);
	assert_int_equal(signin_post(k.app, &rq, &rp), ERR_SLOW_DOWN);
	assert_int_equal(rp.wait_s, 30);
	pass(&k.time, 30 * SECOND_MS);
	assert_int_equal(signin_post(k.app, &rq, &rp), ERR_JSON);
	kiosk_close(&k);
	PROVES("R27");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_right_code_opens_the_right_record),
		cmocka_unit_test(a_wrong_half_opens_nothing_and_tells_nothing),
		cmocka_unit_test(without_a_directory_nobody_signs_in),
		cmocka_unit_test(a_session_is_forgotten_after_idling),
		cmocka_unit_test(a_session_knows_its_own_objects),
		cmocka_unit_test(the_cookie_finds_it_and_stop_ends_it),
		cmocka_unit_test(the_oldest_session_gives_way),
		cmocka_unit_test(after_wrong_tries_the_screen_waits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
