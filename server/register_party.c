/* One party for an address and a role, and why.
 *
 * Owns nothing. Civil dates compare as text. Promises: the same register and the same day give the
 * same answer, and there is never more than one.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/register_party.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/civil.h"
#include "server/words.h"
#include "shared/base/val.h"

static const char *const SLUGS[PARTY_WHY_MAX] = {
	[PARTY_CONTRACT] = "contract",
	[PARTY_CONTRACT_GENERAL] = "contract_general",
	[PARTY_NOT_NAMED] = "not_named",
	[PARTY_UNKNOWN] = "party_unknown",
	[PARTY_NO_CONTRACT] = "contract_missing",
	[PARTY_CONTRACT_EXPIRED] = "contract_expired",
	[PARTY_CONTRACT_FUTURE] = "contract_future",
	[PARTY_NO_CONTACT] = "contact_missing",
	[PARTY_CONTACT_EMPTY] = "contact_empty",
	[PARTY_CONTACT_EXPIRED] = "contact_expired",
};

const char *register_party_slug(enum party_why why)
{
	return SLUGS[why];
}

/* ---- contracts ---------------------------------------------------------------------------- */

struct choosing {
	const char *role, *today;
	bool exact; /* the best so far is of the very role */
	enum party_why why;
	char *date;
	struct contract *contract;
	struct contact *contact;
};

static bool concerns(const struct choosing *c, const char *role, bool *ret_exact)
{
	*ret_exact = !strcmp(role, c->role);
	return *ret_exact || !strcmp(role, ROLE_GENERAL);
}

/* Is `a` a later date than `b`, where "" is never reached? */
static bool later(const char *a, const char *b)
{
	return b[0] && (!a[0] || strcmp(a, b) > 0);
}

/* How near a contract or contact is to being of use. */
static int worth(enum party_why why)
{
	static const int worths[PARTY_WHY_MAX] = {
		[PARTY_CONTRACT_EXPIRED] = 1, [PARTY_CONTRACT_FUTURE] = 2, [PARTY_CONTRACT] = 3,
		[PARTY_CONTACT_EXPIRED] = 1,  [PARTY_CONTACT_EMPTY] = 2,
	};
	return worths[why];
}

/* Of two contracts that are equally near: the very role and the later start; what ended last; what
 * begins first. */
static bool beats(const struct choosing *c, const struct contract *row, bool exact)
{
	if (c->why == PARTY_CONTRACT_EXPIRED)
		return later(row->valid_until, c->date);
	if (c->why == PARTY_CONTRACT_FUTURE)
		return later(c->date, row->valid_from);
	return exact != c->exact ? exact : strcmp(row->valid_from, c->contract->valid_from) > 0;
}

static enum party_why state_of(const struct contract *row, const char *today)
{
	if (civil_within(row->valid_from, row->valid_until, today))
		return PARTY_CONTRACT;
	bool ended = row->valid_until[0] && strcmp(row->valid_until, today) < 0;
	return ended ? PARTY_CONTRACT_EXPIRED : PARTY_CONTRACT_FUTURE;
}

static bool judge_contract(void *ctx, const struct contract *row)
{
	struct choosing *c = ctx;
	bool exact;
	if (!concerns(c, row->role, &exact))
		return true;
	enum party_why why = state_of(row, c->today);
	if (why == c->why ? !beats(c, row, exact) : worth(why) < worth(c->why))
		return true;
	c->why = why;
	c->exact = exact;
	const char *dates[PARTY_WHY_MAX] = {
		[PARTY_CONTRACT_EXPIRED] = row->valid_until,
		[PARTY_CONTRACT_FUTURE] = row->valid_from,
	};
	text_copy(c->date, 11, dates[why] ? dates[why] : "");
	*c->contract = *row;
	return true;
}

enum party_why register_contract_for(struct db *db, const char *party, const char *role,
				     const char *today, struct contract *ret, char date[11])
{
	struct choosing c = { .role = role,
			      .today = today,
			      .why = PARTY_NO_CONTRACT,
			      .date = date,
			      .contract = ret };
	memset(ret, 0, sizeof *ret);
	date[0] = '\0';
	contract_each_of(db, party, judge_contract, &c);
	if (c.why == PARTY_CONTRACT && !c.exact)
		return PARTY_CONTRACT_GENERAL;
	return c.why;
}

/* ---- contacts ----------------------------------------------------------------------------- */

/* Rows come by role and rank, so the first good one of a role is its best. */
static bool judge_contact(void *ctx, const struct contact *row)
{
	struct choosing *c = ctx;
	bool exact;
	enum party_why why = PARTY_CONTRACT;
	if (!concerns(c, row->role, &exact))
		return true;
	if (!civil_within(row->valid_from, row->valid_until, c->today))
		why = PARTY_CONTACT_EXPIRED;
	else if (!row->phone[0] && !row->mail[0])
		why = PARTY_CONTACT_EMPTY;
	bool wins =
	    worth(why) > worth(c->why) || (worth(why) == worth(c->why) && exact && !c->exact);
	if (why == PARTY_CONTACT_EXPIRED && c->why == why)
		wins = later(row->valid_until, c->date);
	if (!wins)
		return true;
	c->why = why;
	c->exact = exact;
	text_copy(c->date, 11, why == PARTY_CONTACT_EXPIRED ? row->valid_until : "");
	*c->contact = *row;
	return true;
}

enum party_why register_contact_for(struct db *db, const char *party, const char *role,
				    const char *today, struct contact *ret, char date[11])
{
	struct choosing c = {
		.role = role, .today = today, .why = PARTY_NO_CONTACT, .date = date, .contact = ret
	};
	memset(ret, 0, sizeof *ret);
	date[0] = '\0';
	contact_each_of(db, party, judge_contact, &c);
	return c.why;
}

/* ---- the answer --------------------------------------------------------------------------- */

bool register_party_answer(struct app *app, const char *key, const char *as, const char *role,
			   const char *today, struct party_answer *ret)
{
	char date[11];
	memset(ret, 0, sizeof *ret);
	ret->as = as;
	ret->role = role;
	ret->why = key[0] ? PARTY_UNKNOWN : PARTY_NOT_NAMED;
	if (!key[0] || !party_find(app->db, key, &ret->party))
		return false;
	ret->why = register_contract_for(app->db, key, role, today, &ret->contract, ret->date);
	ret->contact_why = register_contact_for(app->db, key, role, today, &ret->contact, date);
	if (ret->why > PARTY_CONTRACT_GENERAL)
		return false;
	ret->found = ret->contact_why == PARTY_CONTRACT;
	if (!ret->found) {
		ret->why = ret->contact_why;
		text_copy(ret->date, sizeof ret->date, date);
	}
	return ret->found;
}

/* Which contract speaks loudest: of the very role, general, not in force, not there. */
static int loudness(const struct party_answer *a)
{
	if (!a->contract.number[0])
		return a->party.key[0] ? 1 : 0;
	if (a->why == PARTY_CONTRACT_EXPIRED || a->why == PARTY_CONTRACT_FUTURE)
		return 2;
	return strcmp(a->contract.role, a->role) ? 3 : 4;
}

bool register_party_of(struct app *app, const struct dwelling *d, const char *role,
		       const char *today, struct party_answer *ret)
{
	struct party_answer supplier;
	register_party_answer(app, d->provider, "provider", role, today, ret);
	register_party_answer(app, d->supplier, "supplier", role, today, &supplier);
	if (loudness(&supplier) > loudness(ret))
		*ret = supplier;
	if (ret->why == PARTY_NOT_NAMED)
		ret->as = "";
	return ret->found;
}

/* ---- in words ----------------------------------------------------------------------------- */

static void fill(const char *text, const struct party_answer *a, struct buf *out)
{
	char date[40] = "";
	civil_words(a->date[0] ? a->date : a->contract.valid_until, date, sizeof date);
	const struct {
		const char *hole, *value;
	} holes[] = {
		{ "{party}", a->party.name },
		{ "{role}", words_get("party_role", a->role) },
		{ "{number}", a->contract.number },
		{ "{date}", date },
	};
	for (const char *p = text; *p;) {
		size_t i = 0;
		while (i < COUNT_OF(holes) && strncmp(p, holes[i].hole, strlen(holes[i].hole)))
			i++;
		if (i < COUNT_OF(holes)) {
			buf_str(out, holes[i].value);
			p += strlen(holes[i].hole);
		} else {
			buf_char(out, *p++);
		}
	}
}

void register_party_sentence(const struct party_answer *a, char *out, size_t cap)
{
	BUF(text);
	bool open = a->why <= PARTY_CONTRACT_GENERAL && !a->contract.valid_until[0];
	fill(words_get(open ? "party_why_open" : "party_why", SLUGS[a->why]), a, &text);
	text_copy(out, cap, buf_text(&text));
}

void register_put_answer(const struct party_answer *a, struct val *v)
{
	char reason[400];
	register_party_sentence(a, reason, sizeof reason);
	val_put_bool(v, "found", a->found);
	val_put_str(v, "why", SLUGS[a->why]);
	val_put_str(v, "reason", reason);
	val_put_str(v, "as", a->as);
	val_put_str(v, "role", a->role);
	val_put_str(v, "role_label", words_get("party_role", a->role));
	val_put_str(v, "key", a->party.key);
	val_put_str(v, "name", a->party.name);
	/* what is not good today is not read out to a caller */
	bool usable = a->party.key[0] && a->contact_why == PARTY_CONTRACT;
	val_put_str(v, "contact", usable ? a->contact.name : "");
	val_put_str(v, "phone", usable ? a->contact.phone : "");
	val_put_str(v, "mail", usable ? a->contact.mail : "");
	val_put_str(v, "hours", usable ? a->contact.hours : "");
	val_put_str(v, "channels", usable ? a->contact.channels : "");
	val_put_str(v, "number", a->contract.number);
	val_put_str(v, "sla", a->contract.sla);
	val_put_str(v, "first_contact", a->contract.first_contact);
	val_put_str(v, "valid_until", a->contract.valid_until);
}
