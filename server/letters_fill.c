/* A template and facts become subject, text and HTML.
 *
 * Owns nothing. Promises: a fact this letter may not say never reaches the template; a line stays
 * one line; what people typed stays text in every form.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/letters.h"

#include <stdio.h>
#include <string.h>

#include "server/letters_inside.h"
#include "shared/base/text.h"
#include "shared/io/ics.h"
#include "web/site/render.h"

#define WIDTH 76

/* ---- facts -------------------------------------------------------------------------------- */

/* Marks that turn the direction of writing: a name could hide behind them. */
static bool turns_direction(const unsigned char *p)
{
	return p[0] == 0xe2 && ((p[1] == 0x80 && p[2] >= 0xaa && p[2] <= 0xae) ||
				(p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9));
}

/* Without control characters; one line has no line ends and no double blanks. */
static void put_clean(const char *s, bool lines, struct buf *out)
{
	for (const unsigned char *p = (const unsigned char *)s; *p; p++) {
		char last = out->len ? out->data[out->len - 1] : ' ';
		if (turns_direction(p))
			p += 2;
		else if (*p == '\n' && lines)
			buf_char(out, '\n');
		else if (*p > ' ' && *p != 127)
			buf_char(out, (char)*p);
		else if (last != ' ' && *p != '\r')
			buf_char(out, ' ');
	}
	while (out->len && strchr(" \n", out->data[out->len - 1]))
		out->data[--out->len] = '\0';
}

/* "woensdag 25 november 2026", perhaps with the clock, by the template of the language. */
static int put_day(const struct letter_paper *p, const struct ics_local *at, bool clock,
		   struct buf *out, char *why, size_t cap)
{
	char name[16], hour[8];
	BUF(text);
	BUF(template);
	VAL(v) = val_object();
	snprintf(name, sizeof name, "wd_%d", at->weekday);
	val_put_bool(v, name, true);
	snprintf(name, sizeof name, "m_%d", at->month);
	val_put_bool(v, name, true);
	val_put_int(v, "date", at->day);
	val_put_int(v, "year", at->year);
	snprintf(hour, sizeof hour, "%d:%02d", at->hour % 100, at->minute % 100);
	if (clock)
		val_put_str(v, "clock", hour);
	letters_template(p->dir, p->lang, LETTERS_DAY, &template);
	int err = render_plain(buf_text(&template), v, &text, why, cap);
	put_clean(buf_text(&text), false, out);
	return err;
}

static int put_time(const struct letter_paper *p, const struct fact *f, int64_t ms, struct buf *out,
		    char *why, size_t cap)
{
	struct ics_local at;
	if (!ics_local(p->zone, ms, &at)) {
		snprintf(why, cap, "%s", f->name);
		return ERR_INPUT;
	}
	if (f->kind != FACT_CLOCK)
		return put_day(p, &at, f->kind == FACT_MOMENT, out, why, cap);
	buf_fmt(out, "%d:%02d", at.hour, at.minute);
	return OK;
}

static int put_fact(const struct letter_paper *p, const struct fact *f, const struct val *given,
		    struct val *view, char *why, size_t cap)
{
	BUF(text);
	int err = OK;
	switch (f->kind) {
	case FACT_LINE:
	case FACT_TEXT:
		put_clean(val_text(given, ""), f->kind == FACT_TEXT, &text);
		break;
	case FACT_DAY:
	case FACT_MOMENT:
	case FACT_CLOCK:
		if (val_is_int(given))
			err = put_time(p, f, val_int(given, 0), &text, why, cap);
		break;
	case FACT_NUMBER:
		if (val_is_int(given))
			buf_fmt(&text, "%lld", (long long)val_int(given, 0));
		break;
	case FACT_FLAG:
		buf_str(&text, val_bool(given, false) ? "1" : "");
		break;
	}
	if (!err && text.len)
		val_put_str(view, f->name, buf_text(&text));
	return err;
}

/* The facts this letter may say, as texts; those it needs must be among them. */
static int make_view(const struct letter_paper *p, const struct letter *l, const struct val *facts,
		     struct val *view, char *why, size_t cap)
{
	char need[160], *rest = need, *word;
	VAL_EACH (given, facts) {
		int err = letter_knows(l, val_name(given))
			      ? put_fact(p, fact_find(val_name(given)), given, view, why, cap)
			      : OK;
		if (err)
			return err;
	}
	text_copy(need, sizeof need, l->need);
	while ((word = strsep(&rest, " ")) != NULL) {
		if (val_get(view, word))
			continue;
		snprintf(why, cap, "%s", word);
		return ERR_INPUT;
	}
	return OK;
}

/* ---- filling ------------------------------------------------------------------------------ */

/* At most LETTER_SUBJECT characters. */
static void put_subject(const char *line, size_t n, struct buf *out)
{
	BUF(whole);
	BUF(one);
	buf_add(&whole, line, n);
	put_clean(buf_text(&whole), false, &one);
	const char *s = buf_text(&one), *end = s;
	if (utf8_length(s) <= LETTER_SUBJECT) {
		buf_str(out, s);
		return;
	}
	for (size_t chars = 0; chars < LETTER_SUBJECT; end++)
		chars += ((unsigned char)*end & 0xc0) != 0x80;
	buf_add(out, s, (size_t)(end - 1 - s));
	buf_str(out, "…");
}

/* Lines without blanks at the end, at most one empty line together, none at either end. */
static void put_tidy(const char *text, struct buf *out)
{
	size_t start = out->len;
	bool gap = false;
	while (*text) {
		size_t n = strcspn(text, "\n"), keep = n;
		while (keep && text[keep - 1] == ' ')
			keep--;
		if (!keep) {
			gap = out->len > start;
		} else {
			if (gap)
				buf_char(out, '\n');
			gap = false;
			buf_add(out, text, keep);
			buf_char(out, '\n');
		}
		text += n + (text[n] == '\n');
	}
}

int letters_fill(const struct letter_paper *p, const struct letter *l, const struct val *facts,
		 struct buf *subject, struct buf *text, char *why, size_t cap)
{
	BUF(template);
	letters_template(p->dir, p->lang, l->name, &template);
	return letters_fill_with(p, l, buf_text(&template), facts, subject, text, why, cap);
}

int letters_fill_with(const struct letter_paper *p, const struct letter *l, const char *template_text,
		      const struct val *facts, struct buf *subject, struct buf *text, char *why,
		      size_t cap)
{
	BUF(filled);
	VAL(view) = val_object();
	int err = make_view(p, l, facts, view, why, cap);
	if (err)
		return err;
	if (render_plain(template_text, view, &filled, why, cap))
		return ERR_INTERNAL;
	size_t first = strcspn(buf_text(&filled), "\n");
	put_subject(buf_text(&filled), first, subject);
	put_tidy(buf_text(&filled) + first, text);
	return OK;
}

/* ---- the two forms of a mail -------------------------------------------------------------- */

/* Bytes of the longest start of a line that fits, ending before a blank; all of it when no blank
 * would help. */
static size_t fitting(const char *line, size_t n)
{
	size_t chars = 0, fit = 0;
	for (size_t i = 0; i < n; i++) {
		if (line[i] == ' ' && i && (chars <= WIDTH || !fit))
			fit = i;
		chars += ((unsigned char)line[i] & 0xc0) != 0x80;
		if (chars > WIDTH && fit)
			return fit;
	}
	return n;
}

void letters_wrap(const char *text, struct buf *out)
{
	while (*text) {
		size_t n = strcspn(text, "\n");
		while (n) {
			size_t take = fitting(text, n);
			buf_add(out, text, take);
			text += take;
			n -= take;
			if (n) {
				buf_char(out, '\n');
				text++; /* the blank it was broken at */
				n--;
			}
		}
		if (*text)
			buf_char(out, *text++);
	}
}

static void put_line(struct val *lines, const char *text, size_t n, const char *link, bool last)
{
	BUF(line);
	struct val *row = val_object();
	buf_add(&line, text, n);
	val_put_str(row, "text", buf_text(&line));
	val_put_bool(row, "link", link[0] && !strcmp(buf_text(&line), link));
	val_put_bool(row, "last", last);
	val_put(lines, NULL, row);
}

static void put_paragraphs(const char *text, const char *link, struct val *list)
{
	struct val *lines = NULL;
	while (*text) {
		size_t n = strcspn(text, "\n");
		const char *next = text + n + (text[n] == '\n');
		if (!n) {
			lines = NULL;
		} else {
			if (!lines) {
				struct val *paragraph = val_object();
				lines = val_put_array(paragraph, "lines");
				val_put(list, NULL, paragraph);
			}
			put_line(lines, text, n, link, !*next || *next == '\n');
		}
		text = next;
	}
}

int letters_html(const char *lang, const char *subject, const char *text, const char *link,
		 struct buf *out)
{
	char why[160];
	VAL(view) = val_object();
	VAL(nothing) = val_object();
	val_put_str(view, "lang", lang);
	val_put_str(view, "title", subject);
	put_paragraphs(text, link, val_put_array(view, "paragraphs"));
	struct render_set *set = render_set_new();
	struct render_base *base = render_base_new(nothing, nothing);
	const char *frame = letters_built_in("", LETTERS_FRAME);
	int err = frame && !render_add_template(set, LETTERS_FRAME, frame, why, sizeof why)
		      ? OK
		      : ERR_INTERNAL;
	if (!err)
		render_page(set, LETTERS_FRAME, base, view, out);
	render_base_free(base);
	render_set_free(set);
	return err;
}
