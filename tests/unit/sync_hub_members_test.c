/* Requests signed as they should be, with a member or an argument missing or wrong: central names it and keeps nothing.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/sync_hub_members.h"

/* ---- an enrolment --------------------------------------------------------------------------------------- */

static void an_enrolment_is_filled_in_whole(void **state)
{
	static const struct change ROWS[] = {
		{ "{", "[", NULL },
		{ "{", "[{", NULL },
		{ "\"v\":1", "\"v\":2", "/v" },
		{ "\"v\":1", "\"w\":1", "/v" },
		{ "\"code_id\":", "\"x\":", "/code_id" },
		{ "\"code_id\":\"B1EM\"", "\"code_id\":\"B1E\"", "/code_id" },
		{ "\"pubkey\":", "\"x\":", "/pubkey" },
		{ "\"kind\":", "\"x\":", "/kind" },
		{ "\"hw_hint\":", "\"x\":", "/hw_hint" },
		{ "\"hw_hint\":\"\"", "\"hw_hint\":\"zz\"", "/hw_hint" },
		{ "\"sw\":", "\"x\":", "/sw" },
		{ "\"proof\":", "\"x\":", "/proof" },
		{ "\"proof\":\"", "\"proof\":\"z", "/proof" },
	};
	struct world *w = world_open();
	struct device_request rq = { 0 };
	struct wired x, bad = { .body = { 0 } };
	struct hub_reply r;

	(void)state;
	device_enrol(&w->device, WORLD_CODE, "");
	assert_true(world_exchange(w));
	assert_true(device_next(&w->device, &rq));
	wired_from(&x, &rq);
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct buf body = bad.body;

		bad = x;
		bad.body = body;
		replaced(&x.body, &ROWS[i], &bad.body);
		sig_digest(bad.body.data, bad.body.len, bad.digest);
		text_copy(bad.authority, sizeof bad.authority, "central.test:8080");
		sign_again(&bad, &w->near.enrol_key, "enrol.B1EM", w->wall / 1000);
		refused_at(w, &bad, ROWS[i].path);
	}
	buf_clear(&bad.body);
	buf_char(&bad.body, '7');
	sig_digest(bad.body.data, bad.body.len, bad.digest);
	sign_again(&bad, &w->near.enrol_key, "enrol.B1EM", w->wall / 1000);
	refused_at(w, &bad, "/v"); /* no object at all */
	assert_int_equal(w->far.device_count, 0);
	assert_int_equal(w->far.code.failures, 0);
	served(w, &x, &r);
	assert_int_equal(w->far.device_count, 1);
	buf_free(&r.body);
	buf_free(&x.body);
	buf_free(&bad.body);
	buf_free(&rq.headers);
	buf_free(&rq.body);
	world_close(w);
	PROVES("R70");
}

/* ---- what devices fetch ----------------------------------------------------------------------------------- */

static void what_is_asked_for_is_asked_for_in_full(void **state)
{
	static const struct { const char *target; enum sync_fault want; } ROWS[] = {
		{ "/changes", FAULT_NONE },                       { "/changes?limit=1", FAULT_NONE },
		{ "/changes?limit=500", FAULT_NONE },             { "/changes?limit=0", FAULT_BAD_REQUEST },
		{ "/changes?limit=501", FAULT_BAD_REQUEST },      { "/changes?limit=12345678", FAULT_BAD_REQUEST },
		{ "/changes?xcursor=1", FAULT_CURSOR_RESET },     { "/changes?cursor=99", FAULT_CURSOR_RESET },
		{ "/changes?limit=5&cursor=0", FAULT_NONE },      { "/changes?cursors=1&cursor=0&limit=5", FAULT_NONE },
		{ "/chain?seq=0", FAULT_NONE },                   { "/chain?seq=2", FAULT_NONE },
		{ "/chain?seq=3", FAULT_NOT_FOUND },              { "/chain?seq=x", FAULT_BAD_REQUEST },
		{ "/chain", FAULT_BAD_REQUEST },                  { "/chain?seq=00000000000000000000000001", FAULT_BAD_REQUEST },
		{ "/site/v1", FAULT_NONE },                       { "/site/v1?from=2000", FAULT_NONE },
		{ "/site/v1?from=2001", FAULT_NOT_FOUND },        { "/site/v1?from=x", FAULT_BAD_REQUEST },
		{ "/site/v1?form=1", FAULT_BAD_REQUEST },         { "/site/v2", FAULT_NOT_FOUND },
		{ "/site/v1/v1", FAULT_NOT_FOUND },
		{ "/site/vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv", FAULT_NOT_FOUND },
	};
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct hub_reply r;

	(void)state;
	w->far.last_change = 3;
	world_capture(w);
	world_capture(w);
	world_run(w, MINUTE_MS);
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		make(w, &x, "GET", ROWS[i].target, "", "", 0);
		(void)!wired_serve(w, &x, &r);
		assert_string_equal(fault_row(r.fault)->code, fault_row(ROWS[i].want)->code);
		buf_free(&r.body);
	}
	w->far.marks[0].seq = 99; /* a mark is lost: what cannot be computed is not told */
	make(w, &x, "GET", "/chain?seq=2", "", "", 0);
	refused(w, &x, FAULT_NOT_FOUND);
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

/* A reply to whom nobody believes is not signed; a refusal of a good signature is. */
static void refusals_are_signed_when_there_is_a_signature_to_answer(void **state)
{
	struct world *w = world_ready();
	struct wired x = { .body = { 0 } };
	struct hub_reply r;

	(void)state;
	for (int i = 0; i < 4; i++) {
		make(w, &x, "GET", i < 2 ? "/nothing" : "/chain?seq=0", "", "", 0);
		if (i >= 2)
			text_copy(x.protocol, sizeof x.protocol, "2.0");
		if (i % 2)
			x.signature[0] = 'x';
		(void)!wired_serve(w, &x, &r);
		assert_string_equal(fault_row(r.fault)->code, i < 2 ? "not_found" : "bad_version");
		assert_int_equal(r.is_signed, i % 2 == 0);
		buf_free(&r.body);
	}
	buf_free(&x.body);
	world_close(w);
	PROVES("R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_enrolment_is_filled_in_whole),
		cmocka_unit_test(what_is_asked_for_is_asked_for_in_full),
		cmocka_unit_test(refusals_are_signed_when_there_is_a_signature_to_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
