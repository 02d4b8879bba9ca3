/* What a letter may say about a case: facts of corporation, case and party, for whoever it is for.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SERVER_NOTIFY_FACTS_H
#define SERVER_NOTIFY_FACTS_H

#include "server/case_store.h"
#include "server/letters.h"
#include "shared/model/report.h"

struct app;

/* A case with the report it was made from; report is empty when that cannot be opened any more. */
struct notify_case {
	struct case_row row;
	struct report report;
	char lang[8]; /* of the letter */
};

/* Put everything the case knows and this letter may say into view, beside given (may be NULL).
 * A restricted case tells others nothing that leads to the reporter: no name, phone, words, address
 * (R55). */
void notify_facts(struct app *app, const struct notify_case *k, const struct letter *l,
		  const struct val *given, struct val *view);

/* Would what was given by hand tell others who reported a restricted case: name, surname, phone,
 * mail address or home? A letter to the reporter, and a case that is not restricted, never does. */
bool notify_gives_away(struct app *app, const struct notify_case *k, const struct letter *l,
		       const struct val *given);

#endif
