/* Changing the register by hand.
 *
 * Owns nothing. Promises: a value that is refused names its field and nothing has changed; a row that
 * was saved here is our own from then on, the suppliers file leaves it alone.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/register_edit.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/civil.h"
#include "server/live.h"
#include "server/register.h"
#include "server/register_party.h"
#include "server/words.h"
#include "shared/base/text.h"
#include "shared/base/val.h"
#include "shared/io/http.h"

/* ---- one party ---------------------------------------------------------------------------- */

static bool put_contract(void *ctx, const struct contract *c)
{
	struct val *v = val_object();
	val_put_str(v, "number", c->number);
	val_put_str(v, "role", c->role);
	val_put_str(v, "role_label", words_get("party_role", c->role));
	val_put_str(v, "sla", c->sla);
	val_put_str(v, "first_contact", c->first_contact);
	val_put_str(v, "valid_from", c->valid_from);
	val_put_str(v, "valid_until", c->valid_until);
	val_put_bool(v, "follows", !strcmp(c->source, "supplier"));
	val_put(ctx, NULL, v);
	return true;
}

static bool put_contact(void *ctx, const struct contact *c)
{
	struct val *v = val_object();
	val_put_str(v, "role", c->role);
	val_put_str(v, "role_label", words_get("party_role", c->role));
	val_put_str(v, "name", c->name);
	val_put_str(v, "phone", c->phone);
	val_put_str(v, "mail", c->mail);
	val_put_str(v, "hours", c->hours);
	val_put_str(v, "channels", c->channels);
	val_put_int(v, "order", c->rank);
	val_put_str(v, "valid_from", c->valid_from);
	val_put_str(v, "valid_until", c->valid_until);
	val_put_bool(v, "follows", !strcmp(c->source, "supplier"));
	val_put(ctx, NULL, v);
	return true;
}

static void put_roles(struct val *page)
{
	struct val *list = val_put_array(page, "roles");
	for (const char *const *role = PARTY_ROLES; *role; role++) {
		struct val *v = val_object();
		val_put_str(v, "key", *role);
		val_put_str(v, "label", words_get("party_role", *role));
		val_put(list, NULL, v);
	}
}

int register_edit_party(struct app *app, const struct request *rq, struct reply *rp)
{
	struct party p;
	char today[CIVIL_TEXT];
	VAL(page) = val_object();
	if (!party_find(app->db, rq->rest, &p))
		return ERR_NOT_FOUND;
	civil_today(app, today);
	val_put_str(page, "key", p.key);
	val_put_str(page, "name", p.name);
	val_put_str(page, "kind", p.kind);
	val_put_str(page, "today", today);
	contract_each_of(app->db, p.key, put_contract, val_put_array(page, "contracts"));
	contact_each_of(app->db, p.key, put_contact, val_put_array(page, "contacts"));
	put_roles(page);
	val_print(page, &rp->body);
	return OK;
}

/* ---- saving ------------------------------------------------------------------------------- */

struct saving {
	struct login who;
	struct val *body;
	struct reply *rp;
	bool bad;
};

static int begin(struct app *app, const struct request *rq, struct reply *rp, struct saving *s)
{
	*s = (struct saving){ .rp = rp };
	return login_body(app, rq, NULL, &s->who, &s->body);
}

/* The first field that is refused is the one that is told. */
static void check(struct saving *s, bool good, const char *field)
{
	if (good || s->bad)
		return;
	s->bad = true;
	(void)reply_field(s->rp, ERR_INPUT, field);
}

static void read(struct saving *s, const char *field, char *out, size_t cap)
{
	check(s, !text_copy(out, cap, val_str_of(s->body, field, "")), field);
}
#define READ(s, field, member) read(s, field, member, sizeof(member))

static void check_span(struct saving *s, const char *from, const char *until)
{
	check(s, !from[0] || day_valid(from), "valid_from");
	check(s, !until[0] || day_valid(until), "valid_until");
	check(s, !from[0] || !until[0] || strcmp(from, until) <= 0, "valid_until");
}

static int end(struct app *app, struct saving *s, const char *what, const char *detail)
{
	app_audit(app, s->who.name, what, detail);
	live_changed(app->live);
	buf_str(&s->rp->body, "{}");
	return OK;
}

int register_edit_contract(struct app *app, const struct request *rq, struct reply *rp)
{
	struct saving s;
	struct contract c = { .source = "own" };
	struct party p;
	char detail[200];
	bool is_new;
	int err = begin(app, rq, rp, &s);
	VAL(body) = s.body; /* freed here, read through s */
	(void)body;
	if (err)
		return err;
	READ(&s, "party", c.party);
	READ(&s, "number", c.number);
	READ(&s, "role", c.role);
	READ(&s, "sla", c.sla);
	READ(&s, "first_contact", c.first_contact);
	READ(&s, "valid_from", c.valid_from);
	READ(&s, "valid_until", c.valid_until);
	check(&s, party_find(app->db, c.party, &p), "party");
	check(&s, c.number[0] != '\0', "number");
	check(&s, party_role_known(c.role), "role");
	check(&s,
	      !c.first_contact[0] || !strcmp(c.first_contact, "party") ||
		  !strcmp(c.first_contact, "corporation"),
	      "first_contact");
	check_span(&s, c.valid_from, c.valid_until);
	if (s.bad)
		return ERR_INPUT;
	err = contract_put(app->db, &c, &is_new);
	if (err)
		return err;
	register_publish_party(app, &p);
	snprintf(detail, sizeof detail, "%s %s %s %s..%s", c.party, c.role, c.number, c.valid_from,
		 c.valid_until);
	return end(app, &s, is_new ? "contract.add" : "contract.change", detail);
}

int register_edit_contact(struct app *app, const struct request *rq, struct reply *rp)
{
	struct saving s;
	struct contact c = { .source = "own" };
	struct party p;
	char detail[240];
	bool is_new;
	int err = begin(app, rq, rp, &s);
	VAL(body) = s.body; /* freed here, read through s */
	(void)body;
	if (err)
		return err;
	READ(&s, "party", c.party);
	READ(&s, "role", c.role);
	READ(&s, "name", c.name);
	READ(&s, "phone", c.phone);
	READ(&s, "mail", c.mail);
	READ(&s, "hours", c.hours);
	READ(&s, "channels", c.channels);
	READ(&s, "valid_from", c.valid_from);
	READ(&s, "valid_until", c.valid_until);
	c.rank = val_int_of(s.body, "order", 1);
	check(&s, party_find(app->db, c.party, &p), "party");
	check(&s, party_role_known(c.role), "role");
	check(&s, register_phone_good(c.phone), "phone");
	check(&s, register_mail_good(c.mail), "mail");
	check(&s, c.phone[0] || c.mail[0], "phone");
	check(&s, !strcmp(c.channels, "phone mail") || !strcmp(c.channels, "mail phone"),
	      "channels");
	check(&s, c.rank >= 1 && c.rank <= RANK_SUPPLIER, "order");
	check_span(&s, c.valid_from, c.valid_until);
	if (s.bad)
		return ERR_INPUT;
	err = contact_put(app->db, &c, &is_new);
	if (err)
		return err;
	register_publish_party(app, &p);
	snprintf(detail, sizeof detail, "%s %s %s %s..%s", c.party, c.role, c.name, c.valid_from,
		 c.valid_until);
	return end(app, &s, is_new ? "contact.add" : "contact.change", detail);
}

static bool party_or_none(struct app *app, const char *key)
{
	struct party p;
	return !key[0] || party_find(app->db, key, &p);
}

int register_edit_home(struct app *app, const struct request *rq, struct reply *rp)
{
	struct saving s;
	struct dwelling d;
	char key[KEY_CAP], detail[220];
	bool is_new;
	int err = begin(app, rq, rp, &s);
	VAL(body) = s.body; /* freed here, read through s */
	(void)body;
	if (err)
		return err;
	READ(&s, "dwelling", key);
	check(&s, dwelling_find(app->db, key, &d), "dwelling");
	if (s.bad)
		return ERR_INPUT;
	READ(&s, "provider", d.provider);
	READ(&s, "supplier", d.supplier);
	check(&s, party_or_none(app, d.provider), "provider");
	check(&s, party_or_none(app, d.supplier), "supplier");
	if (s.bad)
		return ERR_INPUT;
	err = dwelling_put(app->db, &d, &is_new);
	if (err)
		return err;
	register_publish_dwelling(app, &d);
	snprintf(detail, sizeof detail, "%s provider=%s supplier=%s", d.key, d.provider,
		 d.supplier);
	return end(app, &s, "dwelling.parties", detail);
}
