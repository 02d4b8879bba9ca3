/* Looking through the register for what must be mended.
 *
 * Owns nothing; every question is asked anew, so a fault is gone as soon as it is mended. Parties are
 * some dozens and are all looked at; homes come from two indexes that hold only homes with a gap.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/register_fault.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/civil.h"
#include "server/register_party.h"
#include "server/routing.h"
#include "server/words.h"
#include "shared/base/text.h"
#include "shared/base/val.h"
#include "shared/io/csv.h"

#define PARTY_CURSOR "party:"

struct searching {
	struct app *app;
	const char *today;
	void (*fn)(void *ctx, const struct register_fault *f);
	void *ctx;
};

/* ---- one party ---------------------------------------------------------------------------- */

/* Roles somebody speaks of, as bits by their place in PARTY_ROLES. */
struct roles {
	unsigned contracts, contacts;
};

static unsigned bit_of(const char *role)
{
	for (unsigned i = 0; PARTY_ROLES[i]; i++)
		if (!strcmp(PARTY_ROLES[i], role))
			return 1u << i;
	return 0;
}

static bool note_contract(void *ctx, const struct contract *c)
{
	((struct roles *)ctx)->contracts |= bit_of(c->role);
	return true;
}

static bool note_contact(void *ctx, const struct contact *c)
{
	((struct roles *)ctx)->contacts |= bit_of(c->role);
	return true;
}

static void tell(const struct searching *l, const struct party *p, const char *code, const char *role,
		 const char *date)
{
	struct register_fault f = { .code = code, .role = role };
	text_copy(f.party, sizeof f.party, p->key);
	text_copy(f.party_name, sizeof f.party_name, p->name);
	text_copy(f.date, sizeof f.date, date);
	l->fn(l->ctx, &f);
}

/* Does anything hold on the day after the contract ends? */
static bool has_successor(const struct searching *l, const struct contract *c, const char *role)
{
	struct contract next;
	char after[CIVIL_TEXT], date[11];
	civil_add(c->valid_until, 1, after);
	return register_contract_for(l->app->db, c->party, role, after, &next, date) <=
	       PARTY_CONTRACT_GENERAL;
}

static void check_contract(const struct searching *l, const struct party *p, const char *role)
{
	struct contract c;
	char date[11], soon[CIVIL_TEXT];
	enum party_why why = register_contract_for(l->app->db, p->key, role, l->today, &c, date);
	if (why > PARTY_CONTRACT_GENERAL) {
		tell(l, p, register_party_slug(why), role, date);
		return;
	}
	civil_add(l->today, FAULT_SOON_DAYS, soon);
	if (c.valid_until[0] && strcmp(c.valid_until, soon) <= 0 && !has_successor(l, &c, role))
		tell(l, p, "contract_ends", role, c.valid_until);
}

static void check_contact(const struct searching *l, const struct party *p, const char *role)
{
	struct contact c;
	char date[11];
	enum party_why why = register_contact_for(l->app->db, p->key, role, l->today, &c, date);
	if (why != PARTY_CONTRACT)
		tell(l, p, register_party_slug(why), role, date);
}

/* Departments are reached inside the house; partners have no contract. */
static bool check_party(void *ctx, const struct party *p)
{
	const struct searching *l = ctx;
	struct roles roles = { 0, 0 };
	bool bound = !strcmp(p->kind, "provider") || !strcmp(p->kind, "supplier");
	if (!strcmp(p->kind, "department"))
		return true;
	contract_each_of(l->app->db, p->key, note_contract, &roles);
	contact_each_of(l->app->db, p->key, note_contact, &roles);
	if (bound && !roles.contracts)
		roles.contracts = bit_of(ROLE_GENERAL);
	roles.contacts |= roles.contracts;
	if (!roles.contacts)
		roles.contacts = bit_of(ROLE_GENERAL);
	for (unsigned i = 0; PARTY_ROLES[i]; i++) {
		if (roles.contracts & 1u << i)
			check_contract(l, p, PARTY_ROLES[i]);
		if (roles.contacts & 1u << i)
			check_contact(l, p, PARTY_ROLES[i]);
	}
	return true;
}

/* ---- rules -------------------------------------------------------------------------------- */

/* Addresses cannot name a party that is not there: the database refuses it. Rules can. */
static void check_rules(const struct searching *l)
{
	struct party p;
	const struct rules *rules = routing_rules(l->app);
	for (int i = 0; rules && i < rules_count(rules); i++) {
		const struct rule *r = rules_at(rules, i);
		if (r->party[0] == '@' || !strncmp(r->party, "dept:", 5) ||
		    party_find(l->app->db, r->party, &p))
			continue;
		struct register_fault f = { .code = "party_unknown", .role = "" };
		text_copy(f.party, sizeof f.party, r->party);
		text_copy(f.party_name, sizeof f.party_name, r->party);
		text_copy(f.rule, sizeof f.rule, r->name);
		l->fn(l->ctx, &f);
	}
}

void register_party_faults(struct app *app, const char *today,
			   void (*fn)(void *ctx, const struct register_fault *f), void *ctx)
{
	struct searching l = { app, today, fn, ctx };
	party_each(app->db, check_party, &l);
	check_rules(&l);
}

/* ---- pages -------------------------------------------------------------------------------- */

static const char *const GAPS[] = { "provider", "supplier" };
static const char *const GAP_CODES[] = { "nom_no_provider", "nom_no_supplier" };

struct page {
	void (*fn)(void *ctx, const struct register_fault *f);
	void *ctx;
	int64_t skip, seen; /* faults of parties behind the cursor, looked at */
	int left;
	size_t gap;
	char *next;
};

static void pass_party(void *ctx, const struct register_fault *f)
{
	struct page *p = ctx;
	if (p->seen++ < p->skip)
		return;
	if (p->left > 0) {
		p->fn(p->ctx, f);
		p->skip++;
	} else if (!p->left) {
		snprintf(p->next, FAULT_CURSOR, PARTY_CURSOR "%lld", (long long)p->skip);
	}
	p->left -= p->left >= 0;
}

static bool pass_home(void *ctx, const struct dwelling *d)
{
	struct page *p = ctx;
	struct register_fault f = { .code = GAP_CODES[p->gap], .role = "" };
	if (!p->left--) {
		if (!p->next[0])
			snprintf(p->next, FAULT_CURSOR, "%s:", GAPS[p->gap]);
		return false;
	}
	text_copy(f.dwelling, sizeof f.dwelling, d->key);
	dwelling_label(d, f.address, sizeof f.address);
	p->fn(p->ctx, &f);
	snprintf(p->next, FAULT_CURSOR, "%s:%s", GAPS[p->gap], d->key);
	return true;
}

/* Where a cursor stands: GAPS index and key, or `skip` faults of parties. */
static int read_cursor(const char *after, struct page *p, size_t *ret_gap, const char **ret_key)
{
	*ret_gap = 0;
	*ret_key = "";
	if (!after[0])
		return OK;
	if (!strncmp(after, PARTY_CURSOR, strlen(PARTY_CURSOR)))
		return int_parse(after + strlen(PARTY_CURSOR), 0, 1000000, &p->skip) ? OK
										     : ERR_INPUT;
	for (size_t i = 0; i < COUNT_OF(GAPS); i++) {
		size_t n = strlen(GAPS[i]);
		if (strncmp(after, GAPS[i], n) || after[n] != ':')
			continue;
		*ret_gap = i;
		*ret_key = after + n + 1;
		p->skip = -1;
		return OK;
	}
	return ERR_INPUT;
}

int register_faults(struct app *app, const char *today, const char *after, int limit,
		    void (*fn)(void *ctx, const struct register_fault *f), void *ctx,
		    char ret_next[FAULT_CURSOR])
{
	struct page p = { .fn = fn, .ctx = ctx, .left = limit, .next = ret_next };
	const char *key;
	size_t gap;
	ret_next[0] = '\0';
	int err = read_cursor(after, &p, &gap, &key);
	if (err)
		return err;
	if (p.skip >= 0)
		register_party_faults(app, today, pass_party, &p);
	for (; gap < COUNT_OF(GAPS) && p.left >= 0; gap++, key = "") {
		p.gap = gap;
		dwelling_gaps(app->db, GAPS[gap], key, p.left + 1, pass_home, &p);
	}
	if (p.left >= 0)
		ret_next[0] = '\0'; /* there was room for more: this was all */
	return OK;
}

static void add_one(void *ctx, const struct register_fault *f)
{
	(void)f;
	++*(int64_t *)ctx;
}

int64_t register_fault_count(struct app *app, const char *today, bool *ret_more)
{
	int64_t n = 0;
	*ret_more = false;
	register_party_faults(app, today, add_one, &n);
	for (size_t i = 0; i < COUNT_OF(GAPS); i++) {
		int64_t homes = dwelling_gap_count(app->db, GAPS[i], FAULT_COUNT_CAP);
		*ret_more = *ret_more || homes == FAULT_COUNT_CAP;
		n += homes;
	}
	return n;
}

/* ---- for people --------------------------------------------------------------------------- */

void register_put_fault(const struct register_fault *f, struct val *list)
{
	struct val *v = val_object();
	val_put_str(v, "code", f->code);
	val_put_str(v, "what", words_get("fault", f->code));
	val_put_str(v, "todo", words_get("mend", f->code));
	val_put_str(v, "party", f->party);
	val_put_str(v, "party_label", f->party_name);
	val_put_str(v, "role", f->role);
	val_put_str(v, "role_label", words_get("party_role", f->role));
	val_put_str(v, "dwelling", f->dwelling);
	val_put_str(v, "address", f->address);
	val_put_str(v, "rule", f->rule);
	val_put_str(v, "date", f->date);
	val_put(list, NULL, v);
}

void register_csv_fault_head(struct buf *out)
{
	static const char *const names[] = { "what", "party", "role", "address",
					     "rule", "date",  "todo" };
	csv_sheet_begin(out);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		csv_sheet_put(out, words_get("sheet", names[i]), i == 0);
	csv_sheet_end(out);
}

void register_csv_fault(const struct register_fault *f, struct buf *out)
{
	const char *const cells[] = { words_get("fault", f->code),
				      f->party_name,
				      f->role[0] ? words_get("party_role", f->role) : "",
				      f->address,
				      f->rule,
				      f->date,
				      words_get("mend", f->code) };
	for (size_t i = 0; i < COUNT_OF(cells); i++)
		csv_sheet_put(out, cells[i], i == 0);
	csv_sheet_end(out);
}
