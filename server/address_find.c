/* Asking the indexes one short question after the other until the list is full.
 *
 * Owns nothing. Promises: no question walks more than LOOK rows of an index.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/address_find.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "shared/base/buf.h"
#include "shared/base/text.h"

#define TOKENS	12
#define LOOK	120 /* rows a question may look at */
#define STREETS 8   /* streets whose higher numbers are looked at ("1" finds 12) */
#define HITS	32  /* most a caller can ask for */
#define NAMES	4   /* places kept for tenants when a name was typed */

static bool all_letters(const char *s)
{
	return s[0] && !strpbrk(s, "0123456789");
}

struct asking {
	struct db *db;
	const struct address_guess *guess;
	const char *by;
	int limit, count;
	struct address_hit hit[HITS];
};

static bool full(const struct asking *a)
{
	return a->count >= a->limit;
}

/* One more home, unless it is in the list. */
static void keep(struct asking *a, const char *key, const char *matched)
{
	struct address_hit *hit = &a->hit[a->count];
	if (full(a))
		return;
	for (int i = 0; i < a->count; i++)
		if (!strcmp(a->hit[i].home.key, key))
			return;
	if (!dwelling_find(a->db, key, &hit->home) || strcmp(hit->home.kind, "dwelling"))
		return;
	hit->by = a->by;
	text_copy(hit->matched, sizeof hit->matched, matched);
	a->count++;
}

static bool begins(const char *text, const char *begin)
{
	return !strncmp(text, begin, strlen(begin));
}

static bool keep_finding(void *ctx, const struct finding *f)
{
	struct asking *a = ctx;
	char city[80];
	if (!begins(f->suffix, a->guess->suffix))
		return true;
	int before = a->count;
	keep(a, f->key, "");
	if (a->count > before && a->guess->city[0]) {
		finding_fold(a->hit[before].home.city, city, sizeof city);
		a->count -= !begins(city, a->guess->city);
	}
	return !full(a);
}

/* Whoever types 1 may be about to type 12: the first streets that begin so, tens, hundreds. */
static void ask_longer(struct asking *a)
{
	const struct address_guess *g = a->guess;
	char word[FINDING_WORD] = "";
	for (int i = 0; i < STREETS && !full(a) && finding_next_word(a->db, g->word, word); i++)
		for (int64_t tens = 10; tens <= 1000 && !full(a); tens *= 10)
			finding_by_range(a->db, word, g->number * tens, g->number * tens + tens - 1,
					 a->limit, keep_finding, a);
}

static void ask_guess(struct asking *a, const struct address_guess *g)
{
	a->guess = g;
	a->by = "address";
	if (!g->number) {
		if (g->word[0])
			finding_by_word(a->db, g->word, LOOK, keep_finding, a);
		return;
	}
	finding_by_number(a->db, g->word, g->number, LOOK, keep_finding, a);
	if (g->word[0] && !g->suffix[0])
		ask_longer(a);
}

static bool keep_tenant(void *ctx, const char *tenant, const char *dwelling)
{
	struct asking *a = ctx;
	keep(a, dwelling, tenant);
	return !full(a);
}

/* Typed as one piece: a receipt, a tenant's number, a home's own key. */
static void ask_piece(struct asking *a, const char *typed)
{
	char piece[KEY_CAP], receipt[RECEIPT_TEXT];
	size_t n = 0;
	for (; *typed && n + 1 < sizeof piece; typed++)
		if (*typed != ' ')
			piece[n++] = *typed;
	piece[n] = '\0';
	if (n < 3 || *typed)
		return;
	a->by = "key";
	keep(a, piece, "");
	a->by = "number";
	if (isdigit((unsigned char)piece[0]) && n >= 4)
		finding_by_tenant(a->db, piece, NAMES, keep_tenant, a);
	a->by = "receipt";
	bool whole = receipt_normalise(piece, receipt);
	for (char *p = piece; *p; p++)
		*p = (char)toupper((unsigned char)*p);
	if (whole || (n >= 5 && piece[4] == '-'))
		finding_by_receipt(a->db, whole ? receipt : piece, NAMES, keep_tenant, a);
}

static void ask_name(struct asking *a, const char *typed)
{
	char name[FINDING_WORD];
	finding_fold(typed, name, sizeof name);
	a->by = "name";
	if (strlen(name) >= 2 && all_letters(name))
		finding_by_name(a->db, name, a->limit, keep_tenant, a);
}

void address_find(struct db *db, const char *typed, int limit,
		  bool (*fn)(void *ctx, const struct address_hit *hit), void *ctx)
{
	struct address_guess guess[ADDRESS_GUESSES];
	struct asking a = { .db = db, .limit = limit < HITS ? limit : HITS };
	struct asking people = { .db = db, .limit = limit < HITS ? limit : HITS };
	int count = address_guesses(typed, guess);
	ask_piece(&a, typed);
	ask_name(&people, typed);
	int kept = people.count < NAMES ? people.count : NAMES;
	a.limit -= kept;
	for (int i = 0; i < count && !full(&a); i++)
		if (!guess[i].looser || !a.count)
			ask_guess(&a, &guess[i]);
	a.limit += kept;
	a.by = "name";
	for (int i = 0; i < people.count && !full(&a); i++)
		keep(&a, people.hit[i].home.key, people.hit[i].matched);
	for (int i = 0; i < a.count; i++)
		if (!fn(ctx, &a.hit[i]))
			return;
}
