/* SQL of the words homes and tenants are found by.
 *
 * Owns tables finding and finding_tenant; they say nothing that dwelling and tenant do not, and can be
 * made again from those at any time.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/finding_store.h"

#include <stdio.h>
#include <string.h>

#include "shared/base/buf.h"
#include "shared/base/log.h"
#include "shared/base/text.h"
#include "shared/io/db.h"

#define VERSION	  1  /* of what words are made of */
#define WORDS_MAX 10 /* of one name or street */

void finding_fold(const char *text, char *out, size_t cap)
{
	size_t n = 0;
	text_fold(text, out, cap);
	for (const char *p = out; *p; p++)
		if (*p != ' ')
			out[n++] = *p;
	out[n] = '\0';
}

/* Where each word begins in a text of which the blanks are taken out: "van gogh" -> 0, 3. */
static int starts_of(char *folded, size_t starts[WORDS_MAX])
{
	int count = 0;
	size_t n = 0;
	bool first = true;
	for (const char *p = folded; *p; p++) {
		if (*p == ' ') {
			first = true;
			continue;
		}
		if (first && count < WORDS_MAX)
			starts[count++] = n;
		first = false;
		folded[n++] = *p;
	}
	folded[n] = '\0';
	return count;
}

/* ---- keeping ------------------------------------------------------------------------------ */

static const char PUT[] = "INSERT OR IGNORE INTO finding (word, number, rest, suffix, key)"
			  " VALUES (?, ?, ?, ?, ?)";
static const char DROP[] = "DELETE FROM finding WHERE word = ? AND number = ? AND rest = ?"
			   " AND suffix = ? AND key = ?";

static int each_word(struct db *db, const char *sql, const struct dwelling *d)
{
	char street[FINDING_WORD], suffix[FINDING_SUFFIX], post[20];
	size_t starts[WORDS_MAX];
	if (!d || strcmp(d->kind, "dwelling"))
		return OK;
	text_fold(d->street, street, sizeof street);
	finding_fold(d->suffix, suffix, sizeof suffix);
	finding_fold(d->postcode, post, sizeof post);
	int count = starts_of(street, starts), err = OK;
	for (int i = 0; i <= count && !err; i++) {
		DB_STMT(st) = db_prepare(db, sql);
		db_bind_text(st, i < count ? street + starts[i] : post);
		db_bind_int(st, d->number);
		db_bind_int(st, i > 0 && i < count);
		db_bind_text(st, suffix);
		db_bind_text(st, d->key);
		err = db_run(st);
	}
	return err;
}

static bool same_words(const struct dwelling *a, const struct dwelling *b)
{
	return a && b && a->number == b->number && !strcmp(a->street, b->street) &&
	       !strcmp(a->suffix, b->suffix) && !strcmp(a->postcode, b->postcode) &&
	       !strcmp(a->kind, b->kind);
}

int finding_move(struct db *db, const struct dwelling *old, const struct dwelling *new)
{
	if (same_words(old, new))
		return OK;
	int err = each_word(db, DROP, old);
	return err ? err : each_word(db, PUT, new);
}

static int each_name(struct db *db, const char *sql, const char *number, const char *name)
{
	char folded[FINDING_WORD];
	size_t starts[WORDS_MAX];
	int err = OK;
	text_fold(name, folded, sizeof folded);
	int count = starts_of(folded, starts);
	for (int i = 0; i < count && !err; i++) {
		DB_STMT(st) = db_prepare(db, sql);
		db_bind_text(st, folded + starts[i]);
		db_bind_text(st, number);
		err = db_run(st);
	}
	return err;
}

static const char PUT_NAME[] = "INSERT OR IGNORE INTO finding_tenant (word, tenant) VALUES (?, ?)";
static const char DROP_NAME[] = "DELETE FROM finding_tenant WHERE word = ? AND tenant = ?";

int finding_move_tenant(struct db *db, const char *number, const char *old, const char *new)
{
	if (!strcmp(old, new))
		return OK;
	int err = each_name(db, DROP_NAME, number, old);
	return err ? err : each_name(db, PUT_NAME, number, new);
}

static bool put_again(void *ctx, const struct dwelling *d)
{
	return !each_word(ctx, PUT, d);
}

int finding_refresh(struct db *db)
{
	int err = OK;
	if (db_meta_int(db, "finding", 0) == VERSION)
		return OK;
	db_event_begin(db);
	if (db_exec(db, "DELETE FROM finding") || db_exec(db, "DELETE FROM finding_tenant"))
		die("finding.clear", "version=%d", VERSION);
	dwelling_each(db, put_again, db);
	DB_STMT(st) = db_prepare(db, "SELECT number, name FROM tenant");
	while (!err && db_step(st))
		err = each_name(db, PUT_NAME, db_col_text(st, "number"), db_col_text(st, "name"));
	db_release(&st);
	db_meta_set_int(db, "finding", VERSION);
	return db_event_commit(db, !err);
}

/* ---- finding homes ------------------------------------------------------------------------ */

/* Above every text that begins with the one bound there. */
#define BEGINS(column, n) column " >= ?" n " AND " column " < ?" n " || char(1114111)"

static void walk(struct db_stmt *st, finding_fn fn, void *ctx)
{
	struct finding f;
	while (db_step(st)) {
		DB_COPY(st, f.word, "word");
		f.number = db_col_int(st, "number");
		DB_COPY(st, f.suffix, "suffix");
		DB_COPY(st, f.key, "key");
		if (!fn(ctx, &f))
			return;
	}
}

void finding_by_word(struct db *db, const char *begin, int limit, finding_fn fn, void *ctx)
{
	DB_STMT(st) =
	    db_prepare(db, "SELECT word, number, suffix, key FROM finding WHERE " BEGINS(
			       "word", "1") " ORDER BY word, number, rest, suffix, key LIMIT ?2");
	db_bind_text(st, begin);
	db_bind_int(st, limit);
	walk(st, fn, ctx);
}

void finding_by_number(struct db *db, const char *begin, int64_t number, int limit, finding_fn fn,
		       void *ctx)
{
	DB_STMT(st) = db_prepare(
	    db, "SELECT word, number, suffix, key FROM finding INDEXED BY finding_number"
		" WHERE " BEGINS("word",
				 "1") " AND number = ?2 ORDER BY word, rest, suffix, key LIMIT ?3");
	db_bind_text(st, begin);
	db_bind_int(st, number);
	db_bind_int(st, limit);
	walk(st, fn, ctx);
}

void finding_by_range(struct db *db, const char *word, int64_t from, int64_t to, int limit,
		      finding_fn fn, void *ctx)
{
	DB_STMT(st) = db_prepare(db, "SELECT word, number, suffix, key FROM finding"
				     " WHERE word = ?1 AND number >= ?2 AND number <= ?3 ORDER BY "
				     "number, rest, suffix, key LIMIT ?4");
	db_bind_text(st, word);
	db_bind_int(st, from);
	db_bind_int(st, to);
	db_bind_int(st, limit);
	walk(st, fn, ctx);
}

/* One lower bound only: of two the engine would walk from the wrong one. */
bool finding_next_word(struct db *db, const char *begin, char word[FINDING_WORD])
{
	char behind[FINDING_WORD + 1];
	snprintf(behind, sizeof behind, "%s%s", word[0] ? word : begin, word[0] ? "\x01" : "");
	DB_STMT(st) = db_prepare(db, "SELECT word FROM finding WHERE word >= ?1"
				     " AND word < ?2 || char(1114111) ORDER BY word LIMIT 1");
	db_bind_text(st, behind);
	db_bind_text(st, begin);
	return db_step(st) && !text_copy(word, FINDING_WORD, db_col_text(st, "word"));
}

/* ---- finding tenants and cases ------------------------------------------------------------ */

static void walk_tenants(struct db_stmt *st, const char *begin, int limit, finding_tenant_fn fn,
			 void *ctx)
{
	db_bind_text(st, begin);
	db_bind_int(st, limit);
	while (db_step(st))
		if (!fn(ctx, db_col_text(st, "tenant"), db_col_text(st, "dwelling")))
			return;
}

/* The people first, at most ?2 of them; then what each of them rents. */
#define HOMES_OF(people)                                                                           \
	"SELECT p.tenant AS tenant, u.dwelling AS dwelling FROM (" people " LIMIT ?2) p"           \
	" CROSS JOIN tenant_unit u ON u.tenant = p.tenant"                                         \
	" CROSS JOIN dwelling d ON d.key = u.dwelling AND d.kind = 'dwelling'"

void finding_by_name(struct db *db, const char *begin, int limit, finding_tenant_fn fn, void *ctx)
{
	DB_STMT(st) =
	    db_prepare(db, HOMES_OF("SELECT word, tenant FROM finding_tenant WHERE " BEGINS(
			       "word", "1") " ORDER BY word, tenant"));
	walk_tenants(st, begin, limit, fn, ctx);
}

void finding_by_tenant(struct db *db, const char *begin, int limit, finding_tenant_fn fn, void *ctx)
{
	DB_STMT(st) = db_prepare(db, HOMES_OF("SELECT number AS tenant FROM tenant WHERE " BEGINS(
					 "number", "1") " ORDER BY number"));
	walk_tenants(st, begin, limit, fn, ctx);
}

void finding_by_receipt(struct db *db, const char *begin, int limit, finding_tenant_fn fn,
			void *ctx)
{
	DB_STMT(st) = db_prepare(
	    db,
	    "SELECT c.receipt AS tenant, c.unit AS dwelling FROM"
	    " (SELECT receipt, unit, restricted FROM case_file WHERE " BEGINS(
		"receipt",
		"1") " ORDER BY receipt LIMIT ?2) c WHERE c.restricted = 0 AND c.unit IS NOT NULL");
	walk_tenants(st, begin, limit, fn, ctx);
}
