/* How a case stands, for the kiosks of its neighbourhood and for the phone desk (R64).
 *
 * Owns nothing. Promises: what a tenant is asked and told follows from state and history alone, so the
 * feed can be told again at any time.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/case_view.h"
#include "server/device_store.h"
#include "server/feed.h"
#include "server/routing.h"
#include "shared/model/report.h"

/* ---- what is asked and said --------------------------------------------------------------- */

/* Of the answers to "is it solved?" only those count that came since the case got where it is; whoever
 * closed it by saying so is not asked again. */
static void note_answer(void *ctx, const struct case_event *e)
{
	bool *answered = ctx;
	enum action step = flow_action_from(e->what);
	VAL(detail) = NULL;
	if (!strcmp(e->what, "said") && !val_parse(e->detail, strlen(e->detail), NULL, &detail, NULL))
		*answered |= strcmp(val_str_of(detail, "answer", ""), "complaint") != 0;
	else if (step < AC_NOTE)
		*answered = step == AC_SOLVED;
}

static bool asks(struct app *app, const struct case_row *c)
{
	bool answered = false;
	event_each(app->db, c->nr, note_answer, &answered);
	return !answered;
}

/* The appointment that stands: day and part of the day. */
static void put_when(struct app *app, const struct case_row *c, struct val *into)
{
	BUF(json);
	VAL(plan) = NULL;
	if (!event_detail(app->db, c->nr, "plan", &json) ||
	    val_parse(buf_text(&json), json.len, NULL, &plan, NULL) || !val_get(plan, "day"))
		return;
	struct val *when = val_put_object(into, "when");
	val_put_str(when, "day", val_str_of(plan, "day", ""));
	val_put_str(when, "part", val_str_of(plan, "part", ""));
}

void case_put_status(struct app *app, const struct case_row *c, struct val *into)
{
	char party[120];
	routing_party_label(app, c->party, party, sizeof party);
	val_put_str(into, "state", flow_state_name(c->state));
	val_put_str(into, "party", party);
	if (c->party[0])
		val_put_str(into, "party_key", c->party);
	if (flow_asks_tenant(c->state))
		val_put_bool(into, "ask", asks(app, c));
	if (c->state == ST_PLANNED)
		put_when(app, c, into);
}

/* ---- to the kiosks ------------------------------------------------------------------------ */

/* Which kiosks: those of its complex, else the one it was made at; "" = none. */
static void put_scope(const struct case_row *c, const char *device, char out[64])
{
	if (c->complex[0])
		text_copy(out, 64, c->complex);
	else
		snprintf(out, 64, "%s%s", device[0] ? "device:" : "", device);
}

static void status_json(struct app *app, const struct case_row *c, const char *follow,
			struct buf *out)
{
	VAL(v) = val_object();
	val_put_str(v, "id", c->id);
	val_put_str(v, "follow", follow);
	case_put_status(app, c, v);
	val_put_int(v, "t", c->received);
	val_print(v, out);
}

void case_publish_status(struct app *app, const struct case_row *c, const char *follow,
			 const char *device)
{
	char scope[64];
	BUF(body);
	put_scope(c, device, scope);
	if (!scope[0])
		return; /* made here and about no address: no kiosk shows it */
	status_json(app, c, follow, &body);
	feed_add(app->db, "case", c->receipt, scope, buf_text(&body));
}

void case_publish_step(struct app *app, int64_t nr)
{
	struct case_row c;
	struct device_row d = { .device = "" };
	char scope[64];
	BUF(json);
	BUF(body);
	VAL(report) = NULL;
	if (!case_find(app->db, nr, &c) || case_report_json(app, &c, &json) ||
	    val_parse(buf_text(&json), json.len, NULL, &report, NULL))
		return;
	char prefix[5];
	snprintf(prefix, sizeof prefix, "%.4s", c.receipt);
	if (device_find(app->db, prefix, &d))
		d.device[0] = '\0';
	put_scope(&c, d.device, scope);
	if (!scope[0])
		return;
	status_json(app, &c, val_str_of(report, "follow", ""), &body);
	feed_put(app->db, "case", c.receipt, scope, buf_text(&body));
}
