/* Cases as JSON for lists, and the small words they share.
 *
 * Owns nothing. The page of one case is server/case_page.c, what kiosks hear server/case_status.c.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/case_view.h"

#include <stdio.h>
#include <string.h>

#include "server/app.h"
#include "server/catalogues.h"
#include "server/ingest.h"
#include "server/ladder.h"
#include "server/routing.h"
#include "server/words.h"
#include "shared/model/report.h"

bool case_may_see(const struct case_row *c, const char *role)
{
	static const char *const allowed[] = { "phone", "leader", "manager" };
	if (!c->restricted)
		return true;
	for (size_t i = 0; i < COUNT_OF(allowed); i++)
		if (!strcmp(allowed[i], role))
			return true;
	return false;
}

const char *case_urgency_label(enum urgency u)
{
	return words_get("urgency", urgency_name(u));
}

const char *case_state_label(enum state s)
{
	return words_get("state", flow_state_name(s));
}

/* ---- subject ------------------------------------------------------------------------------ */

static void add_part(char *out, size_t cap, const char *between, const char *text)
{
	size_t n = strlen(out);
	snprintf(out + n, cap - n, "%s%s", n ? between : "", text);
}

static void home_subject(const struct catalogue *c, const struct case_row *k, char *out, size_t cap)
{
	char key[160];
	if (!strcmp(k->branch, "energy") && !k->room[0])
		add_part(out, cap, "", "Energie en monitoring");
	snprintf(key, sizeof key, "home.%s", k->room);
	add_part(out, cap, "", k->room[0] ? catalogue_text(c, "nl", key) : "");
	snprintf(key, sizeof key, "home.%s.%s", k->room, k->object);
	add_part(out, cap, " – ", k->object[0] ? catalogue_text(c, "nl", key) : "eigen woorden");
	snprintf(key, sizeof key, "home.%s.%s.%s", k->room, k->object, k->fault);
	if (k->object[0])
		add_part(out, cap, ": ",
			 k->fault[0] ? catalogue_text(c, "nl", key) : "eigen woorden");
}

static void outside_subject(const struct catalogue *c, const struct case_row *k, char *out,
			    size_t cap)
{
	char key[160];
	bool people = !strcmp(k->object, "people");
	snprintf(key, sizeof key, "%s.%s", people ? "people" : "thing", k->fault);
	add_part(out, cap, "", people ? "Overlast" : "Omgeving");
	add_part(out, cap, ": ", k->fault[0] ? catalogue_text(c, "nl", key) : "eigen woorden");
	snprintf(key, sizeof key, "place.%s", k->room);
	if (k->room[0])
		add_part(out, cap, ", ", catalogue_text(c, "nl", key));
}

void case_subject_of(const struct catalogue *cat, const struct case_row *c, char *out, size_t cap)
{
	out[0] = '\0';
	if (!cat)
		add_part(out, cap, "", c->fault);
	else if (!strcmp(c->branch, "surroundings"))
		outside_subject(cat, c, out, cap);
	else
		home_subject(cat, c, out, cap);
}

void case_subject(struct app *app, const struct case_row *c, char *out, size_t cap)
{
	case_subject_of(catalogues_get(app, c->catalogue), c, out, cap);
}

/* ---- rows --------------------------------------------------------------------------------- */

static void put_address(struct app *app, const struct case_row *c, struct val *row)
{
	struct dwelling d;
	char label[160] = "";
	if (c->unit[0] && dwelling_find(app->db, c->unit, &d))
		dwelling_label(&d, label, sizeof label);
	else
		text_copy(label, sizeof label, c->unit);
	val_put_str(row, "address", label);
}

static const char *stranded_why(const struct case_row *c)
{
	const char *why = words_get("stranded", c->tried);
	return why == c->tried ? "Geen regel past" : why;
}

void case_put_row(struct app *app, const struct case_row *c, const char *role, int64_t now,
		  struct val *array)
{
	char text[300] = "Afgeschermde melding";
	struct val *row = val_object();
	bool open = flow_open(c->state);
	if (case_may_see(c, role))
		case_subject(app, c, text, sizeof text);
	val_put_int(row, "nr", c->nr);
	val_put_str(row, "receipt", c->receipt);
	val_put_str(row, "urgency", urgency_name(c->urgency));
	val_put_str(row, "urgency_label", case_urgency_label(c->urgency));
	val_put_str(row, "subject", text);
	put_address(app, c, row);
	routing_party_label(app, c->party, text, sizeof text);
	val_put_str(row, "party", text);
	val_put_int(row, "due", c->due < LADDER_NO_DUE ? c->due : 0);
	val_put_int(row, "late_s", open && now > c->due ? (now - c->due) / SECOND_MS : 0);
	val_put_str(row, "state", flow_state_name(c->state));
	val_put_str(row, "state_label", case_state_label(c->state));
	val_put_str(row, "channel", c->channel);
	val_put_int(row, "captured", c->captured);
	val_put_int(row, "received", c->received);
	val_put_bool(row, "unread", flow_unread(c->state));
	val_put_int(row, "reopened", c->reopened);
	val_put_str(row, "kind", c->kind);
	val_put_str(row, "kind_label", words_get("kind", c->kind));
	val_put_str(row, "owner", c->owner);
	val_put_bool(row, "restricted", c->restricted);
	if (c->state == ST_EXCEPTION)
		val_put_str(row, "reason", stranded_why(c));
	val_put(array, NULL, row);
}

/* ---- the report itself -------------------------------------------------------------------- */

int case_report_json(struct app *app, const struct case_row *c, struct buf *out)
{
	if (!c->item)
		return case_body(app->db, c->nr, out);
	return ingest_plain(app->db, app->keys, c->item, out);
}

int case_open_report_json(struct app *app, const struct case_row *c, struct buf *json,
			  struct report *ret)
{
	struct report_fault fault;
	VAL(body) = NULL;
	int err = case_report_json(app, c, json);
	if (!err)
		err = val_parse(buf_text(json), json->len, NULL, &body, NULL);
	return err ? err : report_read(body, false, ret, &fault);
}

int case_open_report(struct app *app, const struct case_row *c, struct report *ret)
{
	BUF(json);
	return case_open_report_json(app, c, &json, ret);
}
