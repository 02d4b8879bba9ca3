/* SQL of parties, their contracts and their contacts.
 *
 * Owns tables party, contract, contract_fee and contact. The columns of party that say the same are
 * what the suppliers file said; they live on as one contract and one contact that follow the file and
 * stand behind every own row.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/party_store.h"

#include <string.h>

#include "shared/base/buf.h"
#include "shared/io/db.h"

const char *const PARTY_ROLES[] = { "monitoring", "heat_pump",	 "ventilation", "pv",
				    "heating",	  "maintenance", ROLE_GENERAL,	NULL };

#define PARTY_COLUMNS                                                                              \
	"SELECT key, name, kind, contract, sla, first_contact, phone, mail, hours, valid_from,"    \
	" valid_until FROM party "

bool party_role_known(const char *role)
{
	for (const char *const *r = PARTY_ROLES; *r; r++)
		if (!strcmp(*r, role))
			return true;
	return false;
}

/* ---- parties ------------------------------------------------------------------------------ */

static void read_party(struct db_stmt *st, struct party *p)
{
	DB_COPY(st, p->key, "key");
	DB_COPY(st, p->name, "name");
	DB_COPY(st, p->kind, "kind");
	DB_COPY(st, p->contract, "contract");
	DB_COPY(st, p->sla, "sla");
	DB_COPY(st, p->first_contact, "first_contact");
	DB_COPY(st, p->phone, "phone");
	DB_COPY(st, p->mail, "mail");
	DB_COPY(st, p->hours, "hours");
	DB_COPY(st, p->valid_from, "valid_from");
	DB_COPY(st, p->valid_until, "valid_until");
}

bool party_find(struct db *db, const char *key, struct party *ret)
{
	DB_STMT(st) = db_prepare(db, PARTY_COLUMNS "WHERE key = ?");
	db_bind_text(st, key);
	if (!db_step(st))
		return false;
	read_party(st, ret);
	return true;
}

void party_each(struct db *db, bool (*fn)(void *ctx, const struct party *p), void *ctx)
{
	struct party p;
	DB_STMT(st) = db_prepare(db, PARTY_COLUMNS "ORDER BY key");
	while (db_step(st)) {
		read_party(st, &p);
		if (!fn(ctx, &p))
			return;
	}
}

int party_put(struct db *db, const struct party *p, bool *ret_new)
{
	struct party known;
	*ret_new = !party_find(db, p->key, &known);
	DB_STMT(st) = db_prepare(
	    db,
	    "INSERT INTO party (key, name, kind, contract, sla, first_contact, phone, mail, hours,"
	    " valid_from, valid_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
	    " ON CONFLICT (key) DO UPDATE SET name = excluded.name, kind = excluded.kind,"
	    " contract = excluded.contract, sla = excluded.sla, first_contact = "
	    "excluded.first_contact,"
	    " phone = excluded.phone, mail = excluded.mail, hours = excluded.hours,"
	    " valid_from = excluded.valid_from, valid_until = excluded.valid_until");
	const char *const texts[] = { p->key,	p->name,	  p->kind,	 p->contract,
				      p->sla,	p->first_contact, p->phone,	 p->mail,
				      p->hours, p->valid_from,	  p->valid_until };
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		db_bind_text(st, texts[i]);
	int err = db_run(st);
	return err ? err : party_follow(db, p);
}

/* ---- contracts ---------------------------------------------------------------------------- */

static void read_contract(struct db_stmt *st, struct contract *c)
{
	DB_COPY(st, c->party, "party");
	DB_COPY(st, c->number, "number");
	DB_COPY(st, c->role, "role");
	DB_COPY(st, c->sla, "sla");
	DB_COPY(st, c->first_contact, "first_contact");
	DB_COPY(st, c->valid_from, "valid_from");
	DB_COPY(st, c->valid_until, "valid_until");
	DB_COPY(st, c->source, "source");
}

void contract_each_of(struct db *db, const char *party,
		      bool (*fn)(void *ctx, const struct contract *c), void *ctx)
{
	struct contract c;
	DB_STMT(st) = db_prepare(
	    db, "SELECT party, number, role, sla, first_contact, valid_from, valid_until, source"
		" FROM contract WHERE party = ? ORDER BY role, number");
	db_bind_text(st, party);
	while (db_step(st)) {
		read_contract(st, &c);
		if (!fn(ctx, &c))
			return;
	}
}

static bool contract_known(struct db *db, const struct contract *c)
{
	DB_STMT(st) =
	    db_prepare(db, "SELECT 1 FROM contract WHERE party = ? AND number = ? AND role = ?");
	db_bind_text(st, c->party);
	db_bind_text(st, c->number);
	db_bind_text(st, c->role);
	return db_step(st);
}

int contract_put(struct db *db, const struct contract *c, bool *ret_new)
{
	*ret_new = !contract_known(db, c);
	DB_STMT(st) = db_prepare(
	    db, "INSERT INTO contract (party, number, role, sla, first_contact, valid_from, "
		"valid_until,"
		" source) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
		" ON CONFLICT (party, number, role) DO UPDATE SET sla = excluded.sla,"
		" first_contact = excluded.first_contact, valid_from = excluded.valid_from,"
		" valid_until = excluded.valid_until, source = excluded.source");
	const char *const texts[] = { c->party,		c->number,     c->role,	       c->sla,
				      c->first_contact, c->valid_from, c->valid_until, c->source };
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		db_bind_text(st, texts[i]);
	return db_run(st);
}

static void bind_contract(struct db_stmt *st, const struct contract *c)
{
	db_bind_text(st, c->party);
	db_bind_text(st, c->number);
	db_bind_text(st, c->role);
}

int contract_fee_clear(struct db *db, const struct contract *c)
{
	DB_STMT(st) =
	    db_prepare(db, "DELETE FROM contract_fee WHERE party = ? AND number = ? AND role = ?");
	bind_contract(st, c);
	return db_run(st);
}

int contract_fee_add(struct db *db, const struct contract *c, const char *complex, int64_t cents)
{
	DB_STMT(st) = db_prepare(db, "INSERT INTO contract_fee (party, number, role, complex, "
				     "cents) VALUES (?, ?, ?, ?, ?)");
	bind_contract(st, c);
	db_bind_text(st, complex);
	db_bind_int(st, cents);
	return db_run(st);
}

int64_t contract_fee(struct db *db, const struct contract *c, const char *complex)
{
	DB_STMT(st) =
	    db_prepare(db, "SELECT cents FROM contract_fee"
			   " WHERE party = ? AND number = ? AND role = ? AND complex = ?");
	bind_contract(st, c);
	db_bind_text(st, complex);
	return db_step(st) ? db_col_int(st, "cents") : -1;
}

/* ---- contacts ----------------------------------------------------------------------------- */

static void read_contact(struct db_stmt *st, struct contact *c)
{
	DB_COPY(st, c->party, "party");
	DB_COPY(st, c->role, "role");
	DB_COPY(st, c->name, "name");
	DB_COPY(st, c->phone, "phone");
	DB_COPY(st, c->mail, "mail");
	DB_COPY(st, c->hours, "hours");
	DB_COPY(st, c->channels, "channels");
	c->rank = db_col_int(st, "rank");
	DB_COPY(st, c->valid_from, "valid_from");
	DB_COPY(st, c->valid_until, "valid_until");
	DB_COPY(st, c->source, "source");
}

void contact_each_of(struct db *db, const char *party,
		     bool (*fn)(void *ctx, const struct contact *c), void *ctx)
{
	struct contact c;
	DB_STMT(st) = db_prepare(
	    db,
	    "SELECT party, role, name, phone, mail, hours, channels, rank, valid_from, valid_until,"
	    " source FROM contact WHERE party = ? ORDER BY role, rank, name");
	db_bind_text(st, party);
	while (db_step(st)) {
		read_contact(st, &c);
		if (!fn(ctx, &c))
			return;
	}
}

static bool contact_known(struct db *db, const struct contact *c)
{
	DB_STMT(st) =
	    db_prepare(db, "SELECT 1 FROM contact WHERE party = ? AND role = ? AND name = ?");
	db_bind_text(st, c->party);
	db_bind_text(st, c->role);
	db_bind_text(st, c->name);
	return db_step(st);
}

int contact_put(struct db *db, const struct contact *c, bool *ret_new)
{
	*ret_new = !contact_known(db, c);
	DB_STMT(st) = db_prepare(
	    db, "INSERT INTO contact (party, role, name, phone, mail, hours, channels, valid_from,"
		" valid_until, source, rank) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
		" ON CONFLICT (party, role, name) DO UPDATE SET phone = excluded.phone,"
		" mail = excluded.mail, hours = excluded.hours, channels = excluded.channels,"
		" valid_from = excluded.valid_from, valid_until = excluded.valid_until,"
		" source = excluded.source, rank = excluded.rank");
	const char *const texts[] = { c->party,	      c->role,	c->name,     c->phone,
				      c->mail,	      c->hours, c->channels, c->valid_from,
				      c->valid_until, c->source };
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		db_bind_text(st, texts[i]);
	db_bind_int(st, c->rank);
	return db_run(st);
}

/* ---- following the suppliers file --------------------------------------------------------- */

static int follow_contract(struct db *db, const struct party *p)
{
	struct contract c = { .role = ROLE_GENERAL, .source = "supplier" };
	bool is_new;
	DB_STMT(old) =
	    db_prepare(db, "DELETE FROM contract WHERE party = ? AND source = 'supplier'");
	db_bind_text(old, p->key);
	int err = db_run(old);
	text_copy(c.party, sizeof c.party, p->key);
	text_copy(c.number, sizeof c.number, p->contract);
	text_copy(c.sla, sizeof c.sla, p->sla);
	text_copy(c.first_contact, sizeof c.first_contact, p->first_contact);
	text_copy(c.valid_from, sizeof c.valid_from, p->valid_from);
	text_copy(c.valid_until, sizeof c.valid_until, p->valid_until);
	if (err || !p->contract[0] || contract_known(db, &c))
		return err;
	return contract_put(db, &c, &is_new);
}

static int follow_contact(struct db *db, const struct party *p)
{
	struct contact c = { .role = ROLE_GENERAL,
			     .channels = "phone mail",
			     .rank = RANK_SUPPLIER,
			     .source = "supplier" };
	bool is_new;
	DB_STMT(old) =
	    db_prepare(db, "DELETE FROM contact WHERE party = ? AND source = 'supplier'");
	db_bind_text(old, p->key);
	int err = db_run(old);
	text_copy(c.party, sizeof c.party, p->key);
	text_copy(c.phone, sizeof c.phone, p->phone);
	text_copy(c.mail, sizeof c.mail, p->mail);
	text_copy(c.hours, sizeof c.hours, p->hours);
	text_copy(c.valid_from, sizeof c.valid_from, p->valid_from);
	text_copy(c.valid_until, sizeof c.valid_until, p->valid_until);
	bool empty = !p->phone[0] && !p->mail[0] && !p->hours[0];
	if (err || empty || contact_known(db, &c))
		return err;
	return contact_put(db, &c, &is_new);
}

int party_follow(struct db *db, const struct party *p)
{
	int err = follow_contract(db, p);
	return err ? err : follow_contact(db, p);
}
