/* Letters: what the office writes, as templates per language (server/letters/<lang>/<name>.mustache).
 *
 * The first line is the subject, the rest the text: a line ends where it ends, a blank line ends a
 * paragraph. A tag names a fact; facts are rows (letters_facts.c), so a template that asks for
 * something else is refused, not guessed. A corporation puts its own words in
 * DIR/letters/<lang>/<name>.mustache; a broken one is passed over, and --check-config says why.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_LETTERS_H
#define SERVER_LETTERS_H

#include <stdbool.h>
#include <stddef.h>

#include "shared/base/buf.h"
#include "shared/base/err.h"
#include "shared/base/val.h"

#define LETTER_NAME    32
#define LETTER_CAP     16384 /* bytes of one template */
#define LETTER_SUBJECT 78    /* characters; longer ones are cut */

/* Whom a letter is for. What nobody but the reporter may know is no fact for the others. */
enum letter_to {
	LETTER_REPORTER = 1,
	LETTER_PARTY = 2,   /* provider or supplier */
	LETTER_PARTNER = 4, /* municipality, police, mediation (R48) */
	LETTER_STAFF = 8
};

enum letter_calendar { CALENDAR_NONE, CALENDAR_CONFIRMED, CALENDAR_CANCELLED };

struct letter {
	const char *name;
	enum letter_to to;
	enum letter_calendar calendar;
	const char *need; /* facts it cannot do without, by blanks */
	const char *may;  /* given facts it can use besides */
};

/* All letters, name NULL at the end. */
extern const struct letter LETTERS[];
const struct letter *letter_find(const char *name);

enum fact_kind {
	FACT_LINE,   /* one line */
	FACT_TEXT,   /* may have lines */
	FACT_DAY,    /* ms since 1970 UTC, read as "woensdag 25 november 2026" */
	FACT_MOMENT, /* the same with the clock: "…, 14:05 uur" */
	FACT_CLOCK,  /* the clock alone: "14:05" */
	FACT_NUMBER,
	FACT_FLAG
};

struct fact {
	const char *name;
	enum fact_kind kind;
	unsigned
	    derived; /* bits of enum letter_to: known from the case for these; 0 = must be given */
};

/* All facts, name NULL at the end. */
extern const struct fact FACTS[];
const struct fact *fact_find(const char *name);
/* Is `word` one of the words of a list joined by blanks? */
bool letter_names(const char *list, const char *word);
/* May a caller give this fact for this letter? */
bool letter_takes(const struct letter *l, const char *fact);
/* May this letter say it, given or derived? */
bool letter_knows(const struct letter *l, const char *fact);

/* A built-in template by "nl/closed"; the table ends with path NULL. */
struct letter_text {
	const char *path, *text;
};
extern const struct letter_text LETTER_TEXTS[];

/* Is there a complete set of letters in this language? */
bool letters_speak(const char *lang);

/* Would this template do for letter l (NULL: the day template)? Looks at tags only: {{fact}},
 * {{#fact}}, {{^fact}}, {{/fact}}, {{! comment}}, facts the letter has, all of them that it needs,
 * and in the subject nothing that may have lines.
 * ERR_INPUT: why says what. */
int letters_judge(const struct letter *l, const char *text, char *why, size_t cap) MUST_USE;

/* Look at every file below DIR/letters; a line per fault appended to out. Returns their number. */
int letters_check(const char *dir, struct buf *out);

/* Fill a letter. dir: installation whose own words win, "" for the built-in ones. lang: one that
 * letters_speak, else Dutch. facts: an object; FACT_DAY, _MOMENT and _CLOCK are read in zone.
 * subject: one line; text: paragraphs by blank lines, lines not wrapped. Both appended.
 * ERR_INPUT: a fact it needs is missing or no such zone; why names it. ERR_INTERNAL: a built-in
 * template is broken. */
struct letter_paper {
	const char *dir, *lang, *zone;
};
int letters_fill(const struct letter_paper *p, const struct letter *l, const struct val *facts,
		 struct buf *subject, struct buf *text, char *why, size_t cap) MUST_USE;

/* The same with this template instead of the one in force. */
int letters_fill_with(const struct letter_paper *p, const struct letter *l, const char *template_text,
		      const struct val *facts, struct buf *subject, struct buf *text, char *why,
		      size_t cap) MUST_USE;

/* The template in force, appended; *ret_own: it is the corporation's own. lang: one that letters_speak. */
void letters_text(const char *dir, const char *lang, const struct letter *l, struct buf *out, bool *ret_own);
/* Make a template that letters_judge likes the corporation's own, or go back to the built-in one.
 * ERR_STORAGE. */
int letters_own_put(const char *dir, const char *lang, const struct letter *l, const char *text) MUST_USE;
int letters_own_drop(const char *dir, const char *lang, const struct letter *l) MUST_USE;

/* For people who read plain text: the same words with lines of at most 76 characters where a blank
 * allows it. */
void letters_wrap(const char *text, struct buf *out);
/* The same words as HTML. Only a line that is exactly `link` becomes a link ("" = none). */
int letters_html(const char *lang, const char *subject, const char *text, const char *link,
		 struct buf *out) MUST_USE;

#endif
