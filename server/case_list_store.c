/* SQL of the inbox: views, search, counts.
 *
 * Owns nothing. Every list is sorted by deadline, so what is late stands first (R63); every count
 * stops at a cap, so no screen ever walks a whole table.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "server/case_inside.h"
#include "shared/io/db.h"

/* One row per view: which cases are in it. ?1 = now, ?2 ?3 = last row of the page before, ?4 = limit,
 * ?5 = who asks, ?6 = whose cases; of a count ?1 = now, ?2 = cap, ?3 = who asks, ?4 = whose cases. The
 * same in every view. */
/* What case_within says, in SQL. */
#define SEEN(sees, c) \
	" AND (" sees " = '' OR instr(" sees ", ' ' || CASE WHEN " c "department <> '' THEN " c "department" \
	" WHEN " c "party LIKE 'dept:%' THEN " c "party ELSE '' END || ' ') > 0)"
#define PAGE SEEN("?6", "c.") " AND (c.due, c.nr) > (?2, ?3) ORDER BY c.due, c.nr LIMIT ?4"
#define LIST(where) \
	"SELECT c.* FROM case_file c WHERE " where " AND ?1 = ?1 AND ?5 IS ?5" PAGE
#define COUNT(where) \
	"SELECT count(*) AS n FROM (SELECT 1 FROM case_file c WHERE " where \
	" AND ?1 = ?1 AND ?3 IS ?3" SEEN("?4", "c.") " LIMIT ?2)"

/* Several states or departments: the first page of each by its own index, then merged, so that no
 * view sorts more than a few pages. */
#define PART_OF(where) "SELECT * FROM (SELECT c.* FROM case_file c WHERE c.open = 1 AND " where PAGE ")"
#define MERGED(parts) \
	"SELECT c.* FROM (" parts ") c WHERE ?1 = ?1 AND ?5 IS ?5 ORDER BY c.due, c.nr LIMIT ?4"
#define DEPARTMENT(key) PART_OF("c.department = '" key "' AND c.department <> ''")
#define LED \
	DEPARTMENT("dept:energy") " UNION ALL " DEPARTMENT("dept:repair") " UNION ALL " \
	DEPARTMENT("dept:living") " UNION ALL " DEPARTMENT("dept:phone")
#define IN_DEPARTMENT \
	"c.department IN ('dept:energy', 'dept:repair', 'dept:living', 'dept:phone') AND c.department <> ''"
#define STATE(n) PART_OF("c.state = " n)
#define WAITING STATE("11") " UNION ALL " STATE("14") " UNION ALL " STATE("15") " UNION ALL " STATE("19")
/* Repairs on a desk, not planned yet: looked for among the DEPTH most urgent of each state. */
#define DEPTH "20000"
#define DESK(n) \
	"SELECT * FROM (SELECT c.* FROM (SELECT * FROM case_file WHERE open = 1 AND state = " n \
	" AND (due, nr) > (?2, ?3) ORDER BY due, nr LIMIT " DEPTH ") c WHERE c.kind = 'repair'" SEEN("?6", "c.") " LIMIT ?4)"
#define TO_PLAN DESK("1") " UNION ALL " DESK("3") " UNION ALL " DESK("18") " UNION ALL " DESK("22")
#define TO_PLAN_COUNT \
	"SELECT count(*) AS n FROM (SELECT 1 FROM (SELECT kind, department, party FROM case_file WHERE open = 1" \
	" AND state IN (1, 3, 18, 22) LIMIT " DEPTH ") WHERE kind = 'repair' AND ?1 = ?1 AND ?3 IS ?3" \
	SEEN("?4", "") " LIMIT ?2)"

static const struct view_row {
	const char *list, *count;
} VIEWS[VIEW_MAX] = {
	[VIEW_LATE] = { LIST("c.open = 1 AND c.due < ?1"), COUNT("c.open = 1 AND c.due < ?1") },
	[VIEW_NEW] = { LIST("c.open = 1 AND c.state = 1"), COUNT("c.open = 1 AND c.state = 1") },
	[VIEW_URGENT] = { LIST("c.open = 1 AND c.urgency >= 2"), COUNT("c.open = 1 AND c.urgency >= 2") },
	[VIEW_EXCEPTIONS] = { LIST("c.state = 2"), COUNT("c.state = 2") },
	[VIEW_MINE] = { LIST("c.open = 1 AND c.owner = ?5"), COUNT("c.open = 1 AND c.owner = ?3") },
	[VIEW_LED] = { MERGED(LED), COUNT("c.open = 1 AND " IN_DEPARTMENT) },
	[VIEW_REFERRED] = { LIST("c.open = 1 AND c.state = 5"), COUNT("c.open = 1 AND c.state = 5") },
	[VIEW_WAITING] = { MERGED(WAITING), COUNT("c.open = 1 AND c.state IN (11, 14, 15, 19)") },
	[VIEW_TO_PLAN] = { MERGED(TO_PLAN), TO_PLAN_COUNT },
	[VIEW_ALL] = { LIST("c.open = 1"), COUNT("c.open = 1") },
};

/* Four ways to mean a case, each by an index and each at most PART cases: the beginning of its
 * receipt, its number, the address, the reporter's name (among the newest NAME_DEPTH). */
#define PART "300"
#define NAME_DEPTH "20000"
static const char SEARCH[] =
	"SELECT c.* FROM case_file c WHERE c.nr IN ("
	" SELECT nr FROM (SELECT nr FROM case_file"
	"  WHERE ?1 <> '' AND receipt >= ?1 AND receipt < ?1 || '~' LIMIT " PART ")"
	" UNION SELECT ?2"
	" UNION SELECT nr FROM (SELECT h.nr AS nr FROM dwelling d JOIN case_file h ON h.unit = d.key"
	"  WHERE d.find >= ?4 AND d.find < ?4 || char(1114111)"
	"  AND (?5 = '' OR d.number = CAST(?5 AS INTEGER)) LIMIT " PART ")"
	" UNION SELECT nr FROM (SELECT nr FROM case_file"
	"  WHERE nr > (SELECT max(nr) FROM case_file) - " NAME_DEPTH
	"  AND (name LIKE ?3 OR party LIKE ?3) ORDER BY nr DESC LIMIT " PART "))" SEEN("?7", "c.")
	" ORDER BY c.open DESC, c.due, c.nr LIMIT ?6";

static bool walk(struct db_stmt *st, int limit, bool (*fn)(void *ctx, const struct case_row *c),
		 void *ctx)
{
	struct case_row c;
	for (int i = 0; db_step(st); i++) {
		if (i == limit)
			return true;
		case_read(st, &c);
		if (!fn(ctx, &c))
			return true;
	}
	return false;
}

static int64_t due_of(struct db *db, int64_t nr)
{
	DB_STMT(st) = db_prepare(db, "SELECT due FROM case_file WHERE nr = ?");
	db_bind_int(st, nr);
	return db_step(st) ? db_col_int(st, "due") : INT64_MIN;
}

/* "Lind 12" -> "lind" and "12". */
static void split_address(const char *text, char street[80], char number[16])
{
	size_t n = 0;
	for (; n < 79 && text[n]; n++)
		street[n] = (char)tolower((unsigned char)text[n]);
	street[n] = '\0';
	number[0] = '\0';
	char *blank = strrchr(street, ' ');
	if (!blank || !isdigit((unsigned char)blank[1]))
		return;
	snprintf(number, 16, "%.15s", blank + 1);
	*blank = '\0';
}

/* The beginning of a receipt as printed: capitals and '-', at least two characters. */
static void receipt_start(const char *text, char out[RECEIPT_TEXT])
{
	size_t n = 0;
	for (; n + 1 < RECEIPT_TEXT && text[n]; n++)
		out[n] = (char)toupper((unsigned char)text[n]);
	out[n < 2 ? 0 : n] = '\0';
}

static bool search(struct db *db, const struct case_query *q,
		   bool (*fn)(void *ctx, const struct case_row *c), void *ctx)
{
	char receipt[RECEIPT_TEXT], name[100], street[80], number[16];
	int64_t nr = 0;
	if (!receipt_normalise(q->text, receipt))
		receipt_start(q->text, receipt);
	if (!int_parse(q->text, 1, INT64_MAX, &nr))
		nr = 0;
	snprintf(name, sizeof name, "%%%.90s%%", q->text);
	split_address(q->text, street, number);
	DB_STMT(st) = db_prepare(db, SEARCH);
	db_bind_text(st, receipt);
	db_bind_int(st, nr);
	db_bind_text(st, name);
	db_bind_text(st, street);
	db_bind_text(st, number);
	db_bind_int(st, q->limit + 1);
	db_bind_text(st, q->sees ? q->sees : "");
	return walk(st, q->limit, fn, ctx);
}

bool case_list(struct db *db, const struct case_query *q,
	       bool (*fn)(void *ctx, const struct case_row *c), void *ctx)
{
	if (q->text && q->text[0])
		return search(db, q, fn, ctx);
	DB_STMT(st) = db_prepare(db, VIEWS[q->view].list);
	db_bind_int(st, q->now);
	db_bind_int(st, q->after ? due_of(db, q->after) : INT64_MIN);
	db_bind_int(st, q->after);
	db_bind_int(st, q->limit + 1);
	db_bind_text(st, q->who);
	db_bind_text(st, q->sees ? q->sees : "");
	return walk(st, q->limit, fn, ctx);
}

bool case_within(const char *sees, const struct case_row *c)
{
	char word[80];
	const char *own = c->department[0] ? c->department : strncmp(c->party, "dept:", 5) ? "" : c->party;
	snprintf(word, sizeof word, " %s ", own);
	return !sees || !sees[0] || strstr(sees, word);
}

int64_t case_count(struct db *db, enum view view, const char *who, int64_t now, int64_t cap)
{
	return case_count_seen(db, view, who, "", now, cap);
}

int64_t case_count_seen(struct db *db, enum view view, const char *who, const char *sees, int64_t now,
			int64_t cap)
{
	DB_STMT(st) = db_prepare(db, VIEWS[view].count);
	db_bind_int(st, now);
	db_bind_int(st, cap);
	db_bind_text(st, who);
	db_bind_text(st, sees);
	return db_step(st) ? db_col_int(st, "n") : 0;
}

int64_t case_newest(struct db *db)
{
	return db_ask_int(db, "SELECT max(nr) FROM case_file", 0);
}

int64_t case_total(struct db *db)
{
	int64_t newest = case_newest(db), floor = db_meta_int(db, "case_floor", 0);
	int64_t jumped = newest > floor && floor ? floor - db_meta_int(db, "case_floor_from", floor) : 0;

	return newest - db_meta_int(db, "case_numbers_skipped", 0) - jumped;
}
