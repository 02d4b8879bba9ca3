/* Bodies of HTML forms: what comes out is text without controls, and encoded again it comes out again.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/base/form.h"
#include "tests/fuzz/target.h"

struct fields {
	int count;
	struct buf told, body;
};

static void encode(struct buf *out, const char *s)
{
	for (; *s; s++)
		buf_fmt(out, "%%%02X", (unsigned char)*s);
}

static void take(void *ctx, const char *name, const char *value)
{
	struct fields *f = ctx;

	MUST(++f->count <= FORM_FIELDS);
	for (const char *p = value; *p; p++)
		MUST((unsigned char)*p >= 0x20 || strchr("\t\n\r", *p));
	MUST(utf8_valid(name, strlen(name)) && utf8_valid(value, strlen(value)));
	buf_fmt(&f->told, "%s\x01%s\x02", name, value);
	if (f->count > 1)
		buf_char(&f->body, '&');
	encode(&f->body, name);
	buf_char(&f->body, '=');
	encode(&f->body, value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fields first = { 0 }, second = { 0 };
	BUF(text);

	buf_add(&text, data, size);
	if (!form_read(buf_text(&text), text.len, take, &first)) {
		MUST(form_read(buf_text(&first.body), first.body.len, take, &second) == OK);
		MUST(strcmp(buf_text(&first.told), buf_text(&second.told)) == 0);
	}
	buf_free(&first.told);
	buf_free(&first.body);
	buf_free(&second.told);
	buf_free(&second.body);
	return 0;
}
