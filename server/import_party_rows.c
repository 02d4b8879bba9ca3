/* One row of suppliers, of contracts and of contacts: judged, stored, published.
 *
 * Owns nothing. Promises: a refused row names its column and reason and leaves nothing behind; what
 * is imported here is our own and is not overwritten by the suppliers file.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/import_inside.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/civil.h"
#include "server/party_store.h"
#include "server/register.h"
#include "shared/base/text.h"
#include "shared/io/db.h"

/* ---- what the three have in common -------------------------------------------------------- */

static bool good_date(struct importing *in, const struct csv_row *row, const char *column,
		      const char *date)
{
	return !date[0] || day_valid(date) ||
	       import_refuse(in, row, "%s: not a date like 2026-12-31", column);
}

static bool good_span(struct importing *in, const struct csv_row *row, const char *from,
		      const char *until)
{
	if (!good_date(in, row, "valid_from", from) || !good_date(in, row, "valid_until", until))
		return false;
	return !from[0] || !until[0] || strcmp(from, until) <= 0 ||
	       import_refuse(in, row, "valid_until: %s is before valid_from", until);
}

static bool good_choice(struct importing *in, const struct csv_row *row, const char *column,
			const char *value, const char *const *choices)
{
	char why[240], all[160] = "";
	size_t n = 0;
	for (const char *const *c = choices; *c; c++) {
		if (!strcmp(*c, value))
			return true;
		n += (size_t)snprintf(all + n, sizeof all - n, "%s%s", n ? " " : "", *c);
	}
	snprintf(why, sizeof why, "%s: \"%.20s\" is none of %s", column, value, all);
	return import_refuse(in, row, "%s", why);
}

static bool good_first_contact(struct importing *in, const struct csv_row *row, const char *value)
{
	static const char *const choices[] = { "corporation", "party", NULL };
	return !value[0] || good_choice(in, row, "first_contact", value, choices);
}

static bool known_party(struct importing *in, const struct csv_row *row, const char *key,
			struct party *ret)
{
	return party_find(in->app->db, key, ret) ||
	       import_refuse(in, row, "party: there is no %s; import suppliers first", key);
}

/* The role of a row, ROLE_GENERAL when its cell is empty. */
static bool read_role(struct importing *in, const struct csv_row *row, char role[ROLE_CAP])
{
	if (!import_cell(in, row, "role", false, role, ROLE_CAP))
		return false;
	if (!role[0])
		text_copy(role, ROLE_CAP, ROLE_GENERAL);
	return good_choice(in, row, "role", role, PARTY_ROLES);
}

/* ---- suppliers ---------------------------------------------------------------------------- */

void import_supplier_row(void *ctx, const struct csv_row *row)
{
	static const char *const kinds[] = { "provider", "supplier", "partner", "department",
					     NULL };
	struct importing *in = ctx;
	struct party p = { .key = "" };
	bool is_new;
	bool ok =
	    CELL("key", true, p.key) && import_key(in, row, "key", p.key) &&
	    CELL("name", true, p.name) && CELL("kind", true, p.kind) &&
	    good_choice(in, row, "kind", p.kind, kinds) && CELL("contract", false, p.contract) &&
	    CELL("sla", false, p.sla) && CELL("first_contact", false, p.first_contact) &&
	    good_first_contact(in, row, p.first_contact) && CELL("phone", false, p.phone) &&
	    CELL("mail", false, p.mail) && CELL("hours", false, p.hours) &&
	    CELL("valid_from", false, p.valid_from) && CELL("valid_until", false, p.valid_until) &&
	    good_span(in, row, p.valid_from, p.valid_until) &&
	    import_reachable(in, row, p.phone, p.mail);
	if (!ok)
		return;
	if (party_put(in->app->db, &p, &is_new)) {
		import_refuse(in, row, "%s cannot be stored", p.key);
		return;
	}
	register_publish_party(in->app, &p);
	import_count(in, is_new);
}

/* ---- contracts ---------------------------------------------------------------------------- */

/* "112.50" or "112,50" or "112" into cents. */
static bool read_euro(const char *text, int64_t *ret_cents)
{
	int64_t euro, cents = 0;
	char whole[12], part[3] = "";
	size_t n = strcspn(text, ".,");
	if (n >= sizeof whole || (text[n] && strlen(text + n + 1) != 2))
		return false;
	snprintf(whole, sizeof whole, "%.*s", (int)n, text);
	snprintf(part, sizeof part, "%s", text[n] ? text + n + 1 : "0");
	if (!int_parse(whole, 0, 99999, &euro) || !int_parse(part, 0, 99, &cents))
		return false;
	*ret_cents = euro * 100 + cents;
	return true;
}

/* One "COMPLEX:112.50" of the column epv. */
static bool put_fee(struct importing *in, const struct csv_row *row, const struct contract *c,
		    char *word)
{
	int64_t cents;
	char *euro = strchr(word, ':');
	if (euro)
		*euro++ = '\0';
	if (!euro || !read_euro(euro, &cents))
		return import_refuse(in, row, "epv: \"%.40s\" is not like COMPLEX:112.50", word);
	if (!complex_exists(in->app->db, word))
		return import_refuse(in, row, "epv: there is no complex %s; import dwellings first",
				     word);
	return !contract_fee_add(in->app->db, c, word, cents) ||
	       import_refuse(in, row, "epv: %s stands there twice", word);
}

static bool put_fees(struct importing *in, const struct csv_row *row, const struct contract *c,
		     char *fees)
{
	char *save = NULL;
	if (contract_fee_clear(in->app->db, c))
		return import_refuse(in, row, "%s cannot be stored", c->number);
	for (char *w = strtok_r(fees, " ", &save); w; w = strtok_r(NULL, " ", &save))
		if (!put_fee(in, row, c, w))
			return false;
	return true;
}

void import_contract_row(void *ctx, const struct csv_row *row)
{
	struct importing *in = ctx;
	struct contract c = { .source = "own" };
	struct party p;
	char fees[1000];
	bool is_new;
	bool ok = CELL("party", true, c.party) && known_party(in, row, c.party, &p) &&
		  CELL("number", true, c.number) && read_role(in, row, c.role) &&
		  CELL("sla", false, c.sla) && CELL("first_contact", false, c.first_contact) &&
		  good_first_contact(in, row, c.first_contact) &&
		  CELL("valid_from", false, c.valid_from) &&
		  CELL("valid_until", false, c.valid_until) &&
		  good_span(in, row, c.valid_from, c.valid_until) && CELL("epv", false, fees);
	if (!ok)
		return;
	db_event_begin(in->app->db);
	ok = !contract_put(in->app->db, &c, &is_new)
		 ? put_fees(in, row, &c, fees)
		 : import_refuse(in, row, "%s cannot be stored", c.number);
	db_event_end(in->app->db, ok);
	if (!ok)
		return;
	register_publish_party(in->app, &p);
	import_count(in, is_new);
}

/* ---- contacts ----------------------------------------------------------------------------- */

static bool read_order(struct importing *in, const struct csv_row *row, struct contact *c)
{
	static const char *const channels[] = { "phone mail", "mail phone", NULL };
	const char *rank = csv_get(row, "order");
	if (!CELL("channels", false, c->channels))
		return false;
	if (!c->channels[0])
		text_copy(c->channels, sizeof c->channels, channels[0]);
	c->rank = 1;
	if (rank[0] && !int_parse(rank, 1, RANK_SUPPLIER - 1, &c->rank))
		return import_refuse(in, row, "order: \"%.20s\" is no number from 1 to 98", rank);
	return good_choice(in, row, "channels", c->channels, channels);
}

void import_contact_row(void *ctx, const struct csv_row *row)
{
	struct importing *in = ctx;
	struct contact c = { .source = "own" };
	struct party p;
	bool is_new;
	bool ok = CELL("party", true, c.party) && known_party(in, row, c.party, &p) &&
		  read_role(in, row, c.role) && CELL("name", false, c.name) &&
		  CELL("phone", false, c.phone) && CELL("mail", false, c.mail) &&
		  import_reachable(in, row, c.phone, c.mail) && CELL("hours", false, c.hours) &&
		  read_order(in, row, &c) && CELL("valid_from", false, c.valid_from) &&
		  CELL("valid_until", false, c.valid_until) &&
		  good_span(in, row, c.valid_from, c.valid_until);
	if (!ok)
		return;
	if (contact_put(in->app->db, &c, &is_new)) {
		import_refuse(in, row, "%s cannot be stored", c.party);
		return;
	}
	register_publish_party(in->app, &p);
	import_count(in, is_new);
}
