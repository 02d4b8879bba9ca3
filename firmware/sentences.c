/* Looking a sentence up costs one inflate and one parse; errors are rare enough for that.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/sentences.h"

#include <stdio.h>
#include <string.h>

#include "firmware/app.h"
#include "firmware/corporation.h"
#include "firmware/pages.h"
#include "shared/base/val.h"
#include "shared/io/http.h"

static const char BUILT_IN[] = "Dit is niet gelukt. Bel ons op {phone}.";
static const char WITHOUT_PHONE[] = "Dit is niet gelukt. Bel uw verhuurder.";

/* "error.queue_full" as a flat key, or as a member of a member. */
static const char *look_up(const struct val *messages, const char *slug)
{
	char flat[64];
	snprintf(flat, sizeof flat, "error.%s", slug);
	const char *nested = val_str_of(val_get(messages, "error"), slug, "");
	return val_str_of(messages, flat, nested);
}

static bool find_in(struct app *app, const char *lang, const char *slug, struct buf *out)
{
	static const struct val_limits limits = { .string = 4096 };
	char name[48];
	BUF(text);
	VAL(v) = NULL;
	snprintf(name, sizeof name, "messages.%.2s.json", lang);
	if (pages_read(app->pages, name, &text) || val_parse(text.data, text.len, &limits, &v, NULL))
		return false;
	const char *sentence = look_up(v, slug);
	buf_str(out, sentence);
	return *sentence;
}

static void put_phone(const char *sentence, const char *phone, char *out, size_t cap)
{
	const char *hole = strstr(sentence, "{phone}");
	if (!hole)
		text_copy(out, cap, sentence);
	else
		snprintf(out, cap, "%.*s%s%s", (int)(hole - sentence), sentence, phone,
			 hole + strlen("{phone}"));
}

void sentences_find(struct app *app, const struct request *rq, const char *slug, char *out,
		    size_t cap)
{
	struct corporation c;
	BUF(found);
	corporation_read(app, &c);
	bool own = strlen(rq->language) >= 2 && rq->language[0] >= 'a' && rq->language[0] <= 'z';
	if (!(own && find_in(app, rq->language, slug, &found)) && !find_in(app, "nl", slug, &found))
		buf_str(&found, *c.phone ? BUILT_IN : WITHOUT_PHONE);
	put_phone(buf_text(&found), c.phone, out, cap);
}
