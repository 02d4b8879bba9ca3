/* SQL of cases: adding, finding, moving, and bodies that came in here.
 *
 * Owns tables case_file, case_body and receipt_clash. History is server/event_store.c, lists are
 * server/case_list_store.c. Promises: a report becomes at most one case; a state changes nowhere
 * but in case_move.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/case_store.h"

#include <stdio.h>
#include <string.h>

#include "server/case_inside.h"
#include "shared/base/log.h"
#include "shared/base/pack.h"
#include "shared/io/db.h"

#define BODY_CAP 65536

void case_read_id(struct db_stmt *st, char out[UUID_TEXT])
{
	size_t n;
	const uint8_t *id = db_col_blob(st, "id", &n);
	out[0] = '\0';
	if (n == 16)
		uuid_text(id, out);
}

void case_read(struct db_stmt *st, struct case_row *c)
{
	memset(c, 0, sizeof *c);
	c->nr = db_col_int(st, "nr");
	case_read_id(st, c->id);
	c->item = db_col_int(st, "item");
	DB_COPY(st, c->receipt, "receipt");
	c->state = (enum state)db_col_int(st, "state");
	c->urgency = (enum urgency)db_col_int(st, "urgency");
	c->captured = db_col_int(st, "captured");
	c->received = db_col_int(st, "received");
	c->due = db_col_int(st, "due");
	DB_COPY(st, c->channel, "channel");
	DB_COPY(st, c->lang, "lang");
	DB_COPY(st, c->branch, "branch");
	DB_COPY(st, c->kind, "kind");
	DB_COPY(st, c->unit, "unit");
	DB_COPY(st, c->complex, "complex");
	DB_COPY(st, c->room, "room");
	DB_COPY(st, c->object, "object");
	DB_COPY(st, c->fault, "fault");
	c->restricted = db_col_int(st, "restricted") != 0;
	DB_COPY(st, c->catalogue, "catalogue");
	DB_COPY(st, c->party, "party");
	c->rule_set = db_col_int(st, "rule_set");
	c->rule = db_col_int(st, "rule");
	DB_COPY(st, c->tried, "tried");
	c->first_contact = db_col_int(st, "first_contact") != 0;
	DB_COPY(st, c->name, "name");
	DB_COPY(st, c->owner, "owner");
	c->facts = (unsigned)db_col_int(st, "facts");
	DB_COPY(st, c->department, "department");
	c->reopened = db_col_int(st, "reopened");
	DB_COPY(st, c->ready_by, "ready_by");
	DB_COPY(st, c->kind_first, "kind_first");
	c->objection = db_col_int(st, "objection");
	c->anonymous = db_col_int(st, "anonymous");
}

/* ---- adding ------------------------------------------------------------------------------- */

static int insert(struct db *db, const struct case_row *c)
{
	uint8_t id[16];
	uuid_bytes(c->id, id);
	DB_STMT(st) = db_prepare(db,
		"INSERT INTO case_file (nr, id, item, receipt, state, open, urgency, captured, received, due,"
		" channel, lang, branch, kind, unit, complex, room, object, fault, restricted, catalogue,"
		" party, rule_set, rule, tried, first_contact, name)"
		" VALUES ((SELECT max(value, coalesce((SELECT max(nr) FROM case_file), 0)) + 1 FROM meta"
		" WHERE key = 'case_floor'), ?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
	db_bind_blob(st, id, sizeof id);
	c->item ? db_bind_int(st, c->item) : db_bind_null(st);
	db_bind_text(st, c->receipt);
	db_bind_int(st, c->state);
	db_bind_int(st, flow_open(c->state));
	db_bind_int(st, c->urgency);
	db_bind_int(st, c->captured);
	db_bind_int(st, c->received);
	db_bind_int(st, c->due);
	db_bind_text(st, c->channel);
	db_bind_text(st, c->lang);
	db_bind_text(st, c->branch);
	db_bind_text(st, c->kind);
	db_bind_text(st, c->unit[0] ? c->unit : NULL);
	db_bind_text(st, c->complex);
	db_bind_text(st, c->room);
	db_bind_text(st, c->object);
	db_bind_text(st, c->fault);
	db_bind_int(st, c->restricted);
	db_bind_text(st, c->catalogue);
	db_bind_text(st, c->party[0] ? c->party : NULL);
	db_bind_int(st, c->rule_set);
	c->rule ? db_bind_int(st, c->rule) : db_bind_null(st);
	db_bind_text(st, c->tried);
	db_bind_int(st, c->first_contact);
	db_bind_text(st, c->name);
	return db_run(st);
}

static int note_clash(struct db *db, int64_t nr, const char *receipt, int64_t other)
{
	DB_STMT(st) = db_prepare(db, "INSERT INTO receipt_clash (nr, receipt, other) VALUES (?, ?, ?)");
	db_bind_int(st, nr);
	db_bind_text(st, receipt);
	db_bind_int(st, other);
	return db_run(st);
}

/* The case that has this receipt, or was made here with this id; 0 = the conflict is another. */
static int64_t rival_of(struct db *db, const struct case_row *c, bool *ret_same)
{
	struct case_row other;
	*ret_same = true;
	if (!c->item && case_find_id(db, c->id, &other))
		return other.nr;
	if (!case_find_receipt(db, c->receipt, &other))
		return 0;
	*ret_same = !strcmp(other.id, c->id);
	return other.nr;
}

int case_add(struct db *db, struct case_row *c, int64_t *ret_other)
{
	char receipt[RECEIPT_STORED];
	bool same;
	*ret_other = 0;
	int err = insert(db, c);
	if (!err)
		c->nr = db_last_id(db);
	if (err != ERR_CONFLICT)
		return err;
	*ret_other = rival_of(db, c, &same);
	if (!*ret_other || same) {
		c->nr = *ret_other;
		return ERR_CONFLICT;
	}
	text_copy(receipt, sizeof receipt, c->receipt);
	snprintf(c->receipt, sizeof c->receipt, "%.12s+%.23s", receipt, c->id);
	text_copy(c->tried, sizeof c->tried, "receipt:taken");
	c->party[0] = '\0';
	c->state = ST_EXCEPTION; /* as flow's "strand" has it */
	err = insert(db, c);
	if (err)
		return err;
	c->nr = db_last_id(db);
	log_line(LOG_WARN, "case.receipt_clash", "nr=%lld receipt=%s", (long long)c->nr, receipt);
	return note_clash(db, c->nr, receipt, *ret_other);
}

int case_add_body(struct db *db, int64_t nr, const char *json, size_t len)
{
	BUF(packed);
	pack_fast(json, len, &packed);
	DB_STMT(st) = db_prepare(db, "INSERT INTO case_body (nr, body) VALUES (?, ?)");
	db_bind_int(st, nr);
	db_bind_blob(st, packed.data, packed.len);
	return db_run(st);
}

int case_body(struct db *db, int64_t nr, struct buf *out)
{
	size_t n;
	DB_STMT(st) = db_prepare(db, "SELECT body FROM case_body WHERE nr = ?");
	db_bind_int(st, nr);
	if (!db_step(st))
		return ERR_NOT_FOUND;
	const void *p = db_col_blob(st, "body", &n);
	return pack_inflate(p, n, BODY_CAP, NULL, 0, out);
}

/* ---- finding ------------------------------------------------------------------------------ */

static bool read_one(struct db_stmt *st, struct case_row *ret)
{
	if (!db_step(st))
		return false;
	case_read(st, ret);
	return true;
}

bool case_find(struct db *db, int64_t nr, struct case_row *ret)
{
	DB_STMT(st) = db_prepare(db, "SELECT * FROM case_file WHERE nr = ?");
	db_bind_int(st, nr);
	return read_one(st, ret);
}

bool case_find_id(struct db *db, const char *id, struct case_row *ret)
{
	uint8_t raw[16];
	uuid_bytes(id, raw);
	DB_STMT(st) = db_prepare(db, "SELECT * FROM case_file WHERE id = ? AND item IS NULL");
	db_bind_blob(st, raw, sizeof raw);
	return read_one(st, ret);
}

bool case_find_receipt(struct db *db, const char *receipt, struct case_row *ret)
{
	DB_STMT(st) = db_prepare(db, "SELECT * FROM case_file WHERE receipt = ?");
	db_bind_text(st, receipt);
	return read_one(st, ret);
}
