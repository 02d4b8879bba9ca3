/* Which role answers for what, is it to be trusted today, who comes first.
 *
 * Owns nothing. One answer with its reason, never a guess (R8).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "shared/model/referral.h"

#include <string.h>

#define DEPARTMENT "dept:"

/* Is it the supplier who looks after this kind of thing? Codes are data of the corporation. */
static bool is_suppliers(const struct referral_ask *a)
{
	VAL_EACH(code, val_get(a->config, "supplier_objects"))
		if (!strcmp(val_text(code, ""), a->object))
			return true;
	return false;
}

/* The party whose role it is; where the register lacks that one, the other of this address. */
static const char *home_party(const struct referral_ask *a, const char **ret_role)
{
	bool supplier = is_suppliers(a);

	if (supplier ? !*a->supplier : !*a->provider)
		supplier = !supplier;
	*ret_role = supplier ? "supplier" : "provider";
	return supplier ? a->supplier : a->provider;
}

/* Civil dates compare as text; an open end has none. */
bool referral_holds(const struct val *party, const char *today)
{
	const char *from = val_str_of(party, "valid_from", "");
	const char *until = val_str_of(party, "valid_until", "");
	bool filled = *val_str_of(party, "phone", "") || *val_str_of(party, "mail", "");

	return filled && (!*from || strcmp(from, today) <= 0) &&
	       (!*until || strcmp(until, today) >= 0);
}

static void put_party(struct val *v, const char *key, const char *name, const char *phone,
		      const struct val *body)
{
	struct val *p = val_put_object(v, "party");

	val_put_str(p, "key", key);
	val_put_str(p, "name", name);
	val_put_str(p, "phone", phone);
	val_put_str(p, "mail", val_str_of(body, "mail", ""));
	val_put_str(p, "hours", val_str_of(body, "hours", ""));
	val_put_bool(p, "department", body == NULL);
}

static void put_why(struct val *v, const char *why, const char *first)
{
	val_put_str(v, "why", why);
	val_put_str(v, "first", first);
}

/* A party of the register; without one the corporation says so itself. */
static void put_registered(const struct referral_ask *a, const char *key, const char *why,
			   struct val *v)
{
	VAL(body) = *key ? a->party(a->ctx, key) : NULL;

	if (!body || !referral_holds(body, a->today)) {
		put_why(v, body ? "out_of_date" : "no_party", "corporation");
		val_put_null(v, "party");
		return;
	}
	bool ours = !strcmp(val_str_of(body, "first_contact", ""), "corporation");
	put_why(v, why, ours ? "corporation" : "party");
	put_party(v, key, val_str_of(body, "name", key), val_str_of(body, "phone", ""), body);
}

/* The path for homes that are not zero-energy (R9). */
static void put_other(const struct referral_ask *a, struct val *v)
{
	const char *key = val_str_of(a->config, "other_party", "");

	if (*key && strncmp(key, DEPARTMENT, strlen(DEPARTMENT)) != 0) {
		put_registered(a, key, "own_path", v);
		return;
	}
	put_why(v, "own_path", "corporation");
	if (*key)
		put_party(v, key, val_str_of(a->config, "other_name", ""), a->phone, NULL);
	else
		val_put_null(v, "party");
}

struct val *referral_answer(const struct referral_ask *a)
{
	struct val *v = val_object();
	const char *role = "other";
	const char *key = a->nom ? home_party(a, &role) : "";
	const struct val *text = a->nom ? NULL : val_get(a->config, "other_text");

	val_put_bool(v, "nom", a->nom);
	val_put_str(v, "role", role);
	if (a->nom)
		put_registered(a, key, "sla", v);
	else
		put_other(a, v);
	if (text)
		val_put(v, "text", val_copy(text));
	else
		val_put_null(v, "text");
	struct val *c = val_put_object(v, "corporation");
	val_put_str(c, "name", a->corporation);
	val_put_str(c, "phone", a->phone);
	return v;
}
