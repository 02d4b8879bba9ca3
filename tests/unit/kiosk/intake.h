/* A good report as JSON and its road to the queue, for the suites of the intake.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_UNIT_KIOSK_INTAKE_H
#define TESTS_UNIT_KIOSK_INTAKE_H

#include "tests/unit/kiosk/fixture.h"

#include "firmware/cases.h"
#include "firmware/intake.h"
#include "firmware/outbox.h"
#include "firmware/sessions.h"

#define ID "018f4a00-0000-7000-8000-00000000000"
#define WORDS "hij druppelt de hele nacht door"

#define REPORT(id, catalogue, fault, unit, more)                                                   \
	"{\"schema\":1,\"id\":\"" id "\",\"catalogue\":\"" catalogue "\",\"channel\":\"web\","     \
	"\"lang\":\"nl\",\"actor\":{\"kind\":\"operator\",\"ref\":\"x\"},\"branch\":\"home\","     \
	"\"kind\":\"repair\",\"unit\":\"" unit "\",\"room\":\"BAD\",\"object\":\"KRAAN\","         \
	"\"fault\":\"" fault "\",\"words\":\"" WORDS "\",\"answers\":{},\"when\":{\"slots\":[],"    \
	"\"call\":true},\"contact\":{\"name\":\"M. de Vries\",\"phone\":\"0612345678\","           \
	"\"mail\":\"\",\"via\":\"phone\"},\"first_contact\":true,\"t\":1" more "}"

#define GOOD REPORT(ID "1", "1.0", "DRP", "D1", "")

static inline int accept(struct kiosk *k, const char *json, const struct session *who,
			 struct intake_result *r, struct report_fault *f)
{
	db_event_begin(k->app->db);
	int err = intake_accept(k->app, json, strlen(json), who, r, f);
	db_event_end(k->app->db, err == OK);
	assert_int_equal(db_turn_commit(k->app->db), OK);
	return err;
}

static inline int64_t rows(struct kiosk *k, const char *sql)
{
	return db_ask_int(k->app->db, sql, -1);
}

#define ITEMS "SELECT count(*) FROM outbox_item"

static inline int follow(struct kiosk *k, const char *receipt, const char *code, struct reply *rp)
{
	char body[100];
	struct request rq = request_of(HTTP_POST, "/api/v1/cases");
	snprintf(body, sizeof body, "{\"receipt\":\"%s\",\"code\":\"%s\"}", receipt, code);
	rq.body = body;
	rq.body_len = strlen(body);
	memset(rp, 0, sizeof *rp);
	return cases_post(k->app, &rq, rp);
}

#endif
