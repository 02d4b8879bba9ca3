/* A case as JSON: a row of the inbox, the whole page, the status a kiosk shows (R64, R66, R67).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_CASE_VIEW_H
#define SERVER_CASE_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "server/case_store.h"
#include "shared/base/val.h"

struct app;

/* May a role word see what a report about a person says (R55)? */
bool case_may_see(const struct case_row *c, const char *role);

/* One row of a list, put into an array. */
void case_put_row(struct app *app, const struct case_row *c, const char *role, int64_t now,
		  struct val *array);

/* The page of one case. ERR_NOT_FOUND: its body cannot be opened (said in the page, not an error:
 * then "report" is null). */
struct login;
int case_put_page(struct app *app, const struct case_row *c, const struct login *who, int64_t now,
		  struct val *page);
/* What belongs to working on it: version, the steps open to this person, tasks, referral, linked and
 * earlier cases of the address (server/case_work.c). */
void case_put_work(struct app *app, const struct case_row *c, const struct login *who,
		   struct val *page);

/* Every message of the case, newest first, into page: "messages" [{"id","kind","why","why_label","letter",
 * "to","to_label","lang","state","state_label","reason","due","attempts","done","by","note","acts"}];
 * reason says in words why it failed or how it got there, acts what a person may decide now ("retry",
 * "drop", "paper", "phone", "bounced"). "confirmation": the newest of them that confirms (R41;
 * server/case_messages.c). */
void case_put_messages(struct app *app, const struct case_row *c, struct val *page);
/* Whom message o is for, as people say it: the reporter, a party by its name. */
struct outgoing;
void case_message_to(struct app *app, const struct case_row *c, const struct outgoing *o, char *out,
		     size_t cap);

/* What the reporter said of telling it before (R12, R13), into page: "before" {"party","party_label",
 * "reason","reason_label","referral": {"nr","t","party_label"} where this person was referred about this
 * address (R15)}; nothing when it is a first contact. */
struct report;
void case_put_before(struct app *app, const struct case_row *c, const struct report *r,
		     struct val *page);

/* Every event of the history, oldest first: [{"n","t","who","what","text","detail","hash","facts":
 * [{"label","value","type"}]}]. facts say the detail in Dutch; type is "text", or "date" and "time"
 * for the page to write out (server/case_history.c). */
void case_put_history(struct app *app, const struct case_row *c, struct val *list);

/* [{question, answer, original}] of a report; original is the reporter's own language, "" when that
 * was Dutch. cat: the catalogue it names, NULL when it is gone. The caller owns the array. */
struct report;
struct val *case_answers(const struct catalogue *cat, const struct report *r) MUST_USE;

/* The report's JSON: opened from the sealed item, or as kept here. ERR_CRYPT, ERR_NOT_FOUND. */
int case_report_json(struct app *app, const struct case_row *c, struct buf *out);
/* The same, read. Errors also those of report_read. */
int case_open_report(struct app *app, const struct case_row *c, struct report *ret) MUST_USE;
int case_open_report_json(struct app *app, const struct case_row *c, struct buf *json,
			  struct report *ret) MUST_USE;

/* "Badkamer – douchekraan: lekt" in Dutch. */
void case_subject(struct app *app, const struct case_row *c, char *out, size_t cap);
/* The same with a catalogue at hand; NULL: its codes. */
void case_subject_of(const struct catalogue *cat, const struct case_row *c, char *out, size_t cap);

/* How it stands, into an object: "state", "party" and "party_key"; "ask" where its state asks the
 * tenant whether it is solved (D8): has nobody said so since it got there?; "when" {"day","part"} of
 * the appointment that stands (PROTOCOL.md section 10). */
void case_put_status(struct app *app, const struct case_row *c, struct val *into);
/* Tell the kiosks of its neighbourhood how a new case stands. device: where it was made, or "". */
void case_publish_status(struct app *app, const struct case_row *c, const char *follow,
			 const char *device);
/* Tell them again after a step (R64). A case whose report cannot be opened any more stays as told. */
void case_publish_step(struct app *app, int64_t nr);

/* Dutch words of codes, from one table. */
const char *case_urgency_label(enum urgency u);
const char *case_state_label(enum state s);

#endif
