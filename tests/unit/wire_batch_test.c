/* Envelopes and items as they lie on the wire.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/check.h"

#include "shared/base/crypt.h"
#include "shared/base/clock.h"
#include "shared/base/val.h"
#include "shared/model/chain.h"
#include "shared/model/wire.h"
#include "shared/sync/backoff.h"
#include "shared/sync/fault.h"

#define ID "01a20074-8f8b-7619-88bb-3ef1028ccf8f"
#define BOOT "b00b00b00b00b00b00b00b00b00b00bb"
#define ITEM "{\"seq\":7,\"id\":\"" ID "\",\"kind\":\"report.new\",\"schema\":1,\"t\":{\"wall\":5,"    \
	     "\"mono\":6,\"boot\":\"" BOOT "\"},\"key\":\"k-1\",\"body\":\"AAEC\"}"
#define HEAD "{\"v\":1,\"device\":\"" ID "\",\"epoch\":\"\",\"clock\":{\"wall\":1,\"mono\":2,"         \
	     "\"boot\":\"" BOOT "\",\"q\":\"rtc\"},\"queue\":{\"pending\":1,\"bytes\":2,"              \
	     "\"oldest_s\":3,\"dead\":4,\"disk_free\":5},\"items\":["

/* Read a batch text that passes the scan. */
static int read_text(const char *text, struct wire_item *items, int *count, struct wire_fault *f)
{
	static struct wire_head head;

	assert_int_equal(val_scan(text, strlen(text), NULL, NULL), OK);
	memset(f, 0, sizeof *f);
	return wire_batch_read(text, strlen(text), &head, items, count, f);
}

static void a_batch_is_read_as_it_was_written(void **state)
{
	static struct wire_item items[WIRE_ITEMS];
	static struct wire_head h = { ID, "0123456789abcdef0123456789abcdef", { 1, 2, BOOT }, "synced",
		{ 1, 2, 3, 4, 5 } }, back;
	static struct wire_detail d = { "alarm.new", 1, { 5, 6, BOOT }, "k-1", 3 }, again;
	struct wire_fault fault;
	char path[32];
	uint8_t id[16], hash[32] = { 9 };
	int count;
	BUF(item);
	BUF(out);

	(void)state;
	wire_item_write(&item, 41, ID, &d, "\0\1\2", 3);
	wire_batch_begin(&out, &h);
	wire_batch_item(&out, item.data, item.len, true);
	buf_clear(&item);
	uuid_bytes(ID, id);
	wire_void_write(&item, 42, id, hash, "refused");
	wire_batch_item(&out, item.data, item.len, false);
	wire_batch_end(&out);
	assert_int_equal(val_scan(out.data, out.len, NULL, NULL), OK);
	assert_int_equal(wire_batch_read(out.data, out.len, &back, items, &count, &fault), OK);
	assert_int_equal(count, 2);
	assert_memory_equal(&back, &h, sizeof h);
	assert_int_equal(items[0].seq, 41);
	assert_string_equal(items[0].id, ID);
	assert_true(span_is(items[0].body, "AAEC"));
	assert_memory_equal(items[0].text.p + items[0].cut, "AAEC", 4);
	assert_int_equal(wire_item_read(items[0].text, &again, path), OK);
	assert_memory_equal(&again, &d, sizeof d);
	assert_true(items[1].is_void);
	assert_string_equal(items[1].void_why, "refused");
	assert_memory_equal(items[1].h, hash, 32);
	PROVES("R62");
}

static void a_wrong_envelope_names_its_member(void **state)
{
	static const struct {
		const char *text, *path;
	} CASES[] = {
		{ "[]", "" },
		{ "{}", "/v" },
		{ "{\"v\":2}", "/v" },
		{ "{\"v\":1,\"device\":\"x\"}", "/device" },
		{ "{\"v\":1,\"device\":\"" ID "\"}", "/epoch" },
		{ "{\"v\":1,\"device\":\"" ID "\",\"epoch\":\"\"}", "/clock" },
		{ "{\"v\":1,\"device\":\"" ID "\",\"epoch\":\"\",\"clock\":{}}", "/clock/wall" },
		{ "{\"v\":1,\"device\":\"" ID "\",\"epoch\":\"\",\"clock\":{\"wall\":1,\"mono\":-1}}",
		  "/clock/mono" },
		{ "{\"v\":1,\"device\":\"" ID "\",\"epoch\":\"\",\"clock\":{\"wall\":1,\"mono\":1,"
		  "\"boot\":\"x\"}}", "/clock/boot" },
		{ "{\"v\":1,\"device\":\"" ID "\",\"epoch\":\"\",\"clock\":{\"wall\":1,\"mono\":1,"
		  "\"boot\":\"" BOOT "\",\"q\":\"?\"}}", "/clock/q" },
		{ "{\"v\":1,\"device\":\"" ID "\",\"epoch\":\"\",\"clock\":{\"wall\":1,\"mono\":1,"
		  "\"boot\":\"" BOOT "\",\"q\":\"rtc\"},\"queue\":{\"pending\":1}}", "/queue/bytes" },
		{ HEAD "5]}", "/items/0" },
		{ HEAD ITEM ",{}]}", "/items/1/id" },
		{ HEAD "{\"id\":\"" ID "\"}]}", "/items/0/seq" },
		{ HEAD "{\"id\":\"" ID "\",\"seq\":0,\"body\":\"\"}]}", "/items/0/seq" },
		{ HEAD "{\"id\":\"" ID "\",\"seq\":1}]}", "/items/0/body" },
		{ HEAD "{\"id\":\"" ID "\",\"seq\":1,\"void\":\"lost\"}]}", "/items/0/h" },
		{ HEAD ITEM "," ITEM "]}", "/items/1/seq" },
	};
	static struct wire_item items[WIRE_ITEMS];
	struct wire_fault fault;
	int count;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		assert_int_equal(read_text(CASES[i].text, items, &count, &fault), ERR_INPUT);
		assert_string_equal(fault.path, CASES[i].path);
	}
	assert_int_equal(read_text(HEAD "]}", items, &count, &fault), OK);
	PROVES("R62");
}

static void other_faults_of_an_item_are_its_own(void **state)
{
	static const struct {
		const char *item, *path;
	} CASES[] = {
		{ "{\"id\":\"" ID "\",\"seq\":1,\"body\":\"\"}", "/kind" },
		{ "{\"id\":\"" ID "\",\"seq\":1,\"body\":\"\",\"kind\":\"a\"}", "/schema" },
		{ "{\"id\":\"" ID "\",\"seq\":1,\"body\":\"\",\"kind\":\"a\",\"schema\":1}", "/t" },
		{ "{\"id\":\"" ID "\",\"seq\":1,\"body\":\"\",\"kind\":\"a\",\"schema\":1,\"t\":{\"wall\":1,"
		  "\"mono\":1,\"boot\":\"\"}}", "/key" },
		{ "{\"id\":\"" ID "\",\"seq\":1,\"body\":\"\",\"kind\":\"a\",\"schema\":1,\"t\":{\"wall\":1,"
		  "\"mono\":1,\"boot\":\"\"},\"key\":\"k\",\"dict\":70000}", "/dict" },
		{ "{\"id\":\"" ID "\",\"seq\":1,\"body\":\"\",\"kind\":\"a\",\"schema\":1,\"t\":{\"wall\":1,"
		  "\"mono\":1,\"boot\":\"\"},\"key\":\"k\",\"after\":[\"x\"]}", "/after" },
	};
	static struct wire_item items[WIRE_ITEMS];
	struct wire_fault fault;
	int count;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(CASES); i++) {
		BUF(text);

		buf_fmt(&text, HEAD "%s]}", CASES[i].item);
		assert_int_equal(read_text(buf_text(&text), items, &count, &fault), OK);
		assert_int_equal(count, 1);
		assert_string_equal(items[0].fault, "bad_field");
		assert_string_equal(items[0].path, CASES[i].path);
	}
	PROVES("R62");
}

static void a_batch_holds_256_items(void **state)
{
	static struct wire_item items[WIRE_ITEMS];
	struct wire_fault fault;
	int count;
	BUF(text);

	(void)state;
	buf_str(&text, HEAD);
	for (int i = 1; i <= WIRE_ITEMS + 1; i++) {
		buf_fmt(&text, "%s{\"id\":\"" ID "\",\"seq\":%d,\"body\":\"\"}", i > 1 ? "," : "", i);
		if (i < WIRE_ITEMS)
			continue;
		buf_str(&text, "]}");
		assert_int_equal(read_text(buf_text(&text), items, &count, &fault),
				 i == WIRE_ITEMS ? OK : ERR_TOO_LARGE);
		text.len -= 2;
		text.data[text.len] = '\0';
	}
	PROVES("R62");
}

static void plaintext_repeats_its_envelope(void **state)
{
	static const char *const NAMES[] = { "/id", "/kind", "/schema", "/t" };
	struct wire_detail d = { "report.new", 1, { 5, 6, BOOT }, "k-1", 0 };
	char path[32];
	struct span body;
	BUF(plain);

	(void)state;
	wire_plain_write(&plain, ID, &d, "{\"id\":\"x\"}", 10);
	assert_int_equal(val_scan(plain.data, plain.len, NULL, NULL), OK);
	assert_int_equal(wire_plain_read(walk_text(plain.data, plain.len), ID, &d, &body, path), OK);
	assert_int_equal(body.n, 10);
	assert_memory_equal(body.p, "{\"id\":\"x\"}", 10);
	for (int i = 0; i < 4; i++) {
		struct wire_detail other = d;
		const char *id = i == 0 ? "01a20074-8f8b-7619-88bb-3ef1028ccf8e" : ID;

		if (i == 1)
			text_copy(other.kind, sizeof other.kind, "alarm.new");
		other.schema += i == 2;
		other.t.mono += i == 3;
		assert_int_equal(wire_plain_read(walk_text(plain.data, plain.len), id, &other, &body,
						 path), ERR_INPUT);
		assert_string_equal(path, NAMES[i]);
	}
	PROVES("R62");
}

static void an_item_gets_another_number_and_nothing_else(void **state)
{
	BUF(out);

	(void)state;
	wire_item_renumber(&out, ITEM, strlen(ITEM), 123456);
	assert_memory_equal(out.data, "{\"seq\":123456,\"id\"", 18);
	assert_string_equal(strchr(buf_text(&out), ','), strchr(ITEM, ','));
	PROVES("R62");
}

static void escapes_are_read_like_any_json(void **state)
{
	static const char TEXT[] =
		"{\"a\":\"\\u00e9\\n\\/\\\"\\ud83d\\ude00\\u20ac\",\"b\":[1,{\"c\":[]},\"]}\"],\"d\":-12}";
	struct span whole = walk_text(TEXT, sizeof TEXT - 1), part;
	char out[32];
	int64_t n;

	(void)state;
	assert_true(span_copy(walk_get(whole, "a"), out, sizeof out));
	assert_string_equal(out, "\xc3\xa9\n/\"\xf0\x9f\x98\x80\xe2\x82\xac");
	assert_false(span_copy(walk_get(whole, "a"), out, 5));
	part = walk_get(whole, "b");
	assert_int_equal(part.n, strlen("[1,{\"c\":[]},\"]}\"]"));
	assert_true(span_int(walk_get(whole, "d"), -100, 0, &n));
	assert_int_equal(n, -12);
	assert_false(span_int(walk_get(whole, "d"), 0, 100, &n));
	assert_int_equal(walk_get(whole, "e").n, 0);
	assert_int_equal(walk_get(part, "a").n, 0);
	PROVES("-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_batch_is_read_as_it_was_written),
		cmocka_unit_test(a_wrong_envelope_names_its_member),
		cmocka_unit_test(other_faults_of_an_item_are_its_own),
		cmocka_unit_test(a_batch_holds_256_items),
		cmocka_unit_test(plaintext_repeats_its_envelope),
		cmocka_unit_test(an_item_gets_another_number_and_nothing_else),
		cmocka_unit_test(escapes_are_read_like_any_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
