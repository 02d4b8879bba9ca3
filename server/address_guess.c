/* Reading what was typed: what is street, number, suffix, postcode, city.
 *
 * Owns nothing and asks nobody; a register decides which reading was right.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/address_find.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "shared/base/buf.h"
#include "shared/base/text.h"

#define TOKENS 12

struct typed {
	int count;
	char token[TOKENS][80];
};

/* Blanks part tokens, and so does a digit behind a letter ("lindelaan12b" is two). */
static void split(const char *typed, struct typed *t)
{
	char folded[160];
	text_fold(typed, folded, sizeof folded);
	t->count = 0;
	for (const char *p = folded; *p && t->count < TOKENS;) {
		size_t n = 1;
		while (p[n] && p[n] != ' ' &&
		       !(isdigit((unsigned char)p[n]) && !isdigit((unsigned char)p[n - 1])))
			n++;
		snprintf(t->token[t->count++], sizeof t->token[0], "%.*s", (int)n, p);
		p += n;
		p += *p == ' ';
	}
}

static bool starts_with_digit(const char *s)
{
	return isdigit((unsigned char)s[0]);
}

static bool all_letters(const char *s)
{
	return s[0] && !strpbrk(s, "0123456789");
}

/* Tokens from..to-1 but for one, without blanks. */
static void join(const struct typed *t, int from, int to, char out[FINDING_WORD])
{
	size_t n = 0;
	out[0] = '\0';
	for (int i = from; i < to && n < FINDING_WORD - 1; i++)
		n += (size_t)snprintf(out + n, FINDING_WORD - n, "%s", t->token[i]);
}

/* "12b" -> 12 and "b". false: no house number. */
static bool read_number(const char *token, struct address_guess *g)
{
	char digits[8];
	size_t n = strspn(token, "0123456789");
	if (!n || n > 5 || strlen(token + n) >= FINDING_SUFFIX)
		return false;
	snprintf(digits, sizeof digits, "%.*s", (int)n, token);
	text_copy(g->suffix, sizeof g->suffix, token + n);
	return int_parse(digits, 1, 99999, &g->number);
}

/* Four digits and two letters, in one token or in two, taken out of t. */
static bool take_postcode(struct typed *t, char out[FINDING_WORD])
{
	for (int i = 0; i < t->count; i++) {
		const char *a = t->token[i], *b = i + 1 < t->count ? t->token[i + 1] : "";
		bool four = strspn(a, "0123456789") == 4;
		bool one = four && strlen(a) == 6;
		bool two = four && strlen(a) == 4 && strlen(b) == 2 && all_letters(b);
		if (!one && !two)
			continue;
		snprintf(out, FINDING_WORD, "%s%s", a, two ? b : "");
		int gone = two ? 2 : 1;
		memmove(t->token[i], t->token[i + gone],
			(size_t)(t->count - i - gone) * sizeof t->token[0]);
		t->count -= gone;
		return true;
	}
	return false;
}

/* The last token with a number that is no part of the street's name. */
static int number_at(const struct typed *t)
{
	for (int i = t->count - 1; i >= 0; i--)
		if (starts_with_digit(t->token[i]))
			return i;
	return -1;
}

/* Behind the number: a suffix of a few signs, then the city. */
static void read_behind(const struct typed *t, int from, struct address_guess *g)
{
	if (from < t->count && !g->suffix[0] && strlen(t->token[from]) <= 3)
		text_copy(g->suffix, sizeof g->suffix, t->token[from++]);
	if (from < t->count)
		text_copy(g->city, sizeof g->city, t->token[from]);
}

static void read_street(const struct typed *t, int at, struct address_guess *g)
{
	if (at > 0) {
		join(t, 0, at, g->word);
		read_behind(t, at + 1, g);
		return;
	}
	/* "12 lindel": the number came first */
	int from = 1;
	if (t->count > 2 && !g->suffix[0] && strlen(t->token[1]) == 1)
		text_copy(g->suffix, sizeof g->suffix, t->token[from++]);
	join(t, from, t->count, g->word);
}

static int guesses_of_postcode(const struct typed *t, struct address_guess *g)
{
	int at = -1;
	for (int i = 0; i < t->count && at < 0; i++)
		if (read_number(t->token[i], g))
			at = i;
	if (at >= 0 && at + 1 < t->count && !g->suffix[0] && strlen(t->token[at + 1]) <= 3)
		text_copy(g->suffix, sizeof g->suffix, t->token[at + 1]);
	return 1;
}

/* The same without its suffix: "12b" where 12 has no b. */
static int add_looser(struct address_guess *guess, int count)
{
	if (!guess[0].suffix[0])
		return count;
	guess[count] = guess[0];
	guess[count].suffix[0] = '\0';
	guess[count].looser = true;
	return count + 1;
}

int address_guesses(const char *typed, struct address_guess guess[ADDRESS_GUESSES])
{
	struct typed t;
	int count = 0;
	memset(guess, 0, ADDRESS_GUESSES * sizeof *guess);
	split(typed, &t);
	if (!t.count)
		return 0;
	if (take_postcode(&t, guess[0].word))
		return add_looser(guess, guesses_of_postcode(&t, &guess[0]));
	int at = number_at(&t);
	if (at >= 0 && read_number(t.token[at], &guess[0])) {
		read_street(&t, at, &guess[0]);
		count = 1;
	}
	join(&t, 0, t.count, guess[count++].word); /* "plein 1940", "1e linde" */
	if (at < 0 && t.count > 1) {
		join(&t, 0, t.count - 1, guess[count].word);
		text_copy(guess[count++].city, sizeof guess->city, t.token[t.count - 1]);
	}
	return add_looser(guess, count);
}
