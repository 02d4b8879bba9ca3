/* Every answer of a report in Dutch, beside what the reporter saw or wrote (R67).
 *
 * Owns nothing; the words for codes are the catalogue's, the questions are here.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "server/case_view.h"
#include "server/words.h"
#include "shared/model/report.h"

#define KEY_TEXT 200

struct page {
	const struct catalogue *cat;
	const struct report *r;
	struct val *answers;
};

/* ---- answers ------------------------------------------------------------------------------ */

static void add_answer(struct page *p, const char *question, const char *answer,
		       const char *original)
{
	if (!answer[0] && !original[0])
		return;
	struct val *row = val_object();
	val_put_str(row, "question", question);
	val_put_str(row, "answer", answer);
	val_put_str(row, "original", original);
	val_put(p->answers, NULL, row);
}

/* A catalogue text in Dutch, and as the reporter saw it when that was another language. */
static void add_coded(struct page *p, const char *question, const char *key)
{
	bool dutch = !strcmp(p->r->lang, "nl") || !p->r->lang[0];
	add_answer(p, question, p->cat ? catalogue_text(p->cat, "nl", key) : key,
		   p->cat && !dutch ? catalogue_text(p->cat, p->r->lang, key) : "");
}

/* The key of a catalogue text, "home.BAD.KRAAN". */
static void make_key(char out[KEY_TEXT], const char *fmt, ...) PRINTF_LIKE(2, 3);
static void make_key(char out[KEY_TEXT], const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(out, KEY_TEXT, fmt, ap);
	va_end(ap);
}

static void add_home(struct page *p)
{
	const struct report *r = p->r;
	char key[KEY_TEXT];
	make_key(key, "home.%s", r->room);
	if (r->room[0])
		add_coded(p, "Ruimte", key);
	make_key(key, "home.%s.%s", r->room, r->object);
	if (r->object[0])
		add_coded(p, "Onderdeel", key);
	make_key(key, "home.%s.%s.%s", r->room, r->object, r->fault);
	if (r->fault[0])
		add_coded(p, "Wat is er aan de hand", key);
	make_key(key, "suspect.%s", r->suspect_code);
	if (r->suspect_unknown)
		add_answer(p, "Vermoede oorzaak", "Weet ik niet", "");
	else if (r->suspect_code[0])
		add_coded(p, "Vermoede oorzaak", key);
}

static void add_outside(struct page *p)
{
	const struct report *r = p->r;
	bool people = !strcmp(r->cause, "people");
	char key[KEY_TEXT];
	add_answer(p, "Door", people ? "Mensen" : "Een ding in de omgeving", "");
	make_key(key, "%s.%s", people ? "people" : "thing", r->fault);
	if (r->fault[0])
		add_coded(p, "Waarover", key);
	make_key(key, "place.%s", r->place_code);
	if (r->place_code[0])
		add_coded(p, "Waar", key);
	add_answer(p, "Waar, in eigen woorden", r->place_text, "");
}

static void add_questions(struct page *p)
{
	for (int i = 0; i < p->r->answer_count; i++) {
		const struct report_answer *a = &p->r->answers[i];
		char question[KEY_TEXT], answer[KEY_TEXT];
		make_key(question, "question.%s", a->question);
		make_key(answer, "question.%s.%s", a->question, a->answer);
		add_coded(p, p->cat ? catalogue_text(p->cat, "nl", question) : a->question, answer);
	}
}

static void add_when(struct page *p)
{
	BUF(text);
	for (int i = 0; i < p->r->slot_count; i++)
		buf_fmt(&text, "%s%s %s", i ? "; " : "", p->r->slots[i].day,
			words_get("part", p->r->slots[i].part));
	add_answer(p, "Wanneer past het", p->r->call_first ? "Bel mij liever" : buf_text(&text),
		   "");
}

struct val *case_answers(const struct catalogue *cat, const struct report *r)
{
	struct page page = { cat, r, val_array() }, *p = &page;
	add_answer(p, "Soort", words_get("kind", p->r->kind), "");
	if (!strcmp(p->r->branch, "surroundings"))
		add_outside(p);
	else
		add_home(p);
	add_questions(p);
	add_answer(p, "Eigen woorden", p->r->words, "");
	add_when(p);
	add_answer(p, "Eerst bij de corporatie gemeld", p->r->first_contact ? "Ja" : "Nee", "");
	return page.answers;
}
