/* Sending a customer on, and taking a returning one to the project leader (seed A steps 1 and 2).
 *
 * Owns nothing. The memory of referrals is by address and person (R15), so a return contact is known
 * whoever takes the call.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <ctype.h>
#include <string.h>

#include "server/app.h"
#include "server/case_act_inside.h"
#include "server/case_view.h"
#include "server/leader_store.h"
#include "server/referral_store.h"
#include "shared/model/report.h"

static void lower(char *s)
{
	for (; *s; s++)
		*s = (char)tolower((unsigned char)*s);
}

void act_person(struct app *app, const struct case_row *c, struct person *ret)
{
	struct report r;
	memset(ret, 0, sizeof *ret);
	text_copy(ret->name, sizeof ret->name, c->name);
	if (!case_open_report(app, c, &r)) {
		text_copy(ret->phone, sizeof ret->phone, r.phone);
		if (!strcmp(r.actor_kind, "tenant"))
			text_copy(ret->number, sizeof ret->number, r.actor_ref);
	}
	lower(ret->name);
}

bool case_earlier_referral(struct app *app, const struct case_row *c, struct referral *ret)
{
	struct person p;
	act_person(app, c, &p);
	return referral_of_person(app->db, c->unit, p.number, p.phone, p.name,
				  app_now(app) - REFERRAL_MS, ret);
}

int effect_refer(struct run *r)
{
	struct person p;
	struct referral f = { .nr = r->c.nr, .t = app_now(r->app) };
	act_person(r->app, &r->c, &p);
	text_copy(f.party, sizeof f.party, act_text(r, "party"));
	text_copy(f.medium, sizeof f.medium, act_text(r, "medium"));
	text_copy(f.why, sizeof f.why, act_text(r, "note"));
	text_copy(f.who, sizeof f.who, r->act->who);
	text_copy(f.unit, sizeof f.unit, r->c.unit);
	text_copy(f.number, sizeof f.number, p.number);
	text_copy(f.phone, sizeof f.phone, p.phone);
	text_copy(f.name, sizeof f.name, p.name);
	case_set_party(r->app->db, r->c.nr, f.party);
	return referral_add(r->app->db, &f);
}

/* The department's leader, or who stands in, gets the case (R14). */
static void hand_over(struct run *r)
{
	char department[64], leader[64];
	int64_t now = app_now(r->app);
	settings_department(&r->app->settings, r->c.branch, department, sizeof department);
	leader_now(r->app->db, department, now, leader);
	case_set_department(r->app->db, r->c.nr, department);
	case_set_party(r->app->db, r->c.nr, department);
	case_set_owner(r->app->db, r->c.nr, leader);
	val_put_str(r->detail, "department", department);
	val_put_str(r->detail, "leader", leader);
}

int effect_return(struct run *r)
{
	struct referral f;
	hand_over(r);
	if (!referral_of_case(r->app->db, r->c.nr, &f))
		return OK;
	val_put_str(r->detail, "referred_to", f.party);
	return referral_return(r->app->db, f.n, app_now(r->app));
}

int effect_escalate(struct run *r)
{
	struct referral f;
	hand_over(r);
	if (!case_earlier_referral(r->app, &r->c, &f))
		return OK;
	val_put_str(r->detail, "referred_to", f.party);
	val_put_int(r->detail, "referral", f.nr);
	int err = referral_return(r->app->db, f.n, app_now(r->app));
	return err || f.nr == r->c.nr ? err : case_link(r->app->db, r->c.nr, f.nr, "referral");
}
