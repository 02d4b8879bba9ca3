/* The small readers of what people type: receipts, codes, telephone numbers, mail addresses, encodings.
 *
 * What is brought to a printed form stays that way; a decoder refuses whatever its encoder would not
 * have written; nothing is written past the room given.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/report.h"
#include "tests/fuzz/target.h"

static void codes(const char *s)
{
	char receipt[RECEIPT_TEXT], again[RECEIPT_TEXT], code[24], code2[24];

	if (receipt_normalise(s, receipt)) {
		MUST(strlen(receipt) == RECEIPT_TEXT - 1);
		MUST(receipt_normalise(receipt, again) && strcmp(receipt, again) == 0);
		again[11] = again[11] == '0' ? '1' : '0';
		MUST(!receipt_normalise(again, receipt));
	}
	if (crockford_normalise(s, code, sizeof code)) {
		MUST(crockford_normalise(code, code2, sizeof code2) && strcmp(code, code2) == 0);
		MUST(!strpbrk(code, "ILOU- abcdefghijklmnopqrstuvwxyz"));
	}
}

static void reachable(const char *s)
{
	char phone[24], again[24], spoken[40];

	if (phone_normalise(s, phone, sizeof phone)) {
		MUST(phone[0] == '+' && strspn(phone + 1, "0123456789") == strlen(phone + 1));
		MUST(phone_normalise(phone, again, sizeof again) && strcmp(phone, again) == 0);
		phone_spoken(phone, spoken, sizeof spoken);
		MUST(phone_normalise(spoken, again, sizeof again) && strcmp(phone, again) == 0);
	}
	if (mail_valid(s))
		MUST(strlen(s) < 200 && !strpbrk(s, " \t\r\n\"<>,;()[]:\\") && strchr(s, '@') == strrchr(s, '@'));
}

static void encodings(const char *s, size_t n)
{
	uint8_t raw[32], id[16];
	char hex[HEX32_TEXT], uuid[UUID_TEXT];
	int64_t number;
	BUF(bytes);
	BUF(text);

	if (base64_decode(s, n, &bytes) == OK) {
		base64_encode(buf_text(&bytes), bytes.len, &text);
		MUST(text.len == n && !memcmp(buf_text(&text), s, n));
	} else {
		MUST(bytes.len == 0);
	}
	if (hex_decode(s, raw, 32)) {
		hex_encode(raw, 32, hex);
		MUST(strcmp(hex, s) == 0);
	}
	if (uuid_valid(s)) {
		uuid_bytes(s, id);
		uuid_text(id, uuid);
		MUST(strcmp(uuid, s) == 0);
	}
	if (int_parse(s, -1000, INT64_MAX, &number))
		MUST(number >= -1000 && s[0]);
	if (day_valid(s))
		MUST(strlen(s) == 10 && s[0] == '2');
}

static void folding(const char *s, size_t n)
{
	char folded[64], again[64];

	if (!utf8_valid(s, n))
		return;
	MUST(utf8_length(s) <= n);
	text_fold(s, folded, sizeof folded);
	MUST(strlen(folded) < sizeof folded && folded[0] != ' ' && !strstr(folded, "  "));
	text_fold(folded, again, sizeof again);
	MUST(strcmp(folded, again) == 0 || strlen(folded) + 4 >= sizeof folded);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	BUF(text);

	buf_add(&text, data, size);
	encodings(buf_text(&text), text.len);
	folding(buf_text(&text), text.len);
	codes(buf_text(&text));
	reachable(buf_text(&text));
	return 0;
}
