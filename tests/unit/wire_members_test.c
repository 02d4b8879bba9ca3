/* Every member of a batch, an item, a plaintext and a reply: missing, of another type, at its bounds.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/check.h"

#include "shared/base/text.h"
#include "shared/base/val.h"
#include "shared/model/wire.h"

#define ID "019303f2-7c10-7abc-8def-0123456789ab"
#define BOOT "b00b00b00b00b00b00b00b00b00b00bb"
#define TIME "{\"wall\":1,\"mono\":2,\"boot\":\"" BOOT "\"}"

/* The member that was to be named was; want NULL: all is well. */
static void named(int err, const char *path, const char *want)
{
	assert_int_equal(err, want ? ERR_INPUT : OK);
	if (want)
		assert_string_equal(path, want);
}

/* ---- items ------------------------------------------------------------------------------------------------ */

static void an_item_names_the_member_that_is_wrong(void **state)
{
	static const struct { const char *text, *path; } ROWS[] = {
		{ "7", "" },
		{ "{\"schema\":1,\"t\":" TIME ",\"key\":\"k\"}", "/kind" },
		{ "{\"kind\":\"\",\"schema\":1,\"t\":" TIME ",\"key\":\"k\"}", "/kind" },
		{ "{\"kind\":\"a\",\"schema\":0,\"t\":" TIME ",\"key\":\"k\"}", "/schema" },
		{ "{\"kind\":\"a\",\"schema\":1,\"t\":7,\"key\":\"k\"}", "/t" },
		{ "{\"kind\":\"a\",\"schema\":1,\"t\":{\"wall\":-1,\"mono\":2,\"boot\":\"" BOOT "\"},\"key\":\"k\"}", "/t" },
		{ "{\"kind\":\"a\",\"schema\":1,\"t\":{\"wall\":1,\"mono\":-2,\"boot\":\"" BOOT "\"},\"key\":\"k\"}", "/t" },
		{ "{\"kind\":\"a\",\"schema\":1,\"t\":{\"wall\":1,\"mono\":2,\"boot\":\"" BOOT "0\"},\"key\":\"k\"}", "/t" },
		{ "{\"kind\":\"a\",\"schema\":1,\"t\":{\"wall\":1,\"mono\":2},\"key\":\"k\"}", "/t" },
		{ "{\"kind\":\"a\",\"schema\":1,\"t\":" TIME "}", "/key" },
		{ "{\"kind\":\"a\",\"schema\":1,\"t\":" TIME ",\"key\":\"\"}", "/key" },
		{ "{\"kind\":\"a\",\"schema\":1,\"t\":" TIME ",\"key\":\"k\",\"dict\":-1}", "/dict" },
		{ "{\"kind\":\"a\",\"schema\":1,\"t\":" TIME ",\"key\":\"k\",\"dict\":65536}", "/dict" },
		{ "{\"kind\":\"a\",\"schema\":1,\"t\":" TIME ",\"key\":\"k\",\"after\":7}", "/after" },
		{ "{\"kind\":\"a\",\"schema\":1,\"t\":" TIME ",\"key\":\"k\",\"after\":{}}", "/after" },
		{ "{\"kind\":\"a\",\"schema\":1,\"t\":" TIME ",\"key\":\"k\",\"after\":[7]}", "/after" },
		{ "{\"kind\":\"a\",\"schema\":1,\"t\":" TIME ",\"key\":\"k\",\"after\":[\"x\"]}", "/after" },
		{ "{\"kind\":\"a\",\"schema\":1,\"t\":" TIME ",\"key\":\"k\",\"after\":[\"" ID "0\"]}", "/after" },
		{ "{\"kind\":\"a\",\"schema\":1,\"t\":" TIME ",\"key\":\"k\",\"after\":[\"g19303f2-7c10-7abc-8def-0123456789ab\"]}", "/after" },
		{ "{\"kind\":\"a\",\"schema\":1,\"t\":" TIME ",\"key\":\"k\",\"att\":{}}", "/att" },
		{ "{\"kind\":\"a\",\"schema\":1,\"t\":" TIME ",\"key\":\"k\",\"att\":[7]}", "/att" },
		{ "{\"kind\":\"a\",\"schema\":1,\"t\":" TIME ",\"key\":\"k\",\"att\":[{},{},{},{},{},{},{},{},{},{},{}]}", "/att" },
		{ "{\"kind\":\"a\",\"schema\":1,\"t\":" TIME ",\"key\":\"k\",\"att\":[{},{},{},{},{},{},{},{},{},{}]}", NULL },
		{ "{\"kind\":\"a\",\"schema\":1,\"t\":" TIME ",\"key\":\"k\",\"dict\":65535,\"after\":[\"" ID "\"],\"att\":[]}", NULL },
		{ "{\"kind\":\"a\",\"schema\":1,\"t\":" TIME ",\"key\":\"k\",\"dict\":0,\"after\":[]}", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct wire_detail d;
		char path[32] = "none";
		int err = wire_item_read((struct span){ ROWS[i].text, strlen(ROWS[i].text) }, &d, path);

		named(err, path, ROWS[i].path);
	}
	PROVES("R62");
}

static void a_plaintext_names_the_member_that_differs(void **state)
{
	static const struct { const char *text, *path; } ROWS[] = {
		{ "{\"id\":\"" ID "\",\"kind\":\"a\",\"schema\":1,\"t\":" TIME ",\"body\":{}}", NULL },
		{ "{\"id\":\"" ID "\",\"kind\":\"a\",\"schema\":1,\"t\":{\"wall\":1,\"mono\":2},\"body\":{}}", NULL }, /* boot need not be there */
		{ "7", "" },
		{ "{\"kind\":\"a\",\"schema\":1,\"t\":" TIME ",\"body\":{}}", "/id" },
		{ "{\"id\":\"" ID "\",\"kind\":\"b\",\"schema\":1,\"t\":" TIME ",\"body\":{}}", "/kind" },
		{ "{\"id\":\"" ID "\",\"kind\":\"a\",\"schema\":2,\"t\":" TIME ",\"body\":{}}", "/schema" },
		{ "{\"id\":\"" ID "\",\"kind\":\"a\",\"t\":" TIME ",\"body\":{}}", "/schema" },
		{ "{\"id\":\"" ID "\",\"kind\":\"a\",\"schema\":1,\"t\":7,\"body\":{}}", "/t" },
		{ "{\"id\":\"" ID "\",\"kind\":\"a\",\"schema\":1,\"t\":{\"mono\":2},\"body\":{}}", "/t" },
		{ "{\"id\":\"" ID "\",\"kind\":\"a\",\"schema\":1,\"t\":{\"wall\":9,\"mono\":2},\"body\":{}}", "/t" },
		{ "{\"id\":\"" ID "\",\"kind\":\"a\",\"schema\":1,\"t\":{\"wall\":1},\"body\":{}}", "/t" },
		{ "{\"id\":\"" ID "\",\"kind\":\"a\",\"schema\":1,\"t\":{\"wall\":1,\"mono\":9},\"body\":{}}", "/t" },
		{ "{\"id\":\"" ID "\",\"kind\":\"a\",\"schema\":1,\"t\":{\"wall\":1,\"mono\":2,\"boot\":\"x\"},\"body\":{}}", "/t" },
		{ "{\"id\":\"" ID "\",\"kind\":\"a\",\"schema\":1,\"t\":" TIME ",\"body\":[]}", "/body" },
		{ "{\"id\":\"" ID "\",\"kind\":\"a\",\"schema\":1,\"t\":" TIME "}", "/body" },
	};
	const struct wire_detail d = { .kind = "a", .schema = 1, .t = { 1, 2, BOOT }, .key = "k" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct span body = { 0 };
		char path[32] = "none";
		int err = wire_plain_read((struct span){ ROWS[i].text, strlen(ROWS[i].text) }, ID, &d, &body, path);

		named(err, path, ROWS[i].path);
		if (err == OK)
			assert_memory_equal(body.p, "{}", body.n);
	}
	PROVES("R62");
}

/* ---- batches ---------------------------------------------------------------------------------------------- */

static int reads_batch(const char *boot, const char *q, const char *queue, const char *items, char path[64])
{
	static struct wire_item it[WIRE_ITEMS];
	struct wire_head h;
	struct wire_fault fault = { "" };
	char text[2000];
	int count;
	int n = snprintf(text, sizeof text, "{\"v\":1,\"device\":\"" ID "\",\"epoch\":\"e\",\"clock\":{\"wall\":1,\"mono\":2,\"boot\":%s,\"q\":%s},"
			 "\"queue\":%s,\"items\":%s}", boot, q, queue, items);
	int err = wire_batch_read(text, (size_t)n, &h, it, &count, &fault);

	text_copy(path, 64, fault.path);
	return err;
}

#define QUEUE "{\"pending\":1,\"bytes\":2,\"oldest_s\":3,\"dead\":0,\"disk_free\":5}"

static void the_head_of_a_batch_names_the_member_that_is_wrong(void **state)
{
	static const struct { const char *boot, *q, *queue, *items, *path; } ROWS[] = {
		{ "\"" BOOT "\"", "\"rtc\"", QUEUE, "[]", NULL },      { "\"" BOOT "\"", "\"synced\"", QUEUE, "[]", NULL },
		{ "\"" BOOT "\"", "\"floor\"", QUEUE, "[]", NULL },    { "\"" BOOT "\"", "\"other\"", QUEUE, "[]", "/clock/q" },
		{ "\"" BOOT "\"", "7", QUEUE, "[]", "/clock/q" },      { "\"short\"", "\"rtc\"", QUEUE, "[]", "/clock/boot" },
		{ "7", "\"rtc\"", QUEUE, "[]", "/clock/boot" },        { "\"" BOOT "\"", "\"rtc\"", "7", "[]", "/queue" },
		{ "\"" BOOT "\"", "\"rtc\"", "{\"pending\":1}", "[]", "/queue/bytes" },
		{ "\"" BOOT "\"", "\"rtc\"", QUEUE, "{}", "/items" },  { "\"" BOOT "\"", "\"rtc\"", QUEUE, "[7]", "/items/0" },
		{ "\"" BOOT "\"", "\"rtc\"", QUEUE, "[{\"id\":\"" ID "\"}]", "/items/0/seq" },
		{ "\"" BOOT "\"", "\"rtc\"", QUEUE, "[{\"id\":\"" ID "\",\"seq\":1}]", "/items/0/body" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		char path[64];
		int err = reads_batch(ROWS[i].boot, ROWS[i].q, ROWS[i].queue, ROWS[i].items, path);

		named(err, path, ROWS[i].path);
	}
	PROVES("R62");
}

/* A void says why in a word that is known, or nothing. */
static void a_reason_that_is_none_is_no_reason(void **state)
{
	static const struct { const char *why, *want; } ROWS[] = {
		{ "\"purged\"", "purged" }, { "7", "" }, { "\"a reason much longer than the place that is kept for it here\"", "" },
	};
	static struct wire_item it[WIRE_ITEMS];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct wire_head h;
		struct wire_fault fault;
		char text[2000];
		int count;
		int n = snprintf(text, sizeof text, "{\"v\":1,\"device\":\"" ID "\",\"epoch\":\"e\",\"clock\":{\"wall\":1,\"mono\":2,\"boot\":\"" BOOT "\","
				 "\"q\":\"rtc\"},\"queue\":" QUEUE ",\"items\":[{\"id\":\"" ID "\",\"seq\":1,\"void\":%s,\"h\":\"%064d\"}]}", ROWS[i].why, 0);

		assert_int_equal(wire_batch_read(text, (size_t)n, &h, it, &count, &fault), OK);
		assert_int_equal(count, 1);
		assert_true(it[0].is_void);
		assert_string_equal(it[0].void_why, ROWS[i].want);
	}
	PROVES("R62");
}

/* ---- replies ---------------------------------------------------------------------------------------------- */

#define REST "\"hwm\":7,\"chain\":\"00\",\"safe_hwm\":3"

static int reads_reply(struct wire_reply *r, const char *text)
{
	return wire_reply_read(text, strlen(text), r);
}

static void a_reply_needs_these_members(void **state)
{
	static const char *const BAD[] = {
		"7", "{}", "{\"now\":5,\"ack\":[],\"results\":[]," REST "}", "{\"epoch\":\"e\",\"ack\":[],\"results\":[]," REST "}",
		"{\"epoch\":\"e\",\"now\":5,\"results\":[]," REST "}", "{\"epoch\":\"e\",\"now\":5,\"ack\":[]," REST "}",
		"{\"epoch\":\"e\",\"now\":5,\"ack\":{},\"results\":[]," REST "}", "{\"epoch\":\"e\",\"now\":5,\"ack\":[],\"results\":{}," REST "}",
		"{\"epoch\":\"e\",\"now\":5,\"ack\":[],\"results\":[],\"chain\":\"00\",\"safe_hwm\":3}",
		"{\"epoch\":\"e\",\"now\":5,\"ack\":[],\"results\":[],\"hwm\":7,\"safe_hwm\":3}",
		"{\"epoch\":\"e\",\"now\":5,\"ack\":[],\"results\":[],\"hwm\":7,\"chain\":\"00\"}",
		"{\"epoch\":\"e\",\"now\":5,\"ack\":[7],\"results\":[]," REST "}", "{\"epoch\":\"e\",\"now\":5,\"ack\":[[]],\"results\":[]," REST "}",
		"{\"epoch\":\"e\",\"now\":5,\"ack\":[[1]],\"results\":[]," REST "}", "{\"epoch\":\"e\",\"now\":5,\"ack\":[[0,1]],\"results\":[]," REST "}",
		"{\"epoch\":\"e\",\"now\":5,\"ack\":[[2,1]],\"results\":[]," REST "}", "{\"epoch\":\"e\",\"now\":5,\"ack\":[],\"results\":[7]," REST "}",
		"{\"epoch\":\"e\",\"now\":5,\"ack\":[],\"results\":[{}]," REST "}", "{\"epoch\":\"e\",\"now\":5,\"ack\":[],\"results\":[{\"seq\":0}]," REST "}",
	};
	struct wire_reply r;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(BAD); i++)
		assert_int_equal(reads_reply(&r, BAD[i]), ERR_INPUT);
	assert_int_equal(reads_reply(&r, "{\"epoch\":\"e\",\"now\":5,\"ack\":[[1,1],[3,9]],\"results\":[{\"seq\":2,\"r\":\"refused\"}]," REST "}"), OK);
	assert_int_equal(r.ack_count, 2);
	assert_int_equal(r.ack[1].from, 3);
	assert_int_equal(r.ack[1].to, 9);
	assert_int_equal(r.result_count, 1);
	assert_int_equal(r.results[0].r, RESULT_REFUSED);
	assert_string_equal(r.results[0].code, "");
	assert_string_equal(r.results[0].path, "");
	assert_int_equal(r.hwm, 7);
	assert_int_equal(r.safe_hwm, 3);
	assert_false(r.pull);
	PROVES("R62");
}

static void what_central_allows_is_taken_within_bounds(void **state)
{
	static const struct { const char *credit; int64_t items, bytes, wait_s; } ROWS[] = {
		{ "7", WIRE_ITEMS, WIRE_PACKED, 0 }, { "{}", WIRE_ITEMS, WIRE_PACKED, 0 },
		{ "{\"items\":1,\"bytes\":1024,\"wait_s\":86400}", 1, 1024, 86400 },
		{ "{\"items\":0,\"bytes\":1023,\"wait_s\":86401}", WIRE_ITEMS, WIRE_PACKED, 0 },
		{ "{\"items\":256,\"bytes\":262144,\"wait_s\":0}", WIRE_ITEMS, WIRE_PACKED, 0 },
		{ "{\"items\":257,\"bytes\":262145,\"wait_s\":-1}", WIRE_ITEMS, WIRE_PACKED, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct wire_reply r;
		char text[400];

		snprintf(text, sizeof text, "{\"epoch\":\"e\",\"now\":5,\"ack\":[],\"results\":[]," REST ",\"credit\":%s,\"ctl\":[7,{\"op\":\"x\"},{\"op\":\"pull\"}]}",
			 ROWS[i].credit);
		assert_int_equal(reads_reply(&r, text), OK);
		assert_int_equal(r.credit_items, ROWS[i].items);
		assert_int_equal(r.credit_bytes, ROWS[i].bytes);
		assert_int_equal(r.wait_s, ROWS[i].wait_s);
		assert_true(r.pull);
	}
	PROVES("R62");
}

static void a_reply_holds_256_ranges_and_results(void **state)
{
	static struct wire_reply r;

	(void)state;
	for (int extra = 0; extra < 2; extra++)
		for (int results = 0; results < 2; results++) {
			BUF(text);

			buf_str(&text, results ? "{\"epoch\":\"e\",\"now\":5,\"ack\":[],\"results\":[" : "{\"epoch\":\"e\",\"now\":5,\"results\":[],\"ack\":[");
			for (int i = 1; i <= WIRE_ITEMS + extra; i++)
				buf_fmt(&text, results ? "%s{\"seq\":%d,\"r\":\"retry\"}" : "%s[%d,9999]", i > 1 ? "," : "", i);
			buf_str(&text, "]," REST "}");
			assert_int_equal(wire_reply_read(text.data, text.len, &r), extra ? ERR_INPUT : OK);
		}
	PROVES("R62");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_item_names_the_member_that_is_wrong),
		cmocka_unit_test(a_plaintext_names_the_member_that_differs),
		cmocka_unit_test(the_head_of_a_batch_names_the_member_that_is_wrong),
		cmocka_unit_test(a_reason_that_is_none_is_no_reason),
		cmocka_unit_test(a_reply_needs_these_members),
		cmocka_unit_test(what_central_allows_is_taken_within_bounds),
		cmocka_unit_test(a_reply_holds_256_ranges_and_results),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
