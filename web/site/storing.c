/* See storing.h: the corporation's number, and every emergency number with the signs it is for.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "web/site/storing.h"

#include <string.h>

#include "web/site/views.h"

/* Has an earlier sign the same number? */
static bool is_repeated(struct site *s, const struct val *row)
{
	VAL_EACH(other, val_get(s->doc, "emergencies")) {
		if (other == row)
			return false;
		if (strcmp(view_number(s, other), view_number(s, row)) == 0)
			return true;
	}
	return false;
}

/* {"code","dir"} of a language, appended to a list. */
static struct val *put_lang(struct site *s, int lang, struct val *list)
{
	struct val *one = val_put_object(list, NULL);

	val_put_str(one, "code", s->langs[lang].code);
	val_put_str(one, "dir", site_direction(s->langs[lang].code));
	return one;
}

/* What a number is for, in every language. */
static void put_signs(struct site *s, const char *number, struct val *langs)
{
	for (int i = 0; i < s->lang_count; i++) {
		struct val *labels = val_put_array(put_lang(s, i, langs), "labels");
		VAL_EACH(row, val_get(s->doc, "emergencies"))
			if (strcmp(view_number(s, row), number) == 0)
				val_put_str(val_put_object(labels, NULL), "text",
					    site_text(s, i, "emergency.%s", val_str_of(row, "code", "")));
	}
}

/* The short number, 112, comes before all others. */
static void put_numbers(struct site *s, bool is_short, struct val *numbers)
{
	VAL_EACH(row, val_get(s->doc, "emergencies")) {
		const char *number = view_number(s, row);
		if (is_repeated(s, row) || (strlen(number) <= 3) != is_short)
			continue;
		struct val *one = val_put_object(numbers, NULL);
		val_put_str(one, "number", number);
		put_signs(s, number, val_put_array(one, "signs"));
	}
}

static void put_words(struct site *s, struct val *langs)
{
	static const char *const WORDS[][2] = {
		{ "title", "storing.question" },
		{ "helper", "storing.helper" },
		{ "call", "storing.call" },
		{ "emergency", "crumb.emergency" },
	};

	for (int i = 0; i < s->lang_count; i++) {
		struct val *one = put_lang(s, i, langs);
		for (size_t k = 0; k < COUNT_OF(WORDS); k++)
			val_put_str(one, WORDS[k][0], site_message(s, i, WORDS[k][1]));
	}
}

bool storing_render(struct site *s, struct buf *out)
{
	VAL(view) = val_object();

	if (!render_has(s->render, STORING_TEMPLATE))
		return false;
	put_words(s, val_put_array(view, "langs"));
	struct val *numbers = val_put_array(view, "numbers");
	put_numbers(s, true, numbers);
	put_numbers(s, false, numbers);
	render_page(s->render, STORING_TEMPLATE, s->langs[0].base, view, out);
	return true;
}
