/* Reading what central sent down: one query each, no writes.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "firmware/reference_store.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define DWELLING_COLUMNS "key, street, number, suffix, postcode, city, type, kind, rooms, nom," \
	" provider, supplier"

static const char CURRENT[] = "SELECT version FROM catalogue WHERE current = 1";
static const char ACCEPTED[] =
	"SELECT c.version FROM catalogue c"
	" LEFT JOIN mirror_rev r ON r.feed = 'catalogue' AND r.key = c.version"
	" ORDER BY c.current DESC, r.rev DESC LIMIT 2";
static const char DOC[] =
	"SELECT json_set(doc, '$.languages', json_object('nl', 'complete'),"
	" '$.texts', json_object('nl', json_extract(doc, '$.texts.nl'))) AS doc"
	" FROM catalogue WHERE version = ?";
static const char CONFIG[] = "SELECT body FROM config WHERE key = ?";
static const char PARTY[] = "SELECT body FROM party WHERE key = ?";
static const char PARTY_OF[] =
	"SELECT body FROM party WHERE key = ?1 OR (?1 = '' AND json_extract(body, '$.name') = ?2) LIMIT 2";
static const char DIRECTORY[] = "SELECT record FROM directory WHERE idx = ?";
static const char BY_STREET[] =
	"SELECT " DWELLING_COLUMNS " FROM dwelling"
	" WHERE kind = 'dwelling' AND number = ? AND suffix LIKE ? || '%'"
	" AND (street LIKE ? ESCAPE '\\' OR replace(postcode, ' ', '') = ?)"
	" ORDER BY street, length(suffix), suffix";
static const char UNITS[] =
	"SELECT " DWELLING_COLUMNS " FROM dwelling WHERE parent = ? ORDER BY kind, key";
static const char BY_KEY[] = "SELECT " DWELLING_COLUMNS " FROM dwelling WHERE key = ?";
static const char STREETS[] =
	"SELECT DISTINCT street FROM dwelling WHERE kind = 'dwelling' AND street LIKE ? ESCAPE '\\'"
	" ORDER BY street LIMIT ?";
static const char CASE[] = "SELECT state, body FROM case_status WHERE receipt = ?";

void reference_catalogue_current(struct db *db, char *out, size_t cap)
{
	DB_STMT(st) = db_prepare(db, CURRENT);
	text_copy(out, cap, db_step(st) ? db_col_text(st, "version") : "");
}

bool reference_catalogue_accepted(struct db *db, const char *version)
{
	DB_STMT(st) = db_prepare(db, ACCEPTED);
	while (db_step(st))
		if (!strcmp(db_col_text(st, "version"), version))
			return true;
	return false;
}

bool reference_catalogue_doc(struct db *db, const char *version, struct buf *out)
{
	DB_STMT(st) = db_prepare(db, DOC);
	db_bind_text(st, version);
	if (!db_step(st))
		return false;
	buf_str(out, db_col_text(st, "doc"));
	return true;
}

static struct val *parse(const char *text)
{
	struct val *v;
	return val_parse(text, strlen(text), NULL, &v, NULL) ? NULL : v;
}

struct val *reference_config(struct db *db, const char *key)
{
	DB_STMT(st) = db_prepare(db, CONFIG);
	db_bind_text(st, key);
	return db_step(st) ? parse(db_col_text(st, "body")) : NULL;
}

struct val *reference_party(struct db *db, const char *key)
{
	DB_STMT(st) = db_prepare(db, PARTY);
	db_bind_text(st, key);
	return db_step(st) ? parse(db_col_text(st, "body")) : NULL;
}

struct val *reference_party_of(struct db *db, const char *key, const char *name)
{
	DB_STMT(st) = db_prepare(db, PARTY_OF);
	db_bind_text(st, key);
	db_bind_text(st, name);
	if (!db_step(st))
		return NULL;
	struct val *first = parse(db_col_text(st, "body"));
	if (!db_step(st))
		return first;
	val_free(first);
	return NULL;
}

bool reference_directory(struct db *db, const uint8_t index[32], struct buf *out)
{
	size_t n;
	DB_STMT(st) = db_prepare(db, DIRECTORY);
	db_bind_blob(st, index, 32);
	if (!db_step(st))
		return false;
	const void *p = db_col_blob(st, "record", &n);
	buf_add(out, p, n);
	return true;
}

static void read_dwelling(struct db_stmt *st, struct dwelling *d)
{
	memset(d, 0, sizeof *d);
	text_copy(d->key, sizeof d->key, db_col_text(st, "key"));
	text_copy(d->street, sizeof d->street, db_col_text(st, "street"));
	text_copy(d->number, sizeof d->number, db_col_text(st, "number"));
	text_copy(d->suffix, sizeof d->suffix, db_col_text(st, "suffix"));
	text_copy(d->postcode, sizeof d->postcode, db_col_text(st, "postcode"));
	text_copy(d->city, sizeof d->city, db_col_text(st, "city"));
	text_copy(d->type, sizeof d->type, db_col_text(st, "type"));
	text_copy(d->kind, sizeof d->kind, db_col_text(st, "kind"));
	text_copy(d->rooms, sizeof d->rooms, db_col_text(st, "rooms"));
	d->nom = db_col_int(st, "nom") != 0;
	text_copy(d->provider, sizeof d->provider, db_col_text(st, "provider"));
	text_copy(d->supplier, sizeof d->supplier, db_col_text(st, "supplier"));
}

static void take_each(struct db_stmt *st, bool (*take)(void *ctx, const struct dwelling *d),
		      void *ctx)
{
	struct dwelling d;
	while (db_step(st)) {
		read_dwelling(st, &d);
		if (!take(ctx, &d))
			return;
	}
}

/* "%part%" with the wildcards of LIKE taken literally. */
static void like_pattern(const char *part, struct buf *out)
{
	buf_char(out, '%');
	for (; *part; part++) {
		if (strchr("%_\\", *part))
			buf_char(out, '\\');
		buf_char(out, *part);
	}
	buf_char(out, '%');
}

/* "12-a" -> number "12", suffix "a". */
static void split_number(const char *typed, char number[12], char suffix[16])
{
	size_t n = 0;
	while (*typed == ' ')
		typed++;
	while (isdigit((unsigned char)*typed) && n < 11)
		number[n++] = *typed++;
	number[n] = '\0';
	n = 0;
	for (; *typed && n < 15; typed++)
		if (isalnum((unsigned char)*typed))
			suffix[n++] = *typed;
	suffix[n] = '\0';
}

/* "1234 ab" -> "1234AB"; a street stays no postcode and matches none. */
static void take_postcode(const char *typed, char out[8])
{
	size_t n = 0;
	for (; *typed && n < 7; typed++)
		if (*typed != ' ')
			out[n++] = (char)toupper((unsigned char)*typed);
	out[n == 6 ? n : 0] = '\0';
}

void reference_dwellings(struct db *db, const char *street, const char *number,
			 bool (*take)(void *ctx, const struct dwelling *d), void *ctx)
{
	char digits[12], suffix[16], postcode[8];
	BUF(like);
	split_number(number, digits, suffix);
	take_postcode(street, postcode);
	like_pattern(street, &like);
	DB_STMT(st) = db_prepare(db, BY_STREET);
	db_bind_text(st, digits);
	db_bind_text(st, suffix);
	db_bind_text(st, like.data);
	db_bind_text(st, *postcode ? postcode : NULL);
	take_each(st, take, ctx);
}

void reference_units(struct db *db, const char *parent,
		     bool (*take)(void *ctx, const struct dwelling *d), void *ctx)
{
	DB_STMT(st) = db_prepare(db, UNITS);
	db_bind_text(st, parent);
	take_each(st, take, ctx);
}

bool reference_dwelling(struct db *db, const char *key, struct dwelling *ret)
{
	DB_STMT(st) = db_prepare(db, BY_KEY);
	db_bind_text(st, key);
	if (!db_step(st))
		return false;
	read_dwelling(st, ret);
	return true;
}

void reference_streets(struct db *db, const char *part, int max, struct val *into)
{
	BUF(like);
	like_pattern(part, &like);
	DB_STMT(st) = db_prepare(db, STREETS);
	db_bind_text(st, like.data);
	db_bind_int(st, max);
	while (db_step(st))
		val_put_str(into, NULL, db_col_text(st, "street"));
}

bool reference_case(struct db *db, const char *receipt, char *state, size_t cap, struct val **ret)
{
	DB_STMT(st) = db_prepare(db, CASE);
	db_bind_text(st, receipt);
	*ret = NULL;
	if (!db_step(st))
		return false;
	text_copy(state, cap, db_col_text(st, "state"));
	*ret = parse(db_col_text(st, "body"));
	return true;
}
