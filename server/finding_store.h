/* SQL of finding homes and tenants by what people type: folded words in two prefix indexes (R10).
 *
 * Why prefix indexes and no full text engine: every question below walks one stretch of one index and
 * stops at its limit, so a keystroke costs the same at a hundred addresses and at a hundred thousand,
 * and a test can count it (db_cost). Full text search must join the lists of all homes on "l" and all
 * with a 1 before it can sort the first dozen; tests/bench/office tells both figures.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_FINDING_STORE_H
#define SERVER_FINDING_STORE_H

#include "server/register_store.h"

#define FINDING_WORD 128
#define FINDING_SUFFIX 16

/* What a home is found by changed from old to new (NULL: was not, will not be there). Only objects of
 * kind dwelling are found. */
int finding_move(struct db *db, const struct dwelling *old, const struct dwelling *new) MUST_USE;
/* The name of a tenant changed from old to new ("" for none). */
int finding_move_tenant(struct db *db, const char *number, const char *old, const char *new) MUST_USE;
/* Make all words again when they are of another version of this program (or not made yet). */
int finding_refresh(struct db *db) MUST_USE;

/* Folded and without blanks, as words are stored. */
void finding_fold(const char *text, char *out, size_t cap);

struct finding {
	char word[FINDING_WORD];
	int64_t number;
	char suffix[FINDING_SUFFIX];
	char key[KEY_CAP];
};
/* fn returns false to stop. At most limit rows are looked at. Words are folded; "" is every word. */
typedef bool (*finding_fn)(void *ctx, const struct finding *f);
/* Words that begin so, in their order. */
void finding_by_word(struct db *db, const char *begin, int limit, finding_fn fn, void *ctx);
/* This very house number, at words that begin so. */
void finding_by_number(struct db *db, const char *begin, int64_t number, int limit, finding_fn fn,
		       void *ctx);
/* House numbers from..to at one word. */
void finding_by_range(struct db *db, const char *word, int64_t from, int64_t to, int limit,
		      finding_fn fn, void *ctx);
/* The first word behind `word` ("" = the first of all) that begins so, into `word`. false: no more. */
bool finding_next_word(struct db *db, const char *begin, char word[FINDING_WORD]);

/* Homes of tenants whose name has a word that begins so; of tenants whose number begins so. */
typedef bool (*finding_tenant_fn)(void *ctx, const char *tenant, const char *dwelling);
void finding_by_name(struct db *db, const char *begin, int limit, finding_tenant_fn fn, void *ctx);
void finding_by_tenant(struct db *db, const char *begin, int limit, finding_tenant_fn fn, void *ctx);
/* Homes of cases whose receipt begins so; never those of reports about a person (R55). fn gets the
 * receipt as tenant. */
void finding_by_receipt(struct db *db, const char *begin, int limit, finding_tenant_fn fn, void *ctx);

#endif
